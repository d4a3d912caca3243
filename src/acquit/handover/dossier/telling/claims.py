"""What is owed: the claims, what lowered them, limitation."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.core.law import Refused
from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.handover.dossier.exhibits import Numbered
    from acquit.handover.dossier.file import Claim, File, Lowered, Total
    from acquit.handover.dossier.telling.blocks import Block, Cell, Teller
    from acquit.handover.dossier.telling.sources import Sources


def claims(teller: Teller) -> Iterator[Block]:
    """A table for each currency, with its sums."""
    totals = teller.file.totals
    for one in totals:
        rows = [claim for claim in teller.file.claims if claim.currency == one.currency]
        if not rows:
            continue
        if len(totals) > 1:
            yield blocks.heading(one.currency)
        yield from _table(teller, one, rows)
    yield from _references(teller)
    yield from _terms(teller)


def _table(teller: Teller, of: Total, rows: Sequence[Claim]) -> Iterator[Block]:
    told = teller.words.claims
    day = teller.day(teller.file.as_of)
    yield blocks.small(told.intro.format(currency=of.currency, day=day))
    heads = (
        *(told.number, told.invoice, told.issued, told.due, told.amount, told.lowered),
        *(told.open, told.interest, told.fee, told.per_day),
    )
    yield blocks.table(
        heads,
        [_row(teller, one) for one in rows],
        right=(4, 5, 6, 7, 8, 9),
        wide=(1,),
        totals=[_totals(teller, of, rows)],
    )


def _row(teller: Teller, one: Claim) -> list[Cell]:
    fee = one.extra.of_fee
    currency = one.currency
    fee_said = ""
    if fee is not None and fee.left.minor:
        same = fee.left.currency == currency
        fee_said = (teller.figure if same else teller.amount)(
            fee.left.minor, fee.left.currency
        )
    return [
        cell(str(one.place)),
        cell(one.number, *_under(teller, one)),
        cell(teller.short(one.issued_on)),
        cell(teller.short(one.due_on)),
        cell(teller.figure(one.principal_minor, currency)),
        cell(_lowered_by(teller, one)),
        cell(teller.figure(one.open_minor, currency), strong=True),
        cell(teller.figure(one.interest_minor, currency) if one.interest_minor else ""),
        cell(fee_said),
        cell(_per_day(teller, one)),
    ]


def _lowered_by(teller: Teller, one: Claim) -> str:
    by = one.principal_minor - one.open_minor
    return teller.figure(by, one.currency) if by else ""


def _per_day(teller: Teller, one: Claim) -> str:
    if one.extra.per_day is None:
        return ""
    return teller.fine(Fraction(one.extra.per_day), one.currency)


def _under(teller: Teller, one: Claim) -> Iterator[str]:
    """What else is to be known of a claim."""
    told = teller.words.claims
    if one.part:
        amount = teller.figure(one.invoice_minor, one.currency)
        yield told.part.format(part=one.part, amount=amount)
    if one.is_debit_note:
        yield told.debit_note
    if one.order_number:
        yield told.order.format(number=one.order_number)
    if one.due_computed:
        yield told.due_computed
    if one.missing:
        yield told.missing
    if not one.is_due(teller.file.as_of):
        yield told.not_due
    if one.contested_minor:
        amount = teller.figure(one.contested_minor, one.currency)
        yield told.contested.format(amount=amount)


def _totals(teller: Teller, of: Total, rows: Sequence[Claim]) -> list[Cell]:
    currency = of.currency
    figures = (
        sum(one.principal_minor for one in rows),
        sum(one.principal_minor - one.open_minor for one in rows),
        of.principal_minor + of.noted_minor,
        of.interest_minor,
        of.fee_minor,
    )
    day = "" if of.per_day is None else teller.fine(Fraction(of.per_day), currency)
    said = [teller.figure(minor, currency) if minor else "" for minor in figures]
    texts = ("", teller.words.claims.total, "", "", *said, day)
    return [cell(one, strong=True) for one in texts]


def _references(teller: Teller) -> Iterator[Block]:
    told = teller.words.claims
    rows = [
        [cell(one.number), cell(one.reference)]
        for one in teller.file.claims
        if one.reference
    ]
    if rows:
        yield blocks.heading(told.references)
        yield blocks.table((told.invoice, told.reference), rows, wide=(1,))


def _terms(teller: Teller) -> Iterator[Block]:
    """What the invoices say of payment, each wording once."""
    told = teller.words.claims
    wordings: dict[str, list[str]] = {}
    for one in teller.file.claims:
        if one.terms.strip():
            wordings.setdefault(one.terms.strip(), []).append(one.number)
    if wordings:
        yield blocks.heading(told.terms)
        rows = [
            [cell(", ".join(dict.fromkeys(numbers))), cell(terms)]
            for terms, numbers in wordings.items()
        ]
        yield blocks.table((told.invoice, told.terms), rows, wide=(0, 1))


def lowering(teller: Teller, exhibits: Numbered) -> Iterator[Block]:
    """All that lowered the claims, with value days."""
    told = teller.words.lowering
    rows = [
        _lowered(teller, one, how, exhibits)
        for one in teller.file.claims
        for how in one.lowered
    ]
    if not rows:
        yield blocks.text(told.none)
        return
    heads = (
        *(told.claim, told.what, told.value_on, told.booked_on, told.source),
        told.amount,
    )
    yield blocks.table(heads, rows, right=(5,), wide=(0, 1))


def _lowered(teller: Teller, claim: Claim, one: Lowered, exhibits: Numbered) -> list[Cell]:
    told = teller.words.lowering
    what = told.whats[one.sort.name].format(number=one.number)
    corrects = told.corrects if one.corrects else ""
    paper = next(
        (
            billed.paper
            for billed in teller.file.billed
            if billed.kind == "CREDIT_NOTE" and billed.number == one.number
        ),
        None,
    )
    number = exhibits.of_paper(paper) if one.number else None
    exhibit = f"{teller.words.exhibits.word} {number}" if number else ""
    return [
        cell(claim.number),
        cell(what, corrects, exhibit),
        cell(teller.short(one.on)),
        cell(teller.short(one.booked_on)),
        cell(told.sources.get(one.source, one.source)),
        cell(teller.amount(one.minor, claim.currency)),
    ]


def limits(teller: Teller, file: File, sources: Sources) -> Iterator[Block]:
    """Until when each claim can be brought to court."""
    told = teller.words.limits
    yield blocks.small(told.intro)
    rows = [_limit(teller, one, sources) for one in file.claims]
    heads = (told.claim, told.since, told.years, told.until, told.source)
    yield blocks.table(heads, rows, right=(2,), wide=(0, 1))
    if file.occurred:
        numbers = {one.receivable_id: one.number for one in file.claims}
        yield blocks.heading(told.occurred)
        yield blocks.table(
            (told.claim, teller.words.sending.on, told.occurred),
            [
                [
                    cell(numbers[one.receivable_id]),
                    cell(teller.short(one.on)),
                    cell(told.occurrences[one.kind], one.words),
                ]
                for one in file.occurred
            ],
            wide=(0, 2),
        )


def _limit(teller: Teller, one: Claim, sources: Sources) -> list[Cell]:
    told, known = teller.words.limits, one.limitation
    if isinstance(known, Refusal):
        why = told.unknown.format(why=unknown(teller, known))
        return [cell(one.number), cell(why), cell(""), cell(""), cell("")]
    if known.moved_by is None:
        since = f"{told.from_due}, {teller.short(one.due_on)}"
    else:
        what = told.occurrences[known.moved_by.event.value]
        since = told.moved.format(what=what, day=teller.short(known.moved_by.on))
    return [
        cell(one.number),
        cell(since),
        cell(str(known.rule.years)),
        cell(teller.short(known.until), strong=True),
        cell(sources.of_basis(known.rule.basis)),
    ]


def unknown(teller: Teller, refusal: Refusal) -> str:
    """Why nobody knows it."""
    told = teller.words.interest.unknowns
    return told.get(type(refusal).__name__, told[""])


def refused(teller: Teller, answer: Refused) -> str:
    """Why the law does not give it."""
    day = teller.short(answer.until) if answer.until else ""
    said = teller.words.interest.why[answer.why.value]
    return said.format(day=day, source=answer.basis.source)
