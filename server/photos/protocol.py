"""The talk between web process and decode child over one socket a photo.

A message is a length of four bytes, a JSON header of that length, and the byte strings whose
lengths the header lists under ``parts``.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Sequence
from typing import Any

_MAX_HEADER = 64 * 1024
_MAX_PARTS = 3


class BrokenTalk(Exception):
    """The other side hung up or sent what the protocol does not know."""


def send(talk: socket.socket, header: dict[str, Any], parts: Sequence[bytes] = ()) -> None:
    """Write one message. Raises ``OSError`` when nobody listens any more."""
    encoded = json.dumps(header | {"parts": [len(part) for part in parts]}).encode()
    talk.sendall(len(encoded).to_bytes(4) + encoded)
    for part in parts:
        talk.sendall(part)


def receive(talk: socket.socket, max_bytes: int) -> tuple[dict[str, Any], list[bytes]]:
    """Read one message whose parts are at most ``max_bytes`` each. Raises ``BrokenTalk``."""
    length = int.from_bytes(_exactly(talk, 4))
    if length > _MAX_HEADER:
        raise BrokenTalk
    try:
        header = json.loads(_exactly(talk, length))
        lengths = header["parts"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenTalk from error
    if not isinstance(lengths, list) or len(lengths) > _MAX_PARTS:
        raise BrokenTalk
    if not all(isinstance(size, int) and 0 <= size <= max_bytes for size in lengths):
        raise BrokenTalk
    return header, [_exactly(talk, size) for size in lengths]


def _exactly(talk: socket.socket, size: int) -> bytes:
    """The next ``size`` bytes; in one piece, and so without a copy, where the socket blocks."""
    pieces = []
    while size:
        piece = talk.recv(size, socket.MSG_WAITALL)
        if not piece:
            raise BrokenTalk
        pieces.append(piece)
        size -= len(piece)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
