"""Residents and query codes, as the rest of the program uses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity import claims, limits, phones, rates
from server.identity.models import Resident
from server.platform import clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.upsert import insert_into

_CODE_WINDOW = timedelta(hours=1)
_WRONG_BY_CASE = 10
_WRONG_BY_ADDRESS = 100


def ensure_resident(actor: Actor) -> Actor:
    """The actor as somebody who can own uploads and reports; makes a new device's row.

    Writes in a transaction of its own, and only for a claim key seen for the first time. Raises
    ``sign_in_required`` for an anonymous actor, and ``too_many_requests``.
    """
    if actor.owner:
        return actor
    if actor.kind is not ActorKind.RESIDENT or actor.key_digest is None:
        raise Problem("sign_in_required", 401)
    with unit_of_work() as session:
        rates.admit_device(session, actor)
        device_id = device_of(session, actor.key_digest, actor.locale).id
    return replace(actor, resident_ids=(device_id,))


def device_of(session: Session, claim_digest: bytes, locale: str) -> Resident:
    """The row of a device, made when there is none; in the caller's transaction, until whose end
    nobody else lets it join an account."""
    session.execute(
        insert_into(session, Resident)
        .values(claim_digest=claim_digest, locale=locale, is_demo=False, created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["claim_digest"])
    )
    mine = select(Resident).where(Resident.claim_digest == claim_digest)
    return session.scalars(mine.with_for_update(key_share=True)).one()


def account_of(session: Session, phone: str, locale: str, *, is_demo: bool = False) -> Resident:
    """The account of a phone number, made when there is none; in the caller's transaction, before
    whose end nobody forgets it.

    ``phone`` is what ``phones.parse`` returned.
    """
    numbered = select(Resident).where(Resident.phone_index.in_(phones.indexes(phone)))
    found = numbered.with_for_update(read=True, key_share=True)
    known = session.scalar(found)
    if known is not None:
        return known
    index = phones.index(phone)
    session.execute(
        insert_into(session, Resident)
        .values(
            phone_index=index,
            phone_sealed=phones.seal(phone, phones.account_place(index)),
            locale=locale,
            is_demo=is_demo,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["phone_index"])
    )
    return session.scalars(found).one()


def query_code(filer: str, report_id: str, digest: bytes | None = None) -> str:
    """The query code of a report, to be shown to its reporter only; one read at most.

    ``filer`` is the owner key of who typed the report, as the report keeps it, and ``digest`` that
    of the filer's claim key if the caller knows it.
    """
    if digest is None and filer.startswith("r:"):
        digest = db.session.scalar(
            select(Resident.claim_digest).where(Resident.id == int(filer[2:]))
        )
    return claims.query_code_for(filer, report_id, digest)


def check_query_code(
    code: str, expected: Iterable[bytes], *, case_number: str, address: str
) -> bytes:
    """The digest among ``expected`` that ``code`` opens.

    An address has ten wrong codes an hour for a case and a hundred in all; right ones cost
    nothing, and nobody can use up the tries of somebody else. Raises ``not_found`` for a wrong
    code, as the caller does for an unknown case, and ``too_many_requests``.
    """
    for_case = (f"query_code:{address}:{case_number}", _WRONG_BY_CASE, _CODE_WINDOW)
    for_address = (f"query_code:{address}", _WRONG_BY_ADDRESS, _CODE_WINDOW)
    limits.require_left(db.session(), *for_case)
    limits.require_left(db.session(), *for_address)
    digest = claims.query_code_digest(code)
    found = claims.matching(digest, expected) if digest is not None else None
    if found is not None:
        return found
    with unit_of_work() as session:
        limits.hit(session, *for_case)
        limits.hit(session, *for_address)
    raise not_found()
