"""What is found once for debtors who are alike is what each would have been given alone."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.core import dunning
from acquit.core.dunning import (
    STANDARD_POLICY,
    Channel,
    CustomerFile,
    Guard,
    Item,
    ItemKind,
    Place,
    Scenario,
    Step,
)
from acquit.core.party import Party

MORNING = date(2026, 3, 17)
# Few of each, so that many items stand alike.
days = st.integers(-40, 5).map(lambda count: MORNING + timedelta(days=5 * count))
items = st.builds(
    Item,
    receivable_id=st.integers(1, 10**9),
    currency=st.just("EUR"),
    due_on=days,
    open_minor=st.sampled_from([500, 200_000]),
    last_rank=st.sampled_from([-1, 100, 110, 900]),
    last_on=st.none() | days,
    returned=st.booleans(),
    kind=st.sampled_from(ItemKind),
    has_document=st.booleans(),
    term_until=st.none() | days,
)
files = st.builds(
    CustomerFile,
    customer_id=st.integers(1, 10**9),
    company_id=st.just(1),
    party=st.sampled_from([Party.BUSINESS, Party.CONSUMER]),
    country=st.sampled_from(["BE", "FR"]),
    channels=st.sampled_from(
        [frozenset({Channel.EMAIL}), frozenset({Channel.LETTER, Channel.PHONE})]
    ),
    items=st.lists(items, min_size=1, max_size=5),
    direct_debit=st.booleans(),
    represented=st.booleans(),
)
places = st.builds(
    Place,
    step=st.sampled_from([one for one in Step if one is not Step.THANK_YOU]),
    days=st.integers(-5, 60),
    channels=st.sampled_from([(Channel.EMAIL,), (Channel.LETTER,), (Channel.PHONE,)]),
    floor_minor=st.sampled_from([None, 1000]),
    kinds=st.sampled_from([frozenset(), frozenset({ItemKind.INSTALMENT})]),
    weekdays=st.sampled_from([frozenset(), frozenset({1, 3})]),
)


def by_rank(place: Place) -> int:
    return place.step.rank


scenarios = st.lists(places, max_size=5, unique_by=by_rank).map(
    lambda some: tuple(sorted(some, key=by_rank))
)


@given(places=scenarios, together=st.lists(files, max_size=6))
@settings(max_examples=300)
def test_whoever_was_decided_before_changes_nothing_for_the_next(places, together):
    shared = Scenario(places=places)

    for file in together:
        alone = Scenario(places=places)
        assert decide(file, shared) == decide(file, alone)


def test_of_another_day_nothing_is_remembered():
    scenario = Scenario(places=(Place(step=Step.REMINDER_1, days=3),))
    file = CustomerFile(
        customer_id=1,
        company_id=1,
        party=Party.BUSINESS,
        country="BE",
        channels=frozenset({Channel.EMAIL}),
        items=[Item(1, "EUR", MORNING, 200_000)],
    )

    (early,) = decide(file, scenario)
    (late,) = decide(file, scenario, on=MORNING + timedelta(days=6))

    assert not early.due
    assert late.due


def decide(file: CustomerFile, scenario: Scenario, on: date = MORNING):
    return dunning.decide(file, scenario, STANDARD_POLICY, Guard.FRESH, as_of=on)
