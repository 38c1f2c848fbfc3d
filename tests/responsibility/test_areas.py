"""The typed tree of areas: who answers for a place, who works there, what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.city.models import City
from server.city.service import forget_cached
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from server.geography.report import Report
from server.geography.service import Point, area_by_code, locate
from server.identity.models import Organisation
from server.identity.staff import NewStaff, add_staff
from server.platform.db import unit_of_work
from server.responsibility.books import begin_change
from server.responsibility.models import GridBinding
from server.responsibility.service import grid_workers_of, responsible_person
from server.statistics.queries import place_words
from tests.support.refusals import refused
from tests.support.town import MIDDLE, SOUTH
from tests.support.world import EAST, WEST, World

COMMUNITY = "990101001001"
KINDS = [
    {"code": "group", "names": {"zh-CN": "小组", "ko": "소조", "en": "group"}},
    {"code": "building", "names": {"zh-CN": "楼栋", "ko": "건물", "en": "building"}},
]
IN_BUILDING = (SOUTH + 0.0115, MIDDLE + 0.0015)
ON_THE_SHARED_WALL = (SOUTH + 0.0115, MIDDLE + 0.002)


def _box(code: str, name: str, parent: str, kind: str, *corners: float) -> dict[str, Any]:
    west, south, east, north = (
        base + offset for base, offset in zip((MIDDLE, SOUTH, MIDDLE, SOUTH), corners, strict=True)
    )
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, "parent": parent, "kind": kind},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _build(app: Flask, *features: dict[str, Any]) -> Report:
    with app.app_context():
        with unit_of_work() as session:
            session.execute(update(City).values(profile={"grid_kinds": KINDS}))
        forget_cached()
        return import_collection(
            "grids",
            {"type": "FeatureCollection", "features": list(features)},
            ImportOptions(Level.GRID),
        )


def _tree(app: Flask) -> Report:
    """A group with two buildings wall to wall; the file names the group last."""
    return _build(
        app,
        _box("B-2", "2号楼", "G-1", "building", 0.002, 0.011, 0.003, 0.012),
        _box("B-1", "1号楼", "G-1", "building", 0.001, 0.011, 0.002, 0.012),
        _box("G-1", "第一小组", COMMUNITY, "group", 0.0, 0.01, 0.01, 0.02),
    )


def _answers(world: World, place: tuple[float, float]) -> tuple[str, str | None]:
    """The smallest area of a place, and who answers there now."""
    with world.app.app_context():
        smallest = locate(Point(*place)).areas[-1]
        person = responsible_person(smallest.id, world.clock())
        return smallest.code, person.name if person else None


def _duty(world: World, code: str, username: str | None, **more: object) -> Any:
    person = world.staff_ids[username] if username else None
    return world.staff("admin").ask("PUT", f"areas/{code}/duty", json={"person": person, **more})


def test_a_report_in_a_building_has_its_own_person(world: World, app: Flask) -> None:
    assert [row.outcome for row in _tree(app).rows] == ["created"] * 3
    assert _answers(world, IN_BUILDING) == ("B-1", None)
    with world.app.app_context():
        building = locate(Point(*IN_BUILDING)).areas[-1].id
        assert place_words(building, "3 单元") == "东一社区 第一小组 1号楼 3 单元"
    assert _duty(world, "990101001", "east_head").status_code == 200
    assert _answers(world, IN_BUILDING) == ("B-1", "曹主任甲")
    assert _duty(world, "G-1", "east_grid").status_code == 200
    assert _answers(world, IN_BUILDING) == ("B-1", "严网格甲")
    assert _duty(world, "B-1", "east_grid2").get_json()["answers"]["name"] == "网格员乙"
    assert _answers(world, IN_BUILDING) == ("B-1", "网格员乙")
    assert _answers(world, ON_THE_SHARED_WALL) == ("B-1", "网格员乙")
    assert _answers(world, (EAST["lat"] - 0.005, EAST["lon"])) == (COMMUNITY, "曹主任甲")
    assert _answers(world, (WEST["lat"], WEST["lon"]))[1] is None
    away = world.anonymous.get("locate", query_string={"lat": 41, "lon": 121})
    refused(away, 422, "out_of_area")

    seen = world.staff("east_clerk").get("areas/B-2/duty").get_json()
    assert (seen["answers"]["name"], seen["answers_for"]["name"]) == ("严网格甲", "第一小组")
    listed = world.staff("east_clerk").get("grid-nodes?parent=G-1").get_json()
    assert [
        (item["code"], item["kind"]["name"], item["person"] and item["person"]["name"])
        for item in listed["items"]
    ] == [("B-1", "楼栋", "网格员乙"), ("B-2", "楼栋", None)]
    assert [kind["name"] for kind in listed["kinds"]] == ["小组", "楼栋"]

    before = world.clock()
    world.clock.advance(days=1)
    assert _duty(world, "B-1", None).get_json()["answers"]["name"] == "严网格甲"
    with app.app_context():
        building = area_by_code("B-1")
        assert building is not None
        past = responsible_person(building.id, before + timedelta(hours=1))
        assert past is not None
        assert past.name == "网格员乙"
    early = _duty(world, "G-1", "east_head", **{"from": "2026-01-01T00:00:00+08:00"})
    assert early.get_json()["code"] == "duty_already_begun"
    for never in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00"):
        assert _duty(world, "G-1", "east_head", **{"from": never}).status_code == 422
    assert _duty(world, "G-9", "east_head").status_code == 404


def test_grids_lie_in_grids_but_never_in_themselves(app: Flask, world: World) -> None:
    _tree(app)
    report = _build(
        app,
        _box("G-1", "第一小组", "B-1", "group", 0.0, 0.01, 0.01, 0.02),
        _box("B-3", "3号楼", "G-1", "tower", 0.004, 0.011, 0.005, 0.012),
        _box("B-4", "4号楼", "B-4", "building", 0.006, 0.011, 0.007, 0.012),
    )
    assert {row.code: row.notes[0].code for row in report.rows if row.outcome == "refused"} == {
        "G-1": "parent_inside",
        "B-3": "unknown_kind",
        "B-4": "parent_inside",
    }
    assert _answers(world, IN_BUILDING)[0] == "B-1"
    moved = _build(app, _box("B-2", "2号楼", COMMUNITY, "group", 0.002, 0.011, 0.003, 0.012))
    assert {note.code for note in moved.rows[0].notes} == {"changed_parent", "changed_kind"}


def test_grid_workers_work_in_their_areas_only(world: World, app: Flask) -> None:
    _tree(app)
    admin, worker = world.staff("admin"), world.staff_ids["east_grid2"]
    bound = admin.ask("PUT", f"grid-workers/{worker}/areas", json={"areas": ["B-1", "B-2"]})
    assert [area["code"] for area in bound.get_json()["areas"]] == ["B-2", "B-1"]
    for areas, status in (([], 422), (["B-9"], 422)):
        path = f"grid-workers/{worker}/areas"
        assert admin.ask("PUT", path, json={"areas": areas}).status_code == status
    nobody = world.staff_ids["east_clerk"]
    path = f"grid-workers/{nobody}/areas"
    assert admin.ask("PUT", path, json={"areas": ["B-1"]}).status_code == 404

    def workers(place: tuple[float, float]) -> list[int]:
        with app.app_context():
            return grid_workers_of(area.id for area in locate(Point(*place)).areas)

    assert worker in workers(IN_BUILDING)
    assert worker not in workers((EAST["lat"], EAST["lon"]))
    everywhere = {"areas": ["990101"]}
    admin.ask("PUT", f"grid-workers/{world.staff_ids['east_grid']}/areas", json=everywhere)
    assert workers((WEST["lat"], WEST["lon"])) == [world.staff_ids["east_grid"]]
    assert workers(IN_BUILDING) == sorted([world.staff_ids["east_grid"], worker])
    own = world.staff("east_grid2").get("my/targets").get_json()["items"]
    assert {(item["target"]["code"], item["capacity"]) for item in own} == {
        ("B-1", "grid_worker"),
        ("B-2", "grid_worker"),
    }


def test_a_district_of_170_grid_workers_is_counted(
    world: World, app: Flask, database: str, query_count: Callable[[], Any]
) -> None:
    """17 communities and 170 workers, as in the city that the rule is from (A22)."""
    if not database.startswith("sqlite"):
        pytest.skip("nothing here depends on the database")
    codes = [f"990101002{n:03}" for n in range(1, 18)]
    with app.app_context():
        boxes = [
            _box(code, code, "990101002", "", *_cell(number)) for number, code in enumerate(codes)
        ]
        collection = {"type": "FeatureCollection", "features": boxes}
        import_collection("communities", collection, ImportOptions(Level.COMMUNITY))
        area_ids = [area.id for code in codes if (area := area_by_code(code))]
        with unit_of_work() as session:
            begin_change(session)
            west = session.scalars(select(Organisation.id).where(Organisation.code == "west")).one()
            for n in range(168):
                new = NewStaff(f"grid{n:03}", f"网格员{n}", "-", west, frozenset({"grid_worker"}))
                worker = add_staff(session, new)
                session.add(GridBinding(staff_id=worker.id, area_id=area_ids[n % 17]))
    with query_count() as queries:
        workers = world.staff("admin").get("grid-workers").get_json()["items"]
    assert len(workers) == 170
    assert queries.count <= 16
    nodes = world.staff("admin").get("grid-nodes?parent=990101002").get_json()["items"]
    assert sum(len(node["workers"]) for node in nodes) == 168
    assert {len(node["workers"]) for node in nodes} == {9, 10}


def _cell(number: int) -> tuple[float, float, float, float]:
    west = -0.019 + 0.001 * number
    return west, 0.001, west + 0.001, 0.002


def test_every_gap_is_named(world: World, app: Flask) -> None:
    _tree(app)
    _duty(world, COMMUNITY, "east_head")
    gaps = world.staff("auditor").get("responsibility/gaps").get_json()
    assert [area["code"] for area in gaps["areas"]] == [
        "990101001",
        "990101002",
        "B-1",
        "B-2",
        "G-1",
    ]
    assert [person["name"] for person in gaps["grid_workers"]] == ["网格员乙"]
    assert gaps["segments"] == []
    assert gaps["leads"] == []
    assert gaps["offices"] == []
    assert gaps["claims"] == {"all": 1, "claimed": 0, "asked": 0}
    check = app.test_cli_runner().invoke(args=["responsibility", "check"])
    assert (check.exit_code, "完整" in check.output) == (0, True)

    with app.app_context(), unit_of_work() as session:
        session.execute(
            update(Organisation).where(Organisation.code == "municipal").values(active=False)
        )
    gaps = world.staff("admin").get("responsibility/gaps").get_json()
    assert [(gap["street"]["name"], gap["lead_type"]) for gap in gaps["leads"]] == [
        ("东街道", "municipal"),
        ("西街道", "municipal"),
    ]
    assert gaps["leads"][0]["categories"] == [{"code": "E03", "name": "道路"}]
    check = app.test_cli_runner().invoke(args=["responsibility", "check"])
    assert (check.exit_code, "西街道" in check.output) == (1, True)

    closed = Organisation.code.in_(("west", "centre"))
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Organisation).where(closed).values(active=False))
    gaps = world.staff("admin").get("responsibility/gaps").get_json()
    assert gaps["offices"] == [{"code": "990101002", "name": "西街道"}], "reports are refused here"


def test_everybody_may_read_who_leads_what(world: World) -> None:
    told = world.anonymous.get("public/responsibility?street=990101002").get_json()
    lines = {line["code"]: line for line in told["items"]}
    assert (told["street"]["name"], lines["E01"]["lead"]) == ("西街道", "环卫处")
    assert lines["E01"]["co_leads"] == ["西街道办事处"]
    assert (lines["E02"]["lead"], lines["X01"]["lead"]) == ("西街道办事处", None)
    assert world.anonymous.get("public/responsibility?street=9901").status_code == 404
    assert world.anonymous.get("public/responsibility").get_json()["street"]["name"] == "东街道"
    page = world.anonymous.get("/responsibility?street=990101002")
    for words in ("责任清单", "环卫处", "西街道办事处", "4 个工作时内处置", "转告"):
        assert words in page.text
    assert world.anonymous.get("/responsibility?street=9901").status_code == 404
    korean = world.anonymous.get("/responsibility", headers={"Accept-Language": "ko"})
    assert "책임 목록" in korean.text
