"""A walk over the boxes of a HEIC (ISO/IEC 23008-12 on ISO/IEC 14496-12)."""

from __future__ import annotations

from collections.abc import Iterator

from server.photos.decoding.facts import Facts
from server.photos.decoding.refusal import Refusal, damaged

STILL = frozenset({b"heic", b"heix", b"heim", b"heis"})
SEQUENCE = frozenset({b"hevc", b"hevx", b"hevm", b"hevs", b"msf1"})
_GENERIC = frozenset({b"mif1", b"mif2", b"miaf"})
_FILM = frozenset({b"mp41", b"mp42", b"isom", b"iso2", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5"})


def brands(data: bytes) -> list[bytes]:
    """The brands of the file type box, the major one first; none when there is no such box."""
    if data[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(data[:4]), 256)
    return [data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))]


def is_heic(data: bytes) -> bool:
    """Whether the file claims to hold HEVC pictures, still or in sequence."""
    found = brands(data)
    if not found:
        return False
    return found[0] in STILL | SEQUENCE or (found[0] in _GENERIC and bool(STILL & set(found)))


def is_film(data: bytes) -> bool:
    """Whether the file claims to be a film, as phones record them: MP4, QuickTime, 3GPP."""
    return any(brand in _FILM for brand in brands(data)[:1])


def inspect(data: bytes) -> Facts:
    """The size of the largest picture inside. Raises ``Refusal``."""
    if brands(data)[0] in SEQUENCE:
        raise Refusal("photo_animated")
    end = _end(data)
    width, height = max(_sizes(data, end), key=lambda size: size[0] * size[1], default=(0, 0))
    if not width or not height:
        raise damaged()
    return Facts("heic", width, height, end=end)


def _end(data: bytes) -> int:
    """Where the last whole box ends: phones leave notes of their own behind it, in no box."""
    position = 0
    while position + 8 <= len(data):
        size, header = _box(data, position, len(data))
        if size < header or position + size > len(data):
            break
        position += size
    return position


def _sizes(data: bytes, end: int) -> Iterator[tuple[int, int]]:
    """The spatial extents of every item: ``meta/iprp/ipco/ispe``."""
    for meta in _children(data, 0, end, b"meta"):
        for properties in _children(data, meta[0] + 4, meta[1], b"iprp"):
            for container in _children(data, *properties, b"ipco"):
                for start, end in _children(data, *container, b"ispe"):
                    if end - start >= 12:
                        yield (
                            int.from_bytes(data[start + 4 : start + 8]),
                            int.from_bytes(data[start + 8 : start + 12]),
                        )


def _children(data: bytes, start: int, end: int, wanted: bytes) -> Iterator[tuple[int, int]]:
    """Where the bodies of the ``wanted`` boxes between ``start`` and ``end`` begin and end."""
    while start + 8 <= end:
        size, header = _box(data, start, end)
        if size < header or start + size > end:
            raise damaged()
        if data[start + 4 : start + 8] == wanted:
            yield start + header, start + size
        start += size


def _box(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The size of a box as it says itself, and that of its header; 0 stands for all to ``end``."""
    size = int.from_bytes(data[start : start + 4])
    if size == 1:
        return int.from_bytes(data[start + 8 : start + 16]), 16
    return size or end - start, 8
