"""Web Push: encrypted for the browser, sent like other messages, and to nobody who has left."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy import select

from server.notifications.channels import webpush
from server.notifications.channels.webpush import Subscription, decoded, encoded, encrypted
from server.notifications.models import Delivery, PushSubscription
from server.platform import outgoing as way_out
from server.platform.db import db
from server.platform.outbox import service as outbox
from server.settings import Settings
from tests.support.providers.push import HOST, Browser, PushService
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import Person, World

RESIDENT = "13800138000"
ONCE = pytest.mark.one_database


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service that the server takes for one of the internet."""
    made = PushService(tmp_path)
    names = socket.getaddrinfo

    def resolved(host: str, *rest: Any, **options: Any) -> Any:
        return names("127.0.0.1" if host == HOST else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(way_out, "is_public", lambda address: address == "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    way_out._tls.cache_clear()
    yield made
    way_out._tls.cache_clear()
    made.stop()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that pushes."""
    subject = "mailto:duty@example.gov.cn"
    return replace(settings, push_key=webpush.new_key(), push_subject=subject)


def put(who: Person, browser: Browser) -> None:
    answer = who.ask("PUT", "push", json=browser.subscription)
    assert answer.status_code == 204, answer.text


def rows(world: World, model: type[Any]) -> list[Any]:
    with world.app.app_context():
        found = list(db.session.scalars(select(model).order_by(model.id)))
        db.session.expunge_all()
        db.session.remove()
    return found


def test_the_example_of_rfc_8291() -> None:
    number = int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big")
    body = encrypted(
        Subscription(
            "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "BTBZMqHH6r4Tts7J_aSIgg",
        ),
        b"When I grow up, I want to be a watermelon",
        sender=ec.derive_private_key(number, ec.SECP256R1()),
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
        "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
        "lcy4a-fN"
    )


def test_a_browser_is_told_once_however_often_it_is_sent(
    world: World, service: PushService
) -> None:
    resident, handler = world.account(RESIDENT), world.staff("sanitation_handler")
    mine, theirs = service.browser("mine"), service.browser("theirs")
    assert resident.ask("GET", "push").get_json()["key"]
    put(resident, mine)
    put(handler, theirs)
    story = Story(world, resident).accepted()
    world.drain()
    assert [(told["url"], told["unread"]) for told in mine.shown] == [
        (f"/#/follow/{story.number}", 1)
    ]
    assert story.number in mine.shown[0]["body"]
    service.status = 503
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    world.drain()
    assert not theirs.shown
    service.status = None
    with world.app.app_context():
        outbox.retry(None)
    world.clock.advance(minutes=30)
    world.drain()
    assert [told["url"] for told in theirs.shown] == [f"/office#/q/all/{story.number}"]
    assert theirs.topics == [theirs.shown[0]["tag"]]
    assert {row.state for row in rows(world, Delivery)} == {"sent"}


def test_nobody_is_told_who_has_left(world: World, service: PushService) -> None:
    resident, handler = world.account(RESIDENT), world.staff("sanitation_handler")
    gone, stays, shared = (service.browser(name) for name in ("gone", "stays", "shared"))
    put(resident, gone)
    put(resident, stays)
    put(handler, shared)
    gone.is_gone = True
    assert handler.ask("DELETE", "sessions/current").status_code == 204
    story = Story(world, resident).accepted()
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    world.drain()
    assert len(stays.shown) == 1
    assert not shared.shown
    kept = {row.endpoint for row in rows(world, PushSubscription)}
    assert kept == {stays.subscription["endpoint"], shared.subscription["endpoint"]}
    other = {"endpoint": stays.subscription["endpoint"]}
    assert world.staff("east_clerk").ask("POST", "push/off", json=other).status_code == 204
    assert len(rows(world, PushSubscription)) == 2
    assert resident.ask("POST", "push/off", json=other).status_code == 204
    assert len(rows(world, PushSubscription)) == 1


@ONCE
def test_what_is_no_subscription_is_refused(world: World, service: PushService) -> None:
    resident, browser = world.resident(), service.browser("mine")
    good = browser.subscription
    wrong = (
        good | {"endpoint": "https://192.168.1.1/send"},
        good | {"endpoint": "http://push.example.net/send"},
        good | {"keys": good["keys"] | {"p256dh": "AAAA"}},
        good | {"keys": good["keys"] | {"auth": "AAAA"}},
    )
    for body in wrong:
        answer = resident.ask("PUT", "push", json=body)
        refused(answer, 422, "push_endpoint")
    assert not rows(world, PushSubscription)


@ONCE
def test_keys_are_made_and_checked(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["push", "keys"]).output
    name, _, key = said.strip().partition("=")
    assert name == "SSP_PUSH_KEY"
    assert webpush.private_key(key).curve.name == "secp256r1"
    with pytest.raises(ValueError, match="push keys"):
        webpush.private_key("AAAA")
