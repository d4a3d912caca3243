"""The queue's door to what is left to claim: keys and days in, one action out."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone
from procrastinate.contrib.django import app

from acquit.cycle import actions
from acquit.cycle.actions.outstanding import sum_up_customer, sum_up_customers, sum_up_shard
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range
from acquit.organisation.models import Company


@app.task(name="cycle.sum_claims", queue="cycle", retry=3)
def sum_claims(*, day: str, first: int, last: int) -> None:
    """Sum up one shard."""
    sum_up_shard(Range(first, last), date.fromisoformat(day))


@app.task(name="cycle.sum_claims_of_customer", queue="cycle", retry=3)
def sum_claims_of_customer(*, customer_id: int) -> None:
    """Sum up one customer, of whom a fact has arrived."""
    company_id = Customer.objects.values_list("company_id", flat=True).get(pk=customer_id)
    sum_up_customer(customer_id, on=_today(company_id))


@app.task(name="cycle.sum_claims_of_customers", queue="cycle", retry=3)
def sum_claims_of_customers(*, company_id: int, customer_ids: list[int]) -> None:
    """Sum up some customers of a company: facts about all of them arrived."""
    sum_up_customers(customer_ids, on=_today(company_id))


@app.task(name="cycle.sum_claims_of_company", queue="cycle", retry=3)
def sum_claims_of_company(*, company_id: int) -> None:
    """Sum up all customers of a company: its terms changed, or very many facts arrived."""
    actions.sum_up_company(company_id, on=_today(company_id))


@app.task(name="cycle.make_debit_notes", queue="cycle", retry=3)
def make_debit_notes(*, run_id: int) -> None:
    """Make the debit notes that somebody asked for in one go."""
    actions.make_debit_notes(run_id, clock=timezone.now)


def _today(company_id: int) -> date:
    zone = ZoneInfo(Company.objects.get(pk=company_id).timezone)
    return timezone.now().astimezone(zone).date()
