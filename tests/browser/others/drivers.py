"""Other people's browsers, spoken to in their own protocols: WebKit and Firefox of Debian.

Debian 12 has no geckodriver, so Firefox is driven by Marionette, which geckodriver speaks too.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

_START_SECONDS = 60
_PAUSE_SECONDS = 0.1
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_MINI_BROWSER = "webkit2gtk-4.1/MiniBrowser"
_PREFERENCES = {"marionette.port": 0, "geo.enabled": False, "intl.accept_languages": "zh-CN"}

_MARIONETTE = {
    "url": "WebDriver:Navigate",
    "execute/sync": "WebDriver:ExecuteScript",
    "element": "WebDriver:FindElement",
    "value": "WebDriver:ElementSendKeys",
    "click": "WebDriver:ElementClick",
}

T = TypeVar("T")
Command = Callable[[str, str, dict[str, Any]], Any]


class Browser:
    """A window of a browser; ``send`` is a command of W3C WebDriver: method, path, parameters."""

    def __init__(self, send: Command) -> None:
        self._send = send

    def go(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._send("POST", "url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a script returns in the page."""
        return self._send("POST", "execute/sync", {"script": script, "args": list(arguments)})

    def type(self, css: str, text: str) -> None:
        """Type into the element; into an input for files, a path."""
        found = self._send("POST", "element", {"using": "css selector", "value": css})
        self._send("POST", f"element/{found[_ELEMENT]}/value", {"text": text})

    def click(self, css: str) -> None:
        """Click the element as a person does."""
        found = self._send("POST", "element", {"using": "css selector", "value": css})
        self._send("POST", f"element/{found[_ELEMENT]}/click", {})

    def wait(self, script: str, *arguments: Any, seconds: float = 40) -> Any:
        """What ``script`` returns once that is something. Raises ``AssertionError`` with the text
        of the page when it never is."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.run(script, *arguments)
            if found:
                return found
            time.sleep(_PAUSE_SECONDS)
        raise AssertionError(f"{script}\n{self.run('return document.body.innerText')}")


def is_here(name: str) -> bool:
    """Whether the programs of a browser are installed."""
    wanted = {"webkit": ("WebKitWebDriver", "xvfb-run"), "firefox": ("firefox-esr",)}[name]
    return all(shutil.which(program) for program in wanted)


@contextmanager
def webkit(folder: Path) -> Iterator[Browser]:
    """WebKitGTK's own small browser, on a screen that nobody sees."""
    port = _free_port()
    found = sorted(Path("/usr/lib").glob(f"*/{_MINI_BROWSER}"))
    options = {"binary": str(found[0]), "args": ["--automation"]}
    command = ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}", "--host=127.0.0.1"]
    with _running(command, folder):
        base = f"http://127.0.0.1:{port}/session"
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        made = _until_it_answers(lambda: _http("POST", base, wanted))
        session = f"{base}/{made['sessionId']}"
        try:
            yield Browser(lambda method, path, data: _http(method, f"{session}/{path}", data))
        finally:
            with suppress(OSError):
                _http("DELETE", session, None)


@contextmanager
def firefox(folder: Path) -> Iterator[Browser]:
    """Firefox without a window."""
    port = _free_port()
    preferences = _PREFERENCES | {"marionette.port": port}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in preferences.items())
    (folder / "user.js").write_text("\n".join(lines))
    command = ["firefox-esr", "--headless", "--no-remote", "--marionette", "--profile"]
    with (
        _running([*command, str(folder)], folder),
        closing(_until_it_answers(lambda: Marionette(port))) as wire,
    ):
        wire.call("WebDriver:NewSession", {"capabilities": {}})
        yield Browser(wire.send)


class Marionette:
    """Firefox's protocol: numbered JSON messages, each after its length and a colon."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._stream = self._socket.makefile("rwb")
        self._receive()
        self._count = 0

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self._socket.close()

    def send(self, _method: str, path: str, data: dict[str, Any]) -> Any:
        """A command as W3C WebDriver writes it."""
        head, _, name = path.rpartition("/")
        if path in _MARIONETTE:
            name = path
        elif head.startswith("element/"):
            data = {"id": head.removeprefix("element/"), **data}
        answer = self.call(_MARIONETTE[name], data)
        return answer.get("value") if isinstance(answer, dict) else answer

    def call(self, name: str, data: dict[str, Any]) -> Any:
        """Do it and return the answer. Raises ``AssertionError`` with Firefox's own words."""
        self._count += 1
        message = json.dumps([0, self._count, name, data]).encode()
        self._stream.write(b"%d:%s" % (len(message), message))
        self._stream.flush()
        _, _, error, result = self._receive()
        assert not error, error
        return result

    def _receive(self) -> Any:
        length = b""
        while (char := self._stream.read(1)) != b":":
            if not char:
                raise OSError("Firefox has gone")
            length += char
        return json.loads(self._stream.read(int(length)))


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[None]:
    environment = os.environ | {"HOME": str(folder), "LANG": "zh_CN.UTF-8"}
    environment |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}  # root may not make one
    with (folder / "browser.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(20)


def _until_it_answers(attempt: Callable[[], T]) -> T:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _http(method: str, url: str, data: dict[str, Any] | None) -> Any:
    body = None if data is None else json.dumps(data).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
