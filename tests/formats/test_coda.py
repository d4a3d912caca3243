"""What a CODA file says, record by record, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.formats import registry
from acquit.formats.records import (
    LineRecord,
    Problem,
    Record,
    Refused,
    StatementClosed,
    StatementOpened,
)
from acquit.formats.source import Source

from .coda_paper import OURS, Paper


def records_of(paper: Paper) -> list[Record]:
    source = Source.of_bytes(paper.bytes())
    found = registry.recognise(source)
    assert found.code == "coda"
    records = list(found.read(source))
    assert not [one for one in records if isinstance(one, Problem)]
    return cast("list[Record]", records)


def lines_of(paper: Paper) -> list[LineRecord]:
    return [one for one in records_of(paper) if isinstance(one, LineRecord)]


def line_of(paper: Paper) -> LineRecord:
    (line,) = lines_of(paper.balance().end())
    return line


def refusal_of(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        list(registry.recognise(Source.of_bytes(content)).read(Source.of_bytes(content)))
    return str(caught.value.problem)


def test_a_statement_without_movements_keeps_its_balances():
    opened, closed = records_of(Paper().statement("12.50", number=7).balance().end())
    assert isinstance(opened, StatementOpened)
    assert isinstance(closed, StatementClosed)
    assert (opened.opening, opened.sequence) == (Decimal("12.50"), 7)
    assert (closed.closing, closed.closed_on) == (Decimal("12.50"), date(2026, 3, 2))


def test_a_statement_without_a_new_balance_says_so():
    _, closed = records_of(Paper().statement("12.50").end())
    assert isinstance(closed, StatementClosed)
    assert (closed.closing, closed.closed_on) == (None, None)


def test_several_statements_of_several_accounts_stand_in_one_file():
    foreign = f"{'DE89370400440532013000':<34}USD"
    paper = Paper().statement("1").movement("2.00", "one").balance().end(last=False)
    paper.statement("5", account=foreign, structure="3", number=1)
    paper.movement("-1.00", "two").balance(account=foreign).end()
    opened = [one for one in records_of(paper) if isinstance(one, StatementOpened)]
    assert [(one.account, one.currency) for one in opened] == [
        (OURS, "EUR"),
        ("DE89370400440532013000", "USD"),
    ]
    assert [line.currency for line in lines_of(paper)] == ["EUR", "USD"]


@pytest.mark.parametrize(
    ("structure", "written", "account"),
    [
        ("0", "539007547034 EUR0BE", "BE68539007547034"),
        ("0", "539007547035 EUR0BE", "539007547035"),
        ("1", f"{'0001234567890':<34}EUR", "0001234567890"),
        ("2", f"{'BE68 5390 0754 7034':<34}EUR", "BE68539007547034"),
        ("3", f"{'FR7630006000011234567890189':<34}EUR", "FR7630006000011234567890189"),
    ],
)
def test_our_account_is_read_in_each_of_its_four_forms(structure, written, account):
    paper = Paper().statement("0", account=written, structure=structure)
    opened = records_of(paper.balance(account=written).end())[0]
    assert isinstance(opened, StatementOpened)
    assert (opened.account, opened.currency) == (account, "EUR")


def test_a_reference_stands_in_a_structured_communication_of_any_kind():
    paper = Paper().statement()
    paper.movement("1", "101090933755493", structured=True)
    paper.movement("2", "102090933755493", structured=True)
    paper.movement("3", "100RF18539007547034", structured=True)
    original = "0" * 15 + f"{1075000:015d}" + "000100000000EUR090933755493"
    paper.movement("4", "105" + original, structured=True)
    found = [line.structured_reference for line in lines_of(paper.balance().end())]
    assert found == ["090933755493", "090933755493", "RF18539007547034", "090933755493"]


def test_a_reference_whose_checksum_fails_is_kept_as_text():
    line = line_of(Paper().statement().movement("1", "101123456789012", structured=True))
    assert (line.structured_reference, line.text) == ("", "123456789012")


def test_what_was_paid_in_another_currency_is_told_without_the_reckoning():
    paper = Paper().statement().movement("6730.24", "INVOICE NO 2006/66992", kind="3")
    original = f"{6730240:015d}{56059600:015d}000832950600NOK"
    paper.movement("6730.24", "105" + original, kind="8", structured=True)
    paper.movement("-1.00", "106" + f"{1000:015d}{100000:015d}", kind="8", structured=True)
    assert line_of(paper).text == "INVOICE NO 2006/66992 56059.60 NOK"


def test_costs_split_out_of_a_payment_are_its_charges():
    paper = Paper().statement().movement("97.00", "invoice 2026-001", kind="3")
    paper.movement("100.00", kind="8").movement("-3.00", kind="8")
    line = line_of(paper)
    assert (line.amount, line.charges) == (Decimal("97.00"), Decimal("3.00"))
    assert not line.details


def test_a_batch_is_one_line_with_its_payments():
    paper = Paper().statement().movement("500", kind="1")
    paper.movement("300", "F1", kind="5").other_side("BE71096123456769", "A HUIS")
    paper.movement("200", "101010806817183", kind="5", structured=True)
    line = line_of(paper)
    assert line.batch
    assert [(one.amount, one.text, one.name) for one in line.details] == [
        (Decimal("300.00"), "F1", "A HUIS"),
        (Decimal("200.00"), "", ""),
    ]
    assert (line.structured_reference, line.references) == ("", ("010806817183",))


def test_a_detail_of_a_net_amount_explains_it_and_is_no_payment():
    paper = Paper().statement().movement("150", kind="2")
    paper.movement("97", "invoice 2026-001", kind="7")
    paper.movement("100", "gross", kind="9").movement("-3", "costs", kind="9")
    paper.movement("53", "invoice 2026-002", kind="6")
    line = line_of(paper)
    assert [one.amount for one in line.details] == [Decimal("97.00"), Decimal("53.00")]
    assert line.details[0].text == "invoice 2026-001 gross costs"


def test_a_batch_of_one_payment_is_that_payment():
    paper = Paper().statement().movement("300", kind="2")
    paper.movement("300", "F1", kind="6").other_side("BE71096123456769", "A HUIS")
    line = line_of(paper)
    assert (line.name, line.iban, line.text) == ("A HUIS", "BE71096123456769", "F1")
    assert not line.details
    assert not line.batch


def test_details_that_do_not_make_their_total_leave_it_one_payment():
    paper = Paper().statement().movement("500", kind="1")
    paper.movement("300", "F1", kind="5").movement("100", "F2", kind="5")
    line = line_of(paper)
    assert (line.text, line.details) == ("F1 F2", ())
    assert "details (2) with a sum of 400.00" in str(line.notes[0].saw)


def test_a_returned_debit_says_why_on_its_record():
    paper = Paper().statement().movement("-150", "domiciliation", code="0503000")
    line = line_of(paper.more(returned="2MD06"))
    assert (line.reversal, line.return_reason) == (True, "MD06")


@pytest.mark.parametrize(
    ("paid", "returned", "reversal", "reason"),
    [
        ("0", "2AC04", True, "AC04"),
        ("0", "     ", False, ""),
        ("4", "     ", True, ""),
    ],
)
def test_a_direct_debit_names_its_mandate_and_its_return(paid, returned, reversal, reason):
    said = (
        f"12702032611{paid}{'BE12ZZZ0123456789':<35}{'MANDATE-1':<35}{'F77':<62}{returned}"
    )
    line = line_of(
        Paper()
        .statement()
        .movement("-150", said[:106], structured=True)
        .other_side("BE71096123456769", "MENUISERIE DUPRE", said[106:])
    )
    assert (line.mandate, line.text) == ("MANDATE-1", "F77")
    assert (line.reversal, line.return_reason) == (reversal, reason)


def test_the_reference_of_the_customer_is_read_unless_it_says_nothing():
    paper = Paper().statement().movement("1").more(customer="DUPRE-7", bic="GKCCBEBB")
    paper.movement("2").more(customer="NOT PROVIDED")
    first, second = lines_of(paper.balance().end())
    assert (first.end_to_end_id, first.bic) == ("DUPRE-7", "GKCCBEBB")
    assert second.end_to_end_id == ""


def test_an_information_record_can_name_the_payer_or_say_more():
    paper = Paper().statement().movement("1", "first")
    paper.information(f"001{'ZIMMER AG':<70}Strasse 1", structured=True)
    paper.movement("2", "second").information(
        "x" * 60 + " and a long free text " + "y" * 100
    )
    paper.movement("3", "third").information("002the bank adds a word", structured=True)
    first, second, third = lines_of(paper.balance().end())
    assert (first.name, first.text) == ("ZIMMER AG", "first")
    assert second.text == f"second {'x' * 60} and a long free text {'y' * 100}"
    assert third.text == "third the bank adds a word"


def test_an_information_record_belongs_to_the_detail_before_it():
    paper = Paper().statement().movement("500", kind="1")
    paper.movement("300", "F1", kind="5").information("001A HUIS", structured=True)
    paper.movement("200", "F2", kind="5").information("001B HUIS", structured=True)
    assert [one.name for one in line_of(paper).details] == ["A HUIS", "B HUIS"]


def test_the_bank_may_write_to_its_customer():
    paper = Paper().statement("1").balance().message("WE MOVE", 1)
    paper.message("TO ANOTHER STREET", 1).message("CLOSED ON MONDAY", 2).end()
    closed = records_of(paper)[-1]
    assert isinstance(closed, StatementClosed)
    assert closed.messages == ("WE MOVE TO ANOTHER STREET", "CLOSED ON MONDAY")


def test_a_copy_reads_as_its_original():
    original = Paper().statement("1").movement("2", "x").balance().end()
    copy = Paper(duplicate=True).statement("1").movement("2", "x").balance().end()
    assert records_of(copy) == records_of(original)


def test_a_yen_has_no_decimals():
    account = f"{OURS:<34}JPY"
    paper = Paper().statement("0", account=account).movement("1000", "x")
    assert str(lines_of(paper.balance(account=account).end())[0].amount) == "1000"
    broken = Paper().statement("0", account=account).movement("1000.50", "x")
    assert "no more decimals than JPY has" in refusal_of(
        broken.balance(account=account).end().bytes()
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines.pop(), "the end of the file before the trailer record"),
        (lambda lines: lines.pop(1), "a record before the old balance"),
        (lambda lines: lines.insert(2, lines[1]), "a second old balance"),
        (lambda lines: lines.insert(2, lines[0]), "a header out of its place"),
        (lambda lines: lines.insert(4, lines[2]), "a movement after the new balance"),
        (lambda lines: lines.pop(2), "the number of records comes to 2"),
        (lambda lines: lines.insert(3, "5" + lines[2][1:]), "“5100010000"),
        (lambda lines: lines.__setitem__(0, lines[0][:127] + "1"), "CODA version “1”"),
    ],
)
def test_a_file_out_of_order_is_refused_with_the_reason(change, said):
    paper = Paper().statement("1").movement("2", "x").balance().end()
    change(paper.lines)
    assert said in refusal_of(paper.bytes())


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("2200020000text", "a record that continues no movement"),
        ("2400010000text", "the record type “24”"),
        ("3200010000text", "the record type “32”"),
        ("2100010001" + " " * 21 + "0" * 16 + "020326" + "4", "transaction type “4”"),
    ],
)
def test_a_record_that_belongs_to_no_movement_is_refused(record, said):
    paper = Paper().statement("1").movement("2", "x").record(record).balance().end()
    assert said in refusal_of(paper.bytes())


def test_a_total_that_differs_is_refused_with_both_amounts():
    paper = Paper().statement("1").movement("2", "x").balance().end()
    paper.lines[2] = paper.lines[2].replace("000000000002000", "000000000002010")
    told = refusal_of(paper.bytes())
    assert "the credit total comes to 2.01" in told
    assert "the credit total 2.00 as written" in told


amounts = st.integers(-99_999, 99_999).filter(bool).map(lambda cents: f"{cents / 100:.2f}")
texts = st.text("aZ 019+/*-.RFéàç€", max_size=140)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(amounts, texts, st.lists(amounts, max_size=3)), max_size=6))
def test_the_lines_of_any_statement_make_its_closing_balance(movements):
    paper = Paper().statement("100.00")
    for amount, text, details in movements:
        paper.movement(amount, text, kind="1" if details else "0")
        for detail in details:
            paper.movement(detail, text, kind="5")
    records = records_of(paper.balance().end())
    closed = records[-1]
    assert isinstance(closed, StatementClosed)
    lines = [one for one in records if isinstance(one, LineRecord)]
    assert len(lines) == len(movements)
    assert Decimal("100.00") + sum(line.amount for line in lines) == closed.closing
    for line in lines:
        assert not line.details or sum(one.amount for one in line.details) == line.amount


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_field_gives_records_or_a_refusal(data):
    paper = Paper().statement("1").movement("2", "x").more(customer="C", returned="2MD06")
    paper.other_side("BE71096123456769", "A HUIS").information("0" * 200)
    paper.movement("5", kind="2").movement("5", kind="7").movement("6", kind="9")
    paper.message("HELLO").balance().end()
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(paper.lines) - 1))
        start = data.draw(st.integers(0, 127))
        new = data.draw(st.text("0123456789 XA-éα\0²", min_size=1, max_size=20))
        line = paper.lines[number]
        paper.lines[number] = (line[:start] + new + line[start + len(new) :])[:128]
    content = "\r\n".join(paper.lines).encode("cp1252", errors="replace")
    source = Source.of_bytes(content)
    with suppress(Refused):
        list(registry.recognise(source).read(source))
