"""The plan on one page: what was told, in the person's own words, and one step.

Written in the first person. Nothing stands in it that the person didn't say, but for authored
headings and questions; what is put together is marked as a proposal, what lacks is left out or
stands as a blank to choose.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.address import as_main
from coach.dialogue.again import told_of_it
from coach.dialogue.asking import event_day
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.remarks import trimmed
from coach.dialogue.remember import items_of
from coach.dialogue.sayable import SPOKEN_TO
from coach.dialogue.sentences import opening, session_question
from coach.dialogue.state import Item, Language, State
from coach.dialogue.steps import CONDITION, steps_told
from coach.sheets.blocks import literal
from coach.sheets.given import given_lines
from coach.sheets.headed import HOME, heading_of
from coach.sheets.lines import NOTHING, Line, bound, joined, says_it, without_doubles

Texts = dict[str, Any]


@cache
def _texts(language: Language) -> Texts:
    path = content_folder("prompts") / f"sheets.{language}.yaml"
    data: Texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def plan_markdown(state: State) -> str:
    """Return the plan of a talk as Markdown; a talk with nothing in it says so on the page."""
    texts, lexicon = _texts(state.language), load_lexicon(state.language)
    told = _told(state, lexicon)
    lines = [f"# {_title(state, texts, lexicon)}", "", f"*{texts['note'][state.audience]}*", ""]
    parts = [
        _last_step(state, texts),
        *(_items(heading, told, state, texts) for heading in ("given", *ORDER[:-2])),
        _to_ask(state, texts, told),
        _sentences(state, texts, lexicon),
        _items("habit", told, state, texts),
        _own_side(told, texts),
        _choose(state, texts, told),
        _mirror(state, texts),
        _step(state, texts, lexicon),
    ]
    written = [part for part in parts if part]
    if len(state.record.items) == 0:
        return "\n".join([*lines, texts["nothing"], ""])
    return "\n".join([*lines, "\n\n".join("\n".join(part) for part in written), ""])


def _last_step(state: State, texts: Texts) -> list[str]:
    """Return the step of the talk before, when this one follows it up, and what came of it."""
    if not state.last_step:
        return []
    told = [f"- {_line(Line(item, item.text), texts)}" for item in told_of_it(state)]
    return [f"**{texts['headings']['last_step']}**", f"- ‘{_plain(state.last_step)}’", *told]


def _title(state: State, texts: Texts, lexicon: Lexicon) -> str:
    steps = step_items(state)
    items = tuple(i for i in state.record.items if i.field != "next_step" or i in steps)
    day = event_day(replace(state, record=replace(state.record, items=items)), lexicon)
    people = {i.about for i in items_of(state.record, "what") if i.about}
    single = {p for p in people if not names_several(p, lexicon)}
    who = state.focus if len(people) < 2 or single == {state.focus} else ""
    if day and who and state.audience != "client":
        return str(texts["title_day_who"]).format(day=sentence(day), who=who)
    if day:
        return str(texts["title_day"]).format(day=sentence(day))
    return str(texts["title_who"]).format(who=who) if who else str(texts["title"])


def _line(line: Line, texts: Texts) -> str:
    """One line: the words, and how it is known."""
    told = sentence(_plain(_closed(line.text)))
    known_so = line.item.source == "seen" and line.item.field in ONES_OWN
    return told if known_so else f"{told} ({texts['sources'][line.item.source]})"


# What one offers, did oneself or can't do was neither seen nor heard.
ONES_OWN = frozenset({"offer", "mandate", "own_share", "not_possible", "wish", "habit"})


def _closed(text: str) -> str:
    """Return `text` with the quotation mark it lost where it was cut."""
    if text.count('"') % 2:
        text = text.replace('"', "")
    opened = len(re.findall(r"(?:^|(?<=\s))'(?=\w)", text))
    closed = len(re.findall(r"(?<=[\w.!?])'(?=\s|$|,)", text))
    short = re.search(r"(?:^|\s)'(?:s|t|k|n|m|r|em|cause)\b", text)
    return f"{text}'" if opened > closed and not short else text


def _plain(text: str) -> str:
    clean = re.sub(r"\s+", " ", text).strip(" ,;.")
    clean = re.sub(r"(?:^|(?<=\s))'(?=(?:s|t|k|n|m|r|em|cause)\b)", "’", clean)
    clean = re.sub(r"(?:^|(?<=\s))'(?=\w)", "‘", clean)
    clean = re.sub(r"(?<=\w)'(?=\s|$|,)", "’", clean)
    return literal(clean)


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
        heading = HOME[item.field] if theirs else heading_of(item, state.audience, lexicon)
        text = trimmed(item.clause or item.text, state.language, item.source)
        hung = item.field in HOME and heading != "given" and bound(text, item, lexicon)
        if hung and not theirs and last[0] == item.turn:
            heading = last[1]  # what hangs on other words goes where those go
        elif item.field not in {"who", "when"}:
            last = item.turn, heading
        under.setdefault(heading, []).append(Line(item, _words(item, heading, lexicon)))
    lines = {"given": list(given_lines(state, under.get("given", []), lexicon))}
    lines |= {heading: joined(under.get(heading, []), lexicon) for heading in ORDER}
    for heading in ORDER:
        others = [each for key, each in lines.items() if key != heading and key not in APART]
        beside = [line.text for each in others for line in each]
        beside = [] if heading in APART else beside
        lines[heading] = without_doubles(lines[heading], beside, lexicon)
    if state.audience == "leader":  # words to somebody stand where they are to be said
        spoken = " ".join(_sentences(state, _texts(state.language), lexicon)).lower()
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
    "came_back", "put_right", "their_side", "offer", "not_possible", "wish", "habit", "own_side",
)  # fmt: skip
# What repeats another line says something new there.
APART = frozenset({"offer", "wish", "own_side"})


def _words(item: Item, heading: str, lexicon: Lexicon) -> str:
    text = item.clause or item.text
    as_told = heading != "put_right" or item.field in {"promised", "their_view"}
    return text if as_told else as_main(text, lexicon)


def _items(heading: str, told: dict[str, list[Line]], state: State, texts: Texts) -> list[str]:
    lines = list(dict.fromkeys(f"- {_line(line, texts)}" for line in told.get(heading, [])))
    if not lines:
        return []
    title = texts["headings"][heading]
    return [f"**{title[state.audience] if isinstance(title, dict) else title}**", *lines]


def _to_ask(state: State, texts: Texts, told: dict[str, list[Line]]) -> list[str]:
    """Return the authored questions for what isn't known, to whoever knows."""
    if state.audience == "client":
        return []
    asks: list[str] = []
    names = list(dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about))
    for name in names:
        if not any(i.field == "cost" and i.about == name for i in state.record.items):
            asks.append(f"{name}: {texts['ask']['cost']}")
        elif any(
            i.field == "cost" and i.about == name and i.source != "seen" for i in state.record.items
        ):
            asks.append(f"{name}: {texts['ask']['cost_more']}")
    for entry in state.record.open:
        answered = entry.key == "their_wish" and bool(told["their_side"])
        if entry.key in texts["ask"] and entry.key != "cost" and entry.about and not answered:
            asks.append(f"{entry.about}: {texts['ask'][entry.key]}")
    views = {line.item.about for line in told["their_side"]}
    known = bool(names) and bool(views & {names[0], ""})
    if names and not known and not any(o.key == "their_wish" for o in state.record.open):
        asks.append(f"{names[0]}: {texts['ask']['their_wish']}")
    unique = list(dict.fromkeys(asks))
    return [f"**{texts['headings']['to_ask']}**", *(f"- {a}" for a in unique)] if unique else []


def _sentences(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    if state.audience == "coach":
        own = session_question(state, lexicon)
        heading = texts["headings"]["sentences"]
        return [f"**{heading}**", f"‘{literal(own)}’"] if own else []
    book = load_phrasebook(state.language)
    others = dict.fromkeys(i.about for i in items_of(state.record, "what") if i.about)
    whom = ["", *(name for name in others if name != state.focus)]
    built = next((o for name in whom if (o := opening(state, book, lexicon, False, name))), None)
    if built is None:
        return []
    lines = [
        f"**{texts['headings']['sentences']}** ({texts['proposal']})",
        f"‘{literal(' '.join(built.sentences))}’",
    ]
    if built.request:
        lines += [
            "",
            f"**{texts['headings']['request']}** ({texts['proposal']})",
            f"‘{built.request}’",
        ]
    return lines


def _own_side(told: dict[str, list[Line]], texts: Texts) -> list[str]:
    lines: list[str] = []
    for key in ("more_out", "more_in"):
        out = key == "more_out"
        sides = [e.text for e in told["own_side"] if (e.item.field == "own_giving") == out]
        if sides:
            joined_up = ". ".join(sentence(_plain(_closed(text))) for text in sides)
            lines.append(f"- {texts[key]}: {joined_up}.")
    return [f"**{texts['headings']['own_side']}**", *lines] if lines else []


def _choose(state: State, texts: Texts, told: dict[str, list[Line]]) -> list[str]:
    if state.audience == "client" or told["offer"]:
        return []
    if not items_of(state.record, "what"):
        return []
    return [f"**{texts['headings']['offer'][state.audience]}**", f"- {texts['blank_offer']}"]


def _mirror(state: State, texts: Texts) -> list[str]:
    if state.audience == "client" or not items_of(state.record, "what"):
        return []
    return [f"**{texts['headings']['mirror']}**", f"- {texts['mirror_question']}"]


def step_items(state: State) -> list[Item]:
    """Return the next steps that were told, those with a day or a condition before any other."""
    lexicon = load_lexicon(state.language)
    steps = steps_told(state, lexicon)
    longer = {i.id: [o for o in steps if len(o.text) > len(i.text)] for i in steps}
    return [i for i in steps if not any(says_it(o.text, i.text, lexicon) for o in longer[i.id])]


def _step(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    steps = step_items(state)
    conditional = [i for i in steps if CONDITION.search(i.clause)]
    heading = texts["headings"]["step"]
    if conditional:
        return [
            f"**{heading}**",
            *(
                _said(i, lexicon)
                for i in steps
                if i in conditional or i.turn >= conditional[0].turn
            ),
        ]
    if steps:
        told = [_said(i, lexicon) for i in steps]
        then = (
            texts["then_sentences"]
            if _sentences(state, texts, lexicon)
            else texts["then_blank"]
        )
        return [f"**{heading}** ({texts['proposal']})", *told, then]
    return [f"**{heading}**", texts["blank_step"]]


def _said(item: Item, lexicon: Lexicon) -> str:
    text = trimmed(item.clause or item.text, lexicon.language, item.source)
    return sentence(_plain(_closed(text))) + "."
