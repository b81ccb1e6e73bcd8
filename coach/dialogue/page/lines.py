"""A line of a page: cut to the words that say something, and able to stand there by itself.

A page is taken into a conversation. So a line is a whole clause, or a noun group that answers its
heading; what was said of the talk itself is none, and what can't stand alone goes with the words it
was said with, or is left out. The words that stay are those of the person, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.remarks import is_clause, is_remark, trimmed
from coach.dialogue.roles import is_role
from coach.dialogue.state import Item
from coach.dialogue.words import content, low


@dataclass(frozen=True)
class Line:
    """What was told, and the words of it that stand on the page."""

    item: Item
    text: str


SCRAP = re.compile(
    r"(?:of|or|nor|who|which|whose|whom|than|dan|as|like|waar|waarvan|waarmee|waardoor|van wie)\b", re.I
)
RELATIVE = re.compile(r"(?:who|which|whose|whom|waarvan|waarmee|van wie)\b", re.I)
LEANING = re.compile(
    r"(?:(?:en|maar|dus|and|but|so|then) )?(?:dat|daar|die|dit|that|it|this|those|niet|not|te|too|half)\b|"
    r"(?:they|he|she|we|i|ze|zij|hij|ik) (?:promised|said|did|had|have|beloofde\w*|zei\w*) (?:that|it|dat|het)\b|"
    r"(?:i|ik) (?:did|have|had|heb)(?: not|n't| niet)[,.]|(?:i|ik) (?:haven't|hadn't|didn't|don't|have not|did not|heb (?:dat |het )?niet|had (?:dat |het )?niet)$|never (?:have|did)$|(?:nooit|never)$",
    re.I,
)
SINCE_THEN = re.compile(r"(?:sinds (?:de|het|mijn|hij|zij|ze|we)|since (?:the|my|he|she|they|we)|toen|nadat)\b", re.I)
ELLIPTIC = re.compile(r"(?:i|ik) (?:did|have|had|heb)(?: not|n't| niet)[,.]", re.I)  # "I did not, and that …"
SUBORDINATE = re.compile(r"(?:terwijl|omdat|doordat|zodat|net zoals|zoals|while|because|since|so that|just as|zonder dat)\b", re.I)
FIRST = re.compile(r"(?:ik|we|wij|i|i['’]\w+|we['’]\w+)\b", re.I)
THIRD = re.compile(r"(?:hij|zij|ze|he|she|they)\b", re.I)
PAST_NL = frozenset("gaf gaven nam kreeg liep deed ging kwam zei bleef stond vond liet".split())
POINTS = re.compile(r"(?:die|deze)$", re.I)
PARTICLES = frozenset({"off", "out", "up", "back", "down", "af", "uit", "away"})
# Headings whose lines are clauses; under the others a noun group answers.
CLAUSAL = frozenset({"own_share", "promised", "offer", "mandate", "not_possible", "pattern", "habit", "own_giving", "own_getting", "their_view"})
OPENS = frozenset({"preposition", "coordinator", "subordinator"})
TIMES = frozenset({"month", "weekday", "number", "adverb", "coordinator", "preposition", "determiner"})
BARE_DENIAL = frozenset({"not", "niet", "never", "nooit"})  # "geen drama" is something by itself
AMOUNT = re.compile(r"\w+ (?:hundred|thousand|quid|pounds?|euros?|dollars?|honderd|duizend)\b.*", re.I)
NOTHING = re.compile(
    r"(?:(?:eigenlijk|nou|nee|nog|well|no|honestly|really),? )*(?:nothing|niks|niets|nowt|not (?:so |that |very )?much|niet (?:zo |heel |erg )?veel)(?: \w+){0,2}", re.I
)
DENIED = re.compile(r"(?:not|no|niet|geen|nooit|never|niks|nothing|nowt|none|n't)(?!\w)", re.I)
MOST_SCRAP = 6  # words of a piece that hangs on words that aren't there
MOST_LEANING = 9  # words of a line that says nothing without the one before it
MOST_SHORT = 5  # words of a clause that goes on with the one before it
MOST_JOINED = 40  # words of two lines that became one
FEWEST_MOSTLY, MOSTLY = 4, 0.8  # words of meaning, and the share of them, by which it nearly does
FEWEST_SAME = 2  # words of meaning by which a line is known to stand there already


def hangs(text: str, lexicon: Lexicon) -> bool:
    """Tell whether `text` is a piece that says nothing without the words it was said with."""
    tokens = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    if not tokens:
        return True
    short = len(tokens) <= MOST_SCRAP
    if SCRAP.match(text) and short:
        return True
    if SINCE_THEN.match(text) and short and "," not in text:
        return True
    if any(t.kind in {"first", "third"} for t in tokens[:2]) or is_clause(text, lexicon):
        return False
    ends_denied = tokens[-1].kind == "negation" and 1 < len(tokens) <= 3
    opens = tokens[0].kind in OPENS and tokens[0].lower not in PARTICLES or tokens[0].lower in BARE_DENIAL
    if all(t.kind in TIMES for t in tokens):
        return True  # "September and again in January"
    return short and (opens or ends_denied or AMOUNT.fullmatch(text) is not None)


def follows(text: str, item: Item, lexicon: Lexicon, before: Line | None = None) -> bool:
    """Tell whether `text` goes on with the words before it where there are any, or stands alone."""
    tokens = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    if not tokens:
        return True
    if SCRAP.match(text) or SUBORDINATE.match(text):
        return True
    if tokens[0].kind == "first" or re.match(r"(?:i|we|he|she|they)['’]", text, re.I):
        return False
    persons = any(t.kind in {"first", "third", "name"} for t in tokens[:4])
    inverted = len(tokens) > 1 and tokens[0].kind == "auxiliary" and tokens[1].kind in {"first", "third"}
    if inverted and lexicon.language == "nl":
        return True  # "konden we niets wegzetten": what stood before the verb is missing
    if tokens[0].kind in {"verb", "auxiliary", "participle"}:
        return not persons and len(tokens) <= MOST_SHORT
    if THIRD.match(text) and not item.about and item.field in {"what", "cost"}:
        return len(tokens) <= MOST_SHORT
    if is_clause(text, lexicon):
        return False
    if tokens[0].kind == "preposition" and tokens[0].lower not in PARTICLES:
        return len(tokens) < MOST_SHORT
    if before and item.field == before.item.field == "cost" and len(tokens) <= MOST_SHORT:
        return not is_clause(before.text, lexicon) or before.item.turn == item.turn and len(tokens) == 1
    return len(tokens) == 1 or item.field in CLAUSAL and len(tokens) <= 3


def bound(text: str, item: Item, lexicon: Lexicon) -> bool:
    """Tell whether `text` belongs under the heading of what was said right before it."""
    tokens = tokenise(text, lexicon)[:4]
    if FIRST.match(text) and not ELLIPTIC.match(text):
        return False  # what the speaker did has a place of its own
    if leans(text, item, lexicon) or hangs(text, lexicon) or SCRAP.match(text) or SUBORDINATE.match(text):
        return True
    verb_first = bool(tokens) and tokens[0].kind in {"verb", "auxiliary"} and "'" not in tokens[0].text.replace("’", "'")
    return verb_first and not any(t.kind in {"first", "third", "name"} for t in tokens) and len(text.split()) <= MOST_SHORT


def leans(text: str, item: Item, lexicon: Lexicon) -> bool:
    """Tell whether a line says nothing without the one before it ("Die heb ik niet besteld")."""
    tokens = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    first = any(t.kind == "first" for t in tokens) or FIRST.match(text) is not None
    if re.fullmatch(r"(?:i|ik) (?:haven|hadn|didn|don)['’]t", text, re.I):
        return True
    if ELLIPTIC.match(text):
        return True
    if not tokens or item.field in {"own_share", "promised"} and first:
        return False
    means = len(content(text, lexicon))
    after = tokens[1].kind if len(tokens) > 1 else ""
    if item.field == "cost" and re.match(r"(?:dat|het|it|that) (?:kost|kostte|costs?|took|takes)\b", text, re.I):
        return False  # it answers its question
    if POINTS.match(tokens[0].lower):
        return after in {"verb", "auxiliary", "first"} or tokens[1:2] != [] and tokens[1].lower in PAST_NL
    if tokens[0].lower in {"dat", "that", "dit", "this"} and after in {"verb", "auxiliary"}:
        return len(tokens) <= MOST_LEANING and means <= 3
    if tokens[0].lower in {"dat", "that"} and after in {"first", "third", "determiner", "name"}:
        return means < 1
    if tokens[0].lower in {"dat", "dit", "that", "this"} and after == "word" and is_clause(text, lexicon) is False:
        return False
    points = re.search(r"\b(?:that|it|this)\b", text, re.I) and len(tokens) <= MOST_SCRAP and means <= 1
    starts = LEANING.match(text.strip()) and len(tokens) <= MOST_LEANING and means <= 2
    return bool(starts or points)


def joined(lines: Iterable[Line], lexicon: Lexicon, placed: Set[str] = frozenset()) -> list[Line]:
    """Return the lines that can stand, each with what hung on it; what hangs on none is left out.

    Lines of the items `placed`, which somebody put there themself, stand as they are.
    """
    kept: list[Line] = []
    language = lexicon.language
    for line in lines:
        if line.item.id in placed:
            kept.append(line)
            continue
        text = trimmed(line.text, language, line.item.source)
        if not text or is_remark(text, language) or RELATIVE.match(text):
            continue
        if line.item.field in {"came_back", "what"} and _is_somebody(text, lexicon):
            continue
        alone = hangs(text, lexicon)
        unmade = line.item.field == "promised" and lexicon.cue("not_kept", text.lower()) is not None
        before = kept[-1] if kept and kept[-1].item.id not in placed and _together(kept[-1].item, line.item, alone or unmade) else None
        if before and NOTHING.fullmatch(before.text):
            before = None
        if before and len(f"{before.text} {text}".split()) > MOST_JOINED:
            before = None
        if before and BACK_TO.match(text) and not line.item.clause[:1].isupper():
            kept[-1] = Line(before.item, f"{before.text.rstrip(' .,;')}, {low(text, lexicon)}")
        elif leans(text, line.item, lexicon):
            if before:
                kept[-1] = Line(before.item, f"{before.text.rstrip(' .,;')}. {text[:1].upper()}{text[1:]}")
        elif before and (alone or follows(text, line.item, lexicon, before)):
            mark = ". " if THIRD.match(text) else ", "
            more = text[:1].upper() + text[1:] if THIRD.match(text) else low(text, lexicon)
            kept[-1] = Line(before.item, f"{before.text.rstrip(' .,;')}{mark}{more}")
        elif not alone:
            kept.append(Line(line.item, re.sub(r"^(?:or|of)\b ", "", text, flags=re.I)))
    return kept


BACK_TO = re.compile(r"(?:en |maar )?daar(?:van|voor|mee|aan|op|over|bij)? (?:ben|was|heb|had|kan|kon|ga|ging|kom|kwam|is|zijn)\b", re.I)  # "dinsdag is pottenbakken, daar ben ik niet geweest"


def _is_somebody(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a text only says who ("mijn planner"), which is nothing that came back."""
    words = text.lower().split()
    return 0 < len(words) <= 3 and (words[0] in OWNED or words[0] in {"de", "the"}) and is_role(words[-1], lexicon.language)


OWNED = frozenset("mijn m'n mn onze ons my our".split())


def _together(one: Item, other: Item, hanging: bool) -> bool:
    same = one.about == other.about or not one.about or not other.about
    return one.turn == other.turn and (one.source == other.source or hanging) and same


def without_doubles(
    lines: list[Line], beside: Iterable[str], lexicon: Lexicon, placed: Set[str] = frozenset()
) -> list[Line]:
    """Return `lines` without those whose words all stand in another, or in a text of `beside`.

    Lines of the items `placed`, which somebody put there themself, stay.
    """
    texts = [*beside]
    kept: list[Line] = []  # of two that say the same, one stays
    for n, line in enumerate(lines):
        others = [*texts, *(each.text for each in kept), *(each.text for each in lines[n + 1 :] if len(each.text) > len(line.text))]
        if line.item.id in placed or not any(says_it(other, line.text, lexicon) for other in others):
            kept.append(line)
    return kept


def _meaning(text: str, lexicon: Lexicon) -> set[str]:
    verbs = {t.lower for t in tokenise(text, lexicon) if t.kind == "infinitive"}
    return content(text, lexicon) | verbs


def says_it(longer: str, text: str, lexicon: Lexicon) -> bool:
    """Tell whether `longer` holds every word of meaning in `text`, and denies as it does."""
    own, others = _meaning(text, lexicon), _meaning(longer, lexicon)
    if longer.lower().strip(" .") == text.lower().strip(" ."):
        return True
    same = bool(DENIED.search(text)) == bool(DENIED.search(longer))
    nearly = len(own) >= FEWEST_MOSTLY and len(own & others) / len(own) >= MOSTLY
    return same and len(own) >= FEWEST_SAME and (own <= others or nearly)
