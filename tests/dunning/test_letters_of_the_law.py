"""The letters that the law asks for: kept as they really left, by the real verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import factories
import pytest
from django.utils import timezone

from acquit.channels.carrying import NotHandedOver, OneWay, Unknown
from acquit.channels.models import Message
from acquit.channels.outbox import Outbox, PrintTray
from acquit.claims.actions.terms import set_terms
from acquit.claims.queries import CompanyTerms
from acquit.core.law import Notice
from acquit.core.law import Sent as SentBy
from acquit.cycle import actions
from acquit.cycle.actions.daily import THE_CYCLE
from acquit.cycle.explaining import why
from acquit.dunning.actions import dispatch, settle_message
from acquit.dunning.actions.bounces import take_back
from acquit.dunning.actions.notices import was_received, were_posted
from acquit.dunning.models import Action, LegalNotice, Outlook, Wording
from acquit.dunning.queries import notices
from acquit.ledger.models import Receivable
from acquit.ledger.rows import Range

pytestmark = pytest.mark.django_db
# A Wednesday.
DAY = date(2026, 11, 18)
VAT = {"vat": "BE0403019261", "email": "books@alfa.example"}


def consumer(country: str = "BE", **more: Any) -> Receivable:
    """Somebody who owes 1,200.00 since the tenth."""
    company = factories.company(**VAT)
    known = {"party_type": "CONSUMER", "country": country, "email": "greta@post.example"}
    of = factories.customer(company, name="Greta Maes", **known | more)
    return factories.receivable(of, "2026-001")


def send(one: Receivable, *, carrier: Any = None, on: date = DAY) -> Action | None:
    """What is due that day leaves at ten in the morning; the action, if there is one."""
    of = one.customer_id
    actions.decide_shard(Range(of, of), on, at=timezone.now())
    action = Action.objects.filter(customer=of, state="READY").first()
    if action is None:
        return None
    dispatch(
        [action.pk],
        as_of=on,
        carrier=carrier or Outbox(),
        clock=timezone.now,
        actor=THE_CYCLE,
        plays=time(10),
    )
    actions.decide_shard(Range(of, of), on, at=timezone.now())
    action.refresh_from_db()
    return action


def of(one: Receivable, on: date = DAY) -> Notice | None:
    return notices.of([one.pk], as_of=on).get(one.pk)


def test_the_first_reminder_to_a_belgian_consumer_is_kept_as_it_left() -> None:
    one = consumer()
    action = send(one)
    assert "Code de droit économique" in action.message.body
    assert of(one) == Notice(sent_on=DAY, by=SentBy.ELECTRONIC)
    assert of(one, DAY - timedelta(days=1)) is None
    kept = LegalNotice.objects.get()
    assert (kept.kind, kept.country, kept.party) == ("FIRST_REMINDER", "BE", "CONSUMER")
    assert kept.term_until == date(2026, 12, 2)


def test_no_next_step_is_planned_before_the_term_is_over() -> None:
    """The second reminder would follow after twelve days, on the 30th."""
    one = consumer()
    send(one)
    told = Outlook.objects.get(receivable=one)
    assert (told.next_action, told.next_on) == ("REMINDER_2", date(2026, 12, 3))


def test_the_dutch_letter_goes_with_the_second_reminder_and_keeps_its_sum() -> None:
    one = consumer("NL", language="nl")
    send(one)
    assert of(one) is None
    second = send(one, on=date(2026, 11, 30))
    assert "180,00 EUR aan buitengerechtelijke incassokosten" in second.message.body
    kept = LegalNotice.objects.get()
    assert (kept.kind, kept.costs_minor, kept.currency) == ("FOURTEEN_DAYS", 18_000, "EUR")
    assert kept.term_until == date(2026, 12, 16)


def test_the_letter_of_claim_waits_for_a_person_and_leaves_with_its_form() -> None:
    """After the last reminder of a British person nothing follows for thirty days."""
    one = consumer("GB", **BY_POST, language="en")
    Receivable.objects.filter(pk=one.pk).update(due_on=date(2026, 9, 1))
    for number in (1, 2, 3):
        factories.sent(one, f"REMINDER_{number}", on=date(2026, 9, 10 * number - 5))
    assert send(one, carrier=PrintTray()) is None
    of_it = Action.objects.filter(step="LAST_REMINDER")
    assert [action.state for action in of_it] == ["WAITING"]
    of_it.update(state="READY")
    action = send(one, carrier=PrintTray())
    assert "letter of claim under the Pre-Action Protocol" in action.message.body
    form = action.message.enclosures.get(name="reply-form.pdf")
    assert bytes(form.content).startswith(b"%PDF")
    kept = LegalNotice.objects.get()
    assert (kept.kind, kept.term_until) == ("CLAIM", date(2026, 12, 19))


def test_what_has_had_its_letter_gets_no_second_one() -> None:
    one = consumer()
    send(one)
    later = send(one, on=date(2026, 12, 3))
    assert later.step == "REMINDER_2"
    assert "Code de droit économique" not in later.message.body
    assert LegalNotice.objects.count() == 1


class Down(OneWay):
    code = "DOWN"

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome

    def carry(self, envelope: Any) -> Any:
        return self.outcome


def test_what_was_not_handed_over_is_no_letter() -> None:
    one = consumer()
    send(one, carrier=Down(NotHandedOver("no such mailbox")))
    assert of(one) is None
    assert not LegalNotice.objects.exists()


@pytest.mark.parametrize("arrived", [True, False])
def test_an_uncertain_message_is_a_letter_once_a_person_says_so(arrived) -> None:
    one = consumer()
    action = send(one, carrier=Down(Unknown("silence")))
    assert of(one) is None
    known = {"as_of": DAY, "actor": THE_CYCLE, "at": timezone.now()}
    settle_message(message_id=action.message_id, arrived=arrived, **known)
    assert (of(one) is not None) is arrived


def test_what_came_back_is_no_letter_and_its_term_holds_nothing() -> None:
    one = consumer()
    action = send(one)
    take_back(action.message, at=timezone.now())
    assert of(one) is None
    again = send(one, on=date(2026, 11, 20))
    assert again.step == "REMINDER_1"
    assert "Code de droit économique" in again.message.body


BY_POST = {"email": "", "street": "Kerkstraat 1", "postcode": "9000", "city": "Gent"}


def test_what_lies_in_the_tray_is_no_letter_before_it_is_posted() -> None:
    one = consumer(**BY_POST)
    action = send(one, carrier=PrintTray())
    assert of(one, date(2026, 12, 31)) is None
    were_posted([action.message_id], on=date(2026, 11, 19))
    assert of(one, date(2026, 11, 19)) == Notice(sent_on=date(2026, 11, 19), by=SentBy.POST)


def test_what_nobody_posted_is_said_again() -> None:
    one = consumer(**BY_POST)
    send(one, carrier=PrintTray())
    again = send(one, carrier=PrintTray(), on=date(2026, 12, 10))
    assert "Code de droit économique" in again.message.body


def test_a_letter_that_was_posted_too_late_for_its_day_is_none() -> None:
    """It names fourteen days from the third working day after Thursday; posted on Monday,
    it leaves too few of them. The next message says it anew.
    """
    one = consumer(**BY_POST)
    action = send(one, carrier=PrintTray())
    were_posted([action.message_id], on=date(2026, 11, 23))
    assert of(one, date(2026, 12, 31)) is None
    again = send(one, carrier=PrintTray(), on=date(2026, 12, 10))
    assert "Code de droit économique" in again.message.body


def test_what_is_corrected_to_another_customer_was_never_said_to_that_one() -> None:
    one = consumer()
    send(one)
    other = factories.customer(one.company, "C002", "Luc Maes", party_type="CONSUMER")
    Receivable.objects.filter(pk=one.pk).update(customer=other)
    assert of(one) is None


def test_a_proven_receipt_is_kept_and_the_first_counts() -> None:
    one = consumer()
    action = send(one)
    was_received(action.message_id, on=DAY)
    was_received(action.message_id, on=date(2026, 11, 25))
    assert of(one).received_on == DAY


def test_a_business_gets_no_letter() -> None:
    one = consumer(party_type="BUSINESS")
    send(one)
    assert Message.objects.count() == 1
    assert not LegalNotice.objects.exists()


def test_letters_of_many_are_known_in_one_question(django_assert_num_queries: Any) -> None:
    one = consumer()
    send(one)
    with django_assert_num_queries(1):
        notices.of([one.pk, one.pk + 1], as_of=DAY)


def test_what_a_consumer_may_not_be_asked_for_is_held_at_the_last_check() -> None:
    """The text was kept before the program knew better."""
    one = consumer()
    Wording.objects.create(
        company=one.company,
        step="REMINDER_1",
        channel="EMAIL",
        language="fr",
        tone="FRIENDLY",
        version=1,
        subject="Rappel",
        text="{{ the_items }}\n\nDes frais de 15 euros s'ajoutent.",
        recorded_at=timezone.now(),
    )
    action = send(one)
    assert (action.state, action.why, action.message) == ("HELD", "MAY_NOT_ASK", None)
    told = why(one.customer, as_of=DAY, now=timezone.now())
    assert told["held_back"] == [
        {"step": "REMINDER_1", "channel": "EMAIL", "why": "MAY_NOT_ASK"}
    ]


TERMS = CompanyTerms(valid_from=date(2026, 1, 1))


def late(terms: CompanyTerms | None, **more: Any) -> str:
    """The second reminder to a business that is late, as a company with these terms sends
    it.
    """
    one = consumer(**{"party_type": "BUSINESS"} | more)
    if terms is not None:
        set_terms(one.company, terms, actor=THE_CYCLE, at=timezone.now())
    send(one)
    return send(one, on=date(2026, 12, 3)).message.body


def test_a_company_that_shows_interest_tells_it_from_the_second_reminder_on() -> None:
    """23 days on 1,200.00 at 10.50 are 7.94."""
    body = late(TERMS)
    assert "intérêts jusqu'au 3 décembre 2026, 7,94 EUR, puis 0,35 EUR par jour" in body
    assert "indemnité forfaitaire pour frais de recouvrement, 40,00 EUR" in body


@pytest.mark.parametrize(
    ("terms", "more"),
    [
        (None, {}),
        (replace(TERMS, shown=False), {}),
        (replace(TERMS, valid_from=date(2027, 1, 1)), {}),
        (TERMS, {"party_type": "CONSUMER"}),
        (TERMS, {"party_type": "PUBLIC"}),
    ],
)
def test_nothing_is_told_of_it_where_it_is_not_shown_or_not_allowed(terms, more) -> None:
    body = late(terms, **more)
    assert "intérêts" not in body
    assert "indemnité" not in body


def test_a_rate_that_consumers_agreed_to_stands_in_the_letter() -> None:
    one = consumer()
    terms = replace(TERMS, percent=Decimal(8), clause_agreed=True)
    set_terms(one.company, terms, actor=THE_CYCLE, at=timezone.now())
    assert "des intérêts de 8,00 % l'an peuvent s'y ajouter" in send(one).message.body
