"""What became of letters that were posted: recorded, corrected, and what rests on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.utils import timezone

from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.channels.actions.arrivals import (
    Known,
    NoScan,
    NotAtThePost,
    NothingRecorded,
    NotOnThatDay,
    WhyOtherwise,
)
from acquit.channels.models import Arrival, ArrivalOutcome, Delivery, Message
from acquit.channels.queries import message_named
from acquit.channels.reports import Report
from acquit.cycle.actions import answers
from acquit.cycle.actions.arrivals import record_arrival
from acquit.dunning.models import ActionItem, LegalNotice, Outlook
from acquit.ledger.models import Document, Receivable
from acquit.limitation import queries as limitation
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db
ANNA = Actor(None, "Anna")
# A Friday; by the Dutch presumption it is there on Tuesday the 10th.
POSTED = date(2026, 3, 6)
TODAY = date(2026, 3, 16)
AT = timezone.now()
SCAN = ("slip.pdf", b"%PDF-1.4 signed")
RECEIVED, RETURNED = ArrivalOutcome.RECEIVED, ArrivalOutcome.RETURNED


def owed(country: str = "NL", party: str = "CONSUMER") -> Receivable:
    """Somebody who owes 1,200.00 and was written to by post."""
    company = factories.company()
    Company.objects.update(country=country)
    company.refresh_from_db()
    known = {"party_type": party, "country": country, "email": "greta@post.example"}
    of = factories.customer(company, **known)
    return factories.receivable(of, "2026-001", due_on=date(2026, 1, 31))


def letter(of: Receivable, step: str = "REMINDER_2") -> Message:
    return factories.posted(of, step, on=POSTED)


def of_the_law(message: Message, of: Receivable, kind: str, until: date) -> LegalNotice:
    """The letter is one that the law asks for."""
    return LegalNotice.objects.create(
        action=message.action,
        receivable=of,
        customer_id=of.customer_id,
        kind=kind,
        country=of.customer.country,
        party=of.customer.party_type,
        by="POST",
        sent_on=POSTED,
        term_until=until,
        currency="EUR",
    )


def known(outcome: ArrivalOutcome = RECEIVED, day: int = 13, **more: Any) -> Known:
    return Known(outcome=outcome, on=date(2026, 3, day), **more)


def record(message: Message, what: Known | None = None, **more: Any) -> Arrival:
    what = what or known(**more)
    return record_arrival(message.pk, what, on=TODAY, actor=ANNA, at=AT)


@pytest.fixture
def dutch() -> LegalNotice:
    """A letter of fourteen days; its term is counted from the presumed receipt."""
    one = owed()
    return of_the_law(letter(one), one, "FOURTEEN_DAYS", date(2026, 3, 25))


def test_a_dutch_term_is_counted_from_the_proven_receipt(dutch: LegalNotice) -> None:
    record(dutch.action.message)
    dutch.refresh_from_db()
    assert dutch.received_on == date(2026, 3, 13)
    assert dutch.term_until == date(2026, 3, 28)


def test_and_the_next_step_waits_for_it(dutch: LegalNotice) -> None:
    record(dutch.action.message)
    told = Outlook.objects.get(receivable=dutch.receivable)
    assert told.next_on >= date(2026, 3, 29)


def test_a_belgian_term_stays_where_the_letter_named_it() -> None:
    one = owed("BE")
    notice = of_the_law(letter(one), one, "FIRST_REMINDER", date(2026, 3, 24))
    record(notice.action.message)
    notice.refresh_from_db()
    assert notice.received_on == date(2026, 3, 13)
    assert notice.term_until == date(2026, 3, 24)


def test_what_was_refused_or_lies_at_the_post_is_no_proven_receipt(
    dutch: LegalNotice,
) -> None:
    for words, outcome in enumerate((ArrivalOutcome.REFUSED, ArrivalOutcome.UNCLAIMED)):
        record(dutch.action.message, outcome=outcome, words=f"look {words}")
        dutch.refresh_from_db()
        assert (dutch.received_on, dutch.term_until) == (None, date(2026, 3, 25))
        assert not dutch.void


def test_a_correction_is_a_further_row_and_what_rests_on_it_follows(
    dutch: LegalNotice,
) -> None:
    record(dutch.action.message, tracking="RR1", scan=SCAN)
    record(dutch.action.message, day=11, tracking="RR1", words="The slip says the 11th")
    dutch.refresh_from_db()
    assert dutch.term_until == date(2026, 3, 26)
    first, second = Arrival.objects.order_by("pk")
    assert first.on == date(2026, 3, 13)
    assert second.document == first.document


def test_taken_back_it_is_presumed_again(dutch: LegalNotice) -> None:
    record(dutch.action.message)
    record(dutch.action.message, outcome=ArrivalOutcome.UNKNOWN, words="Another letter")
    dutch.refresh_from_db()
    assert (dutch.received_on, dutch.term_until) == (None, date(2026, 3, 25))
    message = Message.objects.get(pk=dutch.action.message_id)
    assert message.delivery == Delivery.POSTED


def test_it_is_in_the_trail_who_said_what_and_why(dutch: LegalNotice) -> None:
    record(dutch.action.message, tracking="RR1")
    record(dutch.action.message, day=11, words="The slip says the 11th")
    some = Entry.objects.filter(event__startswith="arrival").order_by("pk")
    assert [one.event for one in some] == ["arrival_recorded", "arrival_corrected"]
    assert [one.actor_name for one in some] == ["Anna", "Anna"]
    assert some[0].details["tracking"] == "RR1"
    assert some[1].reason == "The slip says the 11th"


def test_what_came_back_was_never_said_and_is_due_again(dutch: LegalNotice) -> None:
    message = dutch.action.message
    record(message, outcome=RETURNED)
    dutch.refresh_from_db()
    message.refresh_from_db()
    assert dutch.void
    assert (message.delivery, message.permanent) == (Delivery.BOUNCED, True)
    assert not ActionItem.objects.get(action=dutch.action).counts


def test_what_did_not_come_back_after_all_counts_again(dutch: LegalNotice) -> None:
    message = dutch.action.message
    record(message, outcome=RETURNED)
    record(message, words="It was the letter of somebody else")
    dutch.refresh_from_db()
    message.refresh_from_db()
    assert not dutch.void
    assert dutch.received_on == date(2026, 3, 13)
    assert (message.delivery, message.permanent) == (Delivery.DELIVERED, False)
    assert ActionItem.objects.get(action=dutch.action).counts


def test_a_step_that_was_taken_anew_meanwhile_counts_once(dutch: LegalNotice) -> None:
    message = dutch.action.message
    record(message, outcome=RETURNED)
    again = factories.sent(dutch.receivable, "REMINDER_2", on=TODAY)
    record(message, words="It was the letter of somebody else")
    counting = ActionItem.objects.filter(receivable=dutch.receivable, counts=True)
    assert [one.action.message_id for one in counting] == [again.pk]


def test_a_person_knows_better_than_a_service(dutch: LegalNotice) -> None:
    message = dutch.action.message
    record(message, outcome=ArrivalOutcome.REFUSED)
    assert message_named(str(message.key), "") == message
    report = Report(
        message_key=str(message.key),
        external_id="",
        kind=Delivery.DELIVERED,
        name="report 1",
        at=factories.NOW,
    )
    answers.take_report(report, on=TODAY, at=AT)
    dutch.refresh_from_db()
    assert dutch.received_on is None


@pytest.mark.parametrize(
    ("country", "moved_on"), [("NL", date(2026, 3, 13)), ("ES", POSTED), ("BE", None)]
)
def test_limitation_moves_only_where_the_law_says_so(country, moved_on) -> None:
    one = owed(country, "BUSINESS")
    record(letter(one, "FORMAL_NOTICE"))
    (found,) = limitation.dated([one.pk], as_of=TODAY)
    moved_by = found.day.moved_by
    assert (moved_by.on if moved_by else None) == moved_on


def test_a_notice_that_came_back_moves_nothing() -> None:
    one = owed("NL", "BUSINESS")
    record(letter(one, "FORMAL_NOTICE"), outcome=RETURNED)
    (found,) = limitation.dated([one.pk], as_of=TODAY)
    assert found.day.moved_by is None


def test_only_a_letter_that_was_posted_is_received() -> None:
    one = owed()
    mail = factories.sent(one, on=POSTED)
    with pytest.raises(NotAtThePost):
        record(mail)
    mail.channel, mail.delivery = "LETTER", "PRINTED"
    mail.save()
    with pytest.raises(NotAtThePost):
        record(mail)


@pytest.mark.parametrize("on", [POSTED - timedelta(days=1), date(2099, 1, 1)])
def test_a_day_before_the_post_or_to_come_is_refused(on: date) -> None:
    with pytest.raises(NotOnThatDay):
        record(letter(owed()), Known(outcome=RECEIVED, on=on))


def test_a_correction_says_why() -> None:
    message = letter(owed())
    record(message)
    with pytest.raises(WhyOtherwise):
        record(message, day=12)


def test_what_was_never_recorded_is_not_taken_back() -> None:
    with pytest.raises(NothingRecorded):
        record(letter(owed()), outcome=ArrivalOutcome.UNKNOWN)


@pytest.mark.parametrize(
    "content", [b"<script>", b"MZ\x90", b"", b"%PDF-" + b"0" * (10 * 1024 * 1024)]
)
def test_only_a_scan_is_kept_whatever_its_name_says(content: bytes) -> None:
    with pytest.raises(NoScan):
        record(letter(owed()), scan=("slip.pdf", content))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
    ],
)
def test_a_scan_is_what_its_bytes_say(head: bytes, media_type: str) -> None:
    made = record(letter(owed()), scan=("slip.html", head))
    assert made.document.media_type == media_type
