"""What a mail server may answer, and what becomes of the message and of its receivables."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import factories
import pytest
from django.utils import timezone

from acquit.agenda.models import Task
from acquit.channels.email import smtp
from acquit.channels.email.smtp import Smtp
from acquit.channels.models import Message
from acquit.cycle import actions
from acquit.ledger.models import Contact
from sending import trade
from sending.sink import GONE, OK, SILENT, Manners
from sending.trade import DAY, arrivals, debtor, message, number, outlook, walk

if TYPE_CHECKING:
    from sending.sink import Sink

pytestmark = pytest.mark.django_db


def test_what_is_taken_is_sent_in_the_name_of_the_company_and_in_the_customers_language(
    sink: Sink,
):
    one = debtor(language="nl")
    walk(sink)
    (mail,) = sink.mails
    kept = message(one)
    assert (kept.state, kept.answer) == ("SENT", "250 OK")
    assert mail.sender == "books@alfa.example"
    assert mail.to == (one.customer.email,)
    assert mail.key == f"<{kept.key}@alfa.example>"
    assert mail.message["To"] == one.customer.email
    assert mail.message["Content-Language"] == "nl"
    assert mail.message["X-Acquit-Kind"] == "reminder_1"
    assert mail.text.replace("\r\n", "\n").strip() == kept.body.strip()


def test_a_server_that_cannot_be_reached_stops_the_run_and_the_next_run_sends_all(
    sink: Sink,
):
    some = [debtor() for _ in range(3)]
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = Smtp(f"smtp://127.0.0.1:{unused.getsockname()[1]}")
        counts = actions.walk(DAY, carrier=nowhere, clock=timezone.now)
    assert counts["sent"] == 0
    assert "ConnectionRefusedError" in counts["down"]["email"]
    assert Message.objects.count() == 1, "the others were not even tried"
    assert walk(sink)["sent"] == 3
    assert arrivals(sink.mails) == {number(one): 1 for one in some}


REFUSALS = {
    "the sender, for now": Manners(mail=lambda _: "451 greylisted"),
    "the sender, for good": Manners(mail=lambda _: "550 not from you"),
    "the recipient, for now": Manners(rcpt=lambda _: "450 try later"),
    "the word DATA": Manners(word_data=lambda: "451 not now"),
    "the content, for now": Manners(content=lambda _: "451 scanner is down"),
    "the content, for good": Manners(content=lambda _: "554 looks like spam"),
    "by hanging up at the sender": Manners(mail=lambda _: GONE),
    "by hanging up at the recipient": Manners(rcpt=lambda _: GONE),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_what_the_server_refuses_did_not_leave_and_is_tried_again_by_the_next_run(
    sink: Sink, refusal: str
):
    one = debtor()
    sink.manners = REFUSALS[refusal]
    assert walk(sink)["sent"] == 0
    assert message(one).state == "REFUSED"
    assert not message(one).permanent
    assert not Task.objects.exists()
    sink.manners = Manners()
    assert walk(sink)["sent"] == 1
    assert walk(sink)["sent"] == 0
    assert arrivals(sink.mails) == {number(one): 1}


def test_a_refusal_of_one_recipient_does_not_stop_the_others(sink: Sink):
    refused, taken = debtor(), debtor()
    sink.manners = Manners(
        rcpt=lambda to: "450 full" if to == refused.customer.email else OK
    )
    walk(sink)
    assert arrivals(sink.mails) == {number(taken): 1}


def test_an_address_refused_for_good_is_a_task_and_is_not_tried_every_day(sink: Sink):
    one = debtor()
    tried: list[str] = []
    sink.manners = Manners(rcpt=lambda to: tried.append(to) or "550 unknown user")
    for n in (0, 0, 1, 2):
        walk(sink, trade.days(n))
    assert tried == [one.customer.email]
    assert message(one).permanent
    assert outlook(one).reason == "NO_ADDRESS"
    assert [task.kind for task in Task.objects.all()] == ["DELIVERY_FAILED"]


def test_an_address_refused_for_good_is_passed_over_when_there_is_another(sink: Sink):
    one = debtor()
    Contact.objects.create(customer=one.customer, name="Desk", email="desk@post.example")
    dead = one.customer.email
    sink.manners = Manners(rcpt=lambda to: "550 unknown user" if to == dead else OK)
    walk(sink)
    assert walk(sink)["sent"] == 1
    assert [mail.to for mail in sink.mails] == [("desk@post.example",)]


def test_a_line_that_goes_dead_after_the_content_leaves_the_message_to_a_person(sink: Sink):
    one, behind = debtor(), debtor()
    names = number(one)
    sink.manners = Manners(content=lambda mail: GONE if names in mail.text else OK)
    walk(sink)
    sink.manners = Manners()
    walk(sink)
    walk(sink, trade.days(1))
    assert arrivals(sink.mails) == {number(one): 1, number(behind): 1}
    assert message(one).state == "UNCERTAIN"
    assert outlook(one).reason == "UNCERTAIN"
    assert [task.kind for task in Task.objects.all()] == ["SETTLE_MESSAGE"]


def test_a_server_that_never_answers_leaves_the_message_to_a_person(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.2)
    one = debtor()
    sink.manners = Manners(content=lambda _: SILENT)
    walk(sink)
    sink.manners = Manners()
    walk(sink)
    assert message(one).state == "UNCERTAIN"
    assert arrivals(sink.mails) == {number(one): 1}


def test_a_server_that_never_answers_the_recipient_was_given_nothing(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "TIMEOUT_S", 0.2)
    one = debtor()
    sink.manners = Manners(rcpt=lambda _: SILENT)
    walk(sink)
    assert message(one).state == "REFUSED"
    sink.manners = Manners()
    assert walk(sink)["sent"] == 1


def test_an_address_with_a_domain_in_other_letters_is_written_as_servers_read_it(
    sink: Sink,
):
    one, behind = debtor(email="info@bücher.example"), debtor()
    walk(sink)
    assert arrivals(sink.mails) == {number(one): 1, number(behind): 1}
    assert sink.mails[0].to == ("info@xn--bcher-kva.example",)


def test_an_address_that_no_server_can_read_is_refused_for_good_and_stops_nobody(
    sink: Sink,
):
    one, behind = debtor(email="jörg@post.example"), debtor()
    walk(sink)
    assert arrivals(sink.mails) == {number(behind): 1}
    assert message(one).state == "REFUSED"
    assert message(one).permanent


def test_a_thank_you_whose_line_went_dead_is_not_said_again(sink: Sink):
    one = debtor()
    walk(sink)
    pay(one)
    sink.manners = Manners(content=lambda _: GONE)
    walk(sink, trade.days(1))
    sink.manners = Manners()
    walk(sink, trade.days(1))
    walk(sink, trade.days(2))
    kinds = [mail.message["X-Acquit-Kind"] for mail in sink.mails]
    assert kinds == ["reminder_1", "thank_you"]


def pay(receivable: factories.Receivable) -> None:
    """The accounting says that it is paid."""
    row = f"{number(receivable)},{receivable.customer.code},{receivable.invoice.issued_on}"
    minor = receivable.amount_minor
    trade.take_in(
        "invoice_number,customer_code,issue_date,due_date,amount,settled_on\n"
        f"{row},{receivable.due_on},{minor // 100}.{minor % 100:02d},{DAY}\n"
    )
