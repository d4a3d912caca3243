"""What the commands about payers do, once there is a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click
from django.db.models import Count
from django.utils import timezone

from acquit.cli import trade
from acquit.core.profiles import Profile
from acquit.core.score import ScoreClass
from acquit.core.sentences import of_json
from acquit.scoring import actions
from acquit.scoring.models import Assessment, ClassRisk, Override

if TYPE_CHECKING:
    from datetime import date

    from acquit.organisation.models import Company


class Said(NamedTuple):
    """What a person says instead; profile "" and score None: as computed."""

    profile: str
    score: int | None
    reason: str
    until_on: date


def counted(books: Company) -> dict[str, Any]:
    """Customers by profile and by class, with what each class states."""
    rows = Assessment.objects.filter(company=books).order_by()
    profiles = dict(rows.values_list("profile").annotate(Count("pk")))
    classes = dict(rows.values_list("score_class").annotate(Count("pk")))
    risks = {row.score_class: row for row in ClassRisk.objects.filter(company=books)}
    return {
        "company": books.code,
        "customers": sum(profiles.values()),
        "profiles": [
            {"profile": one.value, "customers": profiles.get(one.value, 0)}
            for one in Profile
        ],
        "classes": [_class(one, classes, risks) for one in ScoreClass],
    }


def _class(
    one: ScoreClass, classes: dict[str, int], risks: dict[str, ClassRisk]
) -> dict[str, Any]:
    risk = risks.get(one.value)
    return {
        "class": one.value,
        "customers": classes.get(one.value, 0),
        "probability": round(risk.probability, 4) if risk else None,
        "seen": risk.customers if risk else 0,
        "late": risk.late if risk else 0,
    }


def of_customer(books: Company, code: str) -> dict[str, Any]:
    """What one customer is, how safe, and why. Raises Unknown."""
    found = Assessment.objects.filter(customer__company=books, customer__code=code).first()
    if found is None:
        _customer(books, code)
        raise trade.Unknown(
            f"Customer {code} owes nothing and never paid anything: it has no profile yet."
        )
    return {
        "customer": code,
        "as_of": found.as_of.isoformat(),
        "profile": found.profile,
        "since": found.since.isoformat(),
        "evidence": [str(of_json(one)) for one in found.evidence],
        "score": found.score,
        "class": found.score_class,
        "base": found.base,
        "contributions": [
            {
                "factor": one["factor"],
                "points": one["points"],
                "why": str(of_json(one["said"])),
            }
            for one in found.contributions
        ],
        "computed_profile": found.computed_profile,
        "computed_score": found.computed_score,
        "override": _said(found),
    }


def override(books: Company, code: str, said: Said, on: date) -> dict[str, Any]:
    """Raises Refusal."""
    if said.profile and said.profile not in set(Profile):
        raise click.BadParameter(f"{said.profile} is none of {', '.join(Profile)}")
    actions.override(
        customer_id=_customer(books, code),
        profile=said.profile,
        score=said.score,
        reason=said.reason,
        until_on=said.until_on,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return of_customer(books, code)


def end_override(books: Company, code: str, on: date) -> dict[str, Any]:
    """Raises Unknown when nothing was said."""
    said = Override.objects.filter(customer=_customer(books, code), ended_on=None).first()
    if said is None:
        raise trade.Unknown(f"Nothing was said of customer {code} instead.")
    actions.end_override(override_id=said.pk, on=on, actor=trade.actor(), at=timezone.now())
    return of_customer(books, code)


def _customer(books: Company, code: str) -> int:
    found = trade.customer(books, code)
    if found is None:
        raise trade.Unknown(f"No customer of {books.code} has the code {code}.")
    return int(found.pk)


def _said(found: Assessment) -> dict[str, str] | None:
    holds = Override.objects.filter(
        customer=found.customer_id,
        ended_on=None,
        made_on__lte=found.as_of,
        until_on__gte=found.as_of,
    )
    said = holds.first()
    if said is None:
        return None
    return {"reason": said.reason, "until": said.until_on.isoformat()}
