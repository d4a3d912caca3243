"""The file of a run, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from acquit.formats import grid
from acquit.formats.layouts import reading, ready
from acquit.formats.records import Refused, StatementOpened
from acquit.formats.source import Source
from acquit.intake.models import RunState

if TYPE_CHECKING:
    from acquit.intake.models import Run

PREVIEWED = 50


def table_of(run: Run) -> Source:
    """The file of the run; raises Http404 when it is no table, or was not kept."""
    if run.document is None:
        raise Http404(_("Files of this size are not kept."))
    source = _source(run)
    if not _is_table(source):
        raise Http404(_("This file is not a table."))
    return source


def is_unknown_table(run: Run) -> bool:
    """Whether the file is a table of which nobody has said yet what its columns hold, or
    which account it is of.
    """
    if run.document is None:
        return False
    return lacks_account(run) if run.format else _is_table(_source(run))


def lacks_account(run: Run) -> bool:
    """Whether it is the table of a bank that does not say which account it is of."""
    layout = ready.BY_CODE.get(run.format)
    if layout is None or run.document is None or run.state != RunState.REFUSED:
        return False
    try:
        opened = next(reading.read(_source(run), layout, most=PREVIEWED), None)
    except Refused:
        return False
    return isinstance(opened, StatementOpened) and not opened.account


def _is_table(source: Source) -> bool:
    try:
        return grid.is_table(source)
    except Refused:
        return False


def _source(run: Run) -> Source:
    content = b"" if run.document is None else bytes(run.document.content)
    return Source.of_bytes(content, name=run.file_name)
