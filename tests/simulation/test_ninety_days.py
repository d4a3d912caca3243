"""Ninety days of random books: whatever happens, no wrong mail, and nobody is forgotten.

ACQUIT_SIMULATION_SEEDS=20 runs twenty worlds instead of the usual few.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from sending.conftest import environment
from sending.sink import Sink

from simulation.commands import Acquit
from simulation.play import Product
from simulation.running import run
from simulation.world import World

SEEDS = range(1, 1 + int(os.environ.get("ACQUIT_SIMULATION_SEEDS", "3")))
# A world in which too little happens would prove nothing: what each must have seen.
ENOUGH = Counter(
    {
        "notice": 3,
        "reminder_1": 10,
        "reminder_2": 3,
        "reminder_3": 1,
        "thank_you": 3,
        "(bank data are stale)": 1,
        "(a payment waits for a person)": 1,
        "EUR": 10,
        "GBP": 5,
        "coda": 10,
        "camt": 10,
        "returned": 1,
    }
)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_mail_is_wrong_and_no_receivable_is_neglected(seed):
    with Sink() as sink:
        judge = run(World(seed), Product(sink.url), sink)
    assert not judge.faults, "\n".join(judge.faults[:20])
    assert judge.seen >= ENOUGH, judge.seen


@pytest.mark.django_db(transaction=True)
def test_four_days_through_the_command_alone_are_judged_the_same(tmp_path):
    with Sink() as sink:
        world = World(1, days=4, customers=12, parts=1, abroad=0)
        judge = run(world, Acquit(environment(sink), tmp_path), sink)
    assert not judge.faults, "\n".join(judge.faults)
    assert Counter({"reminder_1": 3, "thank_you": 1}) <= judge.seen, judge.seen
