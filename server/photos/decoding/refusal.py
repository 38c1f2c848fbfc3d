"""How the decode child says no."""

from __future__ import annotations


class Refusal(Exception):
    """The picture is not taken; ``code`` names the sentence, ``params`` fill it."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def damaged() -> Refusal:
    """The bytes do not hold together as the kind of file they claim to be."""
    return Refusal("photo_damaged")
