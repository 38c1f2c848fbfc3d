"""What a device or a slip of paper proves: claim keys and query codes."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Iterable

from server.platform.errors import Problem
from server.platform.runtime import current

_CLAIM_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")
_KEY_BYTES = 32
_CODE_BYTES = 10
_CODE = re.compile(r"[A-Z2-7]{16}")


def claim_digest(header: str) -> bytes:
    """The HMAC under which a claim key is known; the key itself is never stored.

    Raises ``claim_key_invalid`` for anything but 32 bytes in base64url.
    """
    if not _CLAIM_KEY.fullmatch(header):
        raise Problem("claim_key_invalid", 401)
    try:
        key = base64.urlsafe_b64decode(header.rstrip("=") + "=")
    except binascii.Error as error:
        raise Problem("claim_key_invalid", 401) from error
    if len(key) != _KEY_BYTES:
        raise Problem("claim_key_invalid", 401)
    return current().keys.hmac("claim_key", key)


def query_code_for(filer: str, report_id: str, digest: bytes | None = None) -> str:
    """The 16 characters that open a report: always the same for the same device or account.

    ``filer`` is ``Actor.owner`` of who typed the report and ``digest`` that resident's claim
    digest if there is one. A report that staff typed for somebody has a code of its own.
    """
    if not filer.startswith("r:"):
        seed = b"report:" + report_id.encode()
    else:
        seed = b"claim:" + digest if digest is not None else b"owner:" + filer.encode()
    return base64.b32encode(current().keys.hmac("query_code", seed)[:_CODE_BYTES]).decode()


def query_code_digest(code: str) -> bytes | None:
    """What is stored of a query code; ``None`` for words that cannot be one.

    Spaces, dashes and small letters, as people write them, do not matter.
    """
    plain = re.sub(r"[\s-]", "", code).upper()
    if not _CODE.fullmatch(plain):
        return None
    return current().keys.hmac("query_code_digest", plain.encode())


def matching(digest: bytes, expected: Iterable[bytes]) -> bytes | None:
    """The one of ``expected`` that equals ``digest``; every one is compared in constant time."""
    found = [stored for stored in expected if hmac.compare_digest(stored, digest)]
    return found[0] if found else None
