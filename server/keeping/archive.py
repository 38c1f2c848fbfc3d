"""The file of a backup: a tar stream, encrypted in chunks, each authenticated in its place.

``SSPBAK1\\n``, four bytes with the length of a JSON header, the header, then AES-256-GCM chunks of
1 MiB. The nonce is a random prefix, the chunk's number and whether it is the last one (the STREAM
construction of Hoang et al., CRYPTO 2015); the header is authenticated with every chunk. So a
changed, swapped, missing or added chunk is refused before any of its bytes are used.
"""

from __future__ import annotations

import hashlib
import io
import os
import struct
from typing import IO, TYPE_CHECKING

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"SSPBAK1\n"
CHUNK = 1024 * 1024
_TAG = 16
_LARGEST_HEADER = 4096
_SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}


class ArchiveError(Exception):
    """Why a backup cannot be made, read or restored, in a plain sentence."""


class BackupKey:
    """What is derived from ``SSP_BACKUP_SECRET``: 0.1 s of scrypt, so that it is made once."""

    def __init__(self, secret: str) -> None:
        self._master = hashlib.scrypt(secret.encode(), salt=b"suishoupai backup", **_SCRYPT)
        self.id = self._derive(b"key id")[:4].hex()

    def cipher(self, salt: bytes) -> AESGCM:
        """The cipher of one archive."""
        return AESGCM(self._derive(b"archive" + salt))

    def _derive(self, info: bytes) -> bytes:
        return HKDFExpand(algorithm=SHA256(), length=32, info=info).derive(self._master[:32])


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)


class Writer(io.RawIOBase):
    """Encrypts what is written to it; only ``finish`` makes the archive a whole one."""

    def __init__(self, file: IO[bytes], key: BackupKey) -> None:
        salt, self._prefix = os.urandom(16), os.urandom(7)
        header = orjson.dumps(
            {"key": key.id, "salt": salt.hex(), "nonce": self._prefix.hex(), "chunk": CHUNK}
        )
        self._head = MAGIC + struct.pack(">I", len(header)) + header
        self._cipher = key.cipher(salt)
        self._file = file
        self._number = 0
        self._waiting = bytearray()
        file.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        taken = bytes(data)
        self._waiting += taken
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(taken)

    def finish(self) -> None:
        """Write the last chunk."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._file.write(self._cipher.encrypt(nonce, plain, self._head))
        self._number += 1


class Reader(io.RawIOBase):
    """Decrypts an archive from its beginning.

    Raises ``ArchiveError`` for what is no archive, was sealed with another key, was changed, or is
    cut off.
    """

    def __init__(self, file: IO[bytes], key: BackupKey) -> None:
        self._file = file
        start = file.read(len(MAGIC) + 4)
        if not start.startswith(MAGIC) or len(start) < len(MAGIC) + 4:
            raise ArchiveError("This file is no backup of this program.")
        (length,) = struct.unpack(">I", start[len(MAGIC) :])
        if length > _LARGEST_HEADER:
            raise ArchiveError("The backup's header was changed.")
        written = file.read(length)
        self._head = start + written
        try:
            header = orjson.loads(written)
            named, salt = header["key"], bytes.fromhex(header["salt"])
            self._prefix, self._chunk = bytes.fromhex(header["nonce"]), int(header["chunk"])
        except (KeyError, TypeError, ValueError) as error:
            raise ArchiveError("The backup's header was changed.") from error
        if named != key.id:
            raise ArchiveError(
                f"The backup was made with another SSP_BACKUP_SECRET: it needs key {named}, "
                f"this one is {key.id}."
            )
        if len(self._prefix) != 7 or self._chunk != CHUNK:
            raise ArchiveError("The backup's header was changed.")
        self._cipher = key.cipher(salt)
        self._number = 0
        self._next = file.read(CHUNK + _TAG)
        self._open = b""
        self._at = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._at == len(self._open) and not self._ended:
            self._unseal()
        piece = self._open[self._at : self._at + len(view)]
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def drain(self) -> None:
        """Read to the end, so that the last chunk, too, has been seen."""
        while self.read(CHUNK):
            pass

    def _unseal(self) -> None:
        token, self._next = self._next, self._file.read(CHUNK + _TAG)
        self._ended = not self._next
        nonce = _nonce(self._prefix, self._number, last=self._ended)
        try:
            self._open = self._cipher.decrypt(nonce, token, self._head)
        except (InvalidTag, ValueError) as error:
            raise ArchiveError("The backup was changed or is cut off.") from error
        self._number += 1
        self._at = 0
