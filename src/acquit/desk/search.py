"""Search everywhere.

A customer by name, code, e-mail, phone or VAT number; an invoice by number, reference or
amount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import NumberFormatError, parse_decimal
from django.db.models import Q
from django.shortcuts import render

from acquit.core.money import to_minor
from acquit.core.text import fold, reference_key
from acquit.desk.doors import DeskRequest, door
from acquit.ledger import queries as ledger
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from acquit.ledger.models import Customer, Receivable

A_FEW = 8


@door(Act.SEE)
def found(request: DeskRequest) -> HttpResponse:
    """What is found, as a page or as the list below the box."""
    typed = request.GET.get("q", "").strip()[:100]
    context = {
        "typed": typed,
        "customers": _customers(request, typed)[:A_FEW] if typed else (),
        "receivables": _receivables(request, typed)[:A_FEW] if len(typed) > 1 else (),
    }
    template = "desk/search/found.html" if request.htmx else "desk/search/page.html"
    return render(request, template, context)


def _customers(request: DeskRequest, typed: str) -> QuerySet[Customer]:
    key = reference_key(typed)
    wanted = Q(search_key__contains=fold(typed)) | Q(code__istartswith=typed)
    if "@" in typed:
        wanted |= Q(email__icontains=typed) | Q(contacts__email__icontains=typed)
    if len(key) > 4:
        wanted |= Q(vat__contains=key) | Q(phone__contains=typed)
    return (
        ledger.customers_within(request.scope)
        .filter(wanted)
        .distinct()
        .order_by("search_key")
    )


def _receivables(request: DeskRequest, typed: str) -> QuerySet[Receivable]:
    key = reference_key(typed)
    wanted = Q(pk__in=[])
    if key:
        wanted |= Q(invoice__number_key__startswith=key)
    if len(key) > 5:
        wanted |= Q(invoice__payment_reference=key)
    if (minor := _amount(typed)) is not None:
        wanted |= Q(open_minor=minor) | Q(amount_minor=minor)
    return (
        ledger.receivables_within(request.scope)
        .filter(wanted)
        .select_related("invoice", "customer")
        .order_by("-open_minor", "-due_on")
    )


def _amount(typed: str) -> int | None:
    """Cents of an amount with decimals; a plain number is a code or an invoice."""
    if not any(mark in typed for mark in ",."):
        return None
    try:
        return to_minor(parse_decimal(typed, locale=reading.locale(), strict=True), "EUR")
    except (NumberFormatError, ValueError):
        return None
