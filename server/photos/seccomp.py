"""A system call filter for the fork that decodes: no new process, program, socket or onlooker.

The program is classic BPF as the kernel's ``Documentation/userspace-api/seccomp_filter.rst``
describes it. Threads stay possible, since libde265 cannot work without one.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_SET_SECCOMP, _FILTER = 22, 2
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_CLONE_THREAD = 0x00010000
_CLONE3 = 435
_FOREIGN_NUMBERS = 0x40000000

# audit architecture; clone; fork, vfork, execve, execveat, socket, socketpair, kill, ptrace,
# process_vm_readv, process_vm_writev, io_uring_setup, as far as the architecture has them
_CALLS = {
    "x86_64": (0xC000003E, 56, (57, 58, 59, 322, 41, 53, 62, 101, 310, 311, 425)),
    "aarch64": (0xC00000B7, 220, (221, 281, 198, 199, 129, 117, 270, 271, 425)),
}


def forbid() -> bool:
    """Install the filter for the rest of this process's life; false where it cannot be had.

    The process must have set ``PR_SET_NO_NEW_PRIVS``.
    """
    calls = _CALLS.get(platform.machine())
    if calls is None:
        return False
    program = _program(*calls)
    code = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    return bool(ctypes.CDLL(None).prctl(_SET_SECCOMP, _FILTER, header, 0, 0) == 0)


def _program(architecture: int, clone: int, denied: tuple[int, ...]) -> bytes:
    """Another architecture's calls, and those on the list, fail with EPERM."""
    lines: list[tuple[int, int, int, int]] = []

    def emit(code: int, operand: int, yes: int = 0, no: int = 0) -> None:
        lines.append((code, yes, no, operand))

    def fail_if(test: int, operand: int, error: int = errno.EPERM) -> None:
        emit(test, operand, 0, 1)
        emit(_RETURN, _FAIL | error)

    emit(_LOAD, _ARCHITECTURE)
    emit(_IF_EQUAL, architecture, 1, 0)
    emit(_RETURN, _FAIL | errno.EPERM)
    emit(_LOAD, _NUMBER)
    fail_if(_IF_AT_LEAST, _FOREIGN_NUMBERS)
    for number in denied:
        fail_if(_IF_EQUAL, number)
    fail_if(_IF_EQUAL, _CLONE3, errno.ENOSYS)
    emit(_IF_EQUAL, clone, 0, 3)
    emit(_LOAD, _FIRST_ARGUMENT)
    emit(_IF_BITS, _CLONE_THREAD, 1, 0)
    emit(_RETURN, _FAIL | errno.EPERM)
    emit(_RETURN, _ALLOW)
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
