"""Queues by clock, by person and by what is to be decided; derived, with no job having run."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.refusals import refused
from tests.support.world import EAST, WEST, Person, World


def _count(person: Person, queue: str) -> int:
    items = person.get("queues").get_json()["items"]
    return next(item["count"] for item in items if item["queue"] == queue)


def _numbers(person: Person, queue: str, **query: Any) -> list[str]:
    answer = person.get("cases", query_string={"queue": queue, **query})
    assert answer.status_code == 200, answer.text
    return [item["number"] for item in answer.get_json()["items"]]


def _reported(world: World, **changes: Any) -> str:
    number: str = world.resident().report(**changes).get_json()["case_number"]
    return number


def _handled(world: World) -> str:
    number = _reported(world)
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    return number


def test_soon_late_and_late_need_no_job(world: World) -> None:
    """Intake may take four working hours: at three of them it is about to be late."""
    clerk, number = world.staff("east_clerk"), _reported(world)
    seen = []
    for minutes in (0, 179, 1, 60 + 120, 1):  # the noon break counts nothing
        world.clock.advance(minutes=minutes)
        seen.append((_count(clerk, "about_to_be_late"), _count(clerk, "overdue")))
    assert seen == [(0, 0), (0, 0), (1, 0), (1, 0), (1, 1)]
    assert _numbers(clerk, "overdue") == _numbers(clerk, "about_to_be_late") == [number]
    clerk.do(number, "request_info", question="具体在哪里？")
    assert _count(clerk, "overdue") == 0, "the clock of the office stands still"


@pytest.mark.one_database
def test_mine_are_the_open_cases_given_to_me(world: World) -> None:
    number, handler = _handled(world), world.staff("sanitation_handler")
    assert _numbers(handler, "mine") == []
    handler.do(number, "assign_person", person=handler.actor.staff_id)
    _handled(world)
    assert _numbers(handler, "mine") == [number]
    assert _count(handler, "mine") == 1
    assert _numbers(world.staff("sanitation_handler2"), "mine") == []


@pytest.mark.one_database
def test_what_a_grid_worker_is_sent_to_see_and_a_checker_was_drawn_for(world: World) -> None:
    asked, grid = _reported(world), world.staff("east_grid")
    sent = world.condition() | {"person": grid.actor.staff_id}
    world.staff("east_clerk").do(asked, "ask_verify", **sent)
    assert _numbers(grid, "mine") == _numbers(grid, "my_turn") == [asked]
    grid.do(asked, "verify_true", photos=[grid.photo()])
    assert _numbers(grid, "mine") == []

    fixed, handler = _handled(world), world.staff("sanitation_handler")
    done = {"words": "已经清理干净，现场已冲洗。", "close_type": "rectified"}
    handler.do(fixed, "finish", photos=[handler.photo()], **done)
    drawn = [name for name in ("checker", "checker2") if _numbers(world.staff(name), "mine")]
    assert len(drawn) == 1, "one of them was drawn, the other has nothing to do with it"


@pytest.mark.one_database
def test_what_an_office_asks_for_and_who_decides(world: World) -> None:
    returned, asked = _handled(world), _handled(world)
    handler, dispatcher = world.staff("sanitation_handler"), world.staff("east_dispatcher")
    for number in (returned, asked):
        handler.do(number, "acknowledge")
    handler.do(returned, "request_return", return_reason="duty", basis="不是我处的职责。")
    assert _numbers(dispatcher, "returns_to_decide") == [returned]
    assert _count(dispatcher, "returns_to_decide") == 1
    assert _count(world.staff("west_dispatcher"), "returns_to_decide") == 0

    grounds = {"grounds": "需要等材料到货。"}
    handler.do(asked, "request_extension", amount=1, **grounds)
    lead, leader = world.staff("east_lead"), world.staff("leader")
    assert _numbers(lead, "requests_to_decide") == _numbers(leader, "requests_to_decide") == [asked]
    lead.do(asked, "approve_extension")
    dispatcher.do(asked, "request_void", void_reason="mistake", **grounds)
    assert _count(lead, "requests_to_decide") == 0, "the centre decides that"
    assert _numbers(leader, "requests_to_decide") == [asked]
    leader.do(asked, "refuse_void", reason="现场确有问题。")


def test_what_a_called_department_did_waits_for_the_street_that_whistled(world: World) -> None:
    number, called = _handled(world), world.staff("municipal_handler")
    world.staff("sanitation_handler").do(number, "acknowledge")
    lead, head = world.staff("east_lead"), world.staff("east_head")
    whistle = {"whistle_level": "daily", "organisations": ["municipal"], "task": "请到场。"}
    lead.do(number, "whistle", **whistle)
    called.do(number, "whistle_ack")
    called.do(number, "whistle_report_in")
    assert _numbers(lead, "requests_to_decide") == []
    called.do(number, "whistle_measures", note="已设围挡。")
    for leader in (lead, head):
        assert _numbers(leader, "requests_to_decide") == [number]
        assert _count(leader, "requests_to_decide") == 1
    assert _numbers(world.staff("leader"), "requests_to_decide") == []
    lead.do(number, "whistle_dispute", organisation="municipal", reason="还没有处理完。")
    assert _numbers(lead, "requests_to_decide") == []


def test_nobody_is_shown_as_a_request_what_somebody_else_has_to_decide(world: World) -> None:
    number, leader = _handled(world), world.staff("leader")
    asked = {"photos": [leader.photo()], "grounds": "整片拆迁，问题随之消失。"}
    leader.do(number, "request_force_close", **asked)
    assert _numbers(leader, "requests_to_decide") == []
    assert _count(leader, "requests_to_decide") == 0
    assert _numbers(world.staff("leader2"), "requests_to_decide") == [number]


@pytest.mark.one_database
def test_a_suspension_that_was_approved_waits_for_nobody(world: World) -> None:
    number, handler = _handled(world), world.staff("sanitation_handler")
    handler.do(number, "acknowledge")
    safe = {"photos": [handler.photo()], "grounds": "季节不允许施工。"}
    until = {"suspension_reason": "season", "until": "2027-03-01"}
    handler.do(number, "request_suspension", **until, **safe)
    leader = world.staff("leader")
    assert _numbers(leader, "requests_to_decide") == [number]
    leader.do(number, "approve_suspension")
    assert _numbers(leader, "requests_to_decide") == _numbers(leader, "my_turn") == []


@pytest.mark.one_database
def test_what_waits_for_me_is_all_of_my_work(world: World) -> None:
    assigned, handling = _handled(world), _handled(world)
    handler = world.staff("sanitation_handler")
    handler.do(handling, "acknowledge")
    assert sorted(_numbers(handler, "my_turn")) == sorted([assigned, handling])
    assert _numbers(world.staff("east_clerk"), "my_turn") == []


@pytest.mark.one_database
def test_a_queue_of_another_role_is_refused(world: World) -> None:
    for queue in ("to_accept", "requests_to_decide"):
        answer = world.staff("sanitation_handler").get("cases", query_string={"queue": queue})
        refused(answer, 403, "forbidden")


def test_order_and_pages(world: World) -> None:
    numbers = [_reported(world) for _ in range(5)]
    supervisor = world.staff("supervisor")
    world.staff("east_clerk").do(
        numbers[1], "reject", reason_code="1", words="不属于职责范围。", channel="12345"
    )
    for sort, expected in (
        ("latest", numbers[::-1]),
        ("due", [numbers[0], *numbers[2:], numbers[1]]),  # what has no clock comes last
    ):
        seen: list[str] = []
        cursor = None
        while not seen or cursor:
            query = {"queue": "all", "sort": sort, "limit": 2}
            page = supervisor.get(
                "cases", query_string=query | ({"cursor": cursor} if cursor else {})
            ).get_json()
            seen += [item["number"] for item in page["items"]]
            cursor = page["next"]
        assert seen == expected


def test_by_area_and_by_place(world: World) -> None:
    west = {**WEST, "accuracy_m": 10, "source": "fix"}
    near = {"lat": EAST["lat"] + 0.001, "lon": EAST["lon"], "accuracy_m": 5, "source": "fix"}
    here, there, elsewhere = _reported(world), _reported(world, place=near), None
    elsewhere = _reported(world, place=west)
    person = world.staff("supervisor")
    assert sorted(_numbers(person, "all", area="990101001")) == sorted([here, there])
    assert _numbers(person, "all", area="990101002") == [elsewhere]
    assert len(_numbers(person, "all", area="990101")) == 3
    assert sorted(_numbers(person, "all", area="990101001001")) == sorted([here, there])
    spot = {"lat": EAST["lat"], "lon": EAST["lon"]}
    assert _numbers(person, "all", **spot, radius_m=100) == [here]
    assert sorted(_numbers(person, "all", **spot, radius_m=120)) == sorted([here, there])
    for path in ("cases", "cases.geojson"):
        for query in ({"area": "123"}, {"lat": 1.0}):
            answer = person.get(path, query_string={"queue": "all", **query})
            assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"area": "990101002"}, 2),
        ({"tile": "T8"}, 1),
        ({"q": "北门"}, 2),
        ({**EAST, "radius_m": 100}, 1),
    ],
    ids=["all", "area", "tile", "words", "place"],
)
def test_the_map_holds_what_the_list_holds(world: World, query: dict[str, Any], count: int) -> None:
    west = {**WEST, "accuracy_m": 10, "source": "fix"}
    _reported(world, address="市场北门")
    _reported(world, tile="T8", words="北门的井盖松了", place=west)
    _reported(world, place=west, address="南门")
    world.drain()
    person = world.staff("supervisor")
    shown = person.get("cases.geojson", query_string={"queue": "all", **query}).get_json()
    on_map = [feature["properties"]["number"] for feature in shown["features"]]
    assert sorted(on_map) == sorted(_numbers(person, "all", **query))
    assert len(on_map) == count
