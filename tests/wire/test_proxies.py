"""Behind proxies: whose word counts for where a request came from, and on what."""

from __future__ import annotations

from typing import Any

import pytest

from server.platform.http.proxies import TrustedProxies, parsed_address, parsed_networks
from server.settings import Settings
from tests.support.databases import SECRET

OURS = "10.0.0.0/8, 192.0.2.1, 2001:db8:aa::/48"


def seen(peer: str, trusted: str = OURS, **headers: str) -> tuple[str, str]:
    """Address and scheme that the application sees."""
    given: dict[str, Any] = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    given |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}

    def application(environ: dict[str, Any], _start: Any) -> list[bytes]:
        return [environ["REMOTE_ADDR"].encode(), environ["wsgi.url_scheme"].encode()]

    address, scheme = TrustedProxies(application, parsed_networks(trusted))(given, None)  # type: ignore[arg-type]
    return address.decode(), scheme.decode()


@pytest.mark.parametrize(
    ("peer", "chain", "asker"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.9, 10.0.0.9", "203.0.113.9"),
        ("10.0.0.2", "1.1.1.1, 10.0.0.9, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        ("10.0.0.2", "10.0.0.7, 10.0.0.8", "10.0.0.7"),
        ("10.0.0.2", "203.0.113.9:51234", "203.0.113.9"),
        ("10.0.0.2", "[2001:db8:1:2::3]:51234", "2001:db8:1:2::3"),
        ("10.0.0.2", "2001:db8:1:2::3", "2001:db8:1:2::3"),
        ("10.0.0.2", "::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:aa::1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "127.0.0.1", "127.0.0.1"),
        ("10.0.0.2", "203.0.113.9, unknown", "10.0.0.2"),
        ("10.0.0.2", "203.0.113.9, <script>, 10.0.0.8", "10.0.0.8"),
        ("10.0.0.2", "203.0.113.9,", "10.0.0.2"),
        ("10.0.0.2", "," * 5000, "10.0.0.2"),
    ],
)
def test_the_first_from_the_right_that_is_not_ours(peer: str, chain: str, asker: str) -> None:
    assert seen(peer, x_forwarded_for=chain)[0] == asker


@pytest.mark.parametrize(
    "peer", ["203.0.113.50", "192.0.2.2", "11.0.0.1", "", "unix:", "2001:db8::1"]
)
def test_strangers_are_not_believed(peer: str) -> None:
    told = {"x_forwarded_for": "198.51.100.1", "x_forwarded_proto": "https"}
    assert seen(peer, **told) == (peer, "http")


def test_without_the_setting_nobody_is_believed() -> None:
    told = {"x_forwarded_for": "198.51.100.1", "x_forwarded_proto": "https"}
    assert seen("127.0.0.1", "", **told) == ("127.0.0.1", "http")


@pytest.mark.parametrize(
    ("proto", "scheme"),
    [
        ("https", "https"),
        ("HTTPS", "https"),
        ("https, http", "http"),
        ("http, https", "https"),
        ("ftp", "http"),
        ("https;x", "http"),
    ],
)
def test_the_scheme_is_what_the_nearest_proxy_says(proto: str, scheme: str) -> None:
    assert seen("10.0.0.2", x_forwarded_proto=proto)[1] == scheme


def test_other_ways_to_say_it_do_not_count() -> None:
    told = {
        "forwarded": "for=198.51.100.1;proto=https",
        "x_real_ip": "198.51.100.1",
        "x_forwarded_host": "evil.example",
        "x_forwarded_port": "443",
        "true_client_ip": "198.51.100.1",
    }
    assert seen("10.0.0.2", **told) == ("10.0.0.2", "http")


@pytest.mark.parametrize("text", ["", "a", "1.2.3", "1.2.3.4.5", "[", "[::1", ":::", "1.2.3.4:5:6"])
def test_what_is_no_address(text: str) -> None:
    found = parsed_address(text)
    assert found is None or text == "[::1"


@pytest.mark.parametrize("trusted", ["proxy.example", "10.0.0.1/8", "10.0.0.0/8;::1", "*"])
def test_networks_that_cannot_be_read_keep_it_from_starting(trusted: str, tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="SSP_TRUSTED_PROXIES"):
        Settings.complete(data_dir=tmp_path, secret_key=SECRET, trusted_proxies=trusted)
