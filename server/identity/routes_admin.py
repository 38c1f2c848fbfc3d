"""Organisations and people, as administrators keep them, over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row

from server.catalog.values import LEAD_TYPES
from server.identity import administration, organisations, views
from server.identity import schemas_admin as schemas
from server.identity.models import Organisation
from server.identity.permissions import STAFF_ROLES
from server.platform import clock
from server.platform.errors import not_found
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.versions import required_version
from server.platform.versions import version_of

blueprint = Blueprint(
    "administration", __name__, url_prefix="/api/v1/admin", description="Running the city."
)

_PERSON = f"/people/<int(max={LARGEST_ID}):staff_id>"


@blueprint.get("/organisations")
@requires("staff.manage")
@blueprint.response(200, schemas.AdminOrganisationsSchema)
def list_organisations() -> Response:
    """Every organisation, and the kinds, lead types and roles to choose from."""
    return answer(
        {
            "items": [_organisation(row) for row in views.organisations()],
            "kinds": organisations.KINDS,
            "lead_types": sorted(LEAD_TYPES),
            "roles": STAFF_ROLES,
        }
    )


@blueprint.post("/organisations")
@requires("staff.manage")
@blueprint.arguments(schemas.NewOrganisationArguments)
@blueprint.response(201, schemas.AdminOrganisationSchema)
def create_organisation(data: dict[str, Any]) -> Response:
    """Make an organisation."""
    code = data.pop("code")
    organisations.create(actor(), code, _description(data))
    return answer(_organisation_of(code), 201)


@blueprint.put("/organisations/<code>")
@requires("staff.manage")
@blueprint.arguments(schemas.DescriptionArguments)
@blueprint.response(200, schemas.AdminOrganisationSchema)
def change_organisation(data: dict[str, Any], code: str) -> Response:
    """Replace everything but the code; ``If-Match`` is its version."""
    organisations.change(actor(), code, required_version(), _description(data))
    return answer(_organisation_of(code))


@blueprint.post("/organisations/<code>/deactivation")
@requires("staff.manage")
@blueprint.response(200, schemas.AdminOrganisationSchema)
def close_organisation(code: str) -> Response:
    """Take out of service; refused with open cases or accounts."""
    organisations.set_active(actor(), code, active=False)
    return answer(_organisation_of(code))


@blueprint.post("/organisations/<code>/activation")
@requires("staff.manage")
@blueprint.response(200, schemas.AdminOrganisationSchema)
def open_organisation(code: str) -> Response:
    """Put back into service."""
    organisations.set_active(actor(), code, active=True)
    return answer(_organisation_of(code))


@blueprint.get("/people")
@requires("staff.manage")
@blueprint.arguments(schemas.PeopleQuery, location="query")
@blueprint.response(200, schemas.AdminPeopleSchema)
def list_people(query: dict[str, Any]) -> Response:
    """People by the order of their entry."""
    query["words"] = query.pop("q").strip()
    found, cursor = views.people(views.Wanted(**query))
    return answer({"items": [_person(one) for one in found], "next": cursor})


@blueprint.post("/people")
@requires("staff.manage")
@blueprint.arguments(schemas.NewPersonArguments)
@blueprint.response(201, schemas.StartSchema)
def create_person(data: dict[str, Any]) -> Response:
    """Make an account; the answer has its start password, this once."""
    username = data.pop("username")
    return answer(_started(administration.create(actor(), username, _details(data))), 201)


@blueprint.get(_PERSON)
@requires("staff.manage")
@blueprint.response(200, schemas.PersonPageSchema)
def show_person(staff_id: int) -> Response:
    """One person."""
    return answer(_person_page(staff_id))


@blueprint.put(_PERSON)
@requires("staff.manage")
@blueprint.arguments(schemas.PersonArguments)
@blueprint.response(200, schemas.PersonPageSchema)
def change_person(data: dict[str, Any], staff_id: int) -> Response:
    """Replace name, organisation and roles; ``If-Match`` is the person's version."""
    administration.change(actor(), staff_id, required_version(), _details(data))
    return answer(_person_page(staff_id))


@blueprint.post(f"{_PERSON}/deactivation")
@requires("staff.manage")
@blueprint.response(200, schemas.PersonPageSchema)
def close_account(staff_id: int) -> Response:
    """Close an account; its sessions end at once."""
    administration.set_active(actor(), staff_id, active=False)
    return answer(_person_page(staff_id))


@blueprint.post(f"{_PERSON}/activation")
@requires("staff.manage")
@blueprint.response(200, schemas.PersonPageSchema)
def open_account(staff_id: int) -> Response:
    """Open a closed account again."""
    administration.set_active(actor(), staff_id, active=True)
    return answer(_person_page(staff_id))


@blueprint.post(f"{_PERSON}/start-password")
@requires("staff.manage")
@blueprint.response(200, schemas.StartSchema)
def give_start_password(staff_id: int) -> Response:
    """Replace a forgotten password by a start password, told this once."""
    return answer(_started(administration.give_start_password(actor(), staff_id)))


@blueprint.post(f"{_PERSON}/unlocking")
@requires("staff.manage")
@blueprint.response(200, schemas.PersonPageSchema)
def unlock(staff_id: int) -> Response:
    """Let somebody try again who failed to sign in too often."""
    administration.unlock(actor(), staff_id)
    return answer(_person_page(staff_id))


@blueprint.post(f"{_PERSON}/second-factor-reset")
@requires("staff.manage")
@blueprint.response(200, schemas.PersonPageSchema)
def reset_second_factor(staff_id: int) -> Response:
    """Take away the second factor of somebody who lost it."""
    administration.reset_second_factor(actor(), staff_id)
    return answer(_person_page(staff_id))


def _description(data: dict[str, Any]) -> organisations.Description:
    return organisations.Description(**(data | {"phone": data["phone"] or ""}))


def _organisation_of(code: str) -> dict[str, Any]:
    found = (row for row in views.organisations() if row.Organisation.code == code)
    row = next(found, None)
    if row is None:
        raise not_found()
    return _organisation(row)


def _organisation(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    one: Organisation = row.Organisation
    return {
        "code": one.code,
        "name": one.name,
        "kind": one.kind,
        "lead_type": one.lead_type,
        "area": _named(row.area_code, row.area_name),
        "parent": _named(row.parent_code, row.parent_name),
        "phone": one.phone,
        "active": one.active,
        "people": row.people,
        "version": version_of(organisations.described(one, row.area_code, row.parent_code)),
    }


def _details(data: dict[str, Any]) -> administration.Details:
    return administration.Details(data["name"], data["organisation"], frozenset(data["roles"]))


def _person(listed: views.Listed) -> dict[str, Any]:
    person, place = listed.person, listed.organisation
    return {
        "id": person.id,
        "username": person.username,
        "name": person.name,
        "organisation": _named(place.code, place.name),
        "roles": listed.roles,
        "active": person.active,
        "starting": person.start_until is not None,
        "second_factor": listed.second_factor,
        "seen_at": listed.last_seen_at,
        "version": version_of(administration.told(person, place, listed.roles)),
    }


def _person_page(staff_id: int) -> dict[str, Any]:
    failures = views.recent_failures(staff_id)
    return _person(views.person(staff_id)) | {"failures": failures}


def _started(start: administration.Start) -> dict[str, Any]:
    until = clock.now() + administration.START_VALID
    told = {"start_password": start.password, "start_until": until}
    return _person_page(start.staff_id) | told


def _named(code: str | None, name: str | None) -> dict[str, str | None] | None:
    return None if code is None else {"code": code, "name": name}
