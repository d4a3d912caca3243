"""What is carried out to a debtor, and the three ends that it can come to.

Sent; not handed over (it may be tried again, unless permanent); unknown, when the line went
dead after the message was on its way. Unknown is for a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime

# An answer is kept beside its message: enough to understand it, and no more.
LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took it. answer: its own words; external_id: the name that it gave it."""

    answer: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """It did not leave. permanent: this address is refused for good; down: all would be.
    lost: the line broke, or fell silent, before anything can have been taken.
    """

    answer: str
    permanent: bool = False
    down: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was on its way when the line went dead: it may have arrived."""

    answer: str


Outcome = Sent | NotHandedOver | Unknown


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with the message."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is carried. key: identity for the outside, a UUID in text. channel: a code of
    `channels.models.Channel`. to: an e-mail address, a number as E.164 writes it, …; of a
    letter, `address` has the lines. reply_to: where an answer goes, "" = to the sender.
    page: the same words as `body` in blocks, or None (docs/reference/letters.md).
    """

    key: str
    kind: str
    sender: str
    sender_name: str
    to: str
    subject: str
    body: str
    language: str
    at: datetime
    channel: str = "EMAIL"
    reply_to: str = ""
    page: dict[str, Any] | None = None
    address: tuple[str, ...] = ()
    enclosures: tuple[Enclosed, ...] = ()


class Carrier(Protocol):
    """Carries envelopes, one at a time."""

    def code_for(self, channel: str) -> str:
        """Says on a message of this channel who carried it; at most 10 letters."""

    def carry(self, envelope: Envelope) -> Outcome:
        """Hand it over and say what became of it; no fault of the other side raises."""

    def close(self) -> None:
        """Let go of what is held open."""


class OneWay:
    """A carrier that goes one way, whatever the channel; `code` is kept with messages."""

    code: str

    def code_for(self, channel: str) -> str:  # noqa: ARG002
        return self.code

    def close(self) -> None:
        """Nothing is held open, unless a carrier says otherwise."""


def words(error: BaseException) -> str:
    """A fault, as it is kept with the message."""
    return f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]
