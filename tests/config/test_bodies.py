"""Nobody fills the disk: a request that is too large ends before it is read."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from acquit.config import bodies
from acquit.config.bodies import Bounded

KILOBYTE = 1024


class Reader:
    """An application that reads all it gets, then answers; a hung-up sender is left."""

    def __init__(self) -> None:
        self.read = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            self.read += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"read"})


def knock(
    path: str, sent: int, *, stated: int | None = None
) -> tuple[int, dict[bytes, bytes], Reader]:
    """Send so many bytes a kilobyte at a time; the status, its headers, what was read."""
    reader, answers, left = Reader(), [], sent

    async def receive() -> dict[str, Any]:
        nonlocal left
        chunk = min(KILOBYTE, left)
        left -= chunk
        return {"type": "http.request", "body": bytes(chunk), "more_body": left > 0}

    async def send(message: Any) -> None:
        answers.append(message)

    headers = [(b"content-length", str(stated).encode())] if stated is not None else []
    scope = {"type": "http", "path": path, "headers": headers}
    # In a thread of its own: beside a browser, this one has an event loop already.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(Bounded(reader)(scope, receive, send))).result()
    return answers[0]["status"], dict(answers[0]["headers"]), reader


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST", 20 * KILOBYTE)
    monkeypatch.setattr(bodies, "MOST_OF_MACHINES", 5 * KILOBYTE)


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/api/imports/", 5 * KILOBYTE, 200),
        ("/api/imports/", 5 * KILOBYTE + 1, 413),
        ("/imports/", 20 * KILOBYTE, 200),
        ("/imports/", 20 * KILOBYTE + 1, 413),
    ],
)
def test_what_is_within_the_measure_is_read_and_more_is_not(path, size, status):
    assert knock(path, size, stated=size)[0] == status


def test_a_stated_size_is_refused_unread():
    status, headers, reader = knock("/api/imports/", 10**9, stated=10**9)
    assert (status, reader.read) == (413, 0)
    assert headers[b"content-type"] == b"application/json"


@pytest.mark.parametrize("stated", [None, 10])
def test_who_states_nothing_or_too_little_is_cut_off(stated):
    status, _, reader = knock("/api/imports/", 10**9, stated=stated)
    assert status == 413
    assert reader.read <= 5 * KILOBYTE
