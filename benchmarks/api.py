"""The served API under load: two workers, SQLite, the demo city, a hundred thousand cases.

CPU is that of the server's processes, what follows a request in the background included; queries
are counted by the same request inside this process.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from urllib.parse import quote
from urllib.request import Request, urlopen

from PIL import Image

from benchmarks import crowd
from benchmarks.figures import Figure
from benchmarks.installation import Headers, Installation, installation
from benchmarks.load import cpu_seconds, request_bytes, run
from tests.support.queries import query_count

CASES = int(os.environ.get("SSP_BENCH_CASES", "100000"))
ROUNDS = 5
CREATES, UPLOADS, READS, MAPS, SEARCHES = 400, 8, 100, 40, 20
CREATE_AIM, LIST_AIM_MS, UNCHANGED_AIM_MS, MAP_AIM_MS = 280, 7.0, 2.0, 16.0
NOT_MODIFIED = 304
_BACKGROUND_SECONDS = 0.5


def measure() -> Iterator[Figure]:
    """Every figure of the API."""
    with installation() as place:
        sha256 = _uploaded(place)
        yield _creates(place, sha256)
        yield _uploads(place)
        number = _accepted_case(place, sha256)
        with place.app.app_context():
            crowd.add(number, CASES)
        yield from _reads(place, number)


def _creates(place: Installation, sha256: str) -> Figure:
    path, headers = "/api/v1/reports", {**place.resident, "Content-Type": "application/json"}

    def requests() -> list[bytes]:
        bodies = (place.report(sha256) for _ in range(CREATES))
        return [request_bytes("POST", path, headers, body) for body in bodies]

    figure = _figure(place, "create a report", requests, connections=8)
    return replace(
        figure,
        queries=_queries(place, "POST", path, headers, place.report(sha256)),
        aim=f"≥ {CREATE_AIM}/s",
        met=(figure.rate or 0) >= CREATE_AIM,
    )


def _uploads(place: Installation) -> Figure:
    def requests() -> list[bytes]:
        pictures = (photo(3100) for _ in range(UPLOADS))
        return [request_bytes("PUT", _path(data), place.resident, data) for data in pictures]

    name = f"upload a photo of {len(photo(3100)) / 1e6:.1f} MB"
    return _figure(place, name, requests, connections=2)


def _reads(place: Installation, number: str) -> Iterator[Figure]:
    lat, lon = place.area["lat"], place.area["lon"]
    box = f"{lon - 0.06:.6f},{lat - 0.05:.6f},{lon + 0.06:.6f},{lat + 0.05:.6f}"
    listed = f"50 of {CASES:,} cases"
    cases, public = "/api/v1/cases", "/api/v1/public"
    yield _read(place, f"{listed}, latest", f"{cases}?queue=all", place.clerk, READS, LIST_AIM_MS)
    path = f"{cases}?queue=to_dispatch"
    yield _read(place, f"{listed}, soonest due", path, place.clerk, READS, LIST_AIM_MS)
    yield _unchanged(place, f"{listed}, nothing new", path)
    for what, words in (
        ("two characters that many have", "垃圾"),
        ("two characters that few have", crowd.RARE),
        ("three words, a few hundred cases", "文化街 井盖 不亮"),
        ("the name of an area", "东吉街道"),
    ):
        path = f"{cases}?queue=all&q={quote(words)}"
        yield _read(place, f"search {CASES:,}: {what}", path, place.clerk, SEARCHES)
    yield _read(place, "sizes of the queues", "/api/v1/queues", place.clerk, SEARCHES)
    yield _read(place, "case page", f"{cases}/{number}", place.clerk, READS)
    yield _read(place, "public case", f"{public}/cases/{number}", {}, READS)
    path = f"{public}/map?bbox={box}&zoom=16"
    yield _read(place, "map of 4,000 points", path, {}, MAPS, MAP_AIM_MS)


def _unchanged(place: Installation, name: str, path: str) -> Figure:
    """The same list asked again with its tag, as every open desk does four times a minute."""

    def headers() -> Headers:
        request = Request(place.server.url + path, headers=place.clerk)
        with urlopen(request, timeout=60) as given:
            return {**place.clerk, "If-None-Match": given.headers["ETag"]}

    def requests() -> list[bytes]:
        return [request_bytes("GET", path, headers())] * READS

    figure = _figure(place, name, requests, connections=2)
    figure = replace(figure, queries=_queries(place, "GET", path, headers()))
    return replace(
        figure, aim=f"≤ {UNCHANGED_AIM_MS:.0f} ms CPU", met=figure.cpu_ms <= UNCHANGED_AIM_MS
    )


def _read(
    place: Installation,
    name: str,
    path: str,
    headers: Headers,
    count: int,
    aim_ms: float | None = None,
) -> Figure:
    sent = [request_bytes("GET", path, headers)] * count
    figure = _figure(place, name, lambda: sent, connections=2)
    figure = replace(figure, queries=_queries(place, "GET", path, headers))
    if aim_ms is None:
        return figure
    return replace(figure, aim=f"≤ {aim_ms:.0f} ms CPU", met=figure.cpu_ms <= aim_ms)


def _figure(
    place: Installation, name: str, requests: Callable[[], Sequence[bytes]], connections: int
) -> Figure:
    """The medians of some rounds after one to warm up; every answer must be a success."""
    rates, walls, cpus, shares = [], [], [], []
    for number in range(ROUNDS + 1):
        sent = requests()
        before = cpu_seconds(place.server.group)
        load = run(place.server.port, sent, connections)
        time.sleep(_BACKGROUND_SECONDS)
        cpu = cpu_seconds(place.server.group) - before
        if any(status >= 300 and status != NOT_MODIFIED for status in load.statuses):
            raise RuntimeError(f"{name}: {load.statuses}")
        if number:
            rates.append(load.rate)
            walls.append(load.median_ms)
            cpus.append(cpu / len(sent) * 1e3)
            shares.append(cpu * load.rate / len(sent) / (os.cpu_count() or 1))
    return Figure(name, median(walls), median(cpus), median(rates), median(shares))


def _queries(
    place: Installation, method: str, path: str, headers: Headers, body: bytes | None = None
) -> int:
    """The statements of one request, once what is kept for some seconds is there."""
    with place.app.test_client(use_cookies=False) as client:
        client.get(path, headers=headers)
        with query_count() as queries:
            answer = client.open(path, method=method, headers=headers, data=body)
        if answer.status_code >= 300 and answer.status_code != NOT_MODIFIED:
            raise RuntimeError(answer.text)
    return queries.count


def _uploaded(place: Installation) -> str:
    data = photo(1600)
    place.call("PUT", _path(data), data, **place.resident)
    return hashlib.sha256(data).hexdigest()


def _accepted_case(place: Installation, sha256: str) -> str:
    """The number of a case that its office has accepted, so that it is public."""
    body = place.report(sha256)
    number = str(place.call("POST", "/api/v1/reports", body, **place.resident)["case_number"])
    categories = place.call("GET", "/api/v1/categories", **place.clerk)["items"]
    category = next(item for item in categories if item["conditions"])
    chosen = {"category": category["code"], "condition": category["conditions"][0]["id"]}
    place.act(number, "accept", chosen)
    return number


def _path(data: bytes) -> str:
    return f"/api/v1/photos/{hashlib.sha256(data).hexdigest()}"


def photo(width: int) -> bytes:
    """A JPEG, 4:3, that nobody has seen; noise keeps the encoder from making it small."""
    side = width // 4
    noise = Image.frombytes("L", (side, side), os.urandom(side**2))
    picture = noise.resize((width, width * 3 // 4), Image.Resampling.BICUBIC).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
