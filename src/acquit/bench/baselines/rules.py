"""The four rules: a line and the books of its day in, what it settles out.

The last two do what account_reconcile_model_oca (OCA, once part of Odoo) and the bank
reconciliation of ERPNext do; the code is our own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from acquit.bench.baselines.books import Books, Item, Line

    # What is posted: minor units for each item; empty = nothing is.
    Posted = Sequence[tuple[Item, int]]
    Rule = Callable[[Line, Books], Posted]

SHORTEST_TOKEN = 4


def exact_reference(line: Line, books: Books) -> Posted:
    """A valid structured reference of one open item, and its amount."""
    found = {item for one in line.references for item in books.with_reference(one)}
    fitting = [item for item in found if _fits(item, line, books)]
    return [(item, line.minor) for item in fitting] if len(found) == 1 else []


def exact_amount(line: Line, books: Books) -> Posted:
    """The one open item of the amount, whoever pays."""
    found = books.of_amount(line.minor, line.currency)
    return [(found[0], line.minor)] if len(found) == 1 else []


def greedy_oldest(line: Line, books: Books) -> Posted:
    """Items whose digits stand in the text: the one of the amount, else the oldest until
    the amount is used up. Of the payer alone, where its account is known.
    """
    candidates = _hit(line, books)
    for item in candidates:
        if _fits(item, line, books):
            return [(item, line.minor)]
    posted, left = [], line.minor
    for item in candidates:
        used = min(left, books.open_minor(item))
        if used:
            posted.append((item, used))
        left -= used
    return posted


def payer_amount(line: Line, books: Books) -> Posted:
    """Of the payer's items, ranked by whether they are named and have the amount, the best,
    when it has the amount and no other is as good.
    """
    payer = books.payers.by_account(line.iban) or books.payers.by_name(line.name)
    if payer is None:
        return []
    said = f" {_words(line.text)} "
    ranks = {
        item: _is_named(item, line, said) + _fits(item, line, books)
        for item in books.of_customer(payer)
        if item.currency == line.currency
    }
    highest = max(ranks.values(), default=0)
    best = [item for item, rank in ranks.items() if rank == highest]
    alone = len(best) == 1 and _fits(best[0], line, books)
    return [(best[0], line.minor)] if alone else []


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (exact_reference, exact_amount, greedy_oldest, payer_amount)
}


def _fits(item: Item, line: Line, books: Books) -> bool:
    return item.currency == line.currency and books.open_minor(item) == line.minor


def _hit(line: Line, books: Books) -> list[Item]:
    """The items that the text names by their digits: most hits first, then the oldest."""
    payer = books.payers.by_account(line.iban)
    hits = Counter(
        item
        for token in _tokens((line.text, *line.references))
        for item in books.with_digits(token)
        if item.currency == line.currency and payer in {None, item.customer}
    )
    return sorted(
        hits, key=lambda item: (-hits[item], item.due_on, item.issued_on, item.number)
    )


def _tokens(texts: Iterable[str]) -> set[str]:
    """The digits of each word, four or more, whatever else stands between them."""
    words = (re.sub("[^0-9A-Za-z]", "", word) for text in texts for word in text.split())
    digits = (re.sub("[^0-9]", "", word) for word in words if len(word) >= SHORTEST_TOKEN)
    return {one for one in digits if len(one) >= SHORTEST_TOKEN}


def _is_named(item: Item, line: Line, said: str) -> bool:
    return item.reference in line.references or f" {_words(item.number)} " in said


def _words(text: str) -> str:
    return " ".join(re.findall("[0-9A-Z]+", text.upper()))
