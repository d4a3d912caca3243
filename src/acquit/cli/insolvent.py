"""What the command about insolvencies means: as plain values.

Amounts are decimal strings, days ISO 8601, codes in small letters, None for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from acquit.cli import trade
from acquit.cli.handing import customer_of, paper
from acquit.cycle.actions import cases as cycle
from acquit.handover import actions as handover
from acquit.handover.models import (
    Insolvency,
    InsolvencyKind,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from acquit.organisation.models import Company


def record_insolvency(
    books: Company, code: str, words: dict[str, Any], on: date
) -> dict[str, Any]:
    """Raises what `handover.actions.record_insolvency` raises."""
    found = cycle.record_insolvency(
        customer_id=customer_of(books, code).pk,
        kind=InsolvencyKind(words.pop("kind").upper()),
        **words,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return _insolvency(found)


def file_claim(
    books: Company, code: str, *, filed_on: date, proof: str, document: Path | None
) -> dict[str, Any]:
    """Raises Unknown where none is open, and what `mark_filed` raises."""
    found = _open_insolvency(books, code)
    with transaction.atomic():
        filed = handover.mark_filed(
            insolvency_id=found.pk,
            on=filed_on,
            words=proof,
            proof=paper(books, document),
            actor=trade.actor(),
            at=timezone.now(),
        )
    return _insolvency(filed)


def end_insolvency(books: Company, code: str, on: date) -> dict[str, Any]:
    """Raises Unknown where none is open."""
    found = _open_insolvency(books, code)
    by: Any = {"actor": trade.actor(), "at": timezone.now()}
    return _insolvency(cycle.end_insolvency(insolvency_id=found.pk, on=on, **by))


def insolvency(books: Company, code: str) -> dict[str, Any]:
    """What is open against a customer. Raises Unknown where nothing is."""
    return _insolvency(_open_insolvency(books, code))


def _open_insolvency(books: Company, code: str) -> Insolvency:
    customer = customer_of(books, code)
    found = Insolvency.objects.filter(customer=customer, ended_on=None).first()
    if found is None:
        raise trade.Unknown(
            f"No insolvency of {code} is open. `acquit insolvency {code} --company "
            f"{books.code} --opened DAY` records one."
        )
    return found


def _insolvency(one: Insolvency) -> dict[str, Any]:
    return {
        "customer": one.customer.code,
        "kind": one.kind.lower(),
        "court": one.court,
        "reference": one.reference,
        "administrator": one.administrator,
        "source": one.source,
        "opened_on": one.opened_on.isoformat(),
        "published_on": one.published_on.isoformat() if one.published_on else None,
        "deadline_on": one.deadline_on.isoformat(),
        "deadline_by": one.deadline_source or None,
        "certainty": one.deadline_certainty or None,
        "filed_on": one.filed_on.isoformat() if one.filed_on else None,
        "proof": one.filed_words,
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
    }
