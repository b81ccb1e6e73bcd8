"""Keeping up with documents of one's own that somebody changed at another server."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.web.engine import Engine

logger = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
LONGEST_SECONDS = 300.0  # between two builds that leave it behind
_NEVER = Event()


def keep_up(engine: Engine, waited: Callable[[float], bool] = _NEVER.wait) -> None:
    """Build this server's index anew whenever what is kept changed; look until `waited` says so.

    Searching goes on with the index before it. After a build that failed it waits longer each
    time.
    """
    pause = LOOK_SECONDS
    while not waited(pause):
        try:
            if not engine.is_behind:
                pause = LOOK_SECONDS
            elif engine.indexing is None:
                engine.make_searchable()
                pause = min(2 * pause, LONGEST_SECONDS)
        except CoachError as error:
            logger.warning("Documents can't be looked for: %s", type(error).__name__)
