"""微信公众号 as its documents have it: stable tokens, template messages, page authorisation."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

from tests.support.providers.server import Answer, Call, Provider, Taken

APP_ID, SECRET, TEMPLATE = "wx0123456789abcdef", "kept-between-us", "ngqIpbwh8bUfcSsECmogfXcV14J0"
FIELDS = "character_string1,thing2,time3"


class WechatAccount(Provider):
    """One 公众号; ``followers`` may be written to, ``codes`` say who comes with which code.

    A message with a ``client_msg_id`` that was sent before is answered and not sent again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.followers: set[str] = set()
        self.codes: dict[str, str] = {}
        self.issued = 0
        self.expired = False
        self.duplicates = 0

    @property
    def token(self) -> str:
        return f"token-{self.issued}"

    def answer(self, call: Call) -> Answer:
        path = urlsplit(call.target).path
        query = {name: values[0] for name, values in parse_qs(call.query).items()}
        if path == "/cgi-bin/stable_token":
            return self._issue(json.loads(call.body))
        if path == "/sns/oauth2/access_token":
            openid = self.codes.pop(query["code"], None)
            known = (query["appid"], query["secret"]) == (APP_ID, SECRET)
            return 200, {"openid": openid} if openid and known else {"errcode": 40029}
        assert path == "/cgi-bin/message/template/send"
        if self.expired:
            return 200, {"errcode": 42001, "errmsg": "access_token expired"}
        if query["access_token"] != self.token:
            return 200, {"errcode": 40001, "errmsg": "invalid credential"}
        return self._send(json.loads(call.body))

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
