"""From a clean drawing to what a phone would have taken."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from server.demo.scenes.backdrop import Light
from server.demo.scenes.camera import HEIGHT, WIDTH
from server.demo.scenes.texture import grain


def developed(picture: Image.Image, light: Light, seed: int) -> bytes:
    """Light, lens and sensor, then JPEG without any metadata."""
    chance = np.random.default_rng([61, seed])
    soft = picture.filter(ImageFilter.GaussianBlur(0.7))
    pixels = np.asarray(soft, dtype=np.float32)
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)[None, :]
    down = np.linspace(-1, 1, HEIGHT, dtype=np.float32)[:, None]
    side = float(chance.uniform(-0.07, 0.07))
    lens = (1.0 - 0.16 * (across**2 + down**2) / 1.6 + side * across) * float(
        chance.uniform(0.96, 1.05)
    )
    tint = np.array(light.tint, np.float32) * chance.uniform(0.985, 1.015, 3).astype(np.float32)
    pixels = (pixels - 118) * light.contrast + 118
    pixels *= lens[:, :, None] * tint
    sensor = grain(int(chance.integers(4)), 768) * 2.6
    tiled = np.tile(sensor, (2, 3))[:HEIGHT, :WIDTH]
    pixels += tiled[:, :, None]
    out = BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=84)
    return out.getvalue()
