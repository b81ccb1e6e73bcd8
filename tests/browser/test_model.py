"""A model on the real page: its words come, stopping ends its call, and what stood is kept."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.talking import begin, box, replied, say, settled, write
from tests.browser.test_states import kept
from tests.fakes.misbehaving import Call, MisbehavingServer, silent, stall, the_draft

TOLD = "Marjan deed vanaf februari alle roosters naast haar eigen routes."
FIRST = "Alle roosters, naast haar eigen routes."
HANGS_UP = 30  # seconds a test gives a connection to close
THINKS = "De coach leest je bericht"


def beside(server: MisbehavingServer, folder: Path, *, reads: bool = False) -> Served:
    """Return a page that speaks through `server`, whose owner has agreed already."""
    environment = {
        "COACH_MODEL": "openai:fake",
        "COACH_MODEL_BASE_URL": server.address,
        "COACH_MODEL_LOCAL": "1",
        "COACH_MODEL_READS": str(int(reads)),
        "COACH_MODEL_READ_SECONDS": "60",
    }
    served = Served(folder, scripted=False, environment=environment)
    served.agree()
    return served


def test_stopping_a_model_ends_its_call_and_keeps_what_stood_there(
    tmp_path: Path, visit: Visit
) -> None:
    with MisbehavingServer(stall(f"{FIRST} Wat heb je"), silent, the_draft()) as server:
        served = beside(server, tmp_path)
        served.start()
        try:
            page = visit(served.url)
            begin(page, served.url)
            write(page, TOLD)
            expect(replied(page).last).to_contain_text(FIRST, timeout=60_000)
            page.get_by_test_id("stChatInputStopButton").click()
            assert server.closed.wait(HANGS_UP)
            expect(page.get_by_text("Gestopt. Wat er stond is bewaard.")).to_be_visible()
            settled(page)
            turn = kept(served, page).turns[-1]
            assert (turn.text, turn.stopped) == (FIRST, True)
            assert turn.speech is not None
            assert turn.speech.ended == "stopped"

            server.closed.clear()
            server.asked.clear()
            write(page, "Ze heeft er nooit iets over gezegd.")
            assert server.asked.wait(HANGS_UP)
            page.get_by_test_id("stChatInputStopButton").click()
            assert server.closed.wait(HANGS_UP)  # also while the first word is awaited
            expect(page.get_by_text("Gestopt. Wat er stond is bewaard.")).to_have_count(2)
            settled(page)

            say(page, "Het kostte haar de woensdagen met haar vader.")
            turn = kept(served, page).turns[-1]
            assert turn.reply is not None
            assert turn.reply.voice == "model"
            assert turn.text == turn.reply.text
            expect(page.get_by_text("Taalmodel", exact=True)).to_be_visible()
        finally:
            served.stop()


def test_stopping_while_the_model_reads_ends_that_call_and_the_page_goes_on(
    tmp_path: Path, visit: Visit
) -> None:
    def step(call: Call) -> None:
        if call.asked.get("stream"):
            the_draft()(call)
        else:
            call.wait_for_hanging_up()

    unread = "Marjan deed alle roosters, sinds de planner er niet meer was."
    with MisbehavingServer(step) as server:
        served = beside(server, tmp_path, reads=True)
        served.start()
        try:
            page = visit(served.url)
            begin(page, served.url)
            write(page, unread)
            assert server.asked.wait(HANGS_UP)
            expect(page.locator(".st-key-answering")).to_contain_text(THINKS)
            page.get_by_test_id("stChatInputStopButton").click()
            assert server.closed.wait(HANGS_UP)
            expect(page.get_by_text("Gestopt. Wat er stond is bewaard.")).to_be_visible()
            settled(page)
            talk = kept(served, page)
            assert talk.pending is None
            assert (talk.turns[-1].text, talk.turns[-1].stopped) == ("", True)
            whole = talk.turns[-1].reply
            assert whole is not None
            assert (whole.voice, whole.text.endswith(whole.question)) == ("guided", True)
            assert len(server.requests) == 1  # nobody was asked to word it
            box(page)
        finally:
            served.stop()
