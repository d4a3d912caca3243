"""A case from the hand-over to its end: what is held, what is told, what came of it."""

from __future__ import annotations

from datetime import timedelta

import factories
import pytest
from django.db import IntegrityError, transaction

import acquit.handover.actions as handover
import acquit.ledger.actions as ledger
from acquit.agenda.models import Task, TaskKind
from acquit.audit.actions import Actor
from acquit.core.dunning.endless import UNTIL_CLOSED
from acquit.core.money import Money
from acquit.core.procedures import Procedure, Stage
from acquit.handover.actions.cases import NotTheirPartner
from acquit.handover.actions.telling import DayOutsideCase, NoSuchFact
from acquit.handover.models import (
    Bearer,
    Case,
    CaseReceivable,
    CostKind,
    Outcome,
    Partner,
    PartnerKind,
)
from acquit.handover.queries.cases import awaited, stages_of, sums
from acquit.ledger.models import Customer, Hold, Receivable, Source, WriteOffReason
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")
TODAY, NOW = factories.TODAY, factories.NOW
DAY = timedelta(days=1)


@pytest.fixture
def ours() -> Company:
    return factories.company(vat="BE0999999130")


@pytest.fixture
def debtor(ours: Company) -> Customer:
    return factories.customer(ours, vat="BE0999999229")


@pytest.fixture
def lawyer(ours: Company) -> Partner:
    return handover.add_partner(
        ours.pk,
        code="maes",
        name="Maes & Co",
        kind=PartnerKind.LAWYER,
        language="nl",
        actor=ANNA,
        at=NOW,
    )


def opened(debtor: Customer, lawyer: Partner, *rows: Receivable, **more) -> Case:
    told = {"procedure": Procedure.BE_IOS, "on": TODAY, "actor": ANNA, "at": NOW} | more
    return handover.open_case(
        customer_id=debtor.pk,
        receivable_ids=[row.pk for row in rows],
        partner_id=lawyer.pk,
        **told,
    )


def tell(case: Case, stage: Stage, on=TODAY, **more):
    told = {"today": TODAY + 100 * DAY, "actor": ANNA, "at": NOW} | more
    return handover.tell_stage(case_id=case.pk, stage=stage, on=on, **told)


def watched(case: Case) -> list[tuple[str, str]]:
    rows = Task.objects.filter(kind=TaskKind.CASE_STEP, done_at=None)
    mine = rows.filter(why__case=case.pk).order_by("due_on")
    return [(row.why["until"], row.why["on"]) for row in mine]


def test_a_lawyer_is_a_controller_and_an_agency_a_processor(ours, lawyer) -> None:
    agency = handover.add_partner(
        ours.pk, code="inc", name="Inc", kind=PartnerKind.AGENCY, actor=ANNA, at=NOW
    )
    assert (lawyer.data_role, agency.data_role) == ("CONTROLLER", "PROCESSOR")


def test_what_is_handed_over_is_held_and_counted(debtor, lawyer) -> None:
    one, two = (factories.receivable(debtor, number) for number in ("A-1", "A-2"))
    case = opened(debtor, lawyer, one)
    assert str(case) == "C-0001"
    (hold,) = Hold.objects.all()
    assert (hold.receivable_id, hold.reason) == (one.pk, "HANDED_OVER")
    assert hold.until_on == UNTIL_CLOSED
    (total,) = sums([case.pk])[case.pk]
    assert (total.handed, total.left) == (120_000, 120_000)
    assert str(opened(debtor, lawyer, two)) == "C-0002"


def test_what_was_seen_of_the_conditions_is_kept_with_the_case(debtor, lawyer) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    states = {one["need"]: one["state"] for one in case.conditions}
    assert states["DEBTOR_REGISTERED"] == "MET"
    assert states["DOCUMENTED"] == "TO_SEE"
    assert all(one["source"] for one in case.conditions)


def test_a_receivable_is_in_one_open_case(debtor, lawyer) -> None:
    row = factories.receivable(debtor)
    case = opened(debtor, lawyer, row)
    with pytest.raises(handover.AlreadyHandedOver, match="C-0001"):
        opened(debtor, lawyer, row)
    twin = Case.objects.get(pk=case.pk)
    twin.pk, twin.serial = None, 9
    twin.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseReceivable.objects.create(
            case=twin, receivable=row, handed_minor=1, hold=Hold.objects.get()
        )


def test_nothing_paid_and_nothing_of_another_is_handed_over(ours, debtor, lawyer) -> None:
    with pytest.raises(handover.NothingChosen):
        opened(debtor, lawyer)
    with pytest.raises(ledger.NothingOpen):
        opened(debtor, lawyer, factories.receivable(debtor, open_minor=0))
    other = factories.customer(ours, "C002", "Other")
    with pytest.raises(ledger.NotOfThisCustomer):
        opened(debtor, lawyer, factories.receivable(other, "B-1"))
    assert not Case.objects.exists()


def test_a_partner_that_takes_no_new_cases_gets_none(debtor, lawyer) -> None:
    handover.close_partner(lawyer.pk, on=TODAY, actor=ANNA, at=NOW)
    with pytest.raises(NotTheirPartner):
        opened(debtor, lawyer, factories.receivable(debtor))


@pytest.mark.parametrize("party", ["CONSUMER", "UNKNOWN"])
def test_a_natural_person_is_handed_over_by_a_person_who_looked(
    ours, lawyer, party
) -> None:
    person = factories.customer(ours, "C009", "Jan Smit", party_type=party)
    row = factories.receivable(person)
    with pytest.raises(handover.NeedsConfirmation):
        opened(person, lawyer, row)
    assert opened(person, lawyer, row, confirmed=True).pk


def test_a_stage_puts_its_days_on_the_list_and_the_next_one_takes_them_off(
    debtor, lawyer
) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    assert watched(case) == []
    tell(case, Stage.SERVED)
    # Served on Sunday 22 November 2026; the month ends on Tuesday 22 December.
    assert watched(case) == [("DEBTOR_TERM", "2026-12-22"), ("REPORT", "2026-12-30")]
    tell(case, Stage.CONTESTED, TODAY + 3 * DAY)
    assert watched(case) == []


def test_a_day_that_the_partner_named_is_watched(debtor, lawyer) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor), procedure=Procedure.GENERIC)
    tell(case, Stage.DEMAND, told_until=TODAY + 15 * DAY)
    assert watched(case) == [("TOLD", "2026-12-07")]


def test_an_order_that_must_be_served_is_told_a_month_ahead(debtor, lawyer) -> None:
    row = factories.receivable(debtor)
    case = opened(debtor, lawyer, row, procedure=Procedure.FR_INJONCTION)
    tell(case, Stage.ORDERED)
    task = Task.objects.get(kind=TaskKind.CASE_STEP, done_at=None)
    assert task.why["on"] == "2027-05-22"
    assert task.due_on.isoformat() == "2027-04-22"


def test_a_wrong_fact_is_corrected_by_a_further_one(debtor, lawyer) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    wrong = tell(case, Stage.SERVED)
    tell(case, Stage.SERVED, TODAY + DAY, corrects_id=wrong.pk)
    standing = stages_of([case.pk])[case.pk]
    assert [(one.stage, one.on) for one in standing] == [
        ("HANDED_OVER", TODAY),
        ("SERVED", TODAY + DAY),
    ]
    assert watched(case)[0] == ("DEBTOR_TERM", "2026-12-23")
    with pytest.raises(NoSuchFact):
        tell(case, Stage.SERVED, corrects_id=wrong.pk)
    tell(
        case,
        Stage.SERVED,
        TODAY + DAY,
        corrects_id=standing[-1].pk,
        withdrawn=True,
    )
    assert watched(case) == []
    assert [one.stage for one in stages_of([case.pk])[case.pk]] == ["HANDED_OVER"]


def test_a_fact_lies_within_the_case(debtor, lawyer) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    for day in (TODAY - DAY, TODAY + DAY):
        with pytest.raises(DayOutsideCase):
            tell(case, Stage.SERVED, day, today=TODAY)


def test_what_is_awaited_follows_the_last_fact(debtor, lawyer) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    tell(case, Stage.SERVED)
    told = awaited(case, stages_of([case.pk])[case.pk], as_of=TODAY + DAY)
    assert told is not None
    assert told.on.isoformat() == "2026-12-22"


def test_money_that_comes_back_is_seen_from_the_books(debtor, lawyer) -> None:
    row = factories.receivable(debtor)
    case = opened(debtor, lawyer, row)
    line = factories.line(factories.account(debtor.company), minor=50_000)
    assert line.receipt is not None
    share = ledger.Share(receivable_id=row.pk, amount_minor=50_000)
    later = {"actor": ANNA, "at": NOW + DAY}
    ledger.allocate_receipt(line.receipt, [share], source=Source.PERSON, **later)
    ledger.write_off(
        receivable_id=row.pk,
        amount=Money(70_000, "EUR"),
        reason=WriteOffReason.UNCOLLECTABLE,
        words="",
        on=TODAY,
        **later,
    )
    (total,) = sums([case.pk])[case.pk]
    assert (total.collected, total.written_off, total.left) == (50_000, 70_000, 0)


def test_costs_are_told_by_who_bears_them_and_taken_back_by_a_further_row(
    debtor, lawyer
) -> None:
    case = opened(debtor, lawyer, factories.receivable(debtor))
    told = {"case_id": case.pk, "on": TODAY, "actor": ANNA, "at": NOW}
    fee = handover.add_cost(
        kind=CostKind.BAILIFF, amount=Money(8_000, "EUR"), borne_by=Bearer.DEBTOR, **told
    )
    handover.add_cost(
        kind=CostKind.LAWYER, amount=Money(30_000, "EUR"), borne_by=Bearer.US, **told
    )
    (total,) = sums([case.pk])[case.pk]
    assert (total.ours, total.theirs) == (30_000, 8_000)
    handover.take_back_cost(cost_id=fee.pk, on=TODAY, actor=ANNA, at=NOW)
    (total,) = sums([case.pk])[case.pk]
    assert total.theirs == 0
    with pytest.raises(NoSuchFact):
        handover.take_back_cost(cost_id=fee.pk, on=TODAY, actor=ANNA, at=NOW)


def test_a_closed_case_lets_its_receivables_go_and_hears_nothing_more(
    debtor, lawyer
) -> None:
    row = factories.receivable(debtor)
    case = opened(debtor, lawyer, row)
    tell(case, Stage.SERVED)
    end = {"case_id": case.pk, "on": TODAY + DAY, "actor": ANNA, "at": NOW + DAY}
    with pytest.raises(handover.StillOpen, match=r"1200\.00 EUR"):
        handover.close_case(outcome=Outcome.PAID, **end)
    handover.close_case(outcome=Outcome.WITHDRAWN, words="We settled it.", **end)
    assert Hold.objects.get().ended_on == TODAY + DAY
    assert watched(case) == []
    with pytest.raises(handover.CaseClosed):
        tell(case, Stage.CONTESTED)
    assert opened(debtor, lawyer, row, on=TODAY + DAY).serial == 2


def test_the_hold_of_a_case_ends_with_the_case_and_not_by_hand(debtor, lawyer) -> None:
    opened(debtor, lawyer, factories.receivable(debtor))
    hold = Hold.objects.get()
    with pytest.raises(ledger.EndsByItself):
        ledger.end_hold(hold_id=hold.pk, on=TODAY, actor=ANNA, at=NOW)
