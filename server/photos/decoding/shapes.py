"""The two shapes that web process and decode child share."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle to hide; all four are fractions of the picture's width or height, 0 to 1."""

    x: float
    y: float
    w: float
    h: float


class Renditions(NamedTuple):
    """Baseline JPEGs without one byte of metadata: 1600, 480 and 800 px at most.

    The last is missing from sets that were made before there was one.
    """

    full: bytes
    thumb: bytes
    middle: bytes | None = None
