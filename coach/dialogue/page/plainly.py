"""What is asked of the page in words that leave nothing open: which line, and what is to become of it.

It is carried out before anything else is read in the turn, so that no word of it is taken for news:
the last change undone, a line in other words, another number or day, a name spelled otherwise, a line
under another heading. Whatever says so and names no line that stands there is left to the rest.
Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from coach.dialogue.clauses import tokenise
from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.page.dictating import first_quoted, masked, unquoted
from coach.dialogue.page.editing import Done, Editing
from coach.dialogue.page.headed import HOME
from coach.dialogue.page.meant import SPOKEN, Shown, norm, quotes_in
from coach.dialogue.page.requests import bare_of, heading_in
from coach.dialogue.phrasebook import sentence
from coach.dialogue.review_wording import load_wording
from coach.dialogue.state import Field, Language, PageBefore, State
from coach.dialogue.whose import known_people

Outcome = int  # how many sentences it took, up to the one that asks; 0 when it wasn't done


@dataclass(frozen=True)
class Taken:
    """A talk with what was asked done to its page, where it was asked (start, end), and the rest of the turn."""

    state: State
    rest: str  # as long as the turn, blank where it was asked
    done: tuple[Done, ...] = ()
    said: tuple[tuple[int, int], ...] = ()


def done_plainly(state: State, text: str, lexicon: Lexicon, shown: bool) -> Taken:
    """Carry out what `text` plainly asks of the page; without `shown` only where it speaks of the page by name."""
    if not state.record.items and not state.fixed:
        return Taken(state, text)
    editing = Editing(replace(state, struck=()), load_wording(lexicon.language), lexicon, struck=state.struck)
    plain = text.replace("’", "'")
    if shown and any(editing.wording.says("undo", masked(plain[a:b]).strip(" .!?,")) for a, b in _sentences(text)):
        back = _undone(editing, plain)
        done_so = Done("unchanged" if back is editing.state else "undone")
        asks = [(a, b) for a, b in _sentences(text) if text[a:b].rstrip().endswith("?") and len(text[a:b].split()) >= A_QUESTION and not editing.wording.says("undo", masked(plain[a:b]))]
        rest = "".join(c if any(a <= n < b for a, b in asks) else " " for n, c in enumerate(text))  # what is asked beside it
        return Taken(back, rest, (done_so,), tuple(s for s in _sentences(text) if s not in asks))
    done: list[tuple[int, int]] = []
    spans = [part for span in _sentences(text) for part in _in_parts(text, *span)]
    for number, (start, end) in enumerate(spans):
        asked = POLITE.sub("", plain[start:end]).strip(" .!?,")
        before = plain[spans[max(number - BACK, 0)][0] : spans[number - 1][1]].strip() if number else ""
        if shown or OF_THE_PAGE.search(masked(asked)):
            steps = STEPS
        else:
            steps = (*((_off,) if ORDERS_OFF.fullmatch(asked) else ()), _spelled, *((_numbered,) if ON_SECOND_THOUGHT.search(plain[start:end]) else ()))
        taken = next((told for step in steps if (told := step(editing, asked, before))), 0)
        done += [span for span in spans[max(number + 1 - taken, 0) : number + 1] if span not in done]
    if not done:
        return Taken(state, text)
    rest = text
    for start, end in done:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return Taken(replace(editing.state, struck=editing.struck), rest, tuple(editing.done), tuple(done))


A_QUESTION = 3  # words
BACK = 2  # sentences before a request of which it may speak


def _in_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the orders of one sentence stand, of which a conjunction opens the second."""
    hidden = masked(text)[start:end]
    for mark in ANOTHER_ORDER.finditer(hidden):
        if ":" not in hidden[: mark.start()] and len(hidden[: mark.start()].split()) >= AN_ORDER:
            yield start, start + mark.start()
            yield from _in_parts(text, start + mark.end(), end)
            return
    yield start, end


AN_ORDER = 3  # words
ANOTHER_ORDER = re.compile(r",? (?:and|en|dus) (?=(?:the [\w-]+ (?:should|has|belongs)|the [\w -]{3,30}? (?:has moved|should|belongs)|it's got to|can you|could you|take|put|change|move|shorten|zet|haal|maak|schrap|verander|die regel|de losse regel|kun je)\b)|, (?=(?:(?:en|and) )?(?:de rest|the rest|verder|otherwise|everything else)\b)", re.I)
ON_SECOND_THOUGHT = re.compile(r"\b(?:trouwens|overigens|oh ?ja|oja|bedenk ik|sorry|correctie|nageteld|nagekeken|eigenlijk|by the way|btw|oh|oops|whoops|actually|correction|i mean|checked|i've (?:just )?looked)\b|\b(?:rather than|in plaats van) \w+[.!]?$|^(?:change|make|maak|verander)\b|\bhas to be\b", re.I)
ORDERS_OFF = re.compile(r"(?:haal|laat) (?:dat|die|het) (?:er )?(?:maar |dus |even )*(?:eraf|weg|eruit|af)|(?:take|leave) (?:that|it) (?:off|out)", re.I)

POLITE = re.compile(
    r"^\W*(?:(?:and|but|no|nope|sorry|please|oh|ok|okay|also|right|yes|well|en|maar|nee|neen|ho|ja|oké|dus|verder|ook|alsjeblieft|graag|can you|could you|would you|will you|can i|kun je|kan je|kunt u|wil je|zou je)\b[, ]*)+"
    r"|[, ]+(?:please|pls|plz|alsjeblieft|alstublieft|aub|graag|trouwens|by the way|btw|thanks|dank je)\W*$", re.I
)  # fmt: skip
OF_THE_PAGE = re.compile(r"\b(?:reads? (?:weird|odd|funny|wrong|strange)|the bit (?:before|after)|opening line|page|line|sentence|heading|summary|pagina|blad|regel|zin|kopje|samenvatting)\b", re.I)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a turn stand, quotations kept whole."""
    hidden, begin = masked(text), 0
    for mark in re.finditer(r"(?<=[.!?])\s+|\n+", hidden):
        yield begin, mark.start()
        begin = mark.end()
    yield begin, len(text)


def _undone(editing: Editing, text: str) -> State:
    """Return the talk with its page as it was before the last change; as it is when the last turn changed nothing.

    Of several changes only the one that is named goes back ("leave that at April, as it was").
    """
    state, before = editing.state, editing.state.before
    if before is None or state.turn != before.turn:
        return state
    said, old = editing.stems(text), {i.id: i for i in before.items}
    changed = [i for i in state.record.items if i.id in old and old[i.id].text != i.text]
    named = [i for i in changed if said & (editing.stems(old[i.id].text) - editing.stems(i.text))]
    if named and (len(changed) > len(named) or before.fixed != state.fixed):
        items = tuple(old[i.id] if i in named else i for i in state.record.items)
        return replace(state, record=replace(state.record, items=items), before=None)
    since = [i for i in state.record.items if i.turn > before.turn]
    items = (*before.items, *(i for i in since if i.id not in old))
    return replace(
        state, record=replace(state.record, items=items), off=before.off, fixed=before.fixed, placed=before.placed,
        focus=before.focus, kept=before.kept, before=None,
    )  # fmt: skip


def remembered(before: State, after: State) -> State:
    """Return `after` with the page as it was `before`, so that this turn can be undone."""
    held = PageBefore(before.turn + 1, before.record.items, before.off, before.fixed, before.placed, before.focus, before.kept)
    return replace(after, before=held)


def says_wrong(part: str, language: Language) -> bool:
    """Tell whether a part of a turn says no more than that something isn't right or where it should be."""
    wording = load_wording(language)
    return any(wording.says(name, part.replace("’", "'")) for name in ("turned", "not_right", "page", "of_page"))


def _spelled(editing: Editing, asked: str, before: str) -> Outcome:
    """Spell a name otherwise wherever it stands, or put what somebody is called instead of it."""
    people = known_people(editing.state)
    for match in editing.wording.plain("called", asked):
        name = next((p for p in people if p.lower() == match["new"].lower() and p[:1].isupper()), "")
        roles = [p for p in people if p[:1].islower()]
        if name and roles:
            for role in sorted(roles, key=len, reverse=True):
                editing.state = _renamed(editing.state, role, name)
            editing.done.append(Done("named", name))
            return 1
    for match in editing.wording.plain("name", asked):
        found = {k.rstrip("2"): v for k, v in match.groupdict().items() if v}
        new = unquoted(found["new"].strip())
        if not new[:1].isupper() and new == found["new"].strip():
            continue  # no name, nor quoted as what stands in for one
        old = found.get("name", "") or max(_people_on(editing), key=lambda p: _alike(p, new), default="")
        if not found.get("name") and (new in people or _alike(old, new) < SPELLED_ALIKE) or old == new or not _is_name(old, editing):
            continue
        renamed = _renamed(editing.state, old, new)
        if renamed == editing.state:
            continue  # nobody is called so
        editing.state = renamed
        editing.done.append(Done("named", new))
        return 1
    return 0


def _people_on(editing: Editing) -> list[str]:
    """Return whoever the talk knows, and the first names that stand on the page besides."""
    told = {w for s in editing.shown() for w in re.findall(r"[A-ZÀ-Ý][\w'-]+", s.line.text) if w.lower() in load_names().first}
    return list(dict.fromkeys([*known_people(editing.state), *sorted(told)]))


def _is_name(word: str, editing: Editing) -> bool:
    named = word in known_people(editing.state) or word.lower() in load_names().first
    return word[:1].isupper() and (named or tokenise(word, editing.lexicon)[0].kind == "name")


SPELLED_ALIKE = 0.7


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def _renamed(state: State, old: str, new: str) -> State:
    """Return a talk in which somebody has another name, in every word of the page."""
    named = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.I if old[:1].islower() else 0)

    def told(text: str) -> str:
        return re.sub(rf"({re.escape(new)}), {re.escape(new)}(?!\w)", r"\1", named.sub(new, text))

    items = tuple(replace(i, text=told(i.text), clause=told(i.clause), about=told(i.about), by=told(i.by)) for i in state.record.items)
    still_open = tuple(replace(o, about=told(o.about)) for o in state.record.open)
    return replace(
        state, record=replace(state.record, items=items, open=still_open), focus=told(state.focus),
        kept=tuple(told(n) for n in state.kept), fixed=tuple((k, told(v)) for k, v in state.fixed),
    )  # fmt: skip


def _in_other_words(editing: Editing, asked: str, before: str) -> Outcome:
    """Put their words where a line stands, or another day in it."""
    for match in editing.wording.plain("new", asked):
        found = {k.rstrip("23"): v.strip() for k, v in match.groupdict().items() if v}
        new, named = unquoted(first_quoted(SAID_THAT.sub("", found["new"]).strip(" ,;:."))), found.get("line", "")
        if len(new.split()) < FEWEST or editing.wording.heading(new) and len(new.split()) <= FEWEST:
            continue
        if "like" in found and not before:
            continue  # answers what they'd say
        if not named or POINTS.fullmatch(named):
            named, before = "", f"{before} {asked[: match.start()]}".strip()
        acts = any(t.kind in {"verb", "auxiliary", "participle"} for t in tokenise(new, editing.lexicon))
        if times_in(new, editing.lexicon) and len(new.split()) <= A_TIME and not acts:
            return int(_another_time(editing, new, named or before if named or quotes_in(before) else ""))
        slot = editing.wording.slot(named or before)
        if slot:
            return (1 if named else 1 + BACK) if editing.write(slot, new) else 0
        if not named and _said_otherwise(editing, before, new):
            return 2
        for told in filter(None, (named, _last(before))):
            line = _line(editing, told) if named or len(new.split()) >= A_LINE else None
            if line is not None and editing.replace(replace(line, quote=""), new):
                return 1 if told == named else 2
        line = _likest(editing, new) if len(new.split()) >= A_LINE else None
        if line is not None and editing.replace(line, new):
            return 1
    return 0


def _last(before: str) -> str:
    """Return the last of the sentences before a request, of which "it" and "that" speak."""
    return re.split(r"(?<=[.!?])\s+", before.strip())[-1]


def _said_otherwise(editing: Editing, before: str, new: str) -> bool:
    """Put new words for the one of the sentences to say that was just read out ("the bit before it, you …, reads odd")."""
    spoken = next((s for s in editing.shown() if s.part == "sentences"), None)
    for told in re.split(r"(?<=[.?!])\s+", spoken.line.text) if spoken is not None else ():
        if len(told.split()) >= A_LINE and f" {norm(told)} " in f" {norm(before)} ":
            return editing.reword(told.rstrip("."), new.rstrip("."), [spoken] if spoken else None)
    return False


SAID_THAT = re.compile(r"^(?:that|dat)\s+(?=(?:she|he|they|i|we|ze|zij|hij|ik|[A-Z])\b)", re.I)
POINTS = re.compile(r"(?:it|that|this|het|dat|die|dit|er|hier|daar)", re.I)
FEWEST, A_TIME = 2, 7  # words


def _line(editing: Editing, named: str) -> Shown | None:
    """Return the line that is named: quoted, by its place, or by its words; None for none, or more than one."""
    shown = [s for s in editing.shown() if s.part and s.line.item]
    if quotes_in(named):
        return next((s for s in editing.find(named) if s.part), None)
    if editing.wording.says("first_line", named):
        key = heading_in(editing, named) or "given"
        return next((s for s in shown if s.part == key), None)
    said = editing.stems(bare_of(named, editing.wording)) - SAYS_NOTHING
    words = {w for w in norm(named).split() if len(w) >= A_WORD}  # "the leave sheet", of which every word may speak of a page
    told = [(s, set(norm(s.line.before + s.line.text).split())) for s in shown if s.part not in SPOKEN]
    shares = [(_shared(said, editing.stems(s.line.before + s.line.text)), len(words & own), s) for s, own in told]
    most = max((share[:2] for share in shares), default=(0, 0))
    best = [s for *share, s in shares if tuple(share) == most]
    under = [s for s in shown if s.part == (heading_in(editing, named) or "none")]
    if len(under) == 1 and (not said or under[0] in best):
        return under[0]
    return best[0] if most[0] and len(best) == 1 and 2 * most[0] >= min(len(said), MOST_OF) else None


def _shared(said: set[str], line: set[str]) -> int:
    """Return how many words stand in a line, whole or as the first or last part of a longer one ("koor", "koorrepetitie")."""
    return sum(s in line or len(s) >= A_WORD and any(w.startswith(s) or w.endswith(s) for w in line) for s in said)


SAYS_NOTHING = frozenset("terug back wel dan".split())
MOST_OF = 4  # words of a line by which it is known, of however many that name it
A_WORD = 4  # letters


def _likest(editing: Editing, new: str) -> Shown | None:
    """Return the one line that says most of what new words say; None for none."""
    said, shown = editing.stems(new), [s for s in editing.shown() if s.part and s.line.item]
    shares = [(_share(said, editing.stems(s.line.text)), s) for s in shown]
    most = max((share for share, _ in shares), default=0.0)
    best = [s for share, s in shares if share == most]
    return best[0] if most >= SAYS_MUCH and len(best) == 1 else None


SAYS_MUCH = 0.5


def _share(said: set[str], line: set[str]) -> float:
    """Return how much of the shorter of two lines stands in the other, 0 to 1."""
    return len(said & line) / max(min(len(said), len(line)), 2)


def _another_time(editing: Editing, new: str, told: str) -> bool:
    """Put another day or hour in the line that is named, or in the step."""
    line = _line(editing, told) if told else None
    lines = [line] if line is not None and times_in(line.line.text, editing.lexicon) else _dated_alike(editing, new)
    for each in lines:
        old = _day_and_hour(each.line.text, new, editing.lexicon)
        if f" {norm(new)} " in f" {norm(each.line.text)} ":
            editing.done.append(Done("there", each.told))
            return True
        if old and editing.reword(old, new, [each]):
            return True
    return False


def _dated_alike(editing: Editing, new: str) -> list[Shown]:
    """Return the one line with another date in the same month, else the step."""
    months = {t.lower for t in tokenise(new, editing.lexicon) if t.kind == "month"}
    dated = [s for s in editing.shown() if s.line.item and months & {t.lower for t in tokenise(s.line.text, editing.lexicon) if t.kind == "month"}]
    return dated if len(dated) == 1 and DATE.search(new) else [s for s in editing.shown() if s.part == "step"]


DATE = re.compile(r"\b\d{1,2}\b")


def _day_and_hour(line: str, new: str, lexicon: Lexicon) -> str:
    """Return the stretch of `line` that tells a day or an hour as `new` does; "" for none."""
    kinds = {t.kind for t in tokenise(new, lexicon)} & {"weekday", "month"}
    places = [t for t in tokenise(line, lexicon) if t.kind in {"weekday", "month", "number"}]
    dated = [n for n, t in enumerate(places) if t.kind in kinds]
    if not dated:
        return ""
    first = last = places[dated[0]]
    if dated[0] and first.kind == "month" and not line[places[dated[0] - 1].end : first.start].strip() and DATE.match(new):
        first = places[dated[0] - 1]  # "4 februari"
    for token in places[dated[0] + 1 :]:
        if len(line[last.end : token.start].strip()) > 0 or token.kind == "number" and "number" not in {t.kind for t in tokenise(new, lexicon)}:
            break
        last = token
    end = last.end
    if HOUR.search(new) and (hour := HOUR.match(line[end:])):
        end += hour.end()
    return line[first.start : end]


HOUR = re.compile(
    r",? (?:at|om|around|rond) (?:(?:half|quarter|kwart)(?: past| to| voor| over)? )?(?:\d{1,2}(?:[:.]\d\d)?|[a-zé]+)(?: o'clock| uur| ?am| ?pm)?", re.I
)


def _numbered(editing: Editing, asked: str, before: str) -> Outcome:
    """Put another number where the wrong one stands, in the one line that has it."""
    for match in editing.wording.plain("number", asked):
        found = {k.rstrip("234"): v for k, v in match.groupdict().items() if v}
        new, old = _value(found["new"], editing.lexicon), _value(found.get("old", ""), editing.lexicon)
        if not new or "old" in found and not old:
            continue
        quoted = [] if old else quotes_in(asked) or quotes_in(before)
        back = 2 if quoted and not quotes_in(asked) else 1
        if not (old or quoted or found.get("unit")) and (spoken := _only_count(editing, before, new)):
            old, back = spoken, 2  # "it still says six. Make that five"
        hits = _counted(editing, old, new, found.get("unit", ""), quoted)
        if (old or quoted or found.get("unit")) and len({(s.line.text, n) for s, n in hits}) == 1:
            return back if editing.reword(hits[0][1], found["new"], [hits[0][0]]) else 0
    return 0


def _only_count(editing: Editing, text: str, new: str) -> str:
    """Return the one number, month or day of `text` beside `new`; "" for none, or several."""
    told = {_value(t.text, editing.lexicon) for t in tokenise(text, editing.lexicon) if t.kind in COUNTS} - {"", new}
    return told.pop() if len(told) == 1 else ""


def _counted(editing: Editing, old: str, new: str, unit: str, quoted: list[str]) -> list[tuple[Shown, str]]:
    """Return where the wrong number stands, as it is written there: `old`, else any other one than `new`."""
    hits: list[tuple[Shown, str]] = []
    for line in (s for s in editing.shown() if s.part and s.line.item):
        if quoted and not any(norm(q) in norm(line.line.text) for q in quoted):
            continue
        told = [(t.text, _value(t.text, editing.lexicon)) for t in tokenise(line.line.text, editing.lexicon) if t.kind in COUNTS]
        if new in {value for _, value in told}:
            continue  # it is right already
        wrong = [word for word, value in told if (value == old if old else new.isdigit() and value.isdigit())]
        hits += [(line, word) for word in wrong if not unit or re.search(rf"(?<!\w){re.escape(word)} {re.escape(unit)}(?!\w)", line.line.text, re.I)]
    return hits


COUNTS = frozenset({"number", "month", "weekday"})


def _value(word: str, lexicon: Lexicon) -> str:
    """Return a number in figures, a month or a weekday in lower case; "" for any other word."""
    word = word.lower().strip(" €$£")
    if re.fullmatch(r"\d+(?:[.,:]\d+)?", word) or lexicon.has("month", word) or lexicon.has("weekday", word):
        return word
    return str(load_gate_words(lexicon.language).numbers.get(word, ""))


def _filed(editing: Editing, asked: str, before: str) -> Outcome:
    """Put the line that is named, or was spoken of right before, under the heading it belongs under."""
    for match in editing.wording.plain("move", asked):
        field = _field_named(editing, match["to"])
        if field is None or editing.wording.says("denies", match["to"]):
            continue
        named = match["line"].strip()
        told = (asked[: match.start()], _last(before)) if POINTS.fullmatch(named) else (named,)
        for each in filter(None, told):
            line = _line(editing, each)
            if line is not None and line.part != HOME.get(field) and editing.move([replace(line, quote="")], field):
                return 1 if each in {named, asked[: match.start()]} else 2
    return 0


def _field_named(editing: Editing, to: str) -> Field | None:
    return editing.wording.heading(to) or (MIRROR if editing.wording.part_named(to) == "mirror" else None)


def _off(editing: Editing, asked: str, before: str) -> Outcome:
    """Take off the lines that are quoted, or the one of which the sentences before speak."""
    if not any(editing.wording.plain("strike", masked(asked))):
        return 0
    quoted = asked if quotes_in(asked) else before if quotes_in(before) else ""
    if quoted:
        lines = [s for s in editing.find(quoted) if s.part]
        if not lines:
            editing.done += [Done("gone", each) for each in quotes_in(quoted)]
            return 1 if quoted == asked else 2
        off = len(lines) >= len(quotes_in(quoted)) and editing.take_off(lines)
        return (1 if quoted == asked else 2) if off else 0
    named = next((m["line"] for m in editing.wording.plain("strike", asked) if m.groupdict().get("line")), "")
    if named and not POINTS.fullmatch(named) and (line := _line(editing, named)) is not None:
        return int(editing.take_off([replace(line, quote="")]))
    if not before or editing.stems(bare_of(asked, editing.wording)):
        return 0
    line = _line(editing, _last(before))
    return 2 if line is not None and editing.take_off([replace(line, quote="")]) else 0


def _put_under(editing: Editing, asked: str, before: str) -> Outcome:
    """Put what is told now under the heading that is named with it."""
    for match in editing.wording.plain("add", asked):
        new = OPENS.sub("", unquoted(match["new"].strip(" ,;:.")))
        field = _field_named(editing, match["to"]) if match["to"] else editing.field_of(new)
        if field is not None and len(new.split()) >= A_LINE and editing.add(field, new):
            return 1
    for match in editing.wording.plain("append", asked):
        standing = " ".join(s.line.text for s in editing.shown() if s.part == "sentences")
        if standing and editing.write("sentences", f"{standing} {sentence(match['new'].strip())}"):
            return 1
    for match in editing.wording.plain("add_it", asked):
        new = OPENS.sub("", before.rpartition(": ")[2].strip(" .!"))
        field = _field_named(editing, match["to"]) if match["to"] else editing.field_of(new)
        if field is not None and len(new.split()) >= A_LINE and editing.add(field, new):
            return 1 + min(BACK, len(re.findall(r"(?<=[.!?])\s+", new)) + 1)
    return 0


OPENS = re.compile(r"^(?:(?:en|and|maar|but|ook|also)\b,? )+", re.I)
A_LINE = 4  # words


def _read_out(editing: Editing, asked: str, before: str) -> Outcome:
    """Say what stands under a heading that is asked after."""
    for match in editing.wording.plain("show", asked):
        key = HOME.get(editing.wording.heading(match["to"]) or "context", "") or editing.wording.slot(match["to"])
        lines = [s.line.text for s in editing.shown() if key and s.part == key]
        if lines:
            editing.done.append(Done("reads", f"{', '.join(f'‘{each}’' for each in lines)}."))
            return 1
    return 0


MIRROR: Field = "own_giving"  # what somebody gives more than comes back stands under their own side
def _as_theirs(editing: Editing, asked: str, before: str) -> Outcome:
    """Put what was said right before where they say it belongs ("that's my step")."""
    match = THEIRS.fullmatch(asked)
    key = editing.wording.slot(asked) if match else ""
    told = re.split(r"(?<=[.!?])\s+", before.strip())[-1]
    return 2 if key and len(told.split()) >= A_LINE and editing.write(key, told.strip(" .")) else 0


THEIRS = re.compile(r"(?:that(?:'?s| is|'ll be)|dat is|dat's|dat wordt|dit is|dit wordt)(?: then| dan| dus)? (?:my|mijn|m'n|mn) (?:own |eigen |eerste |first )?(?:step|sentence|question|request|stap|zin|vraag)", re.I)


def _changed_at_all(editing: Editing, asked: str, before: str) -> Outcome:
    """Say so when somebody asks whether something was changed, and the last turn changed nothing."""
    state = editing.state
    changed = state.before is not None and state.before.turn == state.turn
    if changed or not any(editing.wording.plain("did", asked)):
        return 0
    editing.done.append(Done("still"))
    return 1


STEPS = (_as_theirs, _changed_at_all, _read_out, _spelled, _in_other_words, _numbered, _off, _put_under, _filed)
