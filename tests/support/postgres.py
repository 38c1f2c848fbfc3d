"""A private PostgreSQL cluster: own folder, own socket, no network, gone after the run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

USER = "ssp"
START_SECONDS = 60
_FAST = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Cluster:
    """A running cluster; ``socket_dir`` is where its clients find it."""

    def __init__(self) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="ssp-pg-"))
        self._as_user = _unprivileged()
        self._bin = _programs()
        if self._as_user:
            account = pwd.getpwnam("postgres")
            os.chown(self._home, account.pw_uid, account.pw_gid)
        self._home.chmod(0o755)
        self.socket_dir = self._home
        data = self._home / "data"
        self._run(
            "initdb", "--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C", "-D", data
        )
        options = [part for key, value in _FAST.items() for part in ("-c", f"{key}={value}")]
        self._log = (self._home / "log").open("wb")
        self._process = subprocess.Popen(
            [*self._as_user, self._bin / "postgres", "-D", data, "-k", self._home, *options],
            stdout=self._log,
            stderr=self._log,
            cwd=self._home,
            start_new_session=True,  # Ctrl-C is for the tests, which then end the cluster
        )
        self._wait()

    def url(self, database: str) -> str:
        """The SQLAlchemy address of a database of this cluster."""
        return url(self.socket_dir, database)

    def stop(self) -> None:
        """End the cluster and remove every trace of it."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._home / "data")
        self._process.wait()
        self._log.close()
        shutil.rmtree(self._home)

    def _run(self, program: str, *arguments: str | Path) -> None:
        subprocess.run(
            [*self._as_user, self._bin / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._home,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            ready = subprocess.run(
                [self._bin / "pg_isready", "-q", "-h", self._home, "-U", USER], check=False
            )
            if ready.returncode == 0:
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start: {(self._home / 'log').read_text()}")


def url(socket_dir: Path, database: str) -> str:
    """The SQLAlchemy address of a database behind a socket folder."""
    return f"postgresql+psycopg://{USER}@/{database}?host={socket_dir}"


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root; its Debian package brings a user for it."""
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def _programs() -> Path:
    """The folder of the newest PostgreSQL on this machine."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4])
    )
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: run `sh deploy/test-tools.sh`")
    return Path(found).parent
