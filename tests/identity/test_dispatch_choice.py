"""Whom a dispatcher may make responsible."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.identity.models import Organisation
from server.identity.staff import NewStaff, add_staff
from server.platform.db import unit_of_work
from tests.support.world import World, template, world

__all__ = ["template", "world"]


def add_communities(world: World) -> None:
    with world.app.app_context(), unit_of_work() as session:
        for street in ("east", "west"):
            parent = session.scalar(select(Organisation.id).where(Organisation.code == street))
            community = Organisation(
                code=f"{street}-1", name="一社区", kind="community", parent_id=parent
            )
            session.add(community)
            session.flush()
            add_staff(session, _handler(street, parent))
            add_staff(session, _handler(community.code, community.id))


def _handler(code: str, organisation_id: int | None) -> NewStaff:
    assert organisation_id is not None
    return NewStaff(f"{code}-worker", "某人", "", organisation_id, frozenset({"handler"}))


def test_own_communities_departments_and_streets(world: World) -> None:
    add_communities(world)
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    answer = world.staff("east_dispatcher").get(f"organisations?for=dispatch&case={number}")
    items: list[dict[str, Any]] = answer.get_json()["items"]
    assert items[0] == {
        "code": "sanitation",
        "name": "环卫处",
        "kind": "department",
        "suggested": True,
    }
    assert {item["code"] for item in items} == {"sanitation", "municipal", "east", "west", "east-1"}


def test_whoever_has_somebody_to_work_can_help(world: World) -> None:
    items = world.staff("east_lead").get("organisations?for=help").get_json()["items"]
    assert {item["code"] for item in items} == {
        *("sanitation", "municipal", "east", "property", "sponsor")
    }
