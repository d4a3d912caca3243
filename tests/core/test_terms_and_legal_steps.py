"""What the law lays on the follow-up: terms that have to pass, and steps that wait."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.core import dunning
from acquit.core.dunning import (
    STANDARD,
    STANDARD_POLICY,
    Channel,
    CustomerFile,
    Guard,
    Item,
    Place,
    Scenario,
    Step,
)
from acquit.core.dunning.grouping import Consent
from acquit.core.law import (
    Asked,
    LetterKind,
    Notice,
    Sent,
    Stage,
    Why,
    letter,
    letter_rule,
    long_enough,
    may_charge,
)
from acquit.core.law.charging import Allowed, Facts, Refused
from acquit.core.law.shapes import Charge
from acquit.core.money import Money
from acquit.core.party import Party

DUE = date(2026, 3, 2)
EVERY = frozenset(Channel)
ranks = st.sampled_from([-1, 50, 100, 200, 300, 900])
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def file(item: Item, party: Party = Party.CONSUMER, country: str = "BE") -> CustomerFile:
    return CustomerFile(
        customer_id=1,
        company_id=1,
        party=party,
        country=country,
        channels=EVERY,
        items=[item],
    )


@given(ranks, days, st.integers(0, 60), st.integers(-10, 90))
def test_no_step_is_planned_before_a_term_is_over(rank, as_of, term, late) -> None:
    until = as_of + timedelta(days=term)
    last_on = None if rank < 0 else as_of - timedelta(days=3)
    item = Item(
        receivable_id=1,
        currency="EUR",
        due_on=as_of - timedelta(days=late),
        open_minor=120_000,
        last_rank=rank,
        last_on=last_on,
        term_until=until,
    )
    (found,) = dunning.decide(
        file(item), STANDARD, STANDARD_POLICY, Guard.FRESH, as_of=as_of
    )
    assert found.on is None or found.on > until
    assert not found.due


def test_a_term_that_is_over_changes_nothing() -> None:
    reminded = Item(
        receivable_id=1,
        currency="EUR",
        due_on=DUE,
        open_minor=120_000,
        last_rank=100,
        last_on=date(2026, 3, 5),
    )
    over = reminded._replace(term_until=date(2026, 3, 16))
    plans = [
        dunning.decide(
            file(one), STANDARD, STANDARD_POLICY, Guard.FRESH, as_of=date(2026, 3, 6)
        )[0].on
        for one in (reminded, over)
    ]
    assert plans == [date(2026, 3, 17)] * 2


def consent(step: Step, party: Party, country: str) -> Consent | None:
    """Of a place that asks nobody by itself."""
    place = Place(step=step, days=45, channels=(Channel.EMAIL,))
    owed = Item(receivable_id=1, currency="EUR", due_on=DUE, open_minor=120_000)
    of = file(owed, party, country)
    found = dunning.decide(
        of, Scenario(places=(place,)), STANDARD_POLICY, Guard.FRESH, as_of=date(2026, 5, 5)
    )
    (due,) = dunning.actions(found, of)
    return due.consent


@pytest.mark.parametrize(
    ("step", "party", "country", "waits"),
    [
        (Step.HANDOVER_NOTICE, Party.CONSUMER, "BE", True),
        (Step.HANDOVER_NOTICE, Party.UNKNOWN, "GB", True),
        (Step.HANDOVER_NOTICE, Party.BUSINESS, "BE", False),
        (Step.FORMAL_NOTICE, Party.CONSUMER, "FR", True),
        (Step.FORMAL_NOTICE, Party.CONSUMER, "BE", False),
        (Step.FORMAL_NOTICE, Party.BUSINESS, "FR", False),
        (Step.REMINDER_1, Party.CONSUMER, "BE", False),
    ],
)
def test_a_legal_step_towards_a_person_never_leaves_by_itself(
    step, party, country, waits
) -> None:
    """A last reminder is one where the law of the country makes it a formal notice."""
    assert (consent(step, party, country) is not None) is waits


amounts = st.integers(1, 500_000).map(lambda minor: Money(minor, "EUR"))
asked = st.lists(
    st.builds(
        Asked,
        due_on=st.dates(date(2025, 6, 1), date(2026, 12, 31)),
        amount=amounts,
        stage=st.sampled_from([None, *Stage]),
        told=st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(
    st.sampled_from(["BE", "NL", "FR", "DE", "LU", "GB", "PL"]),
    st.sampled_from(Party),
    asked,
    st.integers(0, 600_000),
    days,
    st.sampled_from(Sent),
)
def test_a_letter_is_about_what_is_late_and_names_days_that_are_to_come(
    country, party, items, credit, on, by
) -> None:
    found = letter(country, party, items, credit={"EUR": credit}, on=on, by=by)
    if found is None:
        return
    assert found.covers
    assert all(items[place].due_on < on for place in found.covers)
    assert on < found.first <= found.until
    assert sum(one.minor for one in found.owed) > 0
    if party is not Party.BUSINESS:
        assert not any(items[place].told for place in found.covers)


@given(st.sampled_from(["BE", "NL"]), days, st.sampled_from(Sent))
def test_what_a_letter_promises_is_never_less_than_what_the_law_asks(
    country, on, by
) -> None:
    """Sent that day, costs may be asked for on the day after the term, never sooner."""
    late = Asked(on - timedelta(days=30), Money(120_000, "EUR"), Stage.FORMAL)
    found = letter(country, Party.CONSUMER, [late], credit={}, on=on, by=by)
    notice = Notice(sent_on=on, by=by)
    assert long_enough(found.rule, country, notice, found.until)
    facts = Facts(due_on=late.due_on, notice=notice, clause_agreed=True)
    for day in (found.until, found.until + timedelta(days=1)):
        answer = may_charge(country, Party.CONSUMER, Charge.COSTS, facts, on=day)
        if isinstance(answer, Refused):
            assert answer.why is Why.TERM_RUNS
    assert isinstance(answer, Allowed)


def test_a_letter_that_was_posted_later_than_was_thought_is_too_short() -> None:
    """Written on Wednesday 18 November 2026 and posted on the Monday after."""
    on = date(2026, 11, 18)
    rule = letter_rule("BE", Party.CONSUMER, on)
    late = Asked(date(2026, 11, 10), Money(120_000, "EUR"), Stage.FIRST)
    found = letter("BE", Party.CONSUMER, [late], credit={}, on=on, by=Sent.POST)
    assert rule.kind is LetterKind.FIRST_REMINDER
    posted = {
        day: long_enough(rule, "BE", Notice(sent_on=day, by=Sent.POST), found.until)
        for day in (on, date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23))
    }
    assert list(posted.values()) == [True, True, False, False]
