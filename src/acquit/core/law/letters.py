"""Which letter the law asks for before anything is charged, or before a court; its term.

docs/explanation/law.md#the-letter-that-comes-first. The term that a letter names stands in
it as a day: what is on paper may reach the post a working day later, so it is counted from
there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.days import next_working_day
from acquit.core.law.books import ANYWHERE, COUNTRIES, currency_of, found, known_party
from acquit.core.law.charging import Notice, first_day
from acquit.core.law.fees import Fee, collection_costs
from acquit.core.law.shapes import Clock, LetterKind, LetterRule, Sent, Stage
from acquit.core.money import Money
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class Asked(NamedTuple):
    """One receivable of a message. stage: how far its own step has come, None = the step
    asks for nothing that is late. told: its letter has left before.
    """

    due_on: date
    amount: Money
    stage: Stage | None
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a message has to say. country: whose law. covers: which of what it asks for,
    by place. owed: what is to be paid of it in each currency, without credit. first,
    until: the term, both included. costs: what the debtor owes beside the amount once it
    is over, None = the letter names no sum.
    """

    rule: LetterRule
    country: str
    covers: tuple[int, ...]
    owed: tuple[Money, ...]
    first: date
    until: date
    costs: Fee | None = None


_REACHED = {stage: place for place, stage in enumerate(Stage)}


def letter_rule(country: str, party: Party, on: date) -> LetterRule | None:
    """The letter of this country's law to such a debtor, None = it knows none."""
    known = country if country in COUNTRIES else ANYWHERE
    rules = found(LetterRule, known, party, on)
    return rules[0] if rules else None


@lru_cache(maxsize=4096)
def is_formal(country: str, on: date) -> bool:
    """Whether the letter of this country's law to a consumer is a formal notice, or one
    that a court follows.
    """
    rule = letter_rule(country, Party.CONSUMER, on)
    return rule is not None and rule.kind in {LetterKind.FORMAL, LetterKind.CLAIM}


def letter(
    country: str,
    party: Party,
    items: Sequence[Asked],
    *,
    credit: Mapping[str, int],
    on: date,
    by: Sent,
) -> Letter | None:
    """What a message about these receivables has to say that day; None = nothing.

    credit: minor units by currency that the message subtracts. A letter before the due day
    is none; one is enough, but for formal notices between businesses.
    """
    rule = letter_rule(country, party, on)
    if rule is None or (rule.paper_only and by is not Sent.POST):
        return None
    again = known_party(party) is not Party.CONSUMER
    covers = [
        place
        for place, item in enumerate(items)
        if _reached(rule, item) and item.due_on < on and (again or not item.told)
    ]
    costs = None
    if rule.kind is LetterKind.FOURTEEN_DAYS:
        currency = currency_of(country)
        covers = [one for one in covers if items[one].amount.currency == currency]
    left = _left([items[one].amount for one in covers], credit)
    if not left:
        return None
    if rule.kind is LetterKind.FOURTEEN_DAYS:
        costs = _by_scale(country, party, left[0], on)
    first, until = term(rule, country, on=on, by=by)
    return Letter(
        rule=rule,
        country=country,
        covers=tuple(covers),
        owed=tuple(left),
        first=first,
        until=until,
        costs=costs,
    )


def term(rule: LetterRule, country: str, *, on: date, by: Sent) -> tuple[date, date]:
    """The first and the last day that a letter may name, written that day."""
    posted = next_working_day(on, country) if by is Sent.POST else on
    first = first_day(rule, Notice(sent_on=posted, by=by), country)
    return first, first + timedelta(days=rule.days - 1)


def long_enough(rule: LetterRule, country: str, notice: Notice, until: date) -> bool:
    """Whether the day that was named leaves the term that the law wants, as it really
    left: on paper it may have been posted later than was thought.

    A term is counted from the receipt only where the law does: a registered letter that
    took three days is as good as any.
    """
    if from_receipt(rule, notice.by):
        return True  # it names no day: its term begins whenever it is delivered
    first = first_day(rule, replace(notice, received_on=None), country)
    return first + timedelta(days=rule.days - 1) <= until


def term_as_left(rule: LetterRule, country: str, notice: Notice, named: date) -> date:
    """The last day of the term as the letter really left, and was received where that is
    proven: the day that it names; where its term begins with the receipt, counted anew.
    """
    if not from_receipt(rule, notice.by):
        return named
    return first_day(rule, notice, country) + timedelta(days=rule.days - 1)


def from_receipt(rule: LetterRule, by: Sent) -> bool:
    """Whether the law counts the term of such a letter from the day it was received."""
    clock = rule.post if by is Sent.POST else rule.electronic
    return clock is Clock.AFTER_RECEIPT


def _reached(rule: LetterRule, item: Asked) -> bool:
    return item.stage is not None and _REACHED[item.stage] >= _REACHED[rule.stage]


def _left(amounts: Sequence[Money], credit: Mapping[str, int]) -> list[Money]:
    """What is left of them in each currency once credit is subtracted, if anything."""
    sums: dict[str, int] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, 0) + one.minor
    owed = [(minor - credit.get(currency, 0), currency) for currency, minor in sums.items()]
    return [Money(minor, currency) for minor, currency in owed if minor > 0]


def _by_scale(country: str, party: Party, principal: Money, on: date) -> Fee | None:
    """The costs of collection, all principals of a letter taken together."""
    costs = collection_costs(country, party, principal, on)
    return costs if isinstance(costs, Fee) else None
