"""What ``make run`` starts: migrate, seed, then serve with granian until Ctrl-C."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from server.platform.http.proxies import parsed_networks
from server.platform.http.senders import SENDERS, SENDERS_MOST
from server.platform.http.stalled import CONNECTIONS_MOST, watch
from server.settings import RESTORING, Refusal, Settings

ROOT = Path(__file__).parents[1]
KEPT_FOR_READERS = 4
BLOCKING_THREADS = SENDERS_MOST + KEPT_FOR_READERS  # per worker; most wait for slow phones
NEW_OBJECTS_BEFORE_COLLECTION = 50_000
HEADER_TIMEOUT_MS = 15_000
HEAD_BYTES_MOST = 64 * 1024  # of a request line with its headers
KILL_TIMEOUT_S = 15
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> int:
    """Serve; the exit code is 0 after Ctrl-C and 1 when something stood in the way."""
    try:
        settings = Settings.asked()
        if (settings.data_dir / RESTORING).exists():
            raise Refusal("A restore was interrupted: run `flask backup restore FILE` again.")
        _require_free_port(settings.host, settings.port)
        _flask("db", "upgrade", doing="Bringing the database up to date")
        seeded = _flask("seed", "demo", doing="Loading the demo city") if settings.demo else ""
    except Refusal as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    server = _granian(settings)
    server.on_startup(lambda: print(_welcome(settings, seeded), flush=True))
    server.serve(target_loader=_load)
    print("\nStopped. Nothing is lost: `make run` goes on where this ended.")
    return 0


def _require_free_port(host: str, port: int) -> None:
    """Granian shares its port with any other server of the same user, so look before it binds.

    Raises ``Refusal`` when the address cannot be had.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise Refusal(f"SSP_HOST={host} is no address of this machine: {error}") from error
    with closing(socket.socket(family, kind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Refusal(
                f"{host}:{port} cannot be used: {error.strerror}.\n"
                "Perhaps it is already running there. Stop the other program, "
                f"or choose another port: SSP_PORT={port + 1} make run"
            ) from error


def _flask(*command: str, doing: str) -> str:
    """Say what is done, run a flask command in its own process and return what it printed.

    Raises ``Refusal`` with its output when it fails.
    """
    print(f"{doing} ...", flush=True)
    done = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        cwd=ROOT,
        env=os.environ | {"SSP_BACKGROUND": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        words = " ".join(command)
        raise Refusal(f"{done.stdout}{done.stderr}\n{doing} failed: see `flask {words}` above.")
    return done.stdout.strip()


def _granian(settings: Settings) -> Any:
    multiprocessing.set_start_method("spawn", force=True)
    return Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_TIMEOUT_MS, max_buffer_size=HEAD_BYTES_MOST
        ),
        websockets=False,
        workers=settings.workers,
        blocking_threads=BLOCKING_THREADS,
        backpressure=CONNECTIONS_MOST,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_TIMEOUT_S,
        log_level=LogLevels.error,
        working_dir=ROOT,
    )


def _load(target: str) -> Flask:
    """Import the application inside a worker, and look after who sends to it.

    A worker dies with its parent, and leaves Ctrl-C to it: granian's workers hang when they get
    the terminal's signal and then the parent's.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    sys.path.insert(0, str(ROOT))
    module, name = target.split(":")
    app: Flask = getattr(import_module(module), name)
    settings: Settings = app.extensions["suishoupai"].settings
    proxies = parsed_networks(settings.trusted_proxies)
    watch(app.extensions[SENDERS], settings.port, proxies)
    _calm_collector()
    return app


def _calm_collector() -> None:
    """Leave what was loaded out of Python's garbage collections, and collect less often.

    A map of 4,000 points is 16,000 objects; it set off collections that walked the whole
    application for 70 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_BEFORE_COLLECTION, 10, 10)


def _welcome(settings: Settings, seeded: str) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    lines = [
        "",
        f"Residents   http://{host}:{settings.port}/",
        f"Office      http://{host}:{settings.port}/office",
        "",
        "A phone on the network needs HTTPS before its browser gives the camera's position.",
        f"Data lives in {settings.data_dir}. Ctrl-C stops.",
    ]
    if seeded:
        lines[1:1] = [seeded, ""]
    if not settings.demo and not settings.sms_provider:
        lines.append("No SMS provider is set: codes and phone numbers go to sms.jsonl, readable.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
