"""A list of *all* that is open on a day: what it has not any more was settled, most likely.

Such items are marked, nobody is reminded of them, and a person says what became of them. A
list that lacks too many is no whole list: it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from acquit.core.sentences import say
from acquit.formats.places import THE_FILE
from acquit.intake.actions.plans import Key
from acquit.ledger.actions.missing import Items, mark_missing
from acquit.ledger.models import Invoice, InvoiceKind, Receivable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.intake.actions.booking import Context

# More than this share of what was open cannot have been settled since the last list.
MOST_GONE = 0.2
LISTS = frozenset({"acquit.invoices", "layout.items"})
FEW = 5  # so few may always be gone: of a handful, one is a fifth


@dataclass(frozen=True, slots=True)
class Picture:
    """The file holds all that was open on that day. surely: however much is gone."""

    on: date
    surely: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    """An item that the books hold open, as the file would name it."""

    pk: int
    customer_id: int
    key: Key
    instalment: int
    marked: bool
    is_receivable: bool


def compare(picture: Picture, format_code: str, context: Context) -> None:
    """Mark what the file did not have, and unmark what it has again. A file of another
    kind, such as the customers that come with the list, is none.
    """
    if format_code not in LISTS:
        return
    if context.problems:
        context.remark(
            say("What is not in the list any more was not looked for: rows were refused.")
        )
        return
    known, gone, back = _compared(picture.on, context)
    if len(gone) > max(FEW, MOST_GONE * known) and not picture.surely:
        _refuse(len(gone), known, context)
        return
    mark_missing(_items(back), None)
    mark_missing(_items(gone), picture.on)
    context.missing = len(gone)
    context.saved.customer_ids |= {item.customer_id for item in (*gone, *back)}
    if gone:
        context.remark(
            say(
                "Open items that are not in the list any more: %(gone)s. They were "
                "settled, most likely: say so on the page Missing items. Nobody is "
                "reminded of them until then.",
                gone=len(gone),
            )
        )


def _refuse(gone: int, known: int, context: Context) -> None:
    context.refuse(
        THE_FILE,
        saw=say("%(gone)s of %(known)s open items are not in it", gone=gone, known=known),
        wanted=say("a list of all open items; at most a fifth can be gone"),
        remedy=say("Export the whole list. If it is whole, say so, and send it again."),
    )


def _compared(on: date, context: Context) -> tuple[int, list[_Open], list[_Open]]:
    """How many items were open, which of them are gone, and which are back."""
    known = 0
    gone: list[_Open] = []
    back: list[_Open] = []
    for item in _open_before(on, context):
        known += 1
        is_gone = (item.key, item.instalment) not in context.seen
        if is_gone and not item.marked:
            gone.append(item)
        elif item.marked and not is_gone:
            back.append(item)
    return known, gone, back


def _items(found: list[_Open]) -> Items:
    return Items(
        [item.pk for item in found if item.is_receivable],
        [item.pk for item in found if not item.is_receivable],
    )


def _open_before(on: date, context: Context) -> Iterator[_Open]:
    """What was issued by that day, in the ledger's own order; without debit notes of ours,
    which no accounting has to know.
    """
    ours = {"company": context.company}
    receivables = (
        Receivable.objects.filter(open_minor__gt=0, invoice__issued_on__lte=on, **ours)
        .exclude(invoice__kind=InvoiceKind.DEBIT_NOTE)
        .annotate(number=F("invoice__number"), year=F("invoice__year"))
    )
    for pk, customer_id, number, year, instalment, marked in receivables.values_list(
        "pk", "customer_id", "number", "year", "instalment", "missing_on"
    ).iterator(chunk_size=5000):
        key = Key(InvoiceKind.INVOICE, number, year)
        yield _Open(pk, customer_id, key, instalment, bool(marked), is_receivable=True)
    notes = Invoice.objects.filter(
        kind=InvoiceKind.CREDIT_NOTE, available_minor__gt=0, issued_on__lte=on, **ours
    )
    for pk, customer_id, number, year, marked in notes.values_list(
        "pk", "customer_id", "number", "year", "missing_on"
    ).iterator(chunk_size=5000):
        key = Key(InvoiceKind.CREDIT_NOTE, number, year)
        yield _Open(pk, customer_id, key, 1, bool(marked), is_receivable=False)
