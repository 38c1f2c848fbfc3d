"""The people of the main path, each at a page of their own, doing what a person would do."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Resident:
    """Somebody with a phone; ``taps`` counts every touch in the page."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.taps = 0

    def open(self, path: str = "/") -> None:
        """Go to a screen and wait until it is drawn."""
        self.page.goto(f"{self.site}/#{path}")
        expect(self.page.locator(".tabs a")).to_have_count(4)
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def tap(self, name: str) -> None:
        """Tap the button called ``name``."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.taps += 1

    def photograph(self, photo: Path) -> None:
        """Tap the camera button; the camera gives ``photo``."""
        with self.page.expect_file_chooser() as camera:
            self.page.get_by_text("同意并拍照", exact=True).click()
        self.taps += 1
        camera.value.set_files(photo)

    def receipt(self) -> tuple[str, str]:
        """Case number and query code, from the page after sending."""
        self.page.wait_for_url("**/#/sent/**")
        said = self.page.locator(".receipt dd")
        expect(said).to_have_count(2)
        number, code = said.all_inner_texts()
        return number, code.replace(" ", "")

    def follow(self, number: str) -> Locator:
        """Open one's own case from the list of one's reports; returns where it stands."""
        self.open("/me")
        self.page.locator("a.case-cell").filter(has_text=number).or_(
            self.page.locator(f"a.case-cell[href*='{number}']")
        ).first.click()
        standing = self.page.locator(".standing")
        expect(standing).to_contain_text(number)
        return standing

    def answer(self, name: str, *choices: str) -> None:
        """Open the sheet behind the button ``name``, choose and send."""
        self.tap(name)
        sheet = self.page.get_by_role("dialog")
        for choice in choices:
            sheet.get_by_text(choice, exact=True).click()
        sheet.locator("button[type=submit]").click()
        expect(sheet).to_have_count(0)


class Officer:
    """Somebody of an office, signed in with a tap on the demo's list of accounts."""

    def __init__(self, page: Page, site: str, username: str) -> None:
        self.page = page
        self.site = site
        page.goto(f"{site}/office")
        page.get_by_role("button").filter(has_text=username).click()
        expect(page.get_by_role("navigation", name="主导航")).to_be_visible()

    def queue(self, queue: str) -> Locator:
        """The cases of a queue as they are now, once they are drawn."""
        self.page.goto(f"{self.site}/office#/q/{queue}")
        self.page.reload()
        expect(self.page.locator("[data-number], .empty").first).to_be_visible()
        return self.page.locator("[data-number]")

    def open(self, queue: str, number: str) -> None:
        """Open a case from its queue."""
        self.queue(queue)
        self.page.locator(f"[data-number='{number}']").get_by_text(number).click()
        expect(self.page.locator(".case-head")).to_contain_text(number)

    def press(self, action: str) -> None:
        """Press the button of ``action``, which stands first or beside the first."""
        self.page.locator(f".action-bar .first [data-action='{action}']").click()

    def begin(self, action: str) -> Locator:
        """Press the button of ``action``; returns its form."""
        self.press(action)
        self.page.wait_for_url(re.compile(rf"/{action}$"))
        form = self.page.locator(".action-form")
        expect(form).to_be_visible()
        return form

    def send(self, form: Locator) -> None:
        """Send the form and wait until the page says that it is done."""
        form.locator("button[type=submit]").click()
        self.done()

    def done(self) -> None:
        """Wait until the page says that the last action is done."""
        expect(self.page.get_by_text("已办理：")).to_be_visible()

    def add_photo(self, form: Locator, photo: Path) -> None:
        """Take a photo with the camera button of a form."""
        with self.page.expect_file_chooser() as camera:
            form.get_by_text("拍照", exact=True).click()
        camera.value.set_files(photo)
        expect(form.locator(".photo-tile .caption")).to_be_visible()
