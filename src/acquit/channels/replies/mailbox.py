"""Reads what is new in a mailbox, in the order of arrival, and changes nothing in it.

The server gives each message a number that only grows (UID), as long as it keeps the
validity of its numbers. What was taken up to which number is remembered by whoever calls,
after each message: a reader that dies begins where it stopped.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT_S = 30.0
# Of a larger message the beginning is read: it has the words, and not all of the files.
LARGEST = 25 * 1024**2
BEGINNING = 1024**2
MOST_AT_ONCE = 200
SCHEMES = {"imap": 143, "imap+starttls": 143, "imaps": 993}
_VALIDITY = re.compile(rb"UIDVALIDITY (\d+)")
_UID = re.compile(rb"UID (\d+)")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxUnclear(ValueError):
    """ACQUIT_IMAP_URL names no mailbox; it is not repeated, for it holds a password."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"ACQUIT_IMAP_URL: {problem}. Expected an address such as "
            "imaps://user:password@mail.example.com/INBOX."
        )


class MailboxDown(Exception):
    """The server cannot be reached, or does not let us in; the words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A folder on a server, and how it lets us in."""

    host: str
    port: int
    scheme: str
    folder: str
    user: str
    password: str = field(repr=False)

    @property
    def place(self) -> str:
        """What it is known by; without the password."""
        return f"{self.host}:{self.port}/{self.folder} {self.user}"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A message as it lies there. whole: False = only its beginning was fetched."""

    uid: int
    raw: bytes
    whole: bool = True


def mailbox(url: str) -> Mailbox:
    """The mailbox that the setting names. Raises MailboxUnclear."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise MailboxUnclear(f"it must begin with {', '.join(SCHEMES)}")
    if not parts.hostname or not parts.username:
        raise MailboxUnclear("it names no server, or nobody who signs in")
    try:
        port = parts.port or SCHEMES[parts.scheme]
    except ValueError as error:
        raise MailboxUnclear("its port is not a number below 65536") from error
    return Mailbox(
        host=parts.hostname,
        port=port,
        scheme=parts.scheme,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
    )


class Reader:
    """An open mailbox. validity: of its numbers; another one means that they begin anew."""

    def __init__(self, server: imaplib.IMAP4, validity: int) -> None:
        self._server = server
        self.validity = validity

    def after(self, uid: int) -> Iterator[Fetched]:
        """The messages after this number, at most MOST_AT_ONCE. Raises MailboxDown."""
        # "5:*" names the last message even when its number is below 5.
        found = self._uid("SEARCH", f"UID {uid + 1}:*")
        numbers = b" ".join(one for one in found if isinstance(one, bytes)).split()
        new = sorted(number for number in map(int, numbers) if number > uid)
        for number in new[:MOST_AT_ONCE]:
            yield self._fetch(number)

    def _fetch(self, number: int) -> Fetched:
        told = self._uid("FETCH", str(number), "(RFC822.SIZE)")
        size = _SIZE.search(b" ".join(_texts(told)))
        whole = size is None or int(size.group(1)) <= LARGEST
        # PEEK: what we read stays unread for people who look into the mailbox as well.
        what = "(BODY.PEEK[])" if whole else f"(BODY.PEEK[]<0.{BEGINNING}>)"
        for part in self._uid("FETCH", str(number), what):
            if isinstance(part, tuple):
                return Fetched(number, part[1], whole)
        # Somebody took it away in between; the number is passed all the same.
        return Fetched(number, b"")

    def _uid(self, *command: str) -> list[bytes | tuple[bytes, bytes]]:
        with _honest():
            kind, told = self._server.uid(*command)
            if kind != "OK":
                raise MailboxDown(f"{command[0]}: {kind}")
            return [one for one in told if one]


@contextmanager
def opened(box: Mailbox) -> Iterator[Reader]:
    """The mailbox, to be read only. Raises MailboxDown."""
    with _honest():
        server = _connected(box)
    try:
        with _honest():
            server.login(box.user, box.password)
            kind, told = server.select(_quoted(box.folder), readonly=True)
            if kind != "OK":
                raise MailboxDown(f"{box.folder}: {_said(told)}")
            _, validity = server.response("UIDVALIDITY")
            number = int(validity[0]) if validity and validity[0] else 0
        yield Reader(server, number)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()
        # A server that did not answer the goodbye has left the line open.
        with suppress(imaplib.IMAP4.error, OSError):
            server.shutdown()


def _connected(box: Mailbox) -> imaplib.IMAP4:
    trusted = ssl.create_default_context()
    if box.scheme == "imaps":
        return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=trusted, timeout=TIMEOUT_S)
    server = imaplib.IMAP4(box.host, box.port, timeout=TIMEOUT_S)
    if box.scheme == "imap+starttls":
        server.starttls(trusted)
    return server


@contextmanager
def _honest() -> Iterator[None]:
    """Whatever the line or the server does is a MailboxDown."""
    try:
        yield
    except (imaplib.IMAP4.error, OSError, EOFError) as error:
        raise MailboxDown(f"{type(error).__name__}: {error}"[:500]) from error


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _texts(told: list[bytes | tuple[bytes, bytes]]) -> list[bytes]:
    return [one if isinstance(one, bytes) else one[0] for one in told]


def _said(told: list[bytes | None]) -> str:
    return b" ".join(one for one in told if one).decode("utf-8", "replace")
