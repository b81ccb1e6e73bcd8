"""What whoever runs the server may ask it: whether it lives, whether to send people, its figures.

    /healthz   200 as long as the process answers at all
    /readyz    200 when the coach has loaded and the database answers, and not while it stops
    /metrics   the figures, for this computer alone, or with COACH_METRICS_TOKEN

These are answered whatever name they were asked by: a balancer asks by number.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from typing import TYPE_CHECKING

from coach.errors import CoachError
from coach.settings import is_loopback
from coach.web.figures import figures
from coach.web.stopping import is_stopping

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-real-ip")
RETRY_SECONDS = 5
FRESH_SECONDS = 1.0  # how long an answer of the database counts
READY_SECONDS = 3.0  # to wait for one
TALKING = "/_stcore/stream"


class Watching:
    """Answers those three, and sends people elsewhere once the server is stopping."""

    def __init__(self, app: ASGIApp, token: str = "") -> None:
        """`token` opens the figures to whoever has it; "" keeps them on this computer."""
        self._app = app
        self._token = token
        self._asked = float("-inf")
        self._ready = "coach"  # what it waits for; who asks while this is found out hears it too

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on."""
        if scope["type"] == "http" and scope["path"] in ("/healthz", "/readyz", "/metrics"):
            await (await self._answer(scope))(scope, receive, send)
        elif scope["type"] != "lifespan" and is_stopping():
            await _send_elsewhere(scope, receive, send)
        elif scope["type"] == "websocket" and scope["path"].endswith(TALKING):
            with figures().pages.track_inprogress():
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response:
        from starlette.responses import PlainTextResponse, Response

        if scope["path"] == "/healthz":
            return PlainTextResponse("ok")
        if scope["path"] == "/metrics":
            if not _may_see(scope, self._token):
                return PlainTextResponse("Not found", status_code=404)
            from prometheus_client import CONTENT_TYPE_LATEST

            return Response(figures().text(), media_type=CONTENT_TYPE_LATEST)
        waits_for = "stopping" if is_stopping() else await self._waits_for()
        return Response(
            json.dumps({"ready": not waits_for, "waits_for": waits_for}),
            status_code=503 if waits_for else 200,
            media_type="application/json",
        )

    async def _waits_for(self) -> str:
        """Return what isn't there yet, "" when all is; asks the database once a second at most."""
        now = time.monotonic()
        if now - self._asked > FRESH_SECONDS:
            self._asked = now
            try:
                self._ready = await asyncio.wait_for(asyncio.to_thread(_missing), READY_SECONDS)
            except TimeoutError:
                self._ready = "database"
        return self._ready


def _missing() -> str:
    from coach.web.resources import resources

    try:
        shared = resources()
        if not shared.engine.ready:
            return "coach"
        if shared.store is None:
            return "database"
        shared.store.keeps_for()
    except CoachError:
        return "database"
    return ""


def _may_see(scope: Scope, token: str) -> bool:
    headers = dict(scope["headers"])
    given = headers.get(b"authorization", b"")
    if token:
        return hmac.compare_digest(given, b"Bearer " + token.encode())
    client = (scope.get("client") or ("", 0))[0]
    name = headers.get(b"host", b"").decode("latin-1")
    bare = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    through_a_proxy = any(each in headers for each in FORWARDED)
    return is_loopback(client) and is_loopback(bare) and not through_a_proxy


async def _send_elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 503, upon which a proxy asks another server."""
    headers = [(b"retry-after", str(RETRY_SECONDS).encode()), (b"content-length", b"0")]
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
    elif "websocket.http.response" in scope.get("extensions", {}):
        await send({"type": "websocket.http.response.start", "status": 503, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": b""})
    else:
        await send({"type": "websocket.close", "code": 1012})
