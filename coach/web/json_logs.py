"""Logs as JSON Lines, one object a record: time, level, logger, message, and figures if any."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

OURS = "coach"
ADDRESSES = "uvicorn.access"  # says who asked for what; uvicorn leaves it out when nobody listens
SERVERS = ("uvicorn", "uvicorn.asgi", "uvicorn.error", "websockets")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON. What an error says was left out before it came here."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        figures = getattr(record, "figures", None)
        if isinstance(figures, dict):
            line |= figures
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Send everything that is logged from here on to standard error as JSON Lines."""
    from streamlit import logger as streamlit_logger

    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.handlers = [handler]
    logging.getLogger(OURS).setLevel(logging.INFO)

    def pass_on(logger: logging.Logger) -> None:
        logger.handlers, logger.propagate = [], True

    # Streamlit gives each of its loggers a handler of its own, those too that come later.
    streamlit_logger.setup_formatter = pass_on
    for name in {*SERVERS, *streamlit_logger._loggers} - {ADDRESSES}:
        pass_on(logging.getLogger(name))
    for name in SERVERS:  # what they say of a connection names its address
        logging.getLogger(name).setLevel(logging.WARNING)
