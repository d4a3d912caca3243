"""What comes in, and what may not?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from acquit.core import risk
from acquit.desk.cockpit import cash, prospects, risks, stand
from acquit.desk.cockpit.views import currencies
from acquit.desk.doors import DeskRequest, door
from acquit.desk.forecast import payers, proof
from acquit.insight import queries as insight
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Foresight


@door(Act.SEE)
def forecast(request: DeskRequest) -> HttpResponse:
    found = stand.read(request, work=False)
    ahead = found.ahead.now
    context: dict[str, Any] = {
        "stand": found,
        "currencies": currencies(request, found),
        "ahead": ahead,
        "weekly": cash.weekly(found, bank=request.desk.may(Act.SEE_BANK)),
    }
    if ahead is None:
        context["nothing"] = cash.without_forecast(found)
    else:
        context |= _known(request, found, ahead)
    return render(request, "desk/forecast/forecast.html", context)


def _known(request: DeskRequest, found: Stand, ahead: Foresight) -> dict[str, Any]:
    advice = found.ahead.advice
    proven = insight.proven(request.granted, currency=found.currency, as_of=found.as_of)
    return {
        "tiles": list(prospects.tiles(found)),
        "advice": advice,
        "counsel": prospects.counsel_badge(advice) if advice else None,
        "why": prospects.why(found, ahead, advice) if advice else [],
        "how_counsel": prospects.how_counsel(),
        "risks": risks.by_bucket(found, ahead),
        "how_risks": risks.how_by_bucket(),
        "trend": risks.trend(found, ahead),
        "proven": proof.summary(proven),
        "proven_weeks": [
            (proof.lead(one.lead), proof.weeks(found, one)) for one in proven if one.weeks
        ],
        "how_proven": proof.how(),
        **_payers(request, found),
    }


def _payers(request: DeskRequest, found: Stand) -> dict[str, Any]:
    """Who they are is known for today only."""
    largest = found.ahead.largest
    if largest.concentration is None:
        return {}
    three = [one.customer_id for one in largest.payers[: risk.STRESSED_PAYERS]]
    due = insight.falls_due(
        request.granted, customer_ids=three, currency=found.currency, today=found.as_of
    )
    stress = found.ahead.stress(found.dso.sales_minor, list(due.values()))
    return {
        "largest": payers.largest(found),
        "hanging": prospects.hanging(largest.concentration),
        "how_largest": payers.how_largest(),
        "stress": payers.stressed(found, stress, due) if stress else None,
        "stress_words": prospects.told_stress(found, stress) if stress else "",
        "how_stress": payers.how_stress(),
    }
