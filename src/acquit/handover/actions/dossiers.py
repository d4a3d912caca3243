"""Dossiers from asking to keeping, and their trail: with each, all that is known of a
debtor leaves the house.

A worker that is killed leaves its dossier under way, and whoever comes next begins it
again. The files and the word that they are ready are one transaction: it is made once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from acquit.audit.actions import Actor, Fact, record
from acquit.core.errors import Refusal
from acquit.core.procedures import Procedure
from acquit.core.sentences import as_json, say
from acquit.handover.models import (
    Case,
    CaseDossier,
    DossierFile,
    DossierPart,
    DossierState,
)
from acquit.handover.queries.dossiers import UNDER_WAY, claimed_in, is_lost

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from acquit.core.sentences import Said
    from acquit.handover.dossier.making import Made
    from acquit.ledger.models import Customer

PART_BYTES = 4_000_000


class NothingLeft(Refusal):
    """A dossier without a claim is none."""

    def __init__(self, case: str) -> None:
        super().__init__(
            "Nothing of %(case)s is open any more: there is nothing to claim.", case=case
        )


def ask_dossier(case_id: int, *, by_id: int, at: datetime) -> tuple[CaseDossier, bool]:
    """The dossier of this case that is under way, and whether it is a new one, which takes
    the place of one that was lost; in the caller's transaction. Raises NothingLeft.
    """
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    under_way = case.dossiers.filter(state__in=UNDER_WAY).first()
    if under_way is not None and not is_lost(under_way, at=at):
        return under_way, False
    if under_way is not None:
        fail_dossier(under_way, say("The worker that was to make it is gone."), at=at)
    if not claimed_in(case).exists():
        raise NothingLeft(str(case))
    asked = CaseDossier.objects.create(
        case=case, state=DossierState.WAITING, asked_by_id=by_id, asked_at=at
    )
    return asked, True


def begin_dossier(dossier: CaseDossier, *, as_of: date, at: datetime) -> bool:
    """It is being made; once more when that was cut short. False when it has ended."""
    waiting = CaseDossier.objects.filter(pk=dossier.pk, state__in=UNDER_WAY)
    return bool(
        waiting.update(state=DossierState.RUNNING, as_of=as_of, began_at=at, why=None)
    )


@transaction.atomic
def keep_dossier(dossier: CaseDossier, made: Made, *, as_of: date, at: datetime) -> bool:
    """It is ready: its files take the place of those of an earlier one.

    False when it has ended before: another worker was faster, or the debtor was erased.
    """
    row = _under_way(dossier)
    if row is None:
        return False
    _let_go(row.case.dossiers.filter(state=DossierState.READY))
    row.pdf_size = _keep(row, DossierFile.PDF, made.pdf)
    row.zip_size = _keep(row, DossierFile.ZIP, made.parcel)
    row.state, row.as_of, row.pages, row.ended_at = (
        DossierState.READY,
        as_of,
        made.pages,
        at,
    )
    row.save(update_fields=["state", "as_of", "pages", "pdf_size", "zip_size", "ended_at"])
    record_dossier(
        row.case.customer,
        procedure=Procedure(row.case.procedure),
        as_of=as_of,
        actor=Actor.of(row.asked_by),
        at=at,
    )
    return True


@transaction.atomic
def fail_dossier(dossier: CaseDossier, why: Said, *, at: datetime) -> None:
    """There is none, and why; one that is ready from before stays."""
    row = _under_way(dossier)
    if row is not None:
        row.state, row.why, row.ended_at = DossierState.FAILED, as_json(why), at
        row.save(update_fields=["state", "why", "ended_at"])


def forget_dossiers(customer_ids: Collection[int]) -> None:
    """Let go of all that is kept of these customers, and of what is being made: it tells
    what was erased. In the caller's transaction; harmless twice.
    """
    _let_go(
        CaseDossier.objects.filter(
            case__customer__in=customer_ids, state__in=[*UNDER_WAY, DossierState.READY]
        )
    )


def record_dossier(
    customer: Customer, *, procedure: Procedure, as_of: date, actor: Actor, at: datetime
) -> None:
    """Remember who had the dossier of this customer made, and as it stood on which day."""
    fact = Fact(
        event="dossier_made",
        subject=customer,
        company_id=customer.company_id,
        customer_id=customer.pk,
        details={"procedure": procedure.value, "on": as_of.isoformat()},
    )
    record(fact, actor=actor, at=at)


def _under_way(dossier: CaseDossier) -> CaseDossier | None:
    """It, locked; None when it has ended."""
    rows = CaseDossier.objects.select_related("case__customer", "asked_by")
    waiting = rows.filter(pk=dossier.pk, state__in=UNDER_WAY)
    return waiting.select_for_update(of=("self",)).first()


def _let_go(some: QuerySet[CaseDossier]) -> None:
    """That they were made stays; their files do not."""
    keys = list(some.select_for_update().values_list("pk", flat=True))
    DossierPart.objects.filter(dossier__in=keys).delete()
    CaseDossier.objects.filter(pk__in=keys).update(state=DossierState.GONE)


def _keep(dossier: CaseDossier, file: DossierFile, path: Path) -> int:
    """Write the file into the database; its size."""
    size = 0
    with path.open("rb") as stream:
        while content := stream.read(PART_BYTES):
            DossierPart.objects.create(
                dossier=dossier, file=file, place=size // PART_BYTES, content=content
            )
            size += len(content)
    return size
