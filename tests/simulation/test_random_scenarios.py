"""A short share of the long run: random scenarios over all channels, and nothing is wrong.

The whole of it: `.venv/bin/python -m tests.simulation.long --days 1000 --seed 1 --json`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from simulation.ends import Ends
from simulation.running import run_wide
from simulation.steering import Steered
from simulation.wide import Wide

# A world in which too little happens would prove nothing.
ENOUGH = Counter({"EMAIL": 10, "reminder_1": 5})
CHANNELS = {"EMAIL", "LETTER", "SMS", "WEBHOOK", "PHONE"}


@pytest.mark.django_db
def test_whatever_scenarios_say_nothing_is_wrong_and_nobody_is_forgotten():
    with Ends(4) as ends:
        judge = run_wide(Wide(4, days=25, customers=24), Steered(ends), ends)
    assert not judge.faults, "\n".join(judge.faults[:20])
    told = sorted(judge.seen.items())
    assert judge.seen >= ENOUGH, told
    assert len(CHANNELS & judge.seen.keys()) > 2, told
