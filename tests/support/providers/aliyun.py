"""阿里云短信 as its documents have it: ACS3-HMAC-SHA256 and ``SendSms``."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from server.platform import clock
from tests.support.providers.server import Answer, Call, Provider, Taken

KEY_ID, KEY_SECRET = "LTAI5tExample", "kept-between-us"
_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})"
)
_MUST_BE_SIGNED = {
    "host",
    "x-acs-action",
    "x-acs-content-sha256",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-version",
}


def signature_is_right(call: Call, key_id: str, key_secret: str) -> bool:
    """步骤一至三 of the document, from the request as it was received."""
    found = _AUTHORIZATION.fullmatch(call.headers.get("authorization", ""))
    if found is None or found[1] != key_id:
        return False
    signed = found[2].split(";")
    if signed != sorted(signed) or not set(signed) >= _MUST_BE_SIGNED:
        return False
    payload = hashlib.sha256(call.body).hexdigest()
    path = call.target.partition("?")[0]
    canonical = (
        f"{call.method}\n{path}\n{'&'.join(sorted(call.query.split('&')))}\n"
        + "".join(f"{name}:{call.headers[name].strip()}\n" for name in signed)
        + f"\n{';'.join(signed)}\n{payload}"
    )
    string = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    right = hmac.new(key_secret.encode(), string.encode(), hashlib.sha256).hexdigest()
    return right == found[3] and call.headers["x-acs-content-sha256"] == payload


class AliyunSms(Provider):
    """One account; ``KEY_SECRET`` is shared with its only customer."""

    def __init__(self) -> None:
        super().__init__()
        self._nonces: set[str] = set()

    def answer(self, call: Call) -> Answer:
        if not signature_is_right(call, KEY_ID, KEY_SECRET):
            return 400, {"Code": "SignatureDoesNotMatch", "Message": "no"}
        at = datetime.strptime(call.headers["x-acs-date"] + "+0000", "%Y-%m-%dT%H:%M:%SZ%z")
        if abs(clock.now() - at) > timedelta(minutes=15):
            return 400, {"Code": "InvalidTimeStamp.Expired", "Message": "no"}
        nonce = call.headers["x-acs-signature-nonce"]
        if nonce in self._nonces:
            return 400, {"Code": "SignatureNonceUsed", "Message": "no"}
        self._nonces.add(nonce)
        if (call.headers["x-acs-action"], call.headers["x-acs-version"]) != (
            "SendSms",
            "2017-05-25",
        ):
            return 404, {"Code": "InvalidAction.NotFound", "Message": "no"}
        return self._send(dict(parse_qsl(call.query)))

    def _send(self, query: dict[str, str]) -> Answer:
        if not re.fullmatch(r"1[3-9][0-9]{9}", query["PhoneNumbers"]):
            return 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "no"}
        values = json.loads(query["TemplateParam"])
        if any("://" in value for value in values.values()):
            return 200, {"Code": "isv.PARAM_NOT_SUPPORT_URL", "Message": "no"}
        more = {"sign": query["SignName"], "frame": query["TemplateCode"], "names": list(values)}
        message = Taken(query["PhoneNumbers"], query["OutId"], tuple(values.values()), more)
        self.taken.append(message)
        return 200, {"Code": "OK", "Message": "OK", "BizId": f"{len(self.taken)}^0"}

    def refuse(self, how: str) -> Answer:
        if how == "throttle":
            return 200, {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "no"}
        if how == "unknown":
            return 200, {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "no"}
        return 500, {"Code": "isp.SYSTEM_ERROR", "Message": "no"}
