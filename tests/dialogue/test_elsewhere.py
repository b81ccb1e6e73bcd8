"""What neither the talk nor the library answers is said to be so, whatever it sounds like."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.dialogue.phrasebook import load_phrasebook
from coach.dialogue.state import Language, State
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn
from coach.evaluation.cases import RetrievalCase, read_cases
from tests.dialogue.talking import talk

TYPED = Path(__file__).parents[1] / "data" / "retrieval.typed.jsonl"
OTHERS = Path(__file__).parents[1] / "knowledge" / "unanswerable.jsonl"
# Says that it isn't here: nothing found, another subject, a referral, or a task for a machine.
ELSEWHERE = ("nothing-found/", "off-topic/", "refer:", "orders-role/")
# Of the typed ones with a mark and without: 25 and 21 of 25 were. Many of the others are no more
# than a noun or two, which a talk takes for something told.
MARKED, BARE, OTHERS_MARKED = 0.96, 0.80, 0.70


@pytest.fixture(scope="module")
def told(tools: Tools) -> dict[Language, State]:
    """Return a talk of a leader, one turn in."""
    return {
        "nl": talk(
            tools, "nl",
            "Het gaat over Karin, zij heeft in maart alle roosters van de ploeg gemaakt "
            "en dat kostte haar twee vrije weekenden.",
        ).state,
        "en": talk(
            tools, "en",
            "It's about Kev, he did all the rosters for the crew in March "
            "and it cost him two weekends off.",
        ).state,
    }  # fmt: skip


def recognised(tools: Tools, told: dict[Language, State], path: Path, mark: str) -> float:
    """Return the share of the queries without an answer that get none in the talk."""
    cases = [c for c in read_cases(path, RetrievalCase) if not c.relevant]
    said = [take_turn(tools, told[c.language], f"{c.query.rstrip('?')}{mark}").reply for c in cases]
    return sum(any(b.startswith(ELSEWHERE) for b in reply.blocks) for reply in said) / len(said)


def test_what_search_doesnt_answer_the_talk_doesnt_answer(
    tools: Tools, told: dict[Language, State]
) -> None:
    assert recognised(tools, told, TYPED, "?") >= MARKED
    assert recognised(tools, told, TYPED, "") >= BARE
    assert recognised(tools, told, OTHERS, "?") >= OTHERS_MARKED


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "how do I write a cover letter"),
        ("en", "how do i write a job ad for a chef?"),
        ("en", "how to set up a vpn on my work laptop?"),
        ("en", "Who won the football last night"),
        ("en", "how many fire wardens do I need for 40 staff?"),
        ("en", "how do i calculate overtime pay?"),
        ("nl", "hoe schrijf ik een functieprofiel voor een magazijnmedewerker?"),
        ("nl", "hoe stel ik een begroting op voor volgend jaar"),
        ("nl", "wat is het minimumloon voor iemand van 19"),
    ],
)
def test_a_question_about_something_else_gets_no_words_and_no_advice(
    tools: Tools, told: dict[Language, State], language: Language, asked: str
) -> None:
    out = take_turn(tools, told[language], asked)
    assert out.reply.blocks[0].startswith("nothing-found/"), out.reply.text
    assert not out.reply.citations
    assert out.state.record == told[language].record


@pytest.mark.parametrize(
    ("language", "asked", "answered"),
    [
        ("en", "what do I say to Kev?", "words:"),
        ("en", "how do I start?", "words:"),
        ("en", "how long will this take?", "about-length/"),
        ("en", "what's on my page?", "sum"),
        ("en", "how many questions are left?", "about-length/"),
        ("en", "what do rosters cost him?", ""),
        ("nl", "wat zeg ik tegen Karin?", "words:"),
        ("nl", "hoe lang duurt dit nog?", "about-length/"),
        ("nl", "wat staat er op mijn blad?", "sum"),
        ("nl", "met welke woorden begin ik?", "words:"),
        ("nl", "hoe ver zijn we", ""),
        ("nl", "welke woorden gebruik ik dan zonder ruzie?", "words:"),
    ],
)
def test_a_question_of_the_talk_is_answered_as_before(
    tools: Tools, told: dict[Language, State], language: Language, asked: str, answered: str
) -> None:
    blocks = take_turn(tools, told[language], asked).reply.blocks
    assert any(b.startswith(answered) for b in blocks), blocks
    assert not any(b.startswith("nothing-found/") for b in blocks)


@pytest.mark.parametrize(
    ("language", "told_on"),
    [
        ("en", "How she did it all on her own I don't know"),
        ("en", "What it took was every evening in the workshop"),
        ("nl", "Welke nachten het waren weet ik niet meer"),
        ("nl", "Wat het kostte zie je aan de planning"),
    ],
)
def test_what_is_told_in_a_questions_words_is_no_question(
    tools: Tools, told: dict[Language, State], language: Language, told_on: str
) -> None:
    reply = take_turn(tools, told[language], told_on).reply
    assert not any(b.startswith("nothing-found/") for b in reply.blocks)


@pytest.mark.parametrize(("language", "offers"), [("nl", "ik wel"), ("en", "I can")])
def test_who_finds_nothing_is_told_what_there_is(language: Language, offers: str) -> None:
    said = load_phrasebook(language).variants("nothing-found")
    assert len(said) >= 3
    assert [line for line in said if offers not in line] == []
