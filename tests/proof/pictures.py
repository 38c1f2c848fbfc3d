"""Streets drawn from a seed, with rubbish or without, and what cheats do to photos of them."""

from __future__ import annotations

import io
import random
from typing import Any

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

_SIZE = (640, 480)
_HEAP = (250, 330, 390, 430)


def street(seed: int, *, rubbish: bool = True) -> Image.Image:
    """A street as a phone sees it; the same seed is the same street from the same spot."""
    rng = random.Random(seed)
    image = Image.new("RGB", _SIZE, (150 + rng.randrange(60), 180, 220))
    draw = ImageDraw.Draw(image)
    left = -20
    while left < _SIZE[0]:
        width, top = rng.randrange(50, 150), rng.randrange(30, 240)
        grey = rng.randrange(40, 230)
        draw.rectangle((left, top, left + width, 320), fill=(grey, grey - 20, grey - 30))
        for x in range(left + 8, left + width - 12, 24):
            for y in range(top + 10, 300, 34):
                draw.rectangle((x, y, x + 10, y + 16), fill=(rng.randrange(30, 220),) * 3)
        left += width
    road = rng.randrange(80, 150)
    draw.rectangle((0, 320, *_SIZE), fill=(road, road, road))
    for _ in range(6):
        x, y = rng.randrange(0, 600), rng.randrange(300, 440)
        shade = rng.randrange(20, 240)
        draw.ellipse((x, y, x + rng.randrange(30, 130), y + 50), fill=(shade, shade, shade - 10))
    if rubbish:
        for _ in range(60):
            x, y = rng.randrange(_HEAP[0], _HEAP[2] - 20), rng.randrange(_HEAP[1], _HEAP[3] - 20)
            colour = tuple(rng.randrange(256) for _ in range(3))
            draw.rectangle((x, y, x + 20, y + 14), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def reencoded(image: Image.Image) -> bytes:
    return jpeg(image, quality=60)


def brightened(image: Image.Image) -> bytes:
    return jpeg(ImageEnhance.Brightness(image).enhance(1.3))


def cropped(image: Image.Image) -> bytes:
    """Without 5 % at each edge."""
    width, height = image.size
    dx, dy = width // 20, height // 20
    return jpeg(image.crop((dx, dy, width - dx, height - dy)).resize(image.size))


def painted_over(image: Image.Image) -> bytes:
    """The rubbish hidden behind a piece of the road beside it (what happened in Wuhan)."""
    left, top, right, bottom = _HEAP
    patch = image.crop((left, bottom - 20, right, bottom - 10)).resize((right - left, bottom - top))
    done = image.copy()
    done.paste(patch.filter(ImageFilter.GaussianBlur(4)), (left, top))
    return jpeg(done, quality=85)


def from_another_spot(seed: int) -> bytes:
    """The same street without rubbish, two steps further on and held a little askew."""
    image = street(seed, rubbish=False).rotate(
        5, Image.Resampling.BICUBIC, fillcolor=(150, 170, 190)
    )
    return jpeg(image.crop((90, 20, 610, 410)).resize(_SIZE))


def jpeg(image: Image.Image, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    return buffer.getvalue()
