"""From what a request carries to an actor: at most one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from server.identity import claims, sessions
from server.identity.deputies import NOT_PASSED_ON
from server.identity.models import Deputy, Organisation, Resident, SignIn, Staff, StaffRole
from server.identity.permissions import (
    WITH_START_PASSWORD,
    WITHOUT_SECOND_FACTOR,
    permissions_of,
)
from server.platform import clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import ask, db
from server.platform.i18n import DEFAULT
from server.platform.runtime import current

_ANONYMOUS = frozenset({"anonymous"})
_RESIDENT = frozenset({"resident"})
_ACCOUNT, _JOINED = aliased(Resident), aliased(Resident)
_LENT = aliased(StaffRole)
_SESSION = (
    select(
        SignIn.id,
        SignIn.last_seen_at,
        SignIn.idle_minutes,
        SignIn.owes_password,
        SignIn.owes_factor,
        SignIn.staff_id,
        SignIn.resident_id,
        Staff.organisation_id,
        Organisation.kind,
        Organisation.area_id,
        Staff.active,
        Staff.is_demo.label("staff_is_demo"),
        Staff.locale.label("staff_locale"),
        Staff.start_until,
        StaffRole.role,
        _LENT.role.label("lent"),
        _ACCOUNT.is_demo.label("account_is_demo"),
        _ACCOUNT.locale.label("account_locale"),
        _JOINED.id.label("device_id"),
    )
    .outerjoin(Staff, Staff.id == SignIn.staff_id)
    .outerjoin(Organisation, Organisation.id == Staff.organisation_id)
    .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
    .outerjoin(
        Deputy,
        and_(
            Deputy.deputy_id == Staff.id,
            Deputy.since <= bindparam("now"),
            Deputy.until > bindparam("now"),
        ),
    )
    .outerjoin(_LENT, and_(_LENT.staff_id == Deputy.absent_id, _LENT.role.not_in(NOT_PASSED_ON)))
    .outerjoin(_ACCOUNT, _ACCOUNT.id == SignIn.resident_id)
    .outerjoin(
        _JOINED,
        and_(
            SignIn.resident_id.is_not(None),
            or_(
                _JOINED.account_id == SignIn.resident_id,
                _JOINED.claim_digest == bindparam("device_digest"),
            ),
        ),
    )
    .where(SignIn.token_digest == bindparam("token_digest"), sessions.ALIVE)
)
_DEVICE = select(Resident.id, Resident.locale).where(Resident.claim_digest == bindparam("digest"))


@dataclass(frozen=True)
class Credentials:
    """What a request says about its sender.

    ``wanted_locale`` is what it asks to read, if it asks; ``is_local`` whether it was sent on this
    very machine, without a proxy; ``seen_from`` is what looks like one client.
    """

    session_token: str | None = None
    claim_key: str | None = None
    wanted_locale: str | None = None
    is_local: bool = False
    seen_from: str = ""


def actor_of(credentials: Credentials) -> Actor:
    """The actor: of the session, else of the claim key, else anonymous.

    Only the residents' pages send a claim key: with one, staff act as the resident they are too.

    Raises ``claim_key_invalid`` for a malformed key.
    """
    digest = claims.claim_digest(credentials.claim_key) if credentials.claim_key else None
    if credentials.session_token:
        actor = _of_session(credentials, digest)
        if actor is not None and not (actor.is_staff and digest is not None):
            return actor
    if digest is not None:
        return _of_claim_key(credentials, digest)
    return Actor(
        roles=_ANONYMOUS,
        permissions=permissions_of(_ANONYMOUS),
        locale=credentials.wanted_locale or DEFAULT,
        seen_from=credentials.seen_from,
    )


def _of_session(credentials: Credentials, digest: bytes | None) -> Actor | None:
    rows = ask(
        db.session(),
        _SESSION,
        token_digest=sessions.token_digest(credentials.session_token or ""),
        device_digest=digest,
        now=clock.now(),
    ).all()
    if not rows:
        return None
    first = rows[0]
    is_staff = first.staff_id is not None
    if is_staff and (not first.active or sessions.idle(first.last_seen_at, first.idle_minutes)):
        return None
    is_demo = first.staff_is_demo if is_staff else first.account_is_demo
    if is_demo and not demo_is_open(credentials.is_local):
        return None
    sessions.saw(first.id, is_staff=is_staff, last_seen_at=first.last_seen_at)
    if is_staff:
        roles = frozenset(role for row in rows for role in (row.role, row.lent) if role is not None)
        left, refusal = _narrowed(first, permissions_of(roles))
        return Actor(
            kind=ActorKind.STAFF,
            staff_id=first.staff_id,
            organisation_id=first.organisation_id,
            organisation_kind=first.kind,
            area_id=first.area_id,
            roles=roles,
            permissions=left,
            session_id=first.id,
            locale=credentials.wanted_locale or first.staff_locale,
            refusal=refusal,
        )
    devices = {row.device_id for row in rows} - {None, first.resident_id}
    return _resident(
        (first.resident_id, *sorted(devices)),
        credentials.wanted_locale or first.account_locale,
        session_id=first.id,
    )


def _narrowed(row: Row[Any], held: frozenset[str]) -> tuple[frozenset[str], str]:
    """What a session of staff may do, and how it is told of what it may not."""
    if row.start_until is not None:
        return WITH_START_PASSWORD, "start_password_first"
    if row.owes_password:
        return WITH_START_PASSWORD, "new_password_first"
    if row.owes_factor:
        return WITHOUT_SECOND_FACTOR, "second_factor_first"
    return held, "forbidden"


def _of_claim_key(credentials: Credentials, digest: bytes) -> Actor:
    row = ask(db.session(), _DEVICE, digest=digest).first()
    stored = row.locale if row else DEFAULT
    return _resident(
        (row.id,) if row else (),
        credentials.wanted_locale or stored,
        key_digest=digest,
        seen_from=credentials.seen_from,
    )


def _resident(
    ids: tuple[int, ...],
    locale: str,
    *,
    session_id: int | None = None,
    key_digest: bytes | None = None,
    seen_from: str = "",
) -> Actor:
    return Actor(
        kind=ActorKind.RESIDENT,
        resident_ids=ids,
        roles=_RESIDENT,
        permissions=permissions_of(_RESIDENT),
        session_id=session_id,
        locale=locale,
        key_digest=key_digest,
        seen_from=seen_from,
    )


def demo_is_open(is_local: bool) -> bool:
    """Whether demo accounts may be used: only on a demo, and only from this machine."""
    return current().settings.demo and is_local
