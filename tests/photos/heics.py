"""A HEIC that the tests can turn: nothing among the libraries can write one.

It was made with x265 from ``pictures.quarters(64, 48)``; beside the pixels it has ``irot``,
``imir``, ``clap`` and an EXIF block that speaks of orientation 7.
"""

from __future__ import annotations

import base64

_PROPERTIES = b"\x07\x81\x02\x03\x05\x84\x86\x87"
_NO_MIRROR = b"\x07\x81\x02\x03\x05\x84\x86\x05"
_QUARTERS = base64.b64decode(
    """
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAdJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAA
    AAAAADRpbG9jAAAAAERAAAIAAQAAAAAB9gABAAAAAAAAAIMAAgAAAAACeQABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVp
    bmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABEWlwcnAAAADvaXBjbwAAAHZo
    dmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAA
    AwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAA
    AAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90
    AwAAAAlpbWlyAAAAABppcG1hAAAAAAAAAAEAAQeBAgMFhIaHAAAAGmlyZWYAAAAAAAAADmNkc2MAAgABAAEAAACvbWRhdAAA
    AH8oAa8TgOUx9/++NT/b7T/EsmZOoMQv+w8+57i/mGyxBuOI+nnav38r+0jiCjQjAf/qLt99y1MiT1EFDedLruozN7wvApGB
    m4kxYWWrx+WIej7CPct4XQvUyNowXsMdoaBpevXrgmuVSwVsNHc4QB0zF9a6/V0qoiBNtvfO88z4AAAABkV4aWYAAE1NACoA
    AAAIAAEBEgADAAAAAQAHAAAAAAAA
"""
)


def heic(quarter_turns: int = 0, mirror: int | None = None) -> bytes:
    """64 × 48 stored pixels, red, green, blue and white from the top left in reading order.

    ``quarter_turns`` are ``irot``'s, against the clock; then ``mirror`` (``imir``) 0 exchanges top
    and bottom, 1 left and right.
    """
    data = bytearray(_QUARTERS)
    data[data.index(b"irot") + 4] = quarter_turns
    data[data.index(b"imir") + 4] = mirror or 0
    return bytes(data) if mirror is not None else bytes(data).replace(_PROPERTIES, _NO_MIRROR)


def branded(data: bytes, major: bytes, *others: bytes) -> bytes:
    """The same under other brands, three at most beside the major one."""
    rest = (others + (b"mif1",) * 3)[:3]
    return data[:8] + major + bytes(4) + b"".join(rest) + data[28:]
