"""Missing items: the list, and what a person says of those that are ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.errors import Refusal
from acquit.cycle import actions as cycle
from acquit.desk import lists, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.missing.table import TICKED_FORM, items_of, missing_table, missing_within
from acquit.desk.sheets import Sheet
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.ledger.actions.missing import Items
    from acquit.ledger.models import Invoice

BOTH = ("GET", "POST")


@door(Act.MATCH)
def missing(request: DeskRequest) -> HttpResponse:
    """What the last list of open items did not have any more."""
    context = {"form": TICKED_FORM}
    return lists.show(request, missing_table(request), "desk/missing/list.html", context)


@door(Act.MATCH, *BOTH)
def settle_missing(request: DeskRequest) -> HttpResponse:
    """Those that were ticked were settled."""
    chosen = _chosen(request)
    sheet = Sheet(
        title=_("They were settled"),
        lead=_about(chosen),
        submit=_("Close them"),
        done=ngettext(
            "%(count)d document is closed.", "%(count)d documents are closed.", len(chosen)
        )
        % {"count": len(chosen)},
        back=reverse("desk:missing"),
    )
    return sheets.answer(
        request,
        sheet,
        KitForm(sheets.sent(request)),
        lambda _said: cycle.settle_missing(
            _items(chosen),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


@door(Act.MATCH, *BOTH)
def keep_missing(request: DeskRequest) -> HttpResponse:
    """Those that were ticked are still open."""
    chosen = _chosen(request)
    sheet = Sheet(
        title=_("They are still open"),
        lead=_about(chosen) + " " + _("They are followed up again."),
        submit=_("Keep them open"),
        done=_("They are followed up again."),
        back=reverse("desk:missing"),
    )
    return sheets.answer(
        request,
        sheet,
        KitForm(sheets.sent(request)),
        lambda _said: cycle.keep_missing(
            _items(chosen),
            on=request.desk.today,
            actor=actor(request),
            at=request.desk.at,
        ),
    )


def _chosen(request: DeskRequest) -> list[Invoice]:
    asked = [key for key in request.GET.getlist("document") if key.isdecimal()]
    return list(missing_within(request.granted).filter(pk__in=asked).order_by("pk"))


def _items(chosen: list[Invoice]) -> Items:
    if not chosen:
        raise Refusal("Tick at least one document.")
    return items_of(chosen)


def _about(chosen: list[Invoice]) -> str:
    shown = ", ".join(one.number for one in chosen[:8])
    return shown + (" …" if len(chosen) > 8 else "")
