"""People who walk through the page at once, each with time to think."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from tests.fakes.page_client import PageFailed, open_page
from tests.load.measuring import Measured, Processes

Opens = Callable[[str, str, str], AbstractAsyncContextManager[Any]]
MOST_OPENINGS = 5  # times somebody opens the page anew before they give up


@dataclass(frozen=True)
class Load:
    """How many people say which turns, with how many seconds between two on average."""

    people: int
    turns: Sequence[str]
    think: float
    seed: int = 1


async def put_on(
    load: Load, address: str, servers: Processes, number: int, opens: Opens = open_page
) -> Measured:
    """Have them all walk; return what they met.

    `number` is of the servers, `opens` is how somebody opens their page.
    """
    found = Measured(load.people, number, rested=servers.rested, before=servers.memory)
    began, processor, driver = time.perf_counter(), servers.seconds, _own_seconds()
    watching = asyncio.create_task(found.watch(servers))
    await asyncio.gather(*(_walk(each, load, address, found, opens) for each in range(load.people)))
    watching.cancel()
    found.seconds = time.perf_counter() - began
    found.processor = servers.seconds - processor
    found.driver = _own_seconds() - driver
    found.after = servers.memory
    return found


async def _walk(
    number: int, load: Load, address: str, found: Measured, opens: Opens
) -> None:
    chance = random.Random(1000 * load.seed + number)
    # They come one after another, not all in the same moment.
    await asyncio.sleep(number / load.people * load.think)
    left, query = list(load.turns), ""
    for _ in range(MOST_OPENINGS):
        try:
            cookie = await _first_answer(address)
            began = time.perf_counter()
            async with opens(address, query, cookie) as page:
                found.opened.append(time.perf_counter() - began)
                while left:
                    await asyncio.sleep(load.think * chance.uniform(0.5, 1.5))
                    if left[0] not in page.said:
                        found.timed.append(await page.say(left[0]))
                    query = page.query
                    del left[0]
            return
        except (PageFailed, OSError, httpx.HTTPError, WebSocketException) as error:
            found.failures[f"{type(error).__name__}: {error}"] += 1
    found.failures["gave up"] += 1


async def _first_answer(address: str) -> str:
    """Ask for the page as a browser does first; return the proxy's cookie, if there is one."""
    async with httpx.AsyncClient(timeout=60) as client:
        answer = await client.get(address)
        answer.raise_for_status()
        given: str = answer.headers.get("set-cookie", "")
        return given.partition(";")[0]


def _own_seconds() -> float:
    used = os.times()
    return used.user + used.system
