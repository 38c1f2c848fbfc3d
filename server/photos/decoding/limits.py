"""How large, how odd and how costly a picture may be."""

from __future__ import annotations

MAX_BYTES = 15_000_000
MIN_SIDE = 16
MAX_SIDE = 16_384
MAX_RATIO = 20
MAX_SCANS = 64

MEGAPIXELS = {"jpeg": 64, "heic": 51, "png": 25, "webp": 25}
"""Cameras sold as 50-megapixel ones make pictures of 8192 × 6144, which is 50.3."""

BASELINE_MEGAPIXELS = 120
"""A JPEG of one sequential scan is read at half, quarter or eighth size and stays small."""

MAX_PROFILE_BYTES = 256 * 1024
"""Colour profiles beyond this are dropped, not applied."""

FULL_SIDE = 1600
THUMB_SIDE = 480
MIDDLE_SIDE = 800
"""What a phone's screen shows of a picture across its whole width."""

QUALITY = 80

ADDRESS_SPACE = 600 * 1024 * 1024
CPU_SECONDS = 5
HEIC_CPU_SECONDS = 10
WALL_SECONDS = 12
