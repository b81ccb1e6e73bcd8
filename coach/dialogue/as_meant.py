"""What somebody puts right in the same breath ("starting in April. No, make that May"), as they meant it."""

from __future__ import annotations

import re

from coach.dialogue.clauses import Token, tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.state import Language

FAR = 90  # characters between what was said and what is meant instead
SWAPPED = ("month", "weekday", "season", "number")  # a word is put right by one of its kind
ENDS = re.compile(r"\s*(?:[.,;!)–—]|$)")
PUT_RIGHT: dict[Language, re.Pattern[str]] = {
    "nl": re.compile(
        r"[.,;–—-]\s*(?:(?:wacht|oh?|hm+)[,.]? )*(?:nee|neen|sorry|correctie|of nee|of eigenlijk|ik bedoel(?:de)?)\b[,.;:–—-]*\s+"
        r"(?:wacht,? )?(?:ik bedoel(?:de)? |doe (?:maar )?|maak (?:er|daar) (?:maar )?|(?:het|dat) (?:was|is|waren|moet) |eigenlijk )?(?:in |op |vanaf |per |tot (?:en met )?|t/m |de )?"
        r"(?P<new>[\w-]+)\b(?: (?:van|zijn|worden)\b)?", re.I,
    ),
    "en": re.compile(
        r"[.,;–—-]\s*(?:(?:wait|hang on|oh)[,.]? )*(?:no|sorry|scratch that|correction|or rather|i mean|actually)\b[,.;:–—-]*\s+"
        r"(?:wait,? )?(?:make (?:that|it) |i mean(?:t)? |(?:it|that) (?:was|should be) |that's |it's )?(?:in |on |from |until |till |to |the )?"
        r"(?P<new>[\w-]+)", re.I,
    ),
}  # fmt: skip
IN_BRACKETS = re.compile(r"(?<=\w) \(([A-ZÀ-Ý][\w'-]+)\)(?=[ ,.;])")  # "my boss (Graham) said"
# What corrects something told before, or what stands on the page, is for the page to put right.
DENIED = re.compile(r"\b(?:niet|geen|not)\b|n't\b", re.I)
OF_BEFORE = re.compile(r"\b(?:staat|stond|zei|schreef|gezegd|geschreven|says|said|wrote|written|page|pagina)\b|\b(?:je|u) (?:hebt|had|heb)\b|\byou(?:'ve| have| had)\b", re.I)


def as_meant(text: str, lexicon: Lexicon) -> str:
    """Return `text` with a moment or a number put where the person put it right, without the putting right.

    Only where one of the same kind was said shortly before, and wasn't denied: "not in March, no, in
    April" corrects what stood there already. A name in brackets comes out of them.
    """
    text = IN_BRACKETS.sub(lambda m: f" {m[1]}" if m[1].lower() in load_names().first else m[0], text)
    found = PUT_RIGHT[lexicon.language].search(text)
    while found is not None:
        ends = ENDS.match(text, found.end()) is not None
        old = _put_right(text[: found.start()], found["new"], ends, lexicon)
        if old is None:
            found = PUT_RIGHT[lexicon.language].search(text, found.end())
            continue
        new = found["new"].capitalize() if old.text[:1].isupper() else found["new"]
        text = text[: old.start] + new + text[old.end : found.start()] + text[found.end() :]
        found = PUT_RIGHT[lexicon.language].search(text, found.start())
    return text


def _put_right(before: str, new: str, ends: bool, lexicon: Lexicon) -> Token | None:
    """Return the word that `new` stands for instead; a month or a weekday may go on without a comma."""
    swapped = SWAPPED if ends else SWAPPED[:2]
    kinds = [
        kind
        for kind in swapped
        if lexicon.has(kind, new.lower()) or kind == "number" and new.isdigit()
    ]
    told = [
        token for token in tokenise(before, lexicon)
        if any(lexicon.has(kind, token.lower) or kind == "number" and token.text.isdigit() for kind in kinds)
    ]  # fmt: skip
    if not told or len(before) - told[-1].end > FAR or told[-1].lower == new.lower():
        return None
    sentence = re.split(r"[.!?]\s", before[: told[-1].start])[-1]
    return None if DENIED.search(sentence) or OF_BEFORE.search(sentence) else told[-1]
