"""The decode child: what it can do, and what has to be in memory before it forks."""

from __future__ import annotations

import io

from PIL import ExifTags, Image, ImageCms

from server.photos.confinement import narrow
from server.photos.decoding import heif, jobs
from server.photos.decoding.limits import WALL_SECONDS
from server.photos.forking import Trade, serve


def main() -> None:
    """Serve until the web process closes standard input."""
    serve(Trade(jobs.run, _narrow, WALL_SECONDS), _warm_up)


def _narrow(data: bytes) -> None:
    """libde265 cannot work without a thread."""
    narrow(with_threads=heif.is_heic(data))


def _warm_up() -> None:
    """Walk every path once with a picture of our own: the forks can load no module any more."""
    Image.init()
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2020:01:01 00:00:00"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (1.0, 2.0, 3.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    for kind in ("PNG", "WEBP", "JPEG"):
        buffer = io.BytesIO()
        Image.new("RGB", (64, 64), "grey").save(buffer, kind, exif=exif, icc_profile=profile)
        _header, files = jobs.run({"job": "decode"}, buffer.getvalue())
    jobs.run({"job": "redact", "boxes": [[0, 0, 0.5, 0.5]]}, files[0])
