"""Walks the lines of a company by day, as a rule would have lived through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.baselines.books import Books

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.bench.baselines.reading import Told
    from acquit.bench.baselines.rules import Posted, Rule


def walk(told: Told, rule: Rule) -> Iterator[tuple[str, Posted]]:
    """What the rule posts, by the bank's reference of the line; nothing for the others.

    What it posts is open no more, rightly or wrongly.
    """
    books = Books(told.items, told.payers)
    for line in told.lines:
        books.come_to(line.booked_on)
        posted = rule(line, books)
        for item, minor in posted:
            books.settle(item, minor)
        if posted:
            yield line.bank_reference, posted
