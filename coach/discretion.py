"""What this process keeps to itself: files of its own, no reports to makers, no words in logs."""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

LOG = logging.getLogger(__name__)

# What our dependencies would send to their makers or to a tracing service, each by the switch it
# reads. Set, not offered: a variable in somebody's shell mustn't send a talk away.
NO_REPORTS = {
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "DO_NOT_TRACK": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
}
# LangChain traces whatever runs when any of these asks for it, not chat models alone; there are
# more of them with each version, so all go.
TRACING = ("LANGSMITH_", "LANGCHAIN_")
OWNER_ONLY = 0o077


def be_discreet() -> None:
    """Make every file of this process its owner's alone, and send no reports about it.

    What nobody catches is told by its kind and place, as in logs.
    """
    os.umask(OWNER_ONLY)
    trace_nothing()
    os.environ.update(NO_REPORTS)
    fail_without_words()


def trace_nothing() -> None:
    """Take away every variable by which LangChain would send what runs to a tracing service."""
    for name in [name for name in os.environ if name.startswith(TRACING)]:
        del os.environ[name]
    os.environ.update({name: told for name, told in NO_REPORTS.items() if name.startswith(TRACING)})


def fail_without_words() -> None:
    """Have an exception that nobody catches told by its kind and place, never by what it says.

    It goes where logs go. In a thread, and where nothing can be raised, it is told likewise.
    """
    sys.excepthook = _tell_uncaught
    sys.unraisablehook = _tell_unraisable
    threading.excepthook = _tell_in_thread


def log_without_words() -> None:
    """Have every log of this process tell what failed and where, never what an error says.

    An error may quote what it failed on, which can be somebody's turn.
    """
    before = logging.getLogRecordFactory()
    if before is not _wordless:
        logging.setLogRecordFactory(_wordless)


def _tell_uncaught(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    LOG.critical("Nobody caught this:\n%s", _where(error))


def _tell_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        name = failed.thread.name if failed.thread is not None else "?"
        LOG.critical("Nobody caught this in the thread %s:\n%s", name, _where(failed.exc_value))


def _tell_unraisable(failed: UnraisableHookArgs) -> None:
    if failed.exc_value is not None:
        LOG.error("This couldn't be raised:\n%s", _where(failed.exc_value))


def _wordless(*args: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **more)
    if record.name == "asyncio":  # after its first line come futures, with what went wrong in them
        record.msg, record.args = record.getMessage().partition("\n")[0], None
    if record.exc_info and record.exc_info[1] is not None:
        record.msg = f"{record.getMessage()}\n{_where(record.exc_info[1])}"
        record.args, record.exc_info = None, None
    return record


def _where(error: BaseException) -> str:
    """Return the kind of an error, and of what caused it, with the lines it passed."""
    told = []
    cause: BaseException | None = error
    while cause is not None:
        frames = traceback.extract_tb(cause.__traceback__)
        told.append(type(cause).__name__)
        told += [f"  {each.filename}:{each.lineno} {each.name}" for each in frames]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(told)
