"""Which field of the balance record a clause fills, or that it is said to the coach.

A linear classifier over hashed features: the clause's words, the cues and grammar found in it, what
was asked and in which phase, and how the clause before it was read. It is trained by
`coach.evaluation.train_fields` on the labelled turns of prompts/examples and shipped as
coefficients, so that reading needs numpy alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, bare_text, names_in
from coach.dialogue.doing import tells_deed, tells_own_deed
from coach.dialogue.grammar import (
    ATTRIBUTION,
    finite,
    has_group,
    is_first,
    is_past,
    subject_of,
    times_in,
)
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.roles import is_role
from coach.dialogue.wordings import COMES_BACK, FELT, HOMEWORK

MODEL = Path(__file__).with_name("fields.npz")
HASHED = 1 << 16
TO_COACH = "to_coach"
CLEARLY = 0.6  # the probability from which a clause is taken as said to the coach
BARELY = 0.9  # the same, when nothing in its wording speaks to anybody
NEVER = 1.1
WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[?!…]")


@dataclass(frozen=True)
class Coefficients:
    """Labels (fields and to_coach), weights (k, HASHED) and biases (k,)."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


@cache
def coefficients() -> Coefficients:
    """Load the shipped classifier."""
    with np.load(MODEL, allow_pickle=False) as data:
        return Coefficients(
            tuple(str(label) for label in data["labels"]),
            data["weights"].astype(np.float32),
            data["bias"].astype(np.float32),
        )


def label_clauses(
    parts: Sequence[Clause], text: str, asked: Asked, lexicon: Lexicon
) -> list[tuple[str, float, float]]:
    """Return for every clause its label (a field or `to_coach`), the probability of that label,
    and the probability that it tells what something cost or brought; all 0 to 1."""
    model = coefficients()
    told: list[tuple[str, float, float]] = []
    aside = model.labels.index(TO_COACH)
    effects = [model.labels.index(label) for label in ("cost", "enabled")]
    deed, brief = model.labels.index("what"), len(text.split()) <= BRIEF
    before = "-"
    for place in range(len(parts)):
        on = feature_ids(clause_features(parts, place, text, asked, lexicon, before))
        scores = model.weights[:, on].sum(axis=1) / np.sqrt(len(on)) + model.bias
        shares = np.exp(scores - scores.max())
        shares *= _plausible(parts[place], asked, lexicon, model.labels)
        if asked.phase == "opening" and _tells_deed(parts, place, asked, lexicon):
            shares[deed] *= OUTRIGHT if brief else LIKELIER
        shares /= shares.sum()
        clearly = _needed(parts[place], text, asked, lexicon)
        if shares[aside] < clearly:
            shares[aside] = 0.0
            shares /= shares.sum()
        best = int(np.argmax(shares))
        before = model.labels[best]
        told.append((before, float(shares[best]), float(shares[effects].sum())))
    return told


# How much likelier a deed is in a first turn where grammar says that somebody does something, whatever
# the work: outright in one that has hardly room for more (0.93 of them are, on labelled first turns).
BRIEF = 15  # words
OUTRIGHT, LIKELIER = 20.0, 3.0
OF_OTHERS = frozenset({"what", "cost", "enabled", "extra", "normal", "their_view", "who"})
OF_ONESELF = frozenset({"own_share", "offer", "mandate", "not_possible", "own_giving", "said"})
HARDLY = 0.2


def _plausible(
    clause: Clause, asked: Asked, lexicon: Lexicon, labels: Sequence[str]
) -> NDArray[np.float32]:
    """Return a factor for every label: what a leader did is hardly what somebody else gave, nor
    the other way round, whatever was asked."""
    factors = np.ones(len(labels), dtype=np.float32)
    if asked.audience == "client":
        return factors
    subject = subject_of(clause, lexicon)
    first = is_first(clause, subject)
    others = any(t.kind in {"third", "name"} or t.lower in lexicon.classes["third_possessive"] for t in clause.words)
    if first and not others and finite(clause.words) is not None:
        factors[[n for n, label in enumerate(labels) if label in OF_OTHERS]] = HARDLY
    spoken = any(t.kind == "first" for t in clause.words)
    if subject and not first and not spoken and others:
        factors[[n for n, label in enumerate(labels) if label in OF_ONESELF]] = HARDLY
    return factors


def _needed(clause: Clause, text: str, asked: Asked, lexicon: Lexicon) -> float:
    """Return the probability from which a clause is taken as said to the coach."""
    thing = clause.words[0].lower in {"a", "an", "een", "one"} and finite(clause.words) is None
    if asked.field in {"came_back", "said"} and thing:
        return NEVER
    if addresses(clause, text, lexicon):
        return CLEARLY
    return NEVER if asked.field else BARELY


# "Bedankt, met een bon" tells what was said to somebody; "bedankt hoor" and "thanks for that" thank the coach.
THANKED = re.compile(
    r"(?:ja,? |nou,? |well,? |yes,? |een keer |once |alleen |just |only )*(?:bedankt|thanked|thanks|a thank you)\b"
    r"(?![ ,]+(?:je|u|jij|hoor|voor|zover|goede|dat|you|for|that|good|so far)\b)",
    re.I,
)


def tells_thanks(text: str, asked: Asked) -> bool:
    """Tell whether thanks in `text` are what somebody was told or got, which was asked for."""
    return asked.field in {"said", "came_back"} and THANKED.match(text.strip()) is not None


ADDRESSING = (
    "to_coach", "remark", "order", "goodbye", "strike", "not_said", "wants_page", "comment", "not_known", "no_person",
)  # fmt: skip


def addresses(clause: Clause, text: str, lexicon: Lexicon) -> bool:
    """Tell whether the wording speaks to somebody: you, a question mark, thanks, an order, a greeting."""
    lower = clause.text.lower().replace("’", "'")
    if any(t.kind == "second" for t in clause.words) or lexicon.meta.match(lower.strip(" .,!")):
        return True
    mark = re.search(r"[.!?\n]", text[clause.end :])
    if mark is not None and mark.group() == "?":
        return True
    if any(lexicon.cue(name, lower) for name in ADDRESSING):
        return True
    whole = any(rule.match(lower.strip()) for rule in lexicon.commands.values())
    ordered = lexicon.orders.search(lower) or lexicon.orders_unless_told.search(lower)
    return whole or bool(ordered) or any(t.search(lower) for t in lexicon.topics.values())


def feature_ids(names: Sequence[str]) -> NDArray[np.int64]:
    """Return the sorted, distinct indices (0 ≤ i < HASHED) of the features that are on."""
    return np.unique(np.array([zlib.crc32(n.encode()) % HASHED for n in names], dtype=np.int64))


def clause_features(
    parts: Sequence[Clause], place: int, text: str, asked: Asked, lexicon: Lexicon, before: str
) -> list[str]:
    """Return the names of the features that are on for clause `place` of a turn.

    `before` is the label of the clause before it, "-" for the first.
    """
    clause = parts[place]
    words = WORDS.findall(clause.text.lower().replace("’", "'"))
    names = [f"w:{word}" for word in words] + [f"b:{a}_{b}" for a, b in pairwise(words)]
    names += [f"h:{word[:5]}" for word in words if len(word) > 5]
    names += [f"t:{word[-4:]}" for word in words if len(word) > 5]
    names += [f"first:{'_'.join(words[:1])}", f"first2:{'_'.join(words[:2])}"]
    names += [f"last:{'_'.join(words[-1:])}"]
    shape = _shape(parts, place, text, lexicon, before, len(words))
    asked_for, speaker = f"asked:{asked.field or '-'}", f"audience:{asked.audience}"
    names += [*shape, asked_for, f"phase:{asked.phase}", speaker]
    plain = [feature for feature in shape if feature.startswith(WITH_CONTEXT)]
    deed = f"deed:{_tells_deed(parts, place, asked, lexicon)}"
    names += [deed, f"{deed}|{asked.phase}", f"{deed}|{asked_for}", f"{deed}|{speaker}|{asked.phase}"]
    return names + [f"{context}|{feature}" for context in (asked_for, speaker) for feature in plain]


# What of a clause's shape is weighed anew for every question and every kind of speaker. Its words
# and cues aren't: what somebody says decides, not what they were asked.
WITH_CONTEXT = ("subject:", "tense:", "no:", "number:", "name:", "time:", "opens:", "length:", "same:")


def _tells_deed(parts: Sequence[Clause], place: int, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether grammar says that somebody does something here, whatever the work is."""
    clause, before = parts[place], parts[max(place - 1, 0)]
    joined = place > 0 and before.sentence == clause.sentence
    if asked.audience == "client":
        own = joined and is_first(before, subject_of(before, lexicon))
        bare = bare_text(clause)
        if COMES_BACK.match(bare) or FELT.match(bare) or HOMEWORK.search(bare):
            return False  # how a client comes in, and with what from a session
        return tells_own_deed(clause, lexicon, own)
    known = place > 0 or bool(asked.focus)
    return tells_deed(clause, lexicon, known, joined and len(before.words) <= NAMING)


NAMING = 4  # words of a clause that only names who the next one tells of


def _shape(
    parts: Sequence[Clause], place: int, text: str, lexicon: Lexicon, before: str, length: int
) -> list[str]:
    """Return what the clause is like apart from its words: cues, subject, tense, place."""
    clause = parts[place]
    lower = clause.text.lower().replace("’", "'")
    subject = subject_of(clause, lexicon)
    kind = _subject_kind(clause, subject, lexicon)
    tense = (
        "none" if finite(clause.words) is None
        else "past" if is_past(clause, lexicon) else "present"
    )  # fmt: skip
    mark = re.search(r"[.!?\n]", text[clause.end :])
    quoted = text[: clause.start].count('"') % 2 or re.search(r"[‘“][^’”]*$", text[: clause.start])
    return [
        *(f"cue:{name}" for name in lexicon.cues if lexicon.cue(name, lower)),
        f"subject:{kind}", f"tense:{tense}", f"subject:{kind}|tense:{tense}",
        f"no:{any(t.kind == 'negation' for t in clause.words)}",
        f"number:{any(t.kind == 'number' for t in clause.words)}",
        f"you:{any(t.kind == 'second' for t in clause.words)}",
        f"name:{bool(names_in(clause))}", f"time:{bool(times_in(clause.text, lexicon))}",
        f"hedge:{bool(lexicon.hedges.search(lower))}",
        f"heard:{bool(ATTRIBUTION[lexicon.language].match(clause.text))}",
        f"meta:{bool(lexicon.meta.match(lower.strip(' .,!')))}",
        f"opens:{clause.words[0].kind if clause.words else ''}",
        f"mark:{mark.group() if mark else ''}", f"quoted:{bool(quoted)}",
        f"length:{min(length, 12) // 3}", f"place:{min(place, 3)}:{len(parts) - place <= 1}",
        f"same:{place > 0 and parts[place - 1].sentence == clause.sentence}",
        f"before:{before}",
    ]  # fmt: skip


def _subject_kind(clause: Clause, subject: object, lexicon: Lexicon) -> str:
    words = subject if isinstance(subject, tuple) else ()
    if is_first(clause, words or None):
        return "first"
    if not words:
        return "none"
    if any(t.kind == "name" for t in words):
        return "name"
    if "'" in words[0].lower and words[0].kind == "auxiliary":
        return "third" if words[0].lower.startswith(("she", "he", "they")) else "pronoun"
    if has_group(words, lexicon) or any(is_role(t.lower, lexicon.language) for t in words[1:]):
        return "group"
    return "owned" if lexicon.has("first_possessive", words[0].lower) else str(words[0].kind)
