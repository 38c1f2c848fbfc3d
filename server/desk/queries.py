"""Which response templates somebody has."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Row, Select, or_, select
from sqlalchemy.orm import Session

from server.desk.models import ResponseTemplate
from server.identity.models import Organisation
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem

TemplateRow = Row[ResponseTemplate, str, str]
"""A template with code and name of the organisation it belongs to, both ``None`` city-wide."""


def usable_templates(who: Actor) -> list[TemplateRow]:
    """The templates in use of the actor's own organisation, then those of the whole city."""
    chosen = _templates().where(ResponseTemplate.active, _usable_by(who))
    own_first = ResponseTemplate.organisation_id.is_(None)
    return list(db.session.execute(chosen.order_by(own_first, ResponseTemplate.code)))


def all_templates() -> list[TemplateRow]:
    """Every template, retired ones too; for administrators."""
    return list(db.session.execute(_templates().order_by(ResponseTemplate.code)))


def template_of(session: Session, code: str) -> ResponseTemplate | None:
    """The template of a code, whoever it belongs to."""
    return session.scalar(select(ResponseTemplate).where(ResponseTemplate.code == code))


def template_words(who: Actor, code: str, locale: str) -> str:
    """The words of a template that the actor may use, in Chinese where nobody translated them.

    Raises ``Problem`` ``template_unknown`` (422) for one that is not in use, or not theirs.
    """
    row = db.session.execute(
        select(ResponseTemplate.words, ResponseTemplate.words_ko, ResponseTemplate.words_en).where(
            ResponseTemplate.code == code, ResponseTemplate.active, _usable_by(who)
        )
    ).one_or_none()
    if row is None:
        raise Problem("template_unknown", 422, fields={"template": ["choice"]})
    words: dict[str, str] = {"ko": row.words_ko, "en": row.words_en}
    return words.get(locale) or str(row.words)


def _templates() -> Select[ResponseTemplate, str, str]:
    return select(ResponseTemplate, Organisation.code, Organisation.name).outerjoin(
        Organisation, Organisation.id == ResponseTemplate.organisation_id
    )


def _usable_by(who: Actor) -> ColumnElement[bool]:
    return or_(
        ResponseTemplate.organisation_id.is_(None),
        ResponseTemplate.organisation_id == who.organisation_id,
    )
