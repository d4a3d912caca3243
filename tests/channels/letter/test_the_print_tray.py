"""From the tray into bundles, and to the post: each letter checked once more before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factories
import pytest

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.channels.actions.printing import AlreadyPosted, PostedTooSoon
from acquit.channels.models import Delivery, Message, MessageState, PrintBatch
from acquit.cycle.actions import printing as cycle
from acquit.dunning.models import Action, Outlook
from acquit.ledger.models import Dispute, Hold, Invoice, Promise, Receipt
from acquit.organisation.models import Company
from channels.letter.ink import sheets, words_of
from channels.letter.pages import page

TODAY = date(2026, 11, 23)
AT = factories.NOW + timedelta(days=1)
CLERK = Actor(None, "the office")


@pytest.fixture
def ours(db: None) -> Company:
    return factories.company()


def letter(
    of: Company, code: str = "C001", name: str = "Boulangerie Dupont", **more: Any
) -> Message:
    """A first reminder by letter that was decided yesterday and lies in the tray."""
    owed = factories.receivable(factories.customer(of, code, name), f"F-{code}")
    message = factories.sent(owed, on=factories.TODAY)
    message.channel, message.carrier = "LETTER", "TRAY"
    message.page = page(subject=f"Reminder to {name}") | more
    message.save()
    return message


def print_all(of: Company, on: date = TODAY) -> cycle.Printed:
    return cycle.print_letters(of.pk, on=on, actor=CLERK, at=AT)


def test_what_lies_in_the_tray_is_printed_once(ours: Company) -> None:
    message = letter(ours)
    (batch,) = print_all(ours).batches
    message.refresh_from_db()
    assert message.batch == batch
    assert message.delivery == Delivery.PRINTED
    assert (batch.number, batch.letters, batch.pages) == (1, 1, 1)
    assert "Reminder to Boulangerie Dupont" in words_of(bytes(batch.pdf))
    with pytest.raises(cycle.NothingToPrint):
        print_all(ours)


def test_the_pile_is_ordered_for_the_folding_machine(ours: Company) -> None:
    long = page(rows=40)["blocks"]
    letter(ours, "C4", "Zoo")
    letter(ours, "C3", "Atelier", blocks=long)
    letter(ours, "C2", "Merlin")
    abroad = letter(ours, "C1", "Abroad").customer
    abroad.country = "FR"
    abroad.save()
    (batch,) = print_all(ours).batches
    pdf = bytes(batch.pdf)
    heads = [words_of(pdf, sheet) for sheet in range(sheets(pdf))]
    found = [
        next(name for name in ("Zoo", "Atelier", "Merlin", "Abroad") if name in head)
        for head in heads
    ]
    assert found == ["Merlin", "Zoo", "Atelier", "Atelier", "Abroad"]


def test_a_letter_without_a_page_is_set_from_its_plain_text(ours: Company) -> None:
    message = letter(ours)
    message.page = None
    message.save()
    (batch,) = print_all(ours).batches
    words = words_of(bytes(batch.pdf))
    assert "Notre facture reste ouverte." in words
    assert "Boulangerie Dupont" in words


def settle(message: Message) -> None:
    of = message.action.items.get().receivable
    of.open_minor, of.settled_on = 0, TODAY
    of.save()


def promise(message: Message) -> None:
    of = message.action.items.get().receivable
    until = TODAY + timedelta(days=2)
    Promise.objects.create(
        customer=message.customer,
        receivable=of,
        amount_minor=of.open_minor,
        made_on=TODAY,
        promised_on=until,
        recorded_at=AT,
    )


def dispute(message: Message) -> None:
    of = message.action.items.get().receivable
    Dispute.objects.create(
        customer=message.customer,
        receivable=of,
        reason="PRICE",
        opened_on=TODAY,
        recorded_at=AT,
    )


def hold(message: Message) -> None:
    Hold.objects.create(
        customer=message.customer,
        reason="OTHER",
        from_on=TODAY,
        until_on=TODAY + timedelta(days=5),
        recorded_at=AT,
    )


def send_money(message: Message) -> None:
    Receipt.objects.create(
        company=message.company,
        customer=message.customer,
        source="BANK",
        key="R1",
        received_on=TODAY,
        value_on=TODAY,
        amount_minor=50_000,
        available_minor=50_000,
        currency="EUR",
        recorded_at=AT,
    )


def credit(message: Message, minor: int = 500_000) -> None:
    Invoice.objects.create(
        company=message.company,
        customer=message.customer,
        kind="CREDIT_NOTE",
        number="CN-1",
        number_key="CN1",
        issued_on=TODAY,
        year=TODAY.year,
        currency="EUR",
        total_minor=minor,
        available_minor=minor,
        recorded_at=AT,
    )


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (settle, ""),
        (promise, "PROMISED"),
        (dispute, "DISPUTED"),
        (hold, "HELD"),
        (send_money, "UNALLOCATED_MONEY"),
        (credit, "COVERED_BY_CREDIT"),
    ],
)
def test_what_is_not_wanted_any_more_is_not_printed(
    ours: Company, happens: Any, why: str
) -> None:
    message, other = letter(ours), letter(ours, "C002", "Brasserie du Lac")
    happens(message)
    printed = print_all(ours)
    assert printed.held_back == 1
    assert [one.letters for one in printed.batches] == [1]
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, message.batch, message.sent_at) == ("NOT_SENT", None, None)
    assert other.batch is not None
    action = Action.objects.get(message=message)
    assert (action.state, action.why) == ("HELD" if why else "DROPPED", why)
    item = action.items.get()
    assert (item.counts, item.sent_on) == (False, None)
    assert Entry.objects.filter(event="message_not_sent", subject_id=message.pk).exists()


def test_a_step_that_was_not_printed_is_due_again_once_nothing_holds_it(
    ours: Company,
) -> None:
    message = letter(ours)
    promise(message)
    print_all(ours)
    outlook = Outlook.objects.get(receivable=message.action.items.get().receivable)
    assert outlook.reason == "PROMISED"


def test_a_part_that_was_paid_leaves_the_letter_wanted(ours: Company) -> None:
    message = letter(ours)
    of = message.action.items.get().receivable
    of.open_minor = 20_000
    of.save()
    assert len(print_all(ours).batches) == 1


def test_a_little_credit_leaves_the_letter_wanted(ours: Company) -> None:
    credit(letter(ours), 5_000)
    assert len(print_all(ours).batches) == 1


def test_what_came_in_while_it_was_set_holds_it_too(ours: Company) -> None:
    message, other = letter(ours), letter(ours, "C002", "Brasserie du Lac")
    asked = []

    def unwanted(ids: list[int], *, as_of: date) -> dict[int, None]:
        asked.append(sorted(ids))
        return {} if len(asked) == 1 else {pk: None for pk in ids if pk == message.pk}

    printed = cycle.print_letters(ours.pk, on=TODAY, actor=CLERK, at=AT, unwanted=unwanted)
    assert printed.held_back == 1
    (batch,) = printed.batches
    assert batch.letters == 1
    assert sheets(bytes(batch.pdf)) == 1
    other.refresh_from_db()
    assert other.batch == batch


def test_a_bundle_goes_to_the_post_once(ours: Company) -> None:
    message = letter(ours)
    (batch,) = print_all(ours).batches
    with pytest.raises(PostedTooSoon):
        cycle.post_letters(
            batch.pk, posted_on=date(2026, 11, 24), on=TODAY, actor=CLERK, at=AT
        )
    cycle.post_letters(batch.pk, posted_on=TODAY, on=TODAY, actor=CLERK, at=AT)
    message.refresh_from_db()
    batch = PrintBatch.objects.get(pk=batch.pk)
    assert message.delivery == Delivery.POSTED
    assert message.state == MessageState.SENT
    assert batch.posted_on == TODAY
    assert [event.kind for event in message.events.order_by("pk")] == ["PRINTED", "POSTED"]
    with pytest.raises(AlreadyPosted):
        cycle.post_letters(batch.pk, posted_on=TODAY, on=TODAY, actor=CLERK, at=AT)


def test_bundles_are_numbered_for_each_company(ours: Company) -> None:
    other = factories.company("BETA", "Beta Services")
    letter(ours)
    letter(other)
    assert print_all(ours).batches[0].number == 1
    assert print_all(other).batches[0].number == 1
    letter(ours, "C009", "Neuf")
    assert print_all(ours).batches[0].number == 2
