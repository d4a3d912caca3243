"""CAMT.052, .053 and .054 of ISO 20022, versions 1 to 13: reports, statements, notices.

Here stand the message, its statements, their balances and totals; `camt_entries` reads
the entries. A statement that does not add up is read all the same and says so in the notes
of its end, because banks leave balances out of partial statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import camt_entries, markup, values
from acquit.formats.camt_entries import Entries, signed_amount
from acquit.formats.markup import leaf, leaves, paths, text
from acquit.formats.records import Problem, StatementClosed, StatementOpened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml import etree

    from acquit.core.sentences import Said
    from acquit.formats.records import LineRecord, Record
    from acquit.formats.source import Source

LABEL = "CAMT"
LAST_VERSION = 13
MOST_BALANCES = 1000

_NAMESPACE = re.compile(r"camt\.05[234]\.001\.[0-9]{2}")
_MESSAGES = {
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
_TAGS = (*_STATEMENTS, "Bal", "TxsSummry", "Btch", "TxDtls", "Ntry")
_ENVELOPE_TAGS = 60  # a message may come in an envelope with a header before it

_ACCOUNT = paths(
    "Acct/Id/IBAN",
    "Acct/Id/Othr/Id",
    "Acct/Id/BBAN",
    "Acct/Id/PrtryAcct/Id",
    "Acct/Id/UPIC",
)
_CURRENCY = paths("Acct/Ccy")
_OWNER = paths("Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm")
_NUMBER = paths("Id", "LglSeqNb", "ElctrncSeqNb")
_FROM = paths("FrToDt/FrDtTm", "FrToDt/FrDt")
_TO = paths("FrToDt/ToDtTm", "FrToDt/ToDt")
_WRITTEN_ON = paths("CreDtTm")
_HEADER_WRITTEN_ON = paths("GrpHdr/CreDtTm")
_BALANCE_CODE = ("Tp/CdOrPrtry/Cd", "Tp/Cd")
_BALANCE_DAY = ("Dt/Dt", "Dt/DtTm")
_TOTALS = {
    "all entries": "TtlNtries",
    "credit entries": "TtlCdtNtries",
    "debit entries": "TtlDbtNtries",
}


@dataclass(slots=True)
class _Statement:
    """The statement being read. balances: the first of each code, signed, with its day."""

    where: Said
    entries: Entries
    currency: str = ""
    opened: bool = False
    ends_on: date | None = None
    balances: dict[str, tuple[Decimal, date | None]] = field(default_factory=dict)
    balance_count: int = 0
    stated_counts: dict[str, int] = field(default_factory=dict)
    stated_sums: dict[str, Decimal] = field(default_factory=dict)

    def opening(self) -> tuple[Decimal | None, date | None]:
        return self.balances.get("OPBD") or self.balances.get("PRCD") or (None, None)

    def closing(self) -> tuple[Decimal | None, date | None]:
        return self.balances.get("CLBD") or (None, None)


def recognises(source: Source) -> str:
    """`camt.053.001.02` and the like; `camt.053` without a version where none is stated."""
    if not markup.looks_like_xml(source.head):
        return ""
    for tag in markup.first_tags(source, _ENVELOPE_TAGS):
        namespace, _, name = tag.rpartition("}")
        if found := _NAMESPACE.search(namespace):
            return found[0]
        for start, code in _MESSAGES.items():
            if name.startswith(start):
                return code
    return ""


def read(source: Source) -> Iterator[Record | Problem]:
    """Yield each statement, its booked lines and its end; raises Refused.

    Entries that are announced but not booked are counted, not yielded.
    """
    _check_version(recognises(source))
    statement: _Statement | None = None
    count = 0
    for event, node in markup.events(source, _TAGS):
        name = markup.local(node)
        if event == "start":
            if name in _STATEMENTS and statement is None:
                count += 1
                where = say("statement %(number)s", number=count)
                statement = _Statement(markup.at_line(where, node), Entries(where))
        elif statement is None:
            continue
        elif name in _STATEMENTS:
            if not statement.opened:
                yield _opened(statement, node)
            yield _closed(statement)
            statement = None
            markup.forget(node)
        else:
            if name == "Ntry" and not statement.opened:
                yield _opened(statement, node.getparent())
            line = _taken(name, node, statement)
            if line is not None:
                yield line
    if not count:
        yield Problem(
            where="the message",
            saw="no statement",
            wanted="at least one",
            remedy="There is nothing to import; ask the bank whether a page is missing.",
        )


def _check_version(code: str) -> None:
    version = code.rpartition(".")[2]
    if code.count(".") == 3 and not 1 <= int(version) <= LAST_VERSION:
        raise values.refused(
            where="the beginning",
            saw=f"the message {code}",
            wanted=f"a version from 01 to {LAST_VERSION}",
            remedy="Ask the bank for an older version of the same message.",
        )


def _taken(name: str, node: etree._Element, statement: _Statement) -> LineRecord | None:
    """Take in what has just ended; a booked entry gives its line."""
    match name:
        case "Bal":
            _take_balance(node, statement)
        case "TxsSummry":
            _take_totals(node, statement)
        case "Btch":
            statement.entries.take_batch(node)
        case "TxDtls":
            statement.entries.take_detail(node)
            markup.forget(node)
        case _:
            line = statement.entries.take_entry(node)
            markup.forget(node)
            return line
    return None


def _take_balance(node: etree._Element, statement: _Statement) -> None:
    where = say("%(where)s, balance", where=statement.where)
    statement.balance_count += 1
    if statement.balance_count > MOST_BALANCES:
        raise values.refused(
            where=statement.where,
            saw=f"over {MOST_BALANCES} balances",
            wanted="a statement",
        )
    balance = leaves(node)
    code = leaf(balance, *_BALANCE_CODE)
    if code in {"OPBD", "PRCD", "CLBD"} and code not in statement.balances:
        stated_on = leaf(balance, *_BALANCE_DAY)
        statement.balances[code] = (
            signed_amount(balance, where=where),
            values.day(stated_on, where=where) if stated_on else None,
        )
    statement.currency = statement.currency or leaf(balance, "Amt@Ccy")
    node.clear()


def _take_totals(node: etree._Element, statement: _Statement) -> None:
    where = say("%(where)s, totals", where=statement.where)
    totals = leaves(node)
    for what, tag in _TOTALS.items():
        if count := leaf(totals, f"{tag}/NbOfNtries"):
            whole = values.amount(
                count, currency="JPY", where=where
            )  # a count has no decimals
            statement.stated_counts[what] = int(whole)
        if total := leaf(totals, f"{tag}/Sum"):
            statement.stated_sums[what] = values.amount(
                total, currency=statement.currency, where=where
            )
    node.clear()


def _opened(statement: _Statement, node: etree._Element | None) -> StatementOpened:
    """The header ends where the first entry begins, and is freed after it."""
    if node is None:
        raise values.refused(
            where=statement.where, saw="no statement", wanted="a statement"
        )
    where, entries = statement.where, statement.entries
    statement.opened = True
    entries.account = text(node, _ACCOUNT).replace(" ", "")
    entries.currency = statement.currency = (
        text(node, _CURRENCY) or statement.currency or camt_entries.currency_of_first(node)
    )
    from_day, to_day = text(node, _FROM), text(node, _TO)
    statement.ends_on = values.day(to_day, where=where) if to_day else None
    entries.fallback_day = (
        statement.closing()[1] or statement.ends_on or _written_on(node, where)
    )
    opening, opened_on = statement.opening()
    if opened_on is None and from_day:
        opened_on = values.day(from_day, where=where)
    return StatementOpened(
        where=where,
        account=entries.account,
        currency=statement.currency,
        number=text(node, _NUMBER),
        opened_on=opened_on,
        opening=opening,
        owner=text(node, _OWNER),
    )


def _written_on(node: etree._Element, where: Said) -> date | None:
    """When the statement, else the whole message, was made."""
    message = node.getparent()
    written = text(node, _WRITTEN_ON)
    if not written and message is not None:
        written = text(message, _HEADER_WRITTEN_ON)
    return values.day(written, where=where) if written else None


def _closed(statement: _Statement) -> StatementClosed:
    closing, closed_on = statement.closing()
    return StatementClosed(
        where=statement.where,
        closed_on=closed_on or statement.ends_on,
        closing=closing,
        pending=statement.entries.pending,
        notes=tuple(_differences(statement)),
    )


def _differences(statement: _Statement) -> Iterator[Problem]:
    """What the statement says of itself against what its entries say."""
    entries = statement.entries
    for what, count in statement.stated_counts.items():
        ours = entries.count(what)
        if count != ours:
            yield _note(statement, f"{what}: {ours}", f"{count}, as its summary says")
    if len(entries.currencies | {statement.currency}) > 1:
        return  # sums over several currencies say nothing
    for what, total in statement.stated_sums.items():
        if total != entries.sum(what):
            yield _note(
                statement,
                f"{what}: a sum of {entries.sum(what)}",
                f"{total}, as its summary says",
            )
    opening, closing = statement.opening()[0], statement.closing()[0]
    if opening is not None and closing is not None and opening + entries.booked != closing:
        yield _note(
            statement,
            f"opening balance {opening} and booked lines {entries.booked},"
            f" together {opening + entries.booked}",
            f"the closing balance {closing}",
        )


def _note(statement: _Statement, saw: Said, wanted: Said) -> Problem:
    return Problem(
        where=statement.where,
        saw=saw,
        wanted=wanted,
        remedy="Compare with the bank's own view: a page or a statement may be missing.",
    )
