"""How long it takes to know all payers, and to learn and predict when they will pay.

The books are made by the database itself: customers of many habits, most invoices paid, the
last ones open. Then the stage of the daily walk runs on all of them for the first time, so
that every behaviour, profile and score is counted and written; and for single customers, as
when a payment arrives. Learning and predicting are measured on books of their own.
"""

from __future__ import annotations

import os
import resource
from datetime import UTC, date, datetime
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db import connection

from acquit.audit.actions import Actor
from acquit.bench.apart import apart, peak_mb
from acquit.cycle.actions.assessing import assess_all, assess_for
from acquit.organisation.actions import CompanyWords, open_company
from acquit.scoring.models import Assessment
from acquit.scoring.prediction import measuring

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 3, 17)
AT = datetime(2026, 3, 17, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")
SINGLES = 40
# Of the invoices, those that are still open; of the customers, one in so many is asked.
OPEN_SHARE = 50

# Rows come in with their links known to be right, by key: nothing is checked, which would
# take longer than all that is measured.
_CUSTOMERS = """
    INSERT INTO ledger_customer
           (id, company_id, code, name, search_key, party_type, vat, registration, country,
            language, street, postcode, city, email, phone, segment, payment_method,
            currency, custom, needs_review, recorded_at)
    SELECT n, %(company)s, 'C' || n, 'Customer ' || n, 'customer ' || n, 'BUSINESS', '', '',
           (ARRAY['BE', 'FR', 'NL', 'DE'])[n %% 4 + 1], 'en', '', '', '', '', '',
           'S' || n %% 8, 'TRANSFER', 'EUR', '{}', false, %(at)s
      FROM generate_series(1, %(customers)s) n
"""
# Due days over the last two years; each payer has its own habit, and some noise.
_INVOICES = """
    INSERT INTO ledger_invoice
           (id, company_id, customer_id, kind, number, number_key, issued_on, year,
            currency, total_minor, available_minor, corrects, discounts, written_negative,
            payment_reference, order_number, terms, custom, recorded_at)
    SELECT n, %(company)s, n %% %(customers)s + 1, 'INVOICE', 'F' || n, 'F' || n,
           d.due - 30, 2024, 'EUR', 10000 + n %% 90000, 0, '[]', '[]', false, '', '', '',
           '{}', %(at)s
      FROM generate_series(1, %(invoices)s) n,
           LATERAL (SELECT %(day)s::date - 20 - n %% 700 AS due) d
"""
_RECEIVABLES = """
    INSERT INTO ledger_receivable
           (id, company_id, customer_id, invoice_id, instalment, currency, due_on,
            due_computed, amount_minor, open_minor, settled_on, recorded_at)
    SELECT i.id, i.company_id, i.customer_id, i.id, 1, 'EUR', i.issued_on + 30, false,
           i.total_minor, CASE WHEN o.open THEN i.total_minor ELSE 0 END,
           CASE WHEN NOT o.open THEN least(%(day)s::date - 1, i.issued_on + 30
                + (i.customer_id * 7 %% 41 - 5 + i.id * 13 %% 17)::int) END, %(at)s
      FROM ledger_invoice i,
           LATERAL (SELECT i.id %% %(open_share)s = 0
                       AND i.issued_on + 30 > %(day)s::date - 120 AS open) o
"""
_ALLOCATIONS = """
    INSERT INTO ledger_allocation
           (receivable_id, kind, source, written_off, amount_minor, booked_on, evidence,
            recorded_at)
    SELECT id, 'STATED', 'ACCOUNTING', '', amount_minor, settled_on, '{}', %(at)s
      FROM ledger_receivable WHERE open_minor = 0
"""


def run(
    *,
    invoices: int,
    customers: int,
    closed: int,
    open_rows: int,
    progress: Callable[[str], None],
) -> dict[str, Any]:
    """`{score_seconds, train_seconds, predict_seconds, refresh_ms, peak_mb, …}`.

    invoices, customers: of the books that are scored; closed, open_rows: what is learnt
    from, and predicted. peak_mb: the largest that any of the processes has been.
    """
    progress(f"Making books of {customers} customers and {invoices} invoices …")
    apart(_make, invoices, customers)
    progress("Scoring …")
    scored = apart(_score)
    progress("Refreshing single customers …")
    refreshed = apart(_refresh, customers)
    progress(f"Learning from {closed} invoices …")
    learnt = apart(_learn, closed, customers)
    progress(f"Predicting {open_rows} invoices …")
    told = apart(_predict, open_rows, closed, customers)
    parts = (scored, refreshed, learnt, told)
    return {
        "invoices": invoices,
        "customers": customers,
        **{name: value for part in parts for name, value in part.items()},
        "closed": closed,
        "open": open_rows,
        "peak_mb": max(part["peak_mb"] for part in parts),
    }


def _make(invoices: int, customers: int) -> None:
    words = CompanyWords(code="BENCH", name="Bench", country="BE", currency="EUR")
    company = open_company(words, actor=WHO, at=AT)
    given: dict[str, Any] = {
        "company": company.pk,
        "customers": customers,
        "invoices": invoices,
        "day": DAY,
        "at": AT,
        "open_share": OPEN_SHARE,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in (_CUSTOMERS, _INVOICES, _RECEIVABLES, _ALLOCATIONS):
            cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")


def _score() -> dict[str, Any]:
    began = perf_counter()
    assess_all(DAY, at=AT, since=None, processes=os.cpu_count() or 1)
    seconds = perf_counter() - began
    peak = max(peak_mb(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
    return {
        "score_seconds": round(seconds, 2),
        "scored": Assessment.objects.count(),
        "peak_mb": peak,
    }


def _refresh(customers: int) -> dict[str, Any]:
    """From a fact about one customer to its behaviour, profile and score, in the median."""
    taken = []
    step = max(1, customers // SINGLES)
    for key in range(1, customers + 1, step):
        began = perf_counter()
        assess_for([key], as_of=DAY, at=AT)
        taken.append(perf_counter() - began)
    return {"refresh_ms": round(1000 * median(taken), 1), "peak_mb": peak_mb()}


def _learn(closed: int, customers: int) -> dict[str, Any]:
    found = measuring.train_seconds(closed=closed, customers=customers)
    return {
        "train_seconds": round(found.seconds, 2),
        "trained": found.trained,
        "peak_mb": peak_mb(),
    }


def _predict(open_rows: int, closed: int, customers: int) -> dict[str, Any]:
    found = measuring.predict_seconds(
        open_rows=open_rows, closed=closed, customers=customers
    )
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return {
        "predict_seconds": round(found.seconds, 2),
        "peak_mb": max(peak_mb(), children),
    }
