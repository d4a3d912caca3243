"""The tabs above the lists of invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from acquit.desk.doors import DeskRequest

OPEN, OVERDUE, SETTLED, ALL, CREDIT = "open", "overdue", "settled", "all", "credit"
# What a tab takes over from the one before.
KEPT = frozenset({"q", "company", "unit", "currency", "as_of"})

TABS: tuple[tuple[str, Promise], ...] = (
    (OPEN, pgettext_lazy("invoices", "Open")),
    (OVERDUE, pgettext_lazy("invoices", "Overdue")),
    (SETTLED, pgettext_lazy("invoices", "Settled")),
    (ALL, pgettext_lazy("invoices", "All")),
    (CREDIT, gettext_lazy("Credit notes")),
)


def chosen_tab(request: DeskRequest) -> str:
    """What is listed; what is open when the address names nothing."""
    asked = request.GET.get("state", "")
    return asked if asked in dict(TABS) else OPEN
