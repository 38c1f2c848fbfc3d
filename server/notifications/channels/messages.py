"""What is sent over a channel, and how a channel says that it could not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class NotAccepted(Exception):
    """The provider did not take a message, this time; trying again may help."""


class Unreachable(Exception):
    """The recipient cannot be reached this way; trying again is useless."""


@dataclass(frozen=True)
class ShortMessage:
    """A text message of one of the frames that the operator registered with the provider.

    ``frame`` is ``code`` or ``notice``; ``params`` fill it, in the frame's order; ``words`` are
    the same in full, for a gateway without frames. ``reference`` is the same however often the
    message is sent.
    """

    phone: str
    frame: str
    params: Mapping[str, str]
    words: str
    reference: str


@dataclass(frozen=True)
class WechatMessage:
    """A template message of a 公众号; ``values`` fill the template's fields in their order."""

    openid: str
    values: tuple[str, ...]
    url: str
    reference: str


class SmsProvider(Protocol):
    """Whatever can bring words to a phone."""

    def send(self, message: ShortMessage) -> str:
        """Hand over a message, at least once for each reference; returns the provider's id of it.

        Raises ``Unreachable``, and ``NotAccepted`` or any other exception when it could not.
        """
