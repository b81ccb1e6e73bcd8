"""What is asked of the page in words that leave nothing open: which line, and what is to become of it.

It is carried out before anything else is read in the turn, so that no word of it is taken for news:
the last change undone, a line in other words, another number or day, a name spelled otherwise, a line
under another heading. Whatever says so and names no line that stands there is left to the rest.
Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.main_order import predicate, stated
from coach.dialogue.of_the_page import speaks_of_page
from coach.dialogue.page.dictating import masked, unquoted
from coach.dialogue.page.editing import Done, Editing
from coach.dialogue.page.headed import home_of
from coach.dialogue.page.known_by import (
    A_LINE,
    POINTS,
    last_sentence,
    likest_line,
    line_named,
    part_named,
)
from coach.dialogue.page.meant import SPOKEN, norm, quotes_in
from coach.dialogue.page.parts_off import question_off, words_off
from coach.dialogue.page.requests import bare_of
from coach.dialogue.page.reworded import (
    BACK,
    Outcome,
    in_other_words,
    numbered_otherwise,
    spelled_otherwise,
    swapped_words,
)
from coach.dialogue.phrasebook import sentence
from coach.dialogue.review_wording import load_wording
from coach.dialogue.state import Field, Language, PageBefore, State
from coach.dialogue.steps import does_on_a_day
from coach.dialogue.whose import known_people

Step = Callable[[Editing, str, str], Outcome]  # given a request and the sentences before it


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
    if shown and any(_asks_to_undo(editing, plain[a:b]) for a, b in _sentences(text)):
        return _taken_back(editing, plain)
    done: list[tuple[int, int]] = []
    spans = [part for span in _sentences(text) for part in _in_parts(text, *span)]
    for number, (start, end) in enumerate(spans):
        asked = POLITE.sub("", plain[start:end]).strip(" .!?,")
        before = plain[spans[max(number - BACK, 0)][0] : spans[number - 1][1]].strip() if number else ""
        steps = STEPS if shown or OF_THE_PAGE.search(masked(asked)) or ASKED_PARTS.search(asked) or speaks_of_page(asked) else _steps_on_the_way(asked, plain[start:end])
        taken = next((told for step in steps if (told := step(editing, asked, before))), 0)
        done += [span for span in spans[max(number + 1 - taken, 0) : number + 1] if span not in done]
    if not done:
        return Taken(state, text)
    return Taken(replace(editing.state, struck=editing.struck), _without(text, done), tuple(editing.done), tuple(done))


def _steps_on_the_way(asked: str, told: str) -> tuple[Step, ...]:
    """Return what is done for a request in the midst of the walk, where no page was spoken of."""
    return (
        *((_off,) if ORDERS_OFF.fullmatch(asked) else ()), spelled_otherwise, swapped_words,
        *((numbered_otherwise,) if ON_SECOND_THOUGHT.search(told) else ()),
    )  # fmt: skip


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return `text`, as long as it was, with blanks where `spans` stand."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _asks_to_undo(editing: Editing, part: str) -> bool:
    return editing.wording.says("undo", masked(part).strip(" .!?,")) is not None


def _taken_back(editing: Editing, text: str) -> Taken:
    """Undo the last change; of the rest of the turn only what it asks is still to be read."""
    back = _undone(editing, text)
    told = [(a, b) for a, b in _sentences(text) if not text[a:b].rstrip().endswith("?") or len(text[a:b].split()) < A_QUESTION or _asks_to_undo(editing, text[a:b])]
    done = Done("unchanged" if back is editing.state else "undone")
    return Taken(back, _without(text, told), (done,), tuple(told))


A_QUESTION = 3  # words


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
ON_SECOND_THOUGHT = re.compile(r"\b(?:trouwens|overigens|oh ?ja|oja|bedenk ik|sorry,? (?:het|dat|it|that|\d)|correctie|nageteld|nagekeken|eigenlijk|by the way|btw|oh|oops|whoops|actually|correction|i mean|checked|i've (?:just )?looked)\b|\b(?:rather than|in plaats van) \w+[.!]?$|^(?:change|make|maak|verander)\b|\b(?:has to|should|must) be\b|\b(?:it|that|there|they|het|dat|er) (?:was|were|waren) \S+(?: \S+){0,4}?,? (?:and |en )?(?:not|niet|geen)\b|\bmoet(?:en)? [\w ]{3,20} (?:worden|zijn)\b", re.I)
ORDERS_OFF = re.compile(r"(?:haal|laat) (?:dat|die|het) (?:er )?(?:maar |dus |even )*(?:eraf|weg|eruit|af)|(?:take|leave) (?:that|it) (?:off|out)", re.I)

POLITE = re.compile(
    r"^\W*(?:(?:and|but|no|nope|sorry|please|oh|ok|okay|also|right|yes|well|en|maar|nee|neen|ho|ja|oké|dus|verder|ook|alsjeblieft|graag|can you|could you|would you|will you|can i|kun je|kan je|kunt u|wil je|zou je)\b[, ]*)+"
    r"|[, ]+(?:please|pls|plz|alsjeblieft|alstublieft|aub|graag|trouwens|by the way|btw|thanks|dank je)\W*$", re.I
)  # fmt: skip
OF_THE_PAGE = re.compile(r"\b(?:reads? (?:weird|odd|funny|wrong|strange)|the bit (?:before|after)|opening line|page|line|sentence|heading|summary|pagina|blad|regel|zin|kopje|samenvatting)\b", re.I)


ASKED_PARTS = re.compile(r"\b(?:vra(?:ag|gen) (?:aan|voor) [A-Z]|questions? (?:to|for) [A-Z])")


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


def _filed(editing: Editing, asked: str, before: str) -> Outcome:
    """Put the line that is named, or was spoken of right before, under the heading it belongs under."""
    for match in editing.wording.plain("move", asked):
        field = _field_named(editing, match["to"])
        if field is None or editing.wording.says("denies", match["to"]):
            continue
        named = match["line"].strip()
        told = (asked[: match.start()], last_sentence(before)) if POINTS.fullmatch(named) else (named,)
        for each in filter(None, told):
            line = line_named(editing, each)
            if line is not None and line.part != home_of(field, editing.state.audience) and editing.move([replace(line, quote="")], field):
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
    if named and not POINTS.fullmatch(named) and (line := line_named(editing, named)) is not None:
        return int(editing.take_off([part_named(editing, line, named)]))
    if not before or editing.stems(bare_of(asked, editing.wording)):
        return 0
    line = line_named(editing, last_sentence(before))
    return 2 if line is not None and editing.take_off([part_named(editing, line, last_sentence(before))]) else 0


def _all_of_it(editing: Editing, asked: str, before: str) -> Outcome:
    """Take off the whole of a line of which only some words went in the turn before."""
    was = editing.state.before
    if was is None or was.turn != editing.state.turn or not any(editing.wording.plain("whole", asked)):
        return 0
    old = {i.id: i.text for i in was.items}
    cut = {i.id for i in editing.state.record.items if i.id in old and len(i.text) < len(old[i.id])}
    lines = [s for s in editing.shown() if s.part and s.line.item and s.line.item.id in cut]
    return int(bool(lines) and editing.take_off([replace(s, quote="") for s in lines]))


def _person_off(editing: Editing, asked: str, before: str) -> Outcome:
    """Take off all that was told of somebody ("Joost can come right off")."""
    names = {match["name"].lower() for match in editing.wording.plain("person_off", asked)}
    who = next((name for name in known_people(editing.state) if name.lower() in names), "")
    return int(bool(who) and editing.take_off_person(who))


def _titled(editing: Editing, asked: str, before: str) -> Outcome:
    """Put other words at the top of the page."""
    new = next((unquoted(m["new"].strip()) for m in editing.wording.plain("title", asked)), "")
    says = {t.kind for t in tokenise(new, editing.lexicon)}
    named = says & {"weekday", "month", "season", "name"} and "negation" not in says  # "make the title shorter" gives none
    return int(bool(named) and editing.write("day", new))


def told_to_note(text: str, lexicon: Lexicon) -> str | None:
    """Return what somebody tells behind an order to write it down; None when there is none."""
    match = load_wording(lexicon.language).says("orders_on", text.strip())
    if match is None:
        return None
    told = tokenise(match["told"].rstrip(" .!"), lexicon)
    if lexicon.language == "nl" and len(told) > 1:  # "dat ze ook de kerst heeft gedaan"
        rest = " ".join([told[-1].text, *(t.text for t in told[1:-1])])  # its verb stands last
        return f"{told[0].text} {predicate(told[1:], match['told'], 0, lexicon) or rest}"
    return match["told"].rstrip(" .!")


AFTERTHOUGHT = re.compile(r", \S+ \S+$")  # "put that I'll bring her lunch in, my turn"


def _put_under(editing: Editing, asked: str, before: str) -> Outcome:
    """Put what is told now under the heading that is named with it."""
    for match in editing.wording.plain("add", asked):
        new = OPENS.sub("", unquoted(match["new"].strip(" ,;:.")))
        field = _field_named(editing, match["to"]) if match["to"] else editing.field_of(new)
        if field is not None and len(new.split()) >= A_LINE and editing.add(field, new):
            return 1
    told = told_to_note(AFTERTHOUGHT.sub("", asked), editing.lexicon)
    if told is not None and len(told.split()) >= A_LINE and editing.add(editing.field_of(told), told):
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


def _read_out(editing: Editing, asked: str, before: str) -> Outcome:
    """Say what stands under a heading that is asked after."""
    for match in editing.wording.plain("show", asked):
        key = home_of(editing.wording.heading(match["to"]) or "context", editing.state.audience) or editing.wording.slot(match["to"])
        lines = [s.line.text for s in editing.shown() if key and s.part == key]
        if lines:
            editing.done.append(Done("reads", f"{', '.join(f'‘{each}’' for each in lines)}."))
            return 1
    return 0


def _line_otherwise(editing: Editing, asked: str, before: str) -> Outcome:
    """Put new words for the one line of a heading that is named as wrong ("the promise is wrong, it should be …")."""
    for match in editing.wording.plain("otherwise", asked):
        new, key = unquoted(stated(match["new"].strip(" ."), editing.lexicon)), editing.wording.slot(match["part"])
        if key:
            return int(editing.write(key, new, instead=True))
        field = _field_named(editing, match["part"])
        home = home_of(field, editing.state.audience) if field else ""
        lines = [s for s in editing.shown() if home and s.part == home and s.line.item]
        if len(lines) > 1 and (likest := likest_line(editing, new)) is not None and likest.part == home:
            lines = [likest]
        if field is not None and (editing.replace(lines[0], new) if len(lines) == 1 else not lines and editing.add(field, new)):
            return 1
    return 0


MIRROR: Field = "own_giving"  # what somebody gives more than comes back stands under their own side


def _as_theirs(editing: Editing, asked: str, before: str) -> Outcome:
    """Put what was said right before where they say it belongs ("that's my step")."""
    if (quoted := quotes_in(asked)) and (match := THEIRS.search(asked)) is not None and (key := editing.wording.slot(match.group())):
        return int(_out_of_another(editing, quoted[0], key) and editing.write(key, quoted[0]))
    match = THEIRS.fullmatch(asked)
    key = editing.wording.slot(asked) if match else ""
    told = last_sentence(before)
    return 2 if key and len(told.split()) >= A_LINE and editing.write(key, told.strip(" .")) else 0


def _out_of_another(editing: Editing, told: str, key: str) -> bool:
    """Cut what belongs elsewhere out of the words to say, unless they would be all of them."""
    standing = next((s for s in editing.shown() if s.part in SPOKEN and s.part != key and norm(told) in norm(s.line.text)), None)
    left = [each for each in re.split(r"(?<=[.!?])\s+", standing.line.text) if norm(told) not in norm(each)] if standing else []
    return not left or standing is None or editing.write(standing.part, " ".join(left))


THEIRS = re.compile(r"(?:that(?:'?s| is|'ll be)|dat is|dat's|dat wordt|dit is|dit wordt)(?: then| dan| dus)? (?:my|mijn|m'n|mn) (?:own |eigen |eerste |first )?(?:step|sentence|question|request|stap|zin|vraag)", re.I)


def _a_step(editing: Editing, asked: str, before: str) -> Outcome:
    """Take what somebody will do on a day as their step, whatever else they say of the page."""
    told = STEP_IS.sub("", asked)
    return int(does_on_a_day(told, editing.lexicon.language) and not speaks_of_page(told) and editing.write("step", told))


STEP_IS = re.compile(r"^(?:(?:nou|well|so|dus|dan|then|ok|oké),? )*(?:(?:mijn|m'n|mn|my) (?:step|stap)(?: is| wordt| dus| then)*:? )", re.I)


def _changed_at_all(editing: Editing, asked: str, before: str) -> Outcome:
    """Say so when somebody asks whether something was changed, and the last turn changed nothing."""
    state = editing.state
    changed = state.before is not None and state.before.turn == state.turn
    if changed or not any(editing.wording.plain("did", asked)):
        return 0
    editing.done.append(Done("still"))
    return 1


STEPS = (_person_off, _titled, _all_of_it, _line_otherwise, _as_theirs, _a_step, _changed_at_all, _read_out, spelled_otherwise, swapped_words, in_other_words, numbered_otherwise, question_off, words_off, _off, _put_under, _filed)
