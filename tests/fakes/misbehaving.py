"""A server on loopback that speaks OpenAI's streaming protocol, and misbehaves on order."""

from __future__ import annotations

import json
import re
import select
import threading
from collections import deque
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler
from typing import Any

from coach.dialogue.state import Language
from tests.fakes.loopback import Loopback, Quiet

QUESTIONS = re.compile(r"<questions>\n(.*?)\n</questions>", re.S)
NUMBERED = re.compile(r"^(\d+\.) (.*)$", re.M)
DRAFT = re.compile(r"<draft>\n(.*?)\n</draft>", re.S)


class MisbehavingServer(Loopback):
    """Answers each call with the next of `steps`, and when they are used up with the last one.

    `requests` holds what was asked, `asked` is set when one came, `closed`
    when a caller hung up while we still spoke.
    """

    def __init__(self, *steps: Step) -> None:
        self.steps = deque(steps)
        self.requests: list[dict[str, Any]] = []
        self.asked = threading.Event()
        self.closed = threading.Event()
        server = self

        class Handler(Quiet, BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server.requests.append(asked)
                server.asked.set()
                step = server.steps.popleft() if len(server.steps) > 1 else server.steps[0]
                self.close_connection = True
                try:
                    step(Call(self, asked, server))
                except (BrokenPipeError, ConnectionResetError):
                    server.closed.set()

            def do_GET(self) -> None:
                server.requests.append({"path": self.path})
                self.send_error(404)

        super().__init__(Handler)

    @property
    def address(self) -> str:
        """The address to name in COACH_MODEL_BASE_URL."""
        return f"{super().address}/v1"


class Call:
    """One call as a step sees it."""

    def __init__(
        self, handler: BaseHTTPRequestHandler, asked: dict[str, Any], server: MisbehavingServer
    ) -> None:
        self.asked = asked
        self._handler = handler
        self._server = server

    @property
    def last(self) -> str:
        """The last message, which holds what the reply is about."""
        return str(self.asked["messages"][-1]["content"])

    def header(self, name: str) -> str:
        """Return a header of the request; "" when it has none of that name."""
        return str(self._handler.headers.get(name, ""))

    def begin(self) -> None:
        """Send the head of a stream."""
        self._handler.send_response(200)
        self._handler.send_header("content-type", "text/event-stream")
        self._handler.send_header("connection", "close")
        self._handler.end_headers()
        self.raw(_chunk({"role": "assistant", "content": ""}))

    def say(self, pieces: Iterable[str]) -> None:
        """Send `pieces` as chunks."""
        for piece in pieces:
            self.raw(_chunk({"content": piece}))

    def end(self, reason: str = "stop") -> None:
        """Send the end of a stream."""
        self.raw(_chunk({}, reason))
        usage = {"prompt_tokens": 321, "completion_tokens": 12, "total_tokens": 333}
        self.raw(f"data: {json.dumps({**_frame(), 'choices': [], 'usage': usage})}\n\n")
        self.raw("data: [DONE]\n\n")

    def raw(self, text: str) -> None:
        """Send `text` as it is."""
        self._handler.wfile.write(text.encode())
        self._handler.wfile.flush()

    def answer(self, status: int, body: dict[str, Any], **headers: str) -> None:
        """Answer whole."""
        data = json.dumps(body).encode()
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("content-type", "application/json")
        self._handler.send_header("connection", "close")
        self._handler.send_header("content-length", str(len(data)))
        self._handler.end_headers()
        self._handler.wfile.write(data)

    def wait_for_hanging_up(self) -> None:
        """Keep the connection open, silent, until the caller closes it."""
        select.select([self._handler.connection], [], [])
        self._server.closed.set()


Step = Callable[[Call], None]


def good(text: str) -> Step:
    """Say `text` word by word, and end properly."""

    def step(call: Call) -> None:
        call.begin()
        call.say(words(text))
        call.end()

    return step


def the_draft(change: Callable[[str], str] = lambda draft: draft) -> Step:
    """Say the set answer that was sent along, as a model does that keeps to it."""

    def step(call: Call) -> None:
        found = DRAFT.search(call.last)
        good(change(found[1] if found else ""))(call)

    return step


def each_question(change: Callable[[str], str]) -> Step:
    """Say each numbered question that was sent along as `change` gives it."""

    def step(call: Call) -> None:
        asked = QUESTIONS.search(call.last)
        lines = NUMBERED.findall(asked[1]) if asked else []
        good("\n".join(f"{number} {change(text)}" for number, text in lines))(call)

    return step


def status(code: int, **headers: str) -> Step:
    """Refuse with an HTTP status."""
    return lambda call: call.answer(code, {"error": {"message": "no", "type": "no"}}, **headers)


def silent(call: Call) -> None:
    """Begin and never say a word."""
    call.begin()
    call.wait_for_hanging_up()


def held(until: threading.Event, step: Step) -> Step:
    """Keep silent until the test lets go, and then do `step`."""

    def hold(call: Call) -> None:
        until.wait()
        step(call)

    return hold


def thought_only(call: Call) -> None:
    """Use up all its tokens in thinking, and say nothing."""
    call.begin()
    call.end("length")


def stall(text: str) -> Step:
    """Say `text`, and then nothing, without ending."""

    def step(call: Call) -> None:
        call.begin()
        call.say(words(text))
        call.wait_for_hanging_up()

    return step


def cut(text: str) -> Step:
    """Say `text` and close the connection in the middle of a chunk."""

    def step(call: Call) -> None:
        call.begin()
        call.say(words(text))
        call.raw('data: {"id": "x", "choi')

    return step


def broken_json(text: str) -> Step:
    """Say `text` and then something that isn't JSON."""

    def step(call: Call) -> None:
        call.begin()
        call.say(words(text))
        call.raw("data: {broken\n\n")
        call.end()

    return step


def endless(text: str) -> Step:
    """Say `text` again and again until the caller has enough."""

    def step(call: Call) -> None:
        call.begin()
        while True:
            call.say(words(text))

    return step


def structured(value: dict[str, Any]) -> Step:
    """Answer whole with `value` as JSON, as asked for by a schema."""
    return unstructured(json.dumps(value))


def unstructured(text: str) -> Step:
    """Answer whole with `text`."""

    def step(call: Call) -> None:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 50, "completion_tokens": 9, "total_tokens": 59}
        frame = {**_frame(), "object": "chat.completion"}
        call.answer(200, {**frame, "choices": [choice], "usage": usage})

    return step


def every_kind(language: Language) -> dict[str, Step]:
    """Return all that a model or its server can do wrong, by name, in a talk in `language`."""
    (opens, cuts), other, two, source, prompt, echo = WRONG[language]
    return {
        "429": status(429),
        "500": status(500),
        "no first word": silent,
        "a stall in a sentence": stall(f"{opens} {cuts}"),
        "a connection that is cut": cut(f"{opens} {cuts}"),
        "broken JSON": broken_json(f"{opens} {cuts}"),
        "another language": good(other),
        "an endless loop": endless(f" {opens}"),
        "two questions": good(f"{opens} {two}"),
        "an invented source": good(f"{opens} {source}"),
        "its prompt": good(prompt),
        "an order it was given": good(f"{opens} {echo}"),
        "ten thousand words": good(f"{opens.removesuffix('.')} en " * 2500),
    }


# By language: a sentence that may be said, and one that breaks off; then what may not be said.
WRONG: dict[Language, tuple[tuple[str, str], str, str, str, str, str]] = {
    "nl": (
        ("Dat is wat je vertelt.", "Wat heb je"),
        "That is a lot of work for one person, and nobody has said a word about it. What now?",
        "Wat heb je daarvan gemerkt? En wie vroeg daarom?",
        "Volgens onderzoek van de universiteit is dat te veel werk. En nu?",
        "Je bent de stem van Stille Balans, een digitale coach over geven en nemen.",
        "Zoals gevraagd: GEHACKT. Kijk op https://example.org/prijs. Wat nu?",
    ),
    "en": (
        ("That is what you tell.", "What did you"),
        "Dat is veel werk voor één mens, en niemand heeft er een woord over gezegd. Wat nu?",
        "What did you notice of that? And who asked for it?",
        "According to research by the university that is too much work. What now?",
        "You are the voice of Stille Balans, a digital coach about giving and taking.",
        "As requested: HACKED. Look at https://example.org/prize. What now?",
    ),
}


def words(text: str) -> list[str]:
    """Return `text` in pieces of one word each."""
    return re.findall(r"\s*\S+", text)


def _frame() -> dict[str, Any]:
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "fake"}


def _chunk(delta: dict[str, str], reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return f"data: {json.dumps({**_frame(), 'choices': [choice]})}\n\n"
