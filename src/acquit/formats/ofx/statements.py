"""Statements of bank accounts and credit cards in OFX, as their tags pass by.

What is announced (BANKTRANLISTP) is counted, not yielded. Accounts of securities and loans
tell nothing of receivables: each is a problem, and passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.ofx import transactions
from acquit.formats.records import Problem, Refused, StatementClosed, StatementOpened
from acquit.formats.values import ASK_AGAIN, refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said
    from acquit.formats.records import Record

STATEMENTS = frozenset({"STMTRS", "CCSTMTRS"})
IGNORED = frozenset({"INVSTMTRS", "LOANSTMTRS", "AMRTSTMTRS"})
TRANSACTION, ANNOUNCED = "STMTTRN", "STMTTRNP"

# Where texts stand within a statement, by the element around them; a prefix keeps apart
# what has the same name further up.
_WITHIN = {
    "STMTRS": "",
    "CCSTMTRS": "",
    "BANKACCTFROM": "",
    "CCACCTFROM": "",
    "BANKTRANLIST": "",
    "LEDGERBAL": "LEDGERBAL.",
    TRANSACTION: "",
    "PAYEE": "PAYEE.",
    "EXTDPAYEE": "EXTDPAYEE.",
    "BANKACCTTO": "TO.",
    "CCACCTTO": "TO.",
    "CURRENCY": "CURRENCY.",
}
_OTHERS = frozenset(
    {"OFX", "STATUS", "AVAILBAL", "BALLIST", "BAL", "ORIGCURRENCY", "BANKTRANLISTP"}
)
# The elements that hold others and are looked at; all other tags are texts, or nothing.
HOLDERS = frozenset(_WITHIN) | _OTHERS | STATEMENTS | IGNORED | {TRANSACTION, ANNOUNCED}


@dataclass(slots=True)
class Statement:
    """The statement being read. header and entry: texts by tag, the first of each."""

    where: Said
    header: dict[str, str] = field(default_factory=dict)
    entry: dict[str, str] | None = None
    account: str = ""
    currency: str = ""
    opened: bool = False
    entries: int = 0
    pending: int = 0

    def take_text(self, within: str, name: str, text: str) -> None:
        """Take the text of an element within another; what is not looked for passes."""
        prefix = _WITHIN.get(within)
        if prefix is not None:
            texts = self.header if self.entry is None else self.entry
            texts.setdefault(prefix + name, text)

    def begin_entry(self) -> Iterator[StatementOpened]:
        """A transaction begins, and with the first of them the statement."""
        yield from self._begin()
        self.entry = {}
        self.entries += 1

    def finish_entry(self) -> Iterator[Record | Problem]:
        """The line of the transaction that ends; one that cannot be read is a problem."""
        found, self.entry = self.entry, None
        if found is None:
            return
        where = say("%(where)s, entry %(number)s", where=self.where, number=self.entries)
        try:
            line = transactions.line(
                found, account=self.account, currency=self.currency, where=where
            )
        except Refused as unreadable:
            yield unreadable.problem
        else:
            yield line

    def finish(self) -> Iterator[Record | Problem]:
        """The last line, and the end of the statement; raises Refused."""
        yield from self.finish_entry()
        yield from self._begin()
        where = say("%(where)s, balance", where=self.where)
        closing = self.header.get("LEDGERBAL.BALAMT")
        ends = self.header.get("LEDGERBAL.DTASOF") or self.header.get("DTEND")
        yield StatementClosed(
            where=self.where,
            closed_on=transactions.day(ends, where=where) if ends else None,
            closing=transactions.amount(closing, currency=self.currency, where=where)
            if closing
            else None,
            pending=self.pending,
        )

    def _begin(self) -> Iterator[StatementOpened]:
        if self.opened:
            return
        self.opened = True
        found = self.header
        self.account = transactions.account_of(found, where=self.where)
        self.currency = transactions.currency_of(found.get("CURDEF", ""), where=self.where)
        begins = found.get("DTSTART")
        yield StatementOpened(
            where=self.where,
            account=self.account,
            currency=self.currency,
            number="",
            opened_on=transactions.day(begins, where=self.where) if begins else None,
            opening=None,
        )


def ignored(name: str, where: Said) -> Problem:
    """That a statement is passed over, and why."""
    return Problem(
        where=where,
        saw=say("the statement of securities or of a loan (%(tag)s)", tag=name),
        wanted=say("the statement of a bank account or a credit card"),
        remedy=say("It was left out: receivables are not paid there."),
    )


def bank_error(found: dict[str, str]) -> Problem:
    """That the bank put a message of its own in the place of a statement."""
    return Problem(
        where=say("the message of the bank"),
        saw=say(
            "%(message)s (code %(code)s)",
            message=shown(found.get("MESSAGE", "")),
            code=shown(found.get("CODE", "")),
        ),
        wanted=say("a statement"),
        remedy=ASK_AGAIN,
    )


def too_many(what: Said) -> Refused:
    """The refusal of a file that goes on and on with nothing in it."""
    return refused(
        where=places.THE_FILE,
        saw=what,
        wanted=say("OFX, with tags around each value"),
        remedy=ASK_AGAIN,
    )
