"""Reading organisations, people and oneself: only what an actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, or_, select

from server.identity import phones
from server.identity.models import Organisation, Resident, SignIn, Staff
from server.identity.offices import GOVERNMENT, works_for
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found

_CHECKING_KIND = "centre"
_COMMUNITY_KIND = "community"
_ACTIVE = (
    select(Organisation).where(Organisation.active).order_by(Organisation.kind, Organisation.name)
)


@dataclass(frozen=True)
class Self:
    """What somebody sees of their own account; the phone number is masked, ``starting`` says that
    the password is a start password, and ``must`` what the session has to do before anything else:
    ``password`` or ``second_factor``."""

    kind: str
    name: str | None = None
    phone: str | None = None
    organisation: Organisation | None = None
    starting: bool = False
    must: str | None = None


def self_of(actor: Actor) -> Self:
    """The actor's own account; ``claimant`` is a device without a session."""
    if actor.staff_id is not None:
        row = db.session.execute(
            select(
                Staff.name,
                Staff.start_until,
                Organisation,
                SignIn.owes_password,
                SignIn.owes_factor,
            )
            .join(Organisation, Organisation.id == Staff.organisation_id)
            .join(SignIn, SignIn.id == actor.session_id)
            .where(Staff.id == actor.staff_id)
        ).one()
        starting = row.start_until is not None
        must = "second_factor" if row.owes_factor else None
        if starting or row.owes_password:
            must = "password"
        return Self("staff", row.name, None, row.Organisation, starting, must)
    if actor.session_id is not None:
        phone = phone_of(db.session.get_one(Resident, actor.resident_ids[0]))
        return Self("resident", phone=phones.mask(phone) if phone else None)
    return Self("claimant" if actor.key_digest is not None else "anonymous")


def phone_of(resident: Resident) -> str | None:
    """The number of an account in full, for sending to it; never for showing."""
    if resident.phone_sealed is None or resident.phone_index is None:
        return None
    return phones.unseal(resident.phone_sealed, phones.account_place(resident.phone_index))


def organisations() -> list[Organisation]:
    """The active organisations by kind and name."""
    return list(db.session.scalars(_ACTIVE))


def organisations_to_dispatch(street_office_id: int | None) -> list[Organisation]:
    """The organisations that may be made responsible, by kind and name.

    Not those that check or where nobody works, and with a street office only its own communities.
    """
    query = _ACTIVE.where(
        Organisation.kind.in_(GOVERNMENT),
        Organisation.kind != _CHECKING_KIND,
        works_for("handler"),
    )
    if street_office_id is not None:
        query = query.where(
            or_(
                Organisation.kind != _COMMUNITY_KIND,
                Organisation.parent_id == street_office_id,
            )
        )
    return list(db.session.scalars(query))


def organisations_to_help() -> list[Organisation]:
    """The organisations that may be asked for help, of every kind: where somebody can work."""
    return list(db.session.scalars(_ACTIVE.where(works_for("handler"))))


def people_for(actor: Actor, organisation_code: str) -> list[Row[tuple[int, str]]]:
    """Id and name of who works for an organisation: one's own, or any for who manages staff.

    Raises ``not_found`` for another organisation as for one that does not exist.
    """
    organisation = db.session.scalar(
        select(Organisation).where(Organisation.code == organisation_code)
    )
    if organisation is None or not (
        organisation.id == actor.organisation_id or actor.may("staff.manage")
    ):
        raise not_found()
    return list(
        db.session.execute(
            select(Staff.id, Staff.name)
            .where(Staff.organisation_id == organisation.id, Staff.active)
            .order_by(Staff.name, Staff.id)
        )
    )


def offices_named(ids: Iterable[int | None]) -> dict[int | None, dict[str, str]]:
    """Code and name of organisations by id, those out of service too; no query for none."""
    wanted = set(ids) - {None}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Organisation.id, Organisation.code, Organisation.name).where(
            Organisation.id.in_(wanted)
        )
    )
    return {row.id: {"code": row.code, "name": row.name} for row in rows}


def people_named(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Names of people by id, those who left too; no query for nobody."""
    wanted = set(ids) - {None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(wanted)))
    return {row.id: row.name for row in rows}
