"""What a resident's phone has to fetch before the page works (frontend.md 2)."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.support.databases import ROOT
from tests.support.server import LiveServer

MAX_REQUESTS = 8
MAX_BYTES = 45 * 1024

pytestmark = pytest.mark.browser


FETCHED = """() => performance.getEntries()
  .filter((entry) => ["navigation", "resource"].includes(entry.entryType))
  .filter((entry) => entry.transferSize > 0) // else it came from the cache
  .map((entry) => [entry.name, entry.encodedBodySize])"""


def test_residents_have_the_icon_of_every_state() -> None:
    static = ROOT / "static"
    drawn = json.loads((static / "icons.json").read_text("utf-8"))["everybody"]
    looks = json.loads((static / "shared" / "states.json").read_text("utf-8"))
    assert {look["icon"] for look in looks.values()} <= set(drawn)


def test_critical_path_of_the_resident(phone: Page, live_server: LiveServer) -> None:
    phone.set_extra_http_headers({"Accept-Encoding": "gzip"})
    phone.goto(live_server.url, wait_until="networkidle")
    fetched: list[tuple[str, int]] = phone.evaluate(FETCHED)
    told = "\n".join(f"{size:7} {url}" for url, size in fetched)
    assert len(fetched) <= MAX_REQUESTS, told
    assert sum(size for _, size in fetched) <= MAX_BYTES, told
