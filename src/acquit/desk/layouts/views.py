"""The page of a table's columns, and the list of the layouts that are kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from acquit.cycle import actions as cycle
from acquit.desk import scopes, sheets
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.keeping import PARTIAL
from acquit.desk.layouts import files
from acquit.desk.layouts.forms import ColumnsForm, WaysForm, initial
from acquit.desk.layouts.names import FIELDS
from acquit.desk.layouts.preview import Preview, preview
from acquit.desk.sheets import Sheet
from acquit.formats import grid
from acquit.formats.layouts import guess, ready, sample
from acquit.formats.layouts.layout import Kind
from acquit.intake.actions import layouts_of, retire_layout
from acquit.intake.models import Run, TableLayout
from acquit.organisation.rights import Act
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from acquit.formats.layouts.layout import Layout
    from acquit.formats.layouts.sample import Sample
    from acquit.formats.source import Source

# What changes the rows and columns themselves: then everything is proposed anew.
_SHAPE = ("kind", "headed", "separator", "encoding")


@door(Act.IMPORT, "GET", "POST")
def table_columns(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what the columns of this file are; it is then taken in by that."""
    run = _run(request, pk)
    source = files.table_of(run)
    final = request.POST.get("do") == "import"
    form = _form(request, run, source, final=final)
    if not form.is_bound:
        layout = _proposed(run, form.sample, Kind(form.initial["kind"]))
        return _page(request, run, form, layout, preview(source, layout))
    valid = form.is_valid()
    layout = form.layout()
    shown = preview(source, layout)
    if not final:
        return _page(request, run, form, layout, shown)
    if not valid or layout.missing() or shown.refused:
        return _page(request, run, form, layout, shown, status=422)
    return _imported(request, run, form, source, layout)


@door(Act.IMPORT)
def layouts(request: DeskRequest) -> HttpResponse:
    """The layouts that are in use."""
    kept = (
        TableLayout.objects.filter(
            scopes.companies(request.granted, "company"), retired_at=None
        )
        .select_related("company")
        .order_by("company__name", "name")
    )
    return render(request, "desk/layouts/list.html", {"layouts": kept})


@door(Act.IMPORT, "GET", "POST")
def retire_table_layout(request: DeskRequest, pk: int) -> HttpResponse:
    """Use a layout no more."""
    seen = TableLayout.objects.filter(
        scopes.companies(request.granted, "company"), retired_at=None
    )
    kept = get_object_or_404(seen, pk=pk)
    sheet = Sheet(
        title=_("Use “%(name)s” no more") % {"name": kept.name},
        lead=_("Files like this are asked about again. What was taken in stays."),
        submit=_("Use it no more"),
        done=_("The layout is not used any more."),
        back="desk:layouts",
        danger=True,
    )
    return sheets.answer(
        request,
        sheet,
        KitForm(sheets.sent(request)),
        lambda _said: retire_layout(kept, actor=actor(request), at=request.desk.at),
    )


def _form(request: DeskRequest, run: Run, source: Source, *, final: bool) -> ColumnsForm:
    """Bound to what was sent; where kind or shape has changed, proposed anew."""
    ways = WaysForm(request.POST if request.method == "POST" else {"kind": Kind.ITEMS})
    ways.is_valid()
    said = ways.cleaned_data
    taken = sample.take(
        source,
        grid.shape_of(
            source,
            encoding=said.get("encoding", ""),
            separator=said.get("separator", ""),
        ),
        headed={"1": True, "0": False}.get(said.get("headed", "")),
    )
    name = PurePath(run.file_name).stem[:100]
    if request.method == "GET":
        layout = _proposed(run, taken, None)
    elif request.POST.get("shape") != _shape_of(request.POST):
        layout = _proposed(run, taken, Kind(said.get("kind", Kind.ITEMS)))
    else:
        kind = Kind(said.get("kind", Kind.ITEMS))
        base = _known(run)
        return ColumnsForm(taken, kind, request.POST, final=final, base=base)
    given = initial(layout, taken, name=name, currency=run.company.currency)
    if request.method == "POST":
        given |= {key: said[key] for key in _SHAPE if said.get(key)}
    return ColumnsForm(taken, layout.kind, initial=given)


def _proposed(run: Run, taken: Sample, kind: Kind | None) -> Layout:
    """The layout by which it was read, else the likeliest."""
    known = _known(run)
    if known is not None and kind in {None, known.kind}:
        return known
    return guess.propose(taken, kind)


def _known(run: Run) -> Layout | None:
    """The layout by which it was read, if it is one of a bank, or is kept."""
    kept = {one.name: one for one in layouts_of(run.company)}
    return ready.BY_CODE.get(run.format) or kept.get(run.layout)


def _shape_of(sent: dict[str, str]) -> str:
    return "/".join(sent.get(key, "") for key in _SHAPE)


def _page(  # what the page shows
    request: DeskRequest,
    run: Run,
    form: ColumnsForm,
    layout: Layout,
    shown: Preview,
    status: int = 200,
) -> HttpResponse:
    missing = [
        _(" or ").join(str(FIELDS[name]) for name in group) for group in layout.missing()
    ]
    context = {
        "run": run,
        "form": form,
        "shape": "/".join(str(form[key].value() or "") for key in _SHAPE),
        "preview": shown,
        "missing": missing,
        "needs_account": layout.kind is Kind.BANK,
        "lists_items": layout.kind is Kind.ITEMS,
        "action": request.get_full_path(),
    }
    return render(request, "desk/layouts/columns.html", context, status=status)


def _imported(
    request: DeskRequest, run: Run, form: ColumnsForm, source: Source, layout: Layout
) -> HttpResponse:
    done = cycle.import_table(
        source,
        layout,
        company=run.company,
        partial=form.cleaned_data["keep"] == PARTIAL,
        on=request.desk.today,
        actor=actor(request),
        clock=timezone.now,
        picture=form.picture() if layout.kind is Kind.ITEMS else None,
    )
    if done.problems:
        messages.warning(request, _("Some rows have problems: see what to do."))
    else:
        messages.success(
            request,
            _("Everything was taken. The next file like this one is read by itself."),
        )
    return redirect("desk:import_run", done.run.pk)


def _run(request: DeskRequest, pk: int) -> Run:
    seen = Run.objects.filter(scopes.companies(request.granted, "company"))
    return get_object_or_404(seen.select_related("company", "document"), pk=pk)
