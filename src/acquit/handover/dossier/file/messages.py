"""What was said: sent, received, called, and noted for ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.handover.dossier.file.papers import Paper


class Legal(NamedTuple):
    """That a message was the letter that the law asks for, and until when its term ran.

    kind: a code of `dunning.models.NoticeKind`.
    """

    kind: str
    term_until: date


class Report(NamedTuple):
    """What a service told of a message. kind: a code of `channels.models.Delivery`."""

    at: datetime
    kind: str
    detail: str


class Arrived(NamedTuple):
    """What a person knows of a letter that was posted. outcome: a code of
    `channels.models.ArrivalOutcome`; proof: the acknowledgement of receipt.
    """

    outcome: str
    on: date
    tracking: str
    proof: Paper | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that left, or was about to. state, delivery, channel, carrier: codes of
    `channels`.

    body: the whole text as it left. about: the claims that it was about, by receivable.
    answer: what the server said. printed_at, posted_on: of a letter of the office. letter:
    its own sheet.
    """

    message_id: int
    channel: str
    language: str
    to: str
    sender: str
    subject: str
    body: str
    state: str
    carrier: str
    delivery: str
    key: str
    external_id: str
    answer: str
    on: date
    sent_at: datetime | None
    printed_at: datetime | None
    posted_on: date | None
    about: tuple[int, ...]
    reports: tuple[Report, ...]
    arrived: Arrived | None
    enclosed: tuple[Paper, ...]
    letter: Paper | None
    legal: Legal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the debtor wrote. automatic: a machine did."""

    incoming_id: int
    channel: str
    sender: str
    sender_name: str
    subject: str
    body: str
    automatic: bool
    received_at: datetime
    files: tuple[Paper, ...]


class Called(NamedTuple):
    """A call that was made. outcome: a code of `dunning.models.CallOutcome`; words:
    ours, internal.
    """

    at: datetime
    who: str
    outcome: str
    again_on: date | None
    words: str


class Noted(NamedTuple):
    """Something written down about the debtor; internal."""

    at: datetime
    who: str
    text: str
