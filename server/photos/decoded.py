"""What came back from the decode child, checked before anybody trusts it.

A child taken over by a hostile file could answer anything; the worst it can hand over is a wrong
picture, never another kind of file, metadata or a number out of range.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from server.photos.decoding.limits import MAX_SIDE, MEGAPIXELS
from server.photos.decoding.shapes import Renditions

_DIGEST = re.compile(r"[0-9a-f]{16}")
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_FLAGS = frozenset({"truncated", "preview"})
_MAX_FULL = 6_000_000
_MAX_THUMB = 600_000
_MAX_MIDDLE = 1_600_000
_TABLES_AND_FRAME = frozenset({0xC0, 0xC4, 0xDB})
_IN_SCAN = re.compile(rb"\xff[^\x00]")


@dataclass(frozen=True)
class Decoded:
    """A photo taken in.

    ``width`` and ``height`` are those of the upright original. ``taken_at`` is local time at the
    camera without an offset, ``offset_minutes`` its distance east of UTC when known; ``lat`` and
    ``lon`` are WGS-84. ``cost`` is what the child used: ``cpu_ms`` and ``peak_kib``.
    """

    kind: str
    width: int
    height: int
    dhash: str
    dhash_centre: str
    taken_at: str | None
    offset_minutes: int | None
    lat: float | None
    lon: float | None
    flags: tuple[str, ...]
    renditions: Renditions
    cost: dict[str, int]


def decoded(header: dict[str, Any], files: Sequence[bytes]) -> Decoded:
    """The answer as data. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for a bad one."""
    position = [_number(header[name], bound) for name, bound in (("lat", 90), ("lon", 180))]
    return Decoded(
        kind=_one_of(header["kind"], MEGAPIXELS),
        width=_whole(header["width"], 1, MAX_SIDE),
        height=_whole(header["height"], 1, MAX_SIDE),
        dhash=_matching(header["dhash"], _DIGEST),
        dhash_centre=_matching(header["dhash_centre"], _DIGEST),
        taken_at=None if header["taken_at"] is None else _matching(header["taken_at"], _WHEN),
        offset_minutes=(
            None
            if header["offset_minutes"] is None
            else _whole(header["offset_minutes"], -840, 840)
        ),
        lat=position[0],
        lon=position[1],
        flags=tuple(_one_of(flag, _FLAGS) for flag in header["flags"]),
        renditions=renditions(files),
        cost={name: _whole(header["cost"][name], 0, 1 << 32) for name in ("cpu_ms", "peak_kib")},
    )


def renditions(files: Sequence[bytes]) -> Renditions:
    """The three files, if they are what we serve. Raises ``ValueError``."""
    full, thumb, middle = files
    if len(full) > _MAX_FULL or len(thumb) > _MAX_THUMB or len(middle) > _MAX_MIDDLE:
        raise ValueError("a rendition is too large")
    if not all(is_bare_jpeg(file) for file in files):
        raise ValueError("a rendition is not a bare JPEG")
    return Renditions(full, thumb, middle)


def is_bare_jpeg(data: bytes) -> bool:
    """Whether ``data`` is a baseline JPEG of tables, one frame, one scan and nothing else."""
    position = 2
    while data[position : position + 1] == b"\xff" and data[position + 1] in _TABLES_AND_FRAME:
        position += 2 + int.from_bytes(data[position + 2 : position + 4])
    if data[:2] != b"\xff\xd8" or data[position : position + 2] != b"\xff\xda":
        return False
    mark = _IN_SCAN.search(data, position + 2)
    return mark is not None and mark[0] == b"\xff\xd9" and mark.end() == len(data)


def _whole(value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or not low <= value <= high:
        raise ValueError("not a whole number in range")
    return value


def _number(value: object, bound: int) -> float | None:
    if value is None:
        return None
    if not isinstance(value, float) or not -bound <= value <= bound:
        raise ValueError("not a number in range")
    return value


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not text of the right form")
    return value


def _one_of(value: object, known: Container[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError("not a known word")
    return value
