"""Changing the policy of the city: the next version, and what the one before said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.city.entries import UnfitError, entries
from server.city.models import City, SupersededPolicy
from server.city.policy import Policy
from server.city.service import forget_cached
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found


def change_policy(who: Actor, version: int, changes: Mapping[str, Any]) -> None:
    """Set entries of the policy, as ``entries`` describes them. Clocks that run keep their rule.

    Raises ``Problem`` ``invalid`` (422) naming the entries that do not fit, ``edited_meanwhile``
    (412) when ``version`` is not the present one.
    """
    known, fit = entries(), dict[str, Any]()
    wrong: dict[str, list[str]] = {}
    for name, value in changes.items():
        try:
            fit[name] = known[name].checked(value)
        except KeyError:
            wrong[name] = ["unknown"]
        except UnfitError as error:
            wrong[name] = [str(error)]
    if wrong:
        raise Problem("invalid", 422, fields=wrong)
    replace_entries(who, version, fit)


def replace_entries(who: Actor, version: int, changes: Mapping[str, Any]) -> None:
    """Write entries that were checked already; those that change nothing make no new version.

    Raises ``Problem`` ``not_found`` (404) where no city was set up, ``edited_meanwhile`` (412).
    """
    with unit_of_work() as session:
        row = session.scalar(select(City).order_by(City.id).limit(1).with_for_update())
        if row is None:
            raise not_found()
        if row.version != version:
            raise Problem("edited_meanwhile", 412)
        before = Policy.of(row.policy)
        after = Policy.of(row.policy | dict(changes))
        changed = [name for name in changes if getattr(before, name) != getattr(after, name)]
        if changed:
            _write(session, row, {name: changes[name] for name in changed})
            told = {
                name: [_words(getattr(before, name)), _words(getattr(after, name))]
                for name in changed
            }
            audit.record(session, who, "policy.changed", f"policy:{version + 1}", told)
    forget_cached()


def _write(session: Session, row: City, changes: Mapping[str, Any]) -> None:
    session.add(SupersededPolicy(version=row.version, policy=row.policy, until=clock.now()))
    session.execute(
        update(City)
        .where(City.id == row.id)
        .values(policy=row.policy | dict(changes), version=row.version + 1)
        .execution_options(synchronize_session=False)
    )


def _words(value: object) -> str:
    """A value as the audit trail shows it: ``4 working_hour``, ``08:00 12:00 14:00 18:00``."""
    return " ".join(map(_words, value)) if isinstance(value, tuple) else str(value)
