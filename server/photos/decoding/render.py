"""Renditions, redaction and perceptual hashes of an upright picture."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

from PIL import Image

from server.photos.decoding.limits import QUALITY
from server.photos.decoding.pixels import middle, thumb
from server.photos.decoding.shapes import Box, Renditions

_CELLS = 3
_CENTRE = 0.9
_JFIF = b"\xff\xe0\x00\x10JFIF\x00"


def renditions(image: Image.Image, half: Image.Image, small: Image.Image) -> Renditions:
    """Encode the 1600 px picture, the 800 px one made from it and the 480 px one made from that."""
    return Renditions(_encode(image), _encode(small), _encode(half))


def redact(full: bytes, boxes: Sequence[Box]) -> Renditions:
    """Copies of a 1600 px rendition in which every box is at most 3 × 3 even cells.

    Nine mean colours are all that is left of what a box covered: no face, plate or word can be
    computed back from them.
    """
    with Image.open(io.BytesIO(full), formats=("JPEG",)) as opened:
        image = opened.convert("RGB")
    image.info = {}
    for box in boxes:
        _hide(image, box)
    half = middle(image)
    return renditions(image, half, thumb(half))


def _hide(image: Image.Image, box: Box) -> None:
    left, top = math.floor(box.x * image.width), math.floor(box.y * image.height)
    right = min(image.width, math.ceil((box.x + box.w) * image.width))
    bottom = min(image.height, math.ceil((box.y + box.h) * image.height))
    if right <= left or bottom <= top:
        return
    area = (left, top, right, bottom)
    cells = image.crop(area).resize((_CELLS, _CELLS), Image.Resampling.BOX)
    image.paste(cells.resize((right - left, bottom - top), Image.Resampling.NEAREST), area)


def _encode(image: Image.Image) -> bytes:
    """Baseline JPEG; the JFIF segment goes too, its pixel density describes nothing here."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=QUALITY)
    data = buffer.getvalue()
    return data[:2] + data[20:] if data.startswith(_JFIF, 2) else data


def dhash(image: Image.Image) -> str:
    """Difference hash, 64 bits as 16 hex digits: is each cell brighter than its right neighbour.

    The picture is reduced to 9 × 8 grey cells (the "dHash" of Neal Krawetz, 2013).
    """
    cells = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            here = row * 9 + column
            bits = bits << 1 | (cells[here] > cells[here + 1])
    return f"{bits:016x}"


def centre(image: Image.Image) -> Image.Image:
    """The middle 90 % of both sides: what a photo cropped a little still shares with this one."""
    margin_x = round(image.width * (1 - _CENTRE) / 2)
    margin_y = round(image.height * (1 - _CENTRE) / 2)
    return image.crop((margin_x, margin_y, image.width - margin_x, image.height - margin_y))
