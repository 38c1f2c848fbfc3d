"""腾讯云短信 as its documents have it: TC3-HMAC-SHA256 and ``SendSms``."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime

from server.platform import clock
from tests.support.providers.server import Answer, Call, Provider, Taken

KEY_ID, KEY_SECRET, APP_ID = "AKIDExample", "kept-between-us", "1400006666"
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/(\w+)/tc3_request, "
    r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature_is_right(call: Call, key_id: str, key_secret: str) -> bool:
    """签名过程 of the document, from the request as it was received."""
    found = _AUTHORIZATION.fullmatch(call.headers.get("authorization", ""))
    if found is None or found[1] != key_id:
        return False
    _, date, service, names, signature = found.groups()
    stamp = call.headers["x-tc-timestamp"]
    if datetime.fromtimestamp(int(stamp), UTC).date().isoformat() != date:
        return False
    signed = names.split(";")
    if not {"content-type", "host"} <= set(signed):
        return False
    lines = [f"{name}:{call.headers[name].strip().lower()}" for name in signed]
    canonical = [call.method, "/", call.query, *lines, "", names]
    canonical.append(hashlib.sha256(call.body).hexdigest())
    hashed = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
    string = f"TC3-HMAC-SHA256\n{stamp}\n{date}/{service}/tc3_request\n{hashed}"
    key = _hmac(_hmac(_hmac(b"TC3" + key_secret.encode(), date), service), "tc3_request")
    return _hmac(key, string).hex() == signature


class TencentSms(Provider):
    """One account with one application."""

    def answer(self, call: Call) -> Answer:
        if not signature_is_right(call, KEY_ID, KEY_SECRET):
            return _error("AuthFailure.SignatureFailure")
        if abs(clock.now().timestamp() - int(call.headers["x-tc-timestamp"])) > 300:
            return _error("AuthFailure.SignatureExpire")
        if call.headers["x-tc-action"] != "SendSms" or call.headers["x-tc-version"] != "2021-01-11":
            return _error("InvalidAction")
        if not call.headers.get("x-tc-region"):
            return _error("MissingParameter")
        body = json.loads(call.body)
        (phone,) = body["PhoneNumberSet"]
        if not re.fullmatch(r"\+861[3-9][0-9]{9}", phone):
            return _status("InvalidParameterValue.IncorrectPhoneNumber")
        values = tuple(body["TemplateParamSet"])
        more = {
            "sign": body["SignName"],
            "frame": body["TemplateId"],
            "app": body["SmsSdkAppId"],
        }
        message = Taken(phone.removeprefix("+86"), body["SessionContext"], values, more)
        self.taken.append(message)
        return _status("Ok", f"serial-{len(self.taken)}")

    def refuse(self, how: str) -> Answer:
        if how == "throttle":
            return _status("LimitExceeded.DeliveryFrequencyLimit")
        return _error("InternalError")


def _error(code: str) -> Answer:
    return 200, {"Response": {"Error": {"Code": code, "Message": "no"}, "RequestId": "r"}}


def _status(code: str, serial: str = "") -> Answer:
    status = {"SerialNo": serial, "Code": code, "Message": "", "Fee": 1}
    return 200, {"Response": {"SendStatusSet": [status], "RequestId": "r"}}
