"""The writer of exports as a process that says what it needed."""

from __future__ import annotations

MEASURED_WRITER = """
import json, time
from server import create_app
from server.statistics.writing import write_waiting
# getrusage's ru_maxrss outlives exec and would count whoever started this process; the
# high-water mark of the new image is its own.
def peak_kb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
app = create_app()
with app.app_context():
    before, wall, cpu = peak_kb(), time.perf_counter(), time.process_time()
    taken = write_waiting()
    print(json.dumps({
        "taken": taken,
        "grown_mb": (peak_kb() - before) / 1024,
        "wall_s": time.perf_counter() - wall,
        "cpu_s": time.process_time() - cpu,
    }))
"""
"""A program: writes what waits, and prints seconds and megabytes as its last line."""
