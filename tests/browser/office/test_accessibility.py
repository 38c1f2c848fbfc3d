"""Every screen of the office, measured by axe on phone and desk, dark, large and narrow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.office.conftest import Desk
from tests.conftest import FULL
from tests.support.world import World

pytestmark = pytest.mark.browser

LOOKS: dict[str, dict[str, Any]] = {
    "desk": {},
    "dark-phone": {"phone": True, "color_scheme": "dark"},
    "phone": {"phone": True},
    "dark": {"color_scheme": "dark"},
    "narrow": {"phone": True, "viewport": {"width": 320, "height": 640}},
    "large": {"phone": True, "elder": True},
}
CHOSEN = list(LOOKS) if FULL else list(LOOKS)[:2]


@pytest.mark.parametrize("look", CHOSEN)
def test_no_screen_breaks_the_guidelines(
    new_desk: Callable[..., Desk],
    world: World,
    number: str,
    look: str,
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    options = dict(LOOKS[look])
    viewport, elder = options.pop("viewport", None), options.pop("elder", False)
    fixed = world.resident().report(address="东二路 8 号").get_json()["case_number"]
    bring_to_check(world, fixed)
    desk = new_desk(**options)
    if viewport:
        desk.page.set_viewport_size(viewport)
    if elder:
        desk.page.context.add_cookies([{"name": "ssp_elder", "value": "1", "url": desk.site}])

    def measure(name: str) -> None:
        desk.settle()
        assert_accessible(desk.page)
        screenshot(desk.page, f"office-{look}-{name}")

    desk.open()
    measure("sign-in")
    desk.sign_in("supervisor")
    measure("queue")
    for page in ("map", "intake", "notices", "me"):
        desk.open(f"/{page}")
        measure(page)
    desk.open(f"/q/all/{number}")
    measure("case")
    desk.open(f"/q/all/{fixed}")
    measure("case-fixed")
    for action in ("accept", "reject", "request_info", "merge", "transfer_intake", "redact"):
        desk.case(number, action)
        measure(action)
    desk.case(fixed, "publish")
    measure("publish")


def bring_to_check(world: World, number: str) -> None:
    """From acceptance to the end of the work."""
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    handler = world.staff("sanitation_handler")
    handler.do(
        number,
        "finish",
        photos=[handler.photo()],
        words="已经清理干净,现场已冲洗。",
        close_type="rectified",
    )
