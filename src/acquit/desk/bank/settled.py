"""The cell that says which invoices a line settles, or may settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from acquit.desk import words
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

    from acquit.ledger.models import Allocation, Customer
    from acquit.matching.models import Match

# More numbers than this do not help in a cell; the line's own page has them all.
A_FEW = 3


@dataclass(frozen=True, slots=True)
class Invoices:
    """The invoices that a line settles or may settle, whose they are, and why."""

    numbers: Sequence[str]
    customer: Customer
    badge: Badge
    why: str

    @classmethod
    def settled(cls, rows: Sequence[Allocation]) -> Invoices:
        by_itself = all(row.actor_id is None for row in rows)
        badge = (
            Badge(gettext("By itself"), "circle-check", "good")
            if by_itself
            else Badge(rows[0].actor.name if rows[0].actor else "", "user-check", "good")
        )
        receivables = [row.receivable for row in rows]
        return cls(
            _once(one.invoice.number for one in receivables),
            receivables[0].customer,
            badge,
            words.evidence(rows[0].evidence),
        )

    @classmethod
    def proposed(cls, rows: Sequence[Match]) -> Invoices:
        return cls(
            _once(row.receivable.invoice.number for row in rows),
            rows[0].customer,
            Badge(gettext("Proposed"), "bulb", "info"),
            words.evidence(rows[0].evidence),
        )

    def html(self) -> SafeString:
        return format_html(
            '<div><div class="for-what">{} <span>{}</span></div>'
            '<span class="cell-under"><a href="{}">{}</a>{}</span></div>',
            self.badge.html(),
            self._shown(),
            reverse("desk:customer", args=[self.customer.pk]),
            self.customer.name,
            format_html(" · {}", self.why) if self.why else "",
        )

    def plain(self) -> str:
        numbers = ", ".join(self.numbers)
        return f"{self.badge.plain()}: {numbers} · {self.customer.name}"

    def _shown(self) -> SafeString:
        shown = format_html_join(", ", "<b>{}</b>", ((n,) for n in self.numbers[:A_FEW]))
        more = len(self.numbers) - A_FEW
        return format_html("{} +{}", shown, more) if more > 0 else shown


def _once(numbers: Iterable[str]) -> list[str]:
    """An invoice that a credit note lowers beside the payment is named once."""
    return list(dict.fromkeys(numbers))
