"""What is said about the talk itself, sentence by sentence: a request, a correction, a complaint.

People tell about their work, and in between they ask for words, correct the page, or say that
they said so already. Such a sentence isn't for the record, and it is answered. The reader's network
says which they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.dialogue.asked import Asked
from coach.dialogue.clauses import Clause
from coach.dialogue.reader_network import network, read_turn
from coach.dialogue.state import Language

TELLING = "telling"
SURELY = 0.5  # probability from which a sentence counts as about the talk
UNCLEAR = 0.6  # and from which it is about the talk though it isn't clear what it asks
CLEARLY = 0.3  # probability a kind needs to be acted on
TO_CHANGE = 0.4  # and one that changes what stands on the page
CHANGES = frozenset({"strike", "move", "whose", "add", "wrong"})
CERTAINLY = 0.5  # and one that says the coach annoys them
LIKELY = 0.4  # the first, just after a summary or the page
# Kinds that are learned apart and answered alike; whom they want to speak of is for `subject`.
ANSWERED_AS = {"correct": "wrong", "counts": "method"}
NOT_ANSWERED = frozenset({TELLING, "subject"})
# Words without which a sentence isn't of a kind: the next likeliest is taken.
SOUNDS_LIKE = {
    "said_already": re.compile(
        r"\b(?:i|ik|'k|we|as i|like i)\b.{0,25}\b(?:said|say|told|telled|mentioned|explained|answered|zei|zeg|gezegd|noemde|genoemd|vertelde|verteld)\b"
        r"|\b(?:said|told|telled)\b.{0,12}\b(?:that|it|this|so|you|thee)\b|^(?:i )?(?:said|told|zei|gezegd|verteld)\b"
        r"|\b(?:zei|zeg|vertelde|noemde|had) ik\b|\balready\b|\bal (?:gezegd|verteld|genoemd|beantwoord)\b|\bas above\b|\bhad (?:je|u|ge) al\b",
        re.I,
    ),
    "misheard": re.compile(
        r"\b(?:i|i'm|i've|my|ik|'k|mijn|m'n)\b|\b(?:wrong|mis\w*|twist\w*|lost|skip\w*|ignor\w*|listen\w*|past|point|not what|n't what|verkeerd|niet wat|over\w*|heen|luister\w*|negeer\w*|sla\w*|lees|leest|read|reads)\b", re.I
    ),
    "annoyed": re.compile(
        r"\b(?:(?:je|you)\b(?! (?:moe(?:t|st)|had to|have to|can'?t|kunt?|kon)\b)|jij|jou|u|jullie|your|dit|this|hier|vraag|vragen|vraagt|questions?|formulier|form|ro?bot|computer|machine|stop\w*|hou op|irritant|annoying|useless|zinloos|nutteloos|pointless|waste|circles|rondjes|kringetje\w*|weer|again|al|already|pff+|jeetje|zucht|sigh|luister\w*|listen\w*|genoeg|enough|onzin|nonsense|rubbish|stom|stupid)\b", re.I
    ),
    "words": re.compile(
        r"\b(?:say\w*|said|tell\w*|word\w*|sentence\w*|phras\w*|line|put|writ\w*|example\w*|start\w*|open\w*|begin\w*|help\w*|draft\w*|script|suggest\w*|give|ideas?|ask\w*|bring|raise|come up|make|letter|e-?mail|text"
        r"|zeg\w*|zin\w*|woord\w*|voorbeeld\w*|formul\w*|verwoord\w*|breng\w*|vertel\w*|schrijf\w*|tekst|geef|geven|maak|maken|vraag\w*|vragen|aankaart\w*|voorleg\w*|suggest\w*|hoe|how)\b", re.I
    ),
    "read_back": re.compile(
        r"\b(?:sta\w*|heb (?:je|jij)|hebt|hebben|genoteerd|noteer\w*|opgeschreven|geschreven|lees\w*|lezen|laat|zien|samenvat\w*|samengevat|tot nu|tot zover|herhaal\w*|terug|overzicht|noted?|down|written|wrote|so far|read|show|got|have|see|list|recap\w*|sum\w*|repeat|look|where are we)\b", re.I
    ),
    "wrong": re.compile(r"\b(?:not|no|nope|never|wrong|incorrect|off|mistake|error|nee|neen|niet|geen|nooit|fout|verkeerd|mis|onjuist|half|bijna|almost|nearly|nothing|niks|niets|other|anders|ander)\b|n't\b|\?", re.I),
    "back": re.compile(r"\b(?:go(?:ing)? back|back to|previous|earlier|step back|terug(?: naar| gaan)?|vorige|eerder|eerst)\b", re.I),
    "skip": re.compile(
        r"\b(?:skip|next|move on|moving on|pass|another|rather not|not now|later|overslaan|over ?slaan|sla|volgende|verder|door|liever niet|andere)\b", re.I
    ),
    "done": re.compile(
        r"\b(?:done|finish\w*|that'?s (?:it|all|me)|that'?ll|it'?ll do|will do|leave it|laat het|zo laten|enough|stop|bye|cheers|klaar|genoeg|(?:dat|dit) (?:was|is) (?:het|alles)|stoppen|einde|niks meer|verder niks|afronden|sluit\w*)\b", re.I
    ),
    "unanswered": re.compile(
        r"\b(?:asked|asking|question|answer\w*|vroeg|gevraagd|vraag|vragen|antwoord\w*|listen\w*|luister\w*|ignor\w*|negeer\w*|missed (?:it|that|my|the point)|punt|point)\b",
        re.I,
    ),
}


@dataclass(frozen=True)
class Ask:
    """A sentence about the talk: its number in the turn, what kind it is, and how sure (0 to 1)."""

    sentence: int
    kind: str
    text: str
    sure: float


def asks_in(
    parts: Sequence[Clause], text: str, asked: Asked, language: Language, reviewing: bool = False
) -> tuple[Ask, ...]:
    """Return the sentences of a turn that are about the talk, in order.

    `reviewing`: a summary, the page or words to say were asked for, which people speak of.
    """
    if not parts:
        return ()
    kinds = network().kinds
    told = sentences_of(parts, text)
    found = []
    for number, shares in read_turn(text, tuple(parts), asked, language).asks.items():
        about = 1 - float(sum(shares[kinds.index(kind)] for kind in NOT_ANSWERED if kind in kinds))
        if about < (LIKELY if reviewing else SURELY):
            continue
        sure: dict[str, float] = {}
        for kind, share in zip(kinds, shares, strict=True):
            if kind not in NOT_ANSWERED and (kind not in SOUNDS_LIKE or SOUNDS_LIKE[kind].search(told[number])):
                sure[ANSWERED_AS.get(kind, kind)] = sure.get(ANSWERED_AS.get(kind, kind), 0.0) + float(share)
        if sure.get("annoyed", 1.0) < CERTAINLY:
            del sure["annoyed"]  # who is told that they are annoyed, and isn't, is from then on
        if not sure:
            continue
        likeliest = max(sure, key=lambda kind: sure[kind])
        if sure[likeliest] >= max(TO_CHANGE if likeliest in CHANGES else CLEARLY, 1 - about):
            found.append(Ask(number, likeliest, told[number], about))
        elif about >= UNCLEAR:
            found.append(Ask(number, "thinking", told[number], about))
    return tuple(found)


def sentences_of(parts: Sequence[Clause], text: str) -> dict[int, str]:
    """Return the sentences of a turn by number, each with the mark it ends in."""
    told: dict[int, str] = {}
    for number in dict.fromkeys(c.sentence for c in parts):
        inside = [c for c in parts if c.sentence == number]
        end = inside[-1].end
        mark = re.match(r"[\"'’”)]*[.!?…]+", text[end:])
        told[number] = text[inside[0].start : end + (mark.end() if mark else 0)].strip()
    return told
