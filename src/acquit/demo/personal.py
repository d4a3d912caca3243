"""What private persons asked of their data, and one of whom more is held than need be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.limitation_watch import months_before
from acquit.core.privacy import RequestKind
from acquit.cycle import actions
from acquit.demo import tables
from acquit.demo.cast import Role
from acquit.formats.source import Source
from acquit.ledger.models import Customer
from acquit.privacy import actions as privacy
from acquit.privacy.queries.held import Somebody

if TYPE_CHECKING:
    from datetime import date

    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.intake.actions import Imported

FRENCH = "FR01"
# Paid long ago: her number, and her invoice.
SETTLED, PAPER = "P-0004", "A-0417"
NOTE = "Would like to be called after five; asks to pay in two parts."


class Asked(NamedTuple):
    """ago: so many days before today it arrived."""

    customer: str
    kind: RequestKind
    ago: int
    words: str


ASKED = (
    Asked("P-0002", RequestKind.ACCESS, 9, "Asks by letter what we hold of him, and why."),
    Asked("P-0003", RequestKind.OBJECTION, 4, "Does not want to be scored (e-mail)."),
    Asked("P-0001", RequestKind.RECTIFICATION, 24, "Has moved: the street is wrong."),
)
PUT_RIGHT = "P-0001"


def bring(office: Office, clock: Clock, *, on: date) -> list[Imported]:
    """Take in who has paid, note and ask what they did, and look whose time is over."""
    done = _settled(office, clock, on)
    for code in ("P-0001", SETTLED):
        customer = _customer(code)
        worker = office.worker(Role.COLLECTOR, customer.company.code)
        actions.write_note(customer_id=customer.pk, text=NOTE, actor=worker, at=clock())
    for one in ASKED:
        _ask(one, office, clock, on)
    privacy.look_for_past(as_of=on, at=clock())
    return done


def _ask(one: Asked, office: Office, clock: Clock, on: date) -> None:
    customer, received_on = _customer(one.customer), on - timedelta(days=one.ago)
    actor = office.worker(Role.CREDIT_MANAGER, customer.company.code)
    asked = privacy.record_request(
        Somebody(company=customer.company, customer=customer),
        one.kind,
        words=one.words,
        received_on=received_on,
        today=on,
        actor=actor,
        at=clock(),
    )
    if one.customer == PUT_RIGHT:
        privacy.answer_request(
            request_id=asked.pk,
            outcome="Corrected in the accounting; the next import brings it.",
            on=received_on + timedelta(days=6),
            actor=actor,
            at=clock(),
        )


def _settled(office: Office, clock: Clock, on: date) -> list[Imported]:
    paid_on = months_before(on, 18)
    who = ("customer_code", "name", "party_type", "country", "language", "street")
    her = (SETTLED, "Hélène Caron", "consumer", "FR", "fr", "5 rue des Lilas")
    where = ("75012", "Paris", "helene.caron@post.example", "+33140000000", "EUR")
    customers = tables.csv_file(
        (*who, "postcode", "city", "email", "phone", "currency"), [(*her, *where)]
    )
    what = ("invoice_number", "customer_code", "issue_date", "due_date", "currency")
    invoices = tables.csv_file(
        (*what, "amount", "open_amount", "settled_on"),
        [
            (
                *(PAPER, SETTLED, paid_on - timedelta(days=40)),
                *(paid_on - timedelta(days=10), "EUR", Decimal("129.00"), Decimal(0)),
                paid_on,
            )
        ],
    )
    return actions.import_files(
        [
            Source.of_bytes(customers, name="settled-customer.csv"),
            Source.of_bytes(invoices, name="settled-invoice.csv"),
        ],
        company=office.companies[FRENCH],
        partial=False,
        on=on,
        actor=office.worker(Role.COLLECTOR, FRENCH),
        clock=clock,
    )


def _customer(code: str) -> Customer:
    return Customer.objects.select_related("company").get(code=code)
