"""Mobile numbers of the mainland: checked, masked, sealed, and found again without being read."""

from __future__ import annotations

import re
import unicodedata

from server.platform.errors import Problem
from server.platform.runtime import current

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SEPARATORS = re.compile(r"[\s\-()]+")
_COUNTRY = re.compile(r"^(?:\+|00)86")


def parse(raw: str) -> str:
    """The eleven digits of a mainland mobile number, written in any usual way.

    Raises ``phone_invalid`` for anything else.
    """
    digits = _COUNTRY.sub("", _SEPARATORS.sub("", unicodedata.normalize("NFKC", raw)))
    if not _MOBILE.fullmatch(digits):
        raise Problem("phone_invalid", 422, fields={"phone": ["phone"]})
    return digits


def mask(phone: str) -> str:
    """``138****5678``."""
    return f"{phone[:3]}****{phone[-4:]}"


def indexes(phone: str) -> tuple[bytes, ...]:
    """The keyed blind indexes under which a number may be found: one a data key, newest first."""
    return current().keys.indexes("phone_index", phone.encode())


def index(phone: str) -> bytes:
    """The blind index under which a number is stored from now on."""
    return indexes(phone)[0]


def account_place(phone_index: bytes) -> str:
    """The place in which the number of an account is kept."""
    return f"resident.phone_sealed|{phone_index.hex()}"


def seal(phone: str, place: str) -> bytes:
    """Encrypt a number; ``place`` names the row it is kept in, as ``table.column|id``."""
    return current().keys.seal("phone", phone.encode(), place.encode())


def unseal(sealed: bytes, place: str) -> str:
    """The number again. Raises ``InvalidTag`` when it was sealed for another place."""
    return current().keys.unseal("phone", sealed, place.encode()).decode()
