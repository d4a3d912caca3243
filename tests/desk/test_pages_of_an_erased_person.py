"""Pages that told of a person go on telling the rest once the person was erased."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories
import pytest
import zebulon
from django.urls import reverse

from acquit.audit.actions import Actor
from acquit.bank.models import Line
from acquit.channels.models import Incoming, Message, PrintBatch
from acquit.cycle.models import Cycle
from acquit.handover.models import Case
from acquit.intake.models import Run
from acquit.ledger.models import Customer, Invoice
from acquit.organisation.models import Role
from acquit.privacy import actions
from acquit.privacy.queries.held import Somebody

LATE, LATE_AT = date(2060, 1, 2), datetime(2060, 1, 2, 4, tzinfo=UTC)
OF_THE_CUSTOMER = (
    *("customer", "customer_timeline", "customer_contacts", "customer_documents"),
    *("customer_data", "customer_interest"),
)


@pytest.fixture
def manager(db, signed_in, ours):
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)
    return signed_in(factories.grant(factories.person("Mia"), Role.ADMINISTRATOR, ours))


@pytest.fixture
def erased(manager, ours) -> Customer:
    known = zebulon.somebody(ours)
    zebulon.fill()
    who = Somebody(company=ours, customer=Customer.objects.get(pk=known.pk))
    said = {"sole_trader": False, "actor": Actor(None, "test"), "at": LATE_AT}
    actions.erase(who, as_of=LATE, **said)
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    return known


def pages(of: Customer) -> list[str]:
    """Those that open what is held of them."""
    rows = [
        *((name, of) for name in OF_THE_CUSTOMER),
        *(("invoice", one) for one in Invoice.objects.all()),
        *(("interest", one) for one in Invoice.objects.all()),
        *(("case", one) for one in Case.objects.all()),
        *(("bank_line", one) for one in Line.objects.all()),
        *(("message", one) for one in Message.objects.all()),
        *(("letter", one) for one in Message.objects.all()),
        *(("answer", one) for one in Incoming.objects.all()),
        *(("import_run", one) for one in Run.objects.all()),
    ]
    lists = ("outbox", "answers", "bank", "bundles", "cases", "tasks", "audit")
    return [
        *(reverse(f"desk:{name}", args=[one.pk]) for name, one in rows),
        *(reverse(f"desk:{name}") for name in (*lists, "data_requests", "personal_data")),
    ]


def test_each_page_opens_and_shows_nothing_of_them(manager, erased):
    for page in pages(erased):
        answer = manager.get(page)
        assert answer.status_code == 200, page
        if answer["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            assert "bulon" not in text, page
            assert "None</" not in text, page


def test_a_dash_stands_where_words_stood(manager, erased):
    case = Case.objects.get()
    page = manager.get(reverse("desk:case", args=[case.pk])).content.decode()
    assert "—" in page.partition("<main")[2]
    file = manager.get(reverse("desk:customer", args=[erased.pk])).content.decode()
    assert f"— {erased.pk}" in file


def test_a_paper_that_is_empty_is_not_offered(manager, erased):
    invoice = Invoice.objects.get(number="F-1")
    page = manager.get(reverse("desk:invoice", args=[invoice.pk])).content.decode()
    assert reverse("desk:document", args=[invoice.pk]) not in page
    assert manager.get(reverse("desk:document", args=[invoice.pk])).status_code == 404


def test_a_bundle_that_was_emptied_is_not_found(manager, erased):
    bundle = PrintBatch.objects.get()
    assert manager.get(reverse("desk:bundle", args=[bundle.pk])).status_code == 404
