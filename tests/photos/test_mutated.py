"""Photos that a fuzzer made: a clean photo or a refusal, within the limits, and nothing left."""

from __future__ import annotations

import gc
import resource
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from server.photos.client import Decoder
from server.photos.decoded import Decoded
from server.photos.decoding.limits import ADDRESS_SPACE, HEIC_CPU_SECONDS, WALL_SECONDS
from tests.photos.conftest import Phone
from tests.photos.mutation import good_photos, mutant
from tests.photos.pictures import bare

FILES_OF_A_PHOTO = 4
PHOTOS_OF_A_PHONE = 25
GROWTH_MOST_KIB = 80 * 1024


@pytest.fixture
def costs(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, int]]:
    """What the child said that each photo it took has cost."""
    noted: list[dict[str, int]] = []
    decode = decoder.decode

    def noting(data: bytes) -> Decoded:
        found = decode(data)
        noted.append(found.cost)
        return found

    monkeypatch.setattr(decoder, "decode", noting)
    return noted


@pytest.mark.one_database
@pytest.mark.timeout(3600)
def test_mutated_photos(
    app: Flask,
    photos: Path,
    files: Callable[[], list[str]],
    decoder: Decoder,
    costs: list[dict[str, int]],
    data_dir: Path,
    full: bool,
    record_property: Callable[[str, object], None],
) -> None:
    """2,000 at full size. The numbers of those that broke something go on breaking it."""
    good = good_photos(photos)
    numbers = range(2000) if full else range(0, 720, 13)
    child = decoder.start()
    statuses: Counter[int] = Counter()
    longest, kept = 0.0, set[bytes]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for place, number in enumerate(numbers):
        if place % PHOTOS_OF_A_PHONE == 0:
            phone = Phone(app)
            gc.collect()  # a client of tests keeps what it sent in circles
        begun = time.monotonic()
        data = mutant(good, number)
        answer = phone.put(data)
        longest = max(longest, time.monotonic() - begun)
        statuses[answer.status_code] += 1
        assert answer.status_code in (200, 201, 413, 415, 422), (number, answer.text)
        if answer.status_code == 201:
            kept.add(sha256(data).digest())  # some changes change nothing
        assert len(files()) == len(kept) * FILES_OF_A_PHOTO, number
    assert decoder.start() == child, "the warm parent did not outlive them"
    for stored in files():
        if stored.endswith(".jpg"):
            bare((data_dir / "photos" / stored).read_bytes())
    assert longest < WALL_SECONDS + 3
    assert max(cost["peak_kib"] for cost in costs) * 1024 <= ADDRESS_SPACE
    assert max(cost["cpu_ms"] for cost in costs) <= HEIC_CPU_SECONDS * 1000
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < GROWTH_MOST_KIB, grown
    assert len(kept) > len(numbers) // 20
    assert statuses[422] > len(numbers) // 20
    told = f"{dict(statuses)}, longest {longest:.1f} s, web process {grown // 1024} MiB more"
    record_property("summary", told)
