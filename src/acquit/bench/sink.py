"""A mail server that takes everything and keeps nothing: what sending costs by itself."""

from __future__ import annotations

import asyncio
import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


@contextmanager
def sink() -> Iterator[str]:
    """Its address as a URL; it runs in a process of its own, as mail servers do."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"smtp://127.0.0.1:{here.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(tell: Connection) -> None:
    asyncio.run(_listen(tell))


async def _listen(tell: Connection) -> None:
    server = await asyncio.start_server(_converse, "127.0.0.1", 0)
    tell.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 bench\r\n")
    while line := await reader.readline():
        word = line[:4].upper().strip()
        if word == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        if word == b"QUIT":
            break
    writer.close()
