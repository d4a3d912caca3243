"""An envelope as an e-mail (RFC 5322, MIME): plain text, the same as HTML, enclosures."""

from __future__ import annotations

from email.charset import BASE64, QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.headerregistry import Address
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr
from functools import lru_cache
from typing import cast

from django.conf import settings

from acquit.channels.carrying import Enclosed, Envelope
from acquit.channels.email.html import as_html

ANY_FILE = "application/octet-stream"
ON_THE_LINE = compat32.clone(linesep="\r\n")


def _charset(encoding: int) -> Charset:
    made = Charset("utf-8")
    made.body_encoding = encoding
    return made


# The words stay readable in the source of the mail; the page, long and full of style, is
# packed.
QUOTED, PACKED = _charset(QP), _charset(BASE64)


def plain_address(address: str) -> str:
    """The address as every server reads it: `info@bücher.example` has an ASCII form.

    Raises UnicodeError when there is none: other letters before the @, or no such domain.
    """
    name, at, domain = address.rpartition("@")
    name.encode("ascii")
    return f"{name}{at}{domain.encode('idna').decode('ascii')}"


def answer_to(envelope: Envelope) -> str:
    """Where an answer goes: to the mailbox that is read, with the key in the address, so
    that it finds its message; without one, where the envelope says. "" = to the sender.
    """
    if settings.REPLY_TO:
        name, _, domain = settings.REPLY_TO.rpartition("@")
        return f"{name}+{envelope.key}@{domain}"
    return "" if envelope.reply_to == envelope.sender else envelope.reply_to


@lru_cache(maxsize=64)
def named(name: str, address: str) -> str:
    """An address with its owner's name. Raises ValueError where it is none."""
    user, _, domain = address.partition("@")
    Address(name, user, domain)
    return formataddr((name, address))


def message_id(envelope: Envelope) -> str:
    """The key is the identity of the message, so that an answer finds it."""
    return f"<{envelope.key}@{envelope.sender.rpartition('@')[2]}>"


def as_email(envelope: Envelope) -> MIMEBase:
    """The envelope as a mail server wants it. Raises ValueError where it cannot be said.

    Built of the older classes of the library: the newer ones parse every header that they
    are given, which takes five times as long.
    """
    content = MIMEMultipart(
        "alternative",
        _subparts=[
            _text(envelope.body, "plain", QUOTED),
            _text(as_html(envelope), "html", PACKED),
        ],
    )
    email = content
    if envelope.enclosures:
        files = [_enclosed(file) for file in envelope.enclosures]
        email = MIMEMultipart("mixed", _subparts=[content, *files])
    email["From"] = named(envelope.sender_name, envelope.sender)
    email["To"] = _plain(envelope.to)
    if answer_address := answer_to(envelope):
        email["Reply-To"] = _plain(answer_address)
    # The library takes a Header as well as a text; its types do not say so.
    email["Subject"] = cast("str", _said(envelope.subject))
    email["Date"] = format_datetime(envelope.at)
    email["Message-ID"] = _plain(message_id(envelope))
    email["Auto-Submitted"] = "auto-generated"
    email["X-Acquit-Kind"] = _plain(envelope.kind)
    email["Content-Language"] = _plain(envelope.language)
    return email


def as_bytes(email: MIMEBase) -> bytes:
    """The e-mail as it goes over the line."""
    return email.as_bytes(policy=ON_THE_LINE)


def _text(words: str, subtype: str, charset: Charset) -> MIMENonMultipart:
    part = MIMENonMultipart("text", subtype, charset=str(charset))
    part.set_payload(words, charset)
    return part


def _enclosed(file: Enclosed) -> MIMEBase:
    kind, _, subtype = (file.media_type or ANY_FILE).partition("/")
    part = MIMEBase(kind, subtype)
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=_plain(file.name))
    return part


def _said(words: str) -> str | Header:
    _plain(words)
    return words if words.isascii() else Header(words, "utf-8", header_name="Subject")


def _plain(words: str) -> str:
    """Nobody smuggles a header in. Raises ValueError."""
    if any(sign in words for sign in "\r\n\0"):
        raise ValueError("a header has one line")
    return words
