"""What late receivables have come to beside their amount, and what was asked for of it.

For any number of receivables in the same few questions: pages, letters and files for a
lawyer ask here alike.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from acquit.claims.models import Ask
from acquit.claims.queries.settled import Settled, settled
from acquit.claims.queries.terms import books
from acquit.claims.queries.used import used
from acquit.core import claim as core
from acquit.core.claim import Claim, is_late, law_of
from acquit.core.interest import Asked, Owed
from acquit.core.law import Fee
from acquit.core.money import Money
from acquit.core.party import Party, SellsTo, effective_party
from acquit.law import queries as law
from acquit.ledger.models import InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from acquit.claims.queries.terms import CompanyTerms, TermsBook
    from acquit.core.claim import Used
    from acquit.core.errors import Refusal
    from acquit.core.law import Notice, Rates, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBeside:
    """One late receivable. row: with its invoice, customer and company.

    claim: what was asked of the law. terms: of the company, as of the day. interest, fee:
    as computed, or why not; of an invoice in instalments the flat sum is with the first
    late one. of_interest, of_fee: what of it was claimed and waived, and what is left.
    """

    row: Receivable
    claim: Claim
    terms: CompanyTerms
    interest: Owed | Refused | Refusal
    fee: Fee | Refused | Refusal
    of_interest: Asked
    of_fee: Asked

    @property
    def claimed_until(self) -> date | None:
        """Interest of later days alone may still be claimed."""
        return self.claim.claimed_until

    def asked(self, charge: Ask) -> Asked:
        """Of interest, or of the flat sum."""
        return self.of_interest if charge is Ask.INTEREST else self.of_fee


def beside(
    receivable_ids: Collection[int],
    *,
    as_of: date,
    rates: Rates | None = None,
    notices: Mapping[int, Notice] | None = None,
) -> dict[int, ClaimBeside]:
    """What each of them that is, or was, late has come to at the close of a day; by id.

    A debit note carries nothing itself. notices: the letter that the law asks for, where
    one left. In a constant number of questions.
    """
    asked = set(receivable_ids)
    rows = _rows(asked)
    if not rows:
        return {}
    books = _read(rows, notices or {}, as_of)
    known = law.rates() if rates is None else rates
    found = {}
    for row in rows:
        if row.pk in asked:
            come_to = core.beside(books.claims[row.pk], as_of=as_of, rates=known)
            if come_to is not None:
                found[row.pk] = _beside(row, come_to, books)
    return found


def _rows(asked: set[int]) -> list[Receivable]:
    """Those, and the other instalments of their invoices: the flat sum is owed once."""
    invoices = Receivable.objects.filter(pk__in=asked).values("invoice")
    rows = Receivable.objects.filter(invoice__in=invoices).exclude(
        invoice__kind=InvoiceKind.DEBIT_NOTE
    )
    linked = rows.select_related("invoice", "customer__company")
    return list(linked.order_by("due_on", "pk"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Books:
    """All that is known of the receivables. claims: by receivable; terms: by company, as of
    the day; first: of each invoice the first instalment that was late.
    """

    claims: Mapping[int, Claim]
    terms: Mapping[int, CompanyTerms]
    settled: Mapping[tuple[Ask, int], Settled]
    first: Mapping[int, int]

    def of(self, charge: Ask, key: int) -> Settled:
        return self.settled.get((charge, key), Settled())


def _read(
    rows: Collection[Receivable], notices: Mapping[int, Notice], as_of: date
) -> _Books:
    terms = books({row.company_id for row in rows})
    lowered = used([row.pk for row in rows], as_of=as_of)
    so_far = settled(rows, as_of=as_of)
    claims = {}
    for row in rows:
        claim = _claim(row, lowered[row.pk], terms[row.company_id], notices.get(row.pk))
        asked = so_far.get((Ask.INTEREST, row.pk), Settled())
        claims[row.pk] = replace(claim, claimed_until=asked.until)
    return _Books(
        claims=claims,
        terms={key: one.on(as_of) for key, one in terms.items()},
        settled=so_far,
        first=_first_late(rows, claims, as_of),
    )


def _first_late(
    rows: Iterable[Receivable], claims: Mapping[int, Claim], as_of: date
) -> dict[int, int]:
    """Rows come by due day."""
    first: dict[int, int] = {}
    for row in rows:
        if is_late(claims[row.pk], as_of):
            first.setdefault(row.invoice_id, row.pk)
    return first


def _claim(
    row: Receivable, some: Iterable[Used], terms: TermsBook, notice: Notice | None
) -> Claim:
    party = _party(row)
    creditor, debtor = row.customer.company.country, row.customer.country
    agreed = terms.on(row.invoice.issued_on)
    return Claim(
        country=law_of(party, creditor=creditor, debtor=debtor),
        party=party,
        principal=Money(row.amount_minor, row.currency),
        due_on=row.due_on,
        used=tuple(some),
        notice=notice,
        percent=_percent(agreed, party),
        clause_agreed=agreed.clause_agreed,
        invoice_warns=agreed.invoice_warns,
        small_creditor=agreed.small_creditor,
    )


def _percent(agreed: CompanyTerms, party: Party) -> Decimal | None:
    """The agreed rate, for those with whom it was agreed; public bodies owe the law's."""
    if party is Party.BUSINESS or (party is Party.CONSUMER and agreed.clause_agreed):
        return agreed.percent
    return None


def _party(row: Receivable) -> Party:
    customer = row.customer
    return effective_party(
        Party(customer.party_type),
        vat=customer.vat,
        registration=customer.registration,
        sells_to=SellsTo(customer.company.sells_to),
    )


def _beside(row: Receivable, come_to: core.Beside, books: _Books) -> ClaimBeside:
    interest, bears = come_to.interest, books.first[row.invoice_id] == row.pk
    computed = interest.interest_minor if isinstance(interest, Owed) else 0
    fee = _fee(come_to.fee, bears=bears)
    of_interest = books.of(Ask.INTEREST, row.pk)
    of_fee = books.of(Ask.FEE, row.invoice_id) if bears else Settled()
    nothing = Money(0, row.currency)
    return ClaimBeside(
        row=row,
        claim=books.claims[row.pk],
        terms=books.terms[row.company_id],
        interest=interest,
        fee=fee,
        of_interest=of_interest.asked(Money(computed, row.currency)),
        of_fee=of_fee.asked(fee.amount if isinstance(fee, Fee) else nothing),
    )


def _fee(fee: Fee | Refused | Refusal, *, bears: bool) -> Fee | Refused | Refusal:
    """Nothing where another instalment of the invoice bears it."""
    if bears or not isinstance(fee, Fee):
        return fee
    return Fee(Money(0, fee.amount.currency), fee.basis)
