"""One JSON line an event on standard error: never a local variable, never a person's data."""

from __future__ import annotations

import sys
from contextlib import suppress

import structlog


def init_logs() -> None:
    """Configure structlog for the process; calling it again changes nothing."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )


class _Lines(structlog.PrintLogger):
    """Lines on standard error; one that a full disk does not take is lost, not the request."""

    def __init__(self, *_names: object) -> None:
        super().__init__(sys.stderr)

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg
