"""Who sends a report, and for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.identity.service import account_of, ensure_resident, query_code
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from server.reports import consent


@dataclass(frozen=True)
class Sender:
    """Who reports (``owner``) and who typed it (``actor``); the same for most reports."""

    actor: Actor
    owner: str
    channel: str
    query_code: str


def sender_of(actor: Actor, data: Mapping[str, Any]) -> Sender:
    """Who reports and who typed it, by what the actor may do.

    Raises ``Problem``: ``forbidden`` (403), ``consent_required``, ``guardian_required`` and
    ``on_behalf_required`` (422).
    """
    if actor.is_staff or actor.is_machine:
        return _staff_sender(actor, data)
    if data.get("on_behalf") or data.get("patrol"):
        raise Problem("forbidden", 403)
    consent.check(data["consent"], under_14=data["under_14"], guardian=data["guardian"])
    actor = ensure_resident(actor)
    code = query_code(actor.owner, data["id"].hex, actor.key_digest)
    return Sender(actor, actor.owner, "resident", code)


def _staff_sender(actor: Actor, data: Mapping[str, Any]) -> Sender:
    code = query_code(actor.owner, data["id"].hex)
    if data.get("patrol"):
        if not actor.roles & {"patrol_leader", "inspector", "supervisor"}:
            raise Problem("forbidden", 403)
        return Sender(actor, actor.owner, "patrol", code)
    behalf = data.get("on_behalf")
    takes_calls = actor.is_machine or actor.roles & {"intake_clerk", "supervisor"}
    if not behalf or not takes_calls:
        raise Problem("on_behalf_required", 422, fields={"on_behalf": ["required"]})
    phone = behalf["phone"]
    owner = f"n:{data['id'].hex}"
    if phone:
        with unit_of_work() as session:
            owner = f"r:{account_of(session, phone, data['locale']).id}"
    return Sender(actor, owner, behalf["channel"], code)
