"""What debtors write to us: whose it is, and that nothing is lost or taken twice."""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

import factories
import pytest
from django.utils import timezone
from sending.trade import DAY, PERSON, company, debtor

from acquit.agenda.models import Task
from acquit.channels.models import DeliveryEvent, Incoming, Mailbox, Message
from acquit.channels.outbox import Outbox
from acquit.channels.replies import mailbox
from acquit.channels.replies.mailbox import MailboxDown, MailboxUnclear
from acquit.cycle import actions
from acquit.cycle.actions import answers
from acquit.cycle.actions.mailbox import fetch_replies
from acquit.dunning.models import Action
from channels.imap_server import Imap

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Iterator[Imap]:
    with Imap() as server:
        yield server


@pytest.fixture
def message(db) -> Message:
    """A first reminder that has left."""
    debtor()
    actions.walk(DAY, carrier=Outbox(), clock=timezone.now)
    return Message.objects.get()


def look(box: Imap) -> dict[str, int]:
    counts = fetch_replies(box.url, on=DAY, clock=timezone.now)
    return {kind: n for kind, n in counts.items() if n}


def mail(body: str = "We paid last week.", **headers: str) -> bytes:
    email = EmailMessage()
    known = {
        "From": "Léa Martin <lea@elsewhere.example>",
        "To": "answers@alfa.example",
        "Subject": "Re: Reminder",
        "Message-ID": "<a1@elsewhere.example>",
        "Date": "Fri, 20 Nov 2026 10:00:00 +0100",
    }
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in (known | given).items():
        email[name] = value
    email.set_content(body)
    return email.as_bytes()


def tasks() -> list[str]:
    return sorted(Task.objects.values_list("kind", flat=True))


def test_an_answer_is_taken_once_and_asks_a_person_to_read_it(box, message):
    box.arrives(mail(In_Reply_To=f"<{message.key}@alfa.example>"))
    assert look(box) == {"answers": 1}
    assert look(box) == {}
    incoming = Incoming.objects.get()
    assert (incoming.message, incoming.customer) == (message, message.customer)
    assert (incoming.sender, incoming.sender_name) == (
        "lea@elsewhere.example",
        "Léa Martin",
    )
    assert incoming.body == "We paid last week."
    message.refresh_from_db()
    assert message.delivery == "ANSWERED"
    assert tasks() == ["ANSWER"]


@pytest.mark.parametrize(
    "headers",
    [
        {"References": "<other@x.example> <{key}@alfa.example> <more@x.example>"},
        {"To": "Alfa <answers+{key}@alfa.example>"},
        {"Delivered_To": "answers+{key}@alfa.example"},
        {"In_Reply_To": "<20@smtp-relay.example>"},
        {"From": "{to}"},
    ],
)
def test_an_answer_finds_its_customer(box, message, headers):
    Message.objects.update(external_id="<20@smtp-relay.example>")
    words = {"key": str(message.key).upper(), "to": message.to}
    box.arrives(mail(**{name: value.format(**words) for name, value in headers.items()}))
    look(box)
    assert Incoming.objects.get().customer == message.customer


def test_a_contact_is_known_by_its_address(box, message):
    lea = message.customer.contacts.create(name="Léa", email="Lea@elsewhere.example")
    box.arrives(mail())
    look(box)
    incoming = Incoming.objects.get()
    assert (incoming.customer, incoming.contact) == (message.customer, lea)


def test_an_address_that_two_customers_have_is_left_to_a_person(box, db):
    for code in ("C1", "C2"):
        factories.customer(company(), code=code, email="lea@elsewhere.example")
    box.arrives(mail())
    look(box)
    incoming = Incoming.objects.get()
    assert (incoming.customer, incoming.company) == (None, None)
    assert tasks() == []


def test_a_person_says_whose_it_is(box, message):
    box.arrives(mail())
    look(box)
    incoming = Incoming.objects.get()
    assert incoming.customer is None
    answers.assign_answer(
        incoming_id=incoming.pk,
        customer_id=message.customer_id,
        on=DAY,
        actor=PERSON,
        at=timezone.now(),
    )
    assert tasks() == ["ANSWER"]
    answers.finish_answer(incoming_id=incoming.pk, actor=PERSON, at=timezone.now())
    incoming.refresh_from_db()
    assert incoming.state == "DONE"
    assert not Task.objects.filter(done_at=None).exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "auto_reply"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"Subject": "Automatic reply: Reminder"},
        {"Subject": "Réponse automatique : Rappel"},
        {"Subject": "Abwesenheitsnotiz: Mahnung"},
    ],
)
def test_an_answering_machine_asks_nobody_for_anything(box, message, headers):
    box.arrives(mail(In_Reply_To=f"<{message.key}@alfa.example>", **headers))
    look(box)
    assert Incoming.objects.get().automatic
    message.refresh_from_db()
    assert message.delivery == ""
    assert tasks() == []


def test_numbers_that_begin_anew_take_nothing_twice_and_miss_nothing(box, message):
    box.arrives(mail())
    box.arrives(mail(Message_ID="<a2@elsewhere.example>"))
    assert look(box) == {"answers": 2}
    box.validity = 8
    box.messages = {1: box.messages[2], 2: mail(Message_ID="<a3@elsewhere.example>")}
    assert look(box) == {"known": 1, "answers": 1}
    assert Incoming.objects.count() == 3


def test_more_than_can_be_taken_at_once_is_taken_the_next_time(box, message, monkeypatch):
    monkeypatch.setattr(mailbox, "MOST_AT_ONCE", 2)
    for n in range(5):
        box.arrives(mail(Message_ID=f"<a{n}@elsewhere.example>"))
    assert [look(box) for _ in range(4)] == [
        {"answers": 2},
        {"answers": 2},
        {"answers": 1},
        {},
    ]


@pytest.mark.parametrize("down", ["login", "select", "search", "fetch", "drop", "hang"])
def test_a_mailbox_that_is_down_is_read_on_where_it_stopped(
    box, message, monkeypatch, down
):
    monkeypatch.setattr(mailbox, "TIMEOUT_S", 0.3)
    box.arrives(mail())
    look(box)
    box.arrives(mail(Message_ID="<a2@elsewhere.example>"))
    box.down = down
    with pytest.raises(MailboxDown):
        look(box)
    known = Mailbox.objects.get()
    assert known.trouble
    assert "pass word" not in known.trouble + known.place
    box.down = ""
    assert look(box) == {"answers": 1}
    assert Mailbox.objects.get().trouble == ""


def test_a_message_that_was_taken_away_stops_nobody(box, message):
    box.arrives(mail())
    fetch = box.messages.pop
    box.messages[5] = mail(Message_ID="<a5@elsewhere.example>")
    fetch(1)
    assert look(box) == {"answers": 1}


HTML = """\
From: lea@elsewhere.example
Message-ID: <h1@elsewhere.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><head><title>x</title><style>p {color: red}</style></head><body>
<p>Bonjour,</p><p>Nous avons<br>payé &amp; voilà.</p><script>alert(1)</script></body></html>
"""


def test_html_is_read_without_its_tags(box, message):
    box.arrives(HTML)
    look(box)
    body = Incoming.objects.get().body
    assert body == "Bonjour,\n\nNous avons\npayé & voilà."


def test_a_file_is_kept_when_it_is_harmless_and_named_when_it_is_not(box, message):
    email = EmailMessage()
    email["From"], email["Message-ID"] = "lea@elsewhere.example", "<f1@elsewhere.example>"
    email.set_content("See attached.")
    email.add_attachment(b"%PDF-1.7 proof", "application", "pdf", filename="proof.pdf")
    email.add_attachment(b"MZ\x90", "application", "x-msdownload", filename="proof.exe")
    email.add_attachment(b"MZ\x90", "application", "pdf", filename="disguised.pdf")
    email.add_attachment(
        b"%PDF-" + b"x" * 11_000_000, "application", "pdf", filename="big.pdf"
    )
    box.arrives(email.as_bytes())
    look(box)
    files = Incoming.objects.get().files.order_by("pk")
    kept = {file.name: bool(file.content) for file in files}
    assert kept == {
        "proof.pdf": True,
        "proof.exe": False,
        "disguised.pdf": False,
        "big.pdf": False,
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"\xff\xfe\x00\x00",
        b"From: =?utf-9?q?=ff?= <\x00>\r\n"
        b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nnothing",
        b"Date: when?\r\nFrom: a@b@c, <\r\nIn-Reply-To: <<>>\r\n\r\nHello\x00there",
        b"Subject: " + b"x" * 100_000 + b"\r\n\r\n" + b"y" * 300_000,
        (b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n" * 500),
    ],
)
def test_whatever_comes_is_kept_and_stops_nobody(box, message, raw):
    box.arrives(raw)
    box.arrives(mail())
    assert look(box) == {"answers": 2}


def test_of_a_message_that_is_too_large_the_beginning_is_kept(box, message, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 2000)
    monkeypatch.setattr(mailbox, "BEGINNING", 1000)
    box.arrives(mail("First words.\n" + "x\n" * 2000))
    look(box)
    incoming = Incoming.objects.get()
    assert incoming.unread
    assert incoming.body.startswith("First words.")


def bounce(message: Message, status: str = "5.1.1", action: str = "failed") -> str:
    return f"""\
From: MAILER-DAEMON@post.example
To: credit@alfa.example
Message-ID: <b1@post.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

I am sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example

Final-Recipient: rfc822; {message.to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown user

--b
Content-Type: text/rfc822-headers

Message-ID: <{message.key}@alfa.example>
Subject: Reminder

--b--
"""


def test_mail_that_came_back_is_a_report(box, message):
    box.arrives(bounce(message))
    assert look(box) == {"reports": 1}
    message.refresh_from_db()
    assert (message.delivery, message.permanent) == ("BOUNCED", True)
    assert Action.objects.get(message=message).why == "BOUNCED"
    assert tasks() == ["DELIVERY_FAILED"]
    assert not Incoming.objects.exists()


def test_a_full_mailbox_does_not_condemn_the_address(box, message):
    box.arrives(bounce(message, status="5.2.2"))
    look(box)
    message.refresh_from_db()
    assert (message.delivery, message.permanent) == ("BOUNCED", False)


def test_a_delay_is_kept_to_be_read_and_changes_nothing(box, message):
    box.arrives(bounce(message, status="4.4.1", action="delayed"))
    assert look(box) == {"answers": 1}
    assert Incoming.objects.get().automatic
    assert not DeliveryEvent.objects.exists()


def test_returned_mail_of_somebody_else_is_kept_to_be_read(box, message):
    text = bounce(message).replace(str(message.key), "00000000-0000-0000-0000-000000000000")
    box.arrives(text)
    assert look(box) == {"answers": 1}


def test_mail_that_came_back_while_its_message_leaves_is_taken_the_next_time(box, message):
    Message.objects.update(state="SENDING")
    box.arrives(bounce(message))
    box.arrives(mail())
    assert look(box) == {}
    Message.objects.update(state="SENT")
    assert look(box) == {"reports": 1, "answers": 1}


@pytest.mark.parametrize("url", ["pop3://u:SECRET@h", "imaps://h", "imaps://u:SECRET@h:x"])
def test_a_mailbox_that_is_not_named_is_refused_without_its_password(url):
    with pytest.raises(MailboxUnclear) as refused:
        mailbox.mailbox(url)
    assert "SECRET" not in str(refused.value)
