"""What every reader yields: records of the trade, and problems, each with its place.

A reader is a function `read(source: Source) -> Iterator[Record | Problem]` that streams.
`Refused` ends a file at once (it is not what it claims, or its sums do not hold); a
`Problem` concerns one record, and the next ones are read on. Amounts are `Decimal` as
written; the currency stands beside them. Text is stripped, empty text is "".
A record's `notes` are remarks on what was taken all the same: sums that do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.formats.ledgers.records import LedgerClosed, LedgerItem, LedgerOpened
from acquit.formats.problems import Problem as Problem  # noqa: PLC0414  # asked for here
from acquit.formats.problems import Refused as Refused  # noqa: PLC0414  # asked for here

if TYPE_CHECKING:
    from acquit.core.sentences import Said

NO_AMOUNT = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller or a buyer on an e-invoice. ids: BT-29/30 or BT-46/47, as written."""

    name: str = ""
    vat: str = ""
    ids: tuple[str, ...] = ()
    endpoint: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """What may be kept back when paid by the end of `until`.

    percent: 0..100 of `base`, of the whole where that is None; else `amount`.
    days: as stated, counted from the day of issue; None where a day was stated.
    """

    until: date
    percent: Decimal | None = None
    amount: Decimal | None = None
    base: Decimal | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """A part of what is payable, with the day on which it is due."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRecord:
    """An invoice or credit note from an e-invoice (UBL, CII).

    payable: as written, with its sign (a negative invoice keeps it). type_code: UNCL1001
    (380 invoice, 381 credit note, 384 correction …). references: the invoices that
    it corrects, by number (BT-25). due_on None = not stated; due_by_terms: what the terms
    in words come to, None = nothing. net and tax None = not stated. discounts: soonest
    first. instalments: none, or several that add up to payable, in order of their days.
    profile: BT-24. payee: who is to be paid where that is not the seller (BT-59).
    """

    where: Said
    number: str
    type_code: str
    credit_note: bool
    issued_on: date
    due_on: date | None
    currency: str
    gross: Decimal
    prepaid: Decimal
    payable: Decimal
    seller: Party
    buyer: Party
    payment_reference: str = ""
    payment_iban: str = ""
    order_number: str = ""
    buyer_reference: str = ""
    terms: str = ""
    references: tuple[str, ...] = ()
    due_by_terms: date | None = None
    discounts: tuple[Discount, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    net: Decimal | None = None
    tax: Decimal | None = None
    rounding: Decimal = NO_AMOUNT
    payee: str = ""
    profile: str = ""
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """A row of the customers table. custom: columns that the table does not define."""

    where: Said
    customer_code: str
    name: str
    party_type: str = ""
    vat: str = ""
    registration: str = ""
    country: str = ""
    language: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    ibans: tuple[str, ...] = ()
    segment: str = ""
    unit: str = ""
    collector: str = ""
    representative: str = ""
    parent_code: str = ""
    payment_terms_days: int | None = None
    payment_method: str = ""
    credit_limit: Decimal | None = None
    currency: str = ""
    custom: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A row of the contacts table."""

    where: Said
    customer_code: str
    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    preferred_channel: str = ""
    custom: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRow:
    """A row of the invoices table: an invoice, or one instalment of it.

    instalment None = the whole invoice. amount: gross, never negative, for both types.
    open_amount None = not stated; settled_on None = not closed by the accounting.
    """

    where: Said
    invoice_number: str
    instalment: int | None
    customer_code: str
    credit_note: bool
    issued_on: date
    due_on: date | None
    currency: str
    amount: Decimal
    open_amount: Decimal | None = None
    payment_reference: str = ""
    order_number: str = ""
    terms: str = ""
    settled_on: date | None = None
    document: str = ""
    custom: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """A row of the receipts table: money in, as booked. currency "" = not stated."""

    where: Said
    receipt_reference: str
    customer_code: str
    received_on: date
    currency: str
    amount: Decimal
    payer_name: str = ""
    payer_iban: str = ""
    text: str = ""
    invoice_numbers: tuple[str, ...] = ()
    custom: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One payment inside a batch booked as one line. amount: signed, as the line's.

    bank_reference: of this payment, where the bank gives it one of its own.
    """

    amount: Decimal
    name: str = ""
    iban: str = ""
    text: str = ""
    structured_reference: str = ""
    end_to_end_id: str = ""
    mandate: str = ""
    bank_reference: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRecord:
    """One booked line of a statement.

    amount: signed, money in is positive (the bank's own direction; a reversal flag never
    turns it). structured_reference: first valid OGM (12 digits) or RF reference, else "".
    text: all free text, parts joined by one space. references: every valid structured
    reference found in the line and its details, also inside free text.
    """

    where: Said
    booked_on: date
    value_on: date | None
    amount: Decimal
    currency: str
    name: str = ""
    iban: str = ""
    bic: str = ""
    text: str = ""
    structured_reference: str = ""
    references: tuple[str, ...] = ()
    end_to_end_id: str = ""
    mandate: str = ""
    bank_reference: str = ""
    reversal: bool = False
    return_reason: str = ""
    charges: Decimal = NO_AMOUNT
    batch: bool = False
    details: tuple[Detail, ...] = ()
    notes: tuple[Problem, ...] = ()


class Telling(StrEnum):
    """What a message of the bank is worth.

    A STATEMENT is the bank's last word on its days. A REPORT (CAMT.052, MT942) tells before
    the day has closed; a NOTICE (CAMT.054) tells of single entries or details a batch. Both
    tell what a statement will tell, or has told, again.
    """

    STATEMENT = "STATEMENT"
    REPORT = "REPORT"
    NOTICE = "NOTICE"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOpened:
    """A statement begins; its lines follow, then StatementClosed.

    account: IBAN without spaces, or the bank's own number where there is none.
    opening None = not stated. sequence: its place in the bank's count, None = not counted;
    a count may begin anew each year. page: of a statement that comes in several; last_page:
    whether none follows.
    """

    where: Said
    account: str
    currency: str
    number: str
    opened_on: date | None
    opening: Decimal | None
    owner: str = ""
    telling: Telling = Telling.STATEMENT
    sequence: int | None = None
    page: int = 1
    last_page: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClosed:
    """A statement ends. closing None = the bank stated none.

    pending: entries that the bank announced but has not booked; informative: entries that
    it never will; neither are yielded. messages: what the bank writes to its customer.
    """

    where: Said
    closed_on: date | None
    closing: Decimal | None
    pending: int = 0
    informative: int = 0
    messages: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


Record = (
    CustomerRow
    | ContactRow
    | InvoiceRow
    | ReceiptRow
    | InvoiceRecord
    | StatementOpened
    | LineRecord
    | StatementClosed
    | LedgerOpened
    | LedgerItem
    | LedgerClosed
)
