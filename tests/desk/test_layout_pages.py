"""An unknown table: its columns are proposed, corrected by a person, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import factories
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from acquit.audit.models import Entry
from acquit.bank.models import Line
from acquit.cycle.models import Cycle
from acquit.intake.models import Run, TableLayout
from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company

FewQueries = Callable[[], AbstractContextManager[Any]]
OPEN_ITEMS = (
    "Debiteur;Naam;Factuur;Datum;Vervaldatum;Openstaand\n"
    "K1;Bakkerij Smit;F1;01-03-2026;31-03-2026;1.250,00\n"
    "K2;Garage de Vries;F2;02-03-2026;01-04-2026;99,95\n"
    ";;;;Totaal;1.349,95\n"
)

COMDIRECT = """\
;
"Umsätze Girokonto";"Zeitraum: 01.03.2026 - 31.03.2026";

"Buchungstag";"Wertstellung (Valuta)";"Vorgang";"Buchungstext";"Umsatz in EUR";
"offen";"--";"Kartenverfügung";"Buchungstext: TANKSTELLE Ref. 1/1";"-54,20";
"16.03.2026";"16.03.2026";"Übertrag";"Auftraggeber: Bäcker Buchungstext: RE 7";"9,90";

"Alter Kontostand";"2.000,00 EUR";
"""


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


def dropped(client: Client, company: Company, text: str, name: str = "open.csv") -> str:
    """Drop the table; where the desk leads to."""
    file = SimpleUploadedFile(name, text.encode())
    answer = client.post(
        "/imports/", {"company": company.pk, "keep": "whole", "file": [file]}
    )
    return str(answer["Location"])


def shown(client: Client, where: str) -> dict[str, str]:
    """What the form of the columns would send."""
    form = client.get(where).context["form"]
    sent = {field.html_name: field.value() or "" for field in form}
    return sent | {"shape": client.get(where).context["shape"]}


def test_an_unknown_table_leads_to_its_columns(desk: Client, ours: Company) -> None:
    where = dropped(desk, ours, OPEN_ITEMS)
    assert where == f"/imports/{Run.objects.get().pk}/columns/"
    page = desk.get(where).content.decode()
    assert "Bakkerij Smit" in page
    assert "1,250.00" in page
    assert "Still missing" not in page
    assert Customer.objects.count() == 0


def test_what_is_proposed_is_taken_in_and_remembered(desk: Client, ours: Company) -> None:
    where = dropped(desk, ours, OPEN_ITEMS)
    answer = desk.post(where, shown(desk, where) | {"do": "import"})
    run = Run.objects.latest("pk")
    assert answer["Location"] == f"/imports/{run.pk}/"
    assert (run.state, run.created, run.layout) == ("TAKEN", 4, "open")
    owed = Receivable.objects.values_list("invoice__number", "open_minor").order_by("pk")
    assert list(owed) == [("F1", 125_000), ("F2", 9_995)]
    assert Entry.objects.filter(event="layout_saved").count() == 1

    again = OPEN_ITEMS.replace("F2;02-03", "F3;02-03")
    assert dropped(desk, ours, again) == f"/imports/{run.pk + 1}/"
    assert Receivable.objects.count() == 3


def test_a_column_that_is_left_out_is_said_to_be_missing(
    desk: Client, ours: Company, few_queries: FewQueries
) -> None:
    where = dropped(desk, ours, OPEN_ITEMS)
    said = shown(desk, where)
    (number,) = [key for key, field in said.items() if field == "invoice_number"]
    with few_queries():
        answer = desk.post(where, said | {number: ""})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Still missing" in page
    refused = desk.post(where, said | {number: "", "do": "import"})
    assert refused.status_code == 422
    assert not TableLayout.objects.exists()


def test_another_kind_is_proposed_anew(desk: Client, ours: Company) -> None:
    where = dropped(desk, ours, OPEN_ITEMS)
    answer = desk.post(where, shown(desk, where) | {"kind": "customers"})
    columns = {field.value() for *_, field in answer.context["form"].columns}
    assert columns == {"customer_code", "customer_name", None}


def test_bank_lines_need_to_know_the_account(desk: Client, ours: Company) -> None:
    table = "Date;Counterparty;Description;Amount;Balance\n20/03/2026;x;F1;10,00;10,00\n"
    where = dropped(desk, ours, table)
    said = shown(desk, where)
    desk.post(where, said | {"do": "import"})
    run = Run.objects.latest("pk")
    assert run.state == "REFUSED"
    assert "not named" in run.problems.get().saw
    desk.post(where, said | {"do": "import", "account": "BE68 5390 0754 7034"})
    assert Line.objects.get().account.number == "BE68539007547034"


def test_a_file_that_is_no_table_has_no_columns(desk: Client, ours: Company) -> None:
    where = dropped(desk, ours, "Dear Sir,", name="letter.txt")
    assert where == f"/imports/{Run.objects.get().pk}/"
    assert desk.get(where + "columns/").status_code == 404


def test_a_layout_is_used_no_more(desk: Client, ours: Company) -> None:
    where = dropped(desk, ours, OPEN_ITEMS)
    desk.post(where, shown(desk, where) | {"do": "import"})
    kept = TableLayout.objects.get()
    assert "open" in desk.get("/layouts/").content.decode()
    desk.post(f"/layouts/{kept.pk}/retire/")
    assert "No layout yet" in desk.get("/layouts/").content.decode()
    assert dropped(desk, ours, OPEN_ITEMS).endswith("/columns/")


def test_a_bank_that_does_not_say_which_account_leads_to_the_page_that_asks(
    desk: Client, ours: Company
) -> None:
    where = dropped(desk, ours, COMDIRECT)
    run = Run.objects.get()
    assert where == f"/imports/{run.pk}/columns/"
    assert "which account it is of" in desk.get(f"/imports/{run.pk}/").content.decode()
    assert "Bäcker" in desk.get(where).content.decode()


def test_what_a_bank_is_known_for_is_kept_beside_the_account(
    desk: Client, ours: Company
) -> None:
    where = dropped(desk, ours, COMDIRECT)
    said = shown(desk, where) | {"account": "DE89 3704 0044 0532 0130 00"}
    desk.post(where, said | {"do": "import"})
    assert Run.objects.latest("pk").state == "TAKEN"
    line = Line.objects.get()  # the one that is announced is none
    assert (line.name, line.text) == ("Bäcker", "RE 7")
    assert line.account.number == "DE89370400440532013000"


def test_the_next_file_of_the_bank_is_read_by_what_was_said(
    desk: Client, ours: Company
) -> None:
    where = dropped(desk, ours, COMDIRECT)
    said = shown(desk, where) | {"account": "DE89 3704 0044 0532 0130 00"}
    desk.post(where, said | {"do": "import"})
    dropped(desk, ours, COMDIRECT.replace("16.03", "17.03").replace("9,90", "8,80"))
    assert sorted(Line.objects.values_list("amount_minor", flat=True)) == [880, 990]


def test_the_table_of_a_bank_that_names_its_account_asks_nothing(
    desk: Client, ours: Company
) -> None:
    table = (
        "IBAN;DE89 3704 0044 0532 0130 00\n\nBuchung;Valuta;Auftraggeber/Empfänger;"
        "Buchungstext;Verwendungszweck;Betrag;Währung\n"
        "16.03.2026;16.03.2026;Bäcker;Gutschrift;RE 7;9,90;EUR\n"
    )
    assert dropped(desk, ours, table) == f"/imports/{Run.objects.get().pk}/"
    assert Line.objects.get().account.number == "DE89370400440532013000"
