"""What a line of the log says of an error: kinds and places, nothing of anybody's data."""

from __future__ import annotations

import io
import json

import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from server.platform.logs import _tell_error, described

SECRET = "王小花13812345678"


def line_of(error: Exception) -> str:
    """What is written when an error is logged where it was caught."""
    written = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(written),
        processors=[_tell_error, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(0),
    )
    try:
        raise error
    except Exception:
        log.exception("failed")
    return str(json.loads(written.getvalue())["exception"])


def test_places_are_told_and_data_is_not() -> None:
    inner = ValueError(f"invalid literal: '{SECRET}'")
    try:
        raise KeyError(SECRET) from inner
    except KeyError as error:
        told = line_of(error)
    assert "in line_of" in told
    assert "in test_places_are_told_and_data_is_not" in told
    assert told.index("ValueError") < told.rindex("KeyError")
    assert SECRET not in told
    assert "1381234" not in told


def test_a_database_s_refusal_names_the_statement_only() -> None:
    engine = create_engine("sqlite://", hide_parameters=True)
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("INSERT INTO nothing VALUES (:words)"), {"words": SECRET})
    told = line_of(caught.value)
    assert "INSERT INTO nothing VALUES (?)" in told
    assert SECRET not in told
    assert described(caught.value) == "OperationalError OperationalError"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("nobody answers"), "RuntimeError: nobody answers"),
        (RuntimeError("isv.BUSINESS_LIMIT_CONTROL"), "RuntimeError: isv.BUSINESS_LIMIT_CONTROL"),
        (RuntimeError("HTTP 502 without JSON"), "RuntimeError: HTTP 502 without JSON"),
        (RuntimeError("no answer for 13812345678"), "RuntimeError"),
        (RuntimeError(f"words: {SECRET}"), "RuntimeError"),
        (KeyError("Zm9v5YmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A"), "KeyError"),
        (FileNotFoundError(2, "No such file", SECRET), "FileNotFoundError: No such file"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_of_a_message_only_plain_words(error: Exception, told: str) -> None:
    assert described(error) == told
