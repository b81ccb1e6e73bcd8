"""One part of what somebody says of the page, carried out: it asks, gives away, dictates, puts back, adds, takes off.

Each step does what a part asks for, or leaves it to the next; the order is from what is surest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coach.dialogue.address import addressed
from coach.dialogue.names import load_names
from coach.dialogue.page.dictating import (
    FEWEST_BARE,
    dictated,
    place_named,
    swapped,
    unquoted,
    written,
)
from coach.dialogue.page.editing import FIELD_OF, WRITTEN, Done, Editing
from coach.dialogue.page.headed import HOME
from coach.dialogue.page.meant import SPOKEN, held_by, norm, quotes_in
from coach.dialogue.page.numbers import other_number
from coach.dialogue.page.otherwise import who_did_it
from coach.dialogue.page.page import heading_title
from coach.dialogue.page.requests import (
    A_FEW,
    ENOUGH,
    POINTS,
    among,
    answered,
    bare_of,
    heading_in,
    moved,
    only_a_heading,
    put_on,
    restored,
    sourced,
    taken_off,
    tells,
    told_earlier,
    without_titles,
)
from coach.dialogue.phrasebook import sentence
from coach.dialogue.review_wording import Wording
from coach.dialogue.said_out import TRAILS
from coach.dialogue.state import fixed
from coach.dialogue.whose import given_to, of_a_line
from coach.dialogue.wordings import WANTS_TO_ASK


@dataclass(frozen=True)
class Part:
    """A stretch of a turn that does one thing."""

    text: str
    start: int
    end: int


# What goes along with a request and asks nothing itself.
POLITE = re.compile(
    r"^(?:(?:please|nogmaals|alweer|opnieuw|again|once more|once again|like i said|zoals (?:ik zei|gezegd)|fair enough|ok(?:ay)?|oké|right|better,? though|and|en|also|ook nog|alsjeblieft|graag|nog één ding|one more(?: thing)?)[,.]? +)+|,? (?:please|alsjeblieft|alstublieft|graag|then|dan|btw|tbh|hoor|trouwens)$"
    r"|,? (?:en |and |want )?(?:dat|da'?s?|that|it|which)(?:'s| is| vind ik| was)?(?: (?!niet\b|not\b)\w+){0,3} (?:ergste|belangrijkste|voornaamste|worst|main thing|whole point|most important)\b.*$",
    re.I,
)


@dataclass(frozen=True)
class Request:
    """One part of a turn as it is carried out: its words, without those that ask, and what was before."""

    text: str  # with plain apostrophes, without what is only polite
    raw: str  # as it was written
    bare: str  # without the words that ask for something and those that name a heading
    before: str  # what the part before asked
    told_just: str  # the part before, when it told something and asked nothing
    part_before: str = ""  # the part before, when it asked for nothing
    comes_off: bool = False  # the next part asks to take off what this one speaks of
    kind: str = ""  # what the reader takes it for
    after: str = ""  # the part that follows
    of_a_strike: bool = False  # its sentence asks something off


QUOTED = re.compile(r"(?<!\w)[‘'](?P<in>[^‘’']{4,40})[’'](?!\w)")
A_HEADING = 4  # words: "is no 'what it cost'"
Outcome = tuple[str, bool]  # what was asked, and whether it was done


def carried_out(editing: Editing, part: Part, before: tuple[str, Part], comes_off: bool = False, kind: str = "", after: str = "", of_a_strike: bool = False) -> Outcome:
    """Do what one part asks for; return what it asks ("" for nothing) and whether it was done."""
    text = part.text.replace("’", "'").strip().rstrip(" .!,;")
    text = POLITE.sub("", without_titles(text, editing.state)).strip(" ,")
    text = QUOTED.sub(lambda m: m["in"] if editing.wording.heading(m["in"]) and len(m["in"].split()) <= A_HEADING else m[0], text)
    told = before[1].text.strip() if before[0] == "" and len(before[1].text.split()) >= ENOUGH else ""
    told = "" if editing.speaks_of_it(told) else told
    beside = before[1].text.strip() if before[0] in {"", "page", "corrects"} else ""
    key, bare = heading_in(editing, text), bare_of(text, editing.wording)
    for word in heading_title(key, editing.state).split() if key in HOME.values() else ():
        bare = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", bare, flags=re.I)
    asked = Request(text, part.text, bare, before[0], told, beside, comes_off, kind, after, of_a_strike)
    if words_to_say(part.text, editing.wording) and (outcome := _dictates(editing, asked)) is not None:
        return outcome  # "my first sentence: Otto, I saw you …" tells of no line who saw it
    for step in (_between_us, _asks, _whose, _sourced, _to_be_said, _dictates, _restores, _adds_or_moves, _takes_off, _goes_on):
        if (outcome := step(editing, asked)) is not None:
            return outcome
    return "", False


def _between_us(editing: Editing, asked: Request) -> Outcome | None:
    """Take off what is to stay between the two who talk; a question whether it does is for the talk."""
    said = editing.wording.says("between_us", asked.text)
    if said is None or asked.raw.rstrip().endswith("?"):
        return None
    return "off", taken_off(editing, asked.text, bare_of(asked.text.replace(said.group(), " "), editing.wording))


def _asks(editing: Editing, asked: Request) -> Outcome | None:
    """Answer whether something is on the page."""
    say, raw = editing.wording.says, asked.raw.rstrip()
    if editing.struck and say("undone", asked.text):
        return None  # "why is the judo off?"
    asks = raw.endswith("?") and any(say(name, asked.text) for name in ("page", "asks_done", "altered"))
    if asks or asked.kind == "there" or say("asks", raw.rstrip(" .?!")) and not only_yes_or_no(raw, editing.wording):
        return "asks", answered(editing, asked.text, asked.part_before, asked.after)
    return None


def only_yes_or_no(raw: str, wording: Wording) -> bool:
    """Tell whether a question wants a yes or a no of something that isn't the page ("is it too much, yes or no?")."""
    rest = YES_OR_NO.sub("", raw).strip(" .?!,")
    return rest != raw.strip(" .?!,") and wording.says("asks", rest) is None and wording.says("asks_done", rest) is None


YES_OR_NO = re.compile(r",?\s*\b(?:ja of nee|wel of niet|yes or no)\b", re.I)


def _whose(editing: Editing, asked: Request) -> Outcome | None:
    """Give lines to whom they belong: to somebody else, or to the speaker."""
    if asked.of_a_strike:
        return None  # "… off, that's Kenny's": says why
    if (line := of_a_line(editing.state, asked.text, asked.part_before)) and (lines := editing.told_of(line[0])):
        return "whose", editing.give_lines(lines, line[1])
    if (names := given_to(editing.state, asked.text, asked.raw)) is not None:
        return "whose", editing.give(*names)
    if (named := who_did_it(editing, asked.text)) is not None:
        return "whose", named
    mine = editing.wording.says("mine", asked.text) and not editing.wording.says("denies", asked.text)
    if mine and (theirs := editing.find(asked.text, asked.bare, lambda s: s.part not in OF_ONESELF)):
        return "moves", editing.move([replace(s, quote="") for s in theirs[:1]], "own_share")
    return None


OF_ONESELF = frozenset({"offer", "put_right", "own_side", "step", "not_possible"})  # told of the speaker already


def _sourced(editing: Editing, asked: Request) -> Outcome | None:
    """Put right whether a line was seen, heard or assumed."""
    done = sourced(editing, asked.text, asked.before == "source")
    return None if done is None else ("source", done)


def _to_be_said(editing: Editing, asked: Request) -> Outcome | None:
    """Put a quoted line behind the sentences to say, and off where it stood."""
    quoted, key = quotes_in(asked.text), editing.wording.slot(asked.text)
    if len(quoted) != 1 or key != "sentences" or not PUTS.search(asked.text.replace(quoted[0], "")) or len(quoted[0].split()) < FEWEST_BARE:
        return None
    lines = [s for s in editing.shown() if s.part and norm(quoted[0]) in norm(s.line.text)]
    if not lines or any(s.part in SPOKEN for s in lines):
        return None
    standing = next((s.line.text for s in editing.shown() if s.part == key), "")
    held = (i for each in lines for i in held_by(each, editing.state.record.items))
    gone = {i.id for i in held if norm(quoted[0]) in norm(i.clause or i.text)}  # what it was joined to stays
    items = tuple(i for i in editing.state.record.items if i.id not in gone)
    editing.state = replace(editing.state, record=replace(editing.state.record, items=items))
    return "dictates", editing.write(key, f"{standing} {sentence(quoted[0])}".strip())


PUTS = re.compile(r"(?<!n't )(?<!not )\b(?:zet|plaats|verplaats|hoort|horen|moet|moeten|put|move|belongs?|goes|go)\b(?! niet\b)", re.I)


def _dictates(editing: Editing, asked: Request) -> Outcome | None:
    """Put words of theirs where they are to stand, or one word for another."""
    text, say = asked.text, editing.wording.says
    if (called := CALLED.fullmatch(asked.raw.strip())) and _is_first_name(called["name"]):
        return "dictates", editing.write("sentences", TRAILS.sub("", called.group()))  # "Carla, ik wil het hebben over …"
    if editing.state.audience == "client" and WANTS_TO_ASK.match(text.lower()) and len(text.split()) >= A_QUESTION:
        return "dictates", editing.write("request", addressed(text, "", editing.lexicon) or text)  # "ik wil vragen of ze …"
    order, _, named = text.partition(":")
    if named.strip() and say("delete", order):
        return "off", taken_off(editing, f"'{named.strip()}'", named)
    if (begins := say("begins", text)) is not None:
        opening = norm(begins["x"])
        starting = [s for s in editing.shown() if s.part and norm(s.line.text).startswith(opening)]
        if starting:
            editing.last = tuple(starting[:1])
            return "page", True  # "the line that starts with …", and what is to become of it follows
    if (mine := say("is_mine", text)) and asked.told_just:
        key = place_named(mine.group(), editing.wording)
        if key in WRITTEN:
            return "told-before", editing.write(key, asked.told_just)
    if (told := dictated(asked.raw, editing.wording)) is not None:
        return "dictates", written(editing, *told)
    more = re.match(r"(?:and|en|ook)\b", asked.raw.strip(), re.I)
    if asked.before == "slot" and editing.slot and not more and not say("takes_off", text) and len(text.split()) >= FEWEST_BARE and not say("page", text):
        return "dictates", editing.write(editing.slot, text)
    if (swap := swapped(editing, text)) is not None:
        return "rewords", swap
    if (other := say("that_should", text)) is not None and (editing.slot or editing.last):
        return "rewords", _instead_of_last(editing, unquoted(next(v for v in other.groups() if v).strip()))
    return None


A_QUESTION = 6  # words
CALLED = re.compile(r"(?P<name>[A-ZÀ-Ý][\w'’-]+), (?:ik|i|we|wij|could|can|kun|kan|mag|may|i'd|i've|i’d|i’ve)\b.{15,}", re.I | re.S)


def _is_first_name(word: str) -> bool:
    """Tell whether a word is known as a first name."""
    return word.lower() in load_names().first


def _instead_of_last(editing: Editing, new: str) -> bool:
    """Put `new` for what was spoken of last: a stretch, a line, a part, or what was just taken off."""
    gone = {norm(d.text) for d in editing.done if d.how in {"off", "gone"}}
    last = editing.last[0] if editing.last else None
    if last and norm(last.quote or last.line.text) in gone and last.part in FIELD_OF:
        return editing.write(last.part, new, last.line.item.field if last.line.item else None, instead=True)
    if last and last.quote:
        return editing.reword(last.quote, new)
    return editing.write(editing.slot, new) if editing.slot else editing.replace(editing.last[0], new)


def _restores(editing: Editing, asked: Request) -> Outcome | None:
    """Put back what came off by mistake."""
    text, say = asked.text, editing.wording.says
    if editing.wording.slot(text) and not quotes_in(text) and (say("undone", text) or say("missing", text)):
        named = text.partition(", ")[2]
        if told := told_earlier(editing, named):  # "…, the Monday one with the kettle"
            return "dictates", editing.write(editing.slot, told)
        if own := fixed(editing.state, editing.slot):
            editing.done.append(Done("there", own))
        elif len(named.split()) >= FEWEST_BARE:
            return "dictates", tells(named, editing.lexicon) and editing.write(editing.slot, named)
        return "slot", True  # "my step is gone", and what it should be follows
    if not say("undone", text):
        return None
    if not editing.struck and not editing.stems(asked.bare):
        return "page", True  # the next part may say which
    return "restores", restored(editing, text)


def _adds_or_moves(editing: Editing, asked: Request) -> Outcome | None:
    """Put on what is missing; file a line elsewhere."""
    text, say = asked.text, editing.wording.says
    off = say("takes_off", text)
    if asked.comes_off or asked.kind == "strike" and off:
        return None
    if say("still", text) and not off and not editing.stems(asked.bare) and not quotes_in(text):
        return "page", True  # "still under their side", of nothing in particular
    missing = say("missing", text) or say("restores", text)
    if missing and off and say("denies", missing.group()) and not say("denies", off.group()):
        missing = None  # "take Bo off, he isn't in this"
    within = missing and off and off.start() <= missing.start() and missing.end() <= off.end()
    if missing and not within and not (off and say("denies", off.group())):
        return put_on(editing, text, asked.bare, asked.told_just, asked.part_before)
    if (denied := _denied_first(editing, asked)) is not None:
        return denied
    if say("denies", text) and PUTS_IT.match(asked.after.strip()) and (lines := [s for s in editing.find(text, asked.bare) if s.part]):
        editing.last = tuple(lines)
        return "page", True  # "that doesn't belong there, put it under …"
    done = moved(editing, text, asked.bare)
    return None if done is None else ("moves", done)


def _denied_first(editing: Editing, asked: Request) -> Outcome | None:
    """Take off what a first clause says is no such thing; what stands behind it says why ("…, she was just ill")."""
    first, _, rest = asked.text.partition(", ")
    key = heading_in(editing, first) if rest and editing.wording.says("denies", first) and not quotes_in(first) else ""
    if not key or editing.wording.says("takes_off", first):
        return None
    bare = bare_of(first, editing.wording)
    if editing.stems(bare):
        lines = editing.find(first, bare, among(key))
    else:  # "her grandson turned one, but that isn't what she did"
        points = editing.wording.says("pointing", first) and asked.part_before
        lines = [s for s in editing.find(asked.part_before) if s.part] if points else []
    return ("rewords", editing.take_off(lines[:1])) if lines else None


def _takes_off(editing: Editing, asked: Request) -> Outcome | None:
    """Take off what is named."""
    text, say = asked.text, editing.wording.says
    off = say("takes_off", text)
    if asked.kind == "add" and not off and not asked.comes_off:
        return None
    if off and OF_MINE.search(text[: off.end()]) and not asked.comes_off and not editing.find(text, asked.bare):
        return None  # "I ought to drop the notes" is what they will do
    if off and HAS_TO.match(off.group()) and not asked.comes_off and not editing.last and not editing.stems(asked.bare) and not quotes_in(text) and not POINTS.search(text):
        return None  # "got to go" says it of oneself
    if off and PUTS_IT.match(asked.after.strip()):
        editing.last = tuple(s for s in editing.find(text, asked.bare) if s.part)
        return "page", True
    weak = off and say("weak", off.group()) and not quotes_in(text) and not asked.comes_off
    lines = editing.find(text, asked.bare, among(heading_in(editing, text))) if weak else []
    if weak and not lines:
        return "page", True  # something is wrong, and it isn't told what
    if weak and asked.after and (is_so := IS_SO.match(asked.after.strip())):  # "that Tuesday is wrong, that's the dancing"
        said = editing.stems(asked.after[is_so.end() :])
        if said and (right := [s for s in lines if s.part and said <= editing.stems(s.line.before + s.line.text)]):
            editing.last = tuple(right)
            editing.done.append(Done("there", right[0].told))
            return "there", True
    if asked.comes_off and not off and editing.last and not editing.find(text, asked.bare):
        return "page", True  # "‘…’ is nonsense, that's for Bo, take that off"
    if off or asked.comes_off or say("still", text):
        return "off", taken_off(editing, text, asked.bare)
    return None


OF_MINE = re.compile(r"\b(?:i|we|ik|wij)(?:'ll|'m going to|'d better| ought| should| need to| have to| will| must| might| moet| zal| ga| kan| zou)\b", re.I)
HAS_TO = re.compile(r"(?:moet|kan|mag|has|have|got|needs?|should|can|could)\b", re.I)
PUTS_IT = re.compile(r"(?:(?:en|and|maar|but) )?(?:zet|plaats|verplaats|put|move) (?:die|dat|het|hem|it|that|them)\b|(?:die|dat|het|it|that) (?:hoort|moet|belongs|should go|goes) (?:bij|onder|under|with)\b", re.I)
IS_SO = re.compile(r"(?:dat|het|that|it)(?: is| was|'s|’s)\b", re.I)


def _goes_on(editing: Editing, asked: Request) -> Outcome | None:
    """Take a part that asks nothing by itself for what goes with the one before it, or after."""
    text, say = asked.text, editing.wording.says
    if asked.before == "head" and editing.head and len(text.split()) >= FEWEST_BARE:
        return "dictates", editing.write(editing.head, text, FIELD_OF.get(editing.head))
    if (head := only_a_heading(editing, text)) is not None:
        editing.head = head
        return "head", True  # "Offer." and what is offered follows
    names_one = quotes_in(text) or len(text.split()) <= A_FEW and not TELLS.search(text)
    if asked.before == "off" and names_one and not PUTS_IT.match(asked.after.strip()) and (lines := editing.find(text, asked.bare)):
        return "off", editing.take_off(lines)
    if asked.before in MISSED and (goes := ALSO.match(asked.raw.strip())) and not say("mine", text):
        first = asked.raw.strip()[goes.end() :].split(", ")[0]  # "the boat is missing. And that I joked about it, …"
        if (lines := [s for s in editing.find(first, bare_of(first, editing.wording)) if s.part]):
            editing.done.append(Done("there", lines[0].told))
            return "there", True
    if asked.before == "named" and len(text.split()) > 1 and not text.endswith("?"):
        return "adds", editing.add(editing.field_of(text), text)
    if quotes_in(text) and not text.endswith("?"):
        editing.last = tuple(s for s in editing.find(text) if s.part)
        editing.unseen = () if editing.last else tuple(quotes_in(text))
        return ("page", True) if editing.last else ("", False)  # what is to become of it follows
    if say("instead_of", text):
        return "page", True
    if asked.before == "corrects" and len(text.split()) >= ENOUGH:
        return "rewords", editing.told_anew(text, asked.part_before)
    if read_out := [s for s in editing.shown() if s.part and norm(s.line.before + s.line.text) == norm(text)]:
        editing.last = tuple(read_out)  # a line is read out, and the next part says why
        return "page", True
    if (number := other_number(editing, text, asked.part_before)) is not None:
        return "rewords", number
    return None


MISSED = frozenset({"there", "adds", "restores", "told-before"})  # something was said to be missing
ALSO = re.compile(r"(?:en|and|ook|also),? (?:ook |also )?(?=(?:dat|that|die|de|het|the|mijn|my|m'n)\b)", re.I)
TELLS = re.compile(r"\b(?:heeft|hebben|had|hadden|is|was|heb|has|have|did|missed|got) (?:ze|zij|hij|ie|he|she|they)\b|\b(?:ze|zij|hij|ie|he|she|they)(?:'s|'ve)? (?:heeft|hebben|had|is|was|has|have|did|missed|got)\b", re.I)


def words_to_say(text: str, wording: Wording) -> bool:
    told = dictated(text, wording)  # "first sentence: …"
    return told is not None and ":" in text and told[0] in SPOKEN
