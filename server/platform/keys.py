"""Every key of the installation, derived from its secrets, one per purpose.

The root secret signs: chains of journal and audit, sessions, claim keys, addresses of photos. What
lies sealed in the database and the storage, and the blind indexes, use the newest *data key*, so
that those can be exchanged (``flask keys rotate``); without any data key the root seals too.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_NONCE = 12
_MARK = b"\x02"
_ID_BYTES = 4
PREFIX_BYTES = len(_MARK) + _ID_BYTES


class _Root:
    """One secret and the keys derived from it by HKDF (RFC 5869)."""

    def __init__(self, secret: str) -> None:
        self._root = hashlib.sha256(secret.encode()).digest()
        self._derived: dict[str, bytes] = {}
        self.prefix = _MARK + self.key("key id")[:_ID_BYTES]

    def key(self, purpose: str) -> bytes:
        key = self._derived.get(purpose)
        if key is None:
            expand = HKDFExpand(algorithm=SHA256(), length=32, info=purpose.encode())
            key = self._derived[purpose] = expand.derive(self._root)
        return key

    @property
    def id(self) -> str:
        return self.prefix[len(_MARK) :].hex()


class Keyring:
    """HMAC-SHA256 and AES-256-GCM. ``data_secrets`` are the data keys, newest first."""

    def __init__(self, secret: str, data_secrets: Sequence[str] = ()) -> None:
        self._root = _Root(secret)
        self._sealing = [*map(_Root, data_secrets), self._root]

    @property
    def root_id(self) -> str:
        """8 hex digits by which the root secret is recognised; they tell nothing of it."""
        return self._root.id

    @property
    def sealing_ids(self) -> tuple[str, ...]:
        """The ids of all keys that can open what is sealed, the one that seals first."""
        return tuple(root.id for root in self._sealing)

    @property
    def prefix(self) -> bytes:
        """How everything begins that is sealed with the newest key: 5 bytes."""
        return self._sealing[0].prefix

    def hmac(self, purpose: str, data: bytes) -> bytes:
        """32 bytes that only this installation can compute for ``data``, whatever the data keys."""
        return hmac.digest(self._root.key(purpose), data, "sha256")

    def indexes(self, purpose: str, data: bytes) -> tuple[bytes, ...]:
        """The blind index of ``data`` under every data key, the newest first."""
        return tuple(hmac.digest(root.key(purpose), data, "sha256") for root in self._sealing)

    def seal(self, purpose: str, plaintext: bytes, aad: bytes) -> bytes:
        """Encrypt; ``aad`` binds the result to the place where it is stored."""
        root, nonce = self._sealing[0], os.urandom(_NONCE)
        return root.prefix + nonce + AESGCM(root.key(purpose)).encrypt(nonce, plaintext, aad)

    def unseal(self, purpose: str, token: bytes, aad: bytes) -> bytes:
        """Decrypt what ``seal`` made, also what the root sealed before there were key ids.

        Raises ``cryptography.exceptions.InvalidTag`` for another key, place or changed bytes.
        """
        for root in self._sealing:
            if token.startswith(root.prefix):
                try:
                    return _open(root, purpose, token[PREFIX_BYTES:], aad)
                except InvalidTag:
                    break
        return _open(self._root, purpose, token, aad)


def id_of(token: bytes) -> str | None:
    """The id of the key that sealed ``token``; ``None`` when the token has none."""
    return token[len(_MARK) : PREFIX_BYTES].hex() if token.startswith(_MARK) else None


def _open(root: _Root, purpose: str, token: bytes, aad: bytes) -> bytes:
    return AESGCM(root.key(purpose)).decrypt(token[:_NONCE], token[_NONCE:], aad)
