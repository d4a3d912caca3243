"""The entries of a CAMT statement: what was booked, and what is only announced.

The direction is the entry's own `CdtDbtInd`; a reversal flag never turns it. An entry is
one booked line; several transactions below it are its details.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup, references, values
from acquit.formats.camt import payments
from acquit.formats.camt.payments import is_reversal, signed_amount
from acquit.formats.markup import leaf, leaves
from acquit.formats.records import Detail, LineRecord, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from lxml import etree

    from acquit.core.sentences import Said, Sentence
    from acquit.formats.camt.payments import Payment
    from acquit.formats.markup import Leaves

MOST_DETAILS = 200_000
BOOKING_DAY = say("booking date")
VALUE_DAY = say("value date")

_STATUS = ("Sts/Cd", "Sts/Prtry", "Sts")
_BOOKED_ON = ("BookgDt/Dt", "BookgDt/DtTm")
_VALUE_ON = ("ValDt/Dt", "ValDt/DtTm")
# What an entry says of its amount, and what begins with its transactions.
_AMOUNT = frozenset({"Amt", "CdtDbtInd", "RvslInd"})
_BELOW = frozenset({"NtryDtls", "TxDtls"})
# Bank transaction codes of returns and reversals, ISO 20022 external code set.
_SUBFAMILY = "BkTxCd/Domn/Fmly/SubFmlyCd"
_TAKEN_BACK = frozenset({"RRTN", "RPCR", "PRDD", "UPDD", "RCDD"})


@dataclass(slots=True)
class Entries:
    """The entries of one statement, counted and added up as they pass.

    informative: entries told for information, which are never booked.
    """

    where: Said
    account: str = ""
    currency: str = ""
    fallback_day: date | None = None
    pending: int = 0
    informative: int = 0
    booked: Decimal = Decimal(0)
    currencies: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=lambda: {"CRDT": 0, "DBIT": 0})
    _sums: dict[str, Decimal] = field(
        default_factory=lambda: {"CRDT": Decimal(0), "DBIT": Decimal(0)}
    )
    _batch_size: int = 0
    _entry: Leaves = field(default_factory=dict)
    _where: Said = ""
    _payments: list[Payment] = field(default_factory=list)

    def count(self, directions: Sequence[str]) -> int:
        """How many entries there are, booked or not. directions: CRDT, DBIT."""
        return sum(self._counts[direction] for direction in directions)

    def sum(self, directions: Sequence[str]) -> Decimal:
        """The same entries added up, each as a positive amount."""
        return sum((self._sums[direction] for direction in directions), Decimal(0))

    def take_batch(self, node: etree._Element) -> None:
        """A bank may book a batch as one entry and give only the number of its payments."""
        size = leaf(leaves(node), "NbOfTxs")
        if size.isdecimal() and len(size) < 10:
            self._batch_size += int(size)

    def take_payment(self, node: etree._Element) -> None:
        """A transaction has ended; its entry, whose amount comes first, is still open."""
        entry = next(node.iterancestors("{*}Ntry"), None)
        if entry is None:
            return
        if not self._payments:
            self._entry, self._where = _head(entry), self._here(entry)
        if len(self._payments) == MOST_DETAILS:
            raise values.refused(
                where=self._where,
                saw=say("more than %(most)s payments in one entry", most=MOST_DETAILS),
                wanted=say("a batch of a size that a bank books"),
            )
        where = self._where
        if self._payments:
            count = len(self._payments) + 1
            where = say("%(where)s, payment %(number)s", where=where, number=count)
        currency = leaf(self._entry, "Amt@Ccy") or self.currency
        self._payments.append(
            payments.read(
                leaves(node),
                self._entry,
                account=self.account,
                currency=currency,
                where=where,
            )
        )

    def take_entry(self, node: etree._Element) -> Iterator[LineRecord]:
        """The line of a booked entry; none for one that is only told of."""
        below, batch_size = self._payments, self._batch_size
        self._payments, self._batch_size = [], 0
        where = self._where if below else self._here(node)
        entry = leaves(node, without="NtryDtls")
        amount = signed_amount(entry, where=where)
        currency = leaf(entry, "Amt@Ccy") or self.currency
        self._count(amount, currency)
        # A bank that leaves the status out sends booked entries only.
        status = leaf(entry, *_STATUS).upper()
        if status not in {"BOOK", ""}:
            self.pending += status != "INFO"
            self.informative += status == "INFO"
            return
        self.booked += amount
        notes = tuple(_unequal(below, amount, where))
        # A batch that stays one payment keeps what was written on its payments.
        kept = [payment.detail.text for payment in below] if notes else []
        alone = below[0] if len(below) == 1 else None
        detail = alone.detail if alone else Detail(amount=amount)
        entry_text = " ".join(entry.get("AddtlNtryInf", ()))
        found = references.unique(
            [ref for payment in below for ref in payment.references]
            + references.found_in(entry_text)
        )
        booked_on, value_on, day_notes = self._days(entry, where)
        yield LineRecord(
            where=where,
            booked_on=booked_on,
            value_on=value_on,
            amount=amount,
            currency=currency,
            name=detail.name,
            iban=detail.iban,
            bic=alone.bic if alone else "",
            text=" ".join(part for part in (*kept, detail.text, entry_text) if part),
            structured_reference=found[0] if found and len(below) < 2 else "",
            references=found,
            end_to_end_id=detail.end_to_end_id,
            mandate=detail.mandate,
            bank_reference=leaf(entry, "AcctSvcrRef")
            or detail.bank_reference
            or leaf(entry, "NtryRef"),
            reversal=is_reversal(entry) or leaf(entry, _SUBFAMILY) in _TAKEN_BACK,
            return_reason=detail.return_reason,
            charges=payments.charges(entry, currency=currency, where=where)
            or sum((payment.charges for payment in below), Decimal(0)),
            batch=len(below) > 1 or batch_size > 1,
            details=tuple(p.detail for p in below) if len(below) > 1 and not notes else (),
            notes=notes + day_notes,
        )

    def _count(self, amount: Decimal, currency: str) -> None:
        direction = "DBIT" if amount.is_signed() else "CRDT"
        self._counts[direction] += 1
        self._sums[direction] += abs(amount)
        self.currencies.add(currency)

    def _days(
        self, entry: Leaves, where: Said
    ) -> tuple[date, date | None, tuple[Problem, ...]]:
        """Booking and value day; without the first, the next best day and a remark."""
        booked_on, value_on = leaf(entry, *_BOOKED_ON), leaf(entry, *_VALUE_ON)
        value = _day(value_on, where, VALUE_DAY) if value_on else None
        assumed = value or self.fallback_day
        if booked_on or assumed is None:
            return _day(booked_on, where, BOOKING_DAY), value, ()
        taken = (
            say("%(day)s was taken: the value date.", day=assumed)
            if value
            else say("%(day)s was taken: the day of the statement.", day=assumed)
        )
        remark = Problem(
            where=_place(where, BOOKING_DAY),
            saw=say("nothing"),
            wanted=say("the day on which the bank booked the entry"),
            remedy=taken,
        )
        return assumed, value, (remark,)

    def _here(self, entry: etree._Element) -> Said:
        number = self._counts["CRDT"] + self._counts["DBIT"] + 1
        where = say("%(where)s, entry %(number)s", where=self.where, number=number)
        return markup.at_line(where, entry)


def _day(text: str, where: Said, field: Said) -> date:
    """The day; its place is put into words only where there is none."""
    try:
        return values.day(text, where=where)
    except Refused:
        return values.day(text, where=_place(where, field))


def _place(where: Said, field: Said) -> Said:
    return say("%(where)s, %(field)s", where=where, field=field)


def _head(entry: etree._Element) -> Leaves:
    """What an open entry says of its amount, which stands before its transactions."""
    found: Leaves = {}
    for child in entry:
        name = markup.local(child)
        if name in _BELOW:
            break
        if name in _AMOUNT:
            found[name] = [markup.stripped(child)]
        if name == "Amt":
            found["Amt@Ccy"] = [child.get("Ccy", "").strip()]
    return found


def currency_of_first(statement: etree._Element) -> str:
    """The currency of the first entry, for a statement whose account states none."""
    entry = markup.first(statement, ("{*}Ntry",))
    return leaf(leaves(entry, without="NtryDtls"), "Amt@Ccy") if entry is not None else ""


def _unequal(below: Sequence[Payment], amount: Decimal, where: Said) -> list[Problem]:
    """A remark when several payments do not make up their entry: it stays one payment."""
    if len(below) < 2:
        return []
    stated = all(payment.own_amount for payment in below)
    total = sum((payment.detail.amount for payment in below), Decimal(0))
    if stated and total == amount:
        return []
    return [
        Problem(
            where=where,
            saw=_differing(len(below), total if stated else None),
            wanted=say("a sum of %(sum)s, as the bank booked", sum=amount),
            remedy=say(
                "The entry was taken as one payment; look its payments up at the bank."
            ),
        )
    ]


def _differing(count: int, total: Decimal | None) -> Sentence:
    if total is None:
        return say(
            "%(count)s payments, some without an amount in the same currency", count=count
        )
    return say("%(count)s payments with a sum of %(sum)s", count=count, sum=total)
