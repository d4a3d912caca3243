"""Which payment a line takes back that went back to the payer, and which of its uses.

A bank returns a direct debit that nobody covered, or a transfer to a closed account; with
the payment's own references where it tells them. docs/explanation/returns.md tells more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

# A debit that nobody authorised may be returned for thirteen months: SEPA Core rulebook.
LONGEST = timedelta(days=400)
# An authorised one for eight weeks; the bank takes some days.
BY_ACCOUNT = timedelta(days=70)


class How(StrEnum):
    """By what the payment was found, the surest first."""

    END_TO_END = "end to end"
    BANK_REFERENCE = "bank reference"
    REFERENCE = "reference and amount"
    ACCOUNT = "account and amount"


class Key(NamedTuple):
    """A line or a receipt, and which payment in it: counted from 1, 0 = the whole."""

    of: int
    part: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A payment that came in, or the line that takes one back, as the bank told it.

    amount_minor: without sign. charges_minor: what the bank asks for the return, within
    that. left_minor: of a payment, what did not go back yet of its whole receipt. Texts are
    "" where the bank said nothing.
    """

    key: Key
    amount_minor: int
    currency: str
    on: date
    account: int
    end_to_end_id: str = ""
    bank_reference: str = ""
    references: frozenset[str] = frozenset()
    iban: str = ""
    charges_minor: int = 0
    left_minor: int = 0


class Taken(NamedTuple):
    """This payment goes back, whole: found by `how`, in these words."""

    payment: Moved
    how: How
    found: str


class Unsure(NamedTuple):
    """A person must look: these payments are likely, for so much, the surest first."""

    likely: tuple[Taken, ...]


Answer = Taken | Unsure


def find(returns: Iterable[Moved], payments: Sequence[Moved]) -> dict[Key, Answer]:
    """The answer for each return for which there is any.

    A payment goes back once; the older return has it. Whatever one return takes is out of
    the question for the others, so that each may be the only one that is left.
    """
    waiting = sorted(returns, key=lambda one: (one.on, one.key))
    books = _Books(payments)
    found: dict[Key, Answer] = {}
    for how in How:
        while _take(waiting, books, found, how):
            waiting = [one for one in waiting if one.key not in found]
    for one in waiting:
        if answer := _answer(one, books):
            found[one.key] = answer
    return found


def _take(
    waiting: Sequence[Moved], books: _Books, found: dict[Key, Answer], how: How
) -> bool:
    """Give back what is found by this; whether anything was."""
    before = len(found)
    for one in waiting:
        answer = _answer(one, books)
        if isinstance(answer, Taken) and answer.how is how:
            books.give_back(answer.payment)
            found[one.key] = answer
    return len(found) > before


class _Books:
    """The payments that did not go back yet, by what they are found."""

    def __init__(self, payments: Sequence[Moved]) -> None:
        self._left = {one.key.of: one.left_minor for one in payments}
        self._gone: set[Key] = set()
        self._by: dict[How, dict[str, list[Moved]]] = {
            how: defaultdict(list) for how in How
        }
        for one in payments:
            for how, words in _WORDS.items():
                for word in words(one):
                    self._by[how][word].append(one)

    def bound(self, one: Moved, how: How) -> list[Taken]:
        """The payments that this return may take back, by this."""
        found: dict[Key, Taken] = {}
        for word in sorted(_WORDS[how](one)):
            for payment in self._by[how].get(word, ()):
                if self._may_be(payment, one, how):
                    found.setdefault(payment.key, Taken(payment, how, word))
        return list(found.values())

    def give_back(self, payment: Moved) -> None:
        self._left[payment.key.of] -= payment.amount_minor
        self._gone.add(payment.key)

    def fits(self, payment: Moved, one: Moved) -> bool:
        """Whether all of the payment goes back with this return."""
        bare = one.amount_minor - one.charges_minor
        return (
            payment.amount_minor in {one.amount_minor, bare}
            and self._left[payment.key.of] >= payment.amount_minor
        )

    def _may_be(self, payment: Moved, one: Moved, how: How) -> bool:
        since = one.on - payment.on
        longest = BY_ACCOUNT if how is How.ACCOUNT else LONGEST
        return (
            payment.key not in self._gone
            and self._left[payment.key.of] > 0
            and payment.currency == one.currency
            and payment.account == one.account
            and timedelta(0) <= since <= longest
            and not (how in _WEAKER and _speaks_against(payment, one))
        )


def _answer(one: Moved, books: _Books) -> Answer | None:
    for how in How:
        alike = books.bound(one, how)
        fitting = [taken for taken in alike if books.fits(taken.payment, one)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return Unsure(tuple(fitting))
        if alike and how not in _WEAKER:
            return Unsure(tuple(alike))
    return None


def _speaks_against(payment: Moved, one: Moved) -> bool:
    """The payer named both, and differently; or it was another account."""
    ids = payment.end_to_end_id, one.end_to_end_id
    ibans = payment.iban, one.iban
    return any("" not in pair and pair[0] != pair[1] for pair in (ids, ibans))


def _said(word: str) -> tuple[str, ...]:
    return (word,) if word else ()


_WORDS: Mapping[How, Callable[[Moved], Collection[str]]] = {
    How.END_TO_END: lambda one: _said(one.end_to_end_id),
    How.BANK_REFERENCE: lambda one: _said(one.bank_reference),
    How.REFERENCE: lambda one: one.references,
    How.ACCOUNT: lambda one: _said(one.iban),
}
# These bind nothing without the amount.
_WEAKER = frozenset({How.REFERENCE, How.ACCOUNT})


# What a bank asks for a return, at most; and no more than this share of the whole.
MOST_CHARGED = 35_00
CHARGED_SHARE = 4


def is_charge(rest_minor: int, whole_minor: int) -> bool:
    """Whether what a person did not put to any payment may be what the bank asks for."""
    return 0 <= rest_minor <= min(MOST_CHARGED, whole_minor // CHARGED_SHARE)


class Used(NamedTuple):
    """So much of a receipt is used for a receivable; `key` of the entry."""

    key: int
    receivable_id: int
    amount_minor: int


class Freed(NamedTuple):
    """Uses to take back, and how much of them is used again for the last one of them."""

    uses: tuple[Used, ...]
    again_minor: int = 0


def all_of(uses: Sequence[Used]) -> Freed:
    """The whole payment went back."""
    return Freed(tuple(uses))


def part_of(
    uses: Sequence[Used], minor: int, *, unused_minor: int, named: Collection[int]
) -> Freed | None:
    """What one payment of a batch was used for; None when that is not sure.

    named: the receivables that this payment names.
    """
    theirs = [use for use in uses if use.receivable_id in named]
    if theirs and sum(use.amount_minor for use in theirs) == minor:
        return Freed(tuple(theirs))
    alike = [use for use in uses if use.amount_minor == minor]
    if len(alike) == 1 and not theirs:
        return Freed(tuple(alike))
    if not theirs and not alike and unused_minor >= minor:
        return Freed(())
    return None


def newest_of(uses: Sequence[Used], minor: int, *, unused_minor: int) -> Freed:
    """A part of a payment went back, by decision of a person: first what lies unused of it
    goes, then what was used last.
    """
    missing = minor - unused_minor
    taken: list[Used] = []
    for use in reversed(uses):
        if missing <= 0:
            break
        taken.append(use)
        missing -= use.amount_minor
    return Freed(tuple(taken), max(-missing, 0) if taken else 0)
