"""The privacy notice that a person accepts before the first collection (PIPL art. 17)."""

from __future__ import annotations

from server.city.config import config
from server.platform.errors import Problem
from server.platform.i18n import t
from server.platform.runtime import current

VERSION = "2026-11-22b"
"""Of the words; changes with them."""

_PARTS = ("who", "why", "kinds", "seen", "public", "kept", "rights", "children")
_SENDERS = ("aliyun", "tencent")


def version() -> str:
    """The notice in force: its words, and who carries messages; a new carrier is a new notice."""
    return "+".join((VERSION, *_carriers()))


def _carriers() -> list[str]:
    """The companies that messages to phones pass through, as this installation is set up."""
    settings = current().settings
    found = [name for name in _SENDERS if settings.sms_provider == name]
    return [*found, "wechat"] if settings.wechat_app_id else found


def parts(locale: str) -> list[tuple[str, str]]:
    """The notice in plain words: a title and a sentence or two each."""
    here = config()
    host, phone = here["footer"].get("host"), here["footer"].get("phone")
    reached = "consent.contact.phone" if phone else "consent.contact.office"
    params = {
        "host": host or t("consent.host", locale, city=here["city"]["name"]),
        "contact": t(reached, locale, phone=phone or ""),
    }
    told = [(f"consent.{name}", t(f"consent.{name}.words", locale, **params)) for name in _PARTS]
    carried = [("consent.carriers", t(f"consent.carrier.{name}", locale)) for name in _carriers()]
    after = _PARTS.index("seen") + 1
    return [(t(key, locale), words) for key, words in told[:after] + carried + told[after:]]


def text(locale: str) -> str:
    """The same as lines of plain text, a part each."""
    return "\n".join(
        f"{title}{t('consent.colon', locale)}{words}" for title, words in parts(locale)
    )


def check(given: str | None, *, under_14: bool, guardian: str | None) -> None:
    """Refuse a report that was sent without the present notice.

    Of who is under 14 a guardian has to have agreed to it too (PIPL art. 31). Raises ``Problem``:
    ``consent_required`` and ``guardian_required`` (422).
    """
    now = version()
    for needed, name, agreed in (
        (True, "consent", given),
        (under_14 or guardian is not None, "guardian", guardian),
    ):
        if needed and agreed != now:
            raise Problem(
                f"{name}_required", 422, fields={name: ["required"]}, extra={"version": now}
            )
