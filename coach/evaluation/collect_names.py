"""Collect what the shield knows of names and words: `python -m coach.evaluation.collect_names`.

Writes coach/models/shield.npz with sorted CRC-32 sums, so that the product carries no lists of its
own to keep: `first` and `last` are the names in Faker's locales (MIT licence; a development
dependency), `words` the ordinary Dutch and English words, in lower case, that both simplemma (MIT)
and hunspell's dictionaries know. Needs Faker and hunspell, which the product never loads.
"""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from coach.models.shield_words import PACKED, WORD_SUM, folded

LOCALES = (
    "nl_NL nl_BE tr_TR pl_PL id_ID de_DE de_AT de_CH fr_FR fr_BE fr_DZ es_ES it_IT pt_PT pt_BR ro_RO"
    " hr_HR hu_HU cs_CZ sk_SK sl_SI en_GB en_US en_IE en_IN en_NG en_PK en_NZ en_KE en no_NO sv_SE"
    " da_DK fi_FI et_EE lt_LT lv_LV ga_IE ig_NG yo_NG ha_NG tw_GH az_AZ uz_UZ sw vi_VN zu_ZA es_CO"
    " es_MX es_AR".split()
)
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}
# Words of a name that are no name by themselves.
LINKS = frozenset("van von der den de ten ter del della da do dos la le el al ben bin af ó ní mac o".split())


def names_of(locale: str, kind: str) -> set[str]:
    """Return the single words, lower case, of Faker's `first_name` or `last_name` lists."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: set[str] = set()
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if attribute.startswith(kind) and isinstance(value, (tuple, list, dict)):
            for name in value:
                if isinstance(name, str):
                    found.update(name.lower().split())
    return {name for name in found if name not in LINKS and re.fullmatch(r"[^\W\d_][\w'’-]+", name)}


def words_of(language: str) -> set[str]:
    """Return the lower-case words of `language` that both dictionaries hold."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    known = DefaultDictionaryFactory().get_dictionary(language)
    words = {word for word in map(str, known) if word[0].islower() and word.isalpha()}
    done = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], "-l"],
        input="\n".join(sorted(words)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return words - set(done.stdout.split())


def sums(words: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return the sorted sums of `words`, each also without accents."""
    return np.array(sorted({WORD_SUM(form) for word in words for form in (word, folded(word))}), np.uint32)


def main() -> None:
    """Write the packed file anew."""
    first = set().union(*(names_of(locale, "first_name") for locale in LOCALES))
    last = set().union(*(names_of(locale, "last_name") for locale in LOCALES))
    words = set().union(*(words_of(language) for language in DICTIONARIES))
    np.savez_compressed(PACKED, first=sums(first), last=sums(last), words=sums(words))
    sys.stderr.write(
        f"{len(first)} first names, {len(last)} last names, {len(words)} words; "
        f"{Path(PACKED).stat().st_size} bytes.\n"
    )


if __name__ == "__main__":
    main()
