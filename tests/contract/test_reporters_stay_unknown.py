"""Who works a case never receives anything about who reported it, in any format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.world import Person, World

PHONE = "13912345678"
NAME = "沈某某居民"
OUTSIDERS = (
    "east_dispatcher",
    "sanitation_handler",
    "municipal_handler",
    "property_handler",
    "sponsor_handler",
    "checker",
    "west_clerk",
    "patrol",
    "admin",
    "auditor",
)


@pytest.fixture
def number(world: World) -> str:
    """A case with a reporter who left a number, another who joined, and one who called."""
    resident = world.account(PHONE)
    sent = resident.report(contact={"phone": PHONE}, anonymous=False)
    number = str(sent.get_json()["case_number"])
    called = {"channel": "phone", "name": NAME, "phone": PHONE, "consent": True}
    clerk = world.staff("east_clerk")
    clerk.post("reports", world.report_form(clerk, on_behalf=called, photos=[]))
    clerk.do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    handler = world.staff("sanitation_handler")
    handler.do(number, "acknowledge")
    words = "已经清理干净,恢复原状。"
    finished = {"photos": [handler.photo()], "words": words, "close_type": "rectified"}
    quantities = [{"unit": unit, "value": 1} for unit in _units(world)]
    handler.do(number, "finish", **finished, quantities=quantities)
    world.drain()
    return number


def _units(world: World) -> list[str]:
    items = world.staff("east_clerk").get("categories").get_json()["items"]
    wanted = world.condition()["category"]
    return next(list(item["units"]) for item in items if item["code"] == wanted)


def _keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node
        for child in node.values():
            yield from _keys(child)
    elif isinstance(node, list):
        for child in node:
            yield from _keys(child)


def _everything(person: Person, number: str) -> Iterator[tuple[str, Any]]:
    """Every answer this person can get about cases: API, pages and the files they name."""
    paths = [f"cases/{number}", "cases.geojson", "queues", "notices", "people", "organisations"]
    paths += [f"cases?queue={queue}" for queue in ("all", "handling", "to_check", "closed")]
    paths += [f"public/cases/{number}", "public/cases", "/", f"/c/{number}", "/office", "/follow"]
    paths += ["ledger", "statistics/quantities", "exports", "/office/print/ledger"]
    paths += ["rectification-lists", "community-lists"]
    for path in paths:
        answer = person.get(path)
        yield path, answer
        if answer.is_json:
            for url in {url for url in _urls(answer.get_json()) if url.startswith("/photos/")}:
                yield url, person.get(url)
    for method in ("add_note", "assign_person", "publish"):
        yield method, person.act(number, method, {"note": "查看"})


def _urls(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for child in node.values():
            yield from _urls(child)
    elif isinstance(node, list):
        for child in node:
            yield from _urls(child)
    elif isinstance(node, str) and node.startswith("/"):
        yield node


@pytest.mark.parametrize("username", OUTSIDERS)
def test_no_reporter_in_any_answer(world: World, number: str, username: str) -> None:
    for path, answer in _everything(world.staff(username), number):
        assert PHONE.encode() not in answer.data, path
        assert b"139****5678" not in answer.data, path
        assert NAME.encode() not in answer.data, path
        if answer.is_json:
            bad = [key for key in _keys(answer.get_json()) if key.startswith("reporter_")]
            assert not bad, (path, bad)


def test_the_clerk_sees_a_masked_number_only(world: World, number: str) -> None:
    answer = world.staff("east_clerk").view(number)
    assert "139****5678" in answer.text
    assert PHONE not in answer.text


def test_the_database_holds_no_readable_number(number: str, database: str, data_dir: Any) -> None:
    assert number
    if not database.startswith("sqlite"):
        pytest.skip("reads the bytes of the SQLite file; the columns are the same on PostgreSQL")
    for path in data_dir.glob("app.db*"):
        assert PHONE.encode() not in path.read_bytes(), path
