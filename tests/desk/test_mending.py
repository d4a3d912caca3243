"""What was refused is handed back as a workbook, corrected, and sent again as it is."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from acquit.cycle.models import Cycle
from acquit.formats import mending
from acquit.intake.models import Run
from acquit.ledger.models import Customer, Invoice
from acquit.organisation.models import Company, Person

CUSTOMERS = b"""\
customer_code,name,country,email,Nickname
C1,Menuiserie Faux,BE,a@faux.example,Fred
C2,Bouwwerken Denk,Belgium,b@denk.example,=1+1
C3,Vleeswaren Echt,NL,not an address,Bas
C4,Boulangerie Vraie,FR,c@vraie.example,Lou
"""
LABELS = ["where", "what was seen", "what was expected", "what to do"]
MARKED = [f"{mending.MARK} {label}" for label in LABELS]


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def send(client: Client, company: Company, content: bytes, **more: str) -> Run:
    known = {"name": "customers.csv", "keep": "whole"} | more
    file = SimpleUploadedFile(known["name"], content)
    said = {"company": company.pk, "keep": known["keep"], "file": [file]}
    assert client.post("/imports/", said).status_code == 302
    return Run.objects.order_by("-pk")[0]


def handed_back(client: Client, run: Run) -> list[list[Any]]:
    answer = client.get(f"/imports/{run.pk}/problems/")
    assert answer.status_code == 200
    assert ".xlsx" in answer["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [list(row) for row in sheet.values]


def sent_again(client: Client, company: Company, rows: list[list[Any]]) -> Run:
    """The workbook as the person saves it."""
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return send(client, company, out.getvalue(), name="customers-problems.xlsx")


def column(rows: list[list[Any]], name: str) -> int:
    return rows[0].index(name)


def test_of_a_file_taken_in_part_the_refused_rows_come_back_and_go_in_corrected(
    desk: Client, ours: Company
) -> None:
    run = send(desk, ours, CUSTOMERS, keep="partial")
    rows = handed_back(desk, run)
    assert rows[0] == ["customer_code", "name", "country", "email", "Nickname", *MARKED]
    assert [row[0] for row in rows[1:]] == ["C2", "C3"]
    assert rows[1][5:] == [
        "line 3, column country",
        "“Belgium”",
        "the two letters of ISO 3166, such as BE",
        "Correct the cell and import again.",
    ]

    rows[1][column(rows, "country")] = "BE"
    rows[2][column(rows, "email")] = "bas@echt.example"
    again = sent_again(desk, ours, rows)
    assert (again.state, again.created) == ("TAKEN", 2)
    assert Customer.objects.count() == 4
    assert Customer.objects.get(code="C2").custom == {"Nickname": "=1+1"}


def test_of_a_file_refused_whole_every_row_comes_back(desk: Client, ours: Company) -> None:
    rows = handed_back(desk, send(desk, ours, CUSTOMERS))
    assert [row[0] for row in rows[1:]] == ["C1", "C2", "C3", "C4"]
    assert [bool(row[5]) for row in rows[1:]] == [False, True, True, False]
    rows[2][column(rows, "country")] = "BE"
    rows[3][column(rows, "email")] = None
    assert sent_again(desk, ours, rows).created == 4


def test_what_is_still_wrong_comes_back_once_more_without_the_old_remarks_as_fields(
    desk: Client, ours: Company
) -> None:
    rows = handed_back(desk, send(desk, ours, CUSTOMERS, keep="partial"))
    rows[1][column(rows, "country")] = "BE"
    again = sent_again(desk, ours, rows)
    assert again.state == "REFUSED"
    rows = handed_back(desk, again)
    assert rows[0].count(MARKED[0]) == 1
    assert [row[0] for row in rows[1:]] == ["C2", "C3"]
    assert rows[2][column(rows, MARKED[0])] == "row 3, column email"


def test_several_mistakes_of_a_row_stand_line_by_line(desk: Client, ours: Company) -> None:
    bad = b"invoice_number,customer_code,issue_date,amount\nF1,C1,5.1.2026,ten\n"
    rows = handed_back(desk, send(desk, ours, bad))
    assert rows[1][4].splitlines() == ["line 2, column issue_date", "line 2, column amount"]
    assert len(rows[1][6].splitlines()) == 2


def test_a_row_that_is_too_long_does_not_slide_under_the_remarks(
    desk: Client, ours: Company
) -> None:
    bad = b"customer_code,name\nC1,Menuiserie,Faux\n"
    rows = handed_back(desk, send(desk, ours, bad))
    assert rows[0] == ["customer_code", "name", None, *MARKED]
    assert rows[1][:3] == ["C1", "Menuiserie", "Faux"]
    rows[1][1:3] = ["Menuiserie, Faux", None]
    assert sent_again(desk, ours, rows).state == "TAKEN"
    assert Customer.objects.get().custom == {}


def test_a_workbook_keeps_its_days_and_numbers(desk: Client, ours: Company) -> None:
    factories.customer(ours, "C1")
    head = ["invoice_number", "customer_code", "issue_date", "amount"]
    rows = [head, ["F1", "C9", date(2026, 11, 5), 10.5]]
    run = sent_again(desk, ours, rows)
    back = handed_back(desk, run)
    assert back[1][2].date() == date(2026, 11, 5)
    assert back[1][3] == 10.5
    back[1][1] = "C1"
    assert sent_again(desk, ours, back).state == "TAKEN"
    assert Invoice.objects.get().total_minor == 1050


@pytest.mark.parametrize(
    ("content", "saw"),
    [
        (b"customer_code,email\nC1,x@example.org\n", "a table of customers without name"),
        (b"no table at all", "text that begins with “no table at all”"),
    ],
    ids=["headers are wrong", "no table"],
)
def test_of_what_is_wrong_as_a_whole_the_list_comes_back(
    desk: Client, ours: Company, content: bytes, saw: str
) -> None:
    rows = handed_back(desk, send(desk, ours, content))
    assert rows[0] == LABELS
    assert rows[1][1] == saw


def test_of_a_file_that_was_not_kept_the_list_comes_back(desk: Client, ours: Company):
    run = send(desk, ours, CUSTOMERS)
    Run.objects.filter(pk=run.pk).update(document=None)
    assert handed_back(desk, run)[0] == LABELS


def test_of_very_many_rows_only_the_wrong_ones_come_back(
    desk: Client, ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "MOST_ROWS", 3)
    monkeypatch.setattr("acquit.desk.imports.table.MOST_ROWS", 3)
    run = send(desk, ours, CUSTOMERS)
    rows = handed_back(desk, run)
    assert [row[0] for row in rows[1:]] == ["C2", "C3"]
    page = desk.get(f"/imports/{run.pk}/").content.decode()
    assert "send the file once more as well, with “Take what is right”" in page


def test_that_not_every_problem_was_kept_is_said(
    desk: Client, ours: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = send(desk, ours, CUSTOMERS)
    assert "Only the first" not in desk.get(f"/imports/{run.pk}/").content.decode()
    monkeypatch.setattr("acquit.desk.imports.table.MOST_PROBLEMS_KEPT", 2)
    assert "Only the first 2 problems" in desk.get(f"/imports/{run.pk}/").content.decode()


def test_the_remarks_are_in_the_readers_language(
    desk: Client, collector: Person, ours: Company
) -> None:
    collector.language = "fr"
    collector.save()
    rows = handed_back(desk, send(desk, ours, CUSTOMERS, keep="partial"))
    assert rows[0][5].startswith(mending.MARK)
    assert rows[0][5] != MARKED[0]
    rows[1][2], rows[2][3] = "BE", None
    assert sent_again(desk, ours, rows).state == "TAKEN"
    assert Customer.objects.get(code="C3").custom == {"Nickname": "Bas"}


def test_a_table_of_the_accounting_keeps_its_title_and_is_known_again(
    desk: Client, ours: Company
) -> None:
    factories.customer(ours, "C1")
    factories.table_layout(ours)
    table = (
        "Open items at 31 October;;;\nInvoice;Customer;Due;Amount\n"
        "F1;C1;05-11-2026;1.250,00\nF2;C1;31-11-2026;80,00\n"
    )
    run = send(desk, ours, table.encode(), name="open.csv", keep="partial")
    assert (run.state, run.layout) == ("PARTLY", "Open items of the accounting")
    rows = handed_back(desk, run)
    assert rows[0][0] == "Open items at 31 October"
    assert rows[1] == ["Invoice", "Customer", "Due", "Amount", *MARKED]
    assert rows[2][:4] == ["F2", "C1", "31-11-2026", "80,00"]
    rows[2][2] = "30-11-2026"
    again = sent_again(desk, ours, rows)
    assert (again.state, again.created) == ("TAKEN", 1)
    assert Invoice.objects.count() == 2
