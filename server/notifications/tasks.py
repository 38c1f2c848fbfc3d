"""From a case event to rows in inboxes and messages to phones."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.cases.engine import TOPIC
from server.inspection.lists_service import TOPIC as LIST_TOPIC
from server.notifications import deliveries
from server.notifications.models import Notice
from server.notifications.queries import (
    Told,
    list_recipients,
    recipients,
    told_event,
    told_list,
    with_deputies,
)
from server.notifications.rules import LIST_RULES, Audience, Rule, rules_for
from server.platform import clock, outbox
from server.platform.upsert import insert_missing


@outbox.inside(TOPIC)
def fill_inboxes(session: Session, payload: outbox.Payload, _row_id: int) -> None:
    """Tell everybody whom the table names and who stands in for them, except whoever did it.

    In the transaction that settles the event: the inbox is exact, messages are queued with it.
    """
    event = told_event(session, payload["case_id"], payload["seq"])
    told: dict[str, Rule] = {}
    for rule in rules_for(event.action, event.to_state, event.record, urgent=event.urgent):
        for owner in recipients(session, rule.audience, event):
            told.setdefault(owner, rule)
    told = with_deputies(session, told, event.at)
    told.pop(event.actor, None)
    rows = [
        _row(owner, rule.template, event)
        for owner, rule in told.items()
        if rule.audience is not Audience.DUTY
    ]
    if rows:
        insert_missing(session, Notice, ("owner", "case_id", "seq"), rows)
    deliveries.plan(session, event, told)


@outbox.inside(LIST_TOPIC)
def tell_of_list(session: Session, payload: outbox.Payload, _row_id: int) -> None:
    """Tell whom the table names of a rectification list, except whoever did it."""
    about, now = told_list(session, payload["list_id"]), clock.now()
    told: dict[str, Rule] = {}
    for rule in LIST_RULES:
        if rule.action == payload["event"]:
            for owner in list_recipients(session, rule.audience, about):
                told.setdefault(owner, rule)
    told = with_deputies(session, told, now)
    told.pop(payload["actor"], None)
    rows = [
        {"owner": owner, "list_id": about.id, "template": rule.template, "created_at": now}
        for owner, rule in told.items()
    ]
    if rows:
        insert_missing(session, Notice, ("owner", "list_id", "template"), rows)


@outbox.outside(deliveries.TOPIC, slow=True)
def send(payload: outbox.Payload, _row_id: int) -> None:
    """Bring one message to one phone."""
    deliveries.deliver(payload["delivery"])


def _row(owner: str, template: str, event: Told) -> dict[str, object]:
    return {
        "owner": owner,
        "case_id": event.case_id,
        "seq": event.seq,
        "template": template,
        "created_at": clock.now(),
    }
