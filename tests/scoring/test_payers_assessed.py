"""Behaviour, profile and score in the database: read right, kept, and only where needed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import factories
import pytest
from django.db import connections, transaction
from payments import CLERK, credit, paid, pay, receipt

from acquit.audit.models import Entry
from acquit.core.errors import Refusal
from acquit.core.money import Money
from acquit.core.profiles import Profile
from acquit.cycle import actions as cycle
from acquit.cycle.actions.assessing import assess_all, assess_for
from acquit.ledger import actions as ledger
from acquit.ledger.actions import Share
from acquit.ledger.models import Customer, DisputeReason, HoldReason, Source
from acquit.scoring import actions
from acquit.scoring.models import (
    Assessment,
    Behaviour,
    Change,
    ClassRisk,
    Norm,
    Override,
)
from acquit.scoring.queries.lives import lives

TODAY, NOW = factories.TODAY, factories.NOW
pytestmark = pytest.mark.django_db


@pytest.fixture
def dupont(db: None) -> Customer:
    return factories.customer(factories.company())


def assess(on: date = TODAY) -> None:
    assess_all(on, at=NOW, since=None)


def of(customer: Customer) -> Assessment:
    return Assessment.objects.get(customer=customer)


def test_who_never_owed_or_paid_anything_is_not_judged(dupont):
    assess()
    assert not Behaviour.objects.exists()
    assert not Assessment.objects.exists()


def test_who_owes_and_never_paid_is_new(dupont):
    factories.receivable(dupont)
    assess()
    assert of(dupont).profile == Profile.NEW
    assert not Behaviour.objects.exists()


def test_a_payer_is_told_by_what_it_paid(dupont):
    paid(dupont, 12, 14, 13, 12, 15, 13)
    assess()
    known = Behaviour.objects.get()
    assert (known.payments, known.median_days, known.late) == (6, 13, 6)
    assert known.as_of == date(2025, 3, 17) + timedelta(13 + 1)
    assert of(dupont).profile == Profile.SLOW_BUT_STEADY


def test_the_value_day_counts_and_a_credit_note_is_no_payment(dupont):
    due_on = date(2026, 3, 2)
    pay(
        factories.receivable(dupont, "A1", due_on=due_on),
        on=due_on + timedelta(5),
        value_on=due_on + timedelta(3),
    )
    credit(factories.receivable(dupont, "A2", due_on=due_on), on=due_on + timedelta(90))
    assess()
    known = Behaviour.objects.get()
    assert (known.payments, known.median_days) == (1, 3)


def test_a_payment_in_two_parts_counts_once_on_the_last_day(dupont):
    row = factories.receivable(dupont, due_on=date(2026, 3, 2))
    for minor, day in ((20_000, 9), (100_000, 20)):
        money = receipt(dupont, minor=minor, on=date(2026, 3, day))
        ledger.allocate_receipt(
            money, [Share(row.pk, minor)], source=Source.BANK, actor=CLERK, at=NOW
        )
    assess()
    known = Behaviour.objects.get()
    assert (known.payments, known.median_days, known.figures["partial"]) == (1, 18, 1)


def test_a_payment_that_was_taken_back_leaves_no_trace_in_the_habit(dupont):
    """It was put to the wrong invoice, by a later payment than the one that was for it."""
    row = factories.receivable(dupont, due_on=date(2026, 3, 2))
    pay(row, on=date(2026, 5, 20))
    wrong = row.allocations.get().receipt
    ledger.reverse_allocations(wrong, on=date(2026, 5, 21), actor=CLERK, at=NOW)
    row.refresh_from_db()
    pay(row, on=date(2026, 3, 6))
    assess()
    known = Behaviour.objects.get()
    assert (known.payments, known.median_days, known.figures["partial"]) == (1, 4, 0)
    (life,) = lives([dupont.pk])[dupont.pk]
    assert life.paid_on == date(2026, 3, 6)


def test_only_those_with_news_are_counted_anew(dupont):
    quiet = factories.customer(dupont.company, "C002", "Quiet NV")
    paid(dupont, 3, 4, 5)
    paid(quiet, 3, 4, 5)
    assess()
    Behaviour.objects.update(payments=99)
    later = NOW + timedelta(days=3)
    row = factories.receivable(dupont, "news", due_on=date(2026, 5, 4))
    pay(row, on=date(2026, 5, 6), at=later)
    assess_all(TODAY, at=later, since=NOW + timedelta(days=2))
    counts = dict(Behaviour.objects.values_list("customer__code", "payments"))
    assert counts == {"C001": 4, "C002": 99}


def test_all_at_once_says_what_one_by_one_says(dupont):
    others = [factories.customer(dupont.company, f"C1{n}", f"Payer {n}") for n in range(4)]
    for place, one in enumerate(others):
        paid(one, *[place * 9] * 5)
        factories.receivable(one, f"open {place}", due_on=TODAY - timedelta(place * 10))
    assess()
    actions.sum_up()
    at_once = list(Assessment.objects.order_by("pk").values("pk", "profile", "score"))
    Behaviour.objects.all().delete()
    Assessment.objects.all().delete()
    for one in others:
        assess_for([one.pk], as_of=TODAY, at=NOW)
    one_by_one = list(Assessment.objects.order_by("pk").values("pk", "profile", "score"))
    assert at_once == one_by_one


def test_running_it_again_changes_nothing(dupont):
    paid(dupont, 3, 4, 5)
    factories.receivable(dupont, "open", due_on=TODAY - timedelta(3))
    assess()
    before = Assessment.objects.values().get()
    assert assess_all(TODAY, at=NOW, since=None) == 0
    assert Assessment.objects.values().get() == before
    assert Change.objects.count() == 1


def test_each_day_an_overdue_invoice_costs_points_until_it_is_paid(dupont):
    paid(dupont, *[0] * 8)
    row = factories.receivable(dupont, "late", due_on=TODAY)
    assess()
    fine = of(dupont).score
    assess_all(TODAY + timedelta(20), at=NOW, since=NOW)
    assert of(dupont).score < fine - 30
    pay(row, on=TODAY + timedelta(21))
    assess_for([dupont.pk], as_of=TODAY + timedelta(22), at=NOW)
    assert of(dupont).score > fine - 30


def test_an_invoice_contested_as_a_whole_is_not_late(dupont):
    row = factories.receivable(dupont, "late", due_on=TODAY - timedelta(40))
    assess()
    late = of(dupont).score
    cycle.open_dispute(
        receivable_id=row.pk,
        amount=None,
        reason=DisputeReason.QUALITY,
        on=TODAY,
        actor=CLERK,
        at=NOW,
    )
    assert of(dupont).score > late


def test_a_hold_for_insolvency_speaks_at_once(dupont):
    paid(dupont, *[0] * 8)
    assess()
    hold = cycle.place_hold(
        customer_id=dupont.pk,
        receivable_id=None,
        reason=HoldReason.INSOLVENCY,
        from_on=TODAY,
        until_on=TODAY + timedelta(30),
        actor=CLERK,
        at=NOW,
    )
    assert (of(dupont).profile, of(dupont).score) == (Profile.INSOLVENT, 0)
    cycle.end_hold(hold_id=hold.pk, on=TODAY, actor=CLERK, at=NOW)
    assert of(dupont).profile == Profile.PROMPT


def test_broken_promises_count_from_the_day_they_ended(dupont):
    paid(dupont, *[12] * 6)
    row = factories.receivable(dupont, "promised", due_on=TODAY - timedelta(20))
    for week in range(2):
        ledger.record_promise(
            receivable_id=row.pk,
            amount=Money(row.open_minor, "EUR"),
            promised_on=TODAY + timedelta(7 * week + 3),
            made_on=TODAY + timedelta(7 * week),
            actor=CLERK,
            at=NOW,
        )
        day = TODAY + timedelta(7 * week + 5)
        broken = row.promises.filter(closed_on=None).values_list("pk", flat=True)
        ledger.close_promises(kept=[], broken=list(broken), on=day, actor=CLERK, at=NOW)
    assess_all(TODAY + timedelta(20), at=NOW, since=None)
    assert of(dupont).profile == Profile.PROMISE_BREAKER


def test_strangers_lean_on_their_segment_and_their_group(dupont):
    company = dupont.company
    good = factories.customer(company, "G1", "Good BV", segment="retail")
    bad = factories.customer(company, "B1", "Bad BV", segment="building")
    paid(good, *[0] * 40)
    paid(bad, *[9] * 40)
    strangers = [
        factories.customer(company, "S1", "Stranger A", segment="retail"),
        factories.customer(company, "S2", "Stranger B", segment="building"),
        factories.customer(company, "S3", "Stranger C", segment="retail", parent=bad),
        factories.customer(company, "S4", "Sister of C", segment="retail", parent=bad),
    ]
    for one in strangers:
        factories.receivable(one, f"open {one.code}", due_on=TODAY + timedelta(9))
    paid(strangers[3], *[9] * 20)
    assess()
    retail, building, sister = (of(one).score for one in strangers[:3])
    assert retail > building
    assert retail > sister
    assert set(Norm.objects.values_list("segment", flat=True)) == {
        "",
        "retail",
        "building",
    }


class TestWhatAPersonSays:
    @pytest.fixture(autouse=True)
    def payer(self, dupont: Customer) -> None:
        paid(dupont, *[12] * 8)
        assess()
        self.payer = dupont

    def say(self, **more: object) -> Override:
        known = {
            "customer_id": self.payer.pk,
            "profile": Profile.PROMPT,
            "score": 85,
            "reason": "Their new owner pays at once",
            "until_on": TODAY + timedelta(30),
            "on": TODAY,
            "actor": CLERK,
            "at": NOW,
        }
        return actions.override(**(known | more))  # type: ignore[arg-type]

    def test_it_counts_at_once_and_says_who_and_why(self):
        self.say()
        found = of(self.payer)
        assert (found.profile, found.score, found.score_class) == ("PROMPT", 85, "A")
        assert found.computed_profile == Profile.SLOW_BUT_STEADY
        entry = Entry.objects.get(event="score_overridden")
        assert entry.reason == "Their new owner pays at once"

    def test_the_change_is_told_with_the_persons_reason(self):
        self.say()
        assert Change.objects.latest("pk").evidence == ["Their new owner pays at once"]

    def test_it_ends_on_its_day_by_itself(self):
        self.say()
        day = TODAY + timedelta(31)
        assess_all(day, at=NOW + timedelta(31), since=NOW + timedelta(30))
        assert of(self.payer).profile == Profile.SLOW_BUT_STEADY

    def test_it_can_be_taken_back(self):
        said = self.say()
        actions.end_override(override_id=said.pk, on=TODAY, actor=CLERK, at=NOW)
        assert of(self.payer).profile == Profile.SLOW_BUT_STEADY
        assert Entry.objects.filter(event="score_override_ended").count() == 1

    def test_a_new_word_takes_the_place_of_the_old_one(self):
        self.say()
        self.say(profile="", score=20)
        found = of(self.payer)
        assert (found.profile, found.score) == (Profile.SLOW_BUT_STEADY, 20)
        assert Override.objects.filter(ended_on=None).count() == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"profile": "", "score": None},
            {"reason": "  "},
            {"score": 101},
            {"until_on": TODAY - timedelta(1)},
            {"until_on": TODAY + timedelta(400)},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, wrong):
        with pytest.raises(Refusal):
            self.say(**wrong)
        assert of(self.payer).profile == Profile.SLOW_BUT_STEADY
        assert not Override.objects.exists()


def test_changes_are_kept_with_their_reason(dupont):
    paid(dupont, *[0] * 8)
    assess()
    paid(dupont, *[20] * 8, first=date(2026, 1, 5), every=7)
    assess_for([dupont.pk], as_of=TODAY, at=NOW)
    first, second = Change.objects.order_by("pk")
    assert (first.profile_before, first.profile) == ("", Profile.PROMPT)
    assert (second.profile_before, second.profile) == (
        Profile.PROMPT,
        Profile.DETERIORATING,
    )
    assert second.evidence[0]["text"].startswith("In its last quarter")


def test_a_class_states_what_came_of_those_who_were_in_it(dupont):
    """Half a year ago all were prompt; since then some have paid 50 days late."""
    company = dupont.company
    day = TODAY - timedelta(183)
    for number in range(12):
        one = factories.customer(company, f"P{number}", f"Payer {number}")
        paid(one, *[0] * 10, first=day - timedelta(200), every=14)
        delay = 50 if number < 3 else 0
        paid(one, delay, first=day + timedelta(40))
    cycle.assess(TODAY, at=NOW)
    best = ClassRisk.objects.get(score_class="A")
    assert (best.customers, best.late) == (12, 3)
    stated = list(
        ClassRisk.objects.order_by("score_class").values_list("probability", flat=True)
    )
    assert stated == sorted(stated)
    assert 0.05 < stated[0] < 0.25


@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_one_change_once(transactional_db):
    customer = factories.customer(factories.company())
    factories.receivable(customer)

    def assess_apart() -> None:
        actions.assess([customer.pk], as_of=TODAY, at=NOW)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.assess([customer.pk], as_of=TODAY, at=NOW)
            other = pool.submit(assess_apart)
            time.sleep(0.5)  # long enough to read, were it not for the lock
            assert not other.done()
        other.result()
    assert Change.objects.count() == 1
