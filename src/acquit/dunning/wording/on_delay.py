"""The part that tells interest and flat sum of what is late: computed, never asked of a
consumer, and only where the company's terms show it.

docs/explanation/dunning.md#what-the-law-adds
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.core.party import Party
from acquit.dunning.wording import codes, said
from acquit.dunning.wording.blocks import Bullets, Part
from acquit.dunning.wording.values import held, money
from acquit.dunning.wording.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from acquit.dunning.wording.facts import Beside, Case, Rated
    from acquit.dunning.wording.values import Seen
    from acquit.dunning.wording.words import Words

# Beyond so many invoices a message tells sums alone; a letter has room for more.
MOST, MOST_ON_PAPER = 10, 40


def tells(code: str) -> bool:
    """Whether a step speaks of interest and flat sum: from the second reminder on."""
    kind, number = codes.parsed(code)
    return kind == "FORMAL_NOTICE" or (kind == "REMINDER" and number > 1)


def told(case: Case, code: str) -> bool:
    """Whether there is anything to tell in this message."""
    return tells(code) and case.debtor.party is Party.BUSINESS and bool(case.beside)


def part(case: Case, seen: Seen) -> Part:
    """The paragraphs, and one point for each invoice."""
    known = words(seen.language)
    some = list(case.beside.values())
    paper = seen.values["letter"]
    one_by_one = len(some) <= (MOST_ON_PAPER if paper else MOST)
    points = _each(case, seen, known, lines=paper) if one_by_one else _sums(seen, some)
    intro = known.beside["intro"].format(law=_law(some, known))
    after = [known.beside["total"].format(until=_today(seen), total=_total(some, seen))]
    if sources := _sources(some, known):
        after.append(known.beside["source"].format(sources=sources))
    listing, last = Bullets(points), " ".join(after)
    blocks: list[dict[str, Any]] = [{"text": intro}, listing.page(), {"text": last}]
    return Part(f"{intro}\n\n{listing.plain()}\n\n{last}", blocks)


def _each(case: Case, seen: Seen, known: Words, *, lines: bool) -> list[str]:
    points = []
    for place, one in case.beside.items():
        number = known.about_one.format(number=seen.rows[place].number)
        number = number[:1].upper() + number[1:]
        if one.interest_minor:
            points.append(_interest(number, one, seen, known))
            if lines:
                points += [_line(row, one, seen, known) for row in one.lines]
        if one.fee_minor:
            fee = money(one.fee_minor, one.fee_currency, seen.language)
            points.append(known.beside["fee"].format(number=number, fee=fee))
    return points


def _interest(number: str, one: Beside, seen: Seen, known: Words) -> str:
    interest = money(one.interest_minor, one.currency, seen.language)
    text = known.beside["interest"].format(
        number=number, until=_today(seen), interest=interest
    )
    if one.per_day_minor:
        per_day = money(one.per_day_minor, one.currency, seen.language)
        text += known.beside["per_day"].format(per_day=per_day)
    return text


def _line(row: Rated, one: Beside, seen: Seen, known: Words) -> str:
    return known.beside["line"].format(
        first=said.short_day(row.first_on, seen.language),
        last=said.short_day(row.last_on, seen.language),
        days=row.days,
        percent=percent(row.percent, seen.language),
        interest=money(row.minor, one.currency, seen.language),
    )


def _sums(seen: Seen, some: Sequence[Beside]) -> list[str]:
    known = words(seen.language)
    interest = _amounts(((one.interest_minor, one.currency) for one in some), seen)
    fees = _amounts(((one.fee_minor, one.fee_currency) for one in some), seen)
    found = []
    if interest:
        form = known.beside["all_interest"]
        found.append(form.format(until=_today(seen), interest=interest))
    if fees:
        found.append(known.beside["all_fees"].format(fee=fees))
    return found


def _total(some: Sequence[Beside], seen: Seen) -> str:
    both = [(one.interest_minor, one.currency) for one in some]
    return _amounts([*both, *((one.fee_minor, one.fee_currency) for one in some)], seen)


def _amounts(amounts: Iterable[tuple[int, str]], seen: Seen) -> str:
    sums: dict[str, int] = {}
    for minor, currency in amounts:
        if minor:
            sums[currency] = sums.get(currency, 0) + minor
    texts = [money(minor, currency, seen.language) for currency, minor in sums.items()]
    return said.listed(texts, seen.language) if texts else ""


def _law(some: Sequence[Beside], known: Words) -> str:
    """Without the articles that the law of a formal notice is named by."""
    return known.laws.get(some[0].country, "").partition(" (")[0] or known.law["plain"]


def _sources(some: Sequence[Beside], known: Words) -> str:
    named = dict.fromkeys(one.source for one in some if one.source)
    return ", ".join(known.sources.get(one, one) for one in named)


def _today(seen: Seen) -> str:
    return held(str(seen.values["today"]))


def percent(value: Decimal, language: str) -> str:
    """10.50, with at least two decimals."""
    text = f"{value.normalize():f}"
    whole, _, rest = text.partition(".")
    point = "." if language == "en" else ","
    return f"{whole}{point}{rest:0<2}"
