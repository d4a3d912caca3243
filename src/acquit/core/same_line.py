"""A bank tells of one booking several times: which lines of two messages are the same one.

A report within the day (CAMT.052) and a notice (CAMT.054) tell what the statement will tell
or has told. Texts may differ a little; references may not be the same; one message may tell
a batch as one line and another its payments one by one. docs/decisions/0006 says why it is
decided so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

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


class Bundle(NamedTuple):
    """A line that stands for several others: by key."""

    whole: int
    parts: tuple[int, ...]


def same_lines(fresh: Sequence[Told], known: Iterable[Told]) -> dict[int, int]:
    """Which fresh line is which known one, by key; each stands for one booking.

    What binds two lines most is asked first: the bank's reference, the payer's, then the
    account, the reference or the words, and last the amount and the day alone.
    """
    waiting = {one.key: one for one in known}
    pairs: dict[int, int] = {}
    for signs, apart, sure in _BINDINGS:
        index = _index(waiting.values(), signs, sure=sure)
        for one in fresh:
            if one.key in pairs or not index:
                continue
            rivals = {
                other.key: other
                for sign in signs(one)
                for other in index.get(sign, ())
                if other.key in waiting and _may_be_same(one, other, apart, sure=sure)
            }
            if rivals:
                nearest = min(rivals.values(), key=lambda other: _distance(one, other))
                pairs[one.key] = nearest.key
                del waiting[nearest.key]
    return pairs


def bundles(wholes: Sequence[Told], parts: Sequence[Told]) -> list[Bundle]:
    """Which of these lines are told as one by one message and one by one by another.

    A whole whose payments were told needs each of them; one without needs lines that carry
    its reference, or, for a batch, all that one message told of its day, and their sum.
    """
    left = {one.key: one for one in parts}
    found: list[Bundle] = []
    for whole in wholes:
        inside = _explained(whole, left) if whole.parts else _summed(whole, left)
        if len(inside) > 1:
            found.append(Bundle(whole.key, tuple(one.key for one in inside)))
            for one in inside:
                del left[one.key]
    return found


def _explained(whole: Told, left: dict[int, Told]) -> list[Told]:
    amounts = {part.amount_minor for part in whole.parts}
    likely = [one for one in left.values() if one.amount_minor in amounts]
    pairs = same_lines(whole.parts, likely)
    if len(pairs) < len(whole.parts):
        return []
    return [left[key] for key in pairs.values()]


def _summed(whole: Told, left: dict[int, Told]) -> list[Told]:
    near = [
        one
        for one in left.values()
        if one.currency == whole.currency
        and abs(one.booked_on - whole.booked_on) <= SAME_WORDS
        and (one.amount_minor > 0) == (whole.amount_minor > 0)
    ]
    groups = [[one for one in near if set(_bank_signs(one)) & set(_bank_signs(whole))]]
    if whole.batch:
        by_message: dict[int, list[Told]] = defaultdict(list)
        for one in near:
            if one.booked_on == whole.booked_on and not one.told_alike:
                by_message[one.message].append(one)
        groups += by_message.values()
    for group in groups:
        if sum(one.amount_minor for one in group) == whole.amount_minor:
            return group
    return []


_Sign = tuple[object, ...]


def _index(
    lines: Iterable[Told], signs: Callable[[Told], list[_Sign]], *, sure: bool
) -> dict[_Sign, list[Told]]:
    index: dict[_Sign, list[Told]] = defaultdict(list)
    for one in lines:
        if sure or not one.told_alike:
            for sign in signs(one):
                index[sign].append(one)
    return index


def _bank_signs(one: Told) -> list[_Sign]:
    return [("bank", one.bank_reference)] if _is_reference(one.bank_reference) else []


def _by_bank_reference(one: Told) -> list[_Sign]:
    return [(one.amount_minor, one.currency, *sign) for sign in _bank_signs(one)]


def _by_payers_reference(one: Told) -> list[_Sign]:
    if not _is_reference(one.end_to_end_id):
        return []
    return [(one.amount_minor, one.currency, one.end_to_end_id)]


def _by_words(one: Told) -> list[_Sign]:
    said = {"iban": one.iban, "ref": one.structured_reference, "text": one.text}
    return [(one.amount_minor, one.currency, *pair) for pair in said.items() if pair[1]]


def _by_amount_and_day(one: Told) -> list[_Sign]:
    return [(one.amount_minor, one.currency, one.booked_on)]


# What binds, how far apart, and whether it binds two messages of one kind.
_BINDINGS: tuple[tuple[Callable[[Told], list[_Sign]], timedelta, bool], ...] = (
    (_by_bank_reference, SAME_REFERENCE, True),
    (_by_payers_reference, SAME_WORDS, True),
    (_by_words, SAME_WORDS, False),
    (_by_amount_and_day, SAME_DAY, False),
)


def _may_be_same(one: Told, other: Told, apart: timedelta, *, sure: bool) -> bool:
    """Near enough, and nothing that both tell speaks against it."""
    if abs(one.booked_on - other.booked_on) > apart:
        return False
    for name in ("iban", "structured_reference"):
        ours, theirs = getattr(one, name), getattr(other, name)
        if ours and theirs and ours != theirs:
            return False
    if _is_reference(one.end_to_end_id) and _is_reference(other.end_to_end_id):
        return one.end_to_end_id == other.end_to_end_id
    return sure or bool(one.iban and other.iban) or _names_meet(one.name, other.name)


def _names_meet(one: str, other: str) -> bool:
    ours, theirs = _words(one), _words(other)
    return not ours or not theirs or bool(ours & theirs)


@lru_cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name))


def _distance(one: Told, other: Told) -> tuple[timedelta, bool, bool, int]:
    """The nearest day first, then the same words, then a batch for a batch."""
    return (
        abs(one.booked_on - other.booked_on),
        one.text != other.text,
        one.batch != other.batch,
        other.key,
    )


def _is_reference(text: str) -> bool:
    return len(text) >= _SHORTEST_REFERENCE and text.upper() not in _NO_REFERENCE
