"""The journal as residents, offices and everybody read it."""

from __future__ import annotations

from typing import Any

from tests.support.world import WEST, World


def step(timeline: list[dict[str, Any]], action: str) -> dict[str, Any]:
    return next(event for event in timeline if event["action"] == action)


def test_a_dispatch_names_who_gave_and_who_got_the_case(world: World) -> None:
    reporter = world.resident()
    number = reporter.report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    world.staff("sanitation_handler").do(number, "acknowledge")
    public = world.anonymous.get(f"public/cases/{number}")
    offices = world.staff("east_clerk").view(number)
    for view in (reporter.view(number), public, offices):
        timeline = view.get_json()["timeline"]
        dispatched = step(timeline, "dispatch")
        assert dispatched["organisation"] == {"name": "东街道办事处"}
        assert dispatched["given_to"] == {"name": "环卫处"}
        assert step(timeline, "acknowledge")["organisation"] == {"name": "环卫处"}
        assert step(timeline, "acknowledge")["given_to"] is None
    page = world.anonymous.get(f"/c/{number}").get_data(as_text=True)
    assert "已派给 环卫处" in page
    assert "已派给 东街道办事处" not in page


def test_a_transfer_names_the_street_that_got_the_case(world: World) -> None:
    reporter = world.resident()
    number = reporter.report().get_json()["case_number"]
    world.staff("east_clerk").do(
        number, "transfer_intake", place={**WEST, "datum": "wgs84"}, reason="在西街道"
    )
    moved = step(reporter.view(number).get_json()["timeline"], "transfer_intake")
    assert moved["organisation"] == {"name": "东街道办事处"}
    assert moved["given_to"] == {"name": "西街道办事处"}
