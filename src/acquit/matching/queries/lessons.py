"""What people have taught: who pays from which account, under which name, and how."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from acquit.core.matching import Judge, Record
from acquit.core.matching import Rules as CoreRules
from acquit.core.matching.judging import STANDARD
from acquit.core.text import name_key
from acquit.matching.models import KindRecord, Lesson, Rules, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from acquit.matching.incoming import Incoming


def rules_of(company_id: int) -> CoreRules:
    """What the company lets be posted by itself."""
    return rules_by_company([company_id]).get(company_id, STANDARD)


def rules_by_company(company_ids: Collection[int]) -> dict[int, CoreRules]:
    """Those of the companies that have said anything of it."""
    return {
        row.company_id: CoreRules(
            wanted=row.wanted, discounts=row.discounts, shorter=row.shorter, over=row.over
        )
        for row in Rules.objects.filter(company__in=company_ids)
    }


def records_of(company_id: int) -> dict[str, Record]:
    """What became of each kind of evidence in these books, by the kind's name."""
    rows = KindRecord.objects.filter(company=company_id).order_by().values_list("kind")
    sums = rows.annotate(*(Sum(name) for name in Record._fields))
    return {kind: Record(*counts) for kind, *counts in sums}


def judge(company_id: int, incoming: Iterable[Incoming]) -> Judge:
    """Who says what of these payments posts by itself."""
    customers = {
        customer_id
        for one in incoming
        for payer in one.payment.payers
        for customer_id in (payer.customer_id, *payer.group)
    }
    rows = (
        Lesson.objects.filter(customer__among=customers, topic=Topic.WAY)
        .values_list("customer", "value")
        .annotate(yes=Count("pk", filter=Q(right=True)))
        .annotate(no=Count("pk", filter=Q(right=False)))
    )
    habits = {(customer, kind): (yes, no) for customer, kind, yes, no in rows}
    return Judge(rules_of(company_id), records_of(company_id), habits)


def accounts(company_id: int, ibans: Iterable[str]) -> Mapping[str, set[int]]:
    """Whose payments came from these accounts, as people said."""
    return _taught(company_id, Topic.ACCOUNT, {iban for iban in ibans if iban})


def names(company_id: int, told: Iterable[str]) -> Mapping[str, set[int]]:
    """Whose payments came under these names, as people said; by their `name_key`."""
    return _taught(
        company_id, Topic.NAME, {key for name in told if (key := name_key(name))}
    )


def _taught(company_id: int, topic: Topic, values: set[str]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    rows = Lesson.objects.filter(
        company=company_id, topic=topic, value__among=values, right=True
    )
    for value, customer_id in rows.values_list("value", "customer").distinct():
        found[value].add(customer_id)
    return found
