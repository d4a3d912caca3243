"""Servers on this machine that speak HTTP as a service does, and misbehave on demand."""

from __future__ import annotations

import json
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


class Mischief(Enum):
    """HANG takes the whole request and never answers; DROP takes it and cuts the line."""

    HANG = "hang"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def query(self) -> dict[str, str]:
        asked = parse_qs(urlsplit(self.path).query)
        return {name: values[-1] for name, values in asked.items()}


@dataclass(frozen=True, slots=True)
class Reply:
    """status, and the body: a text as it is, anything else as JSON."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        return text.encode()


class Gateway:
    """A context in which requests are taken; `asked` holds them in the order of arrival."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Callable[[Asked], Reply | Mischief] = lambda asked: Reply()
        self._gone = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        # Looked at every so often whether it shall stop: a test waits for that.
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # an answer leaves in one piece

            def do_POST(self) -> None:
                size = self.headers.get(
                    "Content-Length", "0" if self.command == "GET" else ""
                )
                body = self.rfile.read(int(size or 0))
                if not size or len(body) < int(size):
                    # It broke off: half a request is none.
                    self.close_connection = True
                    return
                asked = Asked(self.command, self.path, dict(self.headers), body)
                gateway.asked.append(asked)
                match gateway.answer(asked):
                    case Mischief.HANG:
                        gateway._gone.wait()
                        self.close_connection = True
                    case Mischief.DROP:
                        self._cut()
                    case Reply() as reply:
                        self._say(reply)

            do_GET = do_PUT = do_POST  # noqa: N815 - the names that the library calls

            def _say(self, reply: Reply) -> None:
                self.send_response(reply.status)
                kind = "text/plain" if isinstance(reply.body, str) else "application/json"
                for name, value in {"Content-Type": kind, **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.content)))
                self.end_headers()
                self.wfile.write(reply.content)

            def _cut(self) -> None:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        return Handler


def nobody_listens() -> str:
    """An address on this machine at which every connection is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
