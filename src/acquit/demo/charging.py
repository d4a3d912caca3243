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
# So long before today, or on the first working day from then on on which it is worth it:
# the first is paid so many days later, of the last a part is waived before.
WHEN = (timedelta(days=46), timedelta(days=32), timedelta(days=10))
PAYS_AFTER, WAIVED_IN_PART = timedelta(days=14), 2
WORTH_MINOR, MOST_LINES = 6_000, 14
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
    """On a working day: what the credit manager claims, and what is paid of it."""
    manager, company = office.worker(Role.CREDIT_MANAGER, CLAIMS), office.companies[CLAIMS]
    notes = list(DebitNote.objects.filter(company=company).order_by("pk"))
    if notes and day == notes[0].invoice.issued_on + PAYS_AFTER:
        _pay(office, clock, notes[0], day)
    if len(notes) == len(WHEN) or day < plan.today - WHEN[len(notes)]:
        return
    found = next(_worth_it(company.pk, day), None)
    if found is None:
        return
    customer, draft = found
    if len(notes) == WAIVED_IN_PART:
        _waive(draft, manager, clock, day)
    actions.issue_debit_notes(customer_id=customer.pk, on=day, actor=manager, at=clock())


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


def _pay(office: Office, clock: Clock, note: DebitNote, day: date) -> None:
    """The accounting tells that it was paid."""
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
