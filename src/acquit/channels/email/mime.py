"""An envelope as an e-mail (RFC 5322, MIME): plain text, the same as HTML, enclosures."""

from __future__ import annotations

from base64 import b64encode, encodebytes
from binascii import b2a_qp
from email.header import Header
from email.headerregistry import Address
from email.mime.base import MIMEBase
from email.policy import compat32
from email.utils import format_datetime, formataddr
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from acquit.channels.email.html import as_html, payment
from acquit.channels.email.scanned import drawn

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.channels.carrying import Enclosed, Envelope

ANY_FILE = "application/octet-stream"
ON_THE_LINE = compat32.clone(linesep="\r\n")
LINE = "\r\n"
QUOTED = "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
PACKED = "Content-Transfer-Encoding: base64\r\n\r\n"
# A line has 78 characters, an encoded word 75: what is left beside the name of the header.
LONGEST_LINE = 68
WORD_BYTES = 39


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


def as_bytes(envelope: Envelope) -> bytes:
    """The e-mail as it goes over the line. Raises ValueError where it cannot be said.

    Written down here, and not by the library, which folds each header and counts each
    letter anew: that takes ten times as long. A round trip through the library's own
    parser is a test.
    """
    picture = drawn(payment(envelope.page))
    name = f"pay.{_plain(envelope.key)}@acquit" if picture else ""
    page = _text("html", as_html(envelope, code=f"cid:{name}" if picture else ""))
    if picture:
        page = _multipart("related", page, _picture(picture, name), kind="text/html")
    content = _multipart("alternative", _text("plain", envelope.body), page)
    if envelope.enclosures:
        files = [_enclosed(file) for file in envelope.enclosures]
        content = _multipart("mixed", content, *files)
    return _headers(envelope) + content


def _headers(envelope: Envelope) -> bytes:
    answer_address = answer_to(envelope)
    lines = [
        _from(envelope.sender_name, envelope.sender),
        f"To: {_plain(envelope.to)}",
        *([f"Reply-To: {_plain(answer_address)}"] if answer_address else []),
        f"Subject: {_said(_plain(envelope.subject))}",
        f"Date: {_date(envelope.at)}",
        f"Message-ID: {_plain(message_id(envelope))}",
        "Auto-Submitted: auto-generated",
        f"X-Acquit-Kind: {_plain(envelope.kind)}",
        f"Content-Language: {_plain(envelope.language)}",
        "MIME-Version: 1.0\r\n",
    ]
    return "\r\n".join(lines).encode("ascii")


@lru_cache(maxsize=64)
def _from(name: str, address: str) -> str:
    header = Header(header_name="From")
    header.append(named(name, address))
    return f"From: {header.encode(linesep=LINE)}"


@lru_cache(maxsize=64)
def _date(at: datetime) -> str:
    return format_datetime(at)


def _multipart(subtype: str, *parts: bytes, kind: str = "") -> bytes:
    """Parts between lines that stand in none of them: neither quoted-printable nor base64
    ever has `=_` (RFC 2045, 6.7).
    """
    edge = f"=_{subtype}"
    more = f'; type="{kind}"' if kind else ""
    head = f'Content-Type: multipart/{subtype}{more}; boundary="{edge}"\r\n'
    between = f"\r\n--{edge}\r\n".encode()
    pieces = [piece for part in parts for piece in (between, part)]
    return b"".join([head.encode(), *pieces, f"\r\n--{edge}--\r\n".encode()])


def _text(subtype: str, words: str) -> bytes:
    """Words stay readable in the source of the mail, as far as they are plain letters."""
    lines = LINE.join(words.splitlines()) + LINE
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\n{QUOTED}"
    return head.encode() + b2a_qp(lines.encode("utf-8"))


def _picture(png: bytes, name: str) -> bytes:
    head = (
        f"Content-Type: image/png\r\nContent-ID: <{name}>\r\n"
        f'Content-Disposition: inline; filename="pay.png"\r\n{PACKED}'
    )
    return head.encode() + _packed(png)


def _enclosed(file: Enclosed) -> bytes:
    kind, _, subtype = (file.media_type or ANY_FILE).partition("/")
    part = MIMEBase(_plain(kind), _plain(subtype))
    part.add_header("Content-Disposition", "attachment", filename=_plain(file.name))
    del part["MIME-Version"]
    head = part.as_bytes(policy=ON_THE_LINE).rstrip()
    return head + f"\r\n{PACKED}".encode() + _packed(file.content)


def _packed(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def _said(words: str) -> str:
    """A subject of any letters (RFC 2047): encoded words that a line holds, each whole."""
    if words.isascii() and len(words) <= LONGEST_LINE and "=?" not in words:
        return words
    found, piece = [], b""
    for letter in words:
        more = letter.encode("utf-8")
        if len(piece) + len(more) > WORD_BYTES:
            found.append(piece)
            piece = b""
        piece += more
    found.append(piece)
    return "\r\n ".join(f"=?utf-8?B?{b64encode(one).decode()}?=" for one in found)


def _plain(words: str) -> str:
    """Nobody smuggles a header in. Raises ValueError."""
    if any(sign in words for sign in "\r\n\0"):
        raise ValueError("a header has one line")
    return words
