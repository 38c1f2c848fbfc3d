"""What a page must know before it can show anything."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.city.config import config
from server.city.editing import change_policy
from server.city.entries import entries
from server.city.service import city
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.versions import required_version

blueprint = Blueprint("city", __name__, url_prefix="/api/v1", description="The city.")


class ConfigSchema(Schema):
    """City, languages, limits, tiles, emergency numbers, footer and map position (WGS-84).

    ``bilingual`` is the language of second headings, or empty.
    """

    city = ma.fields.Dict(required=True)
    locales = ma.fields.List(ma.fields.String(), required=True)
    bilingual = ma.fields.String(required=True)
    demo = ma.fields.Boolean(required=True)
    emergency = ma.fields.List(ma.fields.Dict(), required=True)
    map = ma.fields.Dict(required=True)
    limits = ma.fields.Dict(required=True)
    tiles = ma.fields.List(ma.fields.Dict(), required=True)
    footer = ma.fields.Dict(required=True)


class PolicyEntrySchema(Schema):
    """A choice of the city.

    A ``limit`` is ``[amount, unit]``, a ``window`` two local times of day ``["05:30", "09:00"]``;
    other kinds are numbers from ``least`` to ``most``, ``yes_no`` or a ``choice``.
    """

    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    value = ma.fields.Raw(required=True)
    default = ma.fields.Raw(required=True)
    least = ma.fields.Float(required=True, allow_none=True)
    most = ma.fields.Float(required=True, allow_none=True)
    choices = ma.fields.List(ma.fields.String(), required=True)


class PolicySchema(Schema):
    """All choices of the city; ``version`` is the ``If-Match`` of a change."""

    version = ma.fields.Integer(required=True)
    items = ma.fields.List(ma.fields.Nested(PolicyEntrySchema), required=True)


class PolicyChanges(Schema):
    """New values by the names of their entries; what is not named stays."""

    changes = ma.fields.Dict(
        keys=ma.fields.String(), required=True, validate=ma.validate.Length(1, 60)
    )


@blueprint.get("/config")
@requires("page.read")
@blueprint.response(200, ConfigSchema)
def public_config() -> Response:
    """What a page must know before it can show anything."""
    return answer(config())


@blueprint.get("/city/policy")
@requires("policy.manage")
@blueprint.response(200, PolicySchema)
def policy() -> Response:
    """Limits and other choices of the city, with the version that clocks keep."""
    return answer(_policy())


@blueprint.patch("/city/policy")
@requires("policy.manage")
@blueprint.arguments(PolicyChanges)
@blueprint.response(200, PolicySchema)
def set_policy(data: dict[str, Any]) -> Response:
    """Set entries of the policy for what begins from now on; ``If-Match`` is its version."""
    change_policy(actor(), required_version(), data["changes"])
    return answer(_policy())


def _policy() -> dict[str, Any]:
    here = city()
    items = [
        {
            "name": entry.name,
            "kind": entry.kind,
            "value": getattr(here.policy, entry.name),
            "default": entry.default,
            "least": entry.least,
            "most": entry.most,
            "choices": entry.choices,
        }
        for entry in entries().values()
    ]
    return {"version": here.policy_version, "items": items}
