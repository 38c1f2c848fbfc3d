"""A push service and the browsers behind it, as RFC 8030, 8188, 8291 and 8292 have them."""

from __future__ import annotations

import datetime
import json
import os
import ssl
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.notifications.channels.webpush import decoded, encoded
from server.platform import clock

HOST = "push.example.net"
_CURVE = ec.SECP256R1()


@dataclass
class Browser:
    """One subscription: its keys, and the messages that it could read."""

    service: PushService
    name: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(_CURVE), repr=False
    )
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    shown: list[dict[str, Any]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    is_gone: bool = False

    @property
    def subscription(self) -> dict[str, Any]:
        """What ``PushSubscription.toJSON()`` gives."""
        keys = {"p256dh": encoded(self.public), "auth": encoded(self.auth)}
        endpoint = f"https://{HOST}:{self.service.port}/send/{self.name}"
        return {"endpoint": endpoint, "expirationTime": None, "keys": keys}

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt a message as RFC 8291, 3.4 has it."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        info = b"WebPush: info\0" + self.public + sender
        secret = _hkdf(self.auth, shared, info, 32)
        key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        read: dict[str, Any] = json.loads(plain[:-1])
        return read


class PushService:
    """Takes messages over TLS; ``status`` is what it answers instead, while it is set."""

    def __init__(self, folder: Path) -> None:
        self.browsers: dict[str, Browser] = {}
        self.status: int | None = None
        self.certificate = folder / "push.pem"
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(service.take(self.path, dict(self.headers), body))
                self.send_header("Location", f"https://{HOST}/message/1")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(self.certificate))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def port(self) -> int:
        port: int = self._server.server_port
        return port

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def browser(self, name: str) -> Browser:
        """A new browser that subscribes here."""
        made = self.browsers[name] = Browser(self, name)
        return made

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """The status of a message."""
        if self.status is not None:
            return self.status
        browser = self.browsers[path.removeprefix("/send/")]
        if browser.is_gone:
            return 410
        if not _is_signed(headers["Authorization"], f"https://{HOST}:{self.port}"):
            return 403
        if headers["Content-Encoding"] != "aes128gcm" or int(headers["TTL"]) < 0:
            return 400
        browser.shown.append(browser.read(body))
        browser.topics.append(headers["Topic"])
        return 201


def _is_signed(authorization: str, audience: str) -> bool:
    """RFC 8292, 2 and 3: signed with the key it names, for us, for not more than a day."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, claims, signature = parts["t"].split(".")
    key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decoded(parts["k"]))
    raw = decoded(signature)
    r, s = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    signed = f"{head}.{claims}".encode()
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    told = json.loads(decoded(claims))
    left = told["exp"] - clock.now().timestamp()
    named = told["sub"].startswith(("mailto:", "https:"))
    return scheme == "vapid" and told["aud"] == audience and 0 < left <= 86_400 and named


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _certificate(path: Path) -> Path:
    """A certificate of its own for ``HOST``, with its key, in one file."""
    key = ec.generate_private_key(_CURVE)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
