"""What a file got wrong, as a workbook to correct and to send again."""

from __future__ import annotations

import io
from collections import defaultdict
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.sentences import of_json
from acquit.desk import words
from acquit.formats import cells, grid, mending, sheets, writing
from acquit.formats.layouts import sample
from acquit.formats.records import Refused
from acquit.formats.source import Source
from acquit.intake.actions import layouts_of
from acquit.intake.models import RunState

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.formats.cells import Cell
    from acquit.formats.mending import Rows
    from acquit.intake.models import Run, RunProblem


def workbook(run: Run) -> bytes:
    """The rows of the table with what is wrong beside them; of another file, and of a table
    that is wrong as a whole, the list of what is.
    """
    labels = [_("where"), _("what was seen"), _("what was expected"), _("what to do")]
    told = [(mending.place_of(one.where), _told(one)) for one in run.problems.all()]
    lines = _mended(run, told, labels)
    out = io.BytesIO()
    if lines:
        head = [cells.header(cell) for cell in lines[0]]
        writing.write_xlsx(lines[1:], head, out)
    else:
        writing.write_xlsx((parts for _place, parts in told), labels, out)
    return out.getvalue()


def _mended(
    run: Run, told: list[tuple[str, list[str]]], labels: list[str]
) -> list[list[Cell]]:
    """The table as it is handed back; [] when no row of it can be named."""
    try:
        rows, heads = _table(run)
        above = {str(place) for place, _row in islice(rows(), heads)}
        wrong: dict[str, list[list[str]]] = defaultdict(list)
        for place, parts in told:
            if place and place not in above:
                wrong[place].append(parts)
        if not heads or not wrong:
            return []
        whole = run.state == RunState.REFUSED
        return list(mending.mended(rows, heads, wrong, labels=labels, whole=whole))
    except Refused:
        return []


def _table(run: Run) -> tuple[Callable[[], Rows], int]:
    """The rows of the file, and how many of them stand above the data: 0 when it is no
    table with headers, or was not kept. Raises Refused.
    """
    if run.document is None:
        return lambda: iter(()), 0
    source = Source.of_bytes(bytes(run.document.content), name=run.file_name)
    if run.format.startswith("acquit."):
        return partial(sheets.rows, source), 1
    if not run.layout:
        return lambda: iter(()), 0
    kept = {layout.name: layout for layout in layouts_of(run.company)}
    layout = kept.get(run.layout)
    shape = grid.shape_of(
        source,
        encoding=layout.encoding if layout else "",
        separator=layout.delimiter if layout else "",
    )
    return partial(grid.rows, source, shape), len(sample.take(source, shape).skipped)


def _told(problem: RunProblem) -> list[str]:
    """Its four parts in the reader's language."""
    english = [problem.where, problem.saw, problem.wanted, problem.remedy]
    return [words.told(of_json(part)) for part in problem.told or english]
