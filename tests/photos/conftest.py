"""A decode child, senders and cases for the tests of this folder."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from server.cases.models import Case
from server.geography.models import Area
from server.identity import sessions, staff
from server.identity.claims import claim_digest
from server.identity.models import Organisation
from server.identity.service import device_of
from server.photos import service
from server.photos.models import CasePhoto
from server.platform import clock as server_clock
from server.platform.db import db, unit_of_work
from tests.support.client import CheckedClient


@pytest.fixture(scope="session")
def photos(shared_data: Path) -> Path:
    """The folder of real and hostile photos."""
    return shared_data / "photos"


class Phone:
    """A resident's device: a client with a claim key of its own."""

    def __init__(self, app: Flask) -> None:
        made = app.test_client()
        assert isinstance(made, CheckedClient)
        self.client = made
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        self.headers = {"X-Claim-Key": key}

    def put(self, data: bytes, sha256: str | None = None) -> TestResponse:
        """Upload under the right hash, or under another."""
        name = sha256 or hashlib.sha256(data).hexdigest()
        return self.client.put(f"/api/v1/photos/{name}", data=data, headers=self.headers)

    def owner(self) -> str:
        """The key that owns what this device uploads."""
        with self.client.application.app_context(), unit_of_work() as session:
            digest = claim_digest(self.headers["X-Claim-Key"])
            return f"r:{device_of(session, digest, 'zh-CN').id}"


@pytest.fixture
def phone(app: Flask) -> Phone:
    """A resident's device."""
    return Phone(app)


@pytest.fixture
def another_phone(app: Flask) -> Phone:
    """The device of somebody else."""
    return Phone(app)


@pytest.fixture
def files(data_dir: Path) -> Callable[[], list[str]]:
    """The names of all files that photos have on the disk."""
    folder = data_dir / "photos"

    def listed() -> list[str]:
        return sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
        )

    return listed


@dataclass(frozen=True)
class Desk:
    """A street with a case that its office has to accept."""

    app: Flask
    street: int
    office: int
    case: int

    def attach(self, owner: str, *hashes: str, fresh: bool = False, case: int = 0) -> list[int]:
        """Hang uploads on the case; the ids of the photos."""
        with self.app.app_context():
            with unit_of_work() as session:
                service.attach(
                    session,
                    owners=(owner,),
                    case_id=case or self.case,
                    event_seq=1,
                    report_id=None,
                    given=[{"sha256": sha256, "role": "near"} for sha256 in hashes],
                    fresh=fresh,
                    now=server_clock.now(),
                )
            rows = db.session.query(CasePhoto.id).filter(CasePhoto.case_id == (case or self.case))
            return [row.id for row in rows.order_by(CasePhoto.id)]

    def another_case(self) -> int:
        """A second case of the same street."""
        with self.app.app_context(), unit_of_work() as session:
            made = _case(self.street, self.office, secrets.token_hex(4))
            session.add(made)
            session.flush()
            return made.id

    def sign_in(self, *roles: str, office: int | None = None) -> CheckedClient:
        """A client of somebody who works at the street office, or at another."""
        new = staff.NewStaff(
            username=f"user-{secrets.token_hex(4)}",
            name="张三",
            password_hash="-",
            organisation_id=office or self.office,
            roles=frozenset(roles),
        )
        with self.app.app_context(), unit_of_work() as session:
            person = staff.add_staff(session, new)
            token = sessions.open_for_staff(session, person.id, "", None)
        made = self.app.test_client()
        assert isinstance(made, CheckedClient)
        made.set_cookie("ssp_session", token)
        return made


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A street office with one case."""
    now = server_clock.now()
    with app.app_context(), unit_of_work() as session:
        area = Area(code="1", stem="1", name="东吉街道", level="street", valid_from=now)
        session.add(area)
        session.flush()
        office = Organisation(code="street", name="东吉街道", kind="street", area_id=area.id)
        session.add(office)
        session.flush()
        case = _case(area.id, office.id, "FIRST")
        session.add(case)
        session.flush()
        return Desk(app, area.id, office.id, case.id)


def _case(area: int, office: int, number: str) -> Case:
    now = server_clock.now()
    return Case(
        number=number,
        state="submitted",
        version=1,
        source="resident",
        tile="T1",
        area_id=area,
        street_area_id=area,
        district_area_id=area,
        lat=42.9,
        lon=125.1,
        intake_org_id=office,
        submitted_at=now,
        updated_at=now,
    )
