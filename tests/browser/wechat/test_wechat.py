"""Everything works inside WeChat, and its own sign-in where the operator wants it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.wechat.conftest import InWechat
from tests.support.providers.wechat import WechatAccount
from tests.support.world import World

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


def test_a_resident_inside_wechat(
    in_wechat: InWechat,
    world: World,
    account: WechatAccount,
    watch: Watch,
    assert_accessible: Callable[[Page], None],
) -> None:
    watch.allow("status of 409")
    page, site = in_wechat.page, in_wechat.site
    in_wechat.open()
    help_ = page.get_by_role("complementary", name="在浏览器打开")
    expect(help_).to_be_visible()
    assert_accessible(page)
    help_.get_by_role("button", name="怎么打开").click()
    steps = page.get_by_role("dialog", name="在浏览器打开")
    expect(steps).to_contain_text("右上角")
    expect(steps).to_contain_text(f"{site}/")
    assert_accessible(page)
    page.keyboard.press("Escape")
    help_.get_by_role("button", name="知道了").click()
    expect(help_).to_have_count(0)

    given = in_wechat.told("told")
    signed = {name: given[name] for name in ("timestamp", "signature")}
    signed |= {"app_id": given["appId"], "nonce": given["nonceStr"]}
    assert account.signature_is_right(f"{site}/", signed)
    card = in_wechat.told("card")
    assert card["link"] == f"{site}/", "never the address of an own case"
    assert page.request.get(card["imgUrl"]).ok

    number, code = in_wechat.send_report()
    assert code not in in_wechat.told("card")["link"]
    place = world.staff("east_clerk").view(number).get_json()
    assert place["areas"][-1]["name"] == "东一社区", "the place came from WeChat"
    assert urlsplit(page.url)._replace(fragment="").geturl() == f"{site}/", "one path for all"

    in_wechat.open("/me/signin")
    expect(help_).to_have_count(0)
    page.get_by_role("button", name="微信登录").click()
    page.wait_for_url("**/#/me")
    expect(page.get_by_text("已绑定微信")).to_be_visible()
    expect(page.get_by_role("link", name="绑定手机号")).to_be_visible()
    expect(page.locator(f'a[href="#/follow/{number}"]')).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="解除绑定").click()
    expect(page.get_by_text("只能用微信登录")).to_be_visible()
    script, sign_in = ("https://res.wx.qq.com", "https://open.weixin.qq.com/connect/")
    assert all(address.startswith((script, sign_in)) for address in in_wechat.foreign or [])
