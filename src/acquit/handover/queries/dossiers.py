"""Dossiers of cases: how far one is, and the files of one that is ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.handover.models import CaseDossier, DossierPart, DossierState
from acquit.handover.queries.cases import cases_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

    from acquit.handover.models import Case, CaseReceivable, DossierFile
    from acquit.organisation.rights import Scope

UNDER_WAY = (DossierState.WAITING, DossierState.RUNNING)
# Thousands of invoices take minutes; after so long nobody is at it any more.
LOST_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Dossiers:
    """How it stands with the dossiers of a case. failed: the last one, where none came
    after it; ready: whose files are kept.
    """

    under_way: CaseDossier | None
    failed: CaseDossier | None
    ready: CaseDossier | None


def dossiers_within(scope: Scope) -> QuerySet[CaseDossier]:
    """The dossiers of cases that may be seen, whose files are kept."""
    ready = CaseDossier.objects.filter(state=DossierState.READY)
    return ready.filter(case__in=cases_within(scope).values("pk"))


def dossiers_of(case: Case) -> Dossiers:
    """How it stands with the dossiers of this case."""
    last = case.dossiers.exclude(state=DossierState.GONE).order_by("state", "-pk")
    some = list(last.distinct("state").select_related("asked_by"))
    by_state = {one.state: one for one in some}
    failed = by_state.get(DossierState.FAILED)
    newest = max(some, key=lambda one: one.pk, default=None)
    return Dossiers(
        under_way=next((by_state[one] for one in UNDER_WAY if one in by_state), None),
        failed=failed if failed is newest else None,
        ready=by_state.get(DossierState.READY),
    )


def is_lost(one: CaseDossier, *, at: datetime) -> bool:
    """Whether it is under way in name only: its job is gone, or its worker."""
    return at - (one.began_at or one.asked_at) > LOST_AFTER


def claimed_in(case: Case) -> QuerySet[CaseReceivable]:
    """What a dossier of this case is about now: what is still open."""
    return case.receivables.filter(receivable__open_minor__gt=0)


def content_of(dossier: CaseDossier, file: DossierFile) -> Iterator[bytes]:
    """The file, part after part."""
    parts = DossierPart.objects.filter(dossier=dossier, file=file).order_by("place")
    for content in parts.values_list("content", flat=True).iterator(chunk_size=1):
        yield bytes(content)
