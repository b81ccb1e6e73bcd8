"""Which field of the balance record a clause fills, or that it is said to the coach.

The reader's network (`coach.dialogue.reader_network`) says so; here stand the few wordings that
are surer than it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause, bare_text
from coach.dialogue.doing import tells_deed, tells_own_deed
from coach.dialogue.grammar import finite, is_first, subject_of
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.people import people_in
from coach.dialogue.reader_network import Read, network
from coach.dialogue.roles import roles_in
from coach.dialogue.wordings import COMES_BACK, FELT, HOMEWORK

TO_COACH = "to_coach"
EFFECTS = ("cost", "enabled")
GIVEN = ("what", "extra", "cost")


def label_clauses(
    parts: Sequence[Clause], text: str, asked: Asked, lexicon: Lexicon, read: Read
) -> list[tuple[str, float, float]]:
    """Return for every clause its label (a field or `to_coach`), the probability of that label, and the
    probability that it tells what something cost or brought; all 0 to 1. `read` is what the network made of them."""
    labels = network().labels
    effects = [labels.index(name) for name in EFFECTS]
    given = [labels.index(name) for name in GIVEN]
    words = len(text.split())
    early = asked.phase == "opening"
    deeds = {n for n in range(len(parts)) if early and _tells_deed(parts, n, asked, lexicon)}
    likelier = next((factor for most, factor in BARE if words <= most), 1.0)
    told, likely = [], []
    for place, shares in enumerate(read.fields.copy()):
        if likelier > 1 and asked.field in labels and asked.field != "when":
            shares[labels.index(asked.field)] *= likelier
            if not addresses(parts[place], text, lexicon):
                shares[labels.index(TO_COACH)] = 0.0
        if place in deeds:
            shares[labels.index("what")] *= LIKELIER
            shares[labels.index("their_view")] *= UNLIKELY
        if asked.audience == "leader" and _only_of_self(parts[place], lexicon):
            shares[given] *= UNLIKELY
        if asked.audience == "client" and asked.phase == "contributions" and tells_own_deed(parts[place], lexicon, False):
            shares[labels.index("context")] *= UNLIKELY
        shares /= shares.sum()
        best = int(shares.argmax())
        tells = read.asks.get(parts[place].sentence)
        if labels[best] == TO_COACH and tells is not None and shares[best] < tells[network().kinds.index("telling")]:
            best = int(np.argsort(shares)[-2])  # the sentence tells, as a whole
        if labels[best] == "who" and _names_nobody(parts[place], asked, lexicon):
            best = next(int(n) for n in np.argsort(shares)[::-1] if labels[n] not in {"who", TO_COACH})
        label, sure = labels[best], float(shares[best])
        if len(parts) > 1 and lexicon.commands["confirm"].match(parts[place].text):
            label, sure = TO_COACH, FIRMLY  # "ja dat is waar, en …"
        if place in deeds and label == "what":
            sure = max(sure, FIRMLY)
        if words <= BRIEF and place in deeds and label != "what":
            label, sure = "what", max(sure, FIRMLY)
        elif words <= BRIEF and deeds and label == "what" and place not in deeds:
            label = "context"  # "sinds Bo met verlof is", "there's a technician"
        told.append((label, sure, float(shares[effects].sum())))
        likely.append(float(shares[labels.index(asked.field)]) if asked.field in MIRRORED and label != TO_COACH else 0.0)
    if asked.field in MIRRORED and max(likely, default=0.0) >= ANSWERS and all(label not in MIRRORED for label, _, _ in told):
        place = likely.index(max(likely))  # told at length, the answer to the mirror question is in it somewhere
        told[place] = (asked.field, FIRMLY, told[place][2])
    return told


def _only_of_self(clause: Clause, lexicon: Lexicon) -> bool:
    """Tell whether the speaker does something in a clause in which nobody else is, or beside somebody ("with Bo")."""
    subject = subject_of(clause, lexicon)
    alone = subject is not None and len(subject) == 1 and subject[0].lower in I_AM
    return alone and not any(
        t.kind in {"third", "name"} and before.lower not in WITH or t.lower in OTHERS and t.kind != "determiner"
        for before, t in pairwise(clause.words)
    )


def _names_nobody(clause: Clause, asked: Asked, lexicon: Lexicon) -> bool:
    """Tell whether a clause says what somebody has or does, and names nobody ("his allotment went", "die heeft alles gedaan")."""
    theirs = lexicon.has("third_possessive", clause.words[0].lower) and finite(clause.words) is not None
    if not theirs and not tells_deed(clause, lexicon, True, False):
        return False
    return not people_in(clause, asked, lexicon) and not roles_in(clause.text, lexicon)


# How much likelier what was asked for is in an answer of so few words, which says little by itself.
BARE = ((3, 20.0), (6, 8.0))
# In a first turn a deed is likelier where grammar says that it is one, whatever the work; in one that
# has hardly room for more it is one (0.93 of them are, on labelled first turns).
LIKELIER = 4.0
BRIEF = 15  # words
FIRMLY = 0.6
MIRRORED = frozenset({"own_giving", "own_getting"})
ANSWERS = 0.1  # probability of one clause, from which a turn is taken to answer the mirror question
# What leaders did themselves is hardly ever what somebody else gave (1 in 700 such clauses in labelled talks), and
# what clients did, asked what they gave, hardly ever tells nothing (1 in 324).
UNLIKELY = 0.05
I_AM = frozenset("ik 'k k i i'm i've i'd i'll im ive".split())
OTHERS = frozenset("die we wij ons onze dat er who we us that iemand someone somebody".split())
WITH = frozenset({"met", "with"})
NAMING = 4  # words of a clause that only names who the next one tells of


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
