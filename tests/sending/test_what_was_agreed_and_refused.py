"""A person agreed, and the mail server would not take it yet: nobody is asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import factories
import pytest
from django.utils import timezone

from acquit.audit.actions import Actor
from acquit.cycle import actions
from acquit.dunning.models import Action, Policy
from acquit.organisation.models import Role
from sending import trade
from sending.sink import Manners
from sending.trade import arrivals, debtor, number, walk

if TYPE_CHECKING:
    from acquit.ledger.models import Receivable
    from sending.sink import Sink

pytestmark = pytest.mark.django_db
BUSY = Manners(rcpt=lambda _: "451 come back later")


@pytest.fixture
def owed() -> Receivable:
    """So much that a person has to agree before it is asked for."""
    one = debtor()
    Policy.objects.update_or_create(
        company=one.company, defaults={"approval_minor": 100_000}
    )
    return one


def agreed_and_refused(owed: Receivable, sink: Sink) -> None:
    """Proposed, agreed to by Anna, and refused for now."""
    sink.manners = Manners()
    assert walk(sink)["sent"] == 0
    anna = factories.person()
    factories.grant(anna, Role.CREDIT_MANAGER, within=owed.company)
    waiting = Action.objects.get(state="WAITING")
    actions.approve_action(
        action_id=waiting.pk, actor=Actor(anna.pk, anna.name), at=timezone.now()
    )
    sink.manners = BUSY
    assert walk(sink)["sent"] == 0
    sink.manners = Manners()


def test_it_leaves_with_the_next_try_on_the_same_word(owed: Receivable, sink: Sink):
    agreed_and_refused(owed, sink)
    again = Action.objects.get(state="READY")
    assert again.approved_by is not None
    assert again.approved_by.name == "Anna Peeters"
    assert walk(sink)["sent"] == 1
    assert walk(sink)["sent"] == 0
    assert arrivals(sink.mails) == {number(owed): 1}


def test_it_leaves_the_day_after_as_well(owed: Receivable, sink: Sink):
    agreed_and_refused(owed, sink)
    assert walk(sink, trade.days(1))["sent"] == 1


def test_when_more_has_come_due_the_person_is_asked_again(owed: Receivable, sink: Sink):
    agreed_and_refused(owed, sink)
    trade.owes(owed.customer)
    assert walk(sink)["sent"] == 0
    assert Action.objects.get(state="WAITING").approved_by is None


def test_nobody_agreed_to_what_was_refused_before(owed: Receivable, sink: Sink):
    """Small enough to leave by itself, and refused; then the limit is lowered."""
    Policy.objects.update(approval_minor=200_000)
    sink.manners = BUSY
    assert walk(sink)["sent"] == 0
    Policy.objects.update(approval_minor=100_000)
    sink.manners = Manners()
    assert walk(sink)["sent"] == 0
    assert Action.objects.filter(state="WAITING").count() == 1


def test_the_same_word_is_used_once(owed: Receivable, sink: Sink):
    agreed_and_refused(owed, sink)
    assert walk(sink)["sent"] == 1
    later = trade.days(20)
    walk(sink, later)
    waiting = Action.objects.get(state="WAITING")
    assert waiting.approved_at is None
