"""Versions of what is edited as one form and has no column for one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from server.platform.errors import Problem

_LARGEST = 10**9
"""``If-Match`` takes nine digits."""


def version_of(told: Mapping[str, Any]) -> int:
    """A number that stands for what a form shows: another one when anything in it differs."""
    return crc32(json.dumps(told, sort_keys=True).encode()) % _LARGEST


def require_same(told: Mapping[str, Any], version: int) -> None:
    """Raises ``Problem("edited_meanwhile", 412)`` when ``version`` stands for something else."""
    if version_of(told) != version:
        raise Problem("edited_meanwhile", 412)
