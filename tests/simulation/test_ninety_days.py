"""Ninety days of random books: whatever happens, no wrong mail, and nobody is forgotten.

ACQUIT_SIMULATION_SEEDS=20 runs twenty worlds instead of the usual few.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from sending.sink import Sink

from simulation.books import Approved, Walked
from simulation.judge import Judge
from simulation.play import NothingWaits, Product
from simulation.world import COMPANIES, World

SEEDS = range(1, 1 + int(os.environ.get("ACQUIT_SIMULATION_SEEDS", "3")))


def run(world: World, product: Product, sink: Sink) -> Judge:
    judge = Judge()
    for day, event in world.events():
        try:
            counts = product.hear(day, event)
        except NothingWaits:
            assert isinstance(event, Approved)
            continue
        judge.hear(day, event)
        if isinstance(event, Walked):
            received = sink.taken()
            judge.watch(day, received)
            assert counts is not None
            assert counts["neglected"] == 0
            assert counts["sent"] == len(received)
            for company in COMPANIES:
                judge.rows(day, company.code, product.rows(company.code))
    return judge


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_mail_is_wrong_and_no_receivable_is_neglected(seed):
    with Sink() as sink:
        judge = run(World(seed), Product(sink.url), sink)
    assert not judge.faults, "\n".join(judge.faults[:20])
    assert Counter({"reminder_1": 10, "thank_you": 1}) <= judge.seen, judge.seen
