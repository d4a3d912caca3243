"""The list of tasks, and taking one off it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

import acquit.agenda.actions as agenda
from acquit.agenda.models import TaskKind
from acquit.core.errors import Refusal
from acquit.desk import lists, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.dunning.table import actions_within
from acquit.desk.sheets import Sheet
from acquit.desk.tasks.table import TaskList, tasks_of
from acquit.dunning.queries.approving import approvable
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.agenda.models import Task


@door(Act.SEE)
def tasks(request: DeskRequest) -> HttpResponse:
    """What waits for a person; above it how many messages wait for this one's word."""
    mine = actions_within(request.granted) & approvable(request.user)
    found = TaskList(request)
    context = {
        "approvals": mine.count(),
        "put_off": 0 if found.later else found.put_off.count(),
    }
    return lists.show(request, found.table(), "desk/tasks/list.html", context)


@door(Act.NOTE, "GET", "POST")
def finish_task(request: DeskRequest, pk: int) -> HttpResponse:
    """Somebody has seen to it."""
    task = get_object_or_404(tasks_of(request).select_related("customer"), pk=pk)
    name = task.customer.name if task.customer else task.why.get("name", task.company.name)
    sheet = Sheet(
        title=_("Done"),
        lead=f"{task.get_kind_display()} · {name}",
        submit=_("Done"),
        done=_("Taken off the list."),
        back=reverse("desk:tasks"),
    )
    return sheets.confirm(request, sheet, lambda: _finish(request, task))


def _finish(request: DeskRequest, task: Task) -> Task:
    """Raises Refusal for a message and a call: what became of it has to be said."""
    if task.kind == TaskKind.CALL:
        raise Refusal(_("Say what came of the call; then it leaves the list."))
    if task.kind == TaskKind.CLAIM_FILING:
        raise Refusal(_("Say what proves that it was filed; then it leaves the list."))
    if task.kind == TaskKind.WRITE_OFF:
        raise Refusal(_("Approve or decline it; then it leaves the list."))
    if task.kind == TaskKind.PRIVACY_REQUEST:
        raise Refusal(_("Say what was answered; then it leaves the list."))
    if task.kind == TaskKind.SETTLE_MESSAGE:
        raise Refusal(_("Say whether the message arrived; then it leaves the list."))
    return agenda.finish_task(task_id=task.pk, actor=actor(request), at=request.desk.at)
