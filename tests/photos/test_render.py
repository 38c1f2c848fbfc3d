"""Upright, sRGB, bare: what becomes of a picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat

from server.photos.decoded import is_bare_jpeg
from server.photos.decoding import jobs, pixels, render
from server.photos.decoding.inspection import inspect
from server.photos.decoding.refusal import Refusal
from server.photos.decoding.shapes import Box
from tests.photos.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    as_camera_stores,
    bare,
    encode,
    exif,
    noise,
    opened,
    place,
    quarters,
    swapped_profile,
)


def decode(data: bytes) -> pixels.Picture:
    return pixels.decode(data, inspect(data))


def near(pixel: object, colour: tuple[int, int, int], tolerance: int = 16) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) <= tolerance for one, other in zip(pixel, colour, strict=True))


def corners(image: Image.Image) -> list[object]:
    right, bottom = image.width - 9, image.height - 9
    return [image.getpixel(spot) for spot in ((8, 8), (right, 8), (8, bottom), (right, bottom))]


def assert_upright(image: Image.Image) -> None:
    seen = corners(image)
    for pixel, colour in zip(seen, (RED, GREEN, BLUE, WHITE), strict=True):
        assert near(pixel, colour), seen


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_turn_ends_upright(orientation: int, kind: str) -> None:
    stored = as_camera_stores(quarters(), orientation)
    picture = decode(encode(stored, kind, exif=exif(orientation)))
    assert (picture.width, picture.height) == (400, 300)
    assert picture.image.size == (400, 300)
    assert_upright(picture.image)


@pytest.mark.parametrize("orientation", [1, 6])
def test_large_photos_are_shrunk_before_they_are_turned(orientation: int) -> None:
    stored = as_camera_stores(quarters(4000, 3000), orientation)
    picture = decode(encode(stored, exif=exif(orientation)))
    assert (picture.width, picture.height) == (4000, 3000)
    assert picture.image.size == (1600, 1200)
    assert pixels.thumb(pixels.middle(picture.image)).size == (480, 360)
    assert_upright(picture.image)


def test_small_photos_are_not_enlarged() -> None:
    picture = decode(encode(quarters(100, 40)))
    assert picture.image.size == pixels.thumb(pixels.middle(picture.image)).size == (100, 40)


MODES: dict[str, Callable[[], bytes]] = {
    "grey": lambda: encode(quarters().convert("L")),
    "cmyk": lambda: encode(quarters().convert("CMYK")),
    "one bit": lambda: encode(quarters().convert("1"), "PNG"),
    "palette": lambda: encode(quarters().quantize(16), "PNG"),
    "palette with a hole": lambda: encode(quarters().quantize(16), "PNG", transparency=0),
    "grey and alpha": lambda: encode(quarters().convert("LA"), "PNG"),
    "alpha": lambda: encode(quarters().convert("RGBA"), "PNG"),
    "alpha webp": lambda: encode(quarters().convert("RGBA"), "WEBP", lossless=True),
    "sixteen bits": lambda: encode(Image.new("I;16", (64, 64), 40_000), "PNG"),
    "progressive": lambda: encode(quarters(), progressive=True),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_becomes_a_bare_rgb_jpeg(mode: str) -> None:
    _header, files = jobs.run({"job": "decode"}, MODES[mode]())
    for data in files:
        bare(data)
        assert opened(data).mode == "RGB"


def test_sixteen_bits_keep_their_brightness() -> None:
    picture = decode(MODES["sixteen bits"]())
    assert near(picture.image.getpixel((30, 30)), (156, 156, 156), 2)


def test_cmyk_keeps_its_colours() -> None:
    assert_upright(decode(MODES["cmyk"]()).image)


def test_white_behind_what_is_transparent() -> None:
    image = quarters().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 200, 150))
    assert near(decode(encode(image, "PNG")).image.getpixel((50, 50)), (255, 255, 255))


def test_a_colour_profile_is_applied_and_dropped() -> None:
    data = encode(quarters(), icc_profile=swapped_profile())
    image = decode(data).image
    assert near(image.getpixel((390, 10)), (160, 30, 30), 30)
    assert near(image.getpixel((10, 10)), (30, 200, 30), 30)
    bare(jobs.run({"job": "decode"}, data)[1][0])


@pytest.mark.parametrize("rubbish", [b"x", b"\x00" * 200, b"z" * (300 * 1024)])
def test_a_broken_profile_is_dropped(rubbish: bytes) -> None:
    assert_upright(decode(encode(quarters(), icc_profile=rubbish)).image)


def test_no_byte_of_what_came_along_survives() -> None:
    secrets = (
        b"<script>alert(1)</script>",
        b"<?php system",
        b"DROP TABLE",
        b"PK\x03\x04",
        b"13800",
    )
    notes = exif(6, "2026:11:22 18:30:05", gps=place((42.0, 54.0, 18.0), (125.0, 8.0, 36.6)))
    notes[0x010E] = "<script>alert(1)</script> 13800138000"
    data = encode(quarters(), exif=notes, comment=b"<?php system", xmp=b"DROP TABLE photo")
    _header, files = jobs.run({"job": "decode"}, data + b"PK\x03\x04" + bytes(100))
    for name in files:
        bare(name)
        assert not any(secret in name for secret in secrets)


# --- damaged files -------------------------------------------------------------------------------


def test_a_photo_without_its_last_bytes_is_taken_with_a_flag() -> None:
    whole = encode(noise(1200, 1600))
    picture = decode(whole[: -len(whole) // 200])
    assert picture.flags == ("truncated",)
    assert (picture.width, picture.height) == (1200, 1600)
    assert 0.95 * 1600 <= picture.image.height < 1600


@pytest.mark.parametrize("share", [0.1, 0.42, 0.9])
def test_a_photo_without_more_of_its_rows_is_refused(share: float) -> None:
    whole = encode(noise(800, 600))
    with pytest.raises(Refusal, match="photo_damaged"):
        decode(whole[: int(len(whole) * share)])


def test_a_progressive_photo_must_be_whole() -> None:
    whole = encode(noise(800, 600), progressive=True)
    with pytest.raises(Refusal, match="photo_damaged"):
        decode(whole[:-4000])


def test_a_photo_cut_before_its_pixels_is_its_preview() -> None:
    whole = encode(quarters(), exif=exif(6).tobytes() + encode(quarters(80, 60)))
    cut = whole[: inspect(whole).scan]
    picture = decode(cut)
    assert picture.flags == ("preview",)
    assert (picture.width, picture.height) == (60, 80)


def test_a_photo_cut_before_its_pixels_without_preview_is_refused() -> None:
    whole = encode(quarters())
    with pytest.raises(Refusal, match="photo_damaged"):
        decode(whole[: inspect(whole).scan])


# --- redaction -----------------------------------------------------------------------------------


def test_nothing_under_a_box_can_be_told_apart() -> None:
    """Only nine even cells are left, and two hidden texts leave all but the same nine."""
    text = noise(400, 300).crop((0, 0, 100, 60))
    copies = []
    for hidden in (text, text.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
        image = quarters()
        image.paste(hidden, (150, 120))
        full = render.renditions(image, image, image).full
        copies.append(opened(render.redact(full, [Box(0.3, 0.3, 0.36, 0.36)]).full))
    for copy in copies:
        for left in (120, 168, 216):
            for top in (90, 126, 162):
                cell = copy.crop((left + 10, top + 10, left + 38, top + 26))
                assert max(ImageStat.Stat(cell).stddev) < 4
    difference = ImageChops.difference(*(copy.crop((120, 90, 264, 198)) for copy in copies))
    assert max(high for _low, high in difference.getextrema()) <= 24


def test_boxes_are_hidden_in_both_sizes() -> None:
    full = render.renditions(noise(1600, 1200), noise(800, 600), noise(480, 360)).full
    copy = render.redact(full, [Box(0.25, 0.25, 0.5, 0.5)])
    for data in copy:
        bare(data)
        image = opened(data)
        middle = image.crop(
            (
                image.width * 3 // 8,
                image.height * 3 // 8,
                image.width * 3 // 8 + 8,
                image.height * 3 // 8 + 8,
            )
        )
        assert max(ImageStat.Stat(middle).stddev) < 3


@pytest.mark.parametrize(
    "box",
    [
        Box(0, 0, 1, 1),
        Box(0.9, 0.9, 1, 1),
        Box(0.5, 0.5, 0, 0),
        Box(1, 1, 1, 1),
        Box(0.5, 0.5, 0.0001, 0.0001),
    ],
)
def test_boxes_at_the_edge(box: Box) -> None:
    full = render.renditions(quarters(), quarters(), quarters()).full
    assert opened(render.redact(full, [box]).full).size == (400, 300)


# --- hashes --------------------------------------------------------------------------------------


def test_the_same_picture_hashes_alike_at_any_size_and_quality() -> None:
    scene = noise(1600, 1200)
    scene.paste((10, 10, 10), (200, 300, 900, 1000))
    first = render.dhash(scene)
    again = render.dhash(opened(encode(scene.resize((1280, 960)), quality=60)))
    assert (int(first, 16) ^ int(again, 16)).bit_count() <= 5


def test_a_rising_row_has_no_bits_and_a_falling_row_has_all() -> None:
    ramp = Image.linear_gradient("L").rotate(90)
    assert {render.dhash(ramp), render.dhash(ramp.rotate(180))} == {"0" * 16, "f" * 16}


def test_bare_means_bare() -> None:
    good = render.renditions(quarters(), quarters(), quarters()).full
    assert is_bare_jpeg(good)
    for bad in (
        b"",
        good[:-2],
        good + b"x",
        encode(quarters()),
        encode(quarters(), progressive=True),
        good[:2] + b"\xff\xfe\x00\x04hi" + good[2:],
        encode(quarters(), "PNG"),
    ):
        assert not is_bare_jpeg(bad)
