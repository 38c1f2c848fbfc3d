"""One JSON line an event on standard error: never a local variable, never a person's data.

Messages of errors quote what they choke on (a database names the row, ``int`` the text), so of an
error a line has its kinds, the places in the code, and its message only if that is plain words.
"""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from types import TracebackType
from typing import Any

import structlog
from sqlalchemy.exc import StatementError

_PLAIN = re.compile(r"(?:[A-Za-z_.:;,'\"()/-]{1,40}|[0-9]{1,5}[:.,;]?)(?: (?!$)|$)")
_MESSAGE_MOST = 120
_STATEMENT_MOST = 300
_CHAIN_MOST = 5


def init_logs() -> None:
    """Configure structlog for the process; calling it again changes nothing."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _tell_error,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_Lines,
        cache_logger_on_first_use=True,
    )


def described(error: BaseException) -> str:
    """The kind of an error, and its message if that is plain words: ``RuntimeError: no answer``."""
    kind = type(error).__name__
    if isinstance(error, StatementError):
        state = getattr(error.orig, "sqlstate", None)
        return " ".join(filter(None, (kind, type(error.orig).__name__, state)))
    if isinstance(error, OSError) and error.strerror:
        return f"{kind}: {error.strerror}"
    said = str(error)
    is_plain = said and len(said) <= _MESSAGE_MOST and not _PLAIN.sub("", said)
    return f"{kind}: {said}" if is_plain else kind


def _tell_error(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Put an error's kinds and places where structlog would put all that it says."""
    given = event.pop("exc_info", None)
    error = sys.exception() if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(line for one in _chain(error) for line in _places(one))
    return event


def _chain(error: BaseException) -> Iterator[BaseException]:
    """What was raised first, and then what was raised because of it."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and len(found) < _CHAIN_MOST:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    yield from reversed(found)


def _places(error: BaseException) -> Iterator[str]:
    where: TracebackType | None = error.__traceback__
    for frame in traceback.extract_tb(where):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        yield f"    {frame.line}"
    if isinstance(error, StatementError) and error.statement:
        yield f"  {' '.join(error.statement.split())[:_STATEMENT_MOST]}"
    yield described(error)


class _Lines(structlog.PrintLogger):
    """Lines on standard error; one that a full disk does not take is lost, not the request."""

    def __init__(self, *_names: object) -> None:
        super().__init__(sys.stderr)

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg
