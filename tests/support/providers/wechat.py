"""微信公众号 as its documents have it: tokens, template messages, 网页授权, JS-SDK tickets."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from server.settings import Settings
from tests.support.providers.server import Answer, Call, Provider, Taken

APP_ID, SECRET, TEMPLATE = "wx0123456789abcdef", "kept-between-us", "ngqIpbwh8bUfcSsECmogfXcV14J0"
FIELDS = "character_string1,thing2,time3"
DOMAIN = "https://ssp.example.gov.cn"


class WechatAccount(Provider):
    """One 公众号; ``followers`` may be written to, ``codes`` say who comes with which code.

    A message with a ``client_msg_id`` that was sent before is answered and not sent again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.followers: set[str] = set()
        self.codes: dict[str, str] = {}
        self.used: set[str] = set()
        self.domain = DOMAIN
        self.tickets = 0
        self.issued = 0
        self.expired = False
        self.duplicates = 0

    def known_to(self, settings: Settings, **more: Any) -> Settings:
        """The same installation with this 公众号, and what else it says otherwise."""
        own = {
            "wechat_app_id": APP_ID,
            "wechat_secret": SECRET,
            "wechat_template": TEMPLATE,
            "wechat_endpoint": self.endpoint,
        }
        return replace(settings, **own | more)

    @property
    def token(self) -> str:
        return f"token-{self.issued}"

    def answer(self, call: Call) -> Answer:
        path = urlsplit(call.target).path
        query = {name: values[0] for name, values in parse_qs(call.query).items()}
        if path == "/cgi-bin/stable_token":
            return self._issue(json.loads(call.body))
        if path == "/sns/oauth2/access_token":
            return self._exchange(query)
        if path == "/cgi-bin/ticket/getticket":
            return self._ticket(query)
        assert path == "/cgi-bin/message/template/send"
        if self.expired:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        if query["access_token"] != self.token:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        return self._send(json.loads(call.body))

    def consent(self, address: str, openid: str) -> str:
        """What a browser inside WeChat does at the address of 网页授权: where it is sent back to.

        Raises ``AssertionError`` for an address that WeChat refuses.
        """
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert (parts.scheme, parts.netloc) == ("https", "open.weixin.qq.com")
        assert (parts.path, parts.fragment) == ("/connect/oauth2/authorize", "wechat_redirect")
        assert list(query) == ["appid", "redirect_uri", "response_type", "scope", "state"]
        assert (query["appid"], query["response_type"]) == (APP_ID, "code")
        assert query["scope"] == "snsapi_base"
        assert query["redirect_uri"].startswith(f"{self.domain}/"), "not the domain of the account"
        assert re.fullmatch("[a-zA-Z0-9]{1,128}", query["state"])
        code = f"code-{len(self.codes) + len(self.used)}-{openid}"
        self.codes[code] = openid
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def signature_is_right(self, url: str, given: Mapping[str, Any]) -> bool:
        """JS-SDK使用权限签名算法, with the newest ticket."""
        fields = {
            "noncestr": given["nonce"],
            "jsapi_ticket": f"ticket-{self.tickets}",
            "timestamp": given["timestamp"],
            "url": url,
        }
        text = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        return bool(digest == given["signature"]) and given["app_id"] == APP_ID

    def _exchange(self, query: Mapping[str, str]) -> Answer:
        if query.get("grant_type") != "authorization_code":
            return 200, {"errcode": 40002, "errmsg": "invalid grant_type"}
        if (query["appid"], query["secret"]) != (APP_ID, SECRET):
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        code = query.get("code", "")
        if code in self.used:
            return 200, {"errcode": 40163, "errmsg": "code been used"}
        openid = self.codes.pop(code, None)
        if openid is None:
            return 200, {"errcode": 40029, "errmsg": "invalid code"}
        self.used.add(code)
        token = {"access_token": f"of-{code}", "expires_in": 7200, "refresh_token": "r"}
        return 200, {**token, "openid": openid, "scope": "snsapi_base"}

    def _ticket(self, query: Mapping[str, str]) -> Answer:
        if self.expired or query["access_token"] != self.token:
            return 200, {"errcode": 42001 if self.expired else 40001, "errmsg": "access_token"}
        if query["type"] != "jsapi":
            return 200, {"errcode": 40097, "errmsg": "invalid args"}
        self.tickets += 1
        ticket = f"ticket-{self.tickets}"
        return 200, {"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": 7200}

    def _issue(self, body: dict[str, object]) -> Answer:
        if (body["appid"], body["secret"]) != (APP_ID, SECRET):
            return 200, {"errcode": 40125, "errmsg": "invalid appsecret"}
        if body["force_refresh"] or not self.issued:
            self.issued += 1
            self.expired = False
        return 200, {"access_token": self.token, "expires_in": 7200}

    def _send(self, body: dict[str, object]) -> Answer:
        openid, reference, data = body["touser"], body["client_msg_id"], body["data"]
        assert isinstance(openid, str)
        assert isinstance(reference, str)
        assert isinstance(data, dict)
        if openid not in self.followers:
            return 200, {"errcode": 43004, "errmsg": "require subscribe"}
        if body["template_id"] != TEMPLATE or list(data) != FIELDS.split(","):
            return 200, {"errcode": 40037, "errmsg": "invalid template_id"}
        if (openid, reference) in [(message.to, message.reference) for message in self.taken]:
            self.duplicates += 1
        else:
            values = tuple(item["value"] for item in data.values())
            self.taken.append(Taken(openid, reference, values, {"url": body.get("url", "")}))
        return 200, {"errcode": 0, "errmsg": "ok", "msgid": 200163836 + len(self.taken)}

    def refuse(self, how: str) -> Answer:
        return 200, {"errcode": 45009 if how == "throttle" else -1, "errmsg": "no"}


@pytest.fixture
def account() -> Iterator[WechatAccount]:
    """A 公众号 that answers as long as the test lasts."""
    made = WechatAccount()
    yield made
    made.stop()
