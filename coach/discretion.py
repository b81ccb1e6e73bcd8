"""What this process keeps to itself: files of its own, no reports to makers, no words in logs."""

from __future__ import annotations

import logging
import os
import traceback
from typing import Any

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
OWNER_ONLY = 0o077


def be_discreet() -> None:
    """Make every file of this process its owner's alone, and send no reports about it."""
    os.umask(OWNER_ONLY)
    os.environ.update(NO_REPORTS)


def log_without_words() -> None:
    """Have every log of this process tell what failed and where, never what an error says.

    An error may quote what it failed on, which can be somebody's turn.
    """
    before = logging.getLogRecordFactory()
    if before is not _wordless:
        logging.setLogRecordFactory(_wordless)


def _wordless(*args: Any, **more: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **more)
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
