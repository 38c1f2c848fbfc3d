"""Tokens of other programs: made for an office or the city, shown once, asked for at each request.

A token comes in a header that no browser sends by itself. So what it does needs no proof that one
of our own pages asked (ADR 0025).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, select, update
from sqlalchemy.exc import OperationalError

from server.identity import limits
from server.identity.models import ApiToken, Organisation, Staff
from server.identity.permissions import SCOPES, permissions_of_scopes
from server.platform import audit, clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.runtime import current

LONGEST_DAYS = 366
MOST_A_MINUTE = 6000
_PREFIX = "ssp_"
_BYTES = 32
_HINT = 4
_TOKEN = re.compile(r"ssp_[A-Za-z0-9_-]{43}")
_WINDOW = timedelta(minutes=1)
log = structlog.get_logger()

TokenRow = Row[Any]


@dataclass(frozen=True)
class NewToken:
    """What a token is for. ``organisation`` is a code, ``None`` the whole city; ``days`` is how
    long it is good, ``per_minute`` how often it may ask."""

    name: str
    scopes: Collection[str]
    organisation: str | None = None
    days: int = 365
    per_minute: int = 120


@dataclass(frozen=True)
class Issued:
    """The id of a new token, and the token itself, which nobody can read again."""

    id: int
    token: str


def bearer_of(header: str) -> str | None:
    """The token in an ``Authorization`` header, if it is of that kind."""
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def issue(actor: Actor, new: NewToken) -> Issued:
    """Make a token. Raises ``organisation_unknown`` and ``token_scope_unknown`` (422)."""
    if not new.scopes or set(new.scopes) - SCOPES.keys():
        raise Problem("token_scope_unknown", 422, fields={"scopes": ["choice"]})
    token = _PREFIX + secrets.token_urlsafe(_BYTES)
    now = clock.now()
    with unit_of_work() as session:
        office = None
        if new.organisation is not None:
            named = select(Organisation).where(
                Organisation.code == new.organisation, Organisation.active
            )
            office = session.scalar(named)
            if office is None:
                raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
        row = ApiToken(
            name=new.name,
            organisation_id=office.id if office else None,
            scopes=sorted(new.scopes),
            token_digest=_digest(token),
            hint=token[-_HINT:],
            per_minute=new.per_minute,
            created_by_id=actor.staff_id,
            created_at=now,
            expires_at=now + timedelta(days=new.days),
        )
        session.add(row)
        session.flush()
        told = {
            "name": new.name,
            "organisation": new.organisation,
            "scopes": " ".join(row.scopes),
            "until": row.expires_at.isoformat(),
        }
        audit.record(session, actor, "token_made", f"token:{row.id}", told)
        return Issued(row.id, token)


def revoke(actor: Actor, token_id: int) -> None:
    """End a token at once; harmless for one that is over. Raises ``not_found``."""
    with unit_of_work() as session:
        row = session.get(ApiToken, token_id, with_for_update=True)
        if row is None:
            raise not_found()
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            audit.record(session, actor, "token_revoked", f"token:{token_id}", {"name": row.name})


def all_tokens() -> list[TokenRow]:
    """Every token that was ever made, the newest first, with its office and its maker."""
    return list(
        db.session.execute(
            select(
                ApiToken,
                Organisation.code.label("code"),
                Organisation.name.label("organisation"),
                Staff.name.label("created_by"),
            )
            .outerjoin(Organisation, Organisation.id == ApiToken.organisation_id)
            .outerjoin(Staff, Staff.id == ApiToken.created_by_id)
            .order_by(ApiToken.id.desc())
        )
    )


def stage_of(row: ApiToken, now: datetime) -> str:
    """``running``, ``over`` or ``revoked``."""
    if row.revoked_at is not None:
        return "revoked"
    return "running" if now < row.expires_at else "over"


def actor_of(token: str, locale: str) -> Actor:
    """The program that sent a token.

    Raises ``token_invalid`` (401) for one that was never made, is over or was revoked, or whose
    office is closed, and ``too_many_requests`` (429).
    """
    if not _TOKEN.fullmatch(token):
        raise Problem("token_invalid", 401)
    found = db.session.execute(
        select(ApiToken, Organisation.kind, Organisation.area_id, Organisation.active)
        .outerjoin(Organisation, Organisation.id == ApiToken.organisation_id)
        .where(ApiToken.token_digest == _digest(token))
    ).one_or_none()
    if found is None:
        raise Problem("token_invalid", 401)
    row = found.ApiToken
    if stage_of(row, clock.now()) != "running" or found.active is False:
        raise Problem("token_invalid", 401)
    actor = Actor(
        kind=ActorKind.MACHINE,
        token_id=row.id,
        organisation_id=row.organisation_id,
        organisation_kind=found.kind or "",
        area_id=found.area_id,
        permissions=permissions_of_scopes(row.scopes),
        locale=locale,
        refusal="token_scope",
    )
    _count(row.id, row.per_minute)
    return actor


def _count(token_id: int, per_minute: int) -> None:
    """Count a request, and note the minute in which the token was last used.

    A count that finds the database busy is left out.
    """
    try:
        with unit_of_work() as session:
            tried = limits.hit(session, f"token:{token_id}", per_minute, _WINDOW)
            if tried == 1:
                used = update(ApiToken).where(ApiToken.id == token_id)
                session.execute(used.values(last_used_at=clock.now()))
    except OperationalError:
        log.warning("token_not_counted", token=token_id)


def _digest(token: str) -> bytes:
    return current().keys.hmac("api_token", token.encode())
