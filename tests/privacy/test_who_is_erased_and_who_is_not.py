"""Erasing one person leaves the others, asks as little of many rows as of few, and is all
or nothing; of a contact person the address is found nowhere afterwards.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories
import pytest
import zebulon
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from test_everything_goes import found_in

from acquit.agenda.actions import write_note
from acquit.agenda.models import Note
from acquit.audit.actions import Actor
from acquit.channels.models import Message, PrintBatch
from acquit.core.privacy import RequestKind
from acquit.ledger.models import Contact, Customer, Dispute, Document, Invoice, Receipt
from acquit.organisation.models import Company
from acquit.privacy import actions
from acquit.privacy.queries.held import Somebody, contact_person

pytestmark = pytest.mark.django_db
LATE, LATE_AT = date(2060, 1, 2), datetime(2060, 1, 2, 4, tzinfo=UTC)
STAFF = Actor(None, "test")


@pytest.fixture
def company() -> Company:
    return factories.company()


def erase(who: Somebody) -> None:
    actions.erase(who, as_of=LATE, sole_trader=False, actor=STAFF, at=LATE_AT)


def whole(one: Customer) -> Somebody:
    return Somebody(company=one.company, customer=one)


def person(of: Company, code: str, name: str) -> Customer:
    """A consumer of whom there is a little of much, all with the name in it."""
    made = factories.customer(of, code, name, party_type="CONSUMER", email=f"{code}@p.be")
    owed = factories.receivable(made, f"F-{code}", due_on=date(2025, 3, 2), open_minor=0)
    Invoice.objects.filter(pk=owed.invoice_id).update(terms=name)
    letter = factories.sent(owed, on=date(2025, 3, 2))
    Message.objects.filter(pk=letter.pk).update(body=name)
    factories.answer(made, sender_name=name)
    write_note(customer_id=made.pk, text=name, actor=STAFF, at=factories.NOW)
    known = {"receivable": owed, "customer": made, "reason": "PRICE", "words": name}
    day = date(2025, 3, 2)
    Dispute.objects.create(opened_on=day, closed_on=day, recorded_at=factories.NOW, **known)
    return made


def test_of_the_others_nothing_goes(company):
    zoe, marc = person(company, "P1", "Zoé Blanc"), person(company, "P2", "Marc Voisin")
    before = found_in("voisin")
    assert len(before) > 6
    erase(whole(zoe))
    assert found_in("voisin") == before
    assert marc.name == Customer.objects.get(pk=marc.pk).name
    assert found_in("blanc") == {}


def test_a_paper_of_two_customers_is_left_until_its_own_time(company):
    zoe, marc = person(company, "P1", "Zoé Blanc"), person(company, "P2", "Marc Voisin")
    both = factories.document(company, b"Blanc and Voisin", "both.csv")
    Invoice.objects.filter(customer__in=[zoe, marc]).update(document=both)
    factories.run(company, document=both)
    erase(whole(zoe))
    assert bytes(Document.objects.get().content) == b"Blanc and Voisin"
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    assert bytes(Document.objects.get().content) == b""


def test_a_file_of_which_something_is_open_stays_however_old(company):
    marc = person(company, "P2", "Marc Voisin")
    owed = factories.receivable(marc, "F-9")
    file = factories.document(company, b"Voisin", "all.csv")
    factories.run(company, document=file)
    other = person(company, "P1", "Zoé Blanc")
    Invoice.objects.filter(customer=other).update(document=file)
    Invoice.objects.filter(pk=owed.invoice_id).update(document=file)
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    assert bytes(Document.objects.get().content) == b"Voisin"


def test_a_file_that_was_emptied_and_comes_again_is_a_new_one(company):
    file = factories.document(company, b"Voisin", "all.csv")
    factories.run(company, document=file)
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    gone = Document.objects.get()
    assert (gone.name, gone.size, gone.sha256) == ("—", 0, f"gone:{file.pk}")


def test_where_the_law_is_not_known_files_of_the_books_stay(company):
    Company.objects.update(country="US")
    factories.run(company, document=factories.document(company, b"Voisin"))
    actions.forget_by_age(as_of=LATE, at=LATE_AT)
    assert bytes(Document.objects.get().content) == b"Voisin"


def test_a_bundle_goes_with_the_first_of_its_letters(company):
    zoe, marc = person(company, "P1", "Zoé Blanc"), person(company, "P2", "Marc Voisin")
    Message.objects.update(batch=factories.bundle(company))
    erase(whole(zoe))
    assert bytes(PrintBatch.objects.get().pdf) == b""
    assert Message.objects.get(customer=marc).body == "Marc Voisin"


def test_many_rows_ask_no_more_questions_than_few(company):
    few, many = person(company, "P1", "Zoé Blanc"), person(company, "P2", "Marc Voisin")
    for number in range(30):
        Note.objects.create(
            customer=many, text=str(number), author_name="A", written_at=factories.NOW
        )
        Receipt.objects.create(
            company=company,
            customer=many,
            source="BANK",
            key=f"r{number}",
            received_on=date(2025, 3, 2),
            value_on=date(2025, 3, 2),
            currency="EUR",
            amount_minor=1,
            available_minor=0,
            payer_name="Marc Voisin",
            recorded_at=factories.NOW,
        )
    asked = []
    for one in (few, many):
        with CaptureQueriesContext(connection) as questions:
            erase(whole(one))
        asked.append(len(questions))
    assert asked[1] <= asked[0] + 3


def test_when_it_cannot_be_written_down_nothing_is_erased(company):
    zoe = person(company, "P1", "Zoé Blanc")
    before = found_in("blanc")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry ADD CHECK (event NOT LIKE '%erased')")
    with pytest.raises(DatabaseError):
        erase(whole(zoe))
    assert found_in("blanc") == before


def test_of_a_contact_person_the_address_is_found_nowhere(company):
    shop = factories.customer(company, name="Bakkerij Peeters")
    owed = factories.receivable(shop, due_on=date(2025, 3, 2), open_minor=0)
    Contact.objects.create(customer=shop, name="Zébulon Maes", email=zebulon.EMAIL)
    letter = factories.sent(owed, on=date(2025, 3, 2))
    Message.objects.filter(pk=letter.pk).update(to=zebulon.EMAIL, body="Dear Zébulon")
    answer = factories.answer(shop, sender=zebulon.EMAIL, body="Zébulon")
    factories.task(shop, "ANSWER", incoming=answer.pk, answer="Zébulon")
    who = contact_person(company, zebulon.EMAIL)
    asked = actions.record_request(
        who,
        RequestKind.ERASURE,
        words="Zébulon",
        received_on=date(2026, 11, 1),
        today=factories.TODAY,
        actor=STAFF,
        at=factories.NOW,
    )
    actions.answer_request(
        request_id=asked.pk,
        outcome="Zébulon was told",
        on=factories.TODAY,
        actor=STAFF,
        at=factories.NOW,
    )
    erase(who)
    # The words of a request are the reason of its entry in the trail.
    assert set(found_in("zébulon", "zebulon")) == {"audit_entry.reason"}
