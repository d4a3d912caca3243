"""A debit note is sent as soon as it is made: the accounting does not know of it, and
nobody else sends it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from acquit.core import dunning
from acquit.core.days import is_working_day
from acquit.core.dunning import (
    STANDARD,
    STANDARD_POLICY,
    Channel,
    CustomerFile,
    Decision,
    Guard,
    Item,
    ItemKind,
    Place,
    Reason,
    Scenario,
    Step,
)
from acquit.core.party import Party

MADE = date(2026, 3, 2)  # a Monday
NOTE = Item(
    receivable_id=7,
    currency="EUR",
    due_on=MADE + timedelta(days=30),
    open_minor=6_106,
    kind=ItemKind.DEBIT_NOTE,
)
NOTHING = Scenario(places=())


def next_of(
    item: Item,
    as_of: date = MADE,
    scenario: Scenario = STANDARD,
    channels: frozenset[Channel] = frozenset({Channel.EMAIL}),
) -> Decision:
    file = CustomerFile(1, 1, Party.BUSINESS, "BE", channels, [item])
    (decision,) = dunning.decide(file, scenario, STANDARD_POLICY, Guard.FRESH, as_of=as_of)
    return decision


def test_it_leaves_at_once_though_its_scenario_sends_no_invoices():
    decision = next_of(NOTE)
    assert (decision.step, decision.due, decision.rank) == (Step.INVOICE, True, 10)


def test_an_invoice_is_still_sent_by_the_accounting():
    decision = next_of(NOTE._replace(kind=ItemKind.INVOICE))
    assert (decision.step, decision.due) == (Step.NOTICE, False)


def test_on_a_day_off_it_waits_for_the_next_working_day():
    sunday = MADE - timedelta(days=1)
    assert next_of(NOTE, sunday).on == MADE


def test_who_has_no_email_gets_a_letter():
    decision = next_of(NOTE, channels=frozenset({Channel.LETTER}))
    assert decision.channel is Channel.LETTER


def test_after_it_comes_what_comes_for_an_invoice():
    sent = NOTE._replace(last_rank=10, last_on=MADE)
    decision = next_of(sent, MADE + timedelta(days=1))
    # Five days before the first of April is Friday 27 March.
    assert (decision.step, decision.on) == (Step.NOTICE, date(2026, 3, 27))
    late = next_of(sent, NOTE.due_on)
    assert (late.step, late.on) == (Step.REMINDER_1, date(2026, 4, 7))  # after Easter


def test_the_table_in_the_explanation():
    """docs/explanation/dunning.md: made on Saturday the first of August."""
    note = NOTE._replace(due_on=date(2026, 8, 14))
    assert next_of(note, date(2026, 8, 1)).on == date(2026, 8, 3)
    sent = note._replace(last_rank=10, last_on=date(2026, 8, 3))
    assert next_of(sent, date(2026, 8, 4)).on == date(2026, 8, 10)
    told = note._replace(last_rank=50, last_on=date(2026, 8, 10))
    assert next_of(told, date(2026, 8, 11)).on == date(2026, 8, 18)


def test_once_it_is_due_it_is_reminded_of_and_no_longer_sent():
    assert next_of(NOTE, NOTE.due_on).step is Step.REMINDER_1


def test_a_scenario_that_sends_invoices_sends_it_by_its_own_place_and_at_once():
    sending = Place(step=Step.INVOICE, days=-10, channels=(Channel.LETTER,))
    scenario = replace(STANDARD, places=(sending, *STANDARD.places))
    decision = next_of(NOTE, scenario=scenario, channels=frozenset({Channel.LETTER}))
    assert (decision.place, decision.due) == (sending, True)


def test_a_first_place_that_follows_is_counted_as_before():
    first = replace(STANDARD.places[1], follows=True, days=4)
    scenario = Scenario(places=(first, *STANDARD.places[2:]))
    assert scenario.for_debit_notes.nominal == (4, *scenario.nominal)


def test_who_is_not_followed_up_is_not_sent_one():
    assert next_of(NOTE, scenario=NOTHING).reason is Reason.NOT_FOLLOWED


@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    term=st.integers(1, 60),
    days=st.lists(st.integers(-20, 60), min_size=1, max_size=5).map(sorted),
)
def test_it_leaves_on_the_first_working_day_or_is_due_by_then(day, term, days):
    places = [Place(step=Step(f"REMINDER_{n}"), days=d) for n, d in enumerate(days, 1)]
    note = NOTE._replace(due_on=day + timedelta(days=term))
    decision = next_of(note, day, Scenario(places=tuple(places)))
    working = next(
        one
        for one in (day + timedelta(days=more) for more in range(15))
        if is_working_day(one, "BE")
    )
    if decision.step is Step.INVOICE:
        assert decision.on == working < note.due_on
    else:
        assert working >= note.due_on
