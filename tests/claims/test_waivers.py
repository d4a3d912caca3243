"""Letting go of interest and flat sums."""

from __future__ import annotations

from datetime import date
from typing import Any

import factories
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.claims.actions import (
    NothingToWaive,
    WaivedWithoutAReason,
    WaiverEnded,
    end_waiver,
    waive,
)
from acquit.claims.models import Ask, Waiver
from acquit.core.interest import WaivedTooMuch
from acquit.core.money import Money
from acquit.ledger.models import Receivable
from claims.debtors import ANNA, ON, issue, late, only

pytestmark = pytest.mark.django_db


def let_go(row: Receivable, minor: int | None = None, **more: Any) -> Waiver:
    told = {"charge": Ask.INTEREST, "reason": "An old customer", "on": ON}
    return waive(
        receivable_id=row.pk,
        amount=None if minor is None else Money(minor, "EUR"),
        actor=ANNA,
        at=factories.NOW,
        **(told | more),
    )


def test_a_part_is_waived_and_the_rest_claimed():
    row = late()
    let_go(row, 1000)
    note = issue(row.customer)
    interest = note.lines.get(charge="INTEREST")
    assert (interest.amount_minor, interest.waived_minor) == (1106, 1000)
    asked = only(row).of_interest
    assert asked.computed == asked.claimed + asked.waived


def test_the_whole_is_waived_with_what_is_still_to_come():
    row = late()
    let_go(row)
    assert not only(row, as_of=date(2026, 12, 31)).of_interest.left


def test_the_flat_sum_is_waived_alone():
    row = late()
    let_go(row, charge=Ask.FEE)
    found = only(row)
    assert not found.of_fee.left
    assert found.of_interest.left.minor == 2106


def test_what_a_note_asks_for_is_not_waived_beside_it():
    row = late()
    issue(row.customer)
    with pytest.raises(NothingToWaive):
        let_go(row)


def test_nobody_waives_more_than_is_left():
    row = late()
    for wrong in (2107, 0, -1):
        with pytest.raises(WaivedTooMuch):
            let_go(row, wrong)


def test_a_waiver_has_a_reason():
    with pytest.raises(WaivedWithoutAReason):
        let_go(late(), reason="  ")


def test_a_waiver_is_taken_back_once():
    row = late()
    waiver = let_go(row)
    end_waiver(waiver_id=waiver.pk, on=ON, actor=ANNA, at=factories.NOW)
    assert only(row).of_interest.left.minor == 2106
    with pytest.raises(WaiverEnded):
        end_waiver(waiver_id=waiver.pk, on=ON, actor=ANNA, at=factories.NOW)


steps = st.lists(
    st.tuples(st.sampled_from(["waive", "claim"]), st.integers(1, 40), st.integers(1, 900)),
    max_size=6,
)


@given(steps=steps)
@settings(deadline=None, max_examples=15)
def test_computed_claimed_waived_and_left_always_agree(
    steps: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        row, day = late(), 0
        for what, days, minor in steps:
            day += days
            on = date.fromordinal(row.due_on.toordinal() + day)
            left = only(row, as_of=on).of_interest.left
            if what == "claim" and left:
                issue(row.customer, on=on)
            elif left:
                let_go(row, min(minor, left.minor), on=on)
            asked = only(row, as_of=on).of_interest
            assert asked.computed == asked.claimed + asked.waived + asked.left
            assert not asked.beyond
        transaction.set_rollback(True)
