"""Debit notes: asking in writing for interest and flat sums, and withdrawing that."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from acquit.audit.actions import Actor, Fact, record
from acquit.claims import paper
from acquit.claims.actions.waivers import waive_lines
from acquit.claims.models import DebitLine, DebitNote
from acquit.claims.queries import drafts, too_little
from acquit.claims.queries import terms as of_companies
from acquit.core import debit
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.text import reference_key
from acquit.ledger.actions.booking import Booking, book, lock
from acquit.ledger.actions.bulk import keep_document, save_invoices
from acquit.ledger.models import (
    AllocationKind,
    Customer,
    Document,
    Invoice,
    InvoiceKind,
    Receivable,
    Source,
    WriteOffReason,
)
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from acquit.claims.queries import CompanyTerms
    from acquit.claims.queries.drafts import Draft, DraftLine
    from acquit.core.law import Notice


class NothingClaimed(Refusal):
    """The company's terms claim nothing."""

    def __init__(self, company: str) -> None:
        super().__init__(
            "%(company)s does not claim interest: set its terms of interest first.",
            company=company,
        )


class NothingToClaim(Refusal):
    """There is nothing left to ask for."""

    def __init__(self) -> None:
        super().__init__(
            "Nothing is left to claim: the law gives nothing today, or it was claimed or "
            "waived already."
        )


class TooLittleToClaim(Refusal):
    """Less than the company asks for at all."""

    def __init__(self, amount: Money, minimum: Money) -> None:
        super().__init__(
            "%(amount)s is less than the smallest debit note of %(minimum)s. Wait until it "
            "is more, or change the terms.",
            amount=amount,
            minimum=minimum,
        )


class AlreadyWithdrawn(Refusal):
    """It was withdrawn before."""

    def __init__(self, number: str) -> None:
        super().__init__("%(number)s was withdrawn already.", number=number)


class PaidAlready(Refusal):
    """Money was used for it."""

    def __init__(self, number: str) -> None:
        super().__init__(
            "Something was paid on %(number)s: take the payment off it first.",
            number=number,
        )


class WithdrawnWithoutAReason(Refusal):
    """Nobody could tell later why it was let go."""

    def __init__(self) -> None:
        super().__init__("Say why, in a few words.")


@transaction.atomic
def issue_debit_notes(  # for whom, of what, and by whom
    *,
    customer_id: int,
    receivable_ids: Collection[int] | None = None,
    notices: Mapping[int, Notice] | None = None,
    on: date,
    actor: Actor,
    at: datetime,
) -> list[DebitNote]:
    """Ask for all that is left of these receivables, or of every late one: a note for each
    currency, with its document.

    Raises NothingClaimed, NothingToClaim, TooLittleToClaim.
    """
    lock([customer_id])
    customer = Customer.objects.select_related("company").get(pk=customer_id)
    terms = of_companies([customer.company_id], as_of=on)[customer.company_id]
    if not terms.claimed:
        raise NothingClaimed(customer.company.name)
    found = drafts(customer_id, until=on, receivable_ids=receivable_ids, notices=notices)
    worth = [one for one in found if not too_little(one, customer.company, terms)]
    if not worth:
        raise _refused(found, customer.company, terms)
    return [_issued(customer, one, terms, on=on, actor=actor, at=at) for one in worth]


def _refused(found: list[Draft], company: Company, terms: CompanyTerms) -> Refusal:
    if not found:
        return NothingToClaim()
    minimum = Money(terms.minimum_minor, company.currency)
    return TooLittleToClaim(found[0].total, minimum)


def _issued(
    customer: Customer,
    draft: Draft,
    terms: CompanyTerms,
    *,
    on: date,
    actor: Actor,
    at: datetime,
) -> DebitNote:
    note = DebitNote(
        company=customer.company,
        customer=customer,
        year=on.year,
        serial=_next_serial(customer.company_id, on.year),
        until_on=draft.until_on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    head = paper.Head(str(note), on, on + timedelta(days=terms.due_days))
    note.invoice = _booked(customer, draft, head, at=at)
    note.save(force_insert=True)
    DebitLine.objects.bulk_create([_line(note, one) for one in draft.lines])
    details = {
        "amount": str(draft.total),
        "number": str(note),
        "until": draft.until_on.isoformat(),
    }
    _record("debit_note_issued", note, actor, at, details=details)
    return note


def _next_serial(company_id: int, year: int) -> int:
    """Without gaps: whoever comes second waits until the first is done, or is not."""
    list(Company.objects.select_for_update(no_key=True).filter(pk=company_id).values("pk"))
    notes = DebitNote.objects.filter(company=company_id, year=year)
    last: int | None = notes.aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _booked(customer: Customer, draft: Draft, head: paper.Head, *, at: datetime) -> Invoice:
    """As the books carry it: an invoice with one instalment and its document."""
    invoice = Invoice(
        company=customer.company,
        customer=customer,
        kind=InvoiceKind.DEBIT_NOTE,
        number=head.number,
        number_key=reference_key(head.number),
        issued_on=head.issued_on,
        year=head.issued_on.year,
        currency=draft.currency,
        total_minor=draft.total.minor,
        document=_document(customer, draft, head, at=at),
        recorded_at=at,
    )
    receivable = Receivable(
        company=customer.company,
        customer=customer,
        invoice=invoice,
        currency=draft.currency,
        due_on=head.due_on,
        amount_minor=draft.total.minor,
        open_minor=draft.total.minor,
        recorded_at=at,
    )
    save_invoices([invoice], [receivable])
    return invoice


def _document(
    customer: Customer, draft: Draft, head: paper.Head, *, at: datetime
) -> Document:
    # Here and not above: a process that issues none loads no press.
    from acquit.channels.letter.setting import set_letter  # noqa: PLC0415

    content = set_letter(paper.written(customer, draft, head))
    document = Document(
        company=customer.company,
        name=f"{head.number}.pdf",
        media_type="application/pdf",
        sha256=sha256(content).hexdigest(),
        size=len(content),
        content=content,
        recorded_at=at,
    )
    return keep_document(document)


def _line(note: DebitNote, one: DraftLine) -> DebitLine:
    charged = one.charged
    return DebitLine(
        note=note,
        receivable=one.of.row,
        invoice=one.of.row.invoice,
        charge=one.charge,
        amount_minor=charged.amount.minor,
        first_on=charged.first_on,
        last_on=charged.last_on,
        computed_minor=charged.asked.computed.minor,
        claimed_minor=charged.asked.claimed.minor,
        waived_minor=charged.asked.waived.minor,
        certainty=charged.certainty,
        source=charged.source,
        computation=debit.written(one.of.claim, charged),
    )


@transaction.atomic
def withdraw_debit_note(  # what, why, and by whom
    *,
    note_id: int,
    reason: str,
    waive: bool = False,
    on: date,
    actor: Actor,
    at: datetime,
) -> DebitNote:
    """Ask for it no more: its open amount goes by a further fact, and what it claimed may
    be claimed again, or is waived. Its number stays used.

    Raises AlreadyWithdrawn, PaidAlready, WithdrawnWithoutAReason.
    """
    note = DebitNote.objects.select_related("invoice").get(pk=note_id)
    lock([note.customer_id])
    note.refresh_from_db(fields=["withdrawn_on"])
    if note.withdrawn_on is not None:
        raise AlreadyWithdrawn(str(note))
    if not reason.strip():
        raise WithdrawnWithoutAReason
    receivable = note.invoice.receivables.get()
    if receivable.open_minor != receivable.amount_minor:
        raise PaidAlready(str(note))
    book([_taken_off(receivable, on)], at=at, by=actor.person_id)
    note.withdrawn_on, note.withdrawn_reason = on, reason.strip()
    note.withdrawn_by_id, note.waived = actor.person_id, waive
    note.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_by", "waived"])
    note.lines.update(live=False)
    if waive:
        waive_lines(note, on=on, actor=actor, at=at)
    details = {"number": str(note), "waived": waive}
    _record("debit_note_withdrawn", note, actor, at, reason=reason, details=details)
    return note


def _taken_off(receivable: Receivable, on: date) -> Booking:
    return Booking(
        receivable_id=receivable.pk,
        kind=AllocationKind.WRITE_OFF,
        source=Source.PERSON,
        amount_minor=receivable.open_minor,
        booked_on=on,
        written_off=WriteOffReason.WITHDRAWN,
        evidence={"how": "withdrawn"},
    )


def _record(
    event: str,
    note: DebitNote,
    actor: Actor,
    at: datetime,
    *,
    reason: str = "",
    details: Mapping[str, object],
) -> None:
    fact = Fact(
        event=event,
        subject=note,
        company_id=note.company_id,
        customer_id=note.customer_id,
        reason=reason.strip(),
        details=dict(details),
    )
    record(fact, actor=actor, at=at)
