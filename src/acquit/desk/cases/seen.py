"""The case that an address names, as far as its reader may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from acquit.handover.queries.cases import cases_within

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest
    from acquit.handover.models import Case


def case_of(request: DeskRequest, pk: int) -> Case:
    """The case with whom it is about and who has it; else 404."""
    rows = cases_within(request.granted).select_related(
        "customer", "partner", "company", "actor"
    )
    return get_object_or_404(rows, pk=pk)
