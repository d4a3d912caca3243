"""A dozen lines of all kinds are settled by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import factories
import pytest
from journeys.conftest import SignIn

from acquit.bank.models import Account, Care, Line
from acquit.ledger.models import Allocation, Customer, Receivable
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from playwright.sync_api import Page

NEWEST = date(2026, 11, 19)


class Desk:
    """The keyboard before the page of a line, and the lines one day older each."""

    def __init__(self, page: Page, account: Account) -> None:
        self.page = page
        self.account = account
        self._days: Iterator[date] = (NEWEST - timedelta(days=n) for n in range(99))

    def line(self, text: str = "", **more: object) -> Line:
        known: dict[str, object] = {"iban": "", "name": text or "Nobody known"}
        known |= {"booked_on": next(self._days)}
        return factories.line(self.account, text, **(known | more))

    def settle(self, line: Line, *keys: str) -> None:
        """Press these keys on its page, which must have come up by itself."""
        self.page.wait_for_url(f"**/bank/{line.pk}/*")
        self.page.wait_for_load_state("networkidle")
        for key in keys:
            self.press(key)

    def press(self, key: str) -> None:
        """A key, or what is typed; "…" waits for what the page fetches."""
        match key:
            case "…":
                self.page.wait_for_load_state("networkidle")
            case "dialog":
                self.page.wait_for_selector("dialog[open] .sheet-form")
            case _ if key.startswith("type "):
                self.page.keyboard.type(key.removeprefix("type "))
            case _:
                self.page.keyboard.press(key)


@pytest.fixture
def debtor(ours: Company) -> Customer:
    return factories.customer(ours)


@pytest.fixture
def desk(ours: Company, sign_in: SignIn) -> Desk:
    return Desk(sign_in(), factories.account(ours))


def owed(debtor: Customer, number: str, minor: int = 50_000) -> Receivable:
    return factories.receivable(debtor, number, minor=minor)


@dataclass(frozen=True)
class Morning:
    """The lines by a word for each, and what is owed by its number."""

    lines: dict[str, Line]
    rows: dict[str, Receivable]


@pytest.fixture
def morning(desk: Desk, ours: Company, debtor: Customer) -> Morning:
    """Thirteen lines, newest first, of as many kinds."""
    lemaire = factories.customer(ours, "C002", "Garage Lemaire")
    rows = {number: owed(debtor, number) for number in (f"A-{n}" for n in range(1, 8))}
    rows |= {"B-1": owed(lemaire, "B-1", 80_000), "B-2": owed(lemaire, "B-2", 90_000)}
    note = factories.credit_note(debtor, "CN-7", minor=2_000)
    lines = {
        "in part": desk.line("A-1", minor=49_000),
        "second answer": desk.line("thanks", minor=50_000),
        "netted": desk.line("A-4", minor=48_000),
        "early": desk.line("A-5", minor=49_000),
        "charged": desk.line("A-6", minor=49_500),
        "unknown": desk.line("who is it", minor=80_000),
        "advance": desk.line("advance", minor=12_300, customer=debtor),
        "interest": desk.line("interest", minor=45),
        "no idea": desk.line("no idea", minor=7_700),
        "leave it": desk.line("leave it", minor=6_600),
        "first half": desk.line("first half", minor=40_000, customer=lemaire),
        "second half": desk.line("second half", minor=50_000, customer=lemaire),
        "wrong": desk.line("A-7", minor=50_000),
    }
    factories.proposal(lines["in part"], rows["A-1"], 49_000)
    factories.proposal(lines["second answer"], rows["A-2"], 50_000)
    factories.proposal(lines["second answer"], rows["A-3"], 50_000, rank=2)
    factories.proposal(lines["netted"], rows["A-4"], 48_000)
    factories.proposal(lines["netted"], rows["A-4"], 2_000, credit_note=note)
    factories.proposal(lines["early"], rows["A-5"], 49_000)
    factories.proposal(lines["early"], rows["A-5"], 1_000, written_off="DISCOUNT")
    factories.proposal(lines["charged"], rows["A-6"], 49_500)
    factories.proposal(lines["wrong"], rows["A-7"], 50_000)
    return Morning(lines, rows)


def test_a_dozen_lines_of_all_kinds_without_the_mouse(desk: Desk, morning: Morning) -> None:
    lines, rows = morning.lines, morning.rows
    desk.page.goto("/bank/")
    desk.page.wait_for_load_state("networkidle")
    desk.press("j")
    desk.press("Enter")
    desk.settle(lines["in part"], "Enter")
    desk.settle(lines["second answer"], "2")
    desk.page.wait_for_url("**/?answer=2")
    desk.settle(lines["second answer"], "Enter")
    desk.settle(lines["netted"], "Enter")
    desk.settle(lines["early"], "Enter")
    desk.settle(lines["charged"], "e", "Tab", "type Bank", "Enter")
    desk.settle(lines["unknown"], "f", "type lemaire")
    desk.page.wait_for_selector("#found-customers[data-choices=lemaire] a")
    desk.press("Enter")
    desk.page.wait_for_url("**/?customer=*")
    desk.settle(lines["unknown"], "e", "Space", "Enter")
    desk.settle(lines["advance"], "a", "dialog", "Enter")
    desk.settle(lines["interest"], "n", "dialog", "Enter")
    desk.settle(
        lines["no idea"], "p", "dialog", "Tab", "Tab", "Tab", "Tab", "type asked", "Enter"
    )
    desk.settle(lines["leave it"], "s")
    desk.settle(lines["first half"], "t", "Space", "Escape", "e", "Space", "Enter")
    desk.settle(lines["wrong"], "d", "dialog", "Enter")
    desk.page.wait_for_selector("text=say what it is for instead")
    desk.settle(lines["wrong"], "k")
    desk.settle(lines["leave it"], "?", "Escape", "j")
    desk.settle(lines["wrong"])

    for row in rows.values():
        row.refresh_from_db()
    left = {number: row.open_minor for number, row in rows.items() if row.open_minor}
    assert left == {"A-1": 1_000, "A-2": 50_000, "A-7": 50_000}
    reasons = Allocation.objects.exclude(written_off="").order_by("pk")
    assert list(reasons.values_list("written_off", flat=True)) == ["DISCOUNT", "CHARGES"]
    states = dict(Line.objects.values_list("name", "state"))
    waiting = {name for name, state in states.items() if state == "OPEN"}
    assert waiting == {"no idea", "leave it", "A-7"}
    assert (states["advance"], states["interest"]) == ("ON_ACCOUNT", "NOT_OURS")
    assert Care.objects.get().note == "asked"


def test_what_was_just_accepted_is_undone_with_one_key(
    desk: Desk, debtor: Customer
) -> None:
    row = owed(debtor, "A-1")
    line, following = desk.line("A-1", minor=50_000), desk.line("then", minor=100)
    factories.proposal(line, row, 50_000)
    desk.page.goto(f"/bank/{line.pk}/")
    desk.settle(line, "Enter")
    desk.settle(following, "u", "dialog", "Enter")
    desk.settle(line)
    row.refresh_from_db()
    assert row.open_minor == 50_000


def test_a_key_that_is_held_down_accepts_one_line_only(
    desk: Desk, debtor: Customer
) -> None:
    rows = [owed(debtor, f"A-{n}") for n in range(3)]
    lines = [desk.line(row.invoice.number, minor=50_000) for row in rows]
    for line, row in zip(lines, rows, strict=True):
        factories.proposal(line, row, 50_000)
    desk.page.goto(f"/bank/{lines[0].pk}/")
    desk.page.wait_for_load_state("networkidle")
    desk.page.keyboard.down("Enter")
    desk.settle(lines[1])
    for _ in range(5):
        desk.page.keyboard.down("Enter")
    desk.page.keyboard.up("Enter")
    desk.settle(lines[1])
    assert Line.objects.filter(state="MATCHED").count() == 1
