"""Receivables that the payment names: by a reference, a number, or part of a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from acquit.core.matching import texts
from acquit.core.matching.fitting import Named
from acquit.core.matching.outcomes import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from acquit.core.matching.books import OpenItems
    from acquit.core.matching.facts import Candidate, Payment

SHORTEST_CUT, SHORTEST_SLIP = 4, 5
# Shorter ones are not cut off.
SHORTEST_LIST = 3


def told(payment: Payment, items: OpenItems) -> list[Candidate]:
    """What the accounting says it pays, in its order."""
    found = [one for key in payment.pays for one in items.now(items.by_number.get(key, ()))]
    return [one for one in found if one.currency == payment.currency]


def referred(payment: Payment, items: OpenItems) -> list[Named]:
    """What references name; when they name nothing, what whole numbers in the text do."""
    named = list(_found(payment.references, items.by_reference, Found.REFERENCE))
    return _now(named, payment, items) or numbered(payment, items)


def numbered(payment: Payment, items: OpenItems) -> list[Named]:
    """What whole numbers in the text name."""
    keys = (_known(one, items.by_number) for one in texts.readings(payment.text))
    return _now(_found(dict.fromkeys(keys), items.by_number, Found.NUMBER), payment, items)


def pieced(payment: Payment, items: OpenItems) -> list[Named]:
    """What whole numbers and numbers in pieces name together; [] without any in pieces."""
    pieces = _found(texts.read(payment.text).pieces, items.by_number, Found.PIECES)
    found = _now(pieces, payment, items)
    return [*numbered(payment, items), *found] if found else []


def hinted(payment: Payment, owed: Sequence[Candidate]) -> list[Named]:
    """Which of these the text names by part of their number, or with a slip of the pen.

    One word stands for one item at most: what may be two is the one with the amount, or
    neither.
    """
    text = texts.read(payment.text)
    found: list[Named] = []
    for how, pairs in (
        (Found.ORDER, _orders(text, owed)),
        (Found.TAIL, _tails(text, owed)),
        (Found.CUT, _cuts(text, owed)),
        (Found.SLIP, _slips(text, owed)),
    ):
        by_word: dict[str, list[Candidate]] = {}
        for word, one in pairs:
            by_word.setdefault(word, []).append(one)
        for word, ones in by_word.items():
            equal = [one for one in ones if one.open_minor == payment.amount_minor]
            if len(ones) == 1 or len(equal) == 1:
                found.append(Named((equal or ones)[0], how, word))
    return list({named.one.receivable_id: named for named in reversed(found)}.values())


def between(payment: Payment, owed: Sequence[Candidate]) -> list[Named]:
    """All of these with numbers from one that the text names up to another."""
    text = texts.read(payment.text)
    if not text.ranges:
        return []
    ends = sorted({one.number_key for one in owed if one.number_key in text.keys})
    if len(ends) < 2:  # one number is no range
        return []
    first, last = ends[0], ends[-1]
    return [
        Named(one, Found.RANGE, one.number_key)
        for one in sorted(owed, key=lambda one: one.number_key)
        if len(one.number_key) == len(first) and first <= one.number_key <= last
    ]


def continued(
    payment: Payment, listed: Sequence[Named], owed: Sequence[Candidate]
) -> list[Named]:
    """A list that the bank cut off: what it names, and what is owed after that, by number,
    up to the amount.
    """
    names = {one.one.receivable_id for one in listed}
    row = sorted(owed, key=lambda one: one.number_key)
    places = [place for place, one in enumerate(row) if one.receivable_id in names]
    if len(places) < SHORTEST_LIST:
        return []
    left = payment.amount_minor - sum(row[place].open_minor for place in places)
    found = [one for one in listed if one.one.open_minor]
    for one in row[places[-1] + 1 :]:
        if left <= 0:
            break
        left -= one.open_minor
        found.append(Named(one, Found.CUT, one.number_key))
    return found if left == 0 and len(found) > len(places) else []


def of_month(payment: Payment, owed: Sequence[Candidate]) -> list[Named]:
    """Those of the amount that were issued, else fell due, in a month that is named."""
    months = texts.read(payment.text).months
    equal = [one for one in owed if one.open_minor == payment.amount_minor]
    found = [one for one in equal if _is_in(one.issued_on, months)]
    found = found or [one for one in equal if _is_in(one.due_on, months)]
    return [Named(one, Found.MONTH, "") for one in found]


def _is_in(day: date, months: Iterable[tuple[int, int]]) -> bool:
    return any(month == day.month and year in {0, day.year} for year, month in months)


def _orders(text: texts.Text, owed: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """The customer's own order, of which several invoices may be."""
    keys = text.keys
    for one in owed:
        if len(one.order_key) >= texts.SHORTEST_NUMBER and one.order_key in keys:
            yield one.order_key, one


def _tails(text: texts.Text, owed: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """The digits at the end of a number, without the zeros before them."""
    for one in owed:
        digits = "".join(c for c in one.number_key if c.isdecimal())
        if not one.number_key[-1:].isdecimal():
            continue
        for run in text.runs:
            if digits.endswith(run) and (digits[: -len(run)].strip("0") or len(run) > 3):
                yield run, one


def _cuts(text: texts.Text, owed: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """The beginning of a number, where the text ends."""
    if len(text.last) < SHORTEST_CUT or text.last.isalpha():
        return
    for one in owed:
        if one.number_key.startswith(text.last) and one.number_key != text.last:
            yield text.last, one


def _slips(text: texts.Text, owed: Sequence[Candidate]) -> Iterator[tuple[str, Candidate]]:
    """A number in which one sign is wrong, missing, too many, or changed with the next."""
    for word in dict.fromkeys((*text.atoms, *text.pieces)):
        if len(word) < SHORTEST_SLIP or word.isalpha():
            continue
        for one in owed:
            if OSA.distance(word, one.number_key, score_cutoff=1) == 1:
                yield word, one


def _known(reading: Sequence[str], index: Mapping[str, Sequence[Candidate]]) -> str:
    """The first spelling of a word that is an invoice's, else ""."""
    return next((key for key in reading if key in index), "")


def _found(
    keys: Iterable[str], index: Mapping[str, Sequence[Candidate]], how: Found
) -> Iterator[Named]:
    for key in keys:
        for one in index.get(key, ()):
            yield Named(one, how, key)


def _now(named: Iterable[Named], payment: Payment, items: OpenItems) -> list[Named]:
    return [
        one._replace(one=now)
        for one in named
        for now in items.now([one.one])
        if now.currency == payment.currency
    ]
