"""Asking for interest and flat sums in writing, and withdrawing that."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from io import BytesIO

import factories
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from acquit.audit.models import Entry
from acquit.claims.actions import (
    AlreadyWithdrawn,
    NothingClaimed,
    NothingToClaim,
    PaidAlready,
    TooLittleToClaim,
    WithdrawnWithoutAReason,
    issue_debit_notes,
    withdraw_debit_note,
)
from acquit.claims.models import Ask, DebitLine, DebitNote
from acquit.claims.queries import drafts
from acquit.core import claim as core
from acquit.core import debit
from acquit.core.interest import Owed
from acquit.core.law import Rates
from acquit.ledger.models import Allocation, Hold, Invoice, Receivable
from claims.debtors import ANNA, DUE, ON, issue, late, only, paid, setting

pytestmark = pytest.mark.django_db


def lines(of: DebitNote) -> list[tuple[str, int]]:
    rows = of.lines.order_by("pk")
    return [(one.charge, one.amount_minor) for one in rows]


def withdraw(note: DebitNote, **more: object) -> DebitNote:
    told = {"reason": "Agreed on the telephone", "on": ON, "actor": ANNA}
    return withdraw_debit_note(note_id=note.pk, at=factories.NOW, **(told | more))


def test_a_debit_note_asks_for_interest_and_the_flat_sum():
    row = late()
    note = issue(row.customer)
    assert str(note) == note.invoice.number == "DN-2026-0001"
    assert lines(note) == [("INTEREST", 2106), ("FEE", 4000)]
    assert note.invoice.total_minor == 6106
    owed = note.invoice.receivables.get()
    assert (owed.open_minor, owed.due_on) == (6106, ON + timedelta(days=14))


def test_what_is_claimed_is_not_left_to_claim():
    row = late()
    issue(row.customer)
    found = only(row)
    assert found.of_interest.claimed == found.of_interest.computed
    assert not found.of_interest.left
    assert not found.of_fee.left
    with pytest.raises(NothingToClaim):
        issue(row.customer)


def test_the_next_note_goes_on_from_the_day_after():
    row = late()
    first = issue(row.customer)
    second = issue(row.customer, on=date(2026, 8, 31))
    (interest,) = second.lines.all()
    assert first.lines.get(charge="INTEREST").last_on == ON
    assert (interest.first_on, interest.last_on) == (date(2026, 8, 1), date(2026, 8, 31))
    assert str(second) == "DN-2026-0002"


@given(days=st.lists(st.integers(1, 400), min_size=1, max_size=5, unique=True))
@settings(deadline=None, max_examples=15)
def test_however_often_it_is_claimed_the_whole_is_the_same(days: list[int]) -> None:
    with transaction.atomic():
        row = late(due_on=date(2025, 1, 31))
        for after in sorted(days):
            issue(row.customer, on=row.due_on + timedelta(days=after))
        end = row.due_on + timedelta(days=max(days))
        found = only(row, as_of=end)
        claimed = DebitLine.objects.filter(charge="INTEREST", receivable=row)
        assert isinstance(found.interest, Owed)
        assert sum(one.amount_minor for one in claimed) == found.interest.interest_minor
        assert DebitLine.objects.filter(charge="FEE", receivable=row).count() == 1
        transaction.set_rollback(True)


def test_the_flat_sum_is_asked_for_once_ever():
    row = late()
    line = issue(row.customer).lines.get(charge="FEE")
    line.pk = None
    with pytest.raises(IntegrityError, match="flat_sum_once_per_invoice"):
        line.save()


def test_numbers_run_by_company_and_year_without_gaps():
    row = late()
    other = late(of=factories.company("BETA", "Beta"))
    setting(other.company)
    names = [
        str(issue(one.customer, on=day))
        for one, day in [
            (row, date(2026, 7, 1)),
            (row, date(2026, 7, 2)),
            (other, date(2026, 7, 2)),
            (row, date(2026, 12, 31)),
        ]
    ]
    assert names == ["DN-2026-0001", "DN-2026-0002", "DN-2026-0001", "DN-2026-0003"]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_take_two_numbers():
    company = factories.company()
    setting(company)
    debtors = [factories.customer(company, code=f"C{at}") for at in range(4)]
    for at, one in enumerate(debtors):
        factories.receivable(one, f"N{at}", due_on=DUE)

    def ask(customer_id: int) -> None:
        try:
            issue_debit_notes(customer_id=customer_id, on=ON, actor=ANNA, at=factories.NOW)
        finally:
            connection.close()

    people = [threading.Thread(target=ask, args=[one.pk]) for one in debtors]
    for one in people:
        one.start()
    for one in people:
        one.join()
    serials = DebitNote.objects.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == [1, 2, 3, 4]


def test_a_company_that_claims_nothing_issues_none():
    row = late(of=factories.company())
    with pytest.raises(NothingClaimed):
        issue(row.customer)


def test_less_than_the_minimum_is_not_asked_for():
    company = factories.company()
    setting(company, minimum_minor=10_000)
    row = late(of=company)
    with pytest.raises(TooLittleToClaim, match=r"61\.06 EUR is less"):
        issue(row.customer)


def test_what_is_contested_or_missing_is_left_out():
    row = late()
    Receivable.objects.update(missing_on=ON)
    assert drafts(row.customer_id, until=ON) == []


@pytest.mark.parametrize(
    ("reason", "asked"), [("INSOLVENCY", False), ("HANDED_OVER", False), ("PLAN", True)]
)
def test_of_what_is_in_other_hands_nothing_is_claimed(reason: str, asked: bool):
    row = late()
    Hold.objects.create(
        customer=row.customer,
        receivable=row if reason == "HANDED_OVER" else None,
        reason=reason,
        from_on=DUE,
        until_on=date(9999, 12, 30),
        recorded_at=factories.NOW,
    )
    assert bool(drafts(row.customer_id, until=ON)) is asked


@pytest.mark.parametrize(("reason", "asked"), [("GOODWILL", False), ("ROUNDING", True)])
def test_of_what_was_given_up_nothing_is_claimed(reason: str, asked: bool):
    row = late()
    written_off = Allocation.objects.create(
        receivable=row,
        kind="WRITE_OFF",
        source="PERSON",
        amount_minor=100,
        written_off=reason,
        booked_on=ON,
        recorded_at=factories.NOW,
    )
    assert bool(drafts(row.customer_id, until=ON)) is asked
    Allocation.objects.create(
        receivable=row,
        kind="WRITE_OFF",
        source="PERSON",
        amount_minor=-100,
        written_off=reason,
        reverses=written_off,
        booked_on=ON,
        recorded_at=factories.NOW,
    )
    assert drafts(row.customer_id, until=ON)


def test_what_was_paid_late_may_still_be_claimed():
    row = late()
    paid(row, 120_000, date(2026, 6, 30))
    note = issue(row.customer)
    interest = note.lines.get(charge="INTEREST")
    assert (interest.first_on, interest.last_on) == (date(2026, 6, 1), date(2026, 6, 30))


def test_a_note_for_each_currency():
    row = late()
    factories.receivable(row.customer, "US-1", due_on=DUE, currency="USD")
    notes = issue_debit_notes(
        customer_id=row.customer_id, on=ON, actor=ANNA, at=factories.NOW
    )
    # The flat sum is in the money of the law, whatever the invoice is in.
    assert [(one.invoice.currency, one.invoice.total_minor) for one in notes] == [
        ("EUR", 2106 + 4000 + 4000),
        ("USD", 2106),
    ]


def test_the_working_is_kept_and_gives_the_same_again():
    row = late()
    paid(row, 40_000, date(2026, 6, 20))
    issue(row.customer, on=date(2026, 7, 10))
    later = issue(row.customer)
    # Facts that become known afterwards change nothing in it.
    paid(row, 10_000, date(2026, 6, 25))
    for line in DebitLine.objects.filter(charge="INTEREST"):
        again = core.beside(
            debit.read(line.computation), as_of=line.last_on, rates=Rates.published()
        )
        assert again is not None
        assert isinstance(again.interest, Owed)
        assert again.interest.interest_minor == line.computed_minor
        told = [one["interest"] for one in line.computation["lines"]]
        shown = [
            str(one.interest)
            for one in again.interest.lines
            if one.first_on >= line.first_on
        ]
        assert told == shown
    assert later.lines.get().claimed_minor > 0


def test_what_was_claimed_for_too_long_is_said():
    row = late()
    issue(row.customer)
    paid(row, 120_000, date(2026, 6, 10))
    found = only(row, as_of=date(2026, 8, 5))
    assert found.of_interest.beyond.minor > 0
    assert not found.of_interest.left


@pytest.mark.parametrize(
    ("language", "title", "vat"),
    [
        ("en", "Debit note DN-2026-0001", "outside the scope of VAT"),
        ("fr", "Note de débit DN-2026-0001", "aucune TVA"),
        ("nl", "Debetnota DN-2026-0001", "geen btw"),
        ("de", "Belastungsanzeige DN-2026-0001", "keine Umsatzsteuer"),
    ],
)
def test_its_paper_speaks_the_language_of_the_customer(language: str, title: str, vat: str):
    row = late()
    row.customer.language = language
    row.customer.save()
    factories.account(row.company)
    note = issue(row.customer)
    assert note.invoice.document is not None
    reader = PdfReader(BytesIO(bytes(note.invoice.document.content)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert title in text
    assert vat in text
    assert "Law of 2 August 2002" in text
    assert "61.06" in text or "61,06" in text


def test_a_withdrawn_note_frees_what_it_claimed():
    row = late()
    note = withdraw(issue(row.customer))
    owed = note.invoice.receivables.get()
    assert (owed.open_minor, owed.settled_on) == (0, ON)
    found = only(row)
    assert found.of_interest.left.minor == 2106
    assert found.of_fee.left.minor == 4000
    assert str(issue(row.customer)) == "DN-2026-0002"


def test_a_withdrawn_note_may_waive_what_it_claimed():
    row = late()
    withdraw(issue(row.customer), waive=True)
    found = only(row)
    assert found.of_interest.waived.minor == 2106
    assert not found.of_fee.left
    with pytest.raises(NothingToClaim):
        issue(row.customer)


def test_it_is_withdrawn_once_and_for_a_reason():
    note = issue(late().customer)
    with pytest.raises(WithdrawnWithoutAReason):
        withdraw(note, reason=" ")
    withdraw(note)
    with pytest.raises(AlreadyWithdrawn):
        withdraw(note)


def test_what_was_paid_on_is_not_withdrawn():
    note = issue(late().customer)
    paid(note.invoice.receivables.get(), 1000, ON)
    with pytest.raises(PaidAlready):
        withdraw(note)


def test_the_trail_tells_who_asked_and_who_withdrew():
    note = issue(late().customer)
    withdraw(note)
    events = Entry.objects.filter(subject_id=note.pk, subject_kind="DebitNote")
    told = list(events.order_by("pk").values_list("event", "reason"))
    assert told == [
        ("debit_note_issued", ""),
        ("debit_note_withdrawn", "Agreed on the telephone"),
    ]


def test_a_debit_note_bears_no_interest_itself():
    row = late()
    issue(row.customer)
    later = ON + timedelta(days=60)
    asked = [
        line.of.row.pk for one in drafts(row.customer_id, until=later) for line in one.lines
    ]
    assert set(asked) == {row.pk}
    assert Ask.INTEREST in {
        line.charge for one in drafts(row.customer_id, until=later) for line in one.lines
    }
    assert Invoice.objects.filter(kind="DEBIT_NOTE").count() == 1
