"""The plan on one page: what was told, in the person's own words, and one step.

Written in the first person. Nothing stands in it that the person didn't say, but for authored
headings and questions; what is put together is marked as a proposal, what lacks is left out or
stands as a blank to choose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import yaml

from coach.content import content_folder
from coach.dialogue.address import as_main
from coach.dialogue.again import told_of_it
from coach.dialogue.asking import event_day
from coach.dialogue.corrections import content
from coach.dialogue.grammar import ATTRIBUTION
from coach.dialogue.lexicon import Lexicon, load_lexicon
from coach.dialogue.people import names_several
from coach.dialogue.phrasebook import load_phrasebook, sentence
from coach.dialogue.remember import items_of
from coach.dialogue.sentences import opening
from coach.dialogue.state import Field, Item, Language, State
from coach.sheets.blocks import literal

Texts = dict[str, Any]
MOST_EMPTY = 3  # words of a line that says nothing by itself
MOST_STEPS = 3


@cache
def _texts(language: Language) -> Texts:
    path = content_folder("prompts") / f"sheets.{language}.yaml"
    data: Texts = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data


def plan_markdown(state: State) -> str:
    """Return the plan of a talk as Markdown; a talk with nothing in it says so on the page."""
    texts, lexicon = _texts(state.language), load_lexicon(state.language)
    lines = [f"# {_title(state, texts, lexicon)}", "", f"*{texts['note'][state.audience]}*", ""]
    parts = [
        _last_step(state, texts),
        _given(state, texts, lexicon),
        _items("came_back", state, texts, lexicon, ("came_back", "said")),
        _items("put_right", state, texts, lexicon, ("promised", "own_share")),
        _items("their_side", state, texts, lexicon, ("their_view",)),
        _items("offer", state, texts, lexicon, ("offer", "mandate")),
        _items("not_possible", state, texts, lexicon, ("not_possible",)),
        _items("wish", state, texts, lexicon, ("wish",)),
        _to_ask(state, texts),
        _sentences(state, texts, lexicon),
        _items("habit", state, texts, lexicon, ("pattern", "habit")),
        _own_side(state, texts, lexicon),
        _choose(state, texts),
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
    told = [f"- {_line(item, texts)}" for item in told_of_it(state)]
    return [f"**{texts['headings']['last_step']}**", f"- ‘{_plain(state.last_step)}’", *told]


def _title(state: State, texts: Texts, lexicon: Lexicon) -> str:
    day = event_day(state, lexicon)
    people = {i.about for i in items_of(state.record, "what") if i.about}
    single = {p for p in people if not names_several(p, lexicon)}
    who = state.focus if len(people) < 2 or single == {state.focus} else ""
    if day and who and state.audience != "client":
        return str(texts["title_day_who"]).format(day=sentence(day), who=who)
    if day:
        return str(texts["title_day"]).format(day=sentence(day))
    return str(texts["title_who"]).format(who=who) if who else str(texts["title"])


def _line(item: Item, texts: Texts, text: str = "") -> str:
    """One item: the words, and how it is known; `by` when somebody else said it."""
    told = sentence(_plain(_without_lead(text or item.text)))
    source = texts["sources"][item.source]
    return f"{told} ({source})"


def _without_lead(text: str) -> str:
    """Return `text` without a first en, maar, so …, unless a verb follows it."""
    return re.sub(
        r"^(?:en|and|maar|but|so|dus|want|because)[ ,]+"
        r"(?!(?:heb|ben|had|was|kon|moest|ging|did|have)\b)",
        "", text.strip(), flags=re.I,
    )  # fmt: skip


def _plain(text: str) -> str:
    clean = re.sub(r"\s+", " ", text).strip(" ,;.")
    clean = re.sub(r"(?:^|(?<=\s))'(?=(?:s|t|k|n|m|r|em|cause)\b)", "’", clean)
    clean = re.sub(r"(?:^|(?<=\s))'(?=\w)", "‘", clean)
    clean = re.sub(r"(?<=\w)'(?=\s|$|,)", "’", clean)
    if clean.count("‘") > clean.count("’") and not re.search(r"’\w", clean):
        clean += "’"
    return literal(clean)


def _given(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    fields: tuple[Field, ...] = ("what", "extra", "normal", "cost", "enabled")
    items = items_of(state.record, *fields)
    if not items:
        return []
    heading = texts["headings"]["given"][state.audience]
    lines = [f"**{heading}**"]
    for name in dict.fromkeys(i.about for i in items):
        lines += [f"- {line}" for line in _person(name, state, texts, lexicon)]
    return lines


def _person(name: str, state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    """Return one line for every thing told of one person, the name before the first."""
    told: list[str] = []
    seen: list[str] = []
    deeds = [i for i in items_of(state.record, "what") if i.about == name]
    for item in deeds:
        if any(item.text in text for text in seen):
            continue
        whole = _whole(item, name)
        extras = [
            e.text for e in items_of(state.record, "extra", "when")
            if e.about == name and e.source == "seen" and e.text.lower() not in whole.lower()
            and (
                e.turn == item.turn and _by_itself(e, item)
                or item is deeds[0] and _answers_when(e, state)
            )
        ]  # fmt: skip
        text = ", ".join([_whole(item, name), *dict.fromkeys(extras)])
        seen.append(text)
        told.append(_line(item, texts, text))
    for item in items_of(state.record, "when", "extra", "normal", "cost", "enabled"):
        if item.about != name or any(item.text in text for text in seen):
            continue
        if item.field == "when" and (deeds or item.clause != item.text):
            continue
        text = item.clause if item.field in {"cost", "normal", "enabled"} else item.text
        seen.append(text)
        told.append(_line(item, texts, text))
    return told


def _by_itself(extra: Item, deed: Item) -> bool:
    """Tell whether a time or an addition was told with the deed, or by itself."""
    told = extra.clause.strip(" .,;!?").lower()
    return extra.field != "when" or extra.clause == deed.clause or told == extra.text.lower()


def _answers_when(item: Item, state: State) -> bool:
    """Tell whether a time was told by itself, and not as part of a cost or a gift."""
    if item.field != "when" or len(item.text.split()) < 2:
        return False
    beside = (i for i in state.record.items if i.turn == item.turn)
    return not any(item.text in i.clause for i in beside if i.field not in {"when", "who"})


def _whole(item: Item, name: str) -> str:
    """Return the clause of a deed with the name in place of he, she or they at its start."""
    then = r"toen(?= (?:heeft|had|pakte|deed|ging|kwam|is|was)\b)"
    clause = re.sub(
        rf"^(?:en|and|maar|but|dus|so|want|oké|ok|{then})[ ,]+", "", item.clause, flags=re.I
    )
    if not name or name in clause:
        return clause
    replaced = re.sub(r"^(?:zij|ze|hij|die|deze|she|he|they)\b", name, clause, flags=re.I)
    if replaced == clause:
        replaced = re.sub(
            r"(\b(?:heeft|had|deed|pakte|nam|is|was|ging|kwam|kreeg|maakte) )(?:zij|hij)\b",
            rf"\g<1>{name}",
            clause,
            count=1,
        )
    if replaced != clause:
        return replaced
    return f"{name}: {item.text}"


def _items(
    heading: str, state: State, texts: Texts, lexicon: Lexicon, fields: Sequence[Field]
) -> list[str]:
    kept: list[tuple[Item, str]] = []
    for item in items_of(state.record, *fields):
        told = ATTRIBUTION[state.language].match(item.clause)
        text = item.clause if item.clause and (told or item.field != "habit") else item.text
        if item.field == "own_share":
            text = as_main(text, lexicon)
        if _told_already(item, items_of(state.record, *fields), lexicon):
            continue
        if len(text.split()) < 2 and item.field != "came_back":
            continue
        if SCRAP.match(text.strip()) and len(text.split()) <= MOST_SCRAP:
            continue
        if item.field != "own_share" and _leans(text, lexicon):
            before = kept[-1] if kept and kept[-1][0].turn == item.turn else None
            if before:
                kept[-1] = (
                    before[0],
                    f"{before[1].rstrip(' .,;')}. {sentence(_without_lead(text))}",
                )
            continue
        kept.append((item, text))
    lines = list(dict.fromkeys(f"- {_line(item, texts, text)}" for item, text in kept))
    if not lines:
        return []
    title = texts["headings"][heading]
    return [f"**{title[state.audience] if isinstance(title, dict) else title}**", *lines]


LEANING = re.compile(
    r"(?:(?:en|maar|dus|and|but|so|then) )?"
    r"(?:dat|daar|die|dit|that|it|this|those|niet|not|te|too|half)\b",
    re.I,
)
# A piece that hangs on words that aren't there.
SCRAP = re.compile(r"(?:of|who|which|whose|than|dan|waar|waarvan|waarmee|met|with|as|like)\b", re.I)
MOST_SCRAP = 6  # words
MOST_LEANING = 9  # words


def _leans(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a line says nothing without the one before it ("Die heb ik niet besteld")."""
    return (
        len(text.split()) <= MOST_LEANING
        and LEANING.match(text.strip()) is not None
        and len(content(text, lexicon)) <= 2
    )


def _told_already(item: Item, beside: Sequence[Item], lexicon: Lexicon) -> bool:
    """Tell whether a longer line under the same heading already holds all this one tells."""
    own = content(item.text, lexicon)
    longer = (i for i in beside if i is not item and len(i.clause) > len(item.clause))
    if not own:
        return len(item.text.split()) < MOST_EMPTY
    return any(own <= content(i.clause, lexicon) for i in longer)


def _to_ask(state: State, texts: Texts) -> list[str]:
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
        if entry.key in texts["ask"] and entry.key != "cost" and entry.about:
            asks.append(f"{entry.about}: {texts['ask'][entry.key]}")
    if names and not any(o.key == "their_wish" for o in state.record.open):
        asks.append(f"{names[0]}: {texts['ask']['their_wish']}")
    unique = list(dict.fromkeys(asks))
    return [f"**{texts['headings']['to_ask']}**", *(f"- {a}" for a in unique)] if unique else []


def _sentences(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    if state.audience == "coach":
        own = items_of(state.record, "sentence")
        heading = texts["headings"]["sentences"]
        return [f"**{heading}**", f"‘{literal(own[-1].text)}’"] if own else []
    built = opening(state, load_phrasebook(state.language), lexicon, terse=False)
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


def _own_side(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    lines: list[str] = []
    sides: tuple[tuple[Field, str], ...] = (
        ("own_giving", "more_out"), ("own_getting", "more_in"),
    )  # fmt: skip
    for field, key in sides:
        told = items_of(state.record, field)
        if told:
            joined = ". ".join(sentence(_plain(i.text)) for i in told)
            lines.append(f"- {texts[key]}: {joined}.")
    return [f"**{texts['headings']['own_side']}**", *lines] if lines else []


def _choose(state: State, texts: Texts) -> list[str]:
    if state.audience == "client" or items_of(state.record, "offer"):
        return []
    if not items_of(state.record, "what"):
        return []
    return [f"**{texts['headings']['offer'][state.audience]}**", f"- {texts['blank_offer']}"]


def _mirror(state: State, texts: Texts) -> list[str]:
    if state.audience == "client" or not items_of(state.record, "what"):
        return []
    return [f"**{texts['headings']['mirror']}**", f"- {texts['mirror_question']}"]


# Somebody, a day or an hour, or an if: what makes a line a step.
DATED = re.compile(
    r"\b(?:als|zodra|if|when|once|(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|morgen|overmorgen|vanavond|vanmiddag|week|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|tomorrow|tonight|today|vandaag|uur|o'clock|\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|uur)?)\b",
    re.I,
)


def step_items(state: State) -> list[Item]:
    """Return the next steps that were told, those with a day or a condition before any other."""
    lexicon = load_lexicon(state.language)
    named = items_of(state.record, "next_step")
    named = [i for i in named if not _told_already(i, named, lexicon)]
    steps = ([i for i in named if len(i.text.split()) > 2] or named)[-MOST_STEPS:]
    return [i for i in steps if DATED.search(i.clause)] or steps


def _step(state: State, texts: Texts, lexicon: Lexicon) -> list[str]:
    steps = step_items(state)
    conditional = [i for i in steps if re.search(r"\b(?:als|zodra|if|when|once)\b", i.clause, re.I)]
    heading = texts["headings"]["step"]
    if conditional:
        return [
            f"**{heading}**",
            *(
                sentence(_plain(i.clause)) + "."
                for i in steps
                if i in conditional or i.turn >= conditional[0].turn
            ),
        ]
    if steps:
        told = [sentence(_plain(i.clause)) + "." for i in steps]
        then = (
            texts["then_sentences"]
            if opening(state, load_phrasebook(state.language), lexicon, False)
            else texts["then_blank"]
        )
        return [f"**{heading}** ({texts['proposal']})", *told, then]
    return [f"**{heading}**", texts["blank_step"]]
