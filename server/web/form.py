"""The report form without JavaScript: from multipart fields to a report."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Request
from werkzeug.datastructures import FileStorage

from server.city.config import PHOTOS_MOST
from server.identity.identify import Credentials, actor_of
from server.photos.service import accept_upload
from server.platform.actor import Actor, ActorKind
from server.platform.errors import Problem
from server.platform.http.peer import client_signature
from server.reports.schemas import ReportSchema
from server.reports.service import Receipt, submit

REPORT_BYTES_MOST = 48_000_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def new_token() -> str:
    """What makes one form one report: its id and the key that owns it follow from these bits."""
    return secrets.token_urlsafe(32)


@dataclass
class Form:
    """What somebody filled in. ``photos`` are the hashes of photos that arrived already, so that
    a refused form need not be given them again; ``errors`` are codes by field."""

    token: str = field(default_factory=new_token)
    photos: list[str] = field(default_factory=list)
    area: str = ""
    address: str = ""
    tile: str = "T13"
    words: str = ""
    phone: str = ""
    consent: str = ""
    under_14: bool = False
    guardian: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None

    @classmethod
    def of(cls, request: Request) -> Form:
        """Read the fields; what cannot be a token or a hash is left out."""
        given = request.form
        token = given.get("token", "")
        known = given.getlist("photo") if _TOKEN.fullmatch(token) else []
        return cls(
            token=token if _TOKEN.fullmatch(token) else new_token(),
            photos=[sha for sha in known if _SHA256.fullmatch(sha)][:PHOTOS_MOST],
            area=given.get("area", ""),
            address=given.get("address", "").strip(),
            tile=given.get("tile", "T13"),
            words=given.get("words", "").strip(),
            phone=re.sub(r"[\s-]", "", given.get("phone", "")),
            consent=given.get("consent", ""),
            under_14=bool(given.get("under_14")),
            guardian=given.get("guardian", ""),
        )

    @property
    def report_id(self) -> UUID:
        """The id of the report: the same however often the form is sent."""
        return UUID(bytes=hashlib.sha256(b"report:" + self.token.encode()).digest()[:16], version=4)


def send(form: Form, files: list[FileStorage], signed_in: Actor, locale: str) -> Receipt:
    """Take the photos in and make the report.

    The reporter is the resident who is signed in, else nobody but this form. Raises ``Problem``
    as ``photos.accept_upload`` and ``reports.submit`` do, with the form's own field names.
    """
    who = take_in(form, files, signed_in, locale)
    try:
        return submit(who, _report(form, locale))
    except Problem as problem:
        form.errors = {name: codes[0] for name, codes in (problem.fields or {}).items()}
        raise


def take_in(form: Form, files: list[FileStorage], signed_in: Actor, locale: str) -> Actor:
    """Take photos in for a form and name them in it; returns who owns them, as ``send`` has it.

    Raises ``Problem`` as ``photos.accept_upload`` does, and ``invalid`` for more photos than a
    report takes: none is left out unsaid.
    """
    if len(form.photos) + len(files) > PHOTOS_MOST:
        form.errors = {"photos": "photo_count"}
        raise Problem("invalid", 422, fields={"photos": ["photo_count"]})
    who = signed_in
    if who.kind is not ActorKind.RESIDENT:
        who = actor_of(
            Credentials(claim_key=form.token, wanted_locale=locale, seen_from=client_signature())
        )
    for file in files:
        data = file.read()
        sha256 = hashlib.sha256(data).hexdigest()
        accept_upload(who, sha256, data)
        if sha256 not in form.photos:
            form.photos.append(sha256)
    return who


def _report(form: Form, locale: str) -> dict[str, Any]:
    """The fields as the API would take them. Raises ``Problem("invalid", 422)``."""
    body: dict[str, Any] = {
        "id": str(form.report_id),
        "photos": [{"sha256": sha, "source": "album"} for sha in form.photos],
        "place": {"area_code": form.area} if form.area else None,
        "address": form.address,
        "tile": form.tile,
        "words": form.words,
        "anonymous": not form.phone,
        "locale": locale,
        "consent": form.consent or None,
        "under_14": form.under_14,
        "guardian": form.guardian or None,
    }
    if form.phone:
        body["contact"] = {"phone": form.phone}
    try:
        loaded: dict[str, Any] = ReportSchema().load(body)
    except ma.ValidationError as error:
        raise Problem("invalid", 422, fields=_codes(error.messages_dict)) from error
    return loaded


def _codes(messages: dict[str, Any]) -> dict[str, list[str]]:
    """The first code of each field, however deep the schema has it."""
    return {name: [_first(found)] for name, found in messages.items()}


def _first(found: Any) -> str:
    while not isinstance(found, str):
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return found
