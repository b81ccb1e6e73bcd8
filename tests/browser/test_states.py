"""Nothing said is lost: stopped, cut off, in two tabs, on a full disk, offline."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Page, expect

from coach.records.store import Conversation, Store
from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, box, replied, said, say, settled, write
from tests.records.told import holding


def talk_of(page: Page) -> str:
    return parse_qs(urlparse(page.url).query)["talk"][0]


def kept(served: Served, page: Page) -> Conversation:
    store = Store(served.settings)
    try:
        return store.load(talk_of(page))
    finally:
        store.close()


def test_the_address_brings_the_talk_back(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    address = page.url
    page.close()
    again = visit(address)
    expect(said(again)).to_have_text(["Over Marjan."])
    expect(replied(again).last).to_contain_text("Wat heeft het gekost?")
    box(again)


def test_a_reply_stopped_half_way_is_kept_as_it_stood(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    write(page, "Geef eens een eindeloos antwoord.")
    expect(replied(page).last).to_contain_text("Woord 3")
    page.get_by_test_id("stChatInputStopButton").click()
    expect(page.get_by_text("Gestopt. Wat er stond is bewaard.")).to_be_visible()
    settled(page)
    turn = kept(scripted, page).turns[-1]
    assert turn.stopped
    assert turn.reply is not None
    assert turn.text in turn.reply.text
    assert 0 < len(turn.text) < len(turn.reply.text)
    page.get_by_role("button", name="Vraag opnieuw").click()
    expect(replied(page).last).to_contain_text("Wat valt je op?")
    expect(page.get_by_text("Gestopt. Wat er stond is bewaard.")).to_have_count(0)


def test_a_reload_half_way_brings_the_whole_reply(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    write(page, "Geef eens een lang antwoord.")
    expect(replied(page).last).to_contain_text("Woord 2")
    page.reload()
    expect(replied(page).last).to_contain_text("Wat valt je op?")
    expect(page.get_by_text("Gestopt.")).to_have_count(0)


def test_one_can_go_on_after_stopping(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    write(page, "Geef eens een eindeloos antwoord.")
    expect(replied(page).last).to_contain_text("Woord 2")
    page.get_by_test_id("stChatInputStopButton").click()
    page.get_by_role("button", name="Ga zo verder").click()
    expect(page.get_by_role("button", name="Vraag opnieuw")).to_have_count(0)
    say(page, "En nu verder.")
    expect(replied(page).last).to_contain_text("Wanneer was dat?")


def test_a_turn_that_was_kept_is_answered_after_a_power_cut(tmp_path: Path, visit: Visit) -> None:
    served = Served(tmp_path, scripted=True)
    served.agree()
    served.start()
    page = visit(served.url)
    begin(page, served.url)
    write(page, "Geef eens een lang antwoord.")
    expect(replied(page).last).to_contain_text("Woord 2")
    served.kill()
    served.start()
    try:
        again = visit(page.url)
        expect(said(again)).to_have_text(["Geef eens een lang antwoord."])
        expect(replied(again).last).to_contain_text("Wat valt je op?")
        assert not kept(served, again).turns[-1].stopped
    finally:
        served.stop()


def test_without_a_connection_the_page_says_what_is_kept(tmp_path: Path, visit: Visit) -> None:
    served = Served(tmp_path, scripted=True)
    served.agree()
    served.start()
    page = visit(served.url)
    box(page)
    note = page.get_by_text("De verbinding is even weg.")
    expect(note).to_be_hidden()
    served.kill()
    expect(note).to_be_visible()


def test_the_second_of_two_tabs_is_told_and_can_take_over(scripted: Served, visit: Visit) -> None:
    first = visit(scripted.url)
    begin(first, scripted.url)
    say(first, "Over Marjan.")
    second = visit(first.url)
    settled(second)
    say(first, "Eerst hier.")
    box(second).fill("En toen daar.")
    box(second).press("Enter")
    expect(second.get_by_text("Dit gesprek staat ook in een ander tabblad open.")).to_be_visible()
    expect(second.locator("[data-testid=stChatInputTextArea]")).to_be_disabled()
    second.get_by_role("button", name="Neem hier over").click()
    expect(box(second)).to_have_value("En toen daar.")
    expect(said(second)).to_have_text(["Over Marjan.", "Eerst hier."])
    box(second).press("Enter")
    expect(said(second)).to_have_text(["Over Marjan.", "Eerst hier.", "En toen daar."])


def test_a_reload_never_locks_its_owner_out(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    page.reload()
    settled(page)
    say(page, "En nog iets.")
    expect(said(page)).to_have_count(2)


def test_on_a_full_disk_the_text_stays_in_the_box(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    scripted.ask("disk-full")
    try:
        box(page).fill("Dit past er niet meer bij.")
        box(page).press("Enter")
        trouble = page.locator(".st-key-not_saved")
        expect(trouble).to_contain_text("Je laatste bericht is niet bewaard.")
        expect(trouble).to_contain_text("De schijf is vol.")
        expect(trouble).to_contain_text("Je tekst staat nog in het veld.")
        expect(box(page)).to_have_value("Dit past er niet meer bij.")
        assert kept(scripted, page).pending is None
    finally:
        scripted.leave("disk-full")
    box(page).press("Enter")
    expect(said(page)).to_have_count(2)
    expect(page.get_by_text("Je laatste bericht is niet bewaard.")).to_have_count(0)


def test_the_first_words_of_a_talk_stay_in_the_box_too(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    scripted.ask("disk-full")
    try:
        box(page).fill("Over Marjan, voor het eerst.")
        box(page).press("Enter")
        expect(page.get_by_text("Je laatste bericht is niet bewaard.")).to_be_visible()
        expect(box(page)).to_have_value("Over Marjan, voor het eerst.")
    finally:
        scripted.leave("disk-full")
    box(page).press("Enter")
    expect(said(page)).to_have_text(["Over Marjan, voor het eerst."])


def test_an_answer_that_finds_no_room_comes_again(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    scripted.ask("asleep")
    try:
        write(page, "Over Marjan.")
        scripted.ask("disk-full")
    finally:
        scripted.leave("asleep")
    try:
        expect(page.get_by_text("Het antwoord is niet bewaard.")).to_be_visible()
        expect(page.get_by_text("Je bericht is wel bewaard")).to_be_visible()
        assert kept(scripted, page).pending == "Over Marjan."
    finally:
        scripted.leave("disk-full")
    page.reload()
    expect(replied(page).last).to_contain_text("Wat heeft het gekost?")
    expect(said(page)).to_have_text(["Over Marjan."])


def test_a_turn_may_come_before_everything_has_loaded(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    scripted.ask("asleep")
    try:
        write(page, "Over Marjan.")
        expect(said(page)).to_have_text(["Over Marjan."])
        assert kept(scripted, page).pending == "Over Marjan."
    finally:
        scripted.leave("asleep")
    expect(replied(page).last).to_contain_text("Wat heeft het gekost?")


def test_an_unknown_talk_leads_home(scripted: Served, visit: Visit) -> None:
    page = visit(f"{scripted.url}/?talk=zoietsisernietgeweest")
    expect(page.get_by_text("Dit gesprek is er niet.")).to_be_visible()
    page.get_by_role("button", name="Naar je gesprekken").click()
    box(page)


def test_a_private_talk_is_written_down_nowhere(
    scripted: Served, visit: Visit, tmp_path: Path
) -> None:
    served = Served(tmp_path, scripted=True)
    served.start()
    try:
        page = visit(served.url)
        page.get_by_role("button", name="Begin zonder te bewaren").click()
        box(page)
        settled(page)
        say(page, "Over Marjan.")
        expect(page.get_by_text("Dit gesprek wordt niet bewaard")).to_be_visible()
        expect(page.get_by_text("laad je het opnieuw of valt de computer uit")).to_be_visible()
        store = Store(served.settings)
        assert store.summaries() == []
        store.close()
        assert holding(served.folder, "Marjan", "roosters") == []
        assert "Marjan" not in page.url
        page.reload()
        expect(page.get_by_role("button", name="Akkoord, begin")).to_be_visible()
    finally:
        served.stop()


def test_a_correction_is_kept_by_whoever_goes_straight_to_done(
    scripted: Served, visit: Visit
) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Over Marjan.")
    page.get_by_role("button", name="Verbeter").click()
    fields = page.get_by_role("dialog").get_by_role("textbox")
    expect(fields).to_have_count(3)
    settled(page)
    fields.nth(1).fill("de helft van de roosters")
    page.get_by_role("button", name="Klaar").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".st-key-sheet_record")).to_contain_text("de helft van de roosters")
    told = [item.text for item in kept(scripted, page).state.record.items]
    assert "de helft van de roosters" in told


def test_a_referral_stands_until_one_goes_on(scripted: Served, visit: Visit) -> None:
    page = visit(scripted.url)
    begin(page, scripted.url)
    say(page, "Iedereen is beter af zonder mij.")
    card = page.locator(".st-key-referral")
    expect(card.get_by_role("link", name="Bel 113")).to_have_attribute("href", "tel:113")
    expect(page.get_by_text("Het gesprek staat stil")).to_be_visible()
    page.get_by_role("button", name="Ik wil verder met het gesprek").click()
    expect(card).to_have_count(0)
    expect(said(page).last).to_have_text("Ik wil verder met het gesprek")
