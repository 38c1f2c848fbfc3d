"""Everything that can be said about a file before a decoder sees it."""

from __future__ import annotations

from server.photos.decoding import heif, jpeg, png, webp
from server.photos.decoding.facts import Facts
from server.photos.decoding.limits import (
    BASELINE_MEGAPIXELS,
    MAX_BYTES,
    MAX_RATIO,
    MAX_SIDE,
    MEGAPIXELS,
    MIN_SIDE,
)
from server.photos.decoding.refusal import Refusal

_MILLION = 1_000_000


def inspect(data: bytes) -> Facts:
    """The facts of a file that is worth decoding.

    The kind follows from the bytes alone, never from a name or a declared type. Raises
    ``Refusal`` with ``photo_type``, ``photo_too_large``, ``photo_damaged``, ``photo_animated``,
    ``photo_scans``, ``photo_too_small``, ``photo_too_many_pixels``, ``photo_too_long`` or
    ``photo_shape``.
    """
    if len(data) > MAX_BYTES:
        raise Refusal("photo_too_large", megabytes=MAX_BYTES // _MILLION)
    facts = _facts(data)
    _check_size(facts)
    return facts


def _facts(data: bytes) -> Facts:
    if data.startswith(b"\xff\xd8\xff"):
        return jpeg.inspect(data)
    if data.startswith(png.SIGNATURE):
        return png.inspect(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return webp.inspect(data)
    if heif.is_heic(data):
        return heif.inspect(data)
    if heif.is_film(data):
        raise Refusal("photo_animated")
    raise Refusal("photo_type")


def _check_size(facts: Facts) -> None:
    short, long = sorted((facts.width, facts.height))
    if short < MIN_SIDE:
        raise Refusal("photo_too_small", pixels=MIN_SIDE)
    most = BASELINE_MEGAPIXELS if facts.sequential else MEGAPIXELS[facts.kind]
    if short * long > most * _MILLION:
        raise Refusal("photo_too_many_pixels", megapixels=most)
    if long > MAX_RATIO * short:
        raise Refusal("photo_shape", ratio=MAX_RATIO)
    if long > MAX_SIDE:
        raise Refusal("photo_too_long", pixels=MAX_SIDE)
