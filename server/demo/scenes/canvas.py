"""Putting planes, sprites and light together into one picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from server.demo.scenes.camera import HEIGHT, WIDTH, Camera, Matrix, Pixel, Vector
from server.demo.scenes.texture import Colour, filled

NEAR_SCALE = 150
NEAR_LEFT, NEAR_START, NEAR_WIDTH, NEAR_DEPTH = -4.6, 0.9, 9.2, 8.6
MIDDLE_START = 3.6
_REDUCED = 3
_HEM = 2
"""Pixels at the edge of a texture that stay unseen, so that nothing shines in from outside."""


class Ground:
    """The floor of the scene from straight above, in metres, to paint upon before it is seen.

    Row 0 of the picture is the far edge. Only what lies within 4.6 m to the sides and 9.5 m
    ahead is painted here; beyond it the stage's coarser floor shows.
    """

    def __init__(self, picture: Image.Image) -> None:
        """Start from a floor of the right size."""
        self.picture = picture

    @staticmethod
    def size() -> tuple[int, int]:
        """Pixels of the floor."""
        return round(NEAR_WIDTH * NEAR_SCALE), round(NEAR_DEPTH * NEAR_SCALE)

    def pixel(self, x: float, z: float) -> Pixel:
        """Where a spot of the ground lies on the floor's picture."""
        return (x - NEAR_LEFT) * NEAR_SCALE, (NEAR_START + NEAR_DEPTH - z) * NEAR_SCALE

    def stain(
        self, outline: Sequence[Pixel], colour: Colour | Image.Image, share: float, soft: float
    ) -> None:
        """Paint a patch given in metres; ``soft`` is the width of its edge in metres."""
        points = [self.pixel(*point) for point in outline]
        reach = soft * NEAR_SCALE
        box = _box(points, reach * 2.5 + 2, self.picture.size)
        if box is None:
            return
        mask = _polygon_mask(points, box, round(255 * share)).filter(
            ImageFilter.GaussianBlur(reach)
        )
        source = colour if isinstance(colour, tuple) else filled(colour, mask.size)
        self.picture.paste(source, box, mask)

    def shadow(self, x: float, z: float, width: float, depth: float, share: float = 0.5) -> None:
        """Darken the ground under a thing."""
        angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        outline = [
            (x + width / 2 * float(np.cos(a)), z + depth / 2 * float(np.sin(a))) for a in angles
        ]
        self.stain(outline, (22, 22, 26), share, min(width, depth) * 0.22 + 0.015)


@dataclass
class Canvas:
    """The picture while it is put together, from the back to the front."""

    camera: Camera
    picture: Image.Image = field(default_factory=lambda: Image.new("RGB", (WIDTH, HEIGHT)))

    def plane(
        self,
        texture: Image.Image,
        origin: Vector,
        right: Vector,
        down: Vector,
        scale: float,
        *,
        feather: float = 0.8,
        shade: float = 1.0,
    ) -> None:
        """Lay a texture, ``scale`` pixels a metre, on a plane of the world."""
        low = _HEM / scale
        wide, high = texture.width / scale - low, texture.height / scale - low
        corners = [
            _moved(origin, right, a, down, b)
            for a, b in ((low, low), (wide, low), (wide, high), (low, high))
        ]
        outline = self.camera.outline(corners)
        box = _box(outline, 2, self.picture.size)
        if box is None:
            return
        forward = self.camera.plane(origin, right, down, scale)
        if shade != 1.0:
            texture = texture.point(lambda value: value * shade)
        patch = _warped(texture, forward, box)
        mask = _polygon_mask(outline, box, 255).filter(ImageFilter.BoxBlur(feather))
        if texture.mode == "RGBA":
            mask = Image.composite(patch.getchannel("A"), Image.new("L", mask.size), mask)
            patch = patch.convert("RGB")
        self.picture.paste(patch, box, mask)

    def ground(self, floor: Ground) -> None:
        """Lay the painted floor, coarser where it is far so that nothing flickers."""
        far_rows = round((NEAR_START + NEAR_DEPTH - MIDDLE_START) * NEAR_SCALE)
        far_rows -= far_rows % _REDUCED
        near, whole = floor.picture, floor.picture.size
        origin = (NEAR_LEFT, 0.0, NEAR_START + NEAR_DEPTH)
        overlap = _REDUCED * 24
        far = near.crop((0, 0, whole[0], far_rows + overlap)).reduce(_REDUCED)
        self.plane(far, origin, (1, 0, 0), (0, 0, -1), NEAR_SCALE / _REDUCED, feather=2)
        start = (NEAR_LEFT, 0.0, origin[2] - far_rows / NEAR_SCALE)
        close = near.crop((0, far_rows, *whole))
        self.plane(close, start, (1, 0, 0), (0, 0, -1), NEAR_SCALE, feather=1.2)

    def sprite(self, sprite: Image.Image, foot: Vector, height: float, turn: float = 0.0) -> None:
        """Stand a cut-out up at ``foot``, ``height`` metres tall, tilted by ``turn`` degrees."""
        u, v = self.camera.project(foot)
        tall = max(2, round(height * self.camera.scale_at(foot)))
        wide = max(2, round(sprite.width * tall / sprite.height))
        if tall > 3000 or wide > 3000:
            return
        small = sprite.resize((wide, tall), Image.Resampling.BOX, reducing_gap=2.0)
        if turn:
            small = small.rotate(turn, Image.Resampling.BICUBIC, expand=True)
        corner = (round(u - small.width / 2), round(v - small.height + (small.height - tall) / 2))
        self.picture.paste(small, corner, small)

    def polygon(self, corners: Sequence[Vector], colour: Colour, share: float = 1.0) -> None:
        """Fill a flat polygon of the world."""
        outline = self.camera.outline(corners)
        box = _box(outline, 2, self.picture.size)
        if box is not None:
            self.picture.paste(colour, box, _polygon_mask(outline, box, round(255 * share)))

    def box(
        self, x: float, z: float, size: Vector, texture: Image.Image, base: float = 0.0
    ) -> None:
        """A block standing at its front edge's middle: width, height, depth in metres."""
        width, height, depth = size
        left, right, top = x - width / 2, x + width / 2, base + height
        eye = self.camera

        def face(w: float, h: float) -> Image.Image:
            return texture.resize((max(8, round(w * 160)), max(8, round(h * 160))))

        if eye.height > top:
            self.plane(face(width, depth), (left, top, z + depth), (1, 0, 0), (0, 0, -1), 160,
                       shade=1.12)  # fmt: skip
        if eye.x < left:
            self.plane(face(depth, height), (left, top, z + depth), (0, 0, -1), (0, -1, 0), 160,
                       shade=0.68)  # fmt: skip
        elif eye.x > right:
            self.plane(face(depth, height), (right, top, z), (0, 0, 1), (0, -1, 0), 160,
                       shade=0.68)  # fmt: skip
        self.plane(face(width, height), (left, top, z), (1, 0, 0), (0, -1, 0), 160, shade=0.9)

    def line(self, points: Sequence[Vector], colour: Colour, thickness: float) -> None:
        """A cable or a rod through points of the world, ``thickness`` metres."""
        pixels = [self.camera.project(point) for point in points]
        middle = points[len(points) // 2]
        width = max(1.2, thickness * self.camera.scale_at(middle))
        box = _box(pixels, width + 2, self.picture.size)
        if box is None:
            return
        mask = Image.new("L", ((box[2] - box[0]) * 2, (box[3] - box[1]) * 2))
        shifted = [((u - box[0]) * 2, (v - box[1]) * 2) for u, v in pixels]
        ImageDraw.Draw(mask).line(shifted, fill=255, width=max(2, round(width * 2)), joint="curve")
        self.picture.paste(colour, box, mask.reduce(2))


def _moved(origin: Vector, right: Vector, a: float, down: Vector, b: float) -> Vector:
    x, y, z = (o + r * a + d * b for o, r, d in zip(origin, right, down, strict=True))
    return x, y, z


def _box(
    points: Sequence[Pixel], margin: float, size: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    if len(points) < 2:
        return None
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    left, top = max(0, int(min(xs) - margin)), max(0, int(min(ys) - margin))
    right, bottom = min(size[0], int(max(xs) + margin) + 1), min(size[1], int(max(ys) + margin) + 1)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _polygon_mask(
    points: Sequence[Pixel], box: tuple[int, int, int, int], value: int
) -> Image.Image:
    fine = (box[2] - box[0]) * (box[3] - box[1]) < 400_000
    factor = 2 if fine else 1
    mask = Image.new("L", ((box[2] - box[0]) * factor, (box[3] - box[1]) * factor))
    shifted = [((u - box[0]) * factor, (v - box[1]) * factor) for u, v in points]
    ImageDraw.Draw(mask).polygon(shifted, fill=value)
    return mask.reduce(2) if fine else mask


def _warped(texture: Image.Image, forward: Matrix, box: tuple[int, int, int, int]) -> Image.Image:
    shift = np.array([[1, 0, -box[0]], [0, 1, -box[1]], [0, 0, 1.0]])
    back = np.linalg.inv(shift @ forward)
    back /= back[2, 2]
    return texture.transform(
        (box[2] - box[0], box[3] - box[1]),
        Image.Transform.PERSPECTIVE,
        tuple(back.flatten()[:8]),
        Image.Resampling.BILINEAR,
    )
