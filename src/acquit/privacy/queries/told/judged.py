"""What was computed of them, and what was decided by it, by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from acquit.claims.models import ClaimItem
from acquit.core.behaviour.reasons import Evidence, reason
from acquit.core.sentences import told
from acquit.dunning.models import Action, Following, Move, Pin
from acquit.privacy.queries.told.rows import (
    EVIDENCE,
    PROGRAM,
    STAFF,
    Row,
    by_whom,
    sentence,
)
from acquit.scoring.models import Assessment, Behaviour, Change, Objection, Prediction
from acquit.scoring.models import Override as SaidOtherwise

if TYPE_CHECKING:
    from acquit.ledger.models import Customer


def profile(customer: Customer) -> list[Row]:
    """What kind of payer they are, and how safe."""
    one = Assessment.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    return [
        {
            "profile": str(one.get_profile_display()),
            "since": one.since.isoformat(),
            "why": "; ".join(sentence(each) for each in one.evidence),
            "score": one.score,
            "class": one.score_class,
            "computed_score": one.computed_score,
            "as_of": one.as_of.isoformat(),
        }
    ]


def factors(customer: Customer) -> list[Row]:
    """What each fact did to the score: the points add up to it."""
    one = Assessment.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    begin = {"why": gettext("to begin with"), "points": one.base}
    return [begin] + [
        {"why": sentence(each["said"]), "points": each["points"]}
        for each in one.contributions
    ]


def changes(customer: Customer) -> list[Row]:
    """How that changed."""
    return [
        {
            "on": one.on.isoformat(),
            "profile": str(one.get_profile_display()),
            "score": one.score,
            "why": "; ".join(sentence(each) for each in one.evidence),
        }
        for one in Change.objects.filter(customer=customer).order_by("on", "pk")
    ]


def habits(customer: Customer) -> list[Row]:
    """How they paid."""
    one = Behaviour.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    return [
        {
            "payments": one.payments,
            "median_days": one.median_days,
            "late": one.late,
            "late_30": one.late_30,
            "other": one.figures or "",
            "as_of": one.as_of.isoformat(),
        }
    ]


def predictions(customer: Customer) -> list[Row]:
    """When payment is expected."""
    rows = Prediction.objects.filter(customer_id=customer.pk)
    return [
        {
            "invoice": one.receivable.invoice.number,
            "expected_on": one.expected_on.isoformat(),
            "low_on": one.low_on.isoformat(),
            "high_on": one.high_on.isoformat(),
            "late": f"{one.late:.0%}",
            "why": _reason(one.evidence),
            "made_on": one.made_on.isoformat(),
        }
        for one in rows.select_related("receivable__invoice").order_by("pk")
    ]


def _reason(evidence: dict[str, Any]) -> str:
    known = {name: value for name, value in evidence.items() if name in EVIDENCE}
    return told(reason(Evidence(**known)), gettext) if "payments" in known else ""


def decisions(customer: Customer) -> list[Row]:
    """What was decided about them, why, and whether a person or a rule did."""
    return [
        *_following(customer),
        *(_otherwise(one) for one in SaidOtherwise.objects.filter(customer=customer)),
        *(_objection(one) for one in Objection.objects.filter(customer=customer)),
        *_approved(customer),
        *_not_claimed(customer),
    ]


def _following(customer: Customer) -> list[Row]:
    rows: list[Row] = []
    moves = Move.objects.filter(customer=customer).select_related("version__scenario")
    rows += [
        {
            "on": one.on.isoformat(),
            "what": one.version.scenario.name,
            "why": sentence(one.why),
            "by": PROGRAM,
        }
        for one in moves.order_by("on", "pk")
    ]
    pin = Pin.objects.filter(customer=customer).select_related("scenario").first()
    if pin is not None:
        rows.append(
            {
                "on": pin.pinned_on.isoformat(),
                "what": pin.scenario.name,
                "why": pin.reason,
                "by": STAFF,
            }
        )
    now = Following.objects.filter(pk=customer.pk).select_related("proposed").first()
    if now is not None and now.proposed is not None:
        rows.append(
            {
                "on": now.since_on.isoformat(),
                "what": gettext("Only proposed: %(name)s") % {"name": now.proposed.name},
                "why": sentence(now.proposed_why),
                "by": PROGRAM,
            }
        )
    return rows


def _otherwise(one: SaidOtherwise) -> Row:
    return {
        "on": one.made_on.isoformat(),
        "what": " ".join(
            str(part) for part in (one.get_profile_display(), one.score) if part
        ),
        "why": one.reason,
        "by": STAFF,
    }


def _objection(one: Objection) -> Row:
    return {
        "on": one.since_on.isoformat(),
        "what": gettext("Objected to being scored"),
        "why": one.words,
        "outcome": one.ended_words,
        "by": by_whom(one.actor_id),
    }


def _approved(customer: Customer) -> list[Row]:
    rows = Action.objects.filter(customer=customer, approved_at__isnull=False)
    return [
        {
            "on": one.approved_at.date().isoformat() if one.approved_at else "",
            "what": one.step.lower(),
            "why": gettext("Approved"),
            "by": by_whom(one.approved_by_id),
        }
        for one in rows.order_by("approved_at", "pk")
    ]


def _not_claimed(customer: Customer) -> list[Row]:
    rows = ClaimItem.objects.filter(customer=customer, said__isnull=False)
    return [
        {
            "on": one.run.on.isoformat(),
            "what": gettext("No debit note was made"),
            "why": sentence(one.said),
            "by": PROGRAM,
        }
        for one in rows.select_related("run").order_by("pk")
    ]
