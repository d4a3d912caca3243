"""What the partner tells of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, record
from acquit.core.procedures import Stage
from acquit.handover.actions.telling import DayOutsideCase, NoSuchFact, fact, still_open
from acquit.handover.actions.watching import watch
from acquit.handover.models import Case, CaseStage

if TYPE_CHECKING:
    from datetime import date, datetime

    from acquit.ledger.models import Document


@transaction.atomic
def tell_stage(  # noqa: PLR0913  # what happened, when, what follows, and its proof
    *,
    case_id: int,
    stage: Stage,
    on: date,
    told_until: date | None = None,
    words: str = "",
    document: Document | None = None,
    corrects_id: int | None = None,
    withdrawn: bool = False,
    today: date,
    actor: Actor,
    at: datetime,
) -> CaseStage:
    """What the partner told, and the day to watch from it.

    corrects_id: the fact that this one takes the place of; withdrawn: that one never
    happened. Raises CaseClosed, DayOutsideCase, NoSuchFact.
    """
    case = still_open(case_id)
    if not case.opened_on <= on <= today:
        raise DayOutsideCase(on, case.opened_on, today)
    _check_corrected(case, corrects_id, withdrawn=withdrawn)
    row = CaseStage.objects.create(
        case=case,
        stage=stage.value,
        on=on,
        told_until=told_until,
        words=words,
        document=document,
        corrects_id=corrects_id,
        withdrawn=withdrawn,
        actor_id=actor.person_id,
        recorded_at=at,
    )
    details = {"stage": stage.value, "on": on.isoformat()}
    details |= {"withdrawn": "yes"} if withdrawn else {}
    record(fact("case_stage_told", case, details, words), actor=actor, at=at)
    watch(case, row, at=at)
    return row


def _check_corrected(case: Case, corrects_id: int | None, *, withdrawn: bool) -> None:
    if corrects_id is None:
        if withdrawn:
            raise NoSuchFact
        return
    mine = CaseStage.objects.filter(pk=corrects_id, case=case, withdrawn=False)
    if not mine.filter(corrected_by=None).exists():
        raise NoSuchFact
