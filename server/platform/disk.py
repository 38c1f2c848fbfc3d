"""Telling a full disk from every other failure."""

from __future__ import annotations

import errno

from sqlalchemy.exc import DBAPIError

_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQLITE = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE"})
_POSTGRESQL = "53100"  # disk_full, PostgreSQL's appendix A


def is_full(error: BaseException) -> bool:
    """Whether files or the database could not be written because there is no room left."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, OSError):
        return error.errno in _NUMBERS
    name = getattr(error, "sqlite_errorname", None)
    return name in _SQLITE or getattr(error, "sqlstate", None) == _POSTGRESQL
