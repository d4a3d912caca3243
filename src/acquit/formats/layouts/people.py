"""Customers and contacts out of foreign tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.sentences import say
from acquit.formats.cells import Unfit
from acquit.formats.records import ContactRow, CustomerRow, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.layouts.table import Row, Table
    from acquit.formats.records import Record

_TEXTS = (
    *("party_type", "vat", "registration", "email", "phone", "street", "postcode", "city"),
    *("language", "segment", "unit", "collector", "representative", "payment_method"),
)
_PARTY_TYPES = frozenset({"business", "consumer", "public"})
_MOST_DAYS = 999


def customer(row: Row) -> CustomerRow:
    """What the row states of its customer; raises Unfit."""
    stated: dict[str, Any] = {name: row.text(name) for name in _TEXTS}
    if stated["party_type"].lower() not in _PARTY_TYPES:
        stated["party_type"] = ""
    if "@" not in stated["email"] or " " in stated["email"]:
        stated["email"] = ""
    days = row.text("payment_terms_days")
    country = row.text("country").upper()
    limit = row.amount("credit_limit")
    return CustomerRow(
        where=row.where,
        customer_code=needed(row, "customer_code"),
        name=row.text("customer_name") or row.text("customer_code"),
        country=country if len(country) == 2 else "",
        payment_terms_days=int(days)
        if days.isdecimal() and int(days) <= _MOST_DAYS
        else None,
        credit_limit=limit if limit is not None and limit >= 0 else None,
        ibans=tuple(row.text("ibans").split()),
        parent_code=row.text("parent_code"),
        **stated,
    )


def customers(table: Table) -> Iterator[Record | Problem]:
    """One customer a row."""
    for row in table.rows():
        if row.is_empty("customer_code") and (
            row.is_total() or row.is_empty("customer_name")
        ):
            continue
        try:
            needed(row, "customer_name")
            yield customer(row)
        except Unfit as unfit:
            yield unfit.at(row.where)


def contacts(table: Table) -> Iterator[Record | Problem]:
    """One contact a row."""
    for row in table.rows():
        if row.is_empty("customer_code", "contact_name"):
            continue
        try:
            yield ContactRow(
                where=row.where,
                customer_code=needed(row, "customer_code"),
                name=needed(row, "contact_name"),
                role=row.text("role"),
                email=row.text("email"),
                phone=row.text("phone"),
                language=row.text("language"),
            )
        except Unfit as unfit:
            yield unfit.at(row.where)


def needed(row: Row, name: str) -> str:
    """The text of a field that must be filled; raises Unfit."""
    text = row.text(name)
    if not text:
        column = next(iter(row.table.layout.columns.get(name, ())), name)
        raise Unfit(
            say("nothing"),
            say("a value in the column %(column)s", column=column),
            say("Fill the cell, or delete the row."),
        )
    return text
