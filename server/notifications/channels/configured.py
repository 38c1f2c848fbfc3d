"""The channels that the settings of this installation name."""

from __future__ import annotations

from functools import cache

from server.notifications.channels import aliyun, tencent, webpush, wechat
from server.notifications.channels.local import LocalGateway
from server.notifications.channels.messages import SmsProvider
from server.notifications.channels.wechat_pages import PageSigner
from server.platform.runtime import current
from server.settings import Settings


def local_gateway() -> LocalGateway:
    """The file of this installation."""
    return LocalGateway(current().settings.data_dir / "sms.jsonl")


def sms_provider() -> SmsProvider | None:
    """What brings text messages, or ``None`` when notices are not sent as such."""
    return _sms(current().settings)


def official_account() -> wechat.OfficialAccount | None:
    """The 公众号, or ``None`` when there is none; the same object each time, with its token."""
    return _account(current().settings)


def wechat_pages() -> PageSigner | None:
    """The 公众号 as far as pages use it, to sign in and for the JS-SDK; ``None``: not wanted."""
    settings = current().settings
    return _signer(settings) if settings.wechat_pages else None


def script_sources(settings: Settings) -> tuple[str, ...]:
    """Which scripts of others pages may load: WeChat's JS-SDK when its pages are wanted."""
    return ("https://res.wx.qq.com/open/js/jweixin-1.6.0.js",) if settings.wechat_pages else ()


def web_push() -> webpush.WebPush | None:
    """The sender of Web Push, or ``None`` when there is no key for it."""
    return _push(current().settings)


@cache
def _push(settings: Settings) -> webpush.WebPush | None:
    if not settings.push_key:
        return None
    subject = settings.push_subject or settings.public_url
    return webpush.WebPush(webpush.private_key(settings.push_key), subject)


@cache
def _sms(settings: Settings) -> SmsProvider | None:
    frames = {"code": settings.sms_frame_code, "notice": settings.sms_frame_notice}
    match settings.sms_provider:
        case "aliyun":
            return aliyun.Aliyun(
                settings.sms_key_id,
                settings.sms_key_secret,
                settings.sms_sign_name,
                frames,
                settings.sms_endpoint or aliyun.ENDPOINT,
            )
        case "tencent":
            return tencent.Tencent(
                settings.sms_key_id,
                settings.sms_key_secret,
                settings.sms_app_id,
                settings.sms_sign_name,
                frames,
                settings.sms_region,
                settings.sms_endpoint or tencent.ENDPOINT,
            )
        case "local":
            return LocalGateway(settings.data_dir / "sms.jsonl")
    return None


@cache
def _account(settings: Settings) -> wechat.OfficialAccount | None:
    if not settings.wechat_app_id:
        return None
    return wechat.OfficialAccount(
        settings.wechat_app_id,
        settings.wechat_secret,
        settings.wechat_template,
        tuple(settings.wechat_fields.split(",")),
        settings.wechat_endpoint or wechat.ENDPOINT,
    )


@cache
def _signer(settings: Settings) -> PageSigner | None:
    account = _account(settings)
    return None if account is None else PageSigner(account)
