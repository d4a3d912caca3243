"""A person says otherwise of a payer than was computed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.ledger.models import Customer
from acquit.scoring.actions.assessing import assess
from acquit.scoring.models import Override

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.core.profiles import Profile

LONGEST = timedelta(days=366)
SAFEST = 100


class SaysNothing(Refusal):
    """Neither a profile nor a score."""

    def __init__(self) -> None:
        super().__init__("Choose another profile, another score, or both.")


class NoReason(Refusal):
    """What a person says must be understood by the next one."""

    def __init__(self) -> None:
        super().__init__("Give the reason in a few words.")


class NotAScore(Refusal):
    """Outside of the scale."""

    def __init__(self, score: int) -> None:
        super().__init__("A score lies between 0 and 100, not at %(score)s.", score=score)


class EndsTooLate(Refusal):
    """Or before it begins."""

    def __init__(self, until: date, last: date) -> None:
        super().__init__(
            "It must end on a day from today until %(last)s, not on %(until)s.",
            last=last,
            until=until,
        )


@transaction.atomic
def override(  # noqa: PLR0913  # what was said, by whom and when: pages call it by these words
    *,
    customer_id: int,
    profile: Profile | str = "",
    score: int | None = None,
    reason: str,
    until_on: date,
    on: date,
    actor: Actor,
    at: datetime,
) -> Override:
    """Let another profile or score hold until the end of a day, in place of what a person
    said before. Raises SaysNothing, NoReason, NotAScore, EndsTooLate.
    """
    _refuse(profile, score, reason, until_on, on)
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    for earlier in Override.objects.filter(customer=customer, ended_on=None):
        _end(earlier, on=on)
    said = Override.objects.create(
        customer=customer,
        profile=profile,
        score=score,
        reason=reason.strip(),
        made_on=on,
        until_on=until_on,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    assess([customer_id], as_of=on, at=at)
    details = {"profile": str(profile), "score": score, "until": until_on.isoformat()}
    _tell("score_overridden", said, details, actor=actor, at=at)
    return said


@transaction.atomic
def end_override(*, override_id: int, on: date, actor: Actor, at: datetime) -> Override:
    """Take back what a person said; what is computed holds again."""
    said = Override.objects.select_for_update().get(pk=override_id)
    if said.ended_on is None:
        _end(said, on=on)
        assess([said.customer_id], as_of=on, at=at)
        _tell("score_override_ended", said, {}, actor=actor, at=at)
    return said


def _refuse(
    profile: Profile | str, score: int | None, reason: str, until_on: date, on: date
) -> None:
    if not profile and score is None:
        raise SaysNothing
    if not reason.strip():
        raise NoReason
    if score is not None and not 0 <= score <= SAFEST:
        raise NotAScore(score)
    if not on <= until_on <= on + LONGEST:
        raise EndsTooLate(until_on, on + LONGEST)


def _end(said: Override, *, on: date) -> None:
    said.ended_on = min(on, said.until_on)
    said.save(update_fields=["ended_on"])


def _tell(
    event: str, said: Override, details: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    fact = Fact(
        event=event,
        subject=said,
        company_id=said.customer.company_id,
        customer_id=said.customer_id,
        reason=said.reason,
        details=details,
    )
    record(fact, actor=actor, at=at)
