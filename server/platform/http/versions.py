"""Versions and idempotency keys, as HTTP carries them."""

from __future__ import annotations

import re

from flask import request

from server.platform.errors import Problem

_ETAG = re.compile(r'^(?:W/)?"(\d{1,9})(?:-gzip|-br|:\w+)?"$')
KEY = re.compile(r"^[A-Za-z0-9._:-]{8,80}$")


def required_version() -> int:
    """The version in ``If-Match``.

    Raises ``Problem``: ``version_required`` (428) without one, ``stale_version`` (412) for one
    that was never given out.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise Problem("version_required", 428)
    found = _ETAG.match(header.strip())
    if found is None:
        raise Problem("stale_version", 412)
    return int(found[1])


def required_key() -> str:
    """The ``Idempotency-Key``: 8 to 80 letters, digits and ``._:-``.

    Raises ``Problem("idempotency_key_required", 428)``, also for one that cannot be kept.
    """
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not KEY.match(key):
        raise Problem("idempotency_key_required", 428)
    return key
