"""Which receivables a payment settles, at the first level: hard references with the amount.

Stages, each with evidence that a person can check: a structured reference (Belgian OGM or
ISO 11649 RF), then an invoice number that stands in the text exactly. Only an equal amount
is posted; anything else is proposed, or unknown. docs/explanation/matching.md tells more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.text import reference_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A shorter number is found in too many texts by chance: a day, a quantity, a house number.
SHORTEST_NUMBER = 4
_WORDS = re.compile(r"[0-9A-Za-z]+(?:[./_\-][0-9A-Za-z]+)*")


class Candidate(NamedTuple):
    """An open receivable that a payment may name. number_key, reference: letters and
    digits.
    """

    receivable_id: int
    customer_id: int
    number_key: str
    reference: str
    currency: str
    open_minor: int
    issued_on: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money in. references: valid structured references found in it, letters and digits.

    parts: the payments inside a batch that the bank booked as one line; none otherwise.
    """

    amount_minor: int
    currency: str
    booked_on: date
    text: str = ""
    references: tuple[str, ...] = ()
    parts: tuple[Payment, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """So much for this receivable, because of what was found (`how`: "reference" or
    "number").
    """

    receivable_id: int
    customer_id: int
    amount_minor: int
    how: str
    found: str


@dataclass(frozen=True, slots=True)
class Post:
    """Sure: the reference and the amount agree."""

    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Propose:
    """Something was found, but `why` a person must look: "amount", "customers", "not issued
    yet".
    """

    uses: tuple[Use, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Nothing that is open is named in it."""


Outcome = Post | Propose | Unmatched


@dataclass(slots=True)
class OpenItems:
    """The open receivables of one company, found by reference or number.

    Payments of one import compete: what one has settled, the next finds no longer open.
    """

    by_reference: dict[str, list[Candidate]] = field(default_factory=dict)
    by_number: dict[str, list[Candidate]] = field(default_factory=dict)
    left: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> OpenItems:
        """Index the candidates; within one reference or number the earliest due comes
        first.
        """
        items = cls()
        for one in sorted(candidates, key=lambda c: (c.due_on, c.receivable_id)):
            items.left[one.receivable_id] = one.open_minor
            if one.reference:
                items.by_reference.setdefault(one.reference, []).append(one)
            if len(one.number_key) >= SHORTEST_NUMBER:
                items.by_number.setdefault(one.number_key, []).append(one)
        return items

    def still_open(self, found: Sequence[Candidate]) -> list[Candidate]:
        return [
            one._replace(open_minor=self.left[one.receivable_id])
            for one in found
            if self.left[one.receivable_id] > 0
        ]

    def settle(self, uses: Iterable[Use]) -> None:
        for use in uses:
            self.left[use.receivable_id] -= use.amount_minor


def words(text: str) -> list[str]:
    """The words of a bank text that may be an invoice number, as keys, each once, in order.

    A word may be written with separators (`2026/00123`); its parts are words as well only
    when the whole is not one number: `F26-004711` is never read as 26.
    """
    keys = (reference_key(found) for found in _WORDS.findall(text))
    return list(dict.fromkeys(key for key in keys if len(key) >= SHORTEST_NUMBER))


def match(payment: Payment, items: OpenItems) -> Outcome:
    """What this payment settles. What is posted is taken off `items` at once."""
    outcome = _batch(payment, items) if payment.parts else _single(payment, items)
    if isinstance(outcome, Post):
        items.settle(outcome.uses)
    return outcome


def _batch(payment: Payment, items: OpenItems) -> Outcome:
    """Every part must be sure; one that is not leaves the whole line to a person."""
    uses: list[Use] = []
    sure = sum(part.amount_minor for part in payment.parts) == payment.amount_minor
    trial = OpenItems(items.by_reference, items.by_number, dict(items.left))
    for part in payment.parts:
        match _single(part, trial):
            case Post(found):
                trial.settle(found)
                uses += found
            case Propose(found, _):
                sure = False
                uses += found
            case Unmatched():
                sure = False
    if not uses:
        return _single(payment, items) if not sure else Unmatched()
    return Post(tuple(uses)) if sure else Propose(tuple(uses), "batch")


def _single(payment: Payment, items: OpenItems) -> Outcome:
    named = _named(payment.references, items.by_reference, items, "reference")
    if not named:
        named = _named(words(payment.text), items.by_number, items, "number")
    named = [(one, how, key) for one, how, key in named if one.currency == payment.currency]
    if not named:
        return Unmatched()
    uses = _uses(payment, named)
    why = _doubt(payment, [one for one, _, _ in named], uses)
    return Propose(uses, why) if why else Post(uses)


_Named = tuple[Candidate, str, str]


def _named(
    keys: Iterable[str],
    index: Mapping[str, Sequence[Candidate]],
    items: OpenItems,
    how: str,
) -> list[_Named]:
    return [(one, how, key) for key in keys for one in items.still_open(index.get(key, ()))]


def _uses(payment: Payment, named: Sequence[_Named]) -> tuple[Use, ...]:
    """All that is named when that is the amount, else the first one that is, else oldest
    first.
    """
    whole = sum(one.open_minor for one, _, _ in named)
    if whole != payment.amount_minor and len({key for _, _, key in named}) == 1:
        equal = [n for n in named if n[0].open_minor == payment.amount_minor]
        if equal:
            named = equal[:1]
    uses, left = [], payment.amount_minor
    for one, how, key in named:
        amount = min(one.open_minor, left)
        if amount > 0:
            uses.append(Use(one.receivable_id, one.customer_id, amount, how, key))
            left -= amount
    return tuple(uses)


def _doubt(payment: Payment, named: Sequence[Candidate], uses: tuple[Use, ...]) -> str:
    """Why a person must look; "" = sure."""
    opened = {one.receivable_id: one for one in named}
    if sum(use.amount_minor for use in uses) != payment.amount_minor or any(
        use.amount_minor != opened[use.receivable_id].open_minor for use in uses
    ):
        return "amount"
    if len({use.customer_id for use in uses}) > 1:
        return "customers"
    if any(opened[use.receivable_id].issued_on > payment.booked_on for use in uses):
        return "not issued yet"
    return ""
