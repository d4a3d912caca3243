"""Nobody but us sends a debit note: it leaves at once or with the next cycle, and its paper
goes with whatever is written about it later.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import factories
import pytest
from claims.debtors import ANNA, issue, late, paid, setting
from django.utils import timezone

from acquit.channels.models import Message
from acquit.channels.outbox import Outbox
from acquit.claims.models import DebitNote
from acquit.core.dunning import ItemKind
from acquit.core.dunning.trial.facts import Owed
from acquit.cycle import actions
from acquit.cycle.actions.daily import THE_CYCLE, send_waiting
from acquit.dunning.actions import dispatch
from acquit.dunning.models import Action, Outlook
from acquit.dunning.queries import enclosures
from acquit.dunning.queries.past import past
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range

pytestmark = pytest.mark.django_db
# The note is made on a Friday.
MONDAY = date(2026, 8, 3)


def noted(**known: str) -> DebitNote:
    """It asks an otherwise clean customer for 62 days of interest, and the flat sum."""
    company = factories.company(email="books@alfa.example")
    setting(company)
    row = late(company)
    Customer.objects.filter(pk=row.customer_id).update(email="b@dupont.example", **known)
    paid(row, 120_000, date(2026, 7, 30))
    return issue(row.customer)


def decide(note: DebitNote, on: date) -> None:
    of = note.invoice.customer_id
    actions.decide_shard(Range(of, of), on, at=timezone.now())


def send(note: DebitNote, on: date) -> Action:
    """What is due that day leaves at ten in the morning."""
    decide(note, on)
    action = Action.objects.get(customer=note.invoice.customer_id, state="READY")
    dispatch(
        [action.pk],
        as_of=on,
        carrier=Outbox(),
        clock=timezone.now,
        actor=THE_CYCLE,
        plays=time(10),
    )
    action.refresh_from_db()
    return action


def gathered(action: Action) -> list[str]:
    found = enclosures.gathered([action], on=factories.TODAY)
    return [paper.name for paper in found.get(action.pk, [])]


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "Debit note DN-2026-0001 from Alfa Trading"),
        ("fr", "Alfa Trading : note de débit DN-2026-0001"),
        ("nl", "Debetnota DN-2026-0001 van Alfa Trading"),
        ("de", "Belastungsanzeige DN-2026-0001 von Alfa Trading"),
    ],
)
def test_the_next_cycle_sends_it_with_its_paper(language: str, subject: str):
    action = send(noted(language=language), MONDAY)
    assert (action.step, action.state) == ("INVOICE", "SENT")
    assert action.message.subject == subject
    assert gathered(action) == ["DN-2026-0001.pdf"]


def test_made_on_a_working_day_it_leaves_that_day():
    """What is due meanwhile is looked for every quarter of an hour."""
    company = factories.company(email="books@alfa.example")
    setting(company)
    row = late(company)
    Customer.objects.filter(pk=row.customer_id).update(email="b@dupont.example")
    paid(row, 120_000, date(2026, 7, 30))
    actions.issue_debit_notes(
        customer_id=row.customer_id, on=MONDAY, actor=ANNA, at=factories.NOW
    )
    ten = datetime.combine(MONDAY, time(10), tzinfo=ZoneInfo("Europe/Brussels"))
    assert send_waiting(MONDAY, carrier=Outbox(), clock=lambda: ten) == 1
    assert Message.objects.get().kind == "INVOICE"


def test_it_is_sent_once_and_then_followed_up_like_an_invoice():
    note = noted()
    send(note, MONDAY)
    decide(note, MONDAY)
    told = Outlook.objects.get(receivable=note.invoice.receivables.get())
    # Five days before 14 August is a Sunday.
    assert (told.next_action, told.next_on) == ("NOTICE", date(2026, 8, 10))


def test_a_trial_knows_that_nobody_else_sent_it():
    note = noted()
    mornings = {MONDAY: datetime.combine(MONDAY, time(7), tzinfo=factories.NOW.tzinfo)}
    told = past(note.invoice.company_id, [note.invoice.customer_id], mornings, dated=True)
    kinds = {one.kind for day in told.told for one in day if isinstance(one, Owed)}
    assert kinds == {ItemKind.INVOICE, ItemKind.DEBIT_NOTE}


def test_a_message_about_a_debit_note_encloses_it():
    note = issue(late().customer)
    action = factories.prepared(note.invoice.receivables.get())
    assert gathered(action) == ["DN-2026-0001.pdf"]


def test_a_message_about_an_invoice_encloses_nothing_by_itself():
    assert gathered(factories.prepared(late())) == []


def test_a_text_message_encloses_nothing():
    note = issue(late().customer)
    action = factories.prepared(note.invoice.receivables.get())
    action.channel = "SMS"
    assert gathered(action) == []
