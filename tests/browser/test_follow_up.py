"""From a plan to an invitation, from its link to what is released, and who reads it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from coach.dialogue.answers import Answers
from coach.dialogue.follow_up import words_of
from coach.dialogue.state import BalanceRecord, Item, Language, Outcome, Reply, State
from coach.records.store import Store
from coach.records.tables import follow_ups
from coach.sheets.invitation import write_invitation
from coach.web.invited import COOKIE
from coach.web.texts import Texts, texts_for
from tests.browser.conftest import Visit
from tests.browser.serving import ROOT, Provider, Served, free_port
from tests.browser.talking import box, said, settled, widest
from tests.browser.test_screens import serious

SCREENSHOTS = ROOT / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (360, 760)}
STEP: dict[Language, str] = {
    "nl": "Als het overleg donderdag begint, dan zeg ik eerst deze drie zinnen "
    "en stel ik daarna mijn ene vraag",
    "en": "If Thursday’s one-to-one begins, then I say these three sentences "
    "first and ask my one question",
}
ANSWERS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "De drie zinnen wel, de vraag kwam er niet van.",
        "Ze werd stil en zei dat ze dit niet wist.",
        "Het is nu tenminste gezegd.",
        "Dat ik het had opgeschreven.",
    ),
    "en": (
        "The three sentences yes, the question never came.",
        "She went quiet and said she hadn’t known.",
        "At least it has been said now.",
        "That I had written it down.",
    ),
}
NEXT: dict[Language, tuple[str, str]] = {
    "nl": ("ze vrijdag de all-hands voorbereidt", "stel ik mijn ene vraag"),
    "en": ("she prepares the all-hands on Friday", "I ask my one question"),
}
IN_NEED: dict[Language, str] = {
    "nl": "Eigenlijk denk ik: iedereen is beter af zonder mij.",
    "en": "Honestly, everyone would be better off without me.",
}


def told(language: Language, audience: str = "leader") -> Outcome:
    items = (
        Item("i1", "who", "Marjan", "seen", 1),
        Item("i2", "what", "het hele design system gebouwd", "seen", 1, "Marjan"),
        Item("i3", "cost", "weekends rond de release", "seen", 2, "Marjan"),
        Item("i4", "came_back", "‘onze nieuwe foundation’ in de all-hands", "heard", 3),
        Item("i5", "promised", "promotie naar lead, nu een headcount freeze", "heard", 3),
        Item("i6", "next_step", STEP[language], "seen", 4, clause=STEP[language]),
    )
    state = State(
        language, audience, "closing", record=BalanceRecord(items),  # type: ignore[arg-type]
    )  # fmt: skip
    reply = Reply(0, language, "closing", "close", None, "Dat was het.", "")
    return Outcome(state, reply)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    port = free_port()
    found = Served(
        tmp_path, scripted=False, port=port,
        environment={"COACH_PUBLIC_URL": f"http://127.0.0.1:{port}"},
    )  # fmt: skip
    found.agree()
    return found


def keep_talk(served: Served, language: Language, audience: str = "leader") -> str:
    store = Store(served.settings)
    talk = store.create(told(language, audience))
    store.close()
    return talk


def shoot(page: Page, name: str) -> None:
    settled(page)
    # What is old fades out, and is pale while it does.
    page.wait_for_function(
        "() => !document.getAnimations().some((each) => each.playState === 'running')"
    )
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"follow-{name}.png", animations="disabled")
    assert serious(page) == [], name
    assert widest(page) <= (page.viewport_size or {"width": 0})["width"], name


def invite(page: Page, url: str, talk: str, texts: Texts) -> str:
    page.goto(f"{url}/?plan={talk}")
    page.get_by_role("button", name=texts("inviting.make")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox").first).to_have_value(re.compile(STEP[texts.language][:20]))
    dialog.get_by_role("textbox", name=texts("inviting.sender")).fill("Els")
    dialog.get_by_role("textbox", name=texts("inviting.sender")).press("Tab")
    settled(page)
    dialog.get_by_role("button", name=texts("inviting.link"), exact=True).click()
    link = dialog.locator("code").first
    expect(link).to_contain_text("/invitation?token=")
    return link.inner_text().strip()


def answer(page: Page, text: str) -> None:
    settled(page)  # what the box is drawn again for is over
    turns = said(page).count()
    box(page).fill(text)
    box(page).press("Enter")
    expect(said(page)).to_have_count(turns + 1)
    settled(page)


def box_of(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).bounding_box()
    assert found is not None, selector
    return dict(found)  # type: ignore[arg-type]


def click(page: Page, name: str) -> None:
    settled(page)  # nothing moves away under the pointer any more
    page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_from_a_plan_to_a_summary_that_is_read(
    served: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    width, height = SIZES[size]
    talk = keep_talk(served, language)
    served.start()
    name = f"{language}-{size}"
    try:
        sender = visit(served.url, width=width, height=height)
        link = invite(sender, served.url, talk, texts)
        shoot(sender, f"{name}-1-invite")

        page = visit("about:blank", width=width, height=height, accept_downloads=True)
        page.goto(link)
        expect(page).to_have_url(f"{served.url}/follow")
        expect(page.locator(".st-key-sheet_agreed")).to_contain_text(STEP[language])
        shoot(page, f"{name}-2-arrived")
        top = box_of(page, ".st-key-stepper")["y"]
        click(page, texts("follow_up.agree"))
        page.get_by_role("radio", name=texts("follow_up.statuses.partly")).click()
        expect(page.locator("[data-testid=stChatInputTextArea]")).to_be_visible()
        shoot(page, f"{name}-3-done")
        happened, noticed, why, helped = ANSWERS[language]
        answer(page, happened)
        answer(page, noticed)
        expect(page.locator(".st-key-scale")).to_be_visible()
        settled(page)
        assert page.locator(".st-key-scale [aria-checked=true]").count() == 0
        page.locator(".st-key-scale").get_by_text("6", exact=True).click()
        expect(page.get_by_text(words_of(language).questions["why"])).to_be_visible()
        shoot(page, f"{name}-4-balance")
        answer(page, why)
        answer(page, helped)
        condition, action = NEXT[language]
        page.locator(".st-key-next_condition input").fill(condition)
        page.locator(".st-key-next_action input").fill(action)
        shoot(page, f"{name}-5-next")
        page.get_by_role("button", name=texts("follow_up.next_save")).click()
        sheet = page.locator(".st-key-sheet_release")
        expect(sheet).to_contain_text(action)
        expect(sheet).not_to_contain_text("6")
        settled(page)
        assert box_of(page, ".st-key-stepper")["y"] == top  # no strip is left where reading stood
        shoot(page, f"{name}-6-share")
        with page.expect_download() as coming:
            click(page, texts("follow_up.markdown"))
        copy = Path(coming.value.path()).read_text(encoding="utf-8")
        assert action in copy
        assert why not in copy
        assert box_of(page, ".st-key-release button")["width"] == (
            box_of(page, ".st-key-share_none button")["width"]
        )
        click(page, texts("follow_up.release"))
        expect(page.get_by_role("button", name=texts("follow_up.take_back"))).to_be_visible()
        shoot(page, f"{name}-7-released")
        # Who is through isn't told that they are at the first of five steps.
        expect(page.locator(".st-key-stepper")).to_contain_text(texts("follow_up.title"))
        expect(page.locator(".st-key-stepper")).not_to_contain_text("5")

        sender.goto(f"{served.url}/?plan={talk}")
        sender.get_by_role("button", name=texts("inviting.open"), exact=True).click()
        dialog = sender.get_by_role("dialog")
        expect(dialog).to_contain_text(noticed)
        expect(dialog).not_to_contain_text(why)
        shoot(sender, f"{name}-8-read")
        page.get_by_role("button", name=texts("follow_up.take_back")).click()
        expect(page.get_by_text(texts("follow_up.too_late"))).to_be_visible()
    finally:
        served.stop()


def test_a_browser_that_was_invited_sees_its_follow_up_and_nothing_else(
    served: Served, visit: Visit
) -> None:
    talk = keep_talk(served, "nl")
    store = Store(served.settings)
    _, token = store.follow_ups.agree(
        "sent", "nl", (STEP["nl"],), conversation=talk, sender="Els", days=45
    )
    other, _ = store.follow_ups.agree("sent", "nl", ("Iets van een ander.",), days=45)
    served.start()
    seen: list[str] = []
    try:
        page = visit("about:blank")
        page.on("framenavigated", lambda frame: seen.append(frame.url))
        page.goto(f"{served.url}/invitation?token={token}")
        expect(page.locator(".st-key-sheet_agreed")).to_contain_text(STEP["nl"])
        assert not [each for each in seen if token in each]
        named = ("talk", "plan", "balance", "table")
        asked = (*(f"?{each}={talk}" for each in named), f"?follow={other.id}")
        for address in ("", "prepare", "data", "library", *asked):
            page.goto(f"{served.url}/{address}")
            expect(page.locator(".st-key-sheet_agreed")).to_contain_text(STEP["nl"])
            settled(page)
            text = page.locator("[data-testid=stApp]").inner_text()
            assert "design system" not in text
            assert "Iets van een ander" not in text
            assert page.get_by_role("link", name=re.compile("Gesprek|Voorb|Bibl|Jouw")).count() == 0
        # The same link again, here: still its own. Elsewhere: used up.
        page.goto(f"{served.url}/invitation?token={token}")
        expect(page.locator(".st-key-sheet_agreed")).to_be_visible()
        second = visit(f"{served.url}/invitation?token={token}")
        expect(second.get_by_text(texts_for("nl")("follow_up.bad_link"))).to_be_visible()
        page.reload()
        expect(page.locator(".st-key-sheet_agreed")).to_be_visible()
        store.follow_ups.revoke(store.follow_ups.agreements(talk)[0].id)
        page.goto(f"{served.url}/follow")
        expect(page.get_by_text(texts_for("nl")("follow_up.bad_link"))).to_be_visible()
        (cookie,) = (each for each in page.context.cookies() if each["name"] == COOKIE)
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    finally:
        log = served.stop()
        store.close()
    assert token not in log


def test_where_people_sign_in_a_link_opens_its_own_follow_up_and_every_other_address_is_the_door(
    tmp_path: Path, visit: Visit
) -> None:
    texts = texts_for("nl", team=True)
    provider = Provider(({"sub": "ann", "name": "Ann de Boer"},))
    provider.start()
    port = free_port()
    served = Served(tmp_path, False, port, provider.settings(port))
    store = Store(served.settings)
    ann = store.for_owner("a" * 64)
    talk = ann.create(told("nl"))
    agreement, token = ann.follow_ups.agree(
        "sent", "nl", (STEP["nl"],), conversation=talk, sender="Els", days=45
    )
    other, _ = ann.follow_ups.agree("own", "nl", ("Iets van een ander.",), conversation=talk)
    served.start()
    try:
        page = visit(f"{served.url}/invitation?token={token}")
        expect(page).to_have_url(f"{served.url}/follow")
        expect(page.locator(".st-key-sheet_agreed")).to_contain_text(STEP["nl"])
        expect(page.locator(".st-key-follow_up_facts")).to_contain_text("de server van")
        shoot(page, "team-arrived")
        click(page, texts("follow_up.agree"))
        page.get_by_role("radio", name=texts("follow_up.statuses.partly")).click()
        answer(page, ANSWERS["nl"][0])
        click(page, texts("talk.stop"))
        click(page, texts("follow_up.release"))
        expect(page.get_by_role("button", name=texts("follow_up.take_back"))).to_be_visible()
        assert len(ann.follow_ups.released(agreement.id)) == 1
        named = ("talk", "plan", "balance", "table")
        asked = (*(f"?{each}={talk}" for each in named), f"?follow={other.id}")
        for address in ("", "prepare", "data", "library", "usage", *asked, f"data?talk={talk}"):
            page.goto(f"{served.url}/{address}")
            expect(page.get_by_role("button", name=texts("sign_in.enter"))).to_be_visible()
            settled(page)
            assert not [
                each for each in ("design system", "Iets van een ander", "donderdag")
                if each in page.content()
            ]  # fmt: skip
        # Who was invited may have an account: then this browser has both, each at its address.
        page.get_by_role("button", name=texts("sign_in.enter")).click()
        page.get_by_role("button", name="ann", exact=True).click()
        page.wait_for_url(f"{served.url}/")
        expect(page.get_by_role("button", name=texts("welcome.agree"))).to_be_visible()
        page.goto(f"{served.url}/follow")
        expect(page.locator(".st-key-sheet_agreed")).to_contain_text(STEP["nl"])
        stranger = visit(f"{served.url}/follow")
        expect(stranger.get_by_text(texts("follow_up.bad_link"))).to_be_visible()
        ann.follow_ups.revoke(agreement.id)
        page.goto(f"{served.url}/follow")
        expect(page.get_by_text(texts("follow_up.bad_link"))).to_be_visible()
    finally:
        served.stop()
        provider.stop()
        store.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_link_that_opens_nothing_says_the_same(
    served: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    store = Store(served.settings)
    revoked, token = store.follow_ups.agree("sent", language, ("Iets.",), days=45)
    store.follow_ups.revoke(revoked.id)
    _, late = store.follow_ups.agree("sent", language, ("Iets.",), days=-1)
    store.close()
    served.environment["COACH_LANGUAGE"] = language
    served.start()
    try:
        width, height = SIZES[size]
        page = visit("about:blank", width=width, height=height)
        told = set()
        for each in (token, late, "raden", "", "%00'"):
            page.goto(f"{served.url}/invitation?token={each}")
            expect(page).to_have_url(f"{served.url}/follow")
            expect(page.get_by_text(texts("follow_up.bad_link"))).to_be_visible()
            settled(page)
            told.add(page.locator("[data-testid=stMain]").inner_text())
        assert len(told) == 1
        shoot(page, f"{language}-{size}-no-link")
    finally:
        served.stop()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_referred_reaches_no_summary_also_when_it_is_typed_into_it(
    served: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    store = Store(served.settings)
    agreement, token = store.follow_ups.agree("sent", language, (STEP[language],), days=45)
    store.follow_ups.begin(agreement.id)
    served.start()
    try:
        width, height = SIZES[size]
        page = visit("about:blank", width=width, height=height)
        page.goto(f"{served.url}/invitation?token={token}")
        click(page, texts("follow_up.begin"))
        page.get_by_role("radio", name=texts("follow_up.statuses.not_yet")).click()
        settled(page)
        box(page).fill(IN_NEED[language])
        box(page).press("Enter")
        card = page.locator(".st-key-referral")
        expect(card).to_be_visible(timeout=60_000)
        shoot(page, f"{language}-{size}-referral")
        click(page, texts("follow_up.referral_on"))
        expect(card).to_have_count(0)
        answer(page, ANSWERS[language][0])
        click(page, texts("talk.stop"))
        sheet = page.locator(".st-key-sheet_release")
        expect(sheet).to_contain_text(ANSWERS[language][0].split(",")[0])
        click(page, texts("follow_up.edit"))
        field = page.locator(".st-key-release_text textarea")
        expect(field).to_be_visible()
        shoot(page, f"{language}-{size}-edit")
        field.fill(IN_NEED[language])
        field.press("Tab")
        click(page, texts("follow_up.edit_done"))
        expect(sheet).to_contain_text(IN_NEED[language].split(":")[0].split(",")[0])
        click(page, texts("follow_up.release"))
        expect(card).to_be_visible()
        assert store.follow_ups.released(agreement.id) == ()
        click(page, texts("follow_up.referral_on"))
        expect(sheet).to_contain_text(ANSWERS[language][0].split(",")[0])
        click(page, texts("follow_up.share_none"))
        expect(page.get_by_text(texts("follow_up.none_shared"))).to_be_visible()
        assert store.follow_ups.released(agreement.id) == ()
        (told,) = store.follow_ups.follow_ups(agreement.id)
        assert IN_NEED[language] not in str(told)
    finally:
        served.stop()
        store.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_both_halves_are_of_one_size_and_come_along_as_a_picture(
    served: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    talk = keep_talk(served, language)
    served.start()
    try:
        width, height = SIZES[size]
        page = visit(
            f"{served.url}/?plan={talk}", width=width, height=height, accept_downloads=True
        )
        click(page, texts("balance.show"))
        halves = page.locator(".st-key-fold [data-testid=stColumn]")
        expect(halves).to_have_count(2)
        expect(halves.nth(0)).to_contain_text("design system")
        expect(halves.nth(1)).to_contain_text(texts("balance.promised"))
        shoot(page, f"{language}-{size}-balance")
        column = ".st-key-fold [data-testid=stColumn]"
        given, back = (box_of(page, f"{column}:nth-child({number})") for number in (1, 2))
        assert abs(given["height"] - back["height"]) < 1.5  # a line of one pixel between them
        assert abs(given["width"] - back["width"]) < 1.5
        with page.expect_download() as coming:
            click(page, texts("balance.picture"))
        assert coming.value.suggested_filename.endswith(".svg")
        image = Path(coming.value.path()).read_text(encoding="utf-8")
        assert "weekends rond de release" in image
        (SCREENSHOTS / f"follow-{language}-balance.svg").write_text(image, encoding="utf-8")
        click(page, texts("balance.to_talk"))
        expect(page.locator(".st-key-stepper")).to_be_visible()
    finally:
        served.stop()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_on_a_laptop_an_invitation_is_a_file_and_what_is_shared_is_taken_along(
    tmp_path: Path, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    served = Served(tmp_path, scripted=False)
    served.agree()
    keep_talk(served, language)
    store = Store(served.settings)
    file = tmp_path / "terugkijken.json"
    file.write_bytes(write_invitation((STEP[language], "Twee."), "Els", language))
    (tmp_path / "anders.json").write_text("{}")
    served.start()
    try:
        width, height = SIZES[size]
        page = visit(f"{served.url}/data", width=width, height=height, accept_downloads=True)
        expect(page.locator(".st-key-sheet_data")).to_be_visible()
        settled(page)
        choose = page.locator("[data-testid=stFileUploaderDropzoneInput]")
        choose.set_input_files(tmp_path / "anders.json")
        expect(page.get_by_text(texts("follow_up.file_refused"))).to_be_visible()
        shoot(page, f"{language}-{size}-data")
        page.reload()
        choose.set_input_files(file)
        expect(page.locator(".st-key-sheet_agreed")).to_contain_text("Els")
        click(page, texts("follow_up.agree"))
        for number in (0, 1):
            step = page.locator(f".st-key-done_{number}")
            radio = step.get_by_role("radio", name=texts("follow_up.statuses.done"))
            radio.click()
            expect(radio).to_be_checked()
        box(page)
        shoot(page, f"{language}-{size}-two-steps")
        answer(page, ANSWERS[language][0])
        click(page, texts("talk.stop"))
        expect(page.get_by_text(texts("follow_up.keep_note"))).to_be_visible()
        shoot(page, f"{language}-{size}-keep")
        with page.expect_download() as coming:
            click(page, texts("follow_up.word"))
        assert Path(coming.value.path()).read_bytes().startswith(b"PK")
        click(page, texts("follow_up.done"))
        page.get_by_role("button", name=texts("follow_up.rhythm")).click()
        with page.expect_download() as coming:
            click(page, texts("follow_up.rhythm_download"))
        calendar = Path(coming.value.path()).read_bytes()
        assert calendar.count(b"BEGIN:VEVENT") == 4
        assert b"Twee" not in calendar
        shoot(page, f"{language}-{size}-rhythm")
        # There is no link, and nothing that was released to anybody.
        (kept,) = store.follow_ups.agreements()
        assert kept.kind == "received"
        assert store.follow_ups.released(kept.id) == ()
        page.goto(f"{served.url}/invitation?token=x")
        expect(page.locator(".st-key-sheet_agreed")).to_have_count(0)
    finally:
        served.stop()
        store.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_leader_looks_back_from_home_and_sees_their_own_number_over_time(
    served: Served, visit: Visit, language: Language, size: str
) -> None:
    texts = texts_for(language)
    talk = keep_talk(served, language)
    store = Store(served.settings)
    own, _ = store.follow_ups.agree("own", language, (STEP[language],), conversation=talk)
    store.follow_ups.begin(own.id)
    for score in (4, 6, 7):
        answers = Answers(done=("partly",), noticed=ANSWERS[language][1], score=score)
        store.follow_ups.finish(store.follow_ups.start(own.id, answers))
    for number, one in enumerate(store.follow_ups.follow_ups(own.id)):
        then = datetime.now(UTC) - timedelta(days=40 - 14 * number)
        with store.writing() as connection:
            connection.execute(
                update(follow_ups).where(follow_ups.c.id == one.id).values(created=then)
            )
    served.start()
    try:
        width, height = SIZES[size]
        page = visit(served.url, width=width, height=height)
        row = page.locator(".st-key-looking_back")
        expect(row).to_be_visible()
        shoot(page, f"{language}-{size}-home")
        row.get_by_role("button").click()
        # The first chart of a server loads what draws it.
        expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_be_visible(timeout=60_000)
        shoot(page, f"{language}-{size}-over-time")
        click(page, texts("follow_up.again"))
        expect(page.locator(".st-key-done_steps")).to_be_visible()
        page.goto(f"{served.url}/?plan={talk}")
        click(page, texts("inviting.own"))
        expect(page.locator(".st-key-done_steps")).to_be_visible()
        assert len(store.follow_ups.agreements(talk)) == 1
    finally:
        served.stop()
        store.close()
