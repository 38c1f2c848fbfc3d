"""Rectification lists (A32) and community lists (A33)."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from openpyxl import load_workbook

from server.inspection.lists_service import rate
from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.world import Person, World

DUE = "2026-11-27"


@pytest.fixture
def supervisor(world: World) -> Person:
    return world.staff("supervisor")


@pytest.fixture
def department(world: World) -> Person:
    return world.staff("sanitation_handler")


def _reported(world: World) -> str:
    return str(world.resident().report(address="东一路").get_json()["case_number"])


def _issue(person: Person, *items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    body = {"organisation": "sanitation", "title": "十一月整改", "due": DUE, "items": list(items)}
    answer = person.post("rectification-lists", body | changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.get_json()
    return made


def _refused(person: Person, *items: dict[str, Any], **changes: Any) -> str:
    body = {"organisation": "sanitation", "title": "清单", "due": DUE, "items": list(items)}
    answer = person.post("rectification-lists", body | changes)
    assert answer.status_code == 422, answer.text
    return str(answer.get_json()["code"])


def _list(person: Person, number: int) -> dict[str, Any]:
    answer = person.get(f"rectification-lists/{number}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def _close(world: World, number: str) -> None:
    """The case goes its whole way; its reporter says nothing."""
    world.staff("east_clerk").do(number, "accept", **world.condition("E03"))
    world.staff("east_dispatcher").do(number, "dispatch", organisation="municipal", reason="忙")
    handler = world.staff("municipal_handler")
    handler.do(
        number,
        "finish",
        photos=[handler.photo()],
        words="已经全部修好了，请查看。",
        close_type="rectified",
    )
    world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    world.clock.advance(hours=73)
    world.timers()


@pytest.mark.parametrize(
    ("due", "closed", "percent"),
    [(40, 38, "95.0"), (40, 37, "92.5"), (3, 2, "66.7"), (8, 0, "0.0")],
)
def test_the_rate_has_one_decimal(due: int, closed: int, percent: str) -> None:
    assert str(rate(due, closed)) == percent
    assert rate(0, 0) is None


def test_a_list_is_issued_signed_for_and_worked_off(
    world: World, supervisor: Person, department: Person
) -> None:
    number = _reported(world)
    words = {"words": "门前垃圾未清", "category": "E01", "place": "东一路 5 号"}
    made = _issue(supervisor, {"case": number}, words)
    assert made["number"] == "整改〔2026〕1 号"
    assert (made["status"], made["count"], made["done"]) == ("issued", 2, 0)
    assert (made["may_receive"], made["may_mark"]) == (False, True)
    first, second = made["items"]
    assert (first["case_number"], first["state"]) == (number, "submitted")
    assert first["place"] == "东一社区 东一路"
    assert (second["category"], second["words"]) == ("垃圾", "门前垃圾未清")
    assert second["state"] is None

    assert _list(department, made["id"])["may_receive"]
    path = f"rectification-lists/{made['id']}"
    signed = department.post(f"{path}/receipt", {}).get_json()
    assert (signed["status"], signed["received_by"]) == ("received", "陈处置乙")
    colleague = world.staff("sanitation_handler2")
    again = colleague.post(f"{path}/receipt", {}).get_json()
    assert again["received_by"] == "陈处置乙", "the first signature stays"
    assert supervisor.post(f"{path}/receipt", {}).status_code == 403

    done = supervisor.ask("PUT", f"{path}/items/{second['id']}", json={"done": True}).get_json()
    assert done["items"][1]["done"]
    mirrored = supervisor.ask("PUT", f"{path}/items/{first['id']}", json={"done": True})
    refused(mirrored, 409, "item_has_case")
    assert (
        department.ask("PUT", f"{path}/items/{second['id']}", json={"done": True}).status_code
        == 403
    )
    assert _issue(supervisor, words)["number"] == "整改〔2026〕2 号"


def test_an_item_is_done_when_its_case_is_closed(world: World, supervisor: Person) -> None:
    number = _reported(world)
    made = _issue(supervisor, {"case": number})
    _close(world, number)
    closed = _list(supervisor, made["id"])
    assert (closed["status"], closed["items"][0]["state"]) == ("done", "closed")
    supervisor.do(number, "reopen", words="又脏了")
    reopened = _list(supervisor, made["id"])
    assert (reopened["done"], reopened["items"][0]["done"]) == (0, False)


def test_only_what_is_due_counts(world: World, supervisor: Person) -> None:
    def told(person: Person = supervisor) -> dict[str, Any]:
        found: dict[str, Any] = person.get("rectification-lists").get_json()["rate"]
        return found

    words = [{"words": f"第 {n} 处"} for n in range(40)]
    made = _issue(supervisor, *words, due="2026-11-23")
    _issue(supervisor, {"words": "以后的"}, due="2026-12-31")
    assert told() == {"due": 0, "closed": 0, "percent": None, "low": False}
    path = f"rectification-lists/{made['id']}/items"
    for item in made["items"][:37]:
        supervisor.ask("PUT", f"{path}/{item['id']}", json={"done": True})
    world.clock.advance(days=1)
    assert told() == {"due": 40, "closed": 37, "percent": "92.5", "low": True}
    supervisor.ask("PUT", f"{path}/{made['items'][37]['id']}", json={"done": True})
    assert told() == {"due": 40, "closed": 38, "percent": "95.0", "low": False}
    assert told(world.staff("municipal_handler"))["percent"] is None
    assert _list(supervisor, made["id"])["overdue"]


def test_a_list_is_for_whom_it_is_addressed_to(
    world: World, supervisor: Person, department: Person
) -> None:
    number = _reported(world)
    made = _issue(supervisor, {"case": number})
    path = f"rectification-lists/{made['id']}"
    assert department.get(path).status_code == 200
    for name in ("municipal_handler", "east_clerk", "west_dispatcher", "property_handler"):
        assert world.staff(name).get(path).status_code == 404, name
        assert world.staff(name).get("rectification-lists").get_json()["items"] == []
    for name in ("checker", "admin", "auditor", "patrol"):
        assert world.staff(name).get(path).status_code == 403, name
    assert department.post("rectification-lists", {}).status_code == 403
    assert "reporter" not in department.get(path).text


@pytest.mark.one_database
def test_what_cannot_be_listed(world: World, supervisor: Person) -> None:
    number = _reported(world)
    west = world.staff("west_clerk")
    assert _refused(west, {"case": number}) == "list_case"
    assert _refused(supervisor, {"case": "990101-20260101-2222"}) == "list_case"
    assert _refused(supervisor, {"case": number}, {"case": number}) == "list_case"
    about = world.resident().report(about_org="sanitation").get_json()["case_number"]
    assert _refused(supervisor, {"case": about}) == "list_case"
    assert _refused(supervisor, {"words": "x"}, organisation="nobody") == "invalid"
    assert _refused(supervisor, {"words": "x"}, organisation="centre") == "invalid"
    assert _refused(supervisor, {"words": "x"}, due="2026-11-22") == "invalid"
    assert _refused(supervisor, {"place": "东一路"}) == "invalid"
    _issue(world.staff("east_clerk"), {"case": number})


@pytest.mark.one_database
def test_a_list_on_paper_and_as_a_file(world: World, supervisor: Person) -> None:
    number = _reported(world)
    made = _issue(supervisor, {"case": number}, {"words": "=1+1", "place": "东一路"})
    printed = world.staff("sanitation_handler").get(f"/office/print/rectification/{made['id']}")
    assert printed.status_code == 200
    for words in (number, "签收人：", "东一路", "未签收"):
        assert words in printed.text
    assert "reporter" not in printed.text
    assert (
        world.staff("municipal_handler")
        .get(f"/office/print/rectification/{made['id']}")
        .status_code
        == 404
    )
    sent = supervisor.get(f"rectification-lists/{made['id']}/file", buffered=True)
    sheet = load_workbook(io.BytesIO(sent.data)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    assert {"'=1+1", number} <= {cell.value for cell in cells}


@pytest.mark.one_database
def test_queries_do_not_grow(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]], supervisor: Person
) -> None:
    def ask() -> int:
        """What is read of lists; whether somebody edited the city is looked up now and then."""
        with query_count() as queries:
            supervisor.get("rectification-lists")
            supervisor.get(f"rectification-lists/{made['id']}")
        return sum("rectification_" in statement for statement in queries.statements)

    made = _issue(supervisor, {"case": _reported(world)})
    few = ask()
    made = _issue(supervisor, *[{"case": _reported(world)} for _ in range(5)])
    assert ask() == few > 0
