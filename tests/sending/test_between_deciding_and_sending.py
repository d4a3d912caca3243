"""Something becomes known after the message was prepared: it does not leave, and says why.

The facts are recorded below the cycle, so that nobody decides anew in between: only the
last check, under the customer's lock, can see them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import factories
import pytest
from django.utils import timezone
from simulation import files
from simulation.events import Account, Banked, Payment

from acquit.bank.actions import open_account
from acquit.channels.email.smtp import Smtp
from acquit.core.money import Money
from acquit.cycle.actions.daily import THE_CYCLE
from acquit.dunning.actions import dispatch
from acquit.dunning.models import Action, Wording
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.ledger import actions as ledger
from acquit.ledger.models import CustomerIban
from sending import trade
from sending.trade import DAY, DUE, arrivals, debtor, number, owes, prepare

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.ledger.models import Receivable
    from sending.sink import Sink

pytestmark = pytest.mark.django_db
YESTERDAY = trade.days(-1)
ACCOUNT, PAYER = "BE71096123456769", "BE68539007547034"


def send(action: Action, sink: Sink) -> Action:
    """Dispatch it; as it stands afterwards."""
    carrier = Smtp(sink.url)
    dispatch([action.pk], as_of=DAY, carrier=carrier, clock=timezone.now, actor=THE_CYCLE)
    carrier.close()
    action.refresh_from_db()
    return action


def by() -> dict[str, Any]:
    return {"actor": trade.PERSON, "at": timezone.now()}


def promise(one: Receivable, minor: int | None = None, until: date = DAY) -> None:
    ledger.record_promise(
        receivable_id=one.pk,
        amount=Money(minor or one.open_minor, "EUR"),
        promised_on=until,
        made_on=DAY,
        **by(),
    )


def dispute(one: Receivable, minor: int | None = None) -> None:
    amount = None if minor is None else Money(minor, "EUR")
    ledger.open_dispute(receivable_id=one.pk, amount=amount, reason="PRICE", on=DAY, **by())


def hold(one: Receivable, *, everything: bool = False) -> None:
    ledger.place_hold(
        customer_id=one.customer_id,
        receivable_id=None if everything else one.pk,
        reason="INTERNAL",
        from_on=DAY,
        until_on=DAY,
        **by(),
    )


def hold_all(one: Receivable) -> None:
    hold(one, everything=True)


def bank(one: Receivable, minor: int, *names: str, of_day: date = YESTERDAY) -> None:
    """The statement of a day comes in, with one payment; nobody decides."""
    payment = Payment(tag=f"TK{one.pk}X", minor=minor, iban=PAYER, names=names)
    banked = Banked(trade.company().code, (Account(ACCOUNT),), of_day, (payment,))
    done = import_file(
        Source.of_bytes(files.statement(banked), name="statement"),
        company=trade.company(),
        partial=False,
        on=DAY,
        actor=trade.PERSON,
        clock=timezone.now,
    )
    assert done.run.state == "TAKEN", done.problems


def pays(one: Receivable) -> None:
    bank(one, one.open_minor, number(one))


def pays_another_amount(one: Receivable) -> None:
    bank(one, one.open_minor - 1, number(one))


def pays_without_a_word(one: Receivable) -> None:
    CustomerIban.objects.create(customer=one.customer, iban=PAYER)
    bank(one, one.open_minor // 2)


def loses_its_address(one: Receivable) -> None:
    one.customer.email = ""
    one.customer.save()


def is_credited(one: Receivable) -> None:
    note = factories.receivable(one.customer, "CN-1", minor=one.open_minor, due_on=DUE)
    invoice = note.invoice
    note.delete()
    invoice.kind, invoice.available_minor = "CREDIT_NOTE", one.open_minor
    invoice.save()


def opens_an_account_that_told_nothing(one: Receivable) -> None:
    open_account(trade.company(), ACCOUNT, "EUR", actor=trade.PERSON, at=timezone.now())


@pytest.mark.parametrize(
    ("happens", "state", "why"),
    [
        (pays, "DROPPED", ""),
        (pays_another_amount, "HELD", "UNALLOCATED_MONEY"),
        (pays_without_a_word, "HELD", "UNALLOCATED_MONEY"),
        (promise, "HELD", "PROMISED"),
        (dispute, "HELD", "DISPUTED"),
        (hold, "HELD", "HELD"),
        (hold_all, "HELD", "HELD"),
        (loses_its_address, "HELD", "NO_ADDRESS"),
        (is_credited, "HELD", "COVERED_BY_CREDIT"),
        (opens_an_account_that_told_nothing, "HELD", "BANK_STALE"),
    ],
)
def test_what_happens_after_the_message_was_prepared_stops_it_with_its_reason(
    sink: Sink, happens: Callable[[Receivable], None], state: str, why: str
):
    one = debtor()
    action = prepare(one)
    happens(one)
    sent = send(action, sink)
    assert (sent.state, sent.why) == (state, why)
    assert not sink.mails


def test_a_dispute_of_a_part_lowers_what_the_prepared_message_asks_for(sink: Sink):
    one = debtor(minor=100_000, language="en")
    action = prepare(one)
    dispute(one, 25_000)
    send(action, sink)
    (mail,) = sink.mails
    assert "Open amount: 1,000.00 EUR" in mail.text
    assert "Of which being clarified: 250.00 EUR" in mail.text
    assert "To pay without that part: 750.00 EUR" in mail.text


def test_what_is_stopped_falls_out_and_the_rest_leaves(sink: Sink):
    one = debtor()
    other = owes(one.customer)
    action = prepare(one, other)
    promise(one)
    send(action, sink)
    (mail,) = sink.mails
    assert number(other) in mail.text
    assert number(one) not in mail.text


def test_a_message_whose_most_pressing_item_fell_out_has_the_tone_of_the_rest(sink: Sink):
    late = debtor(due_on=date(2026, 10, 1), language="en")
    trade.walk(sink, date(2026, 10, 26))
    fresh = owes(late.customer)
    action = prepare(late, fresh)
    assert action.step == "REMINDER_2"
    hold(late)
    sink.taken()
    send(action, sink)
    (mail,) = sink.mails
    assert mail.message["X-Acquit-Kind"] == "reminder_1"
    assert mail.message["Subject"] == f"A friendly reminder: invoice {number(fresh)}"


def test_an_action_that_was_prepared_anew_is_passed_over_and_not_an_error(sink: Sink):
    one = debtor()
    action = prepare(one)
    again = prepare(one)
    carrier = Smtp(sink.url)
    for each in (action, again):
        dispatch([each.pk], as_of=DAY, carrier=carrier, clock=timezone.now, actor=THE_CYCLE)
    carrier.close()
    assert len(sink.mails) == 1


def test_an_approved_notice_and_a_reminder_due_on_one_day_leave_on_two_days(sink: Sink):
    late = debtor(due_on=date(2026, 8, 3), party_type="BUSINESS")
    for day in (date(2026, 8, 6), date(2026, 8, 18), date(2026, 9, 2)):
        trade.walk(sink, day)
    trade.walk(sink, date(2026, 9, 17))
    waiting = late.customer.actions.get(state="WAITING")
    trade.actions.approve_action(action_id=waiting.pk, **by())
    fresh = owes(late.customer)
    sink.taken()
    trade.walk(sink, DAY)
    trade.walk(sink, trade.days(1))
    kinds = [mail.message["X-Acquit-Kind"] for mail in sink.mails]
    assert sorted(kinds) == ["formal_notice", "reminder_1"]
    assert number(fresh) in sink.mails[kinds.index("reminder_1")].text


def test_a_text_that_cannot_be_filled_in_stops_its_own_message_and_no_other(sink: Sink):
    french, dutch = debtor(language="fr"), debtor(language="nl")
    Wording.objects.create(
        company=trade.company(),
        step="REMINDER_1",
        channel="EMAIL",
        language="fr",
        tone="FRIENDLY",
        version=1,
        subject="Rappel",
        text="{{ what_nobody_knows }}",
        recorded_at=timezone.now(),
    )
    trade.walk(sink)
    assert arrivals(sink.mails) == {number(dutch): 1}
    held = Action.objects.get(customer=french.customer_id, state="HELD")
    assert held.why == "UNWRITABLE"
