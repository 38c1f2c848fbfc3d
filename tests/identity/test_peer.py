"""Where a request came from, and on what."""

from __future__ import annotations

import pytest
from flask import Flask

from server.identity.devices import describe
from server.platform.http.peer import client_address, is_from_this_machine


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_attempts_are_counted_by_household(peer: str, address: str) -> None:
    with Flask("x").test_request_context(environ_base={"REMOTE_ADDR": peer}):
        assert client_address() == address


def test_what_a_proxy_claims_is_not_believed() -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    with Flask("x").test_request_context(
        headers=headers, environ_base={"REMOTE_ADDR": "198.51.100.1"}
    ):
        assert client_address() == "198.51.100.1"


@pytest.mark.parametrize(
    ("peer", "host", "here"),
    [
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.8.9.1", "127.0.0.1", True),
        ("::1", "[::1]:8000", True),
        ("::ffff:127.0.0.1", "localhost", True),
        ("192.168.1.5", "localhost", False),
        ("127.0.0.1", "192.168.1.5:8000", False),
        ("127.0.0.1", "localhost.example", False),
        ("127.0.0.1", "[::1", False),
    ],
)
def test_this_machine_is_peer_and_host(peer: str, host: str, here: bool) -> None:
    with Flask("x").test_request_context(
        headers={"Host": host}, environ_base={"REMOTE_ADDR": peer}
    ):
        assert is_from_this_machine() is here


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
                "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42"
            ),
            "WeChat · iPhone",
        ),
        (
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
            ),
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
            "Firefox · Linux",
        ),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>", ""),
    ],
)
def test_devices_in_a_few_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words
