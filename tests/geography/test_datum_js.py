"""The browser's twin of the conversion gives the same numbers."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

from server.geography.datum import Datum, Point

MODULE = Path(__file__).parents[2] / "static" / "shared" / "datum.js"
SCRIPT = """
import { readFileSync } from "node:fs";
const { convert, point } = await import(process.argv[1]);
const rows = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(rows.map(([lat, lon, from, to]) => {
  const got = convert(point(lat, lon, from), to);
  return [got.lat, got.lon, got.datum];
})));
"""


def test_same_numbers_as_the_server(node: str) -> None:
    random = Random(11)
    places = [(random.uniform(-60, 60), random.uniform(-180, 180)) for _ in range(200)]
    places += [(random.uniform(0.8, 56), random.uniform(72, 138)) for _ in range(500)]
    places += [(0.8293, 72.004), (55.8271, 137.8347), (39.9087, 116.3975), (42.888, 125.1436)]
    rows = [(*place, source, target) for place in places for source in Datum for target in Datum]
    answer = subprocess.run(
        [node, "--input-type=module", "--eval", SCRIPT, MODULE.as_uri()],
        input=json.dumps(rows),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for (lat, lon, source, target), got in zip(rows, json.loads(answer.stdout), strict=True):
        want = Point(lat, lon, source).to(target)
        assert got[:2] == pytest.approx([want.lat, want.lon], abs=1e-9), (lat, lon, source, target)
        assert got[2] == target


def test_refuses_what_is_not_on_the_globe(node: str) -> None:
    script = "const { point } = await import(process.argv[1]); point(NaN, 1);"
    answer = subprocess.run(
        [node, "--input-type=module", "--eval", script, MODULE.as_uri()],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "RangeError" in answer.stderr
