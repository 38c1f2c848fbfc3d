"""The choices of a city: checked, versioned, and followed only by what begins afterwards."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from server import create_app
from server.catalog.service import catalogue
from server.city.entries import entries
from server.city.service import policy
from server.deadlines.service import calendar
from server.platform.db import db
from server.platform.i18n import LOCALES, t
from tests.support.admin import audited, edit, read, rules
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World, template, world

__all__ = ["template", "world"]

HOUR = 3600


def test_a_change_is_a_version_that_clocks_keep(world: World) -> None:
    running = Story(world)
    before = rules(world, running.number, "intake")
    seen = read(world, "city/policy")
    change = {"changes": {"intake_limit": [1, "working_hour"], "confirm_hours": 48}}
    answer = edit(world, "PATCH", "city/policy", change, seen["version"])
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["version"] == seen["version"] + 1
    values = {item["name"]: item["value"] for item in answer.get_json()["items"]}
    assert (values["intake_limit"], values["confirm_hours"]) == ([1, "working_hour"], 48)
    assert rules(world, running.number, "intake") == before
    assert before[0][0] == "policy.intake@1"
    due = world.clock().timestamp() + HOUR
    assert rules(world, Story(world).number, "intake") == [("policy.intake@2", due, "working_hour")]
    stale = edit(world, "PATCH", "city/policy", change, seen["version"])
    refused(stale, 412, "edited_meanwhile")
    same = edit(world, "PATCH", "city/policy", change, seen["version"] + 1)
    assert same.get_json()["version"] == seen["version"] + 1, "nothing has changed"
    assert audited(world, "policy.changed") == [
        (
            f"s:{world.staff_ids['admin']}",
            "policy:2",
            {
                "intake_limit": ["4 working_hour", "1 working_hour"],
                "confirm_hours": ["72", "48"],
            },
        )
    ]


@pytest.mark.one_database
def test_values_that_make_no_sense_are_named(world: World) -> None:
    for name, value, code in (
        ("intake_limit", [0, "working_hour"], "range"),
        ("intake_limit", [4, "fortnight"], "choice"),
        ("intake_limit", 4, "invalid"),
        ("confirm_hours", 1.5, "invalid"),
        ("confirm_hours", "72", "invalid"),
        ("confirm_hours", True, "invalid"),
        ("confirm_hours", 100_000, "range"),
        ("round_share", 1.5, "range"),
        ("extension_max", 3, "range"),
        ("confirm", "yes", "invalid"),
        ("intake_mode", "nobody", "choice"),
        ("patrol_window", ["09:00", "05:30"], "window_order"),
        ("patrol_window", ["5:30", "09:00"], "invalid"),
        ("working_hours", [["08:00", "12:00"]], "unknown"),
        ("time_zone", "UTC", "unknown"),
    ):
        answer = edit(world, "PATCH", "city/policy", {"changes": {name: value}}, 1)
        told = answer.get_json()
        assert (answer.status_code, told["errors"]) == (422, {name: [t(f"field.{code}")]}), name
    assert read(world, "city/policy")["version"] == 1


def test_every_entry_has_its_words() -> None:
    known = entries()
    assert {"limit", "window", "yes_no", "choice", "hours", "count"} <= {
        entry.kind for entry in known.values()
    }
    for entry in known.values():
        assert entry.checked(entry.default) == entry.default
        for locale in LOCALES:
            assert t(f"policy.{entry.name}", locale)


def test_other_processes_notice_an_edit_within_a_second(world: World) -> None:
    """A second application on the same database has caches of its own, as another worker has."""
    settings = replace(world.app.extensions["suishoupai"].settings)
    other = create_app(settings)
    with other.app_context():
        assert catalogue().suggested_category("T1") is not None
        assert (policy().appeal_days, calendar().hours.length.seconds) == (7, 8 * HOUR)
        db.session.remove()
    seen = read(world, "catalog")
    items = [
        {name: tile[name] for name in ("code", "icon")} | {"category": None}
        for tile in seen["tiles"]
    ]
    assert edit(world, "PUT", "catalog/tiles", {"items": items}, seen["version"]).status_code == 200
    edit(world, "PATCH", "city/policy", {"changes": {"appeal_days": 9}}, 1)
    edit(world, "PUT", "calendar/hours", {"spans": [["09:00", "12:00"]]}, 2)
    time.sleep(0.9)
    with other.app_context():
        assert catalogue().suggested_category("T1") is None
        assert (policy().appeal_days, calendar().hours.length.seconds) == (9, 3 * HOUR)
        db.session.remove()
        db.engine.dispose()
