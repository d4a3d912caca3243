"""The first page: where do we stand?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from acquit.desk.cockpit import pictures, running, stand, tiles
from acquit.desk.doors import DeskRequest, door
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.desk.cockpit.stand import Stand


@door(Act.SEE)
def cockpit(request: DeskRequest) -> HttpResponse:
    found = stand.read(request)
    places = request.desk.places
    context = {
        "stand": found,
        "currencies": _currencies(request, found),
        "key_figures": list(tiles.key_figures(found)),
        "aged": pictures.aged(found),
        "weekly": pictures.weekly(found, bank=request.desk.may(Act.SEE_BANK)),
        "places": pictures.by_place(
            found,
            {one.pk: one.name for one in places.units},
            {one.pk: one.name for one in places.companies},
        ),
        "largest": pictures.largest(found),
    }
    if found.today is not None:
        context |= {
            "work": list(tiles.work(found.today)),
            "banks": running.banks(found.today),
            "held": running.held(found.today),
            "cycle": found.today.cycle,
        }
    return render(request, "desk/cockpit/cockpit.html", context)


def _currencies(request: DeskRequest, found: Stand) -> list[tuple[str, str, bool]]:
    """(code, address, whether it is this one), when there is a choice."""
    if len(found.currencies) < 2:
        return []
    params = request.GET.copy()
    drawn = []
    for code in found.currencies:
        params["currency"] = code
        drawn.append((code, f"?{params.urlencode()}", code == found.currency))
    return drawn
