"""The page of the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.desk import lists
from acquit.desk.audit.table import EntryList
from acquit.desk.doors import DeskRequest, door
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse


@door(Act.SEE_AUDIT)
def audit(request: DeskRequest) -> HttpResponse:
    """Everything that was done, searchable; nobody can change it."""
    return lists.show(request, EntryList(request).table(), "desk/audit/list.html", {})
