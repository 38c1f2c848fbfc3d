"""A walk over the chunks of a WebP (RFC 9649)."""

from __future__ import annotations

from server.photos.decoding.facts import Facts
from server.photos.decoding.refusal import Refusal, damaged

_ANIMATION_FLAG = 0x02


def inspect(data: bytes) -> Facts:
    """The size of a still WebP; of canvas and picture the larger. Raises ``Refusal``."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise damaged()
    position, sizes, has_pixels = 12, [(0, 0)], False
    while position + 8 <= end:
        name = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "little")
        body = data[position + 8 : position + 18]
        if position + 8 + length > end:
            raise damaged()
        if name in (b"ANIM", b"ANMF") or (
            name == b"VP8X" and body[:1] and body[0] & _ANIMATION_FLAG
        ):
            raise Refusal("photo_animated")
        if name == b"VP8X":
            sizes.append((_little(body[4:7]) + 1, _little(body[7:10]) + 1))
        elif name == b"VP8 ":
            sizes.append((_little(body[6:8]) & 0x3FFF, _little(body[8:10]) & 0x3FFF))
        elif name == b"VP8L":
            bits = _little(body[1:5])
            sizes.append(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        has_pixels = has_pixels or name in (b"VP8 ", b"VP8L")
        position += 8 + length + (length & 1)
    if not has_pixels:
        raise damaged()
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return Facts("webp", width, height, end=end)


def _little(field: bytes) -> int:
    return int.from_bytes(field, "little")
