"""Whether the time of an answer tells who is known here: each question asked of both, in turns.

Inside this process, so that no wire blurs it. The aim compares medians of CPU, unknown against
known: nothing waits for anybody else, so others at work on the machine do not blur it either.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from statistics import median

from flask.testing import FlaskClient

from benchmarks.api import photo
from benchmarks.figures import Figure
from benchmarks.installation import Installation, installation
from server.identity import passwords, phones, service
from server.identity.models import Staff
from server.platform.db import unit_of_work

TIMES, SIGN_INS = 120, 25  # a user has thirty wrong passwords within 15 minutes
_NEAR = 0.15
Ask = Callable[[FlaskClient, int, bool], int]


def measure() -> Iterator[Figure]:
    """Codes, sign-ins and query codes."""
    with installation() as place:
        known = [f"138{number:08d}" for number in range(TIMES)]
        with place.app.app_context(), unit_of_work() as session:
            for phone in known:
                service.account_of(session, phones.parse(phone), "zh-CN")
            staff = session.query(Staff).filter(Staff.username == "bench").one()
            staff.password_hash = passwords.hash_password(secrets.token_hex(16))
        number = _case(place)

        def code(client: FlaskClient, turn: int, is_known: bool) -> int:
            phone = known[turn] if is_known else f"139{turn:08d}"
            return client.post("/api/v1/otp", json={"phone": phone}, **_from(turn)).status_code

        def password(client: FlaskClient, turn: int, is_known: bool) -> int:
            body = {"username": "bench" if is_known else "nobody", "password": "wrong" * 4}
            return client.post("/api/v1/sessions", json=body, **_from(turn)).status_code

        def query_code(client: FlaskClient, turn: int, is_known: bool) -> int:
            path = f"/api/v1/follow/{number if is_known else '220402-20260101-2222'}"
            headers = {"X-Query-Code": "A" * 16}
            return client.get(path, headers=headers, **_from(turn)).status_code

        yield _compared(place, "a code for an unknown phone", code, TIMES)
        yield _compared(place, "a wrong password, unknown user", password, SIGN_INS)
        yield _compared(place, "a query code, unknown case", query_code, TIMES)


def _compared(place: Installation, name: str, ask: Ask, times: int) -> Figure:
    """Known and unknown by turns, each first in every other turn; raises when answers differ."""
    walls: dict[bool, list[float]] = {True: [], False: []}
    cpus: dict[bool, list[float]] = {True: [], False: []}
    statuses = set()
    with place.app.test_client(use_cookies=False) as client:
        for turn in range(times):
            for is_known in (turn % 2 == 0, turn % 2 == 1):
                wall, cpu = time.perf_counter(), time.process_time()
                statuses.add(ask(client, turn, is_known))
                walls[is_known].append((time.perf_counter() - wall) * 1e3)
                cpus[is_known].append((time.process_time() - cpu) * 1e3)
    if len(statuses) != 1:
        raise RuntimeError(f"{name}: {statuses}")
    unknown, known = (median(cpus[is_known]) for is_known in (False, True))
    ratio = unknown / known
    return Figure(
        name,
        median(walls[False]),
        unknown,
        aim=f"{ratio:.2f} × known",
        met=abs(ratio - 1) <= _NEAR,
    )


def _from(turn: int) -> dict[str, dict[str, str]]:
    """Addresses, so that none runs out of tries."""
    return {"environ_base": {"REMOTE_ADDR": f"198.51.{turn // 250}.{turn % 250}"}}


def _case(place: Installation) -> str:
    """The number of a case that is there."""
    data = photo(1600)
    sha256 = hashlib.sha256(data).hexdigest()
    place.call("PUT", f"/api/v1/photos/{sha256}", data, **place.resident)
    sent = place.call("POST", "/api/v1/reports", place.report(sha256), **place.resident)
    return str(sent["case_number"])
