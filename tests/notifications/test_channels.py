"""Adapters speak the protocols of their providers, and say honestly what became of a message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server import create_app
from server.notifications.channels import aliyun, tencent
from server.notifications.channels.configured import official_account, sms_provider
from server.notifications.channels.messages import (
    NotAccepted,
    ShortMessage,
    SmsProvider,
    Unreachable,
    WechatMessage,
)
from server.notifications.channels.wechat import OfficialAccount
from server.platform import outgoing
from server.settings import Settings
from tests.support.clocks import FrozenClock
from tests.support.providers import aliyun as aliyun_cloud
from tests.support.providers import tencent as tencent_cloud
from tests.support.providers import wechat as wechat_cloud
from tests.support.providers.aliyun import AliyunSms
from tests.support.providers.server import Call, Provider
from tests.support.providers.tencent import TencentSms
from tests.support.providers.wechat import WechatAccount

FRAMES = {"code": "SMS_1", "notice": "SMS_2"}
MESSAGE = ShortMessage(
    "13800138000", "notice", {"number": "LS-1", "words": "请 到+报*~/"}, "案件", "r" * 32
)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.2)


@pytest.fixture(params=["aliyun", "tencent"])
def sms(request: pytest.FixtureRequest) -> Iterator[tuple[SmsProvider, Provider]]:
    """An adapter and the provider it talks to."""
    cloud: Provider = AliyunSms() if request.param == "aliyun" else TencentSms()
    yield adapter_of(cloud), cloud
    cloud.stop()


def adapter_of(cloud: Provider, secret: str = "kept-between-us") -> SmsProvider:
    if isinstance(cloud, AliyunSms):
        return aliyun.Aliyun(aliyun_cloud.KEY_ID, secret, "随手拍", FRAMES, cloud.endpoint)
    return tencent.Tencent(
        tencent_cloud.KEY_ID,
        secret,
        tencent_cloud.APP_ID,
        "随手拍",
        FRAMES,
        "ap-guangzhou",
        cloud.endpoint,
    )


def test_the_example_of_the_aliyun_document() -> None:
    query = aliyun.canonical_query(
        {
            "RegionId": "cn-shanghai",
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        }
    )
    headers = aliyun.signed(
        "ecs.cn-shanghai.aliyuncs.com",
        query,
        action="RunInstances",
        version="2014-05-26",
        key_id="YourAccessKeyId",
        key_secret="YourAccessKeySecret",
        at=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )
    lower = {name.lower(): value for name, value in headers.items()}
    call = Call("POST", f"/?{query}", lower, b"")
    check = aliyun_cloud.signature_is_right
    assert check(call, "YourAccessKeyId", "YourAccessKeySecret")
    assert not check(call, "YourAccessKeyId", "another")


def test_the_example_of_the_tencent_document() -> None:
    body = (
        rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    )
    key_id, key_secret = f"AKID{'*' * 32}", "*" * 32
    authorization = tencent.authorized(
        "cvm.tencentcloudapi.com",
        body,
        service="cvm",
        action="DescribeInstances",
        key_id=key_id,
        key_secret=key_secret,
        at=datetime.fromtimestamp(1551113065, UTC),
    )
    assert authorization == (
        f"TC3-HMAC-SHA256 Credential={key_id}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, "
        "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )
    headers = {
        "authorization": authorization,
        "content-type": "application/json; charset=utf-8",
        "host": "cvm.tencentcloudapi.com",
        "x-tc-action": "DescribeInstances",
        "x-tc-timestamp": "1551113065",
    }
    check = tencent_cloud.signature_is_right
    assert check(Call("POST", "/", headers, body), key_id, key_secret)
    assert not check(Call("POST", "/", headers, body + b" "), key_id, key_secret)


def test_a_message_arrives_as_registered(
    sms: tuple[SmsProvider, Provider], clock: FrozenClock
) -> None:
    adapter, cloud = sms
    assert adapter.send(MESSAGE) in ("1^0", "serial-1")
    (taken,) = cloud.taken
    assert (taken.to, taken.reference) == (MESSAGE.phone, MESSAGE.reference)
    assert taken.values == ("LS-1", "请 到+报*~/")
    assert (taken.more["sign"], taken.more["frame"]) == ("随手拍", "SMS_2")
    clock.advance(minutes=1)
    adapter.send(MESSAGE)
    assert cloud.references == [MESSAGE.reference] * 2


@pytest.mark.usefixtures("clock")
def test_a_provider_that_fails_is_asked_again(sms: tuple[SmsProvider, Provider]) -> None:
    adapter, cloud = sms
    cloud.script.extend(["throttle", "error", "garbage", "late"])
    for _ in range(4):
        with pytest.raises(NotAccepted):
            adapter.send(MESSAGE)
    assert cloud.references == [MESSAGE.reference] * 2, "the last two were taken nevertheless"
    with pytest.raises(Unreachable):
        adapter.send(ShortMessage("0437-312", "notice", {}, "", "r"))
    with pytest.raises(NotAccepted, match=r"SignatureDoesNotMatch|SignatureFailure"):
        adapter_of(cloud, "wrong").send(MESSAGE)
    cloud.stop()
    with pytest.raises(NotAccepted):
        adapter.send(MESSAGE)


def test_wechat_keeps_its_token_and_gets_another_when_it_is_refused(clock: FrozenClock) -> None:
    cloud = WechatAccount()
    fields = tuple(wechat_cloud.FIELDS.split(","))
    account = OfficialAccount(
        wechat_cloud.APP_ID, wechat_cloud.SECRET, wechat_cloud.TEMPLATE, fields, cloud.endpoint
    )
    cloud.followers.add("o-reader")
    values = ("LS-1", "请您确认", "2026-11-22 14:30")

    def send(reference: str, openid: str = "o-reader") -> str:
        return account.send(WechatMessage(openid, values, "https://x/go/LS-1", reference))

    try:
        assert send("a") == "200163837"
        send("b")
        assert [call.target for call in cloud.calls].count("/cgi-bin/stable_token") == 1
        cloud.expired = True
        send("c")
        assert cloud.issued == 2, "a token that the provider calls expired is got anew"
        cloud.issued = 7
        send("d")
        assert cloud.issued == 7, "another process has a newer one: no need to force"
        clock.advance(hours=2)
        send("d")
        assert (cloud.references, cloud.duplicates) == (["a", "b", "c", "d"], 1)
        assert cloud.taken[0].values == values
        with pytest.raises(Unreachable):
            send("e", "o-stranger")
        cloud.script.append("throttle")
        with pytest.raises(NotAccepted, match="45009"):
            send("f")
    finally:
        cloud.stop()


def test_an_installation_says_what_its_channels_lack(tmp_path: Path) -> None:
    complete = {
        "data_dir": tmp_path,
        "background": False,
        "sms_provider": "tencent",
        "sms_key_id": "id",
        "sms_key_secret": "secret",
        "sms_sign_name": "随手拍",
        "sms_frame_code": "1",
        "sms_frame_notice": "2",
        "sms_app_id": "1400006666",
    }
    for name, variable in (("sms_app_id", "SSP_SMS_APP_ID"), ("sms_key_id", "SSP_SMS_KEY_ID")):
        with pytest.raises(ValueError, match=f"{variable} is missing"):
            Settings.complete(**complete | {name: ""})
    with pytest.raises(ValueError, match="SSP_SMS_PROVIDER must be"):
        Settings.complete(**complete | {"sms_provider": "pigeon"})
    with pytest.raises(ValueError, match="SSP_PUBLIC_URL is missing"):
        Settings.complete(**complete | {"wechat_app_id": "wx"})
    settings = Settings.complete(**complete)
    assert "sms_key_secret" not in repr(settings)
    with create_app(settings).app_context():
        assert isinstance(sms_provider(), tencent.Tencent)
        assert official_account() is None
