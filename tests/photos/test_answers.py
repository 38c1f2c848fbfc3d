"""A decode child that lies or stammers is not believed."""

from __future__ import annotations

import socket

import pytest

from server.photos import client, protocol
from server.photos.client import Decoder
from server.photos.decoded import decoded
from tests.photos.pictures import encode, quarters

GOOD = {
    "kind": "jpeg", "width": 400, "height": 300, "dhash": "0" * 16, "dhash_centre": "f" * 16,
    "taken_at": None, "offset_minutes": None, "lat": None, "lon": None, "flags": [],
    "cost": {"cpu_ms": 1, "peak_kib": 1},
}  # fmt: skip


@pytest.mark.parametrize(
    "lie",
    [
        {"kind": "svg"},
        {"width": 0},
        {"height": "300"},
        {"width": 10**9},
        {"dhash": "'; DROP TABLE photo_blob; --"},
        {"taken_at": "<script>"},
        {"offset_minutes": 10**6},
        {"lat": 91.0},
        {"lon": "east"},
        {"flags": ["<b>"]},
        {"flags": 7},
        {"cost": {}},
    ],
)
def test_an_answer_out_of_range_is_not_believed(decoder: Decoder, lie: dict[str, object]) -> None:
    files = list(decoder.decode(encode(quarters())).renditions)
    assert decoded(GOOD, files).width == 400
    with pytest.raises((KeyError, TypeError, ValueError)):
        decoded(GOOD | lie, files)


def test_files_that_are_no_bare_pictures_are_not_believed(decoder: Decoder) -> None:
    full, thumb, _ = decoder.decode(encode(quarters())).renditions
    for files in (
        [],
        [full, thumb],
        [full, thumb, b"<html>"],
        [full + b"x", thumb, thumb],
        [full, thumb, thumb, thumb],
    ):
        with pytest.raises(ValueError, match=r"rendition|unpack"):
            decoded(GOOD, files)


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00\x00",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{}",
        b'\x00\x00\x00\x0c{"parts": 3}',
        b'\x00\x00\x00\x0e{"parts": [9]}',
        b'\x00\x00\x00\x0f{"parts": [-9]}',
        b"\x00\x00\x00\x03\xff\xff\xff",
    ],
)
def test_a_broken_message_is_an_error_and_no_more(message: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(message)
        with pytest.raises(protocol.BrokenTalk):
            protocol.receive(ours, 8)


def test_an_unknown_refusal_is_a_damaged_photo() -> None:
    assert client.refusal("__proto__").code == "photo_damaged"
    assert client.refusal(["x"], 7).code == "photo_damaged"
    assert client.refusal("photo_too_small", {"pixels": "<b>", "x": 1}).params == {"pixels": 16}
    assert client.refusal("photo_too_small", {"pixels": 20}).params == {"pixels": 20}
