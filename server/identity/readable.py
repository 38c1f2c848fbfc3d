"""Secrets that people read out on the telephone and type by hand."""

from __future__ import annotations

import secrets

_LETTERS = 4
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read or heard as something else


def readable_secret(groups: int) -> str:
    """Groups of four letters and digits, such as ``k7mq-x2dn-9fhp``: some 20 bits each."""
    made = ("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(groups))
    return "-".join(made)
