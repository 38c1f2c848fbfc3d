"""微信公众号: template messages to followers, and the openid of who opens a page in WeChat.

Protocol: developers.weixin.qq.com, *获取稳定版接口调用凭据*, *发送模板消息* and *网页授权*. The
provider sends one message for an openid and ``client_msg_id``, our reference, within ten minutes.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import orjson

from server.notifications.channels.http import call
from server.notifications.channels.messages import NotAccepted, Unreachable, WechatMessage
from server.platform import clock

ENDPOINT = "https://api.weixin.qq.com"
_AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
_JSON = {"Content-Type": "application/json"}
_TOKEN_REFUSED = frozenset({40001, 40014, 42001})
_CODE_REFUSED = frozenset({40029, 40163, 41008, 42003})
_NO_SUCH_READER = frozenset({40003, 43004, 43101})
_EARLY = timedelta(minutes=5)


class CodeRefused(NotAccepted):
    """A code that was used before, is too old, or was never given out."""


@dataclass
class OfficialAccount:
    """A 公众号 and the template its messages have; ``fields`` are the template's, in order."""

    app_id: str
    secret: str
    template: str
    fields: tuple[str, ...]
    endpoint: str = ENDPOINT
    _token: tuple[str, datetime] | None = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def send(self, message: WechatMessage) -> str:
        """Hand over a message; returns its ``msgid``.

        A token that the provider no longer knows is got again, once. Raises ``Unreachable`` when
        the reader does not follow the account, ``NotAccepted`` when anything else failed.
        """
        token = self._access_token()
        answer = self._post("message/template/send", token, _body(self, message))
        if answer.get("errcode") in _TOKEN_REFUSED:
            token = self._access_token(refused=token)
            answer = self._post("message/template/send", token, _body(self, message))
        code = answer.get("errcode")
        if code in _NO_SUCH_READER:
            raise Unreachable(f"{code}")
        if code != 0:
            raise NotAccepted(f"{code} {answer.get('errmsg', '')}"[:200])
        return str(answer.get("msgid", ""))

    def authorize_url(self, back: str, state: str) -> str:
        """Where a browser inside WeChat is sent so that it comes ``back`` with a code."""
        query = {
            "appid": self.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
        return f"{_AUTHORIZE}?{urlencode(query)}#wechat_redirect"

    def openid_of(self, code: str) -> str:
        """The openid of the reader who came back with a code.

        Raises ``CodeRefused`` for a code that is used or too old, ``NotAccepted`` when WeChat
        could not be asked.
        """
        query = {
            "appid": self.app_id,
            "secret": self.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        answer = call("GET", f"{self.endpoint}/sns/oauth2/access_token?{urlencode(query)}", {})
        if answer.get("errcode") in _CODE_REFUSED:
            raise CodeRefused(f"{answer['errcode']}")
        if not answer.get("openid"):
            raise NotAccepted(f"{answer.get('errcode')}")
        return str(answer["openid"])

    def page_ticket(self) -> tuple[str, timedelta]:
        """The jsapi_ticket with which pages are signed, and how long it is good for.

        Raises ``NotAccepted`` when there is none to be had.
        """
        token = self._access_token()
        answer = self._ask_ticket(token)
        if answer.get("errcode") in _TOKEN_REFUSED:
            answer = self._ask_ticket(self._access_token(refused=token))
        if not answer.get("ticket"):
            raise NotAccepted(f"ticket: {answer.get('errcode')}")
        return str(answer["ticket"]), timedelta(seconds=int(answer["expires_in"]))

    def _access_token(self, refused: str | None = None) -> str:
        """The token in use; another one than ``refused``, which costs one of 20 a day."""
        with self._lock:
            if self._token and self._token[0] != refused and clock.now() < self._token[1]:
                return self._token[0]
            self._token = None
            token, good_for = self._ask_token(force=False)
            if token == refused:
                token, good_for = self._ask_token(force=True)
            self._token = token, clock.now() + good_for - _EARLY
            return token

    def _ask_token(self, *, force: bool) -> tuple[str, timedelta]:
        body = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": force,
        }
        answer = call("POST", f"{self.endpoint}/cgi-bin/stable_token", _JSON, orjson.dumps(body))
        if not answer.get("access_token"):
            raise NotAccepted(f"token: {answer.get('errcode')}")
        return str(answer["access_token"]), timedelta(seconds=int(answer["expires_in"]))

    def _ask_ticket(self, token: str) -> dict[str, Any]:
        query = urlencode({"access_token": token, "type": "jsapi"})
        return call("GET", f"{self.endpoint}/cgi-bin/ticket/getticket?{query}", {})

    def _post(self, path: str, token: str, body: Mapping[str, Any]) -> dict[str, Any]:
        url = f"{self.endpoint}/cgi-bin/{path}?{urlencode({'access_token': token})}"
        return call("POST", url, _JSON, orjson.dumps(body))


def _body(account: OfficialAccount, message: WechatMessage) -> dict[str, Any]:
    pairs = zip(account.fields, message.values, strict=True)
    body: dict[str, Any] = {
        "touser": message.openid,
        "template_id": account.template,
        "data": {name: {"value": value} for name, value in pairs},
        "client_msg_id": message.reference,
    }
    return body | ({"url": message.url} if message.url else {})
