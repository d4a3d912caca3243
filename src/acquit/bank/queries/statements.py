"""What statements say of each other."""

from __future__ import annotations

from acquit.bank.models import Statement, Telling


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


def twins(statement: Statement) -> list[int]:
    """Statements that open on the same day with the same balance, by id: the same one in
    another format, under another number. None for one that states no balance.
    """
    if statement.opening_minor is None or statement.opened_on is None:
        return []
    rows = Statement.objects.filter(
        account=statement.account_id,
        telling=Telling.STATEMENT,
        opened_on=statement.opened_on,
        opening_minor=statement.opening_minor,
    )
    return list(rows.exclude(pk=statement.pk).values_list("pk", flat=True))
