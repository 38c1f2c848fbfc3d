"""What a file says about itself before any pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """The kind of a file (``jpeg``, ``png``, ``webp``, ``heic``) and its size as stored.

    ``sequential`` is true for a JPEG of one non-progressive scan. ``end`` is where the first
    picture ends, in bytes; what follows is never looked at. ``whole`` is false when the end mark
    of a JPEG is missing. ``scan`` is where the first scan of a JPEG begins.
    """

    kind: str
    width: int
    height: int
    end: int
    sequential: bool = False
    whole: bool = True
    scan: int = 0
