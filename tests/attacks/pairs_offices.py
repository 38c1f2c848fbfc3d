"""Two at once about who answers for what, and about what the city's work goes by."""

from __future__ import annotations

from functools import partial
from typing import Any

from server.responsibility.models import GridBinding, Sponsorship
from tests.attacks.pairs import Pair, all_succeed, count, lines, one_is_told, windows
from tests.support.town import EDGES, MIDDLE, NORTH, SOUTH
from tests.support.world import Person, World

_LAT = (SOUTH + NORTH) / 2
_ROAD = {"type": "LineString", "coordinates": [[EDGES[0] + 0.002, _LAT], [MIDDLE - 0.002, _LAT]]}


def _segment(world: World) -> None:
    one, other = windows(world, "admin")
    form = {
        "code": "LD-1",
        "name": "西街",
        "community": "990101001001",
        "geometry": _ROAD,
        "chief": world.staff_ids["east_keeper"],
        "sponsor": world.staff_ids["east_officer"],
    }
    people = (one, other)
    one_is_told(
        world, "201", "409 code_taken", *(partial(who.post, "segments", form) for who in people)
    )
    for what, refusal in (("activate", "segment_already_active"), ("end", "segment_ended")):
        calls = [partial(who.post, f"segments/LD-1/{what}", {}) for who in people]
        one_is_told(world, "200", f"409 {refusal}", *calls)


def _site_and_sponsor(world: World) -> None:
    one, other = windows(world, "admin")
    site = {"kind": "point", "code": "DW-1", "name": "点位", "lat": _LAT, "lon": MIDDLE + 0.001}
    calls = [partial(who.post, "sites", site) for who in (one, other)]
    one_is_told(world, "201", "409 code_taken", *calls)
    form = {"organisation": "sponsor", "target_kind": "point", "target": "DW-1"}
    calls = [partial(who.post, "sponsorships", form) for who in (one, other)]
    one_is_told(world, "201", "409 sponsorship_exists", *calls)
    assert count(world, Sponsorship) == 1


def _duty_and_grids(world: World) -> None:
    one, other = windows(world, "admin")
    path = "areas/990101001/duty"
    people = ("east_head", "east_lead")
    calls = [
        partial(who.ask, "PUT", path, json={"person": world.staff_ids[name]})
        for who, name in zip((one, other), people, strict=True)
    ]
    one_is_told(world, "200", "422 duty_already_begun", *calls)
    worker = world.staff_ids["east_grid"]
    path = f"grid-workers/{worker}/areas"
    areas = (["990101001001"], ["990101001"])
    all_succeed(
        world,
        *(
            partial(who.ask, "PUT", path, json={"areas": codes})
            for who, codes in zip((one, other), areas, strict=True)
        ),
    )
    assert count(world, GridBinding, staff_id=worker) == 1


def _edits(world: World) -> None:
    """Of two who saw the same version the other is told that it was edited meanwhile."""
    one, other = windows(world, "admin")

    def each(method: str, path: str, version: int, *bodies: Any) -> None:
        headers = {"If-Match": f'"{version}"'}
        calls = [
            partial(who.ask, method, path, json=body, headers=headers)
            for who, body in zip((one, other), bodies, strict=True)
        ]
        one_is_told(world, _DONE[method], "412 edited_meanwhile", *calls)

    policy = one.get("city/policy").get_json()["version"]
    each(
        "PATCH",
        "city/policy",
        policy,
        {"changes": {"confirm_hours": 48}},
        {"changes": {"appeal_days": 9}},
    )
    _calendar(one, each)
    catalogue = one.get("catalog/responsibilities").get_json()["version"]
    line = {"lead": "sanitation", "area": None, "since": None}
    charges = [line | {"organisation": name} for name in ("municipal", "east")]
    each("POST", "catalog/responsibilities", catalogue, *charges)
    template: dict[str, Any] = {"title": "一", "words": "请补充。", "audience": "public"}
    template |= {"words_ko": "보충", "organisation": None}
    made = one.post("templates", template | {"code": "edited"})
    assert made.status_code == 201, made.text
    before = lines(world, "template.changed")
    each("PUT", "templates/edited", 1, template | {"title": "二"}, template | {"title": "三"})
    assert lines(world, "template.changed") == before + 1


_DONE = {"PATCH": "200", "PUT": "200", "POST": "201"}


def _calendar(admin: Person, each: Any) -> None:
    version = admin.get("calendar/2026").get_json()["version"]
    days = [{"days": [{"day": f"2026-12-0{n}", "working": False, "name": "休"}]} for n in (1, 2)]
    each("PUT", "calendar/2026/days", version, *days)


PAIRS: dict[str, Pair] = {
    "a segment": _segment,
    "a site and its sponsor": _site_and_sponsor,
    "duties and grids": _duty_and_grids,
    "edits of one version": _edits,
}
