"""What the commands about cases, insolvencies and write-offs mean: as plain values.

Amounts are decimal strings, days ISO 8601, codes in small letters, None for nothing.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click
from django.db import transaction
from django.utils import timezone

from acquit.cli import trade
from acquit.core.money import Money, to_decimal
from acquit.core.procedures import Procedure, Stage, by_country
from acquit.core.sentences import of_json
from acquit.cycle.actions import cases as cycle
from acquit.handover import actions as handover
from acquit.handover.actions.write_offs import REASONS
from acquit.handover.models import (
    Bearer,
    Case,
    CostKind,
    DataRole,
    Insolvency,
    InsolvencyKind,
    Outcome,
    Partner,
    PartnerKind,
    WriteOffWish,
)
from acquit.handover.queries.cases import awaited, stages_of, sums
from acquit.handover.queries.conditions import checked, kept
from acquit.ledger.models import (
    Allocation,
    AllocationKind,
    Customer,
    Receivable,
    WriteOffReason,
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
        partner_id=_partner_of(asked.books, partner).pk,
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
                "handed_over": _text(one.handed_minor, one.receivable.currency),
                "open": _text(one.receivable.open_minor, one.receivable.currency),
                "currency": one.receivable.currency,
            }
            for one in case.receivables.select_related("receivable__invoice").order_by("pk")
        ],
        "costs": [
            {
                "on": one.on.isoformat(),
                "kind": one.kind.lower(),
                "borne_by": one.borne_by.lower(),
                "amount": _text(one.amount_minor, one.currency),
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
        "handed_over": _text(one.handed, one.currency),
        "collected": _text(one.collected, one.currency),
        "credited": _text(one.credited, one.currency),
        "written_off": _text(one.written_off, one.currency),
        "open": _text(one.left, one.currency),
        "costs": _text(one.ours, one.currency),
        "costs_of_debtor": _text(one.theirs, one.currency),
    }


def _text(minor: int, currency: str) -> str:
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
            document=_paper(books, document),
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
            document=_paper(books, document),
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


def _paper(books: Company, path: Path | None) -> Document | None:
    if path is None:
        return None
    return handover.keep_paper(
        books.pk,
        name=path.name,
        media_type=mimetypes.guess_type(path.name)[0] or "",
        content=path.read_bytes(),
        at=timezone.now(),
    )


def add_partner(books: Company, short: str, words: dict[str, Any]) -> dict[str, Any]:
    """Raises PartnerKnown."""
    role = words["data_role"]
    partner = handover.add_partner(
        books.pk,
        code=short,
        name=words["name"],
        kind=PartnerKind(words["kind"].upper()),
        data_role=DataRole(role.upper()) if role else None,
        email=words["email"],
        phone=words["phone"],
        language=words["language"],
        actor=trade.actor(),
        at=timezone.now(),
    )
    return _partner(partner)


def partners(books: Company) -> dict[str, Any]:
    """All of a company, by their short names."""
    rows = Partner.objects.filter(company=books).order_by("code")
    return {"company": books.code, "partners": [_partner(one) for one in rows]}


def close_partner(books: Company, short: str) -> dict[str, Any]:
    """Raises Unknown."""
    found = _partner_of(books, short)
    on = trade.day(None, books)
    by: Any = {"actor": trade.actor(), "at": timezone.now()}
    return _partner(handover.close_partner(found.pk, on=on, **by))


def _partner_of(books: Company, short: str) -> Partner:
    rows = Partner.objects.filter(company=books)
    found = rows.filter(code=short).first()
    if found is None:
        known = ", ".join(rows.order_by("code").values_list("code", flat=True))
        raise trade.Unknown(
            f"Company {books.code} has no partner {short}. Known: {known or 'none yet'}. "
            "`acquit partner add` makes one."
        )
    return found


def _partner(one: Partner) -> dict[str, Any]:
    return {
        "partner": one.code,
        "name": one.name,
        "kind": one.kind.lower(),
        "data_role": one.data_role.lower(),
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
    }


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
            proof=_paper(books, document),
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


def write_off(
    books: Company, invoice: str, *, amount: str | None, reason: str, words: str, on: date
) -> dict[str, Any]:
    """Instalments are given up in the order of their due days; amount None = all."""
    rows = trade.open_receivables(books, invoice)
    currency = rows[0].currency
    whole = Money(sum(row.open_minor for row in rows), currency)
    wanted = whole if amount is None else trade.money(amount, currency)
    gone = []
    with transaction.atomic():
        for row, part in trade.shared_out(wanted, rows):
            made = cycle.give_up(
                receivable_id=row.pk,
                amount=part,
                reason=reason_of(reason),
                words=words,
                on=on,
                actor=trade.actor(),
                at=timezone.now(),
            )
            waits = isinstance(made, WriteOffWish)
            gone.append(
                {
                    "instalment": row.instalment,
                    "amount": str(part.amount),
                    "waits": waits,
                }
            )
    return {"invoice": invoice, "currency": currency, "written_off": gone}


def reason_of(text: str) -> WriteOffReason:
    """Raises click.BadParameter."""
    known = {one.name.lower(): one for one in REASONS}
    if text.lower() not in known:
        raise click.BadParameter(f"{text} is none of {', '.join(known)}")
    return WriteOffReason(known[text.lower()])


def take_back(books: Company, invoice: str, on: date) -> dict[str, Any]:
    """Everything that was given up of the invoice by itself. Raises Unknown."""
    undone = Allocation.objects.filter(reverses__isnull=False).values("reverses")
    rows = Allocation.objects.filter(
        receivable__company=books,
        receivable__invoice__number=invoice,
        kind=AllocationKind.WRITE_OFF,
        beside=None,
        amount_minor__gt=0,
    )
    standing = list(rows.exclude(pk__in=undone).select_related("receivable").order_by("pk"))
    if not standing:
        raise trade.Unknown(f"Nothing was written off of invoice {invoice}.")
    with transaction.atomic():
        for row in standing:
            cycle.take_back_write_off(
                allocation_id=row.pk, on=on, actor=trade.actor(), at=timezone.now()
            )
    return {
        "invoice": invoice,
        "taken_back": [
            _text(one.amount_minor, one.receivable.currency) for one in standing
        ],
    }
