"""What a late invoice has come to beside its amount, with its working."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from acquit.core.claim import Claim, Used, beside, law_of
from acquit.core.errors import Refusal
from acquit.core.interest import Owed, half_up
from acquit.core.law import COUNTRIES, Fee, Refused
from acquit.core.money import Money
from acquit.core.party import Party, SellsTo, effective_party
from acquit.desk import words
from acquit.desk.law.told import percent
from acquit.desk.law.views import certainty
from acquit.law.queries import rates
from acquit.ledger.models import AllocationKind
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from acquit.core.claim import Beside
    from acquit.desk.invoices.document import Document
    from acquit.ledger.models import Allocation, Receivable
    from acquit.web.cells import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """The interest of one receivable as the page shows it. due: of which instalment, ""
    when there is only one. lines: None when the law gives none, `why` says so then. law:
    where the rules stand.
    """

    due: str
    interest: str = ""
    lines: Lines | None = None
    why: str = ""
    source: str = ""
    certainty: Badge | None = None
    fee: str = ""
    law: str = ""


def was_due(document: Document) -> bool:
    """Whether a due day of it has passed; nothing is due by a credit note."""
    return not document.is_credit and any(
        row.due_on < document.as_of for row in document.receivables
    )


def workings(document: Document) -> list[Working]:
    """One for each instalment that is, or was, late; none for a credit note."""
    if not was_due(document):
        return []
    known = rates()
    used = _used(document)
    alone = len(document.receivables) == 1
    late = []
    for row in document.receivables:
        claim = _claim(document, row, used[row.pk])
        found = beside(claim, as_of=document.as_of, rates=known)
        if found is not None:
            due = "" if alone else reading.short_day(row.due_on, today=document.as_of)
            late.append(_working(claim, found, due))
    return late


def _claim(document: Document, row: Receivable, used: Iterable[Used]) -> Claim:
    customer = document.invoice.customer
    party = _party(document)
    return Claim(
        country=law_of(party, creditor=customer.company.country, debtor=customer.country),
        party=party,
        principal=Money(row.amount_minor, row.currency),
        due_on=row.due_on,
        used=tuple(used),
    )


def _party(document: Document) -> Party:
    customer = document.invoice.customer
    return effective_party(
        Party(customer.party_type),
        vat=customer.vat,
        registration=customer.registration,
        sells_to=SellsTo(customer.company.sells_to),
    )


def _used(document: Document) -> dict[int, list[Used]]:
    """What was used for each receivable; what was taken back again never came."""
    carried: dict[tuple[object, ...], list[Used]] = defaultdict(list)
    for one in document.allocations:
        carrier = (one.receivable_id, one.kind, one.receipt_id, one.credit_note_id)
        if one.amount_minor > 0:
            carried[carrier].append(_use(document, one))
        else:
            _take_back(carried[carrier], -one.amount_minor)
    found: dict[int, list[Used]] = defaultdict(list)
    for (receivable_id, *_carrier), some in carried.items():
        found[receivable_id] += some  # type: ignore[index]  # the first is its key
    return found


def _use(document: Document, one: Allocation) -> Used:
    note = one.credit_note
    return Used(
        on=one.receipt.value_on if one.receipt else one.booked_on,
        minor=one.amount_minor,
        credit=one.kind in {AllocationKind.CREDIT_NOTE, AllocationKind.WRITE_OFF},
        corrects=note is not None and document.invoice.number_key in note.corrects,
    )


def _take_back(some: list[Used], minor: int) -> None:
    """The newest first."""
    while some and minor:
        last = some.pop()
        if last.minor > minor:
            some.append(last._replace(minor=last.minor - minor))
            return
        minor -= last.minor


def _working(claim: Claim, found: Beside, due: str) -> Working:
    law = _law(claim.country, claim.party)
    if not isinstance(found.interest, Owed):
        why = _refused(found.interest)
        return Working(due=due, why=why, fee=_fee(found.fee), law=law)
    interest, currency = found.interest, claim.principal.currency
    return Working(
        due=due,
        interest=reading.amount_and_currency(Money(interest.interest_minor, currency)),
        lines=_lines(interest, currency),
        source=interest.lines[0].quote.source if interest.lines else "",
        certainty=certainty(interest.certainty),
        fee=_fee(found.fee),
        law=law,
    )


def _refused(why: Refused | Refusal) -> str:
    return words.refused(why) if isinstance(why, Refusal) else words.told(why.said)


def _fee(fee: Fee | Refused | Refusal) -> str:
    """The flat sum; "" when there is none, and the interest says why already."""
    if isinstance(fee, Fee) and fee.amount.minor:
        return reading.amount_and_currency(fee.amount)
    return ""


def _lines(interest: Owed, currency: str) -> Lines:
    heads = [
        Head(_("From")),
        Head(_("Until")),
        Head(_("Days"), numeric=True),
        Head(_("On"), numeric=True, phone=False),
        Head(_("A year"), numeric=True),
        Head(_("Interest"), numeric=True),
    ]
    return Lines(heads, list(_rows(interest, currency)))


def _rows(interest: Owed, currency: str) -> Iterator[list[Cell]]:
    """Each rounded to be read; the sum is made of what they are exactly."""
    for line in interest.lines:
        yield [
            Text(reading.short_day(line.first_on)),
            Text(reading.short_day(line.last_on)),
            Number(line.days),
            Amounts([Money(half_up(line.base), currency)]),
            Text(percent(line.quote.percent)),
            Amounts([Money(half_up(line.interest), currency)]),
        ]


def _law(country: str, party: Party) -> str:
    asked = {"country": country, "party": party.value}
    return f"{reverse('desk:law')}?{urlencode(asked)}" if country in COUNTRIES else ""
