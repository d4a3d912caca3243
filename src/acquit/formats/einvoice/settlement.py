"""When an invoice is to be paid: due days, instalments, discounts for early payment.

The terms of payment come in nodes of their own: one part of the sum and its day each, or
one offer of a discount each, or words alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.money import Money
from acquit.core.sentences import say
from acquit.formats import markup, terms
from acquit.formats.einvoice import fields
from acquit.formats.markup import texts
from acquit.formats.records import Discount, Instalment, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from lxml.etree import _Element

    from acquit.core.sentences import Said
    from acquit.formats.einvoice.fields import Places
    from acquit.formats.markup import Path

_DAYS = {"DAY": 1, "WEE": 7}  # UN/ECE recommendation 20; no unit means days
_LONGEST = 1000
_FEWEST_PARTS, _MOST_PARTS = 2, 120
_PRECISELY = 1_000_000  # shares have at most six decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsPaths:
    """Where the terms stand. Those of the node are relative to it; discount: the nodes of
    offers within it, () where the node itself is one.
    """

    nodes: Places
    note: Places  # BT-20
    due_on: Places
    amount: Places
    share: Places = ()
    discount: Path = ()
    percent: Places
    discount_amount: Places
    base: Places = ()
    period: Places
    begins_on: Places = ()
    ends_on: Places = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A discount as it stands in a node; until None = it does not say until when."""

    percent: Decimal | None
    amount: Decimal | None = None
    base: Decimal | None = None
    days: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One node. share: 0..100 of the whole, for a part of it."""

    note: str
    due_on: date | None
    amount: Decimal | None
    share: Decimal | None
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What the terms come to. due_on None = they state no day."""

    note: str
    due_on: date | None
    due_by_terms: date | None
    discounts: tuple[Discount, ...]
    instalments: tuple[Instalment, ...]
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the terms are about."""

    where: Said
    issued_on: date
    currency: str
    gross: Decimal
    prepaid: Decimal
    payable: Decimal


def settlement(
    root: _Element, paths: TermsPaths, asked: Asked, due_on: date | None
) -> Settlement:
    """Read all nodes. due_on: the day of the whole invoice, where one is stated apart."""
    found = [
        _terms(node, paths, asked)
        for path in paths.nodes
        for node in markup.nodes(root, path)
    ]
    note = " ".join(one.note for one in found if one.note)
    instalments, notes = _instalments(found, asked)
    if due_on is None:
        due_on = instalments[-1].due_on if instalments else _due_day(found)
    return Settlement(
        note=note,
        due_on=due_on,
        due_by_terms=terms.due_day(note, asked.issued_on) if due_on is None else None,
        discounts=_discounts(found),
        instalments=instalments,
        notes=notes,
    )


def _terms(node: _Element, paths: TermsPaths, asked: Asked) -> Terms:
    note = " ".join(texts(node, paths.note))
    offered = markup.nodes(node, paths.discount) if paths.discount else [node]
    offers = [offer for one in offered if (offer := _offer(one, paths, asked))]
    return Terms(
        note=note,
        due_on=fields.day(node, paths.due_on),
        amount=fields.amount(node, paths.amount, asked.currency),
        share=fields.number(node, paths.share),
        offers=tuple(offers or _offers_in_words(note, asked.issued_on)),
    )


def _offer(node: _Element, paths: TermsPaths, asked: Asked) -> Offer | None:
    """The offer of a node, None where it makes none."""
    percent = fields.number(node, paths.percent)
    amount = fields.amount(node, paths.discount_amount, asked.currency)
    if not percent and not amount:
        return None
    days, until = _days(node, paths.period), fields.day(node, paths.ends_on)
    if days is not None:
        begins_on = fields.day(node, paths.begins_on) or asked.issued_on
        until = begins_on + timedelta(days=days)
    return Offer(
        percent=percent or None,
        amount=amount or None,
        base=fields.amount(node, paths.base, asked.currency),
        days=days,
        until=until,
    )


def _offers_in_words(note: str, issued_on: date) -> list[Offer]:
    early = [
        Offer(
            percent=one.percent,
            base=one.base,
            days=one.days,
            until=issued_on + timedelta(days=one.days),
        )
        for one in terms.discounts(note)
    ]
    alone = None if early else terms.percent_alone(note)
    return early if alone is None else [Offer(percent=alone)]


def _days(node: _Element, period: Places) -> int | None:
    """A period in days or weeks; None for months, which have no fixed length."""
    for one, words, where in fields.found(node, period):
        unit = str(one.get("unitCode", "DAY")).strip().upper()
        count = fields.read_number(words, where=where)
        if unit in _DAYS and count == count.to_integral_value() and 0 <= count <= _LONGEST:
            return int(count) * _DAYS[unit]
    return None


def _discounts(found: Sequence[Terms]) -> tuple[Discount, ...]:
    """Each offer once, soonest first.

    One that leaves its last day to the node ends there, when another node holds the day of
    the whole invoice.
    """
    discounts = [
        Discount(
            until=until,
            percent=offer.percent,
            amount=offer.amount,
            base=offer.base,
            days=offer.days,
        )
        for one in found
        for offer in one.offers
        if (until := offer.until or (one.due_on if len(found) > 1 else None))
    ]
    return tuple(sorted(dict.fromkeys(discounts), key=lambda discount: discount.until))


def _due_day(found: Sequence[Terms]) -> date | None:
    """The last day that no discount is tied to; else the last one there is."""
    days = [one.due_on for one in found if one.due_on and not one.offers]
    return max(days or [one.due_on for one in found if one.due_on], default=None)


def _instalments(
    found: Sequence[Terms], asked: Asked
) -> tuple[tuple[Instalment, ...], tuple[Problem, ...]]:
    """The parts that are due on days of their own; none where they do not add up."""
    parts = [one for one in found if one.amount is not None or one.share is not None]
    if len(parts) < _FEWEST_PARTS or asked.payable <= 0:
        return (), ()
    amounts = _amounts(parts, asked)
    days = [one.due_on for one in parts]
    split = [
        Instalment(due_on=day, amount=amount)
        for day, amount in zip(days, amounts, strict=True)
        if day is not None
    ]
    split.sort(key=lambda one: one.due_on)
    total = sum(amounts, Decimal(0))
    if total == asked.gross and total > asked.payable:
        split = _without_prepaid(split, total - asked.payable)
        total = asked.payable
    sound = len(split) <= _MOST_PARTS and all(one.amount > 0 for one in split)
    if None in days or total != asked.payable or not sound:
        return (), (_no_instalments(total, asked),)
    return tuple(split), ()


def _amounts(parts: Sequence[Terms], asked: Asked) -> list[Decimal]:
    """The amounts as they stand; shares are taken of what is payable, to the cent."""
    weights = [int((one.share or 0) * _PRECISELY) for one in parts if one.amount is None]
    whole = len(weights) == len(parts) and sum(weights) == 100 * _PRECISELY
    if whole and min(weights) >= 0:
        split = Money.of(asked.payable, asked.currency).split(weights)
        return [part.amount for part in split]
    return [
        asked.payable * (one.share or 0) / 100 if one.amount is None else one.amount
        for one in parts
    ]


def _without_prepaid(split: Sequence[Instalment], prepaid: Decimal) -> list[Instalment]:
    """What was paid before counts towards the parts that are due first."""
    left = []
    for one in split:
        used = min(prepaid, one.amount)
        prepaid -= used
        if used < one.amount:
            left.append(Instalment(due_on=one.due_on, amount=one.amount - used))
    return left


def _no_instalments(total: Decimal, asked: Asked) -> Problem:
    return Problem(
        where=asked.where,
        saw=say(
            "instalments of %(total)s %(currency)s", total=total, currency=asked.currency
        ),
        wanted=say(
            "%(payable)s %(currency)s in all, and a day for each part",
            payable=asked.payable,
            currency=asked.currency,
        ),
        remedy=say("The invoice was taken as one sum; ask the seller how it is split."),
    )
