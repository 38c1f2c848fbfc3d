"""What no client of ours sends: every answer is a refusal that says so, on every database."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.world import Person, World

SURROGATE = '"\\ud800"'
NUL = '"a\\u0000b"'
BEYOND = 10**30
ENDLESS = {
    "arrays": "[" * 100_000,
    "objects": '{"a":' * 40_000,
    "digits": '{"id":' + "9" * 6000 + "}",
    "exponent": '{"place":{"lat":1e400,"lon":1}}',
    "nan": '{"id":NaN}',
    "infinity": '{"id":Infinity}',
    "utf-16": "{}".encode("utf-16"),
    "no text": b"\xff\xfe\x00",
}


@pytest.fixture
def resident(world: World) -> Person:
    return world.resident()


@pytest.fixture
def number(resident: Person) -> str:
    answer = resident.report()
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["case_number"])


def _act(who: Person, number: str, action: str, body: str | bytes) -> TestResponse:
    version = who.world.version(number)
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": uuid.uuid4().hex}
    return _send(who, f"{who.base}/{number}/actions/{action}", body, headers)


def _send(
    who: Person, path: str, body: str | bytes, headers: dict[str, str] | None = None
) -> TestResponse:
    return who.ask("POST", path, data=body, content_type="application/json", headers=headers or {})


@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS.keys())
def test_a_body_that_is_no_json_or_never_ends(world: World, number: str, body: str | bytes) -> None:
    clerk = world.staff("east_clerk")
    for path in ("reports", "sessions", "otp", "notices/read"):
        assert _send(clerk, path, body).status_code in (400, 422)
    assert _act(clerk, number, "accept", body).status_code == 400
    assert world.version(number) == 1


@pytest.mark.parametrize("bad", [SURROGATE, NUL])
def test_text_that_no_database_keeps(world: World, resident: Person, number: str, bad: str) -> None:
    form = json.dumps(world.report_form(resident, about_org="X"))
    for name in ("垃圾没有人清", "T1", "X"):
        body = form.replace(json.dumps(name), bad)
        assert body != form
        assert _send(resident, "reports", body).status_code in (400, 422)
    assert _act(resident, number, "add_evidence", f'{{"words":{bad}}}').status_code in (400, 422)
    clerk = world.staff("east_clerk")
    assert _act(clerk, number, "merge", f'{{"master":{bad}}}').status_code in (400, 422)
    sign_in = f'{{"username":{bad},"password":{bad}}}'
    assert _send(world.anonymous, "sessions", sign_in).status_code in (400, 422)
    assert world.version(number) == 1


def test_nul_in_addresses_and_queries(world: World, resident: Person) -> None:
    clerk = world.staff("east_clerk")
    for path in ("cases/a%00", "public/cases/a%00", "/c/a%00"):
        assert clerk.get(path).status_code == 404, path
    assert resident.get("follow/a%00").status_code == 404
    assert world.anonymous.post("otp/a%00", {"code": "123456"}).status_code == 404
    for path in (
        "cases?q=%00",
        "cases?tile=%00",
        "public/cases?tile=%00",
        "organisations?case=%00",
        "people?organisation=%00",
    ):
        assert clerk.get(path).status_code == 422, path
    form = {"number": "a\x00", "code": "A" * 16}
    assert world.anonymous.ask("POST", "/follow", data=form).status_code == 404


def test_numbers_beyond_a_column(world: World, number: str) -> None:
    clerk = world.staff("east_clerk")
    assert clerk.get(f"photos/{BEYOND}/original").status_code == 404
    assert clerk.get(f"photos/{2**40}/original").status_code == 404
    assert clerk.ask("DELETE", f"sessions/{2**40}").status_code == 404
    for beyond in (BEYOND, 2**40, -(2**63)):
        ids = json.dumps({"photo_ids": [beyond]})
        assert _act(clerk, number, "unpublish", ids).status_code == 422
        assert clerk.post("notices/read", {"ids": [beyond]}).status_code == 422
    assert clerk.post("notices/read", {"ids": [1] * 40_000}).status_code == 422
    assert world.anonymous.get(f"public/cases?cursor={2**40}").status_code == 422


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_outside_of_time(resident: Person, moment: str) -> None:
    photo = {**resident.photo(), "captured_at": moment}
    assert resident.report(photos=[photo]).status_code == 422


@pytest.mark.parametrize("value", ["1E-999999999", "0E-999999999", "0E+999999999", "NaN", "-1"])
def test_a_quantity_that_fills_the_memory_when_written_out(
    world: World, number: str, value: str
) -> None:
    clerk, handler = world.staff("east_clerk"), world.staff("sanitation_handler")
    clerk.do(number, "accept", **world.condition("E02"))
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation", reason="近")
    body: dict[str, Any] = {
        "photos": [handler.photo()],
        "words": "已经全部清理干净,请看。",
        "close_type": "rectified",
        "quantities": [{"unit": "place", "value": value}],
    }
    assert handler.act(number, "finish", body).status_code == 422


def test_a_form_of_any_shape(world: World) -> None:
    """The page without scripts refuses in its own words, whatever is in the fields."""
    fields = ("area", "words", "address", "tile", "phone", "consent", "token")
    odd = world.anonymous.ask("POST", "/report", data=dict.fromkeys(fields, "\x00"))
    assert odd.status_code == 422
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\na\r\n' % part
        for part in range(3000)
    )
    large = b'--x\r\nContent-Disposition: form-data; name="area"\r\n\r\n' + b"a" * 600_000
    for body in (parts, large):
        answer = world.anonymous.ask(
            "POST",
            "/report",
            data=body + b"\r\n--x--",
            content_type="multipart/form-data; boundary=x",
        )
        assert answer.status_code == 413


@pytest.mark.parametrize("origin", ["null", "http://[", "http://[::1", "//", "localhost", "x://"])
def test_an_origin_that_is_none(world: World, origin: str) -> None:
    clerk = world.staff("east_clerk")
    answer = clerk.post("notices/read", {"ids": "all"}, headers={"Origin": origin})
    assert answer.status_code == 403
    same = {"Origin": "http://localhost"}
    assert clerk.post("notices/read", {"ids": "all"}, headers=same).status_code == 204
