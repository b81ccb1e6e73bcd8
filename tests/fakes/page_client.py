"""A person at the page without a browser: Streamlit's own protocol over its websocket.

It sends what a browser would send (`BackMsg`) and reads what a browser would draw (`ForwardMsg`),
down to asking again for the parts that a page has drawn anew by itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 120.0  # seconds for one run of the page
ID = "$$ID-"  # what the id of every widget and every container with a key begins with


class PageFailed(Exception):
    """The page didn't do what it does for a person: it broke off, showed an error, or was late."""


@dataclass
class Timed:
    """Seconds from sending until the first words, the whole reply, and the page at rest."""

    first: float
    whole: float
    settled: float


@dataclass
class Page:
    """One open page. `widgets` maps keys to ids, `spoken` is the reply as readers hear it."""

    socket: Any
    query: str = ""
    widgets: dict[str, str] = field(default_factory=dict)
    spoken: str = ""
    answer: str = ""  # as it stands on the page so far, in Markdown
    awaiting: str = ""  # what stands in its place until it comes
    box: str = ""  # what the page put in the box one writes in
    said: list[str] = field(default_factory=list)  # the person's turns as they stand there
    alerts: list[str] = field(default_factory=list)
    received: int = 0  # bytes
    _blocks: dict[tuple[int, ...], str] = field(default_factory=dict)
    _hashes: dict[str, ForwardMsg] = field(default_factory=dict)
    _page: str = ""
    _answered: list[float] = field(default_factory=list)  # when words of an answer came
    _idle: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _repeats: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _broken: str = ""

    async def load(self) -> None:
        """Have the page drawn, as when it is opened."""
        await self._run()

    async def press(self, key: str) -> None:
        """Press the button with this key."""
        await self._run(key, trigger_value=True)

    async def say(self, text: str, key: str = "message") -> Timed:
        """Send `text` from the box with this key and wait until it is answered."""
        began, before = time.perf_counter(), self.spoken
        self._answered.clear()
        await self._run(key, chat_input_value=text)
        ended = time.perf_counter()
        if self.spoken == before and not self._answered:
            raise PageFailed("nothing was answered")
        answered = self._answered or [ended]  # a referral stands there whole, all at once
        return Timed(answered[0] - began, answered[-1] - began, ended - began)

    async def begin(self, text: str, key: str = "message") -> None:
        """Send `text` and don't wait."""
        self._answered.clear()
        self.box = ""
        await self._send(key, chat_input_value=text)

    async def first_words(self) -> None:
        """Wait until the answer to what was begun shows its first words."""
        await self._until(lambda: bool(self._answered))

    async def waits(self, told: str) -> None:
        """Wait until `told` stands where the answer will come."""
        await self._until(lambda: told in self.awaiting)

    async def settled(self) -> None:
        """Wait until the page is at rest."""
        await self._until(lambda: self._idle)

    async def _run(self, key: str = "", **value: Any) -> None:
        await self._send(key, **value)
        await self.settled()
        if self.alerts:
            raise PageFailed("the page shows an error")

    async def _send(self, key: str = "", fragment: str = "", **value: Any) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self.query, self._page
        state.context_info.timezone = "Europe/Amsterdam"
        state.context_info.locale = "nl-NL"
        state.cached_message_hashes.extend(self._hashes)
        if fragment:
            state.fragment_id, state.is_auto_rerun = fragment, True
        else:
            self._idle = False
            self.alerts.clear()
        if key:
            if key not in self.widgets:
                raise PageFailed(f"there is no {key} on the page")
            widget = state.widget_states.widgets.add(id=self.widgets[key])
            if "chat_input_value" in value:
                widget.chat_input_value.data = value["chat_input_value"]
            else:
                widget.trigger_value = True
        from websockets.exceptions import ConnectionClosed

        try:
            await self.socket.send(message.SerializeToString())
        except ConnectionClosed:  # the server went away just before this was sent
            raise PageFailed("the connection broke") from None

    async def _until(self, met: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not met():
                    if self._broken:
                        raise PageFailed(self._broken)
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise PageFailed("the page took too long") from None

    async def listen(self) -> None:
        """Take in what the server sends, until the connection ends."""
        from websockets.exceptions import ConnectionClosed

        try:
            async for data in self.socket:
                self.received += len(data)
                self._take(ForwardMsg.FromString(data), time.perf_counter())
                self._changed.set()
            self._broken = "the connection ended"
        except ConnectionClosed:
            self._broken = "the connection broke"
        except Exception as error:
            self._broken = f"what came can't be read ({type(error).__name__}: {error})"
            raise
        finally:
            self._changed.set()
            self._stop_repeating()

    def _take(self, message: ForwardMsg, now: float) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            known = self._hashes[message.ref_hash]
            metadata = message.metadata
            message = ForwardMsg()
            message.CopyFrom(known)
            message.metadata.CopyFrom(metadata)
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable and message.hash:
            self._hashes[message.hash] = message
        if kind == "new_session":
            if not message.metadata.run.fragment_ids:
                self._page = message.new_session.page_script_hash
                self.widgets.clear()
                self._blocks.clear()
                self.said.clear()
                self._idle = False
                self._stop_repeating()
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash or self._page
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "delta":
            self._draw(message, now)
        elif kind == "script_finished":
            done = message.script_finished
            if done == ForwardMsg.FINISHED_SUCCESSFULLY:
                self._idle = True
            elif done == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self._broken = "the page doesn't compile"

    def _draw(self, message: ForwardMsg, now: float) -> None:
        path = tuple(message.metadata.delta_path)
        delta = message.delta
        if delta.WhichOneof("type") == "add_block":
            self._blocks[path] = _key(delta.add_block.id)
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind is None:
            return
        told = getattr(element, kind)
        if identifier := getattr(told, "id", ""):
            self.widgets[_key(identifier)] = identifier
        if kind == "chat_input" and told.set_value:
            self.box = told.value
        if kind == "text":
            self.said.append(told.body)
        inside = {name for at, name in self._blocks.items() if path[: len(at)] == at}
        if kind == "alert":
            if "spoken" in inside:
                self.spoken = told.body
            elif "offline" not in inside:
                self.alerts.append(told.body)
        elif kind == "exception":
            self.alerts.append(told.type)
        elif kind == "markdown" and "answering" in inside:
            if ":shimmer[" in told.body:
                self.awaiting = told.body
            else:
                self._answered.append(now)
                self.answer = told.body

    def _repeat(self, fragment: str, interval: float) -> None:
        async def again() -> None:
            while True:
                await asyncio.sleep(interval)
                with suppress(Exception):
                    await self._send(fragment=fragment)

        if fragment not in self._repeats:
            self._repeats[fragment] = asyncio.create_task(again())

    def _stop_repeating(self) -> None:
        for task in self._repeats.values():
            task.cancel()
        self._repeats.clear()


@asynccontextmanager
async def open_page(
    address: str, query: str = "", cookies: str = "", **headers: str
) -> AsyncIterator[Page]:
    """Open the page at `address`, such as http://127.0.0.1:8501, and give it drawn."""
    from websockets.asyncio.client import connect
    from websockets.typing import Origin, Subprotocol

    parts = urlsplit(address)
    scheme = "wss" if parts.scheme == "https" else "ws"
    given = {**headers, **({"Cookie": cookies} if cookies else {})}
    async with connect(
        f"{scheme}://{parts.netloc}/_stcore/stream",
        origin=Origin(f"{parts.scheme}://{parts.netloc}"),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=given,
        max_size=None,
        open_timeout=PATIENCE,
    ) as socket:
        page = Page(socket, query)
        listening = asyncio.create_task(page.listen())
        try:
            await page.load()
            yield page
        finally:
            listening.cancel()
            page._stop_repeating()


def _key(identifier: str) -> str:
    """Return the key in an id: `$$ID-<hash>-<key>`."""
    if not identifier.startswith(ID):
        return identifier
    return identifier.removeprefix(ID).partition("-")[2]
