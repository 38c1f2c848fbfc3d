"""What an action asks for: one description that makes the form, the schema and the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """One input. ``most``/``least`` bound a number, characters of text or how many photos.

    A number counts in ``step``, in ones where none is given.

    ``choices`` are codes with labels ``choice.<name>.<code>``. ``audience`` says who reads the
    words: ``public`` (residents too) or ``internal``; ``None`` for what is not words.
    """

    name: str
    type: str
    required: bool = True
    least: float | None = None
    most: int | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()
    audience: str | None = None

    def form(self) -> dict[str, Any]:
        """The description that a page draws the input from."""
        form: dict[str, Any] = {"name": self.name, "type": self.type, "required": self.required}
        if self.least is not None:
            form["min"] = self.least
        if self.most is not None:
            form["max"] = self.most
        if self.step is not None:
            form["step"] = self.step
        if self.choices:
            form["choices"] = list(self.choices)
        if self.audience is not None:
            form["audience"] = self.audience
        return form


WORDS_MOST = 500
FINISH_WORDS_LEAST = 10
PHOTOS_MOST = 9


def public_words(name: str = "words", *, required: bool = True, least: int = 1) -> Field:
    """Words that the reporter reads."""
    return Field(name, "longtext", required, least, WORDS_MOST, audience="public")


def internal_words(name: str = "reason", *, required: bool = True) -> Field:
    """Words that stay inside the offices."""
    return Field(name, "longtext", required, 1, WORDS_MOST, audience="internal")


def photos(*, least: int = 0) -> Field:
    """References to uploaded photos."""
    return Field("photos", "photos", least > 0, least, PHOTOS_MOST)


def choice(name: str, choices: tuple[str, ...], *, required: bool = True) -> Field:
    """One of a fixed list."""
    return Field(name, "choice", required, choices=choices)


def reference(name: str, *, required: bool = True) -> Field:
    """The code or number of something else; the type is the field's name."""
    return Field(name, name, required)


def choice_of_tile() -> Field:
    """One of the tiles of residents."""
    return Field("tile", "tile")
