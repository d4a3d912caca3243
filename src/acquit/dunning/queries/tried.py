"""What a trial came to, beside what was really sent: the form that is kept and shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Min

from acquit.core.dunning import Channel, Step
from acquit.core.dunning.prices import USUAL_PRICES, Prices
from acquit.dunning.models import Prices as PricesRow
from acquit.ledger.models import Customer, Receivable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from acquit.core.dunning.trial import Past, Played

SHOWN = 10
REALLY = """
    SELECT m.business_day, m.customer_id, m.kind, m.channel
      FROM channels_message m
     WHERE m.company_id = %s AND m.customer_id = ANY(%s)
       AND m.business_day BETWEEN %s AND %s AND m.state IN ('SENT', 'UNCERTAIN')
     ORDER BY m.business_day, m.customer_id, m.id
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, tried or real."""

    day: date
    customer_id: int
    step: str
    channel: str


def prices(company_id: int) -> Prices:
    """What messages cost the company."""
    row = PricesRow.objects.filter(company=company_id).values().first()
    if row is None:
        return USUAL_PRICES
    return Prices(
        email_minor=row["email_minor"],
        sms_minor=row["sms_minor"],
        letter_minor=row["letter_minor"],
        call_minutes=row["call_minutes"],
        hour_minor=row["hour_minor"],
    )


def really_sent(
    company_id: int, customer_ids: Collection[int], first: date, last: date
) -> list[Message]:
    """The messages to these customers that left in the period, by day."""
    with connection.cursor() as cursor:
        cursor.execute(REALLY, [company_id, list(customer_ids), first, last])
        return [Message(*row) for row in cursor.fetchall()]


def known_since(company_id: int, *, dated: bool = False) -> date | None:
    """The first day on which anything that is owed was recorded: what was known before it
    cannot be told. dated: on which the first invoice was issued.
    """
    rows = Receivable.objects.filter(company=company_id)
    if dated:
        issued: date | None = rows.aggregate(first=Min("invoice__issued_on"))["first"]
        return issued
    first = rows.aggregate(first=Min("recorded_at"))["first"]
    return first.date() if first else None


def result(past: Past, played: Played, *, dated: bool = False) -> dict[str, Any]:
    """All that is kept of a trial: plain values, amounts in minor units, days ISO 8601.
    dated: see `past`.
    """
    tried = [
        Message(one.day, one.customer_id, one.step.value, one.channel.value)
        for one in played.sent
    ]
    first, last = past.days[0], past.days[-1]
    sent = really_sent(past.company_id, past.debtors, first, last)
    since = known_since(past.company_id, dated=dated)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "customers": len(past.debtors),
        "as_dated": dated,
        "known_since": since.isoformat() if since else None,
        "messages": len(tried),
        "people": len({one.customer_id for one in tried}),
        "really": {
            "messages": len(sent),
            "people": len({one.customer_id for one in sent}),
        },
        "by_step": _by_step(tried, sent, _items(played)),
        "by_day": _by_day(tried, sent),
        "held": _held(played),
        "stale_days": len(played.stale),
        "approvals": _approvals(played),
        "cost": _cost(past, tried, sent),
        "differences": _differences(tried, sent),
        "written_though_paid": 0,
    }


def next_run(past: Past, played: Played) -> dict[str, Any]:
    """What leaves on the one day that was played: the form of `result`, without what was
    really sent.
    """
    tried = [
        Message(one.day, one.customer_id, one.step.value, one.channel.value)
        for one in played.sent
    ]
    by_step = _by_step(tried, [], _items(played))
    cost = _cost(past, tried, [])
    return {
        "day": past.days[0].isoformat(),
        "messages": len(tried),
        "people": len({one.customer_id for one in tried}),
        "by_step": [_without(one, "sent") for one in by_step],
        "held": _held(played),
        "bank_is_stale": bool(played.stale),
        "approvals": _approvals(played),
        "cost": _without(cost, "sent_minor")
        | {"lines": [_without(one, "sent", "sent_minor") for one in cost["lines"]]},
    }


def _without(one: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}


def _items(played: Played) -> Counter[tuple[str, str]]:
    items: Counter[tuple[str, str]] = Counter()
    for one in played.sent:
        items[one.step.value, one.channel.value] += len(one.items)
    return items


def _by_step(
    tried: Sequence[Message], sent: Sequence[Message], items: Counter[tuple[str, str]]
) -> list[dict[str, Any]]:
    would, did = _counted(tried), _counted(sent)
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in tried:
        people[one.step, one.channel].add(one.customer_id)
    order = {step.value: number for number, step in enumerate(Step)}
    return [
        {
            "step": step,
            "channel": channel,
            "messages": would[step, channel],
            "people": len(people[step, channel]),
            "receivables": items[step, channel],
            "sent": did[step, channel],
        }
        for step, channel in sorted(
            would.keys() | did.keys(), key=lambda key: (order.get(key[0], 99), key[1])
        )
    ]


def _counted(messages: Iterable[Message]) -> Counter[tuple[str, str]]:
    return Counter((one.step, one.channel) for one in messages)


def _by_day(tried: Sequence[Message], sent: Sequence[Message]) -> list[dict[str, Any]]:
    would = Counter(one.day for one in tried)
    did = Counter(one.day for one in sent)
    people: dict[date, set[int]] = defaultdict(set)
    for one in tried:
        people[one.day].add(one.customer_id)
    return [
        {
            "day": day.isoformat(),
            "messages": would[day],
            "people": len(people[day]),
            "sent": did[day],
        }
        for day in sorted(would.keys() | did.keys())
    ]


def _held(played: Played) -> list[dict[str, Any]]:
    receivables = Counter(one.reason.value for one in played.held)
    customers: dict[str, set[int]] = defaultdict(set)
    for one in played.held:
        customers[one.reason.value].add(one.customer_id)
    return [
        {"reason": reason, "receivables": number, "people": len(customers[reason])}
        for reason, number in receivables.most_common()
    ]


def _approvals(played: Played) -> dict[str, Any]:
    waiting = [one for one in played.sent if one.approver is not None]
    by = Counter(one.approver.value for one in waiting if one.approver)
    return {
        "messages": len(waiting),
        "people": len({one.customer_id for one in waiting}),
        "by": dict(sorted(by.items())),
    }


def _cost(past: Past, tried: Sequence[Message], sent: Sequence[Message]) -> dict[str, Any]:
    each = prices(past.company_id)
    would = Counter(one.channel for one in tried)
    did = Counter(one.channel for one in sent)
    lines = [
        {
            "channel": channel.value,
            "messages": would[channel],
            "each_minor": each.of(channel),
            "minor": would[channel] * each.of(channel),
            "sent": did[channel],
            "sent_minor": did[channel] * each.of(channel),
        }
        for channel in Channel
        if would[channel] or did[channel]
    ]
    return {
        "currency": past.currency,
        "minor": sum(one["minor"] for one in lines),
        "sent_minor": sum(one["sent_minor"] for one in lines),
        "call_minutes": would[Channel.PHONE] * each.call_minutes,
        "lines": lines,
    }


def _differences(tried: Sequence[Message], sent: Sequence[Message]) -> dict[str, Any]:
    """same: the same customer got the same step on the same day. The customers who would
    have got something and got nothing, and the reverse; the first of each by day.
    """
    would = Counter((one.day, one.customer_id, one.step) for one in tried)
    did = Counter((one.day, one.customer_id, one.step) for one in sent)
    written = {one.customer_id for one in tried}, {one.customer_id for one in sent}
    new, gone = written[0] - written[1], written[1] - written[0]
    return {
        "same": (would & did).total(),
        "only_tried": (would - did).total(),
        "only_sent": (did - would).total(),
        "people_only_tried": len(new),
        "people_only_sent": len(gone),
        "first_only_tried": _first(tried, new),
        "first_only_sent": _first(sent, gone),
        "first_messages_only_tried": _named(sorted((would - did).elements())[:SHOWN]),
        "first_messages_only_sent": _named(sorted((did - would).elements())[:SHOWN]),
    }


def _first(messages: Iterable[Message], wanted: set[int]) -> list[dict[str, Any]]:
    """The first customers of these by the day of their first message."""
    found: dict[int, list[Message]] = {}
    for one in messages:
        if one.customer_id in wanted and (one.customer_id in found or len(found) < SHOWN):
            found.setdefault(one.customer_id, []).append(one)
    names = _names(found)
    return [
        names[key]
        | {
            "messages": len(theirs),
            "first_on": theirs[0].day.isoformat(),
            "steps": list(dict.fromkeys(one.step for one in theirs)),
        }
        for key, theirs in found.items()
    ]


def _named(messages: Sequence[tuple[date, int, str]]) -> list[dict[str, Any]]:
    names = _names({customer_id for _, customer_id, _ in messages})
    return [
        names[customer_id] | {"day": day.isoformat(), "step": step}
        for day, customer_id, step in messages
    ]


def _names(customer_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = Customer.objects.filter(pk__in=list(customer_ids))
    return {
        pk: {"id": pk, "customer": code, "name": name}
        for pk, code, name in rows.values_list("pk", "code", "name")
    }
