"""The Dutch bank's MT940 and the French bank's CFONB 120, read by others than Acquit."""

from __future__ import annotations

from decimal import Decimal

import mt940
from demo_stage import TODAY, Demo

from acquit.demo.bank import cfonb_writer, mt940_writer
from acquit.demo.bank.letters import plain
from acquit.demo.bank.lines import Kind, Line, Party, Statement
from acquit.demo.plan import Content
from acquit.demo.truth import Truth

# CFONB 120: the digit and the sign of an amount's last character.
LAST = {letter: (digit, 1) for digit, letter in enumerate("{ABCDEFGHI")} | {
    letter: (digit, -1) for digit, letter in enumerate("}JKLMNOPQR")
}


def truths(demo: Demo) -> dict[tuple[str, str], Truth]:
    return {
        (truth.account, truth.reference): truth
        for some in demo.plan.truths.values()
        for truth in some
    }


def test_a_library_reads_every_entry_of_the_dutch_account(demo: Demo) -> None:
    known, read = truths(demo), 0
    for delivery in demo.delivered(Content.STATEMENT, ".940"):
        text = demo.read(delivery).decode("ascii")
        assert max(map(len, text.splitlines())) <= 65
        told = mt940.parse(text, options=mt940.Options.all())
        account = told.data["account_identification"].removesuffix("EUR")
        for entry in told:
            truth = known[account, entry.data["bank_reference"].strip()]
            assert entry.data["amount"].amount == Decimal(truth.minor) / 100
            assert entry.data["date"] == truth.day
            read += 1
        moved = sum(entry.data["amount"].amount for entry in told)
        opening = told.data["final_opening_balance"].amount.amount
        assert opening + moved == told.data["final_closing_balance"].amount.amount
    account = demo.plan.cast.company("NL01").accounts[0].iban
    assert read == sum(truth.account == account for truth in known.values()) > 200


def test_the_records_of_the_french_account_add_up(demo: Demo) -> None:
    known, read = truths(demo), 0
    account = demo.plan.cast.company("FR01").accounts[0].iban
    for delivery in demo.delivered(Content.STATEMENT, ".120"):
        records = demo.read(delivery).decode("ascii").split("\r\n")
        assert records.pop() == ""
        assert {len(record) for record in records} == {120}
        assert {record[2:7] + record[11:16] + record[21:32] for record in records} == {
            account[4:25]
        }
        opening, *told, closing = records
        operations = [record for record in told if record[:2] == "04"]
        for record in operations:
            truth = known[account, record[104:120].strip()]
            assert minor(record) == truth.minor
            assert record[34:40] == f"{truth.day:%d%m%y}"
            read += 1
        assert minor(opening) + sum(map(minor, operations)) == minor(closing)
    assert read == sum(truth.account == account for truth in known.values()) > 200


def minor(record: str) -> int:
    digit, sign = LAST[record[103]]
    return sign * (int(record[90:103]) * 10 + digit)


def test_direct_debits_are_told_one_by_one_where_a_format_has_no_details(
    demo: Demo,
) -> None:
    for book in demo.plan.account_books:
        lines = [line for statement in book.statements for line in statement.lines]
        collected = [line for line in lines if line.kind is Kind.COLLECTION]
        if book.account.format in {"MT940", "CFONB 120"}:
            assert all(line.mandate and not line.details for line in collected)
        else:
            assert all(line.details for line in collected)


RETURNED = Line(
    day=TODAY,
    minor=-12_50,
    currency="EUR",
    kind=Kind.RETURN,
    reference="123426092300001",
    party=Party(name="Élagage & Fils", iban="FR7699622888615164885390954"),
    text="F26-000123",
    end_to_end_id="F26-000123",
    mandate="KAST-CLI0001-01",
    return_reason="AM04",
)


def test_what_came_back_is_told_with_its_mandate_and_its_reason(demo: Demo) -> None:
    french, dutch = (demo.plan.cast.company(code) for code in ("FR01", "NL01"))
    statement = Statement(
        day=TODAY, number=1, previous_day=TODAY, opening=100_00, lines=(RETURNED,)
    )
    swift = mt940_writer.statement_file(statement, dutch.accounts[0], dutch).decode()
    joined = swift.replace("\r\n", "")
    assert "D12,50NRTIEREF//123426092300001" in joined
    assert "/RTRN/AM04//EREF/F26-000123//MARF/KAST-CLI0001-01/" in joined
    assert "/Elagage + Fils//" in joined
    records = cfonb_writer.statement_file(statement, french.accounts[0], french).decode()
    assert "PRLV SEPA IMPAYE ELAGAGE & FILS" in records
    assert "RUMKAST-CLI0001-01" in records
    assert "LIBMOTIF AM04" in records


def test_accents_are_lost_and_nothing_else() -> None:
    assert plain("Négoce & Söhne “Größe”") == "Negoce & Sohne .Grosse."
