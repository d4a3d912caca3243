"""Tables of others: how amounts and days are read, what is proposed, what comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from acquit.formats import grid
from acquit.formats.cells import Cell
from acquit.formats.layouts import foreign, guess, known, reading, ready, sample
from acquit.formats.layouts.layout import Kind, Layout
from acquit.formats.records import (
    CustomerRow,
    InvoiceRow,
    LineRecord,
    Problem,
    ReceiptRow,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.source import Source

from .conftest import public_samples

OPEN_ITEMS = """\
Liste des postes ouverts au 20/11/2026

N° client;Raison sociale;N° pièce;Type;Date pièce;Échéance;Montant TTC;Reste à payer
4110001;Boulangerie Dufour;FA-101;FA;03/10/2026;02/11/2026;1.234,50;1.234,50
4110001;Boulangerie Dufour;AV-7;AV;05/10/2026;;-34,50;-34,50
4110002;Garage Roche;FA-102;FA;07/10/2026;06/11/2026;800,00;300,00
4110002;Garage Roche;RG-9;Règlement;30/10/2026;;-50,00;-50,00
Total;;;;;;1.950,00;1.450,00
"""
ZETTEL = """\
Konto: DE89 3704 0044 0532 0130 00;;;;
Buchungstag;Auftraggeber;Verwendungszweck;Betrag;Saldo
20.11.2026;Bäckerei Süß;RE 4711 RF18539007547034;100,00;1.150,00
19.11.2026;Stadtwerke;Abschlag;-50,00;1.050,00
"""


def source(text: str, encoding: str = "utf-8") -> Source:
    return Source.of_bytes(text.encode(encoding), name="table.csv")


def proposed(text: str, encoding: str = "utf-8") -> Layout:
    return guess.propose(sample.take(source(text, encoding)))


class TestAmounts:
    @pytest.mark.parametrize(
        ("written", "mark", "meant"),
        [
            ("1.234,50", ",", "1234.50"),
            ("1,234.50", ".", "1234.50"),
            ("1 234,50 €", ",", "1234.50"),
            ("1'234.50", ".", "1234.50"),
            ("EUR 12", "", "12"),
            ("1234.5-", ".", "-1234.5"),
            ("(12,00)", ",", "-12.00"),
            ("-,50", ",", "-0.50"),
            ("+7", "", "7"),
            ("1.234", "", "1234"),
            ("1234,5", "", "1234.5"),
        ],
    )
    def test_are_read_as_people_write_them(
        self, written: str, mark: foreign.DecimalMark, meant: str
    ) -> None:
        assert foreign.amount(written, mark) == Decimal(meant)

    @pytest.mark.parametrize(
        "written", ["", "12/03/2026", "1.23.4", "12,34,56", "abc", "-"]
    )
    def test_what_is_none_is_not_guessed(self, written: str) -> None:
        assert foreign.amount(written, ",") is None

    @pytest.mark.parametrize("cell", [float("nan"), float("inf"), 1e30, True, None])
    def test_a_number_of_a_workbook_that_no_money_is_none(self, cell: Cell) -> None:
        assert foreign.amount(cell, ",") is None

    def test_the_mark_is_told_by_those_that_can_be_read_with_one_only(self) -> None:
        assert foreign.decimal_mark(["1.234", "7", "12,50"]) == ","
        assert foreign.decimal_mark(["1,234", "12.50"]) == "."
        assert foreign.decimal_mark(["7", "12"]) == ""

    @given(st.integers(-(10**11), 10**11))
    def test_an_amount_in_cents_survives_being_written_in_any_way(self, cents: int) -> None:
        value = Decimal(cents).scaleb(-2)
        english = f"{value:,.2f}"
        continental = english.translate(str.maketrans(",.", ".,"))
        assert foreign.amount(english, ".") == value
        assert foreign.amount(continental, ",") == value


class TestDays:
    @pytest.mark.parametrize(
        ("written", "order"),
        [
            ("31/12/2026", "dmy"),
            ("12/31/2026", "mdy"),
            ("31.12.26", "dmy"),
            ("2026-12-31", ""),
            ("20261231", ""),
            ("31122026", "dmy"),
            ("31-Dec-2026", ""),
            ("31 déc. 2026", ""),
            ("31. Dezember 2026", ""),
            ("2026-12-31T10:00:00", ""),
        ],
    )
    def test_are_read_as_people_write_them(
        self, written: str, order: foreign.DayOrder
    ) -> None:
        assert foreign.day(written, order) == date(2026, 12, 31)

    def test_the_order_is_told_by_days_that_have_one_only(self) -> None:
        assert foreign.day_order(["01/02/2026", "13/02/2026"]) == "dmy"
        assert foreign.day_order(["01/02/2026", "02/13/2026"]) == "mdy"
        assert foreign.day_order(["01/02/2026"]) == ""


class TestShape:
    @pytest.mark.parametrize("separator", grid.SEPARATORS)
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_separator_and_encoding_are_found(self, separator: str, encoding: str) -> None:
        text = "Numéro;Échéance;Montant\nF1;01/02/2026;1\nF2;02/02/2026;2\n"
        table = source(text.replace(";", separator), encoding)
        rows = [row for _, row in grid.rows(table, grid.shape_of(table))]
        assert rows[0] == ["Numéro", "Échéance", "Montant"]
        assert len(rows) == 3

    def test_a_letter_is_no_table(self) -> None:
        assert not grid.is_table(source("Dear Sir\nplease find enclosed\n"))


class TestOpenItems:
    def test_every_column_of_a_french_list_is_proposed(self) -> None:
        layout = proposed(OPEN_ITEMS, "cp1252")
        assert layout.kind is Kind.ITEMS
        assert layout.missing() == []
        assert layout.columns["customer_code"] == ("n client",)
        assert layout.columns["open_amount"] == ("reste a payer",)
        assert (layout.decimal, layout.days) == (",", "dmy")

    def test_customers_come_first_and_a_total_is_no_item(self) -> None:
        table = source(OPEN_ITEMS)
        records = list(reading.read(table, proposed(OPEN_ITEMS)))
        assert [type(one) for one in records] == [
            CustomerRow,
            CustomerRow,
            InvoiceRow,
            InvoiceRow,
            InvoiceRow,
            ReceiptRow,
        ]
        first, credit, part, paid = records[2:]
        assert isinstance(first, InvoiceRow)
        assert (first.amount, first.open_amount) == (Decimal("1234.50"), Decimal("1234.50"))
        assert first.due_on == date(2026, 11, 2)
        assert isinstance(credit, InvoiceRow)
        assert credit.credit_note
        assert credit.amount == Decimal("34.50")
        assert isinstance(part, InvoiceRow)
        assert part.open_amount == Decimal("300.00")
        assert isinstance(paid, ReceiptRow)
        assert paid.amount == Decimal("50.00")

    def test_a_row_that_cannot_be_read_is_a_problem_with_its_place(self) -> None:
        broken = OPEN_ITEMS.replace("07/10/2026", "tomorrow")
        records = list(reading.read(source(broken), proposed(OPEN_ITEMS)))
        (problem,) = [one for one in records if isinstance(one, Problem)]
        assert str(problem.where) == "line 6"
        assert "tomorrow" in str(problem.saw)

    def test_a_workbook_with_titles_reads_as_the_text_does(self, tmp_path: Path) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Offene Posten", None])
        sheet.append(
            ["Kunden-Nr.", "Name", "Rechnungsnr.", "Belegdatum", "Fällig am", "Offen"]
        )
        sheet.append(["K1", "Maier", "R1", date(2026, 10, 1), date(2026, 10, 31), 99.5])
        path = tmp_path / "op.xlsx"
        book.save(path)
        table = Source.of_path(path)
        layout = guess.propose(sample.take(table))
        assert layout.missing() == []
        item = list(reading.read(table, layout))[1]
        assert isinstance(item, InvoiceRow)
        assert (item.amount, item.due_on) == (Decimal("99.5"), date(2026, 10, 31))


class TestBankLines:
    def test_a_german_statement_has_its_account_from_the_title(self) -> None:
        layout = proposed(ZETTEL)
        assert layout.kind is Kind.BANK
        opened, first, second, closed = reading.read(source(ZETTEL), layout)
        assert isinstance(opened, StatementOpened)
        assert opened.account == "DE89370400440532013000"
        assert (opened.opening, opened.opened_on) == (
            Decimal("1100.00"),
            date(2026, 11, 19),
        )
        assert isinstance(first, LineRecord)
        assert isinstance(second, LineRecord)
        assert (first.amount, second.amount) == (Decimal("100.00"), Decimal("-50.00"))
        assert first.structured_reference == "RF18539007547034"
        assert isinstance(closed, StatementClosed)
        assert closed.closing == Decimal("1150.00")

    @pytest.mark.parametrize(
        ("columns", "row", "amount"),
        [
            ("Date;Libellé;Débit;Crédit", "20/11/2026;VIR;;12,50", "12.50"),
            ("Date;Libellé;Débit;Crédit", "20/11/2026;VIR;12,50;", "-12.50"),
            ("Datum;Naam;Af Bij;Bedrag (EUR)", "20261120;Jansen;Af;12,50", "-12.50"),
            ("Datum;Naam;Af Bij;Bedrag (EUR)", "20261120;Jansen;Bij;12,50", "12.50"),
            ("Buchungstag;Text;Soll/Haben;Betrag", "20.11.2026;x;S;12,50", "-12.50"),
        ],
    )
    def test_the_direction_of_the_money_is_read(
        self, columns: str, row: str, amount: str
    ) -> None:
        table = f"{columns}\n{row}\n"
        lines = [
            one
            for one in reading.read(source(table), proposed(table))
            if isinstance(one, LineRecord)
        ]
        assert [line.amount for line in lines] == [Decimal(amount)]

    def test_each_account_and_currency_is_a_statement_of_its_own(self) -> None:
        table = (
            "Account;Date;Amount;Currency;Counterparty\n"
            "A1;2026-11-20;1.00;EUR;x\nA2;2026-11-20;2.00;EUR;y\n"
            "A1;2026-11-21;3.00;USD;z\nA1;2026-11-21;4.00;EUR;x\n"
        )
        records = list(reading.read(source(table), proposed(table)))
        opened = [one for one in records if isinstance(one, StatementOpened)]
        assert [(one.account, one.currency) for one in opened] == [
            ("A1", "EUR"),
            ("A2", "EUR"),
            ("A1", "USD"),
        ]
        amounts = [one.amount for one in records if isinstance(one, LineRecord)]
        assert amounts == [1, 4, 2, 3]

    def test_a_fee_beside_the_amount_is_a_line_of_its_own(self) -> None:
        table = 'Date,Name,Gross,Fee,Net\n20/11/2026,Shop,"84,00","-4,25","79,75"\n'
        layout = replace(proposed(table), constants={"account": "Wallet"})
        lines = [
            one
            for one in reading.read(source(table), layout)
            if isinstance(one, LineRecord)
        ]
        assert [line.amount for line in lines] == [Decimal("84.00"), Decimal("-4.25")]


class TestKnownLayouts:
    def test_a_layout_is_used_again_for_the_next_file_of_the_kind(self) -> None:
        first = sample.take(source(OPEN_ITEMS))
        kept = replace(guess.propose(first), name="Sage", headers=tuple(first.names))
        kept = Layout.of_json(kept.as_json())
        again = OPEN_ITEMS.replace("Type;", "Type;Devise;").replace(";FA;", ";FA;EUR;")
        assert known.fitting(source(again), [kept]) == kept

    def test_another_table_that_shares_a_few_columns_is_another_table(self) -> None:
        layout = Layout(
            kind=Kind.BANK,
            name="Mine",
            columns={"booked_on": ("date",), "amount": ("amount",)},
            headers=("date", "amount", "label", "balance", "branch"),
        )
        assert (
            known.fitting(source("Date,Amount,Person\n2026-11-20,1,x\n"), [layout]) is None
        )

    def test_every_ready_layout_of_a_bank_is_whole(self) -> None:
        for layout in ready.BANKS:
            assert layout.missing() == [], layout.code
            assert layout.name


@pytest.mark.parametrize(("path", "facts"), public_samples("csv_bank"))
def test_a_public_table_of_a_bank_is_proposed_or_asked_about(
    path: Path, facts: dict[str, object]
) -> None:
    table = Source.of_path(path)
    shape = grid.shape_of(table)
    if "delimiter" in facts:
        assert shape.separator == facts["delimiter"]
    taken = sample.take(table)
    layout = guess.propose(taken)
    assert layout.kind is Kind.BANK
    if not layout.missing():
        records = list(reading.read(table, layout))
        lines = [one for one in records if isinstance(one, LineRecord)]
        rows = [row for row in taken.rows if foreign.day(row[0], "mdy")]
        assert len({line.where for line in lines}) >= len(rows)
