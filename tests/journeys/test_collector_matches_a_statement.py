"""The morning's statement is dropped: most of it matches by itself, Enter does the rest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import factories
from journeys.conftest import SignIn

from acquit.bank.models import Line
from acquit.ledger.models import Receivable
from acquit.organisation.models import Company

ENTRY = """<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>
<AcctSvcrRef>{key}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr>
</RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>A</MsgId><CreDtTm>2026-11-20T19:30:00</CreDtTm></GrpHdr>
<Stmt><Id>A</Id><CreDtTm>2026-11-20T19:30:00</CreDtTm>
<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-19</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1480.00</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""


def test_a_dropped_statement_is_matched_and_the_doubt_is_accepted_with_enter(
    ours: Company, sign_in: SignIn, tmp_path: Path
) -> None:
    debtor = factories.customer(ours)
    whole = factories.receivable(debtor, "2026-0001", minor=50_000)
    less = factories.receivable(debtor, "2026-0002", minor=100_000)
    told = (
        ("500.00", "K1", "Dupont", "invoice 2026-0001"),
        ("980.00", "K2", "Dupont", "invoice 2026-0002 less 2%"),
    )
    entries = "".join(
        ENTRY.format(amount=amount, key=key, name=name, text=text)
        for amount, key, name, text in told
    )
    file = tmp_path / "statement.xml"
    file.write_text(STATEMENT.format(entries=entries))

    page = sign_in()
    page.click(".side-nav >> text=Bank")
    page.set_input_files("input[type=file]", file)
    page.wait_for_selector("text=1 of 2 new lines are matched.")
    page.click("text=1 is to be looked at")
    assert page.locator("mark", has_text="2026-0002").is_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=What is it for?")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=is matched.")
    assert page.get_by_text("Nothing is to be looked at").is_visible()

    whole.refresh_from_db()
    less.refresh_from_db()
    assert (whole.open_minor, less.open_minor) == (0, 2_000)
    assert set(Line.objects.values_list("state", flat=True)) == {"MATCHED"}


def test_what_is_typed_is_summed_while_it_is_typed(ours: Company, sign_in: SignIn) -> None:
    debtor = factories.customer(ours)
    owed: list[Receivable] = [
        factories.receivable(debtor, f"A-{n}", minor=70_000, due_on=date(2026, 11, n + 1))
        for n in range(2)
    ]
    line = factories.line(
        factories.account(ours),
        minor=120_000,
        customer=debtor,
        booked_on=date(2026, 11, 19),
    )
    page = sign_in()
    page.goto(f"/bank/{line.pk}/")
    left = page.locator("[data-left]")
    assert left.inner_text() == "1,200.00"
    page.fill(f"[name=use-{owed[0].pk}]", "700")
    assert left.inner_text() == "500.00"
    page.fill(f"[name=use-{owed[1].pk}]", "1,000.50")
    assert left.inner_text() == "-500.50"
    page.click("text=Accept")
    page.wait_for_selector("text=Only 700.00")
    page.fill(f"[name=use-{owed[1].pk}]", "500.00")
    page.click("text=Accept")
    page.wait_for_selector("text=is matched.")
