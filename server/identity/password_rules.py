"""What a new password must be: the rules of the city, and nothing that is guessed early.

By default those of OWASP ASVS 5.0 (6.2): long, whatever it is made of, not to be guessed, changed
when its owner wants to. A city that goes by 等保 sets kinds of characters, an age and a history.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.city.service import city, policy
from server.identity import passwords
from server.identity.models import FormerPassword, Staff
from server.platform import clock
from server.platform.db import db
from server.platform.errors import Problem

_PRODUCT = ("suishoupai", "随手拍")
_LEAST_GUESSES = 10**8
_ESTIMATED = 72
_FORMER_MOST = 12
_KINDS = (str.islower, str.isupper, str.isdigit)


def require_acceptable(password: str, about: Sequence[str]) -> None:
    """Refuse a password that breaks a rule; ``about`` are the user's name and what belongs to it.

    Lengths count characters. Raises ``Problem`` (422) ``password_unacceptable`` for a wrong length,
    ``password_classes`` for too few kinds of characters, ``password_context`` for one with the
    user's own name, and ``password_common`` for one that a guesser would try among the first
    hundred million.
    """
    rules = policy()
    if not rules.password_least <= len(password) <= passwords.MOST:
        raise _refused("password_unacceptable", least=rules.password_least)
    if _classes(password) < rules.password_classes:
        raise _refused("password_classes", n=rules.password_classes)
    if about[0].casefold() in password.casefold():
        raise _refused("password_context")
    if _guesses(password, about) < _LEAST_GUESSES:
        raise _refused("password_common")


def require_new(person: Staff, password: str) -> None:
    """Refuse one of the last passwords, as many as the city says.

    Costs a hash for each. Raises ``password_used`` (422) and ``busy``.
    """
    most = policy().password_history
    if not most:
        return
    found = select(FormerPassword.password_hash).where(FormerPassword.staff_id == person.id)
    known = db.session.scalars(found.order_by(FormerPassword.id.desc()).limit(most)).all()
    if any(passwords.verify(stored, password) for stored in (person.password_hash, *known)):
        raise _refused("password_used", n=most)


def replace(session: Session, person: Staff, password_hash: str) -> None:
    """Give somebody another password, and keep the former one's hash where the city asks for it."""
    if policy().password_history:
        former = FormerPassword(
            staff_id=person.id, password_hash=person.password_hash, until=clock.now()
        )
        session.add(former)
        session.flush()
        mine = FormerPassword.staff_id == person.id
        kept = select(FormerPassword.id).where(mine).order_by(FormerPassword.id.desc())
        newest = session.scalars(kept.limit(_FORMER_MOST)).all()
        session.execute(delete(FormerPassword).where(mine, FormerPassword.id.not_in(newest)))
    person.password_hash = password_hash
    person.password_set_at = clock.now()


def is_too_old(person: Staff) -> bool:
    """Whether the city wants another password now."""
    days = policy().password_change_days
    since = person.password_set_at or person.created_at
    return days > 0 and clock.now() >= since + timedelta(days=days)


def words_about(username: str, name: str, *organisation: str) -> list[str]:
    """What a guesser knows of a person: names of the person, the organisation and the city."""
    here = city()
    return [username, name, *organisation, here.name, here.code]


def _refused(code: str, **params: int) -> Problem:
    refusal = Problem(code, 422, fields={"password": ["invalid"]})
    refusal.params |= params
    return refusal


def _classes(password: str) -> int:
    """How many of these are in it: small letters, capitals, digits, anything else."""
    kinds = {
        next((number for number, kind in enumerate(_KINDS) if kind(letter)), -1)
        for letter in password
    }
    return len(kinds)


def _guesses(password: str, about: Sequence[str]) -> float:
    """How many guesses would find it; the lists of common passwords and names are zxcvbn's.

    They take 14 MiB, so a process loads them with the first password that somebody chooses.
    """
    from zxcvbn import zxcvbn

    known = [word for word in (*about, *_PRODUCT) if word]
    return float(zxcvbn(password[:_ESTIMATED], user_inputs=known)["guesses"])
