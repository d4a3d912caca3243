"""The print tray on its page: read a letter, print all, take the bundle to the post."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from django.test import Client

from acquit.channels.models import Message, PrintBatch
from acquit.cycle.models import Cycle
from acquit.ledger.models import Receivable
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def letter(of: Company, code: str = "C001", name: str = "Boulangerie Dupont") -> Message:
    owed = factories.receivable(factories.customer(of, code, name), f"F-{code}")
    message = factories.sent(owed, on=factories.TODAY)
    message.channel, message.to = "LETTER", "12 rue Haute, 1000 Bruxelles"
    message.save()
    return message


def text(client: Client, url: str, **more: Any) -> str:
    answer = client.get(url, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_waits_is_listed_and_read_as_a_letter(desk: Client, ours: Company) -> None:
    message = letter(ours)
    page = text(desk, "/letters/")
    assert "Rappel F-C001" in page
    assert "Print this letter" in page
    assert f"/outbox/{message.pk}/letter/" in text(desk, f"/outbox/{message.pk}/")
    read = desk.get(f"/outbox/{message.pk}/letter/")
    assert read["Content-Type"] == "application/pdf"
    assert read.content.startswith(b"%PDF")


def test_what_a_person_has_to_enclose_is_told(desk: Client, ours: Company) -> None:
    message = letter(ours)
    for name in ("a.pdf", "b.pdf"):
        message.enclosures.create(name=name, media_type="application/pdf", content=b"%PDF")
    answer = desk.get("/letters/?export=csv&columns=subject&columns=enclosed")
    told = answer.content.decode("utf-8-sig").splitlines()
    assert told == ["Letter,To enclose", "Rappel F-C001,2"]
    one = message.enclosures.get(name="a.pdf")
    assert f"/enclosures/{one.pk}/" in text(desk, f"/outbox/{message.pk}/")
    assert desk.get(f"/enclosures/{one.pk}/").content == b"%PDF"


def test_a_bundle_is_made_read_again_and_posted(desk: Client, ours: Company) -> None:
    letter(ours)
    letter(ours, "C002", "Brasserie du Lac")
    assert "2 letters wait" in text(desk, f"/companies/{ours.pk}/print-letters/")
    answer = desk.post(f"/companies/{ours.pk}/print-letters/", follow=True)
    assert "The tray is empty" in answer.content.decode()
    assert "No letter waits" in text(desk, "/letters/")
    batch = PrintBatch.objects.get()
    assert batch.made_by is not None
    assert desk.get(f"/bundles/{batch.pk}/").content == bytes(batch.pdf)
    post = f"/bundles/{batch.pk}/post/"
    assert desk.post(post, {"posted_on": "2026-12-24"}).status_code == 422
    assert desk.post(post, {"posted_on": "2026-11-22"}).status_code == 302
    again = desk.post(post, {"posted_on": "2026-11-22"})
    assert "already" in again.content.decode()
    assert set(Message.objects.values_list("delivery", flat=True)) == {"POSTED"}


def test_a_letter_that_is_not_wanted_any_more_is_told(desk: Client, ours: Company) -> None:
    message = letter(ours)
    Receivable.objects.update(open_minor=0, settled_on=factories.TODAY)
    answer = desk.post(f"/companies/{ours.pk}/print-letters/", follow=True)
    assert "was not printed" in answer.content.decode()
    message.refresh_from_db()
    assert message.state == "NOT_SENT"


def test_an_empty_tray_is_not_printed(desk: Client, ours: Company) -> None:
    answer = desk.post(f"/companies/{ours.pk}/print-letters/")
    assert answer.status_code == 422
    assert "No letter waits to be printed" in answer.content.decode()


def test_a_representative_prints_nothing(
    ours: Company, signed_in: Callable[[Person], Client]
) -> None:
    sam = factories.grant(factories.person("Sam Sales"), Role.REPRESENTATIVE, within=ours)
    browser = signed_in(sam)
    assert browser.get("/letters/").status_code == 403
    assert "/letters/" not in text(browser, "/customers/")


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_letters(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    for number in range(rows):
        letter(ours, f"N{number}")
        factories.bundle(ours, number + 1)
    for url in ("/letters/", "/bundles/"):
        with few_queries():
            text(desk, url)


def test_a_statement_is_taken_from_the_customer_file(desk: Client, ours: Company) -> None:
    debtor = letter(ours).customer
    page = text(desk, f"/customers/{debtor.pk}/documents/")
    assert f"/customers/{debtor.pk}/statement.pdf" in page
    as_letter = desk.get(f"/customers/{debtor.pk}/statement.pdf")
    assert as_letter.content.startswith(b"%PDF")
    assert "inline" in as_letter["Content-Disposition"]
    as_workbook = desk.get(f"/customers/{debtor.pk}/statement.xlsx")
    assert as_workbook.content.startswith(b"PK")
    assert "C001-2026-11-22.xlsx" in as_workbook["Content-Disposition"]
