"""What the matching needs to know of the books."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.bank.models import Line
from acquit.core.matching import Candidate, Payment, words
from acquit.core.same_payment import SAME_MONEY
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    CustomerIban,
    Invoice,
    InvoiceKind,
    Receipt,
    Receivable,
    Source,
)
from acquit.matching.incoming import Incoming
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet

OTHER_SOURCE = {Source.BANK: Source.ACCOUNTING, Source.ACCOUNTING: Source.BANK}


def candidates(company_id: int, payments: Iterable[Payment]) -> list[Candidate]:
    """The receivables of the company that any of these payments names, open or not."""
    references, numbers = _keys(payments)
    if not references and not numbers:
        return []
    named = Q(invoice__number_key__among=numbers)
    if references:
        named |= Q(invoice__payment_reference__among=references)
    rows = list(
        Receivable.objects.filter(named, company=company_id).values_list(
            *("pk", "customer_id", "invoice__number_key", "invoice__payment_reference"),
            *("currency", "open_minor", "invoice__issued_on", "due_on"),
        )
    )
    words_of = _stated([row[0] for row in rows])
    return [Candidate(*row, *words_of.get(row[0], (0, None, None))) for row in rows]


def _stated(receivable_ids: Sequence[int]) -> dict[int, tuple[int, date, date]]:
    """What the accounting settled by its word alone, when, and until when payments are part
    of that word.

    An open amount speaks for all that came until its day. A day of settlement is that of
    the accounting, and the bank's may lie some days after it.
    """
    found: dict[int, tuple[int, date, date]] = {}
    rows = Allocation.objects.filter(
        receivable__among=receivable_ids, kind=AllocationKind.STATED
    )
    for receivable_id, minor, on, evidence in rows.values_list(
        "receivable_id", "amount_minor", "booked_on", "evidence"
    ):
        until = on + SAME_MONEY if evidence.get("settled_on") else on
        total, day, latest = found.get(receivable_id, (0, on, until))
        found[receivable_id] = (total + minor, max(day, on), max(latest, until))
    return {key: (max(total, 0), on, until) for key, (total, on, until) in found.items()}


def payers(company_id: int, ibans: Iterable[str]) -> dict[str, set[int]]:
    """Which customers of the company pay from these accounts."""
    owners: dict[str, set[int]] = defaultdict(set)
    rows = CustomerIban.objects.filter(
        iban__among={iban for iban in ibans if iban}, customer__company=company_id
    )
    for iban, customer_id in rows.values_list("iban", "customer_id"):
        owners[iban].add(customer_id)
    return owners


def lines_of(receipt_ids: Collection[int]) -> dict[int, Line]:
    """The bank lines of these receipts, by receipt."""
    rows = Line.objects.filter(receipt__among=receipt_ids)
    return {line.receipt_id: line for line in rows if line.receipt_id is not None}


def undecided() -> QuerySet[Receipt]:
    """Receipts with money left that no person has put on account, declined or undone."""
    judged = Match.objects.filter(state__in=[MatchState.DECLINED, MatchState.UNDONE])
    return Receipt.objects.filter(available_minor__gt=0, on_account=False).exclude(
        pk__in=judged.filter(actor__isnull=False).values("receipt")
    )


def waiting(company_id: int, keys: Collection[str]) -> list[Incoming]:
    """Undecided receipts that name one of these numbers or references."""
    rows = undecided().filter(company=company_id)
    known = set(keys)
    found = []
    receipts = list(rows.order_by("received_on", "pk"))
    lines = lines_of([receipt.pk for receipt in receipts])
    for receipt in receipts:
        one = Incoming.of(receipt, lines.get(receipt.pk))
        references, numbers = _keys([one.payment])
        if (references | numbers) & known:
            found.append(one)
    return found


def reports_of_others(incoming: Sequence[Incoming]) -> list[Receipt]:
    """What the other source told of payments of these amounts at about that time, and no
    third report stands for yet. They are of one company and source; some are there.
    """
    days = [one.payment.booked_on for one in incoming]
    others = Receipt.objects.filter(
        company=incoming[0].company_id, source=OTHER_SOURCE[Source(incoming[0].source)]
    )
    if not others.exists():
        # Most companies have one source: nothing is sought among all of its receipts.
        return []
    rows = others.filter(
        same_as=None,
        received_on__range=(min(days) - SAME_MONEY, max(days) + SAME_MONEY),
        amount_minor__among={one.amount_minor for one in incoming},
    )
    carrying = Receipt.objects.exclude(same_as=None).values("same_as")
    return list(rows.exclude(pk__in=carrying))


def uses_of(receipt_ids: Collection[int]) -> dict[int, set[int]]:
    """The receivables that these receipts were used for, by receipt."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Allocation.objects.filter(receipt__in=receipt_ids)
    for receipt_id, receivable_id in rows.values_list("receipt_id", "receivable_id"):
        found[receipt_id or 0].add(receivable_id)
    return found


def credit_notes_for(company_id: int, keys: Collection[str]) -> list[Invoice]:
    """Credit notes with something left that correct an invoice of these numbers."""
    rows = Invoice.objects.filter(
        company=company_id, kind=InvoiceKind.CREDIT_NOTE, available_minor__gt=0
    ).exclude(corrects=[])
    known = set(keys)
    return [note for note in rows.order_by("issued_on", "pk") if known & set(note.corrects)]


def _keys(payments: Iterable[Payment]) -> tuple[set[str], set[str]]:
    references: set[str] = set()
    numbers: set[str] = set()
    for payment_ in payments:
        for one in (payment_, *payment_.parts):
            references.update(one.references)
            numbers.update(one.pays)
            if one.text:
                numbers |= words(one.text)
    return references, numbers
