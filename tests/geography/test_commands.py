"""`flask areas` as a person at a terminal uses it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from server.geography.models import Area, AreaBoundary
from server.platform.db import db
from tests.geography.shapes import collection, feature, square


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "streets.geojson"
    rows = feature("220402001", "甲", square(0, 0)), feature("", "乙", square(1, 0))
    path.write_text(json.dumps(collection(*rows)))
    return path


def run(app: Flask, *words: object) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["areas", *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output.splitlines()


NO_CODE = "缺少区划代码：没有“代码”“行政区划代码”、code 等属性，或者是空的。现有属性：code、name"


def test_import_reports_row_by_row(app: Flask, file: Path) -> None:
    status, dry = run(app, "import", file, "--level", "street", "--dry-run")
    assert status == 1
    assert dry == [
        "新增  streets.geojson:1  220402001  甲  没有找到上级区域",
        "拒绝  streets.geojson:2  乙  " + NO_CODE,
        "新增 1，变更 0，未变 0，拒绝 1；补建上级 0，修复边界 0。",
        "试运行，没有写入任何数据。",
    ]
    with app.app_context():
        assert db.session.query(Area).count() == 0
    assert run(app, "import", file, "--level", "street") == (1, dry[:3])
    with app.app_context():
        assert db.session.query(Area).count() == 1


def test_import_takes_every_option(app: Flask, file: Path, tmp_path: Path) -> None:
    top = tmp_path / "top.geojson"
    top.write_text(json.dumps(collection(feature("2204", "某市", square(0, 0, 5, 5)))))
    assert run(app, "import", top, "--level", "city")[0] == 0
    words = ("--datum", "gcj02", "--parent", "220400", "--label", "示例边界")
    moment = "2026-01-01T00:00+08:00"
    run(app, "import", file, "--level", "street", *words, "--valid-from", moment)
    with app.app_context():
        street = db.session.query(Area).filter_by(code="220402001").one()
        shape = db.session.query(AreaBoundary).filter_by(area_id=street.id).one()
        assert street.parent_id == db.session.query(Area).filter_by(code="2204").one().id
        assert (shape.source_datum, shape.label) == ("gcj02", "示例边界")
        assert shape.valid_from == datetime(2025, 12, 31, 16, tzinfo=UTC)


def test_refusals_are_sentences(app: Flask, file: Path, tmp_path: Path) -> None:
    base = ("import", file, "--level", "street")
    assert run(app, *base, "--parent", "9") == (1, ["Error: 没有代码为 9 的区域。"])
    for moment in ("soon", "2026-01-01T00:00"):
        status, lines = run(app, *base, "--valid-from", moment)
        assert (status, moment in lines[-1]) == (2, True)
    assert run(app, "import", tmp_path / "absent", "--level", "street")[0] == 2
    assert run(app, "import", file, "--level", "planet")[0] == 2
    file.write_bytes(b"\x00")
    status, lines = run(app, *base)
    assert (status, lines[0].split("，")[0]) == (1, "拒绝  streets.geojson  文件不是 JSON 格式")


def test_close(app: Flask, file: Path) -> None:
    run(app, "import", file, "--level", "street", "--valid-from", "2026-01-01T00:00+08:00")
    assert run(app, "close", "220402001", "--at", "2026-02-01T00:00+08:00") == (0, [])
    assert run(app, "close", "220402001") == (1, ["Error: 没有代码为 220402001 的区域。"])
    with app.app_context():
        rows = db.session.query(Area).one(), db.session.query(AreaBoundary).one()
        assert {row.valid_to for row in rows} == {datetime(2026, 1, 31, 16, tzinfo=UTC)}
