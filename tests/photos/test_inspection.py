"""What is refused before any decoder sees it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from server.photos.decoding import limits
from server.photos.decoding.inspection import inspect
from server.photos.decoding.refusal import Refusal
from tests.photos.pictures import chunk, encode, exif, noise, png, quarters, repeated_scans
from tests.photos.pictures import webp_of_size as webp


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        inspect(data)
    return caught.value.code


def sof(data: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size written into its frame header."""
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_kind_and_size_come_from_the_bytes(kind: str) -> None:
    facts = inspect(encode(quarters(120, 90), kind))
    assert (facts.kind, facts.width, facts.height) == (kind.lower(), 120, 90)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8",
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"%PDF-1.7",
        b"PK\x03\x04" + bytes(60),
        b"BM" + bytes(60),
        b"II*\x00" + bytes(60),
        b"\x00\x00\x00\x18ftypavif" + bytes(12),
        b"\x00\x00\x00\x14ftypmif1\x00\x00\x00\x00avif",
        b"RIFF\x00\x00\x00\x00AVI ",
    ],
)
def test_other_files_are_no_photos(data: bytes) -> None:
    assert refused(data) == "photo_type"


def test_too_many_bytes() -> None:
    assert refused(b"\xff\xd8\xff" + bytes(limits.MAX_BYTES)) == "photo_too_large"


@pytest.mark.parametrize(
    ("size", "code"),
    [
        ((15, 400), "photo_too_small"),
        ((400, 15), "photo_too_small"),
        ((16, 321), "photo_shape"),
        ((16_385, 1000), "photo_too_long"),
        ((65_500, 65_500), "photo_too_many_pixels"),
        ((12_000, 10_001), "photo_too_many_pixels"),
    ],
)
def test_sizes_of_a_baseline_jpeg(size: tuple[int, int], code: str) -> None:
    assert refused(sof(encode(quarters(64, 64)), *size)) == code


@pytest.mark.parametrize("size", [(16, 16), (16, 320), (12_000, 10_000), (16_384, 7_000)])
def test_sizes_just_within(size: tuple[int, int]) -> None:
    facts = inspect(sof(encode(quarters(64, 64)), *size))
    assert (facts.width, facts.height) == size


def test_a_progressive_jpeg_may_have_fewer_pixels() -> None:
    data = encode(quarters(64, 64), progressive=True).replace(b"\xff\xc2", b"\xff\xc0", 1)
    large = sof(data, 8_001, 8_000).replace(b"\xff\xc0", b"\xff\xc2", 1)
    assert refused(large) == "photo_too_many_pixels"
    inspect(sof(data, 8_000, 8_000).replace(b"\xff\xc0", b"\xff\xc2", 1))


@pytest.mark.parametrize("scans", [65, 206, 2000])
def test_scans_are_counted(scans: int) -> None:
    assert refused(repeated_scans(noise(64, 64), scans)) == "photo_scans"


def test_as_many_scans_as_allowed() -> None:
    assert not inspect(repeated_scans(noise(64, 64), 64)).sequential


def test_scan_marks_inside_a_profile_do_not_count() -> None:
    profile = b"\xff\xda\x00\x0c" * 300
    assert inspect(encode(quarters(), icc_profile=profile)).sequential


def test_what_follows_the_first_picture_is_not_looked_at() -> None:
    data = encode(quarters())
    assert inspect(data + b"<script>" + data).end == len(data)


def test_a_preview_inside_the_metadata_is_not_the_picture() -> None:
    preview = encode(quarters(40, 30))
    data = encode(quarters(), exif=b"Exif\x00\x00" + preview)
    assert (inspect(data).width, inspect(data).end) == (400, len(data))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_cut_files_are_damaged(kind: str) -> None:
    data = encode(quarters(), kind)
    for keep in (20, len(data) // 2, len(data) - 5):
        assert refused(data[:keep]) == "photo_damaged"


def test_a_jpeg_without_end_mark_is_noticed() -> None:
    assert not inspect(encode(quarters())[:-2]).whole


def test_animations() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    for kind in ("PNG", "WEBP"):
        data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
        assert refused(data) == "photo_animated"
    assert refused(b"\x00\x00\x00\x18ftypmsf1\x00\x00\x00\x00hevcmsf1") == "photo_animated"


def test_png_and_webp_have_their_own_limit() -> None:
    assert refused(png(5_001, 5_000, rows=b"")) == "photo_too_many_pixels"
    assert refused(webp(5_001, 5_000)) == "photo_too_many_pixels"
    assert inspect(png(5_000, 5_000, rows=b"")).kind == "png"


def test_a_png_must_begin_with_its_header_and_have_pixels() -> None:
    whole = png(64, 64)
    assert refused(whole[:8] + chunk(b"tEXt", b"a\x00b") + whole[8:]) == "photo_damaged"
    assert refused(png(64, 64).replace(b"IDAT", b"IDAX")) == "photo_damaged"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutations_never_break_the_walk(data: st.DataObject) -> None:
    """Whatever a byte says, the answer is facts within the limits or a refusal."""
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    good = bytearray(encode(quarters(48, 36), kind, exif=exif(6)))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    try:
        facts = inspect(bytes(good[:cut]))
    except Refusal:
        return
    assert min(facts.width, facts.height) >= limits.MIN_SIDE
    assert max(facts.width, facts.height) <= limits.MAX_SIDE
