"""What nobody has dealt with yet, as it stands now: counted in one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, Count, F, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

from acquit.bank.models import Line, LineState
from acquit.bank.queries import is_parked
from acquit.channels.models import Message, MessageState
from acquit.core.money import Money
from acquit.dunning.models import Action, ActionState
from acquit.ledger import queries as ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from acquit.organisation.rights import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LooseEnds:
    """neglected: open receivables with neither a next action still to come nor a reason.

    waiting: steps that wait for approval; to_look_at: bank lines; sent: messages that left
    on the day. held: receivables by the reason for having no next action, most first.
    unused: money and credit notes that no invoice has used, one sum for each currency.
    """

    neglected: int
    waiting: int
    to_look_at: int
    sent: int
    held: Mapping[str, int]
    unused: Sequence[Money]


class _Counted(NamedTuple):
    what: str
    code: str
    rows: int
    minor: int | None


def neglected(*, today: date) -> Q:
    """The condition on open receivables that none should meet."""
    issued = Q(invoice__issued_on__lte=today)
    return issued & (Q(outlook=None) | Q(outlook__next_on__lt=today))


def loose_ends(scope: Scope, lines: Q, *, today: date) -> LooseEnds:
    """lines: which bank lines the person may see."""
    parts = list(_parts(scope, lines, today))
    counts: dict[str, int] = defaultdict(int)
    held: dict[str, int] = {}
    unused: dict[str, int] = defaultdict(int)
    for one in map(_Counted._make, parts[0].union(*parts[1:], all=True)):
        match one.what:
            case "held":
                held[one.code] = one.rows
            case "unused":
                unused[one.code] += one.minor or 0
            case _:
                counts[one.what] += one.rows
    return LooseEnds(
        neglected=counts["undecided"] - counts["not issued"] + counts["passed"],
        waiting=counts["waiting"],
        to_look_at=counts["to_look_at"],
        sent=counts["sent"],
        held=dict(sorted(held.items(), key=lambda item: -item[1])),
        unused=[Money(minor, currency) for currency, minor in sorted(unused.items())],
    )


def _parts(scope: Scope, lines: Q, today: date) -> Iterator[QuerySet[Any]]:
    still_open = ledger.receivables_within(scope).filter(open_minor__gt=0)
    # What is neglected, in three parts: few are undecided and few issued later, and asked
    # for both at once the database walks all invoices.
    undecided = still_open.filter(outlook=None)
    yield _counted("undecided", undecided)
    yield _counted("not issued", undecided.filter(invoice__issued_on__gt=today))
    passed = still_open.filter(outlook__next_on__lt=today)
    yield _counted("passed", passed.filter(invoice__issued_on__lte=today))
    reasons = still_open.exclude(outlook=None).exclude(outlook__reason="")
    yield _counted("held", reasons, code="outlook__reason")
    theirs = ledger.reach(scope, customer="customer__")
    waiting = Action.objects.filter(theirs, state=ActionState.WAITING)
    yield _counted("waiting", waiting)
    sent = Message.objects.filter(theirs, business_day=today, state=MessageState.SENT)
    yield _counted("sent", sent)
    to_look_at = Line.objects.filter(lines, ~Q(is_parked(today=today)))
    yield _counted("to_look_at", to_look_at.filter(state=LineState.OPEN))
    for rows in (ledger.receipts_within(scope), ledger.invoices_within(scope)):
        unused = rows.filter(customer__isnull=False, available_minor__gt=0)
        yield _counted("unused", unused, code="currency", minor="available_minor")


def _counted(
    what: str, rows: QuerySet[Any], *, code: str = "", minor: str = ""
) -> QuerySet[Any]:
    """The rows counted by their code, in the columns that all parts share."""
    total = Sum(minor) if minor else Value(None)
    told: QuerySet[Any] = (
        rows.order_by()
        .annotate(told_code=Cast(F(code) if code else Value(""), TextField()))
        .values("told_code")
        .annotate(
            told=Value(what, TextField()),
            told_count=Count("pk"),
            told_minor=Cast(total, BigIntegerField()),
        )
        .values_list("told", "told_code", "told_count", "told_minor")
    )
    return told
