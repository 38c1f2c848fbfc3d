"""Signed addresses of photos.

An address names the photo, its size, its revision, for whom it is and until when, and is signed
over all of them. It is checked against the database each time it is used, so a change of revision
or visibility ends every older one at once.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast, get_args
from urllib.parse import urlencode

from server.photos.files import Size
from server.platform import clock
from server.platform.runtime import current

WINDOW_SECONDS = 900
_PURPOSE = "photo.url"
_SIGNATURE_BYTES = 16


class Audience(StrEnum):
    """Whose eyes an address is for: everybody's (the public copy), or one signed-in viewer's."""

    PUBLIC = "p"
    VIEWER = "v"


@dataclass(frozen=True)
class Grant:
    """What a valid address allows, until ``expires`` (Unix seconds)."""

    photo_id: int
    size: Size
    revision: int
    audience: Audience
    expires: int


def photo_url(photo_id: int, revision: int, size: Size, audience: Audience) -> str:
    """An address good for 15 to 30 minutes.

    It ends on a full quarter of an hour, so that everybody who asks within one gets the same
    address and caches can answer.
    """
    expires = (int(clock.now().timestamp()) // WINDOW_SECONDS + 2) * WINDOW_SECONDS
    grant = Grant(photo_id, size, revision, audience, expires)
    query = {"v": revision, "a": audience.value, "e": expires, "s": _signature(grant)}
    return f"/photos/{photo_id}/{size}.jpg?{urlencode(query)}"


def grant_of(photo_id: int, size: str, query: Mapping[str, str]) -> Grant | None:
    """What an address allows now; ``None`` for a forged, changed or expired one."""
    if size not in get_args(Size):
        return None
    try:
        grant = Grant(
            photo_id,
            cast(Size, size),
            int(query["v"]),
            Audience(query["a"]),
            int(query["e"]),
        )
        signature = query["s"].encode()
    except (KeyError, ValueError):
        return None
    if not hmac.compare_digest(signature, _signature(grant).encode()):
        return None
    return grant if clock.now().timestamp() < grant.expires else None


def _signature(grant: Grant) -> str:
    """128 bits of HMAC-SHA256, base64url without padding."""
    text = f"{grant.photo_id}/{grant.size}/{grant.revision}/{grant.audience.value}/{grant.expires}"
    digest = current().keys.hmac(_PURPOSE, text.encode())[:_SIGNATURE_BYTES]
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
