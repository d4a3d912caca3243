"""Payers whose habit is known, because it was made up: what are they called?"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from acquit.core.behaviour.figures import Deeds, figures
from acquit.core.behaviour.habits import Settled
from acquit.core.profiles import Payer, Profile, profile
from acquit.demo.habits import Habit, make_payer, pays_on

TODAY = date(2026, 11, 22)
PAYERS, EVERY = 60, 9
REMINDED_AFTER = (3, 15, 30)

CALLED = {
    Habit.PROMPT: {Profile.PROMPT},
    # Collected with the next run of direct debits, some days after due.
    Habit.DIRECT_DEBIT: {Profile.PROMPT, Profile.SLOW_BUT_STEADY},
    Habit.SLOW_STEADY: {Profile.SLOW_BUT_STEADY, Profile.CHRONICALLY_LATE},
    Habit.BATCHES: {Profile.SLOW_BUT_STEADY, Profile.CHRONICALLY_LATE},
    Habit.ERRATIC: {Profile.ERRATIC, Profile.CHRONICALLY_LATE},
    Habit.DETERIORATING: {Profile.DETERIORATING},
    Habit.IMPROVING: {Profile.IMPROVING},
    Habit.AFTER_REMINDER: {Profile.AFTER_REMINDER},
}


def called(habit: Habit, seed: int) -> Profile:
    """One invoice every EVERY days for two years, paid by habit, reminded by rule."""
    chance = random.Random(f"{habit}-{seed}")  # noqa: S311 - the same payers at every run
    payer = make_payer(habit, TODAY, chance)
    payments, reminders = [], set()
    for back in range(730, 0, -EVERY):
        due_on = TODAY - timedelta(back)
        paid_on = pays_on(payer, due_on, TODAY, chance)
        late = ((paid_on or TODAY) - due_on).days
        if habit is Habit.AFTER_REMINDER:
            reminders |= {due_on + timedelta(d) for d in REMINDED_AFTER if d < late}
        if paid_on is not None and paid_on < TODAY:
            payments.append(Settled(due_on, paid_on, 100_00, "BE"))
    deeds = Deeds(reminders=sorted(day for day in reminders if day < TODAY))
    return profile(Payer(figures=figures(payments, deeds, before=TODAY))).profile


@pytest.mark.parametrize("habit", CALLED)
def test_nine_of_ten_are_called_what_they_are(habit: Habit):
    found = Counter(called(habit, seed) for seed in range(PAYERS))
    right = sum(found[one] for one in CALLED[habit])
    assert right >= 0.9 * PAYERS, found
