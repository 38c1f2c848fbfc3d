"""Coordinate systems in use in China, and positions that know which one they are in.

WGS-84 is what satellites and browsers give and what is stored; GCJ-02 is what the maps of 高德 and
腾讯 show, shifted by some 600 m inside China; BD-09 is 百度's further shift of GCJ-02. A ``Point``
carries its datum, so that it cannot be converted twice.

The formulas are the public ones of EvilTransform (https://github.com/googollee/eviltransform) and
coordtransform (https://github.com/wandergis/coordtransform). They define the forward direction;
the inverses are found by iteration, not by the usual single step, which is up to 3 m off.
``static/shared/datum.js`` is the same module for browsers, held to the same vectors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, isfinite, pi, radians, sin, sqrt

_KRASOVSKY_A = 6378245.0
_KRASOVSKY_E2 = 0.00669342162296594323
_BD_TURN = pi * 3000.0 / 180.0
_LONGEST_SHIFT_DEG = 0.03
_SETTLED_DEG = 1e-10
_ROUNDING_DEG = 1e-9
_MAX_STEPS = 20

_Shift = Callable[[float, float], tuple[float, float]]


class Datum(StrEnum):
    """The coordinate system that a latitude and a longitude are given in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True)
class Point:
    """A position: degrees north, degrees east, and the datum they are in.

    Raises ``ValueError`` for numbers that are not on the globe.
    """

    lat: float
    lon: float
    datum: Datum = Datum.WGS84

    def __post_init__(self) -> None:
        if not (isfinite(self.lat) and isfinite(self.lon)):
            raise ValueError("a coordinate is not a finite number")
        if abs(self.lat) > 90 or abs(self.lon) > 180:
            raise ValueError(f"not on the globe: {self.lat}, {self.lon}")

    def to(self, datum: Datum) -> Point:
        """The same position in ``datum``; itself when it already is.

        Positions whose WGS-84 coordinates are outside the rectangle of ``in_china`` are the same
        in every datum.
        """
        if datum is self.datum:
            return self
        lat, lon = _unshifted(self.lat, self.lon, _SHIFTS[self.datum])
        if in_china(lat, lon, _ROUNDING_DEG):
            for shift in _SHIFTS[datum]:
                lat, lon = _shifted(lat, lon, shift)
        return Point(lat, lon, datum)


def in_china(lat: float, lon: float, margin: float = 0.0) -> bool:
    """Whether WGS-84 degrees are in the rectangle of the public formulas, ``margin`` wider."""
    return (
        0.8293 - margin <= lat <= 55.8271 + margin and 72.004 - margin <= lon <= 137.8347 + margin
    )


def _gcj_shift(lat: float, lon: float) -> tuple[float, float]:
    """GCJ-02 minus WGS-84 at a WGS-84 position, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    root, wave = sqrt(abs(x)), 20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (wave + 20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (wave + 20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    phi = radians(lat)
    magic = 1 - _KRASOVSKY_E2 * sin(phi) ** 2
    meridian = _KRASOVSKY_A * (1 - _KRASOVSKY_E2) / (magic * sqrt(magic))
    parallel = _KRASOVSKY_A / sqrt(magic) * cos(phi)
    return north * 180 / (meridian * pi), east * 180 / (parallel * pi)


def _bd_shift(lat: float, lon: float) -> tuple[float, float]:
    """BD-09 minus GCJ-02 at a GCJ-02 position, in degrees."""
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _BD_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BD_TURN)
    return radius * sin(angle) + 0.006 - lat, radius * cos(angle) + 0.0065 - lon


_SHIFTS: dict[Datum, tuple[_Shift, ...]] = {
    Datum.WGS84: (),
    Datum.GCJ02: (_gcj_shift,),
    Datum.BD09: (_gcj_shift, _bd_shift),
}


def _shifted(lat: float, lon: float, shift: _Shift) -> tuple[float, float]:
    north, east = shift(lat, lon)
    return lat + north, lon + east


def _unshifted(lat: float, lon: float, shifts: tuple[_Shift, ...]) -> tuple[float, float]:
    """Where in China ``shifts`` start to end at ``lat, lon``; unchanged when nowhere in China."""
    if not in_china(lat, lon, _LONGEST_SHIFT_DEG):
        return lat, lon
    found = lat, lon
    for shift in reversed(shifts):
        found = _before(shift, *found)
    return found if in_china(*found, _ROUNDING_DEG) else (lat, lon)


def _before(shift: _Shift, lat: float, lon: float) -> tuple[float, float]:
    """Fixed-point steps, until one moves by less than a hundredth of a millimetre."""
    found = lat, lon
    for _ in range(_MAX_STEPS):
        north, east = shift(*found)
        last, found = found, (lat - north, lon - east)
        if max(abs(found[0] - last[0]), abs(found[1] - last[1])) < _SETTLED_DEG:
            break
    return found
