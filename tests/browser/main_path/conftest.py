"""The demo city on a real server, photos to send, and where pictures for the README go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Page

from server.demo.scenes import draw_scene
from tests.conftest import SHARED_DATA
from tests.support.server import LiveServer

STREET = SHARED_DATA / "photos" / "street"
PICTURES = os.environ.get("SSP_SCREENSHOTS")
"""A folder for the README's pictures; they show drawn scenes, never somebody's photo."""

_SCENE, _VARIANT = "pothole", 7


class Photos(NamedTuple):
    """What is wrong, and the same put right."""

    before: Path
    after: Path


@pytest.fixture
def demo_city(database: str, data_dir: Path) -> Iterator[LiveServer]:
    """What ``make run`` serves, on a database of its own."""
    server = LiveServer(data_dir, database, SSP_DEMO="1")
    server.start()
    yield server
    server.kill()


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    """Two real photos of a street where there are some, else two drawn ones."""
    drawn = Photos(tmp_path / "before.jpg", tmp_path / "after.jpg")
    if STREET.is_dir() and not PICTURES:
        with Image.open(STREET / "photo_3.JPG") as image:
            image.save(drawn.after)  # as if taken now: without its old date
        return Photos(STREET / "photo_2.JPG", drawn.after)
    for path, solved in zip(drawn, (False, True), strict=True):
        path.write_bytes(draw_scene(_SCENE, _VARIANT, solved=solved, take=9 + solved))
    return drawn


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """``picture(page, "home")`` keeps the screen for the README when ``SSP_SCREENSHOTS`` asks."""

    def take(page: Page, name: str) -> None:
        if PICTURES is None:
            return
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        path = Path(PICTURES) / f"{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=70, animations="disabled")

    return take
