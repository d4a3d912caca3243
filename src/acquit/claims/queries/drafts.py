"""What a debit note would ask for, before it is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from acquit.claims.models import Ask
from acquit.claims.queries.asking import beside
from acquit.core import debit
from acquit.core.money import Money, total
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Dispute,
    Hold,
    HoldReason,
    InvoiceKind,
    Receivable,
    WriteOffReason,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from acquit.claims.queries.asking import ClaimBeside
    from acquit.claims.queries.terms import CompanyTerms
    from acquit.core.debit import Charged
    from acquit.core.law import Certainty, Notice
    from acquit.organisation.models import Company

# What was paid so long ago is not come back to.
PAID_WITHIN = timedelta(days=365)
# Written off for these, an invoice counts as paid.
PRICE_OF_SELLING = [
    WriteOffReason.DISCOUNT,
    WriteOffReason.LATE_DISCOUNT,
    WriteOffReason.BANK_CHARGES,
    WriteOffReason.ROUNDING,
]
IN_OTHER_HANDS = [HoldReason.HANDED_OVER, HoldReason.INSOLVENCY]
# So many receivables are asked about at once, those due first.
MOST = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One charge of one receivable."""

    of: ClaimBeside
    charge: Ask
    charged: Charged


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A debit note in one currency; its lines by due day, at least one."""

    currency: str
    until_on: date
    lines: tuple[DraftLine, ...]

    @property
    def interest(self) -> Money:
        return self._sum(Ask.INTEREST)

    @property
    def fees(self) -> Money:
        return self._sum(Ask.FEE)

    @property
    def total(self) -> Money:
        return self.interest + self.fees

    @property
    def certainty(self) -> Certainty:
        return debit.certainty(line.charged for line in self.lines)

    def _sum(self, charge: Ask) -> Money:
        amounts = (one.charged.amount for one in self.lines if one.charge is charge)
        return total(amounts, self.currency)


def too_little(draft: Draft, company: Company, terms: CompanyTerms) -> bool:
    """The minimum is in the company's own currency, and bounds no other one."""
    return draft.currency == company.currency and draft.total.minor < terms.minimum_minor


def late_of(customer_id: int, *, as_of: date) -> QuerySet[Receivable]:
    """What is late of a customer, and what was paid late within the last year, the longest
    due first; without debit notes.
    """
    return _late([customer_id], as_of).order_by("due_on", "pk")


def _late(customer_ids: Collection[int], as_of: date) -> QuerySet[Receivable]:
    paid_late = Q(settled_on__gt=F("due_on"), settled_on__gte=as_of - PAID_WITHIN)
    rows = Receivable.objects.filter(
        Q(settled_on=None) | paid_late, customer__in=customer_ids, due_on__lt=as_of
    )
    return rows.exclude(invoice__kind=InvoiceKind.DEBIT_NOTE)


def late_and_free_of(
    customer_ids: Collection[int], *, as_of: date
) -> list[tuple[int, int, bool]]:
    """(receivable, customer, free) of many customers at once, the longest due first; of
    what is free, and of what is not, at most MOST of each customer.
    """
    place = Window(
        RowNumber(),
        partition_by=[F("customer"), F("free")],
        order_by=[F("due_on").asc(), F("pk").asc()],
    )
    rows = _late(customer_ids, as_of).annotate(free=_is_free(as_of)).annotate(place=place)
    known = rows.filter(place__lte=MOST).order_by("due_on", "pk")
    return list(known.values_list("pk", "customer_id", "free"))


def late_ids(customer_id: int, *, as_of: date) -> list[int]:
    """The first MOST of them."""
    return list(late_of(customer_id, as_of=as_of).values_list("pk", flat=True)[:MOST])


def late_and_free(customer_id: int, *, as_of: date) -> dict[int, bool]:
    """The first MOST of them, and whether each may be on a debit note."""
    rows = late_of(customer_id, as_of=as_of).annotate(free=_is_free(as_of))
    return dict(rows.values_list("pk", "free")[:MOST])


def _is_free(on: date) -> Q:
    """Nobody contests it, the accounting's list of open items has it, nothing of it was
    given up, and no lawyer or administrator has it in hand.
    """
    contested = Dispute.objects.filter(receivable=OuterRef("pk"), closed_on=None)
    back = Allocation.objects.filter(reverses=OuterRef("pk"))
    given_up = Allocation.objects.filter(
        ~Exists(back),
        receivable=OuterRef("pk"),
        kind=AllocationKind.WRITE_OFF,
        amount_minor__gt=0,
    ).exclude(written_off__in=PRICE_OF_SELLING)
    in_hand = Hold.objects.filter(
        Q(receivable=OuterRef("pk")) | Q(receivable=None, customer=OuterRef("customer")),
        reason__in=IN_OTHER_HANDS,
        ended_on=None,
        until_on__gte=on,
    )
    return Q(~Exists(contested), ~Exists(given_up), ~Exists(in_hand), missing_on=None)


def drafts(
    customer_id: int,
    *,
    until: date,
    receivable_ids: Collection[int] | None = None,
    notices: Mapping[int, Notice] | None = None,
) -> list[Draft]:
    """What debit notes would ask of a customer: one for each currency, none where nothing
    is left to claim. receivable_ids None = everything; at most MOST at once.
    """
    rows = late_of(customer_id, as_of=until).filter(_is_free(until))
    if receivable_ids is not None:
        rows = rows.filter(pk__in=receivable_ids)
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    found = beside(ids, as_of=until, notices=notices)
    return drafted([found[pk] for pk in ids if pk in found], until=until)


def drafted(found: Iterable[ClaimBeside], *, until: date) -> list[Draft]:
    """The same of what was found already."""
    by_currency: dict[str, list[DraftLine]] = {}
    for one in found:
        for line in _lines(one):
            by_currency.setdefault(line.charged.amount.currency, []).append(line)
    return [
        Draft(currency=currency, until_on=until, lines=tuple(lines))
        for currency, lines in sorted(by_currency.items())
    ]


def _lines(one: ClaimBeside) -> list[DraftLine]:
    interest = debit.of_interest(one.interest, one.of_interest, after=one.claimed_until)
    fee = debit.of_fee(one.fee, one.of_fee)
    charges = ((Ask.INTEREST, interest), (Ask.FEE, fee))
    return [
        DraftLine(of=one, charge=charge, charged=charged)
        for charge, charged in charges
        if charged is not None
    ]
