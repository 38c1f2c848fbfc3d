"""A walk over the chunks of a PNG (W3C PNG, third edition)."""

from __future__ import annotations

from server.photos.decoding.facts import Facts
from server.photos.decoding.refusal import Refusal, damaged

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def inspect(data: bytes) -> Facts:
    """The size of a still, complete PNG. Raises ``Refusal``."""
    if data[8:16] != b"\x00\x00\x00\x0dIHDR":
        raise damaged()
    position, has_pixels = len(SIGNATURE), False
    while True:
        length = int.from_bytes(data[position : position + 4])
        name = data[position + 4 : position + 8]
        position += 12 + length
        if position > len(data):
            raise damaged()
        if name == b"acTL":
            raise Refusal("photo_animated")
        if name == b"IEND":
            break
        has_pixels = has_pixels or name == b"IDAT"
    if not has_pixels:
        raise damaged()
    return Facts("png", int.from_bytes(data[16:20]), int.from_bytes(data[20:24]), end=position)
