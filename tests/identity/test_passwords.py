"""Passwords of staff."""

from __future__ import annotations

import pytest

from server.identity import passwords
from server.platform.errors import Problem


def test_hashes_have_the_chosen_parameters_and_a_salt_of_their_own() -> None:
    one, other = passwords.hash_password("secret"), passwords.hash_password("secret")
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other
    assert passwords.verify(one, "secret")
    assert not passwords.verify(one, "Secret")
    assert not passwords.is_outdated(one)


@pytest.mark.parametrize("stored", [None, "", "!", "$argon2id$broken"])
def test_what_is_no_hash_fits_no_password(stored: str | None) -> None:
    assert not passwords.verify(stored, "secret")


def test_guessing_cannot_take_the_whole_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE_SECONDS", 0.01)
    with passwords._place(), passwords._place():
        with pytest.raises(Problem) as refusal:
            passwords.verify(None, "guess")
        assert (refusal.value.status, refusal.value.retry_after) == (503, 2)
    assert not passwords.verify(None, "guess")
