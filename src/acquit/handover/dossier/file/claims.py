"""What is claimed, what lowered it, what it gives beside, and what stops it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from acquit.core.errors import Refusal
    from acquit.core.interest import Asked, Owed
    from acquit.core.law import Fee, Limitation, Refused


class Used(Enum):
    """What lowered a claim."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit note"
    STATED = "stated"
    WRITTEN_OFF = "written off"


class Lowered(NamedTuple):
    """Something that lowered a claim. on: the value day; booked_on: when the books did.

    number: of a credit note. corrects: it corrects this invoice. source: who says so, a
    code of `ledger.models.Source`.
    """

    sort: Used
    on: date
    booked_on: date
    minor: int
    source: str
    number: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What the law or the contract gives beside one claim.

    interest, fee: with what they rest on; or why there is none (Refused), or why nobody
    knows (Refusal); None = nothing was late. of_interest, of_fee: computed, asked for by a
    debit note, waived, and left: what is left is claimed here. per_day: exact minor units
    that each further day adds while nothing is paid; None = not known. agreed: the rate is
    one of a contract. country: whose law it is under.
    """

    interest: Owed | Refused | Refusal | None = None
    fee: Fee | Refused | Refusal | None = None
    of_interest: Asked | None = None
    of_fee: Asked | None = None
    per_day: Fraction | None = None
    agreed: bool = False
    country: str = ""


class Contested(NamedTuple):
    """A dispute. minor: None = the whole claim. closed_on: None = it is open."""

    receivable_id: int
    opened_on: date
    closed_on: date | None
    minor: int | None
    reason: str
    words: str


class Promised(NamedTuple):
    """A promise to pay. kept: None = it ended otherwise, or is open."""

    receivable_id: int
    made_on: date
    promised_on: date
    minor: int
    closed_on: date | None
    kept: bool | None


class Held(NamedTuple):
    """Reminders stopped. receivable_id: None = for the whole account. words: internal."""

    receivable_id: int | None
    from_on: date
    until_on: date
    ended_on: date | None
    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One instalment of an invoice. place: its number in the file, from 1. kind: a
    code of `ledger.models.InvoiceKind`. part: "2/3" of an invoice in instalments.
    due_computed: no paper names the due day, it comes from terms. missing: the accounting's
    list of what is open does not have it any more.

    limitation: until when it can be brought to court, or why nobody knows.
    """

    place: int
    receivable_id: int
    invoice_id: int
    kind: str
    number: str
    part: str
    issued_on: date
    due_on: date
    due_computed: bool
    missing: bool
    currency: str
    invoice_minor: int
    principal_minor: int
    open_minor: int
    order_number: str
    reference: str
    terms: str
    lowered: tuple[Lowered, ...]
    extra: Extra
    limitation: Limitation | Refusal
    dispute: Contested | None

    def lowered_by(self, *sorts: Used) -> int:
        """By how much these lowered it."""
        return sum(one.minor for one in self.lowered if one.sort in sorts)

    @property
    def is_debit_note(self) -> bool:
        """Whether it asks for interest and costs of others, and is no principal itself."""
        return self.kind == "DEBIT_NOTE"

    def is_due(self, as_of: date) -> bool:
        """Whether its due day is over."""
        return self.due_on < as_of

    @property
    def interest_minor(self) -> int:
        """Claimed here: computed, less what a debit note asked for and what was waived."""
        return self.extra.of_interest.left.minor if self.extra.of_interest else 0

    @property
    def contested_minor(self) -> int:
        """What is contested of what is open."""
        if self.dispute is None:
            return 0
        minor = self.dispute.minor
        return self.open_minor if minor is None else min(minor, self.open_minor)
