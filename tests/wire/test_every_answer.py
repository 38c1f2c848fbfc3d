"""Every route is asked as a few people and its answer looked at, as a passive scanner does it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from server.platform.http.headers import HEADERS
from tests.support.story import Story
from tests.support.world import Person, World

TLS = "https://localhost"
CHOICES = {"ssp_locale", "ssp_elder", "ssp_theme"}
"""Cookies that scripts read: what a device wants to look at, nothing of who it is."""

TYPES = {
    "text/html",
    "text/javascript",
    "application/json",
    "application/geo+json",
    "application/manifest+json",
    "application/problem+json",
    "application/octet-stream",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "image/jpeg",
    "image/png",
    "text/csv",
}
KEPT = {
    "/worker.js",
    "/manifest.webmanifest",
    "/icon/<name>.png",
    "/api/v1/areas.geojson",
    "/photos/<int(max=2147483647):photo_id>/<size>.jpg",
}
"""What a cache may keep: the same for everybody, or behind an address that is signed."""

_TELLTALE = re.compile(
    r"Traceback|File \"/|\bline \d+, in\b|site-packages|sqlalchemy|werkzeug|sqlite3\.|psycopg", re.I
)
_SERVER = re.compile(r"python|flask|werkzeug|granian/|gunicorn|\d+\.\d+", re.I)
_UNSAFE = ("'unsafe-inline'", "'unsafe-eval'", "'unsafe-hashes'", " http:", " https: ", "*")


@dataclass(frozen=True)
class Asked:
    """One answer of one route to one person."""

    route: str
    rule: str
    answer: TestResponse
    is_known: bool


def _arguments(world: World) -> dict[str, str]:
    """Values under which routes find something."""
    number = Story(world).closed().number
    photo = world.staff("supervisor").view(number).get_json()["photos"][0]["id"]
    return {
        "number": number,
        "photo_id": str(photo),
        "size": "thumb",
        "action": "accept",
        "queue": "all",
        "name": "192",
        "year": "2026",
        "code": "east",
        "sha256": "0" * 64,
        "request_id": "0" * 32,
        **dict.fromkeys(
            ("report_id", "round_id", "export_id"), "0" * 8 + "-0000-4000-8000-" + "0" * 12
        ),
    }


def _asked(world: World, person: Person, known: dict[str, str]) -> Iterator[Asked]:
    for rule in world.app.url_map.iter_rules():
        if rule.rule in ("/api/v1/sessions/current", "/api/v1/my/data"):
            continue  # it would end the session of whoever asks
        path = re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", lambda found: known.get(found[1], "1"), rule.rule)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            body = {"json": {}} if method != "GET" else {}
            answer = person.ask(method, path, base_url=TLS, **body)
            yield Asked(f"{method} {path}", rule.rule, answer, person is not world.anonymous)


def _go_behind_tls(person: Person) -> None:
    """The same session by the name that its cookie has behind TLS."""
    person.get("me")
    kept = person.client.get_cookie("ssp_session")
    if kept is not None:
        person.client.set_cookie("__Host-ssp_session", kept.value, secure=True)


def _faults(asked: Asked) -> Iterator[str]:
    """What is wrong with an answer."""
    answer, headers = asked.answer, asked.answer.headers
    if answer.status_code >= 500:
        yield f"status {answer.status_code}"
    yield from _fixed_faults(headers)
    yield from _policy_faults(headers["Content-Security-Policy"], answer.mimetype)
    yield from _cookie_faults(headers.getlist("Set-Cookie"))
    yield from _content_faults(asked)


def _fixed_faults(headers: Headers) -> Iterator[str]:
    """Headers that are the same everywhere, and those that nowhere are."""
    for name, value in HEADERS.items():
        has_own = name in ("Content-Security-Policy", "Cross-Origin-Resource-Policy")
        found = headers.getlist(name)
        if len(found) != 1 or (found != [value] and not has_own):
            yield f"{name}: {found}"
    if headers.get("Cross-Origin-Resource-Policy") not in ("same-origin", "same-site"):
        yield "cross-origin resource policy"
    if "max-age=31536000" not in headers.get("Strict-Transport-Security", ""):
        yield "no HSTS"
    for name, value in headers:
        if name in ("Server", "X-Powered-By", "Via") and _SERVER.search(value):
            yield f"{name}: {value}"
        if name.lower().startswith("access-control-"):
            yield f"open to other origins: {name}"


def _policy_faults(policy: str, mimetype: str) -> Iterator[str]:
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    if parts["default-src"] != "'none'":
        yield f"default-src {parts['default-src']}"
    if any(word in f" {value} " for value in parts.values() for word in _UNSAFE):
        yield f"policy lets through too much: {policy}"
    if "sandbox" not in parts:
        wanted = {"frame-ancestors": "'none'", "base-uri": "'none'"}
        wanted["form-action"] = (
            "'self'" if mimetype in ("text/html", "text/javascript") else "'none'"
        )
        yield from (
            f"{name} {parts.get(name)}" for name in wanted if parts.get(name) != wanted[name]
        )


def _cookie_faults(cookies: list[str]) -> Iterator[str]:
    for cookie in cookies:
        name = cookie.partition("=")[0]
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        if not {"secure", "samesite=lax"} <= attributes:
            yield f"cookie {name}: {sorted(attributes)}"
        if name in CHOICES:
            continue
        if "httponly" not in attributes:
            yield f"cookie {name} is for scripts to read"
        if not name.startswith("__Host-" if "path=/" in attributes else "__Secure-"):
            yield f"cookie {name} may come from elsewhere"
        if any(part.startswith("domain=") for part in attributes):
            yield f"cookie {name} is for neighbours"


def _content_faults(asked: Asked) -> Iterator[str]:
    answer, headers = asked.answer, asked.answer.headers
    caching = headers.get("Cache-Control", "")
    has_body = answer.status_code not in (204, 304) and not 300 <= answer.status_code < 400
    if has_body and answer.mimetype not in TYPES:
        yield f"type {answer.mimetype!r}"
    if answer.mimetype.startswith("text/") and answer.mimetype_params.get("charset") != "utf-8":
        yield "text without its charset"
    if not caching:
        yield "says nothing to caches"
    may_be_kept = asked.rule in KEPT and answer.status_code in (200, 304)
    is_page = answer.mimetype == "text/html" and caching == "private, no-cache"
    if not may_be_kept and not is_page and "no-store" not in caching:
        yield f"a cache may keep it: {caching}"
    if answer.status_code >= 400 and answer.mimetype not in (
        "text/html",
        "application/problem+json",
    ):
        yield f"refused as {answer.mimetype}"
    is_text = answer.mimetype.startswith("text/") or answer.mimetype.endswith("json")
    if is_text and answer.mimetype != "text/javascript" and _TELLTALE.search(answer.text):
        yield f"tells of its inside: {_TELLTALE.search(answer.text)}"


@pytest.mark.parametrize("who", ["anonymous", "resident", "account", "supervisor", "admin"])
def test_what_a_passive_scanner_sees(world: World, full: bool, who: str) -> None:
    if not full and who not in ("anonymous", "supervisor"):
        pytest.skip("at full size only")
    known = _arguments(world)
    made = {
        "anonymous": lambda: world.anonymous,
        "resident": world.resident,
        "account": lambda: world.account("13800000000"),
    }
    person = made.get(who, lambda: world.staff(who))()
    _go_behind_tls(person)
    asked = list(_asked(world, person, known))
    assert len(asked) > 200
    assert sum(one.answer.status_code in (200, 201, 204) for one in asked) > 20
    wrong = {one.route: found for one in asked if (found := list(_faults(one)))}
    assert not wrong, "\n".join(f"{route}: {found}" for route, found in wrong.items())


def test_personal_pages_are_not_kept(world: World) -> None:
    """Pages that stay in a browser are those without anything of their reader."""
    account = world.account("13912345678")
    sent = account.report(contact={"phone": "13912345678"}, anonymous=False).get_json()
    for path in ("/", "/office", f"/c/{sent['case_number']}", "/follow", "/preferences"):
        answer = account.get(path)
        if "no-store" not in answer.headers["Cache-Control"]:
            assert "139****5678" not in answer.text, path
            assert sent["query_code"] not in answer.text, path
            assert answer.headers["Cache-Control"] == "private, no-cache"
    form = {"number": sent["case_number"], "code": sent["query_code"]}
    opened = world.anonymous.ask("POST", "/follow", data=form)
    assert opened.status_code == 200
    assert opened.headers["Cache-Control"] == "private, no-store"
    assert "no-store" in account.get("/preferences").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.js", "/api/v1/nothing", "/%00"])
def test_what_is_not_there(world: World, path: str) -> None:
    answer = world.anonymous.ask("GET", path, base_url=TLS)
    assert answer.status_code == 404
    assert list(_faults(Asked(path, path, answer, False))) == []


def test_built_files(world: World) -> None:
    page = world.anonymous.get("/").text
    for path in set(re.findall(r'"(/static/[^"]+?\.(?:js|css|svg))"', page)):
        answer = world.anonymous.get(path)
        assert answer.status_code == 200, path
        for name, value in HEADERS.items():
            assert answer.headers.getlist(name) == [value], (path, name)
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer.headers
        answer.close()


def test_no_page_has_scripts_or_styles_within(world: World) -> None:
    """What the policy refuses is not in the pages: no screen is half broken by it."""
    number = Story(world).closed().number
    paths = ("/", "/office", f"/c/{number}", "/follow", "/privacy", "/accessibility", "/solved")
    for path in (*paths, "/responsibility", "/preferences", "/offline"):
        text = world.account("13800000000").get(path).text
        for tag in re.findall(r"<script\b[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, (path, tag)
        assert not re.search(r"<style\b|\sstyle=|\son\w+=|javascript:", text), path
