"""What a natural person is handed of their data, and what of it is taken out of them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import factories
import pytest

from acquit.agenda.actions import write_note
from acquit.agenda.models import Note, Task
from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.channels.models import Incoming, Message
from acquit.claims.models import Ask, Waiver
from acquit.core.privacy import Group, RequestKind, What
from acquit.ledger.models import Contact, Customer, CustomerIban, Receipt, Receivable
from acquit.organisation.models import Company
from acquit.privacy import actions
from acquit.privacy.export import words
from acquit.privacy.models import Past, Request
from acquit.privacy.queries.held import Somebody, contact_person, held
from acquit.scoring.models import Assessment, Objection

pytestmark = pytest.mark.django_db
TODAY, NOW = factories.TODAY, factories.NOW
LONG_SETTLED = date(2025, 3, 2)


@pytest.fixture
def company() -> Company:
    return factories.company(email="privacy@alfa.example")


@pytest.fixture
def staff() -> Actor:
    return Actor.of(factories.person("Anna Peeters"))


@pytest.fixture
def lea(company, staff) -> Customer:
    """A consumer about whom there is a bit of everything; nothing is open any more."""
    lea = factories.customer(
        company,
        "P1",
        "Léa Martin",
        party_type="CONSUMER",
        email="lea@post.example",
        phone="+32470000000",
        street="Rue Haute 1",
    )
    CustomerIban.objects.create(customer=lea, iban="BE68539007547034")
    Contact.objects.create(customer=lea, name="Paul Autre", email="paul@post.example")
    owed = factories.receivable(lea, "F-1", due_on=LONG_SETTLED, open_minor=0, minor=50_000)
    factories.sent(owed, on=LONG_SETTLED)
    factories.answer(lea)
    factories.assessment(lea)
    Receipt.objects.create(
        company=company,
        customer=lea,
        source="BANK",
        key="r1",
        received_on=LONG_SETTLED,
        value_on=LONG_SETTLED,
        currency="EUR",
        amount_minor=50_000,
        available_minor=0,
        payer_name="Lea Martin",
        payer_iban="BE68539007547034",
        text="Facture F-1",
        recorded_at=NOW,
    )
    write_note(customer_id=lea.pk, text="Prefers the phone", actor=staff, at=NOW)
    return lea


def whole(one: Customer) -> Somebody:
    return Somebody(company=one.company, customer=Customer.objects.get(pk=one.pk))


def export(who: Somebody, staff: Actor, **more: object) -> tuple[str, dict]:
    said = {"as_of": TODAY, "sole_trader": False, "actor": staff, "at": NOW}
    packed = zipfile.ZipFile(io.BytesIO(actions.export(who, **(said | more))))
    page = packed.read("personal-data.html").decode()
    return page, json.loads(packed.read("personal-data.json"))


def erase(who: Somebody, staff: Actor, **more: object) -> dict[Group, What]:
    said = {"as_of": TODAY, "sole_trader": False, "actor": staff, "at": NOW}
    return {one.group: one.what for one in actions.erase(who, **(said | more))}


def test_the_file_tells_in_full_what_was_written_when_and_where_to(lea, staff):
    page, told = export(whole(lea), staff)
    (message,) = told["sections"]["messages"]
    assert message["body"] == "Madame, Monsieur,\n\nNotre facture reste ouverte."
    assert message["to"] == "compta@example.org"
    assert message["sent_at"].startswith("2025-03-02T08:05")
    assert "Notre facture reste ouverte." in page
    assert told["sections"]["notes"][0]["text"] == "Prefers the phone"
    assert told["sections"]["answers"][0]["from"] == "lea@post.example"
    assert told["sections"]["payments"][0]["amount"] == "500.00 EUR"


def test_why_interest_was_given_up_is_told_and_goes_with_the_rest(lea, staff):
    waiver = Waiver.objects.create(
        receivable=Receivable.objects.get(customer=lea),
        customer=lea,
        charge=Ask.INTEREST,
        amount_minor=1_250,
        currency="EUR",
        reason="Her mother was ill",
        given_on=LONG_SETTLED,
        recorded_at=NOW,
    )
    _page, told = export(whole(lea), staff)
    (row,) = told["sections"]["waivers"]
    assert (row["reason"], row["amount"]) == ("Her mother was ill", "12.50 EUR")

    assert erase(whole(lea), staff)[Group.SAID] is What.GOES
    waiver.refresh_from_db()
    assert "mother" not in waiver.reason
    assert waiver.amount_minor == 1_250


def test_it_speaks_the_language_of_the_person(lea, staff):
    page, _told = export(whole(lea), staff)
    assert "Vos données personnelles" in page
    assert '<html lang="fr">' in page
    Customer.objects.filter(pk=lea.pk).update(language="de")
    page, _told = export(whole(lea), staff)
    assert "Ihre personenbezogenen Daten" in page


def test_the_points_of_the_score_are_told_with_their_reasons(lea, staff):
    known = Assessment.objects.get(pk=lea.pk)
    late = {"factor": "LATE", "points": known.computed_score - known.base}
    late["said"] = {"text": "%(days)s days late", "words": {"days": "12"}}
    Assessment.objects.filter(pk=lea.pk).update(contributions=[late])
    page, told = export(whole(lea), staff)
    assert "12 days late" in page
    points = [one["points"] for one in told["sections"]["factors"]]
    assert sum(points) == known.computed_score


def test_nobody_else_is_in_it_neither_a_contact_nor_one_of_our_people(lea, staff):
    page, told = export(whole(lea), staff)
    for text in (page, json.dumps(told, ensure_ascii=False)):
        assert "Paul Autre" not in text
        assert "paul@post.example" not in text
        assert "Anna Peeters" not in text
    assert told["sections"]["notes"][0]["by"] == "staff"


def test_nor_is_another_customer(lea, staff):
    factories.receivable(
        factories.customer(lea.company, "P2", "Marc Voisin", party_type="CONSUMER"), "F-9"
    )
    page, _told = export(whole(lea), staff)
    assert "F-9" not in page
    assert "Voisin" not in page


def test_what_somebody_wrote_is_shown_and_not_run(lea, staff):
    write_note(customer_id=lea.pk, text="<script>x</script>", actor=staff, at=NOW)
    page, _told = export(whole(lea), staff)
    assert "<script>" not in page


def test_every_name_of_the_document_is_known_in_four_languages(lea, staff):
    _page, told = export(whole(lea), staff)
    for language in words.LANGUAGES:
        texts = words.texts(language)
        assert set(told["sections"]) <= set(texts["sections"])
        for rows in told["sections"].values():
            assert {name for row in rows for name in row} <= set(texts["fields"])
    kept = [words.texts(one) for one in words.LANGUAGES]
    for part in ("sections", "fields", "values"):
        assert len({frozenset(one[part]) for one in kept}) == 1


def test_an_export_stands_in_the_trail_without_what_was_in_it(lea, staff):
    export(whole(lea), staff)
    entry = Entry.objects.get(event="personal_data_exported")
    assert (entry.actor_name, entry.customer_id) == ("Anna Peeters", lea.pk)
    assert set(entry.details) == {"bytes"}


def test_a_business_is_refused_unless_somebody_says_it_is_a_sole_trader(company, staff):
    shop = factories.customer(company, name="Bakkerij Peeters")
    with pytest.raises(actions.NotAPerson):
        export(whole(shop), staff)
    _page, told = export(whole(shop), staff, sole_trader=True)
    assert told["person"] == "Bakkerij Peeters"


def test_a_public_body_is_no_sole_trader(company, staff):
    town = factories.customer(company, name="Stad", party_type="PUBLIC")
    with pytest.raises(actions.NotAPerson):
        export(whole(town), staff, sole_trader=True)


def test_a_contact_person_is_handed_what_was_written_to_them_alone(company, staff):
    shop = factories.customer(company, name="Bakkerij Peeters")
    Contact.objects.create(customer=shop, name="Ben Maes", email="Ben@bakker.example")
    for step, to in (
        ("REMINDER_1", "ben@bakker.example"),
        ("REMINDER_2", "an@bakker.example"),
    ):
        message = factories.sent(factories.receivable(shop, f"F-{step}"), step, on=TODAY)
        Message.objects.filter(pk=message.pk).update(to=to, subject=f"To {to}")
    page, told = export(contact_person(company, "ben@bakker.example"), staff)
    assert told["person"] == "Ben Maes"
    assert [one["to"] for one in told["sections"]["messages"]] == ["ben@bakker.example"]
    assert "an@bakker.example" not in page
    assert "invoices" not in told["sections"]


def test_of_an_address_that_nobody_knows_there_is_nothing(company, staff):
    with pytest.raises(actions.Nobody):
        export(contact_person(company, "no@body.example"), staff)


def test_the_preview_says_what_goes_and_what_the_law_keeps(lea):
    found = {one.group: one for one in held(whole(lea), as_of=TODAY)}
    assert found[Group.NOTES].what is What.GOES
    assert found[Group.MESSAGES].what is What.GOES
    assert found[Group.IDENTITY].what is What.STAYS
    assert found[Group.IDENTITY].until == date(2035, 12, 31)
    assert Note.objects.get().text == "Prefers the phone"


def test_erasing_empties_what_may_go_and_keeps_the_books(lea, staff):
    erase(whole(lea), staff)
    lea.refresh_from_db()
    assert (lea.email, lea.phone) == ("", "")
    assert lea.name == "Léa Martin"
    assert not lea.ibans.exists()
    assert not Contact.objects.filter(customer=lea).exists()
    assert Note.objects.get().text == ""
    message = Message.objects.get()
    assert (message.to, message.subject, message.body) == ("", "", "")
    assert message.sent_at is not None
    assert Incoming.objects.get().body == ""
    assert not Assessment.objects.filter(pk=lea.pk).exists()
    assert Receipt.objects.get().payer_name == "Lea Martin"
    assert Receivable.objects.get().amount_minor == 50_000


def test_messages_stay_until_their_time_is_over(lea, staff):
    Receivable.objects.update(settled_on=TODAY - timedelta(days=30))
    assert erase(whole(lea), staff)[Group.MESSAGES] is What.STAYS
    assert Message.objects.get().body


def test_once_the_books_may_go_the_name_goes_as_well_and_the_amounts_stay(lea, staff):
    erase(whole(lea), staff, as_of=date(2036, 1, 2))
    lea.refresh_from_db()
    assert "Martin" not in lea.name + lea.search_key + lea.street
    receipt = Receipt.objects.get()
    assert (receipt.payer_name, receipt.payer_iban, receipt.text) == ("", "", "")
    assert receipt.amount_minor == 50_000


def test_what_is_open_keeps_whatever_is_needed_to_collect_it(lea, staff):
    factories.receivable(lea, "F-2")
    assert What.GOES not in erase(whole(lea), staff).values()
    lea.refresh_from_db()
    assert lea.email == "lea@post.example"
    assert not Entry.objects.filter(event="personal_data_erased").exists()


def test_doing_it_again_changes_nothing(lea, staff):
    erase(whole(lea), staff)
    again = erase(whole(lea), staff)
    assert What.GOES not in again.values()
    assert Entry.objects.filter(event="personal_data_erased").count() == 1


def test_the_trail_says_how_many_of_each_went_and_not_what_they_said(lea, staff):
    erase(whole(lea), staff)
    entry = Entry.objects.get(event="personal_data_erased")
    assert entry.details["notes"] == 1
    assert "phone" not in json.dumps(entry.details)


def test_a_contact_who_left_goes_though_the_firm_still_owes(company, staff):
    shop = factories.customer(company)
    factories.receivable(shop)
    Contact.objects.create(customer=shop, name="Ben Maes", email="ben@bakker.example")
    erase(contact_person(company, "ben@bakker.example"), staff)
    assert not Contact.objects.exists()


def test_a_request_has_a_month_and_a_task_that_ends_with_the_answer(lea, staff):
    said = {"words": "Letter", "today": TODAY, "actor": staff, "at": NOW}
    asked = actions.record_request(
        whole(lea), RequestKind.ACCESS, received_on=date(2026, 11, 2), **said
    )
    assert asked.due_on == date(2026, 12, 2)
    assert Task.objects.get().due_on == asked.due_on
    with pytest.raises(actions.AnsweredHow):
        actions.answer_request(
            request_id=asked.pk, outcome=" ", on=TODAY, actor=staff, at=NOW
        )
    actions.answer_request(
        request_id=asked.pk, outcome="Sent by letter", on=TODAY, actor=staff, at=NOW
    )
    assert Task.objects.get().done_at is not None
    assert Request.objects.get().outcome == "Sent by letter"


def test_a_request_that_has_not_arrived_yet_is_refused(lea, staff):
    with pytest.raises(actions.NotYetReceived):
        actions.record_request(
            whole(lea),
            RequestKind.ACCESS,
            words="",
            received_on=TODAY + timedelta(days=1),
            today=TODAY,
            actor=staff,
            at=NOW,
        )


def test_an_objection_holds_from_the_day_it_arrived(lea, staff):
    actions.record_request(
        whole(lea),
        RequestKind.OBJECTION,
        words="I do not want to be scored",
        received_on=date(2026, 11, 20),
        today=TODAY,
        actor=staff,
        at=NOW,
    )
    assert Objection.objects.get().since_on == date(2026, 11, 20)


def test_whose_data_are_past_their_time_is_told_once_a_month_and_nothing_is_erased(lea):
    actions.look_for_past(as_of=TODAY, at=NOW)
    actions.look_for_past(as_of=TODAY + timedelta(days=1), at=NOW)
    row = Past.objects.get()
    assert (row.customer_id, row.since) == (lea.pk, date(2026, 3, 2))
    assert set(row.groups) == {"REACH", "CONTACTS", "MESSAGES", "ANSWERS", "NOTES"}
    assert Task.objects.filter(kind="RETENTION").count() == 1
    assert Note.objects.get().text


def test_who_was_erased_or_still_owes_is_not_among_them(lea, staff):
    erase(whole(lea), staff)
    owing = factories.customer(
        lea.company, "P3", "Eva", party_type="CONSUMER", email="e@x.example"
    )
    factories.receivable(owing, "F-3", due_on=LONG_SETTLED)
    actions.look_for_past(as_of=TODAY, at=NOW)
    assert not Past.objects.exists()


def test_nor_is_a_business(company):
    shop = factories.customer(company, email="info@shop.example")
    factories.receivable(shop, due_on=LONG_SETTLED, open_minor=0)
    actions.look_for_past(as_of=TODAY, at=NOW)
    assert not Past.objects.exists()
