"""To whom their file was handed over, how that went on, and what was written off."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from acquit.channels.models import Arrival
from acquit.handover.models import Case, CaseCost, CaseStage, Insolvency, WriteOffWish
from acquit.ledger.models import Document, Invoice
from acquit.limitation.models import Occurrence
from acquit.privacy.queries.told.rows import Row, as_amount, as_day, as_instant, sentence

if TYPE_CHECKING:
    from acquit.ledger.models import Customer


def cases(customer: Customer) -> list[Row]:
    """Each with its stages and costs; and what is known of an insolvency."""
    found = Case.objects.filter(customer=customer).select_related("partner")
    return [
        *(_case(one) for one in found.order_by("opened_on", "pk")),
        *_stages(customer),
        *_costs(customer),
        *_insolvencies(customer),
    ]


def _case(one: Case) -> Row:
    return {
        "what": one.procedure.lower(),
        "recipient": one.partner.name,
        "reference": one.reference,
        "from": one.opened_on.isoformat(),
        "until": as_day(one.closed_on),
        "text": one.words,
        "why": "; ".join(_seen(condition) for condition in one.conditions),
        "outcome": one.closing_words,
    }


def _seen(condition: dict[str, Any]) -> str:
    """A condition of the procedure, with what was seen."""
    return f"{sentence(condition['said'])} {sentence(condition['seen'])}"


def _stages(customer: Customer) -> list[Row]:
    rows = CaseStage.objects.filter(case__customer=customer).order_by("on", "pk")
    return [
        {
            "what": str(one.get_stage_display()),
            "from": one.on.isoformat(),
            "until": as_day(one.told_until),
            "text": one.words,
        }
        for one in rows
    ]


def _costs(customer: Customer) -> list[Row]:
    rows = CaseCost.objects.filter(case__customer=customer).order_by("on", "pk")
    return [
        {
            "what": str(one.get_kind_display()),
            "from": one.on.isoformat(),
            "amount": as_amount(one.amount_minor, one.currency),
            "text": one.words,
        }
        for one in rows
    ]


def _insolvencies(customer: Customer) -> list[Row]:
    rows = Insolvency.objects.filter(customer=customer).order_by("opened_on", "pk")
    return [
        {
            "what": one.kind.lower(),
            "recipient": ", ".join(part for part in (one.court, one.administrator) if part),
            "reference": one.reference,
            "from": one.opened_on.isoformat(),
            "until": as_day(one.ended_on),
            "text": one.source,
            "outcome": one.filed_words,
        }
        for one in rows
    ]


def write_offs(customer: Customer) -> list[Row]:
    """What was proposed to be given up, why, and what became of it."""
    rows = WriteOffWish.objects.filter(receivable__customer=customer)
    return [
        {
            "invoice": one.receivable.invoice.number,
            "amount": as_amount(one.amount_minor, one.receivable.currency),
            "on": one.on.isoformat(),
            "reason": str(one.get_reason_display()),
            "text": one.words,
            "outcome": " ".join(
                part for part in (str(one.get_state_display()), one.settled_words) if part
            ),
        }
        for one in rows.select_related("receivable__invoice").order_by("on", "pk")
    ]


def papers(customer: Customer) -> list[Row]:
    """Each paper that is kept, by its name; whoever wants a copy asks for it."""
    hanging = chain(
        Invoice.objects.filter(customer=customer).values_list("document", flat=True),
        Occurrence.objects.filter(customer=customer).values_list("document", flat=True),
        CaseStage.objects.filter(case__customer=customer).values_list(
            "document", flat=True
        ),
        CaseCost.objects.filter(case__customer=customer).values_list("document", flat=True),
        Insolvency.objects.filter(customer=customer).values_list("proof", flat=True),
        Arrival.objects.filter(message__customer=customer).values_list(
            "document", flat=True
        ),
    )
    rows = Document.objects.filter(pk__in={key for key in hanging if key}, size__gt=0)
    return [
        {"name": name, "recorded_at": as_instant(at)}
        for name, at in rows.order_by("recorded_at", "pk").values_list(
            "name", "recorded_at"
        )
    ]
