"""A mail server on this machine: keeps what it is given, and misbehaves on demand."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any, Self, cast

from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Callable

OK = "250 OK"
GONE = "line dropped without an answer"
SILENT = "no answer, the line stays open"


@dataclass(frozen=True, slots=True)
class Mail:
    """What the server was given: the envelope, and the message."""

    sender: str
    to: tuple[str, ...]
    message: EmailMessage

    @property
    def text(self) -> str:
        body = cast("EmailMessage", self.message.get_body(("plain",)))
        return cast("str", body.get_content())

    @property
    def key(self) -> str:
        return str(self.message["Message-ID"])


@dataclass(slots=True)
class Manners:
    """What the server answers at each moment of a conversation.

    GONE drops the line, SILENT never answers; the content is kept all the same, because a
    server may have taken what it does not acknowledge.
    """

    mail: Callable[[str], str] = field(default=lambda address: OK)
    rcpt: Callable[[str], str] = field(default=lambda address: OK)
    word_data: Callable[[], str] = field(default=lambda: OK)
    content: Callable[[Mail], str] = field(default=lambda mail: OK)


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        said = self.event_handler.manners.word_data()
        if said == OK:
            await super().smtp_DATA(arg)
        elif said == GONE:
            self.transport.abort()
        else:
            await self.push(said)


class Sink:
    """A context in which mails are taken; `mails` holds them in the order of arrival."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.manners = Manners()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._silence: list[asyncio.Future[None]] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *raised: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def taken(self) -> list[Mail]:
        """The mails since the last call."""
        mails, self.mails = self.mails, []
        return mails

    def _run(self) -> None:
        loop = self._loop
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(
            loop.create_server(
                lambda: _Server(self, enable_SMTPUTF8=False, loop=loop), "127.0.0.1", 0
            )
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        loop.run_forever()
        server.close()
        for task in (tasks := asyncio.all_tasks(loop)):
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(server.wait_closed())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    # What aiosmtpd calls

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        said = self.manners.mail(address)
        if said == OK:
            envelope.mail_from = address
        return await self._said(server, said)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        said = self.manners.rcpt(address)
        if said == OK:
            envelope.rcpt_tos.append(address)
        return await self._said(server, said)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = message_from_bytes(
            envelope.original_content, EmailMessage, policy=default
        )
        mail = Mail(
            envelope.mail_from, tuple(envelope.rcpt_tos), cast("EmailMessage", message)
        )
        said = self.manners.content(mail)
        if said in {OK, GONE, SILENT}:
            self.mails.append(mail)
        return await self._said(server, said)

    async def _said(self, server: Any, said: str) -> str:
        if said == GONE:
            server.transport.abort()
        elif said == SILENT:
            await asyncio.Event().wait()
        return said if said[:3].isdecimal() else OK
