"""What a resident's phone has to fetch before the page works (frontend.md 2)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request

from tests.support.server import LiveServer

MAX_REQUESTS = 8
MAX_BYTES = 45 * 1024

pytestmark = pytest.mark.browser


def test_critical_path_of_the_resident(phone: Page, live_server: LiveServer) -> None:
    sent: list[Request] = []
    phone.on("requestfinished", sent.append)
    phone.goto(live_server.url, wait_until="networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in sent}
    told = "\n".join(f"{size:7} {url}" for url, size in sizes.items())
    assert len(sizes) <= MAX_REQUESTS, told
    assert sum(sizes.values()) <= MAX_BYTES, told
