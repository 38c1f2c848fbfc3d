"""Commands of `flask` answer what cannot be done with a sentence, never with a traceback."""

from __future__ import annotations

import pytest
from flask import Flask

BEYOND = str(10**20)
DUE = "clock due --start {} --limit {} --type urgent_hour"


@pytest.mark.usefixtures("clock")
def test_numbers_that_nothing_holds_are_refused_in_words(app: Flask) -> None:
    for line in (
        "calendar seed -- -5",
        f"calendar seed {BEYOND}",
        f"outbox retry {BEYOND}",
        f"token revoke {BEYOND}",
        DUE.format("2026-11-20T17:00", "inf"),
        DUE.format("2026-11-20T17:00", "1e12"),
        DUE.format("9999-12-31T23:00", "40"),
    ):
        told = app.test_cli_runner().invoke(args=line.split())
        assert isinstance(told.exception, SystemExit), line
        assert told.exit_code in (1, 2), line
        assert "Error: " in told.output, line
