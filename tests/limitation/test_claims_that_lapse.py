"""Until when each claim can be brought to court, what moved the day, and who is told."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest

from acquit.agenda.actions import finish_task
from acquit.agenda.models import Task
from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.channels.outbox import Outbox
from acquit.core.law import Event
from acquit.cycle import actions as cycle
from acquit.ledger.models import Allocation, Customer, Document, Receipt, Receivable
from acquit.limitation import actions, queries
from acquit.limitation.models import Occurrence, Watched
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
ANNA = Actor(None, "Anna")
# Of 2023: gone with the end of 2026.
OLD = date(2023, 3, 15)


@pytest.fixture
def german() -> Company:
    made = factories.company("DE01", "Rhein Handel")
    made.country = "DE"
    made.save()
    return made


@pytest.fixture
def owed(german: Company) -> Receivable:
    return factories.receivable(factories.customer(german, country="DE"), due_on=OLD)


def paid(row: Receivable, minor: int, on: date) -> Allocation:
    receipt = Receipt.objects.create(
        company=row.company,
        customer=row.customer,
        source="BANK",
        key=f"{on}",
        received_on=on,
        value_on=on,
        currency="EUR",
        amount_minor=minor,
        available_minor=0,
        recorded_at=factories.NOW,
    )
    row.open_minor -= minor
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


def happened(row: Receivable, kind: Event = Event.ACKNOWLEDGEMENT, **more: object):
    told = {"on": date(2024, 6, 3), "words": "Letter of 3 June 2024", "today": TODAY}
    told["receivable_ids"] = [row.pk]
    return actions.record_occurrence(
        kind=kind,
        actor=ANNA,
        at=factories.NOW,
        **(told | more),
    )


def until(row: Receivable) -> date:
    (one,) = queries.dated([row.pk], as_of=TODAY)
    return one.day.until


def watch(on: date = TODAY) -> None:
    actions.watch(as_of=on, at=factories.NOW + (on - TODAY))


def tasks(customer: Customer) -> list[tuple[str, list[str]]]:
    found = Task.objects.filter(customer=customer, done_at=None).order_by("pk")
    return [
        (task.why["stage"], [number for _key, number, _until in task.why["items"]])
        for task in found
    ]


def test_a_german_claim_is_lost_with_the_third_year(owed):
    assert until(owed) == date(2026, 12, 31)


def test_a_part_payment_counts_by_its_value_day_where_the_law_says_so(owed):
    paid(owed, 20_000, date(2024, 5, 2))
    assert until(owed) == date(2027, 5, 2)


def test_and_nowhere_else(owed):
    Company.objects.update(country="FR")
    paid(owed, 20_000, date(2024, 5, 2))
    assert until(owed) == date(2028, 3, 15)


def test_money_that_went_back_never_moved_anything(owed):
    before = paid(owed, 20_000, date(2024, 5, 2))
    Allocation.objects.create(
        receivable=owed,
        kind="RECEIPT",
        source="BANK",
        receipt=before.receipt,
        reverses=before,
        amount_minor=-20_000,
        booked_on=date(2024, 5, 20),
        recorded_at=factories.NOW,
    )
    assert until(owed) == date(2026, 12, 31)


def test_a_formal_notice_that_left_counts_in_the_netherlands_and_not_here(owed):
    notice = factories.sent(owed, "FORMAL_NOTICE", on=date(2024, 9, 2))
    assert until(owed) == date(2026, 12, 31)
    Company.objects.update(country="NL")
    assert until(owed) == date(2029, 9, 2)
    notice.delivery = "BOUNCED"
    notice.save()
    assert until(owed) == date(2028, 3, 16)


def test_a_letter_that_lies_in_the_tray_has_told_nobody_anything(owed):
    Company.objects.update(country="NL")
    notice = factories.sent(owed, "FORMAL_NOTICE", on=date(2024, 9, 2))
    notice.channel = "LETTER"
    notice.save()
    assert until(owed) == date(2028, 3, 16)
    notice.delivery = "POSTED"
    notice.save()
    assert until(owed) == date(2029, 9, 2)


def test_an_ordinary_reminder_moves_nothing_anywhere(owed):
    factories.sent(owed, "REMINDER_2", on=date(2024, 9, 2))
    for country in ("DE", "NL", "ES", "IT", "FR", "BE"):
        Company.objects.update(country=country)
        (one,) = queries.dated([owed.pk], as_of=TODAY)
        assert one.day.moved_by is None


def test_what_a_person_records_moves_the_day_and_stands_in_the_trail(owed):
    happened(owed)
    assert until(owed) == date(2027, 6, 3)
    entry = Entry.objects.get(event="limitation_recorded")
    assert entry.reason == "Letter of 3 June 2024"
    assert entry.details["kind"] == "ACKNOWLEDGEMENT"


def test_what_was_wrong_is_taken_back_by_a_further_fact(owed):
    (wrong,) = happened(owed)
    actions.withdraw_occurrence(
        occurrence_id=wrong.pk,
        words="It was about another invoice",
        today=TODAY,
        actor=ANNA,
        at=factories.NOW,
    )
    assert until(owed) == date(2026, 12, 31)
    assert Occurrence.objects.count() == 2
    with pytest.raises(actions.NotRecorded):
        actions.withdraw_occurrence(
            occurrence_id=wrong.pk, words="x", today=TODAY, actor=ANNA, at=factories.NOW
        )


def test_nothing_is_recorded_of_a_day_to_come_before_the_invoice_or_without_words(owed):
    with pytest.raises(actions.NotYet):
        happened(owed, on=TODAY + timedelta(days=1))
    with pytest.raises(actions.BeforeTheInvoice):
        happened(owed, on=date(2023, 1, 1))
    with pytest.raises(actions.HowIsItKnown):
        happened(owed, words=" ")
    with pytest.raises(actions.NotRecorded):
        happened(owed, Event.PART_PAYMENT)
    assert not Occurrence.objects.exists()


def test_a_document_is_kept_once_for_all_it_speaks_of(owed):
    other = factories.receivable(owed.customer, "2023-002", due_on=OLD)
    paper = Document(
        company=owed.company,
        name="letter.pdf",
        media_type="application/pdf",
        sha256="a" * 64,
        size=4,
        content=b"%PDF",
        recorded_at=factories.NOW,
    )
    made = happened(owed, receivable_ids=[owed.pk, other.pk], document=paper)
    assert {one.document_id for one in made} == {Document.objects.get().pk}


def test_a_consumer_is_under_the_law_of_where_he_lives(german):
    lives_in_france = factories.customer(german, country="FR", party_type="CONSUMER")
    assert until(factories.receivable(lives_in_france, due_on=OLD)) == date(2025, 3, 15)


def test_people_are_told_once_for_each_customer_and_stage(owed):
    factories.receivable(owed.customer, "2023-002", due_on=date(2023, 9, 1))
    factories.receivable(owed.customer, "2024-001", due_on=date(2024, 9, 1))
    watch()
    watch()
    assert tasks(owed.customer) == [("HALF_YEAR", ["2026-001", "2023-002"])]


def test_the_task_of_the_next_stage_takes_the_place_of_the_one_before(owed):
    watch()
    watch(date(2026, 12, 1))
    assert tasks(owed.customer) == [("MONTH", ["2026-001"])]


def test_the_task_is_done_by_itself_once_it_was_paid_or_the_day_moved(owed):
    watch()
    happened(owed)
    assert tasks(owed.customer) == [("YEAR", ["2026-001"])]
    Receivable.objects.update(open_minor=0, settled_on=TODAY)
    watch(TODAY + timedelta(days=1))
    assert tasks(owed.customer) == []
    assert not Watched.objects.exists()


def test_what_a_person_has_seen_to_does_not_come_back_at_that_stage(owed):
    watch()
    somebody = Actor.of(factories.person())
    finish_task(task_id=Task.objects.get().pk, actor=somebody, at=factories.NOW)
    watch(TODAY + timedelta(days=1))
    assert tasks(owed.customer) == []
    watch(date(2026, 12, 1))
    assert tasks(owed.customer) == [("MONTH", ["2026-001"])]


def test_what_fell_away_by_itself_and_comes_back_is_told_again(owed):
    watch()
    (wrong,) = happened(owed, on=date(2026, 6, 3))
    assert tasks(owed.customer) == []
    actions.withdraw_occurrence(
        occurrence_id=wrong.pk,
        words="Another debtor",
        today=TODAY,
        actor=ANNA,
        at=factories.NOW + timedelta(minutes=5),
    )
    assert tasks(owed.customer) == [("HALF_YEAR", ["2026-001"])]


def test_where_no_law_is_known_it_is_said_and_nobody_is_sent_for(owed):
    Company.objects.update(country="US")
    watch()
    row = Watched.objects.get()
    assert row.until is None
    assert "not known here" in row.said["text"]
    assert tasks(owed.customer) == []


def test_the_walk_of_a_day_looks_at_them(owed):
    cycle.walk(TODAY, carrier=Outbox(), clock=lambda: factories.NOW)
    assert tasks(owed.customer) == [("HALF_YEAR", ["2026-001"])]


def test_only_what_is_old_enough_is_looked_at(owed):
    young = factories.customer(owed.company, "C002", "Young")
    for number in range(5):
        factories.receivable(young, f"Y{number}", due_on=date(2026, 10, 1))
    assert [one.owed.number for one in queries.near(as_of=TODAY)] == ["2026-001"]


def test_within_more_months_more_is_found(owed):
    factories.receivable(owed.customer, "2024-001", due_on=date(2024, 9, 1))
    found = {one.owed.number for one in queries.near(as_of=TODAY, within=12)}
    assert found == {"2026-001"}
    found = {one.owed.number for one in queries.near(as_of=TODAY, within=14)}
    assert found == {"2026-001", "2024-001"}
