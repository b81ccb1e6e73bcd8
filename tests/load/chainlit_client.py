"""A person at a page of Chainlit without a browser: its events over Socket.IO, on one websocket."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.page_client import PATIENCE, PageFailed, Timed

PING, PONG = "2", "3"  # Engine.IO 4
CONNECT, EVENT = "40", "42"  # Socket.IO 5, in a message of that


@dataclass
class ChainlitPage:
    """One open page, as `tests.fakes.page_client.Page` is one of ours."""

    socket: Any
    said: list[str] = field(default_factory=list)
    query: str = ""
    _came: asyncio.Queue[tuple[str, Any, float]] = field(default_factory=asyncio.Queue)

    async def say(self, text: str) -> Timed:
        """Send `text` and wait until it is answered."""
        while not self._came.empty():
            self._came.get_nowait()
        began, first = time.perf_counter(), 0.0
        message = {
            "id": str(uuid.uuid4()), "threadId": "", "name": "user", "type": "user_message",
            "output": text, "createdAt": datetime.now(UTC).isoformat(),
        }  # fmt: skip
        await self.emit("client_message", {"message": message, "fileReferences": []})
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    name, told, now = await self._came.get()
                    if name == "new_message" and told.get("type") == "assistant_message":
                        first = now
                    elif name == "task_end" and first:
                        self.said.append(text)
                        return Timed(first - began, first - began, now - began)
        except TimeoutError:
            raise PageFailed("the page took too long") from None

    async def emit(self, *event: object) -> None:
        await self.socket.send(EVENT + json.dumps(event))

    async def listen(self) -> None:
        """Take in what the server sends, until the connection ends."""
        async for data in self.socket:
            if data == PING:
                await self.socket.send(PONG)
            elif str(data).startswith(EVENT):
                name, *told = json.loads(data[len(EVENT) :])
                await self._came.put((name, told[0] if told else {}, time.perf_counter()))


@asynccontextmanager
async def open_chainlit(
    address: str, _query: str = "", _cookies: str = ""
) -> AsyncIterator[ChainlitPage]:
    """Open the page at `address`, such as http://127.0.0.1:8000."""
    from websockets.asyncio.client import connect
    from websockets.typing import Origin

    place = urlsplit(address).netloc
    where = f"ws://{place}/ws/socket.io/?EIO=4&transport=websocket"
    async with connect(where, origin=Origin(address)) as socket:
        await socket.recv()
        who = {
            "clientType": "webapp", "sessionId": str(uuid.uuid4()), "threadId": "",
            "userEnv": "{}", "chatProfile": "",
        }  # fmt: skip
        await socket.send(CONNECT + json.dumps(who))
        if not str(await socket.recv()).startswith(CONNECT):
            raise PageFailed("the page lets nobody in")
        page = ChainlitPage(socket)
        listening = asyncio.create_task(page.listen())
        await page.emit("connection_successful")
        try:
            yield page
        finally:
            listening.cancel()
