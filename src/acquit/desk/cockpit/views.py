"""The first page: where do we stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from acquit.desk.cockpit import cash, pictures, prospects, risks, running, stand, tiles
from acquit.desk.doors import DeskRequest, door
from acquit.organisation.rights import Act
from acquit.web.tables import Empty

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.desk.cockpit.stand import Stand
    from acquit.insight.queries import Foresight


@door(Act.SEE)
def cockpit(request: DeskRequest) -> HttpResponse:
    found = stand.read(request)
    places = request.desk.places
    context: dict[str, Any] = {
        "stand": found,
        "currencies": currencies(request, found),
        "key_figures": [*tiles.key_figures(found), *prospects.tiles(found)],
        "aged": pictures.aged(found),
        "weekly": cash.weekly(found, bank=request.desk.may(Act.SEE_BANK)),
        "places": pictures.by_place(
            found,
            {one.pk: one.name for one in places.units},
            {one.pk: one.name for one in places.companies},
        ),
        "largest": pictures.largest(found),
        "empty": _nothing_open(request),
    }
    if found.ahead.now:
        context |= _risk(found, found.ahead.now)
    if found.today is not None:
        context |= {
            "work": list(tiles.work(found.today)),
            "banks": running.banks(found.today),
            "held": running.held(found.today),
            "cycle": found.today.cycle,
        }
    return render(request, "desk/cockpit/cockpit.html", context)


def _risk(found: Stand, ahead: Foresight) -> dict[str, Any]:
    """What may go wrong, in short."""
    shares = found.ahead.largest.concentration
    stress = found.ahead.stress(found.dso.sales_minor)
    return {
        "risks": risks.by_bucket(found, ahead, open_too=False),
        "how_risks": risks.how_by_bucket(),
        "hanging": prospects.hanging(shares) if shares else "",
        "stress": prospects.told_stress(found, stress) if stress else "",
    }


def _nothing_open(request: DeskRequest) -> Empty:
    """Why there is nothing to show, and what to do about it."""
    if request.desk.choice:
        return Empty(
            title=_("Nothing is open here"),
            words=_("Within the scope chosen above nobody owes anything."),
            icon="circle-check",
            href="?scope=",
            action=_("Show everything"),
        )
    imports = request.desk.may(Act.IMPORT)
    return Empty(
        title=_("Nothing is open yet"),
        words=_(
            "The figures come from your invoices and your bank statements. "
            "They are live as soon as the first file is imported."
        ),
        icon="file-import",
        href=reverse("desk:imports") if imports else "",
        action=_("Import the first file"),
    )


def currencies(request: DeskRequest, found: Stand) -> list[tuple[str, str, bool]]:
    """(code, address, whether it is this one), when there is a choice."""
    if len(found.currencies) < 2:
        return []
    params = request.GET.copy()
    drawn = []
    for code in found.currencies:
        params["currency"] = code
        drawn.append((code, f"?{params.urlencode()}", code == found.currency))
    return drawn
