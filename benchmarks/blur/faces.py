"""Real faces from photographs that packages ship.

``@vladmandic/face-api`` (npm, MIT) has six photographs of 22 women in bars and on stairs, some in
profile, looking down or in little light; scikit-image (PyPI, BSD) an astronaut, and 100 crops of
25 × 25 grey pixels of Labeled Faces in the Wild. Where the faces are was looked at and written down
by hand, from the hairline to the chin.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

_AROUND = 0.55
_SAMPLES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "sample1": (
        (0.219, 0.287, 0.092, 0.179),
        (0.431, 0.343, 0.103, 0.172),
        (0.757, 0.173, 0.126, 0.167),
    ),
    "sample2": (
        (0.748, 0.119, 0.108, 0.167),
        (0.189, 0.096, 0.088, 0.214),
        (0.466, 0.165, 0.095, 0.176),
    ),
    "sample3": (
        (0.307, 0.241, 0.110, 0.207),
        (0.785, 0.214, 0.096, 0.210),
        (0.563, 0.156, 0.114, 0.225),
    ),
    "sample4": (
        (0.338, 0.048, 0.102, 0.169),
        (0.515, 0.126, 0.094, 0.167),
        (0.665, 0.095, 0.089, 0.181),
        (0.127, 0.134, 0.096, 0.174),
    ),
    "sample5": (
        (0.580, 0.144, 0.098, 0.171),
        (0.407, 0.075, 0.089, 0.162),
        (0.311, 0.298, 0.093, 0.180),
        (0.733, 0.287, 0.103, 0.201),
        (0.193, 0.620, 0.108, 0.219),
    ),
    "sample6": (
        (0.610, 0.200, 0.107, 0.184),
        (0.132, 0.321, 0.113, 0.174),
        (0.772, 0.172, 0.113, 0.195),
        (0.351, 0.208, 0.101, 0.212),
    ),
}
"""Left, top, width and height as shares of the photograph."""
_ASTRONAUT = (0.355, 0.113, 0.172, 0.234)
_CROPS = 100


@dataclass(frozen=True)
class Face:
    """A face with some hair and neck around it; ``inside`` is where in the picture it is."""

    picture: Image.Image
    inside: tuple[float, float, float, float]
    kind: str

    def cut(
        self, size: int, *, mirrored: bool
    ) -> tuple[Image.Image, tuple[float, float, float, float]]:
        """The piece to be put into a photo, the face in it ``size`` px high, and where it is."""
        scale = size / self.inside[3]
        piece = self.picture.resize(
            (max(1, round(self.picture.width * scale)), max(1, round(self.picture.height * scale))),
            Image.Resampling.LANCZOS,
        )
        x, y, w, h = (side * scale for side in self.inside)
        if mirrored:
            return ImageOps.mirror(piece), (piece.width - x - w, y, w, h)
        return piece, (x, y, w, h)


def photographed(samples: Path, scikit_image: Path, half: int) -> list[Face]:
    """Faces in colour; no photograph is in both halves."""
    names = sorted(_SAMPLES)[:3] if half == 0 else sorted(_SAMPLES)[3:]
    found = [
        _cut_out(_opened(samples / f"{name}.jpg"), box) for name in names for box in _SAMPLES[name]
    ]
    if half == 1:
        found.append(_cut_out(_opened(scikit_image / "astronaut.png"), _ASTRONAUT))
    return found


def crops(scikit_image: Path, half: int) -> list[Face]:
    """Small grey faces without anything around them."""
    grey = np.load(scikit_image / "lfw_subset.npy")[half:_CROPS:2]
    return [
        Face(Image.fromarray((one * 255).astype(np.uint8)).convert("RGB"), (2, 1, 21, 24), "grey")
        for one in grey
    ]


def _opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        return image.convert("RGB")


def _cut_out(photo: Image.Image, box: tuple[float, float, float, float]) -> Face:
    left, top, width, height = (
        share * side for share, side in zip(box, photo.size * 2, strict=True)
    )
    around = (
        max(0, round(left - _AROUND * width)),
        max(0, round(top - _AROUND * height)),
        min(photo.width, round(left + (1 + _AROUND) * width)),
        min(photo.height, round(top + (1 + _AROUND) * height)),
    )
    inside = (left - around[0], top - around[1], width, height)
    return Face(photo.crop(around), inside, "colour")
