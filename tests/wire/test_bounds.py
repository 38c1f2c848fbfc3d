"""Bodies, fields, queries and headers beyond every measure: refused in time, in words, with 4xx."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import orjson

from server.platform.http.auth import QUERY_BYTES_MOST
from tests.support.refusals import refused
from tests.support.world import Person, World

ODD = {
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"a":' * 40_000,
    "a deep value": b'{"ids":' + b"[" * 900 + b"]" * 900 + b"}",
    "a huge number": b'{"ids":[' + b"9" * 6000 + b"]}",
    "a huge exponent": b'{"ids":[1e999999]}',
    "NaN": b'{"ids":[NaN]}',
    "infinity": b'{"ids":[-Infinity]}',
    "a name twice": b'{"ids":[1],"ids":"none"}',
    "half a surrogate": b'{"ids":"\\ud800"}',
    "NUL": b'{"ids":"\\u0000"}',
    "bytes that are no text": b'{"ids":"\xff\xfe"}',
    "an overlong slash": b'{"ids":"\xc0\xaf"}',
    "UTF-16": '{"ids":[]}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"ids":[1]}',
    "a comment": b'{"ids":[1]/**/}',
    "two documents": b'{"ids":[1]}{"ids":[1]}',
    "nothing": b"",
    "a list": b"[1]",
    "a word": b'"ids"',
    "null": b"null",
    "prototypes": b'{"__proto__":{"a":1},"constructor":1}',
    "many fields": orjson.dumps({f"field{n}": n for n in range(12_000)}),
    "a field of dots": b'{"' + b"." * 100_000 + b'":1}',
    "too much": b'{"ids":"' + b"a" * 300_000 + b'"}',
}


def _writing(world: World) -> list[tuple[str, str]]:
    """Method and address of every route that takes a body."""
    found = []
    for rule in world.app.url_map.iter_rules():
        path = re.sub(r"<uuid:[^>]+>", "0" * 8 + "-0000-4000-8000-" + "0" * 12, rule.rule)
        path = re.sub(r"<[^>]+>", "1", path)
        found += [(m, path) for m in (rule.methods or set()) & {"POST", "PUT", "PATCH"}]
    return sorted(found)


def test_bodies_that_no_client_of_ours_sends(world: World) -> None:
    person = world.account("13800000000")
    for name, body in ODD.items():
        begun = time.process_time()
        for path in ("notices/read", "reports", "otp", "sessions"):
            answer = person.ask("POST", path, data=body, content_type="application/json")
            assert 400 <= answer.status_code < 500, (name, path, answer.text)
            assert len(answer.data) < 20_000, f"{name}: no answer is made large by what was sent"
        assert time.process_time() - begun < 2.0, name


def test_every_route_that_takes_a_body_refuses_what_is_none(world: World, full: bool) -> None:
    """As each of a few people, so that no permission hides a route."""
    chosen = ODD.values() if full else (ODD["a huge number"], ODD["null"])
    routes = _writing(world)
    assert len(routes) > 60
    people: list[Person] = [world.account("13800000000")]
    people += [
        world.staff(name) for name in (("supervisor", "east_head", "admin") if full else ("admin",))
    ]
    taken = set()
    for person in people:
        for method, path in routes:
            for body in chosen:
                answer = person.ask(method, path, data=body, content_type="application/json")
                assert answer.status_code < 500, (method, path, answer.text)
                assert len(answer.data) < 40_000, (method, path)
                if answer.status_code < 300:
                    taken.add((method, path))
    # what a browser sends without a body works whatever stands there
    assert all(not path.startswith("/api") or "PUT" not in way for way, path in taken), taken


def test_endless_queries(world: World) -> None:
    for path in ("/", "/solved", "/api/v1/public/cases", "/healthz", "/nothing"):
        for query in ("a" * (QUERY_BYTES_MOST + 1), "&".join(["street=1"] * 2000)):
            answer = world.anonymous.get(f"{path}?{query}")
            assert (answer.status_code, answer.mimetype) == (414, "application/problem+json")


QUERIES = (
    "limit=1&limit=2",
    "limit=" + "9" * 4000,
    "limit=%00",
    "limit=%ff%fe",
    "limit=1e5",
    "limit=٣",
    "lat=NaN&lon=NaN",
    "lat=inf&lon=1",
    "lat=1e400&lon=1",
    "radius_m=-1",
    "days=0",
    "cursor=-1",
    "&".join(f"a{n}=1" for n in range(900)),
    "%",
    "=&=&=",
    "a[b][c]=1",
)


def test_odd_queries(world: World) -> None:
    for query in QUERIES:
        for path in ("public/cases", "similar", "public/map", "areas"):
            answer = world.anonymous.get(f"{path}?{query}")
            assert answer.status_code in (200, 404, 422), (path, query, answer.text)
            assert len(answer.data) < 40_000


HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Language": "a" * 20_000},
    {"Accept-Language": ",".join(["zh;q=0.1"] * 2000)},
    {"Accept-Language": "zh;q=NaN, en;q=1e999, *;q=-1"},
    {"Accept": "," * 10_000},
    {"Accept-Encoding": "br;q=9999999, gzip;q=x"},
    {"User-Agent": "\xff" * 5000},
    {"Range": "bytes=" + "0-1," * 3000},
    {"If-None-Match": ",".join(f'"{n}"' for n in range(2000))},
    {"If-None-Match": '"' * 5000},
    {"If-Modified-Since": "Mon, 99 Foo 99999 99:99:99 GMT"},
    {"X-Claim-Key": "a" * 20_000},
    {"X-Claim-Key": "é" * 43},
    {"X-Query-Code": "\x80" * 100},
    {"Cookie": "; ".join(f"c{n}=1" for n in range(2000))},
    {"Cookie": "ssp_session=" + "a" * 20_000},
    {"Cookie": "ssp_session=%00; ssp_locale=%ff"},
    {"Content-Type": "application/json; charset=" + "x" * 5000},
    {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary="},
    {"Host": "a" * 5000},
    {"Host": "[::1"},
    {"Origin": "http://" + "a" * 10_000},
    {"Forwarded": "for=" + '"' * 5000},
    {"X-Forwarded-For": "," * 10_000},
    {"Idempotency-Key": "k" * 10_000, "If-Match": '"' + "9" * 5000 + '"'},
)


def test_odd_headers(world: World) -> None:
    resident = world.resident()
    for headers in HEADERS:
        for method, path in (
            ("GET", "/"),
            ("GET", "follow/990101-20260101-2222"),
            ("POST", "follow/990101-20260101-2222/actions/withdraw"),
            ("POST", "/report"),
        ):
            body = {"data": b"{}"} if method == "POST" else {}
            answer = resident.ask(method, path, headers=headers, **body)
            assert answer.status_code < 500, (method, path, list(headers), answer.text)


def test_a_method_is_what_it_is(world: World) -> None:
    """No header and no field turns a harmless request into a write."""
    names = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    headers = dict.fromkeys(names, "DELETE")
    resident = world.account("13800000000")
    session = resident.get("sessions").get_json()["items"][0]["id"]
    for way in ({"headers": headers}, {"query_string": {"_method": "DELETE"}}):
        assert resident.get(f"sessions/{session}", **way).status_code == 405
        answer = resident.ask("POST", f"sessions/{session}", data={"_method": "DELETE"}, **way)
        assert answer.status_code == 405
    assert resident.get("me").get_json()["kind"] == "resident"


def test_a_foreign_form_cannot_pass_for_json(world: World) -> None:
    """What a form of another site can send is never read as JSON, signed in or not."""
    clerk = world.staff("east_clerk")
    body = json.dumps({"ids": "all"})
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        sent = {"data": body, "content_type": kind}
        for person in (clerk, world.anonymous):
            for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
                answer = person.ask("POST", "notices/read", headers=headers, **sent)
                refused(answer, 403, "cross_site")
        assert clerk.ask("POST", "notices/read", **sent).status_code in (403, 422)


FOREIGN: tuple[dict[str, str], ...] = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://evil.example#localhost"},
    {"Origin": "http://localhost:81"},
    {"Origin": "chrome-extension://localhost"},
    {"Sec-Fetch-Site": "same-site"},
)


def test_no_site_signs_somebody_in_or_writes_in_their_name(world: World) -> None:
    """Sign-in CSRF, too: it begins without a cookie."""
    for path in ("/report", "/share", "/follow", "otp", "sessions"):
        for headers in FOREIGN:
            answer = world.anonymous.ask("POST", path, data={}, headers=headers)
            assert answer.status_code == 403, (path, headers)


def test_what_a_phone_shares_comes_from_no_site(world: World) -> None:
    headers = {"Origin": "null", "Sec-Fetch-Site": "none"}
    shared = world.anonymous.ask("POST", "/share", data={"title": "井盖"}, headers=headers)
    assert shared.status_code == 200


def test_behind_tls_a_page_without_it_is_a_foreign_one(world: World) -> None:
    for origin, status in (("http://localhost", 403), ("https://localhost", 422)):
        answer = world.anonymous.ask(
            "POST", "otp", json={}, base_url="https://localhost", headers={"Origin": origin}
        )
        assert answer.status_code == status


def _kind(who: Person, cookie: str, base: str) -> Any:
    headers = {"Cookie": cookie}
    made = who.world.app.test_client(use_cookies=False)
    return made.get("/api/v1/me", headers=headers, base_url=base).get_json()["kind"]


def test_a_neighbour_cannot_toss_a_cookie_in(world: World) -> None:
    """Behind TLS only the name that browsers guard counts, in whatever order cookies come."""
    clerk = world.staff("east_clerk")
    clerk.get("me")
    kept = clerk.client.get_cookie("ssp_session")
    assert kept is not None
    plain, guarded = f"ssp_session={kept.value}", f"__Host-ssp_session={kept.value}"
    assert _kind(clerk, plain, "http://localhost") == "staff"
    assert _kind(clerk, plain, "https://localhost") == "anonymous"
    assert _kind(clerk, guarded, "https://localhost") == "staff"
    assert _kind(clerk, f"ssp_session=mine; {guarded}", "https://localhost") == "staff"
    assert _kind(clerk, f"{plain}; __Host-ssp_session=x", "https://localhost") == "anonymous"
    for odd in ('"', "=", ";", "ssp_session", "ssp_session=", "ssp_session=\x7f"):
        assert _kind(clerk, odd, "http://localhost") == "anonymous"
    assert clerk.ask("DELETE", "sessions/current").status_code == 204
    assert _kind(clerk, guarded, "https://localhost") == "anonymous", "stolen before, useless now"
