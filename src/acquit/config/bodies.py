"""How much a request may bring: refused before it fills the disk, whoever sends it.

Django reads the whole body of a request, into a file if need be, before it asks whose it
is. So the measure is taken here, in front of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    Message = Mapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

MEGABYTE = 1024 * 1024
_FORM = 64 * 1024  # what a form adds to the files in it
MOST = 400 * MEGABYTE + _FORM
MOST_OF_MACHINES = 20 * MEGABYTE + _FORM


class Bounded:
    """The application, for requests whose body is within MOST."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer 413 to larger ones, stated or not."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        most = MOST_OF_MACHINES if scope["path"].startswith("/api/") else MOST
        if _stated(scope) > most:
            await _too_large(send, most)
            return
        meter = _Meter(receive, send, most)
        await self.application(scope, meter.receive, meter.send)
        if meter.exceeded and not meter.answered:
            await _too_large(send, most)


class _Meter:
    """Counts what comes; beyond the measure it says that the sender has hung up."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._left = receive, send, most
        self.exceeded = self.answered = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0:
            return message
        self.exceeded = True
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.answered = True
        await self._send(message)


def _stated(scope: dict[str, Any]) -> int:
    stated = dict(scope["headers"]).get(b"content-length", b"")
    return int(stated) if stated.isdigit() else 0


async def _too_large(send: Send, most: int) -> None:
    words = f"At most {most // MEGABYTE} MB can be sent at once."
    body = json.dumps({"error": words}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
