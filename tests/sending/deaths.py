"""Where a sender can be killed: at each statement, and at each thing it says to the world
outside. Used inside the process that dies.
"""

from __future__ import annotations

import os
import select
import signal
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import psycopg
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

# Of a thing that is said: before it; when half of its bytes have left; after it, before
# anything was heard; when the answer lies there, unread; when it was read.
MOMENTS = ("before", "half", "after", "unheard", "heard")


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives on")


@dataclass(slots=True)
class Statements:
    """Counts the statements of one sending, from where the sender shows itself until it
    leaves, and ends the process "before" or "after" one of them.
    """

    at: int = 0
    when: str = ""
    passed: list[str] = field(default_factory=list)
    _counting: bool = False

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, *more: Any
    ) -> Any:
        if "pg_advisory_lock(" in sql:
            self._counting = True
        if not self._counting:
            return execute(sql, params, *more)
        self.passed.append(" ".join(sql.split())[:60])
        here = len(self.passed) == self.at
        if here and self.when == "before":
            die()
        result = execute(sql, params, *more)
        if here:
            die()
        if "pg_advisory_unlock(" in sql:
            self._counting = False
        return result

    def watch(self) -> None:
        """From now on, in this process."""
        connection.execute_wrappers.append(self)
        ask = psycopg.Cursor.execute

        def execute(cursor: Any, question: str, parameters: Any = None, **more: Any) -> Any:
            # What is asked in binary goes to the driver itself, around Django's wrapper.
            if type(cursor) is not psycopg.Cursor:
                return ask(cursor, question, parameters, **more)
            return self(
                lambda sql, params: ask(cursor, sql, params, **more), question, parameters
            )

        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


@dataclass(slots=True)
class Wire:
    """Counts what is said over the network, connections among it, and ends the process at
    one of the MOMENTS of one of them. `passed`: which moments each had, when nobody dies.
    """

    at: int = 0
    when: str = ""
    passed: list[str] = field(default_factory=list)
    _said: str = ""
    _number: int = 0

    def watch(self) -> None:
        """From now on, in this process. The line to the database is not Python's."""
        connect, send = socket.socket.connect, socket.socket.sendall
        receive = socket.socket.recv_into

        def connecting(sock: socket.socket, address: Any) -> None:
            self._begins("connects")
            connect(sock, address)
            self._ends()

        def sending(sock: socket.socket, data: Any, *flags: int) -> None:
            content = bytes(data)
            self._begins(content[:24].decode(errors="replace").split("\r")[0])
            if self._is("half"):
                send(sock, content[: len(content) // 2])
                die()
            send(sock, content, *flags)
            self._ends()

        def receiving(sock: socket.socket, *into: Any) -> int:
            if self._is("unheard"):
                select.select([sock], [], [])
                die()
            heard = receive(sock, *into)
            if self._is("heard"):
                die()
            self._passed("unheard", "heard")
            return heard

        socket.socket.connect = connecting  # type: ignore[assignment,method-assign]
        socket.socket.sendall = sending  # type: ignore[assignment,method-assign]
        socket.socket.recv_into = receiving  # type: ignore[assignment,method-assign]

    def _begins(self, said: str) -> None:
        self._number += 1
        self._said = said
        if self._is("before"):
            die()
        self._passed("before", *(() if said == "connects" else ("half",)))

    def _ends(self) -> None:
        if self._is("after"):
            die()
        self._passed("after")

    def _is(self, when: str) -> bool:
        return (self._number, self.when) == (self.at, when)

    def _passed(self, *moments: str) -> None:
        for when in moments:
            place = f"{self._number} {when} {self._said}"
            if place not in self.passed[-len(MOMENTS) :]:
                self.passed.append(place)
