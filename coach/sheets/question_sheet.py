"""The question sheet of a coach: ten to fifteen questions for a session, chosen without a model.

Words a model made before (`rewording`) are taken up; nothing is asked.

What the coach told decides which questions of the bank fit, in which order, and with which
wording; prompts/question_sheet.yaml holds the choices, prompts/question_sheet.nl.yaml and .en.yaml
the texts. The same state gives the same sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from coach.content import content_folder
from coach.dialogue.intake import wished
from coach.dialogue.phrasebook import Phrasebook, fill, load_phrasebook, sentence
from coach.dialogue.prepared import Client, Placed
from coach.dialogue.state import Language, State, items_of
from coach.errors import ContentError
from coach.knowledge.document import read_document
from coach.sheets.situation import (
    Data,
    Situation,
    load_choices,
    load_texts,
    read_situation,
)
from coach.sheets.told import told_hash

By = Literal["bank", "model", "coach"]


@dataclass(frozen=True)
class Where:
    """A section of the library: its ids and its headings."""

    document: str
    section: str
    title: str
    heading: str


@dataclass(frozen=True)
class Asked:
    """One question of the sheet; `known` is what the coach told of it, in their words.

    `set_text` is the bank's wording, also when `text` is a model's or the coach's; `by` tells whose
    `text` is. With `as_set` the coach wants it as it is set. A question of the coach's own has its
    text alone.
    """

    id: str
    text: str
    set_text: str = ""
    by: By = "bank"
    as_set: bool = False
    why: str = ""
    source: Where | None = None
    evasive: str = ""
    then: str = ""
    core: bool = False
    known: str = ""


@dataclass(frozen=True)
class Block:
    """One part of the session, with its share of the time in whole minutes."""

    id: str
    name: str
    minutes: int
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class QuestionSheet:
    """A session prepared; the minutes of the blocks add up to `minutes`."""

    minutes: int
    told_minutes: bool
    blocks: tuple[Block, ...]
    pitfalls: tuple[tuple[str, Where], ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All questions in the order of the sheet."""
        return tuple(asked for block in self.blocks for asked in block.questions)


def question_sheet(state: State, situation: Situation | None = None) -> QuestionSheet:
    """Return the sheet of a coach's talk, as the coach arranged it.

    `situation` is read from the talk unless given; with one, the sheet is the one for that.
    Raises `ContentError` when a question, an evasive answer or a section it names isn't there.
    """
    arranged = state.arranged if situation is None else None
    situation = situation or read_situation(state)
    choices = load_choices()
    told = choices["minutes"]
    minutes = min(max(situation.minutes or told["usual"], told["least"]), told["most"])
    chosen = _chosen(state, situation, minutes, choices)
    order = next(
        (o["blocks"] for o in choices["orders"] if o["topic"] in situation.topics),
        [block["id"] for block in choices["blocks"]],
    )
    shares = _minutes({block["id"]: block["share"] for block in choices["blocks"]}, minutes)
    names = load_texts(state.language)["blocks"]
    blocks = tuple(
        Block(
            name, names[name], shares[name],
            tuple(worded(entry, state, situation) for entry in chosen if entry["block"] == name),
        )
        for name in order
    )  # fmt: skip
    pitfalls = _pitfalls(situation, choices, state.language)
    sheet = QuestionSheet(minutes, situation.minutes is not None, blocks, pitfalls)
    sheet = as_placed(sheet, arranged.now, state, situation) if arranged else sheet
    return _in_words_of_model(sheet, state)


def as_placed(
    sheet: QuestionSheet, placed: tuple[Placed, ...], state: State, situation: Situation
) -> QuestionSheet:
    """Return `sheet` with these questions in its blocks, each worded for the talk as it is now."""
    entries = {entry["id"]: entry for entry in load_choices()["questions"]}

    def asked(one: Placed) -> Asked:
        entry = entries.get(one.question)
        # A question of the coach's own, or one the bank of a later version hasn't got any more.
        found = worded(entry, state, situation) if entry else Asked(one.question, one.text)
        by: By = "coach" if one.text else "bank"
        return replace(
            found, text=one.text or found.text, by=by, core=one.core, as_set=one.as_set
        )

    return replace(
        sheet,
        blocks=tuple(
            replace(block, questions=tuple(asked(p) for p in placed if p.block == block.id))
            for block in sheet.blocks
        ),
    )


def _in_words_of_model(sheet: QuestionSheet, state: State) -> QuestionSheet:
    """Return the sheet as a model worded it, where that was for what is told and set now."""
    wording = state.sheet_wording
    if wording is None or state.set_phrases or wording.told != told_hash(state):
        return sheet
    made = {(each.question, each.of): each.text for each in wording.questions if each.text}

    def asked(one: Asked) -> Asked:
        text = made.get((one.id, one.set_text))
        if text is None or one.by != "bank" or one.as_set:
            return one
        return replace(one, text=text, by="model")

    blocks = tuple(
        replace(block, questions=tuple(map(asked, block.questions))) for block in sheet.blocks
    )
    return replace(sheet, blocks=blocks)


def ranked(state: State, situation: Situation, minutes: int) -> list[Data]:
    """Return the entries that can be asked, the best fitting first."""
    choices = load_choices()
    known = {item.field for item in state.record.items} & set(choices["of_client"])
    book = load_phrasebook(state.language)
    scores: dict[str, int] = {}
    for entry in choices["questions"]:
        if entry.get("clients", situation.client) != situation.client:
            continue
        if situation.who and entry.get("unless") == "who":
            continue
        if entry.get("scale") and minutes < choices["scale_from"]:
            continue
        score = entry["base"]
        score += sum(n for topic, n in entry.get("topics", {}).items() if topic in situation.topics)
        question = book.questions.get(entry["id"])
        if question is not None and question.gathers in known and not entry.get("core"):
            score += choices["known"]
        scores[entry["id"]] = score
    entries = [entry for entry in choices["questions"] if entry["id"] in scores]
    # Python sorts stably: of two that fit as well, the one that stands first in the file.
    return sorted(entries, key=lambda entry: -scores[entry["id"]])


def _chosen(state: State, situation: Situation, minutes: int, choices: Data) -> list[Data]:
    """Return the entries that fit best, in the order of the file, as many as the time has."""
    best = ranked(state, situation, minutes)
    taken: list[str] = []
    for block in choices["blocks"]:
        taken += [e["id"] for e in best if e["block"] == block["id"]][: block["least"]]
    most = {block["id"]: block["most"] for block in choices["blocks"]}
    count = max(n for least, n in choices["counts"].items() if minutes >= least)
    for entry in best:
        held = sum(e["block"] == entry["block"] for e in best if e["id"] in taken)
        if len(taken) < count and entry["id"] not in taken and held < most[entry["block"]]:
            taken.append(entry["id"])
    return [entry for entry in choices["questions"] if entry["id"] in taken]


def _minutes(shares: dict[str, int], minutes: int) -> dict[str, int]:
    """Return whole minutes in proportion to `shares`, at least one each, that add up (Hamilton)."""
    left = minutes - len(shares)
    exact = {name: left * share / sum(shares.values()) for name, share in shares.items()}
    given = {name: 1 + int(part) for name, part in exact.items()}
    by_rest = sorted(exact, key=lambda name: int(exact[name]) - exact[name])
    for name in by_rest[: minutes - sum(given.values())]:
        given[name] += 1
    return given


def worded(entry: Data, state: State, situation: Situation) -> Asked:
    """Return the question of an entry of prompts/question_sheet.yaml, worded for the talk."""
    name, language = entry["id"], state.language
    texts, book = load_texts(language), load_phrasebook(language)
    evasive, then = _evasive(entry, situation.client, texts, book)
    if name == "arrive":
        text, known = texts["arrive"][situation.tone], _shortened(wished(state))
    else:
        question = book.questions[name]
        text = _worded(entry, question.forms, situation)
        told = question.gathers in load_choices()["of_client"]
        items = items_of(state.record, question.gathers) if told else ()
        if question.gathers == "their_view":
            items = [each for each in items if re.search(texts["view"], each.clause, re.I)]
        known = _shortened(items[0].clause or items[0].text) if items else ""
    if situation.tone == "gentle" and name in texts["gently"]:
        text = f"{texts['gently'][name]} {text[:1].lower()}{text[1:]}"
    here = texts["why_here"].get(name, {})
    why = next((said for topic, said in here.items() if topic in situation.topics), None)
    return Asked(
        name, sentence(text), sentence(text), why=why or texts["why"][name],
        source=find_section(entry["source"], language), evasive=sentence(evasive),
        then=sentence(then), core=bool(entry.get("core")), known=known,
    )  # fmt: skip


def _worded(entry: Data, forms: dict[str, str], situation: Situation) -> str:
    if "form" in entry:
        return forms[entry["form"]]
    if situation.client == "giver":
        return forms.get("giver") or forms["full"]
    if situation.who and (named := fill(forms.get("who", ""), {"who": situation.who})):
        return named
    short = situation.tone == "plain" and entry.get("plain") != "full"
    return forms["short"] if short else forms["full"]


def _evasive(entry: Data, client: Client, texts: Data, book: Phrasebook) -> tuple[str, str]:
    """Return how an evasive answer sounds, and what to ask then."""
    evasion = entry.get("evasion")
    name = evasion[client] if isinstance(evasion, dict) else evasion or entry["id"]
    own = texts["sounds"].get(client, {})
    sound = own.get(name) or texts["sounds"]["both"].get(name)
    if evasion is None:
        if "then" not in entry:
            return sound, texts["arrive"]["then"]
        forms = book.questions[entry["then"]].forms
    else:
        forms = book.evasions[name].forms
        sound = sound or book.evasions[name].examples[0]
    return sound, (forms.get("giver") if client == "giver" else None) or forms["full"]


def _shortened(words: str) -> str:
    """Return the coach's own words, shortened to fit a line."""
    told = " ".join(words.split()).strip(" .,;")
    return told if len(told) <= 140 else told[:140].rsplit(" ", 1)[0] + " …"


@cache
def find_section(source: str, language: Language) -> Where:
    """Return the section `document/section` of the library; raise `ContentError` without it."""
    document, _, section = source.partition("/")
    for folder in ("guides", "article"):
        path = content_folder("knowledge") / folder / f"{document}.{language}.md"
        if path.is_file():
            read, _ = read_document(path, path.name)
            found = read.section(section) if read else None
            if read is not None and found is not None:
                return Where(document, section, read.title, found.heading)
    raise ContentError(
        f"The library has no section {source!r} in {language!r}. No sheet was made. "
        "Name another in prompts/question_sheet.yaml."
    )


def _pitfalls(
    situation: Situation, choices: Data, language: Language
) -> tuple[tuple[str, Where], ...]:
    texts = load_texts(language)["pitfalls"]
    holding = [
        entry
        for entry in choices["pitfalls"]
        if entry.get("client", situation.client) == situation.client
        and ("topic" not in entry or entry["topic"] in situation.topics)
    ]
    return tuple(
        (texts[entry["id"]], find_section(entry["source"], language))
        for entry in holding[: choices["most_pitfalls"]]
    )
