"""Pictures made by the tests, good and bad."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from random import Random
from typing import Any

from PIL import ExifTags, Image, ImageCms

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (240, 240, 240)
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(width: int = 400, height: int = 300) -> Image.Image:
    """Red, green, blue and white from the top left in reading order: no turn looks the same."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture that costs as much to decode as a photo of a busy street."""
    image = Image.new("L", (width, height))
    for left in range(0, width, 512):
        for top in range(0, height, 512):
            image.paste(_tile(), (left, top))
    return image if mode == "L" else Image.merge("RGB", (image, image.rotate(180), image))


@cache
def _tile() -> Image.Image:
    """The same in every run, which ``Image.effect_noise`` is not."""
    dice = Random(1)
    grain = bytes(min(max(round(dice.gauss(128, 60)), 0), 255) for _ in range(256 * 256))
    return Image.frombytes("L", (256, 256), grain).resize((512, 512), Image.Resampling.BICUBIC)


def encode(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def as_camera_stores(upright: Image.Image, orientation: int) -> Image.Image:
    """The sensor's pixels for which ``orientation`` says how to turn them upright."""
    turn = _UPRIGHT.get(orientation)
    return upright if turn is None else upright.transpose(turn)


def exif(
    orientation: int | None = None,
    taken_at: str | None = None,
    offset: str | None = None,
    gps: dict[int, Any] | None = None,
) -> Image.Exif:
    block = Image.Exif()
    if orientation is not None:
        block[ExifTags.Base.Orientation] = orientation
    camera = block.get_ifd(ExifTags.IFD.Exif)
    if taken_at is not None:
        camera[ExifTags.Base.DateTimeOriginal] = taken_at
    if offset is not None:
        camera[ExifTags.Base.OffsetTimeOriginal] = offset
    if gps:
        block.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return block


def place(lat: tuple[Any, ...], lon: tuple[Any, ...], north: str = "N", east: str = "E") -> Any:
    return {
        ExifTags.GPS.GPSLatitudeRef: north,
        ExifTags.GPS.GPSLatitude: lat,
        ExifTags.GPS.GPSLongitudeRef: east,
        ExifTags.GPS.GPSLongitude: lon,
    }


def swapped_profile() -> bytes:
    """An ICC profile of a screen whose red is green and whose green is red."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    swapped = bytearray(data.replace("sRGB".encode("utf-16-be"), "test".encode("utf-16-be")))
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(swapped)


def repeated_scans(image: Image.Image, scans: int) -> bytes:
    """A progressive JPEG whose last scan is said again until there are ``scans`` of them."""
    data = encode(image, progressive=True, quality=50)
    starts = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    last = data[starts[-1] : -2]
    return data[:-2] + last * (scans - len(starts)) + b"\xff\xd9"


def chunk(name: bytes, body: bytes) -> bytes:
    """A PNG chunk with its checksum."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *extra: bytes, rows: bytes | None = None) -> bytes:
    """A black one-bit PNG of any size; ``extra`` chunks come before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    if rows is None:
        rows = zlib.compress(bytes(height * (1 + -(-width // 8))), 9)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *extra,
            chunk(b"IDAT", rows),
            chunk(b"IEND", b""),
        )
    )


def webp_of_size(width: int, height: int) -> bytes:
    """A WebP of a few bytes that claims any size."""
    bits = (width - 1) | (height - 1) << 14
    body = b"\x2f" + struct.pack("<I", bits) + bytes(9)
    riff = b"WEBPVP8L" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(riff)) + riff


def bare(data: bytes) -> list[int]:
    """The markers of a JPEG in order, walked here and not by the code under test.

    Fails when anything but tables, one frame, one scan and the end mark is inside or behind.
    """
    assert data[:2] == b"\xff\xd8"
    markers, at = [], 2
    while True:
        assert data[at] == 0xFF, f"no marker at {at}"
        marker = data[at + 1]
        markers.append(marker)
        if marker == 0xD9:
            break
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            while data[at] != 0xFF or data[at + 1] == 0:
                at += 1
    assert at + 2 == len(data), "bytes behind the end mark"
    assert set(markers) <= {0xDB, 0xC0, 0xC4, 0xDA, 0xD9}, [hex(marker) for marker in markers]
    assert markers.count(0xDA) == 1
    return markers
