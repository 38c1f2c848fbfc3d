"""One's own second factor over HTTP."""

from __future__ import annotations

import marshmallow as ma
from flask import Response, request

from server.identity import devices, second_factor, sessions
from server.identity.passwords import MOST
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.cookies import SESSION_COOKIE, read_cookie, set_cookie

blueprint = Blueprint(
    "second_factor",
    __name__,
    url_prefix="/api/v1/me/second-factor",
    description="One's own second factor.",
)


def _password(*, required: bool) -> ma.fields.String:
    length = ma.validate.Length(max=MOST, error="too_long")
    if required:
        return ma.fields.String(required=True, validate=length)
    return ma.fields.String(load_default=None, allow_none=True, validate=length)


class SecondFactorSchema(Schema):
    """``set_at`` is since when codes of an app are asked for, ``codes_left`` of ten recovery codes;
    ``required`` whether it can be switched off. Times are UTC."""

    required = ma.fields.Boolean(required=True)
    set_at = ma.fields.String(required=True, allow_none=True)
    codes_left = ma.fields.Integer(required=True)


class ProposalArguments(Schema):
    """One's password, unless the session can do nothing but this."""

    present = _password(required=False)


class ProposalSchema(Schema):
    """What an authenticator app is told: by hand, or by an ``otpauth:`` address as a QR code."""

    secret = ma.fields.String(required=True)
    address = ma.fields.String(required=True)


class ConfirmationArguments(Schema):
    """The first code of the app."""

    code = ma.fields.String(
        required=True, validate=ma.validate.Regexp(r"^\s*(?:[0-9]\s*){6}$", error="app_code")
    )


class PresentPasswordArguments(Schema):
    """One's password."""

    present = _password(required=True)


class RecoveryCodesSchema(Schema):
    """Codes for a lost phone, each good once; told this once."""

    recovery_codes = ma.fields.List(ma.fields.String(), required=True)


@blueprint.get("")
@requires("second_factor.own")
@blueprint.response(200, SecondFactorSchema)
def show() -> Response:
    """Whether one has a second factor."""
    mine = second_factor.standing_of(actor())
    return answer({"required": mine.required, "set_at": mine.set_at, "codes_left": mine.codes_left})


@blueprint.post("")
@requires("second_factor.own")
@blueprint.arguments(ProposalArguments)
@blueprint.response(201, ProposalSchema)
def propose(data: dict[str, str | None]) -> Response:
    """Begin to set it up; what is in force stays until the new one was confirmed."""
    made = second_factor.propose(actor(), data["present"])
    return answer({"secret": made.secret, "address": made.address}, 201)


@blueprint.post("/confirmation")
@requires("second_factor.own")
@blueprint.arguments(ConfirmationArguments)
@blueprint.response(200, RecoveryCodesSchema)
def confirm(data: dict[str, str]) -> Response:
    """Put it in force; the session gets a new cookie, and every other one ends."""
    device = devices.describe(request.headers.get("User-Agent", ""))
    done = second_factor.confirm(actor(), data["code"], device, read_cookie(SESSION_COOKIE))
    response = answer({"recovery_codes": done.recovery_codes})
    set_cookie(response, SESSION_COOKIE, done.token, sessions.staff_lifetime())
    return response


@blueprint.post("/recovery-codes")
@requires("second_factor.own")
@blueprint.arguments(PresentPasswordArguments)
@blueprint.response(200, RecoveryCodesSchema)
def renew_codes(data: dict[str, str]) -> Response:
    """Ten new recovery codes; the old ones are void."""
    return answer({"recovery_codes": second_factor.renew_codes(actor(), data["present"])})


@blueprint.post("/removal")
@requires("second_factor.own")
@blueprint.arguments(PresentPasswordArguments)
@blueprint.response(204)
def remove(data: dict[str, str]) -> None:
    """Switch it off, where the city does not require one."""
    second_factor.remove(actor(), data["present"])
