"""A payment settles an invoice, and then the bank takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from simulation import files
from simulation.events import Account, Banked, Payment

from acquit.bank.actions import open_account
from acquit.bank.models import Line, LineState
from acquit.cycle import actions
from sending import trade
from sending.trade import DAY, arrivals, debtor, number, outlook, take_in, walk

if TYPE_CHECKING:
    from datetime import date

    from acquit.ledger.models import Receivable
    from sending.sink import Sink

pytestmark = pytest.mark.django_db
ACCOUNT = Account("BE71096123456769")


def bank(one: Receivable, day: date, *, tag: str = "TK1X", back: bool = False) -> None:
    """The statement of a day tells that all of it was paid, or that this went back."""
    payment = Payment(
        tag=tag,
        minor=one.amount_minor,
        iban="BE68539007547034",
        names=(number(one),),
        back=back,
    )
    banked = Banked(trade.company().code, (ACCOUNT,), day, (payment,))
    take_in(files.statement(banked), on=day)


def nothing_happened(day: date) -> None:
    take_in(files.statement(Banked(trade.company().code, (ACCOUNT,), day)), on=day)


def line(*, back: bool) -> Line:
    lines = Line.objects.filter(end_to_end_id="TK1X")
    return lines.get(amount_minor__lt=0) if back else lines.get(amount_minor__gt=0)


def by() -> dict[str, Any]:
    return {"actor": trade.PERSON, "at": timezone.now()}


def kinds(sink: Sink) -> list[str]:
    """Of the mails since the last time."""
    return [str(mail.message["X-Acquit-Kind"]) for mail in sink.taken()]


@pytest.fixture
def thanked(sink: Sink) -> Receivable:
    """Reminded on DAY, paid the next day, thanked on the day after."""
    one = debtor()
    open_account(trade.company(), ACCOUNT.number, "EUR", **by())
    nothing_happened(DAY)
    walk(sink)
    bank(one, trade.days(1))
    walk(sink, trade.days(2))
    assert kinds(sink) == ["reminder_1", "thank_you"]
    return one


def test_what_went_back_is_owed_again(thanked: Receivable):
    bank(thanked, trade.days(5), back=True)
    assert line(back=True).state == LineState.MATCHED
    thanked.refresh_from_db()
    assert thanked.open_minor == thanked.amount_minor


def test_after_that_the_steps_go_on_from_the_last_reminder(thanked: Receivable, sink: Sink):
    bank(thanked, trade.days(5), back=True)
    assert outlook(thanked).next_action == "REMINDER_2"
    assert outlook(thanked).next_on == trade.days(12)
    nothing_happened(trade.days(12))
    walk(sink, trade.days(12))
    assert arrivals(sink.mails)[number(thanked)] == 1
    assert kinds(sink) == ["reminder_2"]


def test_the_money_that_went_back_holds_no_reminder(sink: Sink):
    one = debtor()
    open_account(trade.company(), ACCOUNT.number, "EUR", **by())
    bank(one, DAY)
    bank(one, trade.days(1), back=True)
    assert outlook(one).reason == ""
    walk(sink, trade.days(1))
    assert kinds(sink) == ["reminder_1"]


def test_what_counts_again_is_not_asked_for(thanked: Receivable, sink: Sink):
    bank(thanked, trade.days(5), back=True)
    actions.undo_return(line_id=line(back=True).pk, on=trade.days(6), **by())
    nothing_happened(trade.days(12))
    walk(sink, trade.days(12))
    assert not sink.mails


def test_nobody_is_thanked_twice_for_one_invoice(thanked: Receivable, sink: Sink):
    bank(thanked, trade.days(5), back=True)
    bank(thanked, trade.days(7), tag="TK2X")
    walk(sink, trade.days(8))
    assert not sink.mails


def test_while_a_return_waits_for_a_person_nobody_is_thanked(sink: Sink):
    one = debtor()
    open_account(trade.company(), ACCOUNT.number, "EUR", **by())
    nothing_happened(DAY)
    walk(sink)
    bank(one, trade.days(1))
    part = Payment(tag="TK1X", minor=1_000, iban="BE68539007547034", back=True)
    banked = Banked(trade.company().code, (ACCOUNT,), trade.days(2), (part,))
    take_in(files.statement(banked), on=trade.days(2))
    assert line(back=True).state == LineState.OPEN
    walk(sink, trade.days(2))
    assert kinds(sink) == ["reminder_1"]


def test_nobody_is_thanked_for_money_that_went_back(sink: Sink):
    one = debtor()
    open_account(trade.company(), ACCOUNT.number, "EUR", **by())
    nothing_happened(DAY)
    walk(sink)
    bank(one, trade.days(1))
    bank(one, trade.days(2), back=True)
    walk(sink, trade.days(2))
    assert kinds(sink) == ["reminder_1"]


def test_money_of_another_that_went_back_keeps_nobody_from_being_thanked(sink: Sink):
    one, another = debtor(), debtor()
    open_account(trade.company(), ACCOUNT.number, "EUR", **by())
    nothing_happened(DAY)
    walk(sink)
    bank(one, trade.days(1))
    bank(another, trade.days(2), tag="TK2X", back=True)
    walk(sink, trade.days(2))
    assert kinds(sink) == ["reminder_1", "reminder_1", "thank_you"]
