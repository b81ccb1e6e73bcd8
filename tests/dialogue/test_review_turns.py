"""What people say of the page in a real turn is carried out, and only that: the page afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.page.meant import norm
from coach.dialogue.page.page import page, title
from coach.dialogue.state import (
    BalanceRecord,
    Exchange,
    Field,
    Item,
    Language,
    Outcome,
    State,
)
from coach.dialogue.tools import Tools
from coach.dialogue.turn import take_turn

LINES: dict[Language, tuple[tuple[Field, str, str], ...]] = {
    "nl": (
        ("what", "Agnes heeft sinds mei de vroege veiling gedraaid", "Agnes"),
        ("what", "Agnes heeft alle klachten van de kwekers opgevangen", "Agnes"),
        ("what", "Bilal heeft drie stagiairs ingewerkt", "Bilal"),
        ("cost", "het kostte Agnes haar zangrepetitie", "Agnes"),
        ("came_back", "een doos bonbons van de directie", ""),
        ("promised", "ik had haar een vaste vrije dag beloofd", ""),
        ("offer", "ik kan haar de maandag vrij geven", ""),
        ("next_step", "dinsdag na de veiling spreek ik Agnes", ""),
    ),
    "en": (
        ("what", "Agnes has run the early auction since May", "Agnes"),
        ("what", "Agnes has handled all the growers' complaints", "Agnes"),
        ("what", "Bilal trained three interns", "Bilal"),
        ("cost", "it cost Agnes her choir practice", "Agnes"),
        ("came_back", "a box of chocolates from the board", ""),
        ("promised", "I promised her a fixed day off", ""),
        ("offer", "I can give her Mondays off", ""),
        ("next_step", "on Tuesday after the auction I speak to Agnes", ""),
    ),
}


def talk(language: Language) -> State:
    """Return a talk whose page was just shown."""
    items = tuple(
        Item(f"i{n}", f, text, "seen", n, about, "", text)
        for n, (f, text, about) in enumerate(LINES[language], 1)
    )
    last = Exchange(9, "phrase:close-question", "…", "stop", "…")
    return State(
        language, "leader", "closing", 9, BalanceRecord(items), "Agnes",
        history=(last,), next_item=10, closed=True,
    )  # fmt: skip


def said(tools: Tools, language: Language, *texts: str) -> Outcome:
    state = talk(language)
    for text in texts:
        outcome = take_turn(tools, state, text)
        state = outcome.state
    return outcome


def shown(state: State, key: str = "") -> str:
    """Return the words of the page, or of one part of it, as one normal text."""
    parts = [part for part in page(state) if not key or part.key == key]
    return " | ".join(norm(line.before + line.text) for part in parts for line in part.lines)


def owners(state: State) -> list[str]:
    return [i.about for i in state.record.items if i.field in {"what", "cost"}]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "de klachten van de kwekers, dat was Bilal, niet Agnes"),
        ("nl", "Die klachten, dat was Bilal."),
        ("nl", "Bilal deed de klachten van de kwekers, niet Agnes."),
        ("en", "the growers' complaints, that was Bilal, not Agnes"),
        ("en", "It was Bilal who handled the complaints, not Agnes."),
        ("en", "the complaints weren't Agnes, that was Bilal"),
    ],
)
def test_one_line_goes_to_whom_it_belongs_and_nobody_is_renamed(
    tools: Tools, language: Language, text: str
) -> None:
    before = talk(language)
    state = said(tools, language, text).state
    assert owners(state) == ["Agnes", "Bilal", "Bilal", "Agnes"]
    assert title(state) == title(before)
    assert "agnes" in shown(state, "given")


@pytest.mark.parametrize(
    ("language", "text", "stretch"),
    [
        ("nl", "nee dat is het niet, het was de directie die bonbons gaf", "dat is het niet"),
        ("nl", "Ik had het niet over een vaste vrije dag.", "niet over"),
        ("en", "no thats not it, it was the board that gave the chocolates", "not it"),
        ("en", "i wasnt talking about a fixed day off", "talking"),
    ],
)  # fmt: skip
def test_a_sentence_that_corrects_becomes_no_line(
    tools: Tools, language: Language, text: str, stretch: str
) -> None:
    assert stretch not in shown(said(tools, language, text).state)


@pytest.mark.parametrize(
    ("language", "text", "blocks"),
    [
        ("nl", "Staan die bonbons er nou op, ja of nee?", ["there"]),
        ("nl", "De zangrepetitie van Agnes, staat die er nu op?", ["there"]),
        ("nl", "Staat er iets over een parkeerplaats?", ["not-there"]),
        ("nl", "Staat er nu maandag, of nog steeds zondag?", ["there"]),
        ("en", "Are the chocolates on it, yes or no?", ["there"]),
        ("en", "does it say she gave up her choir practice?", ["there"]),
        ("en", "Is the parking on there yet?", ["not-there"]),
    ],
)
def test_what_is_asked_of_the_page_gets_one_answer(
    tools: Tools, language: Language, text: str, blocks: list[str]
) -> None:
    outcome = said(tools, language, text)
    answers = [b.split("/")[0] for b in outcome.reply.blocks]
    assert [b for b in answers if b in {"there", "not-there", "not-on"}] == blocks
    assert shown(outcome.state) == shown(talk(language))


def test_what_cannot_be_told_is_said_to_be_unclear(tools: Tools) -> None:
    outcome = said(tools, "nl", "Wat staat er nou wel en niet op?")
    blocks = {b.split("/")[0] for b in outcome.reply.blocks}
    assert "not-clear" in blocks
    assert not blocks & {"there", "not-there"}


@pytest.mark.parametrize(
    ("language", "text", "step"),
    [
        (
            "nl",
            "Drie dingen. Eén: de bonbons moeten eraf. Twee: schrap de stagiairs. Drie: "
            "mijn stap is vrijdag om tien uur.",
            "vrijdag om tien uur",
        ),
        (
            "nl",
            "Ten eerste moeten die bonbons eraf. Ten tweede: haal de stagiairs weg. Ten "
            "derde: mijn stap is vrijdag om tien uur.",
            "vrijdag om tien uur",
        ),
        (
            "en",
            "Three things. First, the line about the chocolates should go. Second, take "
            "the interns off. Third, my step is Friday at ten.",
            "friday at ten",
        ),
        (
            "en",
            "1. drop the chocolates 2. take the interns off 3. my step is Friday at ten",
            "friday at ten",
        ),
    ],
)  # fmt: skip
def test_numbered_orders_are_carried_out_one_by_one(
    tools: Tools, language: Language, text: str, step: str
) -> None:
    state = said(tools, language, text).state
    assert step in shown(state, "step")
    for gone in ("bonbons", "chocolates", "stagiairs", "interns"):
        assert gone not in shown(state)
    assert "agnes" in shown(state, "given")


@pytest.mark.parametrize(
    ("language", "text", "gone"),
    [
        ("nl", "Bij ‘Wat er terugkwam’ moet de regel over de bonbons weg.", "bonbons"),
        ("nl", "Die bonbons zijn geen terug, dat was voor iedereen. Haal weg.", "bonbons"),
        ("nl", "haal bilal eraf, die hoort hier niet bij", "bilal"),
        ("en", "take bilal off, he isnt in this", "bilal"),
        ("en", "The chocolates aren't something she got back. Take it off.", "chocolates"),
    ],
)
def test_what_is_to_come_off_comes_off_and_is_not_moved(
    tools: Tools, language: Language, text: str, gone: str
) -> None:
    state = said(tools, language, text).state
    assert gone not in shown(state)
    kept = {i.text for i in state.record.items}
    assert kept == {t for _, t, _ in LINES[language] if gone not in t.lower()}


def test_no_question_comes_off_that_was_not_named(tools: Tools) -> None:
    asked = shown(talk("nl"), "to_ask")
    state = said(tools, "nl", "De bonbons mogen weg. Er kwam niks terug.").state
    assert asked
    assert shown(state, "to_ask") == asked


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "nl",
            "de bonbons mogen weg. eerste zin: agnes, je staat hier sinds mei om vier uur, "
            "dat heb ik nooit gezegd",
            "agnes je staat hier sinds mei om vier uur dat heb ik nooit gezegd",
        ),
        (
            "nl",
            "wat ik ga zeggen: agnes, ik had je een dag beloofd",
            "agnes ik had je een dag beloofd",
        ),
        (
            "en",
            "take the chocolates off. what ill say: agnes, youve been here since may and i "
            "never said so",
            "agnes youve been here since may and i never said so",
        ),
        ("en", "first sentence: agnes, i promised you a day", "agnes i promised you a day"),
    ],
)  # fmt: skip
def test_what_is_dictated_to_be_said_stands_word_for_word(
    tools: Tools, language: Language, text: str, words: str
) -> None:
    assert shown(said(tools, language, text).state, "sentences") == words


@pytest.mark.parametrize(
    ("language", "text", "cost", "wrong"),
    [
        ("nl", "klopt niet. kosten = haar zaterdagen", "haar zaterdagen", "zangrepetitie"),
        ("nl", "wat het kostte: haar zaterdagen", "haar zaterdagen", ""),
        ("en", "not right. cost = her saturdays", "her saturdays", "choir"),
        ("en", "cost: her saturdays", "her saturdays", ""),
    ],
)
def test_a_cost_that_is_dictated_stands_there_and_takes_the_place_of_what_was_wrong(
    tools: Tools, language: Language, text: str, cost: str, wrong: str
) -> None:
    given = shown(said(tools, language, text).state, "given")
    assert cost in given.split(" | ")
    assert not wrong or wrong not in given


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nl",
            "Bilal heeft dus drie stagiairs ingewerkt, en Agnes draait de vroege veiling "
            "sinds mei.",
        ),
        ("en", "like i said, agnes has run the early auction since may, still there at 11"),
        ("en", "in at 3 and still there at 11, she runs the early auction since May"),
    ],
)  # fmt: skip
def test_no_number_changes_that_is_not_said_to_be_wrong(
    tools: Tools, language: Language, text: str
) -> None:
    state = said(tools, language, text).state
    told = {i.text for i in state.record.items}
    assert told >= {text for _, text, _ in LINES[language]}


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("nl", "die drie stagiairs, het waren er vier", "Bilal heeft vier stagiairs ingewerkt"),
        ("en", "the three interns, it was four", "Bilal trained four interns"),
    ],
)
def test_a_number_that_is_said_to_be_wrong_is_changed(
    tools: Tools, language: Language, text: str, line: str
) -> None:
    assert norm(line) in shown(said(tools, language, text).state)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("nl", ("de regel over de hond klopt niet", "die van de kat", "dat stuk daar")),
        ("en", ("the line about the dog isn't right", "the one with the cat", "that bit there")),
    ],
)
def test_after_two_turns_to_no_avail_the_coach_says_once_how_it_is_done_by_hand(
    tools: Tools, language: Language, texts: tuple[str, ...]
) -> None:
    first, second, third = (said(tools, language, *texts[:n]).reply.blocks for n in (1, 2, 3))
    assert not any(b.startswith("by-hand-question/") for b in first)
    assert any(b.startswith("by-hand-question/") for b in second)
    assert not any(b.startswith("by-hand-question/") for b in third)


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        (
            "nl",
            "ik had het niet over een vaste vrije dag, ik zei een vaste thuisdag",
            "ik had haar een vaste thuisdag beloofd",
        ),
        (
            "en",
            "i never said a fixed day off, i said a fixed start",
            "I promised her a fixed start",
        ),
        ("en", "it was four interns, not three", "Bilal trained four interns"),
    ],
)  # fmt: skip
def test_what_was_never_said_makes_room_for_what_was(
    tools: Tools, language: Language, text: str, line: str
) -> None:
    assert norm(line) in shown(said(tools, language, text).state)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Ik had het niet over een klacht."),
        ("en", "I wasn't talking about a complaint."),
    ],
)
def test_what_is_said_to_the_coach_while_no_page_was_shown_goes_on_no_page(
    tools: Tools, language: Language, text: str
) -> None:
    last = Exchange(9, "repair-7", "…", "answer_concrete", "…")
    state = replace(talk(language), history=(last,), closed=False, phase="repair")
    told = take_turn(tools, state, text).state.record.items
    assert [i.text for i in told] == [text for _, text, _ in LINES[language]]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        (
            "nl",
            "eerste zin: ik had je een dag beloofd. Of is dat te zwaar?",
            "ik had je een dag beloofd",
        ),
        (
            "en",
            "first sentence: I promised you a day. Or is that too much?",
            "i promised you a day",
        ),
    ],
)
def test_what_is_asked_behind_a_sentence_is_no_part_of_it(
    tools: Tools, language: Language, text: str, words: str
) -> None:
    assert shown(said(tools, language, text).state, "sentences") == words
