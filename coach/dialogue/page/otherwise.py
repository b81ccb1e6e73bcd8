"""One fact told otherwise, whatever was asked: "it was three times, not two", "not Bart but Bas".

Somebody who sets one thing right in the midst of the walk speaks of no page. So much is taken for it:
what was wrong stands word for word in what was told before, and what comes instead is of the same
kind, a number for a number, a day for a day, a name for a name. Words of no such kind change only
where it is also said that something was wrong. Wordings stand in prompts/review.yaml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.page.editing import ARTICLES, Done, Editing
from coach.dialogue.page.meant import SPOKEN, Shown
from coach.dialogue.whose import known_people

# How often, in one word, and the number it stands for.
TIMES = {"once": "one", "twice": "two", "thrice": "three", "eenmaal": "een", "tweemaal": "twee", "driemaal": "drie"}
TIMES_OF = {"times", "time", "keer", "maal"}


@dataclass(frozen=True)
class Otherwise:
    """What stands in these lines, and what is to stand there instead."""

    old: str
    new: str
    lines: tuple[Shown, ...]


def told_otherwise(editing: Editing, text: str) -> Otherwise | None:
    """Return what `text` tells otherwise than it was told before; None when it does no such thing."""
    text = text.replace("’", "'").strip()
    framed = editing.wording.says("sets_right", text) is not None or NO_BUT.search(text) is not None
    for pattern in editing.wording.otherwise:
        for match in pattern.finditer(text):
            old, new = match["old"].strip(" ,;."), THERE.sub("", OPENING.sub("", match["new"].strip(" ,;.")))
            said_wrong = framed or pattern in editing.wording.otherwise_surely
            if (told := _exchanged(editing, old, new, said_wrong, text)) is not None:
                return told
    return (
        _of_those(editing, text) or _counted_otherwise(editing, text, framed) or _since_otherwise(editing, text)
        or _another_day(editing, text) or _told_again(editing, text) or _not_the_reason(editing, text)
    )  # fmt: skip


def set_right(editing: Editing, told: Otherwise) -> bool:
    """Put what was told otherwise on the page, and with the time it was told of; tell whether it stands there."""
    done = editing.reword(told.old, told.new, told.lines)
    if done:
        editing.reword_times(told.old, told.new)
    return done


def who_did_it(editing: Editing, text: str) -> bool | None:
    """Name who did a thing, in the line that tells of it ("Noor does the phones now, not Henk").

    None when `text` says nothing of the kind, or no line tells of it.
    """
    match = WHO_DID_IT.fullmatch(text.strip(" .,!"))
    if match is None or not all(tokenise(match[who], editing.lexicon)[0].kind in {"name", "word"} for who in ("new", "old")):
        return None
    line = next((s for s in editing.told_of(match["said"]) if s.line.item and s.part not in SPOKEN), None)
    if line is None:
        return None
    if re.search(rf"(?<!\w){re.escape(match['new'])}(?!\w)", line.line.text, re.I):
        editing.done.append(Done("there", line.told))
        return True
    if re.search(rf"(?<!\w){re.escape(match['old'])}(?!\w)", line.line.text, re.I):
        return editing.reword(match["old"], match["new"], [line])
    stands_in = WHO.match(line.line.text)
    return editing.reword(stands_in.group(), match["new"], [line], first=True) if stands_in else None


A_NAME = r"[A-ZÀ-Ý][\w'’-]+"
WHO_DID_IT = re.compile(
    rf"(?:(?i:nee|neen|no|nope|wacht|wait|maar|but|en|and|hang on|hold on|sorry|ho)[,.]? )*(?P<new>{A_NAME}) (?P<said>[^.!?:;]{{5,60}}?),? (?:(?i:en|maar|dus|and|but) )?(?i:niet|not) (?P<old>{A_NAME})"
)
WHO = re.compile(r"(?:hij|zij|ze|die|he|she|they|that one)\b", re.I)


FROM = re.compile(r"(?:vanaf|sinds|tot|na|voor|tussen|since|from|until|till|after|before|between)\b", re.I)
OPENING = re.compile(r"^(?:(?:(?:it|that|they|het|dat|die)(?:'s| is| was| are| were| zijn| waren)|was|were|is|waren|zijn|trouwens|eigenlijk|wel|echt|actually|really) )+(?:(?:in|on|op) )?", re.I)


NO_BUT = re.compile(r"\b(?:geen|niet|not)\b[^.!?]{1,30},? (?:maar|but) (?:een|de|het|a|an|the)\b", re.I)  # "no half day but a whole one"
THERE = re.compile(r"^(?:(?:waren|was|zijn|is|er|were|there) )+", re.I)
# Another number of what was told with one: "het zijn er trouwens drie, die nieuwe collega's".
OF_THOSE = re.compile(
    r"\b(?:het|dat) (?:zijn|waren) er (?:(?:trouwens|eigenlijk|wel|toch|overigens|intussen) )+(?P<number>\w+),? (?:van )?(?:die |deze |dat )?(?P<counted>[\w'-]+(?: [\w'-]+){0,2}?)(?=[,.;!]|$)"
    r"|\b(?:it|there|that)(?:'s| is| was| were| are) (?:(?:actually|really|by the way|in fact),? )+(?P<number2>\w+)(?:,| of)? (?:those |these |the )?(?P<counted2>[\w'-]+(?: [\w'-]+){0,2}?)(?=[,.;!]|$)",
    re.I,
)


def _of_those(editing: Editing, text: str) -> Otherwise | None:
    """Return the other number of people or things that were told of with one."""
    match = OF_THOSE.search(text)
    if match is None:
        return None
    number, counted = match["number"] or match["number2"], match["counted"] or match["counted2"]
    for line in (s for s in editing.shown() if s.line.item and s.part not in SPOKEN):
        told = re.search(rf"(?<!\w)(?P<old>\w+) {re.escape(counted)}(?!\w)", line.line.text.replace("’", "'"), re.I)
        if told and _kind(told["old"], editing) == _kind(number, editing) == "number" and told["old"].lower() != number.lower():
            return Otherwise(f"{told['old']} {counted}", f"{number} {counted}", (line,))
    return None


def _not_the_reason(editing: Editing, text: str) -> Otherwise | None:
    """Return a line without the reason in it that somebody says it wasn't ("the inspection's not why")."""
    match = editing.wording.says("not_why", text)
    reason = next((g for g in match.groups() if g), "") if match is not None else ""
    if not editing.stems(reason):
        return None
    last = reason.split()[-1]
    named = re.compile(rf"(?<!\w){re.escape(last)}(?!\w)", re.I)
    for line in (s for s in editing.shown() if s.line.item and s.part not in SPOKEN):
        told = line.line.text
        for given in editing.wording.patterns["reason_told"].finditer(told.replace("’", "'")):
            before = BEFORE_REASON.search(told[: given.start()])
            if before and named.search(given["reason"]):
                return Otherwise(told[before.start() : given.end()], before["kept"], (line,))
    return None


BEFORE_REASON = re.compile(r"(?P<kept>(?:[^\s.;]+ ){0,3}[^\s.;,]+)[ ,]*$")  # what stays, enough to know its place by


NO = re.compile(r"(?:(?:no|nope|nee|neen|ja|yes|well|nou|but|maar|nog|still|yet|echt|really|zeker)[ ,]*)+", re.I)


def _exchanged(editing: Editing, old: str, new: str, said_wrong: bool, text: str) -> Otherwise | None:
    kind = _kind(old, editing)
    if NO.fullmatch(new):
        return None  # "no, not the supervisors" puts nothing in their place
    if not editing.stems(old) and kind not in {"number", "day"} or kind != _kind(new, editing) or not (kind or said_wrong):
        return None
    if kind == "day" and len(old.split()) == 1 < len(new.split()) and not FROM.match(new):
        new = next(w for w in new.split() if _is_day(w.lower(), editing.lexicon))  # "it was March Darren left, not May"
    if kind == "day" and (since := FROM.match(new)) and not FROM.match(old) and _lines_with(editing, f"{since.group()} {old}"):
        old = f"{since.group()} {old}"  # "not spring, since March" of what was told as "since spring"
    if kind == "day" and FROM.match(new) and not FROM.match(old):
        return None  # "not the whole summer, from August": another time, and no other word for it
    if kind == "name" and old.lower() in {n.lower() for n in known_people(editing.state)}:
        return None  # whose it was is another matter (`whose.py`)
    if re.search(rf"\b(?:het|de|die|dat|the|that) {re.escape(old)} (?:is|was|hoort|gaat|belongs)\b", text, re.I):
        return None  # "no half a year but sixteen weeks. The half year is the course": of something else
    if old.lower() in ARTICLES and len(new.split()) > 1:
        return None  # "two boxes, not one": of what "one" is said, it doesn't say
    for wrong, right in _shapes(old, new, kind):
        if (lines := _lines_with(editing, wrong)) and wrong.lower() != right.lower():
            return Otherwise(wrong, right, lines)
    return None


def _kind(text: str, editing: Editing) -> str:
    """Return what sort of thing a few words name: "number", "day", "name", or "" for anything else."""
    tokens = tokenise(text, editing.lexicon)
    if any(_is_number(t.text, t.kind) for t in tokens):
        return "number"
    if any(_is_day(t.lower, editing.lexicon) for t in tokens):
        return "day"
    named = [t for t in tokens if t.text[:1].isupper() or t.lower in load_names().first]
    return "name" if named and len(named) == len(tokens) else ""


def _is_number(word: str, kind: str) -> bool:
    return word.lower() in TIMES or (kind == "number" or word.isdigit()) and word.lower() not in ARTICLES


def _is_day(word: str, lexicon: Lexicon) -> bool:
    return any(lexicon.has(kind, each) for kind in ("weekday", "month", "season") for each in (word, word.removesuffix("s")))


def _shapes(old: str, new: str, kind: str) -> list[tuple[str, str]]:
    """Return the ways in which `old` may stand in a line, each with what replaces it."""
    shapes = [(old, new)]
    if kind == "number":
        first, *counted = new.split()
        before, *counted_before = old.split()
        if counted_before and not counted:  # "not two times but three"
            counted, new = counted_before, f"{new} {' '.join(counted_before)}"
            shapes = [(old, new)]
        once = next((word for word, number in TIMES.items() if number == before.lower()), "")
        if counted and len(old.split()) == 1 and old.lower() not in TIMES:
            shapes = [(f"{old} {' '.join(counted)}", new)]
        if once and (not counted or counted[0].lower() in TIMES_OF):
            shapes.append((once, f"{first} {'keer' if once.endswith('maal') else 'times'}"))
    else:
        shapes.append((old.removesuffix("s"), new.removesuffix("s")))
        shapes.append((f"{old}s", f"{new}s"))
    return shapes


def _lines_with(editing: Editing, words: str) -> tuple[Shown, ...]:
    """Return the lines of theirs in which `words` stand, on the page or off it."""
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.I)
    return tuple(s for s in editing.shown() if s.line.item and s.part not in SPOKEN and pattern.search(s.line.text))


def _counted_otherwise(editing: Editing, text: str, framed: bool) -> Otherwise | None:
    """Return the other number of what was told with one before ("it was three times she cashed up")."""
    match = editing.wording.says("counts_again", text)
    number, counted = (match["number"] or match["number2"], match["counted"] or match["counted2"]) if match else ("", "")
    if match is None or _kind(number, editing) != "number" or number.lower() in TIMES:
        return None
    lines = [s for s in editing.shown() if s.line.item and s.part not in SPOKEN]
    told = editing.stems(f"{text[: match.start()]} {text[match.end() :]}") & editing.stems(" ".join(s.line.text for s in lines))
    for line in lines:
        old = re.search(rf"(?<![\w])(?P<old>\w+) {re.escape(counted)}(?!\w)", line.line.text, re.I)
        wrong = f"{old['old']} {counted}" if old and _kind(old["old"], editing) == "number" else ""
        once = next((w for w in re.findall(r"\w+", line.line.text) if w.lower() in TIMES), "")
        if not wrong and once and counted.lower() in TIMES_OF:
            wrong = once
        right = f"{number} {counted}"
        of_it = told & editing.stems(line.line.text) if told else framed
        if wrong and of_it and wrong.lower() != right.lower():
            return Otherwise(wrong, right, (line,))
    return None


ONLY_A_DAY = re.compile(
    r"(?:no|nope|nee|neen|sorry)[,.]? (?:(?:it was|that was|het was|dat was|sinds|since|in|on|op|vanaf|from) )*(?P<new>[\w']+)[.!]*", re.I
)


def _another_day(editing: Editing, text: str) -> Otherwise | None:
    """Return the one month or day that was told with what somebody says instead of it ("No, March.")."""
    match = ONLY_A_DAY.fullmatch(text)
    kinds = [k for k in ("weekday", "month", "season") if match and editing.lexicon.has(k, match["new"].lower())]
    if match is None or not kinds:
        return None
    lines = [s for s in editing.shown() if s.line.item and s.part not in SPOKEN]
    told = {w for s in lines for w in re.findall(r"[\w']+", s.line.text) if editing.lexicon.has(kinds[0], w.lower())}
    old = next(iter(told), "")
    if len(told) != 1 or old.lower() == match["new"].lower():
        return None
    return Otherwise(old, match["new"], _lines_with(editing, old))


SAYS_NO = re.compile(r"(?:(?:nee|neen|no|nope|wacht|wait|sorry),?(?:\s|$))+(?=\w+ \w+ \w+)", re.I)


def _told_again(editing: Editing, text: str) -> Otherwise | None:
    """Return the one day or month of a line that is told again with another ("nee, ze was in februari ziek")."""
    opens = SAYS_NO.match(text)
    first = re.split(r"[,.;!?]", text[opens.end() :])[0] if opens else ""
    days = [w for w in re.findall(r"[\w']+", first) if _is_day(w.lower(), editing.lexicon)]
    said = editing.stems(first) - editing.stems(" ".join(days)) - {n.lower() for n in known_people(editing.state)}
    if len(days) != 1 or not said:
        return None
    for line in (s for s in editing.shown() if s.line.item and s.part not in SPOKEN):
        told = [w for w in re.findall(r"[\w']+", line.line.text) if _is_day(w.lower(), editing.lexicon)]
        of_a_kind = [w for w in told if _sort_of_day(w, editing.lexicon) == _sort_of_day(days[0], editing.lexicon)]
        if len(of_a_kind) == 1 and of_a_kind[0].lower() != days[0].lower() and said & editing.stems(line.line.text):
            return Otherwise(of_a_kind[0], days[0].lower() if days[0].isupper() else days[0], (line,))
    return None


def _sort_of_day(word: str, lexicon: Lexicon) -> str:
    word = word.lower()
    return next((k for k in ("weekday", "month", "season") if any(lexicon.has(k, w) for w in (word, word.removesuffix("s")))), "")


def points_at_time(text: str) -> bool:
    """Tell whether a part only gives the time of what was told right before it ("that was in May")."""
    return POINTS_AT_TIME.fullmatch(text.strip(" .,!")) is not None


POINTS_AT_TIME = re.compile(r"(?:(?:en|and|maar|but) )?(?:dat|het|that|it)(?:'s| was| is| were)(?: \w+){0,2} (?:tot|vanaf|sinds|in|na|op|voor|until|since|from|on|after|before|last|around)(?: \w+){1,3}", re.I)


def _since_otherwise(editing: Editing, text: str) -> Otherwise | None:
    """Return since when it is, of the one thing that was told with a time, when it is said to be wrong."""
    if (match := editing.wording.says("time_again", text)) is not None:
        before = re.compile(rf"(?<!\w){re.escape(match['when'])} (?:(?:de|het|the) )?(?P<old>\w+)", re.I)
        for line in (s for s in editing.shown() if s.line.item and s.part not in SPOKEN):
            old = before.search(line.line.text)
            if old and _is_day(old["old"].lower(), editing.lexicon) and _is_day(match["new"].lower(), editing.lexicon):
                new = f"{match['when']} {match['new']}"
                return Otherwise(old.group(), new, (line,)) if old.group().lower() != new.lower() else None
    match = editing.wording.says("since_again", text)
    told = [i for i in editing.state.record.items if i.field == "when" and SINCE.match(i.text)]
    if match is None or len(told) != 1 or told[0].text.lower() == match["since"].lower():
        return None
    lines = _lines_with(editing, told[0].text)
    return Otherwise(told[0].text, match["since"].strip(), lines) if lines else None


SINCE = re.compile(r"(?:sinds|vanaf|since)\b", re.I)
