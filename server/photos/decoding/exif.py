"""Place, time and orientation that a camera wrote, with every value checked."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

_WHEN = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)", re.ASCII)
_XMP = ("xmp", "XML:com.adobe.xmp")
_FIRST_YEAR = 1995
_LAST_YEAR = 2100


@dataclass(frozen=True)
class Shot:
    """What the camera wrote.

    ``taken_at`` is local time at the camera, ISO 8601 without an offset; ``offset_minutes`` is its
    distance east of UTC when the camera knew it. ``lat`` and ``lon`` are WGS-84 degrees.
    ``orientation`` is 1 to 8 as EXIF counts; 1 for nonsense.
    """

    taken_at: str | None = None
    offset_minutes: int | None = None
    lat: float | None = None
    lon: float | None = None
    orientation: int = 1


def read(image: Image.Image) -> Shot:
    """What ``image`` carries; a part that cannot be read counts as absent, never as an error.

    Pillow would look for a turn in XMP too. No browser does, so people would not know their photo.
    """
    for name in _XMP:
        image.info.pop(name, None)
    return _shot(image.getexif)


def read_block(block: bytes | None) -> Shot:
    """The same from a bare EXIF block, as a HEIC holds it."""

    def load() -> Image.Exif:
        exif = Image.Exif()
        exif.load(block or b"")
        return exif

    return _shot(load)


def _shot(load: Callable[[], Image.Exif]) -> Shot:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = load()
            orientation = _orientation(exif.get(ExifTags.Base.Orientation))
        except Exception:
            return Shot()
        taken_at, offset = _time(_directory(exif, ExifTags.IFD.Exif))
        lat, lon = _place(_directory(exif, ExifTags.IFD.GPSInfo))
    return Shot(taken_at, offset, lat, lon, orientation)


def _directory(exif: Image.Exif, tag: ExifTags.IFD) -> dict[int, Any]:
    try:
        return exif.get_ifd(tag)
    except Exception:
        return {}


def _orientation(value: object) -> int:
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _time(camera: dict[int, Any]) -> tuple[str | None, int | None]:
    for when, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        match = _WHEN.fullmatch(_text(camera.get(when)))
        if match is None:
            continue
        try:
            year, month, day, hour, minute, second = map(int, match.groups())
            taken = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 -- local time
        except ValueError:
            continue
        if _FIRST_YEAR <= taken.year <= _LAST_YEAR:
            return taken.isoformat(), _offset(_text(camera.get(offset)))
    return None, None


def _offset(text: str) -> int | None:
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return int(match[1] + str(minutes)) if minutes <= 14 * 60 else None


def _place(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude; neither when one is missing, out of range or both are exactly 0."""
    lat = _degrees(
        gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), "NS", 90
    )
    lon = _degrees(
        gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), "EW", 180
    )
    if lat is None or lon is None or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def _degrees(parts: object, reference: object, directions: str, limit: int) -> float | None:
    direction = _text(reference).upper()
    if not isinstance(parts, tuple) or len(parts) != 3 or direction not in tuple(directions):
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or min(degrees, minutes, seconds) < 0 or value > limit:
        return None
    return round(-value if direction == directions[1] else value, 7)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip(" \0") if isinstance(value, str) else ""
