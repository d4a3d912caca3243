"""Customer files, read for a whole range of customers with one question per kind of fact.

Rows come in binary straight into the values of `core.dunning`: a hundred thousand
receivables in a second, where the object-relational mapper would take a minute.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.dunning import CustomerFile, Item, Settled
from acquit.core.party import Party, SellsTo, effective_party
from acquit.ledger.rows import ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from psycopg import Cursor

    from acquit.ledger.rows import Range


class Shown(NamedTuple):
    """The outlook as it stands in the table: codes as text, "" for none."""

    next_action: str
    next_on: date | None
    reason: str
    until_on: date | None


class Loaded(NamedTuple):
    """A customer file with what its receivables show now (None = nothing yet), in the same
    order.
    """

    file: CustomerFile
    shown: tuple[Shown | None, ...]


RECEIVABLES = """
    SELECT r.customer_id, r.id, r.currency, r.due_on, r.open_minor,
           r.missing_on IS NOT NULL, o.next_action, o.next_on, o.reason, o.until_on
      FROM ledger_receivable r
      LEFT JOIN dunning_outlook o ON o.receivable_id = r.id
     WHERE r.open_minor > 0 AND r.customer_id BETWEEN %s AND %s
     ORDER BY r.customer_id, r.due_on, r.id
"""
# A thank-you is no step: when its money goes back, the gap counts from the last reminder.
STEPS = """
    SELECT i.receivable_id, max(i.rank)::int, max(i.sent_on) FILTER (WHERE i.rank >= 0),
           bool_or(i.sent_on IS NULL)
      FROM dunning_actionitem i JOIN ledger_receivable r ON r.id = i.receivable_id
     WHERE i.counts AND r.open_minor > 0 AND r.customer_id BETWEEN %s AND %s
     GROUP BY i.receivable_id
"""
PROMISES = """
    SELECT receivable_id, promised_on FROM ledger_promise
     WHERE closed_on IS NULL AND customer_id BETWEEN %s AND %s
"""
DISPUTES = """
    SELECT receivable_id, coalesce(amount_minor, 9223372036854775807) FROM ledger_dispute
     WHERE closed_on IS NULL AND customer_id BETWEEN %s AND %s
"""
HOLDS = """
    SELECT customer_id, receivable_id, max(until_on) FROM ledger_hold
     WHERE ended_on IS NULL AND customer_id BETWEEN %s AND %s
       AND until_on >= %s AND from_on <= %s
     GROUP BY customer_id, receivable_id
"""
MONEY = """
    SELECT customer_id, currency, on_account, sum(available_minor)::bigint
      FROM ledger_receipt WHERE available_minor > 0 AND customer_id BETWEEN %s AND %s
     GROUP BY customer_id, currency, on_account
    UNION ALL
    SELECT customer_id, currency, true, sum(available_minor)::bigint FROM ledger_invoice
     WHERE available_minor > 0 AND customer_id BETWEEN %s AND %s
     GROUP BY customer_id, currency
"""
SUSPECTED = """
    SELECT DISTINCT customer_id FROM matching_match
     WHERE state = 'PROPOSED' AND customer_id BETWEEN %s AND %s
"""
MESSAGES = """
    SELECT customer_id, max(business_day) FROM channels_message
     WHERE business_day >= %s AND state IN ('SENDING', 'SENT', 'UNCERTAIN')
       AND customer_id BETWEEN %s AND %s
     GROUP BY customer_id
"""
# Reachable: an address that no server has refused for good.
CUSTOMERS = """
    SELECT c.id, c.company_id, c.party_type, c.vat <> '' OR c.registration <> '', c.country,
           EXISTS (SELECT 1 FROM (
                        SELECT c.email AS email UNION ALL
                        SELECT t.email FROM ledger_contact t WHERE t.customer_id = c.id) a
                    WHERE a.email <> '' AND NOT EXISTS (
                        SELECT 1 FROM channels_message m
                         WHERE m.customer_id = c.id AND m.permanent AND m."to" = a.email)),
           p.sells_to
      FROM ledger_customer c JOIN organisation_company p ON p.id = c.company_id
     WHERE c.id BETWEEN %s AND %s
"""
# Nobody is thanked while money that settled it has gone back and waits for a person.
SETTLED = """
    SELECT r.customer_id, r.id, r.settled_on FROM ledger_receivable r
     WHERE r.open_minor = 0 AND r.settled_on >= %s AND r.customer_id BETWEEN %s AND %s
       AND EXISTS (SELECT 1 FROM dunning_actionitem i
                    WHERE i.receivable_id = r.id AND i.counts AND i.rank > 0
                      AND i.sent_on IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM dunning_actionitem i
                        WHERE i.receivable_id = r.id AND i.counts AND i.rank < 0)
       AND EXISTS (SELECT 1 FROM ledger_allocation a
                    WHERE a.receivable_id = r.id AND a.kind <> 'CREDIT_NOTE'
                      AND a.amount_minor > 0)
       AND NOT EXISTS (SELECT 1 FROM ledger_allocation a
                         JOIN bank_line paid ON paid.receipt_id = a.receipt_id
                         JOIN bank_line back ON back.account_id = paid.account_id
                          AND back.state = 'OPEN' AND back.amount_minor < 0
                        WHERE a.receivable_id = r.id
                          AND CASE
                              WHEN '' NOT IN (back.end_to_end_id, paid.end_to_end_id)
                              THEN back.end_to_end_id = paid.end_to_end_id
                              ELSE back.iban IN (NULLIF(paid.iban, ''),
                                   (SELECT k.iban FROM ledger_customeriban k
                                     WHERE k.customer_id = r.customer_id
                                       AND k.iban = back.iban)) END)
     ORDER BY r.customer_id, r.settled_on, r.id
"""


def load(customers: Range, *, as_of: date) -> Iterator[Loaded]:
    """The files of all customers in the range that owe something, by id; items by due day.

    As known now: whoever decides holds the customers' locks.
    """
    with binary_cursor() as cursor:
        open_rows = ask(cursor, RECEIVABLES, *customers)
        if not open_rows:
            return
        facts = _facts(cursor, customers, as_of)
        known = {row[0]: row for row in ask(cursor, CUSTOMERS, *customers)}
    for customer_id, rows in groupby(open_rows, key=itemgetter(0)):
        yield _file(known[customer_id], list(rows), facts)


class _Facts(NamedTuple):
    """What is known of receivables (by their id) and of customers (by theirs)."""

    steps: dict[int, tuple[Any, ...]]
    promises: dict[int, date]
    disputes: dict[int, int]
    held_items: dict[int, date]
    held_customers: dict[int, date]
    loose: dict[int, dict[str, int]]
    credit: dict[int, dict[str, int]]
    suspected: set[int]
    messages: dict[int, date]


def _facts(cursor: Cursor[Any], customers: Range, as_of: date) -> _Facts:
    held_items, held_customers = {}, {}
    for customer_id, receivable_id, until in ask(cursor, HOLDS, *customers, as_of, as_of):
        if receivable_id is None:
            held_customers[customer_id] = until
        else:
            held_items[receivable_id] = until
    loose: dict[int, dict[str, int]] = defaultdict(dict)
    credit: dict[int, dict[str, int]] = defaultdict(dict)
    for customer_id, currency, is_credit, minor in ask(
        cursor, MONEY, *customers, *customers
    ):
        kind = credit if is_credit else loose
        kind[customer_id][currency] = kind[customer_id].get(currency, 0) + minor
    return _Facts(
        steps={row[0]: row[1:] for row in ask(cursor, STEPS, *customers)},
        promises=dict(ask(cursor, PROMISES, *customers)),
        disputes=dict(ask(cursor, DISPUTES, *customers)),
        held_items=held_items,
        held_customers=held_customers,
        loose=loose,
        credit=credit,
        suspected={row[0] for row in ask(cursor, SUSPECTED, *customers)},
        messages=dict(ask(cursor, MESSAGES, as_of, *customers)),
    )


_NO_STEP = (-1, None, False)


def _file(customer: tuple[Any, ...], rows: list[tuple[Any, ...]], facts: _Facts) -> Loaded:
    customer_id, company_id, party, has_number, country, reachable, sells_to = customer
    number = "known" if has_number else ""
    items = []
    shown = []
    for _, receivable_id, currency, due_on, open_minor, missing, *outlook in rows:
        action, on, reason, until = outlook
        contested = facts.disputes.get(receivable_id, 0)
        rank, sent_on, uncertain = facts.steps.get(receivable_id, _NO_STEP)
        items.append(
            Item(
                receivable_id,
                currency,
                due_on,
                open_minor,
                rank,
                sent_on,
                uncertain,
                facts.promises.get(receivable_id),
                min(contested, open_minor),
                facts.held_items.get(receivable_id),
                missing,
            )
        )
        shown.append(None if action is None else Shown(action, on, reason, until))
    file = CustomerFile(
        customer_id=customer_id,
        company_id=company_id,
        party=effective_party(
            Party(party), vat=number, registration="", sells_to=SellsTo(sells_to)
        ),
        country=country,
        reachable=reachable,
        items=items,
        held_until=facts.held_customers.get(customer_id),
        loose_minor=facts.loose.get(customer_id, {}),
        credit_minor=facts.credit.get(customer_id, {}),
        suspected=customer_id in facts.suspected,
        last_message_on=facts.messages.get(customer_id),
    )
    return Loaded(file, tuple(shown))


def settled_after_reminder(
    customers: Range, *, as_of: date, since: date
) -> Iterator[tuple[CustomerFile, list[Settled]]]:
    """Customers with receivables that were reminded and paid since that day, not thanked
    for yet.
    """
    with binary_cursor() as cursor:
        rows = ask(cursor, SETTLED, since, *customers)
        if not rows:
            return
        known = {row[0]: row for row in ask(cursor, CUSTOMERS, *customers)}
        messages = dict(ask(cursor, MESSAGES, as_of, *customers))
    for customer_id, paid in groupby(rows, key=itemgetter(0)):
        bare = _file(known[customer_id], [], _no_facts(messages)).file
        yield bare, [Settled(receivable_id, on) for _, receivable_id, on in paid]


def _no_facts(messages: dict[int, date]) -> _Facts:
    return _Facts({}, {}, {}, {}, {}, {}, {}, set(), messages)
