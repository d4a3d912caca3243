"""What does not meet in an auditfile, though it can be taken."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from acquit.core.money import to_decimal, to_minor
from acquit.core.sentences import say
from acquit.formats import places
from acquit.formats.ledgers.lettered import MOST_NOTES
from acquit.formats.problems import Problem
from acquit.formats.xaf.lines import SUBLEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.core.sentences import Said
    from acquit.formats.ledgers.lettered import Items
    from acquit.formats.xaf.walk import Walk

_REPORT_IT = say("It was read as it is; report it to the maker of the accounting program.")


def notes(walk: Walk, items: Items, basis: str) -> list[Problem]:
    """In the order of their weight."""
    count, found = items.unbalanced("\t=\t")
    if count > len(found):
        found.append(_more(count - len(found)))
    return [*_totals(walk), *_sides(walk, items, basis), *_closings(walk, items), *found]


def _totals(walk: Walk) -> Iterator[Problem]:
    """What the file says of the ledger's lines, and what they are."""
    counted = {
        "linesCount": str(walk.figures["lines"]),
        "totalDebit": _written(walk.figures["debit"], walk.head.currency),
        "totalCredit": _written(walk.figures["credit"], walk.head.currency),
    }
    for name, ours in counted.items():
        theirs = walk.stated.get(name, "")
        if theirs and not _same(theirs, ours):
            yield Problem(
                where=say("transactions, %(name)s", name=name),
                saw=theirs,
                wanted=say("%(figure)s, as the lines come to", figure=ours),
                remedy=_REPORT_IT,
            )
    if walk.figures["debit"] != walk.figures["credit"]:
        yield Problem(
            where=say("the lines of the ledger"),
            saw=say(
                "%(debit)s debit and %(credit)s credit",
                debit=counted["totalDebit"],
                credit=counted["totalCredit"],
            ),
            wanted=say("debit and credit of the same amount"),
            remedy=_REPORT_IT,
        )


def _sides(walk: Walk, items: Items, basis: str) -> Iterator[Problem]:
    """The customers' lines beside the accounts that sum them up in the ledger."""
    if walk.figures["undecided"]:
        yield Problem(
            where=say("the subledgers"),
            saw=say(
                "%(count)s lines of relations that buy and sell, which do not say which",
                count=walk.figures["undecided"],
            ),
            wanted=say("S or P as invPurSalTp"),
            remedy=say("They were left out. Give these customers a relation of their own."),
        )
    if not walk.debtors and basis != SUBLEDGER:
        yield Problem(
            where=say("the accounts"),
            saw=say("no account of debtors"),
            wanted=say("one with the RGS code BVorDeb, or called “Debiteuren”"),
            remedy=say("Give the account its RGS code, and export the file again."),
        )
    lines = sum(items.minors)
    ledger = walk.figures["debtors"]
    if walk.debtors and ledger != lines:
        yield Problem(
            where=say("the debtors' accounts"),
            saw=_written(ledger, walk.head.currency),
            wanted=say(
                "%(amount)s, as the lines of the customers come to",
                amount=_written(lines, walk.head.currency),
            ),
            remedy=say("Look which lines do not name their customer."),
        )


def _closings(walk: Walk, items: Items) -> Iterator[Problem]:
    """XAF 4.0 says what is open of a relation at the end."""
    sums: Counter[str] = Counter()
    codes = list(items.customers)
    for minor, customer in zip(items.minors, items.customer_of, strict=True):
        sums[codes[customer]] += minor
    told = 0
    for code, one in walk.relations.items():
        amount, side = one.closing
        closing = _minor(amount, side, walk.head.currency)
        if closing is None or not one.is_customer or closing == sums[code]:
            continue
        told += 1
        if told <= MOST_NOTES:
            yield Problem(
                where=say("customer %(code)s", code=code),
                saw=say(
                    "%(amount)s open at the end",
                    amount=_written(closing, walk.head.currency),
                ),
                wanted=say(
                    "%(amount)s, as the lines of the customers come to",
                    amount=_written(sums[code], walk.head.currency),
                ),
                remedy=say("Look which lines do not name their customer."),
            )


def _minor(amount: str, side: str, currency: str) -> int | None:
    try:
        minor = to_minor(Decimal(amount), currency)
    except (InvalidOperation, ValueError):
        return None
    return -minor if side.upper() == "C" else minor


def _same(left: str, right: str) -> bool:
    try:
        return Decimal(left) == Decimal(right)
    except InvalidOperation:
        return False


def _written(minor: int, currency: str) -> str:
    return str(to_decimal(minor, currency))


def _more(count: int) -> Problem:
    what: Said = say("groups of a lettering that do not balance")
    return Problem(
        where=places.THE_FILE,
        saw=say("%(count)s more of them: %(what)s", count=count, what=what),
        wanted=say("debits and credits of the same amount"),
        remedy=say("Only the first are shown."),
    )
