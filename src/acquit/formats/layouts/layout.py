"""What a layout is: which column of a foreign table holds which field, and how it writes.

A layout is data: made by a person on the mapping page, proposed from the headers, or
ready for a known bank. Columns are named by their folded header, a second one of the same
name with ` (2)` behind it; in a table without headers by their place, `#1` being the first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DecimalMark = Literal[".", ",", ""]
DayOrder = Literal["dmy", "mdy", "ymd", ""]


class Kind(StrEnum):
    """What the rows of a table are."""

    BANK = "bank"
    ITEMS = "items"
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    RECEIPTS = "receipts"


# Of each kind, the fields that a row can fill; those of a group in `NEEDED` are asked for,
# one of the group being enough.
_PARTY = (
    *("customer_name", "party_type", "vat", "registration", "email", "phone", "street"),
    *("postcode", "city", "country", "language", "segment", "unit", "collector"),
    *("representative", "payment_terms_days", "payment_method", "credit_limit"),
)
FIELDS: dict[Kind, tuple[str, ...]] = {
    Kind.BANK: (
        *("booked_on", "value_on", "amount", "credit", "debit", "direction", "fee"),
        *("currency", "name", "iban", "bic", "text", "payment_reference"),
        *("end_to_end_id", "mandate", "bank_reference", "account", "balance"),
    ),
    Kind.ITEMS: (
        *("invoice_number", "customer_code", "issued_on", "due_on", "amount"),
        *("open_amount", "debit", "credit", "type", "currency", "instalment"),
        *("payment_reference", "order_number", "terms", "settled_on"),
        *_PARTY,
    ),
    Kind.CUSTOMERS: ("customer_code", *_PARTY, "ibans", "parent_code", "currency"),
    Kind.CONTACTS: (
        *("customer_code", "contact_name", "role", "email", "phone", "language"),
    ),
    Kind.RECEIPTS: (
        *("receipt_reference", "customer_code", "received_on", "amount", "currency"),
        *("name", "iban", "text", "invoice_numbers"),
    ),
}
NEEDED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.BANK: (("booked_on", "value_on"), ("amount", "credit", "debit")),
    Kind.ITEMS: (
        ("invoice_number",),
        ("customer_code",),
        ("issued_on", "due_on"),
        ("amount", "open_amount", "debit"),
    ),
    Kind.CUSTOMERS: (("customer_code",), ("customer_name",)),
    Kind.CONTACTS: (("customer_code",), ("contact_name",)),
    Kind.RECEIPTS: (("receipt_reference",), ("received_on",), ("amount",)),
}
AMOUNTS = frozenset(
    {"amount", "credit", "debit", "fee", "balance", "open_amount", "credit_limit"}
)
DAYS = frozenset({"booked_on", "value_on", "issued_on", "due_on", "received_on"}) | {
    "settled_on"
}
# What may be stated once for the whole table instead of in a column.
CONSTANTS = ("currency", "account")
# Fields of bank lines that only the ready layouts fill: who pays and who is paid, where
# both stand in each row, and the word that says whether the bank has booked the line.
READY_FIELDS = ("payer", "payee", "state")

# Words that make a direction column mean money out, folded: Dutch, French, German, English.
MONEY_OUT = frozenset(
    {"d", "dt", "db", "deb", "dbit", "debit", "debet", "af", "out", "s", "soll", "-"}
    | {"payment", "outgoing", "uit", "belastung", "lastschrift", "d/rc"}
)


@dataclass(frozen=True, slots=True)
class Layout:
    """columns: field → the columns that fill it, several being joined by a space.

    decimal, days: "" = found from the values. inverse: money in is written negative.
    constants: field → what holds for every row. encoding, delimiter: "" = found from the
    bytes. headed: False when the table has no row of headers. headers: all columns of the
    table for which it was made; a file that lacks many of them is another table. pattern:
    of a table without headers, what its first row looks like, an expression a column.

    The rest is said by ready layouts only. required: the columns that must be there; () =
    all that are read. closed: a table with columns other than these is another table.
    shift: cells in the row of headers before the first header. account_title: what our
    account looks like in the lines above a table, its number being the first group.
    dutch_bank: whose account numbers become an IBAN. booked, unbooked: how the words of
    `state` begin that say so; empty is booked, and where only one of the two is stated all
    other words are the other. signed_fee: a fee is added to the amount, not taken from it.
    labels: words within the text → the field that the words behind them fill, "" = none.
    """

    kind: Kind
    name: str
    columns: Mapping[str, Sequence[str]]
    decimal: DecimalMark = ""
    days: DayOrder = ""
    inverse: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""
    headed: bool = True
    headers: Sequence[str] = ()
    pattern: Sequence[str] = ()
    code: str = ""
    required: Sequence[str] = ()
    closed: bool = False
    shift: int = 0
    account_title: str = ""
    dutch_bank: str = ""
    booked: Sequence[str] = ()
    unbooked: Sequence[str] = ()
    signed_fee: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    def within(self, **constants: str) -> Layout:
        """The layout with what holds for the whole table, where it says nothing itself."""
        stated = {name: value for name, value in self.constants.items() if value}
        return replace(self, constants=constants | stated)

    @property
    def sources(self) -> frozenset[str]:
        """Every column that is read."""
        return frozenset(name for names in self.columns.values() for name in names)

    @property
    def needed(self) -> frozenset[str]:
        """The columns without which a table is another one."""
        return frozenset(self.required) or self.sources

    def missing(self) -> list[tuple[str, ...]]:
        """The groups of fields of which no one is filled, though one must be."""
        return [
            group
            for group in NEEDED[self.kind]
            if not any(self.columns.get(name) for name in group)
        ]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Layout:
        """What `as_json` gave."""
        columns = {name: tuple(found) for name, found in kept["columns"].items()}
        return cls(**{**kept, "kind": Kind(kept["kind"]), "columns": columns})
