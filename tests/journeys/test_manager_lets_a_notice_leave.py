"""A formal notice waits, is read as it would leave, approved, and stands in the outbox."""

from __future__ import annotations

from datetime import date

import factories
import pytest
from journeys.conftest import FRIDAY, SignIn
from procrastinate.contrib.django.models import ProcrastinateJob

import acquit.dunning.actions as dunning
from acquit.cycle import jobs
from acquit.ledger.models import Receivable
from acquit.ledger.rows import Range
from acquit.organisation.models import Company

BEFORE = {
    "REMINDER_1": date(2026, 9, 1),
    "REMINDER_2": date(2026, 9, 15),
    "REMINDER_3": date(2026, 10, 1),
}
# An e-mail is shown in a frame of its own, as a mail program shows it.
MAIL, FORMAL = "iframe", "We hereby give you formal notice"


@pytest.fixture
def reminded(ours: Company) -> Receivable:
    """A business that was reminded three times; the next decision is a formal notice."""
    factories.at_any_hour(ours)
    debtor = factories.customer(
        ours, email="compta@dupont.example", vat="BE0428759497", language="en"
    )
    owed = factories.receivable(debtor, due_on=date(2026, 8, 20))
    for step, on in BEFORE.items():
        factories.sent(owed, step, on=on)
    dunning.decide(Range(debtor.pk, debtor.pk), as_of=FRIDAY, at=factories.NOW)
    return owed


def test_an_approved_notice_is_in_the_outbox(reminded: Receivable, sign_in: SignIn) -> None:
    page = sign_in()
    page.click(".side-nav >> text=Dunning today")
    page.click("[data-list] >> text=Boulangerie Dupont")
    page.frame_locator(MAIL).get_by_text(FORMAL).wait_for()
    page.go_back()
    page.check("[data-tick-all]")
    page.click("text=Approve (1)")
    page.wait_for_selector("dialog >> text=1 message leaves with the next dispatch")
    page.click("dialog button.btn-primary")
    page.wait_for_selector("text=Nothing waits for approval")

    job = ProcrastinateJob.objects.get(task_name="cycle.send_approved")
    jobs.send_approved(**job.args)

    page.click(".side-nav >> text=Outbox")
    page.click("text=Formal notice: invoice 2026-001")
    page.frame_locator(MAIL).get_by_text(FORMAL).wait_for()
    assert page.locator(".mark", has_text="Sent").is_visible()
