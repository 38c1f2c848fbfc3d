"""From a clean drawing to what a phone would have taken."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops

from server.demo.scenes.backdrop import Light
from server.demo.scenes.camera import HEIGHT, WIDTH
from server.demo.scenes.texture import SIZE, coloured, filled, grain

_MIDDLE = 118
_QUALITY = 84


def developed(picture: Image.Image, light: Light, seed: int) -> bytes:
    """Light, lens and sensor, then JPEG without any metadata."""
    chance = np.random.default_rng([61, seed])
    exposure = float(chance.uniform(0.97, 1.06))
    tint = [part * exposure * float(chance.uniform(0.985, 1.015)) for part in light.tint]
    steps = np.arange(256)
    curve = [((steps - _MIDDLE) * light.contrast + _MIDDLE) * part for part in tint]
    table = np.clip(np.concatenate(curve), 0, 255).astype(np.uint8)
    picture = ImageChops.multiply(picture.point(table.tolist()), _lens(int(chance.integers(3))))
    left, top = (int(value) for value in chance.integers(0, SIZE // 2, 2))
    sensor = _sensor().crop((left, top, left + WIDTH, top + HEIGHT))
    out = BytesIO()
    picture = ImageChops.add(picture, sensor, scale=1, offset=-128)
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@cache
def _lens(side: int) -> Image.Image:
    """Darker corners, and a little more light from one side."""
    across = np.linspace(-1, 1, WIDTH // 8)[None, :]
    down = np.linspace(-1, 1, HEIGHT // 8)[:, None]
    light = 0.99 - 0.15 * (across**2 + down**2) / 1.6 + 0.05 * (side - 1) * across
    grey = Image.fromarray((np.clip(light, 0, 1) * 255).astype(np.uint8))
    return grey.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).convert("RGB")


@cache
def _sensor() -> Image.Image:
    noise = coloured(grain(2, 768), (128, 128, 128), 2.6)
    return filled(noise, (WIDTH + SIZE // 2, HEIGHT + SIZE // 2))
