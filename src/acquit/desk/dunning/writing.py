"""Letting prepared steps leave, or stopping them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.errors import Refusal
from acquit.cycle import actions as cycle
from acquit.cycle import jobs
from acquit.desk import sheets
from acquit.desk.customers.forms import HoldForm
from acquit.desk.customers.writing import A_WEEK, list_of_origin
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.dunning.forms import DeclineForm
from acquit.desk.dunning.table import actions_within, asked_by
from acquit.desk.dunning.views import OPEN, may_let, step_of
from acquit.desk.sheets import Sheet
from acquit.dunning.models import ActionState
from acquit.dunning.queries.approving import may_approve
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from acquit.dunning.models import Action

BOTH = ("GET", "POST")
TWO_WEEKS = timedelta(days=14)


@door(Act.APPROVE_OWN, *BOTH)
def approve_steps(request: DeskRequest) -> HttpResponse:
    """Approve those of the ticked that this person may, all together."""
    asked = [key for key in request.GET.getlist("action") if key.isdecimal()]
    waiting = actions_within(request.granted).filter(state=ActionState.WAITING)
    ticked = waiting.filter(pk__in=asked)
    mine = list(ticked.filter(may_approve(request.user)).order_by("pk"))
    return _approve(request, mine, of_others=ticked.count() - len(mine))


@door(Act.APPROVE_OWN, *BOTH)
def approve_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Approve one."""
    return _approve(request, [_own_step(request, pk)])


@door(Act.HOLD, *BOTH)
def hold_steps(request: DeskRequest) -> HttpResponse:
    """Put the customers of the ticked steps on hold, all together."""
    asked = [key for key in request.GET.getlist("action") if key.isdecimal()]
    chosen = actions_within(request.granted).filter(state__in=OPEN, pk__in=asked)
    names = dict(chosen.values_list("customer_id", "customer__name"))
    today = request.desk.today
    sheet = Sheet(
        title=_("Put on hold"),
        lead=", ".join(sorted(names.values()))
        or _("Nothing that is ticked is still to leave."),
        submit=_("Put on hold"),
        done=ngettext(
            "%(count)d customer is on hold. What was due stands under “Held”, "
            "where the hold can be ended.",
            "%(count)d customers are on hold. What was due stands under “Held”, "
            "where the hold can be ended.",
            len(names),
        )
        % {"count": len(names)},
        back=list_of_origin(request) or reverse("desk:dunning_leaving"),
    )
    form = HoldForm(
        sheets.sent(request), initial={"from_on": today, "until_on": today + A_WEEK}
    )
    return sheets.answer(
        request, sheet, form, lambda given: _hold(request, sorted(names), given)
    )


@door(Act.APPROVE_OWN, *BOTH)
def decline_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Do not send it, and hold the customer until a day."""
    action = _own_step(request, pk)
    today = request.desk.today
    sheet = Sheet(
        title=_("Do not send this"),
        lead=action.customer.name,
        submit=_("Hold it"),
        done=_("It does not leave; this customer is on hold."),
        back=reverse("desk:dunning"),
    )
    form = DeclineForm(sheets.sent(request), initial={"until_on": today + TWO_WEEKS})
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.decline_action(
            action_id=pk, on=today, actor=actor(request), at=request.desk.at, **given
        ),
    )


def _own_step(request: DeskRequest, pk: int) -> Action:
    """The step, when its customer may be seen. Raises PermissionDenied when it is for
    somebody else to say.
    """
    action = step_of(request, pk)
    if action.state == ActionState.WAITING and not may_let(action):
        raise PermissionDenied("This step waits for somebody else.")
    return action


def _approve(
    request: DeskRequest, chosen: Sequence[Action], *, of_others: int = 0
) -> HttpResponse:
    count = len(chosen)
    sums = [reading.amount_and_currency(one) for one in asked_by(chosen)]
    lead = ngettext(
        "%(count)d message leaves with the next dispatch, within minutes in contact hours. "
        "It asks for %(sums)s.",
        "%(count)d messages leave with the next dispatch, within minutes in contact hours. "
        "They ask for %(sums)s.",
        count,
    ) % {"count": count, "sums": ", ".join(sums)}
    if not count:
        lead = _("Nothing that is ticked waits for your approval.")
    elif of_others:
        lead += " " + _("What waits for somebody else goes on waiting: %(count)d.") % {
            "count": of_others
        }
    sheet = Sheet(
        title=_("Approve and send"),
        lead=lead,
        submit=_("Approve"),
        done=ngettext(
            "%(count)d step is approved; it leaves with the next dispatch.",
            "%(count)d steps are approved; they leave with the next dispatch.",
            count,
        )
        % {"count": count},
        back=reverse("desk:dunning"),
    )
    return sheets.confirm(request, sheet, lambda: _let(request, chosen))


@transaction.atomic
def _hold(request: DeskRequest, customers: Sequence[int], given: dict[str, Any]) -> None:
    """All of them or none; customers: by id, the order in which everybody locks them."""
    if not customers:
        raise Refusal("Tick at least one message.")
    for customer_id in customers:
        cycle.place_hold(
            customer_id=customer_id,
            receivable_id=None,
            actor=actor(request),
            at=request.desk.at,
            **given,
        )


@transaction.atomic
def _let(request: DeskRequest, chosen: Sequence[Action]) -> None:
    """All of them or none; the jobs that send them are rung for with the approval."""
    if not chosen:
        raise Refusal("Tick at least one message.")
    for one in chosen:
        cycle.approve_action(action_id=one.pk, actor=actor(request), at=request.desk.at)
    day = request.desk.today.isoformat()
    for customer_id in sorted({one.customer_id for one in chosen}):
        jobs.send_approved.defer(day=day, customer_id=customer_id)
