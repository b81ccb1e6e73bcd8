"""How a sheet stands on the page."""

from __future__ import annotations

import pytest

from coach.dialogue.state import LANGUAGES, Language, State
from coach.sheets.sheet import sheet_markdown
from coach.web.screens.plan import on_page
from coach.web.taking_along import file_name
from coach.web.texts import texts_for


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_stand_one_level_under_their_block(language: Language) -> None:
    sheet = sheet_markdown(State(language, "coach"))
    shown = on_page(sheet, texts_for(language))
    core = {"nl": "(kern)", "en": "(core)"}[language]
    assert shown.count("\n## ") == sheet.count("\n## ")
    assert sum(line.startswith("### 1. ") for line in shown.split("\n")) == 1
    assert shown.count(f":gray[{core}]") == 5
    assert file_name(sheet)


def test_a_plan_keeps_its_headings_right_under_the_title() -> None:
    shown = on_page("# Plan\n\n**Wat ik noem**\n- iets (gezien)\n", texts_for("nl"))
    assert "\n## Wat ik noem\n" in shown
