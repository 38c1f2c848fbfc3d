"""Every test gets its own database, copied from a template that the migrations made."""

from __future__ import annotations

import fcntl
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import flask_migrate
import psycopg

from server import create_app
from server.platform.db import db
from server.settings import Settings
from tests.support import postgres

ROOT = Path(__file__).parents[2]
MIGRATIONS = ROOT / "migrations"
SECRET = "a secret for tests, long enough for the rule"


def migrate(data_dir: Path, url: str) -> None:
    """Bring the database at ``url`` to the newest revision."""
    settings = Settings.complete(
        data_dir=data_dir, database_url=url, secret_key=SECRET, background=False
    )
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class Template:
    """A database that is made once a run; ``make`` fills the one at an address."""

    name: str
    make: Callable[[Path, str], None]


EMPTY = Template("empty", migrate)


@contextmanager
def sqlite_copy(shared: Path, data_dir: Path, template: Template = EMPTY) -> Iterator[str]:
    """The address of a fresh SQLite file in ``data_dir``."""
    folder = shared / f"{template.name}-sqlite"
    _once(folder, lambda: template.make(folder, ""))
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "app.db"
    shutil.copyfile(folder / "app.db", path)
    yield f"sqlite:///{path}"


@contextmanager
def postgres_copy(shared: Path, socket_dir: Path, template: Template = EMPTY) -> Iterator[str]:
    """The address of a fresh PostgreSQL database, dropped on leaving."""
    original = f"template_{template.name}"
    folder = shared / f"{template.name}-postgresql"
    _once(folder, lambda: _postgres_template(template, original, folder, socket_dir))
    name = f"test_{uuid.uuid4().hex}"
    _administer(socket_dir, f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    try:
        yield postgres.url(socket_dir, name)
    finally:
        _administer(socket_dir, f'DROP DATABASE "{name}" WITH (FORCE)')


def _postgres_template(template: Template, name: str, data_dir: Path, socket_dir: Path) -> None:
    _administer(socket_dir, f'CREATE DATABASE "{name}"')
    template.make(data_dir, postgres.url(socket_dir, name))


def _administer(socket_dir: Path, statement: str) -> None:
    with psycopg.connect(
        host=str(socket_dir), user=postgres.USER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(statement.encode())


def _once(folder: Path, make: Callable[[], None]) -> None:
    """Run ``make`` in whichever test process comes first; the others wait for it."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not done.exists():
            make()
            done.touch()
