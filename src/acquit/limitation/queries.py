"""Until when receivables can be brought to court, from what the books know of each."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from psycopg.types.json import Jsonb

from acquit.core.errors import Refusal
from acquit.core.law import COUNTRIES, Event, Happened, Limitation
from acquit.core.limitation_watch import Claim, Stage, lapses, old_enough, stage
from acquit.core.party import Party, SellsTo, effective_party
from acquit.ledger.rows import ask, binary_cursor
from acquit.limitation.models import Occurrence
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# So many receivables are looked at together.
SLICE = 5000


class Owed(NamedTuple):
    """An open receivable, with what decides the day."""

    receivable_id: int
    customer_id: int
    company_id: int
    invoice_id: int
    number: str
    currency: str
    open_minor: int
    claim: Claim


class Dated(NamedTuple):
    """A receivable and its day, or why none is known. stage: None while it is far."""

    owed: Owed
    day: Limitation | Refusal
    stage: Stage | None
    events: tuple[Happened, ...]


ROWS = """
    SELECT r.id, r.customer_id, r.company_id, r.invoice_id, i.number, r.currency,
           r.open_minor, r.due_on, p.country, c.country, c.party_type,
           c.vat <> '' OR c.registration <> '', p.sells_to
      FROM ledger_receivable r
      JOIN ledger_customer c ON c.id = r.customer_id
      JOIN organisation_company p ON p.id = r.company_id
      JOIN ledger_invoice i ON i.id = r.invoice_id
"""
THESE = ROWS + "WHERE r.id = ANY(%s) ORDER BY r.due_on, r.id"
# Keys go on from the last one seen; the index of what is open gives them in this order.
OLD = (
    ROWS
    + """
     WHERE r.company_id = %s AND r.open_minor > 0 AND r.due_on <= %s
       AND (r.due_on, r.id) > (%s, %s)
       AND r.due_on <= CASE
             WHEN c.party_type IN ('BUSINESS', 'PUBLIC')
                  OR c.party_type = 'UNKNOWN' AND (c.vat <> '' OR c.registration <> ''
                     OR p.sells_to = 'BUSINESS') THEN %s
             ELSE coalesce((%s ->> coalesce(nullif(c.country, ''), p.country))::date, %s)
           END
       AND (%s::bigint IS NULL OR r.customer_id = %s)
     ORDER BY r.due_on, r.id LIMIT %s
"""
)
PAID = """
    SELECT a.receivable_id, p.value_on
      FROM ledger_allocation a JOIN ledger_receipt p ON p.id = a.receipt_id
     WHERE a.receivable_id = ANY(%s) AND a.kind = 'RECEIPT' AND a.booked_on <= %s
     GROUP BY a.receivable_id, p.id, p.value_on
    HAVING sum(a.amount_minor) > 0
"""
# A letter has left once it was posted; what came back never reached anybody. Of what
# people recorded of it, the last counts.
NOTICES = """
    SELECT i.receivable_id, i.sent_on,
           CASE WHEN known.outcome = 'RECEIVED' THEN known."on" END
      FROM dunning_actionitem i
      JOIN dunning_action a ON a.id = i.action_id
      JOIN channels_message m ON m.id = a.message_id
      LEFT JOIN LATERAL (SELECT outcome, "on" FROM channels_arrival
                          WHERE message_id = m.id ORDER BY id DESC LIMIT 1) known ON true
     WHERE i.receivable_id = ANY(%s) AND i.step = 'FORMAL_NOTICE' AND i.counts
       AND i.sent_on <= %s AND m.state = 'SENT' AND m.delivery <> 'BOUNCED'
       AND (m.channel = 'EMAIL'
            OR m.channel = 'LETTER' AND m.delivery NOT IN ('', 'PRINTED'))
"""
SAID = """
    SELECT o.receivable_id, o.kind, o."on" FROM limitation_occurrence o
     WHERE o.receivable_id = ANY(%s) AND o."on" <= %s AND o.withdraws_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM limitation_occurrence w WHERE w.withdraws_id = o.id)
"""


def dated(receivable_ids: Collection[int], *, as_of: date) -> list[Dated]:
    """Each of them with its day, the oldest first; whether anything is open or not."""
    with binary_cursor() as cursor:
        rows = ask(cursor, THESE, list(receivable_ids))
    return _dated([_owed(row) for row in rows], as_of)


def near(
    *, as_of: date, within: int | None = None, customer_id: int | None = None
) -> Iterator[Dated]:
    """What is open and comes near its day, or has none that is known; by company and due
    day. within: months; None = so near that somebody is told.
    """
    for company in Company.objects.order_by("pk"):
        yield from near_of(company, as_of=as_of, within=within, customer_id=customer_id)


def near_of(
    company: Company,
    *,
    as_of: date,
    within: int | None = None,
    customer_id: int | None = None,
) -> Iterator[Dated]:
    """The same of one company."""
    for rows in _old(company, as_of, within, customer_id):
        for one in _dated(rows, as_of):
            if within is None:
                wanted = one.stage is not None
            else:
                wanted = _within(one.day, as_of, within)
            if wanted or isinstance(one.day, Refusal):
                yield one


def occurrences(receivable_ids: Collection[int]) -> list[Occurrence]:
    """What people recorded of these, the newest first; what was withdrawn too, with the row
    that withdraws it as `taken_back`.
    """
    rows = Occurrence.objects.filter(receivable__in=receivable_ids)
    found = list(rows.select_related("actor", "document").order_by("-on", "-pk"))
    back = {one.withdraws_id: one for one in found if one.withdraws_id}
    kept = [one for one in found if one.withdraws_id is None]
    for one in kept:
        one.taken_back = back.get(one.pk)  # type: ignore[attr-defined]  # for this answer
    return kept


def _within(day: Limitation | Refusal, as_of: date, months: int) -> bool:
    if isinstance(day, Refusal):
        return True
    left = (day.until.year - as_of.year) * 12 + day.until.month - as_of.month
    return left - (day.until.day < as_of.day) < months or day.until <= as_of


def _old(
    company: Company, as_of: date, within: int | None, customer_id: int | None
) -> Iterator[list[Owed]]:
    """What may be near its day, slice by slice: found by the index of what is open."""
    ours = old_enough(company.country, Party.BUSINESS, as_of=as_of, within=within)
    theirs = {
        one: old_enough(one, Party.CONSUMER, as_of=as_of, within=within)
        for one in COUNTRIES
    }
    other = old_enough("", Party.CONSUMER, as_of=as_of, within=within)
    latest = max(ours, other, *theirs.values())
    days = Jsonb({one: day.isoformat() for one, day in theirs.items()})
    last: tuple[date, int] = (date.min, 0)
    while True:
        asked = (company.pk, latest, *last, ours, days, other, customer_id, customer_id)
        with binary_cursor() as cursor:
            rows = ask(cursor, OLD, *asked, SLICE)
        if not rows:
            return
        yield [_owed(row) for row in rows]
        last = (rows[-1][7], rows[-1][0])


def _owed(row: Sequence[Any]) -> Owed:
    due_on, creditor, debtor, party, has_number, sells_to = row[7:]
    kind = effective_party(
        Party(party),
        vat="known" if has_number else "",
        registration="",
        sells_to=SellsTo(sells_to),
    )
    claim = Claim(creditor=creditor, debtor=debtor, party=kind, due_on=due_on)
    return Owed._make([*row[:7], claim])


def _dated(rows: Sequence[Owed], as_of: date) -> list[Dated]:
    events = _events([one.receivable_id for one in rows], as_of)
    return [_answer(one, tuple(events[one.receivable_id]), as_of) for one in rows]


def _answer(owed: Owed, events: tuple[Happened, ...], as_of: date) -> Dated:
    try:
        day = lapses(owed.claim, events)
    except Refusal as unknown:
        return Dated(owed, unknown, None, events)
    return Dated(owed, day, stage(day, as_of=as_of), events)


def _events(ids: list[int], as_of: date) -> dict[int, list[Happened]]:
    """Whatever may have moved the day; the law of the country says what did."""
    happened: dict[int, list[Happened]] = defaultdict(list)
    with binary_cursor() as cursor:
        for receivable_id, on in ask(cursor, PAID, ids, as_of):
            happened[receivable_id].append(Happened(Event.PART_PAYMENT, on))
        for receivable_id, on, received_on in ask(cursor, NOTICES, ids, as_of):
            sent = Happened(Event.WRITTEN_NOTICE, on, received_on)
            happened[receivable_id].append(sent)
        for receivable_id, kind, on in ask(cursor, SAID, ids, as_of):
            happened[receivable_id].append(Happened(Event(kind), on))
    return happened
