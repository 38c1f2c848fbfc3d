"""Real street photos with faces or plates of a known place and size put into them.

The set has two halves that share no photo, no face and no number: thresholds were chosen on
``TUNING``, the figures that count are those of ``HELD_OUT``.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile, ImageFilter, ImageOps

from benchmarks.blur import plates
from benchmarks.blur.faces import Face

ImageFile.LOAD_TRUNCATED_IMAGES = True  # one of the real photos has lost its last bytes
TUNING, HELD_OUT = 0, 1
FACE_SIZES = (60, 40, 24, 16, 12)
"""Heights of faces in pixels of a photo of 1600 px."""
PLATE_SIZES = (200, 150, 100, 80, 60)
"""Widths of plates."""
_SIDE = 1600
_FOLDERS = ("street", "phones", "orientation")
_ONE_OF_EACH = ("Landscape_1", "Portrait_1")


@dataclass(frozen=True)
class Placed:
    """What was put where, in pixels of the photo; ``size`` and ``trouble`` are what is counted."""

    x: float
    y: float
    w: float
    h: float
    size: int
    trouble: str


@dataclass(frozen=True)
class Scene:
    """A photo as the server has it, a JPEG of quality 80 and at most 1600 px."""

    picture: Image.Image
    placed: tuple[Placed, ...]


def streets(data: Path, half: int) -> list[Image.Image]:
    """The real photos of a half, upright, at 1600 px."""
    paths = [
        path
        for folder in _FOLDERS
        for path in sorted((data / "photos" / folder).iterdir())
        if path.suffix.lower() == ".jpg" and (folder != "orientation" or path.stem in _ONE_OF_EACH)
    ]
    return [_upright(path) for path in paths[half::2]]


def _upright(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        image = ImageOps.exif_transpose(opened).convert("RGB")
    scale = _SIDE / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)))


def with_faces(
    photos: list[Image.Image], faces: list[Face], dice: random.Random
) -> Iterator[Scene]:
    """Each face once in each of ``FACE_SIZES``, five on a photo, some of them in the dark."""
    wanted = [(face, size) for face in faces for size in FACE_SIZES]
    dice.shuffle(wanted)
    for at in range(0, len(wanted), 5):
        base = dice.choice(photos).copy()
        dark = dice.random() < 0.25
        placed: list[Placed] = []
        for face, size in wanted[at : at + 5]:
            piece, inside = face.cut(size, mirrored=dice.random() < 0.5)
            where = _free(dice, base, piece, placed)
            if where is None:
                continue
            base.paste(piece, where, _feather(piece.size))
            x, y, w, h = inside
            box = (where[0] + x, where[1] + y, w, h)
            placed.append(Placed(*box, size, "night" if dark else face.kind))
        yield Scene(_as_stored(_night(dice, base) if dark else base), tuple(placed))


def with_plates(photos: list[Image.Image], rounds: int, dice: random.Random) -> Iterator[Scene]:
    """Each size in each trouble, ``rounds`` times; a photo has plates of one trouble."""
    for trouble in plates.TROUBLES:
        for _ in range(rounds):
            base = dice.choice(photos).copy()
            if trouble == "night":
                base = base.point(lambda level: level * 0.3)
            placed: list[Placed] = []
            for size in PLATE_SIZES:
                piece = plates.draw(dice, size, trouble)
                where = _free(dice, base, piece, placed)
                if where is None:
                    continue
                base.paste(piece, where, piece)
                placed.append(Placed(*where, *piece.size, size, trouble))
            yield Scene(
                _as_stored(_grain(dice, base) if trouble == "night" else base), tuple(placed)
            )


def _free(
    dice: random.Random, base: Image.Image, piece: Image.Image, placed: list[Placed]
) -> tuple[int, int] | None:
    """A place where nothing was put yet."""
    for _ in range(200):
        x = dice.randint(0, base.width - piece.width)
        y = dice.randint(0, base.height - piece.height)
        if all(
            x + piece.width + 20 < other.x
            or other.x + other.w + 20 < x
            or y + piece.height + 20 < other.y
            or other.y + other.h + 20 < y
            for other in placed
        ):
            return x, y
    return None


def _feather(size: tuple[int, int]) -> Image.Image:
    """A mask whose edge fades, so that no straight edge tells the detector where to look."""
    edge = max(1, min(size) // 10)
    inner = Image.new("L", (max(1, size[0] - 2 * edge), max(1, size[1] - 2 * edge)), 255)
    mask = Image.new("L", size)
    mask.paste(inner, (edge, edge))
    return mask.filter(ImageFilter.GaussianBlur(edge / 2))


def _night(dice: random.Random, image: Image.Image) -> Image.Image:
    return _grain(dice, image.point(lambda level: level * 0.3))


def _grain(dice: random.Random, image: Image.Image) -> Image.Image:
    """The noise of a phone's sensor in the dark."""
    noise = Image.effect_noise(image.size, dice.uniform(14, 26)).convert("RGB")
    return Image.blend(image, noise, 0.12).point(lambda level: max(0, level - 12))


def _as_stored(image: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return Image.open(buffer).convert("RGB")
