"""What messages are written from, read for many at once, and whom they reach."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories as made
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acquit.channels.models import Message
from acquit.dunning.queries import wording
from acquit.dunning.queries.wording import Wanted, WantedItem, prepare, recipients
from acquit.dunning.wording.addresses import envelope
from acquit.ledger.models import Contact, Receipt

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 24)


def contact(of, name, **known):
    return Contact.objects.create(customer=of, name=name, **known)


def asked(of, *owed, key=1, code="REMINDER_1", **more) -> Wanted:
    items = [WantedItem(one.pk, code, one.open_minor) for one in owed]
    return Wanted(key, of.pk, code, items, **more)


def refused(of, address: str) -> None:
    """A server said that nothing will ever arrive there."""
    receivable = made.receivable(of)
    message = made.sent(receivable, on=date(2026, 1, 5))
    Message.objects.filter(pk=message.pk).update(
        to=address, state="REFUSED", permanent=True, sent_at=None
    )


def test_the_accounting_is_written_to_then_the_customer_then_anybody():
    customer = made.customer(made.company(), email="info@dubois.example")
    assert recipients([customer.pk])[customer.pk].email == "info@dubois.example"
    contact(customer, "Luc Maes", role="PURCHASING", email="luc@dubois.example")
    contact(customer, "Anne Roy", role="ACCOUNTING", email="anne@dubois.example")
    found = recipients([customer.pk])[customer.pk]
    assert found.emails == (
        "anne@dubois.example",
        "info@dubois.example",
        "luc@dubois.example",
    )
    assert found.contact("EMAIL") == "Anne Roy"


def test_a_role_that_is_asked_for_comes_first():
    customer = made.customer(made.company(), email="info@dubois.example")
    contact(customer, "Eva Roy", role="MANAGEMENT", email="eva@dubois.example")
    contact(customer, "Anne Roy", role="ACCOUNTING", email="anne@dubois.example")
    found = recipients([customer.pk], role="MANAGEMENT")[customer.pk]
    assert found.emails[:2] == ("eva@dubois.example", "anne@dubois.example")
    assert recipients([customer.pk], role="PURCHASING")[customer.pk].email == (
        "anne@dubois.example"
    )


def test_an_address_that_was_refused_for_good_is_passed_over():
    customer = made.customer(made.company(), email="info@dubois.example")
    contact(customer, "Anne Roy", role="ACCOUNTING", email="Anne@dubois.example")
    refused(customer, "anne@dubois.example")
    found = recipients([customer.pk])[customer.pk]
    assert found.emails == ("info@dubois.example",)
    assert found.contact("EMAIL") == ""


def test_an_sms_goes_to_a_mobile_and_a_call_to_the_first_phone():
    customer = made.customer(made.company(), country="BE", phone="+32 2 123 45 67")
    contact(customer, "Anne Roy", role="ACCOUNTING", phone="02 123 45 68")
    assert not recipients([customer.pk])[customer.pk].reaches("SMS")
    contact(customer, "Luc Maes", phone="0475 12 34 56")
    found = recipients([customer.pk])[customer.pk]
    assert (found.sms, found.phone) == ("0475 12 34 56", "02 123 45 68")


def test_an_envelope_needs_a_street_and_a_city():
    known = {"name": "Dubois SA", "contact": "", "postcode": "1000", "home": "BE"}
    assert envelope(street="", city="Bruxelles", country="BE", **known) == ()
    assert envelope(street="Rue Haute 1", city="", country="BE", **known) == ()
    assert envelope(street="Rue Haute 1", city="Bruxelles", country="BE", **known) == (
        "Dubois SA",
        "Rue Haute 1",
        "1000 Bruxelles",
    )


def test_an_envelope_is_written_in_the_order_of_its_country():
    known = {"contact": "", "street": "1 High Street", "home": "BE"}
    british = envelope(
        name="Smith Ltd", postcode="SW1A 1AA", city="London", country="GB", **known
    )
    assert british == (
        "Smith Ltd",
        "1 High Street",
        "London",
        "SW1A 1AA",
        "ROYAUME-UNI",
    )


def test_a_hundred_messages_ask_no_more_questions_than_one():
    company = made.company()
    wanted = []
    for number in range(100):
        customer = made.customer(company, f"C{number:03d}", email=f"c{number}@x.example")
        owed = made.receivable(customer, number=f"F-{number:03d}")
        wanted.append(asked(customer, owed, key=number))
    with CaptureQueriesContext(connection) as one:
        prepare(wanted[:1], on=TODAY)
    with CaptureQueriesContext(connection) as many:
        found = prepare(wanted, on=TODAY)
    assert len(many) == len(one)
    bodies = {one.write().body for one in found.values()}
    assert len(bodies) == 100
    assert "F-042" in found[42].write().body


def test_credit_notes_and_money_on_account_are_told_apart():
    customer = made.customer(made.company())
    owed = made.receivable(customer, minor=100_000)
    made.credit_note(customer, "AV-1", minor=20_000)
    Receipt.objects.create(
        company=customer.company,
        customer=customer,
        currency="EUR",
        amount_minor=5_000,
        available_minor=5_000,
        received_on=date(2026, 3, 1),
        value_on=date(2026, 3, 1),
        on_account=True,
        source="BANK",
        key="L1",
        recorded_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    (one,) = prepare([asked(customer, owed)], on=TODAY).values()
    (credit,) = one.case.credit
    assert (credit.notes_minor, credit.money_minor) == (20_000, 5_000)


def test_what_left_before_is_told_to_those_who_are_about_to_speak_of_it():
    customer = made.customer(made.company())
    owed = made.receivable(customer)
    made.sent(owed, "REMINDER_1", on=date(2026, 3, 1))
    call, reminder = (
        prepare([asked(customer, owed, code=code)], on=TODAY)[1].case.tried
        for code in ("CALL_1", "REMINDER_2")
    )
    assert [(one.code, one.channel, one.on) for one in call] == [
        ("REMINDER_1", "EMAIL", date(2026, 3, 1))
    ]
    assert not reminder


def test_only_a_known_business_is_written_to_as_one():
    customer = made.customer(made.company(), vat="", party_type="UNKNOWN")
    owed = made.receivable(customer)
    (one,) = prepare([asked(customer, owed, code="FORMAL_NOTICE")], on=TODAY).values()
    business = one.case.debtor.business
    assert business is (customer.company.sells_to == "BUSINESS")


def test_one_action_is_written_as_in_bulk():
    customer = made.customer(made.company(), email="info@dubois.example", language="fr")
    owed = made.receivable(customer)
    action = made.prepared(owed, step="REMINDER_1", state="READY")
    items = list(action.items.select_related("receivable__invoice"))
    alone = wording.write(action, items, on=TODAY)
    (bulk,) = prepare([asked(customer, owed)], on=TODAY).values()
    assert alone.body == bulk.write().body
    assert alone.language == "fr"
    assert wording.recipient(customer) == "info@dubois.example"
