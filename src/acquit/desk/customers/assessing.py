"""Where a person says otherwise than computed of a payer, and takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from acquit.desk import sheets
from acquit.desk.customers import payer
from acquit.desk.customers.forms import OverrideForm
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.scoring import actions as scoring
from acquit.scoring.models import Override

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.ledger.models import Customer

BOTH = ("GET", "POST")
# How long it holds unless another day is chosen.
USUAL = timedelta(days=90)


@door(Act.ASSESS, *BOTH)
def override_assessment(request: DeskRequest, pk: int) -> HttpResponse:
    """Another profile or score than computed, until a day."""
    customer = _customer(request, pk)
    found = getattr(customer, "assessment", None)
    computed = payer.profile_name(found.computed_profile) if found else _("nothing yet")
    sheet = Sheet(
        title=_("Assess otherwise"),
        lead=customer.name,
        submit=_("Let it count"),
        done=_("It counts from now on, until the day you said."),
        back=_back(pk),
    )
    form = OverrideForm(
        computed, sheets.sent(request), initial={"until_on": request.desk.today + USUAL}
    )
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: scoring.override(
            customer_id=pk,
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
            **given,
        ),
    )


@door(Act.ASSESS, *BOTH)
def end_override(request: DeskRequest, pk: int) -> HttpResponse:
    """What is computed counts again."""
    override = get_object_or_404(Override, pk=pk)
    customer = _customer(request, override.customer_id)
    sheet = Sheet(
        title=_("Take back what was said"),
        lead=customer.name,
        submit=_("Take it back"),
        done=_("What is computed counts again."),
        back=_back(customer.pk),
    )
    return sheets.confirm(
        request,
        sheet,
        lambda: scoring.end_override(
            override_id=pk, on=request.desk.today, actor=actor(request), at=request.desk.at
        ),
    )


def _customer(request: DeskRequest, pk: int) -> Customer:
    seen = ledger.customers_within(request.granted).select_related("assessment")
    return get_object_or_404(seen, pk=pk)


def _back(customer_id: int) -> str:
    return reverse("desk:customer", args=[customer_id])
