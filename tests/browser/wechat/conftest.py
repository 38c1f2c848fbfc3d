"""A phone inside WeChat on iOS: no service worker, push or share; its own script beside ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from server.settings import Settings
from tests.browser.conftest import PHONE
from tests.browser.resident.conftest import Phone, shot, site, template, world
from tests.support.providers.wechat import WechatAccount, account
from tests.support.world import EAST, World

__all__ = ["account", "shot", "site", "template", "world"]

AGENT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/4G Language/zh_CN"
)
_NOTHING_OF_A_BROWSER = """
  delete Navigator.prototype.serviceWorker;
  delete Navigator.prototype.share;
  delete window.PushManager;
  delete window.Notification;
"""
_SDK = """window.wx = {
  config: (given) => { window.told = given; }, error: () => {}, ready: (run) => setTimeout(run),
  updateAppMessageShareData: (card) => { window.card = card; },
  updateTimelineShareData: () => {},
  getLocation: ({ success }) => success({ latitude: LAT, longitude: LON, accuracy: 20 }),
};"""


@pytest.fixture
def settings(settings: Settings, account: WechatAccount) -> Settings:
    """An installation with a 公众号 that its pages use."""
    return account.known_to(settings, public_url="http://127.0.0.1", wechat_pages=True)


@dataclass
class InWechat(Phone):
    """``foreign`` are the addresses of others that the page wanted."""

    foreign: list[str] | None = None

    def told(self, name: str) -> dict[str, Any]:
        """What our page told WeChat's script."""
        self.page.wait_for_function(f"() => window.{name}")
        found: dict[str, Any] = json.loads(self.page.evaluate(f"JSON.stringify(window.{name})"))
        return found


@pytest.fixture
def in_wechat(
    world: World,
    site: str,
    account: WechatAccount,
    new_page: Callable[..., Page],
    shot: Callable[[], Path],
) -> InWechat:
    """A phone of somebody whom WeChat knows as ``o-anna``; its browser denies the position."""
    runtime = world.app.extensions["suishoupai"]
    reached = replace(runtime, settings=replace(runtime.settings, public_url=site))
    world.app.extensions["suishoupai"] = reached
    account.domain = site
    options = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    page = new_page(PHONE, user_agent=AGENT, **options)
    page.add_init_script(_NOTHING_OF_A_BROWSER)
    foreign: list[str] = []

    def elsewhere(route: Route) -> None:
        address = route.request.url
        foreign.append(address.partition("?")[0])
        if address.startswith("https://open.weixin.qq.com/"):
            back = account.consent(address + "#wechat_redirect", "o-anna")
            words = f"<meta http-equiv='refresh' content=\"0;url='{back}'\">"
            route.fulfill(content_type="text/html", body=words)
        else:
            script = _SDK.replace("LAT", str(EAST["lat"])).replace("LON", str(EAST["lon"]))
            route.fulfill(content_type="text/javascript", body=script)

    page.route(lambda address: not address.startswith(site), elsewhere)
    return InWechat(page, site, shot, foreign=foreign)
