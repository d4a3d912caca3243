"""E-mails that are reports on ours: returned mail (RFC 3464), read receipts (RFC 8098) and
complaints (RFC 5965).
"""

from __future__ import annotations

import re
from email.message import Message
from email.parser import HeaderParser
from email.policy import default
from typing import TYPE_CHECKING

from acquit.channels.email import reading
from acquit.channels.models import Delivery
from acquit.channels.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

_ACTIONS = {"failed": Delivery.BOUNCED, "delivered": Delivery.DELIVERED}
# RFC 3463: 5.1.x the address is wrong, 5.2.1 the mailbox takes nothing any more.
_DEAD = re.compile(r"\b5\.(?:1\.\d+|2\.1)\b")
_KEY = re.compile(r"<([0-9a-fA-F-]{36})@")


def is_report(message: EmailMessage) -> bool:
    """Whether a machine speaks of another message in it."""
    return message.get_content_type() == "multipart/report"


def reports(message: EmailMessage) -> list[Report]:
    """What it says of messages of ours; empty when it names none, or says nothing final."""
    try:
        return list(_reports(message))
    except reading.WRONG:
        return []


def _reports(message: EmailMessage) -> Iterator[Report]:
    original = _original(message)
    for part in message.walk():
        match part.get_content_type():
            case "message/delivery-status":
                yield from _delivery(message, part, original)
            case "message/disposition-notification":
                yield from _receipt(message, part, original)
            case "message/feedback-report":
                yield _report(message, original, Delivery.COMPLAINED, "feedback", dead=True)
            case _:
                pass


def _delivery(message: EmailMessage, part: Message, original: str) -> Iterator[Report]:
    """A block for each recipient, after one for the message."""
    for block in _inner(part):
        action = reading.text_of(block, "Action").lower()
        kind = _ACTIONS.get(action)
        if kind is None:
            continue
        status = reading.text_of(block, "Status")
        detail = f"{status} {reading.text_of(block, 'Diagnostic-Code')}".strip()
        dead = kind == Delivery.BOUNCED and _DEAD.search(detail) is not None
        yield _report(message, original, kind, action, detail=detail, dead=dead)


def _receipt(message: EmailMessage, part: Message, original: str) -> Iterator[Report]:
    """A person's mail program says that it was shown to them."""
    # One block of headers; the library gives it as a message in a list, or as text.
    blocks = _inner(part)
    text = str(part.get_payload())
    block = blocks[0] if blocks else HeaderParser(policy=default).parsestr(text)
    if "displayed" in reading.text_of(block, "Disposition").lower():
        named = reading.text_of(block, "Original-Message-ID") or original
        yield _report(message, named, Delivery.OPENED, "displayed")


def _report(  # what a report says
    message: EmailMessage,
    original: str,
    kind: Delivery,
    name: str,
    *,
    detail: str = "",
    dead: bool = False,
) -> Report:
    key = _KEY.search(original)
    return Report(
        message_key=key.group(1).lower() if key else "",
        external_id=original,
        kind=kind,
        name=f"{reading.name_of(message)} {name} {original}",
        detail=detail[:1000],
        address_dead=dead,
    )


def _original(message: EmailMessage) -> str:
    """The Message-ID of the message that came back, from what was sent back of it."""
    for part in message.walk():
        match part.get_content_type():
            case "message/rfc822":
                if inner := _inner(part):
                    return reading.text_of(inner[0], "Message-ID")
            case "text/rfc822-headers":
                text = reading.content_of(part)
                headers = HeaderParser(policy=default).parsestr(text)
                return reading.text_of(headers, "Message-ID")
            case _:
                pass
    return ""


def _inner(part: Message) -> list[Message]:
    """The messages in a part; a list of headers is one as well, to the library."""
    inner = part.get_payload()
    return (
        [one for one in inner if isinstance(one, Message)]
        if isinstance(inner, list)
        else []
    )
