"""Messages to phones: at least once, under one name, to who wants them, when they want them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select, update

from server.identity.models import Organisation, Resident
from server.notifications.models import Delivery
from server.platform import outgoing
from server.platform.db import db, unit_of_work
from server.platform.outbox import service as outbox
from server.platform.outbox.relay import drain
from server.settings import Settings
from tests.support.providers import aliyun, wechat
from tests.support.providers.aliyun import AliyunSms
from tests.support.providers.wechat import WechatAccount, account
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import Person, World

__all__ = ["account"]

RESIDENT, HANDLER, DUTY = "13800138000", "13700137000", "13900139000"
NAME, WORDS = "王小明", "楼下那家店又往外倒油"


@pytest.fixture
def cloud() -> Iterator[AliyunSms]:
    made = AliyunSms()
    yield made
    made.stop()


@pytest.fixture
def settings(
    settings: Settings, cloud: AliyunSms, account: WechatAccount, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """An installation with both channels."""
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.2)
    return account.known_to(
        settings,
        public_url="https://ssp.example.gov.cn/",
        sms_provider="aliyun",
        sms_key_id=aliyun.KEY_ID,
        sms_key_secret=aliyun.KEY_SECRET,
        sms_sign_name="随手拍",
        sms_frame_code="SMS_1",
        sms_frame_notice="SMS_2",
        sms_endpoint=cloud.endpoint,
        wechat_fields=wechat.FIELDS,
    )


@pytest.fixture
def story(world: World, cloud: AliyunSms) -> Story:
    """A case of a resident with a phone, just accepted; what was sent for it is forgotten."""
    made = Story(world, world.account(RESIDENT)).accepted()
    world.drain()
    cloud.taken.clear()
    return made


def prefer(who: Person, **wishes: Any) -> dict[str, Any]:
    answer = who.ask("PATCH", "notices/preferences", json=wishes)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def deliveries(world: World) -> list[Delivery]:
    with world.app.app_context():
        found = list(db.session.scalars(select(Delivery).order_by(Delivery.id)))
        db.session.expunge_all()
        db.session.remove()
    return found


def dispatch(story: Story) -> None:
    story.by("east_dispatcher", "dispatch", organisation="sanitation")


def test_messages_go_to_phones_besides_the_inbox(world: World, cloud: AliyunSms) -> None:
    handler = world.staff("sanitation_handler")
    shown = prefer(handler, phone="+86 137 0013 7000", locale="ko")
    sms = {"channel": "sms", "on": True, "address": "137****7000", "own": True}
    assert sms in shown["channels"]
    story = Story(world, world.account(RESIDENT)).accepted()
    dispatch(story)
    world.drain()
    sent = {message.to: message for message in cloud.taken}
    assert sent[RESIDENT].values == (story.number, "已立案")
    assert sent[HANDLER].values == (story.number, "새로 배정된 안건")
    assert sent[HANDLER].more["names"] == ["number", "words"]
    assert sorted(sent) == [HANDLER, RESIDENT]
    assert len(set(cloud.references)) == len(cloud.references) == 2
    rows = deliveries(world)
    assert [(row.state, bool(row.provider_id), row.attempts) for row in rows] == [
        ("sent", True, 0)
    ] * 2
    assert story.reporter.get("notices").json["unread"] == 2

    prefer(handler, phone=None)
    cloud.taken.clear()
    story.by("sanitation_handler", "acknowledge")
    story.finished()
    world.checker_of(story.number).do(story.number, "check_fail", reason="还有")
    world.drain()
    assert cloud.taken == []
    wrong = handler.ask("PATCH", "notices/preferences", json={"phone": "12345"})
    refused(wrong, 422, "phone_invalid")
    device = prefer(world.resident(), sms=False, locale="ko")
    assert device["channels"][0] == {"channel": "sms", "on": False, "address": None, "own": False}
    assert device["locale"] == "ko"


def test_a_failing_provider_is_tried_again_and_holds_up_nobody(
    world: World, cloud: AliyunSms, story: Story
) -> None:
    prefer(world.staff("sanitation_handler"), phone=HANDLER)
    prefer(world.staff("sanitation_handler2"), phone="13700137001")
    cloud.script.extend(["late", ""])
    dispatch(story)
    world.drain()
    assert [message.to for message in cloud.taken] == [HANDLER, "13700137001"]
    unsure, sent = deliveries(world)[-2:]
    assert (unsure.state, unsure.attempts, unsure.error) == (
        "queued",
        1,
        "NotAccepted: TimeoutError",
    )
    assert sent.state == "sent"
    assert world.staff("sanitation_handler").get("notices").json["unread"] == 1
    world.clock.advance(seconds=3)
    world.drain()
    assert [message.to for message in cloud.taken].count(HANDLER) == 2, "at least once"
    assert len(set(cloud.references)) == 2, "and always under the same name"
    assert deliveries(world)[-2].state == "sent"
    world.clock.advance(hours=1)
    assert world.drain() == 0


def test_what_a_provider_never_takes_ends_as_a_dead_letter(
    world: World, cloud: AliyunSms, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aliyun, "KEY_SECRET", "changed at the provider's")
    prefer(world.staff("sanitation_handler"), phone=HANDLER)
    dispatch(story)
    for _ in range(outbox.MAX_ATTEMPTS):
        world.drain()
        world.clock.advance(hours=1)
    assert cloud.taken == []
    (row,) = deliveries(world)[-1:]
    assert (row.state, row.error) == ("failed", "NotAccepted: SignatureDoesNotMatch")
    run = world.app.test_cli_runner().invoke
    assert "notice.send dead attempts=10" in run(args=["outbox", "list", "--dead"]).output
    monkeypatch.undo()
    assert "1 row" in run(args=["outbox", "retry", "--all"]).output
    drain(world.app)
    assert [message.to for message in cloud.taken] == [HANDLER]
    assert deliveries(world)[-1].state == "sent"


@pytest.mark.usefixtures("once")
def test_a_number_that_cannot_be_reached_is_not_tried_again(
    world: World, cloud: AliyunSms, story: Story
) -> None:
    cloud.script.append("unknown")
    prefer(world.staff("sanitation_handler"), phone=HANDLER)
    dispatch(story)
    world.drain()
    row = deliveries(world)[-1]
    assert (row.state, row.error) == ("failed", "Unreachable: isv.MOBILE_NUMBER_ILLEGAL")
    world.clock.advance(hours=1)
    assert world.drain() == 0


def test_at_night_only_what_is_urgent_comes_through(world: World, cloud: AliyunSms) -> None:
    handler = world.staff("municipal_handler")
    prefer(handler, phone=HANDLER)
    with world.app.app_context(), unit_of_work() as session:
        session.execute(
            update(Organisation).where(Organisation.code == "municipal").values(phone=DUTY)
        )
    world.clock.advance(hours=14)  # Monday 23:00
    plain = Story(world).accepted("E03", 1)
    urgent = Story(world).accepted("E03", 2)
    for story in (plain, urgent):
        story.by("east_dispatcher", "dispatch", organisation="municipal")
    world.drain()
    assert {(message.to, message.values[0]) for message in cloud.taken} == {
        (HANDLER, urgent.number),
        (DUTY, urgent.number),
    }
    world.clock.advance(hours=7.9)
    world.drain()
    assert len(cloud.taken) == 2
    world.clock.advance(hours=0.2)
    world.drain()
    assert cloud.taken[-1].values[0] == plain.number

    shown = prefer(handler, quiet={"from": "12:30", "until": "14:00"})
    assert shown["quiet"] == {"from": "12:30", "until": "14:00"}
    world.clock.advance(hours=6)  # Tuesday 13:06
    third = Story(world).accepted("E03", 1)
    third.by("east_dispatcher", "dispatch", organisation="municipal")
    world.drain()
    assert len(cloud.taken) == 3
    prefer(handler, sms=False)
    world.clock.advance(hours=1)
    world.drain()
    assert len(cloud.taken) == 3, "what waited is not wanted any more"
    assert deliveries(world)[-1].state == "dropped"


def test_an_account_and_its_devices_are_one_reader(world: World, cloud: AliyunSms) -> None:
    reporter = world.account(RESIDENT)
    story = Story(world).accepted()
    story.join(reporter)
    with world.app.app_context(), unit_of_work() as session:
        device = session.get_one(Resident, int(world.owner(session, story.reporter)[2:]))
        device.account_id = reporter.actor.resident_ids[0]
    world.drain()
    cloud.taken.clear()
    prefer(reporter, locale="en", quiet={"from": "00:00", "until": "00:00"})
    dispatch(story)
    story.by("sanitation_handler", "acknowledge")
    story.finished().passed()
    world.clock.advance(hours=14)
    world.drain()
    asked = (story.number, "Please confirm")
    assert [message.values for message in cloud.taken] == [asked]
    prefer(reporter, sms=False)
    reporter.do(story.number, "refuse", words="没有")
    story.finished().passed()
    world.drain()
    assert len(cloud.taken) == 1
    inbox = reporter.get("notices").json["items"]
    asked_twice = [item for item in inbox if item["title"] == "请确认是否解决"]
    assert len(asked_twice) == 2, "the inbox always, and once an event"
    answer = reporter.ask("PATCH", "notices/preferences", json={"phone": HANDLER})
    assert answer.status_code == 403
    bad = reporter.ask("PATCH", "notices/preferences", json={"quiet": {"from": "24:00"}})
    assert sorted(bad.get_json()["errors"]) == ["quiet.from"]
    unknown = reporter.ask("PATCH", "notices/preferences", json={"quiet": {"begin": "22:00"}})
    assert sorted(unknown.get_json()["errors"]) == ["quiet.begin"]
    prefer(reporter, quiet={"from": "20:15", "until": "06:45"})
    assert prefer(reporter, quiet={"from": "23:30"})["quiet"]["until"] == "06:45"
    both = prefer(reporter, quiet={"until": "05:00"})["quiet"]
    assert both == {"from": "23:30", "until": "05:00"}, "one end does not touch the other"


@pytest.mark.usefixtures("once")
def test_wechat_knows_who_opened_the_page_there(
    world: World, account: WechatAccount, story: Story
) -> None:
    reporter = story.reporter
    away = reporter.get("/wechat")
    assert away.status_code == 303
    query = parse_qs(urlsplit(away.location).query)
    assert query["redirect_uri"] == ["https://ssp.example.gov.cn/wechat/back"]
    state = query["state"][0]
    account.codes |= {"code-1": "o-reader", "code-2": "o-other"}
    account.followers.add("o-reader")
    stranger = world.account("13600136000")
    assert stranger.get(f"/wechat/back?code=code-2&state={state}").status_code == 403
    assert reporter.get(f"/wechat/back?code=nothing&state={state}").status_code == 422
    assert reporter.get("/wechat/back?code=code-1&state=zzx").status_code == 403
    assert reporter.get(f"/wechat/back?code=code-1&state={state}").status_code == 303
    world.clock.advance(minutes=11)
    assert reporter.get(f"/wechat/back?code=code-2&state={state}").status_code == 403
    assert "o-reader" not in reporter.get("notices/preferences").text

    dispatch(story)
    story.by("sanitation_handler", "acknowledge")
    story.finished().passed()
    world.drain()
    (message,) = account.taken
    assert message.to == "o-reader"
    assert message.values[:2] == (story.number, "请确认是否解决")
    assert message.more["url"] == f"https://ssp.example.gov.cn/go/{story.number}"
    assert reporter.get(f"/go/{story.number}").location == f"/#/follow/{story.number}"
    officer = world.staff("east_clerk")
    assert officer.get(f"/go/{story.number}").location == f"/office#/q/all/{story.number}"
    account.followers.clear()
    reporter.do(story.number, "refuse", words="没有")
    story.finished().passed()
    world.drain()
    assert deliveries(world)[-1].error == "Unreachable: 43004"


@pytest.mark.usefixtures("once")
def test_the_page_of_preferences_works_without_scripts(world: World, cloud: AliyunSms) -> None:
    reporter = world.account(RESIDENT)
    assert 'href="/#/me/signin"' in world.anonymous.get("/preferences").text
    page = reporter.get("/preferences").text
    assert "138****8000" in page
    assert 'name="sms" checked' in page
    form = {"quiet_from": "21:00", "quiet_until": "08:00", "locale": "ko", "wechat": "on"}
    saved = reporter.ask("POST", "/preferences", data=form, headers={"Origin": "http://localhost"})
    assert saved.status_code == 200, saved.text
    assert 'name="sms" checked' not in saved.text
    assert 'value="21:00"' in saved.text
    Story(world, reporter).accepted()
    world.drain()
    assert cloud.taken == []
    wrong = reporter.ask("POST", "/preferences", data=form | {"quiet_from": "late"})
    assert wrong.status_code in (403, 422)


@pytest.mark.usefixtures("once")
def test_no_message_and_no_handlers_inbox_says_anything_about_a_reporter(
    world: World, cloud: AliyunSms
) -> None:
    phones = {}
    for number, person in enumerate(world.everybody):
        phones[person.name] = f"137{number:08d}"
        prefer(person, phone=phones[person.name])
    reporter = world.account(RESIDENT)
    behalf = {"channel": "phone", "name": NAME, "phone": RESIDENT, "consent": True}
    story = Story(world, world.staff("centre_clerk"), on_behalf=behalf, words=WORDS)
    story.reporter = reporter
    story.confirming()
    reporter.do(story.number, "refuse", words=WORDS)
    story.by("east_lead", "whistle", whistle_level="daily", organisations=["municipal"], task="来")
    world.clock.advance(hours=10)
    world.timers()
    world.drain()
    world.clock.advance(hours=24)
    world.timers()
    world.drain()
    assert {message.to for message in cloud.taken} > {RESIDENT, phones["sanitation_handler"]}
    secrets = (RESIDENT, RESIDENT[-4:], NAME, WORDS, reporter.actor.owner)
    said = [" ".join(message.values) for message in cloud.taken]
    for person in world.everybody:
        inbox = person.get("notices")
        said.append(inbox.text)
        keys = {key for item in inbox.json["items"] for key in item}
        assert not {key for key in keys if "reporter" in key}
    names = [row["name"] for row in world.people]
    for words in said:
        assert not [secret for secret in (*secrets, *names) if secret in words]


def test_one_time_codes_go_the_same_way(world: World, cloud: AliyunSms) -> None:
    device = world.resident()
    request_id = device.post("otp", {"phone": RESIDENT}).get_json()["request_id"]
    cloud.script.append("throttle")
    assert world.drain() == 0
    world.clock.advance(seconds=3)
    world.drain()
    (message,) = cloud.taken
    assert (message.to, message.reference) == (RESIDENT, request_id)
    assert (message.more["frame"], message.more["names"]) == ("SMS_1", ["code", "minutes"])
    assert device.post(f"otp/{request_id}", {"code": message.values[0]}).status_code == 201
    assert device.post("otp", {"phone": HANDLER}).status_code == 202
    world.clock.advance(minutes=6)
    world.drain()
    assert len(cloud.taken) == 1, "a code that is no good any more is not sent"
