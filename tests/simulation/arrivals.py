"""What arrives at the ends of all channels, in the order in which it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sending.sink import Mail

    from simulation.events import ClaimKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One message, as whoever stands at the end of its channel has it.

    sender: the address, of a text message the name that it begins with. to: an address, a
    number, the lines of an envelope, the code that another program is told. shown_to: whom
    it says it is for. kind: as it is labelled, "" = it is not. named: of a call, what it is
    about. unsure: nobody told the sender that it arrived.
    """

    channel: str
    key: str
    sender: str
    to: str
    shown_to: str = ""
    kind: str = ""
    language: str = ""
    subject: str = ""
    text: str = ""
    named: Sequence[tuple[ClaimKey, str]] = field(default=())
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The other end took nothing. for_good: it never will, for this address."""

    channel: str
    sender: str
    to: str
    for_good: bool


def of_mail(mail: Mail, *, unsure: bool = False) -> Arrived:
    """An e-mail, from its envelope and its headers."""
    return Arrived(
        channel="EMAIL",
        key=mail.key.strip("<>").partition("@")[0],
        sender=mail.sender,
        to=" ".join(mail.to),
        shown_to=str(mail.message["To"]),
        kind=str(mail.message["X-Acquit-Kind"]),
        language=str(mail.message["Content-Language"]),
        subject=str(mail.message["Subject"]),
        text=mail.text,
        unsure=unsure,
    )
