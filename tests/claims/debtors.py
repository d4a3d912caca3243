"""Companies that claim interest, and customers that pay late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import factories

from acquit.audit.actions import Actor
from acquit.claims.actions import issue_debit_notes, set_terms
from acquit.claims.models import DebitNote
from acquit.claims.queries import ClaimBeside, CompanyTerms, beside
from acquit.ledger.models import Allocation, Customer, Receipt, Receivable
from acquit.organisation.models import Company

ANNA = Actor(None, "Anna")
DUE = date(2026, 5, 31)
ON = date(2026, 7, 31)


def setting(of: Company, **what: Any) -> None:
    told = CompanyTerms(valid_from=date(2024, 1, 1), claimed=True)
    set_terms(of, replace(told, **what), actor=ANNA, at=factories.NOW)


def late(of: Company | None = None, **more: Any) -> Receivable:
    """1,200.00 EUR of a Belgian business, due on the last of May."""
    if of is None:
        of = factories.company()
        setting(of)
    return factories.receivable(factories.customer(of), **({"due_on": DUE} | more))


def issue(of: Customer, on: date = ON, **more: Any) -> DebitNote:
    (note,) = issue_debit_notes(
        customer_id=of.pk, on=on, actor=ANNA, at=factories.NOW, **more
    )
    return note


def only(row: Receivable, as_of: date = ON) -> ClaimBeside:
    return beside([row.pk], as_of=as_of)[row.pk]


def paid(row: Receivable, minor: int, on: date) -> Allocation:
    """The bank tells of money, with its value day; it is booked the day after."""
    receipt = Receipt.objects.create(
        company=row.company,
        customer=row.customer,
        source="BANK",
        key=f"{row.pk} {on}",
        received_on=on + timedelta(days=1),
        value_on=on,
        currency=row.currency,
        amount_minor=minor,
        available_minor=0,
        recorded_at=factories.NOW,
    )
    row.open_minor -= minor
    row.settled_on = on + timedelta(days=1) if not row.open_minor else None
    row.save()
    return Allocation.objects.create(
        receivable=row,
        kind="RECEIPT",
        source="BANK",
        receipt=receipt,
        amount_minor=minor,
        booked_on=on + timedelta(days=1),
        recorded_at=factories.NOW,
    )
