"""A mailbox on this machine that is read by IMAP, and misbehaves on demand."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import Any, Self, cast


class Imap:
    """A context with one mailbox: `messages` by number. down: what it does not do:
    "login", "select", "search" and "fetch" are refused, "hang" and "drop" happen at FETCH.
    """

    def __init__(self) -> None:
        self.messages: dict[int, bytes] = {}
        self.validity = 7
        self.down = ""
        self.asked: list[str] = []
        self.gone = threading.Event()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk)
        self._server.daemon_threads = True
        cast("Any", self._server).box = self
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        port = self._server.server_address[1]
        return f"imap://anna:pass%20word@127.0.0.1:{port}/INBOX"

    def arrives(self, raw: bytes | str) -> int:
        """A new message lies there; its number."""
        number = max(self.messages, default=0) + 1
        self.messages[number] = raw if isinstance(raw, bytes) else raw.encode()
        return number

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self.gone.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.box: Imap = cast("Any", self.server).box
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.box.asked.append(command)
            if not self._answer(tag, command):
                return

    def _answer(self, tag: str, command: str) -> bool:
        word = command.upper()
        box = self.box
        if word.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1")
        elif word.startswith("LOGIN"):
            if box.down == "login" or command != 'LOGIN anna "pass word"':
                self._say(f"{tag} NO wrong password")
                return True
        elif word.startswith(("SELECT", "EXAMINE")):
            if box.down == "select":
                self._say(f"{tag} NO no such folder")
                return True
            self._say(f"* {len(box.messages)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {box.validity}] valid")
        elif word.startswith("UID SEARCH"):
            if box.down == "search":
                self._say(f"{tag} NO later")
                return True
            self._say("* SEARCH " + " ".join(map(str, self._found(command))))
        elif word.startswith("UID FETCH"):
            return self._fetch(tag, command)
        elif word.startswith("LOGOUT"):
            self._say("* BYE")
            self._say(f"{tag} OK done")
            return False
        self._say(f"{tag} OK done")
        return True

    def _found(self, command: str) -> list[int]:
        """As servers do it: N:* always names the last message."""
        first = int(re.search(r"UID (\d+):\*", command)[1])
        known = sorted(self.box.messages)
        return [n for n in known if n >= first] or known[-1:]

    def _fetch(self, tag: str, command: str) -> bool:
        number = int(re.search(r"FETCH (\d+)", command)[1])
        raw = self.box.messages.get(number)
        if raw is None:
            self._say(f"{tag} OK done")
            return True
        if "SIZE" in command:
            self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {len(raw)})")
            self._say(f"{tag} OK done")
            return True
        if self.box.down == "fetch":
            self._say(f"{tag} NO later")
            return True
        if self.box.down == "hang":
            self.box.gone.wait()
            return False
        part = re.search(r"<0\.(\d+)>", command)
        content = raw[: int(part[1])] if part else raw
        self._say(f"* 1 FETCH (UID {number} BODY[] {{{len(content)}}}")
        if self.box.down == "drop":
            self.wfile.write(content[: len(content) // 2])
            return False
        self.wfile.write(content)
        self._say(")")
        self._say(f"{tag} OK done")
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
