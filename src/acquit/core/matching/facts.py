"""What the matching is told: money in, receivables, credit notes, and who may have paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Candidate(NamedTuple):
    """A receivable that a payment may settle. number_key, reference: letters and digits.

    stated_minor: settled by the accounting's word alone, no payment is known for it;
    stated_on: the day of that word; stated_until: payments until then are part of it.
    discounts: what may be kept back of the whole, by the last day for it, soonest first.
    order_key: the customer's own order, letters and digits. claimed: another payment that
    waits for a person is proposed for it. amount_minor: before anything was paid; 0 = not
    known.
    """

    receivable_id: int
    customer_id: int
    number_key: str
    reference: str
    currency: str
    open_minor: int
    issued_on: date
    due_on: date
    stated_minor: int = 0
    stated_on: date | None = None
    stated_until: date | None = None
    discounts: tuple[tuple[date, int], ...] = ()
    order_key: str = ""
    claimed: bool = False
    amount_minor: int = 0


class Note(NamedTuple):
    """A credit note with something left. number_key: letters and digits."""

    invoice_id: int
    customer_id: int
    number_key: str
    currency: str
    available_minor: int
    issued_on: date


class Who(StrEnum):
    """How it is known whose money it is; the surest first.

    CONTACT: a person who works there pays. TEXT: the customer's name stands in the text.
    CLOSE: a name like it. SHARED: one of several who pay from the account, or have such a
    name. GROUP: another company of the customer's group pays. OTHER: the payer is known,
    and is somebody else. NOBODY: nothing tells.
    """

    TOLD = "told"
    IBAN = "iban"
    CODE = "code"
    VAT = "vat"
    NAME = "name"
    CONTACT = "contact"
    TEXT = "name in text"
    CLOSE = "close name"
    SHARED = "shared iban"
    GROUP = "group"
    NOBODY = "nobody"
    OTHER = "other"


class WriteOff(StrEnum):
    """Why what is missing need not be asked for."""

    DISCOUNT = "discount"
    ROUNDING = "rounding"


class Payer(NamedTuple):
    """A customer who may have paid, and what says so. found: the words that were found.

    group: the customers of the same group, itself left out. named: whether the payment
    bears its name as well.
    """

    customer_id: int
    who: Who
    found: str = ""
    group: frozenset[int] = frozenset()
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money in. references: valid structured references found in it, letters and digits.

    pays: the numbers of the invoices that the accounting says it pays, as keys, in its
    order. payer_id: the customer, where the accounting says so. payers: who else may have
    paid, the surest first. again: since when money of the same sender and amount lies
    there unused; unexplained: since when such money, or that of a sender whom nothing
    tells, for which nothing is proposed. parts: the payments inside a batch that the bank
    booked as one line; none otherwise.
    """

    amount_minor: int
    currency: str
    booked_on: date
    text: str = ""
    references: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
    payer_id: int | None = None
    payers: tuple[Payer, ...] = ()
    again: date | None = None
    unexplained: date | None = None
    parts: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """So much for this receivable, because of what was found.

    how: what kind of thing was found (`Found`), or "accounting"; found: the words. Of a
    credit note, not of the payment, where `note_id` is said; nobody's money where it is
    `written_off`. stated_minor: the part of the amount that takes the place of what the
    accounting had settled by its word on `stated_on`; the rest lowers what is open.
    """

    receivable_id: int
    customer_id: int
    amount_minor: int
    how: str
    found: str
    stated_minor: int = 0
    stated_on: date | None = None
    note_id: int | None = None
    written_off: WriteOff | None = None

    @property
    def is_paid(self) -> bool:
        """Whether it is the payment's own money."""
        return self.note_id is None and self.written_off is None


def paid(uses: Iterable[Use]) -> int:
    """What of the payment they use, in minor units."""
    return sum(use.amount_minor for use in uses if use.is_paid)
