"""The town on a real port, and the hands of a resident on a phone."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from server.city import service as city_service
from server.city.models import City
from server.platform.db import db, unit_of_work
from tests.browser.conftest import PHONE, Watch
from tests.support.world import EAST, Person, World, template, world

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["template", "world"]

PROFILE = {
    "map": {**EAST, "zoom": 13},
    "emergency": [{"number": "119", "key": "fire"}, {"number": "110", "key": "police"}],
    "footer": {"host": "测试区城市管理局"},
}
HERE = {"latitude": EAST["lat"], "longitude": EAST["lon"], "accuracy": 12}

LINES_OF_NUMBERS = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = new Set();
  while (texts.nextNode()) {
    const at = texts.currentNode.data.search(/\\d{6}-\\d{8}-\\w{4}/);
    if (at < 0) continue;
    const number = document.createRange();
    number.setStart(texts.currentNode, at);
    number.setEnd(texts.currentNode, at + 20);
    lines.add(new Set([...number.getClientRects()].map(({ top }) => top)).size);
  }
  return [...lines];
}"""
"""On how many lines a case number stands."""


def _whole(app: Flask) -> WSGIApplication:
    """Answers in one piece: of a browser that has gone meanwhile this server leaves files open."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return Response.from_app(app, environ, buffered=True)(environ, start_response)

    return answer


@pytest.fixture
def site(world: World) -> Iterator[str]:
    """The address of the town's server, in a thread of this process; no slash at its end."""
    with world.app.app_context():
        with unit_of_work() as session:
            session.scalars(select(City)).one().profile = PROFILE
        city_service.forget_cached()
        db.session.remove()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # requests would bury what failed
    server = make_server("127.0.0.1", 0, _whole(world.app), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[], Path]:
    """``shot()`` is a new photo as a phone would take it, different from all others."""
    dice = random.Random()

    def make() -> Path:
        picture = Image.effect_noise((1200, 900), dice.uniform(20, 90)).convert("RGB")
        path = tmp_path / f"{dice.getrandbits(64):x}.jpg"
        picture.save(path, quality=88)
        return path

    return make


CONSENT = "同意并拍照"
"""What the camera button says until the first photo."""


@dataclass
class Phone:
    """A resident's phone; ``taps`` counts every touch in the page."""

    page: Page
    site: str
    shot: Callable[[], Path]
    taps: int = 0
    has_consented: bool = False

    def open(self, path: str = "/") -> None:
        """Go to a screen and wait until it is drawn."""
        self.page.goto(f"{self.site}/#{path}")
        expect(self.page.locator("form.plain-form")).to_have_count(0)
        expect(self.page.locator(".tabs a")).to_have_count(4)
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def tap(self, name: str, *, role: Any = "button") -> None:
        """Tap what is called ``name``."""
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.taps += 1

    def take_photo(self, words: str = "拍照上报") -> Path:
        """Tap the camera button; the camera gives a new photo."""
        return self._pick(words, self.shot())

    def _pick(self, words: str, path: Path) -> Path:
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text(words, exact=True).click()
        self.has_consented |= words == CONSENT
        self.taps += 1
        chooser.value.set_files(path)
        return path

    def add_photo(self) -> None:
        """Take one more photo in a form."""
        dialog = self.page.get_by_role("dialog")
        before = dialog.locator("img.photo").count()
        with self.page.expect_file_chooser() as chooser:
            dialog.get_by_text("拍照", exact=True).click()
        chooser.value.set_files(self.shot())
        expect(dialog.locator("img.photo")).to_have_count(before + 1)

    def send_report(self) -> tuple[str, str]:
        """Photo and 提交; returns the case number and the query code."""
        self.open("/snap")
        self.take_photo("拍照上报" if self.has_consented else CONSENT)
        expect(self.page.get_by_text("东街道 · 东一社区")).to_be_visible()
        self.tap("提交")
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        """Number and code from the page after sending."""
        self.page.wait_for_url("**/#/sent/**")
        said = self.page.locator(".receipt dd")
        expect(said).to_have_count(2)
        number, code = said.all_inner_texts()
        return number, code.replace(" ", "")


@pytest.fixture
def resident(site: str, new_page: Callable[..., Page], shot: Callable[[], Path]) -> Phone:
    """A phone in East that may say where it is; it is put away before the site closes."""
    options = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    page = new_page(PHONE, geolocation=HERE, permissions=["geolocation"], **options)
    return Phone(page, site, shot)


class Offices:
    """The people of the offices, working on one case after the other."""

    def __init__(self, world: World) -> None:
        self.world = world

    def staff(self, username: str) -> Person:
        return self.world.staff(username)

    def accept(self, number: str, category: str = "E01") -> None:
        """The clerk of East accepts the case and publishes its photos."""
        clerk = self.staff("east_clerk")
        clerk.do(number, "accept", **self.world.condition(category))
        self.publish(number)

    def publish(self, number: str) -> None:
        """Approve every photo of the case for the public."""
        clerk = self.staff("east_clerk")
        photos = clerk.view(number).get_json()["photos"]
        clerk.do(number, "publish", photo_ids=[photo["id"] for photo in photos])

    def fix(self, number: str, *, accept: bool = True) -> None:
        """From acceptance to the question to the reporter."""
        if accept:
            self.accept(number)
        self.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
        handler = self.staff("sanitation_handler")
        handler.do(number, "acknowledge")
        handler.do(
            number,
            "finish",
            photos=[handler.photo()],
            words="已经清理干净,现场已冲洗。",
            close_type="rectified",
        )
        self.world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
        self.publish(number)


@pytest.fixture
def offices(world: World, watch: Watch) -> Offices:
    """The offices of the town; what they show to everybody gets new addresses meanwhile."""
    watch.allow(r"status of 404 .*/photos/\d+/thumb")
    return Offices(world)
