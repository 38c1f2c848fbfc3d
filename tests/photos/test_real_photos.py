"""Real photos of streets and phones, and hostile files: upright and bare, or a clear refusal."""

from __future__ import annotations

import io
from pathlib import Path

import pi_heif
import pytest
from PIL import Image, ImageChops, ImageStat

from server.photos.client import Decoder
from server.photos.decoded import Decoded
from server.photos.decoding.limits import ADDRESS_SPACE, CPU_SECONDS
from server.platform.errors import Problem
from tests.conftest import SHARED_DATA
from tests.photos.pictures import bare, opened

ROOT = SHARED_DATA / "photos"
GOOD = [
    path.relative_to(ROOT).as_posix()
    for folder in ("street", "phones", "orientation", "heic")
    for path in sorted((ROOT / folder).glob("*"))
    if path.suffix.lower() in (".jpg", ".heic")
]
WITHOUT_PIXELS = "phones/pillow_ultrahdr_pixel6_zhejiang.jpg"
"""The file ends where its first scan should begin; the preview in its metadata is all there is."""
HOSTILE = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "hostile").glob("*"))]


def take(decoder: Decoder, path: Path) -> Decoded:
    found = decoder.decode(path.read_bytes())
    for data, side in zip(found.renditions, (1600, 480, 800), strict=True):
        bare(data)
        assert max(opened(data).size) <= side
    assert found.cost["cpu_ms"] <= CPU_SECONDS * 1000
    assert found.cost["peak_kib"] * 1024 <= ADDRESS_SPACE
    return found


@pytest.mark.parametrize("name", GOOD)
def test_every_real_photo_becomes_two_bare_pictures(
    decoder: Decoder, photos: Path, name: str
) -> None:
    found = take(decoder, photos / name)
    assert found.flags == (("preview",) if name == WITHOUT_PIXELS else ())
    full = opened(found.renditions.full)
    assert (full.width > full.height) == (found.width > found.height)
    assert full.width / full.height == pytest.approx(found.width / found.height, rel=0.01)


@pytest.mark.parametrize("shape", ["Landscape", "Portrait"])
def test_the_eight_turns_show_one_scene(decoder: Decoder, photos: Path, shape: str) -> None:
    folder = photos / "orientation"
    first = take(decoder, folder / f"{shape}_1.jpg")
    upright = opened(first.renditions.thumb)
    for turn in range(9):
        found = take(decoder, folder / f"{shape}_{turn}.jpg")
        assert (found.width, found.height) == (first.width, first.height)
        difference = ImageChops.difference(upright, opened(found.renditions.thumb))
        assert max(ImageStat.Stat(difference).mean) < 6, turn
        assert (int(found.dhash, 16) ^ int(first.dhash, 16)).bit_count() <= 5


PLACES = {
    "heic/IMG_1034.heic": (23.1779, 113.3943),
    "phones/Apple_iPhone_4.jpg": (41.853, 12.4888),
    WITHOUT_PIXELS: (30.6277, 119.7388),
    "street/photo.JPG": (51.4141, -2.4972),
}


@pytest.mark.parametrize("name", PLACES)
def test_places_are_read(decoder: Decoder, photos: Path, name: str) -> None:
    found = take(decoder, photos / name)
    assert (found.lat, found.lon) == pytest.approx(PLACES[name], abs=0.0001)


def test_a_maker_s_segment_is_no_place(decoder: Decoder, photos: Path) -> None:
    found = take(decoder, photos / "phones/FLIR_iPhone_device.jpg")
    assert (found.lat, found.lon) == (None, None)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "street").glob("*.JPG")), ids=lambda path: path.name
)
def test_every_street_photo_has_a_place_and_a_time(decoder: Decoder, path: Path) -> None:
    found = take(decoder, path)
    assert found.lat is not None
    assert found.lon is not None
    assert (found.taken_at or "").startswith("2017-")


def test_time_zones_are_read(decoder: Decoder, photos: Path) -> None:
    found = take(decoder, photos / WITHOUT_PIXELS)
    assert (found.taken_at, found.offset_minutes) == ("2024-05-07T09:33:04", 480)


@pytest.mark.parametrize("name", HOSTILE)
def test_every_hostile_file_is_refused_or_clean(decoder: Decoder, photos: Path, name: str) -> None:
    child = decoder.start()
    refused: Problem | None = None
    try:
        take(decoder, photos / name)
    except Problem as problem:
        refused = problem
    assert decoder.start() == child
    assert refused is None or (400 <= refused.status < 500 and refused.code.startswith("photo_"))


def test_the_giant_heic_is_refused_before_it_is_decoded(decoder: Decoder, photos: Path) -> None:
    with pytest.raises(Problem, match="photo_too_many_pixels"):
        decoder.decode((photos / "hostile/200MP.heic").read_bytes())


def test_heic_colours_are_those_of_the_jpeg_world(decoder: Decoder, photos: Path) -> None:
    """The strips that keep a HEIC small in memory leave no seams: it looks like one picture."""
    data = (photos / "heic/xiaomi.heic").read_bytes()
    whole = pi_heif.open_heif(io.BytesIO(data)).to_pillow()
    found = opened(decoder.decode(data).renditions.thumb)
    reference = whole.resize(found.size, Image.Resampling.BICUBIC)
    difference = ImageChops.difference(found, reference.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 4
