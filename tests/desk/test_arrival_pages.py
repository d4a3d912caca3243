"""The receipt of a letter on its page, in the form, on the timeline and in the trail."""

from __future__ import annotations

from datetime import date

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acquit.channels.models import Arrival
from acquit.cycle.models import Cycle
from acquit.dunning.models import LegalNotice
from acquit.organisation.models import Role

POSTED = date(2026, 3, 6)


@pytest.fixture(autouse=True)
def the_day(db):
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def letter(ours):
    customer = factories.customer(ours, country="NL", party_type="CONSUMER")
    return factories.posted(factories.receivable(customer), "REMINDER_2", on=POSTED)


@pytest.fixture
def dutch(letter):
    """It is a letter of fourteen days."""
    item = letter.action.items.get()
    return LegalNotice.objects.create(
        action=letter.action,
        receivable=item.receivable,
        customer_id=letter.customer_id,
        kind="FOURTEEN_DAYS",
        country="NL",
        party="CONSUMER",
        by="POST",
        sent_on=POSTED,
        term_until=date(2026, 3, 25),
        currency="EUR",
    )


def page(client, letter) -> str:
    answer = client.get(reverse("desk:message", args=[letter.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def record(client, letter, **more):
    where = reverse("desk:record_arrival", args=[letter.pk])
    return client.post(where, {"outcome": "RECEIVED", "on": "2026-03-13"} | more)


def test_the_page_of_a_letter_asks_for_its_receipt(desk, letter, few_queries):
    with few_queries():
        shown = page(desk, letter)
    assert "Nobody has recorded whether it was received." in shown
    assert reverse("desk:record_arrival", args=[letter.pk]) in shown


def test_a_mail_has_no_receipt_to_record(desk, ours):
    mail = factories.sent(factories.receivable(factories.customer(ours)), on=POSTED)
    assert "Its receipt" not in page(desk, mail)


def test_a_receipt_is_recorded_with_its_number_and_its_proof(desk, dutch, few_queries):
    letter = dutch.action.message
    slip = SimpleUploadedFile("slip.pdf", b"%PDF-1.4", "application/pdf")
    assert record(desk, letter, tracking="RR12NL", file=slip).status_code == 302
    with few_queries():
        shown = page(desk, letter)
    assert "It was received" in shown
    assert "RR12NL" in shown
    assert "By this law its term runs from the receipt: it was counted anew." in shown
    made = Arrival.objects.get()
    kept = desk.get(reverse("desk:arrival_document", args=[made.pk]))
    assert kept.content == b"%PDF-1.4"
    assert kept["Content-Disposition"].startswith("attachment")
    assert made.actor.name in shown


def test_where_the_law_counts_from_the_sending_the_page_says_so(desk, dutch):
    LegalNotice.objects.update(country="DE", kind="DEFAULT")
    assert "the receipt proves, no more" in page(desk, dutch.action.message)


@pytest.mark.parametrize(
    ("name", "content"),
    [("slip.pdf", b"<html>"), ("slip.svg", b"<svg/>"), ("slip.exe", b"MZ")],
)
def test_another_kind_of_file_is_refused_in_the_form(desk, letter, name, content):
    slip = SimpleUploadedFile(name, content, "application/pdf")
    answer = record(desk, letter, file=slip)
    assert answer.status_code == 422
    assert f"{name} is kept as proof only as a PDF" in answer.content.decode()
    assert not Arrival.objects.exists()


def test_a_day_before_it_was_posted_is_refused_in_the_form(desk, letter):
    answer = record(desk, letter, on="2026-03-05")
    assert answer.status_code == 422
    assert "when it was posted" in answer.content.decode()


def test_a_correction_asks_why_and_shows_what_was_there_before(desk, letter):
    record(desk, letter, tracking="RR1")
    assert record(desk, letter, on="2026-03-12").status_code == 422
    record(desk, letter, on="2026-03-12", words="The slip says the 12th", tracking="RR1")
    shown = page(desk, letter)
    assert "The slip says the 12th" in shown
    assert "Recorded before" in shown
    assert "13 Mar" in shown


def test_what_was_recorded_is_offered_again(desk, letter):
    record(desk, letter, tracking="RR1")
    form = desk.get(reverse("desk:record_arrival", args=[letter.pk])).content.decode()
    assert 'value="RR1"' in form
    assert 'value="2026-03-13"' in form
    assert "Nobody knows after all" in form


def test_the_first_time_there_is_nothing_to_take_back(desk, letter):
    form = desk.get(reverse("desk:record_arrival", args=[letter.pk])).content.decode()
    assert "Nobody knows after all" not in form
    assert "Why was it wrong?" not in form


def test_the_timeline_tells_what_stands(desk, letter):
    record(desk, letter, tracking="RR12NL")
    record(desk, letter, on="2026-03-12", words="The slip", tracking="RR12NL")
    where = reverse("desk:customer_timeline", args=[letter.customer_id])
    shown = desk.get(where).content.decode()
    assert shown.count("by post: received") == 1
    assert "number RR12NL" in shown


def test_the_trail_tells_it(desk, letter, signed_in, ours):
    record(desk, letter, tracking="RR12NL")
    chief = factories.grant(factories.person("Ada Chief"), Role.ADMINISTRATOR)
    shown = signed_in(chief).get(reverse("desk:audit")).content.decode()
    assert "What became of a letter" in shown
    assert "RR12NL" in shown


def test_who_only_reads_sees_it_and_records_nothing(desk, letter, signed_in, ours):
    record(desk, letter)
    reader = factories.grant(factories.person("Rita Reader"), Role.READ_ONLY, within=ours)
    browser = signed_in(reader)
    shown = page(browser, letter)
    assert "It was received" in shown
    assert reverse("desk:record_arrival", args=[letter.pk]) not in shown
    assert record(browser, letter, words="no").status_code == 403


def test_a_colleague_of_another_company_finds_nothing(desk, letter, signed_in):
    record(desk, letter)
    other = factories.company("BETA", "Beta Services")
    browser = signed_in(factories.grant(factories.person("Bert Other"), within=other))
    assert record(browser, letter, words="no").status_code == 404
    assert Arrival.objects.count() == 1
