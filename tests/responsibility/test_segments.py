"""Road segments: exactly one 路长 and one 包保干部, dated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server.responsibility.service import keepers_at, segment_at, segment_keepers_for
from tests.responsibility.conftest import LAT, ROAD, segment_form
from tests.support.refusals import refused
from tests.support.town import EDGES, MIDDLE
from tests.support.world import World

ON_THE_ROAD = (LAT + 0.00015, MIDDLE - 0.01)  # 17 m north of it
BESIDE_IT = (LAT + 0.0002, MIDDLE - 0.01)  # 22 m


def _names(world: World, at: datetime, place: tuple[float, float]) -> list[tuple[str, ...]]:
    with world.app.app_context():
        return [
            (
                found.segment.code,
                *(who.name if who else "-" for who in (found.chief, found.sponsor)),
            )
            for found in keepers_at(*place, at)
        ]


def _put(world: World, **keepers: Any) -> Any:
    since = {"from": keepers.pop("since").isoformat()} if "since" in keepers else {}
    ids = {role: world.staff_ids[name] for role, name in keepers.items()}
    answer = world.staff("admin").ask("PUT", "segments/LD-001/duties", json=ids | since)
    return answer.status_code, answer.get_json()


def test_a_segment_counts_with_both_keepers_and_its_past_stays(world: World) -> None:
    admin, may = world.staff("admin"), datetime.fromisoformat("2026-05-20T09:00:00+08:00")
    june = datetime.fromisoformat("2026-06-01T00:00:00+08:00")
    world.clock.set(may)
    form = segment_form(world)
    del form["sponsor"]
    made = admin.post("segments", form)
    assert (made.status_code, made.get_json()["state"]) == (201, "draft")
    assert admin.post("segments", form).get_json()["code"] == "code_taken"
    assert admin.post("segments/LD-001/activate", {}).get_json()["code"] == "segment_needs_both"
    assert _names(world, may, ON_THE_ROAD) == []

    assert _put(world, sponsor="east_keeper")[1]["code"] == "keepers_must_differ"
    assert _put(world, sponsor="east_grid")[1]["errors"].keys() == {"sponsor"}
    assert _put(world, sponsor="east_officer")[0] == 200
    active = admin.post("segments/LD-001/activate", {}).get_json()
    assert (active["state"], active["chief"]["name"], active["sponsor"]["name"]) == (
        "active",
        "华路长甲",
        "金包保甲",
    )
    again = admin.post("segments/LD-001/activate", {})
    refused(again, 409, "segment_already_active")
    assert _names(world, may, ON_THE_ROAD) == [("LD-001", "华路长甲", "金包保甲")]
    assert _names(world, may, BESIDE_IT) == []

    assert _put(world, sponsor="keeper3", since=june)[0] == 200
    assert _put(world, chief="keeper3", since=june)[1]["code"] == "keepers_must_differ"
    world.clock.advance(days=20)
    last_of_may = datetime.fromisoformat("2026-05-31T23:59:59+08:00")
    assert _names(world, last_of_may, ON_THE_ROAD) == [("LD-001", "华路长甲", "金包保甲")]
    assert _names(world, june, ON_THE_ROAD) == [("LD-001", "华路长甲", "路长乙")]
    assert _put(world, sponsor="east_officer", since=may)[1]["code"] == "duty_already_begun"
    with world.app.app_context():
        keeps = segment_keepers_for(world.staff_ids["keeper3"])
        assert [(segment.code, role) for segment, role in keeps] == [("LD-001", "sponsor")]
        others = segment_keepers_for(world.staff_ids["east_officer"])
        assert [segment.code for segment, _ in others] == ["east-road"]

    seen = world.staff("east_clerk").get("segments/LD-001").get_json()
    assert [(duty["role"], duty["person"]["name"], duty["to"]) for duty in seen["duties"]] == [
        ("chief", "华路长甲", None),
        ("sponsor", "金包保甲", "2026-05-31T16:00:00Z"),
        ("sponsor", "路长乙", None),
    ]
    assert admin.post("segments/LD-001/end", {}).get_json()["state"] == "ended"
    assert _names(world, world.clock(), ON_THE_ROAD) == []
    assert _names(world, june, ON_THE_ROAD) == [("LD-001", "华路长甲", "路长乙")]
    assert _put(world, chief="keeper3")[1]["code"] == "segment_ended"


def test_a_plan_may_be_changed_until_it_begins(world: World) -> None:
    admin, now = world.staff("admin"), world.clock()
    admin.post("segments", segment_form(world))
    world.clock.advance(days=1)
    later = world.clock().replace(month=12, day=1)
    assert _put(world, chief="keeper3", since=later)[0] == 200
    sooner = _put(world, chief="keeper3")[1]
    chiefs = [duty for duty in sooner["duties"] if duty["role"] == "chief"]
    assert [duty["person"]["name"] for duty in chiefs] == ["华路长甲", "路长乙"]
    assert (chiefs[0]["to"], chiefs[1]["to"]) == (chiefs[1]["from"], None)
    assert _put(world, chief="east_keeper", since=now)[1]["code"] == "duty_already_begun"


def test_what_is_no_segment_is_refused(world: World) -> None:
    admin = world.staff("admin")
    swapped = {"type": "LineString", "coordinates": [[LAT, EDGES[0]], [LAT, MIDDLE]]}
    point = {"type": "LineString", "coordinates": [[MIDDLE, LAT], [MIDDLE, LAT]]}
    for changes, code in (
        ({"geometry": swapped}, "shape_refused"),
        ({"geometry": point}, "shape_refused"),
        ({"geometry": {"type": "LineString", "coordinates": [["a", 1], [2]]}}, "shape_refused"),
        ({"geometry": {"type": "Point", "coordinates": [MIDDLE, LAT]}}, "shape_refused"),
        ({"community": "990101001"}, "community_unknown"),
        ({"chief": world.staff_ids["admin"]}, "not_a_segment_keeper"),
    ):
        answer = admin.post("segments", segment_form(world, **changes))
        refused(answer, 422, code)
    assert [item["code"] for item in admin.get("segments").get_json()["items"]] == ["east-road"]
    assert admin.get("segments/LD-001").status_code == 404


def test_where_roads_meet_the_nearest_comes_first(world: World) -> None:
    admin, now = world.staff("admin"), world.clock()
    crossing = [[MIDDLE - 0.01, LAT - 0.003], [MIDDLE - 0.01, LAT + 0.003]]
    across = {"type": "LineString", "coordinates": crossing}
    for code, geometry in (("LD-001", ROAD), ("LD-002", across)):
        admin.post("segments", segment_form(world, code=code, geometry=geometry))
        assert admin.post(f"segments/{code}/activate", {}).status_code == 200
    with world.app.app_context():
        north = (LAT + 0.0001, MIDDLE - 0.01)
        assert [found.segment.code for found in keepers_at(*north, now)] == ["LD-002", "LD-001"]
        assert segment_at(LAT, MIDDLE - 0.0101, now) == segment_at(LAT, MIDDLE - 0.015, now)
        assert segment_at(LAT + 0.009, MIDDLE - 0.015, now) is None
