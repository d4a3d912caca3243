"""Who may let leave what waits for a person: the one rule that every door asks.

Told in docs/reference/rights.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BooleanField, ExpressionWrapper, Q

from acquit.core.dunning import Approver
from acquit.dunning.models import Action, ActionState
from acquit.ledger.queries import reach
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from acquit.organisation.models import Person


def may_approve(person: Person) -> Q:
    """Actions that this person may let leave, or decline, as a condition: whoever decides
    on credit any; the customer's collector what the scenario leaves to the collector.
    """
    own = Q(approver=Approver.COLLECTOR, customer__collector=person.pk)
    return _within(person, Act.APPROVE) | own & _within(person, Act.APPROVE_OWN)


def _within(person: Person, act: Act) -> Q:
    return reach(rights.scope(person, act), customer="customer__")


def approvable(person: Person) -> QuerySet[Action]:
    """What waits for this very person."""
    return Action.objects.filter(may_approve(person), state=ActionState.WAITING)


def approvable_flag(person: Person) -> ExpressionWrapper[Q]:
    """The same as a column: true where this person may approve."""
    return ExpressionWrapper(may_approve(person), output_field=BooleanField())
