"""Tokens of other programs over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.identity import tokens
from server.identity.schemas_tokens import (
    NewTokenArguments,
    NewTokenSchema,
    TokensSchema,
)
from server.platform import clock
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint(
    "tokens", __name__, url_prefix="/api/v1/admin", description="Tokens of other programs."
)


@blueprint.get("/tokens")
@requires("token.manage")
@blueprint.response(200, TokensSchema)
def list_tokens() -> Response:
    """Every token, newest first; the tokens themselves can be read by nobody."""
    return answer({"items": [_token(row) for row in tokens.all_tokens()]})


@blueprint.post("/tokens")
@requires("token.manage")
@blueprint.arguments(NewTokenArguments)
@blueprint.response(201, NewTokenSchema)
def make_token(data: dict[str, Any]) -> Response:
    """Make a token. ``token`` is in this answer and never again."""
    made = tokens.issue(actor(), tokens.NewToken(**data))
    response = answer({"id": made.id, "token": made.token}, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.delete(f"/tokens/<int(max={LARGEST_ID}):token_id>")
@requires("token.manage")
@blueprint.response(204)
def revoke_token(token_id: int) -> None:
    """End a token at once."""
    tokens.revoke(actor(), token_id)


def _token(row: tokens.TokenRow) -> dict[str, Any]:
    one = row.ApiToken
    return {
        "id": one.id,
        "name": one.name,
        "organisation": {"code": row.code, "name": row.organisation} if row.code else None,
        "scopes": one.scopes,
        "hint": one.hint,
        "per_minute": one.per_minute,
        "created_by": row.created_by,
        "created_at": one.created_at,
        "expires_at": one.expires_at,
        "last_used_at": one.last_used_at,
        "revoked_at": one.revoked_at,
        "stage": tokens.stage_of(one, clock.now()),
    }
