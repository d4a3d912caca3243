"""The file of one customer, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.handover.dossier.file import File
from acquit.handover.dossier.reading import claims, facts, messages, parties
from acquit.ledger.models import Customer, Receivable
from acquit.ledger.queries import receivables_as_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class NothingDue(Refusal):
    """A dossier without a claim is none."""

    def __init__(self, customer: str, on: date) -> None:
        super().__init__(
            "Nothing of %(customer)s was open and past its due day on %(day)s. Choose "
            "another day, or name the invoices.",
            customer=customer,
            day=on.isoformat(),
        )


class NotOfCustomer(Refusal):
    """A receivable was named that this customer does not owe on that day."""

    def __init__(self, customer: str, count: int, on: date) -> None:
        super().__init__(
            "%(count)s of the invoices that were named are not open at %(customer)s on "
            "%(day)s. Choose among those that are.",
            count=count,
            customer=customer,
            day=on.isoformat(),
        )


def read(
    customer: Customer,
    *,
    as_of: date,
    receivables: Collection[int] | None = None,
    notes: bool = False,
) -> File:
    """The case as it stood at the close of a day.

    receivables: what is claimed, by id; None = all that was open and past its due day.
    notes: what we wrote down for ourselves is in it too. Raises NothingDue, NotOfCustomer.
    """
    of = Customer.objects.select_related("company", "collector").get(pk=customer.pk)
    rows = _rows(of, as_of, receivables)
    ids = {row.pk for row in rows}
    since = min(row.invoice.issued_on for row in rows)
    found = claims.claims(rows, of, as_of=as_of)
    return File(
        as_of=as_of,
        customer_id=of.pk,
        zone=of.company.timezone,
        creditor=parties.creditor(of.company),
        handler=parties.handler(of),
        debtor=parties.debtor(of),
        insolvency=parties.insolvency(of, as_of=as_of),
        accounts=parties.accounts(of.company_id, {one.currency for one in rows}),
        claims=found.claims,
        billed=found.billed,
        sent=messages.sent(of, ids, as_of=as_of),
        received=messages.received(of, since=since, as_of=as_of),
        calls=facts.calls(of, since=since, as_of=as_of, words=notes),
        promises=facts.promises(ids, as_of=as_of),
        disputes=found.disputes,
        holds=facts.holds(of, ids, since=since, as_of=as_of, words=notes),
        occurred=facts.occurred(ids, as_of=as_of),
        notes=facts.notes(of, as_of=as_of) if notes else (),
    )


def _rows(
    of: Customer, as_of: date, receivables: Collection[int] | None
) -> list[Receivable]:
    mine = receivables_as_of(Receivable.objects.filter(customer=of), as_of)
    if receivables is None:
        mine = mine.filter(due_on__lt=as_of)
    else:
        mine = mine.filter(pk__in=receivables)
    rows = list(mine.select_related("invoice").order_by("due_on", "invoice__number", "pk"))
    if receivables is not None and len(rows) < len(set(receivables)):
        raise NotOfCustomer(of.name, len(set(receivables)) - len(rows), as_of)
    if not rows:
        raise NothingDue(of.name, as_of)
    return rows
