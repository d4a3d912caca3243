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
ENOUGH = Counter({"EMAIL": 15, "LETTER": 1, "SMS": 1, "reminder_1": 8, "thank_you": 1})


@pytest.mark.django_db
def test_whatever_scenarios_say_nothing_is_wrong_and_nobody_is_forgotten():
    with Ends(3) as ends:
        judge = run_wide(Wide(3, days=30, customers=16), Steered(ends), ends)
    assert not judge.faults, "\n".join(judge.faults[:20])
    assert judge.seen >= ENOUGH, judge.seen
