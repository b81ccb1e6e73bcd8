"""A line put in other words, with another number, day or name in it, as somebody plainly asks for it."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from coach.dialogue.clauses import tokenise
from coach.dialogue.gate_words import load_gate_words
from coach.dialogue.grammar import times_in
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.page.dictating import first_quoted, unquoted
from coach.dialogue.page.editing import Done, Editing
from coach.dialogue.page.known_by import A_LINE, POINTS, last_sentence, likest_line, line_named
from coach.dialogue.page.meant import Shown, hours_in, norm, quotes_in
from coach.dialogue.page.requests import heading_in
from coach.dialogue.state import State
from coach.dialogue.whose import known_people

Outcome = int  # how many sentences it took, up to the one that asks; 0 when it wasn't done
BACK = 2  # sentences before a request of which it may speak


def spelled_otherwise(editing: Editing, asked: str, before: str) -> Outcome:
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
        people_told = {m.start(): p for p in _people_on(editing) if p[:1].isupper() and (m := re.search(rf"(?<!\w){re.escape(p)}(?!\w)", before))}
        named = [people_told[place] for place in sorted(people_told)]
        if named and " " in match["new"]:  # "Priya would hate to see her name. Can you call her my colleague?"
            editing.state = _renamed(editing.state, named[0], match["new"])
            editing.done.append(Done("named", match["new"]))
            return 2
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


def swapped_words(editing: Editing, asked: str, before: str) -> Outcome:
    """Put a few words for a few that stand on the page, wherever they do."""
    for match in editing.wording.plain("words", asked):
        old, new = unquoted(match["old"].strip()), unquoted(match["new"].strip())
        if POINTS.fullmatch(old) or not (editing.stems(old) or _is_time(old, editing)) or len(new.split()) > (QUOTED_LINE if quotes_in(match["new"]) else A_LINE):
            continue
        lines = [s for s in editing.shown() if s.part and f" {norm(old)} " in f" {norm(s.line.text)} "]
        key = heading_in(editing, asked)
        lines = [s for s in lines if s.part == key] or lines
        if lines and editing.reword(old, new, lines):
            return 1
    return 0


QUOTED_LINE = 12  # words that are put for others where both are quoted


def _is_time(word: str, editing: Editing) -> bool:
    return all(t.kind in {"month", "weekday", "season"} for t in tokenise(word, editing.lexicon))


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


def in_other_words(editing: Editing, asked: str, before: str) -> Outcome:
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
            return (1 if named else 1 + BACK) if editing.write(slot, new, instead=True) else 0
        if not named and _said_otherwise(editing, before, new):
            return 2
        for told in filter(None, (named, last_sentence(before))):
            line = line_named(editing, told) if named or len(new.split()) >= A_LINE else None
            if line is not None and editing.replace(replace(line, quote=""), new):
                return 1 if told == named else 2
        line = likest_line(editing, new) if len(new.split()) >= A_LINE else None
        if line is not None and editing.replace(line, new):
            return 1
    return 0


def _said_otherwise(editing: Editing, before: str, new: str) -> bool:
    """Put new words for the one of the sentences to say that was just read out ("the bit before it, you …, reads odd")."""
    spoken = next((s for s in editing.shown() if s.part == "sentences"), None)
    for told in re.split(r"(?<=[.?!])\s+", spoken.line.text) if spoken is not None else ():
        if len(told.split()) >= A_LINE and f" {norm(told)} " in f" {norm(before)} ":
            return editing.reword(told.rstrip("."), new.rstrip("."), [spoken] if spoken else None)
    return False


SAID_THAT = re.compile(r"^(?:that|dat)\s+(?=(?:she|he|they|i|we|ze|zij|hij|ik|[A-Z])\b)", re.I)
FEWEST, A_TIME = 2, 7  # words


def _another_time(editing: Editing, new: str, told: str) -> bool:
    """Put another day or hour in the line that is named, or in the step."""
    line = line_named(editing, told) if told else None
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
    if line[end:].startswith(" uur") and "uur" not in new:
        end += len(" uur")
    if HOUR.search(new) and (hour := HOUR.match(line[end:])):
        end += hour.end()
    return line[first.start : end]


HOUR = re.compile(
    r",? (?:at|om|around|rond) (?:(?:half|quarter|kwart)(?: past| to| voor| over)? )?(?:\d{1,2}(?:[:.]\d\d)?|[a-zé]+)(?: o'clock| uur| ?am| ?pm)?", re.I
)


HALF_OF_DAY = re.compile(r" ?[ap]m$", re.I)


def numbered_otherwise(editing: Editing, asked: str, before: str) -> Outcome:
    """Put another number where the wrong one stands, in the one line that has it."""
    for match in editing.wording.plain("number", asked):
        found = {k.rstrip("234"): v for k, v in match.groupdict().items() if v}
        if (half := HALF_OF_DAY.search(found["new"])) and found.get("old", "").isdigit():
            return int(editing.reword(found["old"] + half.group(), found["new"]))  # "it was 5am, not 4"
        if (hour := _another_hour(editing, found.get("old", ""), found["new"])) is not None:
            return int(hour)
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


def _another_hour(editing: Editing, old: str, new: str) -> bool | None:
    """Put another hour where the wrong one stands, in the one line that has it; None when these are no hours."""
    if not all(hours_in(each) == [(0, len(each))] for each in (old, new)) or not old:
        return None
    lines = [s for s in editing.shown() if s.part and f" {norm(old)} " in f" {norm(s.line.text)} "]
    told = [s for s in lines if s.line.item] or lines
    return len(told) == 1 and editing.reword(old, new, told)


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
