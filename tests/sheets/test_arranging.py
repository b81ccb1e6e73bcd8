"""What a coach changes on a question sheet stays changed, and nothing else does."""

from __future__ import annotations

import pytest

from coach.dialogue.state import State
from coach.sheets.arranging import added, moved, removed, replaced, reworded
from coach.sheets.question_markdown import question_sheet_markdown
from coach.sheets.question_sheet import QuestionSheet, question_sheet

STATE = State("nl", "coach")


@pytest.fixture
def sheet() -> QuestionSheet:
    return question_sheet(STATE)


def ids(sheet: QuestionSheet) -> list[str]:
    return [asked.id for asked in sheet.questions]


def test_a_question_goes_up_and_down_within_its_block_and_over_its_edge(
    sheet: QuestionSheet,
) -> None:
    given = sheet.blocks[1]
    first, second = given.questions[0].id, given.questions[1].id
    down = moved(sheet, first, 1)
    assert [asked.id for asked in down.blocks[1].questions][:2] == [second, first]
    assert moved(down, first, -1) == sheet
    over = moved(sheet, first, -1)
    assert over.blocks[0].questions[-1].id == first
    assert ids(over) == ids(sheet)
    assert sum(block.minutes for block in over.blocks) == sheet.minutes


def test_nothing_goes_over_the_edge_of_the_sheet(sheet: QuestionSheet) -> None:
    assert moved(sheet, ids(sheet)[0], -1) == sheet
    assert moved(sheet, ids(sheet)[-1], 1) == sheet
    for change in (moved(sheet, "x", 1), removed(sheet, "x"), reworded(sheet, "x", "Wat?")):
        assert change == sheet
    assert replaced(sheet, "x", STATE) == sheet


def test_another_like_this_is_of_the_same_block_and_comes_past_all_of_them(
    sheet: QuestionSheet,
) -> None:
    block = next(block for block in sheet.blocks if block.id == "pinch")
    now, seen = block.questions[0].id, {block.questions[0].id}
    changed = sheet
    for _ in range(20):
        changed = replaced(changed, now, STATE)
        now = next(b for b in changed.blocks if b.id == "pinch").questions[0].id
        if now in seen:
            break
        seen.add(now)
    assert changed == sheet
    assert len(seen) > 5
    assert len(set(ids(changed))) == len(ids(sheet))


def test_there_is_never_a_second_scale_question(sheet: QuestionSheet) -> None:
    assert "return-11" in ids(sheet)
    changed = sheet
    for _ in range(8):
        changed = replaced(changed, changed.blocks[2].questions[0].id, STATE)
        assert ids(changed).count("return-11") == 1


def test_a_question_in_ones_own_words_keeps_its_source(sheet: QuestionSheet) -> None:
    first = sheet.questions[1]
    changed = reworded(sheet, first.id, "  Wat zag je   gebeuren? ")
    assert changed.questions[1].text == "Wat zag je gebeuren?"
    assert changed.questions[1].source == first.source
    assert reworded(sheet, first.id, " ") == sheet


def test_a_question_of_ones_own_stands_on_the_page_without_a_source(sheet: QuestionSheet) -> None:
    changed = added(added(sheet, "mirror", "En nu?"), "mirror", "En *dan*?")
    assert ids(changed)[-4:-2] == ["own-1", "own-2"]
    page = question_sheet_markdown(STATE, changed)
    assert "En \\*dan\\*?" in page
    assert page.count("*Bron:*") == len(sheet.questions)
    assert added(sheet, "mirror", " ") == sheet


def test_what_is_taken_away_is_gone(sheet: QuestionSheet) -> None:
    name = ids(sheet)[3]
    assert ids(removed(sheet, name)) == [each for each in ids(sheet) if each != name]
