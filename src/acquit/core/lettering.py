"""Lettering: an accounting says which debits and credits of one account belong together.

It says so of a group, not of the pairs within it; this is how the pairs are found. The
French *lettrage*, the Dutch *afletteren*; docs/explanation/accounting-files.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Part(NamedTuple):
    """A debit or a credit of a group, or what is left of it. minor: never negative."""

    key: int
    minor: int


class Pair(NamedTuple):
    """So much of a credit lowers a debit; both by key."""

    credit: int
    debit: int
    minor: int


def pairs(debits: Sequence[Part], credits_: Sequence[Part]) -> list[Pair]:
    """Which credit lowers which debit, in the order of the credits.

    Where the group nets to zero, equal amounts find each other first, so that each invoice
    is settled by its own payment. All else goes in order: what a group leaves stays on its
    last debit, or on its last credit.
    """
    if len(debits) == 1 == len(credits_):
        minor = min(debits[0].minor, credits_[0].minor)
        return [Pair(credits_[0].key, debits[0].key, minor)] if minor else []
    found: list[Pair] = []
    if sum(part.minor for part in debits) == sum(part.minor for part in credits_):
        found, debits, credits_ = _equal(debits, credits_)
    return found + _in_order(debits, credits_)


def _equal(
    debits: Iterable[Part], credits_: Iterable[Part]
) -> tuple[list[Pair], list[Part], list[Part]]:
    """The pairs of equal amounts, the first with the first, and what has found no other."""
    waiting: dict[int, list[int]] = {}
    for debit in debits:
        waiting.setdefault(debit.minor, []).append(debit.key)
    for rivals in waiting.values():
        rivals.reverse()
    found, alone = [], []
    for credit in credits_:
        same = waiting.get(credit.minor)
        if credit.minor and same:
            found.append(Pair(credit.key, same.pop(), credit.minor))
        else:
            alone.append(credit)
    settled = {pair.debit for pair in found}
    return found, [debit for debit in debits if debit.key not in settled], alone


def _in_order(debits: Iterable[Part], credits_: Iterable[Part]) -> list[Pair]:
    found: list[Pair] = []
    owed = iter(debits)
    debit, left = 0, 0
    for credit in credits_:
        rest = credit.minor
        while rest:
            if not left:
                following = next(owed, None)
                if following is None:
                    return found
                debit, left = following
                continue
            used = min(rest, left)
            found.append(Pair(credit.key, debit, used))
            rest -= used
            left -= used
    return found
