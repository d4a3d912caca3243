"""Which day it is in the business, and how far the walk has come."""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q

from acquit.channels.models import Message, MessageState
from acquit.cycle.models import Cycle
from acquit.ledger.models import Receivable
from acquit.ledger.rows import Range
from acquit.matching.models import Match
from acquit.scoring.models import Assessment

if TYPE_CHECKING:
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from acquit.organisation.models import Company


def last_cycle() -> Cycle | None:
    """The newest day that was walked, or is being walked, if any."""
    return Cycle.objects.order_by("-day").first()


def last_day() -> date | None:
    """The newest day that was walked, if any."""
    last = last_cycle()
    return last.day if last else None


def business_day(today: date) -> date:
    """The day that decisions outside the cycle are made for: the last one walked, else
    today.
    """
    return last_day() or today


def shards(size: int, company_id: int | None = None) -> list[Range]:
    """All customers, in ranges of about `size`, by id; of a company: ranges in which each
    of them lies, among others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id), max(id) FROM"
            " (SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS shard"
            " FROM ledger_customer WHERE company_id = %s OR %s::bigint IS NULL) numbered"
            " GROUP BY shard ORDER BY shard",
            [size, company_id, company_id],
        )
        return [Range(first, last) for first, last in cursor.fetchall()]


def customers_in(shard: Range) -> list[int]:
    """The customers of the range, by id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM ledger_customer WHERE id BETWEEN %s AND %s ORDER BY id", shard
        )
        return [key for (key,) in cursor.fetchall()]


def customers_with_scores(company: Company) -> list[int]:
    """The customers of the company that were assessed, by id."""
    rows = Assessment.objects.filter(company=company).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def walked_before(day: date) -> datetime | None:
    """When the newest walk of an earlier day began that came to its end, if any did."""
    walked = Cycle.objects.filter(day__lt=day, ended_at__isnull=False).order_by("-day")
    last = walked.first()
    return last.started_at if last else None


def mornings(
    first: date, last: date, *, usual: time, zone: ZoneInfo, now: datetime
) -> dict[date, datetime]:
    """When the walk of each day began, or, of a day that nobody walked, would have at the
    usual hour: not before the walk of an earlier day, nor after that of a later one, or
    now.
    """
    begun = dict(Cycle.objects.order_by("day").values_list("day", "started_at"))
    walked = list(begun)
    found = {}
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        place = bisect_left(walked, day)
        at = begun.get(day) or datetime.combine(day, usual, zone)
        if day not in begun and place < len(walked):
            at = min(at, begun[walked[place]])
        if day not in begun and place > 0:
            at = max(at, begun[walked[place - 1]])
        found[day] = min(at, now)
    return found


def state_of_the_books(day: date) -> dict[str, Any]:
    """How the open receivables stand after the walk of that day.

    neglected: those with neither a next action that is still to come nor a reason; always
    0.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*),"
            " count(*) FILTER (WHERE o.receivable_id IS NULL OR o.next_on < %s)"
            " FROM ledger_receivable r JOIN ledger_invoice i ON i.id = r.invoice_id"
            " LEFT JOIN dunning_outlook o ON o.receivable_id = r.id"
            " WHERE r.open_minor > 0 AND i.issued_on <= %s",
            [day, day],
        )
        opened, neglected = cursor.fetchone() or (0, 0)
        cursor.execute(
            "SELECT lower(o.reason), count(*) FROM dunning_outlook o"
            " JOIN ledger_receivable r ON r.id = o.receivable_id"
            " JOIN ledger_invoice i ON i.id = r.invoice_id"
            " WHERE o.reason <> '' AND r.open_minor > 0 AND i.issued_on <= %s"
            " GROUP BY o.reason ORDER BY o.reason",
            [day],
        )
        held = dict(cursor.fetchall())
    uncertain = Message.objects.filter(state=MessageState.UNCERTAIN).count()
    return {
        "receivables_open": opened,
        "uncertain": uncertain,
        "held": held,
        "neglected": neglected,
    }


def suspected_customers(receipt_id: int) -> list[int]:
    """The customers whose invoices this payment was thought to settle, at any time."""
    rows = Match.objects.filter(receipt=receipt_id).values_list("customer_id", flat=True)
    return list(rows.distinct())


def settled_customers(receipt_id: int) -> list[int]:
    """The customers whose invoices this payment settled, at any time, or what was booked
    beside it.
    """
    theirs = Q(allocations__receipt=receipt_id) | Q(allocations__beside=receipt_id)
    rows = Receivable.objects.filter(theirs).values_list("customer_id", flat=True)
    return list(rows.distinct())
