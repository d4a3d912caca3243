"""A line of a bank as one message told it, and what binds two of them to one booking.

A report within the day (CAMT.052) and a notice (CAMT.054) tell what the statement will tell
or has told. Texts may differ a little, and references may be written otherwise.
docs/decisions/0006 says why it is decided so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

# How far apart two messages may put the booking day of one line, by what binds the two. A
# payer may use one reference every week.
SAME_REFERENCE = timedelta(days=10)
SAME_WORDS = timedelta(days=3)
SAME_DAY = timedelta(0)

# A running number such as 1 or 0002 is no reference by which a line is known again.
_SHORTEST_REFERENCE = 6
_NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", "NOTAVAILABLE"})
_WORD = re.compile(r"[a-z]{3,}")


class Told(NamedTuple):
    """A line, or a payment inside a batch, as one message told it.

    amount_minor: signed, money in is positive. name, text: folded. message: the statement,
    report or notice. batch: several payments booked as one; parts: those payments, where
    they were told. told_alike: a message of the same kind as the fresh one has told of it
    already, so that only a reference can bind the two.
    """

    key: int
    amount_minor: int
    currency: str
    booked_on: date
    bank_reference: str = ""
    end_to_end_id: str = ""
    iban: str = ""
    name: str = ""
    structured_reference: str = ""
    text: str = ""
    message: int = 0
    batch: bool = False
    parts: tuple[Told, ...] = ()
    told_alike: bool = False


Sign = tuple[object, ...]


class Binding(NamedTuple):
    """What lines must share, and how far apart. sure: it binds two messages of one kind."""

    signs: Callable[[Told], list[Sign]]
    apart: timedelta
    sure: bool


def bank_signs(one: Told) -> list[Sign]:
    """Its reference at the bank, where that is one."""
    return [("bank", one.bank_reference)] if _is_reference(one.bank_reference) else []


def _by_bank_reference(one: Told) -> list[Sign]:
    return [(one.amount_minor, one.currency, *sign) for sign in bank_signs(one)]


def _by_payers_reference(one: Told) -> list[Sign]:
    if not _is_reference(one.end_to_end_id):
        return []
    return [(one.amount_minor, one.currency, one.end_to_end_id)]


def _by_words(one: Told) -> list[Sign]:
    said = {"iban": one.iban, "ref": one.structured_reference, "text": one.text}
    return [(one.amount_minor, one.currency, *pair) for pair in said.items() if pair[1]]


def _by_amount_and_day(one: Told) -> list[Sign]:
    return [(one.amount_minor, one.currency, one.booked_on)]


SURE = (
    Binding(_by_bank_reference, SAME_REFERENCE, sure=True),
    Binding(_by_payers_reference, SAME_WORDS, sure=True),
)
LIKELY = (
    Binding(_by_words, SAME_WORDS, sure=False),
    Binding(_by_amount_and_day, SAME_DAY, sure=False),
)


def may_be_same(one: Told, other: Told, binding: Binding) -> bool:
    """Near enough, and nothing that both tell speaks against it."""
    if abs(one.booked_on - other.booked_on) > binding.apart:
        return False
    for name in ("iban", "structured_reference"):
        ours, theirs = getattr(one, name), getattr(other, name)
        if ours and theirs and ours != theirs:
            return False
    if _is_reference(one.end_to_end_id) and _is_reference(other.end_to_end_id):
        return one.end_to_end_id == other.end_to_end_id
    return (
        binding.sure or bool(one.iban and other.iban) or _names_meet(one.name, other.name)
    )


def other_reference(one: Told, other: Told) -> bool:
    """Both have a reference at the bank, and it is not the same."""
    ours, theirs = bank_signs(one), bank_signs(other)
    return bool(ours and theirs) and ours != theirs


def _names_meet(one: str, other: str) -> bool:
    ours, theirs = _words(one), _words(other)
    return not ours or not theirs or bool(ours & theirs)


@lru_cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name))


def distance(one: Told, other: Told) -> tuple[timedelta, bool, bool, int]:
    """The nearest day first, then the same words, then a batch for a batch."""
    return (
        abs(one.booked_on - other.booked_on),
        one.text != other.text,
        one.batch != other.batch,
        other.key,
    )


def _is_reference(text: str) -> bool:
    return len(text) >= _SHORTEST_REFERENCE and text.upper() not in _NO_REFERENCE
