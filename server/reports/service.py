"""From what a person sends to a report on a case."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.cases.engine import Move
from server.cases.models import Case
from server.catalog.service import catalogue
from server.geography.service import AreaRef, ancestors
from server.identity.claims import query_code_digest
from server.identity.service import query_code
from server.identity.turns import require_known
from server.photos import service as photos
from server.platform import outbox
from server.platform.actor import Actor
from server.platform.db import ask, db, insert_row, unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current
from server.reports.models import CONTACT, Report
from server.reports.opening import Plan, join_case, open_case
from server.reports.sender import Sender, sender_of

_TRIES = 5
_NOT_IN_FINGERPRINT = ("consent", "under_14", "guardian")
_KNOWN = (
    select(Report.filer, Report.owner, Report.fingerprint, Report.area_id, Case.number)
    .join(Case, Case.id == Report.case_id)
    .where(Report.id == bindparam("report_id"))
)

Beside = Callable[[Session], None]


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps; ``created`` is false for a repeated sending."""

    created: bool
    case_number: str
    query_code: str
    areas: tuple[AreaRef, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "case_number": self.case_number,
            "query_code": self.query_code,
            "areas": [
                {"code": area.code, "name": area.name, "level": area.level} for area in self.areas
            ],
        }


def submit(actor: Actor, data: Mapping[str, Any], beside: Beside | None = None) -> Receipt:
    """Make a report and its case, or answer again for a report already here.

    ``beside`` writes what belongs to a new report, in the same transaction. Raises ``Problem``:
    ``consent_required``, ``guardian_required``, ``photo_required``, ``out_of_area``, ``invalid``
    (422), ``photos_missing`` (409, names the hashes), ``report_id_conflict`` (409), and what
    ``beside`` refuses.
    """
    return _submit(sender_of(actor, data), data, beside)


def submit_found(actor: Actor, data: Mapping[str, Any]) -> Receipt:
    """What a community or street office found itself and has on a list of its own.

    Who may do so is decided by the list. Nobody but its office is the reporter; the report's id
    makes it one report. Raises ``Problem`` as ``submit`` does.
    """
    owner = f"n:{data['id'].hex}"
    code = query_code(actor.owner, data["id"].hex)
    return _submit(Sender(actor, owner, "community", code), data, None)


def _submit(sender: Sender, data: Mapping[str, Any], beside: Beside | None) -> Receipt:
    if not data["photos"] and sender.channel in ("resident", "patrol"):
        raise Problem("photo_required", 422, fields={"photos": ["required"]})
    if not catalogue().has_tile(data["tile"]):
        raise Problem("invalid", 422, fields={"tile": ["choice"]})
    fingerprint = _fingerprint(data)
    return _write_once(sender, fingerprint, data, lambda: open_case(sender, data), beside)


def join(actor: Actor, number: str, data: Mapping[str, Any]) -> Receipt:
    """Add the actor's report to an open public case (我也遇到).

    Raises ``Problem``: ``not_found`` (404), ``action_not_allowed`` (409) when the case is not open
    any more, ``joined_already`` (409), and what ``submit`` raises.
    """
    sender = sender_of(actor, data)
    fingerprint = _fingerprint({**data, "case": number})
    return _write_once(sender, fingerprint, data, lambda: join_case(sender, number, data))


def _fingerprint(data: Mapping[str, Any]) -> bytes:
    content = {name: value for name, value in data.items() if name not in _NOT_IN_FINGERPRINT}
    body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
    return current().keys.hmac("report_fingerprint", body)


# --- the same report twice -----------------------------------------------------------------------


def _known_report(report_id: uuid.UUID, sender: Sender, fingerprint: bytes) -> Receipt | None:
    row = ask(db.session(), _KNOWN, report_id=report_id).one_or_none()
    if row is None:
        return None
    who = sender.actor
    ours = row.filer in who.owners and row.owner in (sender.owner, *who.owners)
    if not ours or row.fingerprint != fingerprint:
        raise Problem("report_id_conflict", 409)
    code = sender.query_code
    if row.filer != who.owner:  # sent by this device before its owner signed in
        code = query_code(row.filer, report_id.hex)
    return Receipt(False, row.number, code, ancestors(row.area_id))


def _write_once(
    sender: Sender,
    fingerprint: bytes,
    data: Mapping[str, Any],
    plan: Plan,
    beside: Beside | None = None,
) -> Receipt:
    """Write unless the report is there already; a twin in flight shows as a broken unique key.

    ``plan`` does its reading before the writer's lock and gives what to do inside it.
    """
    for _ in range(_TRIES):
        known = _known_report(data["id"], sender, fingerprint)
        if known is not None:
            return known
        begin = plan()
        try:
            with unit_of_work() as session:
                require_known(session, sender.owner)
                move, areas, place = begin(session)
                _write(move, sender, fingerprint, data, {"area_id": areas[-1].id, **place})
                if beside is not None:
                    beside(session)
        except IntegrityError:
            continue
        outbox.ring()
        return Receipt(True, move.case.number, sender.query_code, areas)
    raise Problem("busy", 503, retry_after=5)


def _write(
    move: Move,
    sender: Sender,
    fingerprint: bytes,
    data: Mapping[str, Any],
    place: Mapping[str, Any],
) -> None:
    """Event, report and photos, in the order in which they refer to each other."""
    hashes = [photo["sha256"] for photo in data["photos"]]
    move.facts |= {"report": data["id"].hex, "channel": sender.channel, "photos": hashes}
    seq = move.write()
    insert_row(
        move.session,
        Report,
        {
            "id": data["id"],
            "case_id": move.case.id,
            "root_case_id": move.case.id,
            "owner": sender.owner,
            "filer": sender.actor.owner,
            "fingerprint": fingerprint,
            "code_digest": query_code_digest(sender.query_code),
            "channel": sender.channel,
            "tile": data.get("tile") or move.case.tile,
            "words": data["words"],
            "address": data["address"],
            "locale": data["locale"],
            "anonymous": data["anonymous"],
            "contact_sealed": _contact(data),
            "consent": data["consent"] or "",
            "guardian": data.get("guardian"),
            "sent_at": move.now,
            **place,
        },
    )
    photos.attach(
        move.session,
        owners=sender.actor.owners,
        case_id=move.case.id,
        event_seq=seq,
        report_id=data["id"],
        given=[
            {**photo, "role": "far" if photo["role"] == "far" else "near"}
            for photo in data["photos"]
        ],
        fresh=False,
        now=move.now,
    )


def _contact(data: Mapping[str, Any]) -> bytes | None:
    contact = data.get("contact") or data.get("on_behalf") or {}
    kept = {name: contact[name] for name in ("name", "phone") if contact.get(name)}
    if not kept:
        return None
    return current().keys.seal(CONTACT, orjson.dumps(kept), data["id"].bytes)
