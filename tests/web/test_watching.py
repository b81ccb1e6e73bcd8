"""Whoever runs the server sees how it does, and nothing of what anybody said."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from coach.dialogue.state import Speech
from coach.records.store import Store
from coach.web import figures as counting
from coach.web import stopping, watching
from coach.web.figures import Figures, count_reply
from coach.web.json_logs import JsonLines
from coach.web.watching import Watching
from tests.browser.serving import Served
from tests.fakes.apart import apart
from tests.fakes.page_client import PageFailed, open_page
from tests.records.told import reply_to

WORDS = ("Zjelvana", "wrevelnacht", "duinpantser")
SAID = (
    "Zjelvana deed zes weken lang de wrevelnacht, dat was in mei.",
    "Het kostte Zjelvana haar duinpantser.",
    "Ik wil niet meer leven.",
)
PATIENCE = 60.0  # seconds, on a busy computer
GAUGE = re.compile(r'^(coach_\w+?)(?:\{([^}]*)\})? ([0-9.e+-]+)$', re.M)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path, scripted=False, environment={"COACH_LOGS": "json"})
    server.agree()
    server.start()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Figures:
    """Return figures of this test's own, in place of this process's."""
    found = Figures()
    monkeypatch.setattr(counting, "figures", lambda: found)
    monkeypatch.setattr(watching, "figures", lambda: found)
    return found


def told(server: Served) -> dict[str, float]:
    text = httpx.get(f"{server.url}/metrics", timeout=PATIENCE).text
    return {f"{name}{{{labels}}}": float(value) for name, labels, value in GAUGE.findall(text)}


def test_after_a_walk_the_figures_tell_how_much_and_not_what(served: Served) -> None:
    async def walk() -> str:
        async with open_page(served.url) as page:
            for said in SAID:
                await page.say(said)
            assert told(served)["coach_pages{}"] == 1
            return page.query

    query = apart(walk())
    found = told(served)
    assert found['coach_turns_total{voice="guided"}'] == 3
    assert found["coach_referrals_total{}"] == 1
    assert found["coach_whole_reply_seconds_count{}"] == 3
    text = httpx.get(f"{served.url}/metrics", timeout=PATIENCE).text
    talk = query.partition("talk=")[2]
    served.stop()
    for hidden in (*WORDS, talk, "crisis", "leven"):
        assert hidden and hidden not in text
    labels = {label for line in found for label in re.findall(r"(\w+)=", line)}
    assert labels <= {"voice", "le"}


def test_what_is_logged_is_one_object_a_line_without_words(served: Served) -> None:
    async def walk() -> None:
        async with open_page(served.url, query="talk=wrevelnacht") as page:
            assert page.query

    with pytest.raises(PageFailed):  # there is no such talk
        apart(walk())

    async def talk() -> None:
        async with open_page(served.url) as page:
            await page.say(SAID[0])

    apart(talk())
    said = served.stop()
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert {"logger": "coach.web.figures", "message": "reply", "voice": "guided"}.items() <= {
        key: value for line in lines for key, value in line.items()
    }.items()
    assert not any(word in said for word in WORDS)
    assert "127.0.0.1:" not in said.replace(served.url, "")  # who came


def test_it_lives_at_once_and_is_ready_when_a_turn_can_be_taken(served: Served) -> None:
    assert httpx.get(f"{served.url}/healthz", timeout=PATIENCE).text == "ok"
    while (answer := httpx.get(f"{served.url}/readyz", timeout=PATIENCE)).status_code != 200:
        assert answer.json()["waits_for"] == "coach"
    assert answer.json() == {"ready": True, "waits_for": ""}


def test_a_server_told_to_stop_lets_the_reply_end(served: Served) -> None:
    async def walk() -> tuple[str, str]:
        async with open_page(served.url) as page:
            await page.begin(SAID[0])
            await page.first_words()
            served.process.terminate()
            with suppress(PageFailed):  # once the reply is there the server ends
                await page.settled()
            return page.query, page.answer

    query, shown = apart(walk())
    served.ended()
    store = Store(served.settings)
    last = store.load(query.partition("talk=")[2]).turns[-1]
    store.close()
    assert (last.role, last.stopped) == ("coach", False)
    assert last.text.split()[-1] in shown.replace("\\", "")


def app(token: str = "") -> TestClient:
    async def page(_request: Any) -> PlainTextResponse:
        return PlainTextResponse("page")

    async def talking(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    routes = [Route("/", page), WebSocketRoute("/_stcore/stream", talking)]
    inner = Starlette(routes=routes, middleware=[Middleware(Watching, token=token)])
    return TestClient(inner, base_url="http://127.0.0.1:8501", client=("127.0.0.1", 5))


def test_the_figures_are_this_computers_alone(fresh: Figures) -> None:
    here = app()
    assert here.get("/metrics").status_code == 200
    for headers in ({"x-forwarded-for": "10.0.0.1"}, {"host": "coach.example"}):
        assert here.get("/metrics", headers=headers).status_code == 404
    away = TestClient(here.app, base_url="http://127.0.0.1", client=("10.0.0.7", 5))
    assert away.get("/metrics").status_code == 404
    assert away.get("/healthz").status_code == 200


def test_a_token_opens_them_to_a_monitor_and_to_nobody_else(fresh: Figures) -> None:
    away = TestClient(app("sesam").app, base_url="http://coach:8501", client=("10.0.0.7", 5))
    assert away.get("/metrics", headers={"authorization": "Bearer sesam"}).status_code == 200
    assert away.get("/metrics", headers={"authorization": "Bearer nee"}).status_code == 404
    assert app("sesam").get("/metrics").status_code == 404


def test_a_stopping_server_sends_people_elsewhere(
    fresh: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app()
    assert client.get("/").text == "page"
    monkeypatch.setattr(watching, "is_stopping", lambda: True)
    assert client.get("/").status_code == 503
    assert client.get("/readyz").json() == {"ready": False, "waits_for": "stopping"}
    assert client.get("/healthz").status_code == 200


def test_each_rule_of_the_gate_each_failure_and_each_token_is_counted(fresh: Figures) -> None:
    def spoke(ended: str) -> None:
        outcome = reply_to(1, SAID[0])
        speech = Speech("openai:x", "ask.nl", "0" * 64, 100, 20, ended=ended)
        count_reply(type(outcome)(outcome.state, outcome.reply, speech), stopped=False)

    for ended in ("", "gate:other-question", "gate:other-question", "first", "503"):
        spoke(ended)
    text = fresh.text().decode()
    assert 'coach_gate_rejections_total{rule="other-question"} 2.0' in text
    assert 'coach_model_failures_total{reason="first"} 1.0' in text
    assert 'coach_model_tokens_total{direction="in"} 500.0' in text
    assert not any(word in text for word in WORDS)


def test_a_line_of_the_log_is_one_object_whatever_is_said() -> None:
    record = logging.LogRecord("coach.x", logging.WARNING, "", 1, "een\n\"%s\"", ("twee",), None)
    record.figures = {"seconds": 0.5}
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == 'een\n"twee"'
    assert json.loads(line)["seconds"] == 0.5


def test_only_in_the_main_thread_are_there_signals() -> None:
    import threading

    thread = threading.Thread(target=stopping.stop_gently, args=(lambda: False, 1))
    thread.start()
    thread.join()
    assert not stopping.is_stopping()


def test_the_dashboard_and_the_alerts_name_figures_that_exist(fresh: Figures) -> None:
    folder = Path(__file__).parents[2] / "deploy"
    known = set(re.findall(r"# TYPE (\S+)", fresh.text().decode()))
    known |= {f"{name}{end}" for name in known for end in ("_bucket", "_count", "_sum")}
    for file in ("grafana-dashboard.json", "alerts.md"):
        named = re.findall(r"\b(?:coach|process)_[a-z_]+\b", (folder / file).read_text())
        assert named and set(named) <= known, file
