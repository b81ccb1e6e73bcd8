"""What somebody says of the summary or the page they were just shown, carried out on the record.

A part of a turn takes a line off, puts one on, files it elsewhere, gives it to somebody else or
puts one word for another; it says that the rest is right; or it only speaks of the page. Which line
it means is found by the words they share. What isn't understood so changes nothing: a page that
loses the wrong line is worse than one more question. Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from coach.dialogue.changes import HEADINGS
from coach.dialogue.clauses import clauses, lemma
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.lines_meant import (
    HALF,
    QUOTED,
    Work,
    field_of,
    gone,
    meant_by,
    plain,
    spoken_of,
    stems,
    told_before,
)
from coach.dialogue.review_wording import load_wording
from coach.dialogue.state import Field, Item, State


@dataclass(frozen=True)
class Review:
    """What a turn did to the record; `said` are the stretches (start, end) that speak of the page."""

    state: State
    said: tuple[tuple[int, int], ...] = ()
    fine: bool = False  # the rest is right
    unclear: bool = False  # something is wrong or missing, and it isn't clear what
    there: tuple[Item, ...] = ()  # what they missed and stands there
    changed: bool = False


def review(state: State, text: str, lexicon: Lexicon, shown: bool = True) -> Review:
    """Carry out what `text` says of the page on `state`; pure, nothing is invented.

    Lines put on are stretches of the person's own turns. `state.struck` holds what came off last.
    Without `shown` another question stands already, and only what plainly corrects is taken so.
    """
    said_last = state.history[-1].reply if state.history else ""
    work = Work(replace(state, struck=()), load_wording(lexicon.language), lexicon, said_last, state.struck)
    said: list[tuple[int, int]] = []
    fine = unclear = False
    earlier = (0, 0)
    for start, end in _parts(text, work):
        part = text[start:end].replace("’", "'").strip().rstrip(" .!,;")
        bare = part.strip(" .,!;:").lower()
        if not shown and not any(work.wording.says(name, part) for name in ("missing", "restores", "takes_off")):
            continue
        if work.wording.says("fine", bare):
            fine = True
            said.append((start, end))
            continue
        told, work.before = work.before, ""
        taken = _taken_along(work, part, told)
        done = taken or _carried_out(work, part, text)
        about_page = work.wording.says("page", part) is not None
        if done is None and not about_page:
            work.before, earlier = part, (start, end)
            continue
        said.append((start, end))
        if taken:
            said.append(earlier)
        unclear = unclear or not done
    struck = tuple(work.off_by_now(state.record.items))
    changed = work.state.record != state.record or work.state.focus != state.focus
    return Review(replace(work.state, struck=struck), tuple(said), fine, unclear, work.there, changed)


def _parts(text: str, work: Work) -> list[tuple[int, int]]:
    """Return where the parts of a turn stand: its sentences, and what a conjunction opens."""
    spans, begin = [], 0
    for mark in work.wording.part.finditer(text):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    return [(a, b) for a, b in spans if re.search(r"\w", text[a:b])]


def _taken_along(work: Work, part: str, told: str) -> bool:
    """Put on what the part before told, when this one only says that it belongs on the page."""
    say = work.wording.says
    if not told or not say("missing", part) or not say("pointing", part) or stems(plain(part, work), work):
        return False
    return work.write(work.wording.heading(part) or field_of(told, work), told, told)


def _carried_out(work: Work, part: str, text: str) -> bool | None:
    """Do what one part asks for: True when done, False when it isn't clear, None when it asks nothing."""
    say = work.wording.says
    if (given := _given(work, part, text)) is not None:
        return given
    if (filed := _filed(work, part)) is not None:
        return filed
    off = say("takes_off", part)
    if (say("missing", part) or say("restores", part)) and not (off and say("denies", off.group())):
        return _put(work, part)
    heading = work.wording.heading(QUOTED.sub(" ", part))
    if heading is not None and (placed := _placed(work, part, heading)) is not None:
        return placed
    return _off(work, part) if off else _instead(work, part)


def _off(work: Work, part: str) -> bool:
    """Take off what `part` names; False when no line is found."""
    if work.wording.says("pointing", part) and not stems(part, work) and gone(work):
        return True  # "that doesn't belong there", of what is off already
    several = [p for p in re.split(r",| (?:en|and) ", part) if stems(plain(p, work), work)]
    each = [meant_by(work, p) for p in several] if len(several) > 1 else []
    meant = tuple(i for one in each for i in one) if each and all(each) else spoken_of(work, part)
    if not meant:
        return False
    return work.become((i for i in work.items if i not in meant), meant)


def _placed(work: Work, part: str, heading: Field) -> bool | None:
    """File lines under `heading`, or take them from there when the part denies it."""
    items = work.items
    under = [i for i in items if HEADINGS.get(i.field) == HEADINGS.get(heading)]
    denies, turned = _denies(work, part, heading), work.wording.says("turned", part)
    if denies or turned:
        meant = spoken_of(work, part, under, every=True)
        if not meant:
            return None if not work.wording.says("stands", part) else False
        if turned and not denies and heading == "came_back":
            return work.file(meant, "what", work.state.focus)
        return work.become((i for i in items if i not in meant), meant)
    if work.wording.says("stands", part):
        work.last = meant_by(work, part, under)  # "it's under what came back", and the next part says why
        return bool(work.last)
    points = work.wording.says("pointing", part) is not None
    filed = "their_view" if heading == "wish" and work.state.audience != "client" else heading
    if points and gone(work):  # "that's what she'd like", of what came off in the part before
        return work.file(work.last[:1], filed)
    others = [i for i in items if i not in under]
    meant = spoken_of(work, part, others) if points else meant_by(work, part, others)
    words = stems(plain(part, work), work)
    if not points and not QUOTED.search(part):
        meant = tuple(i for i in meant if _names_it(words, stems(i.text, work)))
    if not meant:
        return None
    return work.file(meant, filed)


def _names_it(words: set[str], own: set[str]) -> bool:
    """Tell whether `words` say enough of a line to move it: nothing else, or most of it."""
    return words <= own or len(own & words) / max(len(own), 1) > HALF


def _filed(work: Work, part: str) -> bool | None:
    """File a line under the part of the page a sentence names for it, or write it there.

    "The line about the lunch is under what I offer, that's what it cost", "under promised: she gets
    the course", "what I offer should say: …".
    """
    say, bare = work.wording.says, QUOTED.sub(lambda quote: " " * len(quote.group()), part)
    found = {field: pattern.search(bare) for field, pattern in work.wording.headings.items()}
    named = sorted((m.start(), m.end(), field) for field, m in found.items() if m)
    if not named or say("denies", part) and not say("stands", part):
        return None
    start, end, field = named[-1]
    rest = re.sub(r"^[^:]{0,25}:\s*", "", part[end:]) if ":" in part[end : end + 26] else ""
    if len(rest.split()) >= WRITTEN_OUT:  # dictated behind a colon
        return work.write(field, rest, rest)
    stands = say("stands", part) and not say("should", part)
    under = say("under", part[:start]) or say("opens_under", part[start:end])
    two = len(named) > 1 and HEADINGS.get(named[0][2]) != HEADINGS.get(field)
    if two and stands:  # it stands under the one and is the other
        there = [i for i in work.items if HEADINGS.get(i.field) == HEADINGS.get(named[0][2])]
        meant = meant_by(work, part, there)
    elif under and say("files", part) and not stands:
        others = [i for i in work.items if HEADINGS.get(i.field) != HEADINGS.get(field)]
        meant = meant_by(work, part, others)
        if not meant and not meant_by(work, part) and (told := told_before(work, stems(plain(part, work), work))):
            return work.write_again(told, field)
    else:
        return None
    if not meant:
        return None
    return work.file(meant[:1], field, work.state.focus if field in {"what", "cost"} else None)


WRITTEN_OUT = 3  # words of a line that is dictated, at least


def _denies(work: Work, part: str, heading: Field) -> bool:
    """Tell whether a part says that something is not what stands under `heading`."""
    found = work.wording.headings[heading].search(part)
    near = part[max(found.start() - NEAR, 0) : found.end()] if found else part
    return work.wording.says("denies", near) is not None


NEAR = 35  # characters before the words that name a part of the page


def _put(work: Work, part: str) -> bool:
    """Put on what they miss: a line that came off, one filed elsewhere, or what they told before."""
    struck = work.off_by_now(work.last)
    words = stems(plain(part, work), work)
    back = meant_by(work, part, struck) if words else tuple(struck)
    if struck and not words & set().union(*(stems(i.text, work) for i in struck)) and work.wording.says("restores", part):
        back = tuple(struck)
    if back:
        return work.become((*work.items, *back), back)
    people = [n for n in (*work.state.kept, *(i.about for i in work.items)) if n and n != work.state.focus]
    person = next((n for n in people if re.search(rf"\b{re.escape(n)}\b", part, re.I)), "")
    if person and not words - stems(person, work):  # "Ada is missing"
        kept = tuple(n for n in work.state.kept if n != person)
        work.state = replace(work.state, focus=person, kept=kept)
        return True
    listed = list(meant_by(work, part, [i for i in work.items if i.field in HEADINGS]))
    held = meant_by(work, part)
    if listed:
        work.last = tuple(listed)
        work.there += tuple(listed)
        return True
    if held:
        return work.file(held[:1], field_of(held[0].clause, work))
    told = told_before(work, words)
    return told is not None and work.write_again(told, field_of(told[0].text, work))


def _given(work: Work, part: str, text: str) -> bool | None:
    """Give lines to somebody else: "that was all Ada", "under Ada, not Bo", "Bo's holds what Ada does"."""
    state = work.state
    known = [n for n in dict.fromkeys((state.focus, *state.kept, *(i.about for i in state.record.items))) if n]
    named = [n for n in known if re.search(rf"\b{re.escape(n)}\b", part, re.I)]
    say, whose = work.wording.says, work.wording.says_whose
    for name in named:
        others = tuple(n for n in named if n != name)
        if others and (whose("whose_place", part, name, others) or whose("whose_all", part, name)):
            told = (i for i in work.items if not (i.field == "who" and i.text in others))
            work.become([replace(i, about=name) if i.about in others else i for i in told], ())
            return _in_hand(work, name)
        if whose("whose_under", part, name) and not others and (say("restores", part) or say("should", part)):
            back = work.off_by_now(work.last)
            meant = () if back else spoken_of(work, part)
            if back or meant:
                moved = [replace(i, about=name) for i in (*back, *meant)]
                return work.become((*(i for i in work.items if i not in meant), *moved), moved)
        if whose("whose_not", part, name):
            before = [n for n in known if n != name and re.search(rf"\b{re.escape(n)}\b", text, re.I)]
            meant = spoken_of(work, part)
            if before and meant:
                return work.become([replace(i, about=before[0]) if i in meant else i for i in work.items], meant)
    return None


def _in_hand(work: Work, name: str) -> bool:
    """Make `name` the one the talk is about, and whom the open questions are for."""
    asked = tuple(replace(o, about=name) for o in work.state.record.open)
    work.state = replace(work.state, focus=name, record=replace(work.state.record, open=asked))
    return True


def _instead(work: Work, part: str) -> bool | None:
    """Put one word for another in a line: "nine, not eight", "correction, nine times"."""
    items, part = work.items, part.strip(" .,;:!")
    if (match := work.wording.says("instead", part)) is not None:
        found = match.groupdict()
        new = next(v for k, v in found.items() if k.startswith("new") and v).strip(" '\"‘’")
        old = next(v for k, v in found.items() if k.startswith("old") and v).strip(" '\"‘’")
        holds = [i for i in items if i.field != "who" and re.search(rf"\b{re.escape(old)}\b", i.text, re.I)]
        short = len(old.split()) <= 3 and len(new.split()) <= 4 and bool(stems(old, work))
        if holds and short:
            changed = [_with(i, old, new) for i in holds]
            return work.become((_with(i, old, new) if i in holds else i for i in items), changed)
        if short and (there := meant_by(work, new)):
            work.there += there[:1]
            return True  # "her lass's birthday, not hers": it stands there
    if work.wording.says("number", part) and (told := _other_number(work, part)) is not None:
        item, old, new = told
        return work.become((_with(i, old, new) if i == item else i for i in items), [_with(item, old, new)])
    return None


def _with(item: Item, old: str, new: str) -> Item:
    """Return `item` with one stretch of the person's words put for another."""
    swap = re.compile(rf"\b{re.escape(old)}\b", re.I)
    return replace(item, text=swap.sub(lambda _: new, item.text), clause=swap.sub(lambda _: new, item.clause))


ARTICLES = frozenset("een één a an one 1".split())


def _other_number(work: Work, part: str) -> tuple[Item, str, str] | None:
    """Return the line, the number in it and the one told now, when both count the same thing."""
    tokens = [t for c in clauses(part, work.lexicon) for t in c.words]
    for number, counted in pairwise(tokens):
        if number.kind != "number" or counted.kind == "number":
            continue
        for item in work.items:
            told = [t for c in clauses(item.text, work.lexicon) for t in c.words]
            for old, same in pairwise(told):
                alike = lemma(same.lower, work.lexicon.language) == lemma(counted.lower, work.lexicon.language)
                if old.kind == "number" and alike and old.lower != number.lower and old.lower not in ARTICLES:
                    return item, old.text, number.text
    return None
