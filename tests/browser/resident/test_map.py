"""The map on a provider's tiles: what is drawn lies where the tiles have it, in both datums."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import asinh, hypot, pi, radians, tan
from typing import ClassVar

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from server.settings import Settings
from tests.browser.resident.conftest import Phone
from tests.support.world import World

pytestmark = pytest.mark.browser

# Published vectors (domain.md F4): the same place in the two datums, 592 m apart.
KNOWN = {"wgs84": (42.8880, 125.1436), "gcj02": (42.890520, 125.149997)}
TILE = 256
DOT = (230, 0, 0)
NUMBER = "GS(2026)0000号"


class Tiles(BaseHTTPRequestHandler):
    """Draws tiles with one red dot where the known place is in the datum asked for."""

    asked: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        _, datum, zoom, x, name = self.path.split("/")
        self.asked.add(datum)
        picture = Image.new("RGB", (TILE, TILE), (235, 238, 240))
        east, south = _global_pixel(*KNOWN[datum], int(zoom))
        at = (east - int(x) * TILE, south - int(name.removesuffix(".png")) * TILE)
        ImageDraw.Draw(picture).ellipse([c + d for d in (-4, 4) for c in at], fill=DOT)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        self.wfile.write(buffer.getvalue())

    def log_message(self, *_: object) -> None:
        pass


def _global_pixel(lat: float, lon: float, zoom: int) -> tuple[float, float]:
    """Where a place lies in Web Mercator, in pixels from the north-west corner of the world."""
    side = TILE * 2**zoom
    return (lon + 180) / 360 * side, (1 - asinh(tan(radians(lat))) / pi) / 2 * side


@pytest.fixture
def tiles() -> Iterator[str]:
    """The address of a tile server of our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _centre(one: Locator) -> tuple[float, float]:
    box = one.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


DRAWN = """() => {
  const tiles = [...document.querySelectorAll(".leaflet-tile")];
  const there = (tile) => tile.complete && getComputedStyle(tile).opacity === "1";
  return !document.querySelector(".leaflet-zoom-anim") && tiles.length > 0 && tiles.every(there);
}"""
"""Every tile is there, none half-way through its fade or stretched from another zoom."""


def _red(phone: Phone) -> tuple[float, float]:
    """The middle of the red dot on the screen, in CSS pixels."""
    picture = Image.open(io.BytesIO(phone.page.screenshot(scale="css"))).convert("RGB")
    found = [
        (at % picture.width, at // picture.width)
        for at, colour in enumerate(picture.get_flattened_data())
        if all(abs(a - b) < 40 for a, b in zip(colour, DOT, strict=True))
    ]
    assert found, "no dot on the screen"
    return tuple(sum(c) / len(found) + 0.5 for c in zip(*found, strict=True))  # type: ignore[return-value]


@pytest.fixture
def settings(settings: Settings, tiles: str) -> Settings:
    """An installation whose maps lie on our tiles."""
    return replace(
        settings,
        map_provider="xyz",
        map_url=f"{tiles}/wgs84/{{z}}/{{x}}/{{y}}.png",
        map_attribution="测试图",
        map_number=NUMBER,
    )


def _use(world: World, datum: str) -> None:
    runtime = world.app.extensions["suishoupai"]
    url = runtime.settings.map_url.replace("wgs84", datum)
    settings = replace(runtime.settings, map_url=url, map_datum=datum)
    world.app.extensions["suishoupai"] = replace(runtime, settings=settings)


def test_a_known_place_lies_on_its_pixel_in_both_datums(resident: Phone, world: World) -> None:
    lat, lon = KNOWN["wgs84"]
    page = resident.page
    page.context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 20})
    for datum in KNOWN:
        _use(world, datum)
        resident.open("/nearby")
        page.reload()
        resident.tap("地图")
        resident.tap("2 公里内")
        here = page.locator(".map-here")
        expect(here).to_have_count(1)
        expect(page.locator(".leaflet-control-attribution")).to_contain_text(f"测试图 {NUMBER}")
        page.wait_for_function(DRAWN)
        spot = _centre(here)
        for pane in page.locator(".leaflet-marker-pane, .leaflet-overlay-pane").all():
            pane.evaluate("(drawn) => drawn.style.setProperty('opacity', '0')")
        assert hypot(*(a - b for a, b in zip(spot, _red(resident), strict=True))) <= 1.5, datum
    assert Tiles.asked == set(KNOWN)


SLOW_FRAMES = """
  window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 1000);
  window.cancelAnimationFrame = clearTimeout;
"""


def test_leaving_a_map_that_is_about_to_be_drawn(resident: Phone) -> None:
    """A frame that was asked for comes when the map is gone; ``watch`` sees what it throws."""
    page = resident.page
    page.add_init_script(SLOW_FRAMES)
    page.context.set_geolocation({"latitude": 40.3, "longitude": 120.4, "accuracy": 20})
    resident.open("/nearby")
    resident.tap("地图")
    expect(page.locator(".leaflet-container canvas")).not_to_have_count(0)
    resident.tap("2 公里内")
    expect(page.locator(".map-here")).to_have_count(1)
    page.evaluate("() => { location.hash = '#/me'; }")
    expect(page.locator(".leaflet-container")).to_have_count(0)
    page.wait_for_timeout(1500)
