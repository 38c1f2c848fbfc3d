"""What the providers of the tests have in common: a thread that answers HTTP as it is told to."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Call:
    """A request as it came over the wire; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


@dataclass(frozen=True)
class Taken:
    """A message that the provider accepted."""

    to: str
    reference: str
    values: tuple[str, ...]
    more: Mapping[str, Any]


Answer = tuple[int, Any]
_REFUSED = ("throttle", "error", "unknown")


class Provider:
    """Answers properly unless ``script`` says otherwise; ``taken`` are the messages accepted.

    A script's items are used up one a request: ``late`` takes the message and answers when nobody
    waits any more; ``throttle``, ``error`` and ``unknown`` (number) refuse; ``garbage`` is no JSON.
    """

    def __init__(self) -> None:
        self.script: deque[str] = deque()
        self.taken: list[Taken] = []
        self.calls: list[Call] = []
        self._released = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                provider.serve(self)

            def do_GET(self) -> None:
                provider.serve(self)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def references(self) -> list[str]:
        """The references of what was accepted, in order."""
        return [message.reference for message in self.taken]

    def stop(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        call = Call(handler.command, handler.path, headers, handler.rfile.read(length))
        self.calls.append(call)
        item = self.script.popleft() if self.script else ""
        status, body = self.refuse(item) if item in _REFUSED else self.answer(call)
        if item == "late":
            self._released.wait(5)
        content = b"<html>" if item == "garbage" else json.dumps(body).encode()
        try:
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)
        except OSError:
            handler.close_connection = True

    def answer(self, call: Call) -> Answer:
        """Status and JSON for a request."""
        raise NotImplementedError

    def refuse(self, how: str) -> Answer:
        """Status and JSON of a refusal."""
        raise NotImplementedError
