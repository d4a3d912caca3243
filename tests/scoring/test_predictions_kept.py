"""Predictions in the database: one for each open receivable, and what comes in by payer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import factories
import numpy as np
import pytest
from django.db import connection
from payments import CLERK, credit, paid, pay
from psycopg.errors import CheckViolation

from acquit.core.behaviour.reasons import Evidence, reason
from acquit.cycle import actions, predicting
from acquit.ledger.models import Customer, Dispute, DisputeReason, Receivable
from acquit.scoring.actions import rows
from acquit.scoring.actions.predicting import NothingLearnt
from acquit.scoring.actions.predicting import predict_customer as predict_alone
from acquit.scoring.models import Expectation, Model, Prediction
from acquit.scoring.prediction import cash
from acquit.scoring.prediction.keeping import FORMAT, kept, restored

if TYPE_CHECKING:
    from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db

# A Wednesday: the week that is left ends on the fourth day after it.
MORNING = date(2026, 6, 3)


@pytest.fixture
def company() -> Company:
    """Three payers with a year of payments, each with its own habit, and open invoices."""
    company = factories.company()
    for number, after in enumerate((0, 5, 14)):
        of = factories.customer(company, f"C{number}", f"Customer {number}")
        paid(of, *[after] * 25, first=date(2025, 5, 5))
        for late in (-20, -3, 6):
            due_on = MORNING - timedelta(days=late)
            factories.receivable(of, f"O{number}{late}", due_on=due_on)
    return company


def predict(of: Company, on: date = MORNING) -> None:
    predicting.predict(of.pk, on=on, at=factories.NOW)


def told(**which: Any) -> dict[int, dict[str, Any]]:
    """What is predicted, but for which version of the model did."""
    found = Prediction.objects.filter(**which).order_by("pk").values()
    return {row.pop("receivable_id"): row | {"model_id": 0} for row in found}


def test_there_is_one_for_each_open_receivable_and_none_for_others(company):
    predict(company)
    opened = set(Receivable.objects.open().values_list("pk", flat=True))
    assert set(told()) == opened
    assert len(opened) == 9


def test_no_day_lies_before_the_morning_and_chances_are_chances(company):
    predict(company)
    for row in Prediction.objects.all():
        assert MORNING <= row.low_on <= row.median_on <= row.high_on
        assert row.low_on <= row.expected_on <= row.high_on
        assert 0 <= row.late_30 <= row.late <= 1
        assert 0 <= row.within_7 <= 1


def test_the_evidence_is_told_as_a_sentence(company):
    predict(company)
    row = Prediction.objects.filter(receivable__invoice__number="O0-20").get()
    said = str(reason(Evidence(**row.evidence)))
    assert "usually pays on the due day" in said
    assert "25 payments are known" in said


def test_predicting_again_changes_nothing(company):
    predict(company)
    before, sums = told(), list(Expectation.objects.order_by("customer").values())
    predict(company)
    assert told() == before
    after = list(Expectation.objects.order_by("customer").values())
    assert [one | {"id": 0} for one in after] == [one | {"id": 0} for one in sums]


def test_one_customer_alone_is_predicted_as_with_all_others(company):
    predict(company)
    before = told()
    for of in Customer.objects.all():
        predicting.predict_customer(of.pk, company.pk, on=MORNING, at=factories.NOW)
    assert told() == before


def test_a_customer_of_a_company_that_was_never_predicted_brings_all_of_it(company):
    of = Customer.objects.get(code="C1")
    with pytest.raises(NothingLearnt):
        predict_alone(of.pk, company.pk, on=MORNING)
    predicting.predict_customer(of.pk, company.pk, on=MORNING, at=factories.NOW)
    assert len(told()) == 9


def test_no_later_fact_changes_what_was_predicted(company):
    predict(company)
    before = told()
    settled = Receivable.objects.get(invoice__number="O1-3")
    pay(settled, on=MORNING, value_on=MORNING - timedelta(days=5))
    credited = Receivable.objects.get(invoice__number="O2-3")
    credit(credited, on=MORNING + timedelta(days=1))
    of = settled.customer
    factories.receivable(of, "NEW", due_on=MORNING + timedelta(days=40))
    paid(of, 60, 60, first=MORNING)
    opened = Receivable.objects.get(invoice__number="O06")
    Dispute.objects.create(
        receivable=opened,
        customer=opened.customer,
        reason=DisputeReason.PRICE,
        opened_on=MORNING + timedelta(days=2),
        recorded_at=factories.NOW,
    )
    predict(company)
    after = told()
    for gone in (settled, credited):
        assert gone.pk not in after
        before.pop(gone.pk)
    assert {key: after[key] for key in before} == before


def test_what_is_settled_while_it_is_predicted_is_left_out(company):
    predict(company)
    gone = Receivable.objects.get(invoice__number="O0-20")
    line = f"{gone.pk}\t{gone.customer_id}\t{company.pk}\t1" + f"\t{MORNING}" * 5
    Prediction.objects.all().delete()
    pay(gone, on=MORNING)
    with connection.cursor() as cursor:
        text = f"{line}\t0.5\t0.1\t0.2\t{{}}\n"
        assert rows.write_predictions(cursor, [text]) == 0


def test_cut_short_in_between_nothing_is_half_written(company):
    predict(company)
    before, sums = told(), Expectation.objects.count()
    with connection.cursor() as cursor:
        # The predictions are written, and then the sums are refused.
        cursor.execute("ALTER TABLE scoring_expectation ADD CHECK (false) NOT VALID")
    with pytest.raises(CheckViolation):
        predict(company, MORNING + timedelta(days=1))
    assert told() == before
    assert Expectation.objects.count() == sums


def test_what_a_payer_owes_comes_in_some_week_or_later(company):
    predict(company)
    for row in Expectation.objects.all():
        assert row.open_minor == 3 * 120_000
        assert len(row.weeks) == len(row.variances) == 13
        assert 0 < sum(row.weeks) <= row.open_minor + 13
        assert sum(row.weeks[:4]) <= row.days_30 + 4 <= sum(row.weeks[:6]) + 8
        assert min(row.variances) >= 0
        assert row.days_30_variance <= row.open_minor**2 / 4


def test_currencies_are_never_added_up(company):
    of = Customer.objects.get(code="C0")
    factories.receivable(of, "USD-1", minor=777_00, currency="USD", due_on=MORNING)
    predict(company)
    sums = dict(of.expectations.values_list("currency", "open_minor"))
    assert sums == {"EUR": 3 * 120_000, "USD": 777_00}


def test_what_is_contested_is_expected_later(company):
    predict(company)
    of = Customer.objects.get(code="C1")
    before = of.expectations.get()
    for row in of.receivables.open():
        actions.open_dispute(
            receivable_id=row.pk,
            amount=None,
            reason=DisputeReason.PRICE,
            on=MORNING,
            actor=CLERK,
            at=factories.NOW,
        )
    predicting.predict_customer(of.pk, company.pk, on=MORNING, at=factories.NOW)
    after = of.expectations.get()
    assert after.open_minor == before.open_minor
    assert sum(after.weeks[:2]) < 0.6 * sum(before.weeks[:2])


def test_two_companies_learn_and_predict_apart(company):
    other = factories.company("BETA", "Beta")
    of = factories.customer(other, "C9", "Others")
    factories.receivable(of, "T-1", due_on=MORNING)
    predict(other)
    predict(company)
    assert Prediction.objects.filter(company_id=other.pk).count() == 1
    assert Expectation.objects.filter(company_id=company.pk).count() == 3
    assert set(Model.objects.values_list("company_id", "version")) == {
        (company.pk, 1),
        (other.pk, 1),
    }


def test_learning_twice_from_the_same_books_makes_one_version(company):
    for _ in range(2):
        predicting.learn(company.pk, on=MORNING, at=factories.NOW)
    assert Model.objects.get().version == 1
    pay(Receivable.objects.open().first(), on=MORNING - timedelta(days=1))
    assert predicting.learn(company.pk, on=MORNING, at=factories.NOW).version == 2
    assert predicting.learn(company.pk, on=MORNING, at=factories.NOW).version == 2


def test_versions_keep_their_verdict_and_the_newest_their_body(company):
    for week in range(5):
        predicting.learn(company.pk, on=MORNING + timedelta(weeks=week), at=factories.NOW)
    versions = Model.objects.order_by("version")
    assert [bool(one.body) for one in versions] == [False, False, True, True, True]
    assert all(one.verdict["why"] for one in versions)
    assert all(0 <= one.verdict["together"] <= 1 for one in versions)


def test_a_body_that_cannot_be_read_is_learnt_anew(company):
    predict(company)
    Model.objects.update(body=b"of another time", learnt_at=factories.LONG_AGO)
    predict(company)
    assert Model.objects.order_by("-version").first().version == 2
    assert len(told()) == 9


def test_a_learnt_predictor_comes_back_from_its_bytes_as_it_was(company):
    predict(company)
    body = bytes(Model.objects.get().body)
    assert kept(restored(body)) == body
    assert b"pickle" not in body
    assert FORMAT == 1


def test_the_sum_of_items_paid_together_spreads_wider_than_of_items_apart():
    payer, amount = np.array([0, 0, 1]), np.array([100.0, 100.0, 50.0])
    low, high = np.zeros((3, 1)), np.array([[0.5], [0.5], [0.2]])
    sums = cash.sums(payer, amount, low, high, payers=2)
    assert sums.mean[:, 0].tolist() == pytest.approx([100, 10])
    # Both or none of two items: 200 or 0. Each by itself: twice 100² / 4.
    assert sums.together[:, 0].tolist() == pytest.approx([10_000, 400])
    assert sums.apart[:, 0].tolist() == pytest.approx([5_000, 400])
