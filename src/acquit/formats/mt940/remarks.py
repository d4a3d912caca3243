"""What a message says twice and not alike: where pages meet, and what totals are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.sentences import say
from acquit.formats import balances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from acquit.core.sentences import Said
    from acquit.formats.mt940.entries import Balance
    from acquit.formats.records import Problem


class End(NamedTuple):
    """Where a page begins or ends. goes_on: another of the same statement follows."""

    account: str = ""
    balance: Decimal | None = None
    goes_on: bool = False


NOWHERE = End()


@dataclass(slots=True)
class Counted:
    """The entries of one direction, announced ones included."""

    number: int = 0
    amount: Decimal = Decimal(0)

    def add(self, amount: Decimal) -> None:
        """Count one more, by its absolute amount."""
        self.number += 1
        self.amount += abs(amount)


def on_page(where: Said, *, begins: End, after: End) -> Iterator[Problem]:
    """The remark that a page does not begin where the page before it ended, if so."""
    if after.goes_on and begins[:2] != after[:2]:
        yield balances.remark(where, _page(begins), _page(after))


def on_totals(
    where: Said, counted: Mapping[str, Counted], totals: Mapping[str, Balance]
) -> Iterator[Problem]:
    """A remark for each total, by its tag (90C, 90D), that is not what was counted."""
    for tag, total in totals.items():
        ours = counted[tag]
        if (ours.number, ours.amount) != (total.number, total.amount):
            yield balances.remark(where, _told(tag, ours), _told(tag, total))


def _page(end: End) -> Said:
    return say(
        "a page that begins with account %(account)s at %(balance)s",
        account=end.account,
        balance=end.balance,
    )


def _told(tag: str, total: Counted | Balance) -> Said:
    if tag == "90C":
        return say(
            "credit entries: %(number)s, together %(amount)s",
            number=total.number,
            amount=total.amount,
        )
    return say(
        "debit entries: %(number)s, together %(amount)s",
        number=total.number,
        amount=total.amount,
    )
