"""Search everywhere.

A customer by name, code, VAT number, e-mail or phone; an invoice or credit note by number,
payment reference or amount. Each way of asking is a question of its own, so that an index
can answer it; the list of invoices searches order numbers too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel.numbers import NumberFormatError, parse_decimal
from django.db.models import Exists, F, Func, OuterRef, Q, TextField, Value
from django.shortcuts import render

from acquit.core.money import TooPrecise, to_minor
from acquit.core.text import fold, reference_key
from acquit.desk.doors import DeskRequest, door
from acquit.ledger import queries as ledger
from acquit.ledger.models import Contact
from acquit.organisation.rights import Act
from acquit.web import reading

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from acquit.ledger.models import Customer, Invoice

A_FEW = 8
SHORTEST_NUMBER = 2
SHORTEST_REFERENCE = 6
SHORTEST_PHONE = 6
_PHONE = re.compile(r"[0-9+()./ -]+")
_PHONE_MARKS = " +()./-"


@door(Act.SEE)
def found(request: DeskRequest) -> HttpResponse:
    """What is found, as a page or as the list below the box."""
    typed = request.GET.get("q", "").strip()[:100]
    context = {
        "typed": typed,
        "customers": _customers(request, typed)[:A_FEW] if typed else (),
        "invoices": _invoices(request, typed),
    }
    template = "desk/search/found.html" if request.htmx else "desk/search/page.html"
    return render(request, template, context)


def _customers(request: DeskRequest, typed: str) -> QuerySet[Customer]:
    key = reference_key(typed)
    wanted = Q(search_key__contains=fold(typed)) | Q(code__istartswith=typed)
    if "@" in typed:
        contact = Contact.objects.filter(customer=OuterRef("pk"), email__icontains=typed)
        wanted |= Q(email__icontains=typed) | Q(Exists(contact))
    if len(key) > 4:
        wanted |= Q(vat__contains=key)
    rows = ledger.customers_within(request.granted)
    if digits := _phone(typed):
        bare = _bare_phone()
        contact = Contact.objects.annotate(bare=bare).filter(
            customer=OuterRef("pk"), bare__contains=digits
        )
        rows = rows.annotate(bare=bare)
        wanted |= Q(bare__contains=digits) | Q(Exists(contact))
    return rows.filter(wanted).order_by("search_key", "pk")


def _phone(typed: str) -> str:
    """The digits that every way of writing this number has; empty when it is none.

    Without the zero or the plus in front: `09 123 45 67` is `+32 9 123 45 67`.
    """
    if not _PHONE.fullmatch(typed):
        return ""
    digits = "".join(c for c in typed if c.isdigit()).lstrip("0")
    return digits if len(digits) >= SHORTEST_PHONE else ""


def _bare_phone() -> Func:
    return Func(
        F("phone"),
        Value(_PHONE_MARKS),
        Value(""),
        function="translate",
        output_field=TextField(),
    )


def _invoices(request: DeskRequest, typed: str) -> list[Invoice]:
    """What bears the number, else the reference; and what has the amount."""
    rows = (
        ledger.invoices_within(request.granted)
        .select_related("customer")
        .order_by("-issued_on", "-pk")
    )
    found: dict[int, Invoice] = {}
    for wanted in _ways(typed):
        found = {row.pk: row for row in rows.filter(wanted)[:A_FEW]}
        if found:
            break
    if len(found) < A_FEW and (minor := _amount(typed)) is not None:
        found |= {row.pk: row for row in rows.filter(total_minor=minor)[:A_FEW]}
        found |= {row.pk: row for row in _with_open(request, minor)}
    return list(found.values())[:A_FEW]


def _with_open(request: DeskRequest, minor: int) -> list[Invoice]:
    """Of which so much is open; found by the instalment, the last one due first."""
    rows = ledger.receivables_within(request.granted).filter(open_minor=minor)
    newest = rows.select_related("invoice__customer").order_by("-due_on", "-pk")
    return [row.invoice for row in newest[:A_FEW]]


def _ways(typed: str) -> list[Q]:
    """How these words may name an invoice, likeliest first."""
    key = "" if "@" in typed else reference_key(typed)
    ways = []
    if len(key) >= SHORTEST_NUMBER:
        ways.append(Q(number_key__startswith=key))
    if len(key) >= SHORTEST_REFERENCE:
        ways.append(Q(payment_reference=key))
    return ways


def _amount(typed: str) -> int | None:
    """Cents of an amount with decimals; a plain number is a code or an invoice."""
    if not any(mark in typed for mark in ",."):
        return None
    try:
        return to_minor(parse_decimal(typed, locale=reading.locale(), strict=True), "EUR")
    except (NumberFormatError, TooPrecise, ValueError):
        return None
