"""The print tray on its page: read a letter, print all, take the bundle to the post."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from channels.letter.pages import page
from django.test import Client
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.channels.models import Delivery, Message, PrintBatch, PrintRun
from acquit.cycle.models import Cycle
from acquit.cycle.printing_jobs import print_letters
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


def print_all(client: Client, of: Company) -> str:
    """Ask for it, let the worker do it, and read what the page says then."""
    asked = client.post(f"/companies/{of.pk}/print-letters/", follow=True)
    assert "Letters being printed" in asked.content.decode()
    run = PrintRun.objects.get()
    (job,) = ProcrastinateJob.objects.filter(task_name="cycle.print_letters")
    print_letters(**job.args)
    return text(client, f"/prints/{run.pk}/")


def test_what_waits_is_listed_and_read_as_a_letter(desk: Client, ours: Company) -> None:
    message = letter(ours)
    tray = text(desk, "/letters/")
    assert "Rappel F-C001" in tray
    assert "Print this letter" in tray
    assert f"/outbox/{message.pk}/letter/" in text(desk, f"/outbox/{message.pk}/")
    read = desk.get(f"/outbox/{message.pk}/letter/")
    assert read["Content-Type"] == "application/pdf"
    assert read.content.startswith(b"%PDF")


def test_how_much_is_enclosed_is_told(desk: Client, ours: Company) -> None:
    message = letter(ours)
    for name in ("a.pdf", "b.pdf"):
        message.enclosures.create(name=name, media_type="application/pdf", content=b"%PDF")
    answer = desk.get("/letters/?export=csv&columns=subject&columns=enclosed")
    told = answer.content.decode("utf-8-sig").splitlines()
    assert told == ["Letter,Enclosed", "Rappel F-C001,2"]
    one = message.enclosures.get(name="a.pdf")
    assert f"/enclosures/{one.pk}/" in text(desk, f"/outbox/{message.pk}/")
    assert desk.get(f"/enclosures/{one.pk}/").content == b"%PDF"


def test_a_bundle_is_made_read_again_and_posted(desk: Client, ours: Company) -> None:
    letter(ours)
    letter(ours, "C002", "Brasserie du Lac")
    assert "2 letters wait" in text(desk, f"/companies/{ours.pk}/print-letters/")
    assert "Bundle 1" in print_all(desk, ours)
    assert "No letter waits" in text(desk, "/letters/")
    batch = PrintBatch.objects.get()
    assert f"/bundles/{batch.pk}/" in text(desk, "/bundles/")
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
    assert "was not printed" in print_all(desk, ours)
    message.refresh_from_db()
    assert message.state == "NOT_SENT"


def test_the_page_tells_how_far_it_is_and_leaves_when_it_is_done(
    desk: Client, ours: Company
) -> None:
    letter(ours)
    desk.post(f"/companies/{ours.pk}/print-letters/")
    run = PrintRun.objects.get()
    here = f"/prints/{run.pk}/"
    assert "0 of 1 letter" in text(desk, here)
    assert "Being printed" in text(desk, "/letters/")
    assert "Print this letter" not in text(desk, "/letters/")
    again = desk.post(f"/companies/{ours.pk}/print-letters/")
    assert again["Location"] == here
    print_letters(run_id=run.pk)
    asked = desk.get(f"{here}?asked=again", headers={"HX-Request": "true"})
    assert asked["HX-Redirect"] == here


def test_a_fault_is_told_and_the_letters_stay_in_the_tray(
    desk: Client, ours: Company
) -> None:
    letter(ours)
    run = factories.print_run(ours, state="FAILED")
    assert "A fault in Acquit stopped" in text(desk, f"/prints/{run.pk}/")
    tray = text(desk, "/letters/")
    assert "A fault stopped the last printing" in tray
    assert "Print this letter" in tray


def test_a_letter_that_cannot_be_set_is_named(desk: Client, ours: Company) -> None:
    letter(ours)
    broken = letter(ours, "C002", "Brasserie du Lac")
    broken.page = page(blocks=[{"video": "x"}])
    broken.save()
    told = print_all(desk, ours)
    assert "Brasserie du Lac" in told
    assert "cannot be set" in told
    assert list(Message.objects.in_tray()) == [broken]


def test_papers_that_are_not_bound_in_are_named(desk: Client, ours: Company) -> None:
    message = letter(ours)
    message.enclosures.create(
        name="invoice.xml", media_type="application/xml", content=b"<Invoice/>"
    )
    print_all(desk, ours)
    here = f"/bundles/{PrintBatch.objects.get().pk}/by-hand/"
    assert here in text(desk, "/bundles/")
    told = text(desk, here)
    assert "invoice.xml" in told
    assert "It is no PDF" in told


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
    file = text(desk, f"/customers/{debtor.pk}/documents/")
    assert f"/customers/{debtor.pk}/statement.pdf" in file
    as_letter = desk.get(f"/customers/{debtor.pk}/statement.pdf")
    assert as_letter.content.startswith(b"%PDF")
    assert "inline" in as_letter["Content-Disposition"]
    as_workbook = desk.get(f"/customers/{debtor.pk}/statement.xlsx")
    assert as_workbook.content.startswith(b"PK")
    assert "C001-2026-11-22.xlsx" in as_workbook["Content-Disposition"]


def test_a_posted_letter_is_so_called_in_french_too():
    """In the books something is posted as well, and called otherwise."""
    with translation.override("fr"):
        assert str(Delivery.POSTED.label) == "Postée"
