"""The town with its people at work: who does what, over HTTP, on the standing clock."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Select, bindparam, func, select
from werkzeug.test import TestResponse

from server.cases.models import Case, CaseRecord, Clock
from server.cases.timers import run_due_timers
from server.cases.verify import findings
from server.catalog.service import catalogue
from server.deadlines.service import working_time
from server.identity import phones, sessions
from server.identity.models import Organisation, Staff
from server.identity.service import account_of, device_of
from server.photos import files
from server.photos.decoding.shapes import Renditions
from server.photos.models import PRIVATE, CasePhoto, PhotoBlob, Upload
from server.platform import clock as server_clock
from server.platform.actor import Actor
from server.platform.db import db, table, unit_of_work
from server.platform.outbox.relay import drain
from server.platform.storage import LocalStorage, Stored
from server.reports import consent
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.databases import Template
from tests.support.town import EDGES, MIDDLE, NORTH, SOUTH, TOWN, rows

API = "/api/v1"
EAST = {"lat": (SOUTH + NORTH) / 2, "lon": (MIDDLE + EDGES[1]) / 2}
WEST = {"lat": (SOUTH + NORTH) / 2, "lon": (MIDDLE + EDGES[0]) / 2}
_SESSION_KEPT = timedelta(minutes=20)


class Person:
    """Somebody with a browser of their own; staff are signed in again before their session idles.

    ``name`` is the username of staff, else what the test calls the resident.
    """

    def __init__(self, world: World, name: str, owner: Actor, claim_key: str | None = None) -> None:
        self.world = world
        self.name = name
        self.actor = owner
        self.claim_key = claim_key
        made = world.app.test_client()
        assert isinstance(made, CheckedClient)
        self.client = made
        self._signed_in_at: datetime | None = None

    @property
    def is_staff(self) -> bool:
        return self.actor.staff_id is not None

    @property
    def base(self) -> str:
        """Where this person finds cases."""
        return f"{API}/cases" if self.is_staff else f"{API}/follow"

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request; ``path`` is below ``/api/v1`` unless it begins with a slash."""
        self._sign_in()
        headers = dict(options.pop("headers", {}))
        if self.claim_key is not None:
            headers["X-Claim-Key"] = self.claim_key
        where = path if path.startswith("/") else f"{API}/{path}"
        return self.client.open(where, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.ask("GET", path, **options)

    def post(self, path: str, body: Any, **options: Any) -> TestResponse:
        return self.ask("POST", path, json=body, **options)

    def view(self, number: str) -> TestResponse:
        """The case as this person sees it."""
        return self.get(f"{self.base}/{number}")

    def act(
        self,
        number: str,
        action: str,
        data: dict[str, Any] | None = None,
        *,
        version: int | None = None,
        key: str | None = None,
    ) -> TestResponse:
        """Do an action on the present version of the case, or on ``version``."""
        if version is None:
            version = self.world.version(number)
        headers = {"If-Match": f'"{version}"', "Idempotency-Key": key or uuid.uuid4().hex}
        path = f"{self.base}/{number}/actions/{action}"
        return self.post(path, {} if data is None else data, headers=headers)

    def do(self, number: str, action: str, **data: Any) -> dict[str, Any]:
        """An action that must succeed; its answer."""
        answer = self.act(number, action, data)
        assert answer.status_code == 200, f"{self.name} {action}: {answer.text}"
        body: dict[str, Any] = answer.get_json()
        return body

    def photo(self, at: dict[str, float] = EAST) -> dict[str, Any]:
        """A photo that this person has taken just now at a place, and uploaded."""
        now = server_clock.now().isoformat()
        seen = {"captured_at": now, "source": "camera", **at, "accuracy_m": 8}
        return {"sha256": self.world.upload(self), **seen}

    def report(self, **changes: Any) -> TestResponse:
        """Send a report from East, with a photo."""
        return self.post("reports", self.world.report_form(self, **changes))

    def _sign_in(self) -> None:
        now = server_clock.now()
        kept = self._signed_in_at
        if self.claim_key is not None or (kept and abs(now - kept) < _SESSION_KEPT):
            return
        with self.world.app.app_context(), unit_of_work() as session:
            if self.actor.staff_id is not None:
                token = sessions.open_for_staff(session, self.actor.staff_id, "", None)
            elif self.actor.resident_ids:
                owner = self.actor.resident_ids[0]
                token = sessions.open_for_resident(session, owner, "", None)
            else:
                return
        self.client.set_cookie("ssp_session", token)
        self._signed_in_at = now


class World:
    """The town, its application and everybody in it."""

    def __init__(self, app: Flask, clock: FrozenClock) -> None:
        self.app = app
        self.clock = clock
        runtime = app.extensions["suishoupai"]
        if isinstance(runtime.storage, LocalStorage):
            app.extensions["suishoupai"] = replace(runtime, storage=MemoryStorage())
        with app.app_context():
            found = db.session.execute(select(Staff.username, Staff.id)).all()
            self.staff_ids = {row.username: row.id for row in found}
            offices = db.session.execute(select(Organisation.id, Organisation.code)).all()
            self.organisation_codes = {row.id: row.code for row in offices}
            self.conditions = {
                (category.code, condition.no): condition.id
                for category in catalogue().categories
                for condition in category.conditions
            }
            db.session.remove()
            self._engine = db.engine
        self.people = rows("people")
        self._staff: dict[str, Person] = {}
        self._shots = itertools.count()
        self.anonymous = Person(self, "anonymous", Actor())

    @property
    def everybody(self) -> list[Person]:
        """All the people of the offices."""
        return [self.staff(row["username"]) for row in self.people]

    def staff(self, username: str) -> Person:
        """Somebody of the offices, always the same browser."""
        if username not in self._staff:
            actor = Actor(staff_id=self.staff_ids[username])
            self._staff[username] = Person(self, username, actor)
        return self._staff[username]

    def resident(self, name: str = "resident") -> Person:
        """A new device with a claim key of its own."""
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        return Person(self, name, Actor(), key)

    def account(self, phone: str) -> Person:
        """A resident who signed in with a phone number."""
        with self.app.app_context(), unit_of_work() as session:
            number = account_of(session, phones.parse(phone), "zh-CN").id
        return Person(self, phone, Actor(resident_ids=(number,)))

    def report_form(self, who: Person, **changes: Any) -> dict[str, Any]:
        """What a phone sends, with a photo just uploaded unless ``changes`` say otherwise."""
        with self.app.app_context():
            agreed = consent.version()
        form: dict[str, Any] = {
            "id": str(uuid.uuid4()),
            "place": {**EAST, "accuracy_m": 10, "source": "fix"},
            "tile": "T1",
            "words": "垃圾没有人清",
            "consent": agreed,
        }
        if "photos" not in changes:
            form["photos"] = [{**who.photo(), "role": "near"}]
        return form | changes

    def condition(self, category: str = "E01", number: int = 1) -> dict[str, Any]:
        """Category and condition as an action takes them."""
        return {"category": category, "condition": self.conditions[category, number]}

    def upload(self, who: Person) -> str:
        """Give ``who`` a photo nobody has; its SHA-256. As the intake does, without decoding."""
        data = f"shot {next(self._shots)} of {id(self)}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        file_id = files.new_id()
        with self.app.app_context():
            files.write(file_id, Renditions(tiny_jpeg(), tiny_jpeg()), data)
            with unit_of_work() as session:
                blob = PhotoBlob(
                    sha256=sha256,
                    file_id=file_id,
                    bytes=len(data),
                    format="jpeg",
                    width=8,
                    height=8,
                    dhash=sha256[:16],
                    dhash_centre=sha256[16:32],
                    flags=[],
                    created_at=server_clock.now(),
                )
                session.add(blob)
                session.flush()
                owner = self.owner(session, who)
                session.add(Upload(owner=owner, blob_id=blob.id, created_at=server_clock.now()))
        return sha256

    def owner(self, session: Any, who: Person) -> str:
        """The key under which uploads and notices of ``who`` are kept."""
        if who.claim_key is None:
            return who.actor.owner
        digest = self.app.extensions["suishoupai"].keys.hmac(
            "claim_key", base64.urlsafe_b64decode(who.claim_key + "=")
        )
        return f"r:{device_of(session, digest, 'zh-CN').id}"

    def version(self, number: str) -> int:
        """The version of a case, whoever may see it."""
        return int(self.column(number, "version"))

    def column(self, number: str, name: str) -> Any:
        """A column of the case row; asked at every turn, so without the object layer."""
        with self._engine.connect() as connection:
            return connection.scalar(_column(name), {"number": number})

    def checker_of(self, number: str) -> Person:
        """Who was drawn to check a case."""
        drawn = self.column(number, "checker_id")
        return next(self.staff(name) for name, known in self.staff_ids.items() if known == drawn)

    def newest(self) -> str:
        """The number of the case that came last."""
        with self.app.app_context():
            number = db.session.scalar(select(Case.number).order_by(Case.id.desc()).limit(1))
            db.session.remove()
        return str(number)

    def private_photos(self, number: str) -> int:
        """How many first photos of a case nobody has shown to the public."""
        query = (
            select(func.count())
            .select_from(CasePhoto)
            .join(Case, Case.id == CasePhoto.case_id)
            .where(Case.number == number, CasePhoto.visibility == PRIVATE)
            .where(CasePhoto.role.in_(("near", "far")))
        )
        with self.app.app_context():
            found = db.session.scalar(query) or 0
            db.session.remove()
        return found

    def clocks(self, number: str) -> list[Clock]:
        """The clocks of a case, oldest first."""
        with self.app.app_context():
            query = select(Clock).join(Case, Case.id == Clock.case_id).where(Case.number == number)
            found = list(db.session.scalars(query.order_by(Clock.id)))
            db.session.expunge_all()
        return found

    def records(self, number: str, kind: str) -> list[CaseRecord]:
        """The records of a kind of a case, oldest first."""
        query = select(CaseRecord).join(Case, Case.id == CaseRecord.case_id)
        query = query.where(Case.number == number, CaseRecord.kind == kind)
        with self.app.app_context():
            found = list(db.session.scalars(query.order_by(CaseRecord.id)))
            db.session.expunge_all()
        return found

    def levels(self, number: str) -> set[str]:
        """The levels of supervision that the clock a case shows has had."""
        kind = self.column(number, "due_kind")
        shown = [c for c in self.clocks(number) if c.kind == kind and c.stopped_at is None]
        keys = {f"{clock.kind}/{clock.number}" for clock in shown[:1]}
        given = [record.details for record in self.records(number, "supervision")]
        return {str(item["level"]) for item in given if item["clock_key"] in keys}

    def was_late(self, number: str) -> bool:
        """Whether any round of work that counts went past its due time."""
        rounds = [c for c in self.clocks(number) if c.kind == "main" and not c.discarded]
        ends = [(c.paused_at or c.stopped_at, c.due_at) for c in rounds if c.stopped_at]
        return any(end is not None and end > due for end, due in ends)

    def due(self, start: datetime, limit: float, unit: str) -> datetime:
        """The end of a limit by the town's calendar."""
        with self.app.app_context():
            return working_time().due(start, limit, unit).at

    def local_midnight(self, day: str) -> datetime:
        """The beginning of a day in the town, as an aware moment."""
        return datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    def timers(self) -> int:
        """Let the system do what is due."""
        with self.app.app_context():
            return run_due_timers()

    def drain(self) -> int:
        """Let everything happen that follows from commits."""
        return drain(self.app)

    def findings(self) -> list[tuple[str, str]]:
        """What the journal's check finds."""
        with self.app.app_context():
            return [(finding.number, finding.what) for finding in findings()]


class MemoryStorage:
    """A storage that forgets everything with the test."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, key: str, data: bytes) -> None:
        self._kept[key] = data

    def get(self, key: str) -> bytes:
        try:
            return self._kept[key]
        except KeyError:
            raise FileNotFoundError(key) from None

    def delete(self, key: str) -> None:
        self._kept.pop(key, None)

    def exists(self, key: str) -> bool:
        return key in self._kept

    def iterate(self, prefix: str = "") -> Iterator[Stored]:
        now = server_clock.now()
        yield from (
            Stored(key, len(data), now)
            for key, data in self._kept.items()
            if key.startswith(prefix)
        )

    def sweep_incomplete(self, before: datetime) -> int:  # noqa: ARG002 -- of the protocol
        return 0


@cache
def _column(name: str) -> Select[Any]:
    cases = table(Case)
    return select(cases.c[name]).where(cases.c.number == bindparam("number"))


@cache
def tiny_jpeg() -> bytes:
    """The smallest picture that counts as one."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def template() -> Template:
    """Each test has a town of its own."""
    return TOWN


@pytest.fixture
def world(app: Flask, clock: FrozenClock) -> World:
    """The town with everybody in it, Monday 09:00."""
    return World(app, clock)
