"""A person chooses the scenario of a customer, takes it back, or has it go on by the newest
version. Whoever may hold its reminders may do it: it stands for less than a hold, and it
has its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.cycle.actions import scenarios as cycle
from acquit.desk import sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.scenarios import said
from acquit.desk.scenarios.rules import followable
from acquit.desk.sheets import Sheet
from acquit.dunning.models import Following
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.ledger.models import Customer

BOTH = ("GET", "POST")


class PinForm(KitForm):
    """Which scenario, and why."""

    scenario_id = forms.TypedChoiceField(label=gettext_lazy("Scenario"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Why not the one of the rules?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, customer: Customer, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scenario_id"].choices = [  # type: ignore[attr-defined]  # a choice
            (one.pk, said.name(one.name)) for one in followable(customer.company)
        ]


@door(Act.HOLD, *BOTH)
def pin_customer(request: DeskRequest, pk: int) -> HttpResponse:
    """Another scenario than the rules choose."""
    customer = _customer(request, pk)
    now = Following.objects.filter(pk=pk).values_list(
        Coalesce("proposed", "version__scenario"), flat=True
    )
    sheet = Sheet(
        title=_("Choose the scenario by hand"),
        lead=customer.name,
        submit=_("Choose"),
        done=_("It is followed up by this one until you take it back."),
        back=_back(pk),
    )
    form = PinForm(customer, sheets.sent(request), initial={"scenario_id": now.first()})
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: cycle.pin_customer(
            pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.HOLD, *BOTH)
def unpin_customer(request: DeskRequest, pk: int) -> HttpResponse:
    """The rules choose again."""
    customer = _customer(request, pk)
    sheet = Sheet(
        title=_("Let the rules choose again"),
        lead=customer.name,
        submit=_("Let the rules choose"),
        done=_("The rules choose its scenario again."),
        back=_back(pk),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: cycle.unpin_customer(
            pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


@door(Act.HOLD, *BOTH)
def take_newest(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on by the newest version of its scenario."""
    customer = _customer(request, pk)
    version = Following.objects.filter(pk=pk).values_list("version", flat=True).first()
    sheet = Sheet(
        title=_("Move it to the newest version"),
        lead=_("%(name)s goes on from where it stands.") % {"name": customer.name},
        submit=_("Move"),
        done=_("It follows the newest version from now on."),
        back=_back(pk),
    )

    def write(_given: dict[str, Any]) -> None:
        if version is None:
            raise Http404
        cycle.take_newest(
            version,
            customers=[pk],
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        )

    return sheets.answer(request, sheet, KitForm(sheets.sent(request)), write)


def _customer(request: DeskRequest, pk: int) -> Customer:
    seen = ledger.customers_within(request.granted).select_related("company")
    return get_object_or_404(seen, pk=pk)


def _back(customer_id: int) -> str:
    return reverse("desk:customer", args=[customer_id])
