"""The tree of files: complete, readable, and the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from demo_stage import TODAY, Demo
from lxml import etree

from acquit.demo import files
from acquit.demo.plan import Content


def _digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_and_day_write_the_same_bytes(tmp_path: Path) -> None:
    small = {"today": TODAY, "customers": 60, "invoices": 1500}
    files.write(tmp_path / "one", seed=3, **small)
    files.write(tmp_path / "two", seed=3, **small)
    files.write(tmp_path / "other", seed=4, **small)
    assert _digest(tmp_path / "one") == _digest(tmp_path / "two")
    assert _digest(tmp_path / "one") != _digest(tmp_path / "other")


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 4, 6), date(2028, 2, 29)])
def test_a_small_demo_can_be_written_for_any_day(tmp_path: Path, today: date) -> None:
    plan = files.write(tmp_path, seed=1, today=today, customers=12, invoices=120)
    assert len(plan.customers) == 12
    assert plan.truths.keys() == {"BE01", "FR01", "NL01"}


def test_every_file_on_disk_is_delivered_once_and_in_order_of_days(demo: Demo) -> None:
    paths = [str(delivery.path) for delivery in demo.plan.deliveries]
    assert sorted(paths) == sorted(_digest(demo.folder))
    assert len(paths) < 1800
    shown = [delivery.day for delivery in demo.plan.deliveries]
    assert shown == sorted(shown)


def test_opening_tables_hold_every_invoice_of_the_company_until_then(demo: Demo) -> None:
    for company in demo.plan.cast.companies:
        rows = _opening_invoices(demo, company.code)
        expected = [
            invoice
            for invoice in demo.plan.invoices
            if invoice.company == company.code and invoice.issued_on <= demo.plan.opening
        ]
        assert [row["invoice_number"] for row in rows] == [
            invoice.number for invoice in expected
        ]
        for row, invoice in zip(rows, expected, strict=True):
            open_minor = demo.plan.open_minor(invoice, at_end_of=demo.plan.opening)
            assert Decimal(str(row["open_amount"])) == Decimal(open_minor) / 100
            assert bool(row["settled_on"]) == (open_minor == 0)


def _opening_invoices(demo: Demo, company: str) -> list[dict[str, object]]:
    folder = demo.folder / "opening" / company
    if company == "NL01":
        workbook = openpyxl.load_workbook(folder / "invoices.xlsx")
        header, *rows = workbook.worksheets[0].iter_rows(values_only=True)
        return [dict(zip(map(str, header), row, strict=True)) for row in rows]
    text = (folder / "invoices.csv").read_text(encoding="utf-8")
    delimiter = ";" if company == "FR01" else ","
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_every_later_invoice_comes_once_as_e_invoice_or_in_a_table(demo: Demo) -> None:
    numbers = []
    for delivery in demo.plan.deliveries:
        if delivery.content is Content.E_INVOICE:
            numbers.append(_ubl(demo.read(delivery), "ID"))
        elif delivery.content is Content.INVOICES and not delivery.is_opening:
            delimiter = ";" if delivery.company == "FR01" else ","
            text = io.StringIO(demo.read(delivery).decode())
            numbers += [
                row["invoice_number"] for row in csv.DictReader(text, delimiter=delimiter)
            ]
    expected = [
        invoice.number
        for invoice in demo.plan.invoices
        if invoice.issued_on > demo.plan.opening
    ]
    assert sorted(numbers) == sorted(expected)


def _ubl(content: bytes, name: str) -> str:
    return etree.fromstring(content).findtext(f"{{*}}{name}") or ""


def test_e_invoices_state_what_the_invoice_is(demo: Demo) -> None:
    invoices = {invoice.number: invoice for invoice in demo.plan.invoices}
    for delivery in demo.delivered(Content.E_INVOICE, ".xml"):
        tree = etree.fromstring(demo.read(delivery))
        invoice = invoices[tree.findtext("{*}ID") or ""]
        payable = tree.findtext(".//{*}PayableAmount") or ""
        assert Decimal(payable) == Decimal(invoice.minor) / 100
        net = Decimal(tree.findtext(".//{*}TaxExclusiveAmount") or "")
        vat = Decimal(tree.findtext("{*}TaxTotal/{*}TaxAmount") or "")
        assert net + vat == Decimal(payable)
        corrected = tree.findtext("{*}BillingReference/{*}InvoiceDocumentReference/{*}ID")
        assert (corrected or "") == invoice.corrects
        assert etree.QName(tree).localname == (
            "CreditNote" if invoice.is_credit_note else "Invoice"
        )


def test_customers_who_came_later_are_delivered_before_their_first_invoice(
    demo: Demo,
) -> None:
    codes: set[str] = set()
    for delivery in demo.plan.deliveries:
        if delivery.content is Content.CUSTOMERS and not delivery.is_opening:
            delimiter = ";" if delivery.company == "FR01" else ","
            text = io.StringIO(demo.read(delivery).decode())
            codes |= {
                row["customer_code"] for row in csv.DictReader(text, delimiter=delimiter)
            }
    late = {
        customer.code
        for customer in demo.plan.customers
        if customer.since > demo.plan.opening
    }
    assert codes == late
    for invoice in demo.plan.invoices:
        assert invoice.customer.since <= invoice.issued_on
