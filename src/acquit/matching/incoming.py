"""Receipts as the matching handles them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.matching import Payer, Payment
from acquit.core.matching.judging import CERTAIN
from acquit.core.money import to_minor
from acquit.core.text import fold, reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from acquit.bank.models import Line
    from acquit.ledger.models import Receipt


# Who sent an amount: an account or a folded name; currency; minor units.
Sent = tuple[str, str, int]
NOBODY = ""


def senders(iban: str, name: str, customer_id: int | None) -> list[str]:
    """How the sender of a payment is known again: by account and name, else as a customer;
    `NOBODY` where nothing tells.
    """
    told = [one for one in (iban, fold(name)) if one]
    return told or [NOBODY if customer_id is None else f"customer {customer_id}"]


@dataclass(slots=True)
class Waiting:
    """Money that lies unused, by who sent how much: when it came last, and when last some
    came for which nothing is proposed.
    """

    days: dict[Sent, date] = field(default_factory=dict)
    unexplained: dict[Sent, date] = field(default_factory=dict)

    def add(self, sent: Iterable[Sent], day: date, *, explained: bool) -> None:
        """Let it be one of those that lie unused."""
        for one in sent:
            for known in (self.days, *(() if explained else (self.unexplained,))):
                known[one] = max(day, known.get(one, day))

    def latest(self, sent: Iterable[Sent]) -> date | None:
        return max((self.days[one] for one in sent if one in self.days), default=None)

    def latest_unexplained(self, sent: Iterable[Sent]) -> date | None:
        days = [self.unexplained[one] for one in sent if one in self.unexplained]
        return max(days, default=None)


@dataclass(slots=True, kw_only=True)
class Incoming:
    """A receipt, and what the matching reads of it. customer_id: whose money it is, set
    when that is found out. amount_minor: of the receipt, whatever is used of it already.
    reversal: the bank says that it takes back money of ours.
    """

    receipt_id: int
    company_id: int
    source: str
    amount_minor: int
    payer_iban: str
    payment: Payment
    payer_name: str = ""
    customer_id: int | None = None
    reversal: bool = False

    @property
    def whose(self) -> tuple[int, int | None, Sequence[str]]:
        """The receipt, its customer, and the numbers that it is said to pay."""
        return self.receipt_id, self.customer_id, self.payment.pays

    def senders(self) -> list[Sent]:
        """Who sent this amount."""
        known = [one.customer_id for one in self.payment.payers if one.who in CERTAIN]
        customer_id = known[0] if len(known) == 1 else self.customer_id
        told = senders(self.payer_iban, self.payer_name, customer_id)
        return [(one, self.payment.currency, self.amount_minor) for one in told]

    def say_whether_again(self, waiting: Waiting) -> None:
        """Keep since when such money lies unused already."""
        sent = self.senders()
        again = waiting.latest(one for one in sent if one[0] != NOBODY)
        unexplained = waiting.latest_unexplained(sent)
        if again or unexplained:
            self.payment = replace(self.payment, again=again, unexplained=unexplained)

    def say_payers(self, payers: Sequence[Payer]) -> None:
        """Keep who may have paid. The parts of a batch have none: each is found by what it
        names.
        """
        if payers:
            self.payment = replace(self.payment, payers=tuple(payers))

    @classmethod
    def of(cls, receipt: Receipt, line: Line | None) -> Incoming:
        """The receipt, read with the line of the bank that told it, if one did."""
        return cls(
            receipt_id=receipt.pk,
            company_id=receipt.company_id,
            source=receipt.source,
            amount_minor=receipt.amount_minor,
            payer_iban=receipt.payer_iban,
            payer_name=receipt.payer_name,
            payment=_accounting(receipt) if line is None else _told(receipt, line),
            customer_id=receipt.customer_id,
            reversal=line is not None and (line.reversal or bool(line.return_reason)),
        )


def bank_payment(  # noqa: PLR0913  # the fields of a line of the bank
    minor: int,
    currency: str,
    booked_on: date,
    *,
    text: str,
    end_to_end_id: str,
    references: Sequence[str],
    details: Sequence[Mapping[str, str]],
    pays: Sequence[str] = (),
) -> Payment:
    """A line of the bank as the matching reads it; a batch that the bank explained, in
    parts. Whose account it came from is no more than a hint: one may pay for another.
    """
    parts = tuple(_parts(details, currency, booked_on)) if len(details) > 1 else ()
    return Payment(
        amount_minor=minor,
        currency=currency,
        booked_on=booked_on,
        text=f"{text} {end_to_end_id}",
        references=tuple(reference_key(one) for one in references),
        pays=tuple(pays),
        parts=parts if len(parts) > 1 else (),
    )


def _accounting(receipt: Receipt) -> Payment:
    return Payment(
        amount_minor=receipt.available_minor,
        currency=receipt.currency,
        booked_on=receipt.received_on,
        text=receipt.text,
        pays=tuple(receipt.pays),
        payer_id=receipt.customer_id,
    )


def _told(receipt: Receipt, line: Line) -> Payment:
    untouched = receipt.available_minor == receipt.amount_minor
    return bank_payment(
        receipt.available_minor,
        receipt.currency,
        receipt.received_on,
        text=line.text,
        end_to_end_id=line.end_to_end_id,
        references=line.references,
        details=line.details if untouched else (),
        pays=receipt.pays,
    )


def _parts(
    details: Iterable[Mapping[str, str]], currency: str, booked_on: date
) -> Iterator[Payment]:
    """The payments inside a batch. Details are kept as text, amounts signed."""
    for detail in details:
        amount = to_minor(Decimal(detail["amount"]), currency)
        if amount <= 0:
            continue
        reference = detail["structured_reference"]
        yield Payment(
            amount_minor=amount,
            currency=currency,
            booked_on=booked_on,
            text=f"{detail['text']} {detail['end_to_end_id']}",
            references=(reference_key(reference),) if reference else (),
        )
