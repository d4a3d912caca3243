"""What comes back, before it is written: a report on a message, and what somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.channels.models import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a service says of one message. It is found by our `message_key`, or else by the
    name that the service gave it.

    name: the service's own name of this report; the same never counts twice. at: None = it
    does not say when. address_dead: the address takes nothing any more, whoever sends.
    """

    message_key: str
    external_id: str
    kind: Delivery
    name: str
    detail: str = ""
    at: datetime | None = None
    address_dead: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came along. size: in bytes; content: empty where it is not kept."""

    name: str
    media_type: str
    size: int
    content: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What somebody wrote to us. name: the sender's own name of it; the same is never taken
    twice.

    message_keys, external_ids: names of messages of ours that it mentions, nearest first.
    at: when it came, None = it does not say. unread: it could not be read, and `files` has
    the whole of it.
    """

    channel: str
    name: str
    sender: str
    body: str
    sender_name: str = ""
    subject: str = ""
    at: datetime | None = None
    automatic: bool = False
    unread: bool = False
    message_keys: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()
    files: tuple[ReceivedFile, ...] = ()
