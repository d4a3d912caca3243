"""What the commands about interest and flat sums mean: as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from acquit.claims.models import Ask, DebitNote, Waiver
from acquit.claims.queries import beside, books, late_ids
from acquit.claims.queries import terms as terms_of
from acquit.cli import trade
from acquit.core.interest import Owed, half_up
from acquit.core.law import Fee
from acquit.core.money import Money
from acquit.cycle import actions
from acquit.dunning.queries import notices
from acquit.ledger.models import InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from acquit.claims.queries import ClaimBeside, CompanyTerms
    from acquit.core.interest import Asked, Line
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company


def charges(company: Company, code: str, as_of: date) -> dict[str, Any]:
    """What has come to everything late of a customer. Raises Unknown."""
    customer = _customer(company, code)
    ids = late_ids(customer.pk, as_of=as_of)
    found = beside(ids, as_of=as_of, notices=notices.of(ids, as_of=as_of))
    rows = [found[pk] for pk in ids if pk in found]
    return {
        "customer": customer.code,
        "as_of": as_of,
        "receivables": [_charged(one) for one in rows],
        "sums": _sums(rows),
    }


def _charged(one: ClaimBeside) -> dict[str, Any]:
    return {
        "invoice": one.row.invoice.number,
        "instalment": one.row.instalment,
        "due": one.row.due_on,
        "country": one.claim.country,
        "party": one.claim.party.value.lower(),
        "claimed_until": one.claimed_until,
        "interest": _interest(one),
        "fixed_fee": _fee(one),
    }


def _interest(one: ClaimBeside) -> dict[str, Any]:
    if not isinstance(one.interest, Owed):
        return {"refused": str(one.interest.said)}
    currency = one.row.currency
    return _asked(one.of_interest) | {
        "days": one.interest.days,
        "segments": [_segment(line, currency) for line in one.interest.lines],
        "certainty": one.interest.certainty.value,
        "derived": one.interest.derived,
    }


def _segment(line: Line, currency: str) -> dict[str, Any]:
    """Rounded to be read; the sum is not made of these."""
    return {
        "from": line.first_on,
        "to": line.last_on,
        "days": line.days,
        "rate": str(line.quote.percent),
        "base": _plain(Money(half_up(line.base), currency)),
        "amount": _plain(Money(half_up(line.interest), currency)),
        "source": line.quote.source,
        "certainty": line.quote.certainty.value,
        "derived": line.quote.derived,
    }


def _fee(one: ClaimBeside) -> dict[str, Any]:
    if not isinstance(one.fee, Fee):
        return {"refused": str(one.fee.said)}
    basis = one.fee.basis
    return _asked(one.of_fee) | {"source": basis.source, "certainty": basis.certainty.value}


def _asked(asked: Asked) -> dict[str, str]:
    told = {
        "currency": asked.computed.currency,
        "computed": _plain(asked.computed),
        "claimed": _plain(asked.claimed),
        "waived": _plain(asked.waived),
        "left": _plain(asked.left),
    }
    return told | ({"claimed_beyond": _plain(asked.beyond)} if asked.beyond else {})


def _sums(rows: list[ClaimBeside]) -> list[dict[str, str]]:
    """Interest and flat sums together, by currency."""
    names = ("computed", "claimed", "waived", "left")
    sums: dict[str, dict[str, int]] = {}
    for one in rows:
        for asked in (one.of_interest, one.of_fee):
            found = sums.setdefault(asked.computed.currency, dict.fromkeys(names, 0))
            for name in names:
                found[name] += getattr(asked, name).minor
    return [
        {"currency": code}
        | {name: _plain(Money(minor, code)) for name, minor in found.items()}
        for code, found in sorted(sums.items())
    ]


def issue(company: Company, code: str, on: date) -> dict[str, Any]:
    """Raises Unknown and what `issue_debit_notes` raises."""
    notes = actions.issue_debit_notes(
        customer_id=_customer(company, code).pk,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return {"debit_notes": [_note(one) for one in notes]}


def withdraw(
    company: Company, number: str, reason: str, on: date, *, waive: bool
) -> dict[str, Any]:
    """Raises Unknown and what `withdraw_debit_note` raises."""
    named = DebitNote.objects.filter(company=company, invoice__number=number).first()
    if named is None:
        raise trade.Unknown(f"Company {company.code} has no debit note {number}.")
    note = actions.withdraw_debit_note(
        note_id=named.pk,
        reason=reason,
        waive=waive,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return {"debit_notes": [_note(note)]}


def paper(company: Company, number: str) -> bytes:
    """The document of a debit note. Raises Unknown."""
    notes = DebitNote.objects.select_related("invoice__document")
    note = notes.filter(company=company, invoice__number=number).first()
    if note is None or note.invoice.document is None:
        raise trade.Unknown(f"Company {company.code} has no debit note {number}.")
    return bytes(note.invoice.document.content)


def _note(one: DebitNote) -> dict[str, Any]:
    invoice = one.invoice
    lines = one.lines.select_related("invoice").order_by("pk")
    return {
        "number": invoice.number,
        "issued_on": invoice.issued_on,
        "due_on": invoice.receivables.get().due_on,
        "until": one.until_on,
        "total": _plain(Money(invoice.total_minor, invoice.currency)),
        "currency": invoice.currency,
        "withdrawn_on": one.withdrawn_on,
        "lines": [
            {
                "invoice": line.invoice.number,
                "charge": line.charge.lower(),
                "amount": _plain(Money(line.amount_minor, invoice.currency)),
                "from": line.first_on,
                "to": line.last_on,
                "source": line.source,
                "certainty": line.certainty,
            }
            for line in lines
        ],
    }


def waive(  # noqa: PLR0913  # what, how much of it, and why
    company: Company,
    number: str,
    charge: str,
    *,
    instalment: int | None,
    amount: str | None,
    reason: str,
    on: date,
) -> dict[str, Any]:
    """Raises Unknown and what `waive` raises."""
    row, what = _receivable(company, number, instalment), Ask(charge.upper())
    currency = _currency(row, what, on)
    made = actions.waive(
        receivable_id=row.pk,
        charge=what,
        amount=None if amount is None else trade.money(amount, currency),
        reason=reason,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return {"waived": [_waiver(made)]}


def _currency(row: Receivable, charge: Ask, on: date) -> str:
    """The flat sum is in the money of the law, whatever the invoice is in."""
    found = beside([row.pk], as_of=on).get(row.pk)
    return found.asked(charge).computed.currency if found else row.currency


def end_waivers(company: Company, number: str, charge: str, *, on: date) -> dict[str, Any]:
    """Take back all that was waived of it. Raises Unknown where nothing was."""
    standing = Waiver.objects.filter(
        receivable__company=company,
        receivable__invoice__number=number,
        charge=charge.upper(),
        ended_on=None,
    )
    ids = list(standing.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise trade.Unknown(f"Nothing of {number} is waived.")
    ended = [
        actions.end_waiver(waiver_id=pk, on=on, actor=trade.actor(), at=timezone.now())
        for pk in ids
    ]
    return {"taken_back": [_waiver(one) for one in ended]}


def _waiver(one: Waiver) -> dict[str, Any]:
    minor = one.amount_minor
    return {
        "invoice": one.receivable.invoice.number,
        "charge": one.charge.lower(),
        "amount": "all" if minor is None else _plain(Money(minor, one.currency)),
        "reason": one.reason,
    }


def terms(company: Company, as_of: date) -> dict[str, Any]:
    """What holds on a day, and all that was ever said, the newest first."""
    every = books([company.pk])[company.pk].rows
    return {
        "company": company.code,
        "as_of": as_of,
        **_terms(terms_of([company.pk], as_of=as_of)[company.pk], company),
        "history": [_terms(one, company) for one in every],
    }


def change_terms(
    company: Company, said: Mapping[str, Any], *, first: date, minimum: str | None
) -> None:
    """Set what was said from that day on; the rest stays. Raises as `set_terms`."""
    held = terms_of([company.pk], as_of=first)[company.pk]
    more = dict(said)
    if minimum is not None:
        more["minimum_minor"] = trade.money(minimum, company.currency).minor
    changed = replace(held, valid_from=first, **more)
    actions.set_terms(company, changed, actor=trade.actor(), at=timezone.now())


def _terms(one: CompanyTerms, company: Company) -> dict[str, Any]:
    return {
        "valid_from": one.valid_from,
        "rate": None if one.percent is None else str(one.percent),
        "shown": one.shown,
        "claimed": one.claimed,
        "minimum": _plain(Money(one.minimum_minor, company.currency)),
        "due_days": one.due_days,
        "clause_agreed": one.clause_agreed,
        "invoice_warns": one.invoice_warns,
        "small_creditor": one.small_creditor,
    }


def _customer(company: Company, code: str) -> Customer:
    found = trade.customer(company, code)
    if found is None:
        raise trade.Unknown(f"Company {company.code} has no customer {code}.")
    return found


def _receivable(company: Company, number: str, instalment: int | None) -> Receivable:
    """Of that number, open or settled; the first instalment where none is named."""
    rows = Receivable.objects.filter(company=company, invoice__number=number)
    rows = rows.exclude(invoice__kind=InvoiceKind.DEBIT_NOTE).order_by("due_on", "pk")
    found = (rows if instalment is None else rows.filter(instalment=instalment)).first()
    if found is None:
        raise trade.Unknown(f"Company {company.code} has no invoice {number}.")
    return found


def _plain(money: Money) -> str:
    return str(money.amount)
