"""Erasing, keeping and taking along, as a person does it; and what a browser and a log keep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Page, expect
from sqlalchemy import update

from coach.records.archive import read_archive
from coach.records.backing_up import back_up
from coach.records.store import Store
from coach.records.tables import conversations
from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, box, said, say, settled
from tests.records.told import DOCUMENT, WORDS, holding, tell


def your_data(served: Served, visit: Visit) -> Page:
    page = visit(f"{served.url}/data", accept_downloads=True)
    expect(page.locator(".st-key-sheet_data")).to_be_visible()
    settled(page)
    return page


def test_everything_goes_from_every_file_and_the_page_begins_anew(
    tmp_path: Path, visit: Visit
) -> None:
    served = Served(tmp_path, scripted=True)
    served.agree()
    served.start()
    try:
        page = visit(served.url)
        begin(page, served.url)
        say(page, "Zjelvana deed de wrevelnacht.")
        store = Store(served.settings)
        store.documents.keep(DOCUMENT)
        store.close()
        assert holding(served.folder, "wrevelnacht", "duinpantser")
        back_up(served.settings, backup := tmp_path / "kopie")
        page = your_data(served, visit)
        page.get_by_role("button", name="Wis alles").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Zjelvana deed de wrevelnacht.")
        expect(dialog).to_contain_text("Eigen document: Afspraken Grutterheem")
        expect(dialog).to_contain_text(str(backup))
        dialog.get_by_role("button", name="Laat staan").click()
        expect(dialog).to_have_count(0)
        assert holding(served.folder, "wrevelnacht")
        settled(page)
        page.get_by_role("button", name="Wis alles").click()
        dialog.get_by_role("button", name="Wis", exact=True).click()
        expect(page.get_by_text("alles wat er van je bewaard was")).to_be_visible()
        assert not backup.exists()
        assert holding(served.folder, *WORDS) == []
        page.goto(served.url)
        expect(page.get_by_role("button", name="Akkoord, begin")).to_be_visible()
    finally:
        served.stop()


def test_who_erases_one_talk_is_told_which_copy_may_still_hold_it(
    tmp_path: Path, visit: Visit
) -> None:
    served = Served(tmp_path, scripted=True)
    served.agree()
    store = Store(served.settings)
    tell(store, "Over de lift.")
    back_up(served.settings, tmp_path / "kopie")
    served.start()
    try:
        page = your_data(served, visit)
        page.get_by_role("button", name="Wis één gesprek").click()
        page.get_by_role("dialog").get_by_role("button", name="Wis", exact=True).click()
        told = page.get_by_text("Het kan nog staan in kopieën die van alles gemaakt zijn")
        expect(told).to_contain_text(str(tmp_path / "kopie"))
        assert store.summaries() == []
    finally:
        served.stop()
        store.close()


def test_keeping_shorter_erases_what_was_named_once_it_is_said(
    tmp_path: Path, visit: Visit
) -> None:
    served = Served(tmp_path, scripted=True)
    served.agree()
    store = Store(served.settings)
    old, young = tell(store, "Over de lift."), tell(store, "Over de trap.")
    then = datetime.now(UTC) - timedelta(days=40)
    with store.writing() as connection:
        connection.execute(
            update(conversations).where(conversations.c.id == old).values(updated=then)
        )
    served.start()
    try:
        page = your_data(served, visit)
        page.get_by_role("radio", name="30 dagen").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Over de lift.")
        expect(dialog).not_to_contain_text("Over de trap.")
        dialog.get_by_role("button", name="Laat staan").click()
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("radio", name="90 dagen")).to_be_checked()
        assert {talk.id for talk in store.summaries()} == {old, young}
        page.get_by_role("radio", name="30 dagen").click()
        dialog.get_by_role("button", name="Wis", exact=True).click()
        expect(page.get_by_text("Eén gesprek op deze computer.")).to_be_visible()
        expect(page.get_by_role("radio", name="30 dagen")).to_be_checked()
        assert [talk.id for talk in store.summaries()] == [young]
    finally:
        served.stop()
        store.close()


def test_what_is_taken_along_can_be_read_back(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    page = your_data(scripted, visit)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Volledig (JSON)").click()
    archive = read_archive(Path(coming.value.path()).read_bytes())
    assert "Over Marjan." in {turn.text for talk in archive.talks for turn in talk.turns}


def test_neither_addresses_nor_the_log_of_a_real_walk_hold_a_word(
    tmp_path: Path, visit: Visit
) -> None:
    served = Served(tmp_path, scripted=False)
    served.agree()
    served.start()
    seen: list[str] = []
    try:
        page = visit(served.url, accept_downloads=True)
        page.on("request", lambda request: seen.append(unquote(request.url)))
        page.on("framenavigated", lambda frame: seen.append(unquote(frame.url)))
        begin(page, served.url)
        say(page, "Zjelvana deed in februari elke wrevelnacht het rooster van Grutterheem.")
        talk = page.url
        say(page, "Is er bewijs dat dit werkt voor Zjelvana?")
        page.locator("[class*=st-key-cite_] button").first.click()
        page.get_by_role("button", name="Lees de hele gids").click()
        expect(page.locator(".st-key-here")).to_be_visible()
        expect(page.locator(".st-key-reading span[style*=background]").first).to_be_visible()
        page.get_by_role("button", name="Terug naar het gesprek").click()
        expect(said(page)).to_have_count(2)
        say(page, "Iedereen is beter af zonder mij, zei ze bij de duinpantser.")
        page.goto(talk.replace("talk=", "plan="))
        expect(page.locator(".st-key-sheet_plan h1")).to_be_visible()
        with page.expect_download():
            page.get_by_role("button", name="PDF").first.click()
        page.goto(served.url)
        box(page)
        search = page.get_by_role("searchbox").or_(page.locator("[aria-label*='Zoek']")).first
        search.fill("wrevelnacht")
        search.press("Enter")
        settled(page)
        page.goto(f"{served.url}/library")
        settled(page)
        finding = page.locator(".st-key-search_library input")
        finding.fill("kwetsbloem bedanken")
        finding.press("Enter")
        settled(page)
    finally:
        log = served.stop()
    assert len(seen) > 10
    assert [address for address in seen if any(word in address for word in WORDS)] == []
    assert [word for word in WORDS if word in log] == []
