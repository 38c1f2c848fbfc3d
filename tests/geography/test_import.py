"""Import into the database: what is created, kept, repaired and refused, and through time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server.geography import importer, service
from server.geography.datum import Datum, Point
from server.geography.importer import ImportOptions, import_collection, import_path
from server.geography.levels import Level
from server.geography.models import Area, AreaBoundary, AreaEdition
from server.geography.queries import latest_areas
from server.geography.report import Outcome, Report
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from tests.geography.shapes import at, collection, feature, ring, square
from tests.support.clocks import FrozenClock
from tests.support.queries import query_count

STREETS = ImportOptions(Level.STREET, label="示例边界")


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def tree(clock: FrozenClock) -> None:
    """A city with one district and two streets side by side."""
    start = clock.moment
    put(Level.CITY, feature("220400", "某市", square(0, 0, 9, 9)), valid_from=start)
    put(Level.DISTRICT, feature("220402", "某区", square(0, 0, 9, 9)), valid_from=start)
    streets = [feature("220402001", "甲", square(0, 0)), feature("220402002", "乙", square(1, 0))]
    put(Level.STREET, *streets, valid_from=start)


def put(level: Level, *features: object, **options: object) -> Report:
    settings = ImportOptions(level, **options)  # type: ignore[arg-type]
    return import_collection("test", collection(*features), settings)


def told(report: Report) -> list[tuple[str, str, tuple[str, ...]]]:
    """Code, outcome and the codes of the notes of every row."""
    return [(row.code, row.outcome, tuple(n.code for n in row.notes)) for row in report.rows]


def codes(x: float, y: float) -> list[str]:
    lat, lon = at(x, y)
    return [ref.code for ref in service.locate(Point(lat, lon)).areas]


@pytest.mark.usefixtures("tree")
def test_the_tree_is_built_by_prefix_and_answers() -> None:
    assert codes(0.5, 0.5) == ["220400", "220402", "220402001"]
    assert codes(1.5, 0.5) == ["220400", "220402", "220402002"]
    placement = service.locate(Point(*at(0.5, 0.5)))
    assert placement.street.name == "甲"
    assert (placement.gap_m, placement.edition) == (0, 3)
    assert service.ancestors(placement.street.id) == placement.areas
    found, point = service.place_by_code("220402001000")
    assert found == placement
    assert codes(*((point.lon - 125) / 0.01, (point.lat - 42) / 0.01)) == codes(0.5, 0.5)
    parent, children = service.areas_of("220402000000")
    assert parent is not None
    assert [node.ref.name for node in children] == ["甲", "乙"]
    assert [node.ref.code for node in service.areas_of(None)[1]] == ["220400"]
    assert service.area_by_code("220402") is not None
    assert service.area_by_code("999999") is None


@pytest.mark.usefixtures("tree")
def test_places_in_another_datum_and_outside() -> None:
    place = Point(*at(0.5, 0.5))
    for datum in Datum:
        assert service.locate(place.to(datum)).street.code == "220402001"
    with pytest.raises(Problem) as caught:
        service.locate(Point(*at(5, 5)))
    assert (caught.value.code, caught.value.status) == ("out_of_area", 422)
    for code, reason in (("999", "area_unknown"), ("220402", "area_too_wide")):
        with pytest.raises(Problem) as caught:
            service.place_by_code(code)
        assert (caught.value.code, caught.value.status) == (reason, 422)


@pytest.mark.usefixtures("tree")
def test_the_same_again_changes_nothing() -> None:
    before = db.session.query(AreaEdition).count()
    turned = [*ring(0, 0)[2:-1], *ring(0, 0)[:3]]
    again = put(
        Level.STREET,
        feature(220402001000, "甲", {"type": "MultiPolygon", "coordinates": [[turned]]}),
        feature("220402002", "乙", square(1, 0)),
    )
    assert told(again) == [
        ("220402001000", "unchanged", ()),
        ("220402002", "unchanged", ()),
    ]
    assert again.edition is None
    assert db.session.query(AreaEdition).count() == before
    assert db.session.query(AreaBoundary).count() == 4


@pytest.mark.usefixtures("tree")
def test_only_what_changed_is_changed(clock: FrozenClock) -> None:
    clock.advance(days=1)
    ids = {area.code: area.id for area in db.session.query(Area)}
    report = put(
        Level.STREET,
        feature("220402001", "甲甲", square(0, 0)),
        feature("220402002", "乙", square(1, 0, 1, 2), parent="220400"),
        feature("220402003", "丙", square(0, 1)),
        label="示例边界",
    )
    assert told(report) == [
        ("220402001", "changed", ("changed_name", "changed_label")),
        ("220402002", "changed", ("changed_parent", "changed_label", "changed_shape")),
        ("220402003", "created", ()),
    ]
    assert {area.code: area.id for area in db.session.query(Area)} == ids | {
        "220402003": max(ids.values()) + 1
    }
    assert codes(1.5, 1.5) == ["220400", "220402002"]
    _, children = service.areas_of("220402")
    assert [(node.ref.name, node.outline and node.outline.label) for node in children] == [
        ("甲甲", "示例边界"),
        ("丙", "示例边界"),
    ]
    shapes = db.session.query(AreaBoundary).filter_by(area_id=ids["220402002"])
    assert [(row.valid_from, row.valid_to) for row in shapes.order_by(AreaBoundary.id)] == [
        (clock.moment - timedelta(days=1), clock.moment),
        (clock.moment, None),
    ]


@pytest.mark.usefixtures("tree")
def test_a_new_shape_begins_when_it_is_told_to(clock: FrozenClock) -> None:
    """An old case keeps its area: the area is the same, only where it is changes."""
    old = service.locate(Point(*at(1.2, 0.5)))
    monday = clock.moment + timedelta(days=7)
    put(Level.STREET, feature("220402001", "甲", square(0, 0, 1.5, 1)), valid_from=monday)
    assert codes(1.2, 0.5)[-1] == "220402002"
    clock.set(monday - timedelta(seconds=1))
    assert codes(1.2, 0.5)[-1] == "220402002"
    assert codes(0.5, 0.5)[-1] == "220402001"
    clock.set(monday)
    put(Level.STREET, feature("220402002", "乙", square(1.5, 0)))
    assert codes(1.2, 0.5)[-1] == "220402001"
    assert service.ancestors(old.street.id) == old.areas
    clock.set(monday - timedelta(days=1))
    assert codes(1.2, 0.5)[-1] == "220402002"
    early = put(Level.STREET, feature("220402001", "甲", square(0, 0)))
    assert told(early) == [("220402001", "refused", ("not_after_current",))]


@pytest.mark.usefixtures("tree")
def test_a_closed_area_is_named_but_not_found_and_its_code_may_come_back(
    clock: FrozenClock,
) -> None:
    old = service.locate(Point(*at(1.5, 0.5)))
    with pytest.raises(Problem, match="area_has_children"):
        service.close_area("220402", clock.moment)
    later = clock.moment + timedelta(days=1)
    service.close_area("220402002", later)
    with pytest.raises(Problem, match="area_not_found"):
        service.close_area("220402002", later)
    assert codes(1.5, 0.5)[-1] == "220402002"
    early = put(Level.STREET, feature("220402002", "丁", square(2, 0)))
    assert told(early) == [("220402002", "refused", ("not_after_current",))]
    clock.set(later)
    with pytest.raises(Problem, match="out_of_area"):
        codes(1.5, 0.5)
    assert service.ancestors(old.street.id) == old.areas
    put(Level.STREET, feature("220402002", "丁", square(2, 0)))
    new = service.locate(Point(*at(2.5, 0.5)))
    assert new.street.code == old.street.code
    assert new.street.id != old.street.id
    assert service.ancestors(new.street.id)[-1].name == "丁"


def test_parents_are_found_made_or_reported() -> None:
    alone = put(Level.STREET, feature("A", "甲", square(0, 0)))
    assert told(alone) == [("A", "created", ("no_parent",))]
    named = put(Level.STREET, feature("110105001000", "乙", square(1, 0), parentCode=110105000000))
    assert told(named) == [
        ("110105000000", "parent_added", ("known_by_code_only",)),
        ("110105001000", "created", ()),
    ]
    assert [row.number for row in named.rows] == [0, 1]
    assert codes(1.5, 0.5) == ["110105000000", "110105001000"]
    assert service.areas_of(None)[1][0].outline is None
    drawn = put(Level.DISTRICT, feature("110105", "朝阳区", square(0, 0, 5, 5)))
    assert told(drawn) == [("110105", "changed", ("no_parent", "changed_name", "changed_shape"))]
    assert codes(1.5, 0.5) == ["110105000000", "110105001000"]
    below = put(Level.COMMUNITY, feature("X1", "丙", square(0, 0, 1, 0.5)), parent="A")
    assert told(below) == [("X1", "created", ())]
    again = put(Level.COMMUNITY, feature("X1", "丙", square(0, 0, 1, 0.5)))
    assert told(again) == [("X1", "unchanged", ())]
    with pytest.raises(Problem, match="area_not_found"):
        put(Level.COMMUNITY, feature("X2", "丁", square(0, 0)), parent="nowhere")


def test_levels_must_fit() -> None:
    put(Level.STREET, feature("A", "甲", square(0, 0)))
    assert told(put(Level.COMMUNITY, feature("A", "甲", square(0, 0)))) == [
        ("A", "refused", ("level_differs",))
    ]
    assert told(put(Level.DISTRICT, feature("B", "乙", square(0, 0), parent="A"))) == [
        ("B", "refused", ("parent_not_above",))
    ]


def test_a_community_below_a_street_without_a_shape() -> None:
    put(Level.COMMUNITY, feature("220402001001", "社区", square(0, 0), parent="220402001"))
    assert codes(0.5, 0.5) == ["220402001", "220402001001"]
    with pytest.raises(Problem, match="area_without_shape"):
        service.place_by_code("220402001")
    placement, _ = service.place_by_code("220402001001")
    assert placement.street.code == "220402001"


def test_a_dry_run_reports_and_writes_nothing() -> None:
    report = put(
        Level.STREET,
        feature("A1", "甲", square(0, 0), parent="A"),
        feature("A2", "乙", None),
        dry_run=True,
    )
    assert report.counts == Counter(
        {Outcome.PARENT_ADDED: 1, Outcome.CREATED: 1, Outcome.REFUSED: 1}
    )
    assert report.edition is None
    assert db.session.query(Area).count() == db.session.query(AreaEdition).count() == 0


def test_good_rows_are_imported_beside_refused_ones() -> None:
    report = put(
        Level.STREET,
        feature("A", "甲", square(0, 0)),
        feature("B", "乙", square(1, 0)["coordinates"]),
        feature("C", "同名", square(2, 0)),
        feature("C", "同名", square(3, 0)),
        feature("D", "同名", square(4, 0)),
        feature("E", "同名", square(5, 0)),
    )
    assert [row.outcome for row in report.rows] == [
        "created", "refused", "refused", "refused", "created", "created",
    ]  # fmt: skip
    assert codes(4.5, 0.5) == ["D"]
    assert codes(5.5, 0.5) == ["E"]


def test_two_imports_at_once_do_not_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Level.STREET, feature("A", "甲", square(0, 0)))

    def read_while_another_imports(session: Session) -> dict[str, Area]:
        found = latest_areas(session)
        with monkeypatch.context() as undisturbed:
            undisturbed.setattr(importer, "latest_areas", latest_areas)
            put(Level.STREET, feature("C", "丙", square(2, 0)))
        return found

    monkeypatch.setattr(importer, "latest_areas", read_while_another_imports)
    with pytest.raises(Problem) as caught:
        put(Level.STREET, feature("B", "乙", square(1, 0)))
    assert (caught.value.code, caught.value.status) == ("areas_changed", 409)
    assert [area.code for area in db.session.query(Area).order_by(Area.id)] == ["A", "C"]


def test_what_another_process_wrote_is_seen_at_once() -> None:
    put(Level.STREET, feature("A", "甲", square(0, 0)))
    assert codes(0.5, 0.5) == ["A"]
    with unit_of_work() as session:
        session.query(Area).one().name = "换名"
        edition = session.query(AreaEdition).one()
        session.add(
            AreaEdition(version=2, token="y", made_at=edition.made_at, source="", changed=1)
        )
    assert service.locate(Point(*at(0.5, 0.5))).street.name == "换名"


@pytest.mark.usefixtures("tree")
def test_a_transaction_asks_once_whether_the_map_changed() -> None:
    street = service.locate(Point(*at(0.5, 0.5))).street
    db.session.remove()
    with query_count() as queries:
        for _ in range(50):
            service.ancestors(street.id)
            service.locate(Point(*at(1.5, 0.5)))
    assert queries.count == 1


def test_the_343_offices_of_beijing(shared_data: Path) -> None:
    folder = shared_data / "geo" / "beijing_subdistricts_wgs84"
    report = import_path(folder, STREETS)
    assert report.counts == Counter({Outcome.CREATED: 343, Outcome.PARENT_ADDED: 16})
    assert db.session.query(Area).filter_by(level="street").count() == 343
    assert db.session.query(Area).filter_by(name="八里庄街道").count() == 2
    assert service.locate(Point(39.91136, 116.39954)).street.name == "东华门街道"
    again = import_path(folder, STREETS)
    assert again.counts == Counter({Outcome.UNCHANGED: 343})
    outlines = import_path(folder / "districts", ImportOptions(Level.DISTRICT))
    assert outlines.counts == Counter({Outcome.CHANGED: 16})
    chain = [ref.name for ref in service.locate(Point(39.91136, 116.39954)).areas]
    assert chain == ["东城区", "东华门街道"]
    drawn = service.map_of(Level.STREET).json
    assert len(json.loads(drawn)["features"]) == 343
    assert len(drawn) < 1_000_000


def test_counties_in_gcj02(shared_data: Path) -> None:
    folder = shared_data / "geo" / "counties_gcj02"
    options = ImportOptions(Level.DISTRICT, Datum.GCJ02)
    report = import_path(folder, options)
    assert report.counts == Counter({Outcome.CREATED: 5})
    assert report.repaired == 5
    assert sorted(row.code for row in report.rows) == [
        "220402", "220403", "220421", "220422", "222401",
    ]  # fmt: skip
    assert import_path(folder, options).counts == Counter({Outcome.UNCHANGED: 5})
