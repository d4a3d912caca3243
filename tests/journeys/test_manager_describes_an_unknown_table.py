"""An export that Acquit has never seen becomes customers and open invoices by clicking."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from journeys.conftest import SignIn
from openpyxl import Workbook

from acquit.ledger.models import Customer, Receivable
from acquit.organisation.models import Company


def export(path: Path) -> Path:
    """What an accounting package writes: titles, its own headers, a total at the end."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Openstaande posten per 20-11-2026"])
    sheet.append([])
    sheet.append(["Deb.nr.", "Bedrijf", "Mail", "Stuk", "Dag", "Verval", "Nog te betalen"])
    for number in range(1, 31):
        row = [f"D{number % 7}", f"Bedrijf {number % 7} BV", f"ap{number % 7}@b.example"]
        row += [f"2026{number:04}", date(2026, 10, 1), date(2026, 10, 31), 100 + number / 4]
        sheet.append(row)
    sheet.append(["Totaal", "", "", "", "", "", 3116.25])
    book.save(path)
    return path


def test_an_unknown_workbook_is_described_and_taken_in(
    ours: Company, sign_in: SignIn, tmp_path: Path
) -> None:
    page = sign_in()
    page.click(".side-nav >> text=Imports")
    page.set_input_files("form.upload input[type=file]", export(tmp_path / "export.xlsx"))
    page.click("form.upload button")
    page.wait_for_selector("text=What do its columns hold?")

    # What no header told is said by hand; the page answers at once.
    page.select_option("[aria-labelledby=column-0]", label="Customer number")
    page.select_option("[aria-labelledby=column-4]", label="Day of the invoice")
    page.wait_for_selector("text=As it would be booked")
    page.locator("button[value=import]:enabled").click()
    page.wait_for_selector("text=Everything was taken.")

    assert Customer.objects.count() == 7
    assert Receivable.objects.count() == 30
    assert Customer.objects.get(code="D3").email == "ap3@b.example"

    page.click(".side-nav >> text=Imports")
    page.set_input_files("form.upload input[type=file]", export(tmp_path / "next.xlsx"))
    page.click("form.upload button")
    page.wait_for_selector("text=All of it was known already")
