"""Task forces (工作专班): several organisations on some matters, somewhere, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from server.catalog.service import catalogue
from server.identity.offices import office_of_code
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.responsibility.books import begin_change
from server.responsibility.models import TaskForce, TaskForceMember
from server.responsibility.queries import in_service
from server.responsibility.shapes import read_polygon, wkb

_KIND = "taskforce"


@dataclass(frozen=True)
class Mandate:
    """What a task force is to do: members and categories by codes, ``geometry`` GeoJSON or none.

    Moments are aware, ``until`` is the first that no longer counts. Without ``since`` it begins
    now, or goes on since it began.
    """

    members: list[str]
    categories: list[str]
    geometry: object = None
    leader: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def set_mandate(who: Actor, code: str, mandate: Mandate) -> None:
    """Give the task force with an organisation's code its mandate, in place of an earlier one.

    Raises ``not_found`` when no task force has the code, and ``Problem`` ``scope_missing`` for
    neither category nor polygon, ``organisation_unknown``, ``category_unknown``,
    ``person_not_in_service``, ``shape_refused`` and ``interval_empty``.
    """
    office = office_of_code(code)
    if office is None or office.kind != _KIND:
        raise not_found()
    member_ids = sorted({_organisation_id(member) for member in mandate.members})
    if not mandate.categories and mandate.geometry is None:
        raise Problem("scope_missing", 422, fields={"categories": ["required"]})
    if not all(catalogue().category(category) for category in mandate.categories):
        raise Problem("category_unknown", 422, fields={"categories": ["choice"]})
    shape = read_polygon(mandate.geometry) if mandate.geometry is not None else None
    now = clock.now()
    with unit_of_work() as session:
        begin_change(session)
        if mandate.leader is not None and not in_service(session, [mandate.leader]):
            raise Problem("person_not_in_service", 422, fields={"leader": ["choice"]})
        row = session.scalar(select(TaskForce).where(TaskForce.organisation_id == office.id))
        if row is None:
            row = TaskForce(organisation_id=office.id, valid_from=now)
            session.add(row)
        elif row.valid_to is not None and row.valid_to <= now:
            row.valid_from = now
        row.valid_from, row.valid_to = mandate.since or row.valid_from, mandate.until
        if row.valid_to is not None and row.valid_to <= row.valid_from:
            raise Problem("interval_empty", 422, fields={"to": ["invalid"]})
        row.leader_id = mandate.leader
        row.categories = sorted(set(mandate.categories))
        row.shape = wkb(shape) if shape is not None else None
        session.flush()
        session.execute(delete(TaskForceMember).where(TaskForceMember.task_force_id == row.id))
        session.add_all(
            TaskForceMember(task_force_id=row.id, organisation_id=number) for number in member_ids
        )
        data = {"members": member_ids, "categories": row.categories}
        audit.record(session, who, "mandate_set", f"task_force:{row.id}", data)


def _organisation_id(code: str) -> int:
    office = office_of_code(code)
    if office is None:
        raise Problem("organisation_unknown", 422, fields={"members": ["choice"]})
    return office.id
