"""When a debtor may be reached, by law and by the rule of the house, on the debtor's clock.

docs/explanation/law.md#contact-hours
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.law import Means, contact_hours
from acquit.core.party import Party, SellsTo, effective_party
from acquit.core.zones import local_time

if TYPE_CHECKING:
    from datetime import datetime

    from acquit.core.law import Hours
    from acquit.ledger.models import Customer

# What was said in the last minutes of the day is written down after them.
WRITING_DOWN = timedelta(hours=1)


class Reach(NamedTuple):
    """How a debtor is reached: by whose hours, and by which clock. party: as the rules go
    by it.
    """

    hours: Hours
    party: Party
    local: datetime

    @property
    def open(self) -> bool:
        """Whether nothing that binds everybody forbids it now."""
        return not self.hours.binds(self.party) or self.hours.open_at(self.local)

    @property
    def just_closed(self) -> bool:
        """Whether it was open a moment ago."""
        return self.hours.open_at(self.local - WRITING_DOWN)

    @property
    def opens_at(self) -> datetime | None:
        """From when on it may be, None = now."""
        return None if self.open else self.hours.next_open(self.local)


def reach(customer: Customer, means: Means, at: datetime) -> Reach:
    """Whether a customer may be reached so at this instant; it comes with its company."""
    company = customer.company
    party = effective_party(
        Party(customer.party_type),
        vat=customer.vat,
        registration=customer.registration,
        sells_to=SellsTo(company.sells_to),
    )
    local = local_time(at, customer.country, otherwise=company.timezone)
    hours = contact_hours(customer.country, party, means, local.date())
    return Reach(hours, party, local)
