"""What a company asks for beside the amount, from a day on."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.claims.models import ClaimTerms
from acquit.core.errors import Refusal
from acquit.core.law import agreed
from acquit.core.party import Party
from acquit.law.queries import rates
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.claims.queries import CompanyTerms

LONGEST_DAYS = 365


class TermsWithoutADay(Refusal):
    """Terms hold from a day on."""

    def __init__(self) -> None:
        super().__init__("Say from which day on these terms hold.")


class TermsOutOfBounds(Refusal):
    """A minimum below zero, or a term of a debit note that is none."""

    def __init__(self) -> None:
        super().__init__(
            "The smallest debit note is zero or above, and it is to be paid within 1 to "
            "%(days)s days.",
            days=LONGEST_DAYS,
        )


@transaction.atomic
def set_terms(
    company: Company, terms: CompanyTerms, *, actor: Actor, at: datetime
) -> ClaimTerms:
    """Keep the terms that hold from `terms.valid_from` on; what was said before stays, and
    holds for what was invoiced before.

    Raises TermsWithoutADay, TermsOutOfBounds; of an agreed rate that the law of the company
    does not let stand ClauseOutOfBounds, and UnknownCountry, NoRule, MissingRate.
    """
    if terms.valid_from is None:
        raise TermsWithoutADay
    if terms.minimum_minor < 0 or not 1 <= terms.due_days <= LONGEST_DAYS:
        raise TermsOutOfBounds
    _check_rate(company, terms, terms.valid_from)
    kept = ClaimTerms.objects.create(
        company=company, **asdict(terms), actor_id=actor.person_id, recorded_at=at
    )
    fact = Fact(
        event="claim_terms_set",
        subject=kept,
        company_id=company.pk,
        details={name: _plain(value) for name, value in asdict(terms).items()},
    )
    record(fact, actor=actor, at=at)
    return kept


def _check_rate(company: Company, terms: CompanyTerms, on: date) -> None:
    """That the law lets an agreed rate stand on its first day."""
    if terms.percent is None:
        return
    known = rates()
    towards = [Party.BUSINESS] + [Party.CONSUMER] * terms.clause_agreed
    for party in towards:
        agreed(company.country, party, terms.percent, on=on, began_on=on, rates=known)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int) else str(value)
