"""The text a person says yes to, filled in for this computer; page and terminal show the same."""

from __future__ import annotations

from collections.abc import Callable

from coach.settings import Settings
from coach.web.texts import Texts
from coach.web.what_leaves import speaking_model, what_leaves

FACTS = ("kept", "leaves", "others", "not")


def consent_facts(
    texts: Texts, settings: Settings, days: int, shown: Callable[[str], str] = str
) -> list[tuple[str, str]]:
    """Return what there is to know, a label and a text each.

    `days` is for how long a talk is kept, 0 for good; `shown` makes what was chosen elsewhere, such
    as the name of a server, literal where it is shown.
    """
    facts = {each: texts(f"welcome.{each}") for each in FACTS}
    if settings.pseudonyms:
        facts["others"] = texts("welcome.others_pseudonyms")
    facts["kept"] = _with_days(texts, "welcome.kept", days)
    facts["leaves"] = shown(what_leaves(texts, settings)) or facts["leaves"]
    return [(texts(f"welcome.{each}_label"), told) for each, told in facts.items()]


def consent_whole(
    texts: Texts, settings: Settings, days: int, shown: Callable[[str], str] = str
) -> str:
    """Return all of it at length, in paragraphs."""
    sealed = bool(settings.encryption_key.get_secret_value())
    return texts(
        "welcome.whole",
        place=shown(str(settings.data_dir)),
        voice=texts("leaving.whole_model" if speaking_model(settings) else "leaving.whole_guided"),
        readers=texts("welcome.readers_sealed" if sealed else "welcome.readers"),
        kept=_with_days(texts, "welcome.kept_whole", days),
    )


def _with_days(texts: Texts, key: str, days: int) -> str:
    """Return the text at `key` with for how long talks are kept, or the one for keeping them."""
    return texts(key, days=days) if days else texts(f"{key}_for_good")
