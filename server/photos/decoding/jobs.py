"""What the decode child can be asked to do: a JSON header and bytes in, the same out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.photos.decoding import pixels, render
from server.photos.decoding.inspection import inspect
from server.photos.decoding.refusal import Refusal, damaged
from server.photos.decoding.shapes import Box

Answer = tuple[dict[str, Any], list[bytes]]


def run(header: dict[str, Any], data: bytes) -> Answer:
    """Do one job; whatever a hostile file breaks inside a decoder becomes a refusal.

    Raises ``Refusal``.
    """
    try:
        return _JOBS[header["job"]](header, data)
    except Refusal:
        raise
    except MemoryError:
        raise Refusal("photo_too_complex") from None
    except Exception as error:
        raise damaged() from error


def _decode(_header: dict[str, Any], data: bytes) -> Answer:
    facts = inspect(data)
    picture = pixels.decode(data, facts)
    half = pixels.middle(picture.image)
    small = pixels.thumb(half)
    files = render.renditions(picture.image, half, small)
    shot = picture.shot
    return {
        "kind": facts.kind,
        "width": picture.width,
        "height": picture.height,
        "dhash": render.dhash(small),
        "dhash_centre": render.dhash(render.centre(small)),
        "taken_at": shot.taken_at,
        "offset_minutes": shot.offset_minutes,
        "lat": shot.lat,
        "lon": shot.lon,
        "flags": list(picture.flags),
    }, list(filter(None, files))


def _redact(header: dict[str, Any], data: bytes) -> Answer:
    files = render.redact(data, [Box(*box) for box in header["boxes"]])
    return {}, list(filter(None, files))


_JOBS: dict[str, Callable[[dict[str, Any], bytes], Answer]] = {
    "decode": _decode,
    "redact": _redact,
}
