"""Payments that both the bank and the accounting tell of: counted once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from acquit.bank.actions import mark_used_up
from acquit.core import matching
from acquit.core.matching import OpenItems
from acquit.core.same_payment import Reported, same_payments
from acquit.ledger.actions import lock
from acquit.ledger.actions.allocations import standing_allocations, taken_back
from acquit.ledger.actions.booking import Booking, book
from acquit.ledger.actions.bulk import same_money, say_whose
from acquit.ledger.models import Source
from acquit.matching import queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from acquit.matching.incoming import Incoming


def carried(
    incoming: Sequence[Incoming], at: datetime
) -> tuple[dict[int, int], Sequence[Incoming]]:
    """The pairs of reports of one payment, and the receipts that are left to match."""
    told = queries.read(queries.reports_of_others(incoming))
    pairs = _pairs(incoming, told) if told else {}
    if pairs:
        incoming = _without_told_before(incoming, told, pairs, at)
    return pairs, incoming


def _pairs(fresh: Sequence[Incoming], told: Sequence[Incoming]) -> dict[int, int]:
    """Which of the fresh receipts tell of a payment that one of the others has told of."""
    everything = [*fresh, *told]
    company_id = fresh[0].company_id
    payments = [one.payment for one in everything]
    candidates = queries.candidates(company_id, payments)
    items = OpenItems.of(candidates)
    debtors = {one.receivable_id: one.customer_id for one in candidates}
    used = queries.uses_of([one.receipt_id for one in told])
    payers = queries.payers(company_id, [one.payer_iban for one in everything])
    reports = {}
    for one in everything:
        named = matching.named_by(one.payment, items)
        reports[one.receipt_id] = Reported(
            receipt_id=one.receipt_id,
            customer_id=one.customer_id
            or _owner(one, payers)
            or _sole({debtors[receivable_id] for receivable_id in named}),
            currency=one.payment.currency,
            amount_minor=one.amount_minor,
            received_on=one.payment.booked_on,
            iban=one.payer_iban,
            receivables=named | frozenset(used.get(one.receipt_id, ())),
        )
    return same_payments(
        [reports[one.receipt_id] for one in fresh],
        [reports[one.receipt_id] for one in told],
    )


def _without_told_before(
    fresh: Sequence[Incoming],
    told: Sequence[Incoming],
    pairs: Mapping[int, int],
    at: datetime,
) -> list[Incoming]:
    """Let the bank's receipt of each pair take over what the accounting's was used for, and
    what the accounting says it pays. Gives what is left to match.
    """
    known = {one.receipt_id: one for one in told}
    carriers: dict[int, int] = {}
    carrying: list[Incoming] = []
    for one in fresh:
        other = known.get(pairs.get(one.receipt_id, 0))
        if other is None:
            continue
        bank, ours = (one, other) if one.source == Source.BANK else (other, one)
        carriers[ours.receipt_id] = bank.receipt_id
        bank.customer_id = bank.customer_id or ours.customer_id
        pays = bank.payment.pays or ours.payment.pays
        bank.payment = replace(bank.payment, pays=pays)
        carrying.append(bank)
    moved = _hand_over(carriers, {one.receipt_id: one for one in carrying}, at)
    same_money(carriers)
    if carrying:
        say_whose(one.whose for one in carrying)
    alone = [one for one in fresh if one.receipt_id not in pairs]
    rest = [
        one for one in carrying if one.receipt_id not in moved and one.payment.amount_minor
    ]
    return alone + rest


def _hand_over(
    carriers: Mapping[int, int], carrying: Mapping[int, Incoming], at: datetime
) -> set[int]:
    """What the accounting's receipts were used for, the bank's are used for from now on.

    Gives the bank's receipts that took something over.
    """
    rows = standing_allocations(list(carriers))
    lock(row.receivable.customer_id for row in rows)
    entries: list[Booking] = []
    moved = set()
    for row in rows:
        bank = carrying[carriers[row.receipt_id or row.beside_id or 0]]
        back = taken_back(row, on=row.booked_on, source=Source.ACCOUNTING)[0]
        forth = replace(
            back,
            source=Source.BANK,
            amount_minor=row.amount_minor,
            booked_on=bank.payment.booked_on,
            receipt_id=bank.receipt_id if row.receipt_id else None,
            beside_id=bank.receipt_id if row.beside_id else None,
            reverses_id=None,
            evidence=row.evidence | {"how": "accounting"},
        )
        entries += [back, forth]
        moved.add(bank.receipt_id)
    book(entries, at=at)
    mark_used_up(moved)
    return moved


def _owner(one: Incoming, payers: Mapping[str, set[int]]) -> int | None:
    """An account that exactly one customer pays from tells whose money it is."""
    return _sole(payers.get(one.payer_iban, set()))


def _sole(customers: set[int]) -> int | None:
    return next(iter(customers)) if len(customers) == 1 else None
