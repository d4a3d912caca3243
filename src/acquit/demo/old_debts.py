"""Old debts, some of private persons: they come near the day on which the law lets them go,
and somebody recorded that one of them was acknowledged.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.law import Event
from acquit.core.limitation_watch import months_before
from acquit.cycle import actions
from acquit.demo import tables
from acquit.demo.cast import Role
from acquit.formats.source import Source
from acquit.ledger.models import Receivable
from acquit.limitation.actions import record_occurrence, watch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.intake.actions import Imported

TERM = timedelta(days=30)


class Debtor(NamedTuple):
    """Somebody who owes since long ago."""

    company: str
    code: str
    name: str
    party: str
    vat: str
    country: str
    language: str
    street: str
    postcode: str
    city: str
    email: str


class Debt(NamedTuple):
    """An invoice of theirs."""

    customer: str
    number: str
    amount: str
    due_on: date


DEBTORS = (
    Debtor(
        *("BE01", "P-0001", "Petra Lindner", "consumer", "", "DE", "de"),
        *("Rosenweg 14", "52062", "Aachen", "petra.lindner@post.example"),
    ),
    Debtor(
        *("BE01", "P-0002", "Luc Dumont", "consumer", "", "BE", "fr"),
        *("Rue des Tilleuls 8", "5000", "Namur", "luc.dumont@post.example"),
    ),
    Debtor(
        *("FR01", "P-0003", "Claire Fontaine", "consumer", "", "FR", "fr"),
        *("12 rue du Moulin", "59800", "Lille", "claire.fontaine@post.example"),
    ),
    Debtor(
        *("FR01", "V-0041", "Menuiserie du Lac SARL", "business", "", "FR", "fr"),
        *("3 quai du Lac", "74000", "Annecy", "compta@menuiserie-du-lac.example"),
    ),
    Debtor(
        *("NL01", "V-0042", "Timmerbedrijf De Vaart B.V.", "business", "", "NL", "nl"),
        *("Vaartkade 21", "3511 AB", "Utrecht", "administratie@devaart.example"),
    ),
)
ACKNOWLEDGED = "A-0418"


def bring(office: Office, clock: Clock, *, on: date) -> list[Imported]:
    """Take them in by Acquit's own tables, record what happened, and look at all days."""
    done = []
    for code in sorted({one.company for one in DEBTORS}):
        debtors = [one for one in DEBTORS if one.company == code]
        known = {one.code for one in debtors}
        debts = [one for one in _debts(on) if one.customer in known]
        done += actions.import_files(
            [
                Source.of_bytes(_customers(debtors), name="old-customers.csv"),
                Source.of_bytes(_invoices(debts), name="old-invoices.csv"),
            ],
            company=office.companies[code],
            partial=False,
            on=on,
            actor=office.worker(Role.COLLECTOR, code),
            clock=clock,
        )
    _acknowledge(office, clock, on)
    watch(as_of=on, at=clock())
    return done


def _debts(on: date) -> tuple[Debt, ...]:
    """The first is lost with this year; then a consumer of a year, one of two, and those of
    businesses of five: one that was acknowledged, one that was not, and one that is lost.
    """
    five = months_before(on, 60)
    return (
        Debt("P-0001", "A-0412", "348.00", date(on.year - 3, 3, 15)),
        Debt("P-0002", "A-0415", "182.50", months_before(on, 8)),
        Debt("P-0003", "A-0416", "264.90", months_before(on, 24) + timedelta(days=20)),
        Debt("V-0041", ACKNOWLEDGED, "2140.00", five + timedelta(days=150)),
        Debt("V-0041", "A-0419", "1275.00", five + timedelta(days=300)),
        Debt("V-0042", "A-0420", "3960.00", five - timedelta(days=20)),
    )


def _acknowledge(office: Office, clock: Clock, on: date) -> None:
    row = Receivable.objects.get(company__code="FR01", invoice__number=ACKNOWLEDGED)
    said_on = on - timedelta(days=200)
    record_occurrence(
        receivable_ids=[row.pk],
        kind=Event.ACKNOWLEDGEMENT,
        on=said_on,
        words="Letter of the managing director: asks for time until the summer, and "
        "contests nothing.",
        today=on,
        actor=office.worker(Role.COLLECTOR, "FR01"),
        at=clock(),
    )


def _customers(debtors: Iterable[Debtor]) -> bytes:
    named = ("customer_code", "name", "party_type", "vat", "country", "language")
    headers = (*named, "street", "postcode", "city", "email", "currency")
    return tables.csv_file(headers, [(*one[1:], "EUR") for one in debtors])


def _invoices(debts: Iterable[Debt]) -> bytes:
    headers = ("invoice_number", "customer_code", "issue_date", "due_date")
    rows = [
        (
            *(one.number, one.customer, one.due_on - TERM, one.due_on),
            *("EUR", Decimal(one.amount), Decimal(one.amount)),
        )
        for one in debts
    ]
    return tables.csv_file((*headers, "currency", "amount", "open_amount"), rows)
