"""What is due beside what has left already on the same day: it leaves too where nobody is
spoken to, or where the budget of messages allows it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from acquit.channels.models import Message
from acquit.channels.registry import switchboard
from acquit.cycle import actions
from acquit.dunning.actions import set_policy
from acquit.dunning.models import Scenario, Version
from sending import trade
from sending.trade import DAY, debtor, owes

pytestmark = pytest.mark.django_db


def follow(**place: Any) -> None:
    """Everybody is followed up by this one step, three days after the due day."""
    form = {"places": [{"step": "REMINDER_1", "days": 3, **place}]}
    form["thanks"] = {"step": "THANK_YOU", "days": 0, **place}
    at = timezone.now()
    made = Scenario.objects.create(
        company=trade.company(), code="standard", name="Ours", recorded_at=at
    )
    Version.objects.create(scenario=made, number=1, content=form, published_at=at)


def walked() -> int:
    """Walk the day once more; how many messages left."""
    counts = actions.walk(DAY, carrier=switchboard(), clock=timezone.now)
    return int(counts["sent"])


@pytest.fixture(autouse=True)
def nothing_is_set(settings) -> None:
    settings.EMAIL_URL = settings.WEBHOOK_URL = ""


def test_a_program_is_told_of_what_becomes_due_later_on_the_day():
    follow(channels=["WEBHOOK"])
    first = debtor()
    assert walked() == 1
    owes(first.customer)
    assert walked() == 1
    occasions = set(Message.objects.values_list("occasion", flat=True))
    assert occasions == {f"{DAY}:DUNNING", f"{DAY}:DUNNING 2"}
    assert walked() == 0


def test_who_may_be_written_to_twice_a_day_is():
    follow(channels=["EMAIL"])
    company = trade.company()
    by = {"actor": trade.PERSON, "at": timezone.now()}
    set_policy(company, {"per_day": 2}, **by)
    first = debtor()
    assert walked() == 1
    owes(first.customer)
    assert walked() == 1
    owes(first.customer)
    assert walked() == 0  # the third waits for tomorrow
