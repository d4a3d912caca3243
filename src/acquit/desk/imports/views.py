"""Dropping files, the list of runs, and the page of one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.bank.models import LineState
from acquit.cycle import actions as cycle
from acquit.cycle import jobs
from acquit.desk import erased, lists, scopes, words
from acquit.desk.doors import DeskRequest, actor, door
from acquit.desk.imports.forms import UploadForm, companies_to_import, upload_form
from acquit.desk.imports.table import (
    cautions,
    lines_of,
    problem_table,
    remarks,
    run_table,
    runs_within,
    sums,
)
from acquit.desk.keeping import PARTIAL
from acquit.desk.layouts.files import is_unknown_table
from acquit.desk.missing.table import missing_within
from acquit.formats.source import Source
from acquit.intake.models import Run
from acquit.ledger.actions.bulk import keep_document
from acquit.ledger.models import Document
from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile

    from acquit.organisation.models import Company


@door(Act.IMPORT, "GET", "POST")
def imports(request: DeskRequest) -> HttpResponse:
    """What was imported; a file that is sent here is taken in."""
    form = upload_form(request)
    status = 200
    if request.method == "POST":
        form = UploadForm(companies_to_import(request), request.POST, request.FILES)
        if form.is_valid():
            return _taken(request, form)
        status = 422
    missing = missing_within(request.granted).count() if request.desk.may(Act.MATCH) else 0
    context = {"upload": form, "missing": missing}
    answer = lists.show(request, run_table(request), "desk/imports/list.html", context)
    answer.status_code = status
    return answer


@door(Act.IMPORT)
def import_run(request: DeskRequest, pk: int) -> HttpResponse:
    """What became of one file."""
    run = _run(request, pk)
    found = lines_of(run)
    context = {
        "run": run,
        "badge": words.run_badge(run.state).html(),
        "format": words.file_format(run.format),
        "sums": sums(run),
        "remarks": remarks(run),
        "cautions": cautions(run),
        "unknown_table": is_unknown_table(run),
        "lines": sum(found.values()),
        "matched": found.get(LineState.MATCHED, 0),
        "to_look_at": found.get(LineState.OPEN, 0),
        "upload": upload_form(request),
    }
    return lists.show(request, problem_table(run), "desk/imports/run.html", context)


@door(Act.IMPORT)
def import_original(request: DeskRequest, pk: int) -> HttpResponse:
    """The file as it was sent; never shown, always saved."""
    run = _run(request, pk)
    if run.document is None:
        raise Http404(_("Files of this size are not kept."))
    erased.check(run.document.size)
    answer = HttpResponse(
        bytes(run.document.content), content_type="application/octet-stream"
    )
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=PurePosixPath(run.file_name).name
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@door(Act.IMPORT)
def import_problems(request: DeskRequest, pk: int) -> HttpResponse:
    """What is wrong, to be mended: a workbook that is sent again once it is corrected."""
    # Here and not above: a page that is only looked at loads no spreadsheet library.
    from acquit.desk.imports.mending import workbook  # noqa: PLC0415

    run = _run(request, pk)
    stem, problems = PurePosixPath(run.file_name).stem, _("problems")
    answer = HttpResponse(workbook(run), content_type=lists.MEDIA["xlsx"])
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{stem}-{problems}.xlsx"
    )
    return answer


@door(Act.IMPORT)
def import_progress(request: DeskRequest) -> HttpResponse:
    """Large files that a job is reading; the page asks again until all are done."""
    asked = [key for key in request.GET.getlist("file") if key.isdecimal()]
    seen = Document.objects.filter(scopes.companies(request.granted, "company"))
    files = [_progress(one) for one in seen.filter(pk__in=asked).defer("content")]
    if not all(one.done for one in files):
        return render(request, "desk/imports/progress.html", {"files": files})
    where = _after([one.run for one in files])
    if not request.htmx:
        return redirect(where)
    return HttpResponse(status=204, headers={"HX-Redirect": where})


@dataclass(frozen=True, slots=True)
class Progress:
    """A file on its way. job: how its job stands; run: its own, None of an archive."""

    document: Document
    run: Run | None
    job: str

    @property
    def done(self) -> bool:
        return self.job == "succeeded"

    @property
    def failed(self) -> bool:
        return self.job in {"failed", "aborted", "cancelled"}


def _progress(document: Document) -> Progress:
    task = {"task_name": jobs.import_files.name}
    job = (
        ProcrastinateJob.objects.filter(args__document_ids__contains=[document.pk], **task)
        .order_by("-pk")
        .first()
    )
    runs = Run.objects.filter(document=document).order_by("-pk")
    return Progress(document, runs.first(), job.status if job else "succeeded")


def _taken(request: DeskRequest, form: UploadForm) -> HttpResponse:
    """Small files at once; larger ones are kept, and a job reads them."""
    company = form.companies[form.cleaned_data["company"]]
    files = form.cleaned_data["file"]
    whole = form.cleaned_data["keep"] != PARTIAL
    if form.is_for_a_job():
        kept = _handed_over(request, company, form)
        where = reverse("desk:import_progress")
        return redirect(f"{where}?{urlencode({'file': kept}, doseq=True)}")
    done = cycle.import_files(
        [Source.of_stream(file.file, name=file.name) for file in files],
        company=company,
        partial=not whole,
        on=request.desk.today,
        actor=actor(request),
        clock=timezone.now,
        picture=form.picture(),
    )
    runs = [one.run for one in done]
    if len(runs) == 1 and is_unknown_table(runs[0]):
        return redirect("desk:table_columns", runs[0].pk)
    refused = sum(bool(one.problems) for one in done)
    if refused:
        messages.warning(
            request,
            ngettext(
                "%(count)d file has problems: see what to do.",
                "%(count)d files have problems: see what to do.",
                refused,
            )
            % {"count": refused},
        )
    else:
        messages.success(request, _("Everything was taken."))
    return redirect(_after(runs))


@transaction.atomic
def _handed_over(request: DeskRequest, company: Company, form: UploadForm) -> list[int]:
    """Keep the files and ring for the job that reads them in order, all or nothing; the
    keys of the documents.
    """
    picture = form.picture()
    kept = [_kept(request, company, file) for file in form.cleaned_data["file"]]
    jobs.import_files.defer(
        document_ids=kept,
        person_id=request.user.pk,
        day=request.desk.today.isoformat(),
        partial=form.cleaned_data["keep"] == PARTIAL,
        open_on=picture.on.isoformat() if picture else "",
        surely=bool(picture and picture.surely),
    )
    return kept


def _kept(request: DeskRequest, company: Company, file: UploadedFile[bytes]) -> int:
    content = file.read()
    document = keep_document(
        Document(
            company=company,
            name=(file.name or "upload")[:200],
            media_type="application/octet-stream",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            content=content,
            recorded_at=request.desk.at,
        )
    )
    return document.pk


def _after(runs: Sequence[Run | None]) -> str:
    """The page of the one file that there was; the list, for several or an archive."""
    if len(runs) == 1 and runs[0] is not None:
        unknown = is_unknown_table(runs[0])
        page = "desk:table_columns" if unknown else "desk:import_run"
        return reverse(page, args=[runs[0].pk])
    return reverse("desk:imports")


def _run(request: DeskRequest, pk: int) -> Run:
    seen = runs_within(request.granted).select_related("company", "document")
    return get_object_or_404(seen.defer("document__content"), pk=pk)
