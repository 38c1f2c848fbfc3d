"""Signing in by WeChat, against a server that speaks its protocol: who gets in, who never does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.identity.models import Resident, WechatLink
from server.notifications.models import NoticePreference
from server.platform import outgoing
from server.platform.db import db
from server.settings import Settings
from tests.identity.conftest import PHONE, new_claim_key
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.databases import SECRET
from tests.support.providers.wechat import DOMAIN, WechatAccount, account
from tests.support.refusals import refused
from tests.support.world import template

SIGN_IN, LINK, SIGNATURE = (f"/api/v1/wechat/{name}" for name in ("sign-in", "link", "signature"))
pytestmark = pytest.mark.one_database
__all__ = ["account", "template"]


@pytest.fixture
def settings(
    settings: Settings, account: WechatAccount, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """An installation with a 公众号 that its pages use."""
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.3)
    return account.known_to(settings, public_url=f"{DOMAIN}/", wechat_pages=True)


def _leave(browser: CheckedClient, claim_key: str = "") -> str:
    headers = {"X-Claim-Key": claim_key} if claim_key else {}
    answer = browser.post(SIGN_IN, json={}, headers=headers)
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    address: str = answer.get_json()["address"]
    return address


def _return(browser: CheckedClient, where: str) -> TestResponse:
    parts = urlsplit(where)
    return browser.get(f"{parts.path}?{parts.query}")


def _through(
    browser: CheckedClient, account: WechatAccount, openid: str, claim_key: str = ""
) -> TestResponse:
    return _return(browser, account.consent(_leave(browser, claim_key), openid))


def _by_phone(browser: CheckedClient, sent_code: Callable[[], str], phone: str = PHONE) -> None:
    request_id = browser.post("/api/v1/otp", json={"phone": phone}).get_json()["request_id"]
    answer = browser.post(f"/api/v1/otp/{request_id}", json={"code": sent_code()})
    assert answer.status_code == 201, answer.text


def _phone(browser: CheckedClient) -> str | None:
    told = browser.get("/api/v1/me").get_json()
    assert told["kind"] == "resident", told
    phone: str | None = told["phone"]
    return phone


def _told(answer: TestResponse, status: int, words: str) -> None:
    """A plain page, never an error of the server, and nobody is signed in by it."""
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert "ssp_session" not in answer.headers.get("Set-Cookie", "")


def test_the_same_wechat_opens_the_same_account_on_every_phone(
    app: Flask, account: WechatAccount, another_client: Callable[[], CheckedClient]
) -> None:
    first, second, claim_key = another_client(), another_client(), new_claim_key()
    assert first.get("/api/v1/my/reports", headers={"X-Claim-Key": claim_key}).status_code == 200
    answer = _through(first, account, "o-anna", claim_key)
    assert (answer.status_code, answer.location) == (303, "/#/me")
    assert first.get_cookie("ssp_wechat", path="/wechat/sign-in/back") is None
    assert _phone(first) is None
    assert first.get(LINK).get_json() == {"linked": True}
    assert _through(second, account, "o-anna").status_code == 303
    with app.app_context():
        link = db.session.scalars(select(WechatLink)).one()
        device = db.session.scalars(select(Resident).where(Resident.claim_digest.is_not(None)))
        assert device.one().account_id == link.resident_id
        assert b"o-anna" not in link.openid_sealed + link.openid_index
    exchange = next(call for call in account.calls if "oauth2" in call.target)
    assert "grant_type=authorization_code" in exchange.query


def test_it_joins_the_account_of_who_is_signed_in_and_leaves_it_again(
    app: Flask,
    account: WechatAccount,
    another_client: Callable[[], CheckedClient],
    sent_code: Callable[[], str],
) -> None:
    browser, elsewhere = another_client(), another_client()
    _by_phone(browser, sent_code)
    assert browser.get(LINK).get_json() == {"linked": False}
    assert _through(browser, account, "o-anna").status_code == 303
    assert _phone(browser) == "138****5678"
    assert _through(elsewhere, account, "o-anna").status_code == 303
    assert _phone(elsewhere) == "138****5678"
    with app.app_context():
        assert db.session.scalars(select(NoticePreference.openid_sealed)).one() is not None

    assert browser.delete(LINK).status_code == 204
    assert browser.delete(LINK).status_code == 204
    with app.app_context():
        assert db.session.scalars(select(NoticePreference.openid_sealed)).one() is None
    stranger = another_client()
    assert _through(stranger, account, "o-anna").status_code == 303
    assert _phone(stranger) is None, "a WeChat let go opens an account of its own"


def test_an_account_without_a_phone_becomes_part_of_that_of_the_phone(
    app: Flask,
    account: WechatAccount,
    another_client: Callable[[], CheckedClient],
    sent_code: Callable[[], str],
) -> None:
    browser, other, claim_key = another_client(), another_client(), new_claim_key()
    _through(browser, account, "o-anna", claim_key)
    _through(other, account, "o-anna")
    refused(browser.delete(LINK), 409, "wechat_only_way")
    _by_phone(browser, sent_code)
    assert (_phone(browser), _phone(other)) == ("138****5678", "138****5678")
    assert browser.get(LINK).get_json() == {"linked": True}
    with app.app_context():
        phone = db.session.scalars(select(Resident).where(Resident.phone_index.is_not(None))).one()
        rest = db.session.scalars(select(Resident).where(Resident.id != phone.id)).all()
        assert [row.account_id for row in rest] == [phone.id, phone.id]
    assert browser.delete(LINK).status_code == 204


def test_nobody_takes_the_wechat_of_another_phone(
    account: WechatAccount,
    another_client: Callable[[], CheckedClient],
    sent_code: Callable[[], str],
) -> None:
    anna, berta = another_client(), another_client()
    _by_phone(anna, sent_code)
    _through(anna, account, "o-anna")
    _by_phone(berta, sent_code, "13912345678")
    _told(_through(berta, account, "o-anna"), 409, "已绑定另一个手机号")
    assert _phone(berta) == "139****5678"
    _through(another_client(), account, "o-berta")
    assert _through(berta, account, "o-berta").status_code == 303, "it had no phone of its own"
    assert berta.get(LINK).get_json() == {"linked": True}
    assert _phone(berta) == "139****5678"


def test_wrong_states_used_codes_and_a_wechat_that_is_away(
    account: WechatAccount,
    another_client: Callable[[], CheckedClient],
    clock: FrozenClock,
) -> None:
    browser, victim = another_client(), another_client()
    where = account.consent(_leave(browser), "o-attacker")
    _told(_return(victim, where), 403, "不是从这个浏览器开始的")
    _leave(victim)
    _told(_return(victim, where), 403, "不是从这个浏览器开始的")
    assert "o-attacker" in account.codes.values(), "the code was not even redeemed"
    assert _return(browser, where).status_code == 303
    ticket = account.consent(_leave(browser), "o-anna")
    assert _return(browser, ticket).status_code == 303
    again = ticket.replace("state=", f"state={_state(_leave(browser))}&old=")
    _told(_return(browser, again), 422, "已用过或已过期")
    for odd in (
        "",
        "?state=x&code=y",
        "?state=%F0%9F%98%80",
        "?code=a&code=b",
        "?state=" + "a" * 7000,
    ):
        _told(browser.get(f"/wechat/sign-in/back{odd}"), 403, "重新点")
    for cookie in ("x", "AAAA", "=" * 50, "x" * 3000):
        browser.set_cookie("ssp_wechat", cookie, path="/wechat/sign-in/back")
        _told(browser.get("/wechat/sign-in/back?state=x&code=y"), 403, "重新点")
    late = account.consent(_leave(browser), "o-anna")
    clock.advance(minutes=11)
    _told(_return(browser, late), 403, "已过十分钟")
    for fault in ("late", "error", "throttle", "garbage"):
        where = account.consent(_leave(browser), "o-anna")
        account.script.append(fault)
        _told(_return(browser, where), 422, "微信那边暂时没有回应")
    account.stop()
    where = account.consent(_leave(browser), "o-anna")
    _told(_return(browser, where), 422, "微信那边暂时没有回应")


def _state(address: str) -> str:
    return address.partition("state=")[2].partition("#")[0]


def test_pages_are_signed_with_one_ticket_for_two_hours(
    account: WechatAccount, client: CheckedClient, clock: FrozenClock
) -> None:
    url = f"{DOMAIN}/c/1?a=b&c=%E4%B8%AD"
    for _ in range(2):
        given = client.get(SIGNATURE, query_string={"url": f"{url}#/me"}).get_json()
        assert account.signature_is_right(url, given)
        assert given["timestamp"] == int(clock().timestamp())
    assert (account.tickets, account.issued) == (1, 1)
    clock.advance(minutes=116)
    given = client.get(SIGNATURE, query_string={"url": url}).get_json()
    assert account.tickets == 2
    assert account.signature_is_right(url, given)
    for foreign in ("https://evil.example/", f"{DOMAIN}.evil.example/", "", "x" * 501):
        assert client.get(SIGNATURE, query_string={"url": foreign}).status_code == 422
    account.expired = True
    clock.advance(minutes=116)
    account.issued += 1
    account.expired = False
    given = client.get(SIGNATURE, query_string={"url": url}).get_json()
    assert account.signature_is_right(url, given), "a token that WeChat forgot is got again"


def test_a_wechat_that_is_away_makes_few_wait(
    account: WechatAccount, client: CheckedClient, clock: FrozenClock
) -> None:
    asked = {"url": f"{DOMAIN}/"}
    account.script.extend(["error"])
    refused(client.get(SIGNATURE, query_string=asked), 422, "wechat_away")
    calls = len(account.calls)
    refused(client.get(SIGNATURE, query_string=asked), 422, "wechat_away")
    assert len(account.calls) == calls
    clock.advance(seconds=31)
    assert client.get(SIGNATURE, query_string=asked).status_code == 200


def test_two_arrivals_at_once_make_one_account(
    app: Flask, account: WechatAccount, another_client: Callable[[], CheckedClient]
) -> None:
    places = [
        (browser, account.consent(_leave(browser), "o-anna"))
        for browser in (another_client(), another_client())
    ]
    threads = [threading.Thread(target=_return, args=place) for place in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [_phone(browser) for browser, _ in places] == [None, None]
    with app.app_context():
        assert len(db.session.scalars(select(WechatLink)).all()) == 1


class TestOff:
    """Without the setting nothing of it is there, with or without a 公众号 for messages."""

    @pytest.fixture
    def settings(self, database: str, data_dir: Path) -> Settings:
        return Settings.complete(
            data_dir=data_dir, database_url=database, secret_key=SECRET, background=False
        )

    def test_off(self, client: CheckedClient) -> None:
        refused(client.post(SIGN_IN), 404, "not_found")
        assert client.get(SIGNATURE, query_string={"url": "https://x"}).status_code == 404
        assert client.get("/wechat/sign-in/back?state=x&code=y").status_code == 404
        page = client.get("/")
        assert "res.wx.qq.com" not in page.headers["Content-Security-Policy"]
        assert '"wechat"' not in page.text


def test_a_page_may_load_the_sdk_only_where_it_is_on(client: CheckedClient) -> None:
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self' https://res.wx.qq.com" in policy
    assert '"wechat":true' in page.text
