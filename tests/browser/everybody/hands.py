"""Two ways of using a page without seeing or touching it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import CDPSession, Locator, Page, expect

_MOST_TABS = 90
_FOCUS = """(one) => {
  const shown = one.classList.contains("visually-hidden") ? one.closest("label") ?? one : one;
  const seen = shown.getBoundingClientRect();
  const top = document.elementFromPoint(
    Math.min(innerWidth - 1, Math.max(0, seen.left + seen.width / 2)),
    Math.min(innerHeight - 1, Math.max(0, seen.top + seen.height / 2)));
  return {
    marked: getComputedStyle(shown).outlineStyle !== "none",
    clear: seen.bottom > 0 && seen.top < innerHeight && shown.contains(top) || shown === top,
  };
}"""


_NOTHING = "0"
"""Evaluated, it says that the page has heard all that was told it before; keys do not wait."""


class Hands(Protocol):
    """What the flow needs of somebody; controls are called by role and name, and of two that
    are called alike the last is meant: a sheet lies over the button that opened it."""

    def press(self, role: Any, name: str) -> None: ...

    def photograph(self, name: str, photo: Path) -> None: ...

    def choose(self, name: str, option: str) -> None: ...


class Keys:
    """Tab, Enter, Space and arrows; the focus must be marked and nothing may lie over it."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def _reach(self, role: Any, name: str) -> Locator:
        target = self._page.get_by_role(role, name=name, exact=True).last
        expect(target).to_be_attached()
        for _ in range(_MOST_TABS):
            if target.evaluate("(one) => one === document.activeElement"):
                break
            self._page.keyboard.press("Tab")
        else:
            raise AssertionError(f"no Tab leads to {role} {name}")
        found = target.evaluate(_FOCUS)
        assert found == {"marked": True, "clear": True}, f"{role} {name}: {found}"
        return target

    def press(self, role: Any, name: str) -> None:
        self._reach(role, name)
        self._page.keyboard.press("Enter")

    def photograph(self, name: str, photo: Path) -> None:
        self._reach("button", name)
        with self._page.expect_file_chooser() as chooser:
            self._page.evaluate(_NOTHING)
            self._page.keyboard.press("Enter")
        chooser.value.set_files(photo)

    def choose(self, name: str, option: str) -> None:
        select = self._reach("combobox", name)
        for _ in range(10):
            self._page.keyboard.press("ArrowDown")
            if select.evaluate("(one) => one.selectedOptions[0].text") == option:
                return
        raise AssertionError(f"no arrow leads to {option}")


class Reader:
    """Knows of a page only what a screen reader is told, and acts on that."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._wire: CDPSession = page.context.new_cdp_session(page)
        self._wire.send("Accessibility.enable")

    def nodes(self) -> list[dict[str, Any]]:
        """Everything that is told, in order."""
        tree = self._wire.send("Accessibility.getFullAXTree")["nodes"]
        return [node for node in tree if not node["ignored"]]

    def said(self, role: str) -> list[str]:
        """The names of all that has a role."""
        return [_name(node) for node in self.nodes() if _role(node) == role]

    def _reach(self, role: str, name: str) -> int:
        expect(self._page.get_by_role(role, name=name, exact=True).last).to_be_attached()  # type: ignore[arg-type]
        found = [n for n in self.nodes() if _role(n) == role and _name(n).startswith(name)]
        assert found, f"a screen reader is not told of {role} {name}"
        number: int = found[-1]["backendDOMNodeId"]
        return number

    def _do(self, backend_id: int, function: str, *arguments: Any) -> None:
        there = self._wire.send("DOM.resolveNode", {"backendNodeId": backend_id})["object"]
        self._wire.send(
            "Runtime.callFunctionOn",
            {
                "objectId": there["objectId"],
                "functionDeclaration": function,
                "arguments": [{"value": value} for value in arguments],
            },
        )

    def press(self, role: Any, name: str) -> None:
        self._do(self._reach(role, name), "function () { this.focus(); this.click(); }")

    def photograph(self, name: str, photo: Path) -> None:
        found = self._reach("button", name)
        with self._page.expect_file_chooser() as chooser:
            self._wire.send("DOM.focus", {"backendNodeId": found})
            self._page.evaluate(_NOTHING)
            self._page.keyboard.press("Enter")
        chooser.value.set_files(photo)

    def choose(self, name: str, option: str) -> None:
        found = self._reach("combobox", name)
        self._do(
            found,
            """function (words) {
              this.value = [...this.options].find((one) => one.text === words).value;
              this.dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            option,
        )


def _role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", "")).lower()


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()
