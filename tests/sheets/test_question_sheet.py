"""The question sheet: ten to fifteen questions that fit what a coach told, each with its source."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest

from coach.content import content_folder
from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.prepared import Client, Tone
from coach.dialogue.state import LANGUAGES, BalanceRecord, Exchange, Field, Item, Language, State
from coach.knowledge.library import Library, load_library
from coach.sheets.blocks import read_blocks
from coach.sheets.plan import plan_markdown
from coach.sheets.question_markdown import question_sheet_markdown
from coach.sheets.question_sheet import question_sheet
from coach.sheets.sheet import sheet_markdown
from coach.sheets.situation import Situation, load_choices, load_texts, read_situation

CLIENTS: tuple[Client, ...] = get_args(Client)
TOPICS = sorted({*load_texts("nl")["topics"], "assumed"})


def coach_talk(*said: str, language: Language = "nl", items: tuple[Item, ...] = ()) -> State:
    history = tuple(Exchange(n, "", words, None, "") for n, words in enumerate(said, start=1))
    return State(language, "coach", "closing", 9, BalanceRecord(items), history=history)


def item(field: Field, text: str, about: str = "", source: str = "heard") -> Item:
    return Item(f"i-{field}", field, text, source, 1, about, "", text)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(content_folder("knowledge"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("topic", ["", *TOPICS])
@pytest.mark.parametrize("minutes", [15, 20, 44, 45, 60, 90, 137, 240])
def test_a_sheet_is_whole_in_every_situation(
    library: Library, language: Language, client: Client, topic: str, minutes: int
) -> None:
    situation = Situation(client, frozenset({topic} if topic else ()), minutes)
    sheet = question_sheet(coach_talk(language=language), situation)
    ids = [asked.id for asked in sheet.questions]
    assert 10 <= len(ids) <= 15
    assert len(ids) == len(set(ids))
    assert sum(block.minutes for block in sheet.blocks) == minutes
    assert all(block.minutes > 0 and block.questions for block in sheet.blocks)
    assert ids[0] == "arrive"
    assert ids[-1] == "mirror-12"
    assert "mirror-1" in ids
    assert ids.count("return-11") <= (minutes >= 45)
    assert sum(asked.core for asked in sheet.questions) == 5
    assert 1 <= len(sheet.pitfalls) <= 4
    for asked in sheet.questions:
        assert asked.text
        assert asked.why
        assert asked.evasive
        assert asked.then.endswith("?")
    for where in (*(a.source for a in sheet.questions), *(where for _, where in sheet.pitfalls)):
        assert where is not None
        section = library.section(where.document, where.section, language)
        assert section is not None
        assert section.heading == where.heading


@pytest.mark.parametrize("topic", ["limits", "promise", "team", "recognition", "reorganisation"])
@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_going_on_changes_the_questions(client: Client, topic: str) -> None:
    without = question_sheet(coach_talk(), Situation(client))
    with_it = question_sheet(coach_talk(), Situation(client, frozenset({topic})))
    wanted = {
        entry["id"]
        for entry in load_choices()["questions"]
        if entry.get("topics", {}).get(topic, 0) > 1
    }
    count = Counter(asked.id in wanted for asked in with_it.questions)
    assert count[True] > sum(asked.id in wanted for asked in without.questions)


def test_the_order_fits_the_situation() -> None:
    def order(*topics: str) -> list[str]:
        sheet = question_sheet(coach_talk(), Situation("leader", frozenset(topics)))
        return [block.id for block in sheet.blocks]

    assert order().index("returned") < order().index("pinch")
    assert order("promise").index("pinch") < order("promise").index("returned")
    assert order("limits").index("mirror") < order("limits").index("absent")
    assert sorted(order("blame")) == sorted(order())


def test_a_client_who_gives_is_asked_about_themselves_and_one_who_leads_about_others() -> None:
    forms = load_phrasebook("nl").questions["contributions-2"].forms
    texts = {
        client: {a.id: a.text for a in question_sheet(coach_talk(), Situation(client)).questions}
        for client in CLIENTS
    }
    assert texts["giver"]["contributions-2"] == forms["giver"]
    assert texts["leader"]["contributions-2"] == forms["full"]


def test_whoever_has_a_name_is_asked_about_by_it() -> None:
    sheet = question_sheet(coach_talk(), Situation("leader", who="Karin"))
    assert any("Karin" in asked.text for asked in sheet.questions)
    assert "contributions-1" not in {asked.id for asked in sheet.questions}


@pytest.mark.parametrize(
    ("said", "language", "client", "minutes", "tone"),
    [
        ("Mijn cliënt is teamleider, ik heb 60 minuten", "nl", "leader", 60, "even"),
        ("Ze werkt elke zondag en haar manager ziet het niet", "nl", "giver", None, "even"),
        ("Haar team is moe. We hebben anderhalf uur, zakelijk graag", "nl", "leader", 90, "plain"),
        ("Een half uur, en voorzichtig", "nl", "giver", 30, "gentle"),
        ("Ze werkt elke dag een uur langer", "nl", "giver", None, "even"),
        ("My client is a director, we have an hour and a half", "en", "leader", 90, "even"),
        ("Her boss never noticed. Three quarters of an hour", "en", "giver", 45, "even"),
        ("45 minutes with him, to the point; he manages a ward", "en", "leader", 45, "plain"),
    ],
)
def test_the_situation_is_read_from_what_was_told(
    said: str, language: Language, client: Client, minutes: int | None, tone: str
) -> None:
    situation = read_situation(coach_talk(said, language=language))
    assert (situation.client, situation.minutes, situation.tone) == (client, minutes, tone)


@pytest.mark.parametrize(
    ("said", "language", "topic"),
    [
        ("Ze kan geen nee zeggen", "nl", "limits"),
        ("er was een vrije dag beloofd", "nl", "promise"),
        ("niemand ziet wat ze doet", "nl", "recognition"),
        ("sinds de reorganisatie", "nl", "reorganisation"),
        ("ik merk dat ik met haar meepraat", "nl", "siding"),
        ("hij noemt ze ondankbaar", "nl", "blame"),
        ("they were promised a day off", "en", "promise"),
        ("she wants to set a limit", "en", "limits"),
        ("I notice I'm siding with him", "en", "siding"),
        ("after the merger", "en", "reorganisation"),
    ],
)
def test_a_topic_is_heard(said: str, language: Language, topic: str) -> None:
    assert topic in read_situation(coach_talk(said, language=language)).topics
    other = "De lampen zijn blauw." if language == "nl" else "The lamps are blue."
    assert topic not in read_situation(coach_talk(other, language=language)).topics


def test_what_the_coach_knows_stands_with_its_question_and_their_own_part_doesnt() -> None:
    told = (item("came_back", "een bos bloemen"), item("own_giving", "ik praat met haar mee"))
    sheet = question_sheet(coach_talk(items=told))
    known = {asked.id: asked.known for asked in sheet.questions}
    assert known["return-1"] == "een bos bloemen"
    assert known["mirror-1"] == ""


def test_what_is_known_makes_room_for_what_isnt() -> None:
    unknown = {asked.id for asked in question_sheet(coach_talk(), Situation("leader")).questions}
    told = (item("cost", "haar koor", "Karin"),)
    sheet = question_sheet(coach_talk(items=told), Situation("leader"))
    assert "contributions-5" in unknown
    assert "contributions-5" not in {asked.id for asked in sheet.questions}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_a_part_for_each_block_and_what_was_told_at_the_end(
    language: Language,
) -> None:
    state = coach_talk(language=language, items=(item("came_back", "a *bunch* of flowers"),))
    sheet, texts = question_sheet(state), load_texts(language)
    page = question_sheet_markdown(state)
    parts = [block.text for block in read_blocks(page) if block.kind == "part"]
    assert len(parts) == len(sheet.blocks) + 3
    assert parts[0] == texts["session"]
    assert parts[-1] == texts["told_label"]
    headings = [block.text for block in read_blocks(page) if block.kind == "heading"]
    for number, asked in enumerate(sheet.questions, start=1):
        assert any(text.startswith(f"{number}. {asked.text}") for text in headings)
    assert page.count(f"*{texts['source_label']}:*") == len(sheet.questions)
    assert "A \\*bunch\\* of flowers" in page.partition(texts["told_label"])[2]
    assert page == question_sheet_markdown(state)


def test_the_coachs_own_question_and_if_then_are_on_the_sheet() -> None:
    step = item("next_step", "Als ze lacht, dan wacht ik en vraag ik niks")
    question = item("sentence", "wat heb je haar nog niet gevraagd")
    sheet = question_sheet_markdown(coach_talk(items=(question, step)))
    told = sheet.partition("## Aankomen")[0]  # before the questions of the bank
    assert "**Mijn vraag voor de sessie**\n‘Wat heb je haar nog niet gevraagd?’" in told
    assert "**Mijn stap**\nAls ze lacht, dan wacht ik en vraag ik niks." in told
    bare = question_sheet_markdown(coach_talk(items=(item("came_back", "een bos bloemen"),)))
    assert "Mijn stap" not in bare  # nothing is put together for them


def test_a_coach_takes_the_question_sheet_along_and_nobody_else_does() -> None:
    for audience in ("leader", "client"):
        state = State("nl", audience)
        assert sheet_markdown(state) == plan_markdown(state)
    assert sheet_markdown(State("nl", "coach")) == question_sheet_markdown(State("nl", "coach"))
    standing = State("nl", "coach", route="crisis")
    assert sheet_markdown(standing) == plan_markdown(standing)


def test_both_languages_hold_the_same_texts() -> None:
    def shape(node: object) -> object:
        return {k: shape(v) for k, v in node.items()} if isinstance(node, dict) else None

    assert shape(load_texts("nl")) == shape(load_texts("en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
def test_every_question_that_can_be_chosen_can_be_written(
    language: Language, client: Client
) -> None:
    asked = set()
    for topics in ([], *([topic] for topic in TOPICS), TOPICS, ["team", "limits"]):
        for minutes in (30, 60, 240):
            situation = Situation(client, frozenset(topics), minutes)
            sheet = question_sheet(coach_talk(language=language), situation)
            asked |= {each.id for each in sheet.questions}
    listed = {
        entry["id"]
        for entry in load_choices()["questions"]
        if entry.get("clients", client) == client
    }
    assert asked <= listed
    assert len(asked) > 25


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("tone", get_args(Tone))
def test_every_tone_can_be_had_and_a_gentle_one_leads_in_what_can_hit_hard(
    language: Language, client: Client, tone: Tone
) -> None:
    texts = load_texts(language)
    for topic in ("", *TOPICS):
        situation = Situation(client, frozenset({topic} if topic else ()), 90, tone)
        sheet = question_sheet(coach_talk(language=language), situation)
        asked = {each.id: each.text for each in sheet.questions}
        assert asked["arrive"] == texts["arrive"][tone]
        for name, lead in texts["gently"].items():
            if name in asked:
                assert asked[name].startswith(lead) == (tone == "gentle")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_says_why_it_is_asked_here(language: Language) -> None:
    texts = load_texts(language)
    ids = {entry["id"] for entry in load_choices()["questions"]}
    for name, reasons in texts["why_here"].items():
        assert name in ids
        assert set(reasons) <= {*texts["topics"], "assumed", "siding"}
    talk = coach_talk(language=language)
    without = question_sheet(talk, Situation("leader"))
    blamed = question_sheet(talk, Situation("leader", frozenset({"blame"})))
    why = [next(a.why for a in s.questions if a.id == "mirror-1") for s in (without, blamed)]
    assert why == [texts["why"]["mirror-1"], texts["why_here"]["mirror-1"]["blame"]]
    order = [block.id for block in blamed.blocks]
    assert order.index("mirror") < order.index("given")  # their own burden is heard first


@pytest.mark.parametrize(
    ("language", "said", "asked"),
    [
        ("nl", "Teamleider. Haar planner deed de roosters.", "de planner"),
        ("en", "Team lead. Her rota planner did the rotas.", "the rota planner"),
        ("en", "Designer. Her Head of Design never mentions it.", ""),
        ("nl", "Teamleider die vastloopt. Haar baas zegt niets.", ""),
    ],
)
def test_who_isnt_there_is_named_as_the_client_would(
    language: Language, said: str, asked: str
) -> None:
    assert read_situation(coach_talk(said, language=language)).who == asked
