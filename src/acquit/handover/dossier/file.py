"""What is known of a case on a day, as values: nothing here asks or decides.

Amounts are minor units of the currency that stands beside them. What belongs to no claim of
the case is not in it: no other invoice, no other customer, nothing from after `as_of`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from fractions import Fraction

    from acquit.core.errors import Refusal
    from acquit.core.interest import Asked, Owed
    from acquit.core.law import Fee, Limitation, Refused
    from acquit.core.party import Party


class Contact(NamedTuple):
    """A person at the debtor's."""

    name: str
    role: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is who. "" = not known. code: the debtor's account with the creditor, or the
    creditor's own.
    """

    code: str
    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat: str
    registration: str
    email: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """said: the kind that the books name; party: the one that the rules go by."""

    identity: Identity
    said: Party
    party: Party
    contacts: tuple[Contact, ...]

    @property
    def is_consumer(self) -> bool:
        """Whether the law of consumers holds."""
        return self.party.value == "CONSUMER"


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


class Source(NamedTuple):
    """Where the bytes of a paper lie: table and key; "letter" is set from a message."""

    table: str
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that proves something. size: 0 = not known before it is set."""

    source: Source
    name: str
    media_type: str
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """An invoice or a credit note of the case. kind: a code of `ledger.models.InvoiceKind`.

    paper: None = its original is not kept.
    """

    invoice_id: int
    kind: str
    number: str
    issued_on: date
    currency: str
    total_minor: int
    paper: Paper | None


class Legal(NamedTuple):
    """That a message was the letter that the law asks for, and until when its term ran.

    kind: a code of `dunning.models.NoticeKind`.
    """

    kind: str
    term_until: date


class Report(NamedTuple):
    """What a service told of a message. kind: a code of `channels.models.Delivery`."""

    at: datetime
    kind: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that left, or was about to. state, delivery, channel, carrier: codes of
    `channels`.

    body: the whole text as it left. about: the claims that it was about, by receivable.
    answer: what the server said. printed_at, posted_on: of a letter of the office. letter:
    its own sheet.
    """

    message_id: int
    channel: str
    language: str
    to: str
    sender: str
    subject: str
    body: str
    state: str
    carrier: str
    delivery: str
    key: str
    external_id: str
    answer: str
    on: date
    sent_at: datetime | None
    printed_at: datetime | None
    posted_on: date | None
    about: tuple[int, ...]
    reports: tuple[Report, ...]
    enclosed: tuple[Paper, ...]
    letter: Paper | None
    legal: Legal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the debtor wrote. automatic: a machine did."""

    incoming_id: int
    channel: str
    sender: str
    sender_name: str
    subject: str
    body: str
    automatic: bool
    received_at: datetime
    files: tuple[Paper, ...]


class Occurred(NamedTuple):
    """What begins limitation anew. kind: of `core.law.Event`; words: where it stands.

    paper: None = nothing was kept of it.
    """

    receivable_id: int
    kind: str
    on: date
    words: str
    paper: Paper | None


class Called(NamedTuple):
    """A call that was made. outcome: a code of `dunning.models.CallOutcome`; words:
    ours, internal.
    """

    at: datetime
    who: str
    outcome: str
    again_on: date | None
    words: str


class Noted(NamedTuple):
    """Something written down about the debtor; internal."""

    at: datetime
    who: str
    text: str


class Proceedings(NamedTuple):
    """Insolvency proceedings that are open. kind: a code of `handover.models`."""

    kind: str
    opened_on: date
    court: str
    reference: str
    administrator: str


class Account(NamedTuple):
    """Where to pay to."""

    number: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All claims of one currency. noted_minor: interest and costs that debit notes asked
    for. per_day: exact; None = not known of one that may carry interest.
    """

    currency: str
    principal_minor: int
    noted_minor: int
    interest_minor: int
    fee_minor: int
    contested_minor: int
    per_day: Fraction | None

    @property
    def minor(self) -> int:
        """All together."""
        return (
            self.principal_minor + self.noted_minor + self.interest_minor + self.fee_minor
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A case as it stood at the close of a day; every list by day.

    handler: who of the creditor knows the case, with an address. customer_id: whose it is.
    zone: the creditor's time zone, in which instants are told.
    """

    as_of: date
    customer_id: int
    zone: str
    creditor: Identity
    handler: Contact | None
    debtor: Debtor
    insolvency: Proceedings | None
    accounts: tuple[Account, ...]
    claims: tuple[Claim, ...]
    billed: tuple[Billed, ...]
    sent: tuple[Sent, ...]
    received: tuple[Received, ...]
    calls: tuple[Called, ...]
    promises: tuple[Promised, ...]
    disputes: tuple[Contested, ...]
    holds: tuple[Held, ...]
    occurred: tuple[Occurred, ...]
    notes: tuple[Noted, ...]

    def local(self, at: datetime) -> datetime:
        """The instant as the creditor's clock told it."""
        return at.astimezone(ZoneInfo(self.zone))

    @property
    def totals(self) -> list[Total]:
        """One for each currency, by its code; a flat sum counts in its own."""
        by: dict[str, list[Claim]] = defaultdict(list)
        fees: dict[str, int] = defaultdict(int)
        for one in self.claims:
            by[one.currency].append(one)
            if one.extra.of_fee:
                fees[one.extra.of_fee.left.currency] += one.extra.of_fee.left.minor
        shown = {*by, *(currency for currency, minor in fees.items() if minor)}
        return [total(currency, by[currency], fees[currency]) for currency in sorted(shown)]


def total(currency: str, claims: Sequence[Claim], fee_minor: int) -> Total:
    """The sums of claims of one currency."""
    notes = [one for one in claims if one.is_debit_note]
    others = [one for one in claims if not one.is_debit_note]
    days = [one.extra.per_day for one in others]
    known = [one for one in days if one is not None]
    return Total(
        currency=currency,
        principal_minor=sum(one.open_minor for one in others),
        noted_minor=sum(one.open_minor for one in notes),
        interest_minor=sum(one.interest_minor for one in claims),
        fee_minor=fee_minor,
        contested_minor=sum(one.contested_minor for one in claims),
        per_day=sum(known) if known and len(known) == len(days) else None,  # type: ignore[arg-type]
    )
