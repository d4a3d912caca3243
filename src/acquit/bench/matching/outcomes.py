"""What became of the lines of a company, by the bank's reference of each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from acquit.bank.models import Line
from acquit.bench.baselines.reading import read
from acquit.bench.baselines.rules import RULES
from acquit.bench.baselines.walking import walk
from acquit.bench.matching.scoring import Outcome
from acquit.matching.models import Match, MatchState

if TYPE_CHECKING:
    from acquit.bench.baselines.rules import Posted
    from acquit.organisation.models import Company


def of_product(company: Company) -> dict[str, Outcome]:
    """What Acquit posted and proposed; lines of which it did neither are left out."""
    found: dict[str, Outcome] = defaultdict(Outcome)
    references = dict(
        Line.objects.filter(account__company=company, receipt__isnull=False).values_list(
            "receipt", "bank_reference"
        )
    )
    # What is written off beside the payment is nobody's money.
    rows = Match.objects.filter(
        receipt__company=company,
        state__in=[MatchState.POSTED, MatchState.PROPOSED],
        written_off="",
    ).values_list(
        *("receipt", "state", "rank", "kind", "amount_minor"),
        *("credit_note__number", "customer__code"),
        *("receivable__invoice__number", "receivable__instalment"),
    )
    for receipt, state, rank, kind, minor, note, customer, number, part in rows:
        told = found[references[receipt]]
        settles = told.posted if state == MatchState.POSTED else told.proposals[rank]
        settles[number, part] = settles.get((number, part), 0) + minor
        if note is not None:
            settles[note, 0] = settles.get((note, 0), 0) - minor
        if rank == 1:
            told.kind = kind
            told.customers.add(customer)
    return found


def of_baselines(company: Company) -> dict[str, dict[str, Outcome]]:
    """What each simple rule would have posted from the same lines and books."""
    told = read(company)
    return {
        name: {reference: _outcome(posted) for reference, posted in walk(told, rule)}
        for name, rule in RULES.items()
    }


def _outcome(posted: Posted) -> Outcome:
    return Outcome(
        posted={(item.number, item.instalment): minor for item, minor in posted},
        customers={item.customer for item, _ in posted},
    )
