"""A wire between a browser and the server that a test can cut, also in the middle of a photo."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

_CHUNK = 16 * 1024
_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER that ends a connection by a reset, as a lost network does."""


class Wire:
    """Passes every connection on to ``port``; ``url`` has no slash at its end."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._marker = b""
        self._spared = 0
        self._most = 0
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, marker: bytes, *, after_bytes: int, spare: int = 0) -> None:
        """Cut the connection once, ``after_bytes`` into the request that begins with ``marker``;
        so many of those before it pass."""
        self._most, self._spared, self._marker = after_bytes, spare, marker

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._target) as far:
            back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
            back.start()
            counted = -1
            with suppress(OSError):
                while data := near.recv(_CHUNK):
                    if self._is_met(data):
                        counted = 0
                    if counted >= 0:
                        counted += len(data)
                        if counted > self._most:
                            self.cuts += 1
                            near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                            break
                    far.sendall(data)
            with suppress(OSError):
                far.shutdown(socket.SHUT_RDWR)
            if counted > self._most:
                near.close()
            back.join()

    def _is_met(self, data: bytes) -> bool:
        if not self._marker or not data.startswith(self._marker):
            return False
        if self._spared:
            self._spared -= 1
            return False
        self._marker = b""
        return True


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
