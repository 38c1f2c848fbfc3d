"""From a case event to rows in inboxes, in the transaction that settles the event."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.cases.engine import TOPIC
from server.notifications.models import Notice
from server.notifications.queries import Told, recipients, told_event
from server.notifications.rules import rules_for
from server.platform import clock, outbox
from server.platform.upsert import insert_missing


@outbox.inside(TOPIC)
def fill_inboxes(session: Session, payload: outbox.Payload, _row_id: int) -> None:
    """Tell everybody whom the table names, except whoever did it."""
    event = told_event(session, payload["case_id"], payload["seq"])
    told: dict[str, str] = {}
    for rule in rules_for(event.action, event.to_state):
        for owner in recipients(session, rule.audience, event):
            told.setdefault(owner, rule.template)
    told.pop(event.actor, None)
    if told:
        rows = [_row(owner, template, event) for owner, template in told.items()]
        insert_missing(session, Notice, ("owner", "case_id", "seq"), rows)


def _row(owner: str, template: str, event: Told) -> dict[str, object]:
    return {
        "owner": owner,
        "case_id": event.case_id,
        "seq": event.seq,
        "template": template,
        "created_at": clock.now(),
    }
