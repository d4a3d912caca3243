"""The paper of an invoice or credit note as the invoices table tells it: a new one, one
that is corrected, and whether a row can be about it.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from acquit.audit.actions import Fact
from acquit.core.sentences import say
from acquit.core.text import reference_key
from acquit.formats import terms as early
from acquit.ledger.models import Invoice

if TYPE_CHECKING:
    from datetime import date

    from acquit.intake.actions.booking import Context
    from acquit.intake.actions.plans import Plan, Reading


def new_document(reading: Reading, context: Context) -> Invoice:
    """The document of the row, over nothing yet: its instalments add up."""
    row = reading.row
    return Invoice(
        company_id=context.company.pk,
        customer_id=reading.customer_id,
        kind=reading.key.kind,
        number=row.invoice_number,
        number_key=reference_key(row.invoice_number),
        issued_on=row.issued_on,
        year=reading.key.year,
        currency=reading.currency,
        total_minor=0,
        payment_reference=reference_key(row.payment_reference),
        order_number=row.order_number,
        terms=row.terms,
        discounts=offered(row.terms, row.issued_on),
        custom=row.custom | ({"document": row.document} if row.document else {}),
        recorded_at=context.at,
    )


def offered(terms: str, issued_on: date) -> list[dict[str, Any]]:
    """The discounts that the terms of a table's row offer, as `Invoice.discounts` keeps
    them.
    """
    return [
        {
            "until": (issued_on + timedelta(days=days)).isoformat(),
            "days": days,
            "percent": percent,
            "base_minor": None,
            "amount_minor": None,
        }
        for days, percent in _read(terms)
    ]


@lru_cache(maxsize=1024)
def _read(terms: str) -> tuple[tuple[int, str], ...]:
    """Thousands of rows have the same terms."""
    found = early.discounts(terms) if terms else []
    return tuple((one.days, str(one.percent)) for one in found if one.base is None)


def belongs(reading: Reading, invoice: Invoice, plan: Plan, context: Context) -> bool:
    """False, with the row refused, when it cannot be a row of this invoice."""
    if invoice.currency != reading.currency:
        context.refuse(
            reading.row.where,
            saw=say(
                "%(invoice)s in %(currency)s",
                invoice=reading.called,
                currency=reading.currency,
            ),
            wanted=say("%(currency)s, as it is booked", currency=invoice.currency),
            remedy=say("Credit the invoice, and issue it again in the other currency."),
        )
        return False
    if reading.key in plan.invoices and invoice.customer_id != reading.customer_id:
        context.refuse(
            reading.row.where,
            saw=say(
                "%(invoice)s of customer %(code)s",
                invoice=reading.called,
                code=reading.row.customer_code,
            ),
            wanted=say("the same customer for all instalments of an invoice"),
            remedy=say("Correct the number or the customer."),
        )
        return False
    return True


def correct_document(reading: Reading, invoice: Invoice) -> dict[str, str]:
    """Take over what the row says of the whole document; gives what stood there."""
    news = {
        "issued_on": reading.row.issued_on,
        "payment_reference": reference_key(reading.row.payment_reference),
        "order_number": reading.row.order_number,
        "terms": reading.row.terms,
    }
    before = {}
    # Those of an e-invoice are said apart from its terms, and stay.
    of_the_terms = invoice.discounts == offered(invoice.terms, invoice.issued_on)
    for name, new in news.items():
        old = getattr(invoice, name)
        if new and new != old:
            before[name] = str(old)
            setattr(invoice, name, new)
    if of_the_terms:
        invoice.discounts = offered(invoice.terms, invoice.issued_on)
    return before


def corrected(invoice: Invoice, customer_id: int, before: dict[str, str]) -> Fact:
    """The correction, for the audit trail. before: what stood there."""
    return Fact(
        event="invoice_corrected",
        subject=invoice,
        company_id=invoice.company_id,
        customer_id=customer_id,
        details=before,
    )
