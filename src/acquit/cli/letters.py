"""`acquit letters`: what waits in the print tray, and printing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from acquit.organisation.models import Company


@click.command()
@click.option("--company", "code", required=True)
@click.option("--print", "printing", is_flag=True, help="Set what waits, as bundles.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the bundle is written; a second one gets its number in the name.",
)
@running.as_json
def letters(*, code: str, printing: bool, out: Path | None, as_json: bool) -> None:
    """Letters that wait to be printed; with --print they are set as PDF."""
    with running.with_database():
        from acquit.cli import trade  # noqa: PLC0415 - see running.setup

        books = trade.company(code)
        result = _print(books, out) if printing else _waiting(books)
        running.emit(result, as_json=as_json, text=_told(result))


def _waiting(books: Company) -> dict[str, Any]:
    from acquit.channels.models import Message  # noqa: PLC0415 - see running.setup

    rows = Message.objects.in_tray().filter(company=books).select_related("customer")
    waiting = [
        {
            "customer": one.customer.code,
            "step": one.kind.lower(),
            "subject": one.subject,
            "since": one.business_day,
        }
        for one in rows.order_by("business_day", "customer__search_key", "pk")
    ]
    return {"company": books.code, "waiting": waiting}


def _print(books: Company, out: Path | None) -> dict[str, Any]:
    from django.utils import timezone  # noqa: PLC0415 - see running.setup

    from acquit.cli import trade  # noqa: PLC0415 - see running.setup
    from acquit.cycle.actions.printing import print_letters  # noqa: PLC0415

    printed = print_letters(
        books.pk, on=trade.day(None, books), actor=trade.actor(), at=timezone.now()
    )
    bundles = []
    for place, batch in enumerate(printed.batches):
        bundle: dict[str, Any] = {
            "number": batch.number,
            "letters": batch.letters,
            "pages": batch.pages,
        }
        if out is not None:
            path = out if place == 0 else out.with_stem(f"{out.stem}-{batch.number}")
            path.write_bytes(batch.pdf)
            bundle["file"] = str(path)
        bundles.append(bundle)
    return {
        "company": books.code,
        "held_back": printed.held_back,
        "cannot_be_set": len(printed.unset),
        "bundles": bundles,
    }


def _told(result: dict[str, Any]) -> str:
    if "waiting" in result:
        lines = [
            f"{one['since']}  {one['customer']}  {one['step']}  {one['subject']}"
            for one in result["waiting"]
        ]
        return "\n".join(lines) or "No letter waits to be printed."
    lines = [
        f"Bundle {one['number']}: letters {one['letters']}, pages {one['pages']}"
        + (f", {one['file']}" if "file" in one else "")
        for one in result["bundles"]
    ]
    if result["held_back"]:
        lines.append(f"Not wanted any more and not printed: {result['held_back']}")
    if result["cannot_be_set"]:
        lines.append(f"Cannot be set and stay in the tray: {result['cannot_be_set']}")
    return "\n".join(lines)
