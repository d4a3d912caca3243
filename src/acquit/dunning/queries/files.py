"""Customer files, read for a whole range of customers with one question per kind of fact.

Rows come in binary straight into the values of `core.dunning`: a hundred thousand
receivables in a second, where the object-relational mapper would take a minute.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import groupby, product
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core import phones
from acquit.core.dunning import Channel, CustomerFile, Item, ItemKind, Settled
from acquit.core.party import Party, SellsTo, effective_party
from acquit.dunning.queries import file_questions as questions
from acquit.dunning.queries.policies import scenarios
from acquit.ledger.rows import Range, ask, binary_cursor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from psycopg import Cursor

    from acquit.core.dunning import Scenario

WEEK = timedelta(days=7)
# A shard, or those who are about to be written to.
Customers = Range | Sequence[int]


# The outlook as it stands in the table: next action, its day and channel, reason, until
# when; codes as text, "" for none.
Shown = tuple[str, "date | None", str, str, "date | None"]


class Loaded(NamedTuple):
    """A customer file with what its receivables show now (None = nothing yet), in the same
    order, and the scenario that it is followed up by.
    """

    file: CustomerFile
    shown: tuple[Shown | None, ...]
    scenario: Scenario


class _Asking:
    """Asks for the customers of a range, or for some; the questions are written for a
    range.
    """

    def __init__(self, cursor: Cursor[Any], customers: Customers) -> None:
        self._cursor = cursor
        self._range = isinstance(customers, Range)
        self.keys = tuple(customers) if self._range else (list(customers),)

    def ask(self, question: str, *parameters: object) -> list[tuple[Any, ...]]:
        """All rows of the answer; the parameters hold `keys` where it says who."""
        if not self._range:
            question = question.replace("BETWEEN %s AND %s", "= ANY(%s)")
        return ask(self._cursor, question, *parameters)


def load(customers: Customers, *, as_of: date) -> Iterator[Loaded]:
    """The files of all these customers that owe something, by id; items by due day.

    As known now: whoever decides holds the customers' locks.
    """
    with binary_cursor() as cursor:
        asking = _Asking(cursor, customers)
        open_rows = asking.ask(questions.RECEIVABLES, *asking.keys)
        if not open_rows:
            return
        outlooks = asking.ask(questions.OUTLOOKS, *asking.keys)
        now: dict[int, Shown] = {row[0]: row[1:] for row in outlooks}
        found = asking.ask(questions.CUSTOMERS, *asking.keys, *asking.keys)
        known = {row[0]: _customer(*row) for row in found}
        followed = scenarios({one.version_id for one in known.values()})
        papers = any(one.asks_for_papers for one in followed.values())
        facts = _facts(asking, as_of, papers=papers)
    for customer_id, rows in groupby(open_rows, key=itemgetter(0)):
        customer = known[customer_id]
        scenario = followed[customer.version_id]
        items = _items(rows, facts)
        shown = tuple(now.get(item.receivable_id) for item in items)
        yield Loaded(_file(customer, items, facts), shown, scenario)


class _Customer(NamedTuple):
    """What does not change with what it owes."""

    customer_id: int
    company_id: int
    party: Party
    country: str
    direct_debit: bool
    represented: bool
    version_id: int | None
    strategic: bool
    channels: frozenset[Channel]


def _customer(  # noqa: PLR0913, PLR0917  # one column of the question each
    customer_id: int,
    company_id: int,
    party: str,
    has_number: bool,  # noqa: FBT001  # a column
    country: str,
    sells_to: str,
    direct_debit: bool,  # noqa: FBT001  # a column
    represented: bool,  # noqa: FBT001  # a column
    version_id: int | None,
    strategic: bool,  # noqa: FBT001  # a column
    by_email: bool,  # noqa: FBT001  # a column
    by_letter: bool,  # noqa: FBT001  # a column
    numbers: list[str],
) -> _Customer:
    by_sms = any(phones.is_mobile(number, country) for number in numbers)
    return _Customer(
        customer_id,
        company_id,
        effective_party(
            Party(party),
            vat="known" if has_number else "",
            registration="",
            sells_to=SellsTo(sells_to),
        ),
        country,
        direct_debit,
        represented,
        version_id,
        strategic,
        _CHANNELS[by_email, by_letter, bool(numbers), by_sms],
    )


def _set_of(*flags: bool) -> frozenset[Channel]:
    channels = (Channel.EMAIL, Channel.LETTER, Channel.PHONE, Channel.SMS)
    reached = {channel for channel, flag in zip(channels, flags, strict=True) if flag}
    # Another program can always be told.
    return frozenset(reached | {Channel.WEBHOOK})


_CHANNELS = {flags: _set_of(*flags) for flags in product((False, True), repeat=4)}


@dataclass(frozen=True)
class _Facts:
    """What is known of receivables (by their id) and of customers (by theirs)."""

    steps: dict[int, tuple[Any, ...]]
    promises: dict[int, date]
    disputes: dict[int, int]
    held_items: dict[int, date]
    held_customers: dict[int, date]
    loose: dict[int, dict[str, int]]
    credit: dict[int, dict[str, int]]
    suspected: set[int]
    messages: dict[int, tuple[date, ...]]
    returned: set[int]
    papers: dict[int, tuple[ItemKind, bool]]
    notes: set[int]
    terms: dict[int, date]

    @cached_property
    def told_of(self) -> frozenset[int]:
        """The receivables of which anything is known beside what is open."""
        known = (self.steps, self.promises, self.disputes, self.held_items, self.papers)
        return frozenset(self.returned).union(*known, self.notes, self.terms)


def _facts(asking: _Asking, as_of: date, *, papers: bool) -> _Facts:
    keys = asking.keys
    held_items, held_customers = _holds(asking, as_of)
    loose: dict[int, dict[str, int]] = defaultdict(dict)
    credit: dict[int, dict[str, int]] = defaultdict(dict)
    for customer_id, currency, is_credit, minor in asking.ask(
        questions.MONEY, *keys, *keys
    ):
        kind = credit if is_credit else loose
        kind[customer_id][currency] = kind[customer_id].get(currency, 0) + minor
    return _Facts(
        steps={row[0]: row[1:] for row in asking.ask(questions.STEPS, *keys)},
        promises=dict(asking.ask(questions.PROMISES, *keys)),
        disputes=dict(asking.ask(questions.DISPUTES, *keys)),
        held_items=held_items,
        held_customers=held_customers,
        loose=loose,
        credit=credit,
        suspected={row[0] for row in asking.ask(questions.SUSPECTED, *keys)},
        messages=_messages(asking, as_of),
        returned={row[0] for row in asking.ask(questions.RETURNED, *keys)},
        papers=_papers(asking) if papers else {},
        notes={row[0] for row in asking.ask(questions.DEBIT_NOTES, *keys)},
        terms=dict(asking.ask(questions.TERMS, *keys, as_of)),
    )


def _holds(asking: _Asking, as_of: date) -> tuple[dict[int, date], dict[int, date]]:
    """Until when receivables, and customers, are held; the longest of several."""
    items: dict[int, date] = {}
    whole: dict[int, date] = {}
    asked = (*asking.keys, as_of, as_of)
    for customer_id, receivable_id, until in asking.ask(questions.HOLDS, *asked, *asked):
        held, key = (
            (whole, customer_id) if receivable_id is None else (items, receivable_id)
        )
        held[key] = max(until, held.get(key, until))
    return items, whole


def _messages(asking: _Asking, as_of: date) -> dict[int, tuple[date, ...]]:
    found: dict[int, tuple[date, ...]] = {}
    asked = (as_of - WEEK, *asking.keys)
    for customer_id, day in asking.ask(questions.MESSAGES, *asked, *asked):
        found[customer_id] = (*found.get(customer_id, ()), day)
    return found


def _papers(asking: _Asking) -> dict[int, tuple[ItemKind, bool]]:
    return {
        receivable_id: (
            ItemKind.INSTALMENT if is_part else ItemKind.INVOICE,
            has_document,
        )
        for receivable_id, is_part, has_document in asking.ask(
            questions.PAPERS, *asking.keys
        )
    }


_NO_STEP = (-1, None, False)
_NO_PAPER = (ItemKind.INVOICE, False)


def _items(rows: Iterable[tuple[Any, ...]], facts: _Facts) -> list[Item]:
    items: list[Item] = []
    for row in rows:
        _, receivable_id, currency, due_on, open_minor, missing = row
        if missing or receivable_id in facts.told_of:
            items.append(_item(row, facts))
        else:
            items.append(Item(receivable_id, currency, due_on, open_minor))
    return items


def _item(row: tuple[Any, ...], facts: _Facts) -> Item:
    """One of which more is known than what is open."""
    _, receivable_id, currency, due_on, open_minor, missing = row
    contested = facts.disputes.get(receivable_id, 0)
    rank, sent_on, uncertain = facts.steps.get(receivable_id, _NO_STEP)
    kind, has_document = facts.papers.get(receivable_id, _NO_PAPER)
    if receivable_id in facts.notes:
        kind = ItemKind.DEBIT_NOTE
    return Item(
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
        receivable_id in facts.returned,
        kind,
        has_document,
        facts.terms.get(receivable_id),
    )


def _file(customer: _Customer, items: list[Item], facts: _Facts) -> CustomerFile:
    customer_id = customer.customer_id
    return CustomerFile(
        customer_id=customer_id,
        company_id=customer.company_id,
        party=customer.party,
        country=customer.country,
        channels=customer.channels,
        items=items,
        held_until=facts.held_customers.get(customer_id),
        loose_minor=facts.loose.get(customer_id, {}),
        credit_minor=facts.credit.get(customer_id, {}),
        suspected=customer_id in facts.suspected,
        contacted=facts.messages.get(customer_id, ()),
        direct_debit=customer.direct_debit,
        strategic=customer.strategic,
        represented=customer.represented,
    )


def settled_after_reminder(
    customers: Customers, *, as_of: date, since: date
) -> Iterator[tuple[CustomerFile, Scenario, list[Settled]]]:
    """Customers with receivables that were reminded and paid since that day, not thanked
    for yet, and the scenario that says how.
    """
    with binary_cursor() as cursor:
        asking = _Asking(cursor, customers)
        rows = asking.ask(questions.SETTLED, since, *asking.keys)
        if not rows:
            return
        found = asking.ask(questions.CUSTOMERS, *asking.keys, *asking.keys)
        known = {row[0]: _customer(*row) for row in found}
        followed = scenarios({one.version_id for one in known.values()})
        facts = _no_facts(_messages(asking, as_of))
    for customer_id, paid in groupby(rows, key=itemgetter(0)):
        customer = known[customer_id]
        settled = [Settled(receivable_id, on) for _, receivable_id, on in paid]
        yield _file(customer, [], facts), followed[customer.version_id], settled


def _no_facts(messages: dict[int, tuple[date, ...]]) -> _Facts:
    return _Facts({}, {}, {}, {}, {}, {}, {}, set(), messages, set(), {}, set(), {})
