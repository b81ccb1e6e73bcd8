"""Whoever runs the server sees how it does, and nothing of what anybody said."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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

from coach.dialogue.reader import TurnRead
from coach.dialogue.telling import Telling
from coach.dialogue.voice import ModelVoice
from coach.errors import ModelFailed
from coach.models.breaker import Breaker
from coach.models.chat import ChatModel
from coach.records.store import Store
from coach.settings import Settings
from coach.web import stopping, watching
from coach.web.engine import LoadedEngine
from coach.web.figures import Figures, count_call, figures
from coach.web.json_logs import JsonLines
from coach.web.watching import Watching
from tests.browser.serving import Served
from tests.fakes.apart import apart
from tests.fakes.engine import ScriptedEngine
from tests.fakes.misbehaving import (
    MisbehavingServer,
    Step,
    good,
    held,
    silent,
    stall,
    status,
    structured,
    the_draft,
    unstructured,
)
from tests.fakes.models import SOON, model_at, settings_for
from tests.fakes.page_client import PageFailed, open_page

WORDS = ("Zjelvana", "wrevelnacht", "duinpantser")
SAID = (
    "Zjelvana deed zes weken lang de wrevelnacht, dat was in mei.",
    "Het kostte Zjelvana haar duinpantser.",
    "Ik wil niet meer leven.",
)
PATIENCE = 60.0  # seconds, on a busy computer
# Tokens as the test's model server counts them: one answer whole, one streamed.
READ = {'direction="in"': 50.0, 'direction="out"': 9.0}
SPOKEN = {'direction="in"': 321.0, 'direction="out"': 12.0}
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
def fresh() -> Figures:
    """Return figures of this test's own, in place of this process's."""
    figures.cache_clear()
    return figures()


def told(server: Served) -> dict[str, float]:
    return read(httpx.get(f"{server.url}/metrics", timeout=PATIENCE).text)


def counted(found: Figures, name: str) -> dict[str, float]:
    """Return the values of one figure by its labels."""
    lines = GAUGE.findall(found.text().decode())
    return {labels: float(value) for each, labels, value in lines if each == name}


def read(text: str) -> dict[str, float]:
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
    spent = {}
    for name in ("coach_first_text_seconds", "coach_whole_reply_seconds"):
        assert found[f'{name}_count{{voice="guided"}}'] == 3
        spent[name] = found[f'{name}_sum{{voice="guided"}}']
    assert 0 < spent["coach_first_text_seconds"] < spent["coach_whole_reply_seconds"]
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


def test_nobody_is_sent_to_it_while_it_is_being_found_out_whether_it_is_ready(
    fresh: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, loaded = threading.Event(), threading.Event()

    def missing() -> str:
        looks.set()
        loaded.wait()
        return ""

    monkeypatch.setattr(watching, "_missing", missing)
    monkeypatch.setattr(watching, "READY_SECONDS", PATIENCE)
    monkeypatch.setattr(watching, "FRESH_SECONDS", PATIENCE)
    client = app()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(client.get, "/readyz")
        looks.wait()
        second = client.get("/readyz")
        loaded.set()
        assert first.result().status_code == 200
    assert (second.status_code, second.json()["waits_for"]) == (503, "coach")
    assert client.get("/readyz").status_code == 200


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


def counting(server: MisbehavingServer, **changes: Any) -> ChatModel:
    """Return a model whose calls are counted."""
    model = model_at(server, **changes)
    model.noted = count_call
    return model


def telling(voice: ModelVoice) -> Telling:
    """Return a model's reply that is about to be asked for."""
    engine = ScriptedEngine()
    before = engine.open_talk("nl", "leader").state
    found = voice.tell(before, SAID[0], engine.take_turn(before, SAID[0]))
    assert found is not None
    return found


FAILED = [(silent, "first"), (stall("Dat staat er. En"), "between"), (status(401), "401")]


@pytest.mark.parametrize(("step", "reason"), FAILED, ids=[reason for _, reason in FAILED])
def test_a_call_that_failed_is_counted_by_its_reason(
    fresh: Figures, step: Step, reason: str
) -> None:
    limits = {"model_first_seconds": SOON, "model_between_seconds": SOON}
    with MisbehavingServer(step) as server:
        telling(ModelVoice(counting(server, **limits))).whole()
    assert counted(fresh, "coach_model_failures_total") == {f'reason="{reason}"': 1}


def test_who_stops_waits_too_long_or_finds_the_model_resting_met_no_failure_of_it(
    fresh: Figures,
) -> None:
    with MisbehavingServer(stall("Dat staat er. En")) as server:
        model = counting(server, model_at_once=1, model_line_seconds=SOON)
        breaker = Breaker(most=1)
        stopped, waited, rested = (telling(ModelVoice(model, breaker=breaker)) for _ in range(3))
        for _ in stopped.pieces:
            if stopped.shown:
                break
        waited.whole()
        stopped.close()
        asked = len(server.requests)
        breaker.failed()
        rested.whole()
        assert (asked, len(server.requests)) == (1, 1)
    ends = [each.speech.ended for each in (stopped, waited, rested)]
    assert ends == ["stopped", "line", "resting"]
    assert counted(fresh, "coach_model_failures_total") == {}
    assert counted(fresh, "coach_model_tokens_total")['direction="out"'] > 0  # it had begun


def test_what_the_gate_ends_is_counted_by_rule(fresh: Figures) -> None:
    with MisbehavingServer(good("Dat staat er. Wil je stoppen? Of verder?")) as server:
        reply = telling(ModelVoice(counting(server)))
        reply.whole()
    rule = reply.speech.ended.removeprefix("gate:")
    assert rule != reply.speech.ended
    assert counted(fresh, "coach_gate_rejections_total") == {f'of="reply",rule="{rule}"': 1}
    assert counted(fresh, "coach_model_failures_total") == {}


def test_the_tokens_of_a_model_that_reads_and_of_what_it_says_are_counted(
    fresh: Figures, settings: Settings
) -> None:
    read_as = {"intent": "answer_concrete", "who": "", "what": "", "when": "", "effect": ""}
    steps = (structured({**read_as, "language": "nl"}), the_draft())
    with MisbehavingServer(*steps) as server:
        engine = LoadedEngine(
            settings_for(server, data_dir=settings.data_dir, model_reads=True)
        )
        before = engine.open_talk("nl", "leader").state
        outcome = engine.take_turn(before, "Marjan deed alle roosters.")
        assert counted(fresh, "coach_model_tokens_total") == READ
        reply = engine.tell(before, "Marjan deed alle roosters.", outcome)
        assert reply is not None
        assert reply.whole().reply.voice == "model"
        assert len(server.requests) == 2
    assert counted(fresh, "coach_model_tokens_total") == {
        direction: READ[direction] + SPOKEN[direction] for direction in READ
    }


def test_a_model_that_reads_badly_has_failed(fresh: Figures) -> None:
    with MisbehavingServer(unstructured("Dat weet ik niet.")) as server:
        model = counting(server)
        with pytest.raises(ModelFailed):
            model.ask(TurnRead, [("human", SAID[0])], seconds=PATIENCE)
    assert sum(counted(fresh, "coach_model_failures_total").values()) == 1
    assert counted(fresh, "coach_model_tokens_total")['direction="in"'] > 0


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


def test_who_waits_for_the_model_sees_how_many_come_first_and_is_counted(tmp_path: Path) -> None:
    speaks = threading.Event()
    with MisbehavingServer(held(speaks, the_draft()), the_draft()) as model:
        environment = {
            "COACH_MODEL": "openai:fake", "COACH_MODEL_BASE_URL": model.address,
            "COACH_MODEL_LOCAL": "true", "COACH_MODEL_READS": "false", "COACH_MODEL_AT_ONCE": "1",
            "COACH_MODEL_FIRST_SECONDS": "600", "COACH_MODEL_WHOLE_SECONDS": "600",
            "COACH_MODEL_LINE_SECONDS": "600",
        }  # fmt: skip
        server = Served(tmp_path, scripted=False, environment=environment)
        server.agree()
        server.start()

        async def both() -> None:
            async with open_page(server.url) as one, open_page(server.url) as two:
                await one.begin(SAID[0])
                await asyncio.to_thread(model.asked.wait)
                await two.begin(SAID[1])
                await two.waits("er komt nog één antwoord vóór het jouwe")
                assert (told(server)["coach_model_waiting{}"], len(model.requests)) == (1, 1)
                speaks.set()
                await one.settled()
                await two.settled()

        try:
            apart(both())
            found = told(server)
        finally:
            speaks.set()
            server.stop()
    assert found["coach_model_waiting{}"] == 0
    assert found['coach_turns_total{voice="model"}'] == 2
    assert found['coach_first_text_seconds_count{voice="model"}'] == 2
    assert found['coach_whole_reply_seconds_count{voice="model"}'] == 2


def test_the_dashboard_and_the_alerts_name_figures_that_exist(fresh: Figures) -> None:
    folder = Path(__file__).parents[2] / "deploy"
    known = set(re.findall(r"# TYPE (\S+)", fresh.text().decode()))
    known |= {f"{name}{end}" for name in known for end in ("_bucket", "_count", "_sum")}
    for file in ("grafana-dashboard.json", "alerts.md"):
        named = re.findall(r"\b(?:coach|process)_[a-z_]+\b", (folder / file).read_text())
        assert named and set(named) <= known, file
