"""What statements say of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.bank.models import Statement, Telling

if TYPE_CHECKING:
    from collections.abc import Collection


def closing_before(statement: Statement) -> int | None:
    """What the newest earlier statement closed with; None when there is none, or it did not
    say. Reports and notices close nothing.
    """
    earlier = Statement.objects.filter(
        account=statement.account_id, closing_minor__isnull=False, telling=Telling.STATEMENT
    ).exclude(pk=statement.pk)
    if statement.opened_on is not None:
        earlier = earlier.filter(fresh_on__lte=statement.opened_on)
    return (
        earlier.order_by("-fresh_on", "-pk").values_list("closing_minor", flat=True).first()
    )


def twins(statement: Statement, *, apart: Collection[int]) -> list[int]:
    """Statements that open on the same day with the same balance, by id: the same one in
    another format. None for one that states no balance.

    apart: those of the same file, which are others; so is what has another place in the
    bank's count.
    """
    if statement.opening_minor is None or statement.opened_on is None:
        return []
    rows = Statement.objects.filter(
        account=statement.account_id,
        telling=Telling.STATEMENT,
        opened_on=statement.opened_on,
        opening_minor=statement.opening_minor,
    ).exclude(pk__in={statement.pk, *apart})
    if statement.sequence is not None:
        rows = rows.filter(Q(sequence=statement.sequence) | Q(sequence=None))
    return list(rows.values_list("pk", flat=True))
