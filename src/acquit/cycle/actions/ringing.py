"""Rings for predictions and sums by the names of jobs: whoever rings loads no library.

A job waits in the same transaction as the fact it is for; a burst of facts makes one.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from acquit.claims.models import ClaimTerms
from acquit.ledger.models import Customer
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from procrastinate.tasks import ConfigureTaskOptions
    from procrastinate.types import JSONValue

# More customers than this are predicted with all the others of their company.
FEW = 10
# More than this are summed up with all the others of their company.
MANY = 2000
# No message waits for sums over many customers.
AFTER_THE_WALK: ConfigureTaskOptions = {"queue": "cycle", "priority": -2}

_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Nobody rings: who tells a long story predicts at its end."""
    before = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(before)


def ring_for_customers(customer_ids: Collection[int]) -> None:
    """Have these customers predicted anew, or all of their companies."""
    if _quiet.get():
        return
    if len(customer_ids) <= FEW:
        for customer_id in sorted(customer_ids):
            _ring("predict_customer", customer_id, customer_id=customer_id)
        return
    touched = Customer.objects.filter(pk__among=customer_ids)
    for company_id in set(touched.values_list("company_id", flat=True)):
        _ring("predict", company_id, company_id=company_id)


def ring_for_companies(day: date) -> None:
    """Have everything predicted on the morning of the day, company by company."""
    for company_id in Company.objects.order_by("pk").values_list("pk", flat=True):
        _ring("predict", company_id, company_id=company_id, day=day.isoformat())


def ring_for_learning(company_id: int) -> None:
    """Have a company's books looked into anew, then its months judged."""
    _ring("learn", company_id, company_id=company_id)


def ring_for_check(company_id: int) -> None:
    """Have the months of a company that are over judged."""
    _ring("check", company_id, company_id=company_id)


def ring_for_claims(customer_ids: Collection[int]) -> None:
    """Have what is left to claim of these customers summed up anew, or of all of their
    companies; of those that have said what they ask for.
    """
    if _quiet.get():
        return
    asking = Customer.objects.filter(
        Exists(ClaimTerms.objects.filter(company=OuterRef("company"))),
        pk__among=customer_ids,
    )
    if len(customer_ids) <= FEW:
        for customer_id in asking.order_by("pk").values_list("pk", flat=True):
            _ring("sum_claims_of_customer", customer_id, customer_id=customer_id)
        return
    by_company: dict[int, list[JSONValue]] = defaultdict(list)
    for company_id, customer_id in asking.order_by("pk").values_list("company_id", "pk"):
        by_company[company_id].append(customer_id)
    for company_id, some in by_company.items():
        if len(some) <= MANY:
            job = app.configure_task("cycle.sum_claims_of_customers", **AFTER_THE_WALK)
            job.defer(company_id=company_id, customer_ids=some)
        else:
            ring_for_claims_of(company_id)


def ring_for_claims_of(company_id: int) -> None:
    """The same for all customers of a company."""
    if _quiet.get():
        return
    waiting = app.configure_task(
        "cycle.sum_claims_of_company",
        queueing_lock=f"sum_claims_of_company {company_id}",
        **AFTER_THE_WALK,
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(company_id=company_id)


def _ring(name: str, key: int, **words: int | str) -> None:
    waiting = app.configure_task(
        f"cycle.{name}", queue="cycle", queueing_lock=f"{name} {key}"
    )
    # That of the same customer, waiting already, will know this fact as well.
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(**words)
