"""Every screen there is, who looks at it, and how it is brought about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.everybody.driver import Visitor
from tests.browser.everybody.scene import Scene

RESIDENT, ANYBODY = "resident", ""
Steps = Callable[[Visitor], None]


@dataclass(frozen=True)
class Screen:
    """``who`` is a username of staff, ``RESIDENT`` or ``ANYBODY``; ``path`` is an address with a
    hash for the apps, or of a page; ``steps`` lead from there to what is looked at."""

    name: str
    path: str
    who: str = RESIDENT
    steps: Steps | None = None

    @property
    def is_office(self) -> bool:
        return self.path.startswith("/office#")


def screens(scene: Scene) -> list[Screen]:
    """All of them, those of one person together."""
    found = [*_of_residents(scene), *_pages(scene), *_offices(scene), *_forms(scene)]
    order = list(dict.fromkeys(screen.who for screen in found))
    return sorted(found, key=lambda screen: order.index(screen.who))


# --- residents -----------------------------------------------------------------------------------


def _take_photo(visitor: Visitor) -> None:
    page = visitor.page
    if page.locator(".shutter").count():
        with page.expect_file_chooser() as chooser:
            page.locator("label.shutter").click()
        chooser.value.set_files(visitor.shot())
    expect(page.locator(".photo-tile img").first).to_be_visible()
    expect(page.locator("#place .where")).to_contain_text("东一社区")


def _sheet(words: str, last: bool = False) -> Steps:
    """Press what is called ``words`` (a key) and see a sheet."""

    def steps(visitor: Visitor) -> None:
        button = visitor.page.get_by_role("button", name=visitor.say(words))
        (button.last if last else button.first).click()
        expect(visitor.page.get_by_role("dialog")).to_be_visible()
        visitor.settle()

    return steps


def _place_list(visitor: Visitor) -> None:
    _take_photo(visitor)
    _sheet("place.correct")(visitor)
    visitor.page.get_by_role("button", name=visitor.say("place.by_list")).click()
    expect(visitor.page.get_by_label(visitor.say("place.street"))).to_be_visible()


def _after_photo(words: str) -> Steps:
    def steps(visitor: Visitor) -> None:
        _take_photo(visitor)
        _sheet(words)(visitor)

    return steps


def _press(words: str) -> Steps:
    def steps(visitor: Visitor) -> None:
        visitor.page.get_by_role("button", name=visitor.say(words)).first.click()
        visitor.settle()

    return steps


def _code_asked(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label(visitor.say("contact.phone")).fill("13800138001")
    page.get_by_role("button", name=visitor.say("signin.send")).click()
    expect(page.get_by_label(visitor.say("signin.code"))).to_be_visible()


def _nobody_found(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_label(visitor.say("follow.number")).fill("990101-20261123-AAAA")
    page.get_by_label(visitor.say("follow.code")).fill("AAAABBBBCCCCDDDD")
    page.get_by_role("button", name=visitor.say("follow.look")).click()
    expect(page.get_by_role("alert")).to_be_visible()


def _sent(visitor: Visitor) -> None:
    page = visitor.page
    _take_photo(visitor)
    page.locator(".send-bar .button").click()
    page.wait_for_url("**/#/sent/**")
    expect(page.locator("img.qr, .qr svg, .qr")).to_be_visible()


def _of_residents(scene: Scene) -> Iterator[Screen]:
    yield Screen("home", "/#/")
    yield Screen("language", "/#/", steps=_sheet("language.short"))
    yield Screen("privacy-sheet", "/#/", steps=_sheet("privacy.read"))
    yield Screen("snap", "/#/snap")
    yield Screen("snap-photo", "/#/snap", steps=_take_photo)
    yield Screen("snap-map", "/#/snap", steps=_after_photo("place.correct"))
    yield Screen("snap-list", "/#/snap", steps=_place_list)
    yield Screen("snap-tiles", "/#/snap", steps=_after_photo("tile.all"))
    yield Screen("sent", "/#/snap", steps=_sent)
    yield Screen("nearby", "/#/nearby")
    yield Screen("nearby-map", "/#/nearby", steps=_press("nearby.map"))
    yield Screen("mine", "/#/me")
    yield Screen("sign-in", "/#/me/signin")
    yield Screen("sign-in-code", "/#/me/signin", steps=_code_asked)
    yield Screen("sessions", "/#/me/sessions")
    yield Screen("notices", "/#/me/notices")
    yield Screen("my-data", "/#/me/data")
    yield Screen("find", "/#/follow")
    yield Screen("find-nobody", "/#/follow", steps=_nobody_found)
    for name in ("submitted", "need_info", "rejected", "handling", "suspended", "closed"):
        yield Screen(f"case-{name}", f"/#/follow/{scene.numbers[name]}")
    for action, name in scene.wishes.items():
        steps = _sheet(f"do.{action}")
        yield Screen(f"case-{action}", f"/#/follow/{scene.numbers[name]}", steps=steps)
    yield Screen("watched", "/#/me/watched")
    yield Screen("watch", f"/#/watch/{scene.numbers['confirming']}")
    yield Screen("shared", "/#/shared")
    yield Screen("join", f"/#/join/{scene.numbers['to_dispatch']}")


# --- pages of the server -------------------------------------------------------------------------


def _look_up(number: str, code: str) -> Steps:
    def steps(visitor: Visitor) -> None:
        page = visitor.page
        page.locator("#number").fill(number)
        page.locator("#code").fill(code)
        page.locator("form button[type=submit]").click()
        expect(page.locator(".timeline")).to_be_visible()

    return steps


def _pages(scene: Scene) -> Iterator[Screen]:
    public = scene.numbers["confirming"]
    yield Screen("public-case", f"/c/{public}", ANYBODY)
    yield Screen("public-open", f"/c/{scene.numbers['handling']}", ANYBODY)
    yield Screen("public-unknown", "/c/990101-20250101-AAAA", ANYBODY)
    yield Screen("solved", "/solved", ANYBODY)
    yield Screen("privacy", "/privacy", ANYBODY)
    yield Screen("accessibility", "/accessibility", ANYBODY)
    yield Screen("responsibility", "/responsibility", ANYBODY)
    yield Screen("plain-find", "/follow", ANYBODY)
    yield Screen("plain-case", "/follow", ANYBODY, _look_up(public, scene.code))
    yield Screen("plain-preferences-out", "/preferences", ANYBODY)
    yield Screen("plain-preferences", "/preferences", RESIDENT)


# --- offices -------------------------------------------------------------------------------------

_OF_EVERYBODY = ("queue", "shift", "notices", "map", "lists", "ledger", "hotspots", "me")
_ADMIN = {
    "organisations": ("new", "sanitation", "sanitation/edit"),
    "people": ("new", "1"),
    "deputies": ("new",),
    "areas": (),
    "catalog": ("new", "E01", "E01/1"),
    "tiles": (),
    "charges": (),
    "segments": ("new", "east-road"),
    "sponsorships": (),
    "sites": (),
    "task_forces": (),
    "grids": ("area/990101001",),
    "gaps": (),
    "calendar": (),
    "policy": (),
    "templates": (),
    "outbox": (),
    "tokens": ("new",),
}


def _help(visitor: Visitor) -> None:
    visitor.page.keyboard.press("?")
    expect(visitor.page.get_by_role("dialog")).to_be_visible()


def _factor(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=visitor.say("office.factor.setup")).click()
    expect(visitor.page.get_by_role("dialog").locator("input")).to_be_visible()


def _more_actions(visitor: Visitor) -> None:
    visitor.page.locator(".action-bar button[aria-expanded]").click()
    expect(visitor.page.locator("#more-actions")).to_be_visible()


def _picked(visitor: Visitor) -> None:
    visitor.page.locator("tbody input[type=checkbox], .select input").first.check()


def _offices(scene: Scene) -> Iterator[Screen]:
    yield Screen("office-sign-in", "/office#/", ANYBODY)
    for page in _OF_EVERYBODY:
        yield Screen(f"office-{page}", f"/office#/{'' if page == 'queue' else page}", "supervisor")
    yield Screen("office-factor", "/office#/me", "supervisor", _factor)
    yield Screen("office-help", "/office#/notices", "supervisor", _help)
    yield Screen("office-outbox", "/office#/outbox", "sanitation_handler")
    yield Screen("office-intake", "/office#/intake", "east_clerk")
    yield Screen("office-review", "/office#/review", "east_clerk")
    yield Screen("office-handover", "/office#/shift/handover", "east_clerk")
    yield Screen("office-quantities", "/office#/ledger/quantities", "supervisor")
    yield Screen("office-list-new", "/office#/lists/rectification/new", "supervisor")
    yield Screen("office-lists-community", "/office#/lists/community", "east_clerk")
    yield Screen("office-alarms", "/office#/alarms", "supervisor")
    yield Screen("office-patrol-figures", "/office#/patrol", "supervisor")
    yield Screen("office-patrol", "/office#/patrol", "patrol")
    yield Screen("office-targets", "/office#/targets", "east_keeper")
    for name, number in scene.numbers.items():
        who = "east_grid" if name == "verifying" else "supervisor"
        yield Screen(f"office-case-{name}", f"/office#/q/all/{number}", who)
    number = scene.numbers["submitted"]
    yield Screen("office-more", f"/office#/q/all/{number}", "supervisor", _more_actions)
    for section in ("audit", "tombstones"):
        yield Screen(f"admin-{section}", f"/office#/admin/{section}", "auditor")
    for path in ("holds", "holds/new"):
        name = path.replace("/", "-")
        yield Screen(f"admin-{name}", f"/office#/admin/{path}", "supervisor")
    for section, inside in _ADMIN.items():
        yield Screen(f"admin-{section}", f"/office#/admin/{section}", "admin")
        for path in inside:
            yield Screen(f"admin-{section}-{path}", f"/office#/admin/{section}/{path}", "admin")


def _forms(scene: Scene) -> Iterator[Screen]:
    for action, (name, username) in sorted(scene.forms.items()):
        path = f"/office#/q/all/{scene.numbers[name]}/{action}"
        yield Screen(f"form-{action}", path, username)
