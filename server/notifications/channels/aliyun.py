"""阿里云短信服务: ``SendSms`` (version 2017-05-25), signed by ACS3-HMAC-SHA256.

Protocol: help.aliyun.com, *V3 版本请求体&签名机制* and *SendSms*. The provider does not recognise
duplicates; it gives ``OutId``, our reference, back in its receipts.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

import orjson

from server.notifications.channels.http import call
from server.notifications.channels.messages import NotAccepted, ShortMessage, Unreachable
from server.platform import clock

ENDPOINT = "https://dysmsapi.aliyuncs.com"
_VERSION = "2017-05-25"
_ALGORITHM = "ACS3-HMAC-SHA256"
_EMPTY = hashlib.sha256(b"").hexdigest()
_NO_SUCH_PHONE = "isv.MOBILE_NUMBER_ILLEGAL"


@dataclass(frozen=True)
class Aliyun:
    """The SMS service of one account; ``frames`` are the registered template codes."""

    key_id: str
    key_secret: str
    sign_name: str
    frames: Mapping[str, str]
    endpoint: str = ENDPOINT

    def send(self, message: ShortMessage) -> str:
        """As ``SmsProvider.send``; the id is the ``BizId``."""
        query = canonical_query(
            {
                "PhoneNumbers": message.phone,
                "SignName": self.sign_name,
                "TemplateCode": self.frames[message.frame],
                "TemplateParam": orjson.dumps(dict(message.params)).decode(),
                "OutId": message.reference,
            }
        )
        headers = signed(
            urlsplit(self.endpoint).netloc,
            query,
            action="SendSms",
            version=_VERSION,
            key_id=self.key_id,
            key_secret=self.key_secret,
            at=clock.now(),
            nonce=secrets.token_hex(16),
        )
        answer = call("POST", f"{self.endpoint}/?{query}", headers)
        code = str(answer.get("Code"))
        if code == "OK":
            return str(answer.get("BizId", ""))
        if code == _NO_SUCH_PHONE:
            raise Unreachable(code)
        raise NotAccepted(code)


def canonical_query(params: Mapping[str, str]) -> str:
    """Parameters by name, each percent-encoded as RFC 3986 has it."""
    return "&".join(f"{_encoded(name)}={_encoded(params[name])}" for name in sorted(params))


def signed(
    host: str,
    query: str,
    *,
    action: str,
    version: str,
    key_id: str,
    key_secret: str,
    at: datetime,
    nonce: str,
) -> dict[str, str]:
    """The headers of a ``POST`` without a body, ``Authorization`` among them; ``at`` in UTC."""
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _EMPTY,
        "x-acs-date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    request = "\n".join(("POST", "/", query, lines, names, _EMPTY))
    to_sign = f"{_ALGORITHM}\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.digest(key_secret.encode(), to_sign.encode(), "sha256").hex()
    authorization = f"{_ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return headers | {"Authorization": authorization}


def _encoded(text: str) -> str:
    return quote(text, safe="-_.~")
