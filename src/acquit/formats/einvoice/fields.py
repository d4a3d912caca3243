"""Amounts, days and numbers at the places of an e-invoice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import markup, values
from acquit.formats.values import A_DAY, NOTHING, refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from lxml.etree import _Element

    from acquit.formats.markup import Path
    from acquit.formats.records import Refused

Places = tuple["Path", ...]

# UN/EDIFACT 2379: 102 is CCYYMMDD; 203 and 204 go on with hours, minutes and seconds.
_COMPACT_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4}|[0-9]{6})?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{0,6})?")
ASK_THE_SELLER = say("Ask the seller for a complete invoice.")


def found(node: _Element, places: Places) -> Iterator[tuple[_Element, str, str]]:
    """Each element with text at the places: itself, the text, and its path for people."""
    for path in places:
        for one in markup.nodes(node, path):
            if words := markup.stripped(one):
                yield one, words, "/".join(step.rpartition("}")[2] for step in path)


def first_node(node: _Element, places: Places) -> _Element | None:
    """The first element at one of the places."""
    return next((one for path in places for one in markup.nodes(node, path)), None)


def stated(node: _Element, places: Places) -> bool:
    """Whether there is any text at the places."""
    return next(found(node, places), None) is not None


def day(node: _Element, places: Places) -> date | None:
    """The first day there is, None where none is; raises Refused."""
    return next(
        (read_day(words, where=where) for _, words, where in found(node, places)), None
    )


def read_day(words: str, *, where: str) -> date:
    """A day as UBL writes it, 2026-03-31, or as CII does, 20260331; raises Refused."""
    compact = _COMPACT_DAY.fullmatch(words)
    if compact is None:
        return values.day(words, where=where)
    value = values.calendar_day(*map(int, compact.groups()))
    if value is None:
        raise refused(where=where, saw=shown(words), wanted=A_DAY)
    return value


def amount(node: _Element, places: Places, currency: str) -> Decimal | None:
    """The first amount in the currency of the invoice, None where none is; raises Refused.

    One in another currency is passed over: the tax may be told twice (BT-110, BT-111).
    """
    for one, words, where in found(node, places):
        if str(one.get("currencyID", "")).strip() in {"", currency}:
            return values.amount(words, currency=currency, where=where)
    return None


def required_amount(node: _Element, places: Places, currency: str) -> Decimal:
    """The same; raises Refused where there is none, or only in another currency."""
    value = amount(node, places, currency)
    if value is not None:
        return value
    for one, words, where in found(node, places):
        raise refused(
            where=where,
            saw=shown(f"{words} {one.get('currencyID')}"),
            wanted=say("an amount in %(currency)s, as the invoice", currency=currency),
            remedy=ASK_THE_SELLER,
        )
    raise missing(places)


def number(node: _Element, places: Places) -> Decimal | None:
    """The first number there is, None where none is; raises Refused.

    Percentages and shares may have more decimals than an amount.
    """
    return next(
        (read_number(words, where=where) for _, words, where in found(node, places)), None
    )


def read_number(words: str, *, where: str) -> Decimal:
    """A number with at most six decimals; raises Refused."""
    if not _NUMBER.fullmatch(words):
        raise refused(where=where, saw=shown(words), wanted=say("a number such as 2.5"))
    return Decimal(words)


def missing(places: Places) -> Refused:
    """What is raised where a field that no invoice can lack is empty."""
    return refused(
        where=places[0][-1].rpartition("}")[2],
        saw=NOTHING,
        wanted=say("a value: an invoice cannot do without it"),
        remedy=ASK_THE_SELLER,
    )
