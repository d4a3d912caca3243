"""What the core answered, as bookings of the ledger and as rows that say why."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.matching import WriteOff
from acquit.ledger.actions.booking import Booking
from acquit.ledger.models import AllocationKind, Source, WriteOffReason
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from acquit.core.matching import Propose, Use
    from acquit.matching.incoming import Incoming

REASONS = {
    WriteOff.DISCOUNT: WriteOffReason.DISCOUNT,
    WriteOff.ROUNDING: WriteOffReason.ROUNDING,
}


@dataclass(frozen=True, slots=True)
class Money:
    """What is used: a receipt or a credit note, told by this source, as of this day."""

    source: Source
    booked_on: date
    receipt_id: int | None = None
    credit_note_id: int | None = None


def money_of(one: Incoming) -> Money:
    """The receipt itself."""
    return Money(Source(one.source), one.payment.booked_on, receipt_id=one.receipt_id)


def entries_of(use: Use, money: Money, kind: str = "") -> list[Booking]:
    """The allocation, in two where part of it takes the place of the accounting's word."""
    evidence: dict[str, Any] = {"how": use.how, "found": use.found, "who": _who(kind)}
    plain = Booking(
        receivable_id=use.receivable_id,
        kind=_kind(use, money),
        source=money.source,
        amount_minor=use.amount_minor - use.stated_minor,
        booked_on=money.booked_on,
        receipt_id=money.receipt_id if use.is_paid else None,
        credit_note_id=use.note_id or money.credit_note_id,
        beside_id=None if use.is_paid else money.receipt_id,
        written_off="" if use.written_off is None else REASONS[use.written_off],
        evidence=evidence,
    )
    if use.stated_on is None:
        return [plain]
    word = Booking(
        receivable_id=use.receivable_id,
        kind=AllocationKind.STATED,
        source=Source.ACCOUNTING,
        amount_minor=-use.stated_minor,
        booked_on=use.stated_on,
        evidence={"how": "told by a payment"},
    )
    evidence = evidence | {"stated_on": use.stated_on.isoformat()}
    instead = replace(plain, amount_minor=use.stated_minor, evidence=evidence)
    return [word, instead, *([plain] if plain.amount_minor else [])]


def _kind(use: Use, money: Money) -> AllocationKind:
    if use.written_off is not None:
        return AllocationKind.WRITE_OFF
    if use.note_id is not None or money.receipt_id is None:
        return AllocationKind.CREDIT_NOTE
    return AllocationKind.RECEIPT


def _who(kind: str) -> str:
    """How the payer was found: the second word of a kind of evidence."""
    return kind.split("/")[1] if kind.count("/") > 1 else ""


class Proof(NamedTuple):
    """A row of Match, by its columns."""

    receipt_id: int
    customer_id: int
    receivable_id: int
    amount_minor: int
    state: str
    kind: str
    rank: int
    credit_note_id: int | None
    written_off: str
    evidence: str
    decided_at: datetime


def posted(one: Incoming, use: Use, kind: str, at: datetime) -> Proof:
    """That this use was sure enough."""
    return _proof(one, use, kind, at)


def proposed(one: Incoming, proposal: Propose, at: datetime) -> Iterator[Proof]:
    """One row for each use of each answer, the likeliest answer first."""
    kinds = [*proposal.kinds, *([""] * len(proposal.others))]
    for rank, uses in enumerate((proposal.uses, *proposal.others), 1):
        why = proposal.why if rank == 1 else ""
        for use in uses:
            row = _proof(one, use, kinds[rank - 1], at, why)
            yield row._replace(state=MatchState.PROPOSED, rank=rank)


def _proof(one: Incoming, use: Use, kind: str, at: datetime, why: str = "") -> Proof:
    told = {"how": use.how, "found": use.found, "who": _who(kind), "why": why}
    return Proof(
        receipt_id=one.receipt_id,
        customer_id=use.customer_id,
        receivable_id=use.receivable_id,
        amount_minor=use.amount_minor,
        state=MatchState.POSTED,
        kind=kind,
        rank=1,
        credit_note_id=use.note_id,
        written_off="" if use.written_off is None else REASONS[use.written_off],
        evidence=json.dumps(told),
        decided_at=at,
    )


def withdraw_proposals(receipt_ids: Collection[int], at: datetime) -> set[int]:
    """What was proposed before is decided anew. Gives the customers who were suspected."""
    rows = Match.objects.filter(receipt__in=receipt_ids, state=MatchState.PROPOSED)
    customers = set(rows.values_list("customer_id", flat=True))
    if customers:
        rows.update(state=MatchState.DECLINED, decided_at=at)
    return customers
