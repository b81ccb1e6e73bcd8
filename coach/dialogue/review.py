"""What somebody says of the summary or the page they were just shown, carried out on the record.

A part of a turn takes a line off, puts one on, files it elsewhere, gives it to somebody else or
puts one word for another; it says that the rest is right; or it only speaks of the page. Which line
it means is found by the words they share. What isn't understood so changes nothing: a page that
loses the wrong line is worse than one more question. Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from coach.content import content_folder
from coach.dialogue.changes import HEADINGS
from coach.dialogue.clauses import Clause, clauses, lemma
from coach.dialogue.fields import TO_COACH, Asked, label_clauses
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.state import Field, Item, Language, State
from coach.errors import ContentError

HALF, QUARTER = 0.5, 0.25  # shares of a line's words
QUOTED = re.compile(r"(?<!\w)[‘“\"']([^‘’“”\"']{3,80})[’”\"'](?!\w)")
PART = re.compile(r"(?<=[.!?])\s+|\n+|;\s+|,\s+(?=(?:en|and|maar|but|de rest|the rest|verder|otherwise|everything else|i said|where|wheres|waar|kan ik|can i)\s)", re.I)
ASIDE = frozenset({"who", "when"})  # lines that go along with another
POINTS_ONLY = 12  # words of a part that may speak of the line before it without naming it


class Wording(BaseModel):
    """The patterns of one language, see prompts/review.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fine: str
    missing: str
    takes_off: str
    turned: str
    files: str
    stands: str
    denies: str
    page: str
    first_line: str
    rest: str
    pointing: str
    restores: str
    instead: str
    number: str
    headings: dict[Field, str]

    def says(self, name: str, text: str) -> re.Match[str] | None:
        """Return where the pattern called `name` is found in `text`."""
        return re.search(getattr(self, name), text, re.I)

    def heading(self, text: str) -> Field | None:
        """Return the field of the part of the page that `text` names; None when it names none."""
        return next((f for f, pattern in self.headings.items() if re.search(pattern, text, re.I)), None)


@cache
def load_wording(language: Language, folder: Path | None = None) -> Wording:
    """Return the wordings of `language`. Raises `ContentError` when the file can't be used."""
    path = (folder or content_folder("prompts")) / "review.yaml"
    try:
        return Wording.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))[language])
    except (OSError, KeyError, yaml.YAMLError, ValidationError) as error:
        raise ContentError(f"{path} can't be used: {error}") from error


@dataclass(frozen=True)
class Review:
    """What a turn did to the record; `said` are the stretches (start, end) that speak of the page."""

    state: State
    said: tuple[tuple[int, int], ...] = ()
    fine: bool = False  # the rest is right
    unclear: bool = False  # something is wrong or missing, and it isn't clear what
    there: tuple[Item, ...] = ()  # what they missed and stands there
    changed: bool = False


@dataclass
class _Work:
    """A review going on: the record as it becomes, and the lines spoken of last."""

    state: State
    wording: Wording
    lexicon: Lexicon
    shown: str  # what the coach said last
    last: tuple[Item, ...] = ()
    there: tuple[Item, ...] = ()
    before: str = ""  # the part before, when it told something and asked nothing


def review(state: State, text: str, lexicon: Lexicon, shown: bool = True) -> Review:
    """Carry out what `text` says of the page on `state`; pure, nothing is invented.

    Lines put on are stretches of the person's own turns. `state.struck` holds what came off last.
    Without `shown` another question stands already, and only what plainly corrects is taken so.
    """
    said_last = state.history[-1].reply if state.history else ""
    work = _Work(replace(state, struck=()), load_wording(lexicon.language), lexicon, said_last, state.struck)
    said: list[tuple[int, int]] = []
    fine = unclear = False
    earlier = (0, 0)
    for start, end in _parts(text):
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
    gone = tuple(i for i in state.record.items if i.id not in {k.id for k in work.state.record.items})
    changed = work.state.record != state.record or work.state.focus != state.focus
    return Review(replace(work.state, struck=gone), tuple(said), fine, unclear, work.there, changed)


def _parts(text: str) -> list[tuple[int, int]]:
    spans, begin = [], 0
    for mark in PART.finditer(text):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    return [(a, b) for a, b in spans if re.search(r"\w", text[a:b])]


def _taken_along(work: _Work, part: str, told: str) -> bool:
    """Put on what the part before told, when this one only says that it belongs on the page."""
    say = work.wording.says
    if not told or not say("missing", part) or not say("pointing", part) or _stems(_plain(part, work), work):
        return False
    field = work.wording.heading(part) or _field(told, work)
    about = work.state.focus if field in {"what", "cost", "extra"} else ""
    item = Item(f"i{work.state.next_item}", field, told.strip(" .,;!?"), "seen", work.state.turn + 1, about, "", told)
    work.state = replace(work.state, next_item=work.state.next_item + 1)
    return _items(work, (*work.state.record.items, item), (item,))


def _plain(part: str, work: _Work) -> str:
    """Return `part` without the words that name a part of the page or ask for something to be on it."""
    for pattern in (*work.wording.headings.values(), work.wording.missing, work.wording.restores):
        part = re.sub(pattern, " ", part, flags=re.I)
    return part


def _carried_out(work: _Work, part: str, text: str) -> bool | None:
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
    if say("takes_off", part):
        return _off(work, part)
    return _instead(work, part)


# --- which line

def _stems(text: str, work: _Work) -> set[str]:
    kinds = {"word", "name", "month", "weekday", "number", "participle", "verb", "infinitive"}
    found = {
        lemma(t.lower.removesuffix("'s"), work.lexicon.language)
        for c in clauses(text, work.lexicon) for t in c.words if t.kind in kinds
    }  # fmt: skip
    return found - set(work.wording.rest.split())


def _meant(
    work: _Work, part: str, among: Iterable[Item] | None = None, every: bool = False
) -> tuple[Item, ...]:
    """Return the lines `part` speaks of: those it quotes, else the one with most words in common.

    `every` takes all that share as much, best first.
    """
    lines = [i for i in (work.state.record.items if among is None else among) if i.field not in ASIDE]
    for quote in QUOTED.findall(part):
        told = quote.lower().strip(" .,")
        hit = [i for i in lines if told in i.clause.lower().replace("’", "'") or i.text.lower() in told]
        if hit:
            shortest = min(len(i.text) for i in hit if told in i.text.lower()) if any(told in i.text.lower() for i in hit) else 0
            return tuple(i for i in hit if not shortest or len(i.text) == shortest)
    if work.wording.says("first_line", part):
        placed = [(work.shown.lower().find(_opening(i.text)), i) for i in lines]
        first = min((p for p in placed if p[0] >= 0), key=lambda p: p[0], default=None)
        return (first[1],) if first else ()
    words = _stems(_plain(part, work), work) or _stems(part, work)
    counts: dict[str, int] = {}
    for item in lines:
        for stem in _stems(item.text, work):
            counts[stem] = counts.get(stem, 0) + 1
    people = {p for i in lines for p in i.about.lower().split()}
    names = {t.lower for c in clauses(part, work.lexicon) for t in c.words if t.kind == "name"}
    people |= names if words - names else set()  # "Bo has a band: off" is about the band

    def score(item: Item) -> tuple[float, float]:
        own = _stems(item.text, work)
        shared = {s for s in own & words if s not in people}
        telling = sum(1.0 / counts[s] for s in shared)
        return telling, len(shared) / max(len(own), 1)

    scored = [(score(i), i) for i in lines]
    best = max((s for s, _ in scored), default=(0.0, 0.0))
    if best[0] < HALF and best[1] < HALF:
        return ()
    alike = [(s, i) for s, i in scored if s == best or every and s[0] >= best[0] and s[1] >= QUARTER]
    return tuple(i for _, i in sorted(alike, key=lambda told: told[0], reverse=True))


def _opening(text: str) -> str:
    return " ".join(text.lower().split()[:3])


def _spoken_of(
    work: _Work, part: str, among: Iterable[Item] | None = None, every: bool = False
) -> tuple[Item, ...]:
    """Return the lines meant, or those spoken of before when `part` only points at them ("that")."""
    meant = _meant(work, part, among, every)
    points = work.wording.says("pointing", part) and len(part.split()) <= POINTS_ONLY
    if not meant and points:
        held = {i.id for i in work.state.record.items}
        return tuple(i for i in work.last if i.id in held)
    return meant


# --- what is done with it

def _items(work: _Work, items: Iterable[Item], last: Sequence[Item]) -> bool:
    record = replace(work.state.record, items=tuple(items))
    work.state = replace(work.state, record=record)
    work.last = tuple(last)
    return True


def _off(work: _Work, part: str) -> bool:
    """Take off what `part` names; False when no line is found."""
    if work.wording.says("pointing", part) and not _stems(part, work) and _gone(work):
        return True  # "that doesn't belong there", of what is off already
    several = [p for p in re.split(r",| (?:en|and) ", part) if _stems(_plain(p, work), work)]
    each = [_meant(work, p) for p in several] if len(several) > 1 else []
    meant = tuple(i for one in each for i in one) if each and all(each) else _spoken_of(work, part)
    if not meant:
        return False
    return _items(work, (i for i in work.state.record.items if i not in meant), meant)


def _gone(work: _Work) -> bool:
    held = {i.id for i in work.state.record.items}
    return bool(work.last) and not any(i.id in held for i in work.last)


def _placed(work: _Work, part: str, heading: Field) -> bool | None:
    """File lines under `heading`, or take them from there when the part denies it."""
    items = work.state.record.items
    under = [i for i in items if HEADINGS.get(i.field) == HEADINGS.get(heading)]
    denies, turned = _denies(work, part, heading), work.wording.says("turned", part)
    if denies or turned:
        meant = _spoken_of(work, part, under, every=True)
        if not meant:
            return None if not work.wording.says("stands", part) else False
        if turned and not denies and heading == "came_back":
            return _items(work, (replace(i, field="what", about=work.state.focus) if i in meant else i for i in items), meant)
        return _items(work, (i for i in items if i not in meant), meant)
    if work.wording.says("stands", part):
        work.last = _meant(work, part, under)  # "it's under what came back", and the next part says why
        return bool(work.last)
    points = work.wording.says("pointing", part) is not None
    filed = "their_view" if heading == "wish" and work.state.audience != "client" else heading
    if points and _gone(work):  # "that's what she'd like", of what came off in the part before
        back = replace(work.last[0], field=filed)
        return _items(work, (*items, back), (back,))
    others = [i for i in items if i not in under]
    meant = _spoken_of(work, part, others) if points else _meant(work, part, others)
    words = _stems(_plain(part, work), work)
    if not points and not QUOTED.search(part):
        meant = tuple(
            i for i in meant
            if words <= _stems(i.text, work) or len(_stems(i.text, work) & words) / max(len(_stems(i.text, work)), 1) > HALF
        )  # fmt: skip
    if not meant:
        return None
    moved = tuple(replace(i, field=filed) for i in meant)
    return _items(work, (replace(i, field=filed) if i in meant else i for i in items), moved)


UNDER = re.compile(r"\b(?:bij|onder|under|in|op) (?:wat |what |de |het |the )?$|^(?:wat |what )?$", re.I)


def _filed(work: _Work, part: str) -> bool | None:
    """File a line under the part of the page a sentence names for it, or write it there.

    "The line about the lunch is under what I offer, that's what it cost", "under promised: she gets
    the course", "what I offer should say: …".
    """
    named = sorted(
        (m.start(), m.end(), field) for field, pattern in work.wording.headings.items()
        if (m := re.search(pattern, QUOTED.sub(lambda q: " " * len(q.group()), part), re.I))
    )  # fmt: skip
    if not named or work.wording.says("denies", part) and not work.wording.says("stands", part):
        return None
    start, end, field = named[-1]
    rest = re.sub(r"^[^:]{0,25}:\s*", "", part[end:]) if ":" in part[end : end + 26] else ""
    if len(rest.split()) >= MOST_POINTING:  # dictated behind a colon
        about = work.state.focus if field in {"what", "cost", "extra"} else ""
        item = Item(f"i{work.state.next_item}", field, rest.strip(" .'\"‘’“”"), "seen", work.state.turn + 1, about, "", rest)
        work.state = replace(work.state, next_item=work.state.next_item + 1)
        return _items(work, (*work.state.record.items, item), (item,))
    stands = work.wording.says("stands", part) and not SHOULD.search(part)
    two = len(named) > 1 and HEADINGS.get(named[0][2]) != HEADINGS.get(field)
    if two and stands:  # it stands under the one and is the other
        under = [i for i in work.state.record.items if HEADINGS.get(i.field) == HEADINGS.get(named[0][2])]
        meant = _meant(work, part, under)
    elif (UNDER.search(part[:start]) or OPENS_UNDER.match(part[start:end])) and work.wording.says("files", part) and not stands:
        others = [i for i in work.state.record.items if HEADINGS.get(i.field) != HEADINGS.get(field)]
        meant = _meant(work, part, others)
        if not meant and not _meant(work, part) and (told := _told_before(work, _stems(_plain(part, work), work))):
            item = Item(f"i{work.state.next_item}", field, told[0].text.strip(" .,;!?"), "seen", told[1], "", "", told[0].text)
            work.state = replace(work.state, next_item=work.state.next_item + 1)
            return _items(work, (*work.state.record.items, item), (item,))
    else:
        return None
    if not meant:
        return None
    about = work.state.focus if field in {"what", "cost"} else meant[0].about
    moved = replace(meant[0], field=field, about=about)
    return _items(work, (moved if i == meant[0] else i for i in work.state.record.items), (moved,))


OPENS_UNDER = re.compile(r"(?:bij|onder|under)\b", re.I)
SHOULD = re.compile(r"\b(?:moet|moeten|hoort|horen|should|belongs?|goes|needs to|must)\b", re.I)
MOST_POINTING = 3  # words of a line that is written out


def _denies(work: _Work, part: str, heading: Field) -> bool:
    """Tell whether a part says that something is not what stands under `heading`."""
    found = re.search(work.wording.headings[heading], part, re.I)
    near = part[max(found.start() - NEAR, 0) : found.end()] if found else part
    return work.wording.says("denies", near) is not None


NEAR = 35  # characters before the words that name a part of the page


def _put(work: _Work, part: str) -> bool:
    """Put on what they miss: a line that came off, one filed elsewhere, or what they told before."""
    struck = [i for i in work.last if i.id not in {k.id for k in work.state.record.items}]
    struck += [i for i in work.state.struck if i not in struck]
    words = _stems(_plain(part, work), work)
    back = _meant(work, part, struck) if words else tuple(struck)
    if struck and not words & set().union(*(_stems(i.text, work) for i in struck)) and work.wording.says("restores", part):
        back = tuple(struck)
    if back:
        return _items(work, (*work.state.record.items, *back), back)
    people = [n for n in (*work.state.kept, *(i.about for i in work.state.record.items)) if n and n != work.state.focus]
    person = next((n for n in people if re.search(rf"\b{re.escape(n)}\b", part, re.I)), "")
    if person and not words - _stems(person, work):  # "Ada is missing"
        kept = tuple(n for n in work.state.kept if n != person)
        work.state = replace(work.state, focus=person, kept=kept)
        return True
    listed = list(_meant(work, part, [i for i in work.state.record.items if i.field in HEADINGS]))
    held = _meant(work, part)
    if listed:
        work.last = tuple(listed)
        work.there += tuple(listed)
        return True
    if held:
        item = held[0]
        new = replace(item, field=_field(item.clause, work))
        return _items(work, (new if i == item else i for i in work.state.record.items), (new,))
    told = _told_before(work, words)
    if told is None:
        return False
    clause, turn = told
    field = _field(clause.text, work)
    about = work.state.focus if field in {"what", "cost", "extra"} else ""
    item = Item(f"i{work.state.next_item}", field, clause.text.strip(" .,;!?"), "seen", turn, about, "", clause.text)
    work.state = replace(work.state, next_item=work.state.next_item + 1)
    return _items(work, (*work.state.record.items, item), (item,))


def _told_before(work: _Work, words: set[str]) -> tuple[Clause, int] | None:
    """Return the clause of an earlier turn that shares most with `words`, and its turn."""
    best: tuple[float, Clause | None, int] = (0.0, None, 0)
    for exchange in work.state.history:
        for clause in clauses(exchange.user, work.lexicon):
            own = _stems(clause.text, work)
            shared = len(own & words)
            if shared and (shared >= 2 or shared / max(len(own), 1) >= HALF) and len(clause.words) >= 3:
                best = max(best, (shared + shared / len(own), clause, exchange.turn), key=lambda b: b[0])
    return None if best[1] is None else (best[1], best[2])


def _field(text: str, work: _Work) -> Field:
    """Return what the reader takes a line for, asked nothing; "context" is given or told, so "said"."""
    parts = clauses(text, work.lexicon)
    asked = Asked(audience=work.state.audience, focus=work.state.focus)
    labels = [label for label, _, _ in label_clauses(parts, text, asked, work.lexicon)]
    field = next((label for label in labels if label in HEADINGS), "said")
    return field if field != TO_COACH else "said"  # type: ignore[return-value]


def _given(work: _Work, part: str, text: str) -> bool | None:
    """Give lines to somebody else: "that was all Ada", "under Ada, not Bo", "Bo's holds what Ada does"."""
    state = work.state
    known = [n for n in dict.fromkeys((state.focus, *state.kept, *(i.about for i in state.record.items))) if n]
    named = [n for n in known if re.search(rf"\b{re.escape(n)}\b", part, re.I)]
    for name in named:
        told = re.escape(name)
        others = [n for n in known if n != name and re.search(rf"\b{re.escape(n)}\b", part, re.I)]
        holds = rf"\b(?:bij|onder|under) (?:{'|'.join(map(re.escape, others))})\b.*\b(?:wat|what) {told}\b" if others else r"(?!)"
        all_of = rf"\b(?:dat|die|that|it|those)(?: is| was| waren|'s| were)(?: allemaal| gewoon| all| just)? (?:van )?{told}\b(?!'s? )"
        if others and (re.search(holds, part, re.I) or re.search(all_of, part, re.I)):
            return _items(
                work, [replace(i, about=name) if i.about in others else i for i in state.record.items
                       if not (i.field == "who" and i.text in others)], [],
            ) and _in_hand(work, name)  # fmt: skip
        under = re.search(rf"\b(?:onder|bij|under|with) {told}\b", part, re.I) and not others
        if under and (work.wording.says("restores", part) or re.search(r"\b(?:moet|hoort|horen|gaat|should|belongs?|goes|needs)\b", part, re.I)):
            back = [i for i in work.last if i.id not in {k.id for k in state.record.items}]
            meant = _spoken_of(work, part) if not back else ()
            if back or meant:
                moved = [replace(i, about=name) for i in (*back, *meant)]
                kept = [i for i in state.record.items if i not in meant]
                return _items(work, (*kept, *moved), moved)
        hers = re.search(rf"\b(?:hers|his|theirs|van haar|van hem),? (?:and |en )?(?:not|niet) (?:van )?{told}\b", part, re.I)
        if hers:
            before = [n for n in known if n != name and re.search(rf"\b{re.escape(n)}\b", text, re.I)]
            meant = _spoken_of(work, part)
            if before and meant:
                return _items(work, [replace(i, about=before[0]) if i in meant else i for i in state.record.items], meant)
    return None


def _in_hand(work: _Work, name: str) -> bool:
    asked = tuple(replace(o, about=name) for o in work.state.record.open)
    work.state = replace(work.state, focus=name, record=replace(work.state.record, open=asked))
    return True


def _instead(work: _Work, part: str) -> bool | None:
    """Put one word for another in a line: "nine, not eight", "correction, nine times"."""
    items, part = work.state.record.items, part.strip(" .,;:!")
    if (match := work.wording.says("instead", part)) is not None:
        found = match.groupdict()
        new = next(v for k, v in found.items() if k.startswith("new") and v).strip(" '\"‘’")
        old = next(v for k, v in found.items() if k.startswith("old") and v).strip(" '\"‘’")
        holds = [i for i in items if i.field != "who" and re.search(rf"\b{re.escape(old)}\b", i.text, re.I)]
        short = len(old.split()) <= 3 and len(new.split()) <= 4 and bool(_stems(old, work))
        if holds and short:
            changed = [_with(i, old, new) for i in holds]
            return _items(work, (_with(i, old, new) if i in holds else i for i in items), changed)
        if short and (there := _meant(work, new)):
            work.there += there[:1]
            return True  # "her lass's birthday, not hers": it stands there
    if work.wording.says("number", part) and (told := _other_number(work, part)) is not None:
        item, old, new = told
        return _items(work, (_with(i, old, new) if i == item else i for i in items), [_with(item, old, new)])
    return None


def _with(item: Item, old: str, new: str) -> Item:
    """Return `item` with one stretch of the person's words put for another."""
    swap = re.compile(rf"\b{re.escape(old)}\b", re.I)
    return replace(item, text=swap.sub(lambda _: new, item.text), clause=swap.sub(lambda _: new, item.clause))


ARTICLES = frozenset("een één a an one 1".split())


def _other_number(work: _Work, part: str) -> tuple[Item, str, str] | None:
    """Return the line, the number in it and the one told now, when both count the same thing."""
    tokens = [t for c in clauses(part, work.lexicon) for t in c.words]
    for number, counted in pairwise(tokens):
        if number.kind != "number" or counted.kind == "number":
            continue
        for item in work.state.record.items:
            told = [t for c in clauses(item.text, work.lexicon) for t in c.words]
            for old, same in pairwise(told):
                alike = lemma(same.lower, work.lexicon.language) == lemma(counted.lower, work.lexicon.language)
                if old.kind == "number" and alike and old.lower != number.lower and old.lower not in ARTICLES:
                    return item, old.text, number.text
    return None
