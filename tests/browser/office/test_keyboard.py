"""A street clerk clears new cases with the keyboard alone; every key is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.office.conftest import Desk
from tests.support.databases import ROOT
from tests.support.world import World

pytestmark = pytest.mark.browser
_GUIDE = ROOT / "docs" / "guides" / "speed.md"


@dataclass
class Keys:
    """The keyboard; a chord is one keystroke."""

    desk: Desk
    count: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desk.page.keyboard.press(key)
            self.count += 1

    def settle(self, number: str) -> None:
        """Wait until the next case is there and its form has a suggestion."""
        page = self.desk.page
        expect(page.locator(".case-head")).to_contain_text(number)
        expect(page.locator(".action-form")).to_have_attribute("data-number", number)
        expect(page.locator(".send button")).to_be_focused()


def _report(world: World, tile: str) -> str:
    number: str = world.resident().report(tile=tile).get_json()["case_number"]
    world.clock.advance(minutes=1)
    return number


def test_new_cases_by_keyboard_alone(
    new_desk: Callable[..., Desk], world: World, full: bool
) -> None:
    """Of 20: 15 as suggested, 4 of another kind, 1 refused."""
    total, others = (20, ["E04", "E02"] * 2) if full else (5, ["E04"])
    kinds = ["T1"] * (total - len(others) - 1) + others + ["refused"]
    numbers = [_report(world, "T2" if kind in others else "T1") for kind in kinds]
    desk = new_desk("east_clerk")
    keys = Keys(desk)
    keys.press("a")
    for number, kind in zip(numbers, kinds, strict=True):
        keys.settle(number)
        if kind in others:
            keys.press("/", *kind.lower(), "Enter", "Enter")
        elif kind == "refused":
            keys.press("r")
            expect(desk.page.get_by_role("heading", name="不予受理")).to_be_visible()
            keys.press("1", "Tab", "Alt+1", "Control+Enter")
        else:
            keys.press("Enter")
    expect(desk.page.get_by_text("这里都办完了")).to_be_visible()
    for number, kind in zip(numbers, kinds, strict=True):
        refused = kind == "refused"
        assert world.column(number, "state") == ("rejected" if refused else "to_dispatch")
        if kind in others:
            assert world.column(number, "condition_id") == world.conditions[kind, 1]
    most = _documented() if full else 1 + (total - len(others) - 1) + 6 * len(others) + 5
    assert keys.count <= most, f"{keys.count} keystrokes for {total} cases"


def test_a_form_takes_the_keyboard_as_it_appears(
    new_desk: Callable[..., Desk], number: str
) -> None:
    """Somebody quick types before the browser has drawn what stands there."""
    desk = new_desk("east_clerk")
    desk.case(number)
    seen = desk.page.evaluate_handle(_FOCUS_AT_FIRST)
    desk.page.keyboard.press("r")
    focused = seen.evaluate("({ name }) => name")
    assert focused == "radio"


_FOCUS_AT_FIRST = """() => {
  const name = new Promise((tell) => {
    const watch = new MutationObserver(() => {
      if (!document.querySelector(".action-form")) return;
      watch.disconnect();
      tell(document.activeElement.type ?? document.activeElement.tagName);
    });
    watch.observe(document.body, { childList: true, subtree: true });
  });
  return { name };
}"""


def _documented() -> int:
    """The number of keystrokes that the guide promises for 20 cases."""
    found = re.search(r"20 件.*?(\d+) 次按键", Path(_GUIDE).read_text(encoding="utf-8"))
    assert found, "the guide says how many keystrokes 20 cases take"
    return int(found[1])
