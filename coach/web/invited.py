"""The one way in without signing in: a link that is exchanged for a session, which opens one thing.

The link's token stands in the address for one request. Its answer sets a cookie that no script can
read and sends the browser on, so that the token is in no address bar, no history and, with the
proxy configuration that ships, in no log. Programs that look at links before a person does don't
say that they show a page; they use nothing up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

from coach.errors import CoachError
from coach.settings import Settings, load_settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from coach.records.follow_up_rows import Agreement
    from coach.records.follow_ups import FollowUps

EXCHANGE = "/invitation"  # ?token=…
PAGE = "follow"
COOKIE = "stille-balans-follow-up"


def link_to(settings: Settings, token: str) -> str:
    """Return the link that a person gets."""
    return f"{settings.invites_at}{EXCHANGE}?token={quote(token)}"


def is_follow_up(
    settings: Settings, kept: FollowUps, cookies: Mapping[str, str]
) -> Agreement | None:
    """Return the agreement that whoever brings `cookies` was invited to look back on, else None.

    This is the sole exception to signing in: with an agreement, its page may be shown and nothing
    else. Where there are no links (`Settings.invites_at`), there is no exception.
    """
    session = cookies.get(COOKIE, "")
    return kept.of_session(session) if settings.invites_at and session else None


class Invitations:
    """Exchanges a link's token for a session, where there are links (`Settings.invites_at`)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a link; pass everything else on.

        A wrong, used, expired and revoked token get the same answer.
        """
        here = scope["type"] == "http" and _path(scope) == EXCHANGE
        settings = load_settings() if here else None
        if settings is None or not settings.invites_at:
            await self._app(scope, receive, send)
            return
        from starlette.responses import RedirectResponse

        answer = RedirectResponse(PAGE, status_code=303, headers={"Cache-Control": "no-store"})
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if token and _shows_a_page(scope):
            came = await asyncio.to_thread(_exchanged, token)
            if came is not None:
                session, until = came
                answer.set_cookie(
                    COOKIE,
                    session,
                    max_age=max(0, int((until - datetime.now(UTC)).total_seconds())),
                    secure=settings.invites_at.startswith("https:"),
                    httponly=True,
                    samesite="lax",
                )
        await answer(scope, receive, send)


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(str(scope.get("root_path", "")))


def _shows_a_page(scope: Scope) -> bool:
    """Tell whether a browser asks, to show the answer to a person (Fetch Metadata, W3C)."""
    headers = dict(scope["headers"])
    asked = headers.get(b"sec-fetch-dest") == b"document"
    ahead = b"prefetch" in headers.get(b"sec-purpose", b"") + headers.get(b"purpose", b"")
    return scope["method"] == "GET" and asked and not ahead


def _exchanged(token: str) -> tuple[str, datetime] | None:
    try:
        return _kept().exchange(token)
    except CoachError:
        return None  # the page tells what is wrong with the file


@cache
def _kept() -> FollowUps:
    from coach.records.follow_ups import open_follow_ups

    return open_follow_ups(load_settings())
