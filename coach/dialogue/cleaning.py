"""A turn as it was typed, made fit to read."""

from __future__ import annotations

import re
import unicodedata

from coach.dialogue.names import load_names
from coach.dialogue.state import Language

MOST_CHARACTERS = 40_000


def cleaned(text: str) -> str:
    """Return `text` without control and direction marks, in composed form, at most 40,000 long."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
    )
    # So that initials, which we ask for, end no sentence: ‘M. deed’, ‘J.B. en ik’.
    kept = re.sub(r"(?<![\w.])((?:[A-Z]\.)*[A-Z])\.(?=,?\s+[a-z])", r"\1", kept)
    kept = ABBREVIATED.sub(r"\1", kept)
    return kept[:MOST_CHARACTERS].strip()


# A point behind these ends no sentence: "Dr. Hale", "bijv. dinsdag".
ABBREVIATED = re.compile(r"\b((?i:dr|mr|mrs|ms|prof|dhr|mevr|mw|drs|ir|ing)|bijv|bv|incl|excl|evt|resp|ca|approx|incl)\.(?=\s+\w)")


def with_apostrophes(text: str, language: Language) -> str:
    """Return `text` with the apostrophes people leave out ("shes", "its been", "s avonds") put back.

    Words that are words without one too stay as they are: were, well, ill, id, shed (but for "said shed").
    """
    if language == "nl":
        return AT_TIMES.sub(lambda m: f"'{m[0]}", text)
    text = CONTRACTED.sub(lambda m: _apart(m[0]), text)
    text = SAID_THEYD.sub(lambda m: f"{m[1]}'d", text)
    return ITS.sub(lambda m: f"{m[1]}'{m[2]}" if _is_it(m[3]) else m[0], text)


AT_TIMES = re.compile(r"(?<![\w'’])s (?=(?:avonds|ochtends|middags|nachts|morgens|zondags|maandags|zomers|winters)\b)", re.I)
ENDS = ("ve", "re", "ll", "m", "s", "d")
CONTRACTED = re.compile(
    r"(?<![\w'’])(?:(?:i|you|we|they|who|would|could|should)ve|(?:they|you)re|(?:they|you)ll|im|youd|theyd"
    r"|(?:she|he|that|what|there|who|here|where)s|(?:do|does|did|is|are|was|were|have|has|had|would|could|should|ca|wo)nt|aint)(?![\w'’])",
    re.I,
)
# Behind what somebody said these are no words of their own: "she said shed do it".
SAID_THEYD = re.compile(
    r"\b((?:said|told me|told us|promised|thought) (?:that )?(?:she|he|we|i))d(?= [a-z])"
    r"(?! (?:cards?|checks?|badges?|numbers?|is|was|at|or|and|next|this|morning|afternoon|evening|night)\b)", re.I
)  # fmt: skip
ITS = re.compile(r"(?<![\w'’])(it)(s)(?= ([\w-]+))", re.I)
# What follows "its" where a verb was meant: no thing of its own begins so.
AFTER_IT_IS = frozenset(
    "a an the been not just only gone got her his my our their about on like because all so too very that what when who no always never"
    " still nearly almost me him them us you mostly really basically probably up down over quiet one two three four five six seven eight nine ten".split()
)


def _is_it(following: str) -> bool:
    """Tell whether "its" before this word is "it is" or "it has"."""
    word = following.lower()
    told = word in AFTER_IT_IS or word[0].isdigit() or word in load_names().first
    return told or len(word) > 5 and word.endswith(("ing", "ed"))


def _apart(word: str) -> str:
    """Return a contraction with its apostrophe: before n't's t, else before its last letters."""
    lower = word.lower()
    if lower.endswith("nt"):
        return f"{word[:-1]}'{word[-1]}"
    end = next(e for e in ENDS if lower.endswith(e))
    return f"{word[: -len(end)]}'{word[-len(end) :]}"
