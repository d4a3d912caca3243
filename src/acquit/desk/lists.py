"""Showing a list, or sending it as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from acquit.organisation.rights import Act

if TYPE_CHECKING:
    from acquit.desk.doors import DeskRequest
    from acquit.web.tables import Listing, Table

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show(
    request: DeskRequest, table: Table[Any], template: str, context: dict[str, Any]
) -> HttpResponse:
    """The page with this list as `listing`; the file when the address says `export`.

    The door has already demanded the right to export, and narrowed the scope to it.
    """
    listing = table.read(request.GET)
    if listing.export:
        return _file(listing)
    exports = request.desk.may(Act.EXPORT)
    return render(request, template, {"listing": listing, "exports": exports, **context})


def _file(listing: Listing[Any]) -> HttpResponse:
    # Here and not above: a page that is only looked at loads no spreadsheet library.
    from acquit.formats import writing  # noqa: PLC0415

    out = io.BytesIO()
    if listing.export == "csv":
        # With a byte order mark: Excel takes a file without it for Latin-1.
        words = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
        writing.write_csv(listing.export_lines(), listing.export_head(), words)
    else:
        writing.write_xlsx(listing.export_lines(), listing.export_head(), out)
    name = f"{listing.table.name}-{timezone.localdate():%Y-%m-%d}.{listing.export}"
    answer = HttpResponse(out.getvalue(), content_type=MEDIA[listing.export])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
