"""Making documents searchable behind the page, and telling how far it is."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.errors import CoachError

if TYPE_CHECKING:
    from coach.settings import Settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How many texts are embedded, of how many; both 0 before that is known."""

    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """How far it is, from 0 to 1."""
        return self.done / self.total if self.total else 0.0


class Indexing:
    """Runs `coach.web.build_index`, one at a time; what is asked meanwhile runs after it."""

    def __init__(self, settings: Settings, built: Callable[[], None]) -> None:
        """`built` is called, in a thread, each time a new index is there."""
        self._built = built
        self._environment = {
            **os.environ,
            "COACH_DATA_DIR": str(settings.data_dir),
            "COACH_DATABASE_URL": settings.database_url.get_secret_value(),
            "COACH_DATABASE_READ_URL": "",
            "COACH_INDEX_URL": settings.index_url.get_secret_value(),
            "COACH_EMBEDDINGS": settings.embeddings,
            "COACH_ENCRYPTION_KEY": settings.encryption_key.get_secret_value(),
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        }
        self._lock = threading.Lock()
        self._again = False
        self._progress: Progress | None = None

    @property
    def progress(self) -> Progress | None:
        """How far it is; None when nothing runs."""
        return self._progress

    def start(self) -> None:
        """Begin, or begin once more after the one that runs."""
        with self._lock:
            if self._progress is not None:
                self._again = True
                return
            self._progress = Progress()
        try:
            threading.Thread(target=self._run, name="indexing", daemon=True).start()
        except RuntimeError:  # no thread to be had
            logger.exception("Building the index couldn't begin.")
            self._goes_on()

    def _run(self) -> None:
        while True:
            self._build_once()
            if not self._goes_on():
                return

    def _build_once(self) -> None:
        """Build, and use what was built; whatever goes wrong, somebody may ask for it again."""
        try:
            if self._build():
                self._built()
        except CoachError as error:
            logger.warning("The new index can't be used: %s", type(error).__name__)
        except Exception:
            logger.exception("Building the index broke off. It is built when it is next asked for.")

    def _goes_on(self) -> bool:
        """Tell whether it was asked for once more meanwhile; from then on nothing runs if not."""
        with self._lock:
            again, self._again = self._again, False
            self._progress = Progress() if again else None
            return again

    def _build(self) -> bool:
        command = [sys.executable, "-m", "coach.web.build_index"]
        with subprocess.Popen(
            command,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            assert process.stdout is not None
            for told in process.stdout:
                self._progress = _progress_in(told) or self._progress
        if process.returncode != 0:
            logger.warning("Building the index ended with %d.", process.returncode)
        return process.returncode == 0


def _progress_in(line: str) -> Progress | None:
    """Return what a line of the building process tells; None for half a line, or another's."""
    try:
        found = json.loads(line)
        return Progress(int(found["done"]), int(found["total"]))
    except (ValueError, TypeError, KeyError):
        return None
