"""Promises, disputes and holds: what was said, by whom, and until when it counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factories
import pytest
from django.db import IntegrityError, transaction

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.ledger import actions
from acquit.ledger.actions.facts import BeyondOpen, DayInThePast, NotOfThisCustomer
from acquit.ledger.models import Dispute, DisputeReason, HoldReason, Promise, Receivable

TODAY = date(2026, 3, 20)
AT = datetime(2026, 3, 20, 7, 0, tzinfo=UTC)
CLERK = Actor(None, "clerk")
WHO = {"actor": CLERK, "at": AT}
pytestmark = pytest.mark.django_db


@pytest.fixture
def row(db: None) -> Receivable:
    return factories.receivable(factories.customer(factories.company()), minor=10_000)


def promise(
    row: Receivable, minor: int = 10_000, on: date = date(2026, 3, 31), **more: str
):
    return actions.record_promise(
        receivable_id=row.pk,
        amount=Money(minor, more.get("currency", "EUR")),
        promised_on=on,
        made_on=TODAY,
        **WHO,
    )


def dispute(row: Receivable, minor: int | None) -> Dispute:
    return actions.open_dispute(
        receivable_id=row.pk,
        amount=None if minor is None else Money(minor, "EUR"),
        reason=DisputeReason.PRICE,
        on=TODAY,
        **WHO,
    )


def test_a_new_promise_takes_the_place_of_the_open_one(row):
    first, second = promise(row), promise(row, 5_000)
    first.refresh_from_db()
    assert (first.closed_on, first.kept) == (TODAY, None)
    assert Promise.objects.get(closed_on=None) == second
    assert Entry.objects.filter(event="promise_recorded").count() == 2


@pytest.mark.parametrize("minor", [0, -1, 10_001])
def test_a_promise_is_within_what_is_open(row, minor):
    with pytest.raises(BeyondOpen):
        promise(row, minor)


def test_a_promise_is_in_the_currency_of_the_invoice(row):
    with pytest.raises(BeyondOpen):
        promise(row, 100, currency="USD")


def test_a_promise_is_for_a_day_to_come(row):
    with pytest.raises(DayInThePast):
        promise(row, on=date(2026, 3, 19))
    assert promise(row, on=TODAY).promised_on == TODAY


def test_a_withdrawn_promise_is_neither_kept_nor_broken(row):
    one = actions.withdraw_promise(promise_id=promise(row).pk, on=TODAY, **WHO)
    assert (one.closed_on, one.kept) == (TODAY, None)
    with pytest.raises(Refusal, match="ended already"):
        actions.withdraw_promise(promise_id=one.pk, on=TODAY, **WHO)


def test_promises_are_closed_as_kept_or_broken_with_a_trace(row):
    kept = promise(row)
    actions.close_promises(kept=[kept.pk], broken=[], on=TODAY, **WHO)
    broken = promise(row)
    actions.close_promises(kept=[], broken=[broken.pk], on=TODAY, **WHO)
    assert list(Promise.objects.order_by("pk").values_list("kept", flat=True)) == [
        True,
        False,
    ]
    assert Entry.objects.filter(event__in=["promise_kept", "promise_broken"]).count() == 2


def test_nothing_is_said_of_what_is_paid(row):
    Receivable.objects.filter(pk=row.pk).update(open_minor=0, settled_on=TODAY)
    with pytest.raises(actions.NothingOpen):
        promise(row)
    with pytest.raises(actions.NothingOpen):
        dispute(row, None)


def test_a_dispute_is_over_the_whole_or_a_part(row):
    assert dispute(row, None).amount_minor is None
    part = dispute(row, 2_500)
    assert part.amount_minor == 2_500
    assert Dispute.objects.get(closed_on=None) == part
    with pytest.raises(BeyondOpen):
        dispute(row, 10_001)


def test_a_dispute_ends_once(row):
    one = dispute(row, None)
    assert actions.close_dispute(dispute_id=one.pk, on=TODAY, **WHO).closed_on == TODAY
    with pytest.raises(Refusal, match="ended already"):
        actions.close_dispute(dispute_id=one.pk, on=TODAY, **WHO)


def hold(row: Receivable, until: date = date(2026, 3, 31), **more: object):
    aim = {"customer_id": row.customer_id, "receivable_id": row.pk} | more
    return actions.place_hold(
        reason=HoldReason.AGREEMENT,
        words="agreed by phone",
        from_on=TODAY,
        until_on=until,
        **aim,
        **WHO,
    )


def test_a_hold_stops_a_customer_or_one_invoice_until_its_day(row):
    assert hold(row).receivable == row
    assert hold(row, receivable_id=None).receivable is None
    assert Entry.objects.filter(event="hold_placed", reason="agreed by phone").count() == 2


def test_a_hold_ends_after_it_begins_and_only_once(row):
    with pytest.raises(DayInThePast):
        hold(row, until=date(2026, 3, 19))
    one = actions.end_hold(hold_id=hold(row).pk, on=TODAY, **WHO)
    with pytest.raises(Refusal, match="ended already"):
        actions.end_hold(hold_id=one.pk, on=TODAY, **WHO)


def test_a_hold_is_on_an_invoice_of_its_own_customer(row):
    other = factories.customer(row.company, "C002")
    with pytest.raises(NotOfThisCustomer):
        hold(row, customer_id=other.pk)


def test_the_database_keeps_one_promise_and_one_dispute_open(row):
    one, contested = promise(row), dispute(row, None)
    for again in (one, contested):
        again.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)
