"""An insolvent debtor: reminders stop, and the claim is filed in time, with its proof."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest

import acquit.handover.actions as handover
from acquit.agenda.models import Task, TaskKind
from acquit.audit.actions import Actor
from acquit.core.dunning.endless import UNTIL_OVER
from acquit.core.procedures import NoFilingPeriod, NotPublished
from acquit.handover.actions.insolvency import (
    AlreadyInsolvent,
    ClaimFiled,
    InsolvencyOver,
    NoProof,
    PublishedBefore,
)
from acquit.handover.models import Insolvency, InsolvencyKind
from acquit.ledger.models import Customer, Hold

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")
TODAY, NOW = factories.TODAY, factories.NOW
DAY = timedelta(days=1)


@pytest.fixture
def french() -> Customer:
    return factories.customer(factories.company(), "F1", "Atelier Blanc", country="FR")


def recorded(of: Customer, **more) -> Insolvency:
    told = {
        "kind": InsolvencyKind.BANKRUPTCY,
        "opened_on": date(2026, 11, 3),
        "published_on": date(2026, 11, 12),
        "court": "Tribunal de commerce de Lille",
        "today": TODAY,
        "actor": ANNA,
        "at": NOW,
    }
    return handover.record_insolvency(customer_id=of.pk, **(told | more))


def test_reminders_stop_at_once_and_without_an_end(french) -> None:
    recorded(french)
    hold = Hold.objects.get()
    assert (hold.reason, hold.until_on, hold.receivable_id) == (
        "INSOLVENCY",
        UNTIL_OVER,
        None,
    )
    assert hold.from_on == date(2026, 11, 3)


def test_the_deadline_is_two_months_after_publication_and_says_where_it_stands(
    french,
) -> None:
    found = recorded(french)
    assert found.deadline_on == date(2027, 1, 12)
    assert "R622-24" in found.deadline_source
    task = Task.objects.get(kind=TaskKind.CLAIM_FILING)
    assert task.due_on == date(2026, 12, 22)
    assert task.why["on"] == "2027-01-12"


def test_a_deadline_that_is_near_is_on_the_list_today(french) -> None:
    recorded(french, published_on=None, deadline_on=TODAY + 5 * DAY)
    assert Task.objects.get(kind=TaskKind.CLAIM_FILING).due_on == TODAY


def test_nothing_is_guessed_where_no_period_is_written_down(french) -> None:
    belgian = factories.customer(french.company, "B1", "Gent Bouw", country="BE")
    with pytest.raises(NoFilingPeriod):
        recorded(belgian)
    with pytest.raises(NotPublished):
        recorded(french, published_on=None)
    assert not Hold.objects.exists()
    found = recorded(belgian, deadline_on=date(2026, 12, 3))
    assert (found.deadline_on, found.deadline_source) == (date(2026, 12, 3), "")


def test_no_judgment_is_published_before_it_is_given(french) -> None:
    with pytest.raises(PublishedBefore):
        recorded(french, published_on=date(2026, 11, 2))


def test_filed_with_its_proof_it_leaves_the_list(french) -> None:
    found = recorded(french)
    told = {"insolvency_id": found.pk, "on": TODAY, "actor": ANNA, "at": NOW}
    with pytest.raises(NoProof):
        handover.mark_filed(words=" ", **told)
    handover.mark_filed(words="Receipt 2026/4411", **told)
    assert not Task.objects.filter(done_at=None).exists()
    with pytest.raises(ClaimFiled):
        handover.mark_filed(words="again", **told)


def test_one_of_them_is_open_at_a_time_and_its_end_lets_reminders_go_on(french) -> None:
    found = recorded(french)
    with pytest.raises(AlreadyInsolvent):
        recorded(french)
    end = {"insolvency_id": found.pk, "on": TODAY, "actor": ANNA, "at": NOW}
    handover.end_insolvency(**end)
    assert Hold.objects.get().ended_on == TODAY
    with pytest.raises(InsolvencyOver):
        handover.end_insolvency(**end)
    assert recorded(french).pk
