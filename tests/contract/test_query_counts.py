"""Lists cost the same number of queries for ten rows as for sixty."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from tests.support.queries import Queries
from tests.support.world import Person, World

Counter = Callable[[], AbstractContextManager[Queries]]


def _fill(world: World, resident: Person, count: int) -> str:
    clerk = world.staff("east_clerk")
    number = ""
    for _ in range(count):
        number = resident.report().get_json()["case_number"]
        clerk.do(number, "accept", **world.condition())
    world.drain()
    return number


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("east_clerk", "cases?queue=all&limit=100"),
        ("east_dispatcher", "cases?queue=to_dispatch&limit=100"),
        ("supervisor", "cases.geojson?queue=all"),
        ("supervisor", "queues"),
        ("east_dispatcher", "notices"),
        ("east_clerk", "hotspots"),
        ("resident", "my/reports"),
        ("anonymous", "public/cases?limit=100"),
        ("anonymous", "public/map?bbox=-180,-90,180,90&zoom=18"),
        ("anonymous", "public/map?bbox=-180,-90,180,90&zoom=5"),
    ],
)
def test_queries_do_not_grow(world: World, query_count: Counter, who: str, path: str) -> None:
    resident = world.resident()
    person = {"resident": resident, "anonymous": world.anonymous}.get(who)
    person = person or world.staff(who)
    _fill(world, resident, 3)
    person.get(path)
    with query_count() as few:
        assert person.get(path).status_code == 200
    _fill(world, resident, 9)
    person.get(path)  # what processes keep for moments is fresh again
    with query_count() as many:
        answer = person.get(path)
    assert answer.status_code == 200
    assert many.count == few.count, "\n".join(many.statements)
    assert many.count <= 8
