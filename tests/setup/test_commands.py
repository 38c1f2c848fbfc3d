"""Commands of `flask` answer what cannot be done with a sentence, never with a traceback."""

from __future__ import annotations

import gc
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from server import create_app
from server.identity.models import Organisation
from server.platform.db import db, unit_of_work
from server.settings import Settings
from tests.support.databases import ROOT, SECRET

BEYOND = str(10**20)
DUE = "clock due --start {} --limit {} --type urgent_hour"
START = "2026-11-20T17:00"
CREATE = "staff create {} --name {} --organisation centre --password Tra-la-la-9-ba --role {}"
READING = (
    "areas close 220402",
    "areas import {files}/empty.json --level street",
    "audit verify",
    "calendar seed 2026",
    DUE.format(START, 4),
    "exports write",
    "journal verify",
    "outbox list",
    "outbox retry 1",
    "responsibility check",
    "retention purge --dry-run",
    "search index",
    "seed demo",
    "sponsorships import {files}/sponsors.csv",
    CREATE.format("zhao", "赵", "checker"),
    "staff disable zhao",
    "staff password zhao --password Tra-la-la-9-ba",
    "token list",
    "token create x --scope public.read",
    "token revoke 1",
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of files that are no good."""
    (tmp_path / "empty.json").write_text("{}")
    (tmp_path / "sponsors.csv").write_text("单位,点位编码,联系人\n环卫,1,张\n")
    return tmp_path


@pytest.fixture
def centre(app: Flask) -> Flask:
    """An application with one organisation and nobody in it."""
    with app.app_context(), unit_of_work() as session:
        session.add(Organisation(code="centre", name="中心", kind="supervision_centre"))
    return app


def refused(app: Flask, line: str, *codes: int) -> str:
    """What the command says, having found nothing but a sentence and the right exit code."""
    told: Result = app.test_cli_runner().invoke(args=shlex.split(line))
    assert isinstance(told.exception, SystemExit), (line, told.exception)
    assert told.exit_code in (codes or (1, 2)), line
    assert "Error: " in told.output, line
    assert "Errno" not in told.output, line
    return told.output


@pytest.mark.usefixtures("clock")
def test_what_cannot_be_is_refused_in_words(centre: Flask, files: Path) -> None:
    for line, words in (
        ("calendar seed -- -5", "YEARS"),
        (f"calendar seed {BEYOND}", "YEARS"),
        (f"token revoke {BEYOND}", "TOKEN_ID"),
        (f"outbox retry {BEYOND}", "IDS"),
        ("outbox retry", "--all"),
        ("outbox retry 5 --all", "--all"),
        ("outbox retry 5 6", "5, 6"),
        (DUE.format(START, "inf"), "--limit"),
        (DUE.format(START, "nan"), "--limit"),
        (DUE.format(START, "-4"), "--limit"),
        (DUE.format(START, "1e12"), "起算"),
        (DUE.format("9999-12-31T23:00", "40"), "起算"),
        (DUE.format("gestern", "4"), "--start"),
        (f"docs write --folder {files}/empty.json", "--folder"),
        (f"docs write --folder {files}/empty.json/below", "empty.json"),
        (f"backup verify {files}/none", f"{files}/none"),
        (f"backup restore {files}/none", f"{files}/none"),
        (CREATE.format("zhao", "''", "checker"), "--name: "),
        (CREATE.format("zhao", "' '", "checker"), "--name: "),
        (CREATE.format("zhao", "赵" * 5000, "checker"), "--name: "),
        (CREATE.format("''", "赵", "checker"), "USERNAME: "),
        (CREATE.format("z" * 5000, "赵", "checker"), "USERNAME: "),
        (CREATE.format("'a b'", "赵", "checker"), "用户名只能用"),
        (CREATE.format("赵", "赵", "checker"), "用户名只能用"),
        (CREATE.format("zhao", "赵", "checker --role auditor"), "审计员"),
        ("token create '' --scope public.read", "NAME: "),
        (f"token create {'x' * 81} --scope public.read", "NAME: "),
    ):
        assert words in refused(centre, line), line


def test_the_last_administrator_is_not_closed(centre: Flask) -> None:
    run = centre.test_cli_runner().invoke
    for name in ("first", "second"):
        assert run(args=shlex.split(CREATE.format(name, "某", "administrator"))).exit_code == 0
    assert run(args=["staff", "disable", "second"]).exit_code == 0
    assert "最后一名管理员" in refused(centre, "staff disable first", 1)
    assert run(args=["staff", "enable", "second"]).exit_code == 0
    assert run(args=["staff", "disable", "first"]).exit_code == 0


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("sqlite:///{files}/new.db", "flask db upgrade"),
        ("sqlite:///{files}/empty.json", "file is not a database"),
        ("sqlite:///{files}/none/app.db", "none/app.db"),
        ("postgresql://nobody:hidden@127.0.0.1:1/none", "nobody:***@127.0.0.1:1/none"),
    ],
)
def test_a_database_that_cannot_be_read_is_named(files: Path, address: str, words: str) -> None:
    url = address.format(files=files)
    app = create_app(
        Settings.complete(
            data_dir=files / "var", database_url=url, secret_key=SECRET, background=False
        )
    )
    for line in READING if "new.db" in url else ("journal verify", "db upgrade"):
        assert words in refused(app, line.format(files=files), 1), line
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSP_PORT", "abc"),
        ("SSP_PORT", "99999999"),
        ("SSP_WORKERS", "0"),
        ("SSP_RATE_FACTOR", "-1"),
        ("SSP_PUBLIC_URL", "ssp.example.gov.cn"),
        ("SSP_PUBLIC_URL", "https://"),
        ("SSP_SMS_ENDPOINT", "nonsense"),
        ("SSP_WECHAT_ENDPOINT", "api.weixin.qq.com"),
        ("SSP_PUSH_SUBJECT", "office"),
        ("SSP_PUSH_SUBJECT", "mailto:"),
        ("SSP_DATABASE_URL", "nonsense"),
        ("SSP_DATABASE_URL", "mysql://root:secret@localhost/ssp"),
        ("SSP_DATABASE_URL", "postgresql://root:secret@localhost:port/ssp"),
        ("SSP_SECRET_KEY", "short"),
        ("SSP_DATA_DIR", "/proc/none"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("SSP_DATA_DIR", str(tmp_path))
    monkeypatch.setenv(name, value)
    try:
        with pytest.raises(SystemExit) as stopped:
            runpy.run_path(str(ROOT / "wsgi.py"))
    finally:
        gc.enable()
    said = str(stopped.value)
    assert (value if name == "SSP_DATA_DIR" else name) in said
    assert "secret" not in said.lower().replace("ssp_secret_key", "")
