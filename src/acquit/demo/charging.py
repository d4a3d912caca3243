"""Interest: one company claims it by debit notes, one shows it, one does neither.

Of three debit notes one is paid, one is open and followed up, and of one a part was waived.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.claims.actions import set_terms
from acquit.claims.models import Ask, DebitNote
from acquit.claims.queries import CompanyTerms, drafts
from acquit.core.money import Money, to_decimal
from acquit.cycle import actions
from acquit.demo import tables
from acquit.demo.cast import Role
from acquit.formats.source import Source
from acquit.ledger.models import Customer, InvoiceKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.audit.actions import Actor
    from acquit.claims.queries import Draft
    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.demo.plan import Plan

CLAIMS = "BE01"
# So long before today, and what is done then.
PAID, OPEN, WAIVED = timedelta(days=42), timedelta(days=30), timedelta(days=9)
PAYS_AFTER = timedelta(days=11)
WORTH_MINOR, MOST_LINES = 10_000, 12
WHY = "Our delivery was late as well: agreed with their accounting."


def set_all_terms(office: Office, clock: Clock, *, on: date) -> None:
    """What each company asks for, from long before the story begins."""
    long_ago = on.replace(year=on.year - 4, month=1, day=1)
    said = {
        CLAIMS: CompanyTerms(claimed=True, minimum_minor=2500, valid_from=long_ago),
        "FR01": CompanyTerms(valid_from=long_ago),
        "NL01": CompanyTerms(shown=False, valid_from=long_ago),
    }
    for code, terms in said.items():
        manager = office.worker(Role.CREDIT_MANAGER, code)
        set_terms(office.companies[code], terms, actor=manager, at=clock())


def charge(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """What the credit manager claims on some days, and what is paid of it."""
    manager, company = office.worker(Role.CREDIT_MANAGER, CLAIMS), office.companies[CLAIMS]
    if day in {plan.today - ago for ago in (PAID, OPEN, WAIVED)}:
        found = next(_worth_it(company.pk, day), None)
        if found is None:
            return
        customer, draft = found
        if day == plan.today - WAIVED:
            _waive(draft, manager, clock, day)
        actions.issue_debit_notes(
            customer_id=customer.pk, on=day, actor=manager, at=clock()
        )
    if day == plan.today - PAID + PAYS_AFTER:
        _pay(office, clock, day)


def _worth_it(company_id: int, day: date) -> Iterator[tuple[Customer, Draft]]:
    """Businesses that owe a fair sum, on one sheet of paper, and no debit note yet."""
    asked = DebitNote.objects.filter(company=company_id).values("customer")
    late = Customer.objects.filter(
        company=company_id,
        party_type="BUSINESS",
        receivables__open_minor__gt=0,
        receivables__due_on__lt=day - timedelta(days=20),
        receivables__invoice__kind=InvoiceKind.INVOICE,
    )
    for one in late.exclude(pk__in=asked).distinct().order_by("code"):
        some = drafts(one.pk, until=day)
        worth = len(some) == 1 and some[0].total.minor >= WORTH_MINOR
        if worth and len(some[0].lines) <= MOST_LINES:
            yield one, some[0]


def _waive(draft: Draft, manager: Actor, clock: Clock, day: date) -> None:
    """Half of the largest interest."""
    lines = [one for one in draft.lines if one.charge is Ask.INTEREST]
    most = max(lines, key=lambda one: one.charged.amount.minor)
    half = Money(most.charged.amount.minor // 2, draft.currency)
    actions.waive(
        receivable_id=most.of.row.pk,
        charge=Ask.INTEREST,
        amount=half,
        reason=WHY,
        on=day,
        actor=manager,
        at=clock(),
    )


def _pay(office: Office, clock: Clock, day: date) -> None:
    """The accounting tells that the first one was paid."""
    note = DebitNote.objects.select_related("invoice", "customer").order_by("pk").first()
    if note is None:
        return
    invoice = note.invoice
    amount = str(to_decimal(invoice.total_minor, invoice.currency))
    headers = ("receipt_reference", "customer_code", "received_on", "amount")
    row = (f"R-{invoice.number}", note.customer.code, day, amount)
    actions.import_files(
        [
            Source.of_bytes(
                tables.csv_file(
                    (*headers, "invoice_numbers", "text"),
                    [(*row, invoice.number, invoice.number)],
                ),
                name="receipts.csv",
            )
        ],
        company=office.companies[CLAIMS],
        partial=False,
        on=day,
        actor=office.worker(Role.COLLECTOR, CLAIMS),
        clock=clock,
    )
