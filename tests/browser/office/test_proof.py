"""A closing that is looked at again, an odd finish, and what the supervisors see of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.conftest import Desk
from tests.support.story import DONE, Story
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_a_false_closure_found_by_sampling(
    new_desk: Callable[..., Desk],
    world: World,
    screenshot: Callable[..., Path],
    assert_accessible: Callable[[Page], None],
) -> None:
    story, odd = Story(world).closed(), Story(world).handling()
    handler = world.staff("sanitation_handler")
    photo = handler.photo() | {"captured_at": "2026-11-20T01:00:00Z"}
    form = {"photos": [photo], "words": DONE, "close_type": "rectified", "proof_reason": "相机"}
    handler.do(odd.number, "finish", **form)

    leader = new_desk("supervisor")
    leader.open("/alarms")
    alarms = leader.page.locator("#proof-alarms")
    expect(alarms).to_contain_text(odd.number)
    expect(alarms).to_contain_text("拍摄早于派遣")
    draws = leader.page.locator("#proof-draws")
    draws.get_by_label("街道").select_option("东街道")
    draws.get_by_role("button", name="抽取").click()
    expect(draws).to_contain_text("从 1 件中抽取 1 件")
    assert_accessible(leader.page)
    screenshot(leader.page, "proof-oversight")
    leader.case(odd.number)
    expect(leader.page.get_by_text("需要现场核查")).to_be_visible()
    screenshot(leader.page, "proof-odd")

    inspector = new_desk("inspector", phone=True)
    inspector.open("/alarms")
    drawn = inspector.page.locator(".spot-check").filter(has_text=story.number)
    screenshot(inspector.page, "proof-spot-checks")
    assert_accessible(inspector.page)
    drawn.get_by_role("link", name="认定虚假办结").click()
    inspector.take_photo()
    inspector.page.locator(".action-form textarea").fill("垃圾仍在原处，没有清理。")
    screenshot(inspector.page, "proof-false")
    inspector.done("认定虚假办结")
    assert world.column(story.number, "state") == "handling"
    inspector.open("/alarms")
    expect(inspector.page.get_by_text("现在没有要抽查的案件")).to_be_visible()


def test_a_checker_has_to_go_there(
    new_desk: Callable[..., Desk], world: World, screenshot: Callable[..., Path]
) -> None:
    story = Story(world).handling()
    handler = new_desk("sanitation_handler", phone=True)
    handler.page.context.clear_permissions()
    handler.case(story.number, "finish")
    handler.take_photo()
    expect(handler.page.get_by_text("照片没有定位")).to_be_visible()
    handler.page.get_by_label("照片情况说明").fill("地下车库没有信号。")
    handler.page.get_by_role("button", name="已清理干净").click()
    screenshot(handler.page, "proof-finish")
    handler.done("处置完成")
    checker = new_desk(world.checker_of(story.number).name, phone=True)
    checker.case(story.number)
    expect(checker.page.get_by_text("处置人说明：地下车库没有信号。")).to_be_visible()
    expect(checker.page.get_by_text("需要现场核查")).to_be_visible()
    checker.case(story.number, "check_pass")
    checker.take_photo()
    checker.done("核查通过")
    assert world.column(story.number, "state") == "confirming"
    checker.case(story.number)
    expect(checker.page.get_by_text("处置人说明：地下车库没有信号。")).to_be_visible()
    expect(checker.page.get_by_text("需要现场核查")).to_have_count(0)
