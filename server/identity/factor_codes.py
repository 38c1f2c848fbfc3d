"""Codes of the second factor: those of an authenticator app (TOTP, RFC 6238), and recovery codes.

Judging a code computes, and writes nothing; using it is one statement that succeeds once.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.identity import passwords
from server.identity.models import RecoveryCode, SecondFactor
from server.identity.readable import readable_secret
from server.platform import clock
from server.platform.runtime import current

RECOVERY_CODES = 10
APP, RECOVERY = "totp", "recovery_code"
_STEP_SECONDS = 30
_STEPS_OFF = (0, -1, 1)
_DIGITS = 6
_GROUPS = 3
_SALT_BYTES = 16
_PURPOSE = "second_factor"
_NO_SECRET, _NO_SALT = "A" * 32, bytes(_SALT_BYTES)


@dataclass(frozen=True)
class Judged:
    """A code that fits: of the app with its ``step``, or else a recovery code by its ``digest``."""

    step: int | None = None
    digest: bytes | None = None

    @property
    def kind(self) -> str:
        """``totp`` or ``recovery_code``."""
        return RECOVERY if self.step is None else APP


def normal(typed: str) -> str:
    """A code without the spaces and dashes that people read it with."""
    return "".join(typed.split()).replace("-", "").casefold()


def judge(factor: SecondFactor | None, typed: str) -> Judged | None:
    """What ``typed`` may be: six digits of the app now, or up to half a minute off; or a recovery
    code, which only ``use`` can tell from a wrong one.

    Without a factor the same work is done for nothing. Raises ``busy`` like ``passwords.verify``.
    """
    code = normal(typed)
    if len(code) == _DIGITS:
        sealed = factor.secret_sealed if factor is not None else None
        secret = unsealed(sealed, factor.staff_id) if factor is not None and sealed else _NO_SECRET
        step = step_of(secret, code)
        return Judged(step=step) if step is not None and sealed else None
    salt = factor.salt if factor is not None else None
    digest = recovery_digest(code, salt or _NO_SALT)
    return Judged(digest=digest) if salt else None


def use(session: Session, staff_id: int, judged: Judged) -> bool:
    """Take a code that was judged right, once, in the caller's transaction."""
    if judged.step is not None:
        taken = session.execute(
            update(SecondFactor)
            .where(SecondFactor.staff_id == staff_id, SecondFactor.last_step < judged.step)
            .values(last_step=judged.step)
            .returning(SecondFactor.staff_id)
            .execution_options(synchronize_session=False)
        )
    else:
        taken = session.execute(
            update(RecoveryCode)
            .where(RecoveryCode.staff_id == staff_id, RecoveryCode.digest == judged.digest)
            .where(RecoveryCode.used_at.is_(None))
            .values(used_at=clock.now())
            .returning(RecoveryCode.id)
            .execution_options(synchronize_session=False)
        )
    return bool(taken.all())


def step_of(secret: str, code: str) -> int | None:
    """The span of 30 seconds whose code this is: the present one, the last, or the next."""
    now = int(clock.now().timestamp()) // _STEP_SECONDS
    app = pyotp.TOTP(secret, digits=_DIGITS, interval=_STEP_SECONDS)
    fitting = [
        now + off
        for off in _STEPS_OFF
        if hmac.compare_digest(app.at((now + off) * _STEP_SECONDS).encode(), code.encode())
    ]
    return fitting[0] if fitting else None


@dataclass(frozen=True)
class NewCodes:
    """Recovery codes to be shown once, and what is stored of them."""

    shown: list[str]
    salt: bytes
    digests: list[bytes]


def new_recovery_codes() -> NewCodes:
    """Ten codes of 59 bits; hashing them takes half a second, outside of any transaction."""
    shown = [readable_secret(_GROUPS) for _ in range(RECOVERY_CODES)]
    salt = secrets.token_bytes(_SALT_BYTES)
    return NewCodes(shown, salt, [recovery_digest(normal(code), salt) for code in shown])


def store_recovery_codes(session: Session, factor: SecondFactor, codes: NewCodes) -> None:
    """Put new codes in the place of the old ones, in the caller's transaction."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == factor.staff_id))
    factor.salt = codes.salt
    session.add_all(
        RecoveryCode(staff_id=factor.staff_id, digest=digest) for digest in codes.digests
    )


def codes_left(session: Session, staff_id: int) -> int:
    """How many recovery codes of a person were not used yet."""
    mine = select(RecoveryCode.id).where(
        RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None)
    )
    return len(session.scalars(mine).all())


def recovery_digest(code: str, salt: bytes) -> bytes:
    """What is stored of a recovery code: argon2id, and a key that is not in the database."""
    return current().keys.hmac(_PURPOSE, passwords.derive(code, salt))


def sealed(secret: str, staff_id: int) -> bytes:
    """The secret of an app as it is stored."""
    return current().keys.seal(_PURPOSE, secret.encode(), _place(staff_id))


def unsealed(token: bytes, staff_id: int) -> str:
    """The secret of an app. Raises ``cryptography.exceptions.InvalidTag`` without its key."""
    return current().keys.unseal(_PURPOSE, token, _place(staff_id)).decode()


def _place(staff_id: int) -> bytes:
    return f"second_factor|{staff_id}".encode()
