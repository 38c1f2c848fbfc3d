"""Our photo pipeline through the decode child against bare Pillow in this process.

Bare Pillow is the cheapest good way known (DCT
scaling by ``draft``, bicubic, turning after shrinking) and does nothing else; ours also checks the
file, reads its notes, hashes the picture and carries the bytes to a confined fork and back. Both
take turns, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from PIL import ExifTags, Image

from benchmarks.figures import Figure
from server.photos.client import Decoder
from server.photos.decoding.limits import FULL_SIDE, MIDDLE_SIDE, QUALITY, THUMB_SIDE

ROUNDS = int(os.environ.get("SSP_BENCH_ROUNDS", "40"))
AIM = 1.3
_REAL = Path(__file__).parents[2] / "shared" / "data" / "photos" / "phones" / "Nexus_4.jpg"


def made_photo() -> bytes:
    """12 megapixels, 4:2:0, about 3.5 MB, stored on its side: the expensive case."""
    noise = Image.effect_noise((1008, 756), 90).resize((4032, 3024), Image.Resampling.BICUBIC)
    fine = Image.effect_noise((4032, 3024), 28)
    picture = Image.merge("RGB", (Image.blend(noise, fine, 0.35), noise, noise.rotate(180)))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=86, exif=exif)
    return out.getvalue()


def bare_pillow(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Shrink on load, resize, turn, and encode the same three sizes."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    image.draft("RGB", _fit(image.size, FULL_SIDE))
    small = image.resize(_fit(image.size, FULL_SIDE), Image.Resampling.BICUBIC)
    if orientation == 6:
        small = small.transpose(Image.Transpose.ROTATE_270)
    middle = small.resize(_fit(small.size, MIDDLE_SIDE), Image.Resampling.BICUBIC, reducing_gap=1.0)
    thumb = middle.resize(_fit(middle.size, THUMB_SIDE), Image.Resampling.BICUBIC)
    return _encoded(small), _encoded(thumb), _encoded(middle)


def _fit(size: tuple[int, int], side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(size))
    return round(size[0] * scale), round(size[1] * scale)


def _encoded(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _cpu_of_child(pid: int) -> float:
    """Processor seconds of the child and of all forks it has buried."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure() -> Iterator[Figure]:
    """Bare Pillow and the decode child on a made photo and, when it is there, on a real one."""
    decoder = Decoder()
    try:
        yield from _compare("made 12 MP photo", made_photo(), decoder)
        if _REAL.exists():
            yield from _compare("real 8 MP photo", _REAL.read_bytes(), decoder)
    finally:
        decoder.close()


def _compare(name: str, data: bytes, decoder: Decoder) -> Iterator[Figure]:
    child = decoder.start()
    decoder.decode(data)
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    before = _cpu_of_child(child)
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: bare_pillow(data)))
        ours.append(_timed(lambda: (hashlib.sha256(data).digest(), decoder.decode(data))))
    child_cpu = (_cpu_of_child(child) - before) / ROUNDS
    wall = [median(one[0] for one in runs) * 1000 for runs in (bare, ours)]
    cpu = [median(one[1] for one in runs) * 1000 for runs in (bare, ours)]
    cpu[1] += child_cpu * 1000
    yield Figure(f"{name}, bare Pillow", wall[0], cpu[0])
    ratio = cpu[1] / cpu[0]
    aim = f"{ratio:.2f}, ≤ {AIM} ×"
    yield Figure(f"{name}, decode child", wall[1], cpu[1], aim=aim, met=ratio <= AIM)
