"""The head of a CAMT statement, its balances and totals, and what they say of its entries.

A statement that does not add up is read all the same and says so in the notes of its end,
because banks leave balances out of partial statements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup, values
from acquit.formats.camt.entries import Entries, currency_of_first
from acquit.formats.camt.payments import signed_amount
from acquit.formats.markup import leaf, leaves, paths, text, texts
from acquit.formats.records import Problem, StatementClosed, StatementOpened, Telling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml import etree

    from acquit.core.sentences import Said, Sentence
    from acquit.formats.records import Record

STATEMENTS = {
    "Stmt": Telling.STATEMENT,
    "Rpt": Telling.REPORT,
    "Ntfctn": Telling.NOTICE,
}
TAGS = (*STATEMENTS, "Bal", "TxsSummry", "Btch", "TxDtls", "Ntry")
MOST_BALANCES = 1000

_ACCOUNT = paths(
    "Acct/Id/IBAN",
    "Acct/Id/Othr/Id",
    "Acct/Id/BBAN",
    "Acct/Id/PrtryAcct/Id",
    "Acct/Id/UPIC",
    "Acct/Prxy/Id",
)
_CURRENCY = paths("Acct/Ccy")
_OWNER = paths("Acct/Ownr/Nm", "Acct/Ownr/Pty/Nm")
_NUMBER = paths("Id", "LglSeqNb", "ElctrncSeqNb")
_SEQUENCE = paths("ElctrncSeqNb", "LglSeqNb")
_FROM = paths("FrToDt/FrDtTm", "FrToDt/FrDt")
_TO = paths("FrToDt/ToDtTm", "FrToDt/ToDt")
_WRITTEN_ON = paths("CreDtTm")
_HEADER_WRITTEN_ON = paths("GrpHdr/CreDtTm")
_PAGINATIONS = ("StmtPgntn", "RptPgntn", "NtfctnPgntn")
_PAGE = paths(*(f"{name}/PgNb" for name in _PAGINATIONS))
_LAST_PAGE = paths(*(f"{name}/LastPgInd" for name in _PAGINATIONS))
_HEADER_PAGE = paths("GrpHdr/MsgPgntn/PgNb")
_HEADER_LAST_PAGE = paths("GrpHdr/MsgPgntn/LastPgInd")
_MESSAGES = paths("AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf")
_BALANCE_CODE = ("Tp/CdOrPrtry/Cd", "Tp/Cd")
_BALANCE_DAY = ("Dt/Dt", "Dt/DtTm")
_BALANCES = frozenset({"OPBD", "PRCD", "CLBD"})
_LONGEST_NUMBER = 9

# What a summary adds up: the directions of the entries, and how they are called.
_TOTALS = {
    "TtlNtries": ("CRDT", "DBIT"),
    "TtlCdtNtries": ("CRDT",),
    "TtlDbtNtries": ("DBIT",),
}
_COUNTED = {
    "TtlNtries": say("all entries"),
    "TtlCdtNtries": say("credit entries"),
    "TtlDbtNtries": say("debit entries"),
}

_Balance = tuple[Decimal | None, "date | None"]


@dataclass(slots=True)
class Statement:
    """The statement being read. balances: the first of each code and currency, signed, with
    its day.
    """

    where: Said
    entries: Entries
    telling: Telling = Telling.STATEMENT
    currency: str = ""
    opened: bool = False
    paged: bool = False
    ends_on: date | None = None
    balances: dict[tuple[str, str], _Balance] = field(default_factory=dict)
    balance_count: int = 0
    stated_counts: dict[str, int] = field(default_factory=dict)
    stated_sums: dict[str, Decimal] = field(default_factory=dict)

    @classmethod
    def begun(cls, node: etree._Element, count: int) -> Statement:
        """The statement that begins with this element, the how-manieth of the message."""
        where = say("statement %(number)s", number=count)
        telling = STATEMENTS[markup.local(node)]
        return cls(markup.at_line(where, node), Entries(where), telling)

    def take(self, name: str, node: etree._Element) -> Iterator[Record]:
        """Take in a part that has just ended, and free it; yield what it completes."""
        match name:
            case "Bal":
                self._take_balance(node)
            case "TxsSummry":
                self._take_totals(node)
            case "Btch":
                self.entries.take_batch(node)
            case "TxDtls":
                self.entries.take_payment(node)
                _forget_payment(node)
            case "Ntry":
                yield from self._opened(node.getparent())
                yield from self.entries.take_entry(node)
                markup.forget(node)
            case _:
                yield from self._opened(node)
                yield self._closed(node)
                markup.forget(node)

    def _take_balance(self, node: etree._Element) -> None:
        self.balance_count += 1
        if self.balance_count > MOST_BALANCES:
            raise values.refused(
                where=self.where,
                saw=say("more than %(most)s balances", most=MOST_BALANCES),
                wanted=say("the few balances of a statement"),
            )
        balance = leaves(node)
        code = leaf(balance, *_BALANCE_CODE)
        currency = leaf(balance, "Amt@Ccy")
        if code in _BALANCES and (code, currency) not in self.balances:
            where = say("%(where)s, balance", where=self.where)
            stated_on = leaf(balance, *_BALANCE_DAY)
            self.balances[code, currency] = (
                signed_amount(balance, where=where),
                values.day(stated_on, where=where) if stated_on else None,
            )
        self.currency = self.currency or currency
        node.clear()

    def _take_totals(self, node: etree._Element) -> None:
        where = say("%(where)s, totals", where=self.where)
        totals = leaves(node)
        for tag in _TOTALS:
            if count := leaf(totals, f"{tag}/NbOfNtries"):
                # A count has no decimals, and neither has the yen.
                whole = values.amount(count, currency="JPY", where=where)
                self.stated_counts[tag] = int(whole)
            if total := leaf(totals, f"{tag}/Sum"):
                self.stated_sums[tag] = values.amount(
                    total, currency=self.currency, where=where
                )
        node.clear()

    def _opened(self, node: etree._Element | None) -> Iterator[StatementOpened]:
        """The head ends where the first entry begins, and is freed after it."""
        if not self.opened:
            yield self._head(node)

    def _head(self, node: etree._Element | None) -> StatementOpened:
        if node is None:
            raise values.refused(
                where=self.where, saw=say("no statement"), wanted=say("a statement")
            )
        entries = self.entries
        self.opened = True
        entries.account = text(node, _ACCOUNT).replace(" ", "")
        entries.currency = self.currency = (
            text(node, _CURRENCY) or self.currency or currency_of_first(node)
        )
        from_day, to_day = text(node, _FROM), text(node, _TO)
        self.ends_on = values.day(to_day, where=self.where) if to_day else None
        entries.fallback_day = self._closing()[1] or self.ends_on or self._written_on(node)
        opening, opened_on = self._opening()
        if opened_on is None and from_day:
            opened_on = values.day(from_day, where=self.where)
        page, last_page = self._pages(node)
        self.paged = page > 1 or not last_page
        return StatementOpened(
            where=self.where,
            account=entries.account,
            currency=self.currency,
            number=text(node, _NUMBER),
            opened_on=opened_on,
            opening=opening,
            owner=text(node, _OWNER),
            telling=self.telling,
            sequence=_number(text(node, _SEQUENCE)),
            page=page,
            last_page=last_page,
        )

    def _pages(self, node: etree._Element) -> tuple[int, bool]:
        """Which page of the statement this is, and whether none follows. Where a message
        holds one page of one statement, only the message says so.
        """
        page, last = text(node, _PAGE), text(node, _LAST_PAGE)
        message = node.getparent()
        if not page and message is not None:
            page = text(message, _HEADER_PAGE)
            last = text(message, _HEADER_LAST_PAGE)
        return _number(page) or 1, last not in {"false", "0"}

    def _written_on(self, node: etree._Element) -> date | None:
        """When the statement, else the whole message, was made."""
        message = node.getparent()
        written = text(node, _WRITTEN_ON)
        if not written and message is not None:
            written = text(message, _HEADER_WRITTEN_ON)
        return values.day(written, where=self.where) if written else None

    def _opening(self) -> _Balance:
        opened = self.balances.get(("OPBD", self.currency))
        return opened or self.balances.get(("PRCD", self.currency)) or (None, None)

    def _closing(self) -> _Balance:
        return self.balances.get(("CLBD", self.currency)) or (None, None)

    def _foreign_balances(self) -> Iterator[Problem]:
        """A balance that stands in another currency only is none of the account."""
        for code, other in self.balances:
            if (code, self.currency) not in self.balances:
                yield self._note(
                    say("a balance %(code)s in %(other)s", code=code, other=other),
                    say("one in %(currency)s, as the account", currency=self.currency),
                )

    def _closed(self, node: etree._Element) -> StatementClosed:
        """The end, with what the statement says of itself."""
        closing, closed_on = self._closing()
        return StatementClosed(
            where=self.where,
            closed_on=closed_on or self.ends_on,
            closing=closing,
            pending=self.entries.pending,
            informative=self.entries.informative,
            messages=tuple(texts(node, _MESSAGES)),
            notes=(*self._foreign_balances(), *self._differences()),
        )

    def _differences(self) -> Iterator[Problem]:
        """What the statement says of itself against what its entries say. A page may state
        what is true of all pages together, so it is not compared.
        """
        if self.paged:
            return
        entries = self.entries
        for tag, count in self.stated_counts.items():
            ours, what = entries.count(_TOTALS[tag]), _COUNTED[tag]
            if count != ours:
                yield self._note(
                    say("%(what)s: %(count)s", what=what, count=ours),
                    say("%(count)s, as its summary says", count=count),
                )
        if len(entries.currencies | {self.currency}) > 1:
            return  # sums over several currencies say nothing
        for tag, total in self.stated_sums.items():
            found, what = entries.sum(_TOTALS[tag]), _COUNTED[tag]
            if total != found:
                yield self._note(
                    say("%(what)s: a sum of %(sum)s", what=what, sum=found),
                    say("a sum of %(sum)s, as its summary says", sum=total),
                )
        opening, closing = self._opening()[0], self._closing()[0]
        if opening is None or closing is None:
            return
        if opening + entries.booked != closing:
            yield self._note(
                say(
                    "an opening balance of %(opening)s and booked lines of %(booked)s,"
                    " together %(sum)s",
                    opening=opening,
                    booked=entries.booked,
                    sum=opening + entries.booked,
                ),
                say("the closing balance %(closing)s", closing=closing),
            )

    def _note(self, saw: Sentence, wanted: Sentence) -> Problem:
        return Problem(
            where=self.where,
            saw=saw,
            wanted=wanted,
            remedy=say(
                "Compare with the bank's own view: a page or a statement may be missing."
            ),
        )


def _forget_payment(node: etree._Element) -> None:
    """In version 1 the payments stand beside the amount of their entry, which is kept."""
    parent = node.getparent()
    if parent is not None and markup.local(parent) == "Ntry":
        node.clear()
    else:
        markup.forget(node)


def _number(written: str) -> int | None:
    """A count such as 00041; None when it is none, or absurdly long."""
    digits = written.isascii() and written.isdecimal() and written.lstrip("0")
    if not digits or len(digits) > _LONGEST_NUMBER:
        return None
    return int(digits)
