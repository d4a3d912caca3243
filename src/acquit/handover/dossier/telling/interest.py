"""The interest of each claim, line by line, with what it rests on; and the flat sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from acquit.core.errors import Refusal
from acquit.core.interest import Owed, half_up
from acquit.core.law import Fee, Refused
from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell
from acquit.handover.dossier.telling.claims import refused, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.interest import Asked, Line
    from acquit.handover.dossier.file import Claim
    from acquit.handover.dossier.telling.blocks import Block, Cell, Teller
    from acquit.handover.dossier.telling.sources import Sources


def working(teller: Teller, sources: Sources) -> Iterator[Block]:
    """One table: for each claim its lines and its sum."""
    told = teller.words.interest
    yield blocks.small(told.intro)
    rows: list[Any] = []
    for one in teller.file.claims:
        rows += _claim(teller, one, sources)
    heads = (
        *(told.first, told.last, told.days, told.base, told.rate, told.source),
        told.amount,
    )
    yield blocks.table(heads, rows, right=(2, 3, 4, 6), wide=(5,))


def _claim(teller: Teller, one: Claim, sources: Sources) -> Iterator[Any]:
    told, interest = teller.words.interest, one.extra.interest
    due = f"{teller.words.claims.due} {teller.short(one.due_on)}"
    title = f"{one.place}. {one.number}{f' ({one.part})' if one.part else ''} · {due}"
    if isinstance(interest, Owed) and interest.lines:
        said = told.agreed if one.extra.agreed else told.of_law
        kind = said.format(country=teller.country(one.extra.country))
        began = told.began.format(day=teller.short(interest.lines[0].first_on))
        yield blocks.group(title, f"{kind}, {began}")
        for line in interest.lines:
            yield _line(teller, line, one.currency, sources)
        yield from _sums(teller, one, one.extra.of_interest)
    else:
        yield blocks.group(title, _why(teller, one, interest))
    if fee := _fee(teller, one, sources):
        yield blocks.total(*fee)


def _line(teller: Teller, line: Line, currency: str, sources: Sources) -> list[Cell]:
    percent = _percent(teller, line)
    return [
        cell(teller.short(line.first_on)),
        cell(teller.short(line.last_on)),
        cell(str(line.days)),
        cell(teller.figure(half_up(line.base), currency)),
        cell(percent),
        cell(sources.of_quote(line.quote)),
        cell(teller.figure(half_up(line.interest), currency)),
    ]


def _percent(teller: Teller, line: Line) -> str:
    """10,50 %: as many places as it has, at least two."""
    text = f"{line.quote.percent.normalize():f}"
    whole, _, places = text.partition(".")
    point = "." if teller.language == "en" else ","
    return f"{whole}{point}{places:0<2}\u00a0%"


def _sums(teller: Teller, one: Claim, asked: Asked | None) -> Iterator[dict[str, Any]]:
    told = teller.words.interest
    if asked is None:
        return
    parts = [(told.asked, asked.claimed), (told.waived, asked.waived)]
    taken = [(said, money) for said, money in parts if money.minor]
    if taken:
        yield blocks.total(told.computed, teller.amount(asked.computed.minor, one.currency))
        for said, money in taken:
            yield blocks.total(said, teller.amount(-money.minor, one.currency))
    left = told.left
    if one.extra.per_day:
        fine = teller.fine(Fraction(one.extra.per_day), one.currency)
        left = f"{told.left} ({told.per_day.format(amount=fine)})"
    yield blocks.total(left, teller.amount(asked.left.minor, one.currency), strong=True)


def _why(teller: Teller, one: Claim, answer: Owed | Refused | Refusal | None) -> str:
    told = teller.words.interest
    if one.is_debit_note:
        return told.debit_note
    if not one.is_due(teller.file.as_of):
        return told.not_due
    if isinstance(answer, Refused):
        return told.none.format(why=refused(teller, answer))
    if isinstance(answer, Refusal):
        return told.unknown.format(why=unknown(teller, answer))
    return told.nothing


def _fee(teller: Teller, one: Claim, sources: Sources) -> tuple[str, str] | None:
    """What is said of the flat sum, and the figure; None where the interest says it all."""
    told, fee, asked = teller.words.interest, one.extra.fee, one.extra.of_fee
    if isinstance(fee, Fee) and asked is not None and fee.amount.minor:
        computed = teller.amount(fee.amount.minor, fee.amount.currency)
        said = told.fee.format(amount=computed, source=sources.of_basis(fee.basis))
        for word, money in ((told.asked, asked.claimed), (told.waived, asked.waived)):
            if money.minor:
                taken = teller.amount(-money.minor, money.currency)
                said = f"{said}, {word} {taken}"
        return said, teller.amount(asked.left.minor, asked.left.currency)
    if isinstance(fee, Refused) and not isinstance(one.extra.interest, Refused):
        return told.fee_none.format(why=refused(teller, fee)), ""
    return None
