"""Every customer of a company as a text would meet it: with what it really owes where it
owes something, else with an invented invoice. In batches.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Sum

from acquit.core.party import SellsTo
from acquit.core.text import fold
from acquit.dunning.queries.gathering import Wanted, WantedItem, creditor_of, prepare
from acquit.dunning.wording import samples
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from acquit.dunning.wording.facts import Case
    from acquit.dunning.wording.writing import Key

BATCH = 500


def cases(company_id: int, key: Key, *, on: date) -> Iterator[list[tuple[str, Case]]]:
    """For each customer of the company: "code name", and its case, by batches of code.

    First come invented customers, without a name: a business and a consumer, in every
    situation.
    """
    yield list(_imagined(company_id, key, on=on))
    after = ""
    while True:
        rows = _customers(company_id, key, after)
        if not rows:
            return
        found = _batch([pk for pk, _code, _name in rows], key, on=on)
        yield [(f"{code} {name}", found[pk]) for pk, code, name in rows]
        after = rows[-1][1]


def offered(
    company_id: int, key: Key, typed: str, *, most: int
) -> Sequence[tuple[int, str]]:
    """Customers that a text may be looked at with: by what is open the most first, else by
    what was typed of name or code.
    """
    rows: Any = Customer.objects.of(company_id)
    if key.text not in {"CALL", "CHASE"}:
        rows = rows.filter(language=key.language)
    if typed:
        rows = rows.filter(search_key__contains=fold(typed)) | rows.filter(
            code__istartswith=typed
        )
    owed = Sum("receivables__open_minor", filter=Q(receivables__open_minor__gt=0))
    rows = rows.annotate(owed=owed).order_by(F("owed").desc(nulls_last=True), "code")
    return [
        (pk, f"{name} ({code})")
        for pk, code, name in rows.values_list("pk", "code", "name")[:most]
    ]


def case_of(customer_id: int, key: Key, *, on: date, channel: str) -> Case:
    """One customer, for a preview."""
    return _batch([customer_id], key, on=on, channel=channel)[customer_id]


def _imagined(company_id: int, key: Key, *, on: date) -> Iterator[tuple[str, Case]]:
    company = Company.objects.get(pk=company_id)
    to = (True,) if company.sells_to == SellsTo.BUSINESS else (True, False)
    for business in to:
        debtor = samples.debtor(key.language, business=business)
        plain = samples.case(key.text, creditor_of(company), debtor, on=on)
        for case in samples.situations(plain, key.text):
            yield "", case


def _customers(company_id: int, key: Key, after: str) -> Sequence[tuple[int, str, str]]:
    """The next of them. A script is in the language of a colleague: all are tried then."""
    rows = Customer.objects.of(company_id).filter(code__gt=after).order_by("code")
    if key.text not in {"CALL", "CHASE"} and key.language != "en":
        rows = rows.filter(language=key.language)
    return list(rows.values_list("pk", "code", "name")[:BATCH])


def _batch(
    customers: Sequence[int], key: Key, *, on: date, channel: str = ""
) -> dict[int, Case]:
    owed = _owed(customers, key, on=on)
    wanted = [
        Wanted(pk, pk, key.text, owed[pk], channel or key.channel, key.tone)
        for pk in customers
    ]
    return {
        pk: one.case if one.case.items else _invented(one.case, key)
        for pk, one in prepare(wanted, on=on).items()
    }


def _invented(case: Case, key: Key) -> Case:
    return replace(case, items=[samples.item(key.text, on=case.on)])


def _owed(customers: Sequence[int], key: Key, *, on: date) -> dict[int, list[WantedItem]]:
    """What is open: before the due day for what announces it, else what is late first."""
    rows: Any = Receivable.objects.open().filter(customer__in=customers)
    if key.text in samples.BEFORE:
        rows = rows.filter(due_on__gte=on)
    found: dict[int, list[WantedItem]] = defaultdict(list)
    asked = rows.order_by("due_on", "pk").values_list("pk", "customer_id", "open_minor")
    for pk, customer_id, open_minor in asked:
        found[customer_id].append(WantedItem(pk, key.text, open_minor))
    return found
