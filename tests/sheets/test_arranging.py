"""What a coach changes on a question sheet stays changed, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.dialogue.state import State
from coach.records.state_json import state_from_json, state_to_json
from coach.sheets.arranging import (
    MOST_BACK,
    added,
    keep_sheet,
    moved,
    removed,
    replaced,
    reworded,
    taken_back,
)
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


def test_a_sheet_as_arranged_comes_back_from_what_is_kept_with_its_sources(
    sheet: QuestionSheet,
) -> None:
    first, second, third = ids(sheet)[1:4]
    changed = moved(removed(reworded(sheet, first, "Wat zag je?"), third), second, -1)
    changed = replaced(added(changed, "close", "En nu?"), ids(sheet)[-1], STATE)
    kept = state_from_json(state_to_json(keep_sheet(STATE, changed)))
    assert question_sheet(kept) == changed
    assert next(a for a in changed.questions if a.id == first).source is not None
    assert "Wat zag je?" in question_sheet_markdown(kept)


def test_changes_are_taken_back_one_by_one(sheet: QuestionSheet) -> None:
    once = keep_sheet(STATE, removed(sheet, ids(sheet)[2]))
    twice = keep_sheet(once, reworded(question_sheet(once), ids(sheet)[1], "Wat zag je?"))
    assert question_sheet(taken_back(twice)) == question_sheet(once)
    assert question_sheet(taken_back(taken_back(twice))) == sheet
    assert taken_back(STATE) == STATE


def test_what_changes_nothing_is_no_change_and_not_all_are_kept(sheet: QuestionSheet) -> None:
    assert keep_sheet(STATE, moved(sheet, ids(sheet)[0], -1)) == STATE
    state = STATE
    for number in range(MOST_BACK + 5):
        state = keep_sheet(state, added(question_sheet(state), "given", f"Vraag {number}?"))
    assert state.arranged is not None
    assert len(state.arranged.before) == MOST_BACK


def test_a_question_the_bank_has_no_more_stays_as_the_coach_wrote_it(sheet: QuestionSheet) -> None:
    state = keep_sheet(STATE, added(sheet, "given", "Wat nog?"))
    assert state.arranged is not None
    gone = tuple(
        replace(each, question="gone-1") if each.text else each for each in state.arranged.now
    )
    shown = question_sheet(replace(state, arranged=replace(state.arranged, now=gone)))
    assert "Wat nog?" in [asked.text for asked in shown.questions]
