"""A served city without cases, and the people who ask it."""

from __future__ import annotations

import base64
import json
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import Request, urlopen

from flask import Flask
from sqlalchemy import select

from server import create_app
from server.demo.city import CITIES, CityFolder, load_city
from server.identity import sessions
from server.identity.models import Organisation
from server.identity.staff import NewStaff, add_staff
from server.platform.db import db, unit_of_work
from server.reports.consent import VERSION
from server.settings import Settings
from tests.support.databases import SECRET, migrate
from tests.support.server import LiveServer

STREET, OFFICE = "220402003000", "dongji"
_ROLES = frozenset({"intake_clerk", "dispatcher"})
Headers = dict[str, str]


@dataclass(frozen=True)
class Installation:
    """A server, the same application in this process, and headers that identify people.

    ``area`` is a community of the street whose office ``clerk`` works for.
    """

    server: LiveServer
    app: Flask
    resident: Headers
    clerk: Headers
    area: dict[str, Any]

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request; its answer from JSON. Raises ``HTTPError`` for a refusal."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body else None
        request = Request(self.server.url + path, data, headers, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def report(self, sha256: str) -> bytes:
        """A new report from ``area`` that refers to an uploaded photo."""
        where = {"lat": self.area["lat"], "lon": self.area["lon"], "accuracy_m": 12}
        return json.dumps(
            {
                "id": str(uuid.uuid4()),
                "photos": [{"sha256": sha256, "role": "near"}],
                "place": {**where, "datum": "wgs84", "source": "fix"},
                "address": "东吉大街与人民路交叉口向西 20 米路南",
                "tile": "T1",
                "words": "垃圾桶已经满了两天",
                "consent": VERSION,
            }
        ).encode()

    def act(self, number: str, action: str, data: dict[str, Any]) -> None:
        """Let the clerk act on a case."""
        version = self.call("GET", f"/api/v1/cases/{number}", **self.clerk)["version"]
        headers = {"If-Match": f'"{version}"', "Idempotency-Key": uuid.uuid4().hex}
        path = f"/api/v1/cases/{number}/actions/{action}"
        self.call("POST", path, data, **self.clerk, **headers)


@contextmanager
def installation() -> Iterator[Installation]:
    """The demo city on SQLite in a folder of its own, served by two workers."""
    with TemporaryDirectory(prefix="ssp-bench-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'app.db'}"
        migrate(folder, url)
        settings = Settings.complete(
            data_dir=folder, database_url=url, secret_key=SECRET, background=False
        )
        app = create_app(settings)
        with app.app_context():
            load_city(CityFolder.of(CITIES / settings.city), with_people=True)
            token = _clerk()
        server = LiveServer(folder, url)
        server.start()
        try:
            key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
            with urlopen(f"{server.url}/api/v1/areas?parent={STREET}", timeout=60) as answer:
                area = json.loads(answer.read())["areas"][0]
            yield Installation(
                server, app, {"X-Claim-Key": key}, {"Cookie": f"ssp_session={token}"}, area
            )
        finally:
            server.kill()
            with app.app_context():
                db.engine.dispose()


def _clerk() -> str:
    """The session cookie of somebody of the street office; demo accounts sign in to demos only."""
    with unit_of_work() as session:
        office = session.scalars(select(Organisation.id).where(Organisation.code == OFFICE)).one()
        person = add_staff(session, NewStaff("bench", "基准", "", office, _ROLES))
        return sessions.open_for_staff(session, person.id, "", None)
