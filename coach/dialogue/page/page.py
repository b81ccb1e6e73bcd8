"""The page a talk ends in, as parts and lines: what stands on it, and whose words they are.

Written in the first person. Nothing stands on it that the person didn't say, but for authored
headings and questions; what is put together is marked as a proposal, what lacks is left out or
stands as a blank to choose. A part the person worded themself stands as they worded it
(`State.fixed`), and what they took off stays off (`State.off`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.address import as_main
from coach.dialogue.again import told_of_it
from coach.dialogue.asking import event_day
from coach.dialogue.clauses import tokenise
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.main_order import who_acts_first
from coach.dialogue.names import with_capitals
from coach.dialogue.once import kept_within_a_turn
from coach.dialogue.page.as_told import in_one_breath, step_as_told, whole_sentences
from coach.dialogue.page.given import given_lines
from coach.dialogue.page.headed import HOME, heading_of, home_of
from coach.dialogue.page.lines import NOTHING, Line, bound, joined, says_it, without_doubles
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.remarks import trimmed
from coach.dialogue.sayable import SPOKEN_TO, Opening
from coach.dialogue.sentences import opening, session_question, written_for
from coach.dialogue.state import Item, Language, State, fixed, items_of
from coach.dialogue.steps import CONDITION, steps_told

Texts = dict[str, Any]


@dataclass(frozen=True)
class PageLine:
    """One line as it stands there; `mark` says how it is known, `item` is the first told in it."""

    text: str
    mark: str = ""
    item: Item | None = None
    before: str = ""  # an authored label in front of it


@dataclass(frozen=True)
class Part:
    """A heading with its lines; `key` names it in prompts/sheets, `proposed` what was put together."""

    key: str
    title: str
    lines: tuple[PageLine, ...]
    proposed: bool = False


@cache
def page_texts(language: Language) -> Texts:
    """Return the authored texts of the page from prompts/sheets."""
    path = content_folder("prompts") / f"sheets.{language}.yaml"
    data: Texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


@kept_within_a_turn
def page(state: State) -> tuple[Part, ...]:
    """Return the parts of the page of a talk, in their order; () when nothing was told."""
    if not state.record.items and not state.fixed:
        return ()
    texts, lexicon = page_texts(state.language), load_lexicon(state.language)
    told = _told(state, lexicon)
    parts = (
        _last_step(state, texts),
        *(_items(heading, told, state, texts) for heading in ("given", *ORDER[:-3])),
        _to_ask(state, texts, told),
        _sentences(state, texts, lexicon),
        _request(state, texts, lexicon),
        _items("habit", told, state, texts),
        _own_side(told, texts),
        _items("also", told, state, texts),
        _choose(state, texts, told),
        _mirror(state, texts),
        _step(state, texts, lexicon),
    )
    people = {state.focus, *state.kept, *(i.about for i in state.record.items)}
    return tuple(_named(p, people) for part in parts if (p := _kept(part, state, lexicon)).lines)


def _named(part: Part, people: AbstractSet[str]) -> Part:
    """Return a part with the names that were typed small as names."""
    return replace(part, lines=tuple(replace(line, text=with_capitals(line.text, people)) for line in part.lines))


def title(state: State) -> str:
    """Return the title of the page: the day and the person the step is about, where known."""
    texts, lexicon = page_texts(state.language), load_lexicon(state.language)
    steps = step_items(state)
    items = tuple(i for i in state.record.items if i.field != "next_step" or i in steps)
    day = fixed(state, "day") or event_day(replace(state, record=replace(state.record, items=items)), lexicon)
    who = _whom(state, steps, lexicon)
    if day and who and state.audience != "client" and ":" not in day:
        return str(texts["title_day_who"]).format(day=sentence(day), who=who)
    if day:
        return str(texts["title_day"]).format(day=sentence(day))
    return str(texts["title_who"]).format(who=who) if who else str(texts["title"])


def _whom(state: State, steps: list[Item], lexicon: Lexicon) -> str:
    """Return whom the step is about: who is told of, of several the one it names; "" when that isn't told."""
    people = dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about)
    single = [p for p in people if not names_several(p, lexicon)]
    if len(people) < 2 or single == [state.focus]:
        return state.focus if state.focus in people or len(single) != 1 else single[0]
    said = " ".join([*(i.clause or i.text for i in steps), fixed(state, "step"), fixed(state, "sentences")])
    named = [p for p in single if re.search(rf"(?<!\w){re.escape(p)}(?!\w)", said, re.I)]
    return named[0] if len(named) == 1 else ""


def heading_title(key: str, state: State) -> str:
    """Return the heading of a part as this person reads it."""
    told = page_texts(state.language)["headings"][key]
    return str(told[state.audience] if isinstance(told, dict) else told)


def _kept(part: Part, state: State, lexicon: Lexicon) -> Part:
    """Return a part without the lines that were taken off it."""
    off = {text.lower() for text in state.off}
    return replace(part, lines=tuple(line for line in part.lines if line.text.lower() not in off))


def _part(key: str, state: State, lines: Iterable[PageLine], proposed: bool = False) -> Part:
    return Part(key, heading_title(key, state), tuple(dict.fromkeys(lines)), proposed)


def _last_step(state: State, texts: Texts) -> Part:
    """Return the step of the talk before, when this one follows it up, and what came of it."""
    if not state.last_step:
        return Part("last_step", "", ())
    told = [_line(Line(item, item.text), texts) for item in told_of_it(state)]
    return _part("last_step", state, [PageLine(f"‘{tidy(state.last_step)}’"), *told])


def _line(line: Line, texts: Texts) -> PageLine:
    """One line: the words, and how it is known."""
    told = sentence(tidy(_closed(line.text)))
    own_words = line.item.field in {"promised", "own_share"} and SAID_MYSELF.search(line.item.clause) is not None
    known_so = own_words or line.item.source == "seen" and line.item.field in ONES_OWN
    return PageLine(told, "" if known_so else texts["sources"][line.item.source], line.item)


# What the speaker said or promised was neither seen nor heard: they said it.
SAID_MYSELF = re.compile(r"\b(?:ik|i)\b.{0,40}\b(?:gezegd|beloofd|toegezegd|said|told|promised)\b|\b(?:zei|beloofde) ik\b|\b(?:gezegd|beloofd|toegezegd) (?:heb|had) ik\b", re.I)
# What one offers, did oneself or can't do was neither seen nor heard.
ONES_OWN = frozenset({"offer", "mandate", "own_share", "not_possible", "wish", "habit"})


def _closed(text: str) -> str:
    """Return `text` with the quotation mark it lost where it was cut."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    opened = len(re.findall(r"(?:^|(?<=\s))'(?=\w)", text))
    closed = len(re.findall(r"(?<=[\w.!?])'(?=\s|$|[,.;:!?])", text))
    short = re.search(r"(?:^|\s)'(?:s|t|k|n|m|r|em|cause)\b", text)
    return f"{text}'" if opened > closed and not short else text


def tidy(text: str) -> str:
    """Return one line of somebody's words with single spaces and printed quotation marks."""
    clean = re.sub(r"\s+", " ", text).strip(" ,;.:")
    clean = re.sub(r"(?:^|(?<=\s))'(?=(?:s|t|k|n|m|r|em|cause)\b)", "’", clean)
    clean = re.sub(r"(?:^|(?<=\s))'(?=\w)", "‘", clean)
    return re.sub(r"(?<=\w)'(?=\s|$|[,.;:!?])", "’", clean)


def _told(state: State, lexicon: Lexicon) -> dict[str, list[Line]]:
    """Return the lines of the page under the key of their heading, in the order of telling."""
    steps = step_items(state)
    under: dict[str, list[Line]] = {}
    last: tuple[int, str] = (0, "")  # the turn and heading of what was said before
    for item in state.record.items:
        if item in steps:
            last = item.turn, "step"
            continue
        theirs = item.id in state.placed and item.field in HOME  # the heading they chose
        heading = home_of(item.field, state.audience) if theirs else heading_of(item, state.audience, lexicon)
        if _of_oneself(item, state, lexicon):
            heading = "own_side"
        if not theirs and item.id in state.doubted:
            heading = "also"
        text = trimmed(item.clause or item.text, state.language, item.source)
        hung = item.field in HOME and heading not in {"given", "cost"} and bound(text, item, lexicon)
        if hung and not theirs and last[0] == item.turn:
            heading = last[1]  # what hangs on other words goes where those go
        elif item.field not in {"who", "when"}:
            last = item.turn, heading
        under.setdefault(heading, []).append(Line(item, _words(item, heading, lexicon)))
    lines = {"given": list(given_lines(state, under.get("given", []), lexicon))}
    lines |= {heading: joined(under.get(heading, []), lexicon, frozenset(state.placed)) for heading in ORDER}
    lines |= {heading: in_one_breath(lines[heading], state) for heading in TOLD_AT_ONCE}
    elsewhere = [line.item for key, each in lines.items() if key != "also" for line in each]
    lines["also"] = whole_sentences(lines["also"], elsewhere, state, lexicon)
    for heading in ORDER:
        others = [each for key, each in lines.items() if key != heading and key not in APART]
        beside = [line.text for each in others for line in each]
        beside = [] if heading in APART else beside
        lines[heading] = without_doubles(lines[heading], beside, lexicon, frozenset(state.placed))
    if state.audience == "leader":  # words to somebody stand where they are to be said
        part = _sentences(state, page_texts(state.language), lexicon)
        spoken = " ".join(line.text for line in part.lines).lower()
        for heading in ("came_back", "put_right"):
            lines[heading] = [
                line for line in lines[heading]
                if not (SPOKEN_TO.search(line.text) and line.text.lower() in spoken)
            ]  # fmt: skip
    offers = [line for line in lines["offer"] if line.item.field != "mandate"]
    lines["offer"] = offers or lines["offer"]  # what is theirs to decide is none beside one
    back = [e for e in lines["came_back"] if not NOTHING.fullmatch(e.text.strip(" .,"))]
    lines["came_back"] = back or lines["came_back"]  # "nothing really" says less than what did
    return lines


ORDER = (
    "cost", "came_back", "put_right", "their_side", "offer", "not_possible", "wish", "also", "habit", "own_side",
)  # fmt: skip
# Of these a line is what somebody told, and not what is to be said or done.
TOLD_AT_ONCE = ("cost", "came_back", "put_right", "their_side", "also")
# What repeats another line says something new there.
APART = frozenset({"offer", "wish", "own_side"})


HE_OR_SHE = re.compile(r"^(?:(?:en|maar|and|but) )?(?:hij|zij|ze|he|she)\b", re.I)


def _words(item: Item, heading: str, lexicon: Lexicon) -> str:
    text = item.text if item.field == "own_getting" else item.clause or item.text  # "op Jolanda dus"
    if item.field == "promised" and item.by[:1].isupper() and len(item.by.split()) == 1:
        text = HE_OR_SHE.sub(item.by, text)  # who was named right before it
    if heading in TOLD_OF and lexicon.language == "nl" and (by_itself := _by_itself(text, lexicon)):
        return by_itself
    if heading in TOLD_OF and (turned := who_acts_first(text, lexicon)):
        return turned
    as_told = heading != "put_right" or item.field in {"promised", "their_view"}
    return text if as_told else as_main(text, lexicon)


def _of_oneself(item: Item, state: State, lexicon: Lexicon) -> bool:
    """Tell whether a leader admits something beside what they give or get themself, of nobody in hand: it repairs nothing."""
    if item.field != "own_share" or state.audience != "leader" or item.id in state.placed:
        return False
    beside = any(i.turn == item.turn and i.field in {"own_giving", "own_getting"} for i in state.record.items)
    in_hand = bool(state.focus) and state.focus.lower() in item.clause.lower()
    return beside and not in_hand and not any(t.kind == "third" for t in tokenise(item.clause, lexicon))


TOLD_OF = frozenset({"given", "cost", "came_back", "their_side"})


def _by_itself(text: str, lexicon: Lexicon) -> str:
    """Return "dat ze haar cursus heeft laten schieten" as a sentence of its own; "" for any other clause."""
    words = [t for t in tokenise(text, lexicon) if t.kind != "punctuation"]
    if len(words) < A_CLAUSE or words[0].lower != "dat" or words[1].lower not in THEY:
        return ""
    last = next((n for n in range(len(words), 0, -1) if words[n - 1].kind not in VERBAL), 0)
    verbs = words[last:]  # which close the clause, one of them finite
    finite = next((t for t in verbs if t.kind == "auxiliary"), verbs[0] if len(verbs) == 1 and verbs[0].kind == "verb" else None)
    if finite is None or last <= 2 or any(t.kind in {"verb", "auxiliary"} for t in words[2:last]):
        return ""
    who = "hij" if words[1].lower == "ie" else words[1].text
    told = text[words[2].start : words[last - 1].end]
    return " ".join([who, finite.text, told, *(t.text for t in verbs if t is not finite)])


A_CLAUSE = 4  # words
THEY = frozenset("ze zij hij ie".split())
VERBAL = frozenset({"verb", "auxiliary", "participle", "infinitive"})


def _items(heading: str, told: dict[str, list[Line]], state: State, texts: Texts) -> Part:
    lines = (_line(line, texts) for line in told.get(heading, []))
    return _part(heading, state, (replace(line, mark="") if heading == "also" else line for line in lines))


def _to_ask(state: State, texts: Texts, told: dict[str, list[Line]]) -> Part:
    """Return the authored questions for what isn't known, to whoever knows."""
    if state.audience == "client":
        return Part("to_ask", "", ())
    asks: list[tuple[str, str]] = []
    names = list(dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about))
    for name in names:
        costs = [i for i in state.record.items if i.field == "cost" and i.about == name]
        if not costs:
            asks.append((name, "cost"))
        elif any(i.source != "seen" for i in costs):
            asks.append((name, "cost_more"))
    for entry in state.record.open:
        answered = entry.key == "their_wish" and bool(told["their_side"])
        answered = answered or entry.key == "cost_more" and (entry.about, "cost") in asks  # once is enough
        if entry.key in texts["ask"] and entry.key != "cost" and entry.about and not answered:
            asks.append((entry.about, entry.key))
    views = {line.item.about for line in told["their_side"]}
    known = bool(names) and bool(views & {names[0], ""})
    if names and not known and not any(o.key == "their_wish" for o in state.record.open):
        asks.append((names[0], "their_wish"))
    return _part("to_ask", state, (PageLine(f"{name}: {texts['ask'][key]}") for name, key in asks))


def _sentences(state: State, texts: Texts, lexicon: Lexicon) -> Part:
    """Return the sentences to say: as the person wrote them, else those put together."""
    own = fixed(state, "sentences")
    if state.audience == "coach":
        asked = own or session_question(state, lexicon)
        return _part("sentences", state, [PageLine(asked)] if asked else [])
    built = _spoken(state, lexicon)
    said = own or (" ".join(built.sentences) if built else "")
    before = [PageLine(text) for name in _told_of(state) if (text := _written_before(name, said, state, lexicon))]
    theirs = own or built is not None and built.blocks == ("words:sentence",) and len(built.sentences) == 1
    return _part("sentences", state, [*before, *([PageLine(said)] if said else [])], proposed=not theirs)


def _written_before(name: str, said: str, state: State, lexicon: Lexicon) -> str:
    """Return the sentence a leader wrote out for `name`, when that isn't whom the other words are for."""
    if state.audience != "leader" or name == state.focus or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
        return ""
    written = written_for(name, state, lexicon)
    return "" if not written or written in said or said in written else written


def _told_of(state: State) -> list[str]:
    return list(dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about[:1].isupper()))


def _spoken(state: State, lexicon: Lexicon) -> Opening | None:
    book = load_phrasebook(state.language)
    others = dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about)
    whom = ["", *(name for name in others if name != state.focus)]
    return next((o for name in whom if (o := opening(state, book, lexicon, False, name))), None)


def _request(state: State, texts: Texts, lexicon: Lexicon) -> Part:
    """Return the one question a client puts to whoever they speak to."""
    if own := fixed(state, "request"):
        return _part("request", state, [PageLine(own)])
    built = _spoken(state, lexicon) if state.audience != "coach" else None
    asked = [PageLine(built.request)] if built and built.request else []
    return _part("request", state, asked, proposed=True)


def _own_side(told: dict[str, list[Line]], texts: Texts) -> Part:
    lines: list[PageLine] = []
    given_in = {line.item.turn for line in told["own_side"] if line.item.field == "own_giving"}
    for key in ("more_out", "more_in"):
        out = key == "more_out"
        sides = [line for line in told["own_side"] if (line.item.field == "own_giving" or line.item.field == "own_share" and line.item.turn in given_in) == out]
        if sides:
            joined_up = ". ".join(sentence(tidy(_closed(line.text))) for line in sides)
            lines.append(PageLine(f"{joined_up}.", item=sides[0].item, before=f"{texts[key]}: "))
    return Part("own_side", texts["headings"]["own_side"], tuple(lines))


def _choose(state: State, texts: Texts, told: dict[str, list[Line]]) -> Part:
    chosen = state.audience == "client" or told["offer"] or not items_of(state.record, "what")
    return _part("offer", state, [] if chosen else [PageLine(texts["blank_offer"])])


def _mirror(state: State, texts: Texts) -> Part:
    without = state.audience == "client" or not items_of(state.record, "what")
    return _part("mirror", state, [] if without else [PageLine(texts["mirror_question"])])


def step_items(state: State) -> list[Item]:
    """Return the next steps that were told, those with a day or a condition before any other."""
    lexicon = load_lexicon(state.language)
    steps = steps_told(state, lexicon)
    longer = {i.id: [o for o in steps if len(o.text) > len(i.text)] for i in steps}
    return [i for i in steps if not any(says_it(o.text, i.text, lexicon) for o in longer[i.id])]


def _step(state: State, texts: Texts, lexicon: Lexicon) -> Part:
    if own := fixed(state, "step"):
        return _part("step", state, [PageLine(own)])
    steps = step_items(state)
    conditional = [i for i in steps if CONDITION.search(i.clause)]
    if conditional:
        told = [i for i in steps if i in conditional or i.turn >= conditional[0].turn]
        return _part("step", state, (_said(i, state, lexicon) for i in told))
    if steps:
        spoken = _sentences(state, texts, lexicon).lines
        then = texts["then_sentences" if spoken else "then_blank"]
        return _part("step", state, [*(_said(i, state, lexicon) for i in steps), PageLine(then)], True)
    return _part("step", state, [PageLine(texts["blank_step"])])


def _said(item: Item, state: State, lexicon: Lexicon) -> PageLine:
    text = step_as_told(item, state, lexicon) or trimmed(item.clause or item.text, lexicon.language, item.source)
    told = sentence(tidy(_closed(text)))
    return PageLine(told if told.endswith("?") else f"{told}.", item=item)
