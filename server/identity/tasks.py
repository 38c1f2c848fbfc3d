"""What identity does outside of requests."""

from __future__ import annotations

from server.identity import limits, otp, rates, sessions, sms
from server.notifications.channels.configured import sms_provider
from server.platform import outbox
from server.platform.db import unit_of_work


@outbox.outside(sms.TOPIC, slow=True)
def send_sms(payload: outbox.Payload, _row_id: int) -> None:
    """Hand a code to the provider; without one, to the file of a demo."""
    sms.deliver(sms_provider() or sms.local_gateway(), payload)


def forget_old() -> None:
    """Delete codes, counters and sessions that no longer matter; harmless to repeat."""
    with unit_of_work() as session:
        limits.forget_old(session)
        rates.forget_old(session)
        otp.forget_old(session)
        sessions.forget_old(session)
