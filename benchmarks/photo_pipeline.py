"""Our photo pipeline through the decode child against bare Pillow in this process.

Run with ``python -m benchmarks.photo_pipeline``. Bare Pillow is the cheapest good way known (DCT
scaling by ``draft``, bicubic, turning after shrinking) and does nothing else; ours also checks the
file, reads its notes, hashes the picture and carries the bytes to a confined fork and back. Both
take turns, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import hashlib
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import ExifTags, Image

from server.photos.client import Decoder
from server.photos.decoding.limits import FULL_SIDE, QUALITY, THUMB_SIDE

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


def bare_pillow(data: bytes) -> tuple[bytes, bytes]:
    """Shrink on load, resize, turn, and encode two sizes."""
    image = Image.open(io.BytesIO(data), formats=("JPEG",))
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    image.draft("RGB", _fit(image.size, FULL_SIDE))
    small = image.resize(_fit(image.size, FULL_SIDE), Image.Resampling.BICUBIC)
    if orientation == 6:
        small = small.transpose(Image.Transpose.ROTATE_270)
    thumb = small.resize(_fit(small.size, THUMB_SIDE), Image.Resampling.BICUBIC)
    return _encoded(small), _encoded(thumb)


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


def compare(name: str, data: bytes, decoder: Decoder) -> float:
    """Print one comparison; the ratio of the medians of wall time."""
    child = decoder.start()
    decoder.decode(data)
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    peak, before = 0, _cpu_of_child(child)
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: bare_pillow(data)))
        ours.append(_timed(lambda: (hashlib.sha256(data).digest(), decoder.decode(data))))
    peak = decoder.decode(data).cost["peak_kib"]
    child_cpu = (_cpu_of_child(child) - before) / (ROUNDS + 1)
    wall = [statistics.median(one[0] for one in runs) * 1000 for runs in (bare, ours)]
    cpu = [statistics.median(one[1] for one in runs) * 1000 for runs in (bare, ours)]
    cpu[1] += child_cpu * 1000
    print(f"{name}, {len(data) / 1e6:.1f} MB, median of {ROUNDS}")
    print(f"  bare Pillow   wall {wall[0]:6.1f} ms  CPU {cpu[0]:6.1f} ms")
    print(
        f"  decode child  wall {wall[1]:6.1f} ms  CPU {cpu[1]:6.1f} ms  peak {peak / 1024:.0f} MB"
    )
    print(f"  ratio         wall {wall[1] / wall[0]:6.2f}     CPU {cpu[1] / cpu[0]:6.2f}")
    return wall[1] / wall[0]


def main() -> int:
    """Compare on a made photo and, when it is there, on a real one; 1 if the aim is missed."""
    decoder = Decoder()
    ratios = [compare("made 12 MP photo", made_photo(), decoder)]
    if _REAL.exists():
        ratios.append(compare("real 8 MP photo", _REAL.read_bytes(), decoder))
    decoder.close()
    print(f"aim: at most {AIM} times bare Pillow: {'met' if max(ratios) <= AIM else 'MISSED'}")
    return 0 if max(ratios) <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
