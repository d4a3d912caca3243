"""Cases: one before the Belgian court, one French that was paid in part and given up for
the rest, and a debtor who is insolvent.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.money import Money
from acquit.core.procedures import Procedure, Stage
from acquit.cycle import actions
from acquit.cycle.actions import cases as cycle
from acquit.demo import tables
from acquit.demo.cast import Role
from acquit.formats.source import Source
from acquit.handover import actions as handover
from acquit.handover.actions.reporting import report_endless
from acquit.handover.models import (
    Bearer,
    Case,
    CostKind,
    InsolvencyKind,
    Outcome,
    PartnerKind,
)
from acquit.handover.queries.cases import sums
from acquit.ledger.models import Customer, Receivable, WriteOffReason
from acquit.organisation.actions import limit_write_offs
from acquit.organisation.models import Role as Right

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from acquit.audit.actions import Actor
    from acquit.demo.clock import Clock
    from acquit.demo.office import Office
    from acquit.demo.plan import Plan

BELGIAN, FRENCH = "BE01", "FR01"
# So long before today.
BROUGHT, OPENED, INSOLVENT = timedelta(days=59), timedelta(days=34), timedelta(days=30)
PAID, CLOSED = timedelta(days=11), timedelta(days=5)
PUBLISHED_BEFORE = timedelta(days=15)
# What the credit manager of the French company may give up of one invoice.
MAY_GIVE_UP = Decimal(25000)
# An insolvency outside of France has no fixed period here: the notice names the day.
NAMED = timedelta(days=45)
TERM = timedelta(days=30)


class Debt(NamedTuple):
    """An invoice, and how many days before it was brought it was due."""

    number: str
    amount: str
    late: int


class Debtor(NamedTuple):
    """Somebody who pays nobody."""

    company: str
    code: str
    name: str
    vat: str
    country: str
    language: str
    street: str
    postcode: str
    city: str
    email: str
    debts: tuple[Debt, ...]


COURT = Debtor(
    *("BE01", "H-0101", "Drukkerij Ter Linden BV", "BE0999999328", "BE", "nl"),
    *("Nijverheidslaan 40", "9100", "Sint-Niklaas", "boekhouding@terlinden.example"),
    (Debt("H-2601", "6240.00", 62), Debt("H-2602", "3815.50", 31)),
)
GIVEN_UP = Debtor(
    *("FR01", "H-0102", "Atelier Corbel SARL", "", "FR", "fr"),
    *("18 rue des Forges", "59100", "Roubaix", "compta@atelier-corbel.example"),
    (
        Debt("H-2611", "2480.00", 75),
        Debt("H-2612", "1960.40", 44),
        Debt("H-2613", "1120.00", 40),
    ),
)
BROKE = Debtor(
    *("FR01", "H-0103", "Librairie du Vieux Port SAS", "", "FR", "fr"),
    *("5 quai du Vieux Port", "13002", "Marseille", "contact@vieux-port.example"),
    (Debt("H-2621", "4275.00", 50), Debt("H-2622", "890.00", 20)),
)


def live_cases(plan: Plan, office: Office, clock: Clock, day: date) -> None:
    """What happens to the cases on that day."""
    before = plan.today - day
    deed = _DEEDS.get(before)
    if deed is not None:
        deed(office, clock, day)
    for code, stages in ((BELGIAN, _BELGIAN_STAGES), (FRENCH, _FRENCH_STAGES)):
        if before.days in stages:
            _tell(code, stages[before.days], office, clock, day)


_BELGIAN_STAGES: dict[int, tuple[Stage, str, CostKind | None, int, Bearer]] = {
    26: (
        Stage.DEMAND,
        "Brief van de advocaat: 15 dagen tijd.",
        None,
        0,
        Bearer.US,
    ),
    12: (
        Stage.SERVED,
        "Aanmaning betekend op de zetel.",
        CostKind.BAILIFF,
        164_20,
        Bearer.DEBTOR,
    ),
}
_FRENCH_STAGES: dict[int, tuple[Stage, str, CostKind | None, int, Bearer]] = {
    28: (
        Stage.PETITION,
        "Requête au président du tribunal de commerce.",
        CostKind.COURT,
        31_80,
        Bearer.US,
    ),
    20: (Stage.ORDERED, "L'ordonnance accorde tout le principal.", None, 0, Bearer.US),
    15: (
        Stage.SERVED,
        "Signifiée à une employée, sur place.",
        CostKind.BAILIFF,
        72_48,
        Bearer.US,
    ),
}


def _bring(office: Office, clock: Clock, day: date) -> None:
    """Take them in by Acquit's own tables; from then on they are followed up."""
    for code in (BELGIAN, FRENCH):
        debtors = [one for one in (COURT, GIVEN_UP, BROKE) if one.company == code]
        _import(
            code,
            office,
            clock,
            day,
            {
                "customers.csv": _customers(debtors),
                "invoices.csv": _invoices(debtors, day),
            },
        )


def _customers(debtors: list[Debtor]) -> bytes:
    named = ("customer_code", "name", "vat", "country", "language", "street", "postcode")
    headers = (*named, "city", "email", "party_type", "currency")
    rows = [(*one[1:-1], "business", "EUR") for one in debtors]
    return tables.csv_file(headers, rows)


def _invoices(debtors: list[Debtor], day: date) -> bytes:
    headers = ("invoice_number", "customer_code", "issue_date", "due_date", "currency")
    rows = []
    for one in debtors:
        for debt in one.debts:
            due_on, amount = day - timedelta(days=debt.late), Decimal(debt.amount)
            row = (debt.number, one.code, due_on - TERM, due_on, "EUR", amount, amount)
            rows.append(row)
    return tables.csv_file((*headers, "amount", "open_amount"), rows)


def _pay(office: Office, clock: Clock, day: date) -> None:
    """The first French invoice is paid to the bailiff, who sends it on."""
    first = GIVEN_UP.debts[0]
    headers = ("receipt_reference", "customer_code", "received_on", "amount")
    row = (f"R-{first.number}", GIVEN_UP.code, day, first.amount)
    told = tables.csv_file(
        (*headers, "invoice_numbers", "text"), [(*row, first.number, first.number)]
    )
    _import(FRENCH, office, clock, day, {"receipts.csv": told})


def _import(
    code: str, office: Office, clock: Clock, day: date, files: dict[str, bytes]
) -> None:
    actions.import_files(
        [Source.of_bytes(content, name=name) for name, content in files.items()],
        company=office.companies[code],
        partial=False,
        on=day,
        actor=office.worker(Role.COLLECTOR, code),
        clock=clock,
    )


def _goes_broke(office: Office, clock: Clock, day: date) -> None:
    actor = office.worker(Role.COLLECTOR, FRENCH)
    fall_insolvent(_customer(BROKE), day, actor=actor, clock=clock)


def _report(_office: Office, clock: Clock, day: date) -> None:
    report_endless(day, at=clock())


def _customer(debtor: Debtor) -> Customer:
    return Customer.objects.get(company__code=debtor.company, code=debtor.code)


def _open(debtor: Debtor) -> list[int]:
    rows = Receivable.objects.filter(customer=_customer(debtor), open_minor__gt=0)
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True))


def _hand_over_belgian(office: Office, clock: Clock, day: date) -> None:
    """To a lawyer, who goes to court."""
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
    case = cycle.hand_over(
        customer_id=_customer(COURT).pk,
        receivable_ids=_open(COURT),
        partner_id=lawyer.pk,
        procedure=Procedure.BE_IOS,
        words="Onze aanmaningen bleven onbeantwoord; er is nooit iets betwist.",
        on=day,
        **by,
    )
    handover.tell_reference(case_id=case.pk, reference="2026/0417/MC", **by)


def _hand_over_french(office: Office, clock: Clock, day: date) -> None:
    """To a bailiff, who gets an order."""
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
    cycle.hand_over(
        customer_id=_customer(GIVEN_UP).pk,
        receivable_ids=_open(GIVEN_UP),
        partner_id=bailiff.pk,
        procedure=Procedure.FR_INJONCTION,
        on=day,
        **by,
    )


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
                words="L'huissier n'a rien trouvé à saisir.",
                on=day,
                **by,
            )
    (total,) = sums([case.pk])[case.pk]
    if total.written_off:
        outcome = Outcome.PART if total.collected else Outcome.UNCOLLECTABLE
    else:
        outcome = Outcome.PAID
    cycle.close_case(case_id=case.pk, outcome=outcome, on=day, **by)


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


def _hand_over(office: Office, clock: Clock, day: date) -> None:
    _hand_over_belgian(office, clock, day)
    _hand_over_french(office, clock, day)


_DEEDS: dict[timedelta, Callable[[Office, Clock, date], None]] = {
    BROUGHT: _bring,
    OPENED: _hand_over,
    INSOLVENT: _goes_broke,
    PAID: _pay,
    CLOSED: _close_french,
    timedelta(0): _report,
}
