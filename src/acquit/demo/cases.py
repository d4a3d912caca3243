"""Cases: one before the Belgian court, one French that was paid in part and given up for
the rest, and a debtor who is insolvent.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from acquit.core.money import Money
from acquit.core.procedures import Procedure, Stage
from acquit.cycle.actions import cases as cycle
from acquit.demo.cast import Role
from acquit.handover import actions as handover
from acquit.handover.models import (
    Bearer,
    Case,
    CostKind,
    Insolvency,
    InsolvencyKind,
    Outcome,
    PartnerKind,
)
from acquit.handover.queries.cases import sums
from acquit.ledger.models import Receivable, WriteOffReason
from acquit.organisation.actions import limit_write_offs
from acquit.organisation.models import Role as Right

if TYPE_CHECKING:
    from datetime import date

    from acquit.audit.actions import Actor
    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.demo.plan import Plan
    from acquit.ledger.models import Customer

BELGIAN, FRENCH = "BE01", "FR01"
# So long before today.
OPENED, INSOLVENT, CLOSED = timedelta(days=55), timedelta(days=40), timedelta(days=6)
PUBLISHED_BEFORE = timedelta(days=8)
# Late enough for a stranger, and few enough to be read.
LATE, MOST = timedelta(days=15), 4
# What the credit manager of the French company may give up of one invoice.
MAY_GIVE_UP = Decimal(25000)
# An insolvency outside of France has no fixed period here: the notice names the day.
NAMED = timedelta(days=45)


def live_cases(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """What happens to the cases on that day."""
    before = plan.today - day
    if before == OPENED:
        _hand_over_belgian(plan, office, clock, day)
        _hand_over_french(plan, office, clock, day)
    if before == INSOLVENT:
        _insolvent(plan, office, clock, day)
    for ago, told in _BELGIAN_STAGES.items():
        if before == timedelta(days=ago):
            _tell(BELGIAN, told, office, clock, day)
    for ago, told in _FRENCH_STAGES.items():
        if before == timedelta(days=ago):
            _tell(FRENCH, told, office, clock, day)
    if before == CLOSED:
        _close_french(office, clock, day)


_BELGIAN_STAGES: dict[int, tuple[Stage, str, CostKind | None, int, Bearer]] = {
    46: (Stage.DEMAND, "Letter of the lawyer, 15 days to pay.", None, 0, Bearer.US),
    20: (
        Stage.SERVED,
        "Summons served at the registered office.",
        CostKind.BAILIFF,
        164_20,
        Bearer.DEBTOR,
    ),
}
_FRENCH_STAGES: dict[int, tuple[Stage, str, CostKind | None, int, Bearer]] = {
    47: (
        Stage.PETITION,
        "Petition to the commercial court.",
        CostKind.COURT,
        31_80,
        Bearer.US,
    ),
    33: (Stage.ORDERED, "The order gives the whole principal.", None, 0, Bearer.US),
    26: (
        Stage.SERVED,
        "Served in person on an employee.",
        CostKind.BAILIFF,
        72_48,
        Bearer.US,
    ),
}


def _hand_over_belgian(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """What a Belgian business owes and will not pay soon, to a lawyer."""
    by: dict[str, Any] = _by(office, BELGIAN, clock)
    lawyer = handover.add_partner(
        office.companies[BELGIAN].pk,
        code="maes",
        name="Maes & Claes advocaten",
        kind=PartnerKind.LAWYER,
        email="dossiers@maes-claes.example",
        phone="+32 9 555 01 40",
        language="nl",
        **by,
    )
    rows = _worst(plan, BELGIAN, "BE", day, paid=False)
    if rows:
        case = cycle.hand_over(
            customer_id=rows[0].customer_id,
            receivable_ids=[row.pk for row in rows[:MOST]],
            partner_id=lawyer.pk,
            procedure=Procedure.BE_IOS,
            words="Three reminders and a formal notice went unanswered.",
            on=day,
            **by,
        )
        handover.tell_reference(case_id=case.pk, reference="2026/0417/MC", **by)


def _hand_over_french(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """What a French business owes and will pay in part, to a bailiff."""
    by: dict[str, Any] = _by(office, FRENCH, clock)
    company = office.companies[FRENCH]
    limit_write_offs(company, {Right.CREDIT_MANAGER: MAY_GIVE_UP}, **by)
    bailiff = handover.add_partner(
        company.pk,
        code="renaud",
        name="Étude Renaud, commissaires de justice",
        kind=PartnerKind.BAILIFF,
        email="etude@renaud-cdj.example",
        language="fr",
        **by,
    )
    rows = _worst(plan, FRENCH, "FR", day, paid=True)
    if rows:
        cycle.hand_over(
            customer_id=rows[0].customer_id,
            receivable_ids=[row.pk for row in rows[:MOST]],
            partner_id=bailiff.pk,
            procedure=Procedure.FR_INJONCTION,
            on=day,
            **by,
        )


def _worst(
    plan: Plan, code: str, country: str, day: date, *, paid: bool
) -> list[Receivable]:
    """What one business of the country owes late, the most of all. paid: of a debtor of
    whom some is paid before the case is closed, and some is not; that some first.
    """
    late = Receivable.objects.filter(
        company__code=code,
        customer__country=country,
        customer__party_type="BUSINESS",
        open_minor__gt=0,
        due_on__lt=day - LATE,
    ).exclude(customer__vat="")
    by_customer: dict[int, list[Receivable]] = defaultdict(list)
    for row in late.select_related("invoice", "customer").order_by("due_on", "pk"):
        by_customer[row.customer_id].append(row)
    until = plan.today - CLOSED if paid else plan.today
    found: list[list[Receivable]] = []
    for rows in by_customer.values():
        coming = [row for row in rows if _is_paid(plan, row, day, until)]
        never = [row for row in rows if row not in coming]
        if paid and coming and never:
            found.append([coming[0], *never[:2]])
        elif not paid and never:
            found.append(never)
    return max(found, key=lambda rows: sum(row.open_minor for row in rows), default=[])


def _is_paid(plan: Plan, row: Receivable, day: date, until: date) -> bool:
    """Whether money for it comes until then."""
    parts = plan.money.settlements.get(row.invoice.number, ())
    return any(part.minor > 0 and day < part.day < until for part in parts)


def _tell(
    code: str,
    told: tuple[Stage, str, CostKind | None, int, Bearer],
    office: Office,
    clock: Clock,
    day: date,
) -> None:
    case = Case.objects.filter(company__code=code, closed_on=None).first()
    if case is None:
        return
    stage, words, kind, minor, bearer = told
    by = _by(office, code, clock)
    handover.tell_stage(case_id=case.pk, stage=stage, on=day, words=words, today=day, **by)
    if kind is not None:
        handover.add_cost(
            case_id=case.pk,
            kind=kind,
            amount=Money(minor, "EUR"),
            borne_by=bearer,
            on=day,
            **by,
        )


def _close_french(office: Office, clock: Clock, day: date) -> None:
    """What did not come is given up."""
    case = Case.objects.filter(company__code=FRENCH, closed_on=None).first()
    if case is None:
        return
    by = _by(office, FRENCH, clock)
    for one in case.receivables.select_related("receivable"):
        row = one.receivable
        if row.open_minor:
            cycle.give_up(
                receivable_id=row.pk,
                amount=Money(row.open_minor, row.currency),
                reason=WriteOffReason.UNCOLLECTABLE,
                words="The bailiff found nothing that could be seized.",
                on=day,
                **by,
            )
    (total,) = sums([case.pk])[case.pk]
    if total.written_off:
        outcome = Outcome.PART if total.collected else Outcome.UNCOLLECTABLE
    else:
        outcome = Outcome.PAID
    cycle.close_case(case_id=case.pk, outcome=outcome, on=day, **by)


def _insolvent(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """A French debtor who will not pay any more: the claim is still to be filed."""
    rows = _worst(plan, FRENCH, "FR", day, paid=False)
    customer = rows[0].customer if rows else None
    if customer and not Insolvency.objects.filter(customer=customer).exists():
        by = _by(office, FRENCH, clock)
        fall_insolvent(customer, day, actor=by["actor"], clock=clock)


def fall_insolvent(customer: Customer, day: date, *, actor: Actor, clock: Clock) -> None:
    """Somebody reads of it on that day."""
    french = customer.country == "FR"
    published = day - PUBLISHED_BEFORE
    cycle.record_insolvency(
        customer_id=customer.pk,
        kind=InsolvencyKind.BANKRUPTCY,
        opened_on=published - timedelta(days=9),
        published_on=published,
        deadline_on=None if french else day + NAMED,
        court="Tribunal de commerce" if french else "",
        reference=f"RG 2026/{customer.pk % 9000:04d}" if french else "",
        administrator="Me Delorme, mandataire judiciaire" if french else "",
        source=f"BODACC A, {published:%d/%m/%Y}" if french else "",
        on=day,
        actor=actor,
        at=clock(),
    )


def _by(office: Office, code: str, clock: Clock) -> dict[str, Any]:
    return {"actor": office.worker(Role.CREDIT_MANAGER, code), "at": clock()}
