"""A real city from a folder: boundaries first, then the offices, then its first administrator."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from server.city.models import City
from server.demo.areas import read_areas
from server.identity.models import Organisation, Resident, Staff
from server.platform.db import db
from tests.support.client import CheckedClient
from tests.support.world import API

CITIES = Path(__file__).parent / "cities"
PASSWORD = "a long way to the river"
HERE = {"lat": 30.0, "lon": 109.99, "accuracy_m": 10, "datum": "wgs84", "source": "fix"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a city writes about itself, its boundaries in files of their own beside it."""
    made = tmp_path / "city"
    shutil.copytree(CITIES / "tiny", made)
    label, areas = read_areas(made / "areas.json")
    for name in ("areas.json", "people.csv", "residents.csv", "cases.csv"):
        (made / name).unlink()
    facts = json.loads((made / "city.json").read_text("utf-8"))
    del facts["demo"]
    facts["policy"]["second_factor_required"] = False
    (made / "city.json").write_text(json.dumps(facts), "utf-8")
    for level in ("city", "street", "community"):
        features = [area.feature(label) for area in areas if area.level == level]
        collection = {"type": "FeatureCollection", "features": features}
        (tmp_path / f"{level}.geojson").write_text(json.dumps(collection), "utf-8")
    return made


@pytest.mark.usefixtures("clock")
def test_a_city_is_founded_without_a_demo(app: Flask, client: CheckedClient, folder: Path) -> None:
    def run(*line: str) -> str:
        told = app.test_cli_runner().invoke(args=line)
        assert told.exit_code == 0, told.output
        return told.output

    assert client.get("/").status_code == 200, "an installation without a city can be looked at"
    for level in ("city", "street", "community"):
        run("areas", "import", str(folder.parent / f"{level}.geojson"), "--level", level)
    assert "小城" in run("seed", "city", str(folder))
    who = ("--name", "王", "--organisation", "centre", "--role", "administrator")
    run("staff", "create", "first", *who, "--password", PASSWORD)
    with app.app_context():
        assert db.session.scalars(select(Staff.username)).all() == ["first"]
        assert db.session.scalars(select(Resident.id)).all() == []
        assert len(db.session.scalars(select(Organisation.id)).all()) == 4

    form = {"username": "first", "password": PASSWORD}
    assert client.post(f"{API}/sessions", json=form).status_code == 201
    people = client.get(f"{API}/admin/people").get_json()["items"]
    assert [person["username"] for person in people] == ["first"]
    found = client.get(f"{API}/locate?lat={HERE['lat']}&lon={HERE['lon']}").get_json()["areas"]
    assert "山街道" in [area["name"] for area in found]


@pytest.mark.usefixtures("clock")
def test_its_words_are_those_of_the_folder_and_nothing_else_is_touched(
    app: Flask, folder: Path
) -> None:
    runner = app.test_cli_runner()
    for level in ("city", "street", "community"):
        path = str(folder.parent / f"{level}.geojson")
        runner.invoke(args=["areas", "import", path, "--level", level])
    assert runner.invoke(args=["seed", "city", str(folder)]).exit_code == 0
    facts = json.loads((folder / "city.json").read_text("utf-8"))
    facts["name"], facts["policy"] = "大城", {"confirm": True}
    (folder / "city.json").write_text(json.dumps(facts), "utf-8")
    again = runner.invoke(args=["seed", "city", str(folder)])
    assert (again.exit_code, "别的没有动" in again.output) == (0, True), again.output
    with app.app_context():
        city = db.session.scalars(select(City)).one()
        assert (city.name, city.policy["confirm"], city.version) == ("大城", False, 1)

    for change, words in (
        ({"code": "990300"}, "另一座城市，代码 990200"),
        ({"policy": {"no_such_rule": 1}}, "no_such_rule"),
        ({"profile": None, "name": None}, "“profile”"),
    ):
        broken = {name: value for name, value in (facts | change).items() if value is not None}
        (folder / "city.json").write_text(json.dumps(broken), "utf-8")
        told = runner.invoke(args=["seed", "city", str(folder)])
        assert told.exit_code == 1
        assert words in told.output


@pytest.mark.usefixtures("clock")
def test_all_that_is_wrong_with_a_folder_is_told_before_anything_is_written(
    app: Flask, folder: Path
) -> None:
    """What cannot be taken back once the city stands, in sentences with file and line."""

    def seed() -> tuple[int, str]:
        told = app.test_cli_runner().invoke(args=["seed", "city", str(folder)])
        assert told.exit_code == 0 or isinstance(told.exception, SystemExit), told.output
        return told.exit_code, told.output

    for level in ("city", "street", "community"):
        path = str(folder.parent / f"{level}.geojson")
        app.test_cli_runner().invoke(args=["areas", "import", path, "--level", level])
    facts = json.loads((folder / "city.json").read_text("utf-8"))
    offices = (folder / "organisations.csv").read_text("utf-8")
    del facts["valid_from"]

    wrong = facts | {"code": "9902", "calendar_years": [2026, 2099]}
    wrong["policy"] = {"similar_hours": -5, "working_hours": "8-12", "nothing": 1}
    (folder / "city.json").write_text(json.dumps(wrong), "utf-8-sig")
    (folder / "organisations.csv").write_text(
        offices
        + "centre,又一个中心,centre,,,,\n"
        + "North,北街道办,街道,streets,990200009000,nobody,\n"
        + "south,南街道办,street,street,,centre,\n",
        "gb18030",
    )
    status, told = seed()
    assert status == 1
    for words in (
        *("“code”", "2099", "“similar_hours”", "“working_hours”", "“nothing”"),
        *("第 6 行：代码“centre”", "第 7 行：代码“North”", "kind 写的“街道”"),
        *("lead_type 写的“streets”", "990200009000", "“nobody”", "第 8 行：街道办和社区要写"),
    ):
        assert words in told, told
    with app.app_context():
        assert db.session.scalar(select(Organisation.id)) is None

    for words, part in (
        (json.dumps(facts).replace('"code"', "“code”"), "第 1 行第 2 个字"),
        ("[]", "花括号"),
        (json.dumps(facts), "缺少 code name kind"),
    ):
        (folder / "city.json").write_text(words, "utf-8")
        (folder / "organisations.csv").write_text(offices.replace(",", ";"), "utf-8")
        status, told = seed()
        assert (status, part in told) == (1, True), told

    (folder / "organisations.csv").write_text(offices, "gb18030")
    assert seed()[0] == 0
    with app.app_context():
        named = select(Organisation.name).where(Organisation.code == "centre")
        assert db.session.scalar(named) == "小城中心"
