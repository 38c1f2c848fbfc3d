"""Groups of commands that answer what cannot be done with a sentence, not with a traceback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
import marshmallow as ma
from flask import current_app
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError

from server.platform.db import db
from server.platform.disk import is_full
from server.platform.errors import Problem
from server.platform.http.problems import field_codes, field_sentence
from server.platform.i18n import DEFAULT, t

_NOT_MIGRATED = frozenset({"42P01", "42703"})  # undefined_table, undefined_column
_NOT_MIGRATED_SQLITE = ("no such table", "no such column", "has no column named")


class Commands(AppGroup):
    """A group of `flask`: refusals, and files or a database that cannot be used, are sentences.

    Each ends with exit code 1. Anything else is a defect, and keeps its traceback.
    """

    def invoke(self, ctx: click.Context) -> object:
        if not current_app:
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        with spoken():
            return super().invoke(ctx)


@contextmanager
def spoken() -> Iterator[None]:
    """Say what went wrong inside as ``click.ClickException``, if an operator can mend it.

    Inside of an application's context.
    """
    try:
        yield
    except Problem as problem:
        words = t(f"problem.{problem.code}", DEFAULT, **problem.params)
        raise click.ClickException(words) from problem
    except BrokenPipeError:
        raise  # the reader of our output has seen enough, which click ends by itself
    except (DBAPIError, OSError) as error:
        words = _mendable(error)
        if not words:
            raise
        raise click.ClickException(words) from error


def require_unicode(connection: Connection) -> None:
    """Raise ``click.ClickException`` for a database that keeps no Chinese, as ``LANG=C`` makes."""
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    connection.rollback()
    if encoding != "UTF8":
        raise click.ClickException(t("command.database_encoding", encoding=encoding))


def fitting(schema: ma.Schema, told: Mapping[str, object]) -> dict[str, Any]:
    """What the API would take of a command's arguments, and as it would take it.

    Raises ``click.ClickException`` naming each argument that does not fit, and why.
    """
    try:
        taken: dict[str, Any] = schema.load(told)
    except ma.ValidationError as error:
        labels = {
            one.name: one.opts[0] if isinstance(one, click.Option) else one.human_readable_name
            for one in click.get_current_context().command.params
        }
        lines = [
            f"{labels.get(name, name)}: {field_sentence(codes[0], DEFAULT)}"
            for name, codes in field_codes({"": error.messages_dict}).items()
        ]
        raise click.ClickException("\n".join(lines)) from error
    return taken


def _mendable(error: DBAPIError | OSError) -> str:
    """What an operator is told of it; nothing when it is a defect of ours."""
    if is_full(error):
        return t("problem.storage_full")
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part)
    if _is_not_migrated(error.orig):
        return t("command.not_migrated")
    connecting = error.statement is None
    wrong_statement = getattr(error.orig, "sqlite_errorname", None) == "SQLITE_ERROR"
    if connecting or (isinstance(error, OperationalError) and not wrong_statement):
        reason = str(error.orig).strip().partition("\n")[0]
        address = db.engine.url.set(query={})  # written without its password
        return t("command.database_unusable", address=address, reason=reason)
    return ""


def _is_not_migrated(error: BaseException | None) -> bool:
    """Whether a table or a column is not there."""
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return state in _NOT_MIGRATED
    return any(words in str(error) for words in _NOT_MIGRATED_SQLITE)
