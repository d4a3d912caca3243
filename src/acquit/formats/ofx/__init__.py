"""OFX 1 (SGML) and 2 (XML): statements of bank accounts and credit cards.

Read here rather than with ofxparse (unmaintained, slower than linear) or ofxtools (GPL, and
it refuses what European banks write). Source: "Open Financial Exchange 2.2".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.ofx import statements
from acquit.formats.ofx.statements import (
    ANNOUNCED,
    HOLDERS,
    IGNORED,
    STATEMENTS,
    TRANSACTION,
    Statement,
)
from acquit.formats.ofx.tokens import tokens
from acquit.formats.records import Problem
from acquit.formats.values import ASK_AGAIN, refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Record
    from acquit.formats.source import Source

LABEL = "OFX"
MOST_UNREADABLE = 1000
MOST_STATEMENTS = 10_000
MOST_BETWEEN = 200_000
DEEPEST = 40

_START = re.compile(
    rb"[\s\xef\xbb\xbf]*(?:OFXHEADER\s*:|<\?xml|<\?OFX|<OFX)", re.IGNORECASE
)
_ROOT = re.compile(rb"<OFX[\s>]", re.IGNORECASE)


def recognises(source: Source) -> str:
    """`ofx` when the root element, OFX, follows a header that may stand before it."""
    head = source.head
    return "ofx" if _START.match(head) and _ROOT.search(head) else ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its lines and its end; raises Refused.

    A transaction that cannot be read is a problem, and the next ones are read on.
    """
    unreadable = 0
    for record in _Reading().records(source):
        if isinstance(record, Problem):
            unreadable += 1
            if unreadable > MOST_UNREADABLE:
                raise refused(
                    where=record.where,
                    saw=say("over %(most)s unreadable transactions", most=MOST_UNREADABLE),
                    wanted=say("transactions with day and amount"),
                    remedy=ASK_AGAIN,
                )
        yield record


class _Reading:
    """One file: which elements are open, and which statement they belong to."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._statement: Statement | None = None
        self._status: dict[str, str] = {}
        self._count = 0
        self._since = 0

    def records(self, source: Source) -> Iterator[Record | Problem]:
        name = ""
        for name, text, ends in tokens(source):
            self._since += 1
            if self._since > MOST_BETWEEN:
                saw = say("over %(most)s elements without an entry", most=MOST_BETWEEN)
                raise statements.too_many(saw)
            if name not in HOLDERS:
                if text and not ends and self._open:
                    self._take_text(name, text)
            elif ends:
                yield from self._end(name)
            else:
                yield from self._begin(name)
        if not name or self._open:
            raise refused(
                where=places.THE_FILE,
                saw=say("its end before the end of the element OFX"),
                wanted=say("a whole file"),
                remedy=say("Download the file again: its end is missing."),
            )
        if not self._count:
            yield _nothing()

    def _take_text(self, name: str, text: str) -> None:
        if self._statement is not None:
            self._statement.take_text(self._open[-1], name, text)
        elif self._open[-1] == "STATUS":
            self._status.setdefault(name, text)

    def _begin(self, name: str) -> Iterator[Record | Problem]:
        if len(self._open) == DEEPEST:
            raise statements.too_many(
                say("over %(most)s elements in each other", most=DEEPEST)
            )
        if name == "OFX" and self._open:
            raise statements.too_many(say("an OFX within another"))
        self._open.append(name)
        if name in STATEMENTS or name in IGNORED:
            yield from self._begin_statement(name)
        elif self._statement is not None and name in {TRANSACTION, ANNOUNCED}:
            self._since = 0
            yield from self._statement.finish_entry()
            if name == ANNOUNCED:
                self._statement.pending += 1
            else:
                yield from self._statement.begin_entry()

    def _begin_statement(self, name: str) -> Iterator[Record | Problem]:
        if self._statement is not None:
            yield from self._statement.finish()
            self._statement = None
        self._count += 1
        if self._count > MOST_STATEMENTS:
            raise statements.too_many(say("over %(most)s statements", most=MOST_STATEMENTS))
        where = say("statement %(number)s", number=self._count)
        if name in IGNORED:
            yield statements.ignored(name, where)
        else:
            self._statement = Statement(where)

    def _end(self, name: str) -> Iterator[Record | Problem]:
        """Close the element and those that were left open in it."""
        if name not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            if closed == TRANSACTION and self._statement is not None:
                yield from self._statement.finish_entry()
            elif closed in STATEMENTS and self._statement is not None:
                yield from self._statement.finish()
                self._statement = None
            elif closed == "STATUS":
                found, self._status = self._status, {}
                if found.get("SEVERITY", "").upper() == "ERROR":
                    self._count += 1
                    yield statements.bank_error(found)
            if closed == name:
                return


def _nothing() -> Problem:
    return Problem(
        where=places.THE_FILE,
        saw=say("no statement"),
        wanted=say("at least one"),
        remedy=say("There is nothing to import; ask the bank whether a page is missing."),
    )
