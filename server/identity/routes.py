"""Identity over HTTP: who am I, sessions, one-time codes, organisations, colleagues."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Request, Response, after_this_request, request

from server.cases.queries import case_for
from server.city.service import policy
from server.identity import (
    claims,
    devices,
    otp,
    own_password,
    passwords,
    queries,
    sessions,
    signing_in,
    tokens,
)
from server.identity.attempts import Origin
from server.identity.identify import Credentials, actor_of
from server.identity.schemas import (
    ChallengeSchema,
    CodeArguments,
    CodeRequestSchema,
    MeSchema,
    NewPasswordArguments,
    OrganisationArguments,
    OrganisationsSchema,
    PasswordArguments,
    PasswordRulesSchema,
    PeopleArguments,
    PeopleSchema,
    PhoneArguments,
    SecondStepArguments,
    SessionsSchema,
)
from server.identity.tokens import bearer_of
from server.notifications.service import unread
from server.platform.actor import Actor
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.cookies import SESSION_COOKIE, drop_cookie, read_cookie, set_cookie
from server.platform.http.peer import client_address, client_signature, is_from_this_machine
from server.platform.http.problems import request_locale

blueprint = Blueprint("identity", __name__, url_prefix="/api/v1", description="Who people are.")

DEVICE_COOKIE = "ssp_device"
_DEVICE_LIFETIME = timedelta(days=180)
_SESSIONS_PATH = "/api/v1/sessions"


def identify(incoming: Request) -> Actor:
    """The actor of a request: of its token, else of what a browser sends.

    Raises ``token_invalid``, ``claim_key_invalid`` and ``too_many_requests``.
    """
    if (token := bearer_of(incoming.headers.get("Authorization", ""))) is not None:
        return tokens.actor_of(token, request_locale())
    return actor_of(
        Credentials(
            session_token=read_cookie(SESSION_COOKIE),
            claim_key=incoming.headers.get("X-Claim-Key"),
            wanted_locale=request_locale() if "Accept-Language" in incoming.headers else None,
            is_local=is_from_this_machine(),
            seen_from=client_signature(),
        )
    )


@blueprint.get("/me")
@requires("session.open")
@blueprint.response(200, MeSchema)
def me() -> Response:
    """Who the server takes the asker for."""
    return answer(_me(actor()))


@blueprint.get("/sessions")
@requires("session.manage")
@blueprint.response(200, SessionsSchema)
def list_sessions() -> Response:
    """One's own living sessions."""
    who = actor()
    return answer(
        {
            "items": [
                {
                    "id": row.id,
                    "created_at": _utc(row.created_at),
                    "last_seen_at": _utc(row.last_seen_at),
                    "device": row.device,
                    "current": row.id == who.session_id,
                }
                for row in sessions.sessions_for(who)
            ]
        }
    )


@blueprint.post("/sessions")
@requires("session.open")
@blueprint.arguments(PasswordArguments)
@blueprint.response(201, MeSchema)
@blueprint.alt_response(202, schema=ChallengeSchema, success=True)
def open_session(data: dict[str, str]) -> Response:
    """Sign in as staff; 202: a code of the second factor is wanted, and nothing is said yet."""
    entered = signing_in.sign_in(data["username"], data["password"], _origin())
    if isinstance(entered, signing_in.Challenge):
        seconds = int(signing_in.CHALLENGE_LIFETIME.total_seconds())
        return answer({"challenge": entered.token, "expires_in": seconds}, 202)
    return _admit(entered)


@blueprint.post("/sessions/second-step")
@requires("session.open")
@blueprint.arguments(SecondStepArguments)
@blueprint.response(201, MeSchema)
def open_session_with_code(data: dict[str, str]) -> Response:
    """Finish signing in with a code of the authenticator app, or a recovery code."""
    return _admit(signing_in.second_step(data["challenge"], data["code"], _origin()))


@blueprint.delete("/sessions/current")
@requires("session.open")
@blueprint.response(204)
def close_session() -> None:
    """Sign out; harmless for who is not signed in."""
    token = read_cookie(SESSION_COOKIE)
    if token is not None:
        sessions.revoke_token(token)
        after_this_request(_drop_cookie)


@blueprint.delete(f"/sessions/<int(max={LARGEST_ID}):session_id>")
@requires("session.manage")
@blueprint.response(204)
def revoke_session(session_id: int) -> None:
    """End one of one's own sessions."""
    who = actor()
    sessions.revoke(who, session_id)
    if session_id == who.session_id:
        after_this_request(_drop_cookie)


@blueprint.get("/me/password")
@requires("password.change")
@blueprint.response(200, PasswordRulesSchema)
def password_rules() -> Response:
    """What a new password must be here."""
    here = policy()
    return answer(
        {
            "least": here.password_least,
            "most": passwords.MOST,
            "classes": here.password_classes,
            "history": here.password_history,
            "days": here.password_change_days,
        }
    )


@blueprint.put("/me/password")
@requires("password.change")
@blueprint.arguments(NewPasswordArguments)
@blueprint.response(200, MeSchema)
def change_password(data: dict[str, str]) -> Response:
    """Change one's own password; every other session ends, and a start password is over."""
    own_password.change(actor(), data["present"], data["password"])
    return answer(_me(identify(request)))


@blueprint.post("/otp")
@requires("session.open")
@blueprint.arguments(PhoneArguments)
@blueprint.response(202, CodeRequestSchema)
def request_code(data: dict[str, str]) -> Response:
    """Send a one-time code; the answer is the same for every phone."""
    sent = otp.request_code(actor(), data["phone"], client_address())
    return answer({"request_id": sent.request_id, "expires_in": sent.expires_in}, 202)


@blueprint.post("/otp/<string:request_id>")
@requires("session.open")
@blueprint.arguments(CodeArguments)
@blueprint.response(201, MeSchema)
def redeem_code(data: dict[str, str], request_id: str) -> Response:
    """Sign in with a one-time code; the reports of the device join the account."""
    claim_key = request.headers.get("X-Claim-Key")
    token = otp.redeem(
        request_id,
        data["code"].strip(),
        otp.Redemption(
            actor=actor(),
            address=client_address(),
            device=_device(),
            claim_digest=claims.claim_digest(claim_key) if claim_key else None,
            replaces=read_cookie(SESSION_COOKIE),
            is_local=is_from_this_machine(),
        ),
    )
    return _welcome(token, sessions.RESIDENT_LIFETIME)


@blueprint.get("/organisations")
@requires("organisation.read")
@blueprint.arguments(OrganisationArguments, location="query")
@blueprint.response(200, OrganisationsSchema)
def organisations(data: dict[str, str]) -> Response:
    """The organisations, the one suggested for a case first."""
    subject = case_for(actor(), data["case"]) if "case" in data else None
    match data.get("purpose"):
        case "dispatch":
            rows = queries.organisations_to_dispatch(subject.intake_org_id if subject else None)
        case "help":
            rows = queries.organisations_to_help()
        case _:
            rows = queries.organisations()
    suggested = subject.suggested_org_id if subject else None
    items = [
        {"code": row.code, "name": row.name, "kind": row.kind, "suggested": row.id == suggested}
        for row in rows
    ]
    return answer({"items": sorted(items, key=lambda item: not item["suggested"])})


@blueprint.get("/people")
@requires("people.read")
@blueprint.arguments(PeopleArguments, location="query")
@blueprint.response(200, PeopleSchema)
def people(data: dict[str, str]) -> Response:
    """Who works for one's organisation."""
    rows = queries.people_for(actor(), data["organisation"])
    return answer({"items": [{"id": row.id, "name": row.name} for row in rows]})


def _me(who: Actor) -> dict[str, Any]:
    self = queries.self_of(who)
    organisation = self.organisation
    return {
        "kind": self.kind,
        "account": who.owner if who.is_staff else None,
        "name": self.name,
        "phone": self.phone,
        "roles": sorted(who.roles) if who.is_staff else [],
        "permissions": sorted(who.permissions),
        "organisation": organisation
        and {
            "code": organisation.code,
            "name": organisation.name,
            "kind": organisation.kind,
        },
        "unread": unread(who),
        "starting": self.starting,
        "must": self.must,
    }


def _origin() -> Origin:
    return Origin(
        address=client_address(),
        device=_device(),
        known_device=read_cookie(DEVICE_COOKIE, _SESSIONS_PATH),
        replaces=read_cookie(SESSION_COOKIE),
        is_local=is_from_this_machine(),
    )


def _admit(entered: signing_in.Admission) -> Response:
    response = _welcome(entered.token, sessions.staff_lifetime())
    set_cookie(response, DEVICE_COOKIE, entered.known_device, _DEVICE_LIFETIME, _SESSIONS_PATH)
    return response


def _welcome(token: str, lifetime: timedelta) -> Response:
    """What the new session reads of itself, and its cookie."""
    who = actor_of(
        Credentials(token, wanted_locale=request_locale(), is_local=is_from_this_machine())
    )
    response = answer(_me(who), 201)
    set_cookie(response, SESSION_COOKIE, token, lifetime)
    return response


def _drop_cookie(response: Response) -> Response:
    drop_cookie(response, SESSION_COOKIE)
    return response


def _device() -> str:
    return devices.describe(request.headers.get("User-Agent", ""))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
