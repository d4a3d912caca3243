"""An e-mail to us (RFC 5322, MIME), read without trusting any of it."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import TYPE_CHECKING, cast

from acquit.channels.email.plain import words_of
from acquit.channels.models import Channel
from acquit.channels.reports import Received, ReceivedFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST_WORDS = 200_000
MOST_FILES = 10
LARGEST_FILE = 10 * 1024**2
# Kept only when they begin as files of their kind do; no kind of file that can run.
HARMLESS: dict[str, tuple[bytes, ...]] = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "text/plain": (b"",),
    "text/csv": (b"",),
}
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OURS = re.compile(rf"<({_UUID})@[^<>\s]*>", re.IGNORECASE)
_PLUS = re.compile(rf"\+({_UUID})@", re.IGNORECASE)
_NAME = re.compile(r"<([^<>\s]{1,250})>")
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_MACHINES = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
_ABSENT = re.compile(
    r"\s*(?:automatic reply|out of office|auto(?:matic)?[- ]?response"
    r"|r[ée]ponse automatique|absence du bureau|automatische antwort|abwesenheits"
    r"|automatisch antwoord|afwezig)",
    re.IGNORECASE,
)
# What a stranger's bytes make the library stumble over.
WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def read(raw: bytes) -> EmailMessage:
    """The message that these bytes are; a parser of mail takes anything."""
    return message_from_bytes(raw, EmailMessage, policy=default)


def received(message: EmailMessage) -> Received:
    """What somebody wrote. What cannot be read is kept whole, and says so."""
    try:
        return _received(message)
    except WRONG:
        return unread(bytes_of(message))


def unread(raw: bytes) -> Received:
    """Something that came in and cannot be read, kept as it is."""
    return Received(
        channel=Channel.EMAIL,
        name=f"unread {hashlib.sha256(raw).hexdigest()}",
        sender="",
        body="",
        unread=True,
        files=(ReceivedFile("message.eml", "message/rfc822", len(raw), raw),),
    )


def bytes_of(message: Message) -> bytes:
    """As it came, or as near to it as can be written down."""
    with suppress(*WRONG):
        return message.as_bytes()
    return str(message.items()).encode("utf-8", "replace")


def _received(message: EmailMessage) -> Received:
    name, address = parseaddr(text_of(message, "From"))
    mentioned = list(_mentioned(message))
    return Received(
        channel=Channel.EMAIL,
        name=name_of(message),
        sender=address,
        sender_name=name,
        subject=text_of(message, "Subject"),
        body=_words(message)[:MOST_WORDS],
        at=_instant(message),
        automatic=is_automatic(message),
        message_keys=tuple(dict.fromkeys([*_keys(mentioned), *_plus_keys(message)])),
        external_ids=tuple(_others(mentioned)),
        files=tuple(_files(message)),
    )


def text_of(message: Message, header: str) -> str:
    """A header as text on one line; "" where there is none or it cannot be read."""
    try:
        value = message.get(header)
    except WRONG:
        return ""
    return " ".join(str(value).split()) if value is not None else ""


def name_of(message: EmailMessage) -> str:
    """Its Message-ID; without one, what stands for its content."""
    given = text_of(message, "Message-ID")
    return given or f"sha256:{hashlib.sha256(bytes_of(message)).hexdigest()}"


def is_automatic(message: EmailMessage) -> bool:
    """Whether a machine wrote it (RFC 3834, and what others do instead)."""
    submitted = text_of(message, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(message.get(header) is not None for header in _MACHINES):
        return True
    if text_of(message, "Precedence").lower() in {"auto_reply", "bulk", "junk", "list"}:
        return True
    empty_path = text_of(message, "Return-Path") == "<>"
    return empty_path or _ABSENT.match(text_of(message, "Subject")) is not None


def _mentioned(message: EmailMessage) -> Iterator[str]:
    """The headers that name other messages, the nearest name first."""
    yield text_of(message, "In-Reply-To")
    yield from reversed(text_of(message, "References").split())


def _keys(mentioned: list[str]) -> list[str]:
    return [key.lower() for text in mentioned for key in _OURS.findall(text)]


def _plus_keys(message: EmailMessage) -> list[str]:
    to = [text_of(message, header) for header in _TO]
    return [key.lower() for text in to for key in _PLUS.findall(text)]


def _others(mentioned: list[str]) -> Iterator[str]:
    """The names that services give: with the angles, and without them."""
    for text in mentioned:
        for name in _NAME.findall(text):
            yield f"<{name}>"
            yield name
            # Postmark calls a message by the part before the @.
            yield name.partition("@")[0]


def _words(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = content_of(cast("EmailMessage", body))
    if body.get_content_type() == "text/html":
        return words_of(text)
    return text.replace("\r\n", "\n").strip()


def content_of(part: EmailMessage) -> str:
    """The text of a part; in a writing that nobody knows, as well as it can be read."""
    with suppress(*WRONG):
        content = part.get_content()
        if isinstance(content, str):
            return content
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _instant(message: EmailMessage) -> datetime | None:
    """When its sender says that it was written; nothing later than now is believed by whom
    it is shown to, so it is only told.
    """
    with suppress(*WRONG):
        said = message["Date"].datetime
        if isinstance(said, datetime):
            return said if said.tzinfo else said.replace(tzinfo=UTC)
    return None


def _files(message: EmailMessage) -> Iterator[ReceivedFile]:
    """What came along: kept where it is harmless, else named only."""
    body = message.get_body(("plain", "html"))
    for place, part in enumerate(_attached(message, body)):
        kind = part.get_content_type()
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        size = len(content)
        kept = place < MOST_FILES and size <= LARGEST_FILE and _harmless(kind, content)
        name = part.get_filename() or f"{place + 1}"
        yield ReceivedFile(name, kind, size, content if kept else b"")


def _attached(message: EmailMessage, body: Message | None) -> Iterator[EmailMessage]:
    for part in message.walk():
        if part is body or part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or part.get_filename():
            yield part


def _harmless(kind: str, content: bytes) -> bool:
    return any(content.startswith(sign) for sign in HARMLESS.get(kind, ()))
