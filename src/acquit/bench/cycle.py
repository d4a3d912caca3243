"""How long the daily decision takes: books are imported, then every receivable is decided.

The books come in by the importers as files: customers, invoices, payments in part; some
receivables are promised or disputed. Then the stages of the cycle run on all of them, for
the first time, so that every outlook and every action has to be written.
"""

from __future__ import annotations

import csv
import random
import resource
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from acquit.audit.actions import Actor
from acquit.bench.apart import apart
from acquit.core.money import Money
from acquit.cycle.actions.daily import SHARD, decide_all
from acquit.cycle.queries import shards
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.ledger.actions import open_dispute, record_promise
from acquit.ledger.models import DisputeReason, Receivable
from acquit.organisation.actions import CompanyWords, open_company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DAY = date(2026, 3, 17)
AT = datetime(2026, 3, 17, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")
SEED = 20_260_317
# Of the receivables: paid in part, promised, disputed.
PART_PAID = 0.08
PROMISED = 300
DISPUTED = 300
COUNTRIES = ("BE", "FR", "NL", "DE", "LU")


def run(
    folder: Path, *, invoices: int, processes: int, progress: Callable[[str], None]
) -> dict[str, float | int]:
    """Import, then decide; seconds of a stage are those of the processes side by side."""
    customers = max(1, invoices // 10)
    progress(f"Writing files of {customers} customers and {invoices} invoices …")
    files = _write(folder, customers, invoices)
    # Each in a process of its own, as in real life: the import's memory is not the cycle's.
    apart(_bring_in, files, progress)
    progress("Deciding …")
    decided: dict[str, float | int] = apart(_decide, processes)
    return {"customers": customers} | decided


def _decide(processes: int) -> dict[str, float | int]:
    began = perf_counter()
    tally = decide_all(shards(SHARD), DAY, at=AT, processes=processes)
    seconds = perf_counter() - began
    return {
        "invoices": tally.receivables,
        "actions": sum(tally.actions.values()),
        "processes": processes,
        "load_seconds": round(tally.load_seconds / processes, 3),
        "decide_seconds": round(tally.decide_seconds / processes, 3),
        "write_seconds": round(tally.write_seconds / processes, 3),
        "seconds": round(seconds, 3),
        "peak_mb": _peak_mb(processes),
    }


def _bring_in(files: Sequence[Path], progress: Callable[[str], None]) -> None:
    company = open_company(
        CompanyWords(code="BENCH", name="Bench", country="BE", currency="EUR"),
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


def _write(folder: Path, customers: int, invoices: int) -> list[Path]:
    chance = random.Random(SEED)  # noqa: S311 - the same books at every run
    return [
        _table(folder / "customers.csv", _CUSTOMERS, _customers(customers, chance)),
        _table(folder / "invoices.csv", _INVOICES, _invoices(customers, invoices, chance)),
        _table(folder / "receipts.csv", _RECEIPTS, _receipts(invoices, chance)),
    ]


_CUSTOMERS = ("customer_code", "name", "party_type", "country", "language", "email")
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
        yield (f"C{number}", f"Customer {number}", party, country, "en", email)


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


def _peak_mb(processes: int) -> int:
    """This process and its children at their largest, as if all were so at once."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + (child * processes if processes > 1 else 0)) // 1024
