"""The past of a company as it was known, day by day: read once, one question per kind.

A fact is known on the morning of a day when it was recorded before it. What keeps no
history is taken as it is now: addresses, payment method, groups, the policy.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg import Cursor

from acquit.core.dunning import Channel, ItemKind
from acquit.core.dunning.trial.facts import (
    Account,
    Dead,
    Debtor,
    Disputed,
    Ended,
    Follows,
    GoneBack,
    Missing,
    Money,
    Moved,
    Owed,
    Past,
    Promised,
    Stopped,
    Suspected,
    Taken,
    Written,
)
from acquit.core.party import Party, SellsTo, effective_party
from acquit.dunning.queries import past_questions as asked
from acquit.dunning.queries.policies import rules, scenarios

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from acquit.core.dunning.trial.facts import Begun, Fact


def past(
    company_id: int,
    customer_ids: Sequence[int],
    mornings: Mapping[date, datetime],
    *,
    dated: bool = False,
) -> Past:
    """All that was known of these customers on each of these mornings, in order.

    mornings: when the walk of each day began, or would have; one after the other. dated:
    invoices, money and statements are taken as known on the day after their own, for books
    that were imported later.
    """
    days = list(mornings)
    telling = _Telling(company_id, customer_ids, mornings, dated=dated)
    ((country, currency, sells_to, numbered),) = telling.ask(asked.COMPANY)
    debtors = {
        row[0]: _debtor(*row, sells_to=sells_to) for row in telling.ask(asked.CUSTOMERS)
    }
    telling.of_receivables()
    telling.of_people()
    telling.of_money()
    telling.of_messages()
    telling.of_the_bank()
    versions = {
        fact.version
        for facts in telling.told
        for fact in facts
        if isinstance(fact, Follows)
    }
    contacted: dict[int, list[date]] = defaultdict(list)
    for customer_id, day in telling.ask(asked.CONTACTED):
        contacted[customer_id].append(day)
    return Past(
        company_id=company_id,
        country=country,
        currency=currency,
        policy=rules([company_id], as_of=days[0])[company_id].policy,
        days=days,
        told=telling.told,
        debtors=debtors,
        taken={row[0]: Taken(*row[1:]) for row in telling.ask(asked.TAKEN)},
        contacted=contacted,
        scenarios=scenarios(versions),
        numbered=numbered,
    )


def _debtor(  # noqa: PLR0913, PLR0917  # one column of the question each
    customer_id: int,
    party: str,
    has_number: bool,  # noqa: FBT001  # a column
    country: str,
    direct_debit: bool,  # noqa: FBT001  # a column
    represented: bool,  # noqa: FBT001  # a column
    group: int,
    emails: list[str],
    phones: list[str],
    street: str,
    *,
    sells_to: str,
) -> Debtor:
    return Debtor(
        customer_id=customer_id,
        party=effective_party(
            Party(party),
            vat="known" if has_number else "",
            registration="",
            sells_to=SellsTo(sells_to),
        ),
        country=country,
        direct_debit=direct_debit,
        represented=represented,
        group=group,
        emails=frozenset(emails),
        phones=tuple(phones),
        street=street,
    )


class _Telling:
    """Puts each fact to the first of the days on whose morning it was known."""

    def __init__(
        self,
        company_id: int,
        customer_ids: Sequence[int],
        mornings: Mapping[date, datetime],
        *,
        dated: bool,
    ) -> None:
        self._dated = dated
        self._days = list(mornings)
        self._mornings = list(mornings.values())
        self.told: list[list[Fact]] = [[] for _ in self._days]
        self._parameters = {
            "company": company_id,
            "ids": list(customer_ids),
            "first": self._days[0],
            "last": self._days[-1],
            "since": self._mornings[0],
        }

    def ask(self, question: str, **more: object) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        connection.ensure_connection()
        with Cursor(connection.connection) as cursor:
            rows = cursor.execute(question, self._parameters | more, binary=True)
            return rows.fetchall()

    def of_receivables(self) -> None:
        """What is owed, how it was settled, and what lists of open items did not have."""
        told: dict[int, int] = {}
        for row in self.ask(asked.OWED):
            at, customer, key, currency, due, minor, kind, paper, issued_on = row
            owed = Owed(customer, key, currency, due, minor, ItemKind(kind), paper)
            told[key] = self._known(at, issued_on)
            self._tell(told[key], owed)
        for at, *values in self.ask(asked.MOVED):
            moved = Moved(*values)
            known = self._known(at, moved.booked_on)
            # What was paid before it was invoiced settles it when it is there.
            self._tell(max(told[moved.receivable_id], known), moved)
        for number, (customer, key, on, until) in enumerate(self.ask(asked.MISSING)):
            self._span(Missing(customer, key, number), self._on(on), self._end(None, until))

    def of_people(self) -> None:
        """What debtors promised and dispute, and what people hold."""
        for at, customer, item, key, until, closed_on, ended in self.ask(asked.PROMISES):
            promised = Promised(customer, item, key, until)
            self._span(promised, self._at(at), self._end(closed_on, ended))
        for at, customer, item, key, minor, closed_on, ended in self.ask(asked.DISPUTES):
            disputed = Disputed(customer, item, key, minor)
            self._span(disputed, self._at(at), self._end(closed_on, ended))
        for at, customer, item, key, begins, until, ended_on, ended in self.ask(
            asked.HOLDS
        ):
            held = Stopped(customer, item, key, until)
            begun = max(self._at(at), self._on(begins))
            self._span(held, begun, self._end(ended_on, ended))

    def of_money(self) -> None:
        """Money and credit that is used for nothing, and lines that wait for a person."""
        receipts = self.ask(asked.RECEIPTS)
        uses: dict[int, list[tuple[int, int]]] = defaultdict(list)
        ids = [row[0] for row in receipts]
        for key, minor, at, on in self.ask(asked.USED, receipts=ids):
            uses[key].append((minor, self._known(at, on)))
        for key, customer, currency, minor, on_account, *instants in receipts:
            self._purse(customer, currency, minor, uses[key], on_account, *instants)
        for at, customer, currency, minor, issued_on, *used in self.ask(asked.NOTES):
            began = self._known(at, issued_on)
            self._tell(began, Money(customer, currency, minor, credit=True))
            for part, when, on in zip(*(column or () for column in used), strict=True):
                less = Money(customer, currency, -part, credit=True)
                self._tell(max(began, self._known(when, on)), less)
        for customer, key, at, ended in self.ask(asked.SUSPECTED):
            self._span(Suspected(customer, key), self._at(at), self._end(None, ended))

    def _purse(  # noqa: PLR0913, PLR0917  # one column of the question each
        self,
        customer: int,
        currency: str,
        minor: int,
        uses: Iterable[tuple[int, int]],
        on_account: bool,  # noqa: FBT001  # a column
        received_on: date,
        recorded_at: datetime,
        by_account: bool,  # noqa: FBT001  # a column
        by_person_at: datetime | None,
        by_itself_at: datetime | None,
        put_at: datetime | None,
    ) -> None:
        """Tell of one receipt: whose it is, what is used of it, and when it was credit."""
        said = [one for one in (by_person_at, put_at) if one is not None]
        known = recorded_at
        if said and not by_account:
            known = min([*said, *([by_itself_at] if by_itself_at else [])])
        began = self._known(known, received_on)
        credit_from = len(self.told)
        if on_account:
            credit_from = self._known(put_at or recorded_at, received_on)
        changes = [(began, minor), *((max(began, day), -part) for part, day in uses)]
        left = 0
        for day, change in changes:
            if day >= credit_from:
                continue
            left += change
            self._tell(day, Money(customer, currency, change, credit=False))
        if credit_from < len(self.told):
            self._tell(credit_from, Money(customer, currency, -left, credit=False))
            moved = left + sum(c for day, c in changes if day == credit_from)
            self._tell(
                max(began, credit_from), Money(customer, currency, moved, credit=True)
            )
            for day, change in changes:
                if day > credit_from:
                    self._tell(day, Money(customer, currency, change, credit=True))

    def of_messages(self) -> None:
        """Addresses that were refused, scenarios that customers came to, and what others of
        a group got.
        """
        for at, customer, channel, to in self.ask(asked.DEAD):
            self._tell(self._at(at), Dead(customer, Channel(channel), to))
        for on, customer, version in self.ask(asked.MOVES):
            self._tell(self._on(on), Follows(customer, version))
        for customer, _, day in self.ask(asked.OTHERS):
            self._tell(bisect_right(self._days, day), Written(customer, day))

    def of_the_bank(self) -> None:
        """Accounts and what of them was known, and money that went back."""
        for account, at in self.ask(asked.ACCOUNTS):
            # An account that told nothing yet says nothing of days before it was known.
            if not self._dated:
                self._tell(0 if at is None else self._at(at), Account(account, None))
        for at, account, fresh_on in self.ask(asked.STATEMENTS):
            self._tell(self._known(at, fresh_on), Account(account, fresh_on))
        for at, customer, item, key, ended in self.ask(asked.GONE_BACK):
            self._span(GoneBack(customer, item, key), self._at(at), self._end(None, ended))

    def _known(self, instant: datetime, day: date) -> int:
        """When something of that day, recorded at that instant, was known."""
        number = self._at(instant)
        return min(number, bisect_right(self._days, day)) if self._dated else number

    def _at(self, instant: datetime) -> int:
        return bisect_right(self._mornings, instant)

    def _on(self, day: date) -> int:
        return bisect_left(self._days, day)

    def _end(self, day: date | None, instant: datetime | None) -> int | None:
        """When something ended; None = it has not."""
        if instant is not None:
            return self._at(instant)
        return None if day is None else self._on(day)

    def _span(self, begun: Begun, first: int, end: int | None) -> None:
        self._tell(first, begun)
        if end is not None:
            self._tell(max(first, end), Ended(begun))

    def _tell(self, number: int, fact: Fact) -> None:
        """What became known after the last day is no part of the trial."""
        if number < len(self.told):
            self.told[number].append(fact)
