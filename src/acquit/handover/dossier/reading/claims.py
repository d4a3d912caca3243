"""What is owed: each claim with all that lowered it and what stands beside it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count

from acquit.claims import queries as beside_claims
from acquit.core import claim as core
from acquit.core.errors import Refusal
from acquit.core.interest import Owed
from acquit.dunning.queries import notices
from acquit.handover.dossier.file import Billed, Claim, Extra, Lowered, Used
from acquit.handover.dossier.reading import facts, parties
from acquit.law.queries import rates
from acquit.ledger.models import Allocation, AllocationKind, Invoice
from acquit.limitation.queries import dated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from acquit.claims.queries import ClaimBeside
    from acquit.core.law import Limitation, Rates
    from acquit.handover.dossier.file import Contested
    from acquit.ledger.models import Customer, Receivable

ONE_DAY = timedelta(days=1)
SORTS = {
    AllocationKind.RECEIPT: Used.PAYMENT,
    AllocationKind.CREDIT_NOTE: Used.CREDIT_NOTE,
    AllocationKind.STATED: Used.STATED,
    AllocationKind.WRITE_OFF: Used.WRITTEN_OFF,
}


class Found(NamedTuple):
    """The claims by due day, their invoices and credit notes, and what was disputed."""

    claims: tuple[Claim, ...]
    billed: tuple[Billed, ...]
    disputes: tuple[Contested, ...]


class _Beside(NamedTuple):
    """All that is asked once for all claims."""

    parts: dict[int, int]
    lowered: dict[int, list[Lowered]]
    extras: dict[int, Extra]
    contested: dict[int, Contested]
    limits: dict[int, Limitation | Refusal]
    country: str


def claims(rows: Sequence[Receivable], of: Customer, *, as_of: date) -> Found:
    """rows: with their invoices and their balance of that day, in the order wanted."""
    ids = [row.pk for row in rows]
    used = _allocations(ids, as_of)
    disputes = facts.disputes(ids, as_of=as_of)
    party = parties.debtor(of).party
    known = _Beside(
        parts=_parts({row.invoice_id for row in rows}),
        lowered=_lowered(used),
        extras=_extras(ids, as_of),
        contested={one.receivable_id: one for one in disputes if one.closed_on is None},
        limits={one.owed.receivable_id: one.day for one in dated(ids, as_of=as_of)},
        country=core.law_of(party, creditor=of.company.country, debtor=of.country),
    )
    found = [_claim(place, row, known) for place, row in enumerate(rows, start=1)]
    notes = {one.credit_note for one in used if one.credit_note}
    return Found(tuple(found), tuple(_billed(rows, notes)), disputes)


def _claim(place: int, row: Receivable, known: _Beside) -> Claim:
    lowered = tuple(known.lowered.get(row.pk, ()))
    count = known.parts[row.invoice_id]
    invoice = row.invoice
    balance: Any = row
    return Claim(
        place=place,
        receivable_id=row.pk,
        invoice_id=row.invoice_id,
        kind=invoice.kind,
        number=invoice.number,
        part=f"{row.instalment}/{count}" if count > 1 else "",
        issued_on=invoice.issued_on,
        due_on=row.due_on,
        due_computed=row.due_computed,
        missing=row.missing_on is not None,
        currency=row.currency,
        invoice_minor=invoice.total_minor,
        principal_minor=row.amount_minor,
        open_minor=balance.balance_minor,
        order_number=invoice.order_number,
        reference=invoice.payment_reference,
        terms=invoice.terms,
        lowered=lowered,
        extra=known.extras.get(row.pk, Extra(country=known.country)),
        limitation=known.limits[row.pk],
        dispute=known.contested.get(row.pk),
    )


def _parts(invoices: set[int]) -> dict[int, int]:
    rows = Invoice.objects.filter(pk__in=invoices).values_list("pk")
    return dict(rows.annotate(count=Count("receivables")))


def _allocations(ids: Sequence[int], as_of: date) -> list[Allocation]:
    rows = Allocation.objects.filter(receivable__in=ids, booked_on__lte=as_of)
    linked = rows.select_related("receipt", "credit_note", "receivable__invoice")
    return list(linked.order_by("booked_on", "pk"))


def _lowered(used: Iterable[Allocation]) -> dict[int, list[Lowered]]:
    """What lowered each receivable, by day; what was taken back again never came."""
    carried: dict[tuple[Any, ...], list[Lowered]] = defaultdict(list)
    for one in used:
        carrier = (one.receivable_id, one.kind, one.receipt_id, one.credit_note_id)
        if one.amount_minor > 0:
            carried[carrier].append(_one(one))
        else:
            _take_back(carried[carrier], -one.amount_minor, _one(one))
    found: dict[int, list[Lowered]] = defaultdict(list)
    for (receivable_id, *_carrier), some in carried.items():
        found[receivable_id] += some
    return {key: sorted(some, key=lambda one: one.on) for key, some in found.items()}


def _one(one: Allocation) -> Lowered:
    note = one.credit_note
    return Lowered(
        sort=SORTS[AllocationKind(one.kind)],
        on=one.receipt.value_on if one.receipt else one.booked_on,
        booked_on=one.booked_on,
        minor=one.amount_minor,
        source=one.source,
        number=note.number if note else "",
        corrects=note is not None and one.receivable.invoice.number_key in note.corrects,
    )


def _take_back(some: list[Lowered], minor: int, back: Lowered) -> None:
    """The newest first; what the accounting raised above all that was paid stays a line."""
    while some and minor:
        last = some.pop()
        if last.minor > minor:
            some.append(last._replace(minor=last.minor - minor))
            return
        minor -= last.minor
    if minor:
        some.append(back._replace(minor=-minor))


def _extras(ids: Sequence[int], as_of: date) -> dict[int, Extra]:
    known = rates()
    letters = notices.of(ids, as_of=as_of)
    found = beside_claims.beside(ids, as_of=as_of, rates=known, notices=letters)
    return {key: _extra(one, as_of, known) for key, one in found.items()}


def _extra(one: ClaimBeside, as_of: date, known: Rates) -> Extra:
    return Extra(
        interest=one.interest,
        fee=one.fee,
        of_interest=one.of_interest,
        of_fee=one.of_fee,
        per_day=_per_day(one, as_of, known),
        agreed=one.claim.percent is not None,
        country=one.claim.country,
    )


def _per_day(one: ClaimBeside, as_of: date, known: Rates) -> Any:
    """What the next day adds, exact; None where its rate is not known yet."""
    if not isinstance(one.interest, Owed):
        return None
    next_day = core.beside(one.claim, as_of=as_of + ONE_DAY, rates=known)
    if next_day is None or not isinstance(next_day.interest, Owed):
        return None
    return next_day.interest.interest - one.interest.interest


def _billed(rows: Sequence[Receivable], notes: set[Invoice]) -> Iterator[Billed]:
    """Each invoice once, in the order of the claims; then the credit notes, by day."""
    invoices = {row.invoice_id: row.invoice for row in rows}
    later = sorted(notes, key=lambda one: (one.issued_on, one.number))
    every = [*invoices.values(), *later]
    papers = facts.papers({one.document_id for one in every if one.document_id})
    for one in every:
        yield Billed(
            invoice_id=one.pk,
            kind=one.kind,
            number=one.number,
            issued_on=one.issued_on,
            currency=one.currency,
            total_minor=one.total_minor,
            paper=papers.get(one.document_id) if one.document_id else None,
        )
