"""What was learned of how a person pays, and by which of their words it was found."""

from __future__ import annotations

from django.db.models import Q

from acquit.core.privacy import Group
from acquit.ledger.actions.words import OnlyKeys, Words, of_customer
from acquit.matching.models import Lesson, Match, Topic

HELD: tuple[Words, ...] = (
    # Accounts and names; also what another customer was taught by a payment of theirs. The
    # ways of paying are kinds, and are counted with those of all.
    Words(
        group=Group.REACH,
        model=Lesson,
        whose=of_customer("customer", "receipt__customer"),
        only=Q(topic__in=[Topic.ACCOUNT, Topic.NAME]),
    ),
    Words(
        group=Group.BOOKS,
        model=Match,
        whose=of_customer("customer", "receipt__customer"),
        put={"evidence": OnlyKeys("how", "who", "why")},
    ),
)
