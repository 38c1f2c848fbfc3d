"""What phones of all makes really send: upright, in its colours, or refused in the right words."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter

from server.photos.client import Decoder
from server.photos.decoding import jobs, pixels
from server.photos.decoding.inspection import inspect
from server.photos.decoding.refusal import Refusal
from server.platform.errors import Problem
from tests.photos.heics import branded, heic
from tests.photos.pictures import BLUE, GREEN, RED, WHITE, bare, chunk, encode, exif, quarters

COLOURS = (RED, GREEN, BLUE, WHITE)
SAMSUNG = b"\x00\x00\x01\x0a\x0e\x00\x00\x00Image_UTC_Data1700000000000SEFHk\x00\x00\x00SEFT"
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 40
TRAILERS = {
    "samsung": SAMSUNG,
    "huawei": bytes(20) + b"20:20:00:00 edof\x00DepthP\xff\xd8\xff",
    "motion photo": FILM,
    "zeros": bytes(70_000),
    "another picture": encode(Image.new("RGB", (64, 48), "black")),
}


def decoded(data: bytes) -> pixels.Picture:
    return pixels.decode(data, inspect(data))


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        decoded(data)
    return caught.value.code


def seen(image: Image.Image) -> list[tuple[int, ...]]:
    """The middles of the four quarters."""
    high, low = image.height // 4, image.height * 3 // 4
    left, right = image.width // 4, image.width * 3 // 4
    spots = ((left, high), (right, high), (left, low), (right, low))
    found = [image.getpixel(spot) for spot in spots]
    return [pixel for pixel in found if isinstance(pixel, tuple)]


def assert_colours(image: Image.Image, wanted: object = COLOURS, tolerance: int = 5) -> None:
    assert np.abs(np.array(seen(image)) - np.array(wanted)).max() <= tolerance, seen(image)


# --- HEIC ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter_turns", range(4))
@pytest.mark.parametrize("mirror", [None, 0, 1])
def test_a_heic_is_turned_by_its_boxes_and_not_by_its_exif(
    quarter_turns: int, mirror: int | None
) -> None:
    upright = quarters(64, 48).rotate(90 * quarter_turns, expand=True)
    if mirror is not None:
        flips = (Image.Transpose.FLIP_TOP_BOTTOM, Image.Transpose.FLIP_LEFT_RIGHT)
        upright = upright.transpose(flips[mirror])
    picture = decoded(heic(quarter_turns, mirror))
    assert (picture.width, picture.height) == picture.image.size == upright.size
    assert_colours(picture.image, seen(upright), 8)


@pytest.mark.parametrize("maker", ["samsung", "huawei", "motion photo", "zeros"])
def test_notes_behind_a_heic_do_no_harm(maker: str) -> None:
    film = struct.pack(">I", 8 + len(FILM)) + b"mpvd" + FILM
    for data in (heic() + TRAILERS[maker], heic() + film + TRAILERS[maker]):
        assert_colours(decoded(data).image, tolerance=8)


@pytest.mark.parametrize("lost", [1, 60, 170, 400, 600])
def test_a_heic_without_its_last_bytes_is_damaged(lost: int) -> None:
    assert refused(heic()[:-lost]) == "photo_damaged"


@pytest.mark.parametrize("major", [b"heic", b"heix", b"mif1", b"mif2", b"miaf"])
def test_a_heic_by_its_other_names(major: bytes) -> None:
    assert_colours(decoded(branded(heic(), major, b"heic")).image, tolerance=8)


def test_what_is_no_heic() -> None:
    assert refused(branded(heic(), b"mif1", b"avif")) == "photo_type"
    assert refused(branded(heic(), b"avif", b"mif1", b"heic")) == "photo_type"
    assert refused(branded(heic(), b"hevc", b"heic")) == "photo_animated"


@pytest.mark.parametrize("brand", [b"mp42", b"isom", b"qt  ", b"3gp4", b"M4V "])
def test_a_film_is_called_one(brand: bytes) -> None:
    assert refused(branded(FILM, brand)) == "photo_animated"


def test_a_picture_of_a_camera_sold_with_50_megapixels() -> None:
    size, large = struct.pack(">II", 64, 64), struct.pack(">II", 8192, 6144)
    facts = inspect(heic().replace(b"ispe" + bytes(4) + size, b"ispe" + bytes(4) + large))
    assert (facts.width, facts.height) == (8192, 6144)
    larger = large[:4] + struct.pack(">I", 6400)
    with pytest.raises(Refusal, match="photo_too_many_pixels"):
        inspect(heic().replace(b"ispe" + bytes(4) + size, b"ispe" + bytes(4) + larger))


# --- JPEG ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", TRAILERS)
def test_notes_behind_a_jpeg_do_no_harm(maker: str) -> None:
    data = encode(quarters(), quality=92)
    _header, files = jobs.run({"job": "decode"}, data + TRAILERS[maker])
    assert files == jobs.run({"job": "decode"}, data)[1]


def test_of_several_pictures_the_first_counts() -> None:
    """As with the gain map behind an Ultra HDR photo, and the second eye of an MPO."""
    gains = Image.new("L", (100, 75), 128).convert("RGB")
    data = encode(quarters(), "MPO", save_all=True, append_images=[gains], quality=92)
    assert_colours(decoded(data).image)


@pytest.mark.parametrize("transform", [0, 2])
def test_four_inks_as_adobe_writes_them(transform: int) -> None:
    """Pillow writes CMYK inverted under Adobe's mark 0; under mark 2 the same inks are YCCK."""
    inks = quarters().convert("CMYK")
    data = encode(inks, quality=95, subsampling=0)
    if transform:
        luma = np.asarray(Image.merge("RGB", inks.split()[:3]).convert("YCbCr"))
        mixed = np.dstack([luma, 255 - np.asarray(inks)[..., 3:]])
        data = encode(Image.fromarray(255 - mixed, "CMYK"), quality=95, subsampling=0)
        mark = data.index(b"Adobe") + 11
        data = data[:mark] + b"\x02" + data[mark + 1 :]
    assert_colours(decoded(data).image, tolerance=8)


def test_lost_restart_marks_cost_no_photo() -> None:
    data = encode(quarters(), quality=92, restart_marker_rows=1)
    marks = [at for at in range(len(data) - 1) if data[at] == 0xFF and 0xD0 <= data[at + 1] <= 0xD7]
    assert len(marks) > 10
    cut = data[: marks[5]] + data[marks[6] :]
    assert decoded(cut).image.size == (400, 300)


def test_a_long_note_of_the_maker_hides_neither_time_nor_turn() -> None:
    notes = exif(6, "2026:11:22 18:30:05", "+08:00")
    notes.get_ifd(0x8769)[0x927C] = bytes(range(256)) * 235
    shot = decoded(encode(quarters(), exif=notes)).shot
    assert (shot.taken_at, shot.offset_minutes, shot.orientation) == (
        "2026-11-22T18:30:05",
        480,
        6,
    )


def test_a_turn_that_only_an_editor_notes_is_none() -> None:
    """No browser and no gallery heeds the orientation in XMP: people see the pixels as they are."""
    note = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'
    for kind in ("JPEG", "WEBP"):
        assert_colours(decoded(encode(quarters(), kind, quality=92, xmp=note)).image)


# --- PNG and WebP --------------------------------------------------------------------------------


def png_of(samples: np.ndarray, colour_type: int, interlaced: bool = False) -> bytes:
    """A PNG of rows × columns × channels of 8 or 16 bits, stored as they are."""
    height, width = samples.shape[:2]
    depth = samples.dtype.itemsize * 8
    stored = samples.astype(samples.dtype.newbyteorder(">"))
    passes = [stored]
    if interlaced:
        steps = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2)]
        steps += [(0, 1, 2, 2), (1, 0, 2, 1)]
        passes = [stored[top::down, left::right] for top, left, down, right in steps]
    rows = b"".join(b"\x00" + row.tobytes() for part in passes for row in part)
    head = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, int(interlaced))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize(("mode", "colour_type"), [("L", 0), ("RGB", 2), ("LA", 4), ("RGBA", 6)])
def test_a_png_of_every_depth(mode: str, colour_type: int, deep: bool, interlaced: bool) -> None:
    samples = np.asarray(quarters(80, 60).convert(mode))
    if deep:
        samples = samples.astype(np.uint16) * 257
    wanted = seen(quarters(80, 60).convert("L").convert("RGB")) if "L" in mode else COLOURS
    assert_colours(decoded(png_of(samples, colour_type, interlaced)).image, wanted)


@pytest.mark.parametrize("mode", ["L", "RGB", "P"])
def test_one_colour_of_a_png_may_be_transparent(mode: str) -> None:
    image = quarters().quantize(16) if mode == "P" else quarters().convert(mode)
    red = image.getpixel((10, 10))
    picture = decoded(encode(image, "PNG", transparency=red))
    assert seen(picture.image)[0] == (255, 255, 255)
    assert seen(picture.image)[1] != (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_of_display_p3(kind: str, mode: str) -> None:
    if (kind, mode) in {("JPEG", "RGBA"), ("JPEG", "P"), ("WEBP", "P")}:
        pytest.skip("there is no such file")
    image = quarters().quantize(16) if mode == "P" else quarters().convert(mode)
    quality = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    picture = decoded(encode(image, kind, icc_profile=display_p3(), **quality))
    assert_colours(picture.image, [in_srgb(colour) for colour in COLOURS], 6)


@pytest.mark.parametrize("cut", [100, 200, 400])
def test_a_torn_profile_is_left_aside(cut: int) -> None:
    data = encode(quarters(), icc_profile=display_p3()[:cut], quality=92)
    assert_colours(decoded(data).image)


def display_p3() -> bytes:
    """The profile of sRGB with the primaries of Display P3 (SMPTE EG 432-1, adapted to D50)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    primaries = {
        b"rXYZ": (0.51512, 0.2412, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.1571, 0.06657, 0.78407),
    }
    for number in range(int.from_bytes(data[128:132], "big")):
        name, at = struct.unpack(">4sI", data[132 + 12 * number : 140 + 12 * number])
        if name in primaries:
            fixed = [round(value * 65536) for value in primaries[name]]
            data[at + 8 : at + 20] = struct.pack(">iii", *fixed)
    return bytes(data.replace("sRGB".encode("utf-16-be"), "P3P3".encode("utf-16-be"), 1))


def in_srgb(colour: tuple[int, int, int]) -> tuple[int, ...]:
    """A colour of Display P3 in sRGB, clipped; the matrix is CSS Color 4's, linear P3 → XYZ → RGB.

    Both have the curve of sRGB.
    """
    to_xyz = np.array(
        [
            [608311 / 1250200, 189793 / 714400, 198249 / 1000160],
            [35783 / 156275, 247089 / 357200, 198249 / 2500400],
            [0, 32229 / 714400, 5220557 / 5000800],
        ]
    )
    to_rgb = np.array(
        [
            [12831 / 3959, -329 / 214, -1974 / 3959],
            [-851781 / 878810, 1648619 / 878810, 36519 / 878810],
            [705 / 12673, -2585 / 12673, 705 / 667],
        ]
    )
    value = np.array(colour) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    linear = np.clip(to_rgb @ to_xyz @ linear, 0, 1)
    value = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return tuple(int(part) for part in np.round(value * 255))


# --- long and narrow -----------------------------------------------------------------------------


def test_what_is_only_too_long_is_told_so(decoder: Decoder) -> None:
    """A long screenshot has few pixels: a smaller size in the camera's settings is no help."""
    long = encode(Image.new("L", (1080, 17_000)), "PNG")
    with pytest.raises(Problem) as caught:
        decoder.decode(long)
    assert (caught.value.status, caught.value.code) == (422, "photo_too_long")
    assert caught.value.params == {"pixels": 16_384}


@pytest.mark.parametrize("size", [(8000, 800), (800, 8000)])
def test_a_panorama_is_a_photo(size: tuple[int, int]) -> None:
    _header, files = jobs.run({"job": "decode"}, encode(quarters(*size), quality=50))
    for data in files:
        bare(data)
        with Image.open(io.BytesIO(data)) as image:
            assert_colours(image.filter(ImageFilter.BoxBlur(1)))
