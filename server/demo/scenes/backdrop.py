"""What stands behind every problem: sky, houses, street, and the light of the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from server.demo.scenes import sprites, texture
from server.demo.scenes.camera import HEIGHT, WIDTH
from server.demo.scenes.canvas import (
    NEAR_DEPTH,
    NEAR_LEFT,
    NEAR_SCALE,
    NEAR_START,
    NEAR_WIDTH,
    Canvas,
    Ground,
)
from server.demo.scenes.fronts import WALL_SCALE, Look, facade
from server.demo.scenes.texture import Colour

_VERGE_X = -2.7
_FAR_SCALE = 22
_FAR_LEFT, _FAR_WIDTH, _FAR_END = -30.0, 60.0, 46.0


@dataclass(frozen=True)
class Light:
    """The look of an hour: sky at the zenith and at the horizon, tint and strength of light."""

    zenith: Colour
    horizon: Colour
    tint: tuple[float, float, float]
    contrast: float = 1.0


LIGHTS = {
    "clear": Light((96, 146, 204), (206, 222, 234), (1.03, 1.0, 0.95), 1.08),
    "morning": Light((128, 160, 200), (246, 224, 196), (1.07, 1.0, 0.9), 1.05),
    "overcast": Light((184, 192, 200), (222, 226, 228), (0.97, 0.99, 1.02), 0.94),
    "dusk": Light((44, 58, 100), (214, 150, 116), (0.6, 0.58, 0.7), 1.02),
}


@dataclass(frozen=True)
class Place:
    """What stays the same however often a place is photographed.

    The pavement lies between ``wall_x`` on the left and ``kerb_x`` on the right, in metres;
    a wall straight ahead stands at ``end_z`` where there is one.
    """

    seed: int
    light: str
    wall_x: float = -2.6
    kerb_x: float = 2.4
    end_z: float | None = None
    facade: Colour = (196, 184, 164)
    slabs: Colour = (164, 158, 150)
    floor: str = "paving"
    shops: bool = False
    bare: bool = False
    trees: bool = True
    autumn: float = 0.1

    @property
    def look(self) -> Look:
        """Its houses."""
        return Look(self.seed, self.facade, self.shops, self.bare)


def sky(canvas: Canvas, place: Place) -> None:
    """Sky, a few clouds, and the skyline out of focus."""
    light = LIGHTS[place.light]
    rows, columns = HEIGHT // 4, WIDTH // 4
    blend = np.clip(np.linspace(0, 1.7, rows, dtype=np.float32), 0, 1)[:, None, None]
    zenith, horizon = np.array(light.zenith, np.float32), np.array(light.horizon, np.float32)
    pixels = np.repeat(zenith * (1 - blend) + horizon * blend, columns, axis=1)
    clouds = Image.fromarray(texture.grain(place.seed % 5, 4, 9, 22)).resize((columns, rows // 2))
    share = np.clip(np.asarray(clouds) - 0.5, 0, 1.4)[:, :, None] * 0.35
    pixels[: rows // 2] += (horizon + 18 - pixels[: rows // 2]) * share
    picture = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    canvas.picture.paste(picture.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))
    _skyline(canvas, place)
    ground = np.array(_floor_texture(place).resize((1, 1)).getpixel((0, 0)))
    haze = ground * 0.55 + np.array(light.horizon) * 0.4
    edge = round(canvas.camera.project((0.0, 0.0, 900.0))[1])
    canvas.picture.paste((int(haze[0]), int(haze[1]), int(haze[2])), (0, edge, WIDTH, HEIGHT))


def _skyline(canvas: Canvas, place: Place) -> None:
    chance = np.random.default_rng([53, place.seed])
    horizon = canvas.camera.project((0.0, 0.0, 900.0))[1]
    top = max(0, int(horizon) - 420)
    layer = canvas.picture.crop((0, top, WIDTH, int(horizon) + 12))
    pen = ImageDraw.Draw(layer)
    base = int(horizon) - top + 8
    haze = np.array(LIGHTS[place.light].horizon)
    shift = -canvas.camera.yaw * canvas.camera.focal
    for depth, count in ((0.72, 12), (0.5, 9)):
        for n in range(count):
            middle = shift + WIDTH * (n + float(chance.uniform(-0.2, 1.0))) / count
            wide = float(chance.uniform(70, 190))
            tall = float(chance.uniform(60, 330)) * (1.15 - depth * 0.5)
            wall = np.array([168, 160, 152]) * chance.uniform(0.75, 1.1)
            tone = wall * (1 - depth) + haze * depth
            colour = (int(tone[0]), int(tone[1]), int(tone[2]))
            box = (middle - wide / 2, base - tall, middle + wide / 2, base)
            pen.rectangle(box, fill=colour)
            step_x, step_y = wide / 7, 17
            for row in range(int(tall / step_y)):
                for column in range(6):
                    x, y = box[0] + step_x * (column + 0.7), box[1] + step_y * (row + 0.5)
                    pen.rectangle(
                        (x, y, x + step_x * 0.5, y + 8), fill=sprites.darker(colour, 0.86)
                    )
    canvas.picture.paste(layer.filter(ImageFilter.GaussianBlur(2.2)), (0, top))


def floor(place: Place) -> Ground:
    """Pavement, kerb and carriageway from above, ready to be painted upon."""
    size = Ground.size()
    picture = texture.filled(_floor_texture(place), size, 1.0)
    ground = Ground(picture)
    _road(ImageDraw.Draw(picture), ground, place)
    return ground


def _floor_texture(place: Place) -> Image.Image:
    if place.floor == "road":
        return texture.asphalt(place.seed % 4)
    if place.floor == "lawn":
        return texture.lawn(place.seed % 4)
    if place.floor == "snow":
        return texture.snow(place.seed % 4)
    columns, rows = ((9, 18), (12, 12), (15, 23))[place.seed % 3]
    return texture.paving(place.seed % 4, place.slabs, (104, 98, 92), columns, rows)


def _road(pen: ImageDraw.ImageDraw, ground: Ground, place: Place) -> None:
    size = Ground.size()
    if place.floor == "road":
        _verge(pen, ground, place)
    if place.kerb_x > NEAR_LEFT + NEAR_WIDTH:
        return
    left = round(ground.pixel(place.kerb_x, 0)[0])
    road = texture.filled(texture.asphalt(place.seed % 4), (size[0] - left, size[1]))
    ground.picture.paste(road, (left, 0))
    kerb = round(0.16 * NEAR_SCALE)
    for n in range(int(NEAR_DEPTH) + 1):
        y = n * NEAR_SCALE
        shade = 186 + (n * 37 + place.seed) % 14
        pen.rectangle((left - kerb, y, left, y + NEAR_SCALE), fill=(shade, shade - 2, shade - 8))
        pen.line((left - kerb, y, left, y), fill=(110, 108, 104), width=3)
    pen.rectangle((left, 0, left + 7, size[1]), fill=(62, 60, 60))
    line = left + round(0.5 * NEAR_SCALE)
    pen.rectangle((line, 0, line + round(0.12 * NEAR_SCALE), size[1]), fill=(206, 204, 196))


def _verge(pen: ImageDraw.ImageDraw, ground: Ground, place: Place) -> None:
    right = round(ground.pixel(_VERGE_X, 0)[0])
    bottom = ground.picture.height
    slabs = texture.paving(place.seed % 4, place.slabs, (104, 98, 92), 12, 12)
    ground.picture.paste(texture.filled(slabs, (right, bottom)), (0, 0))
    kerb = round(0.16 * NEAR_SCALE)
    for n in range(int(NEAR_DEPTH) + 1):
        shade = 186 + (n * 37 + place.seed) % 14
        top = n * NEAR_SCALE
        pen.rectangle(
            (right, top, right + kerb, top + NEAR_SCALE), fill=(shade, shade - 2, shade - 8)
        )
        pen.line((right, top, right + kerb, top), fill=(110, 108, 104), width=3)
    pen.rectangle((right + kerb, 0, right + kerb + 8, bottom), fill=(58, 56, 56))
    for x, dash in (
        (right + round(0.6 * NEAR_SCALE), NEAR_SCALE * 20),
        (ground.picture.width - 190, NEAR_SCALE * 3),
    ):
        for top in range(0, bottom, dash * 2):
            pen.rectangle((x, top, x + 17, top + dash), fill=(198, 196, 188))


def far_floor(canvas: Canvas, place: Place) -> None:
    """The same floor beyond arm's length, coarse."""
    size = round(_FAR_WIDTH * _FAR_SCALE), round((_FAR_END - 0.5) * _FAR_SCALE)
    scale = _FAR_SCALE / NEAR_SCALE
    picture = texture.filled(_floor_texture(place), size, scale)
    left = round((place.kerb_x - _FAR_LEFT) * _FAR_SCALE)
    if 0 < left < size[0]:
        road = texture.filled(texture.asphalt(place.seed % 4), (size[0] - left, size[1]), scale)
        picture.paste(road, (left, 0))
        pen = ImageDraw.Draw(picture)
        pen.rectangle((left - 3, 0, left, size[1]), fill=(184, 182, 176))
        pen.rectangle((left + 11, 0, left + 13, size[1]), fill=(200, 198, 190))
        middle = left + round(3.4 * _FAR_SCALE)
        for y in range(0, size[1], 6 * _FAR_SCALE):
            pen.rectangle((middle, y, middle + 3, y + 3 * _FAR_SCALE), fill=(214, 212, 204))
        beyond = left + round(7.2 * _FAR_SCALE)
        if beyond < size[0]:
            slabs = texture.filled(_floor_texture(place), (size[0] - beyond, size[1]), scale)
            picture.paste(slabs, (beyond, 0))
    if place.floor == "road":
        right = round((_VERGE_X - _FAR_LEFT) * _FAR_SCALE)
        slabs = texture.paving(place.seed % 4, place.slabs, (104, 98, 92), 12, 12)
        picture.paste(texture.filled(slabs, (right, size[1]), scale), (0, 0))
        pen = ImageDraw.Draw(picture)
        pen.rectangle((right, 0, right + 4, size[1]), fill=(184, 182, 176))
        pen.rectangle((right + 13, 0, right + 15, size[1]), fill=(196, 194, 186))
        middle = right + round(6.5 * _FAR_SCALE)
        for y in range(0, size[1], 6 * _FAR_SCALE):
            pen.rectangle((middle, y, middle + 3, y + 3 * _FAR_SCALE), fill=(206, 204, 196))
        beyond = right + round(9 * _FAR_SCALE)
        picture.paste(texture.filled(slabs, (size[0] - beyond, size[1]), scale), (beyond, 0))
    haze = Image.new("RGB", size, LIGHTS[place.light].horizon)
    fade = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    strength = fade.resize(size).point(lambda value: max(0, value - 120) * 0.75)
    picture.paste(haze, mask=strength)
    canvas.plane(
        picture, (_FAR_LEFT, 0.0, _FAR_END), (1, 0, 0), (0, 0, -1), _FAR_SCALE, feather=2.5
    )


def houses(canvas: Canvas, place: Place) -> None:
    """The wall ahead, or the fronts along the pavement and the row across the road."""
    if place.end_z is not None:
        front = facade(place.look, 16.0, 0)
        canvas.plane(front, (-8.0, 9.0, place.end_z), (1, 0, 0), (0, -1, 0), WALL_SCALE)
        return
    across = facade(place.look, 21.0, 2)
    across_x = 9.6 if place.floor == "road" else place.kerb_x + 9.5
    canvas.plane(across.reduce(2), (across_x, 9.0, 6.0), (0, 0, 1), (0, -1, 0), WALL_SCALE / 2,
                 feather=2.2, shade=0.92)  # fmt: skip
    side = facade(place.look, 18.0, 0).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    canvas.plane(side, (place.wall_x, 9.0, 18.6), (0, 0, -1), (0, -1, 0), WALL_SCALE, shade=0.82)


def street_furniture(canvas: Canvas, place: Place) -> None:
    """Trees along the kerb, from far to near."""
    if not place.trees:
        return
    x = _VERGE_X - 0.5 if place.floor == "road" else place.kerb_x - 0.5
    for n, z in enumerate((34.0, 26.0, 19.0, 13.0)):
        cut = sprites.tree((place.seed + n) % 3, place.autumn)
        canvas.sprite(cut, (x, 0.0, z), 5.6 + (n % 2) * 0.5)
    if place.floor == "road":
        for n, z in enumerate((38.0, 29.0, 21.0)):
            cut = sprites.tree((place.seed + n + 1) % 3, place.autumn)
            canvas.sprite(cut, (7.4, 0.0, z), 5.4 + (n % 2) * 0.6)


def front_edge(ground: Ground, place: Place) -> None:
    """The dark seam where a wall meets the ground."""
    far = NEAR_START + NEAR_DEPTH
    if place.end_z is not None:
        z = place.end_z
        ground.stain(
            [(-5, z + 0.3), (5, z + 0.3), (5, z - 0.12), (-5, z - 0.12)], (30, 28, 28), 0.55, 0.08
        )
    elif place.floor != "road":
        x = place.wall_x
        ground.stain(
            [(x - 0.6, 0), (x + 0.12, 0), (x + 0.12, far), (x - 0.6, far)], (30, 28, 28), 0.55, 0.08
        )
