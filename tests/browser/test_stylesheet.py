"""The stylesheet leans on this Streamlit's markup: what it points at must be there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coach.dialogue.intake import open_intake
from coach.dialogue.prepared import Cup, Intake, Table
from coach.dialogue.putting import open_talk
from coach.records.store import Store
from coach.web.theme import STYLESHEET
from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, box, say, settled
from tests.fakes.documents import AGREEMENTS

# What a screen of these tests doesn't hold, and where it is held instead.
ELSEWHERE = {
    "st-key-fold": "the balance, in test_follow_up",
    "st-key-card_": "the balance, in test_follow_up",
    "st-key-open_": "the balance, in test_follow_up",
    "st-key-balance_note": "the balance, in test_follow_up",
    "st-key-scale": "the follow-up, in test_follow_up",
    "st-key-sheet_agreed": "the follow-up, in test_follow_up",
    "st-key-agreed_steps": "the follow-up, in test_follow_up",
    "st-key-follow_up_intro": "the follow-up, in test_follow_up",
    "st-key-follow_up_facts": "the follow-up, in test_follow_up",
    "st-key-sheet_release": "the follow-up, in test_follow_up",
    "st-key-own_score": "the follow-up, in test_follow_up",
    "st-key-over_time": "the follow-up, in test_follow_up",
    "st-key-own_number": "the follow-up, in test_follow_up",
    "stElementToolbar": "the follow-up's chart, shown as the pointer is over it",
    "st-key-sent_": "an invitation that was made, in test_follow_up",
    "InputInstructions": "a field one types in, in test_follow_up",
    "st-key-door_title": "signing in, in test_sign_in",
    "st-key-door_row": "signing in, in test_sign_in",
    "st-key-door_language": "signing in, in test_sign_in",
    "st-key-sheet_door": "signing in, in test_sign_in",
    "st-key-sheet_usage": "signing in, in test_sign_in",
    "st-key-signed_in_row": "signing in, in test_sign_in",
    "stSliderThumbValue": "no slider yet",
    "st-key-own_progress_": "documents of one's own, in test_own_documents",
    "stCaptionContainer": "essential text isn't a caption here",
    "stSidebarNavLink": "the folded navigation, opened by a person",
    "stBaseButton-pillsActive": "what is chosen is told by aria-checked",
    "stBaseButton-segmented_controlActive": "what is chosen is told by aria-checked",
}


def pointed_at() -> set[str]:
    """Return every test id and key the stylesheet names."""
    sheet = re.sub(r"/\*.*?\*/", "", STYLESHEET.read_text(encoding="utf-8"), flags=re.S)
    ids = set(re.findall(r"data-testid=([\w-]+)\]", sheet))
    keys = set(re.findall(r"st-key-[a-z_]+", sheet))
    return ids | keys


def present(page: Page) -> set[str]:
    """Return those of them the page holds as it stands."""
    html = page.content()
    return {name for name in pointed_at() if re.search(rf'data-testid="{name}"|[" ]{name}', html)}


@pytest.fixture
def page(scripted: Served, visit: Visit) -> Page:
    return visit(scripted.url)


def test_everything_it_points_at_is_on_some_screen(
    page: Page, scripted: Served, visit: Visit, tmp_path: Path
) -> None:
    found = set(ELSEWHERE)
    begin(page, scripted.url)
    found |= present(page)
    say(page, "Over Marjan.")
    found |= present(page)
    talk = page.url
    page.get_by_role("button", name="Benoem concreet").click()
    expect(page.locator(".st-key-passage")).to_be_visible()
    found |= present(page)
    page.keyboard.press("Escape")
    page.locator(".st-key-correct button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    settled(page)
    found |= present(page)
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    settled(page)
    box(page).fill("Geef eens een eindeloos antwoord.")
    box(page).press("Enter")
    expect(page.locator(".st-key-answering")).to_be_visible()
    found.add("st-key-answering")
    page.get_by_test_id("stChatInputStopButton").click()
    expect(page.locator(".st-key-after_stop")).to_be_visible()
    found |= present(page)
    say(page, "Donderdag heb ik een uur met haar.")
    say(page, "Iedereen is beter af zonder mij.")
    found |= present(page)
    say(page, "Ik blijf nog even zitten.")
    found |= present(page)
    for address in (talk.replace("talk=", "plan="), "/", "/library", "/data"):
        page.goto(address if address.startswith("http") else scripted.url + address)
        page.get_by_role("heading", level=1).first.wait_for()
        settled(page)
        found |= present(page)
    page.goto(f"{scripted.url}/library")
    page.locator("[class*=st-key-own_file_desk] input[type=file]").set_input_files(
        {"name": "loket.md", "mimeType": "text/markdown", "buffer": AGREEMENTS.encode()}
    )
    expect(page.locator(".st-key-own_draft_desk")).to_be_visible()
    settled(page)
    found |= present(page)
    page.locator(".st-key-own_keep_desk button").click()
    expect(page.locator("[class*=st-key-own_row_desk]")).to_be_visible()
    settled(page)
    found |= present(page)
    page.locator(".st-key-search_library input").fill("bedankt")
    page.locator(".st-key-search_library input").press("Enter")
    expect(page.locator(".st-key-count")).to_be_visible()
    found |= present(page)
    page.goto(f"{scripted.url}/library?guide=naming-contributions")
    expect(page.locator(".st-key-reading")).to_be_visible()
    found |= present(page)
    session = _prepared(scripted)
    for what, shown in (("talk", ".st-key-sheet_questions"), ("table", ".st-key-cloth")):
        page.goto(f"{scripted.url}/prepare?{what}={session}")
        expect(page.locator(shown)).to_be_visible()
        settled(page)
        found |= present(page)
    served = Served(tmp_path, scripted=True)
    served.start()
    try:
        first = visit(served.url)
        expect(first.get_by_role("button", name="Akkoord, begin")).to_be_visible()
        settled(first)
        found |= present(first)
    finally:
        served.stop()
    assert pointed_at() - found == set()


def _prepared(served: Served) -> str:
    """Keep a session that was prepared, with a cup on its table, and return its id."""
    opening = open_intake("nl")
    table = Table(cups=(Cup(1, "self", "ik", 4, 3),))
    state = replace(opening.state, closed=True, intake=Intake("done"), table=table)
    store = Store(served.settings)
    session = store.create(replace(opening, state=state))
    store.close()
    return session


def style(page: Page, selector: str, name: str) -> str:
    return str(
        page.locator(selector).first.evaluate(
            "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
        )
    )


def test_the_coach_is_print_and_the_person_stands_on_paper(page: Page, scripted: Served) -> None:
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    coach = "[data-testid=stChatMessageContent][aria-label$=' Coach'] p"
    assert "Source Serif" in style(page, coach, "font-family")
    you = "[data-testid=stChatMessage]:has([aria-label$=' Jij'])"
    assert style(page, you, "background-color") == "rgb(253, 253, 250)"
    assert "Source Sans" in style(page, f"{you} [data-testid=stText]", "font-family")


def test_the_sheet_beside_the_talk_stays_in_sight(page: Page, scripted: Served) -> None:
    begin(page, scripted.url)
    for _ in range(4):
        say(page, "Over Marjan.")
    settled(page)
    sheet = page.locator(".st-key-sheet_record").bounding_box()
    assert sheet is not None
    assert 80 < sheet["y"] < 200
    stepper = page.locator(".st-key-stepper").bounding_box()
    assert stepper is not None
    assert stepper["y"] < 90


def test_the_newest_words_are_in_sight(page: Page, scripted: Served) -> None:
    begin(page, scripted.url)
    for _ in range(5):
        say(page, "Over Marjan.")
    expect(page.get_by_text("Wat heeft het gekost?").nth(4)).to_be_in_viewport()


def test_on_a_phone_the_sheet_is_behind_a_button(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url, width=360, height=760)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    expect(page.locator(".st-key-sheet_record")).to_be_hidden()
    expect(page.locator(".st-key-stepper_desk")).to_be_hidden()
    page.get_by_role("button", name="Wat je verteld hebt").click()
    expect(page.get_by_role("dialog").get_by_text("alle roosters gedaan")).to_be_visible()


def test_what_is_for_readers_only_is_clipped_and_still_there(page: Page, scripted: Served) -> None:
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    spoken = page.locator(".st-key-spoken")
    assert style(page, ".st-key-spoken", "clip-path") == "inset(50%)"
    assert style(page, ".st-key-spoken", "display") != "none"
    expect(spoken.get_by_role("status")).to_contain_text("Wat heeft het gekost?")


def test_only_the_sheet_is_printed(page: Page, scripted: Served) -> None:
    store = Store(scripted.settings)
    store.create(open_talk(None, "nl", "leader"))  # whoever led last begins as a leader again
    store.close()
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    page.goto(page.url.replace("talk=", "plan="))
    expect(page.locator(".st-key-sheet_plan")).to_be_visible()
    settled(page)
    page.emulate_media(media="print")
    expect(page.locator(".st-key-sheet_plan")).to_be_visible()
    expect(page.get_by_role("button", name="PDF, één pagina")).to_be_hidden()
    expect(page.get_by_role("button", name="Terug naar het gesprek")).to_be_hidden()
    expect(page.get_by_text("Klopt het?")).to_be_hidden()


def test_a_question_sheet_is_printed_with_what_was_folded_away(
    page: Page, scripted: Served
) -> None:
    page.goto(f"{scripted.url}/prepare?talk={_prepared(scripted)}")
    expect(page.locator(".st-key-sheet_questions")).to_be_visible()
    settled(page)
    reason = page.locator("[class*=st-key-behind_] [data-testid=stMarkdown]").first
    expect(reason).to_be_hidden()
    page.emulate_media(media="print")
    expect(reason).to_be_visible()
    expect(page.locator("[class*=st-key-row_menu_] button").first).to_be_hidden()
    expect(page.get_by_text("Neem mee", exact=True)).to_be_hidden()
