"""A FEC however it is written: the same lines, the same sums, the same items."""

from __future__ import annotations

import io
import tracemalloc
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from acquit.bench.fec import write_fec
from acquit.formats import fec, registry
from acquit.formats.inspect import inspect
from acquit.formats.ledgers.records import ItemKind, LedgerClosed, LedgerItem, LedgerOpened
from acquit.formats.records import CustomerRow, Problem, Refused
from acquit.formats.source import Source

from .conftest import public_samples
from .test_hostile_files import endless

if TYPE_CHECKING:
    from pathlib import Path

HEADER = [
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit"),
    *("Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
]
JOURNALS = {"VE": "Ventes", "BQ": "Banque", "OD": "Divers", "AN": "A nouveaux"}
CENT = Decimal("0.01")


def line(  # noqa: PLR0913 - the columns that matter
    entry: str,
    account: str,
    amount: str,
    *,
    day: str = "20260110",
    aux: str = "",
    ref: str = "",
    letters: str = "",
    text: str = "",
) -> list[str]:
    """A line of an entry such as "VE1"; the amount is signed, debit positive."""
    debit, credit = ("0,00", amount[1:]) if amount.startswith("-") else (amount, "0,00")
    name = f"Client {aux}" if aux else ""
    return [
        *(entry[:2], JOURNALS[entry[:2]], entry, day, account, f"Compte {account}", aux),
        *(name, ref or entry, day, text or entry, debit, credit, letters, "", day, "", ""),
    ]


SALE = [
    line("VE1", "411000", "120,00", aux="DUPRE", ref="F1"),
    line("VE1", "706000", "-100,00", ref="F1"),
    line("VE1", "445710", "-20,00", ref="F1"),
]


def paid(amount: str = "120,00", letters: str = "", entry: str = "BQ1") -> list[list[str]]:
    return [
        line(entry, "512000", amount, day="20260205"),
        line(entry, "411000", f"-{amount}", aux="DUPRE", day="20260205", letters=letters),
    ]


def written(rows: list[list[str]], separator: str = "\t", end: str = "\r\n") -> bytes:
    return end.join(separator.join(row) for row in [HEADER, *rows]).encode()


def read(content: bytes | Path) -> list[Any]:
    source = (
        Source.of_bytes(content) if isinstance(content, bytes) else Source.of_path(content)
    )
    found = registry.recognise(source)
    assert found.code == "fec"
    return list(found.read(source))


def items(content: bytes | Path) -> list[LedgerItem]:
    return [record for record in read(content) if isinstance(record, LedgerItem)]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    return str(caught.value.problem)


@pytest.mark.parametrize(("path", "facts"), public_samples("fec"))
def test_a_public_fec_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    report = inspect(Source.of_path(path)).report
    assert report["format"] == "fec"
    if "rows_incl_header" in facts:
        assert report["lines"] == facts["rows_incl_header"] - 1
        return
    assert report["lines"] == facts["lines"]
    assert report["entries"] == facts["entries"]
    assert report["debit"] == facts["debit"]
    assert report["credit"] == facts["credit"]
    assert report["receivable_lines"] == facts["ar_lines"]
    assert report["customers"] == facts["ar_customers"]
    assert report["open_balance"] == facts["ar_unlettered_balance"]
    records = read(path)
    lettered = [one for one in records if isinstance(one, LedgerItem) and one.letters]
    assert len(lettered) == facts["ar_lettered"]


@pytest.mark.parametrize(("path", "facts"), public_samples("fec"))
def test_what_the_items_leave_is_the_balance_of_the_accounts(
    path: Path, facts: dict[str, Any]
) -> None:
    if "ar_balance" in facts:
        assert balance(items(path)) == Decimal(facts["ar_balance"])


def balance(found: list[LedgerItem]) -> Decimal:
    return sum(
        (one.left if one.kind is ItemKind.INVOICE else -one.left for one in found),
        Decimal(0),
    )


def essence(records: list[Any]) -> list[tuple[Any, ...]]:
    return [
        (r.kind, r.customer_code, r.number, r.issued_on, r.amount, r.left, r.uses)
        for r in records
        if isinstance(r, LedgerItem)
    ]


@pytest.mark.parametrize("separator", ["\t", "|", ";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15"])
def test_separators_line_ends_and_encodings_change_nothing(
    separator: str, end: str, encoding: str
) -> None:
    rows = [[cell.replace("Client", "Étude") for cell in row] for row in SALE]
    if separator == ",":
        rows = [[cell.replace(",", ".") for cell in row] for row in rows]
    content = written(rows, separator, end).decode().encode(encoding)
    records = read(content)
    assert essence(records) == essence(read(written(SALE)))
    assert next(r for r in records if isinstance(r, CustomerRow)).name == "Étude DUPRE"


def test_a_separator_after_the_last_column_changes_nothing() -> None:
    rows = [[*row, ""] for row in [HEADER, *SALE]]
    with_header = "\n".join("|".join(row) for row in rows).encode()
    only_lines = "\n".join(
        ["|".join(HEADER), *("|".join(row) for row in rows[1:])]
    ).encode()
    assert (
        essence(read(with_header))
        == essence(read(only_lines))
        == essence(read(written(SALE)))
    )


def test_padded_cells_and_other_capitals_change_nothing() -> None:
    rows = [[f"  {cell} " for cell in row] for row in [HEADER, *SALE]]
    content = "\n".join("\t".join(row) for row in rows).replace(
        "Montantdevise", "MONTANTDEVISE"
    )
    assert essence(read(content.encode())) == essence(read(written(SALE)))


def test_columns_in_another_order_change_nothing() -> None:
    rows = [row[::-1] for row in [HEADER, *SALE]]
    content = "\n".join("\t".join(row) for row in rows).encode()
    assert essence(read(content)) == essence(read(written(SALE)))


def test_one_amount_with_a_direction_is_the_same_as_two() -> None:
    def one_amount(row: list[str]) -> list[str]:
        debit = row[11] != "0,00"
        return [*row[:11], row[11] if debit else row[12], "D" if debit else "C", *row[13:]]

    header = [*HEADER[:11], "Montant", "Sens", *HEADER[13:]]
    rows = [header, *map(one_amount, SALE)]
    content = "\n".join("\t".join(row) for row in rows).encode()
    assert essence(read(content)) == essence(read(written(SALE)))


def test_the_columns_of_cash_accounting_are_passed_over() -> None:
    more = ["DateRglt", "ModeRglt", "NatOp", "IdClient"]
    rows = [[*HEADER, *more], *([*row, "20260110", "CB", "", "9"] for row in SALE)]
    content = "\n".join("\t".join(row) for row in rows).encode()
    assert essence(read(content)) == essence(read(written(SALE)))


def test_the_separator_within_a_text_stays_in_the_text() -> None:
    rows = [
        line(
            "VE1", "411000", "120,00", aux="DUPRE", ref="F1", text="Pose | dépose | reste"
        ),
        *SALE[1:],
    ]
    (item,) = items(written(rows, "|"))
    assert item.text == "Pose | dépose | reste"
    assert item.amount == Decimal("120.00")
    (item,) = items(written([[*row, ""] for row in rows], "|"))
    assert item.text == "Pose | dépose | reste"


def test_a_workbook_is_read_as_its_text_with_days_and_numbers_typed() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    for row in SALE:
        typed: list[Any] = list(row)
        typed[3] = typed[9] = date(2026, 1, 10)
        typed[11], typed[12] = (float(row[at].replace(",", ".")) for at in (11, 12))
        sheet.append(typed)
    out = io.BytesIO()
    workbook.save(out)
    assert essence(read(out.getvalue())) == essence(read(written(SALE)))


def test_what_a_spreadsheet_has_calculated_is_rounded_and_said() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADER)
    for row, amount in zip(SALE, (120.0049, 100.0049, 20), strict=True):
        typed: list[Any] = list(row)
        typed[11], typed[12] = (amount, 0) if row[12] == "0,00" else (0, amount)
        sheet.append(typed)
    out = io.BytesIO()
    workbook.save(out)
    records = read(out.getvalue())
    assert items(out.getvalue())[0].amount == Decimal("120.00")
    assert "rounded" in str(records[-1].notes[-1])


def test_what_does_not_balance_is_refused_with_both_sums() -> None:
    assert "120.00 debit and 100.00 credit" in refusal(written(SALE[:2]))


def test_an_entry_that_does_not_balance_is_remarked_when_the_file_does() -> None:
    moved = [*SALE[:2], line("VE2", "445710", "-20,00")]
    notes = read(written(moved))[-1].notes
    assert [str(note.where) for note in notes] == ["entry VE VE1", "entry VE VE2"]


def test_an_amount_that_is_none_is_refused_with_its_line() -> None:
    broken = [line("VE1", "411000", "12O,00", aux="DUPRE"), *SALE[1:]]
    assert refusal(written(broken)).startswith("line 2: saw “12O,00”")


def test_amounts_beyond_all_measure_are_refused() -> None:
    huge = "9" * 15 + ",00"
    rows = [line("VE1", "411000", huge, aux="DUPRE") for _ in range(100)]
    assert "no accounting comes to" in refusal(written(rows))


def test_a_customers_line_without_a_day_is_a_problem_and_the_others_are_read() -> None:
    rows = [
        line("VE1", "411000", "70,00", aux="DUPRE", day="20260230"),
        line("VE1", "411000", "50,00", aux="LEROY"),
        *SALE[1:],
    ]
    records = read(written(rows))
    (problem,) = [record for record in records if isinstance(record, Problem)]
    assert "20260230" in str(problem)
    assert [item.customer_code for item in items(written(rows))] == ["LEROY"]


def test_a_line_that_is_cut_short_is_refused() -> None:
    content = written(SALE).replace(b"\t706000", b"\n706000")
    assert "5 cells" in refusal(content) or "4 cells" in refusal(content)


def test_a_missing_column_is_named() -> None:
    content = written(SALE).replace(b"PieceRef", b"Reference")
    assert "PieceRef" in refusal(content)


def test_the_headers_alone_are_a_fec_without_lines() -> None:
    assert inspect(Source.of_bytes(written([]))).report["lines"] == 0


def test_an_entry_against_income_is_a_sale_and_against_the_bank_money() -> None:
    credit = [
        line("VE2", "707000", "24,00", ref="AV1"),
        line("VE2", "411000", "-24,00", aux="DUPRE", ref="AV1"),
    ]
    found = items(written([*SALE, *credit, *paid()]))
    assert [item.kind for item in found] == [
        ItemKind.INVOICE,
        ItemKind.CREDIT_NOTE,
        ItemKind.RECEIPT,
    ]
    assert found[1].number == "AV1"


def test_money_in_a_journal_of_any_name_is_money() -> None:
    rows = [line("OD1", "512000", "5,00"), line("OD1", "411000", "-5,00", aux="DUPRE")]
    assert items(written(rows))[0].kind is ItemKind.RECEIPT


def test_a_write_off_lowers_what_is_owed_and_is_no_money() -> None:
    rows = [line("OD1", "654000", "5,00"), line("OD1", "411000", "-5,00", aux="DUPRE")]
    assert items(written(rows))[0].kind is ItemKind.CREDIT_NOTE


def test_money_given_back_is_owed_until_it_is_settled() -> None:
    rows = [line("BQ1", "411000", "5,00", aux="DUPRE"), line("BQ1", "512000", "-5,00")]
    (item,) = items(written(rows))
    assert (item.kind, item.sale) == (ItemKind.INVOICE, False)


def test_an_opening_is_known_and_its_credits_are_no_money() -> None:
    rows = [
        line("AN1", "411000", "90,00", aux="DUPRE", day="20260101"),
        line("AN1", "411000", "-30,00", aux="LEROY", day="20260101"),
        line("AN1", "512000", "-60,00", day="20260101"),
    ]
    records = read(written(rows))
    assert records[0].opened_on == date(2026, 1, 1)
    found = [record for record in records if isinstance(record, LedgerItem)]
    assert [item.opening for item in found] == [True, True]
    assert found[1].kind is ItemKind.CREDIT_NOTE


def test_without_an_auxiliary_account_the_account_is_the_customer() -> None:
    rows = [line("VE1", "411DUPRE", "120,00"), *SALE[1:]]
    assert items(written(rows))[0].customer_code == "411DUPRE"


def test_a_lettered_group_settles_itself_and_a_rest_stays_on_its_last_debit() -> None:
    rows = [
        line("VE1", "411000", "120,00", aux="DUPRE", ref="F1", letters="AA"),
        *SALE[1:],
        line("VE2", "411000", "80,00", aux="DUPRE", ref="F2", letters="AA"),
        line("VE2", "706000", "-80,00"),
        *paid("150,00", "AA"),
    ]
    records = read(written(rows))
    first, second, money = [r for r in records if isinstance(r, LedgerItem)]
    assert (first.left, second.left, money.left) == (0, Decimal("50.00"), 0)
    assert first.settled_on == date(2026, 2, 5)
    (note,) = records[-1].notes
    assert "50.00 more debit than credit" in str(note)


def test_letters_are_of_one_customer_and_one_account() -> None:
    rows = [
        line("VE1", "411000", "120,00", aux="DUPRE", letters="A"),
        *SALE[1:],
        line("BQ1", "512000", "120,00"),
        line("BQ1", "411000", "-120,00", aux="LEROY", letters="A"),
    ]
    assert [item.left for item in items(written(rows))] == [Decimal("120.00")] * 2


def test_small_letters_are_letters_of_their_own() -> None:
    rows = [
        line("VE1", "411000", "120,00", aux="DUPRE", letters="A"),
        *SALE[1:],
        *paid(letters="a"),
    ]
    assert items(written(rows))[0].left == Decimal("120.00")


def test_a_reference_shared_by_customers_stays_with_the_first() -> None:
    rows = [
        line("VE1", "411000", "70,00", aux="DUPRE", ref="RECETTES"),
        line("VE1", "411000", "50,00", aux="LEROY", ref="RECETTES"),
        *SALE[1:],
    ]
    first, second = items(written(rows))
    assert (first.number, second.other_number) == ("RECETTES", "RECETTES")
    assert second.number == first.other_number.replace("DUPRE", "LEROY")


def test_debits_of_one_document_are_its_instalments() -> None:
    rows = [
        line("VE1", "411000", "70,00", aux="DUPRE", ref="F1"),
        line("VE1", "411000", "50,00", aux="DUPRE", ref="F1"),
        *SALE[1:],
    ]
    assert [(i.number, i.instalment) for i in items(written(rows))] == [
        ("F1", 1),
        ("F1", 2),
    ]


def test_two_payments_that_are_alike_are_two() -> None:
    first, second = items(written([*paid(entry="BQ1"), *paid(entry="BQ1")]))
    assert first.number != second.number


def test_a_payment_keeps_its_key_when_the_entries_are_numbered_anew() -> None:
    before = paid(entry="BQ1")
    anew = [[*row[:2], "BQ77", *row[3:]] for row in before]
    assert items(written(anew))[0].number == items(written(before))[0].number


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(-50_000, 50_000).filter(bool),
            st.sampled_from(["C1", "C2", "C3"]),
            st.sampled_from(["", "", "A", "B"]),
            st.sampled_from(["VE", "BQ", "OD"]),
        ),
        max_size=25,
    )
)
def test_whatever_is_lettered_the_balance_of_each_customer_stays(
    booked: list[tuple[int, str, str, str]],
) -> None:
    rows = []
    sums: dict[str, Decimal] = {}
    for number, (cents, aux, letters, journal) in enumerate(booked):
        amount = str(Decimal(cents) * CENT).replace(".", ",")
        other = amount[1:] if cents < 0 else f"-{amount}"
        entry = f"{journal}{number}"
        rows.append(line(entry, "411000", amount, aux=aux, letters=letters))
        rows.append(line(entry, "706000" if journal == "VE" else "512000", other))
        sums[aux] = sums.get(aux, Decimal(0)) + Decimal(cents) * CENT
    found = items(written(rows))
    for aux, total in sums.items():
        assert balance([item for item in found if item.customer_code == aux]) == total
    for item in found:
        used = sum(use.minor for use in item.uses) * CENT
        assert item.amount - item.left == used or item.kind is ItemKind.INVOICE


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "fec.txt"
    facts = write_fec(path, 60_000, seed=1)
    source = Source.of_path(path)
    tracemalloc.start()
    opened = next(r for r in fec.read(source) if isinstance(r, LedgerOpened))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened.figures["lines"] == facts.lines == 60_000
    assert opened.figures["receivable_lines"] == facts.receivable_lines
    assert opened.figures["open_balance"] == facts.open_minor * CENT
    assert peak < path.stat().st_size


def test_the_benchmark_writes_the_same_file_for_the_same_seed(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_fec(tmp_path / name, 501, seed=3)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert (tmp_path / "one").read_bytes().count(b"\n") == 502


def test_a_file_ends_with_its_notes() -> None:
    assert isinstance(read(written(SALE))[-1], LedgerClosed)


@pytest.mark.parametrize("repeated", [b"x", b"x\n", b"\0", b"\t", b'"', b"\xff"])
def test_two_gigabytes_of_rubbish_below_the_headers_are_refused_soon(
    repeated: bytes,
) -> None:
    source, opened = endless(written([]) + b"\r\n", repeated)
    with pytest.raises(Refused):
        list(fec.read(source))
    assert sum(stream.given for stream in opened) < 2 * 1024 * 1024
