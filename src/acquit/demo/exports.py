"""Two tables of the accounting that reach the demo on its last day: a list of all open
items, which somebody has described, and a table of which nobody has said anything yet.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal
from acquit.cycle import actions
from acquit.formats.layouts import guess, sample
from acquit.formats.source import Source
from acquit.intake.actions import Picture
from acquit.ledger.models import Invoice, Receivable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from decimal import Decimal

    from acquit.audit.actions import Actor
    from acquit.intake.actions import Imported
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company

GONE = 4  # paid in the accounting; nothing else tells of it
LAYOUT = "Balance âgée clients"
_HEADERS = (
    *("N° client", "Raison sociale", "N° pièce", "Échéance n°", "Date pièce", "Échéance"),
    *("Montant TTC", "Reste à payer", "Devise"),
)
_NEW_CUSTOMERS = """\
Nr. klant;Naam;Straat;Postcode;Plaats;E-mailadres;Betaaltermijn
NW-001;Drukkerij De Linde BV;Havenweg 12;3011 AB;Rotterdam;administratie@delinde.example;30
NW-002;Bouwmarkt Oost BV;Ringdijk 4;1097 KH;Amsterdam;facturen@bouwmarktoost.example;14
NW-003;Kwekerij Zonzicht VOF;Tuinlaan 88;2671 CV;Naaldwijk;info@zonzicht.example;30
"""


def import_open_items(
    company: Company, *, on: date, actor: Actor, clock: Callable[[], datetime]
) -> Imported:
    """The list of all that was open the day before, without a few that were paid."""
    source = Source.of_bytes(_list(company, on), name="balance-agee.csv")
    taken = sample.take(source)
    layout = replace(guess.propose(taken), name=LAYOUT, headers=tuple(taken.names))
    return actions.import_table(
        source,
        layout,
        company=company,
        partial=False,
        on=on,
        actor=actor,
        clock=clock,
        picture=Picture(on - timedelta(days=1)),
    )


def drop_unknown_table(
    company: Company, *, on: date, actor: Actor, clock: Callable[[], datetime]
) -> Imported:
    """New customers, as another package writes them: it waits to be described."""
    (done,) = actions.import_files(
        [Source.of_bytes(_NEW_CUSTOMERS.encode(), name="nieuwe-klanten.csv")],
        company=company,
        partial=False,
        on=on,
        actor=actor,
        clock=clock,
    )
    return done


def _list(company: Company, on: date) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([f"Balance âgée au {on - timedelta(days=1):%d/%m/%Y}"])
    writer.writerow(_HEADERS)
    writer.writerows(_rows(company, on))
    return out.getvalue().encode("cp1252", errors="replace")


def _rows(company: Company, on: date) -> Iterable[tuple[object, ...]]:
    """All but a few that fell due lately and of which nothing is paid here."""
    open_items = list(
        Receivable.objects.filter(
            company=company, open_minor__gt=0, invoice__issued_on__lt=on
        )
        .select_related("invoice", "customer")
        .order_by("due_on", "pk")
    )
    late = on - timedelta(days=20), on - timedelta(days=4)
    gone = [
        one.pk
        for one in open_items
        if late[0] <= one.due_on <= late[1] and one.open_minor == one.amount_minor
    ][:GONE]
    for one in open_items:
        if one.pk not in gone:
            yield (
                *_named(one.customer, one.invoice),
                one.instalment,
                _day(one.invoice.issued_on),
                _day(one.due_on),
                _amount(to_decimal(one.amount_minor, one.currency)),
                _amount(to_decimal(one.open_minor, one.currency)),
                one.currency,
            )
    for note in Invoice.objects.filter(
        company=company, available_minor__gt=0, issued_on__lt=on
    ).select_related("customer"):
        yield (
            *_named(note.customer, note),
            "",
            _day(note.issued_on),
            "",
            _amount(-to_decimal(note.total_minor, note.currency)),
            _amount(-to_decimal(note.available_minor, note.currency)),
            note.currency,
        )


def _named(customer: Customer, document: Invoice) -> tuple[str, str, str]:
    return customer.code, customer.name, document.number


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _amount(value: Decimal) -> str:
    return f"{value:,.2f}".translate(str.maketrans(",.", " ,"))
