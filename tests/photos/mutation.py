"""Good photos made bad, the same ones for the same number: what a fuzzer without a guide finds."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tests.photos.pictures import encode, exif, noise, place, quarters

Mutate = Callable[[bytearray, Random], None]

_LENGTHS = (0, 1, 2, 7, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)


def good_photos(folder: Path) -> list[bytes]:
    """One of each kind that decoders tell apart; small, but for the HEIC from real phones."""
    here = exif(6, "2026:11:22 18:30:05", "+08:00", place((42, 54, 0), (125, 8, 30)))
    scene = noise(320, 240)
    made = [
        encode(scene, exif=here, quality=60),
        encode(scene, exif=here, quality=60, progressive=True),
        encode(scene, exif=here, comment=b"words " * 20, restart_marker_blocks=4),
        encode(scene.convert("L"), exif=here),
        encode(scene.convert("CMYK"), exif=here),
        encode(scene, "PNG", exif=here),
        encode(quarters(320, 240).convert("P"), "PNG", exif=here, transparency=0),
        encode(quarters(320, 240).convert("RGBA"), "PNG", exif=here),
        encode(scene, "WEBP", exif=here, quality=60),
        encode(quarters(320, 240).convert("RGBA"), "WEBP", exif=here, lossless=True),
    ]
    return made + [(folder / "heic" / name).read_bytes() for name in ("arrow.heic", "xiaomi.heic")]


def mutant(good: Sequence[bytes], number: int) -> bytes:
    """The photo of this number: one of the good ones after one to four changes."""
    dice = Random(number)
    data = bytearray(good[number % len(good)])
    for _ in range(dice.randint(1, 4)):
        dice.choice(_CHANGES)(data, dice)
        if dice.random() < 0.1:
            _splice(data, dice, good)
    if data[:4] == b"\x89PNG" and dice.random() < 0.7:
        data = _with_right_sums(data)
    return bytes(data)


def _flip_anywhere(data: bytearray, dice: Random) -> None:
    for _ in range(dice.randint(1, 24)):
        at = dice.randrange(max(1, len(data)))
        data[at : at + 1] = bytes([(data[at] if data else 0) ^ 1 << dice.randrange(8)])


def _flip_in_front(data: bytearray, dice: Random) -> None:
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(max(1, min(len(data), 700)))
        data[at : at + 1] = bytes([dice.randrange(256)])


def _cut(data: bytearray, dice: Random) -> None:
    del data[dice.randrange(len(data) + 1) :]


def _drop(data: bytearray, dice: Random) -> None:
    at = dice.randrange(len(data) + 1)
    del data[at : at + dice.choice((1, 2, 16, 500))]


def _double(data: bytearray, dice: Random) -> None:
    at = dice.randrange(len(data) + 1)
    piece = data[at : at + dice.choice((2, 64, 4000))]
    data[at:at] = piece * dice.choice((1, 2, 40))


def _blank(data: bytearray, dice: Random) -> None:
    at, size = dice.randrange(len(data) + 1), dice.choice((1, 4, 64, 1000))
    data[at : at + size] = bytes([dice.choice((0, 0xFF, 0xD8))]) * min(size, len(data) - at)


def _length(data: bytearray, dice: Random) -> None:
    """Another length where a segment, chunk or box says its own."""
    places = [at for at, _ in _lengths_of(data)]
    if places:
        at = dice.choice(places)
        size = 2 if data[:2] == b"\xff\xd8" else 4
        value = dice.choice(_LENGTHS) & (1 << 8 * size) - 1
        order = "little" if data[:4] == b"RIFF" else "big"
        data[at : at + size] = value.to_bytes(size, order)


def _size(data: bytearray, dice: Random) -> None:
    """Another width or height than the pixels have."""
    for mark, offset, size in (
        (b"\xff\xc0", 5, 2),
        (b"\xff\xc2", 5, 2),
        (b"IHDR", 4, 4),
        (b"VP8 ", 14, 2),
        (b"VP8L", 9, 2),
        (b"VP8X", 12, 3),
        (b"ispe", 8, 4),
    ):
        at = data.find(mark)
        if at >= 0:
            value = dice.choice((0, 1, 15, 321, 5001, 16385, 0xFFFF, 0x7FFFFFFF))
            begin = at + offset + dice.choice((0, size))
            data[begin : begin + size] = (value & (1 << 8 * size) - 1).to_bytes(size, "big")
            return


def _exif(data: bytearray, dice: Random) -> None:
    """Entries of the metadata that point anywhere and count to any number."""
    found = [at for mark in (b"Exif\0\0", b"eXIf", b"EXIF") if (at := data.find(mark)) >= 0]
    if found:
        for _ in range(dice.randint(1, 12)):
            at = found[0] + 4 + dice.randrange(260)
            data[at : at + 4] = struct.pack(">I", dice.choice((*_LENGTHS, dice.randrange(400))))


_CHANGES: tuple[Mutate, ...] = (
    *(_flip_anywhere, _flip_in_front, _cut, _drop, _double, _blank),
    *(_length, _length, _size, _size, _exif, _exif),
)


def _splice(data: bytearray, dice: Random, good: Sequence[bytes]) -> None:
    """A piece of another photo, of the same kind or another."""
    other = dice.choice(good)
    begin = dice.randrange(len(other))
    at = dice.randrange(len(data) + 1)
    data[at:at] = other[begin : begin + dice.choice((30, 600, 20_000))]


def _lengths_of(data: bytearray) -> list[tuple[int, int]]:
    """Where lengths stand, and what they say; as far as the file can be walked."""
    found: list[tuple[int, int]] = []
    jpeg, png, webp = data[:2] == b"\xff\xd8", data[:4] == b"\x89PNG", data[:4] == b"RIFF"
    at = 4 if jpeg else 8 if png else 16 if webp else 0
    if webp:
        found.append((4, 0))
    while at + 4 <= len(data) and len(found) < 200:
        if jpeg:
            said = int.from_bytes(data[at : at + 2], "big")
            step = said + 2
        else:
            said = int.from_bytes(data[at : at + 4], "little" if webp else "big")
            step = said + 12 if png else said + said % 2 + 8 if webp else said
        found.append((at, said))
        if step < 4:
            break
        at += step
    return found


def _with_right_sums(data: bytearray) -> bytearray:
    """A PNG whose chunks have their checksums: what is wrong with it lies deeper."""
    made = bytearray(data)
    for at, said in _lengths_of(data)[:200]:
        end = at + 8 + said
        if end + 4 <= len(made):
            made[end : end + 4] = struct.pack(">I", zlib.crc32(made[at + 4 : end]))
    return made
