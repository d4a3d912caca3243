"""What is left to claim over all customers, and making debit notes of several in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.claims.models import ClaimRun
from acquit.cycle import actions as cycle
from acquit.cycle import claiming_jobs
from acquit.desk import lists, sheets
from acquit.desk.claims import runs
from acquit.desk.claims.outstanding import (
    TICKED_FORM,
    left_of,
    stand,
    sums_within,
    to_claim_table,
)
from acquit.desk.doors import DeskRequest, door
from acquit.desk.letters.views import WORKER_COMES_WITHIN
from acquit.desk.sheets import Sheet
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.http import HttpResponse

    from acquit.claims.models import ToClaim
    from acquit.desk.claims.outstanding import Sums
    from acquit.ledger.models import Customer

# So many are made while one waits; more are made by a worker.
FEW = 3
# Of a longer list those with the most left are taken.
MOST = 1000


@door(Act.SEE)
def to_claim(request: DeskRequest) -> HttpResponse:
    """Whom may we claim interest and flat sums from?"""
    table = to_claim_table(request)
    every = reverse("desk:claim_many") + table.read(request.GET).url(all="1")
    context = {
        "form": TICKED_FORM,
        "stand": stand(request.granted),
        "latest": runs.latest(request.granted),
        "claims": any(one.name == "tick" for one in table.columns),
        "every": every,
        "most": MOST,
    }
    return lists.show(request, table, "desk/claims/to_claim.html", context)


@door(Act.CHARGE, "GET", "POST")
def claim_many(request: DeskRequest) -> HttpResponse:
    """Make the debit notes of those that are ticked, or of all on the list."""
    chosen = _chosen(request)
    customers = _customers(request, chosen)
    if request.method == "POST" and customers:
        return sheets.gone(request, _begun(request, customers))
    sheet = Sheet(
        title=ngettext(
            "Make the debit notes of %(count)d customer",
            "Make the debit notes of %(count)d customers",
            len(customers),
        )
        % {"count": len(customers)},
        lead=_lead(request, customers),
        submit=_("Issue the debit notes"),
        done="",
        back=reverse("desk:to_claim"),
    )
    # Nobody is chosen: it is refused, and the sheet says so.
    return sheets.confirm(request, sheet, lambda: _begun(request, customers))


@door(Act.SEE)
def claim_run(request: DeskRequest, pk: int) -> HttpResponse:
    """What came of each of them; the page asks again until it is done."""
    run = get_object_or_404(ClaimRun.objects.select_related("person"), pk=pk)
    progress = runs.progress(runs.items_within(request.granted).filter(run=run))
    if not progress.all:
        raise Http404
    context = {
        "run": run,
        "progress": progress,
        "said": runs.said(progress),
        "slow": request.desk.at - run.asked_at > WORKER_COMES_WITHIN,
    }
    table = runs.RunList(request, run).table()
    return lists.show(request, table, "desk/claims/run.html", context)


def _chosen(request: DeskRequest) -> Sums:
    if request.GET.get("all") == "1":
        return to_claim_table(request).read(request.GET).filtered.filter(why="")
    ticked = [int(key) for key in request.GET.getlist("customer") if key.isdecimal()]
    return sums_within(request.granted).filter(customer__in=ticked)


def _customers(request: DeskRequest, chosen: Sums) -> list[Customer]:
    """Each once, those with the most left first."""
    keys = chosen.order_by("-left_minor", "pk").values_list("customer_id", flat=True)
    most = list(dict.fromkeys(keys[: 2 * MOST]))[:MOST]
    found = ledger.customers_within(request.granted).in_bulk(most)
    return [found[key] for key in most if key in found]


def _lead(request: DeskRequest, customers: list[Customer]) -> str:
    if not customers:
        return _("Nobody is ticked from whom anything may be claimed.")
    rows: Sums = sums_within(request.granted).filter(customer__in=customers, why="")
    days: list[ToClaim] = list(rows.order_by("as_of")[:1])
    sums = [reading.amount_and_currency(one) for one in left_of(rows)]
    if not days:
        return _("What each note asks for is computed when it is made.")
    return _(
        "%(sums)s as of %(day)s. What each note asks for is computed when it is made, and "
        "it is followed up like an invoice. Who is left out after all is told with the "
        "reason."
    ) % {"sums": ", ".join(sums), "day": reading.short_day(days[0].as_of)}


@transaction.atomic
def _begun(request: DeskRequest, customers: list[Customer]) -> str:
    """The page of the run. A few are made now, many by a worker."""
    run = cycle.begin_debit_notes(
        customers, on=request.desk.today, person=request.user, at=request.desk.at
    )
    if len(customers) <= FEW:
        cycle.make_debit_notes(run.pk, clock=timezone.now)
    else:
        claiming_jobs.make_debit_notes.defer(run_id=run.pk)
    return reverse("desk:claim_run", args=[run.pk])
