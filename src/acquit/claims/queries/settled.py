"""What was claimed and waived, by what it was for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from acquit.claims.models import Ask, DebitLine, Waiver
from acquit.core.interest import Asked
from acquit.core.money import Money

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from acquit.ledger.models import Receivable


@dataclass(slots=True)
class Settled:
    """claimed, waived: in minor units, by currency. all_waived: whatever is left, too.
    until: the last day whose interest was claimed.
    """

    claimed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    waived: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    all_waived: bool = False
    until: date | None = None

    def asked(self, computed: Money) -> Asked:
        """What this leaves of what was computed."""
        currency = computed.currency
        asked = Asked(
            computed,
            Money(self.claimed.get(currency, 0), currency),
            Money(self.waived.get(currency, 0), currency),
        )
        return asked.waive_all() if self.all_waived else asked


def settled(rows: Collection[Receivable], *, as_of: date) -> dict[tuple[Ask, int], Settled]:
    """What was asked for or waived by that day: of interest by receivable, of the flat sum
    by invoice.
    """
    found: dict[tuple[Ask, int], Settled] = defaultdict(Settled)
    invoices = {row.invoice_id for row in rows}
    for line in _lines(invoices, as_of):
        one = found[_key(line.charge, line.receivable_id, line.invoice_id)]
        one.claimed[line.note.invoice.currency] += line.amount_minor
        if line.last_on and (one.until is None or line.last_on > one.until):
            one.until = line.last_on
    for waiver in _waivers(invoices, as_of):
        one = found[_key(waiver.charge, waiver.receivable_id, waiver.receivable.invoice_id)]
        if waiver.amount_minor is None:
            one.all_waived = True
        else:
            one.waived[waiver.currency] += waiver.amount_minor
    return found


def _key(charge: str, receivable_id: int, invoice_id: int) -> tuple[Ask, int]:
    return Ask(charge), receivable_id if charge == Ask.INTEREST else invoice_id


def _lines(invoices: set[int], as_of: date) -> list[DebitLine]:
    stood = Q(note__withdrawn_on=None) | Q(note__withdrawn_on__gt=as_of)
    lines = DebitLine.objects.filter(
        stood, invoice__in=invoices, note__invoice__issued_on__lte=as_of
    )
    return list(lines.select_related("note__invoice").defer("computation"))


def _waivers(invoices: set[int], as_of: date) -> list[Waiver]:
    stood = Q(ended_on=None) | Q(ended_on__gt=as_of)
    waivers = Waiver.objects.filter(
        stood, receivable__invoice__in=invoices, given_on__lte=as_of
    )
    return list(waivers.select_related("receivable"))
