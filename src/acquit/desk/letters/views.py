"""The print tray: reading a letter, printing all, saying that they went to the post."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.channels.models import (
    Enclosure,
    Message,
    PrintBatch,
    PrintRun,
    PrintState,
)
from acquit.cycle.actions import printing
from acquit.desk import erased, lists, scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.letters.forms import PostForm
from acquit.desk.letters.runs import (
    UNDER_WAY,
    Progress,
    apart_from,
    bundles_of,
    named,
    runs_within,
    stopped,
)
from acquit.desk.letters.table import (
    batch_table,
    batches_within,
    tray_table,
    tray_within,
)
from acquit.desk.outbox.table import messages_within
from acquit.desk.sheets import Sheet
from acquit.dunning.queries import enclosures
from acquit.organisation.models import Company
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from collections.abc import Sequence

Tab = tuple[str, str, int, bool]
BOTH = ("GET", "POST")
# A worker that is there takes a job at once, or when it has ended another.
WORKER_COMES_WITHIN = timedelta(minutes=1)


@door(Act.PRINT)
def letters(request: DeskRequest) -> HttpResponse:
    """What waits in the tray, of each company."""
    waiting = tray_within(request.granted)
    trays = list(
        waiting.values_list("company", "company__name")
        .annotate(count=Count("pk"))
        .order_by("company__name")
    )
    under_way = runs_within(request.granted).filter(state__in=UNDER_WAY)
    running = {run.company_id: run for run in under_way}
    context = {
        "trays": [one for one in trays if one[0] not in running],
        "running": running.values(),
        "stopped": stopped(request.granted, [key for key, *_ in trays]),
        "several": len(trays) > 1,
        "tabs": _tabs(request, "letters", sum(n for *_x, n in trays)),
    }
    return lists.show(request, tray_table(request), "desk/letters/tray.html", context)


@door(Act.PRINT)
def bundles(request: DeskRequest) -> HttpResponse:
    """What was printed."""
    context = {"tabs": _tabs(request, "bundles", tray_within(request.granted).count())}
    return lists.show(request, batch_table(request), "desk/letters/bundles.html", context)


@door(Act.SEE)
def letter(request: DeskRequest, pk: int) -> HttpResponse:
    """A message as the letter that it is, or would be."""
    # Here and not above: a page that sets no letter loads none of it.
    from acquit.channels.letter import setting  # noqa: PLC0415
    from acquit.channels.letter.plain import page_of  # noqa: PLC0415

    seen = messages_within(request.granted).select_related("customer", "company")
    found = get_object_or_404(seen, pk=pk)
    return shown_pdf(setting.set_letter(page_of(found)), f"{found.customer.code}-{pk}.pdf")


@door(Act.SEE)
def enclosure(request: DeskRequest, pk: int) -> HttpResponse:
    """What goes with a message, as it was sent."""
    seen = Enclosure.objects.filter(message__in=messages_within(request.granted))
    found = get_object_or_404(seen, pk=pk)
    content = enclosures.content(found)
    erased.check(len(content))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=True, filename=found.name)
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@door(Act.PRINT)
def bundle(request: DeskRequest, pk: int) -> HttpResponse:
    """A bundle, to be printed as often as the printer needs it."""
    found = get_object_or_404(batches_within(request.granted), pk=pk)
    kept = PrintBatch.objects.values_list("pdf", flat=True).get(pk=pk)
    erased.check(len(kept))
    return shown_pdf(bytes(kept), f"{found.company.code}-{found.number}.pdf")


@door(Act.PRINT, *BOTH)
def print_letters(request: DeskRequest, pk: int) -> HttpResponse:
    """Have a worker set all that waits in the tray of a company, and keep it as bundles."""
    seen = Company.objects.filter(scopes.companies(request.granted, "pk"))
    company = get_object_or_404(seen, pk=pk)
    count = tray_within(request.granted).filter(company=company).count()
    sheet = Sheet(
        title=_("Print the letters of %(company)s") % {"company": company.name},
        lead=ngettext(
            "%(count)d letter waits. It is checked once more: what was paid, promised or "
            "disputed meanwhile is not printed.",
            "%(count)d letters wait. Each is checked once more: what was paid, promised or "
            "disputed meanwhile is not printed.",
            count,
        )
        % {"count": count},
        submit=_("Print"),
        done=_("The letters are being checked and set."),
        back=reverse("desk:bundles"),
    )
    asked: list[PrintRun] = []

    def write(_given: object) -> None:
        asked.append(printing.ask_for_print(pk, actor=actor(request), at=request.desk.at))

    answer = sheets.answer(request, sheet, KitForm(sheets.sent(request)), write)
    if not asked:
        return answer
    return sheets.gone(request, reverse("desk:print_run", args=[asked[0].pk]))


@door(Act.PRINT)
def print_run(request: DeskRequest, pk: int) -> HttpResponse:
    """How far it is, or what came of it; the page asks again until it is done."""
    run = get_object_or_404(runs_within(request.granted), pk=pk)
    context: dict[str, Any] = {"run": run, "progress": Progress(run)}
    if run.state in UNDER_WAY:
        context["slow"] = request.desk.at - run.asked_at > WORKER_COMES_WITHIN
        return render(request, "desk/letters/under_way.html", context)
    if request.htmx and "asked" in request.GET:
        where = reverse("desk:print_run", args=[run.pk])
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    context |= {
        "bundles": bundles_of(run),
        "failed": run.state == PrintState.FAILED,
        "held_back": _held_back(run.held_back) if run.held_back else "",
        "unset": Message.objects.filter(pk__in=run.unset).select_related("customer"),
    }
    return render(request, "desk/letters/run.html", context)


@door(Act.PRINT)
def by_hand(request: DeskRequest, pk: int) -> HttpResponse:
    """What a person puts into the envelopes of a bundle."""
    found = get_object_or_404(batches_within(request.granted), pk=pk)
    context = {"bundle": found, "name": named(found), "papers": apart_from(found)}
    return render(request, "desk/letters/by_hand.html", context)


@door(Act.PRINT, *BOTH)
def post_bundle(request: DeskRequest, pk: int) -> HttpResponse:
    """Say on which day a bundle went to the post."""
    found = get_object_or_404(batches_within(request.granted), pk=pk)
    sheet = Sheet(
        title=_("Bundle %(number)s went to the post") % {"number": found.number},
        lead=ngettext("%(count)d letter", "%(count)d letters", found.letters)
        % {"count": found.letters},
        submit=_("Keep this day"),
        done=_("Kept: these letters are on their way."),
        back=reverse("desk:bundles"),
    )
    form = PostForm(sheets.sent(request), initial={"posted_on": request.desk.today})
    return sheets.answer(
        request,
        sheet,
        form,
        lambda given: printing.post_letters(
            pk, on=request.desk.today, actor=actor(request), at=request.desk.at, **given
        ),
    )


def _held_back(count: int) -> str:
    return ngettext(
        "%(count)d letter is not wanted any more and was not printed. The outbox shows it.",
        "%(count)d letters are not wanted any more and were not printed. The outbox shows "
        "them.",
        count,
    ) % {"count": count}


def _tabs(request: DeskRequest, here: str, waiting: int) -> Sequence[Tab]:
    not_posted = batches_within(request.granted).filter(posted_on=None).count()
    named = (
        ("letters", _("To print"), waiting),
        ("bundles", _("Bundles"), not_posted),
    )
    return [
        (label, reverse(f"desk:{view}"), count, view == here)
        for view, label, count in named
    ]


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """Shown in the browser, which prints it."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = str(
        content_disposition_header(as_attachment=False, filename=name)
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
