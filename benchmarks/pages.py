"""Lighthouse on three pages of the demo city: ``make lighthouse``.

``python -m benchmarks.pages http://127.0.0.1:8000`` measures a demo that is served already.

Lighthouse simulates a mid-range phone on a slow 4G line: 1.6 Mbit/s, 150 ms, a processor four
times slower than this one. Needs Chromium, Node and ``benchmarks/lighthouse/node_modules``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

from server.demo.city import CITIES, CityFolder
from tests.support.server import LiveServer

CLERK = "dongji_clerk"
AIMS = {"performance": 95, "accessibility": 100, "best-practices": 100}
_LIGHTHOUSE = Path(__file__).parent / "lighthouse" / "node_modules" / "lighthouse"
_CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu"
_SECONDS = 240
_TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


def main(given: str | None = None) -> int:
    """Print the table; 1 when a figure is below its aim."""
    with _served(given) as url:
        pages = {
            "report page": (f"{url}/", ""),
            "public case page": (f"{url}/c/{_public_case(url)}", ""),
            "office queue": (f"{url}/office", _cookie(url)),
        }
        print("| page | performance | accessibility | best practices | FCP | LCP | TBT |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        results = [_line(name, _measured(*page)) for name, page in pages.items()]
    return 0 if all(results) else 1


def _line(name: str, report: dict[str, Any]) -> bool:
    """Print a page's line; whether it reached every aim."""
    scores = {key: round((report["categories"][key]["score"] or 0) * 100) for key in AIMS}
    times = [report["audits"][key]["displayValue"].replace("\xa0", " ") for key in _TIMES]
    print("|", " | ".join([name, *map(str, scores.values()), *times]), "|", flush=True)
    for key, audit in report["audits"].items():
        if audit.get("score") == 0 and audit.get("scoreDisplayMode") == "binary":
            print(f"  not passed: {key}: {audit['title']}", file=sys.stderr)
    return all(scores[key] >= aim for key, aim in AIMS.items())


def _measured(url: str, cookie: str) -> dict[str, Any]:
    """Lighthouse's report about a page. Raises ``CalledProcessError`` when it finds no browser."""
    command = [
        *("node", str(_LIGHTHOUSE / "cli" / "index.js"), url, "--quiet", "--output=json"),
        f"--only-categories={','.join(AIMS)}",
        f"--chrome-flags={_CHROME_FLAGS}",
    ]
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, check=True, timeout=_SECONDS
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@contextmanager
def _served(given: str | None) -> Iterator[str]:
    """The demo city on a real port, made anew unless an address was given."""
    if given:
        yield given.rstrip("/")
        return
    with TemporaryDirectory(prefix="lighthouse-") as folder:
        server = LiveServer(Path(folder), "", SSP_DEMO="1")
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


def _public_case(url: str) -> str:
    """A case with a photo before and one after."""
    with urlopen(f"{url}/api/v1/public/cases?group=closed", timeout=60) as answer:
        items = json.loads(answer.read())["items"]
    return next(str(item["number"]) for item in items if item["after_thumb_url"])


def _cookie(url: str) -> str:
    """The session of a clerk of the demo."""
    password = CityFolder.of(CITIES / "liaoyuan").password
    jar = CookieJar()
    body = json.dumps({"username": CLERK, "password": password}).encode()
    request = Request(f"{url}/api/v1/sessions", body, {"Content-Type": "application/json"})
    request.add_header("Origin", url)
    build_opener(HTTPCookieProcessor(jar)).open(request, timeout=60).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
