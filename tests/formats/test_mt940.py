"""MT940 and MT942: signs, days, balances, pages, and the texts of each kind of bank."""

from __future__ import annotations

import warnings
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import mt940 as oracle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.formats.records import Telling

from .conftest import GOLDEN, public_samples
from .reading import code_of, read, refusal_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ":20:REF\n:25:NL91ABNA0417164300\n:28C:1/1\n"
OPENING = ":60F:C260325EUR100,00\n"
WITHOUT_ACCOUNT = "wolph_cmxl_statement_line.sta"


def statement(*lines: str, opening: str = OPENING, closing: str = "") -> str:
    return HEADER + opening + "".join(line + "\n" for line in lines) + closing + "-\n"


def with_text(text: str) -> str:
    return statement(":61:2603260326C10,00NTRFNONREF//B1", f":86:{text}")


@pytest.mark.parametrize(("path", "facts"), public_samples("mt940"))
def test_a_public_sample_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    if path.name == WITHOUT_ACCOUNT:  # a line alone, without a statement
        assert "no account" in str(refusal_of(path).saw)
        return
    found = read(path)
    assert len(found.opened) == facts["messages_20"]
    assert len(found.lines) == facts["lines_61"]
    assert found.sum(1) == Decimal(facts["credit"])
    assert found.sum(-1) == Decimal(facts["debit"])
    assert sum(line.reversal for line in found.lines) == facts["reversals"]
    stated = {balance(one) for one in facts["balances"]}
    openings = {one.opening for one in found.opened}
    closings = {one.closing for one in found.closed}
    assert stated <= openings | closings
    assert not found.problems


def balance(fact: list[str]) -> Decimal:
    _, mark, amount = fact
    value = Decimal(amount.replace(",", "."))
    return -value if mark == "D" else value


def messages() -> list[Any]:
    """Golden files and samples but those that this reader takes for less than whole."""
    left_out = {WITHOUT_ACCOUNT, "a-line-that-cannot-be-read.sta"}
    golden = [pytest.param(path, id=path.name) for path in (GOLDEN / "mt940").glob("*.*")]
    samples = [
        pytest.param(*param.values[:1], id=param.id, marks=param.marks)
        for param in public_samples("mt940")
    ]
    both = [param for param in golden + samples if not str(param.id).endswith(".json")]
    return [param for param in both if param.id not in left_out]


@pytest.mark.parametrize("path", messages())
def test_the_library_mt_940_finds_the_same_lines(path: Path) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = oracle.parse_statements(
                path.read_bytes(), options=oracle.Options.all()
            )
    except RuntimeError:
        pytest.skip("the library gives the whole file up for one line")
    ours = read(path)
    booked = [
        one
        for statement in theirs
        for one in statement
        if one.data.get("status") not in {"EC", "ED"}
    ]
    assert [line.amount for line in ours.lines] == [
        one.data["amount"].amount for one in booked
    ]
    assert [line.value_on for line in ours.lines] == [one.data["date"] for one in booked]
    assert [line.bank_reference for line in ours.lines] == [
        (one.data.get("bank_reference") or "").strip() for one in booked
    ]


@pytest.mark.parametrize(
    ("mark", "amount", "reversal"),
    [
        ("C", "10.00", False),
        ("D", "-10.00", False),
        ("RC", "-10.00", True),
        ("RD", "10.00", True),
        ("CR", "10.00", False),  # funds code R, the third letter of EUR
        ("RCR", "-10.00", True),
    ],
)
def test_what_is_taken_back_has_the_other_sign_and_is_told(
    mark: str, amount: str, reversal: bool
) -> None:
    line = read(statement(f":61:2603260326{mark}10,00NTRFNONREF")).line
    assert (line.amount, line.reversal) == (Decimal(amount), reversal)


@pytest.mark.parametrize(
    ("written", "value_on", "booked_on"),
    [
        ("2603260327", date(2026, 3, 26), date(2026, 3, 27)),
        ("260326", date(2026, 3, 26), date(2026, 3, 26)),
        ("2512310102", date(2025, 12, 31), date(2026, 1, 2)),
        ("2601021231", date(2026, 1, 2), date(2025, 12, 31)),
        ("2602300302", date(2026, 2, 28), date(2026, 3, 2)),
        ("2402300301", date(2024, 2, 29), date(2024, 3, 1)),
        ("260326    ", date(2026, 3, 26), date(2026, 3, 26)),
    ],
)
def test_the_booking_day_is_the_one_nearest_to_the_value_date(
    written: str, value_on: date, booked_on: date
) -> None:
    line = read(statement(f":61:{written}C10,00NTRFNONREF")).line
    assert (line.value_on, line.booked_on) == (value_on, booked_on)


@pytest.mark.parametrize(
    "line",
    [
        ":61:2613260326C10,00NTRF",
        ":61:2603260931C10,00NTRF",
        ":61:2603260326C10.00NTRF",
        ":61:2603260326C1,2,3NTRF",
        ":61:2603260326C10,001NTRF",
        ":61:2603260326X10,00NTRF",
        ":61:2603260326C" + "9" * 16 + ",00NTRF",
        ":61:rubbish",
        ":61:",
    ],
)
def test_a_line_that_cannot_be_read_is_a_problem_and_the_next_ones_are_read_on(
    line: str,
) -> None:
    found = read(
        statement(
            line,
            ":86:its text",
            ":61:2603260326C5,00NTRFNONREF",
            closing=":62F:C260326EUR1,00\n",
        )
    )
    assert [str(problem.where) for problem in found.problems] == ["line 5"]
    assert found.line.amount == Decimal(5)
    assert found.line.text == ""
    assert not found.remarks  # the sum cannot meet, and that has been told


cents = st.integers(1, 10**9)


@given(st.lists(st.tuples(st.sampled_from(["C", "D", "RC", "RD"]), cents), max_size=20))
def test_lines_are_the_closing_balance_less_the_opening_one(
    entries: list[tuple[str, int]],
) -> None:
    signed = [minor if mark in {"C", "RD"} else -minor for mark, minor in entries]
    closing = 10_000 + sum(signed)
    lines = [f":61:260326{mark}{written(minor)}NTRF" for mark, minor in entries]
    mark = "D" if closing < 0 else "C"
    found = read(statement(*lines, closing=f":62F:{mark}260326EUR{written(closing)}\n"))
    assert not found.remarks
    (opened,), (closed,) = found.opened, found.closed
    assert opened.opening is not None
    assert closed.closing is not None
    assert sum((line.amount for line in found.lines), opened.opening) == closed.closing


def written(minor: int) -> str:
    return f"{abs(minor) // 100},{abs(minor) % 100:02d}"


def test_a_closing_balance_that_the_lines_do_not_make_is_remarked() -> None:
    found = read(statement(":61:260326C10,00NTRF", closing=":62F:C260326EUR111,00\n"))
    assert "together 110.00" in str(found.remarks[0].saw)
    assert "111.00" in str(found.remarks[0].wanted)


def test_a_closing_balance_in_another_currency_is_a_problem() -> None:
    found = read(statement(closing=":62F:C260326USD100,00\n"))
    assert "the currency EUR" in str(found.problems[0].wanted)
    assert found.closed[0].closing is None


def test_a_page_must_begin_where_the_page_before_it_ended() -> None:
    first = statement(closing=":62M:C260326EUR100,00\n")
    second = statement(opening=":60M:C260326EUR90,00\n", closing=":62F:C260326EUR90,00\n")
    found = read(first + second)
    assert [str(note.where) for note in found.remarks] == ["statement 2, line 7"]


@pytest.mark.parametrize(
    ("written", "account", "currency"),
    [
        ("NL91ABNA0417164300", "NL91ABNA0417164300", ""),
        ("NL91 ABNA 0417 1643 00", "NL91ABNA0417164300", ""),
        ("NL91ABNA0417164300 EUR", "NL91ABNA0417164300", "EUR"),
        ("NL91ABNA0417164300EUR", "NL91ABNA0417164300", "EUR"),
        ("NL91ABNA0417164300123", "NL91ABNA0417164300123", ""),
        ("COBADEFFXXX/DE89370400440532013000", "DE89370400440532013000", ""),
        ("539-0075470-34", "BE68539007547034", ""),
        ("30001 00794 12345678901 85", "FR7630001007941234567890185", ""),
        ("30001 00794 12345678901 86", "30001007941234567890186", ""),
        ("50880050/0194774600888", "50880050/0194774600888", ""),
        ("0001234567 CHF", "0001234567", "CHF"),
        ("539007547034EUR", "BE68539007547034", "EUR"),
    ],
)
def test_the_account_is_an_iban_where_it_is_one_or_must_be(
    written: str, account: str, currency: str
) -> None:
    message = f":20:REF\n:25:{written}\n:28C:1\n:61:260326C10,00NTRF\n"
    (opened,) = read(message).opened
    assert (opened.account, opened.currency) == (account, currency)


def test_a_statement_without_a_text_or_a_closing_balance_is_read() -> None:
    found = read(HEADER + OPENING + ":61:260326C10,00NTRFNONREF")
    assert found.line.text == ""
    assert found.closed[0].closing is None


def test_blocks_headers_and_trailers_around_a_message_say_nothing() -> None:
    wrapped = (
        "ABNANL2A\n940\n{1:F01ABNANL2AXXX}{2:I940ABNANL2AXN}{4:\n"
        + statement(":61:260326C10,00NTRF", ":86:text", closing=":62F:C260326EUR110,00\n")
        + "-}{5:{CHK:123456789ABC}}\n-XXX\n-+@446@\n"
    )
    found = read(wrapped + wrapped)
    assert [line.text for line in found.lines] == ["text", "text"]
    assert not found.remarks


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    text = statement(":61:260326C10,00NTRF", ":86:one", "two").replace("\n", end)
    assert read(text).line.text == "one two"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Gärtnerei".encode(), "Gärtnerei"),
        ("Gärtnerei".encode("cp1252"), "Gärtnerei"),
        (b"a\xa0b", "a b"),
        (b"a\x00b\x01c", "a b c"),
        (b"a\x81b", "a b"),
    ],
)
def test_texts_come_in_several_encodings_even_in_one_file(raw: bytes, text: str) -> None:
    content = with_text("@").encode().replace(b"@", raw)
    assert read(content).line.text == text


def test_a_time_that_is_broken_before_its_colon_begins_no_message() -> None:
    found = read(with_text("Kartenzahlung 26.03.2026 um 16\n:20:37 Uhr"))
    assert len(found.opened) == 1
    assert found.line.text == "Kartenzahlung 26.03.2026 um 16:20:37 Uhr"


def test_a_dash_alone_before_the_closing_balance_is_text() -> None:
    assert read(with_text("one\n-\ntwo")).line.text == "one - two"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rechnung +++090/9337/55493+++", ("090933755493",)),
        ("***090/9337/55493*** en RF18539007547034", ("090933755493", "RF18539007547034")),
        ("/REMI/STRD/ISO/RF18539007547034/", ("RF18539007547034",)),
        ("/REMI/STRD/BBA/090933755493/", ("090933755493",)),
        ("166?20SVWZ+RF18 5390 0754 7034?32Name", ("RF18539007547034",)),
        ("QRR 210000000003139471430009017", ()),
        ("+++090/9337/55494+++", ()),
    ],
)
def test_structured_references_are_found_in_every_kind_of_text(
    text: str, found: tuple[str, ...]
) -> None:
    line = read(with_text(text)).line
    assert line.references == found
    assert line.structured_reference == (found[0] if found else "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("109?00RUECKLASTSCHRIFT?20SVWZ+Abo?34912", "MD06"),
        ("109?00RUECKLASTSCHRIFT?20SVWZ+Abo?34914", "914"),
        ("159?00RETOURE?20SVWZ+Konto gesperrt", "GVC 159"),
        ("105?00FOLGELASTSCHRIFT?20SVWZ+Abo?34992", ""),
        ("/RTRN/MS03//EREF/X1//REMI/USTD//Abo/", "MS03"),
    ],
)
def test_the_reason_of_a_return_is_told(text: str, reason: str) -> None:
    assert read(with_text(text)).line.return_reason == reason


def test_a_returned_item_is_known_by_its_type_alone() -> None:
    line = read(statement(":61:260326D10,00NRTINONREF", ":86:Abo")).line
    assert line.return_reason == "RTI"


def test_a_reference_that_fills_its_subfield_goes_on_in_the_next() -> None:
    line = read(
        with_text("166?20EREF+EndToEndIdTFNR20004000?2101?22SVWZ+Rechnung 1?23 und 2")
    ).line
    assert line.end_to_end_id == "EndToEndIdTFNR2000400001"
    assert line.text == "Rechnung 1 und 2"


def test_a_subfield_that_is_given_twice_keeps_both_texts() -> None:
    line = read(with_text("166?20SVWZ+Rechnung 1?20Rechnung 2?32Müller?33?32AG")).line
    assert (line.text, line.name) == ("Rechnung 1 Rechnung 2", "Müller AG")


@pytest.mark.parametrize(("mark", "name"), [("C", "Jansen"), ("D", "Pietersen")])
def test_of_two_names_the_other_side_s_is_taken(mark: str, name: str) -> None:
    text = ":86:/BENM//NAME/Pietersen/ORDP//NAME/Jansen/ID/77/REMI//INV/2026-1 t/m 3"
    line = read(statement(f":61:260326{mark}10,00NTRFNONREF", text)).line
    assert (line.name, line.text) == (name, "/INV/2026-1 t/m 3")


def test_our_own_account_is_never_the_other_side() -> None:
    line = read(with_text("Overboeking van NL91ABNA0417164300 naar uzelf")).line
    assert line.iban == ""


def test_several_accounts_in_free_text_name_nobody() -> None:
    line = read(with_text("VAN BE68539007547034 VOOR DE89370400440532013000")).line
    assert line.iban == ""


@pytest.mark.parametrize(
    ("reference", "text"),
    [("NONREF", "x"), ("EREF", "x"), ("INV2026-11", "x INV2026-11"), ("x", "x")],
)
def test_the_reference_of_the_line_is_text_unless_it_says_nothing(
    reference: str, text: str
) -> None:
    found = read(statement(f":61:260326C10,00NTRF{reference}//B1", ":86:x"))
    assert found.line.text == text


REPORT = HEADER + ":34F:EUR0,\n:13D:2603261430+0100\n:61:260326C10,00NTRFNONREF\n"


def test_an_mt942_is_a_report_within_the_day_without_balances() -> None:
    found = read(REPORT + ":90D:0EUR0,\n:90C:1EUR10,00\n-\n")
    (opened,), (closed,) = found.opened, found.closed
    assert code_of(REPORT) == "mt942"
    assert opened.telling == Telling.REPORT
    assert (opened.opening, closed.closing) == (None, None)
    assert opened.opened_on == closed.closed_on == date(2026, 3, 26)
    assert not found.remarks


def test_entries_that_an_mt942_only_expects_are_counted_and_not_yielded() -> None:
    found = read(REPORT + ":61:260327EC99,00NTRFNONREF\n:90C:2EUR109,00\n")
    assert found.line.amount == Decimal(10)
    assert found.closed[0].pending == 1
    assert not found.remarks


def test_totals_of_an_mt942_that_differ_are_remarked() -> None:
    found = read(REPORT + ":90C:2EUR30,00\n")
    assert str(found.remarks[0].saw) == "credit entries: 1, together 10.00"


def test_totals_hold_what_a_limit_keeps_out_so_they_are_not_compared() -> None:
    limited = REPORT.replace("EUR0,", "EURD1000,") + ":90C:9EUR900,00\n"
    assert not read(limited).remarks


def test_one_file_may_hold_statements_and_reports() -> None:
    found = read(statement(":61:260326C10,00NTRF") + REPORT)
    assert [one.telling for one in found.opened] == [Telling.STATEMENT, Telling.REPORT]


@pytest.mark.parametrize(
    ("content", "saw"),
    [
        (":20:X\n:61:260326C10,00NTRF\n", "no account"),
        (HEADER + OPENING + ":25:1234567890\n", "the field :25: once more"),
        (statement(":61:260326C10,00NTRF", OPENING.strip()), "the field :60F: once more"),
        (HEADER + OPENING + ":64:C260325EUR1,00\n" * 300, "the field :64: once more"),
        (HEADER + OPENING + ":61:\n" * 2000, "over 1000 unreadable fields"),
        (HEADER + OPENING + "x\n" * 2000, "500 lines that begin no field"),
        (with_text("x" * 16_000 + "\n" + "x" * 16_000), "a text of more than"),
        (with_text("x" * 100_000), "a line of more than"),
    ],
)
def test_a_message_that_is_none_is_refused(content: str, saw: str) -> None:
    assert saw in str(refusal_of(content).saw)


@pytest.mark.parametrize(
    "content",
    [b"customer_code,name\n:20:,x\n", b"<a>\n:20:x\n:61:260326\n", b":20:only\n", b"20:x"],
)
def test_what_only_looks_a_little_like_a_message_is_not_taken_for_one(
    content: bytes,
) -> None:
    from acquit.formats import mt940
    from acquit.formats.source import Source

    assert mt940.recognises(Source.of_bytes(content)) == ""
