"""The first reading of a FEC: it adds up, and keeps of each customer's line what the second
needs to know of all the others.
"""

from __future__ import annotations

from array import array
from itertools import islice
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal
from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.fec import entries, rows
from acquit.formats.fec.entries import OPENING, RECEIVABLES, Entries
from acquit.formats.fec.values import day_of, direction_of, minor_of, no_amount, rounded
from acquit.formats.ledgers.lettered import MOST_NOTES, Items
from acquit.formats.ledgers.numbers import Numbers
from acquit.formats.ledgers.records import ItemKind
from acquit.formats.records import Problem
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.fec.columns import Columns
    from acquit.formats.source import Source

CURRENCY = "EUR"
_MOST_JOURNALS = 10_000


class Survey:
    """What a FEC holds as a whole. debit, credit: in cents; rounded: how many amounts of a
    workbook were; problems: the rows of customers that cannot be taken, by their number.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._one_amount = columns.one_amount
        self.lines = self.rounded = 0
        self.debit = self.credit = 0
        self.items = Items()
        self.entries = Entries()
        self.entry_of = array("i")
        self.numbers = Numbers()
        self.problems: dict[int, Problem] = {}
        self.opened_on: date | None = None
        self.ended_on: date | None = None

    @classmethod
    def of(cls, source: Source, columns: Columns) -> Survey:
        """Read the file to its end; raises Refused when it does not balance."""
        survey = cls(columns)
        try:
            survey._read(source)
        except OverflowError as error:
            raise refused(
                where=places.THE_FILE,
                saw=say("amounts that no accounting comes to"),
                wanted=say("amounts in euros"),
                remedy=say("Export the FEC again from the accounting."),
            ) from error
        survey._must_balance()
        survey.items.letter()
        return survey

    def _read(self, source: Source) -> None:
        # Bound once: this loop runs a million times, and names are what it costs.
        c, slots = self.columns, self.entries
        about, balances = slots.about, slots.minors
        accounts: dict[str, int] = {}
        receivables: set[str] = set()
        journals: dict[tuple[str, str], int] = {}
        last, slot = "", 0
        for number, row in rows.rows(source, c):
            minor = self._minor(row, number)
            key = f"{row[c.journal]}\t{row[c.entry]}\t{row[c.booked_on]}"
            if key != last:
                slot, last = slots.slot(key, _journal(row, c, journals)), key
            balances[slot] += minor
            account = row[c.account]
            shows = accounts.get(account)
            if shows is None:
                shows = accounts[account] = entries.account(account.strip())
                if account.strip().startswith(RECEIVABLES):
                    receivables.add(account)
            about[slot] |= shows
            if account in receivables:
                self._keep(row, number, minor, slot)

    def _minor(self, row: list[str], number: int) -> int:
        """Debit less credit in cents, added to the totals."""
        c = self.columns
        debit, credit = minor_of(row[c.debit]), minor_of(row[c.credit])
        if debit is None or credit is None:
            debit, credit = (self._rounded(row[at], number) for at in (c.debit, c.credit))
        if self._one_amount:
            direction = direction_of(row[c.side])
            if direction is None:
                raise refused(
                    where=rows.place(number, c),
                    saw=say("the direction %(side)s", side=shown(row[c.side])),
                    wanted=say("D or C, or +1 or -1"),
                    remedy=say("Export the FEC again from the accounting."),
                )
            debit, credit = (debit, 0) if direction > 0 else (0, debit)
        self.lines += 1
        self.debit += debit
        self.credit += credit
        return debit - credit

    def _rounded(self, text: str, number: int) -> int:
        """An amount that is none, unless a spreadsheet has calculated it."""
        minor = minor_of(text)
        if minor is None and not self.columns.separator:
            minor = rounded(text)
            self.rounded += 1
        if minor is None:
            raise no_amount(rows.place(number, self.columns), text)
        return minor

    def _keep(self, row: list[str], number: int, minor: int, slot: int) -> None:
        c = self.columns
        code = customer_of(row, c)
        name = (row[c.customer_name] if row[c.customer].strip() else "").strip()
        customer = self.items.customer(code, name or row[c.account_name].strip() or code)
        booked_on = day_of(row[c.booked_on])
        if booked_on is None:
            self.problems[number] = _no_day(row[c.booked_on], rows.place(number, c))
            return
        letters = row[c.letters].strip()
        group = f"{row[c.account].strip()}\t{code}\t{letters}" if letters else ""
        self.items.add(minor, day=booked_on.toordinal(), customer=customer, group=group)
        self.entry_of.append(slot)
        side = ItemKind.INVOICE if minor >= 0 else ItemKind.CREDIT_NOTE
        self.numbers.keep(
            side, reference_of(row, c), issued_on(row, c, booked_on), customer
        )
        if self.ended_on is None or booked_on > self.ended_on:
            self.ended_on = booked_on
        opening = self.entries.about[slot] & OPENING
        if opening and (self.opened_on is None or booked_on < self.opened_on):
            self.opened_on = booked_on

    def _must_balance(self) -> None:
        if self.debit == self.credit:
            return
        raise refused(
            where=places.THE_FILE,
            saw=say(
                "%(debit)s debit and %(credit)s credit",
                debit=to_decimal(self.debit, CURRENCY),
                credit=to_decimal(self.credit, CURRENCY),
            ),
            wanted=say("debit and credit of the same amount"),
            remedy=say("Export the whole FEC again: lines are missing, or were changed."),
        )

    def notes(self) -> list[Problem]:
        """Remarks on what does not meet, though the file can be taken."""
        count, notes = self.items.unbalanced()
        notes += _more(count, len(notes), say("groups of a lettering that do not balance"))
        wrong = self.entries.unbalanced()
        first = dict(islice(wrong.items(), MOST_NOTES))
        notes += [_unbalanced(key, minor) for key, minor in first.items()]
        notes += _more(len(wrong), len(first), say("entries that do not balance"))
        return notes + ([_rounded(self.rounded)] if self.rounded else [])


def customer_of(row: list[str], columns: Columns) -> str:
    """The customer's code: that of the auxiliary account, else the account itself."""
    return row[columns.customer].strip() or row[columns.account].strip()


def reference_of(row: list[str], columns: Columns) -> str:
    """What the document is called: its reference, else its entry."""
    written = " ".join(row[columns.reference].split())
    return written or f"{row[columns.journal].strip()}-{row[columns.entry].strip()}"


def issued_on(row: list[str], columns: Columns, booked_on: date) -> date:
    """The document's day, else that of its entry."""
    return day_of(row[columns.issued_on]) or booked_on


def _journal(row: list[str], c: Columns, known: dict[tuple[str, str], int]) -> int:
    journal = row[c.journal], row[c.journal_name]
    about = known.get(journal)
    if about is None:
        about = entries.journal(*journal)
        if len(known) < _MOST_JOURNALS:
            known[journal] = about
    return about


def _no_day(text: str, where: Said) -> Problem:
    return Problem(
        where=where,
        saw=shown(text),
        wanted=say("a day such as 20260331"),
        remedy=say("Export the FEC again; do not open and save it in an editor."),
    )


def _unbalanced(key: str, minor: int) -> Problem:
    return Problem(
        where=say("entry %(entry)s", entry=" ".join(key.split("\t"))),
        saw=say(
            "a difference of %(amount)s between debit and credit",
            amount=to_decimal(abs(minor), CURRENCY),
        ),
        wanted=say("debit and credit of the same amount"),
        remedy=say("The file as a whole balances; look at the entry in the accounting."),
    )


def _rounded(count: int) -> Problem:
    return Problem(
        where=places.THE_FILE,
        saw=say("%(count)s amounts with more than two decimals", count=count),
        wanted=say("amounts in cents"),
        remedy=say("They were rounded. Better import the text file than a workbook."),
    )


def _more(count: int, shown_count: int, what: Said) -> list[Problem]:
    if count <= shown_count:
        return []
    return [
        Problem(
            where=places.THE_FILE,
            saw=say(
                "%(count)s more of them: %(what)s", count=count - shown_count, what=what
            ),
            wanted=say("debits and credits of the same amount"),
            remedy=say("Only the first are shown."),
        )
    ]
