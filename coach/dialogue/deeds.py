"""Whether a clause tells what somebody gave, where grammar knows better than the learned reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coach.dialogue.clauses import Clause
from coach.dialogue.doing import tells_deed, tells_own_deed
from coach.dialogue.fields import Asked
from coach.dialogue.grammar import is_first, subject_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import giver_of, people_in
from coach.dialogue.pieces import Found, bare_text
from coach.dialogue.settle import HAD_TO_MISS, HOMEWORK, NO_MORE
from coach.dialogue.state import Field

RULED = 0.6  # what a rule says counts as at least this sure
SURELY = 0.95  # the reader's probability from which a deed of nobody in particular is one
FIRST = frozenset({"opening", "contributions"})
# What the reader makes of a deed it hasn't seen the like of.
UNREAD = frozenset({"context", "their_view", "enabled", "extra", "pattern", "normal", "habit", "own_giving", "own_share"})
IS_THE_ONE = re.compile(r"\b(?:is|was) (?:degene|diegene|the one)$", re.I)
TOLD_BY = re.compile(r"\b(?:zegt|zei|zeggen|zeiden|vertelt|vertelde|gezegd|verteld|klaagt|said|says|say|told|tells|complains?)\b", re.I)
# What somebody's work let others do: "zodat de anderen om vijf uur kunnen beginnen".
MADE_POSSIBLE = re.compile(
    r"(?:so that|so|zodat|waardoor|which meant) (?:the |de )?(?:others?|anderen|rest|team|we|ze|they|everyone|iedereen|wij|zij|kids?|kinderen)\b|that the others\b"
)


def given_by_somebody(
    clause: Clause, field: Field, sure: float, found: Sequence[Found], about: str, asked: Asked, lexicon: Lexicon
) -> tuple[Clause, Field, float]:
    """Return the clause, its field and how sure that is, where somebody a leader speaks of does something.

    `found` are the pieces before it in the turn, `about` who they were of. The clause comes back
    without what stands before "dat" where the deed is told behind it.
    """
    bare = bare_text(clause)
    if asked.phase in FIRST and IS_THE_ONE.search(bare) and people_in(clause, asked, lexicon):
        return clause, "who", sure
    if field in {*UNREAD, "said", "what"} or field == "cost" and _no_cost(clause, bare, asked, lexicon):
        if asked.phase in FIRST and asked.field in {None, "who", "what"}:
            inner = _behind_dat(clause, lexicon)
            if inner is not None and tells_deed(inner, lexicon, bool(about), False):
                clause = inner  # "ze vinden het vanzelfsprekend dat Tineke altijd de late trein neemt"
            if tells_deed(clause, lexicon, bool(about), _hangs(clause, found, about)):
                field, sure = "what", max(sure, RULED)
    if field == "what" and asked.phase == "opening" and not about and sure < SURELY:
        known = giver_of(clause, asked, lexicon, does=True)
        if not known and not tells_deed(clause, lexicon, False, _hangs(clause, found, about)):
            field = "context"  # what nobody in particular does ("so his staff just shout")
    if field == "what" and MADE_POSSIBLE.match(bare_text(clause)):
        field = "enabled"
    return clause, field, sure


def given_by_speaker(
    clause: Clause, field: Field, parts: Sequence[Clause], asked: Asked, lexicon: Lexicon
) -> bool:
    """Tell whether a client says in a clause what they do or did, when that may be told."""
    bare = bare_text(clause)
    due = asked.phase in FIRST and asked.field in {None, "what"} and field in {*UNREAD, "what"}
    if not due or HOMEWORK.search(bare) or lexicon.cue("cost", bare):
        return False
    return tells_own_deed(clause, lexicon, _of_the_speaker(parts, clause, lexicon))


def owns_something(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether a clause speaks of what is somebody else's ("her choir")."""
    return any(lexicon.has("third_possessive", t.lower) for t in clause.words)


def speaks_of_another(clause: Clause) -> bool:
    """Tell whether somebody else is in a clause, by name or by pronoun."""
    return any(t.kind in {"name", "third"} for t in clause.words)


def _no_cost(clause: Clause, bare: str, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a first turn tells work in words a cost has as well ("she does every bank holiday")."""
    gone = HAD_TO_MISS.search(bare) or NO_MORE.search(bare) or owns_something(clause, lexicon)
    return asked.phase == "opening" and not gone


def _behind_dat(clause: Clause, lexicon: Lexicon) -> Clause | None:
    """Return what is told of somebody behind "dat" or "that", where nobody says it; None without it."""
    for place, token in enumerate(clause.tokens[:-2]):
        after = clause.tokens[place + 1]
        if token.lower not in {"dat", "that"} or not place or TOLD_BY.search(clause.text[: token.start - clause.start]):
            continue
        if after.kind == "name" or after.lower in {"she", "he", "ze", "zij", "hij"}:
            tokens = clause.tokens[place + 1 :]
            return replace(clause, text=clause.text[after.start - clause.start :], start=after.start, tokens=tokens)
    return None


def _hangs(clause: Clause, found: Sequence[Found], about: str) -> bool:
    """Tell whether whoever acts in a clause was named right before it ("Onze planner, Corrie, belt …")."""
    before = found[-1] if found else None
    if before is None:
        return False
    if before.field == "who" and clause.words[0].kind == "verb" and before.clause.sentence + 1 == clause.sentence:
        return True  # "Sjaak. Rijdt elke storing"
    if before.clause.sentence != clause.sentence:
        return False
    return before.field == "who" or bool(about) and about.lower() in before.clause.text.lower()


def _of_the_speaker(parts: Sequence[Clause], clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether the clause before this one, in the same sentence, has the speaker for its subject."""
    place = next((n for n, c in enumerate(parts) if c.start == clause.start), 0)
    before = parts[place - 1] if place else None
    return before is not None and before.sentence == clause.sentence and is_first(before, subject_of(before, lexicon))
