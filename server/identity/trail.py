"""The audit log as auditors read it: with the names of the people it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from server.identity.queries import people_named
from server.platform.audit import AuditEntry
from server.platform.db import db

PAGE = 50
_ACTOR, _SUBJECT = "s:", "staff:"


@dataclass(frozen=True)
class Period:
    """From ``since`` up to ``until``, aware; ``None`` is without end."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Trail:
    """A page, newest first; ``names`` by the id of people who acted or were acted upon."""

    entries: Sequence[AuditEntry]
    names: dict[int | None, str]
    next: int | None

    def actor(self, entry: AuditEntry) -> str | None:
        """Who did it, if it was somebody of the offices."""
        return self._name(entry.actor, _ACTOR)

    def subject(self, entry: AuditEntry) -> str | None:
        """The person it was done to, if it was one."""
        return self._name(entry.subject, _SUBJECT)

    def told_of(self, entry: AuditEntry) -> dict[str, str]:
        """The names of the people that the data of an entry speaks of, by their keys."""
        keys = {key: _number(key, _SUBJECT) for key in _keys(entry)}
        return {key: self.names[number] for key, number in keys.items() if number in self.names}

    def _name(self, key: str, prefix: str) -> str | None:
        number = _number(key, prefix)
        return None if number is None else self.names.get(number)


def trail(*, person: int | None, action: str | None, period: Period, cursor: int | None) -> Trail:
    """Entries before ``cursor`` (an id): of a person's doing, of one action, of a period."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if person is not None:
        query = query.where(AuditEntry.actor == f"{_ACTOR}{person}")
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if period.since is not None:
        query = query.where(AuditEntry.at >= period.since)
    if period.until is not None:
        query = query.where(AuditEntry.at < period.until)
    if cursor is not None:
        query = query.where(AuditEntry.id < cursor)
    found = db.session.scalars(query).all()
    shown = found[:PAGE]
    return Trail(shown, _names(shown), shown[-1].id if len(found) > PAGE else None)


def actions() -> list[str]:
    """The actions that the log has entries of."""
    return list(
        db.session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action))
    )


def _names(entries: Iterable[AuditEntry]) -> dict[int | None, str]:
    numbers = {
        number
        for entry in entries
        for number in (
            _number(entry.actor, _ACTOR),
            *(_number(key, _SUBJECT) for key in (entry.subject, *_keys(entry))),
        )
        if number is not None
    }
    return people_named(numbers)


def _keys(entry: AuditEntry) -> list[str]:
    return [value for value in entry.data.values() if isinstance(value, str)]


def _number(key: str, prefix: str) -> int | None:
    digits = key.removeprefix(prefix)
    return int(digits) if digits != key and digits.isdigit() else None
