"""The dossier as tables: claims, interest, what lowered them, and the index of files.

The columns are told in docs/reference/dossier.md; they are English in every language, days
are YYYY-MM-DD, amounts have a point. A text that a spreadsheet would calculate is guarded.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.errors import Refusal
from acquit.core.interest import Owed, half_up
from acquit.core.law import Fee, Refused
from acquit.core.money import to_decimal
from acquit.formats.writing import write_csv
from acquit.handover.dossier.file import Used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from acquit.core.interest import Asked
    from acquit.formats.cells import Cell
    from acquit.handover.dossier.exhibits import Numbered
    from acquit.handover.dossier.file import Claim, File
    from acquit.handover.dossier.telling.page import Bound

BOM = "\ufeff"
CLAIMS = (
    *("claim", "kind", "invoice", "instalment", "issued_on", "due_on", "due_computed"),
    *("currency", "invoice_total", "principal", "paid", "credited", "settled_otherwise"),
    *("written_off", "open", "disputed", "limitation_until", "limitation_source"),
    *("limitation_certainty", "interest_kind", "interest_country", "interest_from"),
    *("interest_until", "interest_computed", "interest_asked_before", "interest_waived"),
    *("interest_claimed", "interest_per_day", "interest_certainty", "interest_none"),
    *("fee_currency", "fee_computed", "fee_asked_before", "fee_waived", "fee_claimed"),
    *("fee_source", "fee_certainty", "order_number", "payment_reference", "exhibit"),
)
INTEREST = (
    *("claim", "invoice", "instalment", "currency", "from", "until", "days", "base"),
    *("percent", "interest", "interest_exact", "source", "certainty", "derived"),
)
PAYMENTS = (
    *("claim", "invoice", "instalment", "what", "credit_note", "value_on", "booked_on"),
    *("currency", "amount", "corrects_invoice", "known_from"),
)
INDEX = (
    *("exhibit", "kind", "on", "title", "page", "pages", "not_bound"),
    *("text_file", "file", "sha256"),
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """Where an exhibit stands: page of the dossier, 0 = not in it; hash of its file."""

    page: int
    bound: Bound
    sha256: str


def claims(file: File, exhibits: Numbered) -> bytes:
    """One row for each claim."""
    papers = {one.invoice_id: exhibits.of_paper(one.paper) for one in file.billed}
    rows = [_claim(one, file, papers.get(one.invoice_id)) for one in file.claims]
    return _csv(CLAIMS, rows)


def interest(file: File) -> bytes:
    """One row for each line of interest."""
    return _csv(INTEREST, [row for one in file.claims for row in _lines(one)])


def payments(file: File) -> bytes:
    """One row for each thing that lowered a claim."""
    rows: list[Sequence[Cell]] = [
        [
            one.place,
            one.number,
            one.part,
            how.sort.name,
            how.number,
            how.on,
            how.booked_on,
            one.currency,
            to_decimal(how.minor, one.currency),
            how.corrects,
            how.source,
        ]
        for one in file.claims
        for how in one.lowered
    ]
    return _csv(PAYMENTS, rows)


def index(exhibits: Numbered, indexed: Mapping[int, Indexed]) -> bytes:
    """One row for each exhibit."""
    rows: list[Sequence[Cell]] = []
    for one in exhibits.all:
        where = indexed[one.number]
        rows.append(
            [
                one.number,
                one.sort.name,
                one.on,
                one.title,
                where.page or None,
                where.bound.pages or None,
                where.bound.why,
                one.text,
                one.file if where.sha256 else "",
                where.sha256,
            ]
        )
    return _csv(INDEX, rows)


def _csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    write_csv(rows, header, out)
    return (BOM + out.getvalue()).encode()


def _claim(one: Claim, file: File, exhibit: int | None) -> list[Cell]:
    currency = one.currency
    return [
        one.place,
        one.kind,
        one.number,
        one.part,
        one.issued_on,
        one.due_on,
        one.due_computed,
        currency,
        to_decimal(one.invoice_minor, currency),
        to_decimal(one.principal_minor, currency),
        to_decimal(one.lowered_by(Used.PAYMENT), currency),
        to_decimal(one.lowered_by(Used.CREDIT_NOTE), currency),
        to_decimal(one.lowered_by(Used.STATED), currency),
        to_decimal(one.lowered_by(Used.WRITTEN_OFF), currency),
        to_decimal(one.open_minor, currency),
        to_decimal(one.contested_minor, currency),
        *_limitation(one),
        *_interest(one, file),
        *_fee(one),
        one.order_number,
        one.reference,
        exhibit,
    ]


def _limitation(one: Claim) -> list[Cell]:
    known = one.limitation
    if isinstance(known, Refusal):
        return [None, str(known), ""]
    basis = known.rule.basis
    return [known.until, basis.source, basis.certainty.value]


def _interest(one: Claim, file: File) -> list[Cell]:
    extra, currency = one.extra, one.currency
    found = extra.interest
    if not isinstance(found, Owed):
        none = _none(found)
        return ["", extra.country, None, None, *[None] * 5, "", none]
    lines = found.lines
    return [
        "AGREED" if extra.agreed else "LAW",
        extra.country,
        lines[0].first_on if lines else None,
        file.as_of,
        *_asked(extra.of_interest),
        _fine(extra.per_day, currency),
        found.certainty.value,
        "",
    ]


def _none(found: Refused | Refusal | None) -> str:
    match found:
        case Refused():
            return found.why.value
        case Refusal():
            return type(found).__name__
        case None:
            return ""


def _asked(asked: Asked | None) -> list[Cell]:
    if asked is None:
        return [None] * 4
    some = (asked.computed, asked.claimed, asked.waived, asked.left)
    return [money.amount for money in some]


def _fee(one: Claim) -> list[Cell]:
    fee, asked = one.extra.fee, one.extra.of_fee
    if not isinstance(fee, Fee) or asked is None:
        return ["", *[None] * 4, "", ""]
    basis = fee.basis
    return [asked.left.currency, *_asked(asked), basis.source, basis.certainty.value]


def _lines(one: Claim) -> Iterator[Sequence[Cell]]:
    found = one.extra.interest
    if not isinstance(found, Owed):
        return
    for line in found.lines:
        yield [
            one.place,
            one.number,
            one.part,
            one.currency,
            line.first_on,
            line.last_on,
            line.days,
            to_decimal(half_up(line.base), one.currency),
            line.quote.percent,
            to_decimal(half_up(line.interest), one.currency),
            _fine(line.interest, one.currency, places=6),
            line.quote.source,
            line.quote.certainty.value,
            line.quote.derived,
        ]


def _fine(minor: Fraction | None, currency: str, *, places: int = 2) -> Decimal | None:
    """To so many places more than the currency has."""
    if minor is None:
        return None
    return to_decimal(half_up(minor * 10**places), currency).scaleb(-places)
