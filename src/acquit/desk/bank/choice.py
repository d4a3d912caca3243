"""What the address asks for on the page of a line: an answer, customers, a search; and the
form that follows from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, QueryDict

from acquit.core.text import fold, reference_key
from acquit.desk.bank import lines
from acquit.desk.bank.shares import SharesForm
from acquit.ledger.models import Customer, Receivable
from acquit.web.forms import typed_amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from acquit.bank.models import Line
    from acquit.desk.doors import DeskRequest

# A customer with more open invoices than this is searched by number.
MOST_RECEIVABLES = 60
# A payment for more of them is shared out by its parts.
MOST_CUSTOMERS = 5
# Who pays one invoice by more lines than this has another problem.
MOST_LINES_BESIDE = 6
A_FEW = 8


def use_of(request: DeskRequest, line: Line) -> lines.Use:
    """What became of the line's money, with the answer that the address asks for; where it
    names customers, what is proposed for them alone.
    """
    use = lines.uses([line.receipt_id]).get(line.receipt_id or 0, lines.NOTHING)
    answer = request.GET.get("answer", "")
    if re.fullmatch("[1-9]", answer):
        use = use.choose(int(answer))
    customers = _asked_customers(request)
    return use.only(customers) if customers else use


def asked_of(request: DeskRequest) -> QueryDict:
    """Which answer, which customers and whose lines the address asks for."""
    asked = QueryDict(mutable=True)
    for name in ("answer", "customer", "whose"):
        if values := request.GET.getlist(name)[:MOST_CUSTOMERS]:
            asked.setlist(name, values)
    return asked


def chosen_customers(request: DeskRequest, line: Line, use: lines.Use) -> list[Customer]:
    """The customers in the address, else the proposed ones, else the known payer."""
    if asked := _asked_customers(request):
        found = customers_of(line).in_bulk(asked)
        if len(found) < len(asked):
            raise Http404
        return [found[key] for key in asked]
    proposed = list(dict.fromkeys(one.customer for one in use.proposals))
    if proposed:
        return proposed[:MOST_CUSTOMERS]
    payer = line.receipt.customer if line.receipt else None
    return [payer] if payer else []


def _asked_customers(request: DeskRequest) -> list[int]:
    asked = dict.fromkeys(request.GET.getlist("customer"))
    numbers = [int(one) for one in asked if one.isdecimal() and len(one) < 18]
    return numbers[:MOST_CUSTOMERS]


def customers_of(line: Line) -> QuerySet[Customer]:
    """The customers that this money may be from: those of the company of the account."""
    return Customer.objects.filter(company=line.account.company_id)


def shares_form(
    line: Line, use: lines.Use, customers: Sequence[Customer], *given: object
) -> SharesForm | None:
    """What it may be used for; None when there is nothing left, or nobody to ask."""
    receipt = line.receipt
    if receipt is None or not receipt.available_minor:
        return None
    proposed = {one.receivable_id for one in use.proposals}
    theirs = (
        Receivable.objects.filter(company=receipt.company_id, currency=receipt.currency)
        .open()
        .annotate(first=Q(pk__in=proposed))
        .select_related("invoice", "customer")
        .order_by("-first", "due_on", "pk")
    )
    rows: list[Receivable] = []
    for customer in customers:
        # What is proposed comes along with the first customer, and is never cut off.
        known = {one.pk for one in rows}
        wanted = theirs.filter(Q(customer=customer) | Q(pk__in=proposed))
        most = MOST_RECEIVABLES + len(proposed - known)
        rows += wanted.exclude(pk__in=known)[:most]
    if not rows:
        return None
    waiting = lines.of_the_same_payer(line, {row.customer_id for row in rows})
    beside = list(waiting[:MOST_LINES_BESIDE])
    return SharesForm(receipt, rows, use.proposals, *given, beside=beside)


def customers_found(line: Line, typed: str) -> Sequence[Customer]:
    """By name, number, an invoice's number, or an open amount."""
    theirs = customers_of(line)
    key = reference_key(typed)
    owed = Receivable.objects.filter(company=line.account.company_id).open()
    by_number = owed.filter(invoice__number_key__startswith=key) if key else owed.none()
    amounts = typed_amounts(typed, [(line.currency,)])
    by_amount = owed.filter(
        open_minor__in=[one.minor for one in amounts], currency=line.currency
    )
    found = (
        theirs.filter(search_key__contains=fold(typed))
        | theirs.filter(code__istartswith=typed)
        | theirs.filter(pk__in=by_number.values("customer"))
        | theirs.filter(pk__in=by_amount.values("customer"))
    )
    return list(found.order_by("search_key")[:A_FEW])
