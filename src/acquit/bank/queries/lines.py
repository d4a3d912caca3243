"""Which lines are known, and which only a report or a notice has told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, Min, OuterRef, Q

from acquit.bank.models import Line, Repetition, Statement, Telling

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from acquit.bank.models import Account

DAY = timedelta(days=1)

# Thousands of keys at a time: as one array they take a tenth of the time.
_BOOKED = (
    "SELECT key, id FROM bank_line WHERE account_id = %(account)s AND key = ANY(%(keys)s)"
)
_TOLD = (
    "SELECT key, line_id FROM bank_repetition"
    " WHERE account_id = %(account)s AND key = ANY(%(keys)s)"
)


def known_lines(
    account: Account, keys: Collection[str], telling: Telling
) -> dict[str, int]:
    """The ids of the lines that are booked under these keys, or were told under them.

    A statement knows its lines by their own keys: what a report told may have met another.
    """
    questions = [_BOOKED] if telling == Telling.STATEMENT else [_TOLD, _BOOKED]
    known: dict[str, int] = {}
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute(question, {"account": account.pk, "keys": list(keys)})
            known.update(cursor.fetchall())
    return known


def lines_with_receipts(line_ids: Collection[int], *, provisional: bool) -> dict[int, Line]:
    """These lines by id; with `provisional`, only those that no statement has told yet."""
    if not line_ids:
        return {}
    rows = Line.objects.filter(pk__in=line_ids).select_related("receipt", "statement")
    return {
        line.pk: line for line in (rows.filter(provisional=True) if provisional else rows)
    }


def lines_to_confirm(
    account: Account, first: date, last: date, *, twins: Collection[int]
) -> list[Line]:
    """Lines of these days that no statement has told yet; and those of statements that are
    the same one in another format.
    """
    unsettled = Q(provisional=True, booked_on__range=(first, last))
    rows = Line.objects.filter(unsettled | Q(statement__in=twins), account=account)
    return list(rows.select_related("receipt", "statement").order_by("pk"))


def lines_about(
    account: Account,
    first: date,
    last: date,
    *,
    amounts: Collection[int],
    references: Collection[str],
) -> list[Line]:
    """Lines of these days with one of these amounts or references at the bank, and batches.

    Those that other lines carry are there too.
    """
    like = Q(amount_minor__in=amounts) | Q(bank_reference__in=references) | Q(batch=True)
    rows = Line.objects.filter(like, account=account, booked_on__range=(first, last))
    return list(rows.select_related("receipt", "statement").order_by("pk"))


def told_by(line_ids: Collection[int], telling: Telling) -> set[int]:
    """Which of these lines a message of this kind has told of, first or again."""
    again = Repetition.objects.filter(line__in=line_ids, telling=telling)
    first = Line.objects.filter(pk__in=line_ids, statement__telling=telling)
    return {*again.values_list("line", flat=True), *first.values_list("pk", flat=True)}


def messages_of(line_ids: Collection[int]) -> set[int]:
    """The statements, reports and notices of those of these lines that have a reference."""
    rows = Line.objects.filter(pk__in=line_ids).exclude(bank_reference="")
    return set(rows.values_list("statement", flat=True)) if line_ids else set()


def covered_periods(account: Account, since: date) -> list[tuple[date, date]]:
    """First and last day for which statements are the bank's last word, since a day.

    A statement that opens on an earlier day begins after it: its opening balance is the
    closing one of that day. One that states no such day begins with its first line.
    """
    rows = (
        Statement.objects.filter(
            account=account, telling=Telling.STATEMENT, fresh_on__gte=since
        )
        .annotate(first_on=Min("lines__booked_on"))
        .values_list("opened_on", "first_on", "fresh_on")
    )
    return [
        (opened_on + DAY, fresh_on)
        if opened_on is not None and opened_on < fresh_on
        else (min(first_on or fresh_on, fresh_on), fresh_on)
        for opened_on, first_on, fresh_on in rows
    ]


def has_provisional_lines(account: Account) -> bool:
    """Whether a report or a notice has told of lines that no statement has told yet."""
    return Line.objects.filter(account=account, provisional=True).exists()


def unconfirmed_lines(account: Account) -> QuerySet[Line]:
    """What a report or a notice told of a day whose statement does not have it."""
    last_word = Statement.objects.filter(
        Q(opened_on__lt=OuterRef("booked_on")) | Q(fresh_on=OuterRef("booked_on")),
        account=OuterRef("account"),
        telling=Telling.STATEMENT,
        fresh_on__gte=OuterRef("booked_on"),
    )
    return Line.objects.filter(Exists(last_word), account=account, provisional=True)


def known_until(account: Account) -> date | None:
    """The last day that a statement or a report tells of; None where there is none."""
    rows = Statement.objects.filter(account=account).exclude(telling=Telling.NOTICE)
    return rows.order_by("-fresh_on").values_list("fresh_on", flat=True).first()
