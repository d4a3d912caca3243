"""A case as it stood at the close of a day, and its sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from fractions import Fraction

    from acquit.handover.dossier.file.claims import Claim, Contested, Held, Promised
    from acquit.handover.dossier.file.messages import Called, Noted, Received, Sent
    from acquit.handover.dossier.file.papers import Billed, Occurred
    from acquit.handover.dossier.file.parties import (
        Account,
        Contact,
        Debtor,
        Identity,
        Proceedings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All claims of one currency. noted_minor: interest and costs that debit notes asked
    for. per_day: exact; None = not known of one that may carry interest.
    """

    currency: str
    principal_minor: int
    noted_minor: int
    interest_minor: int
    fee_minor: int
    contested_minor: int
    per_day: Fraction | None

    @property
    def minor(self) -> int:
        """All together."""
        return (
            self.principal_minor + self.noted_minor + self.interest_minor + self.fee_minor
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A case as it stood at the close of a day; every list by day.

    handler: who of the creditor knows the case, with an address. customer_id: whose it is.
    zone: the creditor's time zone, in which instants are told.
    """

    as_of: date
    customer_id: int
    zone: str
    creditor: Identity
    handler: Contact | None
    debtor: Debtor
    insolvency: Proceedings | None
    accounts: tuple[Account, ...]
    claims: tuple[Claim, ...]
    billed: tuple[Billed, ...]
    sent: tuple[Sent, ...]
    received: tuple[Received, ...]
    calls: tuple[Called, ...]
    promises: tuple[Promised, ...]
    disputes: tuple[Contested, ...]
    holds: tuple[Held, ...]
    occurred: tuple[Occurred, ...]
    notes: tuple[Noted, ...]

    def local(self, at: datetime) -> datetime:
        """The instant as the creditor's clock told it."""
        return at.astimezone(ZoneInfo(self.zone))

    @property
    def totals(self) -> list[Total]:
        """One for each currency, by its code; a flat sum counts in its own."""
        by: dict[str, list[Claim]] = defaultdict(list)
        fees: dict[str, int] = defaultdict(int)
        for one in self.claims:
            by[one.currency].append(one)
            if one.extra.of_fee:
                fees[one.extra.of_fee.left.currency] += one.extra.of_fee.left.minor
        shown = {*by, *(currency for currency, minor in fees.items() if minor)}
        return [total(currency, by[currency], fees[currency]) for currency in sorted(shown)]


def total(currency: str, claims: Sequence[Claim], fee_minor: int) -> Total:
    """The sums of claims of one currency."""
    notes = [one for one in claims if one.is_debit_note]
    others = [one for one in claims if not one.is_debit_note]
    days = [one.extra.per_day for one in others]
    known = [one for one in days if one is not None]
    return Total(
        currency=currency,
        principal_minor=sum(one.open_minor for one in others),
        noted_minor=sum(one.open_minor for one in notes),
        interest_minor=sum(one.interest_minor for one in claims),
        fee_minor=fee_minor,
        contested_minor=sum(one.contested_minor for one in claims),
        per_day=sum(known) if known and len(known) == len(days) else None,  # type: ignore[arg-type]
    )
