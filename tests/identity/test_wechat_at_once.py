"""Coming back from WeChat while something else happens to the account: never an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.identity.models import Resident, WechatLink
from server.platform.db import db
from server.settings import Settings
from tests.identity.test_wechat import _by_phone, _leave, _return, account, template
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.providers.wechat import DOMAIN, WechatAccount
from tests.support.together import in_step

__all__ = ["account", "template"]

LINK, DATA = "/api/v1/wechat/link", "/api/v1/my/data"
_LATE = [(steps, 0) for steps in range(7)] + [(0, steps) for steps in range(1, 7)]
Call = Callable[[], Any]


@pytest.fixture
def settings(settings: Settings, account: WechatAccount) -> Settings:
    """An installation with a 公众号 that its pages use."""
    return account.known_to(settings, public_url=f"{DOMAIN}/", wechat_pages=True)


@dataclass
class Phones:
    """Browsers of people who come to the city, each with numbers and names of their own."""

    account: WechatAccount
    new: Callable[[], CheckedClient]
    sent_code: Callable[[], str]
    clock: FrozenClock
    _numbers: Any = field(default_factory=lambda: count(20000))

    def openid(self) -> str:
        return f"o-{next(self._numbers)}"

    def phone(self) -> str:
        return f"138{next(self._numbers):08d}"

    def by_phone(self) -> CheckedClient:
        browser = self.new()
        _by_phone(browser, self.sent_code, self.phone())
        return browser

    def by_wechat(self, openid: str) -> CheckedClient:
        browser = self.new()
        assert self.back(browser, openid)().status_code == 303
        return browser

    def twin(self, browser: CheckedClient) -> CheckedClient:
        """Another window of the same browser."""
        made, cookie = self.new(), browser.get_cookie("ssp_session")
        assert cookie is not None
        made.set_cookie("ssp_session", cookie.value)
        return made

    def back(self, browser: CheckedClient, openid: str) -> Call:
        """Coming back from WeChat."""
        return partial(_return, browser, self.account.consent(_leave(browser), openid))

    def code(self, browser: CheckedClient) -> Call:
        """Proving a phone number."""
        asked = browser.post("/api/v1/otp", json={"phone": self.phone()}).get_json()["request_id"]
        return partial(browser.post, f"/api/v1/otp/{asked}", json={"code": self.sent_code()})


def _two_accounts_take_a_guest(phones: Phones) -> Sequence[Call]:
    openid = phones.openid()
    phones.by_wechat(openid)
    return [phones.back(phones.by_phone(), openid) for _ in range(2)]


def _unlinked_twice(phones: Phones) -> Sequence[Call]:
    browser = phones.by_phone()
    phones.back(browser, phones.openid())()
    return [partial(one.delete, LINK) for one in (browser, phones.twin(browser))]


def _unlinked_and_linked(phones: Phones) -> Sequence[Call]:
    browser = phones.by_phone()
    phones.back(browser, phones.openid())()
    other = phones.twin(browser)
    return [partial(browser.delete, LINK), phones.back(other, phones.openid())]


def _a_guest_proves_a_phone(phones: Phones) -> Sequence[Call]:
    openid = phones.openid()
    browser = phones.by_wechat(openid)
    other = phones.twin(browser)
    return [phones.code(browser), phones.back(other, openid)]


def _forgotten_and_back(phones: Phones) -> Sequence[Call]:
    openid = phones.openid()
    browser = phones.by_wechat(openid)
    return [partial(browser.delete, DATA), phones.back(phones.twin(browser), openid)]


def _forgotten_and_back_elsewhere(phones: Phones) -> Sequence[Call]:
    openid = phones.openid()
    browser = phones.by_wechat(openid)
    return [partial(browser.delete, DATA), phones.back(phones.new(), openid)]


def _forgotten_and_linked(phones: Phones) -> Sequence[Call]:
    browser = phones.by_phone()
    return [partial(browser.delete, DATA), phones.back(phones.twin(browser), phones.openid())]


CROSSINGS: dict[Callable[[Phones], Sequence[Call]], tuple[int, int]] = {
    _two_accounts_take_a_guest: (0, 0),
    _unlinked_twice: (0, 0),
    _unlinked_and_linked: (1, 0),
    _a_guest_proves_a_phone: (0, 1),
    _forgotten_and_back: (0, 1),
    _forgotten_and_back_elsewhere: (0, 1),
    _forgotten_and_linked: (0, 4),
}
"""Each with steps apart at which it once ended in an error of the server (PostgreSQL)."""


@pytest.mark.each_database
def test_two_at_once(
    app: Flask,
    account: WechatAccount,
    another_client: Callable[[], CheckedClient],
    sent_code: Callable[[], str],
    clock: FrozenClock,
    full: bool,
) -> None:
    phones = Phones(account, another_client, sent_code, clock)

    def told(call: Call) -> int:
        try:
            return int(call().status_code)
        except AssertionError:  # the checking client's
            return 500

    faults = []
    for crossing, once_red in CROSSINGS.items():
        for late in _LATE if full else [once_red]:
            clock.advance(minutes=70)
            statuses = in_step(app, [partial(told, call) for call in crossing(phones)], late)
            if max(statuses) >= 500 or min(statuses) >= 400:
                faults.append((crossing.__name__, late, statuses))
    assert faults == []
    with app.app_context():
        known = set(db.session.scalars(select(Resident.id)))
        assert set(db.session.scalars(select(WechatLink.resident_id))) <= known
