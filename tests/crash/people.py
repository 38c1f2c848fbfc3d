"""People who go on however often the server dies: what was not answered is sent again."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import secrets
import uuid
from collections import deque
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any, Protocol

from PIL import Image

from server.reports.consent import VERSION
from tests.crash.wire import Answer, Lost, ask
from tests.support.server import LiveServer
from tests.support.world import EAST

API = "/api/v1"


class Person(Protocol):
    """Somebody at work until the server is gone."""

    def work(self, stop: Event) -> None:
        """Do one thing after the other; ends when an answer is lost."""

    def catch_up(self) -> None:
        """After a restart: finish what was not answered, repeat what was."""


def picture() -> bytes:
    """A small JPEG that nobody has seen."""
    noise = Image.frombytes("RGB", (48, 36), os.urandom(48 * 36 * 3))
    buffer = io.BytesIO()
    noise.resize((96, 72)).save(buffer, "JPEG")
    return buffer.getvalue()


def put(server: LiveServer, data: bytes, headers: dict[str, str]) -> str:
    """Upload a photo; its SHA-256 once the server has it."""
    sha256 = hashlib.sha256(data).hexdigest()
    answer = ask(server.port, "PUT", f"{API}/photos/{sha256}", data, headers)
    assert answer.status in (200, 201), answer
    return sha256


@dataclass
class Draft:
    """A report on the phone: kept until it is answered, and then with its receipt."""

    pictures: list[bytes]
    form: dict[str, Any]
    uploaded: int = 0
    receipt: dict[str, Any] | None = None


class Phone:
    """A resident's device that reports without a pause."""

    def __init__(self, server: LiveServer, dice: Random, received: deque[str]) -> None:
        self._server = server
        self._dice = dice
        self._received = received
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        self.headers = {"X-Claim-Key": key}
        self.drafts: list[Draft] = []
        self._answered: list[Draft] = []

    def work(self, stop: Event) -> None:
        try:
            while not stop.is_set():
                self.send_new()
        except Lost:
            return

    def send_new(self) -> None:
        """Photograph something and report it."""
        self.drafts.append(self._draft())
        self._send(self.drafts[-1])

    @property
    def unanswered(self) -> list[Draft]:
        """What the phone does not know to be there."""
        return [draft for draft in self.drafts if draft.receipt is None]

    def catch_up(self) -> None:
        for draft in self.unanswered:
            self._send(draft)
        for draft in self._answered:
            again = self._post(draft)
            assert (again.status, again.body) == (200, draft.receipt), again
            self._look_at(draft)
        self._answered.clear()

    def _look_at(self, draft: Draft) -> None:
        """The report as its reporter follows it, pictures included."""
        receipt = draft.receipt or {}
        number = receipt["case_number"]
        answer = ask(self._server.port, "GET", f"{API}/follow/{number}", headers=self.headers)
        assert answer.status == 200, answer
        view = answer.body
        assert (view["areas"], view["query_code"]) == (receipt["areas"], receipt["query_code"])
        assert view["due_at"] is not None
        urls = [photo["url"] for photo in view["photos"] if photo["role"] in ("near", "far")]
        assert len(urls) == len(draft.pictures)
        for url in urls:
            shown = ask(self._server.port, "GET", url)
            assert (shown.status, shown.body[:2]) == (200, b"\xff\xd8"), shown

    def _draft(self) -> Draft:
        pictures = [picture() for _ in range(self._dice.choice((1, 1, 2)))]
        return Draft(
            pictures,
            {
                "id": str(uuid.uuid4()),
                "photos": [
                    {"sha256": hashlib.sha256(data).hexdigest(), "role": role}
                    for data, role in zip(pictures, ("near", "far"), strict=False)
                ],
                "place": {**EAST, "accuracy_m": 10, "source": "fix"},
                "tile": "T1",
                "words": "垃圾没有人清",
                "contact": {"phone": "13800138000"},
                "consent": VERSION,
            },
        )

    def _send(self, draft: Draft) -> None:
        """What has been acknowledged is not sent again: the server must have it."""
        for data in draft.pictures[draft.uploaded :]:
            put(self._server, data, self.headers)
            draft.uploaded += 1
        answer = self._post(draft)
        assert answer.status in (200, 201), answer
        draft.receipt = answer.body
        self._answered.append(draft)
        self._received.append(answer.body["case_number"])

    def _post(self, draft: Draft) -> Answer:
        return ask(self._server.port, "POST", f"{API}/reports", draft.form, self.headers)


@dataclass(frozen=True)
class Order:
    """An action that somebody of the offices wants done once."""

    number: str
    action: str
    who: str
    version: int
    body: dict[str, Any]
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


class Offices:
    """Everybody who takes a case from the queue to its finish, one action after the other.

    ``cookies`` are the sessions of the staff by username, ``category`` what they accept as.
    """

    def __init__(
        self,
        server: LiveServer,
        received: deque[str],
        cookies: dict[str, str],
        category: dict[str, Any],
    ) -> None:
        self._server = server
        self._received = received
        self._cookies = cookies
        self._category = category
        self._steps: deque[Order] = deque()
        self._pending: Order | None = None
        self._answered: list[tuple[Order, Any]] = []
        self.done: list[Order] = []

    def work(self, stop: Event) -> None:
        try:
            while not stop.is_set():
                if not self._step():
                    stop.wait(0.01)
        except Lost:
            return

    @property
    def unanswered(self) -> list[Order]:
        """The action that nobody knows to be done, if there is one."""
        return [self._pending] if self._pending else []

    def catch_up(self) -> None:
        if self._pending is not None:
            self._do(self._pending)
        for order, body in self._answered:
            again = self._ask(order)
            assert (again.status, again.body) == (200, body), again
        self._answered.clear()

    def _step(self) -> bool:
        if self._steps:
            self._do(self._steps.popleft())
            return True
        if not self._received:
            return False
        number = self._received.popleft()
        self._do(Order(number, "accept", "east_clerk", 1, self._category))
        return True

    def _do(self, order: Order) -> None:
        self._pending = order
        answer = self._ask(order)
        assert answer.status == 200, answer
        self._pending = None
        self._answered.append((order, answer.body))
        self.done.append(order)
        self._steps.extend(self._after(order, answer.body["version"]))

    def _after(self, order: Order, version: int) -> list[Order]:
        number = order.number
        match order.action:
            case "accept":
                to = {"organisation": "sanitation"}
                return [Order(number, "dispatch", "east_dispatcher", version, to)]
            case "dispatch":
                return [Order(number, "acknowledge", "sanitation_handler", version, {})]
            case "acknowledge":
                sha256 = put(self._server, picture(), self._headers("sanitation_handler"))
                proof = {
                    "photos": [{"sha256": sha256}],
                    "words": "已经全部清理干净,请看照片。",
                    "close_type": "rectified",
                    "proof_reason": "这台电脑没有定位。",
                }
                return [Order(number, "finish", "sanitation_handler", version, proof)]
        return []

    def _ask(self, order: Order) -> Answer:
        headers = self._headers(order.who) | {
            "If-Match": f'"{order.version}"',
            "Idempotency-Key": order.key,
        }
        path = f"{API}/cases/{order.number}/actions/{order.action}"
        return ask(self._server.port, "POST", path, order.body, headers)

    def _headers(self, who: str) -> dict[str, str]:
        return {"Cookie": f"ssp_session={self._cookies[who]}"}
