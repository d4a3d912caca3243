"""An envelope as an e-mail (RFC 5322, MIME): plain text, the same as HTML, enclosures."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage

from django.conf import settings

from acquit.channels.carrying import Envelope
from acquit.channels.email.html import as_html

ANY_FILE = "application/octet-stream"


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


def named(name: str, address: str) -> Address:
    """An address with its owner's name. Raises ValueError where it is none."""
    user, _, domain = address.partition("@")
    return Address(name, user, domain)


def message_id(envelope: Envelope) -> str:
    """The key is the identity of the message, so that an answer finds it."""
    return f"<{envelope.key}@{envelope.sender.rpartition('@')[2]}>"


def as_email(envelope: Envelope) -> EmailMessage:
    """The envelope as a mail server wants it. Raises ValueError where it cannot be said."""
    email = EmailMessage()
    email["From"] = named(envelope.sender_name, envelope.sender)
    email["To"] = envelope.to
    if answer_address := answer_to(envelope):
        email["Reply-To"] = answer_address
    email["Subject"] = envelope.subject
    email["Date"] = envelope.at
    email["Message-ID"] = message_id(envelope)
    email["Auto-Submitted"] = "auto-generated"
    email["X-Acquit-Kind"] = envelope.kind
    email.set_content(envelope.body, cte="quoted-printable")
    email.add_alternative(as_html(envelope), subtype="html", cte="quoted-printable")
    for file in envelope.enclosures:
        kind, _, subtype = (file.media_type or ANY_FILE).partition("/")
        email.add_attachment(
            file.content, maintype=kind, subtype=subtype, filename=file.name
        )
    # After the content, which takes every Content- header away.
    email["Content-Language"] = envelope.language
    return email
