"""Questions to the bank's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bank.models import Line, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.bank.models import Account


def known_line_keys(account: Account, keys: Iterable[str]) -> set[str]:
    """Which of these lines are booked already."""
    rows = Line.objects.filter(account=account, key__in=list(keys))
    return set(rows.values_list("key", flat=True))


def closing_before(statement: Statement) -> int | None:
    """What the newest earlier statement closed with; None when there is none, or it did not
    say.
    """
    earlier = Statement.objects.filter(
        account=statement.account_id, closing_minor__isnull=False
    ).exclude(pk=statement.pk)
    if statement.opened_on is not None:
        earlier = earlier.filter(fresh_on__lte=statement.opened_on)
    return (
        earlier.order_by("-fresh_on", "-pk").values_list("closing_minor", flat=True).first()
    )
