"""The server behind the page, however it is started: loopback only, and no other site's business.

`coach serve` runs it; app.py gives the same application to `streamlit run`.
"""

from __future__ import annotations

import errno
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coach.discretion import be_discreet, log_without_words
from coach.errors import CoachError, InputError, SettingsError
from coach.web.guard import is_loopback
from coach.web.policy import security_headers
from coach.web.theme import RULES, options

if TYPE_CHECKING:
    from starlette.middleware import Middleware
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit.starlette import App

PAGE = Path(__file__).with_name("main.py")
REFUSAL = (
    "Stille Balans has no sign-in yet, so it listens on this computer only (127.0.0.1), "
    "not on {address}. Nothing was started. Leave the address out, or give 127.0.0.1."
)

ENDED = (
    "Stille Balans has no sign-in yet, and this server listened on {address}, where others can "
    "reach it. It showed nothing and ends now. Start it with coach serve, or streamlit run app.py."
)
READING = 1.0  # seconds in which the sentence on the page still arrives


class OwnPageOnly:
    """Answers only what came in over loopback, was asked of a loopback name, and by our own page.

    The second keeps out a foreign site whose name was made to point here (DNS rebinding), the
    third every other page in the same browser. Streamlit itself lets pages of any other port of
    this computer talk along, and asks a server elsewhere for our address before it refuses a
    foreign one.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 403; every answer carries the policy."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not _is_ours(scope):
            await _refuse(scope, receive, _with_policy(send))
        else:
            await self._app(scope, receive, _with_policy(send))


def end_server(address: str | None) -> None:
    """End a server that was started on this page without our guards, and say why."""
    sys.stderr.write(ENDED.format(address=address or "every address") + "\n")
    threading.Timer(READING, os.kill, (os.getpid(), signal.SIGTERM)).start()


def guards() -> list[Middleware]:
    """Return the middleware of every server; end the program when its address isn't loopback.

    `streamlit run` has chosen its address by now, but answers nobody before this returns. Our
    rules hold whatever the shell or a configuration elsewhere says.
    """
    from starlette.middleware import Middleware
    from streamlit import config

    be_discreet()
    log_without_words()
    address = config.get_option("server.address")
    if not is_loopback(address):
        raise SystemExit(REFUSAL.format(address=address or "every address"))
    for name, value in RULES.items():
        config.set_option(name, value)
    return [watching(), Middleware(OwnPageOnly)]


def watching() -> Middleware:
    """Return the middleware that comes first; ends the program when a setting can't be used."""
    from starlette.middleware import Middleware

    from coach.settings import load_settings
    from coach.web.watching import Watching

    try:
        token = load_settings().metrics_token.get_secret_value()
    except SettingsError as error:
        raise SystemExit(str(error)) from error
    return Middleware(Watching, token=token)


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Begin loading when the server starts, not at the first visit; see to logs and stopping."""
    from coach.settings import load_settings
    from coach.web.figures import replies_running
    from coach.web.json_logs import log_as_json
    from coach.web.stopping import stop_gently

    settings = load_settings()
    if settings.logs == "json":
        log_as_json()
    stop_gently(replies_running, settings.stop_seconds)
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    yield


def serve(host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until stopped; call `ready` with its address once it really answers.

    Raises `InputError` when `host` isn't loopback or `port` can't be had.
    """
    if not is_loopback(host):
        raise InputError(REFUSAL.format(address=host))
    _require_free(host, port)
    log_without_words()
    from starlette.middleware import Middleware
    from streamlit.starlette import App

    chosen: dict[str, object] = {
        **options(),
        "server.address": host,
        "server.port": port,
        "logger.hideWelcomeMessage": True,
    }
    app = App(PAGE, middleware=[watching(), Middleware(OwnPageOnly)], lifespan=lifespan)
    threading.Thread(target=_announce, args=(host, port, ready), daemon=True).start()
    app.run(config=chosen)


def _warm_up() -> None:
    """Load what the first page needs while the browser is busy, then the engine behind it."""
    import coach.web.main  # noqa: F401
    from coach.dialogue.turn import open_talk
    from coach.settings import load_settings
    from coach.web.resources import resources
    from coach.web.settling import settle

    with suppress(CoachError):  # the page meets the same error, and tells it
        open_talk(None, load_settings().language, "leader")
        settle(resources().engine)


def _is_ours(scope: Scope) -> bool:
    server = scope.get("server") or ("", 0)
    headers = dict(scope["headers"])
    name = headers.get(b"host", b"").decode("latin-1")
    without_port = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    if not (is_loopback(server[0]) and is_loopback(without_port)):
        return False
    origin = headers.get(b"origin")
    return origin is None or origin.decode("latin-1").partition("://")[2] == name


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    from starlette.responses import PlainTextResponse

    text = "This page answers the computer it runs on, and itself, only."
    await PlainTextResponse(text, status_code=403)(scope, receive, send)


def _with_policy(send: Send) -> Send:
    async def send_with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            from starlette.datastructures import MutableHeaders

            MutableHeaders(scope=message).update(security_headers())
        await send(message)

    return send_with_policy


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _require_free(host: str, port: int) -> None:
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise InputError(
                f"Port {port} is in use or may not be used. Perhaps Stille Balans is already "
                f"running: look at http://{host}:{port}. Nothing was started. "
                f"Choose another port: coach serve --port {port + 1}"
            ) from error


def _announce(host: str, port: int, ready: Callable[[str], None]) -> None:
    while not _answers(host, port):
        time.sleep(0.02)
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{port}")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
