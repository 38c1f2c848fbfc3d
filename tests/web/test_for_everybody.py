"""Wishes of a device, the notice before the first collection, and headings in two languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from server.city import service as city_service
from server.city.models import City
from server.platform.db import db, unit_of_work
from server.platform.i18n import LOCALES, t
from server.reports.consent import VERSION
from tests.support.refusals import refused
from tests.support.world import World


def profile(world: World, **facts: Any) -> None:
    """Let the city say this about itself."""
    with world.app.app_context():
        with unit_of_work() as session:
            session.scalars(select(City)).one().profile = facts
        city_service.forget_cached()
        db.session.remove()


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [("elder=30", 'data-elder="30"'), ("theme=dark", 'data-theme="dark"'), ("locale=ko", "ko")],
)
def test_a_device_keeps_its_wishes(world: World, chosen: str, shown: str) -> None:
    device = world.resident()
    name = chosen.split("=")[0]
    assert device.get(f"/preferences?{chosen}&back=/privacy").headers["Location"] == "/privacy"
    page = device.get("/privacy").text
    assert shown in page.split(">")[1]
    device.get(f"/preferences?{name}=nonsense")
    assert device.get("/privacy").text.split(">")[1] == '\n<html lang="zh-CN"'


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil", "javascript:"]
)
def test_wishes_lead_nowhere_else(world: World, back: str) -> None:
    answer = world.resident().get("/preferences", query_string={"theme": "dark", "back": back})
    assert answer.headers["Location"] == "/"


def test_the_notice_says_what_the_law_asks(world: World) -> None:
    profile(world, footer={"host": "测试区城市管理局", "phone": "0437-12319"})
    page = world.anonymous.get("/privacy").text
    for asked in ("测试区城市管理局", "0437-12319", "为什么收集", "收集什么", "谁能看到"):
        assert asked in page
    for asked in ("24 个月", "36 个月", "更正、撤回和删除", "监护人", VERSION):
        assert asked in page
    assert "阿里云" not in page
    told = world.anonymous.get("consent").get_json()
    assert told["version"] == VERSION
    assert "收集什么：照片" in told["text"]


def test_who_carries_messages_is_named_and_makes_a_new_notice(world: World) -> None:
    runtime = world.app.extensions["suishoupai"]
    settings = replace(runtime.settings, sms_provider="tencent", wechat_app_id="wx1")
    world.app.extensions["suishoupai"] = replace(runtime, settings=settings)
    told = world.anonymous.get("consent").get_json()
    assert "腾讯云" in told["text"]
    assert "微信公众号" in told["text"]
    assert told["version"] == f"{VERSION}+tencent+wechat"
    refused(world.resident().report(consent=VERSION), 422, "consent_required", "consent")
    sent = world.resident().report(consent=told["version"])
    assert sent.status_code == 201


def test_headings_in_two_languages_where_a_city_asks(world: World) -> None:
    profile(world, bilingual="ko")
    chinese, korean = (t("privacy.title", locale) for locale in ("zh-CN", "ko"))
    for locale in ("zh-CN", "ko"):
        page = world.anonymous.get("/privacy", headers={"Accept-Language": locale}).text
        heading = page.split("<h1>")[1].split("</h1>")[0]
        assert heading.index(f'lang="zh-CN">{chinese}') < heading.index(f'lang="ko">{korean}')
    english = world.anonymous.get("/privacy", headers={"Accept-Language": "en"}).text
    assert f"<h1>{t('privacy.title', 'en')}</h1>" in english
    profile(world)
    assert f"<h1>{chinese}</h1>" in world.anonymous.get("/privacy").text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_statement_stands_in_every_language(world: World, locale: str) -> None:
    page = world.anonymous.get("/accessibility", headers={"Accept-Language": locale})
    assert page.status_code == 200
    assert f'<html lang="{locale}">' in page.text
    assert "WCAG 2.2" in page.text
