"""One problem from a resident's snap to a proven, confirmed close-out, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, Watch
from tests.browser.main_path.conftest import Photos
from tests.browser.main_path.people import Officer, Resident
from tests.browser.main_path.tampering import Intruder
from tests.support.server import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

IN_DONGJI = {"latitude": 42.8842, "longitude": 125.1571, "accuracy": 12}
MOBILE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
MOST_TAPS = 2
DELIVERED_WITHIN_S = 30
A_DAY = timedelta(days=1)

Picture = Callable[[Page, str], None]


@pytest.fixture
def resident(new_page: Callable[..., Page], demo_city: LiveServer) -> Resident:
    """Somebody in 东吉街道 whose phone may say where it is."""
    page = new_page(PHONE, geolocation=IN_DONGJI, permissions=["geolocation"], **MOBILE)
    return Resident(page, demo_city.url)


@pytest.fixture
def officer(new_page: Callable[..., Page], demo_city: LiveServer) -> Callable[..., Officer]:
    """``officer("dongji_clerk")`` at a desk, ``officer(..., phone=True)`` on the spot."""

    def sign_in(username: str, *, phone: bool = False) -> Officer:
        there = {"geolocation": IN_DONGJI, "permissions": ["geolocation"]}
        page = new_page(PHONE, **there, **MOBILE) if phone else new_page(DESK)
        return Officer(page, demo_city.url, username)

    return sign_in


@pytest.fixture
def passer_by(new_page: Callable[..., Page]) -> Page:
    """The phone of somebody who only looks."""
    return new_page(PHONE, **MOBILE)


def test_from_snap_to_close_out(
    resident: Resident,
    officer: Callable[..., Officer],
    passer_by: Page,
    photos: Photos,
    demo_city: LiveServer,
    app: Flask,
    database: str,
    browser: Browser,
    watch: Watch,
    picture: Picture,
) -> None:
    watch.allow("status of 404")
    number = snap(resident, photos, picture)
    public = f"{demo_city.url}/c/{number}"
    assert answer_to(passer_by, public) == 404

    clerk = officer("dongji_clerk")
    is_unknown_to(officer("nankang_clerk"), number)
    accept(clerk, number, picture)
    expect(resident.follow(number)).to_contain_text("已立案")
    assert answer_to(passer_by, public) == 200
    expect(passer_by.locator("main img")).to_have_count(0)

    dispatch(officer("dongji_dispatcher"), number)
    finish(officer("municipal_handler", phone=True), number, photos, picture)
    expect(resident.follow(number)).to_contain_text("核查中")
    check(officer("centre_checker"), number, picture)
    confirm_and_rate(resident, number, picture)

    passer_by.goto(public)
    expect(passer_by.locator(".standing")).to_contain_text("已办结")
    expect(passer_by.locator("main img")).to_have_count(0)
    publish(clerk, number)
    shows_before_and_after(passer_by, public, picture)

    everybody_leaves(browser)
    wait_for_delivery(demo_city)
    assert demo_city.stop() == 0
    assert demo_city.flask("journal", "verify") == "journal ok\n"
    tampering_is_named(app, database, number)


def snap(resident: Resident, photos: Photos, picture: Picture) -> str:
    """The resident opens the page, snaps and sends; returns the number of the case."""
    resident.open()
    picture(resident.page, "home")
    resident.photograph(photos.before)
    expect(resident.page.get_by_text("东吉街道 · 东吉社区")).to_be_visible()
    picture(resident.page, "snap")
    resident.tap("提交")
    number, code = resident.receipt()
    assert resident.taps <= MOST_TAPS
    assert len(code) == 16
    return number


def is_unknown_to(stranger: Officer, number: str) -> None:
    """A clerk of another street neither finds the case nor gets it by its address."""
    expect(stranger.queue("all").filter(has_text=number)).to_have_count(0)
    stranger.page.goto(f"{stranger.site}/office#/q/all/{number}")
    expect(stranger.page.get_by_text("没有找到您要看的内容")).to_be_visible()


def accept(clerk: Officer, number: str, picture: Picture) -> None:
    """The clerk of the street looks at the photo and sets category and condition."""
    clerk.open("to_accept", number)
    loaded(clerk.page, ".case-body img")
    form = clerk.begin("accept")
    form.get_by_role("searchbox").fill("道路破损")
    form.get_by_text("≥0.5㎡", exact=True).click()
    picture(clerk.page, "office-accept")
    clerk.send(form)


def dispatch(dispatcher: Officer, number: str) -> None:
    """The organisation of the responsibility list is already chosen."""
    dispatcher.open("to_dispatch", number)
    form = dispatcher.begin("dispatch")
    expect(form.locator(".condition.chosen")).to_contain_text("龙山区市政设施维护中心")
    dispatcher.send(form)


def finish(handler: Officer, number: str, photos: Photos, picture: Picture) -> None:
    """On the spot, with the phone: acknowledge, mend, photograph."""
    handler.open("to_acknowledge", number)
    handler.press("acknowledge")
    handler.done()
    handler.open("handling", number)
    form = handler.begin("finish")
    handler.add_photo(form, photos.after)
    form.get_by_role("button", name="已修复完好").click()
    picture(handler.page, "office-finish")
    handler.send(form)


def check(checker: Officer, number: str, picture: Picture) -> None:
    """Somebody of another unit compares the photos, without learning who did the work."""
    checker.open("to_check", number)
    expect(checker.page.locator(".case")).not_to_contain_text("杨瑞")
    form = checker.begin("check_pass")
    form.get_by_label("根据照片判断").check()
    picture(checker.page, "office-check")
    checker.send(form)


def confirm_and_rate(resident: Resident, number: str, picture: Picture) -> None:
    """The resident sees before and after, says that it is solved, and how well."""
    expect(resident.follow(number)).to_contain_text("请确认是否解决")
    expect(resident.page.get_by_role("slider")).to_be_visible()
    picture(resident.page, "confirm")
    resident.answer("已经解决")
    expect(resident.page.locator(".standing")).to_contain_text("已解决")
    resident.answer("评价", "已解决", "满意")
    expect(resident.page.get_by_text("您的评价")).to_be_visible()


def publish(clerk: Officer, number: str) -> None:
    """The clerk lets the public see both photos."""
    clerk.open("to_publish", number)
    form = clerk.begin("publish")
    expect(form.locator(".photo-tile.chosen")).to_have_count(2)
    clerk.send(form)


def shows_before_and_after(passer_by: Page, address: str, picture: Picture) -> None:
    """The public page has both photos, and they load."""
    passer_by.goto(address)
    expect(passer_by.get_by_text("处置前", exact=True)).to_be_visible()
    expect(passer_by.get_by_text("处置后", exact=True)).to_be_visible()
    loaded(passer_by, "main img")
    expect(passer_by.locator("main img")).to_have_count(2)
    picture(passer_by, "public")


def answer_to(page: Page, address: str) -> int:
    """The status of the answer to going there."""
    response = page.goto(address)
    assert response is not None
    return response.status


def loaded(page: Page, images: str) -> None:
    """Wait until pictures are there and drawn."""
    expect(page.locator(images).first).to_be_visible()
    drawn: Any = page.locator(images).evaluate_all(
        "(all) => Promise.all(all.map((one) => one.decode().then(() => one.naturalWidth)))"
    )
    assert all(width > 0 for width in drawn)


def everybody_leaves(browser: Browser) -> None:
    """Close all pages: an open one asks for news, and would miss the server."""
    for context in list(browser.contexts):
        context.close()


def wait_for_delivery(server: LiveServer) -> None:
    """Until the outbox has noted every head of the journal."""
    deadline = time.monotonic() + DELIVERED_WITHIN_S
    while waiting := server.flask("outbox", "list"):
        assert time.monotonic() < deadline, waiting
        time.sleep(0.5)


def tampering_is_named(app: Flask, database: str, number: str) -> None:
    """Whoever changes the database is told on by the journal, with the number of the case."""
    with Intruder(database, number) as intruder:
        intruder.move_closing(-A_DAY)
        assert verify(app) == (1, [f"{number} row_changed", "1 case(s) do not verify"])
        intruder.move_closing(A_DAY)
        assert verify(app) == (0, ["journal ok"])
        intruder.cut_tail()
        assert verify(app) == (1, [f"{number} tail_cut", "1 case(s) do not verify"])
        intruder.remove()
        assert verify(app) == (1, [f"{number} case_removed", "1 case(s) do not verify"])


def verify(app: Flask) -> tuple[int, list[str]]:
    """What ``flask journal verify`` answers, without starting a process each time."""
    done = app.test_cli_runner().invoke(args=["journal", "verify"])
    return done.exit_code, done.stdout.splitlines()
