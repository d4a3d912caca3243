"""A decision kept as plain values says the same when it is decided again."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from acquit.core import dunning
from acquit.core.dunning import (
    STANDARD,
    STANDARD_POLICY,
    Approval,
    Approver,
    Channel,
    CustomerFile,
    Enclosed,
    Guard,
    Item,
    ItemKind,
    Place,
    Policy,
    Role,
    Scenario,
    Step,
    Tone,
    recorded,
)
from acquit.core.party import Party

days = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31))
minors = st.integers(min_value=1, max_value=10**12)
sums = st.dictionaries(st.sampled_from(["EUR", "USD"]), minors, max_size=2)
hours = st.tuples(st.integers(0, 11), st.integers(12, 24))

items = st.builds(
    Item,
    receivable_id=st.integers(1, 10**9),
    currency=st.sampled_from(["EUR", "USD"]),
    due_on=days,
    open_minor=minors,
    last_rank=st.sampled_from([-1, 10, 50, 100, 110, 900]),
    last_on=st.none() | days,
    uncertain=st.booleans(),
    promised_on=st.none() | days,
    contested_minor=st.integers(0, 100),
    held_until=st.none() | days,
    missing=st.booleans(),
    returned=st.booleans(),
    kind=st.sampled_from(ItemKind),
    has_document=st.booleans(),
)
files = st.builds(
    CustomerFile,
    customer_id=st.integers(1, 10**9),
    company_id=st.integers(1, 99),
    party=st.sampled_from(Party),
    country=st.sampled_from(["BE", "FR", "DE"]),
    channels=st.frozensets(st.sampled_from(Channel)),
    items=st.lists(items, max_size=4),
    held_until=st.none() | days,
    loose_minor=sums,
    credit_minor=sums,
    suspected=st.booleans(),
    contacted=st.lists(days, max_size=3).map(tuple),
    direct_debit=st.booleans(),
    strategic=st.booleans(),
    represented=st.booleans(),
)
places = st.builds(
    Place,
    step=st.sampled_from(Step),
    days=st.integers(-30, 90),
    follows=st.booleans(),
    channels=st.lists(st.sampled_from(Channel), max_size=3, unique=True).map(tuple),
    tone=st.sampled_from(Tone),
    role=st.sampled_from(Role),
    floor_minor=st.none() | minors,
    ceiling_minor=st.none() | minors,
    kinds=st.frozensets(st.sampled_from(ItemKind)),
    weekdays=st.frozensets(st.integers(0, 6)),
    hours=st.none() | hours,
    approval=st.sampled_from(Approval),
    approval_minor=st.integers(0, 10**6),
    approver=st.sampled_from(Approver),
    enclose=st.frozensets(st.sampled_from(Enclosed)),
)
scenarios = st.builds(
    Scenario,
    places=st.lists(places, max_size=4).map(tuple),
    thanks=st.none() | places,
    version=st.none() | st.integers(1, 99),
)
policies = st.builds(
    Policy,
    minimum_minor=st.integers(0, 10**6),
    freshness_days=st.integers(0, 9),
    per_day=st.integers(1, 3),
    per_week=st.integers(1, 7),
    hours=hours,
    debit_days=st.integers(0, 30),
    strategic=st.integers(0, 20),
)


@given(files, scenarios, policies, st.sampled_from(Guard), days)
def test_what_was_kept_comes_back_exactly(
    file: CustomerFile, scenario: Scenario, policy: Policy, guard: Guard, as_of: date
) -> None:
    kept = json.loads(json.dumps(recorded.as_data(file, scenario, policy, guard, as_of)))

    assert recorded.of_data(kept) == (as_of, file, scenario, policy, guard)


@given(files, st.sampled_from(Guard), days)
def test_decided_again_it_says_the_same(
    file: CustomerFile, guard: Guard, as_of: date
) -> None:
    kept = recorded.as_data(file, STANDARD, STANDARD_POLICY, guard, as_of)
    again = recorded.of_data(json.loads(json.dumps(kept)))

    assert dunning.decide(
        again.file, again.scenario, again.policy, again.guard, as_of=again.as_of
    ) == dunning.decide(file, STANDARD, STANDARD_POLICY, guard, as_of=as_of)


def test_what_is_as_usual_is_not_kept() -> None:
    invoice = Item(7, "EUR", date(2026, 3, 2), 120_000)
    bakery = CustomerFile(1, 2, Party.BUSINESS, "BE", frozenset({Channel.EMAIL}), [invoice])

    kept = recorded.as_data(
        bakery, STANDARD, STANDARD_POLICY, Guard.FRESH, date(2026, 3, 5)
    )

    assert kept["as_of"] == "2026-03-05"
    assert kept["guard"] == "FRESH"
    assert kept["file"] == {
        "customer_id": 1,
        "company_id": 2,
        "party": "BUSINESS",
        "country": "BE",
        "channels": ["EMAIL"],
        "items": [
            {
                "receivable_id": 7,
                "currency": "EUR",
                "due_on": "2026-03-02",
                "open_minor": 120_000,
            }
        ],
    }
