"""Receipts that wait, and what other sources told of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef

from acquit.bank.models import Line
from acquit.core.matching import GUESS
from acquit.core.same_payment import SAME_MONEY
from acquit.ledger.models import Allocation, Invoice, InvoiceKind, Receipt, Source
from acquit.matching.incoming import Incoming, Waiting, senders
from acquit.matching.models import Match, MatchState
from acquit.matching.queries.books import keys_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import QuerySet

# Who pays twice does so within some weeks.
LATELY = timedelta(days=60)
OTHER_SOURCE = {Source.BANK: Source.ACCOUNTING, Source.ACCOUNTING: Source.BANK}


def lines_of(receipt_ids: Collection[int]) -> dict[int, Line]:
    """The bank lines of these receipts, by receipt."""
    rows = Line.objects.filter(receipt__among=receipt_ids)
    return {line.receipt_id: line for line in rows if line.receipt_id is not None}


def read(receipts: Sequence[Receipt]) -> list[Incoming]:
    """Receipts as the matching handles them, each with the line of the bank it came by."""
    lines = lines_of([receipt.pk for receipt in receipts])
    return [Incoming.of(receipt, lines.get(receipt.pk)) for receipt in receipts]


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
        references, numbers = keys_of([one.payment])
        if (references | numbers) & known:
            found.append(one)
    return found


def unused_money(company_id: int, incoming: Sequence[Incoming]) -> Waiting:
    """Who sent one of these amounts lately, so that it lies unused, and when."""
    proposed = Match.objects.filter(receipt=OuterRef("pk"), state=MatchState.PROPOSED)
    proposed = proposed.exclude(kind__startswith=GUESS)
    first = min(one.payment.booked_on for one in incoming) - LATELY
    rows = Receipt.objects.filter(
        company=company_id,
        available_minor=F("amount_minor"),
        available_minor__gt=0,
        on_account=False,
        same_as=None,
        received_on__gte=first,
        amount_minor__among={one.amount_minor for one in incoming},
    ).exclude(pk__in=[one.receipt_id for one in incoming])
    found = Waiting()
    for *who, currency, minor, day, explained in rows.values_list(
        *("payer_iban", "payer_name", "customer", "currency", "amount_minor"),
        *("received_on", Exists(proposed)),
    ):
        sent = [(one, currency, minor) for one in senders(*who)]
        found.add(sent, day, explained=explained)
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
