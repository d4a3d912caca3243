"""A collector drops the folder of the month; what others need is taken first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from acquit.intake.models import Run
from acquit.ledger.models import Invoice

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from acquit.organisation.models import Company

INVOICES = "invoice_number,customer_code,issue_date,amount\nF1,C1,2026-11-05,10.00\n"
CUSTOMERS = "customer_code,name\nC1,Menuiserie Faux\n"


def drop(page: Page, path: Path) -> None:
    """What the browser does when somebody lets go of a folder over the dropzone."""
    box = page.locator(".upload .dropzone").bounding_box()
    assert box is not None
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})


def test_a_dropped_folder_is_taken_with_the_folders_in_it(
    sign_in: Callable[..., Page], ours: Company, tmp_path: Path
) -> None:
    month = tmp_path / "november"
    (month / "ledger").mkdir(parents=True)
    (month / "a_invoices.csv").write_text(INVOICES)
    (month / "ledger" / "b_customers.csv").write_text(CUSTOMERS)
    (month / ".DS_Store").write_text("")

    page = sign_in()
    page.goto("/imports/")
    drop(page, month)
    chosen = page.locator("[data-chosen]", has_text="b_customers.csv")
    chosen.wait_for()
    assert "a_invoices.csv" in chosen.inner_text()
    assert ".DS_Store" not in chosen.inner_text()
    page.get_by_role("button", name="Import").click()
    page.get_by_text("Everything was taken.").wait_for()
    names = Run.objects.order_by("pk").values_list("file_name", flat=True)
    assert list(names) == ["b_customers.csv", "a_invoices.csv"]
    assert Invoice.objects.get().company == ours
