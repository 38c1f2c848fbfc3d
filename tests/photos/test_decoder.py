"""The decode child: limits, deaths, queue."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from server.photos import confinement, seccomp
from server.photos.client import Decoder
from server.photos.decoding import limits
from server.photos.decoding.shapes import Box
from server.platform.errors import Problem
from tests.photos.pictures import (
    bare,
    chunk,
    encode,
    exif,
    noise,
    opened,
    place,
    png,
    quarters,
    repeated_scans,
    webp_of_size,
)
from tests.photos.processes import children_of, is_alive, struck, wait_until_gone


@pytest.fixture
def fresh() -> Iterator[Decoder]:
    """A decoder of this test's own, to be mistreated."""
    made = Decoder()
    yield made
    made.close()


@pytest.fixture(scope="module")
def slow() -> bytes:
    """A photo that keeps a fork busy for about a second."""
    return encode(noise(4000, 3000), progressive=True, quality=92)


def refused(decoder: Decoder, data: bytes) -> Problem:
    with pytest.raises(Problem) as caught:
        decoder.decode(data)
    return caught.value


def test_a_photo_comes_back_as_two_bare_pictures(decoder: Decoder) -> None:
    notes = exif(1, "2026:11:22 18:30:05", "+08:00", place((42.9, 0.0, 0.0), (125.1, 0.0, 0.0)))
    found = decoder.decode(encode(quarters(2000, 1500), exif=notes))
    assert (found.kind, found.width, found.height) == ("jpeg", 2000, 1500)
    assert (found.taken_at, found.offset_minutes) == ("2026-11-22T18:30:05", 480)
    assert (found.lat, found.lon) == (42.9, 125.1)
    for data, side in zip(found.renditions, (1600, 480, 800), strict=True):
        bare(data)
        assert max(opened(data).size) == side


def test_boxes_are_hidden_by_the_child(decoder: Decoder) -> None:
    full = decoder.decode(encode(noise(800, 600))).renditions.full
    copy = decoder.redact(full, [Box(0.25, 0.25, 0.5, 0.5)])
    assert opened(copy.full).size == (800, 600)
    assert opened(copy.thumb).size == (480, 360)
    assert copy.full != full


# --- limits --------------------------------------------------------------------------------------


def test_a_twelve_megapixel_photo_stays_small(decoder: Decoder) -> None:
    found = decoder.decode(encode(noise(4032, 3024), quality=90))
    assert found.cost["peak_kib"] <= 80 * 1024
    assert max(opened(found.renditions.full).size) == 1600


@pytest.mark.parametrize(
    ("width", "height", "mode"), [(8064, 6048, "L"), (12_000, 9_000, "L"), (12_000, 9_000, "RGB")]
)
def test_giants_are_read_small(
    decoder: Decoder, full: bool, width: int, height: int, mode: str
) -> None:
    if mode == "RGB" and not full:
        pytest.skip("108 megapixels in colour take 900 MB to make: SSP_TEST_FULL=1")
    found = decoder.decode(encode(noise(width, height, mode), quality=5))
    assert (found.width, found.height) == (width, height)
    assert found.cost["peak_kib"] <= 120 * 1024


def test_a_progressive_giant_is_too_much(decoder: Decoder, full: bool) -> None:
    if not full:
        pytest.skip("a progressive picture of 108 megapixels takes 900 MB to make: SSP_TEST_FULL=1")
    data = encode(noise(12_000, 9_000, "L"), quality=10, progressive=True)
    assert refused(decoder, data).code == "photo_too_many_pixels"


def test_the_costliest_scans_allowed_stay_within_the_limits(decoder: Decoder, full: bool) -> None:
    side = 8_000 if full else 2_000
    found = decoder.decode(repeated_scans(Image.new("L", (side, side), 90), 64))
    assert found.cost["cpu_ms"] <= limits.CPU_SECONDS * 1000
    assert found.cost["peak_kib"] * 1024 <= limits.ADDRESS_SPACE


def test_two_hundred_scans_are_refused_at_once(decoder: Decoder) -> None:
    began = time.process_time()
    assert refused(decoder, repeated_scans(noise(64, 64), 206)).code == "photo_scans"
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png(30_000, 30_000, rows=b""), "photo_too_many_pixels"),
        (png(4_999, 4_999, rows=b"\x00"), "photo_damaged"),
        (webp_of_size(8_000, 8_000), "photo_too_many_pixels"),
        (webp_of_size(5_000, 5_000), "photo_damaged"),
    ],
)
def test_small_files_of_large_pictures(decoder: Decoder, data: bytes, code: str) -> None:
    assert refused(decoder, data).code == code


def test_a_large_png_fits_into_the_memory(decoder: Decoder) -> None:
    found = decoder.decode(png(5_000, 5_000))
    assert found.cost["peak_kib"] * 1024 <= limits.ADDRESS_SPACE


def test_a_png_of_unpacked_text_is_refused_cheaply(decoder: Decoder) -> None:
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9))
    problem = refused(decoder, png(64, 64, text))
    assert (problem.status, problem.code) == (422, "photo_damaged")


PROBE = """
import os, resource, signal, socket, sys, threading
from server.photos import confinement
before = os.open("/dev/null", os.O_RDONLY)
confinement.leave_the_machine()
confinement.narrow(with_threads={threads})
def tried(what):
    try:
        what()
    except OSError as error:
        return type(error).__name__
    return "done"
print(tried(lambda: open("/dev/null")), tried(socket.socket), tried(os.fork),
      tried(lambda: os.execv("/bin/true", ["true"])), tried(lambda: os.kill(os.getppid(), 0)))
worker = threading.Thread(target=print, args=("thread",))
try:
    worker.start()
    worker.join()
except RuntimeError:
    print("no thread")
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0],
      resource.getrlimit(resource.RLIMIT_FSIZE)[0], resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize("threads", [True, False])
def test_a_fork_can_open_start_and_call_nothing(threads: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(threads=threads)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    tried, thread, kept = done.stdout.splitlines()
    assert "done" not in tried.split()
    if threads:
        assert thread == "thread"
    cpu = limits.HEIC_CPU_SECONDS if threads else limits.CPU_SECONDS
    assert kept == f"{limits.ADDRESS_SPACE} {cpu} 0 0"


def test_the_child_knows_nothing_of_the_application(fresh: Decoder) -> None:
    pid = fresh.start()
    fresh.decode(encode(quarters()))
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    assert b"SSP_" not in environment
    maps = Path(f"/proc/{pid}/maps").read_text()
    assert "sqlite" not in maps
    assert "cryptography" not in maps


def test_the_filter_is_left_out_where_its_numbers_are_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(seccomp.platform, "machine", lambda: "riscv64")
    assert seccomp.forbid() is False
    assert confinement.seccomp is seccomp


# --- deaths --------------------------------------------------------------------------------------


def test_a_killed_child_is_replaced(fresh: Decoder) -> None:
    first = fresh.start()
    os.kill(first, signal.SIGKILL)
    assert fresh.decode(encode(quarters())).width == 400
    assert fresh.start() != first


def test_a_child_killed_while_it_decodes_costs_no_photo(fresh: Decoder, slow: bytes) -> None:
    first = fresh.start()
    with struck(first, signal.SIGKILL, fork=False) as hit:
        assert fresh.decode(slow).width == 4000
    assert hit == [first]
    assert fresh.start() != first


def test_a_fork_killed_by_a_stranger_is_tried_again(fresh: Decoder, slow: bytes) -> None:
    with struck(fresh.start(), signal.SIGKILL, fork=True) as hit:
        assert fresh.decode(slow).width == 4000
    assert len(hit) == 1


def test_a_fork_killed_each_time_is_not_the_photo_s_fault(fresh: Decoder, slow: bytes) -> None:
    with struck(fresh.start(), signal.SIGKILL, fork=True, times=3):
        problem = refused(fresh, slow)
    assert (problem.status, problem.code) == (503, "photo_busy")
    assert problem.retry_after


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (signal.SIGXCPU, "photo_too_complex"),
        (signal.SIGSEGV, "photo_damaged"),
        (signal.SIGABRT, "photo_damaged"),
    ],
)
def test_a_fork_that_its_photo_ended(
    fresh: Decoder, slow: bytes, how: signal.Signals, code: str
) -> None:
    with struck(fresh.start(), how, fork=True) as hit:
        problem = refused(fresh, slow)
    assert (problem.status, problem.code, len(hit)) == (422, code, 1)
    assert fresh.decode(encode(quarters())).width == 400


def test_a_fork_that_hangs_is_ended(fresh: Decoder, slow: bytes, full: bool) -> None:
    if not full:
        pytest.skip("waits the twelve seconds a photo may take: SSP_TEST_FULL=1")
    with struck(fresh.start(), signal.SIGSTOP, fork=True) as hit:
        problem = refused(fresh, slow)
    assert (problem.status, problem.code) == (422, "photo_too_complex")
    wait_until_gone(hit[0])


def test_closing_leaves_no_process(slow: bytes) -> None:
    decoder = Decoder()
    child = decoder.start()
    with ThreadPoolExecutor(1) as pool:
        decoding = pool.submit(decoder.decode, slow)
        while not (forks := children_of(child)):
            time.sleep(0.002)
        with socket.socket():
            decoder.close()
        assert decoding.exception() is None or isinstance(decoding.exception(), Problem)
    decoder.close()
    for pid in (child, *forks):
        wait_until_gone(pid)


def test_a_decoder_that_is_forgotten_leaves_no_process() -> None:
    decoder = Decoder()
    child = decoder.start()
    assert is_alive(child)
    del decoder
    gc.collect()
    wait_until_gone(child)


def run_web_process(script: str) -> subprocess.Popen[str]:
    """A process with a started ``decoder``."""
    start = "import os, time\nfrom server.photos.client import Decoder\ndecoder = Decoder()\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + script],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def test_a_killed_web_process_leaves_no_process() -> None:
    with run_web_process("print(decoder.start(), flush=True)\ntime.sleep(60)") as web:
        assert web.stdout is not None
        child = int(web.stdout.readline())
        assert is_alive(child)
        web.kill()
    wait_until_gone(child)


FORKING = """
first = decoder.start()
if not os.fork():
    second = decoder.start()
    decoder.close()
    print(first != second, flush=True)
    os._exit(0)
os.wait()
print(decoder.start() == first)
"""


def test_a_fork_of_the_web_process_starts_its_own_child() -> None:
    with run_web_process(FORKING) as web:
        assert web.stdout is not None
        assert web.stdout.read().split() == ["True", "True"]


# --- queue ---------------------------------------------------------------------------------------


def test_many_threads_share_one_child(decoder: Decoder) -> None:
    pictures = [encode(quarters(400 + step, 300)) for step in range(24)]
    with ThreadPoolExecutor(8) as pool:
        widths = [found.width for found in pool.map(decoder.decode, pictures)]
    assert widths == [400 + step for step in range(24)]


def test_no_more_forks_at_once_than_slots(slow: bytes) -> None:
    decoder, most = Decoder(slots=2, queue=4), 0
    child = decoder.start()
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(decoder.decode, slow) for _ in range(4)]
        while not all(photo.done() for photo in work):
            # /proc is not read in one moment: those seen twice lived at once between the two
            at_once = set(children_of(child)) & set(children_of(child))
            most = max(most, len(at_once))
    decoder.close()
    assert [photo.result().width for photo in work] == [4000] * 4
    assert most == 2


def test_an_answer_comes_when_its_fork_is_gone(decoder: Decoder) -> None:
    picture, child = encode(quarters(4000, 3000)), decoder.start()
    for _ in range(10):
        decoder.decode(picture)
        assert Path(f"/proc/{child}/task/{child}/children").read_text() == ""


def test_a_full_queue_says_come_back(slow: bytes) -> None:
    decoder = Decoder(slots=1, queue=0)
    began = threading.Event()

    def decode() -> None:
        began.set()
        decoder.decode(slow)

    worker = threading.Thread(target=decode)
    worker.start()
    began.wait()
    child = decoder.start()
    while not children_of(child):
        time.sleep(0.002)
    problem = refused(decoder, encode(quarters()))
    worker.join()
    decoder.close()
    assert (problem.status, problem.code) == (503, "photo_busy")
    assert problem.retry_after
