"""A model words the sheet: it is whole before the model speaks, and stays the coach's."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.dialogue.intake import open_intake
from coach.dialogue.prepared import Intake
from coach.dialogue.state import LANGUAGES, Language, State
from coach.records.store import Store
from coach.sheets.question_sheet import question_sheet
from coach.web.texts import Texts, texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import settled
from tests.browser.test_model import beside
from tests.browser.test_prepare import ASKED, OWN, choose, look
from tests.fakes.misbehaving import Call, MisbehavingServer, each_question
from tests.sheets.conftest import WEEKS, session, woven

WAIT = 240  # seconds; a server that has just started lays out the library first


def prepared_state(language: Language) -> State:
    return replace(session(language), turn=0, intake=Intake("done", 60, "even"))


def prepared(served: Served, language: Language) -> str:
    """Return a session whose intake is done, as if on an earlier day."""
    store = Store(served.settings)
    talk = store.create(open_intake(language))
    store.save_state(talk, prepared_state(language))
    store.close()
    return talk


def shown(page: Page, texts: Texts) -> list[str]:
    """Return the questions of the sheet as they stand there, without their marks."""
    core, model = texts("sheet.core"), texts("sheet.by_model")
    mark = re.compile(rf" (?:{core} · {model}|{core}|{model})$")
    return [mark.sub("", text.strip()) for text in page.locator(ASKED).all_inner_texts()]


def of_model(page: Page, texts: Texts) -> int:
    return sum(texts("sheet.by_model") in text for text in page.locator(ASKED).all_inner_texts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_is_whole_at_once_and_a_models_words_come_in_around_the_coach(
    tmp_path: Path, visit: Visit, language: Language
) -> None:
    texts, weeks = texts_for(language), WEEKS[language]
    go = threading.Event()

    def when_told(call: Call) -> None:
        assert go.wait(WAIT)
        each_question(lambda text: woven(text, language))(call)

    with MisbehavingServer(when_told) as server:
        served = beside(server, tmp_path)
        talk = prepared(served, language)
        served.start()
        try:
            page = visit(f"{served.url}/prepare?talk={talk}")
            expect(page.get_by_text(texts("sheet.wording.going"))).to_be_visible()
            state = prepared_state(language)
            expect(page.locator(ASKED)).to_have_count(len(question_sheet(state).questions))
            before = shown(page, texts)
            assert before == [asked.text for asked in question_sheet(state).questions]
            wrong = look(page, "wording-going", language)

            # Whoever writes when the words come in goes on writing.
            assert server.asked.wait(WAIT)
            choose(page, 2, texts("sheet.reword"))
            drawer = page.get_by_role("dialog")
            drawer.get_by_label(texts("sheet.question")).fill(OWN[language])
            go.set()
            drawer.get_by_role("button", name=texts("sheet.save")).click()
            expect(drawer).to_have_count(0)
            total = len(before)
            expect(page.locator(".st-key-wording")).to_contain_text(str(total), timeout=60_000)
            settled(page)
            after = shown(page, texts)
            assert after[1] == OWN[language]
            assert after[2] == woven(before[2], language)
            assert after[-1] == before[-1]  # a sentence the client finishes
            count = of_model(page, texts)
            assert count >= 8
            told = texts("sheet.wording.some", count=count, total=total)
            expect(page.get_by_text(told)).to_be_visible()
            page.locator("[class*=st-key-behind_] summary").nth(2).click()
            behind = page.locator("[class*=st-key-behind_]").nth(2)
            expect(behind.get_by_text(texts("sheet.set_question"))).to_be_visible()
            expect(behind).to_contain_text(before[2])
            wrong += look(page, "wording-some", language)
            page.set_viewport_size({"width": 1280, "height": 900})

            choose(page, 3, texts("sheet.put_back"))
            expect(page.locator(ASKED).nth(2)).not_to_contain_text(weeks)
            settled(page)
            assert shown(page, texts)[2] == before[2]
            page.get_by_role("button", name=texts("sheet.take_back")).click()
            expect(page.locator(ASKED).nth(2)).to_contain_text(weeks)
            settled(page)
            assert shown(page, texts) == after

            page.get_by_role("button", name=texts("talk.to_guided")).click()
            expect(page.locator(ASKED).nth(2)).not_to_contain_text(weeks)
            settled(page)
            assert shown(page, texts) == [before[0], OWN[language], *before[2:]]
            wrong += look(page, "wording-guided", language)
            page.set_viewport_size({"width": 1280, "height": 900})
            page.get_by_role("button", name=texts("talk.to_model")).click()
            expect(page.locator(ASKED).nth(2)).to_contain_text(weeks)
            page.reload()
            expect(page.locator(ASKED).nth(2)).to_contain_text(weeks)
            settled(page)
            assert shown(page, texts) == after
            assert len(server.requests) == 2
            assert wrong == []
        finally:
            go.set()
            served.stop()
