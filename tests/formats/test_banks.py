"""The tables of well-known banks: each is known for what it is, in any version of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from acquit.formats import registry
from acquit.formats.layouts import bank, known, reading, ready
from acquit.formats.layouts.layout import FIELDS, READY_FIELDS, Kind, Layout
from acquit.formats.records import (
    LineRecord,
    Problem,
    Record,
    Refused,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.source import Source

from .conftest import GOLDEN, public_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

BY_CODE = {layout.code: layout for layout in ready.BANKS}
FILES = {
    f"bank.{path.stem}": path
    for path in sorted((GOLDEN / "banks").iterdir())
    if path.suffix != ".json"
}


def source(text: str) -> Source:
    return Source.of_bytes(text.encode(), name="table.csv")


def read(text: str) -> tuple[str, list[Record | Problem]]:
    table = source(text)
    found = registry.recognise(table)
    return found.code, list(found.read(table))


def lines(records: list[Record | Problem]) -> list[LineRecord]:
    return [one for one in records if isinstance(one, LineRecord)]


class TestReadyLayouts:
    @pytest.mark.parametrize("code", BY_CODE)
    def test_each_has_a_golden_file_which_is_known_for_it_and_for_no_other_bank(
        self, code: str
    ) -> None:
        table = Source.of_path(FILES[code])
        fitting = [
            one.code for one in ready.BANKS if known.fitting(table, [one]) is not None
        ]
        assert fitting == [code]
        assert registry.recognise(table).code == code

    def test_no_golden_file_is_of_an_unknown_layout(self) -> None:
        assert FILES.keys() == BY_CODE.keys()

    @pytest.mark.parametrize("code", BY_CODE)
    def test_each_is_whole_and_fills_fields_that_there_are(self, code: str) -> None:
        layout = BY_CODE[code]
        assert layout.missing() == []
        assert layout.name
        assert set(layout.columns) <= {*FIELDS[Kind.BANK], *READY_FIELDS}
        assert set(layout.labels.values()) <= {"", *FIELDS[Kind.BANK]}

    @pytest.mark.parametrize("code", BY_CODE)
    def test_each_golden_file_reads_without_a_problem(self, code: str) -> None:
        table = Source.of_path(FILES[code])
        records = list(registry.recognise(table).read(table))
        assert lines(records)
        assert not [one for one in records if isinstance(one, Problem)]


def test_the_reference_names_each_bank() -> None:
    page = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"
    text = page.read_text("utf-8").partition("### Tables of banks")[2]
    section = text.partition("\n## ")[0]
    assert {one.name for one in ready.BANKS if one.name not in section} == set()


class TestVersions:
    """A bank adds, drops and renames columns; what is read stays the same."""

    @pytest.mark.parametrize(
        ("code", "table", "iban"),
        [
            (
                "bank.kbc-nl",
                "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;"
                "Valuta;Bedrag;Saldo;\n"
                "BE68539007547034;;X;EUR;2010001;31/12/2026;VAN EEN KLANT;01/01/2027;"
                "11,38;431,25;\n",
                "",
            ),
            (
                "bank.kbc-nl",
                "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;"
                "Valuta;Bedrag;Saldo;Credit;Debet;Rekening tegenpartij;"
                "BIC code tegenpartij;Naam tegenpartij\n"
                "BE68539007547034;;X;EUR;2010001;31/12/2026;O;31/12/2026;11,38;431,25;"
                "11,38;;BE71 0961 2345 6769;GKCCBEBB;Jansen\n",
                "BE71096123456769",
            ),
            (
                "bank.fortis-fr",
                "Numéro de séquence;Date d'exécution;Date valeur;Montant;Devise du compte;"
                "CONTREPARTIE DE LA TRANSACTION;Détails;Numéro de compte\n"
                "2026-0207;15-05-2026;15-05-2026;11,38;EUR;BE71096123456769;DE X;"
                "BE68539007547034\n",
                "BE71096123456769",
            ),
            (
                "bank.ing-nl",
                '"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij",'
                '"Bedrag (EUR)","MutatieSoort","Mededelingen"\n'
                '"02-02-2026","Jansen","NL20INGB0001234567","NL44RABO0123456789","OV","Bij",'
                '"11,38","x","factuur"\n',
                "NL44RABO0123456789",
            ),
            (
                "bank.commerzbank",
                "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;"
                "Auftraggeberkonto;Bankleitzahl Auftraggeberkonto;IBAN Auftraggeberkonto\n"
                "22.04.2026;22.04.2026;Gutschrift;Bäcker;11,38;EUR;9384;30041254;"
                "DE89370400440532013000\n",
                "",
            ),
            (
                "bank.hypovereinsbank",
                "Kontonummer;Buchungsdatum;Valuta;Verwendungszweck;Betrag;Waehrung\n"
                "90935230;15.09.2026;15.09.2026;SEPA-GUTSCHRIFT;11,38;EUR\n",
                "",
            ),
            (
                "bank.ing-de",
                "IBAN;DE89 3704 0044 0532 0130 00\n\n"
                "Buchung;Valuta;Auftraggeber/Empfänger;Buchungstext;Verwendungszweck;"
                "Betrag;Währung\n"
                "22.04.2026;22.04.2026;Bäcker;Gutschrift;RE 1;11,38;EUR\n",
                "",
            ),
            (
                "bank.banque-postale",
                "Numéro Compte\t0123456A020\nDate\t20/11/2026\n\n"
                "Date\tLibellé\tMontant(EUROS)\n16/11/2026\tVIREMENT\t11,38\n",
                "",
            ),
        ],
    )
    def test_are_all_read(self, code: str, table: str, iban: str) -> None:
        found, records = read(table)
        assert found == code
        (line,) = lines(records)
        assert (line.amount, line.iban) == (Decimal("11.38"), iban)


class TestStates:
    TABLE = (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,"
        "Balance\n"
        "TOPUP,Current,2026-11-16 08:00:00,2026-11-16 08:00:01,A,3.00,0.00,EUR,COMPLETED,\n"
        "ATM,Current,2026-11-17 11:00:00,2026-11-17 11:00:05,B,-1.00,0.00,EUR,REVERTED,2\n"
    )

    def test_a_line_that_the_bank_has_not_booked_is_counted_and_not_yielded(self) -> None:
        _, records = read(self.TABLE)
        assert [line.text for line in lines(records)] == ["A"]
        closed = records[-1]
        assert isinstance(closed, StatementClosed)
        assert closed.pending == 1

    def test_a_word_that_nobody_knows_is_a_problem_where_all_words_are_known(self) -> None:
        strict = replace(BY_CODE["bank.revolut"], unbooked=("pending",))
        records = list(reading.read(source(self.TABLE), strict))
        (problem,) = [one for one in records if isinstance(one, Problem)]
        assert str(problem.where) == "line 3"
        assert "reverted" in str(problem.saw)


class TestParties:
    def test_of_payer_and_payee_the_other_side_is_named(self) -> None:
        table = Source.of_path(FILES["bank.dkb"])
        records = list(registry.recognise(table).read(table))
        named = [(line.amount > 0, line.name) for line in lines(records)]
        assert named == [(False, "Stadtwerke Musterstadt"), (True, "Bäckerei Süß")]

    def test_a_kind_of_payment_in_the_column_of_the_account_is_no_account(self) -> None:
        table = Source.of_path(FILES["bank.fortis-nl"])
        records = list(registry.recognise(table).read(table))
        assert [line.iban for line in lines(records)] == ["", "BE71096123456769"]

    def test_a_number_of_abn_amro_is_our_iban(self) -> None:
        table = Source.of_path(FILES["bank.abn-amro"])
        opened = next(iter(registry.recognise(table).read(table)))
        assert isinstance(opened, StatementOpened)
        assert opened.account == "NL91ABNA0417164300"

    def test_a_workbook_of_abn_amro_writes_days_and_accounts_as_numbers(
        self, tmp_path: Path
    ) -> None:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        header = "accountNumber mutationcode transactiondate valuedate startsaldo"
        sheet.append([*header.split(), "endsaldo", "amount", "description"])
        sheet.append([417164300, "EUR", 20261116, 20261116, 0, 11.38, 11.38, "BEA, Kiosk"])
        path = tmp_path / "XLS261116.xlsx"
        book.save(path)
        table = Source.of_path(path)
        found = registry.recognise(table)
        opened, line, _ = found.read(table)
        assert found.code == "bank.abn-amro-xls"
        assert isinstance(opened, StatementOpened)
        assert opened.account == "NL91ABNA0417164300"
        assert isinstance(line, LineRecord)
        assert (line.booked_on, line.amount) == (date(2026, 11, 16), Decimal("11.38"))


class TestFees:
    def test_a_fee_that_paypal_gives_back_is_money_in(self) -> None:
        table = Source.of_path(FILES["bank.paypal"])
        records = list(registry.recognise(table).read(table))
        fees = [one.amount for one in lines(records) if one.bank_reference.endswith("-fee")]
        assert fees == [Decimal("-4.25"), Decimal("0.70")]


def test_a_balance_that_cannot_be_read_leaves_its_line() -> None:
    table = "Date;Date de valeur;Débit;Crédit;Libellé;Solde\n16/11/2026;;;1,00;x;n/a\n"
    _, records = read(table)
    assert [line.amount for line in lines(records)] == [Decimal("1.00")]
    assert not [one for one in records if isinstance(one, Problem)]


class TestSeveralAccounts:
    HEADER = "Account;Date;Amount;Counterparty\n"

    def layout(self) -> Layout:
        columns = {
            "account": ("account",),
            "booked_on": ("date",),
            "amount": ("amount",),
            "name": ("counterparty",),
        }
        return Layout(kind=Kind.BANK, name="Mine", columns=columns)

    def rows(self, accounts: int, rounds: int) -> Iterator[str]:
        yield self.HEADER
        for day in range(rounds):
            for number in range(accounts):
                yield f"A{number};2026-11-{day % 28 + 1:02d};{day + 1}.00;x\n"

    def test_mixed_rows_become_one_statement_after_the_other(self) -> None:
        table = source("".join(self.rows(accounts=3, rounds=2)))
        told = [
            one.account if isinstance(one, StatementOpened) else one.amount
            for one in reading.read(table, self.layout())
            if isinstance(one, StatementOpened | LineRecord)
        ]
        assert told == ["A0", 1, 2, "A1", 1, 2, "A2", 1, 2]

    def test_a_column_that_is_no_account_is_refused_before_all_is_read(self) -> None:
        table = source("".join(self.rows(accounts=bank.MOST_ACCOUNTS + 1, rounds=1)))
        with pytest.raises(Refused, match="more than 50 accounts"):
            list(reading.read(table, self.layout()))


def test_what_somebody_has_described_comes_before_the_bank() -> None:
    table = Source.of_path(FILES["bank.ing-nl"])
    mine = replace(BY_CODE["bank.ing-nl"], code="", name="Mine", labels={})
    assert known.fitting(table, [*ready.BANKS, mine]) == mine


def test_a_table_with_other_columns_beside_those_of_a_closed_layout_is_another() -> None:
    table = "Date;Date de valeur;Débit;Crédit;Libellé;Solde{}\n16/11/2026;;1,00;;x;2,00{}\n"
    assert read(table.format("", ""))[0] == "bank.credit-mutuel"
    with pytest.raises(Refused):
        read(table.format(";Chantier", ";7"))


def test_a_header_that_is_too_long_to_be_one_costs_no_time() -> None:
    table = source("\n".join(f"{'Datum' * 10_000};{n};x" for n in range(20)))
    assert known.fitting(table, ready.BANKS) is None


# Of the public samples of tables of banks, those that are known by themselves, with their
# lines and what they come to.
SAMPLES = {
    "banana_nl_csv_ing_example_format1_20090202.csv": ("bank.ing-nl", 5, "2000073.36"),
    "banana_nl_csv_ing_example_format2_20100910.csv": ("bank.bpost-2010", 12, "608.84"),
    "oca14_paypal_statement_es.csv": ("bank.paypal-es", 8, "131.08"),
}


@pytest.mark.parametrize(("path", "facts"), public_samples("csv_bank"))
def test_a_public_sample_of_a_known_bank_reads_whole(
    path: Path, facts: dict[str, object]
) -> None:
    if path.name not in SAMPLES:
        pytest.skip("no table of a bank, or one of several currencies")
    code, count, total = SAMPLES[path.name]
    table = Source.of_path(path)
    found = registry.recognise(table)
    records = list(found.read(table))
    assert found.code == code
    assert len(lines(records)) == count
    assert sum(line.amount for line in lines(records)) == Decimal(total)
    assert not [one for one in records if isinstance(one, Problem)]
    assert facts["lines"]
