"""The list of import runs, and the problems of one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acquit.bank.models import Line
from acquit.core.money import Money
from acquit.core.sentences import of_json
from acquit.core.text import fold
from acquit.desk import scopes, words
from acquit.formats.mending import MOST_ROWS
from acquit.intake.actions.imports import MOST_PROBLEMS_KEPT
from acquit.intake.models import Run, RunProblem, RunState
from acquit.web import reading
from acquit.web.cells import Amounts, Cell, Instant, Link, Number, Text
from acquit.web.tables import Column, Empty, Filter, Table

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from acquit.desk.doors import DeskRequest
    from acquit.organisation.rights import Scope

Runs = QuerySet[Run]
LONGEST_NAME = 36


def runs_within(scope: Scope) -> Runs:
    """The runs of the companies that may be seen."""
    return Run.objects.filter(scopes.companies(scope, "company"))


def run_table(request: DeskRequest) -> Table[Run]:
    """Newest first."""
    companies = request.desk.places.companies
    return Table(
        name="imports",
        rows=runs_within(request.granted).select_related("company"),
        columns=[
            Column("file", _("File"), _file, sort="file_name"),
            Column("state", _("State"), lambda r: words.run_badge(r.state), sort="state"),
            Column(
                "company",
                _("Company"),
                lambda r: Text(r.company.name),
                sort="company__name",
                shown=False,
                phone=False,
            ),
            _count("created", _("New")),
            _count("updated", _("Changed")),
            _count("unchanged", _("Known already")),
            _count("refused", pgettext_lazy("records", "Refused")),
            Column("sums", _("Amount"), lambda r: Amounts(sums(r)), numeric=True),
            Column("at", _("When"), lambda r: Instant(r.started_at), sort="started_at"),
            Column(
                "by",
                _("By"),
                lambda r: Text(r.actor_name),
                sort="actor_name",
                phone=False,
            ),
        ],
        filters=[
            Filter(
                "q",
                _("File name"),
                lambda rows, typed: rows.filter(file_name__icontains=typed),
                kind="search",
            ),
            Filter("state", _("State"), partial(_by, "state"), options=RunState.choices),
            Filter(
                "company",
                _("Company"),
                partial(_by, "company"),
                options=[(str(c.pk), c.name) for c in companies]
                if len(companies) > 1
                else (),
            ),
            Filter("from", _("From"), partial(_day, "started_at__date__gte"), kind="day"),
            Filter("to", _("Until"), partial(_day, "started_at__date__lte"), kind="day"),
        ],
        sort="-at",
        empty=Empty(
            title=_("Nothing was imported yet"),
            words=_(
                "Drop a bank statement, e-invoices, or a table of your accounting above. "
                "What it is, is found out from the content."
            ),
            icon="file-import",
        ),
    )


def problem_table(run: Run) -> Table[RunProblem]:
    """In the order of the file."""
    return Table(
        name=f"problems-{run.pk}",
        rows=run.problems.all(),
        columns=[
            Column("where", _("Where"), lambda p: _told(p, 0)),
            Column("saw", _("What was seen"), lambda p: _told(p, 1)),
            Column("wanted", _("What was expected"), lambda p: _told(p, 2)),
            Column("remedy", _("What to do"), lambda p: _told(p, 3)),
        ],
        filters=[
            Filter(
                "q",
                _("What was seen, or what to do"),
                _saying,
                kind="search",
            )
        ],
        empty=Empty(
            title=_("No problem"),
            words=_("Everything in this file was taken."),
            icon="circle-check",
        ),
    )


def remarks(run: Run) -> list[str]:
    """What was found worth saying, in the reader's language."""
    return [words.told(remark) for remark in run.remarked]


def _saying(rows: QuerySet[RunProblem], typed: str) -> QuerySet[RunProblem]:
    """Those that say it in the reader's language; a run keeps a thousand at most."""
    wanted = fold(typed)
    found = [one.pk for one in rows if any(wanted in fold(said) for said in _said(one))]
    return rows.filter(pk__in=found)


def _told(problem: RunProblem, part: int) -> Cell:
    return Text(_said(problem)[part])


def _said(problem: RunProblem) -> list[str]:
    """Where, what was seen, expected, and to be done, in the reader's language."""
    kept = problem.told or [problem.where, problem.saw, problem.wanted, problem.remedy]
    return [words.told(of_json(part)) for part in kept]


def sums(run: Run) -> list[Money]:
    """What was taken, one sum for each currency."""
    return [Money(minor, currency) for currency, minor in sorted(run.sums.items())]


def cautions(run: Run) -> list[str]:
    """What somebody who mends the file should know, where not all of it is handed back."""
    found = []
    if run.state == RunState.REFUSED and run.refused > MOST_ROWS:
        found.append(
            gettext(
                "The file is so long that the workbook holds only the rows that are wrong: "
                "send the file once more as well, with “Take what is right”."
            )
        )
    if run.problems.count() >= MOST_PROBLEMS_KEPT:
        found.append(
            gettext(
                "Only the first %(most)s problems are kept. Once they are mended, send the "
                "file as it was once more, to see the rest."
            )
            % {"most": reading.number(MOST_PROBLEMS_KEPT)}
        )
    return found


def lines_of(run: Run) -> dict[str, int]:
    """Of a bank statement: how many of its new lines are in each state now."""
    rows = Line.objects.filter(
        account__company=run.company_id, recorded_at=run.started_at
    ).values_list("state")
    return dict(rows.annotate(count=Count("pk")))


def _file(run: Run) -> Cell:
    under = " · ".join(
        [run.company.name, words.file_format(run.format), filesizeformat(run.size)]
    )
    href = reverse("desk:import_run", args=[run.pk])
    return Link(_shortened(run.file_name), href, under=under, row=True)


def _shortened(name: str) -> str:
    """Beginning and end of a long name: the page of the run has all of it."""
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 12]}…{name[-11:]}"


def _count(name: str, label: str | Promise) -> Column[Run]:
    return Column(
        name,
        label,
        lambda run: Number(getattr(run, name) or None),
        sort=name,
        numeric=True,
        phone=name in {"created", "refused"},
    )


def _by(field: str, rows: Runs, value: str) -> Runs:
    return rows.filter(**{field: value})


def _day(field: str, rows: Runs, value: str) -> Runs:
    return rows.filter(**{field: reading.day(value)})
