"""The server behind the page, however it is started: who may reach it, and which pages talk along.

Where nobody signs in it listens on loopback only; where people do, it also answers the one
address they open.

`coach serve` runs it; app.py gives the same application to `streamlit run`.
"""

from __future__ import annotations

import asyncio
import errno
import http.client
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from coach.discretion import be_discreet, log_without_words
from coach.errors import PASSING, CoachError, InputError, SettingsError
from coach.settings import LOGIN_NEEDS, Settings, is_loopback, load_settings
from coach.web.invited import Invitations
from coach.web.policy import security_headers
from coach.web.settling import share_memory
from coach.web.signing_in import sign_in_secrets
from coach.web.theme import OVERRULED, RULES, options

if TYPE_CHECKING:
    from starlette.middleware import Middleware
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit.starlette import App

LOG = logging.getLogger(__name__)
PAGE = Path(__file__).with_name("main.py")
REFUSAL = (
    "Nobody has to sign in here, so Stille Balans listens on this computer only (127.0.0.1), "
    "not on {address}. Nothing was started. Leave the address out, or have people sign in: set "
    f"{', '.join(f'COACH_{name.upper()}' for name in LOGIN_NEEDS)}, as the README tells."
)

ENDED = (
    "This server listened on {address}, where others can reach it, without having them sign in. "
    "It showed nothing and ends now. Start it with coach serve, or streamlit run app.py."
)
AWAY = "This server ends now. It starts again by itself under systemd or compose; else start it."
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where to ask what listens on every address
READING = 1.0  # seconds in which the sentence on the page still arrives


class OwnPageOnly:
    """Answers only what came in over loopback, was asked of a loopback name, and by our own page.

    With an `address` of its own, what was asked of that name is answered too. The second keeps
    out a foreign site whose name was made to point here (DNS rebinding), the third every other
    page in the same browser. Streamlit itself lets pages of any other port of this computer talk
    along, and asks a server elsewhere for our address before it refuses a foreign one.
    """

    def __init__(self, app: ASGIApp, address: str = "") -> None:
        self._app = app
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it with 403; every answer carries the policy."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        send = _with_policy(send, secure=self._address.startswith("https://"))
        if not _is_ours(scope, self._address):
            await _refuse(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def end_server(address: str | None) -> None:
    """End a server that was started on this page without our guards, and say why."""
    sys.stderr.write(ENDED.format(address=address or "every address") + "\n")
    threading.Timer(READING, os.kill, (os.getpid(), signal.SIGTERM)).start()


def guards() -> list[Middleware]:
    """Return the middleware of every server.

    Ends the program when its address isn't loopback and nobody has to sign in. `streamlit run`
    has chosen its address by now, but answers nobody before this returns. Our rules hold whatever
    the shell or a configuration elsewhere says.
    """
    from streamlit import config

    be_discreet()
    log_without_words()
    share_memory()
    settings = _settings_or_end()
    address = config.get_option("server.address")
    if not is_loopback(address) and not settings.has_login:
        raise SystemExit(REFUSAL.format(address=address or "every address"))
    for name, value in {**RULES, **OVERRULED}.items():
        config.set_option(name, value)
    return guarding(settings)


def guarding(settings: Settings) -> list[Middleware]:
    """Return the middleware of a server with these settings, the first to be asked first."""
    from starlette.middleware import Middleware

    from coach.web.watching import Watching

    return [
        Middleware(Watching, token=settings.metrics_token.get_secret_value()),
        Middleware(OwnPageOnly, address=settings.opened_at),
        Middleware(Invitations),
    ]


def login() -> dict[str, Any] | None:
    """Return the secrets of every server: what `st.login` needs; None where nobody signs in."""
    try:
        return sign_in_secrets(_settings_or_end())
    except SettingsError as error:
        raise SystemExit(str(error)) from error


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Begin loading when the server starts, not at the first visit; see to logs and stopping."""
    from coach.web.figures import replies_running
    from coach.web.json_logs import log_as_json
    from coach.web.stopping import stop_gently
    from coach.web.watchdog import tell_alive

    settings = load_settings()
    if settings.logs == "json":
        log_as_json()
    stop_gently(replies_running, settings.stop_seconds)
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    alive = asyncio.create_task(tell_alive())
    yield
    alive.cancel()


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until stopped; call `ready` with its address once it really answers.

    Raises `InputError` when `port` can't be had, or `host` isn't loopback and nobody has to sign
    in; `SettingsError` when what signing in needs isn't there.
    """
    if not is_loopback(host) and not settings.has_login:
        raise InputError(REFUSAL.format(address=host))
    secrets = sign_in_secrets(settings)
    _require_free(host, port)
    log_without_words()
    share_memory()
    from streamlit.starlette import App

    app = App(PAGE, middleware=guarding(settings), lifespan=lifespan, secrets=secrets)
    announcing = (host, port, settings.opened_at, ready)
    threading.Thread(target=_announce, args=announcing, daemon=True).start()
    app.run(config=chosen_options(host, port))


def chosen_options(host: str, port: int) -> dict[str, object]:
    """Return the options of Streamlit that `serve` runs with, whatever the shell says."""
    return {
        **options(),
        **OVERRULED,
        "server.address": host,
        "server.port": port,
        "logger.hideWelcomeMessage": True,
    }


def _warm_up(end: Callable[[int], object] = os._exit) -> None:
    """Load what the first page needs while the browser is busy, then the engine behind it.

    A server that can't reach its database as it starts ends: what loads now would miss it for as
    long as the server runs, and systemd or compose starts it again until the database is there.
    """
    import coach.web.main  # noqa: F401
    from coach.dialogue.putting import open_talk
    from coach.web.resources import resources
    from coach.web.settling import settle

    settings = load_settings()
    try:
        open_talk(None, settings.language, "leader")
        shared = resources()
        if isinstance(shared.trouble, PASSING):
            raise shared.trouble
        settle(shared.engine)
    except PASSING as error:
        if settings.database_url.get_secret_value():
            LOG.critical("%s %s", error, AWAY)
            end(1)
    except CoachError:
        pass  # the page meets the same error, and tells it


def _settings_or_end() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise SystemExit(str(error)) from error


def _is_ours(scope: Scope, address: str) -> bool:
    server = scope.get("server") or ("", 0)
    headers = dict(scope["headers"])
    name = headers.get(b"host", b"").decode("latin-1")
    origin = headers.get(b"origin", b"").decode("latin-1")
    if address and name.casefold() == urlsplit(address).netloc.casefold():
        return b"origin" not in headers or origin.casefold() == address.casefold()
    without_port = name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name
    if not (is_loopback(server[0]) and is_loopback(without_port)):
        return False
    return b"origin" not in headers or origin.partition("://")[2] == name


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    from starlette.responses import PlainTextResponse

    text = "This page answers the computer it runs on, and itself, only."
    await PlainTextResponse(text, status_code=403)(scope, receive, send)


def _with_policy(send: Send, *, secure: bool) -> Send:
    """Have every answer carry the policy, and its cookies go over TLS alone when `secure`."""

    async def send_with_policy(message: Message) -> None:
        if message["type"] == "http.response.start":
            from starlette.datastructures import MutableHeaders

            MutableHeaders(scope=message).update(security_headers())
            if secure:
                message["headers"] = [
                    (name, value + b"; Secure" if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
        await send(message)

    return send_with_policy


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _require_free(host: str, port: int) -> None:
    if not 0 < port < 65_536:
        raise InputError(
            f"There is no port {port}. Nothing was started. Choose one from 1 to 65535, "
            "for example: coach serve --port 8501"
        )
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise InputError(
                    f"This computer can't listen on {host} ({error.strerror}). Nothing was "
                    "started. Give an address of its own, such as 0.0.0.0 for all it has."
                ) from error
            raise InputError(
                f"Port {port} is in use or may not be used. Perhaps Stille Balans is already "
                f"running: look at http://{host}:{port}. Nothing was started. "
                f"Choose another port: coach serve --port {port + 1}"
            ) from error


def _announce(host: str, port: int, address: str, ready: Callable[[str], None]) -> None:
    shown = f"[{host}]" if ":" in host else host
    here = address or f"http://{shown}:{port}"
    while not _answers(host, port, here):
        time.sleep(0.02)
    ready(here)


def _answers(host: str, port: int, address: str) -> bool:
    asked = EVERYWHERE.get(host, host)
    connection = http.client.HTTPConnection(asked, port, timeout=1)
    try:
        connection.request("GET", "/_stcore/health", headers={"Host": urlsplit(address).netloc})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
