"""The page of a procedure: its conditions with what was seen, and what it needs."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.money import Money
from acquit.core.procedures import Procedure
from acquit.core.sentences import Sentence
from acquit.handover.dossier.telling import blocks
from acquit.handover.dossier.telling.blocks import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from acquit.core.procedures import Condition
    from acquit.core.sentences import Said
    from acquit.handover.dossier.telling.blocks import Block, Teller
    from acquit.handover.dossier.telling.sources import Sources

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")


def told(
    teller: Teller, procedure: Procedure, some: Sequence[Condition], sources: Sources
) -> Iterator[Block]:
    """The page of the procedure: its conditions, then what its petition needs."""
    words = teller.words.conditions
    generic = procedure is Procedure.GENERIC
    yield blocks.small(words.intro_generic if generic else words.intro)
    rows = [
        [
            cell(f"{said(teller, one.said)} {sources.of_basis(one.basis)}".rstrip()),
            cell(said(teller, one.seen)),
            cell(words.states[one.state.value], strong=one.state.value != "MET"),
        ]
        for one in some
    ]
    yield blocks.table((words.condition, words.seen, words.state), rows, wide=(0, 1))
    needed = words.needed.get(procedure.value)
    if needed:
        yield blocks.heading(words.needs)
        yield blocks.points(needed)


def _place(teller: Teller, name: str, one: Said) -> str:
    if name == "country" and isinstance(one, str) and one.isalpha():
        return teller.country(one)
    return said(teller, one)


def said(teller: Teller, what: Said) -> str:
    """A sentence of `core.procedures` in the language of the dossier."""
    if isinstance(what, Sentence):
        places = {name: _place(teller, name, one) for name, one in what.words}
        text = teller.words.conditions.sentences.get(what.text, what.text)
        return text % places if places else text
    if DAY.fullmatch(what):
        return teller.short(date.fromisoformat(what))
    if found := AMOUNT.fullmatch(what):
        money = Money.of(Decimal(found[1]), found[2])
        return teller.amount(money.minor, money.currency)
    return what
