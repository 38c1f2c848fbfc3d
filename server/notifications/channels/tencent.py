"""腾讯云短信: ``SendSms`` (version 2021-01-11), signed by TC3-HMAC-SHA256.

Protocol: cloud.tencent.com, *签名方法 v3* and *发送短信*. The provider does not recognise
duplicates; it gives ``SessionContext``, our reference, back with its status.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import orjson

from server.notifications.channels.http import call
from server.notifications.channels.messages import NotAccepted, ShortMessage, Unreachable
from server.platform import clock

ENDPOINT = "https://sms.tencentcloudapi.com"
_VERSION = "2021-01-11"
_ALGORITHM = "TC3-HMAC-SHA256"
_SERVICE = "sms"
_JSON = "application/json; charset=utf-8"
_SIGNED_HEADERS = "content-type;host;x-tc-action"
_NO_SUCH_PHONE = (
    "FailedOperation.PhoneNumberInBlacklist",
    "InvalidParameterValue.IncorrectPhoneNumber",
)


@dataclass(frozen=True)
class Tencent:
    """The SMS application of one account; ``frames`` are the registered template ids."""

    key_id: str
    key_secret: str
    app_id: str
    sign_name: str
    frames: Mapping[str, str]
    region: str
    endpoint: str = ENDPOINT

    def send(self, message: ShortMessage) -> str:
        """As ``SmsProvider.send``; the id is the ``SerialNo``."""
        body = orjson.dumps(
            {
                "PhoneNumberSet": [f"+86{message.phone}"],
                "SmsSdkAppId": self.app_id,
                "SignName": self.sign_name,
                "TemplateId": self.frames[message.frame],
                "TemplateParamSet": list(message.params.values()),
                "SessionContext": message.reference,
            }
        )
        now = clock.now()
        authorization = authorized(
            urlsplit(self.endpoint).netloc,
            body,
            service=_SERVICE,
            action="SendSms",
            key_id=self.key_id,
            key_secret=self.key_secret,
            at=now,
        )
        headers = {
            "Authorization": authorization,
            "Content-Type": _JSON,
            "X-TC-Action": "SendSms",
            "X-TC-Version": _VERSION,
            "X-TC-Timestamp": str(int(now.timestamp())),
            "X-TC-Region": self.region,
        }
        return _serial(call("POST", f"{self.endpoint}/", headers, body).get("Response") or {})


def _serial(response: Mapping[str, object]) -> str:
    """The provider's id of the one message of a request."""
    match response:
        case {"SendStatusSet": [{"Code": "Ok", "SerialNo": serial}]}:
            return str(serial)
        case {"SendStatusSet": [{"Code": code}]} | {"Error": {"Code": code}}:
            if code in _NO_SUCH_PHONE:
                raise Unreachable(str(code))
            raise NotAccepted(str(code))
    raise NotAccepted("no status")


def authorized(
    host: str,
    body: bytes,
    *,
    service: str,
    action: str,
    key_id: str,
    key_secret: str,
    at: datetime,
) -> str:
    """The ``Authorization`` of a ``POST`` of JSON to ``/``; ``at`` in UTC."""
    lines = f"content-type:{_JSON}\nhost:{host}\nx-tc-action:{action.lower()}\n"
    digest = hashlib.sha256(body).hexdigest()
    request = "\n".join(("POST", "/", "", lines, _SIGNED_HEADERS, digest))
    day = at.strftime("%Y-%m-%d")
    scope = f"{day}/{service}/tc3_request"
    hashed = hashlib.sha256(request.encode()).hexdigest()
    to_sign = "\n".join((_ALGORITHM, str(int(at.timestamp())), scope, hashed))
    key = f"TC3{key_secret}".encode()
    for part in (day, service, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    return (
        f"{_ALGORITHM} Credential={key_id}/{scope}, "
        f"SignedHeaders={_SIGNED_HEADERS}, Signature={signature}"
    )
