"""A real server process on a free port, with its own data, that may be killed at any moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.support.databases import ROOT, SECRET

START_SECONDS = 180
STOP_SECONDS = 20


class LiveServer:
    """``python -m server.serve`` with its output in ``log``; ``url`` has no slash at its end."""

    def __init__(self, data_dir: Path, database_url: str, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = data_dir / "server.log"
        self._environment = os.environ | {
            "SSP_DATA_DIR": str(data_dir),
            "SSP_DATABASE_URL": database_url,
            "SSP_SECRET_KEY": SECRET,
            "SSP_HOST": "127.0.0.1",
            "SSP_PORT": str(self.port),
            "SSP_DEMO": "0",
            "SSP_RATE_FACTOR": "1000",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and return once ``/healthz`` answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "server.serve"],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{self.url}/healthz", timeout=5).close()
                return
            time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    @property
    def group(self) -> int:
        """The process group of the running server."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """End every process of the server as ``kill -9`` does."""
        self._signal(signal.SIGKILL)

    def stop(self) -> int:
        """End it as Ctrl-C does; returns its exit code."""
        return self._signal(signal.SIGINT)

    def flask(self, *command: str) -> str:
        """Run a flask command on the server's data and return what it printed."""
        done = self.command(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def command(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a flask command on the server's data, however it ends."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=self._environment | {"SSP_BACKGROUND": "0"},
            capture_output=True,
            text=True,
            check=False,
        )

    def wait(self) -> int:
        """Let it end by itself, after a signal of the test's own; its exit code."""
        return self._signal(None)

    def _signal(self, number: signal.Signals | None) -> int:
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if number is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
