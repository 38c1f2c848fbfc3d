"""Photos looked through one after the other before the public sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from server.photos import files
from server.photos.decoding.shapes import Renditions
from server.photos.finder import Found
from server.photos.models import CasePhoto, PhotoBlob
from server.photos.searching import search_waiting
from server.platform.db import db
from tests.browser.office.conftest import Desk
from tests.photos.finders import MadeFinder, give
from tests.photos.pictures import encode, noise
from tests.support.story import Story
from tests.support.world import World

pytestmark = pytest.mark.browser
FACE, PLATE = Found("face", 0.2, 0.3, 0.1, 0.16, 0.93), Found("plate", 0.6, 0.7, 0.2, 0.08, 0.7)


def with_streets(world: World) -> None:
    """Let every photo be one that a decoder can redact."""
    street = encode(noise(800, 600))
    with world.app.app_context():
        for file_id in db.session.scalars(db.select(PhotoBlob.file_id)):
            files.write(file_id, Renditions(street, street))


def photos_of(world: World) -> list[CasePhoto]:
    with world.app.app_context():
        found = list(db.session.scalars(db.select(CasePhoto).order_by(CasePhoto.id)))
        db.session.expunge_all()
    return found


def shown(page: Page) -> None:
    """Wait until the photo in front is drawn."""
    picture = page.locator(".review-photo img")
    expect(picture).to_be_visible()
    page.wait_for_function("() => document.querySelector('.review-photo img').naturalWidth > 0")


def test_a_clerk_looks_covers_shows_and_keeps_back(
    new_desk: Callable[..., Desk], world: World
) -> None:
    number = Story(world).closed().number
    with_streets(world)
    give(world.app, MadeFinder(FACE, PLATE))
    desk = new_desk("east_clerk")
    desk.open("/review")
    page = desk.page
    shown(page)
    expect(page.get_by_text("还有 2 张照片等待查看")).to_be_visible()
    expect(page.get_by_text("正在查找人脸和车牌")).to_be_visible()
    expect(page.locator(".boxes .box")).to_have_count(0)
    with world.app.app_context():
        assert search_waiting() == 2
    page.clock.run_for(5000)
    expect(page.get_by_text("已自动查找人脸和车牌")).to_be_visible()
    boxes = page.locator(".boxes .box")
    expect(boxes).to_have_count(2)

    # by keyboard: the plate's box is moved, the face's removed and drawn anew by the mouse
    face, plate = boxes.nth(0), boxes.nth(1)
    expect(face).to_have_accessible_name("遮挡框 1，人脸")
    page.keyboard.press("Tab")
    expect(face).to_be_focused()
    page.keyboard.press("Delete")
    expect(boxes).to_have_count(1)
    plate = boxes.nth(0)
    expect(plate).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    area = page.locator(".boxes").bounding_box()
    assert area is not None
    left, top, wide, high = area["x"], area["y"], area["width"], area["height"]
    page.mouse.move(left + wide * 0.1, top + high * 0.1)
    page.mouse.down()
    page.mouse.move(left + wide * 0.3, top + high * 0.3, steps=3)
    page.mouse.up()
    expect(boxes).to_have_count(2)
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("还有 1 张照片等待查看")).to_be_visible()
    shown(page)
    first, second = photos_of(world)
    assert (first.visibility, second.visibility) == ("public", "private")
    assert [[round(side, 2) for side in box] for box in first.boxes] == [
        [0.61, 0.7, 0.2, 0.09],
        [0.1, 0.1, 0.2, 0.2],
    ]
    mended = world.staff("east_clerk").view(number).get_json()
    assert mended["timeline"][-1]["action"] == "redact"

    # what was found is shown covered as it was found, without more than one press
    expect(boxes).to_have_count(2)
    page.get_by_role("button", name="遮住后公开").click()
    expect(page.get_by_text("没有等待公开的照片了。")).to_be_visible()
    second = photos_of(world)[1]
    assert second.boxes == [list(FACE[1:5]), list(PLATE[1:5])]

    # from the case they are all there again, and can be taken back
    desk.open(f"/review/{number}")
    shown(page)
    before = world.anonymous.get(f"public/cases/{number}").get_json()["photos"]
    assert len(before) == 2
    page.get_by_role("button", name="撤下照片").click()
    expect(page.get_by_text("没有公开")).to_be_visible()
    for photo in before:
        gone = photo["id"] == first.id
        for name in ("url", "middle_url", "thumb_url"):
            answer = world.anonymous.client.get(photo[name])
            assert answer.status_code == (404 if gone else 200)
            assert gone or answer.headers["Cache-Control"].startswith("private")


def test_on_a_phone_boxes_are_drawn_by_finger(new_desk: Callable[..., Desk], world: World) -> None:
    Story(world).closed()
    with_streets(world)
    desk = new_desk("east_clerk", phone=True)
    desk.open("/review")
    page = desk.page
    shown(page)
    expect(page.get_by_text("这张照片没有自动查找过")).to_be_visible()
    area = page.locator(".boxes").bounding_box()
    assert area is not None
    finger = page.context.new_cdp_session(page)
    for kind, share in (("touchStart", 0.3), ("touchMove", 0.45), ("touchMove", 0.6)):
        x, y = area["x"] + area["width"] * share, area["y"] + area["height"] * share
        points = [{"x": x, "y": y, "id": 1}]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator(".boxes .box")).to_have_count(1)
    approve = page.get_by_role("button", name="遮住后公开")
    expect(approve).to_be_in_viewport()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    approve.click()
    expect(page.get_by_text("还有 1 张照片等待查看")).to_be_visible()
    assert photos_of(world)[0].boxes[0][:2] == pytest.approx([0.3, 0.3], abs=0.02)
