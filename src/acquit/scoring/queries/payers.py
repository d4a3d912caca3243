"""What is known of payers beside what they did: where they stand, who is like them, what
they were called until now, and what a person said of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from acquit.core.behaviour import figures
from acquit.core.behaviour.priors import STANDARD_PRIOR, Seen
from acquit.core.party import Party
from acquit.core.profiles import Thresholds
from acquit.core.score import Position
from acquit.ledger.rows import ask, binary_cursor
from acquit.scoring.models import Assessment, Behaviour, ClassRisk, Norm, Override
from acquit.scoring.models import Thresholds as Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.core.behaviour.figures import Figures
    from acquit.core.behaviour.priors import Prior

CUSTOMERS = """
    SELECT c.id, c.company_id, c.segment, c.parent_id, c.party_type, c.credit_limit_minor,
           EXISTS (SELECT 1 FROM ledger_hold h
                    WHERE h.customer_id = c.id AND h.reason = 'INSOLVENCY'
                      AND h.ended_on IS NULL AND h.from_on <= %s AND h.until_on >= %s)
      FROM ledger_customer c
     WHERE c.id = ANY(%s)
     ORDER BY c.id
"""
# What is contested as a whole is not late; what a list of open items no longer had was
# settled, most likely.
OPEN = """
    SELECT r.customer_id, r.currency = c.currency, sum(r.open_minor)::bigint,
           coalesce(sum(r.open_minor) FILTER (WHERE r.due_on < %s), 0)::bigint,
           min(r.due_on) FILTER (WHERE r.due_on < %s)
      FROM ledger_receivable r JOIN ledger_customer c ON c.id = r.customer_id
     WHERE r.open_minor > 0 AND r.missing_on IS NULL AND r.customer_id = ANY(%s)
       AND NOT EXISTS (SELECT 1 FROM ledger_dispute d
                        WHERE d.receivable_id = r.id AND d.closed_on IS NULL
                          AND coalesce(d.amount_minor, r.open_minor) >= r.open_minor)
     GROUP BY r.customer_id, r.currency = c.currency
"""
# Whose books moved since an instant: paid, reminded, promised, disputed, given back.
TOUCHED = """
    SELECT r.customer_id FROM ledger_allocation a
      JOIN ledger_receivable r ON r.id = a.receivable_id WHERE a.recorded_at >= %(at)s
    UNION SELECT customer_id FROM channels_message WHERE claimed_at >= %(at)s
    UNION SELECT customer_id FROM ledger_dispute WHERE recorded_at >= %(at)s
    UNION SELECT customer_id FROM ledger_promise WHERE closed_on >= %(on)s
"""


class Customer(NamedTuple):
    """One customer, as its file has it; insolvent: a hold says so."""

    customer_id: int
    company_id: int
    segment: str
    parent_id: int | None
    party: Party
    limit_minor: int | None
    insolvent: bool


def customers_of(keys: Sequence[int], *, as_of: date) -> list[Customer]:
    """These customers, by id."""
    with binary_cursor() as cursor:
        rows = ask(cursor, CUSTOMERS, as_of, as_of, list(keys))
    return [
        Customer(key, company_id, segment, parent_id, Party(party), limit, insolvent)
        for key, company_id, segment, parent_id, party, limit, insolvent in rows
    ]


def positions_of(customers: Sequence[Customer], *, as_of: date) -> Mapping[int, Position]:
    """Where each of them stands on that morning; amounts of other currencies than its own
    tell how late it is, not how much it owes.
    """
    known = {one.customer_id: one for one in customers}
    own: dict[int, tuple[int, int]] = {}
    oldest: dict[int, int] = defaultdict(int)
    with binary_cursor() as cursor:
        rows = ask(cursor, OPEN, as_of, as_of, list(known))
    for key, is_own, open_minor, overdue_minor, due_on in rows:
        if is_own:
            own[key] = open_minor, overdue_minor
        if due_on is not None:
            oldest[key] = max(oldest[key], (as_of - due_on).days)
    return {
        key: Position(
            open_minor=own.get(key, (0, 0))[0],
            overdue_minor=own.get(key, (0, 0))[1],
            oldest_days=oldest[key],
            limit_minor=one.limit_minor,
            insolvent=one.insolvent,
        )
        for key, one in known.items()
    }


def figures_of(keys: Iterable[int]) -> Mapping[int, Figures]:
    """What is kept of how these customers behave."""
    rows = Behaviour.objects.filter(pk__in=list(keys)).values_list("pk", "figures")
    return {key: figures.of_json(kept) for key, kept in rows}


def owing(keys: Sequence[int]) -> set[int]:
    """Those of them that owe something."""
    with binary_cursor() as cursor:
        rows = ask(
            cursor,
            "SELECT DISTINCT customer_id FROM ledger_receivable"
            " WHERE open_minor > 0 AND customer_id = ANY(%s)",
            list(keys),
        )
    return {key for (key,) in rows}


def moving(keys: Sequence[int]) -> set[int]:
    """Those of them of whom a new day may say something else though nothing happened: they
    owe something, or what a person said, or a hold for insolvency, comes to its end.
    """
    with binary_cursor() as cursor:
        rows = ask(
            cursor,
            "SELECT customer_id FROM scoring_override"
            " WHERE ended_on IS NULL AND customer_id = ANY(%s)"
            " UNION SELECT customer_id FROM scoring_assessment"
            " WHERE computed_profile = 'INSOLVENT' AND customer_id = ANY(%s)",
            list(keys),
            list(keys),
        )
    return owing(keys) | {key for (key,) in rows}


def touched(since: datetime) -> set[int]:
    """The customers of whom a fact was recorded since that instant."""
    with binary_cursor() as cursor:
        found = cursor.execute(TOUCHED, {"at": since, "on": since.date()}, binary=True)
        return {key for (key,) in found}


def unknown(keys: Sequence[int]) -> set[int]:
    """Those of them whose behaviour was never looked at, though something is settled."""
    with binary_cursor() as cursor:
        rows = ask(
            cursor,
            "SELECT c.id FROM ledger_customer c WHERE c.id = ANY(%s) AND NOT EXISTS"
            " (SELECT 1 FROM scoring_behaviour b WHERE b.customer_id = c.id) AND EXISTS"
            " (SELECT 1 FROM ledger_receivable r"
            "   WHERE r.customer_id = c.id AND r.settled_on IS NOT NULL)",
            list(keys),
        )
    return {key for (key,) in rows}


class Likes:
    """What those like a customer do: its group, its segment, all of its company."""

    def __init__(self, customers: Sequence[Customer]) -> None:
        companies = {one.company_id for one in customers}
        self._norms = {
            (row.company_id, row.segment): Seen(row.payments, row.late, row.late_30)
            for row in Norm.objects.filter(company__in=companies)
        }
        parents = {one.parent_id for one in customers if one.parent_id is not None}
        self._groups = _groups(parents) if parents else {}

    def prior(self, one: Customer, own: Figures) -> Prior:
        """What is thought of this customer without its own payments."""
        found = STANDARD_PRIOR
        for seen in (
            self._norms.get((one.company_id, "")),
            self._norms.get((one.company_id, one.segment)) if one.segment else None,
            self._groups.get(one.parent_id) if one.parent_id is not None else None,
        ):
            if seen is not None:
                found = found.narrowed(seen.but(own))
        return found


def _groups(parents: set[int]) -> dict[int, Seen]:
    rows = (
        Behaviour.objects.filter(customer__parent__in=parents)
        .order_by()
        .values_list("customer__parent")
        .annotate(Sum("payments"), Sum("late"), Sum("late_30"))
    )
    return {parent: Seen(*counts) for parent, *counts in rows if parent is not None}


def limits_of(companies: Iterable[int]) -> Mapping[int, Thresholds]:
    """From where on these companies call a payer what."""
    rows = Limits.objects.filter(company__in=list(companies))
    told = {row.company_id: Thresholds(**row.values) for row in rows}
    return defaultdict(Thresholds, told)


def said_of(keys: Iterable[int], *, on: date) -> Mapping[int, Override]:
    """What a person said of these customers that holds on that day."""
    rows = Override.objects.filter(
        customer__in=list(keys), ended_on=None, made_on__lte=on, until_on__gte=on
    )
    return {row.customer_id: row for row in rows}


def assessed(keys: Iterable[int]) -> Mapping[int, Assessment]:
    """What these customers are called until now."""
    return Assessment.objects.in_bulk(list(keys))


def proved_since(day: date) -> set[int]:
    """The companies whose classes were proved after that day."""
    rows = ClassRisk.objects.filter(as_of__gt=day).values_list("company", flat=True)
    return set(rows.distinct())
