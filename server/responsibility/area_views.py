"""What the API shows of the area tree and who answers in it, of workers and task forces."""

from __future__ import annotations

from typing import Any

from server.city.service import city
from server.geography.atlas import Node
from server.geography.service import AreaRef, ancestors, area_by_code, areas_of
from server.platform import clock
from server.platform.errors import not_found
from server.responsibility.books import current_book
from server.responsibility.grids import WORKER_ROLE
from server.responsibility.queries import (
    holders_of,
    organisations_named,
    people_named,
)
from server.responsibility.service import responsible_person
from server.responsibility.shapes import geojson
from server.responsibility.views import area_view, duty_views, named, person_view


def node_views(parent: str | None, locale: str) -> dict[str, Any]:
    """The areas directly below one, each with who answers for it and who works there.

    Raises ``Problem`` ``area_not_found``.
    """
    book, now = current_book(), clock.now()
    nodes: list[Node] = areas_of(parent)[1]
    duties = {node.ref.id: book.area_duty(node.ref.id, now) for node in nodes}
    workers = {node.ref.id: sorted(book.workers_of([node.ref.id])) for node in nodes}
    people = people_named(
        {duty.staff_id for duty in duties.values() if duty is not None}.union(*workers.values())
    )
    kinds = city().grid_kinds
    return {
        "items": [
            {
                **area_view(node.ref),
                "kind": kind_view(kinds, node.ref, locale),
                "person": person_view(people[duty.staff_id]) if duty else None,
                "from": duty.span.begin if duty else None,
                "workers": [person_view(people[number]) for number in workers[node.ref.id]],
            }
            for node in nodes
            for duty in [duties[node.ref.id]]
        ],
        "kinds": [
            {"code": code, "name": names.get(locale, names["zh-CN"])}
            for code, names in kinds.items()
        ],
    }


def kind_view(
    kinds: dict[str, dict[str, str]], area: AreaRef, locale: str
) -> dict[str, str] | None:
    """The kind of a grid with its name, the code alone for one that the city gave up."""
    if area.kind is None:
        return None
    names = kinds.get(area.kind, {})
    return {"code": area.kind, "name": names.get(locale) or names.get("zh-CN") or area.kind}


def duty_view(code: str) -> dict[str, Any]:
    """Who answers for an area, the nearest above included, and everybody who did.

    Raises ``not_found``.
    """
    area = area_by_code(code)
    if area is None:
        raise not_found()
    book, now = current_book(), clock.now()
    duties = book.area_duties(area.id)
    answering = responsible_person(area.id, now)
    answered = next(
        (above for above in reversed(ancestors(area.id)) if book.area_duty(above.id, now)), None
    )
    return {
        "area": area_view(area),
        "answers": person_view(answering) if answering else None,
        "answers_for": area_view(answered) if answered else None,
        "duties": duty_views(duties, people_named(duty.staff_id for duty in duties)),
    }


def worker_views() -> list[dict[str, Any]]:
    """The grid workers in service with their areas."""
    bound = current_book().bound()
    return [
        {
            "id": person.id,
            "name": person.name,
            "organisation": named(organisation),
            "areas": [area_view(ancestors(number)[-1]) for number in bound.get(person.id, ())],
        }
        for person, organisation in holders_of(WORKER_ROLE)
    ]


def worker_view(staff_id: int) -> dict[str, Any]:
    """One grid worker. Raises ``not_found``."""
    found = next((item for item in worker_views() if item["id"] == staff_id), None)
    if found is None:
        raise not_found()
    return found


def task_force_view(code: str) -> dict[str, Any]:
    """The task force of an organisation's code. Raises ``not_found``."""
    for item in task_force_views():
        if item["organisation"]["code"] == code:
            return item
    raise not_found()


def task_force_views() -> list[dict[str, Any]]:
    """Every task force that has a mandate, ended ones too."""
    entries, now = current_book().task_forces, clock.now()
    people = people_named(entry.leader_id for entry in entries if entry.leader_id is not None)
    organisations = organisations_named(
        {number for entry in entries for number in (entry.organisation_id, *entry.member_ids)}
    )
    return [
        {
            "organisation": named(organisations[entry.organisation_id]),
            "leader": person_view(people[entry.leader_id]) if entry.leader_id is not None else None,
            "members": [named(organisations[number]) for number in entry.member_ids],
            "categories": sorted(entry.categories),
            "geometry": geojson(entry.reach) if entry.reach is not None else None,
            "from": entry.span.begin,
            "to": entry.span.end,
            "active": entry.span.holds(now),
        }
        for entry in entries
    ]
