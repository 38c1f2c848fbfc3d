"""The icons of the installed app, drawn from the same shapes as the one in the browser's tab."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

GREEN, WHITE, CLEAR = (10, 107, 79, 255), (255, 255, 255, 255), (0, 0, 0, 0)
_GRID = 32
_FINER = 4
"""Drawn this much larger and then made smaller, which smooths the edges."""

ICONS: dict[str, tuple[int, str]] = {
    "192": (192, "rounded"),
    "512": (512, "rounded"),
    "maskable-192": (192, "square"),
    "maskable-512": (512, "square"),
    "touch": (180, "square"),
    "badge": (96, "glyph"),
}
"""Size in px and ground by name; a ``square`` one may be cut to any shape by the phone."""


@cache
def icon(name: str) -> bytes:
    """A PNG. Raises ``KeyError`` for a name that ``ICONS`` does not have."""
    size, ground = ICONS[name]
    scale = size * _FINER / _GRID
    image = Image.new(
        "RGBA", (size * _FINER, size * _FINER), GREEN if ground == "square" else CLEAR
    )
    draw = ImageDraw.Draw(image)
    if ground == "rounded":
        draw.rounded_rectangle(_scaled(scale, 0, 0, 32, 32), 8 * scale, GREEN)
    _camera(draw, scale, CLEAR if ground == "glyph" else GREEN)
    image = image.resize((size, size), Image.Resampling.LANCZOS)
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return data.getvalue()


def _camera(draw: ImageDraw.ImageDraw, scale: float, inside: tuple[int, ...]) -> None:
    """A camera in lines two units wide, on a ground of 32 by 32."""

    def body(grown: float, colour: tuple[int, ...]) -> None:
        corners = _scaled(scale, 7.5 - grown, 12 - grown, 24.5 + grown, 23 + grown)
        draw.rounded_rectangle(corners, (1.5 + grown) * scale, colour)
        foot, head = 12 - grown, 9.5 - grown
        top = ((12, foot), (13.5 - grown / 2, head), (18.5 + grown / 2, head), (20, foot))
        draw.polygon([(x * scale, y * scale) for x, y in top], colour)

    body(1, WHITE)
    body(-1, inside)
    draw.ellipse(_scaled(scale, 12, 13, 20, 21), WHITE)
    draw.ellipse(_scaled(scale, 14, 15, 18, 19), inside)


def _scaled(scale: float, *values: float) -> list[float]:
    return [value * scale for value in values]
