"""Every key of the installation, derived from one secret, one per purpose."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

_NONCE = 12


class Keyring:
    """HMAC-SHA256 and AES-256-GCM with keys derived by HKDF (RFC 5869) from the secret."""

    def __init__(self, secret: str) -> None:
        self._root = hashlib.sha256(secret.encode()).digest()
        self._derived: dict[str, bytes] = {}

    def _key(self, purpose: str) -> bytes:
        key = self._derived.get(purpose)
        if key is None:
            key = HKDFExpand(algorithm=SHA256(), length=32, info=purpose.encode()).derive(
                self._root
            )
            self._derived[purpose] = key
        return key

    def hmac(self, purpose: str, data: bytes) -> bytes:
        """32 bytes that only this installation can compute for ``data``."""
        return hmac.digest(self._key(purpose), data, "sha256")

    def seal(self, purpose: str, plaintext: bytes, aad: bytes) -> bytes:
        """Encrypt; ``aad`` binds the result to the place where it is stored."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._key(purpose)).encrypt(nonce, plaintext, aad)

    def unseal(self, purpose: str, token: bytes, aad: bytes) -> bytes:
        """Decrypt what ``seal`` made.

        Raises ``cryptography.exceptions.InvalidTag`` for another key, place or changed bytes.
        """
        return AESGCM(self._key(purpose)).decrypt(token[:_NONCE], token[_NONCE:], aad)
