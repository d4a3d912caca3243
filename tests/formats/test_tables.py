"""Acquit's own tables: what is taken, what is a problem, what comes out again."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.formats import registry, tables, writing
from acquit.formats.records import InvoiceRow, Problem, ReceiptRow, Record, Refused
from acquit.formats.source import Source

HEADER = "invoice_number,customer_code,issue_date,amount,currency"


def read(text: str) -> list[Record | Problem]:
    source = Source.of_bytes(text.encode())
    return list(registry.recognise(source).read(source))


def one(row: str, header: str = HEADER) -> Record | Problem:
    (record,) = read(f"{header}\n{row}\n")
    return record


@pytest.mark.parametrize(
    ("amount", "word"),
    [
        ("-5", "credit_note"),
        ("1.234,50", "point"),
        ("12,5", "point"),
        ("1 234.50", "thousands"),
        ("1'234.50", "thousands"),
        ("€5", "currency sign"),
        ("1e5", "digits"),
        ("1234567890123", "Look"),
        ("٣", "digits"),
        ("NaN", "digits"),
    ],
)
def test_an_amount_that_is_not_plain_is_a_problem_with_its_remedy(
    amount: str, word: str
) -> None:
    problem = one(f'F1,C1,2026-01-02,"{amount}",EUR')
    assert isinstance(problem, Problem)
    assert str(problem.where) == "line 2, column amount"
    assert word in str(problem.remedy)


def test_an_amount_of_twelve_digits_is_taken() -> None:
    row = one("F1,C1,2026-01-02,999999999999.99,EUR")
    assert isinstance(row, InvoiceRow)
    assert row.amount == Decimal("999999999999.99")


@pytest.mark.parametrize(
    ("currency", "amount", "taken"),
    [
        ("EUR", "1.005", False),
        ("JPY", "1.5", False),
        ("TND", "1.005", True),
        ("", "1.5", True),
    ],
)
def test_an_amount_has_no_more_decimals_than_its_currency(
    currency: str, amount: str, taken: bool
) -> None:
    assert isinstance(one(f"F1,C1,2026-01-02,{amount},{currency}"), InvoiceRow) is taken


@pytest.mark.parametrize(
    "day", ["02/01/2026", "2026-1-2", "20260102", "2026-02-30", "0001-01-01"]
)
def test_a_day_in_another_form_is_a_problem(day: str) -> None:
    problem = one(f"F1,C1,{day},5,EUR")
    assert isinstance(problem, Problem)
    assert str(problem.where) == "line 2, column issue_date"


def test_a_problem_names_the_physical_line_after_a_text_of_several_lines() -> None:
    records = read(HEADER + ',note\nF1,C1,2026-01-02,5,EUR,"a\nb\nc"\nF2,C1,soon,5,EUR,\n')
    assert isinstance(records[0], InvoiceRow)
    assert records[0].custom == {"note": "a\nb\nc"}
    assert isinstance(records[1], Problem)
    assert str(records[1].where) == "line 5, column issue_date"


def test_one_bad_row_leaves_the_next_ones() -> None:
    records = read(HEADER + "\nF1,C1,soon,5,EUR\nF2,C1,2026-01-02,5,EUR\n")
    assert [type(record) for record in records] == [Problem, InvoiceRow]


def test_a_row_cut_short_is_a_problem() -> None:
    problem = one("F1,C1,2026-01-02")
    assert isinstance(problem, Problem)
    assert str(problem.saw) == "3 cells"


@pytest.mark.parametrize(
    "missing", ["invoice_number", "customer_code", "issue_date", "amount"]
)
def test_a_table_without_a_required_header_is_refused_naming_it(missing: str) -> None:
    header = HEADER.replace(missing, "other")
    with pytest.raises(Refused, match=missing):
        read(header + "\n")


def test_a_header_that_stands_twice_is_refused() -> None:
    with pytest.raises(Refused, match="two columns named amount"):
        read(HEADER + ",amount\n")


def test_headers_are_known_in_any_order_and_case() -> None:
    row = one(
        "EUR,5,2026-01-02,C1,F1", "Currency,AMOUNT,issue_date,customer_code, invoice_number"
    )
    assert isinstance(row, InvoiceRow)
    assert row.invoice_number == "F1"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("customer_code,name", "acquit.customers"),
        ("customer_code,name,role", "acquit.contacts"),
        ("customer_code,name,email,vat", "acquit.customers"),
        ("invoice_number,amount", "acquit.invoices"),
        ("receipt_reference,amount", "acquit.receipts"),
    ],
)
def test_a_table_is_known_by_its_headers(header: str, code: str) -> None:
    assert registry.recognise(Source.of_bytes(header.encode())).code == code


def test_formula_text_is_read_as_text() -> None:
    row = one('=1+1,"@x",2026-01-02,5,EUR')
    assert isinstance(row, InvoiceRow)
    assert (row.invoice_number, row.customer_code) == ("=1+1", "@x")


def test_an_unclosed_quote_is_refused() -> None:
    with pytest.raises(Refused, match="line 2"):
        read(HEADER + '\nF1,"C1,2026-01-02,5,EUR\n')


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_the_reference_lists_the_columns_of_each_table(table: tables.Table) -> None:
    docs = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"
    lines = docs.read_text("utf-8").splitlines()
    line = next(line for line in lines if line.startswith(f"| {table.name} |"))
    assert [name.strip("*`") for name in re.findall(r"\**`[a-z_]+`\**", line)] == list(
        table.columns
    )
    assert re.findall(r"\*\*`([a-z_]+)`\*\*", line) == table.required


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
ROWS = st.lists(
    st.tuples(
        TEXTS.map(lambda text: "R" + text.strip()),
        st.dates(date(1950, 1, 1), date(2190, 1, 1)),
        st.decimals(0, Decimal(10) ** 12 - 1, places=2, allow_nan=False),
        (st.sampled_from(["", "=", "+", "-", "@", "'", "'="]) | TEXTS).map(str.strip),
    ),
    max_size=8,
)
EXPORTED = ["receipt_reference", "received_on", "amount", "note"]


@settings(max_examples=60, deadline=None)
@given(ROWS, st.booleans())
def test_what_is_exported_reads_in_as_it_was(
    rows: list[tuple[str, date, Decimal, str]], as_workbook: bool
) -> None:
    if as_workbook:
        out = io.BytesIO()
        writing.write_xlsx(rows, EXPORTED, out)
        content = out.getvalue()
    else:
        text = io.StringIO(newline="")
        writing.write_csv(rows, EXPORTED, text)
        content = text.getvalue().encode()
    source = Source.of_bytes(content)
    records = list(registry.recognise(source).read(source))
    assert [
        (r.receipt_reference, r.received_on, r.amount, r.custom["note"])
        for r in records
        if isinstance(r, ReceiptRow)
    ] == [tuple(row) for row in rows]


def test_a_workbook_with_text_and_typed_cells_reads_alike() -> None:
    rows = [["R1", date(2026, 1, 2), Decimal("5.10"), 7], ["R2", "2026-01-02", "5.10", "7"]]
    out = io.BytesIO()
    writing.write_xlsx(rows, EXPORTED, out)
    source = Source.of_bytes(out.getvalue())
    first, second = registry.recognise(source).read(source)
    assert isinstance(first, ReceiptRow)
    assert isinstance(second, ReceiptRow)
    assert (first.received_on, first.amount, first.custom) == (
        second.received_on,
        second.amount,
        second.custom,
    )


def test_a_problem_in_a_workbook_names_the_row_of_the_sheet() -> None:
    out = io.BytesIO()
    writing.write_xlsx([["R1", date(2026, 1, 2), -5.0, ""]], EXPORTED, out)
    source = Source.of_bytes(out.getvalue())
    (problem,) = registry.recognise(source).read(source)
    assert isinstance(problem, Problem)
    assert str(problem.where) == "row 2, column amount"
