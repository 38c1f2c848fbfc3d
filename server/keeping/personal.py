"""What we hold on a resident, for the resident (PIPL art. 45), and correcting it (art. 46)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from server.keeping.views import own_data
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.reports.contacts import correct

__all__ = ["copy_for", "correct_contact"]


def copy_for(actor: Actor) -> dict[str, Any]:
    """Everything, as JSON. Raises ``sign_in_required`` (401)."""
    if actor.is_staff or not actor.resident_ids:
        raise Problem("sign_in_required", 401)
    data = own_data(actor)
    db.session.remove()
    return data


def correct_contact(actor: Actor, report_id: UUID, phone: str | None) -> None:
    """Replace or remove the number that came with a report.

    Raises ``not_found`` (404) for a report of somebody else.
    """
    with unit_of_work() as session:
        if not correct(session, actor.owners, report_id, phone):
            raise not_found()
        audit.record(session, actor, "contact.corrected", f"report:{report_id.hex}")
