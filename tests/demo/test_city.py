"""Loading cities: pure data, once, and alive."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.cases.models import Case, CaseRecord
from server.cases.verify import findings
from server.catalog import loader
from server.catalog import service as catalog
from server.catalog.models import Category
from server.city.models import City
from server.deadlines import service as deadlines
from server.demo.answers import load_answers
from server.demo.cases import load_cases
from server.demo.city import CITIES, CityFolder, load_city
from server.geography import service as geography
from server.identity.models import Organisation, Staff, StaffRole
from server.platform import audit, clock
from server.platform.db import Base, db, unit_of_work
from server.platform.i18n import LOCALES, t
from server.reports.models import Report
from server.responsibility.checks import lead_gaps, segment_gaps
from server.responsibility.service import keepers_at, responsible_person, sponsors_at
from tests.support.clocks import FrozenClock

TINY = CityFolder.of(Path(__file__).parent / "cities" / "tiny")
LIAOYUAN = CityFolder.of(CITIES / "liaoyuan")

pytestmark = pytest.mark.usefixtures("clock")


def contents() -> dict[str, list[Any]]:
    """Every row of every table."""
    db.session.remove()
    return {
        table.name: sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("folder", [TINY, LIAOYUAN], ids=lambda folder: folder.path.name)
def test_a_second_time_changes_nothing(app: Flask, folder: CityFolder) -> None:
    with app.app_context():
        load_city(folder, with_people=True)
        load_answers(folder)
        first = contents()
        load_city(folder, with_people=True)
        load_answers(folder)
        assert contents() == first


def test_the_demo_says_who_answers_for_what(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        load_answers(LIAOYUAN)
        in_building = geography.locate(geography.Point(42.8839, 125.1577))
        person = responsible_person(in_building.areas[-1].id, clock.now())
        assert (in_building.areas[-1].name, person and person.name) == (
            "东吉花园1号楼",
            "鲁小燕",
        )
        assert [(gap.code, missing) for gap, missing in segment_gaps()] == [
            ("LD-DJ-03", ["sponsor"])
        ]
        assert lead_gaps() == []
        (keepers,) = keepers_at(42.8858, 125.1545, clock.now())
        assert keepers.segment.code == "LD-DJ-01"
        area_ids = [area.id for area in geography.locate(geography.Point(42.8858, 125.1545)).areas]
        sponsors = sponsors_at(area_ids, 42.8858, 125.1545, clock.now())
        assert [sponsor.code for sponsor in sponsors] == ["library"]


def test_what_people_changed_stays(app: Flask) -> None:
    with app.app_context():
        load_city(TINY, with_people=True)
        with unit_of_work() as session:
            session.scalars(select(Category).where(Category.code == "E1")).one().active = False
            session.scalars(
                select(Organisation).where(Organisation.code == "hill")
            ).one().name = "山"
        changed = contents()
        load_city(TINY, with_people=True)
        assert contents() == changed


def test_a_load_that_was_cut_off_is_finished(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        with monkeypatch.context() as patch:
            patch.setattr(loader, "load_categories", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                load_city(TINY, with_people=True)
        load_city(TINY, with_people=True)
        assert db.session.scalars(select(City.code)).all() == ["990200"]
        assert len(db.session.scalars(select(Staff.id)).all()) == 4


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_every_category_has_a_lead_in_every_street(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        assert len(geography.chains_of_streets()) == 10
        assert lead_gaps() == []


def test_a_gap_is_found(app: Flask) -> None:
    with app.app_context():
        load_city(TINY, with_people=True)
        assert lead_gaps() == []
        with unit_of_work() as session:
            found = select(Organisation).where(Organisation.code == "hill")
            session.scalars(found).one().active = False
        (gap,) = lead_gaps()
        assert (gap.street.code, gap.lead_type) == ("990200001000", "street")


def test_the_city_of_the_demo_is_staffed(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        kinds = Counter(db.session.scalars(select(Organisation.kind)))
        assert kinds["street"] == 10
        assert kinds["centre"] == 1
        assert kinds["sponsor"] == 2
        assert kinds["property"] == 1
        assert db.session.scalars(select(Staff.is_demo)).all().count(False) == 0
        roles = Counter(db.session.scalars(select(StaffRole.role)))
        assert {"intake_clerk", "dispatcher", "handler", "checker", "supervisor"} <= roles.keys()
        assert {"administrator", "auditor", "patrol_leader"} <= roles.keys()
        assert {"grid_worker", "segment_keeper", "street_lead", "street_head"} <= roles.keys()
        assert {"organisation_head", "inspector"} <= roles.keys()
        assert roles["centre_leader"] == 2
        assert roles["intake_clerk"] >= 10
        usernames = set(db.session.scalars(select(Staff.username)))
        named = {item["username"] for item in LIAOYUAN.facts["demo"]["sign_ins"]}
        assert named <= usernames


def test_tiles_units_and_leads_have_words_in_every_language(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        known = catalog.catalogue()
        for locale in LOCALES:
            for tile in known.tiles:
                assert t(f"tile.{tile.code}", locale)
            for category in known.categories:
                assert t(f"lead.{category.lead_type}", locale)
                assert all(t(f"unit.{unit}", locale) for unit in category.units)


def test_a_second_city_is_pure_data(app: Flask, clock: FrozenClock) -> None:
    with app.app_context():
        load_city(TINY, with_people=True)
        half_past_five = clock() + timedelta(hours=8, minutes=30)
        assert deadlines.due(clock(), 1, "working_day").at == half_past_five
        assert load_cases(TINY) == 2
        assert load_cases(TINY) == 0
        db.session.remove()
        rows = db.session.scalars(select(Case).order_by(Case.id)).all()
        assert [row.state for row in rows] == ["closed", "submitted"]
        assert [row.urgent for row in rows] == [False, True]
        assert rows[0].closed_at is not None
        assert rows[0].closed_at < clock()
        assert {report.locale for report in db.session.scalars(select(Report))} == {"ko"}
        assert list(findings()) == []


def test_the_audit_log_of_a_city_verifies(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        load_answers(LIAOYUAN)
        db.session.remove()
        assert db.session.scalar(select(func.count(audit.AuditEntry.id)))
        assert audit.first_broken(db.session()) is None


def test_the_cases_of_the_demo_reach_every_state(
    app: Flask, full: bool, clock: FrozenClock
) -> None:
    if not full:
        pytest.skip("draws a hundred photographs: only at full size")
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        load_answers(LIAOYUAN)
        assert load_cases(LIAOYUAN) >= 75
        states = Counter(db.session.scalars(select(Case.state)))
        assert states.keys() >= {
            "submitted", "need_info", "to_dispatch", "assigned", "handling", "fixed",
            "confirming", "closed", "rejected", "merged", "withdrawn", "verifying", "suspended",
        }  # fmt: skip
        living = select(CaseRecord.kind).where(CaseRecord.closed_at.is_(None))
        assert set(db.session.scalars(living)) >= {
            "verification", "return", "extension", "suspension", "whistle", "whistle_call",
            "co_handling", "supervision", "void", "force_close",
        }  # fmt: skip
        helping = living.add_columns(Organisation.kind).join(
            Organisation, Organisation.id == CaseRecord.organisation_id
        )
        helpers = {kind for record, kind in db.session.execute(helping) if record == "co_handling"}
        assert helpers == {"property", "sponsor"}
        overdue = select(Case).where(Case.due_at < clock())
        assert db.session.scalars(overdue).first() is not None
        assert list(findings()) == []


def test_the_whole_table_is_marked_as_an_example(app: Flask) -> None:
    with app.app_context():
        load_city(LIAOYUAN, with_people=True)
        assert set(db.session.scalars(select(Category.label))) == {"示例标准"}
