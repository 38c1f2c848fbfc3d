"""Reads everything that somebody can get: every route, with every object there is, and what those
answers link to."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from server.cases.models import Case
from server.cases.proof.models import SpotCheck
from server.cases.queues import QUEUES
from server.catalog.models import Category
from server.desk.models import Handover, ResponseTemplate, SavedView
from server.geography.models import Area
from server.identity.models import Deputy, Organisation, SignIn, Staff
from server.identity.permissions import ROLE_PERMISSIONS
from server.inspection.models import (
    CommunityItem,
    CommunityList,
    PatrolRound,
    RectificationItem,
    RectificationList,
)
from server.photos.models import CasePhoto, PhotoBlob
from server.platform.db import db
from server.platform.http.auth import permission_of
from server.reports.models import Report
from server.responsibility.models import Segment, SegmentClaim, Sponsorship
from server.statistics.models import Export

Values = Mapping[str, frozenset[str]]
"""By the name of a route's parameter: everything that exists of it."""

READS_REPORTERS = {role for role, may in ROLE_PERMISSIONS.items() if "reporter.read" in may}
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARAMETER = re.compile(r"<(?:[^<>:]+(?:\([^)]*\))?:)?([^<>:]+)>")
_DOCUMENT = "/api/v1/openapi.json"
_MOBILE = re.compile(r"(?<![\w.%-])1[3-9]\d{9}(?![\w.%-])")
_LINK = re.compile(r"""(?:href|src|action)=["'](/[^"'#]*)""")
_ADDRESS = re.compile(r"^/(?!/)\S*$")
_MOST_LINKS = 2000
_ASIDE = ("/static/", "/preferences?", "/icon/")

# Questions that a route answers differently; every route is asked without any, too.
_ASKED: dict[str, tuple[str, ...]] = {
    "/api/v1/cases": tuple(f"queue={queue}" for queue in QUEUES),
    "/api/v1/cases.geojson": ("queue=all",),
    "/api/v1/organisations": ("purpose=dispatch", "purpose=help"),
    "/api/v1/statistics/figures": ("since=2020-01-01&until=2035-01-01",),
    "/api/v1/statistics/figures/file": ("since=2020-01-01&until=2035-01-01",),
    "/api/v1/statistics/quantities": ("since=2020-01-01",),
    "/api/v1/clues": ("since=2020-01-01&until=2035-01-01",),
    "/api/v1/clues/file": ("since=2020-01-01&until=2035-01-01",),
    "/office/print/clues": ("since=2020-01-01&until=2035-01-01",),
    "/api/v1/spot-checks": ("done=true",),
    "/api/v1/grid-workers": ("area=990101001001",),
    "/api/v1/public/map": ("bbox=119,39,121,41&zoom=18", "bbox=119,39,121,41&zoom=8"),
}


class Reader(Protocol):
    """Somebody who can ask for an address."""

    name: str

    def get(self, path: str, **options: Any) -> TestResponse: ...


def known_values(app: Flask) -> Values:
    """Everything in the database that a route may be asked about."""
    columns: dict[str, tuple[Any, ...]] = {
        "number": (Case.number,),
        "photo_id": (CasePhoto.id,),
        "report_id": (Report.id,),
        "code": (
            *(Organisation.code, Segment.code, Area.code, Category.code),
            *(ResponseTemplate.code, Sponsorship.id),
        ),
        "staff_id": (Staff.id,),
        "deputy_id": (Deputy.id,),
        "session_id": (SignIn.id,),
        "view_id": (SavedView.id,),
        "handover_id": (Handover.id,),
        "round_id": (PatrolRound.id,),
        "export_id": (Export.id,),
        "list_id": (RectificationList.id, CommunityList.id),
        "item_id": (RectificationItem.id, CommunityItem.id),
        "check_id": (SpotCheck.id,),
        "claim_id": (SegmentClaim.id,),
    }
    with app.app_context():
        found = {
            name: frozenset(
                str(value) for column in kinds for value in db.session.scalars(select(column))
            )
            for name, kinds in columns.items()
        }
        db.session.remove()
    given = {"year": {"2026"}, "size": {"thumb", "large"}, "name": {"192"}, "action": {"accept"}}
    return found | {name: frozenset(values) for name, values in given.items()}


def original_digests(app: Flask) -> frozenset[str]:
    """The SHA-256 of every photo as it was sent, in hexadecimal."""
    with app.app_context():
        found = frozenset(db.session.scalars(select(PhotoBlob.sha256)))
        db.session.remove()
    return found


def parameters(rule: Rule | str) -> list[str]:
    """The names of the parameters in a route."""
    return _PARAMETER.findall(rule if isinstance(rule, str) else rule.rule)


def filled(rule: str, values: Mapping[str, str]) -> str:
    """A route with values for its parameters."""
    return _PARAMETER.sub(lambda found: quote(values[found[1]], safe=""), rule)


def addresses(rule: str, values: Values) -> Iterator[str]:
    """The route with every combination of what exists."""
    names = parameters(rule)
    combinations: list[dict[str, str]] = [{}]
    for name in names:
        combinations = [
            {**one, name: value} for one in combinations for value in sorted(values[name])
        ]
    for one in combinations:
        path = filled(rule, one)
        yield path
        yield from (f"{path}?{asked}" for asked in _ASKED.get(rule, ()))


def readable_routes(app: Flask, permissions: Collection[str] | None = None) -> list[str]:
    """Every route that is read with GET, or those that need one of ``permissions``."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and (permissions is None or permission_of(app, rule.endpoint) in permissions)
    )


def fewer(values: Values, most: int = 2) -> Values:
    """Of everything but cases only some; what is left out is of the same kinds."""
    return {
        name: found if name == "number" else frozenset(sorted(found)[:most])
        for name, found in values.items()
    }


@dataclass(frozen=True)
class Seen:
    """One answer: where from, and all that can be read in it."""

    path: str
    response: TestResponse

    @property
    def text(self) -> str:
        """Headers and body as text; of a workbook every sheet, of JSON what its escapes mean."""
        head = "\n".join(f"{name}: {value}" for name, value in self.response.headers)
        return f"{head}\n\n{self.body}"

    @property
    def json(self) -> Any:
        return self.response.get_json() if self.response.is_json else None

    @property
    def body(self) -> str:
        """The body alone; a workbook without the moment it was made at."""
        kind = self.response.mimetype
        if kind == SHEETS:
            with zipfile.ZipFile(io.BytesIO(self.response.data)) as book:
                parts = [name for name in book.namelist() if not name.startswith("docProps/")]
                return "\n".join(book.read(name).decode(errors="replace") for name in parts)
        if self.response.is_json or kind.endswith("json"):
            return json.dumps(self.response.get_json(force=True), ensure_ascii=False)
        text = self.response.data.decode("utf-8", errors="replace")
        return html.unescape(text) if kind == "text/html" else text


def keys_of(node: Any) -> Iterator[str]:
    """The names of all members, however deep."""
    if isinstance(node, dict):
        yield from node
        for child in node.values():
            yield from keys_of(child)
    elif isinstance(node, list):
        for child in node:
            yield from keys_of(child)


def crawl(
    person: Reader, routes: Iterable[str], values: Values, *, links: bool = True
) -> Iterator[Seen]:
    """Every answer to ``routes`` with ``values``, and to what those answers link to."""
    waiting = [path for rule in routes for path in addresses(rule, values)]
    known, followed = set(waiting), 0
    while waiting:
        path = waiting.pop()
        seen = Seen(path, person.get(path, buffered=True))
        yield seen
        for link in _links(seen) if links and followed < _MOST_LINKS else ():
            if link not in known and not link.startswith(_ASIDE):
                known.add(link)
                waiting.append(link)
                followed += 1


def _links(seen: Seen) -> Iterator[str]:
    if seen.response.mimetype == "text/html":
        yield from map(html.unescape, _LINK.findall(seen.response.text))
    elif seen.response.is_json:
        yield from _addresses_in(seen.json)
    if where := seen.response.headers.get("Location"):
        yield where if where.startswith("/") else "/"


def _addresses_in(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for child in node.values():
            yield from _addresses_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from _addresses_in(child)
    elif isinstance(node, str) and _ADDRESS.match(node):
        yield node


def holds_nobody(person: Reader, seen: Seen, words: set[str]) -> None:
    """Assert that an answer has none of ``words`` and no number of a mobile."""
    assert seen.response.status_code < 500, (person.name, seen.path)
    text = seen.text
    found = [word for word in words if word in text] + _MOBILE.findall(text)
    assert not found, (person.name, seen.path, found)


def holds_no_member(person: Reader, seen: Seen) -> None:
    """Assert that no member of an answer is about who reported."""
    if seen.path == _DOCUMENT or seen.json is None:
        return
    bad = [key for key in keys_of(seen.json) if key.startswith(("reporter_", "contact"))]
    assert not bad, (person.name, seen.path, bad)
