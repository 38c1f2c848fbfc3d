"""What the detectors find: ``python -m benchmarks.blur``, or ``make bench-blur``.

Prints, for each half of the set, how many faces and plates are covered by size and by trouble, how
many boxes cover nothing that was put there, and what a photo costs with all detectors in one
process. ``SSP_BENCH_ROUNDS`` is how often each size of plate is tried in each trouble (12).
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from benchmarks.blur import faces, scenes
from benchmarks.blur.scenes import HELD_OUT, TUNING, Placed, Scene
from server.photos.detecting.boxes import look
from server.photos.detecting.faces import Faces
from server.photos.detecting.plates import Plates

_DATA = Path(__file__).parents[3] / "shared" / "data"
_SAMPLES = Path(__file__).parent / "node_modules" / "@vladmandic" / "face-api" / "demo"
_ROUNDS = int(os.environ.get("SSP_BENCH_ROUNDS", "12"))
_COVERED = 0.8
_TOUCHED = 0.1
_CROPS = 20
_HALVES = {TUNING: "thresholds were chosen on", HELD_OUT: "held out"}


def main() -> None:
    """Both halves, or the one whose number is the first argument."""
    cv2.setNumThreads(1)
    detectors = Faces(), Plates()
    chosen = [int(sys.argv[1])] if len(sys.argv) > 1 else list(_HALVES)
    for half in chosen:
        print(f"\n## Half {half} ({_HALVES[half]})", flush=True)
        dice = random.Random(17 + half)
        photos = scenes.streets(_DATA, half)
        skimage = _scikit_image()
        people = faces.photographed(_SAMPLES, skimage, half)
        _measure("faces in colour", scenes.with_faces(photos, people, dice), "face", detectors)
        grey = faces.crops(skimage, half)[:_CROPS]
        _measure("grey crops of faces", scenes.with_faces(photos, grey, dice), "face", detectors)
        drawn = scenes.with_plates(photos, _ROUNDS, dice)
        _measure("plates", drawn, "plate", detectors)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nPeak of this process, all detectors: {peak} MiB")


def _measure(name: str, made: Iterable[Scene], kind: str, detectors: tuple[Faces, Plates]) -> None:
    """Look at scenes and print what of ``kind`` was covered."""
    covered: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false: Counter[str] = Counter()
    seconds, count = 0.0, 0
    for scene in made:
        began = time.process_time()
        boxes = look(*detectors, np.asarray(scene.picture))
        seconds += time.process_time() - began
        count += 1
        pixels = [_pixels(box, scene) for box in boxes]
        right = [box for box, found in zip(pixels, boxes, strict=True) if found["kind"] == kind]
        for placed in scene.placed:
            hit = any(_share(placed, box) >= _COVERED for box in right)
            for key in ("all", f"{placed.size} px", placed.trouble):
                total[key] += 1
                covered[key] += hit
        for box, found in zip(pixels, boxes, strict=True):
            false[found["kind"]] += all(_share(placed, box) < _TOUCHED for placed in scene.placed)
    print(f"{name}: " + ", ".join(f"{key} {covered[key]}/{total[key]}" for key in _order(total)))
    print(
        f"  {count} photos, {seconds / count:.1f} s of CPU each; boxes on nothing: "
        f"{false['face']} faces, {false['plate']} plates",
        flush=True,
    )


def _order(total: Counter[str]) -> list[str]:
    sizes = sorted((key for key in total if key.endswith("px")), key=lambda key: -int(key[:-3]))
    return ["all", *sizes, *sorted(key for key in total if key != "all" and key not in sizes)]


def _pixels(box: dict[str, float], scene: Scene) -> tuple[float, float, float, float]:
    width, height = scene.picture.size
    return box["x"] * width, box["y"] * height, box["w"] * width, box["h"] * height


def _share(placed: Placed, box: tuple[float, float, float, float]) -> float:
    """How much of what was put there lies under a box, 0 to 1."""
    left, top, width, height = box
    across = min(placed.x + placed.w, left + width) - max(placed.x, left)
    down = min(placed.y + placed.h, top + height) - max(placed.y, top)
    return max(0.0, across) * max(0.0, down) / (placed.w * placed.h)


def _scikit_image() -> Path:
    """Where its pictures are; it is not imported, and need not be able to."""
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise SystemExit("The photographs are not here: make bench-blur")
    return Path(spec.origin).with_name("data")


if __name__ == "__main__":
    main()
