"""The sum of each customer: what a debit note would ask for, or why there would be none."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import factories
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.channels.outbox import Outbox
from acquit.claims.actions import sum_up
from acquit.claims.models import Ask, DebitNote, ToClaim
from acquit.claims.queries import CompanyTerms, drafts
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle import actions as cycle
from acquit.cycle import jobs as daily
from acquit.cycle.actions.daily import walk
from acquit.cycle.actions.outstanding import sum_up_shard
from acquit.cycle.actions.ringing import ring_for_claims
from acquit.cycle.claiming_jobs import (
    sum_claims,
    sum_claims_of_company,
    sum_claims_of_customer,
    sum_claims_of_customers,
)
from acquit.cycle.queries import shards
from acquit.dunning.queries import notices
from acquit.ledger.models import Customer, Hold, HoldReason, Receivable
from acquit.organisation.models import Company
from claims.debtors import ANNA, DUE, ON, late, paid, setting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 31, 9, 0, tzinfo=UTC)


def summed(on: date = ON) -> list[ToClaim]:
    for shard in shards(2000):
        sum_up_shard(shard, on)
    return list(ToClaim.objects.order_by("customer_id", "currency"))


def only(on: date = ON) -> ToClaim:
    (row,) = summed(on)
    return row


def issue(of: Customer, on: date = ON) -> DebitNote:
    (note,) = cycle.issue_debit_notes(
        customer_id=of.pk, on=on, actor=ANNA, at=factories.NOW
    )
    return note


def owed_by(of: Company, code: str) -> int:
    customer = factories.customer(of, code)
    factories.receivable(customer, f"N-{code}", due_on=DUE)
    return customer.pk


def waive(row: Receivable, charge: Ask, minor: int | None = None) -> None:
    cycle.waive(
        receivable_id=row.pk,
        charge=charge,
        amount=None if minor is None else Money(minor, "EUR"),
        reason="Agreed",
        on=ON,
        actor=ANNA,
        at=factories.NOW,
    )


def test_it_says_what_a_note_would_ask_for_and_since_when():
    late()
    row = only()
    assert (row.why, row.left_minor, row.invoices) == ("", 6106, 1)
    assert (row.computed_minor, row.claimed_minor, row.waived_minor) == (6106, 0, 0)
    assert (row.since_on, row.as_of) == (DUE + timedelta(days=1), ON)


def test_it_is_known_at_once_that_a_note_was_made():
    row = late()
    issue(row.customer)
    found = ToClaim.objects.get()
    assert (found.why, found.left_minor, found.claimed_minor) == ("DONE", 0, 6106)


def test_what_has_come_to_it_since_is_left_from_the_day_after():
    row = late()
    issue(row.customer)
    found = only(ON + timedelta(days=31))
    assert (found.left_minor, found.since_on) == (1070, ON + timedelta(days=1))


def test_it_is_known_at_once_what_was_waived_and_taken_back():
    row = late()
    summed()
    waive(row, Ask.FEE)
    assert ToClaim.objects.get().left_minor == 2106
    waive(row, Ask.INTEREST)
    found = ToClaim.objects.get()
    assert (found.why, found.waived_minor) == ("DONE", 6106)


def test_a_withdrawn_note_is_left_to_claim_again():
    note = issue(late().customer)
    cycle.withdraw_debit_note(
        note_id=note.pk, reason="Wrong", waive=False, on=ON, actor=ANNA, at=factories.NOW
    )
    assert ToClaim.objects.get().left_minor == 6106


def test_less_than_the_smallest_note_is_left_out():
    of = factories.company()
    setting(of, minimum_minor=10_000)
    late(of)
    row = only()
    assert (row.why, row.left_minor) == ("SMALL", 6106)


def test_of_a_company_that_claims_nothing_nobody_is_on_the_list():
    of = factories.company()
    setting(of, claimed=False)
    late(of)
    row = only()
    assert (row.why, row.left_minor) == ("TERMS", 0)


def test_a_consumer_before_the_letter_is_left_out_by_law():
    row = late()
    Customer.objects.update(party_type="CONSUMER")
    assert only().why == "LAW"
    assert row.customer_id == only().customer_id


def test_what_is_in_other_hands_is_left_out():
    row = late()
    Hold.objects.create(
        customer=row.customer,
        reason="HANDED_OVER",
        from_on=ON,
        until_on=ON + timedelta(days=90),
        recorded_at=factories.NOW,
    )
    assert only().why == "HELD"


def test_who_paid_in_time_has_no_row():
    row = late()
    paid(row, 120_000, DUE)
    assert summed() == []


def test_each_currency_has_a_row():
    row = late()
    factories.receivable(row.customer, "USD-1", due_on=DUE, currency="USD")
    rows = summed()
    assert [one.currency for one in rows] == ["EUR", "USD"]
    left = {one.currency: one.total.minor for one in drafts(row.customer_id, until=ON)}
    assert {one.currency: one.left_minor for one in rows} == left


def test_many_customers_take_as_many_questions_as_one():
    of = factories.company()
    setting(of)
    keys = []
    counts = []
    for many in (1, 12):
        while len(keys) < many:
            code = f"K{len(keys)}"
            one = factories.customer(of, code)
            factories.receivable(one, f"{code}-1", due_on=DUE)
            factories.receivable(one, f"{code}-2", due_on=DUE)
            keys.append(one.pk)
        with CaptureQueriesContext(connection) as asked:
            sum_up(keys, as_of=ON, letters=lambda ids: notices.of(ids, as_of=ON))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_walk_sums_up_and_so_do_the_jobs():
    row = late()
    walk(ON, carrier=Outbox(), clock=lambda: AT)
    assert ToClaim.objects.get().left_minor == 6106
    jobs = (
        lambda: sum_claims(day=ON.isoformat(), first=1, last=row.customer_id),
        lambda: sum_claims_of_customer(customer_id=row.customer_id),
        lambda: sum_claims_of_company(company_id=row.company_id),
    )
    for job in jobs:
        ToClaim.objects.all().delete()
        job()
        assert ToClaim.objects.get().as_of == ON


def test_the_workers_sum_up_after_everything_else_of_the_day():
    late()
    daily.walk(day=ON.isoformat())
    rows = ProcrastinateJob.objects.filter(queue_name="cycle")
    order = dict(rows.values_list("task_name", "priority"))
    assert order["cycle.sum_claims"] < order["cycle.watch"] < order["cycle.decide"]


def test_terms_that_change_have_their_company_summed_up():
    row = late()
    terms = CompanyTerms(valid_from=ON)
    cycle.set_terms(row.company, terms, actor=ANNA, at=factories.NOW)
    job = ProcrastinateJob.objects.get(task_name="cycle.sum_claims_of_company")
    assert job.args == {"company_id": row.company_id}


def test_a_fact_of_a_customer_has_it_summed_up_where_interest_is_spoken_of():
    row = late()
    silent = factories.receivable(factories.customer(factories.company("BETA"), "C2"), "2")
    for one in (row, silent):
        cycle.place_hold(
            customer_id=one.customer_id,
            receivable_id=None,
            reason=HoldReason.OTHER,
            from_on=ON,
            until_on=ON,
            actor=ANNA,
            at=factories.NOW,
        )
    job = ProcrastinateJob.objects.get(task_name="cycle.sum_claims_of_customer")
    assert job.args == {"customer_id": row.customer_id}


def test_facts_of_many_have_those_summed_up_and_no_others():
    of = factories.company()
    setting(of)
    several = [owed_by(of, f"K{at}") for at in range(12)]
    owed_by(of, "K99")
    ring_for_claims(several)
    job = ProcrastinateJob.objects.get(task_name="cycle.sum_claims_of_customers")
    assert job.priority < 0
    sum_claims_of_customers(**job.args)
    rows = ToClaim.objects.order_by("customer_id")
    assert list(rows.values_list("customer_id", flat=True)) == sorted(several)


debts = st.lists(
    st.tuples(
        st.integers(100, 500_000),  # the amount
        st.integers(-20, 200),  # days late
        st.sampled_from(["EUR", "GBP"]),
        st.integers(0, 100),  # percent that was paid
        st.integers(-30, 30),  # so many days after the due day
    ),
    max_size=5,
)
before = st.none() | st.integers(0, 60)


@given(debts=debts, claimed_before=before, minimum=st.integers(0, 20_000))
@settings(deadline=None, max_examples=25)
def test_the_sum_is_what_a_note_would_ask_for(
    debts: list[tuple[int, int, str, int, int]], claimed_before: int | None, minimum: int
) -> None:
    with transaction.atomic():
        customer = owing(debts, minimum)
        if claimed_before is not None:
            with suppress(Refusal), transaction.atomic():
                issue_all(customer, ON - timedelta(days=claimed_before))
        rows = summed()
        left = {one.currency: one.total.minor for one in drafts(customer.pk, until=ON)}
        assert {one.currency: one.left_minor for one in rows if one.left_minor} == left
        for one in rows:
            small = one.currency == "EUR" and one.left_minor < minimum
            assert (one.why == "") == (one.left_minor > 0 and not small)
        transaction.set_rollback(True)


def owing(debts: list[tuple[int, int, str, int, int]], minimum: int) -> Customer:
    of = factories.company()
    setting(of, minimum_minor=minimum)
    customer = factories.customer(of)
    for number, (minor, days, currency, percent, after) in enumerate(debts):
        due_on = ON - timedelta(days=days)
        row = factories.receivable(
            customer, f"N{number}", minor=minor, due_on=due_on, currency=currency
        )
        if share := minor * percent // 100:
            paid(row, share, due_on + timedelta(days=after))
    return customer


def issue_all(of: Customer, on: date) -> None:
    cycle.issue_debit_notes(customer_id=of.pk, on=on, actor=ANNA, at=factories.NOW)
