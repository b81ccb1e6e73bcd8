"""What somebody says of the summary or the page they were just shown, carried out on the page.

A turn is read part by part. A part takes a line off, puts one on, words one anew, files it
elsewhere, gives it to somebody else, asks whether it is there; it says that the rest is right; or
it only speaks of the page. What isn't understood so changes nothing and is said back: a page that
loses the wrong line is worse than one more question. Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.page.editing import FIELD_OF, WRITTEN, Done, Editing
from coach.dialogue.page.headed import HOME
from coach.dialogue.page.meant import SAID_OF_IT, SPOKEN, Shown, norm, quotes_in
from coach.dialogue.page.page import heading_title, page
from coach.dialogue.review_wording import Wording, load_wording
from coach.dialogue.sayable import SPOKEN_TO
from coach.dialogue.state import Field, State, fixed
from coach.dialogue.whose import given_to, one_and_the_same


@dataclass(frozen=True)
class Review:
    """What a turn did to the page; `said` are the stretches (start, end) that speak of the page."""

    state: State
    done: tuple[Done, ...] = ()
    said: tuple[tuple[int, int], ...] = ()
    fine: bool = False  # the rest is right
    unclear: tuple[str, ...] = ()  # parts that say something is wrong or missing, and not what

    @property
    def changed(self) -> bool:
        """Whether anything stands otherwise than it did."""
        return any(each.how not in {"there", "not-there", "gone"} for each in self.done)


@dataclass(frozen=True)
class Part:
    """A stretch of a turn that does one thing."""

    text: str
    start: int
    end: int


def review(state: State, text: str, lexicon: Lexicon, shown: bool = True) -> Review:
    """Carry out what `text` says of the page on `state`; pure, nothing is invented.

    Lines put on are stretches of the person's own turns. `state.struck` holds what came off last.
    Without `shown` another question stands already, and only what plainly corrects is taken so.
    """
    wording = load_wording(lexicon.language)
    editing = Editing(replace(state, struck=()), wording, lexicon, struck=state.struck)
    said: list[tuple[int, int]] = []
    if shown and (names := one_and_the_same(state, text) or given_to(state, text, text)) is not None:
        editing.give(*names)
        said.append((0, len(text)))  # nothing of it is told anew
    fine, unclear, waiting = False, [], ""  # waiting: something is missing, and it isn't told yet
    before: tuple[str, Part] = ("", Part("", 0, 0))  # what the part before did, and the part
    for part in _parts(text, wording):
        plainly = any(wording.says(name, part.text) for name in ("missing", "restores", "takes_off", "undone"))
        plainly = plainly or bool(quotes_in(part.text)) and wording.heading(part.text) is not None
        asks = part.text.rstrip().endswith("?") or text[part.end : part.end + 1] == "?"
        if not shown and not plainly and not (asks and wording.says("asks_done", part.text)):
            continue
        if wording.says("fine", part.text.strip(" .,!;:").lower()):
            fine, before = True, ("fine", part)
            said.append((part.start, part.end))
            continue
        editing.slot = wording.slot(part.text) or editing.slot
        of_names = said[:1] == [(0, len(text))]
        about_names = of_names and (wording.says("same_person", part.text) or given_to(state, part.text, part.text))
        if wording.says("not_right", part.text.strip(" .,!").lower()) or about_names:
            said.append((part.start, part.end))
            continue
        how, done = _carried_out(editing, part, before)
        if not how and wording.says("page", part.text):
            how = "page"
        if how:
            said.append((part.start, part.end))
            if how == "told-before":
                said.append((before[1].start, before[1].end))
        if how == "named" and not editing.done:
            waiting = part.text.strip()
        elif waiting and how:
            waiting = ""
        if how and not done and how != "page":
            unclear.append(part.text.strip())
        before = (how, part)
    if not shown and not editing.done:
        return Review(state)  # an answer to the question that stands
    if waiting and not editing.done:
        unclear.append(waiting)
    if not editing.done and not unclear and said and not fine:
        unclear = [text[a:b].strip() for a, b in said[:1]]
    state = replace(editing.state, struck=tuple(i for i in editing.struck if i not in editing.state.record.items))
    return Review(state, tuple(editing.done), tuple(said), fine, tuple(unclear))


def _parts(text: str, wording: Wording) -> list[Part]:
    """Return the parts of a turn: its sentences and what a conjunction opens, quotations kept whole.

    What is dictated behind a colon goes on until a part that asks for something else.
    """
    hidden = _masked(text)
    spans, begin = [], 0
    for mark in wording.part.finditer(hidden):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    parts = [Part(text[a:b], a, b) for a, b in spans if re.search(r"\w", text[a:b])]
    joined: list[Part] = []
    open_ended = only_clause = False
    for part in parts:
        goes_on = open_ended and (not only_clause or text[joined[-1].end : part.start].strip() == ",")
        if goes_on and not _asks_something(part.text, wording):
            last = joined[-1]
            joined[-1] = Part(text[last.start : part.end], last.start, part.end)
            continue
        dictated = _dictated(part.text, wording)
        open_ended = dictated is not None
        only_clause = dictated is not None and dictated[0] not in SPOKEN and not SPOKEN_TO.search(dictated[2])
        joined.append(part)
    return joined


def _masked(text: str) -> str:
    """Return `text` with what is quoted made unreadable, as long as it was."""
    return re.sub(r"(?<!\w)([‘“\"'])[^‘“”\"]{2,200}?([’”\"'])(?!\w)", lambda m: m[1] + "x" * (len(m[0]) - 2) + m[2], text)


ASKING = ("missing", "restores", "takes_off", "page", "fine", "stands")


def _asks_something(part: str, wording: Wording) -> bool:
    return any(wording.says(name, part.strip(" .,!")) for name in ASKING) or _dictated(part, wording) is not None


# What goes along with a request and asks nothing itself.
POLITE = re.compile(
    r"^(?:(?:please|fair enough|ok(?:ay)?|oké|right|better,? though|and|en|also|ook nog|alsjeblieft|graag|nog één ding|one more(?: thing)?)[,.]? +)+|,? (?:please|alsjeblieft|alstublieft|graag|then|dan)$",
    re.I,
)


def _carried_out(editing: Editing, part: Part, before: tuple[str, Part]) -> tuple[str, bool]:
    """Do what one part asks for; return what it asks ("" for nothing) and whether it was done."""
    text, say = part.text.replace("’", "'").strip().rstrip(" .!,;"), editing.wording.says
    text = POLITE.sub("", _without_titles(text, editing.state)).strip(" ,")
    if part.text.rstrip().endswith("?") and (say("page", text) or say("asks_done", text)):
        return "asks", _answered(editing, text)
    if (names := given_to(editing.state, text, part.text)) is not None:
        return "whose", editing.give(*names)
    if say("mine", text) and (theirs := editing.find(text, _bare(text, editing.wording))):
        return "moves", editing.move([replace(s, quote="") for s in theirs[:1]], "own_share")
    order, _, named = text.partition(":")
    if named.strip() and say("takes_off", f"{order} it off".lower()) and say("delete", order):
        return "off", _taken_off(editing, f"'{named.strip()}'", named)
    if before[0] == "slot" and editing.slot and len(text.split()) >= FEWEST_BARE and not say("page", text):
        return "dictates", editing.write(editing.slot, text)
    if (begins := say("begins", text)) is not None:
        opening = norm(begins["x"])
        starting = [s for s in editing.shown() if s.part and norm(s.line.text).startswith(opening)]
        if starting:
            editing.last = tuple(starting[:1])
            return "page", True  # "the line that starts with …", and what is to become of it follows
    if (mine := say("is_mine", text)) and before[0] == "" and len(before[1].text.split()) >= ENOUGH:
        key = _place(mine.group(), editing.wording)
        if key in WRITTEN:
            return "told-before", editing.write(key, before[1].text.strip())
    if (told := _dictated(part.text, editing.wording)) is not None:
        return "dictates", _written(editing, *told)
    if (swap := _swapped(editing, text)) is not None:
        return "rewords", swap
    if (other := say("that_should", text)) is not None and (editing.slot or editing.last):
        new = _unquoted(next(v for v in other.groups() if v).strip())
        gone = {norm(d.text) for d in editing.done if d.how in {"off", "gone"}}
        last = editing.last[0] if editing.last else None
        if last and norm(last.quote or last.line.text) in gone and last.part in FIELD_OF:
            return "rewords", editing.write(last.part, new, last.line.item.field if last.line.item else None)
        if last and last.quote:
            return "rewords", editing.reword(last.quote, new)
        return "rewords", editing.write(editing.slot, new) if editing.slot else editing.replace(editing.last[0], new)
    if editing.wording.slot(text) and not quotes_in(text) and (say("undone", text) or say("missing", text)):
        if own := fixed(editing.state, editing.slot):
            editing.done.append(Done("there", own))
        return "slot", True  # "my step is gone", and what it should be follows
    if say("undone", text) and not editing.struck and not editing.stems(_bare(text, editing.wording)):
        return "page", True  # the next part may say which
    if say("undone", text):
        return "restores", _restored(editing, text)
    off = say("takes_off", text)
    bare = _bare(text, editing.wording)
    if say("still", text) and not off and not editing.stems(bare) and not quotes_in(text):
        return "page", True  # "still under their side", of nothing in particular
    missing = say("missing", text) or say("restores", text)
    within = missing and off and off.start() <= missing.start() and missing.end() <= off.end()
    if missing and not within and not (off and say("denies", off.group())):
        return _put_on(editing, text, bare, before)
    if (moved := _moved(editing, text, bare)) is not None:
        return "moves", moved
    weak = off and say("weak", off.group())
    if weak and not quotes_in(text) and not editing.find(text, bare, _among(_under(editing, text))):
        return "page", True  # something is wrong, and it isn't told what
    if off or say("still", text):
        return "off", _taken_off(editing, text, bare)
    if before[0] == "head" and editing.head and len(text.split()) >= FEWEST_BARE:
        return "dictates", editing.write(editing.head, text, FIELD_OF.get(editing.head))
    if (head := _only_a_heading(editing, text)) is not None:
        editing.head = head
        return "head", True  # "Offer." and what is offered follows
    if before[0] == "off" and (quotes_in(text) or len(text.split()) <= A_FEW) and (lines := editing.find(text, bare)):
        return "off", editing.take_off(lines)
    if before[0] == "named" and len(text.split()) > 1 and not text.endswith("?"):
        return "adds", editing.add(editing.field_of(text), text)
    if quotes_in(text) and not text.endswith("?"):
        editing.last = tuple(s for s in editing.find(text) if s.part)
        editing.unseen = () if editing.last else tuple(quotes_in(text))
        return ("page", True) if editing.last else ("", False)  # the next part says what is to become of it
    if say("instead_of", text):
        return "page", True
    if read_out := [s for s in editing.shown() if s.part and norm(s.line.before + s.line.text) == norm(text)]:
        editing.last = tuple(read_out)  # a line is read out, and the next part says why
        return "page", True
    if say("number", text) and (number := editing.other_number(text)) is not None:
        return "rewords", number
    return "", False


def _among(key: str) -> Callable[[Shown], bool] | None:
    return (lambda s: s.part == key) if key else None


def _only_a_heading(editing: Editing, text: str) -> str | None:
    """Return the key of the part that is all `text` names ("Offer."); None when it says more."""
    if len(text.split()) > A_FEW or editing.stems(_bare(text, editing.wording)):
        return None
    return next((p.key for p in page(editing.state) if norm(p.title) == norm(text)), None) or LABELS.get(norm(text))


# What people call the parts of the page for short.
LABELS = {
    "offer": "offer", "my offer": "offer", "aanbod": "offer", "mijn aanbod": "offer", "step": "step", "my step": "step",
    "stap": "step", "mijn stap": "step", "promised": "put_right", "beloofd": "put_right", "cost": "given", "kosten": "given",
}  # fmt: skip
A_FEW = 5  # words of a part that only names one more line


def _bare(text: str, wording: Wording) -> str:
    """Return `text` without the words that ask for something and those that name a heading."""
    for name in ("takes_off", "still", "missing", "restores"):  # which may stand around what is meant ("take the bell off")
        text = wording.patterns[name].sub(lambda m: f" {' '.join(m.group().split()[1:-1])} ", text)
    text = wording.patterns["asks_done"].sub(" ", text)
    for pattern in wording.headings.values():
        text = pattern.sub(" ", text)
    return text


def _without_titles(text: str, state: State) -> str:
    """Return `text` with the quotation marks off what is only the heading of a part."""
    titles = {norm(part.title) for part in page(state)}
    return re.sub(
        r"(?<!\w)[‘“\"'](?P<in>[^‘“”\"]{2,60}?)[’”\"'](?!\w)",
        lambda m: m["in"] if norm(m["in"]) in titles else m[0], text,
    )  # fmt: skip


def _under(editing: Editing, text: str) -> str:
    """Return the key of the heading that `text` names; "" when it names none."""
    titled = next((p.key for p in page(editing.state) if f" {norm(p.title)} " in f" {norm(text)} "), "")
    if titled or (titled := editing.wording.part_named(text)):
        return titled
    found = editing.wording.heading(re.sub(r"[‘“\"'][^’”\"]*[’”\"']", " ", text))
    return HOME.get(found, "") if found else editing.wording.slot(text)


def _answered(editing: Editing, text: str) -> bool:
    """Say whether what is asked after stands on the page."""
    lines = [s for s in editing.find(text, _bare(text, editing.wording)) if s.part]
    if not lines and not editing.wording.says("stands", text):
        return False  # whether something was put right can't be told
    editing.done += [Done("there", lines[0].quote or lines[0].line.text)] if lines else [Done("not-there")]
    return True


def _taken_off(editing: Editing, text: str, bare: str) -> bool:
    """Take off what is named: quoted found, the one that is spoken of, a whole heading, or "that"."""
    key = _under(editing, text)
    found = editing.find(text, bare, _among(key))
    if not key and (name := _only_a_name(editing, bare)):
        found = [s for s in editing.shown() if norm(s.line.before + s.line.text).startswith(norm(name))]
        if not found:
            editing.done.append(Done("gone", name))
            return True
    if not found and editing.wording.says("first_line", text) and not quotes_in(text):
        found = [s for s in editing.shown() if s.part in SPOKEN or s.part == "given"][:1]
    under = [s for s in editing.shown() if s.part == key] if key else []
    if key in editing.wording.parts and not under:  # it is off already
        editing.done.append(Done("gone", heading_title(key, editing.state)))
        return True
    if not found and under and not quotes_in(text):
        all_of_it = editing.wording.says("whole", text) or not editing.stems(bare)
        found = under if all_of_it or len(under) == 1 else []
    points = not editing.stems(bare) and not quotes_in(text)
    if not found and points:
        gone = {norm(d.text) for d in editing.done if d.how == "off"}
        if editing.last and all(norm(s.quote or s.line.text) in gone for s in editing.last):
            return True  # "that doesn't belong there", of what is off already
        found = list(editing.last)
    last = editing.wording.says("last_sentence", text)
    if not found and last:
        spoken = [s for s in editing.shown() if s.part == "sentences"]
        sentences = re.split(r"(?<=[.?!])\s+", spoken[0].line.text) if spoken else []
        found = [Shown("sentences", spoken[0].line, sentences[-1])] if len(sentences) > 1 else spoken
    no_more = quotes_in(text) or (list(editing.unseen) if points else [])
    if not found and not no_more and editing.wording.says("still", text):
        editing.done.append(Done("not-there"))
        return True
    if not found and no_more:  # it was quoted or is said to be there still, and stands there no more
        editing.done += [Done("gone", each) for each in no_more]
        return True
    return editing.take_off(found) if found else False


def _only_a_name(editing: Editing, bare: str) -> str:
    """Return the person that is all a part names ("take Bo off"); "" when it names more."""
    said = editing.stems(bare)
    known = (*_people(editing.state), *(n.capitalize() for n in editing.state.nobody))
    return next((n for n in known if said and said <= editing.stems(n)), "")


def _restored(editing: Editing, text: str) -> bool:
    """Put back what came off by mistake: what is named of it, else all of it."""
    said = editing.stems(_bare(text, editing.wording))
    named = [i for i in editing.struck if said & editing.stems(i.text)]
    if editing.put_back(named or None):
        return True
    lines = [s for s in editing.find(text, _bare(text, editing.wording)) if s.part]
    editing.done += [Done("there", s.quote or s.line.text) for s in lines[:1]]
    return bool(lines) or editing.add_again(said)


def _put_on(editing: Editing, text: str, bare: str, before: tuple[str, Part]) -> tuple[str, bool]:
    """Put on what they miss: what came off, what stands nowhere, what they told, or tell now."""
    say = editing.wording.says
    said, key = editing.stems(bare), _under(editing, text)
    if key in WRITTEN and (own := fixed(editing.state, key)):
        editing.done.append(Done("there", own))
        return "there", True
    key = "" if key in WRITTEN else key
    name = next((n for n in _people(editing.state) if said and said <= editing.stems(n)), "")
    if name and name == editing.state.focus:
        return "named", True
    if name:  # "Ada is missing", and what is missing of her follows
        kept = tuple(n for n in editing.state.kept if n != name)
        editing.state = replace(editing.state, focus=name, kept=kept)
        editing.done.append(Done("of", who=name))
        return "named", True
    struck = [i for i in editing.struck if said and len(said & editing.stems(i.text)) / len(said) >= SAID_OF_IT]
    if struck or not said and editing.struck and say("restores", text):
        return "restores", editing.put_back(struck or None)
    tells = before[0] == "" and len(before[1].text.split()) >= ENOUGH
    if not said and say("pointing", text) and tells:
        told = before[1].text.strip()
        return "told-before", editing.add(editing.field_of(told), told)
    lines = editing.find(text, bare)
    asked, named = say("missing", text) or say("restores", text), editing.wording.heading_at(text)
    if lines and asked and named and named[1] >= asked.start() and HOME.get(named[0]) not in {"", lines[0].part}:
        return "moves", editing.move(lines[:1], _filed_as(named[0], editing.state))  # "belongs under what came back"
    if lines and lines[0].part:
        editing.done.append(Done("there", lines[0].quote or lines[0].line.text))
        editing.last = tuple(lines)
        return "there", True
    if lines and not lines[0].part and lines[0].line.item:
        field = editing.field_in(key) or lines[0].line.item.field
        if editing.move(lines[:1], field) or editing.move(lines[:1], editing.field_of(lines[0].line.text)):
            return "adds", True
    if not said:
        return "named", True  # "the main bit is missing", and it follows
    told = _told_now(text, editing.wording)
    long = told and len(told.split()) >= ENOUGH
    if editing.add_again(said, key):
        return "adds", True
    if long:
        return "adds", editing.write(key, told) if key else editing.add(editing.field_of(told), told)
    return "named" if len(said) <= 1 else "adds", False


ENOUGH = 3  # words of a line that is told in the same breath


def _told_now(text: str, wording: Wording) -> str:
    """Return what a part tells beside saying that it is missing: "I miss that she …", "…, who did …"."""
    match = wording.says("told_now", text)
    if match is None:
        return ""
    told, lead = match["new"].strip(" .,:;"), text[: match.start()].strip(" ,")
    named = re.match(r"(?:die|who)\b", told, re.I) and 0 < len(lead.split()) <= MOST_NAMED
    return f"{lead}, {told}" if named else told


MOST_NAMED = 3  # words of whoever is missing, before what they did


def _people(state: State) -> list[str]:
    known = (*state.kept, *(i.about for i in state.record.items), *(i.text for i in state.record.items if i.field == "who"))
    return [n for n in dict.fromkeys(known) if n]


def _dictated(part: str, wording: Wording) -> tuple[str, str, str] | None:
    """Return (key, what names the place, the words) when a part dictates words for the page."""
    masked = _masked(part)
    if wording.says("takes_off", masked) and ":" not in masked:
        return None
    for mark in re.finditer(r"(?<!\d):(?!\d)", masked):
        place, new = part[: mark.start()], part[mark.end() :].strip(" \n,;")
        key = _place(place, wording)
        asks = _unquoted(new).rstrip().endswith("?") and key in {"", "wish", "their_side"}
        if wording.says("takes_off", _masked(new)) and quotes_in(new):
            return None  # "under promised: ‘…’ can go"
        if new and re.search(r"\w", new) and (key or wording.says("dictating", place)):
            return "request" if asks else key, place, _unquoted(new)
    match = wording.says("dictates_bare", part)
    if match is None:
        return None
    place, new = match["place"], match["new"].strip(" \n,;")
    if part[match.end("place") :].lstrip().startswith(",") and not wording.slot(place):
        return None
    key, bare = _place(place, wording), _unquoted(new)
    if not key or wording.says("judges", bare) or wording.heading(bare) or wording.says("stands", place):
        return None
    least = FEWEST if bare != new or key == "day" else FEWEST_BARE
    return (key, place, bare) if len(bare.split()) >= least else None


def _place(text: str, wording: Wording) -> str:
    """Return the key of the part of the page that `text` names; "" when it names none."""
    heading = wording.heading(text)
    return wording.slot(text) or (HOME.get(heading, "") if heading else "")


def _unquoted(text: str) -> str:
    quoted = re.fullmatch(r"[‘“\"'](?P<in>.+?)[’”\"']\.?", text, re.S)
    return quoted["in"] if quoted else text


FEWEST, FEWEST_BARE = 1, 3  # words of a line that is dictated, behind a colon and without


def _written(editing: Editing, key: str, place: str, new: str) -> bool:
    """Put dictated words where they were dictated for: a part, a line that is named, or where they fit."""
    part = "sentences" if key == "request" and editing.state.audience != "client" else key
    if part == "given" and editing.state.audience == "client" and not re.search(r"\b(?:i|ik|mij|me)\b", place, re.I):
        part = "came_back"  # what another did
    if part in SPOKEN and editing.wording.says("stands", place):
        standing = [s for s in editing.shown() if s.part == part]
        for sentence in re.split(r"(?<=[.?!])\s+", standing[0].line.text) if standing else ():
            if f" {norm(sentence)} " in f" {norm(place)} ":
                return editing.reword(sentence.rstrip("."), new.rstrip("."), standing)
    if part:  # who isn't a client has no part for one question
        return editing.write(part, new, editing.wording.heading(place))
    if editing.last and editing.wording.says("pointing", place) and not editing.slot and editing.last[0].line.item:
        return editing.replace(editing.last[0], new)  # "that line should be: …"
    lines = [s for s in editing.find(place) if s.part]
    if lines:
        return editing.replace(lines[0], new)
    called = any(re.match(rf"{re.escape(name)},", new, re.I) for name in _people(editing.state))
    spoken = editing.slot or ("sentences" if called or SPOKEN_TO.search(new) else "")
    return editing.write(spoken, new) if spoken else editing.add(editing.field_of(new), new)


def _swapped(editing: Editing, text: str) -> bool | None:
    """Put one word for another: "‘eight’ should be ‘nine’", "nine, not eight", "change A to B"."""
    for name in ("swaps", "instead"):
        match = editing.wording.says(name, text)
        if match is None:
            continue
        found = {k: v.strip(" '\"‘’“”.,") for k, v in match.groupdict().items() if v}
        old = next(v for k, v in found.items() if k.startswith("old"))
        new = next(v for k, v in found.items() if k.startswith("new"))
        most_old, most_new = MOST[name]
        if len(old.split()) > most_old or len(new.split()) > most_new or not editing.stems(old) or editing.wording.heading(old):
            continue
        new = re.sub(r"^(?:it['’]?s|it is|that['’]?s|het is|dat is) ", "", new, flags=re.I)
        if name == "instead" and (editing.forget_time(old) or _tells(new, editing.lexicon)):
            return True if editing.done and editing.done[-1].text == old else None
        if editing.reword(old, new):
            return True
        if lines := [s for s in editing.find(new) if s.part]:
            editing.done.append(Done("there", lines[0].line.text))
            return True
    return None


def _tells(text: str, lexicon: Lexicon) -> bool:
    """Tell whether words are a clause of their own, and no words to put for others."""
    verb = any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, lexicon))
    return verb and len(text.split()) > A_FEW


MOST = {"swaps": (12, 24), "instead": (4, 8)}  # words that are put one for the other


def _moved(editing: Editing, text: str, bare: str) -> bool | None:
    """File a line under the heading that is named, or take it from there; None when none is named."""
    say, quoted = editing.wording.says, quotes_in(text)
    outside = re.sub(r"(?<!\w)[‘“\"'][^‘“”\"]{2,120}?[’”\"'](?!\w)", lambda m: " " * len(m[0]), text)
    found = {f: p.search(outside) for f, p in editing.wording.headings.items() if f != "next_step" or quoted}
    named = sorted((m.start(), m.end(), f) for f, m in found.items() if m)
    if not named:
        return _not_so(editing, text, bare)
    if say("only_under", text) and editing.last and not editing.stems(bare) and not quoted:
        return editing.move(editing.last[:1], _filed_as(named[-1][2], editing.state))  # "under what I put right"
    start, end, field = named[-1]
    key = HOME.get(field, "")
    denied = say("denies", text[max(start - NEAR, 0) : end]) is not None
    turned = say("turned", text) is not None
    here = [s for s in editing.find(text, bare, lambda s: s.part == key) if s.part]
    points = say("pointing", text) and not editing.stems(bare) and not quoted
    if points and editing.last and not denied:
        return editing.move(editing.last[:1], _filed_as(field, editing.state))
    if denied and len(named) > 1 and HOME.get(named[0][2]) != key:
        field, key, denied = named[0][2], HOME.get(named[0][2], ""), False
        here = []
    if turned and key == "came_back" and (here or editing.find(text, bare)):
        return editing.move((here or editing.find(text, bare))[:1], "what")
    if denied or turned:
        if here or points:
            return editing.take_off(here or list(editing.last))
        return False if say("stands", text) or say("denied_of", text) else None
    if say("stands", text) and not say("should", text):
        if len(named) > 1 and HOME.get(named[0][2]) != key:
            there = editing.find(text, bare, lambda s: s.part == HOME.get(named[0][2]))
            return editing.move(there[:1], field) if there else None
        editing.last = tuple(here)
        if not here and (there := [s for s in editing.find(text, bare) if s.part]):
            editing.last = tuple(there)
            editing.done.append(Done("moved", there[0].line.text, heading_title(there[0].part, editing.state)))
            return True
        return bool(here) if not say("takes_off", text) else editing.take_off(here)
    others = editing.find(text, bare, lambda s: s.part != key)
    if not others or not (say("files", text) or quoted or not say("takes_off", text)):
        return None
    return editing.move(others[:1], _filed_as(field, editing.state))


def _not_so(editing: Editing, text: str, bare: str) -> bool | None:
    """Take what never happened from what came back: it was promised. None when nothing is meant."""
    if editing.wording.says("turned", text) and editing.last and editing.last[0].part == "came_back" and editing.wording.says("pointing", text):
        return editing.move(editing.last[:1], "what")  # "that's the wrong way round"
    if not editing.wording.says("not_so", text):
        return None
    lines = editing.find(text, bare, lambda s: s.part == "came_back") or list(editing.last)
    if not lines:
        return None
    return editing.move(lines[:1], "promised") if lines[0].part == "came_back" else editing.take_off(lines)


NEAR = 35  # characters before the words that name a part of the page


def _filed_as(field: Field, state: State) -> Field:
    """Return the field for a heading: what somebody else would like is their side."""
    return "their_view" if field == "wish" and state.audience != "client" else field
