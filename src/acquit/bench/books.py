"""Books to measure the daily walk on: customers, invoices, payments in part, brought in by
the importers as files; some receivables are promised or disputed.
"""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from acquit.audit.actions import Actor
from acquit.core.money import Money
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.ledger.actions import open_dispute, record_promise
from acquit.ledger.models import DisputeReason, Receivable
from acquit.organisation.actions import CompanyWords, open_company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from acquit.organisation.models import Company

DAY = date(2026, 3, 17)
AT = datetime(2026, 3, 17, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")
SEED = 20_260_317
# Of the receivables: paid in part, promised, disputed.
PART_PAID = 0.08
PROMISED = 300
DISPUTED = 300
COUNTRIES = ("BE", "FR", "NL", "DE", "LU")
LANGUAGES = {"BE": "nl", "FR": "fr", "NL": "nl", "DE": "de", "LU": "fr"}


def bring_in(files: Sequence[Path], progress: Callable[[str], None]) -> Company:
    """Import them into a company of their own."""
    company = open_company(
        CompanyWords(
            code="BENCH",
            name="Bench",
            country="BE",
            currency="EUR",
            email="books@bench.example",
        ),
        actor=WHO,
        at=AT,
    )
    for file in files:
        progress(f"Importing {file.name} …")
        done = import_file(
            Source.of_path(file),
            company=company,
            partial=False,
            on=DAY,
            actor=WHO,
            clock=lambda: AT,
        )
        if done.problems:
            raise RuntimeError(str(done.problems[0]))
    _promise_and_dispute()
    return company


def write(folder: Path, customers: int, invoices: int) -> list[Path]:
    """The files; the same at every run."""
    chance = random.Random(SEED)  # noqa: S311 - the same books at every run
    return [
        _table(folder / "customers.csv", _CUSTOMERS, _customers(customers, chance)),
        _table(folder / "invoices.csv", _INVOICES, _invoices(customers, invoices, chance)),
        _table(folder / "receipts.csv", _RECEIPTS, _receipts(invoices, chance)),
    ]


_CUSTOMERS = (
    *("customer_code", "name", "party_type", "country", "language", "email", "street"),
    *("postcode", "city"),
)
_INVOICES = (
    "invoice_number",
    "customer_code",
    "issue_date",
    "due_date",
    "currency",
    "amount",
)
_RECEIPTS = ("receipt_reference", "received_on", "currency", "amount", "invoice_numbers")


def _table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _customers(count: int, chance: random.Random) -> Iterable[tuple[object, ...]]:
    for number in range(count):
        party = chance.choice(("business", "business", "business", "consumer", ""))
        email = f"c{number}@example.com" if chance.random() < 0.97 else ""
        country = chance.choice(COUNTRIES)
        language = LANGUAGES[country]
        place = (f"Street {number}", f"{1000 + number % 9000}", "Town")
        yield (
            f"C{number}",
            f"Customer {number}",
            party,
            country,
            language,
            email,
            *place,
        )


def _invoices(
    customers: int, count: int, chance: random.Random
) -> Iterable[tuple[object, ...]]:
    for number in range(count):
        due_on = DAY + timedelta(days=chance.randint(-60, 60))
        amount = f"{chance.randint(2_000, 900_000) / 100:.2f}"
        yield (
            f"F{number:07}",
            f"C{chance.randrange(customers)}",
            due_on - timedelta(days=30),
            due_on,
            "EUR",
            amount,
        )


def _receipts(invoices: int, chance: random.Random) -> Iterable[tuple[object, ...]]:
    for number in chance.sample(range(invoices), int(invoices * PART_PAID)):
        amount = f"{chance.randint(500, 1_900) / 100:.2f}"
        yield (f"R{number}", DAY - timedelta(days=3), "EUR", amount, f"F{number:07}")


def _promise_and_dispute() -> None:
    """Spread over the books, by the verbs that people use."""
    chance = random.Random(SEED)  # noqa: S311 - the same books at every run
    ids = list(Receivable.objects.filter(open_minor__gt=0).values_list("pk", flat=True))
    chosen = chance.sample(ids, min(len(ids), PROMISED + DISPUTED))
    rows = Receivable.objects.in_bulk(chosen)
    for number, row in enumerate(rows.values()):
        if number < PROMISED:
            record_promise(
                receivable_id=row.pk,
                amount=Money(row.open_minor, row.currency),
                promised_on=DAY + timedelta(days=5),
                made_on=DAY,
                actor=WHO,
                at=AT,
            )
        else:
            part = Money(row.open_minor // 2 or 1, row.currency) if number % 2 else None
            open_dispute(
                receivable_id=row.pk,
                amount=part,
                reason=DisputeReason.PRICE,
                on=DAY,
                actor=WHO,
                at=AT,
            )
