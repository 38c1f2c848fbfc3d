"""JS-SDK of WeChat: signatures under which its browser lets a page share and ask for the place.

Protocol: developers.weixin.qq.com, *JS-SDK使用权限签名算法*. The signature covers the address with
which the page was opened, without its hash; WeChat on iOS keeps to the first one.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.notifications.channels.messages import NotAccepted
from server.notifications.channels.wechat import OfficialAccount
from server.platform import clock

_EARLY = timedelta(minutes=5)
_REST_AFTER_FAILURE = timedelta(seconds=30)


@dataclass
class PageSigner:
    """Signs addresses with a ticket that all pages share until shortly before it expires.

    After a failure it rests: whoever opens a page does not wait for a provider that is away.
    """

    account: OfficialAccount
    _ticket: tuple[str, datetime] | None = field(default=None, init=False, repr=False)
    _rests_until: datetime | None = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def sign(self, url: str) -> dict[str, Any]:
        """What ``wx.config`` wants for a page at ``url`` (without a hash).

        Raises ``NotAccepted`` when WeChat gives no ticket.
        """
        nonce, stamp = secrets.token_hex(8), int(clock.now().timestamp())
        ticket = self._valid_ticket()
        text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={stamp}&url={url}"
        digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
        return {
            "app_id": self.account.app_id,
            "timestamp": stamp,
            "nonce": nonce,
            "signature": digest,
        }

    def _valid_ticket(self) -> str:
        with self._lock:
            now = clock.now()
            if self._ticket and now < self._ticket[1]:
                return self._ticket[0]
            if self._rests_until and now < self._rests_until:
                raise NotAccepted("resting after a failure")
            self._rests_until = now + _REST_AFTER_FAILURE
            ticket, good_for = self.account.page_ticket()
            self._ticket, self._rests_until = (ticket, now + good_for - _EARLY), None
            return ticket
