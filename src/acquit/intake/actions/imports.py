"""One file, one attempt: recognised, read as a stream, booked in one transaction,
remembered.
"""

from __future__ import annotations

import gc
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.core.sentences import as_json
from acquit.formats.ledgers.records import LedgerClosed, LedgerItem, LedgerOpened
from acquit.formats.records import (
    ContactRow,
    CustomerRow,
    InvoiceRecord,
    InvoiceRow,
    LineRecord,
    Problem,
    ReceiptRow,
    Refused,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.registry import recognise, under
from acquit.intake.actions.ahead import ahead
from acquit.intake.actions.booking import Context
from acquit.intake.actions.customers import book_contacts, book_customers, link_parents
from acquit.intake.actions.einvoices import book_einvoice
from acquit.intake.actions.invoices import book_invoices
from acquit.intake.actions.layouts import completed, layouts_of
from acquit.intake.actions.ledgers import Ledgers
from acquit.intake.actions.pictures import Picture, compare
from acquit.intake.actions.receipts import book_receipts
from acquit.intake.actions.statements import Statements
from acquit.intake.models import Run, RunProblem, RunState
from acquit.ledger.actions.bulk import keep_document
from acquit.ledger.actions.copying import count_anew
from acquit.ledger.models import Document
from acquit.matching.actions import match_waiting
from acquit.matching.actions.returns import take_back
from acquit.organisation.actions import take_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from acquit.audit.actions import Actor
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.records import Record
    from acquit.formats.registry import Format
    from acquit.formats.source import Source
    from acquit.organisation.models import Company

BATCH = 5000
# So many new things are enough to change how the database had better look for them.
MANY = 2000
# Larger files are kept by their fingerprint alone.
LARGEST_KEPT = 20 * 1024 * 1024
MOST_PROBLEMS_KEPT = 1000


@dataclass(slots=True)
class Imported:
    """What became of a file, and whose books it touched."""

    run: Run
    customer_ids: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What machines are told: counts, and in English what is wrong and worth saying."""
        run = self.run
        return {
            "file": run.file_name,
            "format": run.format or None,
            "state": run.state.lower(),
            "created": run.created,
            "updated": run.updated,
            "unchanged": run.unchanged,
            "refused": run.refused,
            "missing": run.missing,
            "problems": [problem.in_english() for problem in self.problems],
            "remarks": [str(remark) for remark in run.remarked],
        }


def import_file(  # noqa: PLR0913  # the file, and who takes it in, when and how
    source: Source,
    *,
    company: Company,
    partial: bool,
    on: date,
    actor: Actor,
    clock: Callable[[], datetime],
    layout: Layout | None = None,
    picture: Picture | None = None,
) -> Imported:
    """Take one file in: all of it, or nothing; with `partial`, the records that are good.

    on: the business day of the import. Importing the same content again changes nothing.
    layout: of a foreign table; None = find out what the file is. picture: the file is a
    list of all that was open on a day; None = it tells of some items.
    """
    context = Context(company=company, on=on, at=clock(), actor=actor)
    context.paper = lambda: _document(source, context)
    format_ = None
    try:
        format_ = under(layout) if layout else recognise(source, layouts_of(company))
    except Refused as refusal:
        context.problems.append(refusal.problem)
    else:
        if format_.layout:
            format_ = replace(format_, read=under(completed(format_.layout, company)).read)
        book_file(format_, source, context, partial=partial, picture=picture)
    run = _remember(
        source, format_, context, partial=partial, picture=picture, ended_at=clock()
    )
    return Imported(run, context.saved.customer_ids, context.problems)


def book_file(
    format_: Format,
    source: Source,
    context: Context,
    *,
    partial: bool,
    picture: Picture | None = None,
) -> None:
    """Read and book in one transaction; of what is not kept, the problems stay."""
    try:
        with _without_collection(), transaction.atomic():
            take_turns(context.company)
            _book(ahead(format_.read(source)), context)
            if picture:
                compare(picture, format_.code, context)
            touched = match_waiting(context.company.pk, context.named, at=context.at)
            touched |= take_back(context.company.pk, at=context.at)
            context.saved.customer_ids |= touched
            if context.problems and not partial:
                transaction.set_rollback(True)
    except Refused as refusal:
        # The reader gave up: whatever the choice, half a file is never kept.
        _forget(context)
        context.problems.append(refusal.problem)
    else:
        if context.problems and not partial:
            _forget(context)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Records hold no circles; looking for some takes a third of a large file's time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _forget(context: Context) -> None:
    taken = context.saved.created + context.saved.updated + context.saved.unchanged
    context.refused += taken
    context.saved.created = context.saved.updated = context.saved.unchanged = 0
    context.saved.customer_ids = set()
    context.sums.clear()
    context.remarks.clear()
    context.named.clear()
    context.missing = 0


def _book(records: Iterator[Record | Problem], context: Context) -> None:
    statements, ledgers = Statements(context), Ledgers(context)
    parents: dict[str, str] = {}
    described = 0
    for batch in _batches(records, context):
        described += len(batch) if isinstance(batch[0], _DESCRIBING) else 0
        match batch[0]:
            case LedgerOpened() | LedgerClosed() | LedgerItem():
                ledgers.take(batch)
            case CustomerRow() if ledgers.under_way:
                ledgers.customers(batch)
            case CustomerRow():
                parents |= {r.customer_code: r.parent_code for r in batch if r.parent_code}
                book_customers(batch, context)
            case ContactRow():
                book_contacts(batch, context)
            case InvoiceRow():
                book_invoices(batch, context)
            case ReceiptRow():
                book_receipts(batch, context)
            case _:
                for record in batch:
                    _book_one(record, statements, context)
    link_parents(parents, context)
    if described >= MANY:
        count_anew()


# What is looked up later, by names and numbers; the payments of a bank are not.
_DESCRIBING = CustomerRow | ContactRow | InvoiceRow | LedgerItem


def _book_one(
    record: InvoiceRecord | StatementOpened | LineRecord | StatementClosed,
    statements: Statements,
    context: Context,
) -> None:
    if isinstance(record, InvoiceRecord):
        book_einvoice(record, context)
    else:
        statements.take(record)


def _batches(
    records: Iterable[Record | Problem], context: Context
) -> Iterator[Sequence[Any]]:
    """Records of one kind, some thousand at a time; problems are set aside on the way."""
    good = _without_problems(records, context)
    for _, run in groupby(good, key=type):
        while batch := list(islice(run, BATCH)):
            yield batch


def _without_problems(
    records: Iterable[Record | Problem], context: Context
) -> Iterator[Record]:
    for record in records:
        if isinstance(record, Problem):
            context.refused += 1
            context.problems.append(record)
        else:
            yield record


@transaction.atomic
def _remember(
    source: Source,
    format_: Format | None,
    context: Context,
    *,
    partial: bool,
    picture: Picture | None,
    ended_at: datetime,
) -> Run:
    saved = context.saved
    refused = bool(context.problems) and (not partial or not _any(context))
    state = RunState.REFUSED if refused else RunState.TAKEN
    if context.problems and not refused:
        state = RunState.PARTLY
    run = Run.objects.create(
        company=context.company,
        document=_document(source, context),
        file_name=source.name[:255],
        size=source.size,
        format=format_.code if format_ else "",
        layout=format_.layout.name if format_ and format_.layout else "",
        partial=partial,
        picture_on=picture.on if picture and not refused else None,
        missing=context.missing,
        state=state,
        created=saved.created,
        updated=saved.updated,
        unchanged=saved.unchanged,
        refused=context.refused or len(context.problems),
        sums=context.sums,
        remarks=[as_json(remark) for remark in context.remarks],
        actor_id=context.actor.person_id,
        actor_name=context.actor.name,
        started_at=context.at,
        ended_at=ended_at,
    )
    RunProblem.objects.bulk_create(
        RunProblem(
            run=run,
            **one.in_english(),
            told=[as_json(s) for s in (one.where, one.saw, one.wanted, one.remedy)],
        )
        for one in context.problems[:MOST_PROBLEMS_KEPT]
    )
    return run


def _any(context: Context) -> bool:
    saved = context.saved
    return bool(saved.created or saved.updated or saved.unchanged)


def _document(source: Source, context: Context) -> Document | None:
    """The file itself, unless it is too large to keep."""
    if source.size > LARGEST_KEPT or source.size == 0:
        return None
    with source.open() as stream:
        content = stream.read()
    return keep_document(
        Document(
            company=context.company,
            name=source.name[:200] or "upload",
            media_type="application/octet-stream",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            content=content,
            recorded_at=context.at,
        )
    )
