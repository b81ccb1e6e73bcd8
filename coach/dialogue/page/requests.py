"""What is asked of the page in one part of a turn: a line off, on, back, elsewhere; is it there?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon
from coach.dialogue.names import load_names
from coach.dialogue.page.editing import WRITTEN, Done, Editing
from coach.dialogue.page.headed import home_of
from coach.dialogue.page.meant import SAID_OF_IT, SPOKEN, Shown, norm, quotes_in
from coach.dialogue.page.page import heading_title, page
from coach.dialogue.review_wording import Wording
from coach.dialogue.sayable import SPOKEN_TO
from coach.dialogue.state import REFER, Field, State, fixed
from coach.dialogue.whose import known_people

# What people call the parts of the page for short.
LABELS = {
    "offer": "offer", "my offer": "offer", "aanbod": "offer", "mijn aanbod": "offer", "step": "step", "my step": "step",
    "stap": "step", "mijn stap": "step", "promised": "put_right", "beloofd": "put_right",
}  # fmt: skip
NOT_MUCH = re.compile(r"\b(?:much|enough|a lot|veel|genoeg|weinig|hardly|nauwelijks|amper)\b", re.I)
A_FEW = 5  # words of a part that only names one more line
ENOUGH = 3  # words of a line that is told in the same breath
MOST_NAMED = 3  # words of whoever is missing, before what they did
NEAR = 35  # characters before the words that name a part of the page


def among(key: str) -> Callable[[Shown], bool] | None:
    return (lambda s: s.part == key) if key else None


def only_a_heading(editing: Editing, text: str) -> str | None:
    """Return the key of the part that is all `text` names ("Offer."); None when it says more."""
    if len(text.split()) > A_FEW or editing.stems(bare_of(text, editing.wording)):
        return None
    label = LABELS.get(norm(text))
    if norm(text) in {"cost", "kosten"}:
        label = home_of("cost", editing.state.audience)
    return next((p.key for p in page(editing.state) if norm(p.title) == norm(text)), None) or label


def bare_of(text: str, wording: Wording) -> str:
    """Return `text` without the words that ask for something and those that name a heading."""
    text = wording.patterns["for_another"].sub(" ", text)
    for name in ("takes_off", "still", "missing", "restores"):  # which may stand around what is meant ("take the bell off")
        text = wording.patterns[name].sub(lambda m: f" {' '.join(m.group().split()[1:-1])} ", text)
    text = wording.patterns["asks_done"].sub(" ", text)
    for pattern in wording.headings.values():
        text = pattern.sub(" ", text)
    return text


def without_titles(text: str, state: State) -> str:
    """Return `text` with the quotation marks off what is only the heading of a part."""
    titles = {norm(part.title) for part in page(state)}
    return re.sub(
        r"(?<!\w)[‘“\"'](?P<in>[^‘“”\"]{2,60}?)[’”\"'](?!\w)",
        lambda m: m["in"] if norm(m["in"]) in titles else m[0], text,
    )  # fmt: skip


def heading_in(editing: Editing, text: str) -> str:
    """Return the key of the heading that `text` names; "" when it names none."""
    titled = next((p.key for p in page(editing.state) if f" {norm(p.title)} " in f" {norm(text)} "), "")
    if titled or (titled := editing.wording.part_named(text)):
        return titled
    found = editing.wording.heading(re.sub(r"[‘“\"'][^’”\"]*[’”\"']", " ", text))
    return home_of(found, editing.state.audience) if found else editing.wording.slot(text)


def answered(editing: Editing, text: str, before: str, after: str = "") -> bool:
    """Say whether what is asked after stands on the page, once a turn; False when that can't be told.

    What only points asks after `before`, the words right before it; what is denied is asked of `after`.
    """
    if OPEN.search(text):
        return False  # "what is on it?"
    said = re.split(r",\s+", text)
    begins = [n for n in range(len(said), 0, -1) if not OR.match(f" {said[n - 1]}")]  # "this, or that?" is one question
    asked_after = (*(", ".join(said[n - 1 :]) for n in begins), before)  # no more than points to it
    asked = next((t for t in asked_after if editing.stems(bare_of(t, editing.wording)) or quotes_in(t)), "")
    if not asked or editing.answered:
        return editing.answered
    lines = next((found for each in (asked, *OR.split(asked)) if (found := saying(editing, each))), [])
    if not lines and editing.wording.says("altered", text) and editing.wording.slot(text):
        return False  # whether something was put right can't be told
    if not lines and editing.wording.says("denies", text):  # "have I not got Ada wrong? The cake, the card …"
        lines = next((found for each in re.split(r",\s+| and | en ", after) if (found := saying(editing, each))), [])
    if not lines and (editing.wording.says("denies", text) or editing.speaks_of_it(asked)):
        return False
    editing.answered = True
    editing.done += [Done("there", lines[0].told)] if lines else [Done("not-there")]
    return True


THE_REST = re.compile(r"\b(?:the|de) rest\b", re.I)
OPEN = re.compile(r"\b(?:wat staat|wat stond|welke|what does|what's on|what is on|which)\b", re.I)
OR = re.compile(r",? (?:of|or) ", re.I)


def saying(editing: Editing, asked: str) -> list[Shown]:
    """Return the lines that say what is asked after: most of its words stand in them."""
    bare = bare_of(asked, editing.wording)
    said = editing.stems(bare)
    lines = [s for s in editing.find(asked, bare) if s.part]
    if quotes_in(asked):
        return lines
    if name := _only_a_name(editing, bare):
        return [s for s in editing.shown() if s.part and (s.line.item and s.line.item.about == name or f" {norm(name)} " in f" {norm(s.line.text)} ")]
    words = set(norm(asked).split())
    every = [s for s in editing.shown() if s.part and said and said <= editing.stems(s.line.before + s.line.text)]
    every = [s for s in every if s.part not in SPOKEN] or every  # what is put together repeats it
    if every:
        return [max(every, key=lambda s: len(words & set(norm(s.line.text).split())))]
    return [s for s in lines if len(said & editing.stems(s.line.before + s.line.text)) >= SAID_OF_IT * len(said)]


def taken_off(editing: Editing, text: str, bare: str) -> bool:
    """Take off what is named: quoted found, the one that is spoken of, a whole heading, or "that"."""
    key = heading_in(editing, text)
    if not key and THE_REST.search(text):
        return False  # "just ‘by May’, lose the rest": of the line, or of the page?
    found = editing.find(text, bare, among(key))
    first, _, rest = text.partition(", ")
    if rest and not editing.wording.says("takes_off", first) and _only_a_name(editing, bare_of(first, editing.wording)):
        first = rest  # "Fenna, her dance class can go": whose it is, and what
    if not found and first != text:  # what is said of it behind the comma isn't what it says
        found = editing.find(first, bare_of(first, editing.wording), among(key))
    if NOT_ALOUD.search(text):  # what somebody won't say was said or told all the same
        found = [s for s in found if s.part in SPOKEN] or found
    if not key and not quotes_in(text) and not IT_IS_THEIRS.search(text):
        asked = (bare, bare_of(first, editing.wording) if editing.wording.says("takes_off", first) else "")  # why stands behind the comma
        if name := next((name for each in asked if (name := _only_a_name(editing, each))), ""):
            return editing.take_off_person(name)
    if not found and editing.wording.says("first_line", text) and not quotes_in(text):
        found = [s for s in editing.shown() if s.part in SPOKEN or s.part == "given"][:1]
    under = [s for s in editing.shown() if s.part == key] if key else []
    says_no_more = not editing.stems(bare) and not quotes_in(text)
    if key and not under and (key in editing.wording.parts or says_no_more):  # it is off already
        editing.done.append(Done("gone", heading_title(key, editing.state)))
        return True
    if not found and under and not quotes_in(text):
        all_of_it = editing.wording.says("whole", text) or says_no_more
        found = under if all_of_it else []
    said = editing.stems(bare)
    if not found and said and any(said <= editing.stems(t) for t in editing.state.off):
        editing.done.append(Done("gone", next(t for t in editing.state.off if said <= editing.stems(t))))
        return True
    if not found and says_no_more:
        gone = {norm(d.text) for d in editing.done if d.how == "off"}
        if editing.last and all(norm(s.quote or s.line.text) in gone for s in editing.last):
            return True  # "that doesn't belong there", of what is off already
        found = list(editing.last) or editing.put_on_last()
    last = editing.wording.says("last_sentence", text)
    if not found and last:
        spoken = [s for s in editing.shown() if s.part == "sentences"]
        sentences = re.split(r"(?<=[.?!])\s+", spoken[0].line.text) if spoken else []
        found = [Shown("sentences", spoken[0].line, sentences[-1])] if len(sentences) > 1 else spoken
    no_more = quotes_in(text) or (list(editing.unseen) if says_no_more else [])
    if not found and not no_more and editing.wording.says("still", text):
        editing.done.append(Done("not-there"))
        return True
    if not found and no_more:  # it was quoted or is said to be there still, and stands there no more
        editing.unseen = tuple(no_more)
        editing.done += [Done("gone", each) for each in no_more if Done("gone", each) not in editing.done]
        return True
    if editing.wording.says("a_line", text):
        found = [s if s.part in SPOKEN else replace(s, quote="") for s in found]  # "the line ‘…’": all of it
    if found and (rest := _rest_of(editing, found, bare)):
        return editing.reword(found[0].line.item.text if found[0].line.item else "", rest, tuple(found))
    return editing.take_off(found) if found else False


NOT_ALOUD = re.compile(r"(?:\bnot|n't|\bnever)(?: going to| ever)? say(?:ing)?\b|\b(?:ga|wil|zou|kan|zal|zeg) ik (?:\w+ ){0,2}niet\b.{0,20}\b(?:zeggen|tegen)\b", re.I)


def _rest_of(editing: Editing, found: list[Shown], bare: str) -> str:
    """Return what stays of a line of two things when one of them is taken off ("her knee and her weekend")."""
    item = found[0].line.item
    if len(found) != 1 or found[0].quote or item is None:
        return ""
    parts = re.split(r",? (?:en|and) ", item.text)
    said = editing.stems(bare)
    named = [part for part in parts if said & editing.stems(part)]
    short = len(parts) == 2 and all(len(part.split()) <= A_THING for part in parts)
    return next(part for part in parts if part not in named) if short and len(named) == 1 else ""


A_THING = 5  # words


def sourced(editing: Editing, text: str, goes_on: bool) -> bool | None:
    """Put right where a line comes from ("should say heard, not seen"); None when that isn't asked."""
    say = editing.wording.says
    wrong, right, rest = editing.wording.sources_told(text)
    asked = wrong or goes_on or say("should", text) or say("files", text)
    if not (wrong or right) or not asked or quotes_in(rest) and not wrong:
        return None
    bare = bare_of(rest, editing.wording)
    lines = [s for s in editing.find(rest, bare) if s.line.mark] or ([] if editing.stems(bare) else list(editing.last[:1]))
    if right is None:  # "says seen", and what it is follows
        editing.last = tuple(lines[:1])
        return True if lines else None
    if not lines:
        return False if wrong else None
    return editing.mark(replace(lines[0], quote=""), right)


# "That's Farida, it has to go": what is spoken of goes, and not she.
IT_IS_THEIRS = re.compile(r"(?i:\b(?:dat|da|die|that|it)(?:'s| is| was| hoort bij)) (?:van )?[A-ZÀ-Ýa-z][\w'-]+(?:'s)?,? (?:dus |so |en |and )?(?:\w+ )?(?:moet|mag|kan|haal|take|has to|should|can)\b")


def _only_a_name(editing: Editing, bare: str) -> str:
    """Return the person that is all a part names ("take Bo off"); "" when it names more."""
    said = editing.stems(bare)
    first = (w.capitalize() for w in said if w.casefold() in load_names().first)
    known = (*known_people(editing.state), *(n.capitalize() for n in editing.state.nobody), *first)
    return next((n for n in known if said and said <= editing.stems(n)), "")


def restored(editing: Editing, text: str) -> bool:
    """Put back what came off by mistake: what is named of it, else all of it."""
    bare = bare_of(text, editing.wording)
    asked = next((part for part in text.split(", ") if editing.wording.says("undone", part)), text)  # why stands beside it
    said = editing.stems(bare_of(asked, editing.wording))
    shared = {i.id: len(said & editing.stems(f"{i.text} {i.clause}")) for i in editing.struck}
    named = [i for i in editing.struck if shared[i.id] and shared[i.id] == max(shared.values()) and 3 * shared[i.id] >= len(said)]
    if (named or not said) and editing.put_back(named or None):
        return True
    lines = [s for s in editing.find(text, bare) if s.part]
    editing.done += [Done("there", s.told) for s in lines[:1]]
    return bool(lines) or editing.add_again(said) or not said and editing.put_back()


def put_on(editing: Editing, text: str, bare: str, told_just: str, before: str = "") -> tuple[str, bool]:
    """Put on what they miss: what came off, what stands nowhere, what they told, or tell now.

    `told_just` is the part before when it asked nothing and told something; `before` when it asked
    nothing. Returns what was asked, and whether it is done.
    """
    say = editing.wording.says
    said, key = editing.stems(bare), heading_in(editing, text)
    if key in WRITTEN and (own := fixed(editing.state, key)):
        editing.done.append(Done("there", own))
        return "there", True
    key = "" if key in WRITTEN else key
    name = next((n for n in known_people(editing.state) if said and said <= editing.stems(n)), "")
    if name and name == editing.state.focus:
        return "named", True
    if name and NOT_MUCH.search(text) and (theirs := [s for s in editing.shown() if s.part and s.line.item and s.line.item.about == name]):
        editing.done.append(Done("there", theirs[0].told))
        return "named", True  # what else there is of her follows
    if name:  # "Ada is missing", and what is missing of her follows
        kept = tuple(n for n in editing.state.kept if n != name)
        editing.state = replace(editing.state, focus=name, kept=kept)
        editing.done.append(Done("of", who=name))
        return "named", True
    struck = [i for i in editing.struck if said and len(said & editing.stems(i.text)) / len(said) >= SAID_OF_IT]
    if struck or not said and editing.struck and say("restores", text):
        return "restores", editing.put_back(struck or None)
    points = say("pointing", text) or POINTS.search(text)
    if not said and points and told_just:
        return "told-before", editing.add(editing.field_of(told_just), told_just)
    if not said and before and points and (lines := editing.find(before)):
        return "told-before", _there(editing, lines)  # "I said thanks, that's not on there"
    if not said and before and POINTS.search(text) and len(before.split()) >= ENOUGH:
        return "told-before", editing.add(editing.field_of(before), before)  # "I stop the notes. Just put that in"
    first = text.split(", ")[0]  # what it is for stands behind the comma
    lines = editing.find(text, bare) or (editing.find(first, bare_of(first, editing.wording)) if first != text else []) or _in_a_compound(editing, bare)
    asked, named = say("missing", text) or say("restores", text), editing.wording.heading_at(text)
    lines = [s for s in lines if s.part != "own_side"] or ([] if named and named[0] == "cost" else lines)  # whom they lean on cost nothing
    if lines and asked and named and named[1] >= asked.start() and home_of(named[0], editing.state.audience) not in {"", lines[0].part}:
        return "moves", editing.move(lines[:1], _filed_as(named[0], editing.state))  # "belongs under what came back"
    if lines and lines[0].part:
        editing.done.append(Done("there", lines[0].told))
        editing.last = tuple(lines)
        return "there", True
    if lines and not lines[0].part and lines[0].line.item:
        field = editing.field_in(key) or lines[0].line.item.field
        if editing.move(lines[:1], field) or editing.move(lines[:1], editing.field_of(lines[0].line.text)):
            return "adds", True
    if not said:
        return "named", True  # "the main bit is missing", and it follows
    told = _told_now(text, editing.wording)
    if not told and (there := [s for s in saying(editing, text) if s.line.item]):  # in several lines
        editing.done.append(Done("there", there[0].told))
        return "there", True
    long = told and len(told.split()) >= ENOUGH
    if editing.add_again(said, key) or _brought_up(editing, text):
        return "adds", True
    if long:
        return "adds", editing.write(key, told) if key else editing.add(editing.field_of(told), told)
    return "named" if len(said) <= 1 else "adds", False


POINTS = re.compile(r"\b(?:that|it|this|dat|dit|die)\b", re.I)


def tells(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a few words are a clause, with a verb of its own."""
    return any(t.kind in {"verb", "auxiliary"} for t in tokenise(text, lexicon))


def told_earlier(editing: Editing, named: str) -> str:
    """Return the sentence of an earlier turn that a few words without a verb point at; "" for none."""
    said = editing.stems(named)
    if len(said) < 2 or tells(named, editing.lexicon):
        return ""
    found = [(len(said & editing.stems(s)), n, s) for n, s in enumerate(_told_sentences(editing.state))]
    most, _, sentence = max(found, default=(0, 0, ""))
    return sentence if most >= 2 and most >= SAID_OF_IT * len(said) else ""


def _told_sentences(state: State) -> list[str]:
    """Return what was told in every turn, a sentence each, without what was asked."""
    turns = (e.user for e in state.history if e.question_id != REFER)
    sentences = (s.strip() for text in turns for s in re.findall(r"[^.!?\n]+[.!?]?", text))
    return [s.rstrip(" .!") for s in sentences if s and not s.endswith("?")]


def _brought_up(editing: Editing, text: str) -> bool:
    """Put on what was told of somebody who was only brought up ("put Ada on there for later"), and keep them by name."""
    names = [w for w in re.findall(r"(?<=\s)[A-ZÀ-Ý][\w'’-]+", text) if w.casefold() in load_names().first]
    if names and (theirs := [s for s in editing.shown() if s.part and s.line.item and s.line.item.about == names[0]]):
        editing.done.append(Done("there", theirs[0].told))
        return True
    told = [s for s in _told_sentences(editing.state) if names and re.search(rf"(?<!\w){re.escape(names[0])}(?!\w)", s)]
    told = [ASIDE.sub("", s) for s in told if tells(s, editing.lexicon) and len(s.split()) <= MOST_TOLD]
    if not told or not editing.add("what", told[0], about=names[0]):
        return False
    editing.state = replace(editing.state, kept=tuple(dict.fromkeys((*editing.state.kept, names[0]))))
    return True


MOST_TOLD = 24  # words of a sentence that is put on as it was told
ASIDE = re.compile(r"^(?:(?:en|and|oh|nou|nou ja|well|trouwens|overigens|by the way|dan|then|ook|also)[, ]+)+", re.I)


def _there(editing: Editing, lines: list[Shown]) -> bool:
    """Say that a line stands on the page, or put it there when it was told and stands nowhere."""
    if lines[0].part:
        editing.done.append(Done("there", lines[0].told))
        return True
    item = lines[0].line.item
    return item is not None and (editing.move(lines[:1], item.field) or editing.move(lines[:1], editing.field_of(lines[0].line.text)))


def _in_a_compound(editing: Editing, bare: str) -> list[Shown]:
    """Return the lines with a longer word for what is named ("dat rijbewijs" of "zijn C-rijbewijs"); a short word tells one."""
    named = [w for w in norm(bare).split() if editing.stems(w)]
    shown = [s for s in editing.shown() if s.line.item and s.part not in SPOKEN]
    if not named or any(len(w) < A_SHORT_WORD for w in named):
        return []
    found = [s for s in shown if all(any(told.endswith(w) and len(told) >= len(w) + A_FIRST for told in norm(s.line.text).split()) for w in named)]
    return found if len(found) == 1 or all(len(w) >= A_WORD for w in named) else []


A_WORD, A_SHORT_WORD, A_FIRST = 6, 4, 2  # letters of a word, of a short one, and of what a compound opens with


def _told_now(text: str, wording: Wording) -> str:
    """Return what a part tells beside saying that it is missing: "I miss that she …", "…, who did …"."""
    match = wording.says("told_now", text)
    if match is None:
        return ""
    told, lead = match["new"].strip(" .,:;"), text[: match.start()].strip(" ,")
    named = re.match(r"(?:die|who)\b", told, re.I) and 0 < len(lead.split()) <= MOST_NAMED
    return f"{lead}, {told}" if named else told


def moved(editing: Editing, text: str, bare: str) -> bool | None:
    """File a line under the heading that is named, or take it from there; None when none is named."""
    say, quoted = editing.wording.says, quotes_in(text)
    if SPOKEN_TO.search(text.partition(": ")[2]):
        return None  # "Ada: you came back from leave …" is said to her
    outside = re.sub(r"(?<!\w)[‘“\"'][^‘“”\"]{2,120}?[’”\"'](?!\w)", lambda m: " " * len(m[0]), text)
    found = {f: p.search(outside) for f, p in editing.wording.headings.items() if f != "next_step" or quoted}
    named = sorted((m.start(), m.end(), f) for f, m in found.items() if m)
    if not named:
        return _not_so(editing, text, bare)
    if say("not_under", text) and not editing.stems(bare):  # "not under X, under Y", of what was just put there
        lines = list(editing.last) or [s for s in editing.shown() if s.part and s.line.item and s.line.item.turn == editing.state.turn]
        if lines:
            return editing.move(lines[:1], _filed_as(named[-1][2], editing.state))
    if say("only_under", text) and not say("takes_off", text) and editing.last and not editing.stems(bare) and not quoted:
        return editing.move(editing.last[:1], _filed_as(named[-1][2], editing.state))  # "under what I put right"
    start, end, field = named[-1]
    key = home_of(field, editing.state.audience)
    denied = say("denies", text[max(start - NEAR, 0) : end]) is not None
    turned = say("turned", text) is not None
    here = [s for s in editing.find(text, bare, lambda s: s.part == key) if s.part]
    points = say("pointing", text) and not editing.stems(bare) and not quoted
    if points and editing.last and not denied:
        return editing.move(editing.last[:1], _filed_as(field, editing.state))
    if denied and len(named) > 1 and home_of(named[0][2], editing.state.audience) != key:
        field, key, denied = named[0][2], home_of(named[0][2], editing.state.audience), False
        here = []
    if turned and key == "came_back" and (here or editing.find(text, bare)):
        return editing.move((here or editing.find(text, bare))[:1], "what")
    if denied or turned:
        if here or points:
            return editing.take_off(here or list(editing.last))
        editing.last = tuple(s for s in editing.find(text, bare) if s.part not in SPOKEN) or editing.last  # where it goes may follow
        if say("takes_off", text) and not editing.stems(bare) and not quoted:
            return None  # "nothing under my own side": all of it
        return False if say("stands", text) or say("denied_of", text) else None
    if say("stands", text) and not say("should", text):
        if len(named) > 1 and home_of(named[0][2], editing.state.audience) != key:
            there = editing.find(text, bare, lambda s: s.part == home_of(named[0][2], editing.state.audience))
            return editing.move(there[:1], field) if there else None
        editing.last = tuple(here)
        if not here and (there := [s for s in editing.find(text, bare) if s.part]):
            editing.last = tuple(there)
            editing.done.append(Done("moved", there[0].line.text, heading_title(there[0].part, editing.state)))
            return True
        return bool(here) if not say("takes_off", text) else editing.take_off(here)
    others = [s for s in editing.find(text, bare, lambda s: s.part != key) if quoted or s.part not in SPOKEN]
    if here and not quoted:
        others = [s for s in others if s.part != "own_side"]  # whom they lean on is told of by the way
    if not others and not here and len(quoted) == 1 and say("files", text):  # told before, and nowhere on it
        return editing.add_again(editing.stems(quoted[0]), key) or editing.add(_filed_as(field, editing.state), quoted[0])
    if here and not others and not say("takes_off", outside):
        editing.done.append(Done("there", here[0].told))
        return True
    if not others or not (say("files", text) or quoted):
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


def _filed_as(field: Field, state: State) -> Field:
    """Return the field for a heading: what somebody else would like is their side."""
    return "their_view" if field == "wish" and state.audience != "client" else field
