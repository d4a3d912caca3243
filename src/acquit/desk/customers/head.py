"""How a customer pays, as the head of its file tells it: profile, score, usual delay, and
what a person says instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from acquit.core import sentences
from acquit.core.score import class_of
from acquit.desk import words
from acquit.desk.customers import payer
from acquit.scoring.models import Assessment, Change, ClassRisk, Override
from acquit.web import reading
from acquit.web.cells import Cell, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from django.db.models import QuerySet

    from acquit.desk.doors import Desk
    from acquit.ledger.models import Customer
    from acquit.scoring.models import Behaviour
    from acquit.web.cells import Badge

PLUS, MINUS = "+", "\u2212"


class Otherwise(NamedTuple):
    """What a person says instead of what is computed, and why. who: "" = no person."""

    pk: int
    who: str
    until_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """since: it has been such a payer; of a past day, when that was recorded.

    factors: what the score is made of; None where only the score is known. override: a
    person says otherwise, and `computed` is what would stand here else.
    """

    profile: Badge
    since: date
    evidence: Sequence[str]
    score: int
    score_class: str
    risk: str = ""
    factors: Lines | None = None
    usual: str = ""
    payments: int = 0
    override: Otherwise | None = None
    computed: str = ""

    @property
    def tone(self) -> str:
        return payer.CLASSES[self.score_class]

    @property
    def class_name(self) -> str:
        return payer.class_name(self.score_class)


def read(customer: Customer, desk: Desk) -> Payer | None:
    """What is known on the day of the page; None before anything was assessed.

    customer: of `with_payer`.
    """
    if desk.in_the_past:
        return _then(customer, desk.as_of)
    found: Assessment | None = getattr(customer, "assessment", None)
    return None if found is None else _now(customer, found)


def _then(customer: Customer, as_of: date) -> Payer | None:
    """What was last recorded until that day: every change is kept, its reasons too."""
    changes = customer.score_changes.filter(on__lte=as_of)
    last: Change | None = changes.order_by("-on", "-pk").first()
    if last is None:
        return None
    return Payer(
        profile=payer.profile_badge(last.profile),
        since=last.on,
        evidence=told(last.evidence),
        score=last.score,
        score_class=class_of(last.score),
    )


def _now(customer: Customer, found: Assessment) -> Payer:
    behaviour: Behaviour | None = getattr(customer, "behaviour", None)
    said = _otherwise(customer)
    known = behaviour is not None and behaviour.median_days is not None
    return Payer(
        profile=payer.profile_badge(found.profile),
        since=found.since,
        evidence=_why(found, said),
        score=found.score,
        score_class=found.score_class,
        risk=_risk(found, customer.class_probability),  # type: ignore[attr-defined]  # annotated
        factors=factors(found),
        usual=payer.after_due(behaviour.median_days) if known else "",  # type: ignore[union-attr, arg-type]  # known
        payments=behaviour.payments if behaviour else 0,
        override=said,
        computed=_("%(profile)s, score %(score)d")
        % {
            "profile": payer.profile_name(found.computed_profile),
            "score": found.computed_score,
        },
    )


def with_payer(rows: QuerySet[Customer], today: date) -> QuerySet[Customer]:
    """Together with all that `read` needs, so that the file asks no more questions."""
    risk = ClassRisk.objects.filter(
        company=OuterRef("company"), score_class=OuterRef("assessment__score_class")
    )
    said = Override.objects.filter(
        customer=OuterRef("pk"), ended_on=None, until_on__gte=today
    )
    kept = JSONObject(pk="pk", who="actor__name", until_on="until_on", reason="reason")
    return (
        rows.select_related("assessment", "behaviour")
        .defer("behaviour__figures")
        .annotate(
            class_probability=Subquery(risk.values("probability")[:1]),
            said_otherwise=Subquery(said.values(one=kept)[:1]),
        )
    )


def told(kept: Sequence[Any]) -> list[str]:
    """Sentences that were kept as data, in the reader's language."""
    return [words.told(sentences.of_json(one)) for one in kept]


def factors(found: Assessment) -> Lines:
    """What the computed score is made of: the base, what each factor adds, and the sum."""
    rows: list[Sequence[Cell]] = [
        (Text(_("Every customer begins with")), Text(str(found.base))),
        *(
            (Text(_beginning(words.told(sentences.of_json(one["said"])))), _points(one))
            for one in found.contributions
        ),
        (Text(_("Score, kept within 0 and 100")), Text(str(found.computed_score))),
    ]
    if found.score != found.computed_score:
        rows.append((Text(_("Said by a person")), Text(str(found.score))))
    return Lines([Head(_("Why")), Head(_("Points"), numeric=True)], rows)


def _otherwise(customer: Customer) -> Otherwise | None:
    kept: dict[str, Any] | None = customer.said_otherwise  # type: ignore[attr-defined]  # annotated
    if kept is None:
        return None
    until_on = date.fromisoformat(kept["until_on"])
    return Otherwise(kept["pk"], kept["who"] or "", until_on, kept["reason"])


def _why(found: Assessment, said: Otherwise | None) -> list[str]:
    """Why the profile is what it is: first what a person says, if it is that."""
    computed = told(found.evidence)
    if said is None or found.profile == found.computed_profile:
        return computed
    named = payer.profile_name(found.computed_profile)
    return [said.reason, _("Computed: %(profile)s.") % {"profile": named}, *computed]


def _risk(found: Assessment, probability: float | None) -> str:
    if probability is None:
        named = payer.class_name(found.score_class)
        return _("%(named)s: how many of them pay late is not measured yet.") % {
            "named": named
        }
    return payer.risk(found.score_class, probability)


def _points(one: dict[str, Any]) -> Cell:
    points = int(one["points"])
    return Text(f"{PLUS if points > 0 else MINUS}{reading.number(abs(points))}")


def _beginning(clause: str) -> str:
    """A clause as the beginning of a line."""
    return clause[:1].upper() + clause[1:]
