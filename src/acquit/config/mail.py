"""What ACQUIT_EMAIL_URL says: the server or the service that takes our e-mail, or none.

Without one nothing leaves: messages stay in the outbox that is built in.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

from acquit.channels.email import services


class Security(Enum):
    """How the connection is protected, with the port that is usual for it."""

    NONE = 25
    STARTTLS = 587
    TLS = 465


KNOCK_S = 10
SCHEMES = {
    "smtp": Security.NONE,
    "smtp+starttls": Security.STARTTLS,
    "smtps": Security.TLS,
}


class EmailAddressUnclear(ValueError):
    """ACQUIT_EMAIL_URL names no server; it is not repeated, for it may hold a password."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"ACQUIT_EMAIL_URL: {problem}. Expected an address such as "
            "smtp+starttls://user:password@mail.example.com:587, or nothing at all."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server that takes e-mail; user is empty where it asks for none."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


def server(url: str) -> Server | None:
    """The server that the address names; None for an empty one, and for a service."""
    if not url or services.service(url) is not None:
        return None
    parts = urlsplit(url)
    security = SCHEMES.get(parts.scheme)
    if security is None:
        raise EmailAddressUnclear(
            f"it must begin with {', '.join((*SCHEMES, *services.SCHEMES))}"
        )
    if not parts.hostname:
        raise EmailAddressUnclear("it names no server")
    try:
        port = parts.port or security.value
    except ValueError as error:
        raise EmailAddressUnclear("its port is not a number below 65536") from error
    return Server(
        host=parts.hostname,
        port=port,
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def knock(server: Server) -> None:
    """Sign in and leave, sending nothing. Raises OSError or SMTPException if refused."""
    trusted = ssl.create_default_context()
    with _connected(server, trusted) as smtp:
        if server.security is Security.STARTTLS:
            smtp.starttls(context=trusted)
        if server.user:
            smtp.login(server.user, server.password)
        smtp.noop()


def _connected(server: Server, trusted: ssl.SSLContext) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=KNOCK_S, context=trusted)
    return smtplib.SMTP(server.host, server.port, timeout=KNOCK_S)
