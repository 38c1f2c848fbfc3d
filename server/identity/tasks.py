"""What identity does outside of requests."""

from __future__ import annotations

from server.identity import limits, otp, sessions, sms
from server.platform import outbox
from server.platform.db import unit_of_work


@outbox.outside(sms.TOPIC)
def send_sms(payload: outbox.Payload, _row_id: int) -> None:
    """Hand a queued message to the gateway."""
    sms.deliver(sms.local_gateway(), payload)


def forget_old() -> None:
    """Delete codes, counters and sessions that no longer matter; harmless to repeat."""
    with unit_of_work() as session:
        limits.forget_old(session)
        otp.forget_old(session)
        sessions.forget_old(session)
