"""What is read from a camera's notes, and what is not believed."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL.TiffImagePlugin import IFDRational

from server.photos.decoding.exif import Shot, read, read_block
from tests.photos.pictures import encode, exif, opened, place, quarters


def shot(**notes: Any) -> Shot:
    return read(opened(encode(quarters(), exif=exif(**notes))))


def test_time_place_and_turn() -> None:
    found = shot(
        orientation=6,
        taken_at="2026:11:22 18:30:05",
        offset="+08:00",
        gps=place((42.0, 54.0, 18.0), (125.0, 8.0, 36.6)),
    )
    assert found == Shot("2026-11-22T18:30:05", 480, 42.905, 125.1435, 6)


def test_south_and_west_are_negative() -> None:
    found = shot(gps=place((33.0, 0.0, 0.0), (70.0, 30.0, 0.0), "S", "W"))
    assert (found.lat, found.lon) == (-33.0, -70.5)


def test_small_letters_are_directions_too() -> None:
    found = shot(gps=place((33.0, 0.0, 0.0), (70.0, 30.0, 0.0), "s", "w"))
    assert (found.lat, found.lon) == (-33.0, -70.5)


@pytest.mark.parametrize("nothing", [IFDRational(1, 0), IFDRational(0, 0)])
def test_a_part_divided_by_zero_is_no_place(nothing: IFDRational) -> None:
    for seconds in ((nothing, 0.0), (0.0, nothing)):
        lat, lon = ((33.0, 0.0, part) for part in seconds)
        assert (shot(gps=place(lat, lon)).lat, shot(gps=place(lat, lon)).lon) == (None, None)


@pytest.mark.parametrize("orientation", [0, 9, 99, 65535])
def test_a_senseless_turn_is_none(orientation: int) -> None:
    assert shot(orientation=orientation).orientation == 1


@pytest.mark.parametrize(
    "taken_at",
    [
        "0000:00:00 00:00:00",
        "2026:13:01 00:00:00",
        "1970:01:01 00:00:00",
        "2999:01:01 00:00:00",
        "yesterday",
        "",
        "2026-11-22 18:30:05",
        "2026:11:22 24:00:00",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_senseless_time_is_none(taken_at: str) -> None:
    assert shot(taken_at=taken_at).taken_at is None


@pytest.mark.parametrize(("offset", "minutes"), [("-03:30", -210), ("+14:00", 840)])
def test_offsets(offset: str, minutes: int) -> None:
    assert shot(taken_at="2026:11:22 18:30:05", offset=offset).offset_minutes == minutes


@pytest.mark.parametrize("offset", ["+15:00", "CST", "Z", "", "+8"])
def test_a_senseless_offset_is_none(offset: str) -> None:
    found = shot(taken_at="2026:11:22 18:30:05", offset=offset)
    assert (found.taken_at, found.offset_minutes) == ("2026-11-22T18:30:05", None)


@pytest.mark.parametrize(
    "gps",
    [
        place((91.0, 0.0, 0.0), (10.0, 0.0, 0.0)),
        place((10.0, 0.0, 0.0), (180.0, 0.0, 1.0)),
        place((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        place((10.0, 0.0), (10.0, 0.0, 0.0)),
        place((10.0, 0.0, 0.0), (10.0, 0.0, 0.0), "X", "E"),
        place((10.0, 0.0, 0.0), (10.0, 0.0, 0.0), "", ""),
        {2: (10.0, 0.0, 0.0), 4: (10.0, 0.0, 0.0)},
        {1: "N", 2: (10.0, 0.0, 0.0)},
    ],
)
def test_a_senseless_place_is_none(gps: dict[int, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = shot(gps=gps)
    assert (found.lat, found.lon) == (None, None)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_rubbish_is_no_error(rubbish: bytes) -> None:
    for head in (b"", b"Exif\x00\x00", b"Exif\x00\x00II*\x00\x08\x00\x00\x00"):
        found = read_block(head + rubbish)
        assert found.lat is None or -90 <= found.lat <= 90
        assert 1 <= found.orientation <= 8


def test_nothing_is_nothing() -> None:
    assert read_block(None) == Shot()
