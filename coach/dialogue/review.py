"""What somebody says of the summary or the page they were just shown, carried out on the page.

A turn is read part by part. A part takes a line off, puts one on, words one anew, files it
elsewhere, gives it to somebody else, asks whether it is there; it says that the rest is right; or
it only speaks of the page. What isn't understood so changes nothing and is said back: a page that
loses the wrong line is worse than one more question. Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.dialogue.asks import Ask
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.of_the_page import speaks_of_talk
from coach.dialogue.page.dictating import (
    dictated,
    masked,
)
from coach.dialogue.page.editing import Done, Editing
from coach.dialogue.page.meant import SPOKEN, quotes_in
from coach.dialogue.page.one_part import Part, carried_out, only_yes_or_no, words_to_say
from coach.dialogue.page.otherwise import points_at_time, set_right, told_otherwise
from coach.dialogue.page.requests import (
    A_FEW,
    ENOUGH,
    bare_of,
    saying,
)
from coach.dialogue.review_wording import Wording, load_wording
from coach.dialogue.said_out import TRAILS
from coach.dialogue.sayable import SPOKEN_TO, asked_for_words
from coach.dialogue.state import WHICH_LINE, State
from coach.dialogue.whose import given_to, not_them
from coach.dialogue.worded import HOW_TO_SAY
from coach.dialogue.wordings import OWN_PROMISE


@dataclass(frozen=True)
class Review:
    """What a turn did to the page; `said` are the stretches (start, end) that speak of the page."""

    state: State
    done: tuple[Done, ...] = ()
    said: tuple[tuple[int, int], ...] = ()
    fine: bool = False  # the rest is right
    unclear: tuple[str, ...] = ()  # parts that say something is wrong or missing, and not what
    near: str = ""  # the line that the first of these speaks of, or what was passed over when nothing was done

    @property
    def changed(self) -> bool:
        """Whether anything stands otherwise than it did."""
        return any(each.how not in {"there", "not-there", "gone", "reads", "unchanged", "still"} for each in self.done)


def review(state: State, text: str, lexicon: Lexicon, shown: bool = True, asks: Sequence[Ask] = ()) -> Review:
    """Carry out what `text` says of the page on `state`; pure, nothing is invented.

    Lines put on are stretches of the person's own turns. `state.struck` holds what came off last.
    Without `shown` another question stands already, and only what plainly corrects is taken so.
    `asks` are the sentences that the reader takes for being about the talk.
    """
    wording = load_wording(lexicon.language)
    editing = Editing(replace(state, struck=()), wording, lexicon, struck=state.struck)
    said: list[tuple[int, int]] = []
    whose = _without_orders_off(text, wording)
    if shown and not words_to_say(text, wording) and (names := given_to(state, whose, whose)) is not None:
        editing.give(*names)
        said.append((0, len(text)))  # nothing of it is told anew
    span = None
    if (not shown or not said and _told_already(editing, text)) and (span := _somebody_else(editing, text)) is not None:
        said.append(span)
    fine, unclear, passed, waiting = False, [], "", ""  # waiting: something is missing, and it isn't told yet
    restated: list[Done] = []
    untold = False  # whether something was asked of the page that can't be told
    before: tuple[str, Part] = ("", Part("", 0, 0))  # what the part before did, and the part
    numbered = wording.says("counts", text) is not None
    for_another = not shown and bool(state.history) and state.history[-1].question_id in asked_for_words(state.language)
    parts = _parts(_without_counts(text, wording), wording)
    for sentence in SENTENCES.finditer(text) if not shown and span is None else ():
        told = told_otherwise(editing, sentence.group()) if SAID_BUT.search(sentence.group()) else None
        if told is not None and set_right(editing, told):
            span = sentence.span()  # "I said June, but it was July"
            said.append(span)
            break
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        if span is not None and span[0] <= part.start < span[1]:
            continue
        if shown and _read_out(editing, part.text):
            said.append((part.start, part.end))
            before = ("asks", part)
            continue
        if for_another and SPOKEN_TO.search(part.text):
            continue  # "Owen, you missed the final": said to him, and nothing of it is missing
        if shown and speaks_of_talk(part.text):
            said.append((part.start, part.end))
            continue  # "that's the main thing", of what was asked
        kind = _kind_of(part, text, asks)
        for_words = kind == "words" or HOW_TO_SAY.search(part.text) is not None
        if for_words and dictated(part.text, wording) is None and (not quotes_in(part.text) or WONT_SAY.search(part.text)):
            continue  # asks the coach for words, and nothing of the page
        just_told = not shown and len(text[: part.start].split()) >= ENOUGH and points_at_time(part.text)
        other = None if just_told else told_otherwise(editing, part.text)
        heard = None if shown else _heard(editing, part.text)
        if not shown and other is None and _of_what_i_can(text, part):
            continue
        if not shown and other is None and heard is None and not _plainly(part, before[0], wording):
            continue
        if heard is not None:
            editing.done.append(heard)
            said.append((part.start, part.end))
            before = ("asks", part)
            continue
        if other is not None and set_right(editing, other):
            said.append((part.start, part.end))
            before = ("rewords", part)
            continue
        if wording.says("corrects", part.text.strip(" .,!;:")) and (after is not None or not shown):
            said.append((part.start, part.end))
            editing.wrong, before = True, ("corrects", part)
            continue
        bare = part.text.replace("’", "'").strip(" .,!;:").lower()
        if wording.says("fine", bare) or wording.says("thanks", bare):
            fine, before = True, ("fine", part)
            said.append((part.start, part.end))
            continue
        editing.slot = wording.slot(part.text) or editing.slot
        of_names = said[:1] == [(0, len(text))]
        about_names = of_names and (wording.says("same_person", part.text) or given_to(state, part.text, part.text))
        bare_part = part.text.strip(" .,!;:").lower()
        editing.wrong = editing.wrong or wording.says("not_right", bare_part) is not None
        if wording.says("not_right", bare_part) or wording.says("nothing_more", bare_part) or about_names:
            said.append((part.start, part.end))
            continue
        comes_off = after is not None and len(part.text.split()) >= ENOUGH and _only_takes_off(editing, after.text)
        strikes = part.text.strip() not in whose
        how, done = carried_out(editing, part, before, comes_off, kind, after.text if after is not None else "", strikes)
        if kind in FINE and not done:
            fine, before = True, ("fine", part)
            said.append((part.start, part.end))
            continue
        if not how and wording.says("page", part.text):
            how = "page"
        if not how and shown and kind == "move" and wording.says("should", part.text) and editing.stems(part.text):
            how = "moves"  # where something should stand, and it isn't known what
        if not how and shown and (line := editing.restated(part.text)) is not None:
            how, done = "page", True
            if line.part and line.line.item:
                (editing.done if numbered else restated).append(Done("there", line.told))
            elif line.line.item:  # told before, and nowhere on it
                how, done = "adds", editing.move([line], line.line.item.field)
        if not how and shown and kind == "correct" and len(part.text.split()) >= ENOUGH and not OWN_PROMISE.fullmatch(part.text.strip(" .,!").lower()) and not part.text.rstrip().endswith("?"):
            how, done = "adds", editing.add(editing.field_of(part.text), part.text)  # put right, of no line that is known
        if how:
            said.append((part.start, part.end if shown or how != "off" else _end_of_sentence(text, part.end)))
            same = text[before[1].end : part.start].strip() in {"", ","} and before[0] == ""
            if how == "told-before" or how in {"whose", "asks"} and done and same:
                said.append((before[1].start, before[1].end))
        if how == "named" and not editing.done:
            waiting = part.text.strip()
        elif waiting and how:
            waiting = ""
        if how and not done and how != "page" and kind not in ANSWERED:
            unclear.append(part.text.strip())
            untold = untold or how == "asks"
        if not how and shown and kind in ASKED_OF_A_LINE and len(part.text.split()) >= ENOUGH:
            unclear.append(part.text.strip())  # a second request isn't dropped without a word
        elif not how and shown and not passed:
            passed = part.text
        before = (how, part)
    if not shown and not editing.done and not untold:
        return Review(state)  # an answer to the question that stands
    if waiting and not editing.done:
        unclear.append(waiting)
    if editing.done:  # "no, now it's under my own side", and what to do about it was done
        unclear = [p for p in unclear if any(wording.says(name, p) for name in PLAINLY) or editing.stems(bare_of(p, wording))]
    if not editing.done and not unclear:
        editing.done += restated[:1]  # what they say stands there
    asked_which = bool(state.history) and state.history[-1].question_id in WHICH_LINE
    if asked_which and not (editing.done or unclear or said) and len(text.split()) <= A_FEW:
        unclear, said = [text.strip()], [(0, len(text))]  # no line is known by it
    if not editing.done and not unclear and said and not fine and not (len(said) < len(parts) and _only_denies(text, said, wording)):
        unclear = [text[a:b].strip() for a, b in said[:1]]
    near = editing.near(unclear[0] if unclear else "" if editing.done else passed)
    state = replace(editing.state, struck=tuple(i for i in editing.struck if i not in editing.state.record.items))
    return Review(state, tuple(editing.done), tuple(said), fine, tuple(unclear), near)


def _without_orders_off(text: str, wording: Wording) -> str:
    """Return `text` without the sentences that ask something off: "that's Farida, it has to go" says why."""
    return " ".join(s for s in re.split(r"(?<=[.!?])\s+", text) if not ORDERED_OFF.search(s.replace("’", "'")) or WAS_THEIRS.match(s) or wording.says("denies", s) and not wording.says("takes_off", s))


# That something is to go, as an order: not "is wrong", which may well be about whose it is.
ORDERED_OFF = re.compile(
    r"\b(?:moet|moeten|mag|mogen|moogt|kan|kunnen|haal|gooi|laat|schrap)\b[^.!?]{0,40}\b(?:eraf|eruit|er (?:maar |echt |wel |ook |dan )?(?:af|uit)|weg)\b|(?:^|, |\band |\bso |\bplease |\bcan you |\bcould you |\bto )(?:take|leave|cut|get) (?!the day|the shift|time)[^.!?]{0,40}\b(?:off|out)\b|\b(?:delete|remove|drop|scrap)\b|\b(?:has|have|needs?|should|must|can) (?:to )?(?:go|come off|come out)(?=\s*(?:[.,!?]|$))",
    re.I,
)
WAS_THEIRS = re.compile(r"(?:[Dd]e|[Hh]et|[Dd]ie|[Dd]at|[Tt]he|[Tt]hat) [\w' -]{3,30} (?:was|waren|were) [A-ZÀ-Ý]")  # "the stock was Rhona"
WONT_SAY = re.compile(r"\b(?:not going to|won't|wouldn't|can't|ga|kan|wil|zal) (?:ik |dat )?(?:niet )?(?:say|zeggen)\b", re.I)
ASKED_OF_A_LINE = frozenset({"strike", "move", "whose"})
FINE = frozenset({"right", "thanks", "done", "words_good"})
# What is about the page only by its wording: the talk answers it.
ANSWERED = frozenset({"words", "words_other", "advice", "may_i", "unclear", "unanswered", "annoyed", "misheard", "said_already"})
CERTAIN = 0.8  # from which the reader is believed


def _kind_of(part: Part, text: str, asks: Sequence[Ask]) -> str:
    """Return what the sentence in which a part stands is for, where the reader is sure of it; "" elsewhere."""
    for ask in asks:
        start = text.find(ask.text)
        if ask.sure >= CERTAIN and 0 <= start <= part.start + 1 and part.end <= start + len(ask.text) + 1:
            return ask.kind
    return ""


SENTENCES = re.compile(r"[^.!?\n]+")
SAID_BUT = re.compile(r"\bi said\b.{0,30}\bbut (?:it|that)\b|\bik zei\b.{0,30}\bmaar (?:het|dat)\b", re.I)
OF_MINE = re.compile(r"\b(?:i|we)(?:'ll| can| could| will| would|'d|'m going to| want to)\b|\b(?:ik|we|wij) (?:kan|kunnen|kon|zal|ga|gaan|wil|zou)\b|\b(?:kan|zal|ga|wil|zou) (?:ik|we|wij)\b", re.I)


def _of_what_i_can(text: str, part: Part) -> bool:
    """Tell whether a part goes on with what the speaker can do ("I can put Phil on it and take her off")."""
    before = re.split(r"[.!?\n]", text[: part.start])[-1].replace("’", "'")
    if I_OFFER.search(part.text.replace("’", "'")) and not OF_THE_PAGE.search(part.text):
        return True  # "what I can do is take the Saturdays off"
    opens = re.match(r"\s*(?:(?:and|or|en|of) )?(?:take|leave|cut|drop|put|haal|laat|schrap|zet)\b", part.text, re.I)
    return opens is not None and OF_MINE.search(before) is not None


I_OFFER = re.compile(
    r"\b(?:i|we)(?:'ll| can| could| will|'m going to)\b|\b(?:ik|we|wij) (?:(?:wel|zelf|ook|nog|dan) )*(?:kan|kunnen|kon|zal|ga|gaan)\b|\b(?:kan|zal|ga) (?:ik|we|wij)\b", re.I
)
OF_THE_PAGE = re.compile(r"\b(?:pagina|blad|plan|lijst|regel|zin|page|sheet|list|line|sentence)\b", re.I)


def _told_already(editing: Editing, text: str) -> bool:
    """Tell whether what somebody says another did stands with that other already."""
    found = not_them(editing.state, text)
    return found is not None and any(s.line.item and s.line.item.about == found.new for s in editing.told_of(found.said))


def _somebody_else(editing: Editing, text: str) -> tuple[int, int] | None:
    """Give what was told of one to who did it ("that's Wojtek who opens up, not Bronagh"); tell where it is said."""
    found = not_them(editing.state, text)
    if found is None:
        return None
    lines = [s for s in editing.told_of(found.said) if s.line.item and s.line.item.about == found.old] if found.said else []
    if editing.stems(found.said) and not lines:
        theirs = [s for s in editing.told_of(found.said) if s.line.item and s.line.item.about == found.new]
        if not theirs:
            return None  # of something that wasn't told
        editing.done.append(Done("there", theirs[0].told))
        return found.start, found.end
    if lines and any(s.line.item not in [x.line.item for x in lines] and s.line.item.about == found.old for s in editing.shown() if s.line.item):
        editing.give_lines(lines, found.new)
        if found.new not in editing.state.kept:
            editing.state = replace(editing.state, kept=(*editing.state.kept, found.new))
    else:
        editing.give([found.old], found.new)
    return found.start, found.end


def _end_of_sentence(text: str, place: int) -> int:
    """Return where the sentence ends that stands at `place`: why a line goes is no news of anybody."""
    return next((m.start() for m in re.finditer(r"[.!?\n]", text) if m.start() >= place), len(text))


def _only_denies(text: str, said: list[tuple[int, int]], wording: Wording) -> bool:
    """Tell whether all that was said of the page is that it isn't right yet; what stands beside it tells what is."""
    return all(wording.says("not_right", text[a:b].strip(" .,!;:").lower()) for a, b in said)


def _parts(text: str, wording: Wording) -> list[Part]:
    """Return the parts of a turn: its sentences and what a conjunction opens, quotations kept whole.

    What is dictated behind a colon goes on until a part that asks for something else.
    """
    hidden = masked(text)
    spans, begin = [], 0
    for mark in wording.part.finditer(hidden):
        spans.append((begin, mark.start()))
        begin = mark.end()
    spans.append((begin, len(text)))
    parts = [part for a, b in spans if re.search(r"\w", text[a:b]) for part in _opening(Part(text[a:b], a, b), wording)]
    joined: list[Part] = []
    open_ended = only_clause = False
    for part in parts:
        if open_ended and TRAILS.fullmatch(f" {part.text.strip()}"):
            open_ended = False  # "something like that": what comes after isn't dictated
            continue
        goes_on = open_ended and (not only_clause or text[joined[-1].end : part.start].strip() == ",")
        same = goes_on and text[joined[-1].end : part.start].strip() == "," and SPOKEN_TO.search(part.text)  # "…, and you missed the party"
        if goes_on and (same or not _asks_something(part.text, wording)) and not ANOTHER_MATTER.match(part.text.strip()):
            last = joined[-1]
            joined[-1] = Part(text[last.start : part.end], last.start, part.end)
            continue
        told = dictated(part.text, wording)
        open_ended = told is not None
        only_clause = told is not None and told[0] not in SPOKEN and not SPOKEN_TO.search(told[2])
        joined.append(part)
    return joined


ANOTHER_MATTER = re.compile(r"(?:(?:en|and|oh|maar|but),? )*(?:trouwens|overigens|by the way|btw)\b", re.I)


def _opening(part: Part, wording: Wording) -> list[Part]:
    """Return a part in two when it opens with what only says that the coach had it wrong."""
    match = wording.says("corrects", part.text)
    rest = match and re.match(r"[,;: ]+(?:maar |but |en |and )?", part.text[match.end() :])
    if not match or not rest or len(part.text[match.end() + rest.end() :].split()) < ENOUGH:
        return [part]
    split = part.start + match.end() + rest.end()
    return [Part(match.group(), part.start, part.start + match.end()), Part(part.text[match.end() + rest.end() :], split, part.end)]


def _without_counts(text: str, wording: Wording) -> str:
    """Return `text`, as long as it was, with a mark in place of what numbers its orders ("Second: …")."""
    return wording.patterns["counts"].sub(lambda m: ";".ljust(len(m.group())), text)


def _plainly(part: Part, before: str, wording: Wording) -> bool:
    """Tell whether a part speaks of the page also when another question stands."""
    if any(wording.says(name, part.text) for name in PLAINLY) or before == "corrects":
        return True
    if quotes_in(part.text) and wording.heading(part.text) is not None:
        return True
    return (
        wording.says("corrects", part.text.strip(" .,!;:")) is not None
        or _asks_of_it(part.text, wording)
        or words_to_say(part.text, wording)
    )


def asks_of_page(state: State, text: str, lexicon: Lexicon) -> bool:
    """Tell whether a turn asks what is on the page, takes something off, sets it right, or dictates what to say."""
    wording = load_wording(lexicon.language)
    if not state.record.items:
        return False
    editing = Editing(state, wording, lexicon)
    parts = _parts(_without_counts(text, wording), wording)
    said_but = any(told_otherwise(editing, m.group()) is not None for m in SENTENCES.finditer(text) if SAID_BUT.search(m.group()))
    return said_but or not_them(state, text) is not None or any(
        _asks_of_it(part.text, wording) or words_to_say(part.text, wording)
        or quotes_in(part.text) and wording.says("takes_off", masked(part.text)) is not None
        or told_otherwise(editing, part.text) is not None or _orders_off(editing, part.text)
        or _heard(editing, part.text) is not None or wording.says("between_us", part.text.replace("’", "'").strip()) is not None
        for part in parts
    )  # fmt: skip


def _read_out(editing: Editing, text: str) -> bool:
    """Give the sentences to say as they stand, when somebody asks to see them once more."""
    if editing.wording.says("reads_out", text.replace("’", "'").strip()) is None:
        return False
    standing = [s.line.text for s in editing.shown() if s.part in SPOKEN]
    editing.done += [Done("reads", " ".join(f"‘{each}’" for each in standing))] if standing else []
    return bool(standing)


def _heard(editing: Editing, text: str) -> Done | None:
    """Return the line that somebody asks whether it was heard ("did you get the bit about …?")."""
    match = editing.wording.says("asks_heard", text.replace("’", "'").strip())
    named = next((g for g in match.groups() if g), "") if match is not None else ""
    lines = saying(editing, named) if editing.stems(named) else []
    return Done("there", lines[0].told) if lines else None


def _orders_off(editing: Editing, text: str) -> bool:
    """Tell whether a part orders a line of theirs off the page, and which one is plain."""
    text = text.replace("’", "'").strip(" .!")
    found = editing.wording.says("orders_off", text)
    return found is not None and bool(editing.find(text, bare_of(found.group(), editing.wording)))


def _asks_of_it(text: str, wording: Wording) -> bool:
    asks = text.rstrip().endswith("?") and wording.says("asks_done", text) is not None
    return asks or wording.says("asks", text.strip(" .?")) is not None and not only_yes_or_no(text, wording)


def _only_takes_off(editing: Editing, text: str) -> bool:
    """Tell whether a part asks to take off what the part before it spoke of ("take that out")."""
    if not editing.wording.says("takes_off", text.strip(" .,!")) and not editing.wording.says("delete", text.strip(" .,!")):
        return False
    return not editing.stems(bare_of(text, editing.wording)) and not quotes_in(text) and editing.wording.heading(text) is None


PLAINLY = ("missing", "restores", "takes_off", "between_us", "undone")
ASKING = ("missing", "restores", "takes_off", "page", "fine", "stands")


def _asks_something(part: str, wording: Wording) -> bool:
    return any(wording.says(name, part.strip(" .,!")) for name in ASKING) or dictated(part, wording) is not None
