"""OFX: SGML and XML alike, amounts with comma or point, accounts, what is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import public_samples
from .reading import code_of, read, refusal_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n"
ACCOUNT = "<BANKACCTFROM><BANKID>1<ACCTID>12345<ACCTTYPE>CHECKING</BANKACCTFROM>"
DAY = "<DTPOSTED>20260326"


def file(*transactions: str, account: str = ACCOUNT, after: str = "") -> str:
    entries = "".join(f"<STMTTRN>{one}</STMTTRN>" for one in transactions)
    return (
        f"{HEADER}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR{account}"
        f"<BANKTRANLIST><DTSTART>20260301<DTEND>20260326{entries}</BANKTRANLIST>"
        f"{after}</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def with_tags(tags: str) -> str:
    return file(f"<TRNTYPE>CREDIT{DAY}<TRNAMT>10.00<FITID>F1{tags}")


@pytest.mark.parametrize(("path", "facts"), public_samples("ofx"))
def test_a_public_sample_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    if path.name == "oca_test_ofx_wrong.ofx":  # its account stands in a comment
        assert "the number of an account" in str(refusal_of(path).wanted)
        return
    found = read(path)
    assert len(found.lines) == facts["stmttrn"]
    assert sum((line.amount for line in found.lines), Decimal(0)) == Decimal(facts["sum"])
    assert [one.closing for one in found.closed] == [
        Decimal(amount.replace(",", ".")) for amount in facts["ledger"]
    ]
    for one, account in zip(found.opened, facts["accounts"], strict=True):
        # A French account has become an IBAN, in which its number stands.
        assert account.replace(" ", "") in one.account
    assert bool(found.problems) == (not facts["accounts"])


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("10.00", "10.00"),
        ("-10,00", "-10.00"),
        ("+10", "10"),
        (".5", "0.5"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1 234 567,50", "1234567.50"),
        ("\N{MINUS SIGN}3,20", "-3.20"),
        ("6.6000", "6.6000"),
    ],
)
def test_amounts_have_a_decimal_point_or_comma(written: str, amount: str) -> None:
    line = read(file(f"{DAY}<TRNAMT>{written}<FITID>1")).line
    assert line.amount == Decimal(amount)


@pytest.mark.parametrize("written", ["", ".", "1,234", "1.2.3", "12e3", "ten", "9" * 20])
def test_an_amount_that_cannot_be_read_is_a_problem_of_its_line_alone(written: str) -> None:
    found = read(file(f"{DAY}<TRNAMT>{written}<FITID>1", f"{DAY}<TRNAMT>5<FITID>2"))
    assert [str(one.where) for one in found.problems] == ["statement 1, entry 1"]
    assert found.line.bank_reference == "2"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20260326", date(2026, 3, 26)),
        ("20260326235959", date(2026, 3, 26)),
        ("20260326000500.000[-5:EST]", date(2026, 3, 26)),
        ("20260326 [+1:CET]", date(2026, 3, 26)),
    ],
)
def test_the_day_is_the_bank_s_own_whatever_its_time_zone(written: str, day: date) -> None:
    assert read(file(f"<DTPOSTED>{written}<TRNAMT>5<FITID>2")).line.booked_on == day


@pytest.mark.parametrize("written", ["", "20260230", "26032026", "2026-03-26", "99990101"])
def test_a_day_that_is_none_is_a_problem(written: str) -> None:
    assert read(file(f"<DTPOSTED>{written}<TRNAMT>5")).problems


@pytest.mark.parametrize(
    ("tags", "name", "text"),
    [
        ("<NAME>Jansen", "Jansen", "Jansen"),
        ("<NAME>VIR JAN<MEMO>VIR JANSEN FACT 12", "VIR JAN", "VIR JANSEN FACT 12"),
        ("<NAME>Jansen<MEMO>invoice 12", "Jansen", "Jansen invoice 12"),
        ("<MEMO>invoice 12", "", "invoice 12"),
        ("<PAYEE><NAME>Jansen</PAYEE><MEMO>x", "Jansen", "Jansen x"),
        ("<NAME>A &amp; B &lt;&#233;&#xE9;&gt;", "A & B <éé>", "A & B <éé>"),
        ("<NAME>1 < 2 > 1", "1 < 2 > 1", "1 < 2 > 1"),
        ("<NAME>a&#0;b&#55296;c", "a b c", "a b c"),
        ("<NAME><![CDATA[A & <B>]]></NAME>", "A & <B>", "A & <B>"),
        ("<NAME>Two\n  lines</NAME><!-- <MEMO>no</MEMO> -->", "Two lines", "Two lines"),
    ],
)
def test_name_and_memo_are_read_in_sgml_and_xml(tags: str, name: str, text: str) -> None:
    line = read(with_tags(tags)).line
    assert (line.name, line.text) == (name, text)


def test_references_and_the_payer_s_account_are_found() -> None:
    line = read(
        with_tags(
            "<BANKACCTTO><BANKID>KRED<ACCTID>BE68 5390 0754 7034</BANKACCTTO>"
            "<MEMO>+++090/9337/55493+++"
        )
    ).line
    assert line.iban == "BE68539007547034"
    assert line.references == ("090933755493",)
    assert read(with_tags("<MEMO>de BE68539007547034")).line.iban == "BE68539007547034"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_encoding_that_the_header_claims_is_not_believed(encoding: str) -> None:
    assert read(with_tags("<NAME>Lefèvre").encode(encoding)).line.name == "Lefèvre"


@pytest.mark.parametrize(
    ("tags", "account"),
    [
        ("<ACCTID>12345 678", "12345678"),
        ("<ACCTID>NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("<ACCTID>539-0075470-34", "BE68539007547034"),
        (
            "<BANKID>30001<BRANCHID>00794<ACCTID>12345678901",
            "FR7630001007941234567890185",
        ),
        (
            "<BANKID>30001<BRANCHID>00794<ACCTID>12345678901<ACCTKEY>85",
            "FR7630001007941234567890185",
        ),
        ("<BANKID>30001<BRANCHID>00794<ACCTID>12345678901<ACCTKEY>11", "12345678901"),
    ],
)
def test_the_account_is_an_iban_where_it_makes_one(tags: str, account: str) -> None:
    found = read(file(account=f"<BANKACCTFROM>{tags}</BANKACCTFROM>"))
    assert found.opened[0].account == account


def test_a_card_is_a_statement_like_a_bank_account() -> None:
    card = file(f"{DAY}<TRNAMT>-5<FITID>1").replace("STMTRS>", "CCSTMTRS>")
    card = card.replace("BANKACCTFROM", "CCACCTFROM")
    assert read(card).line.amount == Decimal(-5)


def test_the_ledger_balance_closes_the_statement_not_the_available_one() -> None:
    balances = (
        "<AVAILBAL><BALAMT>1,00<DTASOF>20260327</AVAILBAL>"
        "<LEDGERBAL><BALAMT>382,34<DTASOF>20260326</LEDGERBAL>"
    )
    (closed,) = read(file(after=balances)).closed
    assert (closed.closing, closed.closed_on) == (Decimal("382.34"), date(2026, 3, 26))


def test_another_currency_of_a_transaction_is_kept() -> None:
    line = read(with_tags("<CURRENCY><CURRATE>1.1<CURSYM>GBP</CURRENCY>")).line
    assert line.currency == "GBP"


def test_a_currency_that_is_none_is_a_problem() -> None:
    assert read(with_tags("<CURRENCY><CURSYM>pounds</CURRENCY>")).problems


def test_the_same_reference_given_twice_stays_on_both_lines() -> None:
    found = read(file(f"{DAY}<TRNAMT>5<FITID>1", f"{DAY}<TRNAMT>6<FITID>1"))
    assert [line.bank_reference for line in found.lines] == ["1", "1"]


def test_an_element_that_is_left_open_ends_with_the_one_around_it() -> None:
    found = read(file(f"{DAY}<TRNAMT>5<FITID>1").replace("</STMTTRN></BANKTRANLIST>", ""))
    assert found.line.amount == Decimal(5)


def test_a_correction_is_a_problem_and_books_nothing() -> None:
    found = read(with_tags("<CORRECTFITID>F0<CORRECTACTION>DELETE"))
    assert not found.lines
    assert "F0" in str(found.problems[0].saw)


def test_what_is_only_announced_is_counted() -> None:
    pending = "<BANKTRANLISTP><STMTTRNP><TRNAMT>5<NAME>x</STMTTRNP></BANKTRANLISTP>"
    found = read(file(after=pending))
    assert (found.lines, found.closed[0].pending) == ([], 1)


def test_securities_are_left_out_with_a_problem() -> None:
    securities = (
        "<INVSTMTRS><CURDEF>EUR<INVACCTFROM><ACCTID>9</INVACCTFROM><INVTRANLIST>"
        f"<INVBANKTRAN><STMTTRN>{DAY}<TRNAMT>9<FITID>9</STMTTRN></INVBANKTRAN>"
        "</INVTRANLIST></INVSTMTRS>"
    )
    found = read(f"{HEADER}<OFX>{securities}</OFX>")
    assert found.opened == found.lines == []
    assert "INVSTMTRS" in str(found.problems[0].saw)


def test_an_error_of_the_bank_is_told_in_its_own_words() -> None:
    status = "<STMTTRNRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Sign in</STATUS>"
    found = read(f"{HEADER}<OFX>{status}</STMTTRNRS></OFX>")
    assert "Sign in" in str(found.problems[0].saw)


def test_a_file_without_a_statement_is_a_problem() -> None:
    assert "no statement" in str(read(HEADER + "<OFX></OFX>").problems[0].saw)


@pytest.mark.parametrize("start", ["", "\n\n", "\ufeff", "<?xml version='1.0'?>\n<?OFX ?>"])
def test_it_is_known_by_its_root_whatever_header_it_has(start: str) -> None:
    content = start + file().removeprefix(HEADER)
    assert code_of(content) == "ofx"


def test_a_page_that_mentions_ofx_is_not_one() -> None:
    assert "html" in str(refusal_of("<html><OFX></OFX></html>").saw)


@pytest.mark.parametrize(
    ("content", "saw"),
    [
        (file()[:-6], "its end before the end of the element OFX"),
        (file(account=""), "nothing"),
        (file(account=f"<ACCTID>{'9' * 41}"), "9999"),
        (file().replace("<CURDEF>EUR", "<CURDEF>euros"), "euros"),
        (file("").replace("<STMTTRN></STMTTRN>", "<X>" * 300_000), "over 200000 elements"),
        (file(*[""] * 2000), "over 1000 unreadable transactions"),
        (f"{HEADER}<OFX>" + "<STATUS>" * 100, "over 40 elements in each other"),
        (f"{HEADER}<OFX><OFX>", "an OFX within another"),
        (with_tags("<NAME>" + "x" * 400_000), "a text of more than"),
        (with_tags("<NAME>" + "<1" * 400_000), "a text of more than"),
    ],
)
def test_a_file_that_is_none_is_refused(content: str, saw: str) -> None:
    assert saw in str(refusal_of(content).saw)
