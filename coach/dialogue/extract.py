"""What a turn holds: the pieces of a person's text that belong in the balance record.

Every piece is a verbatim stretch of the turn. A learned reader says which field a clause fills or
that it is said to the coach (fields.py); rules cut the piece out and say whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.dialogue.announcing import announces, heads, is_aside, says_from_whom, taken_for_telling
from coach.dialogue.asked import Asked
from coach.dialogue.beside import settled_whose
from coach.dialogue.called import nobody_else
from coach.dialogue.clauses import Clause, clauses
from coach.dialogue.echo import given_back, weighed
from coach.dialogue.fields import label_clauses
from coach.dialogue.grammar import finite, times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.own_words import with_dictated, with_own_words, with_steps, without_wishes
from coach.dialogue.people import people_in
from coach.dialogue.pieces import Found
from coach.dialogue.reader_network import Read, read_turn
from coach.dialogue.roles import beside_one_of, introduced, roles_in
from coach.dialogue.several import several_in
from coach.dialogue.so_far import HARDLY, INITIALS, SENTENCE, SoFar, part_of
from coach.dialogue.state import Field
from coach.dialogue.told_in_clause import told_in
from coach.dialogue.wordings import HOW_MANY, labelled


@dataclass(frozen=True)
class Reading:
    """Everything found in one turn, in the order it was told."""

    clauses: tuple[Clause, ...]
    found: tuple[Found, ...]
    people: tuple[str, ...]  # names, roles and groups, as written
    times: tuple[str, ...]
    cues: frozenset[str]
    aside: tuple[Clause, ...] = ()  # what was said to the coach and isn't for the record
    perhaps_cost: str = ""  # what might be a cost or a gain, when no piece is read as one
    named: tuple[str, ...] = ()  # everybody named, also in what was said to the coach
    own_roles: tuple[str, ...] = ()  # what the speaker is and is called, which is nobody else
    perhaps_deed: str = ""  # what was done by nobody in particular, which isn't for the record
    echo: str = ""  # what is best given back, as it stands in the turn

    def first(self, *fields: Field) -> Found | None:
        """Return the first piece of any of `fields`, or None."""
        return next((f for f in self.found if f.field in fields), None)


TURN_CUES = (
    "returned", "promise", "not_kept", "heard", "own_share", "not_mine", "mine", "offer", "extra",
    "normal", "cost", "enabled", "nothing_said", "wish", "pattern", "habit", "event",
    "moved_date", "short_time", "apology_but", "apology", "somebody_had_to", "laugh", "unwritten", "no_money", "predecessor",
    "paid_for",
)  # fmt: skip


def read(
    text: str, asked: Asked, lexicon: Lexicon, about_talk: frozenset[int] = frozenset(),
    flagged: frozenset[int] = frozenset(),
) -> Reading:  # fmt: skip
    """Return what stands in `text`; `asked` says what it answers. Pure: same input, same result.

    `about_talk` are the numbers of the sentences that speak of the talk and tell nothing;
    `flagged` of all that speak of it, in which no words for somebody else are sought.
    """
    as_cut = clauses(text, lexicon)
    parts = tuple(_without_guess(c) for c in as_cut)
    owned = nobody_else(text, asked, lexicon)
    network = read_turn(text, as_cut, asked, lexicon.language)
    asked = replace(asked, nobody=(*asked.nobody, *owned, *_names_of_nobody(text, as_cut, asked, network)))
    labels = label_clauses(as_cut, text, asked, lexicon, network)

    so = SoFar(text, parts, asked, lexicon, network, about_talk, flagged, about=asked.focus)
    for clause, (label, sure, effect) in zip(parts, labels, strict=True):
        part = part_of(clause, label, sure, effect, so)
        taken_for_telling(part, so)
        if not (announces(part, so) or heads(part, so) or says_from_whom(part, so) or is_aside(part, so)):
            told_in(part, so)

    found = with_steps(parts, so.found, text, asked, lexicon)
    aside_too = [*so.aside, *(c for c in parts if c.sentence in flagged)]
    found = with_own_words(parts, aside_too, found, text, asked)
    found = without_wishes(with_dictated(found, text, asked), text, asked)
    found = settled_whose(found, text, lexicon)
    found = [p for p in found if len(found) == 1 or p.text.lower() not in ONLY_SAID and labelled(p.text) is None]
    told = [c for c in parts if c not in so.aside]
    echo = given_back(network, text, as_cut, found, so.aside, lexicon)
    return Reading(
        clauses=parts,
        found=tuple(weighed(network, text, found, lexicon)),
        people=_people(told, so),
        times=tuple(times_in(" ".join(c.text for c in told), lexicon)),
        cues=_cues(text, parts, lexicon),
        aside=tuple(so.aside),
        perhaps_cost=so.perhaps[1],
        named=_named(so),
        own_roles=owned,
        perhaps_deed=so.done,
        echo=echo,
    )


def _cues(text: str, parts: Sequence[Clause], lexicon: Lexicon) -> frozenset[str]:
    """Return the cues of a turn as a whole."""
    lowered = text.lower().replace("’", "'")
    cues = frozenset(name for name in TURN_CUES if lexicon.cue(name, lowered))
    return cues | {"terse_busy"} if any(lexicon.cue("terse_busy", c.text.lower().strip()) for c in parts) else cues


def _people(told: Sequence[Clause], so: SoFar) -> tuple[str, ...]:
    """Return whom some clauses name, but for who told it."""
    names = (name for c in told for name in people_in(c, so.asked, so.lexicon))
    return tuple(dict.fromkeys(name for name in names if name not in so.tellers))


def _named(so: SoFar) -> tuple[str, ...]:
    """Return everybody a turn names; of a leader who hasn't told of anybody, by a role if by no name."""
    named = _people(so.parts, so)
    if not so.nobody_yet:
        return named
    named = tuple(name for name in named if not beside_one_of(name, so.text, so.lexicon))
    return named or roles_in(so.text, so.lexicon) or _brought_up(so.text, so.parts, so.lexicon)


def _names_of_nobody(text: str, parts: Sequence[Clause], asked: Asked, network: Read) -> tuple[str, ...]:
    """Return the names that hardly name somebody where they stand (a street, a firm), in lower case."""
    if asked.field == "who" or len(text.split()) < SENTENCE:
        return ()  # a name alone
    known = {word.lower() for name in (*asked.names, asked.focus) for word in name.split()}
    found: list[str] = []
    before = -1
    for token in (t for clause in parts for t in clause.tokens if t.kind == "name" and t.lower not in known and len(t.text) > INITIALS):
        if network.people[token.start : token.end].max() >= HARDLY:
            continue
        follows = token.start == before + 1
        found += [token.lower, *([f"{found[-1]} {token.lower}"] if follows and found else [])]
        before = token.end
    return tuple(found)


def _brought_up(text: str, parts: Sequence[Clause], lexicon: Lexicon) -> tuple[str, ...]:
    """Return who is brought up without a name or "my": somebody new, or a group by role; the first."""
    who = introduced(text, lexicon) or next(filter(None, (several_in(c, lexicon) for c in parts if not HOW_MANY.search(c.text))), "")
    return (who,) if who else ()


def _without_guess(clause: Clause) -> Clause:
    """Return a clause that names somebody without the guess behind it ("the assistant cook I suppose")."""
    said = GUESSES.search(clause.text)
    if said is None or not said.start():
        return clause
    end = clause.start + said.start()
    tokens = tuple(t for t in clause.tokens if t.end <= end)
    if not tokens or finite(tuple(t for t in tokens if t.kind != "punctuation")) is not None:
        return clause
    return Clause(clause.text[: said.start()], clause.start, end, tokens, clause.sentence)


ONLY_SAID = frozenset({"gezegd", "said", "verteld", "told"})  # "gezegd… ik heb iedereen bedankt"
GUESSES = re.compile(
    r"[ ,]+(?:(?:i|ah) (?:suppose|think|guess|reckon|would say)|i'd say|probably|(?:denk|gok|vermoed|geloof|dacht) (?:ik|'k)|zou ik zeggen|waarschijnlijk)$", re.I
)
