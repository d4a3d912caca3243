"""What the bank told of them, in its words, and what was learned of how they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from acquit.bank.models import Line
from acquit.bank.models import Return as GivenBack
from acquit.ledger.models import Allocation
from acquit.matching.models import Lesson, Match
from acquit.privacy.queries.told.rows import Row, as_amount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.ledger.models import Customer


def bank(customer: Customer) -> list[Row]:
    """Each line of the bank by which they paid, or got something back."""
    came = Line.objects.filter(receipt__customer=customer)
    back = Line.objects.filter(returns__receipt__customer=customer, batch=False)
    rows = came.union(back).order_by("booked_on", "id")
    lines = Line.objects.select_related("care").in_bulk([one.pk for one in rows])
    return [_line(lines[one.pk]) for one in rows]


def _line(one: Line) -> Row:
    references = [one.structured_reference, *map(str, one.references)]
    references += [one.end_to_end_id, one.bank_reference]
    return {
        "on": one.booked_on.isoformat(),
        "amount": as_amount(one.amount_minor, one.currency),
        "payer": one.name,
        "account": one.iban,
        "text": one.text,
        "reference": ", ".join(part for part in references if part),
        "other": "; ".join(map(str, one.details)),
        "why": one.care.note if hasattr(one, "care") else "",
    }


def found_by(customer: Customer) -> list[Row]:
    """By which of their words a payment was brought to an invoice, or thought to belong."""
    allocated = Allocation.objects.filter(receivable__customer=customer)
    thought = Match.objects.filter(customer=customer)
    given = GivenBack.objects.filter(receipt__customer=customer)
    by_invoice = [
        *allocated.values_list("receivable__invoice__number", "evidence"),
        *thought.values_list("receivable__invoice__number", "evidence"),
        *(("", evidence) for evidence in given.values_list("evidence", flat=True)),
    ]
    learned = Lesson.objects.filter(customer=customer).order_by("topic", "value")
    values = learned.values_list("topic", "value").distinct()
    return _words(by_invoice) + [
        {"what": topic.lower(), "invoice": "", "text": value} for topic, value in values
    ]


def _words(found: Iterable[tuple[str, dict[str, Any]]]) -> list[Row]:
    """Each said once."""
    told = {
        (number, str(evidence[key]))
        for number, evidence in found
        for key in ("found", "words")
        if evidence.get(key)
    }
    return [
        {"what": "payment", "invoice": number, "text": words}
        for number, words in sorted(told)
    ]
