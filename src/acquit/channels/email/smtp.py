"""A mail server of one's own, spoken to by SMTP (RFC 5321)."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from acquit.channels.carrying import (
    LONGEST_ANSWER,
    NotHandedOver,
    OneWay,
    Sent,
    Unknown,
    words,
)
from acquit.channels.email import mime

if TYPE_CHECKING:
    from acquit.channels.carrying import Envelope, Outcome

TIMEOUT_S = 30.0
PERMANENT = range(500, 600)
NO = range(400, 600)
GO_ON = 354
# The server shuts down, whatever it was asked.
CLOSING = 421


class Smtp(OneWay):
    """Hands envelopes to one mail server, over one connection as long as it lives.

    url: `smtp://host:port` plain, `smtp+starttls://…` or `smtps://…` encrypted, with
    `user:password@` where the server asks for them.
    """

    code = "SMTP"

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def carry(self, envelope: Envelope) -> Outcome:
        try:
            envelope = replace(envelope, to=mime.plain_address(envelope.to))
        except UnicodeError as error:
            return NotHandedOver(words(error), permanent=True)
        try:
            envelope = replace(envelope, sender=mime.plain_address(envelope.sender))
            content = mime.as_bytes(envelope)
        except ValueError as error:
            # It is our own side that cannot be written: the address is not to blame.
            return NotHandedOver(words(error))
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return NotHandedOver(words(error), down=True)
        return self._opened(server, envelope) or self._content(server, content)

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

    def _opened(self, server: smtplib.SMTP, envelope: Envelope) -> NotHandedOver | None:
        """Sender, recipient, and the word DATA: until here nothing has been handed over."""
        try:
            code, answer = server.mail(envelope.sender)
            if code != 250:
                return _refused(code, answer)
            code, answer = server.rcpt(envelope.to)
            if code not in {250, 251}:
                return _refused(code, answer, permanent=code in PERMANENT)
            code, answer = server.docmd("DATA")
            return None if code == GO_ON else _refused(code, answer)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return NotHandedOver(words(error), lost=True)

    def _content(self, server: smtplib.SMTP, content: bytes) -> Outcome:
        """From the last byte on, silence is not a no."""
        try:
            server.send(_as_data(content))
        except (OSError, smtplib.SMTPException) as error:
            # The end never left, and no server takes a part for the whole (RFC 5321,
            # 4.1.1.4).
            self.close()
            return NotHandedOver(words(error), lost=True)
        try:
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Unknown(words(error))
        if code == 250:
            return Sent(_said(code, answer))
        return _refused(code, answer) if code in NO else Unknown(_said(code, answer))

    def close(self) -> None:
        """Say goodbye to the server, if it still listens."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server = None


def _as_data(content: bytes) -> bytes:
    """The message as it stands after DATA, with the dot that ends it (RFC 5321, 4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", content)
    return stuffed.removesuffix(b"\r\n") + b"\r\n.\r\n"


def _refused(code: int, answer: bytes, *, permanent: bool = False) -> NotHandedOver:
    return NotHandedOver(_said(code, answer), permanent=permanent, lost=code == CLOSING)


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode('utf-8', 'replace')}"[:LONGEST_ANSWER]
