"""Words by which interest was given up, or a debit note withdrawn; that it was stays.

A debit note itself is an invoice of the books, with its paper.
"""

from __future__ import annotations

from django.db.models import Q

from acquit.claims.models import ClaimItem, DebitNote, Waiver
from acquit.core.privacy import Group
from acquit.ledger.actions.words import GONE, SAID, Words, of_customer

HELD: tuple[Words, ...] = (
    Words(
        group=Group.SAID,
        model=Waiver,
        whose=of_customer("customer"),
        put={"reason": SAID},
    ),
    Words(
        group=Group.SAID,
        model=DebitNote,
        whose=of_customer("customer"),
        put={"withdrawn_reason": SAID},
    ),
    # Why none was made, by name.
    Words(
        group=Group.SAID,
        model=ClaimItem,
        whose=of_customer("customer"),
        put={"said": GONE},
        only=Q(said__isnull=False),
    ),
)
