"""Whose word a prepared step waits for, and why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.dunning import Approver
from acquit.core.dunning.grouping import Ground
from acquit.core.money import Money
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.desk.following_words import Words
    from acquit.dunning.models import Action

# In a row, and as the filter has it.
GROUNDS: dict[str, Words] = {
    Ground.STRATEGIC: gettext_lazy("Strategic debtor"),
    Ground.LIMIT: gettext_lazy("A sum from the company's limit on"),
    Ground.ALWAYS: gettext_lazy("The scenario always asks"),
    Ground.ABOVE: gettext_lazy("The scenario asks from a sum on"),
}


def whom(action: Action, *, mine: bool) -> str:
    """Whose word it waits for; mine: the reader may give it."""
    if mine:
        return _("You")
    if action.approver == Approver.COLLECTOR:
        collector = action.customer.collector
        return collector.name if collector else _("The customer's collector: there is none")
    return _("Who decides on credit")


def why(action: Action, asked: Sequence[Money]) -> str:
    """Why it does not leave by itself; asked: what it asks for, a sum for each currency."""
    if action.ground_minor is None or not asked:
        return str(GROUNDS.get(action.ground, ""))
    # A limit is a count of the smallest unit, of whichever currency is asked for.
    currency = max(asked, key=lambda one: one.minor).currency
    limit = reading.amount_and_currency(Money(action.ground_minor, currency))
    if action.ground == Ground.LIMIT:
        return _("%(amount)s and more is the company's limit") % {"amount": limit}
    return _("The scenario asks from %(amount)s on") % {"amount": limit}


def sentence(action: Action, asked: Sequence[Money], *, mine: bool) -> str:
    """Both in one line."""
    reason = why(action, asked)
    told = _("It waits for: %(whom)s.") % {"whom": whom(action, mine=mine)}
    if mine:
        told = _("It waits for your approval.")
    return f"{told} {reason}." if reason else told
