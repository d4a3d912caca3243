"""`acquit dossier`: the file of a case, for a lawyer, a bailiff or an agency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquit.cli import running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from acquit.handover.dossier.making import Made
    from acquit.ledger.models import Customer
    from acquit.organisation.models import Company

_DAY = click.DateTime(["%Y-%m-%d"])
KINDS = ("generic", "be-ios", "fr-injonction")
LANGUAGES = ("en", "fr", "nl", "de")


@click.command()
@click.argument("customer")
@click.option("--company", "code", required=True)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder in which the files are written; it is made if it is not there.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="generic",
    show_default=True,
    help="Which procedure it is for; its conditions are checked.",
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="Default: the language of the company.",
)
@click.option("--as-of", type=_DAY, help="The day it tells of; default: today.")
@click.option(
    "--invoice",
    "invoices",
    multiple=True,
    metavar="NUMBER",
    help="Claim this invoice only; may be given several times. Default: all that is late.",
)
@click.option("--notes", is_flag=True, help="With what we wrote down for ourselves.")
@running.as_json
def dossier(*, customer: str, code: str, as_json: bool, **asked: Any) -> None:
    """Write the dossier of CUSTOMER: a bound PDF, a ZIP with every file, and the claims as
    a table.
    """
    with running.with_database():
        made = _make(customer, code, **asked)
        result = _result(customer, made)
        running.emit(result, as_json=as_json, text=_text(made))


def _make(  # noqa: PLR0913  # what a dossier is asked to be
    customer: str,
    code: str,
    *,
    out: Path,
    kind: str,
    language: str | None,
    as_of: datetime | None,
    invoices: Sequence[str],
    notes: bool,
) -> Made:
    from django.utils import timezone  # noqa: PLC0415 - see running.setup

    from acquit.cli import trade  # noqa: PLC0415 - see running.setup
    from acquit.core.procedures import Procedure  # noqa: PLC0415 - see running.setup
    from acquit.handover.actions import record_dossier  # noqa: PLC0415 - see running.setup
    from acquit.handover.dossier import making  # noqa: PLC0415 - see running.setup

    books = trade.company(code)
    found = trade.customer(books, customer)
    if found is None:
        raise trade.Unknown(f"{books.code} has no customer {customer}.")
    procedure = Procedure(kind.upper().replace("-", "_"))
    day = trade.day(as_of, books)
    try:
        made = making.make(
            found,
            as_of=day,
            out=out,
            procedure=procedure,
            language=language or "",
            receivables=_named(books, found, invoices) if invoices else None,
            notes=notes,
        )
    except OSError as error:
        told = error.strerror or str(error)
        raise click.ClickException(
            f"{error.filename or out} cannot be written: {told}. Choose another folder, or "
            "make room there."
        ) from error
    record_dossier(
        found, procedure=procedure, as_of=day, actor=trade.actor(), at=timezone.now()
    )
    return made


def _named(books: Company, of: Customer, numbers: Sequence[str]) -> list[int]:
    """The receivables of these invoices. Raises Unknown."""
    from acquit.cli import trade  # noqa: PLC0415 - see running.setup
    from acquit.ledger.models import Receivable  # noqa: PLC0415 - see running.setup

    rows = Receivable.objects.filter(customer=of, invoice__number__in=numbers)
    found = dict(rows.values_list("pk", "invoice__number"))
    missing = [number for number in numbers if number not in found.values()]
    if missing:
        raise trade.Unknown(
            f"Customer {of.code} of {books.code} has no invoice {', '.join(missing)}."
        )
    return list(found)


def _result(customer: str, made: Made) -> dict[str, Any]:
    return {
        "customer": customer,
        "language": made.language,
        "pdf": str(made.pdf),
        "zip": str(made.parcel),
        "claims_csv": str(made.claims),
        "claims": made.claim_count,
        "pages": made.pages,
        "exhibits": made.exhibits,
        "not_bound": list(made.not_bound),
    }


def _text(made: Made) -> str:
    lines = [
        f"Claims: {made.claim_count}, exhibits: {made.exhibits}, pages: {made.pages}.",
        f"Written: {made.pdf}",
        f"Written: {made.parcel}",
        f"Written: {made.claims}",
    ]
    if made.not_bound:
        count = len(made.not_bound)
        lines.append(f"Not bound in, and in the ZIP only: {count}")
        lines += [f"  {name}" for name in made.not_bound]
    return "\n".join(lines)
