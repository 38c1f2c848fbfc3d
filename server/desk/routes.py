"""Response templates over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.desk import queries, service
from server.desk.schemas import NewTemplate, TemplateChange, TemplatesSchema
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.versions import required_version

blueprint = Blueprint("desk", __name__, url_prefix="/api/v1", description="Desks of officers.")


@blueprint.get("/templates")
@requires("template.read")
@blueprint.response(200, TemplatesSchema)
def templates() -> Response:
    """The response templates one may use; administrators see all of the city."""
    who = actor()
    everything = who.may("template.manage")
    rows = queries.all_templates() if everything else queries.usable_templates(who)
    return answer({"items": [_template(row) for row in rows]})


@blueprint.post("/templates")
@requires("template.manage")
@blueprint.arguments(NewTemplate)
@blueprint.response(201, TemplatesSchema)
def add_template(data: dict[str, Any]) -> Response:
    """Make a response template."""
    service.add_template(actor(), data)
    return answer({"items": [_template(row) for row in queries.all_templates()]}, 201)


@blueprint.put("/templates/<code>")
@requires("template.manage")
@blueprint.arguments(TemplateChange)
@blueprint.response(200, TemplatesSchema)
def change_template(data: dict[str, Any], code: str) -> Response:
    """Replace or retire a response template; ``If-Match`` is its version."""
    service.change_template(actor(), code, required_version(), data)
    return answer({"items": [_template(row) for row in queries.all_templates()]})


def _template(row: queries.TemplateRow) -> dict[str, Any]:
    template, code, name = row
    return {
        "code": template.code,
        "title": template.title,
        "words": template.words,
        "words_ko": template.words_ko,
        "words_en": template.words_en,
        "audience": template.audience,
        "organisation": code and {"code": code, "name": name},
        "active": template.active,
        "version": template.version,
    }
