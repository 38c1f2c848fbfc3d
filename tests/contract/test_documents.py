"""The generated documents are those of this very code."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from server import docs
from server.cases.workflow import TABLE
from tests.support.databases import ROOT


def test_the_documents_are_fresh(app: Flask) -> None:
    with app.app_context():
        assert docs.stale(app, ROOT / "docs") == [], "run `flask docs write`"


def test_stale_documents_are_named_and_written(app: Flask, tmp_path: Path) -> None:
    run = app.test_cli_runner().invoke
    folder = ["--folder", str(tmp_path)]
    checked = run(args=["docs", "check", *folder])
    assert checked.exit_code == 1
    assert "lifecycle.md is stale" in checked.output
    assert run(args=["docs", "write", *folder]).exit_code == 0
    assert run(args=["docs", "check", *folder]).exit_code == 0
    (tmp_path / "settings.md").write_text("old")
    assert run(args=["docs", "write", *folder]).output == f"{tmp_path / 'settings.md'} written\n"


def test_every_action_is_described(app: Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").get_json()
    operation = document["paths"]["/api/v1/cases/{number}/actions/{action}"]["post"]
    named = next(item for item in operation["parameters"] if item["name"] == "action")
    actions = {row.action for row in TABLE if not row.creates and row.action != "join"}
    assert set(named["schema"]["enum"]) == actions
    bodies = operation["requestBody"]["content"]["application/json"]["schema"]["anyOf"]
    assert len(bodies) == len(actions)


def test_patterns_are_those_of_json_schema(app: Flask) -> None:
    """Others search with them, and know no ``\\\\Z``."""
    document = app.test_client().get("/api/v1/openapi.json").text
    patterns = re.findall(r'"pattern":"([^"]+)"', document)
    assert len(patterns) > 10
    assert [one for one in patterns if not one.startswith("^") or "\\\\Z" in one] == []
