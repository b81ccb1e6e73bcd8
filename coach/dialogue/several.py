"""A group by role that acts, when nobody is named ("de assistentes nemen de telefoon aan")."""

from __future__ import annotations

from collections.abc import Sequence

from coach.dialogue.clauses import Clause, Token
from coach.dialogue.grammar import is_several
from coach.dialogue.lexicon import Lexicon


def several_in(clause: Clause, lexicon: Lexicon) -> str:
    """Return the group by role that acts in a clause ("nemen de assistentes de telefoon aan"); "" for none."""
    words = clause.words
    for place, token in enumerate(words):
        pointed = token.lower in {"de", "the"} or lexicon.has("first_possessive", token.lower)
        if not pointed or place and words[place - 1].kind == "preposition":
            continue
        for end in (place + 1, place + 2):
            if end < len(words) and is_several(words[end].lower, lexicon) and _beside_a_verb(words, place, end):
                return clause.text[token.start - clause.start : words[end].end - clause.start]
    return ""


def _beside_a_verb(words: Sequence[Token], place: int, end: int) -> bool:
    """Tell whether a verb of several stands right before or behind a group, which acts then."""
    plural = frozenset("hebben zijn waren hadden gaan komen blijven have are were do did".split())
    before = words[place - 1] if place else None
    after = words[end + 1] if end + 1 < len(words) else None
    if before is not None and (before.kind == "infinitive" or before.lower in plural):
        return True
    opens = place == 0 or words[place - 1].kind in {"coordinator", "adverb"}
    return opens and after is not None and (after.kind in {"infinitive", "verb", "auxiliary", "adverb"} or not after.lower.endswith("s") and after.kind == "word")
