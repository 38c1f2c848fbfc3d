"""Fixtures of every test: private databases, the application, a checking client, a clock."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from server import create_app
from server.photos.client import Decoder
from server.platform import clock as server_clock
from server.platform.db import db
from server.settings import Settings
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.databases import EMPTY, ROOT, SECRET, Template, postgres_copy, sqlite_copy
from tests.support.postgres import Cluster
from tests.support.queries import Queries
from tests.support.queries import query_count as count_queries
from tests.support.server import LiveServer

SHARED_DATA = ROOT.parent / "shared" / "data"
FULL = os.environ.get("SSP_TEST_FULL") == "1"
CLOSE = frozenset({"cases", "crash", "reports"})
"""The folders whose tests run on every database, whatever the size."""

_STATEMENTS_KEPT = 5000

LONG = (
    "tests/browser/everybody/test_screens.py::test_every_screen",
    "tests/browser/main_path/",
    "tests/simulation/",
    "tests/crash/test_kill.py",
    "tests/cases/test_lifecycle.py::test_random_lives",
    "tests/crash/test_disk_full.py",
    "tests/contract/test_permission_matrix.py",
    "tests/contract/test_schemathesis.py",
)
"""What takes longest, the longest first in each line; see ``pytest_collection_modifyitems``."""

UNHURRIED = 1000
"""On a clock that stands still everything happens within one minute."""

_cluster: pytest.StashKey[Cluster] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql", "both"), default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """The process that steers the run owns the PostgreSQL cluster."""
    gc.disable()  # what is loaded and collected stays
    if config.getoption("--db") != "sqlite" and not hasattr(config, "workerinput"):
        cluster = Cluster()
        config.stash[_cluster] = cluster
        os.environ["SSP_TEST_POSTGRES"] = str(cluster.socket_dir)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try browsers twice, and begin with what takes long.

    At reduced size a test in a browser has a second try, as a busy machine can stall browsers
    beyond all patience; the run names at its end every test that needed it. At full size none has.

    Started last, what takes long would leave the other processes idle. Each of them is given a
    stretch of the list, so the long ones stand at the heads of these.
    """
    for item in items:
        if item.get_closest_marker("browser") and not FULL:
            item.add_marker(pytest.mark.flaky(retries=1))
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    long = [item for item in items if item.nodeid.startswith(LONG)]
    short = [item for item in items if not item.nodeid.startswith(LONG)]
    share = len(items) // processes
    items.clear()
    for number in range(processes):
        heads = long[number::processes]
        last = number == processes - 1
        rest = len(short) if last else share - len(heads)
        items += heads + short[:rest]
        del short[:rest]


def pytest_collection_finish() -> None:
    """Let the collector pass over what stays until the end, and look less often for what does not.

    Each application is made of 57,000 objects: to make one set off collections that walked the
    260,000 of the modules.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _cluster in config.stash:
        config.stash[_cluster].stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests noted under ``summary``, such as what a random test has covered."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            if name == "summary":
                terminalreporter.write_line(f"{report.nodeid}: {value}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database runs on each that was asked for.

    At reduced size, with both asked for: what is close to the database (``CLOSE``, or marked
    ``each_database``) runs on both, browser tests and what no database does differently on
    SQLite, everything else on one of the two, always the same one for a test, so that a third of
    each folder is seen on PostgreSQL.
    """
    if "database" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--db")
    names = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
    if not FULL:
        names = _reduced(metafunc, names)
    metafunc.parametrize("database", names, indirect=True)


def _reduced(metafunc: pytest.Metafunc, names: list[str]) -> list[str]:
    definition = metafunc.definition
    marks = {mark.name for mark in definition.iter_markers()}
    if "each_database" in marks:
        return names
    if marks & {"browser", "one_database"}:
        return names[:1]
    if definition.path.relative_to(ROOT / "tests").parts[0] in CLOSE:
        return names
    on_the_last = crc32(definition.nodeid.encode()) % 3 == 0
    return names[-1:] if on_the_last else names[:1]


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether the promised sizes are tested (``make test-full``) or reduced ones."""
    return FULL


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real photos and boundaries beside the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"no real data: {SHARED_DATA} does not exist")
    return SHARED_DATA


@pytest.fixture(scope="session")
def _shared_tmp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all test processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The data folder of this test's application."""
    folder = tmp_path / "var"
    folder.mkdir()
    return folder


@pytest.fixture
def template() -> Template:
    """What each ``database`` is a copy of; a folder of tests may give its own."""
    return EMPTY


@pytest.fixture
def database(
    request: pytest.FixtureRequest, template: Template, _shared_tmp: Path, data_dir: Path
) -> Iterator[str]:
    """The SQLAlchemy address of a fresh, migrated database: empty, or as ``template`` made it."""
    copy: AbstractContextManager[str]
    if request.param == "sqlite":
        copy = sqlite_copy(_shared_tmp, data_dir, template)
    else:
        copy = postgres_copy(_shared_tmp, Path(os.environ["SSP_TEST_POSTGRES"]), template)
    with copy as url:
        yield url


@pytest.fixture
def settings(database: str, data_dir: Path) -> Settings:
    """Settings of this test's application; nothing runs in the background."""
    return Settings.complete(
        data_dir=data_dir,
        database_url=database,
        secret_key=SECRET,
        background=False,
        rate_factor=UNHURRIED,
    )


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    """One warm child for every application of this process: it keeps nothing of a photo."""
    made = Decoder()
    yield made
    made.close()


@pytest.fixture(scope="session", autouse=True)
def _routes_compiled_once() -> Iterator[None]:
    """Every application of this process has the same routes; compiling them is nine tenths of
    starting one."""
    compiled = Rule._compile_builder
    kept: dict[tuple[object, ...], Any] = {}

    def compile_once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.endpoint, append_unknown)
        if key not in kept:
            kept[key] = compiled(rule, append_unknown)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


@pytest.fixture(scope="session")
def _compiled() -> Iterator[LRUCache[Any, Any]]:
    """What statements were compiled to; as in a server that has been up for a while, the next
    application of this process does not compile them again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield LRUCache(_STATEMENTS_KEPT)


@pytest.fixture
def app(settings: Settings, decoder: Decoder, _compiled: LRUCache[Any, Any]) -> Iterator[Flask]:
    """The application on its own database and folder."""
    application = create_app(settings)
    with application.app_context():
        db.engine._compiled_cache = _compiled
    application.test_client_class = CheckedClient
    runtime = application.extensions["suishoupai"]
    application.extensions["suishoupai"] = replace(runtime, decoder=decoder)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> CheckedClient:
    """A client without identity that checks each API answer against the OpenAPI document."""
    made = app.test_client()
    assert isinstance(made, CheckedClient)
    return made


@pytest.fixture
def clock() -> Iterator[FrozenClock]:
    """The server's clock, standing still at a Monday, 09:00 in Asia/Shanghai."""
    frozen = FrozenClock()
    with server_clock.set_source(frozen):
        yield frozen


@pytest.fixture
def query_count() -> Callable[[], AbstractContextManager[Queries]]:
    """``with query_count() as queries: ...`` and then ``queries.count``."""
    return count_queries


@pytest.fixture
def live_server(database: str, data_dir: Path) -> Iterator[LiveServer]:
    """A served, empty installation of its own; the test may kill and start it."""
    server = LiveServer(data_dir, database)
    server.start()
    yield server
    server.kill()
