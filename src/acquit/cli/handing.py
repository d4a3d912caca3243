"""What the commands about cases mean: as plain values.

Amounts are decimal strings, days ISO 8601, codes in small letters, None for nothing.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from acquit.cli import trade
from acquit.cli.partnering import partner_of
from acquit.core.money import to_decimal
from acquit.core.procedures import Procedure, Stage, by_country
from acquit.core.sentences import of_json
from acquit.cycle.actions import cases as cycle
from acquit.handover import actions as handover
from acquit.handover.models import (
    Bearer,
    Case,
    CostKind,
    Outcome,
)
from acquit.handover.queries.cases import awaited, stages_of, sums
from acquit.handover.queries.conditions import checked, kept
from acquit.ledger.models import (
    Customer,
    Receivable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from acquit.handover.models import CaseStage
    from acquit.handover.queries.cases import Sums
    from acquit.ledger.models import Document
    from acquit.organisation.models import Company


@dataclass(frozen=True)
class Asked:
    """What is to be handed over. invoices: none = all that is overdue."""

    books: Company
    code: str
    procedure_code: str | None
    invoices: tuple[str, ...]
    on: date

    @cached_property
    def customer(self) -> Customer:
        """Raises Unknown."""
        return customer_of(self.books, self.code)

    @cached_property
    def procedure(self) -> Procedure:
        """The one that was named, else the usual one between the two countries."""
        if self.procedure_code:
            return Procedure(self.procedure_code.upper().replace("-", "_"))
        return by_country(self.books.country, self.customer.country)

    @cached_property
    def keys(self) -> list[int]:
        """The receivables. Raises Unknown."""
        if self.invoices:
            return [
                row.pk
                for number in self.invoices
                for row in trade.open_receivables(self.books, number)
            ]
        mine = Receivable.objects.filter(customer=self.customer)
        late = mine.overdue(on=self.on).order_by("due_on", "pk")
        return list(late.values_list("pk", flat=True))


def customer_of(books: Company, code: str) -> Customer:
    """Raises Unknown."""
    found = Customer.objects.select_related("company").filter(company=books, code=code)
    one = found.first()
    if one is None:
        raise trade.Unknown(f"Company {books.code} has no customer {code}.")
    return one


def conditions(asked: Asked) -> dict[str, Any]:
    """The conditions of the procedure as they stand; changes nothing."""
    found = checked(asked.customer, asked.keys, asked.procedure, on=asked.on)
    return {
        "case": None,
        "customer": asked.customer.code,
        "procedure": asked.procedure.value.lower(),
        "conditions": _conditions(kept(found)),
    }


def hand_over(asked: Asked, partner: str, *, words: str, confirmed: bool) -> dict[str, Any]:
    """Raises what `handover.actions.open_case` raises."""
    case = cycle.hand_over(
        customer_id=asked.customer.pk,
        receivable_ids=asked.keys,
        partner_id=partner_of(asked.books, partner).pk,
        procedure=asked.procedure,
        words=words,
        confirmed=confirmed,
        on=asked.on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return shown(asked.books, str(case))


def _conditions(rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {
            "need": one["need"].lower(),
            "state": one["state"].lower(),
            "condition": str(of_json(one["said"])),
            "seen": str(of_json(one["seen"])),
            "source": one["source"],
            "certainty": one["certainty"],
        }
        for one in rows
    ]


def listed(books: Company, *, closed: bool) -> dict[str, Any]:
    """The open cases of a company, the oldest first."""
    rows = Case.objects.filter(company=books).select_related("customer", "partner")
    if not closed:
        rows = rows.filter(closed_on=None)
    some = list(rows.order_by("serial"))
    keys = [one.pk for one in some]
    stages, of = stages_of(keys), sums(keys)
    today = trade.day(None, books)
    return {
        "company": books.code,
        "cases": [
            _case(one, stages.get(one.pk, []), of.get(one.pk, []), today) for one in some
        ],
    }


def shown(books: Company, number: str) -> dict[str, Any]:
    """All of one case. Raises Unknown."""
    case = case_of(books, number)
    stages = stages_of([case.pk]).get(case.pk, [])
    today = trade.day(None, books)
    return {
        **_case(case, stages, sums([case.pk]).get(case.pk, []), today),
        "stages": [
            {
                "stage": one.stage.lower(),
                "on": one.on.isoformat(),
                "until": one.told_until.isoformat() if one.told_until else None,
                "words": one.words,
                "document": one.document.name if one.document else None,
            }
            for one in stages
        ],
        "invoices": [
            {
                "invoice": one.receivable.invoice.number,
                "instalment": one.receivable.instalment,
                "handed_over": amount_text(one.handed_minor, one.receivable.currency),
                "open": amount_text(one.receivable.open_minor, one.receivable.currency),
                "currency": one.receivable.currency,
            }
            for one in case.receivables.select_related("receivable__invoice").order_by("pk")
        ],
        "costs": [
            {
                "on": one.on.isoformat(),
                "kind": one.kind.lower(),
                "borne_by": one.borne_by.lower(),
                "amount": amount_text(one.amount_minor, one.currency),
                "currency": one.currency,
                "words": one.words,
            }
            for one in case.costs.order_by("on", "pk")
        ],
        "conditions": _conditions(case.conditions),
    }


def _case(
    case: Case, stages: Sequence[CaseStage], of: Sequence[Sums], today: date
) -> dict[str, Any]:
    day = awaited(case, stages, as_of=today)
    return {
        "case": str(case),
        "customer": case.customer.code,
        "partner": case.partner.code,
        "procedure": case.procedure.lower(),
        "reference": case.reference,
        "opened_on": case.opened_on.isoformat(),
        "stage": stages[-1].stage.lower() if stages else None,
        "next_day": day
        and {
            "on": day.on.isoformat(),
            "what": str(day.said),
            "source": day.basis.source if day.basis else None,
        },
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "outcome": case.outcome.lower() or None,
        "sums": [_sums(one) for one in of],
    }


def _sums(one: Sums) -> dict[str, str]:
    return {
        "currency": one.currency,
        "handed_over": amount_text(one.handed, one.currency),
        "collected": amount_text(one.collected, one.currency),
        "credited": amount_text(one.credited, one.currency),
        "written_off": amount_text(one.written_off, one.currency),
        "open": amount_text(one.left, one.currency),
        "costs": amount_text(one.ours, one.currency),
        "costs_of_debtor": amount_text(one.theirs, one.currency),
    }


def amount_text(minor: int, currency: str) -> str:
    """A decimal string."""
    return str(to_decimal(minor, currency))


def case_of(books: Company, number: str) -> Case:
    """`C-0001`, or its bare number. Raises Unknown."""
    digits = number.upper().removeprefix("C-")
    rows = Case.objects.select_related("customer", "partner")
    found = (
        rows.filter(company=books, serial=int(digits)).first()
        if digits.isdecimal()
        else None
    )
    if found is None:
        raise trade.Unknown(f"Company {books.code} has no case {number}.")
    return found


def tell_stage(  # noqa: PLR0913  # what happened, and its proof
    books: Company,
    number: str,
    stage: str,
    *,
    on: date,
    until: date | None,
    words: str,
    document: Path | None,
) -> dict[str, Any]:
    """Raises what `handover.actions.tell_stage` raises."""
    case = case_of(books, number)
    with transaction.atomic():
        handover.tell_stage(
            case_id=case.pk,
            stage=Stage(stage.upper()),
            on=on,
            told_until=until,
            words=words,
            document=paper(books, document),
            today=max(on, trade.day(None, books)),
            actor=trade.actor(),
            at=timezone.now(),
        )
    return shown(books, number)


def add_cost(  # noqa: PLR0913  # what, how much, who bears it, and its proof
    books: Company,
    number: str,
    *,
    amount: str,
    kind: str,
    borne_by: str,
    on: date,
    words: str,
    document: Path | None,
) -> dict[str, Any]:
    """Raises click.BadParameter for an amount that is none."""
    case = case_of(books, number)
    with transaction.atomic():
        handover.add_cost(
            case_id=case.pk,
            kind=CostKind(kind.upper()),
            amount=trade.money(amount, case.customer.currency),
            borne_by=Bearer(borne_by.upper()),
            on=on,
            words=words,
            document=paper(books, document),
            actor=trade.actor(),
            at=timezone.now(),
        )
    return shown(books, number)


def tell_reference(books: Company, number: str, reference: str) -> dict[str, Any]:
    """Raises CaseClosed."""
    case = case_of(books, number)
    by: Any = {"actor": trade.actor(), "at": timezone.now()}
    handover.tell_reference(case_id=case.pk, reference=reference, **by)
    return shown(books, number)


def close(
    books: Company, number: str, outcome: str, *, words: str, on: date
) -> dict[str, Any]:
    """Raises what `handover.actions.close_case` raises."""
    case = case_of(books, number)
    cycle.close_case(
        case_id=case.pk,
        outcome=Outcome(outcome.upper()),
        words=words,
        on=on,
        actor=trade.actor(),
        at=timezone.now(),
    )
    return shown(books, number)


def paper(books: Company, path: Path | None) -> Document | None:
    """The file that proves it, kept among the documents of the company."""
    if path is None:
        return None
    return handover.keep_paper(
        books.pk,
        name=path.name,
        media_type=mimetypes.guess_type(path.name)[0] or "",
        content=path.read_bytes(),
        at=timezone.now(),
    )
