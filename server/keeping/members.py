"""What lies in a backup: members of a tar stream, each with its checksum, and a manifest."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

import orjson

from server.keeping.archive import ArchiveError, BackupKey, Reader, Writer

PIECE = 8 * 1024 * 1024
MANIFEST = "manifest.json"
_SUM = "SSP.sha256"
_FORMAT = 1


class Packer:
    """Adds members to an archive and keeps a checksum over all of them."""

    def __init__(self, file: IO[bytes], key: BackupKey) -> None:
        self._writer = Writer(file, key)
        self._tar = tarfile.open(  # noqa: SIM115 -- ``finish`` closes it
            fileobj=self._writer, mode="w|", format=tarfile.PAX_FORMAT
        )
        self._all = hashlib.sha256()

    def add(self, name: str, data: bytes) -> None:
        """One member."""
        member = tarfile.TarInfo(name)
        member.size = len(data)
        member.mode = 0o600
        digest = hashlib.sha256(data).hexdigest()
        member.pax_headers = {_SUM: digest}
        self._all.update(f"{digest}  {name}\n".encode())
        self._tar.addfile(member, io.BytesIO(data))
        _forget(self._tar)

    def add_pieces(self, folder: str, blocks: Iterable[bytes]) -> None:
        """A long stream as compressed members ``folder/000001``, in order."""
        waiting = bytearray()
        number = 0
        for block in blocks:
            waiting += block
            while len(waiting) >= PIECE:
                number += 1
                self.add(f"{folder}/{number:06d}", zlib.compress(bytes(waiting[:PIECE]), 1))
                del waiting[:PIECE]
        if waiting:
            self.add(f"{folder}/{number + 1:06d}", zlib.compress(bytes(waiting), 1))

    def finish(self, manifest: dict[str, Any]) -> None:
        """Add the manifest, the last member, and end the archive."""
        whole = manifest | {"format": _FORMAT, "checksum": self._all.hexdigest()}
        self.add(MANIFEST, orjson.dumps(whole))
        self._tar.close()
        self._writer.finish()


class Unpacker:
    """Reads members in their order; ``manifest`` is there once ``members`` has ended."""

    def __init__(self, file: IO[bytes], key: BackupKey) -> None:
        self._reader = Reader(file, key)
        self.manifest: dict[str, Any] = {}

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every member but the manifest.

        Raises ``ArchiveError`` for anything that is not as it was written.
        """
        overall = hashlib.sha256()
        before = ""
        try:
            with tarfile.open(fileobj=self._reader, mode="r|") as tar:
                for member in tar:
                    _forget(tar)
                    file = tar.extractfile(member)
                    data = file.read() if file else b""
                    digest = hashlib.sha256(data).hexdigest()
                    if digest != member.pax_headers.get(_SUM):
                        raise ArchiveError(f"{member.name} does not have its checksum.")
                    if member.name == MANIFEST:
                        before = overall.hexdigest()
                        self.manifest = orjson.loads(data)
                        continue
                    overall.update(f"{digest}  {member.name}\n".encode())
                    yield member.name, data
            self._reader.drain()
        except tarfile.TarError as error:
            raise ArchiveError("The backup was changed or is cut off.") from error
        if not self.manifest or self.manifest["checksum"] != before:
            raise ArchiveError("The backup is not complete.")
        if self.manifest["format"] != _FORMAT or overall.hexdigest() != before:
            raise ArchiveError("The backup was made by another version of this program.")


def _forget(tar: tarfile.TarFile) -> None:
    """``tarfile`` would remember every member: 1 kB for each of a million photos."""
    tar.members = []  # type: ignore[attr-defined]


def piece(data: bytes) -> bytes:
    """What ``Packer.add_pieces`` compressed."""
    return zlib.decompress(data)
