"""Lines of a page as they were told: what was cut out of one sentence stands there as that sentence.

A turn is read clause by clause. Where all clauses of a sentence go under one heading, or to one
person, the page has the sentence, and nobody has to guess what "in front of everyone" hung on.
Whoever is named in it beside them isn't there to say yes to that, so their part stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coach.dialogue.clauses import tokenise
from coach.dialogue.cleaning import with_apostrophes
from coach.dialogue.grammar import finite
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.page.lines import Line
from coach.dialogue.remarks import trimmed
from coach.dialogue.state import Item, State

MOST_WORDS = 34  # of a sentence that stands on a page whole
MOST_OF_IT = 0.85  # of a sentence's letters, the part that was filed
OPENS_WITH = re.compile(r"(?:(?P<one>ze|zij|hij|she|he)|they|hun|hen)\b", re.I)
OF_A_DEED = frozenset({"what", "when", "extra", "cost", "enabled", "normal", "who"})
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?!\s|$)[^.!?…\n]*)*")
BETWEEN = re.compile(r"[\s,;:–-]*(?:(?:en|maar|dus|want|and|but|so|then|dan|toen|cos|because|omdat)\s+)*[\s,;:–-]*", re.I)


def in_one_breath(lines: Iterable[Line], state: State) -> list[Line]:
    """Return `lines`, those told right after each other in one sentence as one."""
    kept: list[Line] = []
    for line in lines:
        before = kept[-1] if kept and line.item.id not in state.placed and kept[-1].item.id not in state.placed else None
        both = _stretch(before, line, state) if before is not None and before.item.turn == line.item.turn else ""
        if before is not None and both:
            kept[-1] = Line(before.item, both)
        else:
            kept.append(line)
    return kept


def _stretch(before: Line, line: Line, state: State) -> str:
    """Return the words from one line to the other when nothing was told between them; "" otherwise."""
    told = _turn(line.item, state)
    start, next_ = _find(told, before.text), _find(told, line.text)
    if start < 0 or next_ < 0:
        return ""
    between = told[start + len(before.text) : next_]
    if next_ <= start or not BETWEEN.fullmatch(between) or len(told[start : next_ + len(line.text)].split()) > MOST_WORDS:
        return ""
    return told[start : next_ + len(line.text)]


def whole_sentences(lines: Sequence[Line], others: Iterable[Item], state: State, lexicon: Lexicon) -> list[Line]:
    """Return each line as the sentence it was told in, where no other part of the page has a part of that."""
    elsewhere = [i for i in others if i.field not in {"when", "who", "context"}]
    kept: list[Line] = []
    for line in lines:
        whole = _sentence_of(line.item, state)
        shared = any(i.turn == line.item.turn and _find(whole, i.clause or i.text) >= 0 for i in elsewhere)
        text = trimmed(whole, lexicon.language) if whole and not shared and line.item.id not in state.placed else line.text
        if any(_letters(text) in _letters(k.text) for k in kept):
            continue
        kept = [k for k in kept if _letters(k.text) not in _letters(text)]
        kept.append(Line(line.item, text))
    return kept


def deed_as_told(line: Line, state: State, lexicon: Lexicon) -> Line:
    """Return what somebody gave as the sentence it was told in, where all of that is known to be about their deed."""
    item = line.item
    whole = _sentence_of(item, state)
    if item.field != "what" or item.id in state.placed or not whole or len(whole.split()) <= len(line.text.split()):
        return line
    inside = [i for i in state.record.items if i.turn == item.turn and _find(whole, i.clause or i.text) >= 0]
    fields = OF_A_DEED - {"cost"} if state.audience == "client" else OF_A_DEED
    theirs = all(i.field in fields and i.about in {item.about, ""} or _tells_where(i, lexicon) for i in inside)
    told = _by_its_name(trimmed(whole, lexicon.language), line)
    known = theirs and _all_of_it(whole, inside)
    return Line(item, told) if known and told and not _names_another(told, item.about) else line


def _tells_where(item: Item, lexicon: Lexicon) -> bool:
    """Tell whether an item is no more than a place or a time, without a verb ("in front of everyone")."""
    return item.field == "context" and finite(tokenise(item.clause, lexicon)) is None


def _all_of_it(whole: str, inside: Sequence[Item]) -> bool:
    """Tell whether every clause of a sentence is known for what it is: what isn't filed may be for nobody's eyes."""
    seen = set[int]()
    for item in inside:
        start = _find(whole, item.clause or item.text)
        seen.update(range(start, start + len(item.clause or item.text)))
    letters = [n for n, letter in enumerate(whole) if letter.isalnum()]
    return sum(n in seen for n in letters) >= MOST_OF_IT * len(letters)


def _by_its_name(told: str, line: Line) -> str:
    """Return a sentence that opens with "she" by the name its line has; "" where no name stands for that."""
    opens = OPENS_WITH.match(told)
    if opens is None or OPENS_WITH.match(line.text):
        return told
    name = line.item.about
    return f"{name}{told[opens.end():]}" if name[:1].isupper() and line.text.startswith(f"{name} ") and opens["one"] else ""


def step_as_told(item: Item, state: State, lexicon: Lexicon) -> str:
    """Return a step as the sentence it was told in, where that tells nothing else; "" otherwise."""
    whole = _sentence_of(item, state)
    if not whole or item.id in state.placed:
        return ""
    inside = [i for i in state.record.items if i.turn == item.turn and i.field not in {"next_step", "when", "context", "who"}]
    told = trimmed(whole, lexicon.language)
    return told if not any(_find(whole, i.clause or i.text) >= 0 for i in inside) else ""


def _names_another(told: str, name: str) -> bool:
    """Tell whether a sentence names somebody beside whoever it is about."""
    own = {word.lower() for word in name.split()}
    words = re.findall(r"[A-ZÀ-Ý][\w-]+", told)
    return any(w.lower() in load_names().first and w.lower() not in own for w in words)


def _sentence_of(item: Item, state: State) -> str:
    """Return the sentence of its turn in which an item was told; "" when it was put otherwise since, or is long."""
    told = _turn(item, state)
    place = _find(told, item.clause or item.text)
    found = next((m.group().strip() for m in SENTENCE.finditer(told) if m.start() <= place < m.end()), "") if place >= 0 else ""
    return found if 0 < len(found.split()) <= MOST_WORDS and ":" not in found else ""


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text.replace("'", "").replace("’", "").lower()).strip()


def _turn(item: Item, state: State) -> str:
    told = next((e.user for e in state.history if e.turn == item.turn), "")
    return with_apostrophes(told, state.language) if told else ""


def _find(told: str, part: str) -> int:
    """Return where `part` stands in `told`, whatever its apostrophes and capitals; -1 for nowhere."""
    plain, words = (t.replace("’", "'").replace("‘", "'").lower() for t in (told, part.strip(" .,;")))
    return plain.find(words) if words else -1
