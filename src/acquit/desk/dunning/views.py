"""What dunning does today: four lists, and one prepared step with its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from acquit.channels.models import Channel, MessageState
from acquit.core.money import Money
from acquit.desk import lists, mails, returned, words
from acquit.desk.doors import DeskRequest, door
from acquit.desk.dunning import asking
from acquit.desk.dunning.held import HeldList, held_by_reason
from acquit.desk.dunning.table import TICKED_FORM, ActionList, actions_within, hold_href
from acquit.desk.outbox.table import message_table, messages_within
from acquit.dunning.models import ActionState
from acquit.dunning.queries import wording
from acquit.dunning.queries.approving import approvable_flag
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from acquit.channels.models import Message
    from acquit.dunning.models import Action, ActionItem
    from acquit.dunning.wording.facts import Written

# Not on its way yet: a hold stops it.
OPEN = (ActionState.WAITING, ActionState.READY)
Tab = tuple[str, str, int, bool]


@door(Act.SEE)
def dunning(request: DeskRequest) -> HttpResponse:
    """What waits until somebody has read it."""
    return _steps(request, ActionState.WAITING, "waiting")


@door(Act.SEE)
def dunning_leaving(request: DeskRequest) -> HttpResponse:
    """What leaves with the next dispatch."""
    return _steps(request, ActionState.READY, "leaving")


@door(Act.SEE)
def dunning_held(request: DeskRequest) -> HttpResponse:
    """What is not sent, and why."""
    reasons = held_by_reason(request.granted)
    told = [
        (words.reason_badge(code).html(), words.why(code), f"?reason={code}", count)
        for code, count in reasons
    ]
    frame = _frame(request, "held", held=sum(count for _code, count in reasons))
    table = HeldList(request, reasons).table()
    context = frame | {"reasons": told}
    return lists.show(request, table, "desk/dunning/held.html", context)


@door(Act.SEE)
def dunning_left(request: DeskRequest) -> HttpResponse:
    """What left today, and what became of it."""
    table = message_table(request, day=request.desk.today)
    return lists.show(request, table, "desk/dunning/left.html", _frame(request, "left"))


@door(Act.SEE)
def dunning_step(request: DeskRequest, pk: int) -> HttpResponse:
    """One step with the message as it would leave today."""
    action = step_of(request, pk)
    items = list(action.items.select_related("receivable__invoice").order_by("-rank", "pk"))
    back = returned.last_of([item.receivable_id for item in items])
    reached = wording.recipients([action.customer_id], action.role or None)
    asked = _asked(items)
    context = {
        "action": action,
        "items": [
            (
                item,
                _hold_item(request, action, item),
                returned.said(back[item.receivable_id])
                if item.receivable_id in back
                else "",
            )
            for item in items
        ],
        "asked": asked,
        "approves": may_let(action),
        "asking": asking.sentence(action, asked, mine=may_let(action)),
        "written": _written(request, action, items),
        "mail": action.channel == Channel.EMAIL,
        "to": wording.address(action, reached[action.customer_id]),
        "channel": words.channel_badge(action.channel).html(),
        "step": words.step_badge(action.step).html(),
        "waits": action.state == ActionState.WAITING,
        "leaves": action.state == ActionState.READY,
        "around": _around(request, action),
        "hold": _hold(request, action),
    }
    return render(request, "desk/dunning/step.html", context)


@door(Act.SEE)
def step_mail(request: DeskRequest, pk: int) -> HttpResponse:
    """The message of a step as a mail program shows it."""
    action = step_of(request, pk)
    items = list(action.items.select_related("receivable__invoice").order_by("-rank", "pk"))
    written = _written(request, action, items)
    if written is None or action.channel != Channel.EMAIL:
        raise Http404
    return mails.framed(mails.html_of(written, sender=action.company.name))


def step_of(request: DeskRequest, pk: int) -> Action:
    """The step, when its customer may be seen."""
    seen = actions_within(request.granted).select_related(
        "company", "customer__company", "customer__collector", "approved_by", "message"
    )
    marked = seen.annotate(approvable=approvable_flag(request.user))
    return get_object_or_404(marked, pk=pk)


def may_let(action: Action) -> bool:
    """Whether whoever looks may let it leave, or decline it."""
    return action.state == ActionState.WAITING and action.approvable  # type: ignore[attr-defined]  # annotated


def _steps(request: DeskRequest, state: ActionState, tab: str) -> HttpResponse:
    found = ActionList(request, state)
    ticked = {"form": TICKED_FORM, "approves": found.approves, "holds": found.holds}
    context = _frame(request, tab) | ticked
    return lists.show(request, found.table(), f"desk/dunning/{tab}.html", context)


def _written(
    request: DeskRequest, action: Action, items: Sequence[ActionItem]
) -> Message | Written | None:
    """What left, else what would leave; None when there is nothing to write about."""
    if action.message is not None:
        return action.message
    return wording.write(action, items, on=request.desk.today) if items else None


def _hold(request: DeskRequest, action: Action) -> str:
    """Where its customer is put on hold; empty when nothing is to leave, or one may not."""
    if action.state not in OPEN or not request.desk.may_do["HOLD"]:
        return ""
    return hold_href("hold_customer", action.customer_id, action.state)


def _hold_item(request: DeskRequest, action: Action, item: ActionItem) -> str:
    """The same for one of several invoices."""
    if not _hold(request, action):
        return ""
    return hold_href("hold_receivable", item.receivable_id, action.state)


def _asked(items: Sequence[ActionItem]) -> list[Money]:
    sums: dict[str, int] = {}
    for item in items:
        currency = item.receivable.currency
        asked = item.open_minor - item.contested_minor
        sums[currency] = sums.get(currency, 0) + asked
    return [Money(minor, currency) for currency, minor in sums.items()]


def _around(request: DeskRequest, action: Action) -> dict[str, int]:
    """The keys of the waiting steps "before" and "after" this one, by customer."""
    others = (
        actions_within(request.granted)
        .filter(state=ActionState.WAITING)
        .exclude(pk=action.pk)
    )
    name, key = "customer__search_key", action.customer.search_key
    earlier = Q(**{f"{name}__lt": key}) | Q(**{name: key}, pk__lt=action.pk)
    before = others.filter(earlier).order_by(f"-{name}", "-pk")
    after = others.exclude(earlier).order_by(name, "pk")
    sides = [
        rows.annotate(side=Value(side)).values_list("side", "pk")[:1]
        for side, rows in (("before", before), ("after", after))
    ]
    return dict(sides[0].union(sides[1], all=True))


def _frame(
    request: DeskRequest, here: str, *, held: int | None = None
) -> dict[str, object]:
    """What all four lists show: the day, and how many there are in each."""
    states = dict(
        actions_within(request.granted)
        .filter(state__in=[ActionState.WAITING, ActionState.READY])
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    today = request.desk.today
    messages = messages_within(request.granted).aggregate(
        left=Count("pk", filter=Q(business_day=today)),
        uncertain=Count("pk", filter=Q(state=MessageState.UNCERTAIN)),
    )
    if held is None:
        held = sum(count for _code, count in held_by_reason(request.granted))
    named = (
        ("waiting", _("To approve"), "desk:dunning", states.get(ActionState.WAITING, 0)),
        ("leaving", _("Will leave"), "desk:dunning_leaving", states.get("READY", 0)),
        ("held", _("Held"), "desk:dunning_held", held),
        ("left", _("Left today"), "desk:dunning_left", messages["left"]),
    )
    tabs: list[Tab] = [
        (label, reverse(view), count, name == here) for name, label, view, count in named
    ]
    return {
        "tabs": tabs,
        "uncertain": messages["uncertain"],
        "walked": today >= timezone.localdate(),
    }
