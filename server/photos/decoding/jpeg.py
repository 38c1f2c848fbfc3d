"""A walk over the markers of a JPEG (ITU-T T.81, annex B)."""

from __future__ import annotations

import re

from server.photos.decoding.facts import Facts
from server.photos.decoding.limits import MAX_SCANS
from server.photos.decoding.refusal import Refusal, damaged

SOI, EOI, SOS, DHT, DAC, JPG = 0xD8, 0xD9, 0xDA, 0xC4, 0xCC, 0xC8
_STANDALONE = frozenset({0x01, SOI, *range(0xD0, 0xD8)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, DAC, JPG}
_SEQUENTIAL = frozenset({0xC0, 0xC1})
_MARKER = re.compile(rb"\xff([^\x00\xff])")
_MARKER_AFTER_SCAN = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")


def inspect(data: bytes) -> Facts:
    """Size, scans and end of the first picture.

    Scans are counted by walking: the two bytes of a scan marker also occur inside profiles and
    previews, which the walk steps over. Raises ``Refusal``.
    """
    width = height = frame = scans = first_scan = 0
    position, after_scan = 2, False
    while match := (_MARKER_AFTER_SCAN if after_scan else _MARKER).search(data, position):
        marker, position, after_scan = match[1][0], match.end(), False
        if marker in _STANDALONE:
            continue
        if marker == EOI:
            break
        length = int.from_bytes(data[position : position + 2])
        if length < 2 or position + length > len(data):
            break
        if marker in _FRAMES and not frame:
            if length < 8:
                raise damaged()
            frame = marker
            height = int.from_bytes(data[position + 3 : position + 5])
            width = int.from_bytes(data[position + 5 : position + 7])
        position += length
        if marker == SOS:
            scans += 1
            first_scan = first_scan or position
            if scans > MAX_SCANS:
                raise Refusal("photo_scans", limit=MAX_SCANS)
            after_scan = True
    if not frame or not scans or not width or not height:
        raise damaged()
    whole = match is not None and match[1][0] == EOI
    return Facts(
        "jpeg",
        width,
        height,
        end=position if whole else len(data),
        sequential=frame in _SEQUENTIAL and scans == 1,
        whole=whole,
        scan=first_scan,
    )
