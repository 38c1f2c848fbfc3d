"""Who answers for each area, and where grid workers (网格员) work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from server.geography.service import area_by_code
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.responsibility.books import begin_change
from server.responsibility.duties import hand_over
from server.responsibility.models import AreaDuty, GridBinding
from server.responsibility.queries import in_service

WORKER_ROLE = "grid_worker"


def set_area_duty(
    who: Actor, code: str, staff_id: int | None, since: datetime | None = None
) -> None:
    """Let a person answer for an area from ``since`` (aware; default now) on, or nobody.

    Raises ``not_found`` for an unknown area, and ``Problem`` ``person_not_in_service`` and
    ``duty_already_begun``.
    """
    area, begin = area_by_code(code), since or clock.now()
    if area is None:
        raise not_found()
    with unit_of_work() as session:
        begin_change(session)
        held = list(session.scalars(select(AreaDuty).where(AreaDuty.area_id == area.id)))
        if staff_id is None:
            for duty in held:
                if duty.valid_from >= begin:
                    session.delete(duty)
                elif duty.valid_to is None or duty.valid_to > begin:
                    duty.valid_to = begin
        else:
            if not in_service(session, [staff_id]):
                raise Problem("person_not_in_service", 422, fields={"person": ["choice"]})
            new = AreaDuty(area_id=area.id, staff_id=staff_id, valid_from=begin)
            hand_over(session, held, new)
        data = {"person": staff_id, "from": begin.isoformat()}
        audit.record(session, who, "duty_set", f"area:{area.id}", data)


def bind_worker(who: Actor, staff_id: int, codes: Sequence[str]) -> None:
    """Let a grid worker work in exactly these areas.

    Raises ``not_found`` for somebody who is no grid worker in service, and ``Problem``
    ``area_unknown``.
    """
    area_ids: set[int] = set()
    for code in codes:
        area = area_by_code(code)
        if area is None:
            raise Problem("area_unknown", 422, fields={"areas": ["choice"]}, area=code)
        area_ids.add(area.id)
    with unit_of_work() as session:
        begin_change(session)
        if not in_service(session, [staff_id], WORKER_ROLE):
            raise not_found()
        session.execute(delete(GridBinding).where(GridBinding.staff_id == staff_id))
        session.add_all(
            GridBinding(staff_id=staff_id, area_id=area_id) for area_id in sorted(area_ids)
        )
        audit.record(session, who, "areas_set", f"staff:{staff_id}", {"areas": sorted(area_ids)})
