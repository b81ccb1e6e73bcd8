"""Words somebody dictates for the page: which they are, where they belong, and what goes for them."""

from __future__ import annotations

import re

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.own_words import ENDS, WOULD_SAY
from coach.dialogue.page.editing import ARTICLES, Done, Editing
from coach.dialogue.page.headed import HOME, home_of
from coach.dialogue.page.meant import SPOKEN, norm, quotes_in
from coach.dialogue.review_wording import Wording
from coach.dialogue.said_out import TRAILS
from coach.dialogue.sayable import SPOKEN_TO
from coach.dialogue.state import fixed
from coach.dialogue.whose import known_people

TO_THE_COACH = re.compile(r"(?<=[.!?])\s+(?:of|or) [^.?!]*\?$", re.I)  # "…. Or is that too much?"
IF_THEN = re.compile(r"(?:als|zodra|if|when|once)\b.*\b(?:dan|then)\b", re.I | re.S)  # what a step is, whatever it is called
BESIDES = re.compile(r"\b(?:ook(?! maar)|also|as well|too|add|erachter|erbij|voeg|daarna)\b", re.I)
FEWEST, FEWEST_BARE = 1, 3  # words of a line that is dictated, behind a colon and without
MOST = {"swaps": (12, 24), "instead": (4, 8)}  # words that are put one for the other
A_CLAUSE = 5  # words of a clause of one's own


def masked(text: str) -> str:
    """Return `text` with what is quoted made unreadable, as long as it was."""
    return re.sub(r"(?<!\w)([‘“\"'])[^‘“”\"]{2,200}?([’”\"'])(?!\w)", lambda m: m[1] + "x" * (len(m[0]) - 2) + m[2], text)


def dictated(part: str, wording: Wording) -> tuple[str, str, str] | None:
    """Return (key, what names the place, the words) when a part dictates words for the page."""
    hidden = masked(part)
    if wording.says("takes_off", hidden.rstrip(" .!")) and ":" not in hidden:
        return None
    for mark in re.finditer(r"(?<!\d):(?!\d)|(?<= )=(?= )", hidden):  # "step: …", "cost = …"
        place, new = part[: mark.start()], part[mark.end() :].strip(" \n,;")
        if WOULD_SAY.search(place):
            return None  # "she should say to me: …"
        if wording.says("not_answered", place.replace("’", "'")):
            return None  # "you didn't answer my question: …"
        key = place_named(place, wording)
        asks = unquoted(new).rstrip().endswith("?") and key in {"", "wish", "their_side"}
        if wording.says("takes_off", masked(new)) and quotes_in(new):
            return None  # "under promised: ‘…’ can go"
        if wording.slot(new.rstrip(" .!")) and len(new.split()) <= FEWEST_BARE:
            return None  # "what's missing: my sentence"
        if new and re.search(r"\w", new) and (key or wording.says("dictating", place)):
            return "request" if asks else key, place, unquoted(new)
    match = wording.says("dictates_bare", part)
    if match is None:
        return None
    place, new = match["place"], match["new"].strip(" \n,;")
    was = re.match(r"(?P<place>.{0,30}?\b(?:promised|toegezegd|beloofd|gave|gaf|offered)(?: is| was)?) (?:was|is) (?P<new>.+)", part.strip(), re.I | re.S)
    if was and not place_named(place, wording):  # "what I was promised was the senior post"
        place, new = was["place"], re.sub(r",? (?:en |and )?(?:not|niet|geen) .*$", "", was["new"], flags=re.S).strip(" \n,;.!")
    if part[match.end("place") :].lstrip().startswith(",") and not wording.slot(place):
        return None
    if wording.says("missing", place):
        return None  # "my step isn't on it, the Monday one"
    key, bare = place_named(place, wording), unquoted(new)
    if not key or wording.says("judges", bare) or wording.heading(bare) or wording.says("stands", place):
        return None
    least = FEWEST if bare != new or key == "day" else FEWEST_BARE
    return (key, place, bare) if len(bare.split()) >= least else None


def place_named(text: str, wording: Wording) -> str:
    """Return the key of the part of the page that `text` names; "" when it names none."""
    heading = wording.heading(text)
    return wording.slot(text) or (HOME.get(heading, "") if heading else "")


def unquoted(text: str) -> str:
    quoted = re.fullmatch(r"[‘“\"'](?P<in>.+?)[’”\"']\.?", text, re.S)
    return quoted["in"] if quoted else text


BESIDE = re.compile(r"\b(?:nog|ook|erbij|also|too|as well)\b", re.I)
INSTEAD = re.compile(r"\b(?:should|must|has to|needs to|instead|moet|moeten|hoort|in plaats|liever)\b", re.I)  # "my step should be"


def first_quoted(text: str) -> str:
    """Return what is quoted first, when words to say are dictated in quotation marks and more follows."""
    quoted = re.match(r"[‘“\"'](?P<in>[^‘“”\"]{15,}?[.!?\w])[’”\"'](?=[\s.,;:]|$)", text, re.S)
    return quoted["in"] if quoted else text


def written(editing: Editing, key: str, place: str, new: str) -> bool:
    """Put dictated words where they were dictated for: a part, a line that is named, or where they fit."""
    if key == "request" and editing.state.audience != "client" and quotes_in(place):
        return False  # a question of the page, which isn't theirs to say
    part = "sentences" if key == "request" and editing.state.audience != "client" else key
    if part == "sentences" and IF_THEN.match(new):
        part = "step"
    if part in SPOKEN:
        new = ENDS.sub(".", TRAILS.sub("", first_quoted(new)))
    if part == "sentences":
        new = TO_THE_COACH.sub("", new)
    standing_step = next((s.line.text for s in editing.shown() if s.part == "step" and s.line.item), "") or fixed(editing.state, "step")
    if part == "step" and standing_step and BESIDE.search(place):
        return editing.write("step", f"{standing_step.rstrip(' .')}, {new[:1].lower()}{new[1:]}", instead=True)  # "bij de stap hoort nog: …"
    if part == "given" and editing.wording.heading(place) == "cost":
        part = home_of("cost", editing.state.audience)
    if part == "given" and editing.state.audience == "client" and not re.search(r"\b(?:i|ik|mij|me)\b", place, re.I):
        part = "came_back"  # what another did
    if part in SPOKEN and editing.wording.says("stands", place):
        standing = [s for s in editing.shown() if s.part == part]
        for sentence in re.split(r"(?<=[.?!])\s+", standing[0].line.text) if standing else ():
            if f" {norm(sentence)} " in f" {norm(place)} ":
                return editing.reword(sentence.rstrip("."), new.rstrip("."), standing)
    heading = editing.wording.heading(place)
    if part and heading == "cost":
        costs = [s for s in editing.shown() if s.line.item and s.line.item.field == "cost" and s.part == part]
        if editing.wrong and len(costs) == 1:
            return editing.replace(costs[0], new)
    if part == "sentences" and BESIDES.search(place):
        new = " ".join([*(s.line.text for s in editing.shown() if s.part == part), new])
    if part:  # who isn't a client has no part for one question
        return editing.write(part, new, heading, INSTEAD.search(place) is not None)
    if editing.last and editing.wording.says("pointing", place) and not editing.slot and editing.last[0].line.item:
        return editing.replace(editing.last[0], new)  # "that line should be: …"
    lines = [s for s in editing.find(place) if s.part]
    if lines:
        return editing.replace(lines[0], new)
    called = any(re.match(rf"{re.escape(name)},", new, re.I) for name in known_people(editing.state))
    spoken = editing.slot or ("sentences" if called or SPOKEN_TO.search(new) else "")
    if spoken == "sentences" and BESIDES.search(place):  # "I'd also like to say: …"
        new = f"{fixed(editing.state, spoken)} {new}"
    return editing.write(spoken, new) if spoken else editing.add(editing.field_of(new), new)


def swapped(editing: Editing, text: str) -> bool | None:
    """Put one word for another: "‘eight’ should be ‘nine’", "nine, not eight", "change A to B"."""
    if _numbered_otherwise(editing, text):
        return True
    for name in ("swaps", "instead"):
        match = editing.wording.says(name, text)
        if match is None or name == "instead" and (editing.wording.heading(text) or editing.wording.says("for_another", text)):
            continue
        found = {k: v.strip(" '\"‘’“”.,") for k, v in match.groupdict().items() if v}
        old = next(v for k, v in found.items() if k.startswith("old"))
        new = next(v for k, v in found.items() if k.startswith("new"))
        most_old, most_new = MOST[name]
        if len(old.split()) > most_old or len(new.split()) > most_new or not editing.stems(old) or editing.wording.heading(old):
            continue
        new = re.sub(r"^(?:it['’]?s|it is|it was|that['’]?s|that was|het is|het was|dat is|dat was) ", "", new, flags=re.I)
        if ONLY_NO.fullmatch(new):
            continue  # "nee, nog niet klaar"
        if old.lower() in ARTICLES and len(new.split()) > 1:
            continue  # "two boxes, not one"
        if old in known_people(editing.state) and not _named(new):
            continue  # "I ring Lee myself from now on, not Gaz"
        new = _without_what_follows(editing, old, new)
        if name == "instead" and (editing.forget_time(old) or _tells(old, new, editing.lexicon)):
            return True if editing.done and editing.done[-1].text == old else None
        if editing.reword(old, new):
            return True
        if lines := [s for s in editing.find(new) if s.part]:
            editing.done.append(Done("there", lines[0].told))
            return True
    return None


ONLY_NO = re.compile(r"(?:(?:no|nope|nee|neen|ja|yes|well|nou|but|maar|nog|still|yet|echt|really|zeker)[ ,]*)+", re.I)


def _named(text: str) -> bool:
    """Tell whether a few words are no more than somebody's name."""
    return len(text.split()) <= MOST_NAMES and all(w[:1].isupper() for w in text.split())


MOST_NAMES = 3


def _without_what_follows(editing: Editing, old: str, new: str) -> str:
    """Return `new` without the words that stand behind `old` already ("nine months, not eight")."""
    words = new.split()
    page = " ".join(f" {norm(s.line.text)} " for s in editing.shown() if s.part)
    least = next((n for n in range(1, len(words)) if f" {norm(old)} {norm(' '.join(words[n:]))} " in page), len(words))
    return " ".join(words[:least])


def _numbered_otherwise(editing: Editing, text: str) -> bool:
    """Put the other number where the page has one of two that count the same ("it's level 3, not level 4")."""
    say = editing.wording.says
    if say("missing", text) or not any(say(name, text) for name in ("denies", "still", "takes_off", "should")):
        return False
    told: dict[str, set[str]] = {}
    for word, number in re.findall(r"\b([^\W\d_]{2,}) (\d+)\b", text.lower()):
        if editing.stems(word):  # "in at 7, still there at 11" counts nothing
            told.setdefault(word, set()).add(number)
    page = " ".join(f" {norm(s.line.text)} " for s in editing.shown() if s.part)
    for word, numbers in told.items():
        there = [n for n in numbers if f" {word} {n} " in page]
        if len(numbers) != len(there) + 1 or len(there) != 1:
            continue
        new = f"{word} {(numbers - set(there)).pop()}"
        if say("wrongly", text[: text.lower().index(new)]):  # the page says it rightly already
            new = f"{word} {there[0]}"
            editing.done += [Done("there", s.told) for s in editing.shown() if f" {new} " in f" {norm(s.line.text)} "][:1]
            return True
        return editing.reword(f"{word} {there[0]}", new)
    return False


def _tells(old: str, new: str, lexicon: Lexicon) -> bool:
    """Tell whether `new` is a clause of its own, with a verb that `old` has none of: it stands for no few words."""
    verbs = [any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, lexicon)) for text in (old, new)]
    return verbs[1] and (not verbs[0] or len(new.split()) > A_CLAUSE)
