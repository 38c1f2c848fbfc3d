"""Taking from a process what a picture decoder has no use for."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal

from server.photos import seccomp
from server.photos.decoding.limits import ADDRESS_SPACE, CPU_SECONDS, HEIC_CPU_SECONDS

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_PARENT_DEATH_SIGNAL, _NO_NEW_PRIVILEGES = 1, 38
_NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


def leave_the_machine() -> None:
    """Give up network, privileges and, when started by root, the root user.

    For the warm parent. Each step is tried for itself: a container may forbid some of them, and
    ``narrow`` alone already closes files, processes and sockets to the child that decodes.
    """
    if os.geteuid() == 0:
        _libc.unshare(_NEW_NETWORK)
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
    else:
        _libc.unshare(_NEW_USER | _NEW_NETWORK)
    _libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def narrow(
    *,
    with_threads: bool,
    cpu_seconds: int | None = None,
    address_space: int = ADDRESS_SPACE,
) -> None:
    """The limits of a fork that works on one photo.

    ``cpu_seconds`` are by default those of a decoder, ``address_space`` is in bytes.

    It may not open a file or socket, write to a file or start a process, and dies with its
    parent. ``with_threads`` leaves out the one limit that would also forbid threads; processes
    are then forbidden by the system call filter alone.
    """
    _libc.prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    _limit_cpu(cpu_seconds or (HEIC_CPU_SECONDS if with_threads else CPU_SECONDS))
    kinds = [resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NOFILE]
    if not with_threads:
        kinds.append(resource.RLIMIT_NPROC)
    for kind in kinds:
        resource.setrlimit(kind, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    seccomp.forbid()


def _limit_cpu(seconds: int) -> None:
    """The kernel ends the process after ``seconds`` of processor time (SIGXCPU)."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
