"""One browser page that goes from screen to screen, as one person after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from server.platform.i18n import catalogue
from tests.browser.conftest import DESK, PHONE
from tests.browser.everybody.scene import Scene

if TYPE_CHECKING:
    from tests.browser.everybody.screens import Screen

_ARRIVE = """(hash) => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(done));
  if (location.hash === hash) return drawn();
  addEventListener("hashchange", drawn, { once: true });
  location.hash = hash;
})"""
_STILL = """() => document.readyState === "complete" && !document.querySelector(".skeleton")
  && [...document.images].every((image) => image.complete || image.loading === "lazy")"""

_LARGE = """(on) => {
  if (location.protocol === "about:") return;
  document.cookie = `ssp_elder=${on ? "1" : ""}; Path=/`;
  if (on) document.documentElement.setAttribute("data-elder", "1");
  else document.documentElement.removeAttribute("data-elder");
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })); // the app looks again
}"""
BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1).slice(0, 5)
    .map((one) => `beyond the edge: ${one.tagName}.${one.className}`);
}"""
"""What reaches beyond the right edge of a page that can be moved sideways."""


@dataclass(frozen=True)
class Mode:
    """How somebody looks at a screen: a size for phones and one for offices."""

    phone: dict[str, int]
    office: dict[str, int]
    elder: bool = False
    dark: bool = False


MODES = {
    "normal": Mode(PHONE, DESK),
    "elder": Mode(PHONE, PHONE, elder=True),
    "dark": Mode(PHONE, DESK, dark=True),
    "narrow": Mode({"width": 320, "height": 640}, {"width": 320, "height": 640}),
    "zoomed": Mode({"width": 195, "height": 422}, {"width": 720, "height": 450}),
}


@dataclass
class Visitor:
    """Drives ``page`` over the screens of ``scene`` in ``locale``."""

    page: Page
    site: str
    scene: Scene
    shot: Callable[[], Path]
    locale: str = "zh-CN"
    who: str | None = None
    at: str = ""
    _cookies: dict[str, str] = field(default_factory=dict)

    def say(self, key: str) -> str:
        """The words of a key as this visitor reads them."""
        return catalogue(self.locale)[key]

    def go(self, screen: Screen) -> None:
        """Bring a screen about, in normal mode."""
        self.look(MODES["normal"], office=screen.is_office)
        self._become(screen.who)
        where, _, hash_ = screen.path.partition("#")
        if hash_ and where == self.at:
            self._put_away()
            self.page.evaluate(_ARRIVE, f"#{hash_}")
        else:
            self.page.goto("about:blank")  # an address that differs in its hash loads nothing
            self.page.goto(self.site + screen.path)
        self.at = where if hash_ else ""
        self.settle()
        if screen.steps:
            screen.steps(self)
            self.settle()

    def _put_away(self) -> None:
        """Close what lies over the screen."""
        dialog = self.page.get_by_role("dialog")
        if dialog.count():
            self.page.keyboard.press("Escape")
            expect(dialog).to_have_count(0)
            self.page.wait_for_function("() => !history.state?.sheets")  # its step is taken back

    def look(self, mode: Mode, *, office: bool) -> None:
        """Look at the present screen in another way, when what it needs for that is drawn."""
        size = mode.office if office else mode.phone
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        self.page.emulate_media(
            color_scheme="dark" if mode.dark else "light", reduced_motion="reduce"
        )
        self.page.evaluate(_LARGE, mode.elder)
        self.page.wait_for_function(_STILL)

    def settle(self) -> None:
        """Wait until what is on the way has come."""
        expect(self.page.locator("h1").first).to_be_attached()
        self.page.wait_for_function(_STILL)

    def _become(self, who: str) -> None:
        if who == self.who:
            return
        context = self.page.context
        context.clear_cookies()
        cookies = {"ssp_locale": self.locale}
        if who:
            person = self.scene.resident if who == "resident" else self.scene.world.staff(who)
            person.get("me")
            kept = person.client.get_cookie("ssp_session")
            assert kept is not None
            cookies["ssp_session"] = kept.value
        context.add_cookies(
            [{"name": name, "value": value, "url": self.site} for name, value in cookies.items()]
        )
        self.who, self.at = who, ""
