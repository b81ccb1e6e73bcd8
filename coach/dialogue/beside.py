"""Whose a piece is where somebody is named beside it: a role and its name, two who act together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from coach.dialogue.clauses import Clause
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.pieces import Found
from coach.dialogue.roles import is_role, roles_in


def settled_whose(found: list[Found], text: str, lexicon: Lexicon) -> list[Found]:
    """Return the pieces of a turn, each given to whom it belongs, without the time of a cause."""
    return _without_causes(_since_then(_by_name(_as_two(found, text), text, lexicon)))


SINCE_THEY = re.compile(r"(?:sinds|sedert|since|ever since)\b", re.I)


def _since_then(found: list[Found]) -> list[Found]:
    """Take "sinds Wim geopereerd is" for a reason where it is somebody else who does the work since."""
    told: list[Found] = []
    for piece in found:
        then = any(
            o.field == "what" and o.about not in {"", piece.about} and o.clause.sentence == piece.clause.sentence and o.clause.start > piece.clause.start
            for o in found
        )
        if piece.field in {"what", "cost", "extra", "when"} and then and SINCE_THEY.match(piece.clause.text):
            if piece.field == "when":
                continue
            piece = replace(piece, field="context", text=piece.clause.text.strip(" ,."), about="")
        told.append(piece)
    return told


# What opens a clause that tells why or since when, and whose own time is no period of the deed.
OF_A_CAUSE = re.compile(r"(?:toen|nadat|omdat|doordat|want|when|after|because)\b", re.I)


def _without_causes(found: list[Found]) -> list[Found]:
    """Leave out the time of what came before a deed where the deed has one ("toen in juni twee uitvielen, heeft zij de hele zomer")."""
    timed = {p.clause.sentence for p in found if p.field == "when" and not _in_a_cause(p)}
    return [p for p in found if not (p.field == "when" and p.clause.sentence in timed and _in_a_cause(p))]


def _in_a_cause(piece: Found) -> bool:
    """Tell whether a time stands in the part of a clause that tells why or since when."""
    if not OF_A_CAUSE.match(piece.clause.text):
        return False
    return piece.text in re.split(r"[,;]", piece.clause.text)[0]


GUESSED = r"(?:,? (?:denk ik|dan|dus|toch|waarschijnlijk|misschien|i think|i guess|i suppose|i reckon|then|probably|maybe|perhaps))*"


def _as_two(found: list[Found], text: str) -> list[Found]:
    """Take two who are named in one breath and act together as one ("Esra en Tom, pakken alle storingen op")."""
    for place, (one, other) in enumerate(pairwise(found)):
        both = f"{one.text} en {other.text}", f"{one.text} and {other.text}"
        together = next((b for b in both if b in text), "")
        deed = next((p for p in found[place + 2 :] if p.field == "what" and p.clause.sentence == one.clause.sentence), None)
        if one.field == other.field == "who" and one.clause == other.clause and together and deed is not None and _plural(deed.clause):
            named = {one.text, other.text}
            rest = [replace(p, about=together) if p.about in named else p for p in found[place + 2 :]]
            return [*found[:place], replace(one, text=together, about=together), *rest]
    return found


def _plural(clause: Clause) -> bool:
    """Tell whether a clause without a subject has the verb of several ("pakken", "pick")."""
    first = clause.words[0].lower
    return first.endswith("en") or first in {"have", "are", "were", "do"} or not first.endswith("s") and clause.words[0].kind == "infinitive"


def _by_name(found: list[Found], text: str, lexicon: Lexicon) -> list[Found]:
    """Give what is told of a role to whoever is named beside it ("Faisal, mijn souschef")."""
    whole = [p.text for p in found if p.field == "who"]
    names = [n for n in whole if n[:1].isupper() or n in load_names().first]
    called: dict[str, str] = {}
    roles = (*roles_in(text, lexicon), *(n for n in whole if n not in names))
    for role in roles:
        for name in names:
            beside = rf"{re.escape(name)}{GUESSED}(?:,|,? \(|,? (?:dat|die|zij|ze|hij|she|he|that|who) is|,? (?:she|he|that|who)['’]s| is),?\s*{re.escape(role)}\b|{re.escape(role)},?\s+{re.escape(name)}\b"
            if role != name and re.search(beside, text, re.I):
                called[role] = name
    for piece in found:  # "één docent die alle oudergesprekken doet, Wouter"
        behind = next((p.text for p in found if p.field == "who" and p.clause.sentence == piece.clause.sentence and p.clause.start > piece.clause.start), "")
        if piece.field == "what" and re.match(r"(?:een|één|an?|one) ", piece.about, re.I) and behind in names and behind:
            called[piece.about] = behind
    kept = [p for p in found if not (p.field == "who" and p.text in called)]
    given = [replace(p, about=called.get(p.about, p.about)) for p in kept]
    return [replace(p, about=_named_behind(p, found, names)) if p.field == "what" and not p.about else p for p in given]


def _named_behind(piece: Found, found: Sequence[Found], names: Sequence[str]) -> str:
    """Return the name that stands behind a deed in its sentence ("er is er één die altijd blijft, Ferry")."""
    after = (p.text for p in found if p.field == "who" and p.clause.sentence == piece.clause.sentence and p.clause.start > piece.clause.start)
    return next((name for name in after if name in names), "")


WHO_DOES = re.compile(r"(?:en |maar |and |but )?(?P<who>(?:de|het|mijn|m'n|onze|the|my|our) (?:[\w-]+ ){0,2}?(?P<role>[\w-]+)) (?:die|dat|who|that)\b", re.I)


def who_does(clause: Clause, parts: Sequence[Clause], lexicon: Lexicon) -> str:
    """Return the role a verb behind a comma goes with ("the nurse who's been here longest, does …")."""
    place = next((n for n, c in enumerate(parts) if c.start == clause.start), 0)
    lead = parts[place - 1] if place else None
    if lead is None or lead.sentence != clause.sentence or clause.words[0].kind not in {"verb", "auxiliary"}:
        return ""
    found = WHO_DOES.match(lead.text)
    return found["who"] if found and is_role(found["role"].lower(), lexicon.language) else ""
