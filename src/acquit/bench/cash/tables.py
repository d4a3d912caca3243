"""The books as Acquit's own tables, written as a stream, customer by customer."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.bench.cash.ledgers import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from acquit.bench.cash.companies import Company
    from acquit.bench.cash.ledgers import Customer, Item

_CUSTOMERS = (
    *("customer_code", "name", "party_type", "vat", "country", "language", "street"),
    *("postcode", "city", "email", "phone", "ibans", "parent_code", "payment_terms_days"),
    "currency",
)
_CONTACTS = ("customer_code", "name", "role", "email", "language")
_INVOICES = (
    *("invoice_number", "instalment", "customer_code", "type", "issue_date", "due_date"),
    *("currency", "amount", "payment_reference", "order_number", "terms"),
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where the tables of a company are."""

    customers: Path
    contacts: Path
    invoices: Path
    later_invoices: Path


def write_books(company: Company, folder: Path) -> Tables:
    """Write customers, contacts and invoices; of any number in the same memory."""
    tables = Tables(
        folder / "customers.csv",
        folder / "contacts.csv",
        folder / "invoices.csv",
        folder / "later-invoices.csv",
    )
    with ExitStack() as files:
        writers = []
        for path, header in (
            (tables.customers, _CUSTOMERS),
            (tables.contacts, _CONTACTS),
            (tables.invoices, _INVOICES),
        ):
            stream = files.enter_context(path.open("w", encoding="utf-8", newline=""))
            writers.append(csv.writer(stream, lineterminator="\n"))
            writers[-1].writerow(header)
        customers, contacts, invoices = writers
        for customer in company.customers():
            customers.writerow(_customer(customer, company))
            if customer.role is not Role.CONSUMER:
                contacts.writerow(_contact(customer))
            invoices.writerows(_invoice(item, company) for item in customer.items)
    return tables


def write_later(company: Company, items: Iterable[Item], path: Path) -> None:
    """Write the invoices that were paid before they are issued; none leave a header."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_INVOICES)
        writer.writerows(_invoice(item, company) for item in items)


def _customer(customer: Customer, company: Company) -> tuple[object, ...]:
    party = "consumer" if customer.role is Role.CONSUMER else "business"
    return (
        *(customer.code, customer.name, party, customer.vat, customer.country),
        *(customer.language, customer.street, customer.postcode, customer.town),
        *(customer.email, customer.phone, " ".join(customer.ibans), customer.parent_code),
        *(customer.terms_days, company.currency),
    )


def _contact(customer: Customer) -> tuple[object, ...]:
    email = f"person{customer.index}@{customer.email.partition('@')[2]}"
    return customer.code, customer.contact, "accounting", email, customer.language


def _invoice(item: Item, company: Company) -> tuple[object, ...]:
    amount = f"{item.minor // 100}.{item.minor % 100:02}"
    return (
        *(item.number, item.instalment or "", item.customer_code),
        *("credit_note" if item.credit else "invoice", item.issued_on, item.due_on),
        *(company.currency, amount, item.reference, item.order, item.terms),
    )
