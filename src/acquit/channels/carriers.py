"""Who carries a message out, and what became of it.

Three ends, and only three: sent; not handed over (it may be tried again, unless permanent);
unknown, when the line went dead after the message was on its way. Unknown is for a person.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

if TYPE_CHECKING:
    from datetime import datetime

TIMEOUT_S = 30.0
PERMANENT = range(500, 600)


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took it. answer: its own words."""

    answer: str


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """It did not leave. permanent: this address is refused for good; down: all would be."""

    answer: str
    permanent: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was on its way when the line went dead: it may have arrived."""

    answer: str


Outcome = Sent | NotHandedOver | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is carried. key: identity for the outside, a UUID in text. reply_to: where an
    answer goes, "" = to the sender.
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
    reply_to: str = ""


class Carrier(Protocol):
    """Carries letters, one at a time; `code` is kept with each message."""

    code: str

    def carry(self, letter: Letter) -> Outcome:
        """Hand the letter over and say what became of it; never raises for the other side's
        faults.
        """

    def close(self) -> None:
        """Let go of what is held open."""


class Outbox:
    """Nothing leaves: the message is kept readable in the outbox, and that is all."""

    code = "OUTBOX"

    def carry(self, letter: Letter) -> Outcome:
        return Sent(f"kept in the outbox for {letter.to}")

    def close(self) -> None:
        """Nothing is held open."""


class Smtp:
    """Hands letters to one mail server, over one connection as long as it lives.

    url: `smtp://host:port` plain, `smtp+starttls://…` or `smtps://…` encrypted, with
    `user:password@` where the server asks for them.
    """

    code = "SMTP"

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def carry(self, letter: Letter) -> Outcome:
        try:
            letter = replace(letter, to=plain_address(letter.to))
        except UnicodeError as error:
            return NotHandedOver(_words(error), permanent=True)
        try:
            letter = replace(letter, sender=plain_address(letter.sender))
            content = as_email(letter).as_bytes(policy=SMTP)
        except ValueError as error:
            # It is our own side that cannot be written: the address is not to blame.
            return NotHandedOver(_words(error))
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return NotHandedOver(_words(error), down=True)
        return self._envelope(server, letter) or self._content(server, content)

    def _connected(self) -> smtplib.SMTP:
        """The connection that is open and answers, else a new one."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.rset()[0] == 250:
                    return self._server
            self.close()
        host, port = self._url.hostname or "localhost", self._url.port or 0
        if self._url.scheme == "smtps":
            context = ssl.create_default_context()
            self._server = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
        else:
            self._server = smtplib.SMTP(host, port or smtplib.SMTP_PORT, timeout=TIMEOUT_S)
            if self._url.scheme == "smtp+starttls":
                self._server.starttls(context=ssl.create_default_context())
        if self._url.username:
            password = unquote(self._url.password or "")
            self._server.login(unquote(self._url.username), password)
        self._server.ehlo_or_helo_if_needed()
        return self._server

    def _envelope(self, server: smtplib.SMTP, letter: Letter) -> NotHandedOver | None:
        """Sender and recipient: until here nothing has been handed over."""
        try:
            code, answer = server.mail(letter.sender)
            if code == 250:
                code, answer = server.rcpt(letter.to)
                if code in {250, 251}:
                    return None
                return NotHandedOver(_said(code, answer), permanent=code in PERMANENT)
            return NotHandedOver(_said(code, answer))
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return NotHandedOver(_words(error))

    def _content(self, server: smtplib.SMTP, content: bytes) -> Outcome:
        """From DATA on, silence is not a no."""
        try:
            code, answer = server.data(content)
        except smtplib.SMTPDataError as error:
            # The server said no to the word DATA itself: nothing was handed over.
            return NotHandedOver(_words(error))
        except (OSError, smtplib.SMTPException) as error:
            self._server = None
            return Unknown(_words(error))
        if code == 250:
            return Sent(_said(code, answer))
        return NotHandedOver(_said(code, answer))

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server = None


def plain_address(address: str) -> str:
    """The address as every server reads it: `info@bücher.example` has an ASCII form.

    Raises UnicodeError when there is none: other letters before the @, or no such domain.
    """
    name, at, domain = address.rpartition("@")
    name.encode("ascii")
    return f"{name}{at}{domain.encode('idna').decode('ascii')}"


def as_email(letter: Letter) -> EmailMessage:
    """The letter as RFC 5322 wants it. The key is its Message-ID, so that an answer finds
    it.
    """
    email = EmailMessage()
    name, _, domain = letter.sender.partition("@")
    email["From"] = Address(letter.sender_name, name, domain)
    email["To"] = letter.to
    if letter.reply_to and letter.reply_to != letter.sender:
        email["Reply-To"] = letter.reply_to
    email["Subject"] = letter.subject
    email["Date"] = letter.at
    email["Message-ID"] = f"<{letter.key}@{domain}>"
    email["Auto-Submitted"] = "auto-generated"
    email["X-Acquit-Kind"] = letter.kind
    email.set_content(letter.body, cte="quoted-printable")
    # After the content, which takes every Content- header away.
    email["Content-Language"] = letter.language
    return email


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"[:500]


def carrier() -> Carrier:
    """The mail server of ACQUIT_EMAIL_URL; without one, the outbox alone."""
    return Smtp(settings.EMAIL_URL) if settings.EMAIL_URL else Outbox()
