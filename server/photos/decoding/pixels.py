"""From bytes that passed inspection to a small upright picture in sRGB."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace

import pi_heif
from PIL import Image, ImageCms, ImageFile

from server.photos.decoding import exif
from server.photos.decoding.facts import Facts
from server.photos.decoding.inspection import inspect
from server.photos.decoding.limits import (
    FULL_SIDE,
    MAX_PROFILE_BYTES,
    MIDDLE_SIDE,
    THUMB_SIDE,
)
from server.photos.decoding.refusal import Refusal, damaged

_FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_WHOLE_ENOUGH = 0.95
_HEIC_STRIP = 256
_SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = None
"""Our own limits, by kind of file, are checked before a file is opened."""

pi_heif.options.DECODE_THREADS = 0
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False


@dataclass(frozen=True)
class Picture:
    """An upright RGB picture of at most 1600 px, and the upright size of the original.

    ``flags`` may hold ``truncated`` (the last rows were missing) and ``preview`` (nothing but the
    camera's preview was there).
    """

    image: Image.Image
    width: int
    height: int
    shot: exif.Shot
    flags: tuple[str, ...] = ()


def fit(width: int, height: int, side: int) -> tuple[int, int]:
    """The size within a square of ``side`` px, in proportion, never enlarged."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def decode(data: bytes, facts: Facts) -> Picture:
    """Decode every row, shrink, then turn upright. Raises ``Refusal``."""
    if facts.kind == "heic":
        return _decode_heic(data, facts)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = Image.open(io.BytesIO(data[: facts.end]), formats=(_FORMATS[facts.kind],))
        if facts.scan == facts.end:
            return _preview(opened)
        opened.draft(None, fit(*opened.size, FULL_SIDE))
        image, flags = _load(opened, facts)
    shot = exif.read(image)
    upright = shot.orientation < 5
    return Picture(
        _finish(_shrink(_plain(image)), image.info.get("icc_profile"), shot.orientation),
        facts.width if upright else facts.height,
        facts.height if upright else facts.width,
        shot,
        flags,
    )


def _load(image: ImageFile.ImageFile, facts: Facts) -> tuple[Image.Image, tuple[str, ...]]:
    """Decode all rows.

    Of a JPEG without its end mark the rows read are kept when they are 95 % of all: rows that
    never came are black, so a picture with a black bottom is refused rather than trusted.
    """
    try:
        image.load()
    except OSError as error:
        box = None if facts.whole else image.im.getbbox()
        if box is None or box[3] < _WHOLE_ENOUGH * image.height:
            raise damaged() from error
        image.tile = []
        return image.crop((0, 0, image.width, box[3])), ("truncated",)
    return image, ()


def _preview(image: Image.Image) -> Picture:
    """The preview inside the metadata of a JPEG that was cut off before its first pixel."""
    metadata = image.info.get("exif", b"")
    start = metadata.find(b"\xff\xd8\xff")
    if start < 0:
        raise damaged()
    facts = inspect(metadata[start:])
    if not facts.whole:
        raise damaged()
    shot = exif.read(image)
    inner = decode(metadata[start:], facts)
    turn = _UPRIGHT.get(shot.orientation)
    small = inner.image if turn is None else inner.image.transpose(turn)
    return Picture(small, *small.size, shot, ("preview",))


def _decode_heic(data: bytes, facts: Facts) -> Picture:
    """Decode the primary picture; libheif turns it upright itself, so EXIF's turn is not used."""
    try:
        file = pi_heif.HeifFile(data[: facts.end], convert_hdr_to_8bit=True, remove_stride=False)
        primary = file[file.primary_index]
        rows = primary.data
    except (EOFError, OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise damaged() from error
    width, height = primary.size
    if width * height > facts.width * facts.height:
        raise damaged()
    image = _shrink_rows(rows, primary.mode, (width, height), primary.stride)
    return Picture(
        _finish(_shrink(image), primary.info.get("icc_profile"), 1),
        width,
        height,
        replace(exif.read_block(primary.info.get("exif")), orientation=1),
    )


def _shrink_rows(rows: memoryview, mode: str, size: tuple[int, int], stride: int) -> Image.Image:
    """The picture at a half, a third … of its size, strip by strip.

    Pillow keeps four bytes a pixel; a whole 50-megapixel picture beside libheif's own would not
    fit into the child's memory.
    """
    width, height = size
    factor = max(1, max(size) // FULL_SIDE)
    step = _HEIC_STRIP * factor
    small = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, step):
        count = min(step, height - top)
        strip = Image.frombytes(
            mode, (width, count), rows[top * stride : (top + count) * stride], "raw", mode, stride
        )
        small.paste(strip.reduce(factor), (0, top // factor))
    return small


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be resampled: L, LA, RGB, RGBA or CMYK of 8 bits."""
    if image.mode in ("L", "P", "RGB") and "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    if image.mode == "P":
        return image.convert("RGB")
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    raise Refusal("photo_type")


def _shrink(image: Image.Image) -> Image.Image:
    size = fit(*image.size, FULL_SIDE)
    return image if size == image.size else image.resize(size, Image.Resampling.BICUBIC)


def _finish(image: Image.Image, profile: bytes | None, orientation: int) -> Image.Image:
    """White behind what is transparent, sRGB, upright, and nothing carried along."""
    if image.mode in ("LA", "RGBA"):
        image = image.convert("RGBA")
        matte = Image.new("RGB", image.size, "white")
        matte.paste(image, mask=image.getchannel("A"))
        image = matte
    image = _to_srgb(image, profile)
    turn = _UPRIGHT.get(orientation)
    if turn is not None:
        image = image.transpose(turn)
    image.info = {}
    return image


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply a colour profile of reasonable size; drop one that cannot be applied."""
    if profile and len(profile) <= MAX_PROFILE_BYTES:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if not ImageCms.getProfileDescription(source).startswith("sRGB"):
                converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
                return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass
    return image if image.mode == "RGB" else image.convert("RGB")


def middle(image: Image.Image) -> Image.Image:
    """The 800 px rendition of a 1600 px one: where it is just half of it, each pixel is the mean of
    four, which is an eighth of the work of resampling and cannot be seen."""
    return image.resize(fit(*image.size, MIDDLE_SIDE), Image.Resampling.BICUBIC, reducing_gap=1.0)


def thumb(half: Image.Image) -> Image.Image:
    """The 480 px rendition, made from the 800 px one."""
    return half.resize(fit(*half.size, THUMB_SIDE), Image.Resampling.BICUBIC)
