"""The one way to say no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Problem(Exception):
    """A refusal that a person can understand.

    ``code`` is stable and names the sentences ``problem.<code>`` in the catalogues; ``status`` is
    the HTTP status it becomes; ``params`` fill the placeholders of the sentence. ``fields`` maps
    the name of a field to codes of what is wrong with it.
    """

    def __init__(
        self,
        code: str,
        status: int,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        extra: Mapping[str, object] | None = None,
        retry_after: int | None = None,
        **params: object,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.params = params
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})
        self.retry_after = retry_after


def not_found() -> Problem:
    """What does not exist and what the asker may not know are the same answer."""
    return Problem("not_found", 404)
