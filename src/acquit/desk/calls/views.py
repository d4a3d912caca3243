"""One call: whom to dial, what to say, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from acquit.agenda.models import TaskKind
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.cycle import actions as cycle
from acquit.desk import words
from acquit.desk.calling_hours import not_before
from acquit.desk.calls.forms import CallForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.dunning.table import actions_within
from acquit.desk.tasks.table import tasks_of
from acquit.dunning.actions import MOST_TRIES
from acquit.dunning.models import ActionState
from acquit.dunning.queries import wording
from acquit.dunning.queries.calls import numbers, still_open
from acquit.ledger import queries as ledger
from acquit.ledger.models import Customer
from acquit.organisation import rights
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.http import HttpResponse

    from acquit.dunning.models import Action, ActionItem

# What was sent and noted lately, in short; the whole story is on the customer's page.
LATELY = 3


@door(Act.SEE)
def call(request: DeskRequest, pk: int) -> HttpResponse:
    """All that one wants to know with the phone in one's hand."""
    action = _call(request, pk)
    items = still_open(action)
    return _page(request, action, items, _form(request, action, items), status=200)


@door(Act.NOTE, "POST")
def record_call(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep what came of it; then the list, or the next call."""
    action = _call(request, pk)
    items = still_open(action)
    form = _form(request, action, items)
    if not form.is_valid():
        return _page(request, action, items, form, status=422)
    try:
        done = cycle.record_call(
            action_id=pk,
            heard=form.heard(),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        )
    except Refusal as refusal:
        form.add_error(None, words.refused(refusal))
        action = _call(request, pk)
        return _page(request, action, still_open(action), form, status=422)
    messages.success(request, _kept(done))
    after = _next(request, pk) if "next" in request.POST else None
    return redirect("desk:call", after) if after else redirect("desk:tasks")


def _call(request: DeskRequest, pk: int) -> Action:
    """The call, when its customer may be seen."""
    seen = actions_within(request.granted).select_related("company", "customer__company")
    return get_object_or_404(seen, pk=pk, step__startswith="CALL_")


def _kept(action: Action) -> str:
    """What is said afterwards."""
    if action.state != ActionState.CALLING:
        return _("Kept; the call is off the list.")
    return _("Kept; it stands on the list for a later day.")


def _page(
    request: DeskRequest,
    action: Action,
    items: Sequence[ActionItem],
    form: CallForm,
    *,
    status: int,
) -> HttpResponse:
    open_now = action.state == ActionState.CALLING and bool(items)
    customer = action.customer
    context = {
        "action": action,
        "step": words.step_badge(action.step).html(),
        "numbers": numbers(customer, action.role),
        "closed": not_before(customer, request.desk.at) if open_now else "",
        "items": [(item, item.receivable) for item in items],
        "late": _late(items),
        "script": wording.write(
            action, items, on=request.desk.today, channel="PHONE", tone=action.tone
        )
        if open_now
        else None,
        "form": form if open_now and Act.NOTE in form.acts else None,
        "refusals": form.non_field_errors() if form.is_bound else (),
        "is_open": open_now,
        "put_off": _put_off(request, action) if open_now else None,
        "try_number": action.tries + 1,
        "last_try": MOST_TRIES,
        "outcome": action.get_outcome_display(),
        "sent": [
            (words.step(one.kind), one)
            for one in customer.messages.order_by("-business_day", "-pk")[:LATELY]
        ],
        "notes": customer.notes.order_by("-written_at")[:LATELY],
        "next": _next(request, action.pk),
    }
    return render(request, "desk/calls/call.html", context, status=status)


def _form(request: DeskRequest, action: Action, items: Sequence[ActionItem]) -> CallForm:
    owed = [item.receivable for item in items]
    sent = request.POST if request.method == "POST" else None
    return CallForm(owed, request.desk.today, _acts(request, action), sent)


def _acts(request: DeskRequest, action: Action) -> list[Act]:
    """What this person may do for this customer, of what a call may end in."""
    asked = (Act.NOTE, Act.PROMISE, Act.DISPUTE)
    flags = {
        f"may_{act.lower()}": ExpressionWrapper(
            ledger.reach(rights.scope(request.user, act)), output_field=BooleanField()
        )
        for act in asked
    }
    customer = Customer.objects.filter(pk=action.customer_id).annotate(**flags)
    told = customer.values_list(*flags).get()
    return [act for act, may in zip(asked, told, strict=True) if may]


def _late(items: Sequence[ActionItem]) -> list[Money]:
    sums: dict[str, int] = {}
    for item in items:
        currency = item.receivable.currency
        sums[currency] = sums.get(currency, 0) + item.receivable.open_minor
    return [Money(minor, currency) for currency, minor in sums.items()]


def _put_off(request: DeskRequest, action: Action) -> datetime | None:
    """Until when somebody put it off; None when it is to be made by now."""
    desk = request.desk
    waiting = tasks_of(request).filter(kind=TaskKind.CALL, why__action=action.pk)
    later = waiting.put_off(on=desk.today, at=desk.at)
    return later.values_list("not_before", flat=True).first()


def _next(request: DeskRequest, but: int) -> int | None:
    """The key of the call that has waited longest; None when there is none by now."""
    desk = request.desk
    waiting = tasks_of(request).filter(kind=TaskKind.CALL)
    keys = (
        waiting.at_hand(on=desk.today, at=desk.at)
        .exclude(why__action=but)
        .order_by("due_on", "pk")
    )
    found: int | None = keys.values_list("why__action", flat=True).first()
    return found
