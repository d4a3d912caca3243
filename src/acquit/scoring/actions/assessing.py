"""What kind of payer each customer is and how safe, written down where it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from psycopg.types.json import Jsonb

from acquit.core import profiles
from acquit.core.behaviour.figures import Figures
from acquit.core.profiles import Payer, Profile
from acquit.core.score import BASE, OWES_NOTHING, class_of, score
from acquit.core.sentences import as_json
from acquit.ledger.actions import lock
from acquit.ledger.rows import binary_cursor
from acquit.scoring.queries import payers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from acquit.core.profiles import Named, Thresholds
    from acquit.core.score import Position, Score
    from acquit.scoring.models import Assessment, Override
    from acquit.scoring.queries.payers import Customer

# A score that moved by less is noise, though it may lie in another class.
TOLD_POINTS = 5

_COLUMNS = {
    "customer_id": "int8",
    "company_id": "int8",
    "as_of": "date",
    "profile": "text",
    "computed_profile": "text",
    "since": "date",
    "evidence": "jsonb",
    "score": "int4",
    "computed_score": "int4",
    "told_score": "int4",
    "score_class": "text",
    "contributions": "jsonb",
}
KEEP = """
    INSERT INTO scoring_assessment ({names}, base, computed_at)
    SELECT {names}, %s, %s FROM jsonb_to_recordset(%s) AS new ({typed})
     ORDER BY customer_id
        ON CONFLICT (customer_id) DO UPDATE
       SET {changes}, base = excluded.base, computed_at = excluded.computed_at
""".format(  # noqa: S608 - names of columns that stand above
    names=", ".join(_COLUMNS),
    typed=", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items()),
    changes=", ".join(f"{name} = excluded.{name}" for name in list(_COLUMNS)[1:]),
)
TELL = """
    INSERT INTO scoring_change
           (customer_id, "on", profile_before, profile, score_before, score, evidence,
            recorded_at)
    SELECT customer, day, before, profile, score_before, score, evidence, %s
      FROM jsonb_to_recordset(%s)
           AS new (customer int8, day date, before text, profile text, score_before int4,
                   score int4, evidence jsonb)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is found of a customer now, and what a person said instead, if anything."""

    customer: Customer
    named: Named
    score: Score
    said: Override | None

    @property
    def profile(self) -> Profile:
        if self.said is not None and self.said.profile:
            return Profile(self.said.profile)
        return self.named.profile

    @property
    def value(self) -> int:
        if self.said is not None and self.said.score is not None:
            return self.said.score
        return self.score.value

    def differs(self, kept: Assessment) -> bool:
        """From what is written down."""
        return (
            self.profile != kept.profile
            or self.named.profile != kept.computed_profile
            or self.value != kept.score
            or self.score.value != kept.computed_score
            or self.evidence() != kept.evidence
            or self.contributions() != kept.contributions
        )

    def tells(self, kept: Assessment) -> bool:
        """Whether people are told of it: another profile, or clearly another class."""
        return self.profile != kept.profile or (
            class_of(self.value) != class_of(kept.told_score)
            and abs(self.value - kept.told_score) >= TOLD_POINTS
        )

    def evidence(self) -> list[Any]:
        return [as_json(one) for one in self.named.evidence]

    def why(self) -> list[Any]:
        """Why it is so: what a person says stands in place of what was computed."""
        if self.said is None:
            return self.evidence()
        return [self.said.reason, *([] if self.said.profile else self.evidence())]

    def contributions(self) -> list[dict[str, Any]]:
        return [
            {"factor": one.factor.value, "points": one.points, "said": as_json(one.said)}
            for one in self.score.contributions
        ]


@transaction.atomic
def assess(customers: Sequence[int], *, as_of: date, at: datetime) -> int:
    """Say of these customers what kind of payer each is and how safe, on that morning;
    gives how many have changed. One that never owed or paid anything is left out.
    """
    lock(customers)  # two who assess the same one would tell one change twice
    known = payers.customers_of(customers, as_of=as_of)
    told = payers.figures_of(customers)
    before = payers.assessed(customers)
    owing = payers.owing(customers)
    some = [
        one
        for one in known
        if one.customer_id in told or one.customer_id in owing or one.customer_id in before
    ]
    if not some:
        return 0
    positions = payers.positions_of(some, as_of=as_of)
    likes = payers.Likes(some)
    limits = payers.limits_of({one.company_id for one in some})
    said = payers.said_of(customers, on=as_of)
    changed = []
    for one in some:
        kept = before.get(one.customer_id)
        own = told.get(one.customer_id, _NOTHING)
        position = positions.get(one.customer_id, OWES_NOTHING)
        found = _Found(
            customer=one,
            named=_named(one, own, limits[one.company_id], kept),
            score=_score(own, position, likes, one),
            said=said.get(one.customer_id),
        )
        if kept is None or found.differs(kept):
            changed.append((found, kept))
    _write(changed, as_of, at)
    return len(changed)


_NOTHING = Figures()


def _named(
    one: Customer, own: Figures, limits: Thresholds, kept: Assessment | None
) -> Named:
    payer = Payer(figures=own, party=one.party, insolvent=one.insolvent)
    before = Profile(kept.computed_profile) if kept else None
    return profiles.profile(payer, limits, before=before)


def _score(own: Figures, position: Position, likes: payers.Likes, one: Customer) -> Score:
    return score(own, position, likes.prior(one, own))


def _write(
    changed: Sequence[tuple[_Found, Assessment | None]], as_of: date, at: datetime
) -> None:
    if not changed:
        return
    rows, told = [], []
    for found, kept in changed:
        tells = kept is None or found.tells(kept)
        row = _row(found, kept, as_of, tells=tells)
        rows.append(row)
        if tells:
            told.append(
                {
                    "customer": found.customer.customer_id,
                    "day": as_of.isoformat(),
                    "before": kept.profile if kept else "",
                    "profile": found.profile.value,
                    "score_before": kept.told_score if kept else None,
                    "score": found.value,
                    "evidence": found.why(),
                }
            )
    with binary_cursor() as cursor:
        cursor.execute(KEEP, [BASE, at, Jsonb(rows)])
        if told:
            cursor.execute(TELL, [at, Jsonb(told)])


def _row(
    found: _Found, kept: Assessment | None, as_of: date, *, tells: bool
) -> dict[str, Any]:
    stays = kept is not None and kept.profile == found.profile
    since = kept.since if kept and stays else as_of
    return {
        "customer_id": found.customer.customer_id,
        "company_id": found.customer.company_id,
        "as_of": as_of.isoformat(),
        "profile": found.profile.value,
        "computed_profile": found.named.profile.value,
        "since": since.isoformat(),
        "evidence": found.evidence(),
        "score": found.value,
        "computed_score": found.score.value,
        "told_score": found.value if tells or kept is None else kept.told_score,
        "score_class": class_of(found.value).value,
        "contributions": found.contributions(),
    }
