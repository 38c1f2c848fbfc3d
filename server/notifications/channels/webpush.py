"""Web Push: encrypted for the browser (RFC 8291, aes128gcm of RFC 8188), signed (VAPID, RFC 8292).

The push service (RFC 8030) knows the installation by its public key and sees neither words nor
case; of messages with the same ``Topic``, our reference, it keeps the last one only.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.notifications.channels.messages import NotAccepted, Unreachable
from server.platform import clock, outgoing

_CURVE = ec.SECP256R1()
_POINT, _PRIVATE, _AUTH = 65, 32, 16
_RECORD = 4096
_KEPT = timedelta(days=1)
_TOKEN_LASTS = timedelta(hours=12)
_GONE = (404, 410)


class Gone(Unreachable):
    """The browser has ended the subscription; it will never work again."""


@dataclass(frozen=True)
class Subscription:
    """A browser: where its push service takes messages, its public key and its secret."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class WebPush:
    """The sender of an installation; ``subject`` (``mailto:`` or ``https:``) says whom to ask."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    subject: str

    @property
    def public_key(self) -> str:
        """What browsers subscribe with, base64url."""
        return encoded(_point(self.key.public_key()))

    def send(self, to: Subscription, payload: bytes, reference: str) -> str:
        """Hand a message of at most 3,900 bytes over; returns its address at the push service.

        Raises ``Gone``, ``Unreachable`` when the endpoint must not be called, and ``NotAccepted``.
        """
        headers = {
            "Authorization": self._authorization(to.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(_KEPT.total_seconds())),
            "Topic": reference[:32],
            "Urgency": "high",
        }
        status, location = _post(to.endpoint, headers, encrypted(to, payload))
        if status in _GONE:
            raise Gone(f"HTTP {status}")
        if status not in (200, 201, 202):
            raise NotAccepted(f"HTTP {status}")
        return location

    def _authorization(self, endpoint: str) -> str:
        """A token for this push service alone, good for half a day."""
        parts = urlsplit(endpoint)
        until = clock.now() + _TOKEN_LASTS
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(until.timestamp()),
            "sub": self.subject,
        }
        head = {"typ": "JWT", "alg": "ES256"}
        signed = ".".join(encoded(orjson.dumps(part)) for part in (head, claims))
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={signed}.{signature}, k={self.public_key}"


def new_key() -> str:
    """A private key for the settings, base64url."""
    number = ec.generate_private_key(_CURVE).private_numbers().private_value
    return encoded(number.to_bytes(_PRIVATE, "big"))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key that ``new_key`` made. Raises ``ValueError`` for anything else."""
    number = decoded(text)
    if len(number) != _PRIVATE:
        raise ValueError("not a key of `flask push keys`")
    return ec.derive_private_key(int.from_bytes(number, "big"), _CURVE)


def check(subscription: Subscription) -> None:
    """Raise ``ValueError`` for keys that nothing can be encrypted for."""
    ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decoded(subscription.p256dh))
    if len(decoded(subscription.auth)) != _AUTH:
        raise ValueError("auth")


def encrypted(
    to: Subscription,
    payload: bytes,
    *,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a message; ``sender`` and ``salt`` are new ones unless a test names them."""
    sender = sender or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    theirs, ours = decoded(to.p256dh), _point(sender.public_key())
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs)
    shared = sender.exchange(ec.ECDH(), receiver)
    secret = _derived(decoded(to.auth), shared, b"WebPush: info\0" + theirs + ours, 32)
    key = _derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes of base64url, padded or not. Raises ``ValueError``."""
    return urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _post(endpoint: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    """Status and ``Location``."""
    try:
        answer = outgoing.ask_stranger("POST", endpoint, headers, body)
    except outgoing.NotPublic:
        raise Unreachable("not a public address") from None
    except outgoing.NoAnswer as error:
        raise NotAccepted(str(error)) from None
    return answer.status, answer.headers.get("location", "")
