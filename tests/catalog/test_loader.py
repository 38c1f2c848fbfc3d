"""Bringing tables to the state of files, again and again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from server.catalog import loader, service
from server.catalog.models import Category, CategoryCondition, Responsibility
from server.catalog.table import TableError
from server.identity.models import Organisation
from server.platform.db import db, unit_of_work
from tests.support.clocks import FrozenClock

HEAD = (
    "code_scheme,code,name,tile,condition_no,condition,lead,co_leads,limit,limit_unit,"
    "close_standard\n"
)
BIN = "local,E1,垃圾满溢,T1,1,箱满,sanitation,street,4,working_hour,清除\n"
LAMP = "local,C1,路灯,T1,1,不亮,municipal,,2,working_day,修复\n"


def load(folder: Path, *rows: str) -> None:
    (folder / "tiles.csv").write_text("code,icon,category_code\nT1,trash-2,E1\n", "utf-8")
    (folder / "categories.csv").write_text(HEAD + "".join(rows), "utf-8")
    with unit_of_work() as session:
        loader.load_tiles(session, folder / "tiles.csv")
        loader.load_categories(session, folder / "categories.csv")
    service.forget_cached()


def condition(code: str = "E1") -> CategoryCondition:
    db.session.remove()
    query = select(CategoryCondition).join(Category, Category.id == CategoryCondition.category_id)
    return db.session.scalars(query.where(Category.code == code)).one()


def test_only_a_change_of_the_rule_is_a_new_version(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load(tmp_path, BIN)
        first = condition()
        load(tmp_path, BIN.replace("垃圾满溢", "垃圾桶满溢"))
        assert condition().rule_version == 1
        load(tmp_path, BIN.replace(",4,", ",2,"))
        assert condition().rule_version == 2
        assert (condition().id, condition().limit_value) == (first.id, 2)


def test_what_left_the_file_is_retired_and_may_return(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load(tmp_path, BIN, LAMP)
        load(tmp_path, BIN)
        assert [item.code for item in service.catalogue().categories] == ["E1"]
        load(tmp_path, BIN, LAMP)
        assert service.catalogue().category("C1") is not None


def test_a_broken_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        load(tmp_path, BIN)
        with pytest.raises(TableError):
            load(tmp_path, LAMP, BIN.replace("sanitation", "nobody"))
        assert [item.code for item in service.catalogue().categories] == ["E1"]


def test_the_standard_table_loads_as_it_is(app: Flask, tmp_path: Path, shared_data: Path) -> None:
    with app.app_context():
        tiles = "".join(f"T{n},square,\n" for n in range(1, 14))
        (tmp_path / "tiles.csv").write_text("code,icon,category_code\n" + tiles, "utf-8")
        with unit_of_work() as session:
            loader.load_tiles(session, tmp_path / "tiles.csv")
            loader.load_categories(session, shared_data / "categories.csv")
        service.forget_cached()
        known = service.catalogue()
        assert len(known.categories) == 77
        manhole = known.category("C01-01")
        assert manhole is not None
        assert [item.limit for item in manhole.conditions] == [2, 4, 2, 5, 1]
        assert manhole.conditions[0].unit == "urgent_hour"


def test_responsibilities_are_versions(app: Flask, clock: FrozenClock) -> None:
    def lead() -> int | None:
        service.forget_cached()
        return service.catalogue().lead("water", [], clock())

    with app.app_context():
        with unit_of_work() as session:
            works = [Organisation(code=f"w{n}", name="水厂", kind="department") for n in (1, 2)]
            session.add_all(works)
            session.flush()
            old, new = (organisation.id for organisation in works)
        since = datetime(2026, 1, 1, tzinfo=UTC)
        for organisation in (old, old, new, new):
            with unit_of_work() as session:
                loader.set_responsibility(session, "water", None, organisation, since)
            clock.advance(hours=1)
        rows = db.session.scalars(select(Responsibility).order_by(Responsibility.version)).all()
        assert [(row.organisation_id, row.version) for row in rows] == [(old, 1), (new, 2)]
        assert rows[0].effective_from == since
        assert lead() == new
        assert service.catalogue().lead("water", [], since) == old
