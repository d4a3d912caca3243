"""Private persons who pay late: the letters that the law of their country asks for leave
with their reminders.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from acquit.cycle import actions
from acquit.demo import tables
from acquit.demo.office import THE_DEMO
from acquit.formats.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.intake.actions import Imported

TERM = timedelta(days=30)


class Household(NamedTuple):
    """Somebody, with what each invoice comes to and how many days after the books were
    opened it is due.
    """

    company: str
    code: str
    name: str
    country: str
    language: str
    street: str
    postcode: str
    city: str
    email: str
    owes: tuple[tuple[str, str, int], ...]


HOUSEHOLDS = (
    Household(
        *("BE01", "P-0011", "Greta Maes", "BE", "nl"),
        *("Kerkstraat 31", "9000", "Gent", "greta.maes@post.example"),
        (("H-0101", "412.50", 8), ("H-0108", "96.00", 44)),
    ),
    Household(
        *("BE01", "P-0012", "Étienne Lambert", "BE", "fr"),
        *("Rue du Pont 5", "4000", "Liège", "etienne.lambert@post.example"),
        (("H-0102", "1260.00", 40),),
    ),
    Household(
        *("NL01", "P-0013", "Joost Visser", "NL", "nl"),
        *("Havenkade 12", "3011 AA", "Rotterdam", "joost.visser@post.example"),
        (("H-0103", "739.00", 20), ("H-0104", "185.40", 22)),
    ),
)


def bring(office: Office, clock: Clock, *, on: date) -> list[Imported]:
    """Take them in by Acquit's own tables on the day on which the books are opened."""
    done = []
    for code in sorted({one.company for one in HOUSEHOLDS}):
        some = [one for one in HOUSEHOLDS if one.company == code]
        done += actions.import_files(
            [
                Source.of_bytes(_customers(some), name="households.csv"),
                Source.of_bytes(_invoices(some, on), name="invoices-of-households.csv"),
            ],
            company=office.companies[code],
            partial=False,
            on=on,
            actor=THE_DEMO,
            clock=clock,
        )
    return done


def _customers(some: Iterable[Household]) -> bytes:
    named = ("customer_code", "name", "party_type", "country", "language")
    headers = (*named, "street", "postcode", "city", "email", "currency")
    rows = [(one.code, one.name, "consumer", *one[3:9], "EUR") for one in some]
    return tables.csv_file(headers, rows)


def _invoices(some: Iterable[Household], on: date) -> bytes:
    headers = ("invoice_number", "customer_code", "issue_date", "due_date")
    rows = []
    for one in some:
        for number, amount, days in one.owes:
            due_on = on + timedelta(days=days)
            owed = Decimal(amount)
            rows.append((number, one.code, due_on - TERM, due_on, "EUR", owed, owed))
    return tables.csv_file((*headers, "currency", "amount", "open_amount"), rows)
