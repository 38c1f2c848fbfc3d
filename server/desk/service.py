"""Writing response templates; every change goes to the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from server.desk.models import ResponseTemplate
from server.desk.queries import template_of
from server.identity.offices import office_of_code
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.upsert import add_unique

_COLUMNS = ("title", "words", "words_ko", "words_en", "audience", "active")


def add_template(who: Actor, data: Mapping[str, Any]) -> None:
    """Make a template of ``data``: the columns, ``code`` and ``organisation`` (a code or ``None``).

    Raises ``Problem`` ``template_code_taken`` (409) and ``organisation_unknown`` (422).
    """
    organisation_id = _organisation_id(data["organisation"])
    with unit_of_work() as session:
        made = ResponseTemplate(code=data["code"], organisation_id=organisation_id, **_of(data))
        taken = Problem("template_code_taken", 409, fields={"code": ["invalid"]})
        add_unique(session, made, taken)
        audit.record(session, who, "template.added", f"template:{made.code}", _told(made))


def change_template(who: Actor, code: str, version: int, data: Mapping[str, Any]) -> None:
    """Replace what a template says, or retire it; what was said with it stays as it was said.

    Raises ``Problem`` ``not_found`` (404), ``edited_meanwhile`` (412) when somebody else changed it
    since, and ``organisation_unknown`` (422).
    """
    organisation_id = _organisation_id(data["organisation"])
    with unit_of_work() as session:
        found = template_of(session, code)
        if found is None:
            raise not_found()
        before = _told(found)
        changed = session.scalar(
            update(ResponseTemplate)
            .where(ResponseTemplate.id == found.id, ResponseTemplate.version == version)
            .values(organisation_id=organisation_id, version=version + 1, **_of(data))
            .returning(ResponseTemplate.id)
            .execution_options(synchronize_session=False)
        )
        if changed is None:
            raise Problem("edited_meanwhile", 412)
        session.refresh(found)
        told = audit.differences(before, _told(found)) | {"version": found.version}
        audit.record(session, who, "template.changed", f"template:{code}", told)


def _of(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in _COLUMNS}


def _organisation_id(code: str | None) -> int | None:
    if code is None:
        return None
    office = office_of_code(code)
    if office is None:
        raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
    return office.id


def _told(row: ResponseTemplate) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*_COLUMNS, "organisation_id")}
