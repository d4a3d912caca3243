"""CFONB 120: signs, balances, complements, accounts of France, files without lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.formats import accounts

from .conftest import public_samples
from .reading import code_of, read, refusal_of

if TYPE_CHECKING:
    from pathlib import Path

BANK, BRANCH, NUMBER = "17806", "00010", "00012345678"
DAY = "260326"


def amount(minor: int) -> str:
    signs = "}JKLMNOPQR" if minor < 0 else "{ABCDEFGHI"
    return f"{abs(minor) // 10:013d}{signs[abs(minor) % 10]}"


def record(  # each word is a field of the record
    kind: str, *, minor: int = 0, told: str = "", at: int = 48, **words: str
) -> str:
    text = list(f"{kind}{BANK}    {BRANCH}EUR2 {NUMBER}  {DAY}".ljust(120))
    if kind != "05":
        text[90:104] = amount(minor)
    text[at : at + len(told)] = told
    for name, value in words.items():
        place = {"value": 42, "reason": 40, "reference": 104, "number": 81, "currency": 16}
        text[place[name] : place[name] + len(value)] = value
    return "".join(text)


def complement(qualifier: str, text: str) -> str:
    return record("05", told=qualifier + text, at=45)


def statement(*records: str, minor: int = 1000, new: int | None = None) -> str:
    closing = minor + 1000 if new is None else new
    return "\n".join(
        [
            record("01", minor=1000),
            record("04", minor=minor, told="VIR X", value=DAY),
            *records,
            record("07", minor=closing),
        ]
    )


@pytest.mark.parametrize(("path", "facts"), public_samples("cfonb120"))
def test_a_public_sample_reads_to_its_facts_or_is_refused_for_its_balance(
    path: Path, facts: dict[str, Any]
) -> None:
    broken = [one for one in facts["per_statement"] if not one["balance_matches"]]
    if broken:
        problem = refusal_of(path)
        assert "old balance of 0.08" in str(problem.saw)
        assert f"the new balance {broken[0]['new']}" in str(problem.wanted)
        return
    found = read(path)
    assert len(found.opened) == facts["statements"]
    assert [one.opening for one in found.opened] == decimals(facts, "old")
    assert [one.closing for one in found.closed] == decimals(facts, "new")
    assert [one.currency for one in found.opened] == [
        one["cur"] for one in facts["per_statement"]
    ]
    assert [one.account for one in found.opened] == [
        accounts.french_iban(one["bank"], one["branch"], one["account"])
        for one in facts["per_statement"]
    ]
    assert len(found.lines) == sum(one["ops"] for one in facts["per_statement"])
    assert found.sum(1) == sum(decimals(facts, "credit"))
    assert found.sum(-1) == sum(decimals(facts, "debit"))


def decimals(facts: dict[str, Any], name: str) -> list[Decimal]:
    return [Decimal(one[name]) for one in facts["per_statement"]]


@given(st.lists(st.integers(-(10**9), 10**9), max_size=20), st.integers(-1000, 1000))
def test_operations_are_the_new_balance_less_the_old_one_or_the_file_is_refused(
    minors: list[int], off: int
) -> None:
    operations = [record("04", minor=minor, value=DAY) for minor in minors]
    new = record("07", minor=sum(minors) + off)
    content = "\n".join([record("01"), *operations, new])
    if off:
        assert "new balance" in str(refusal_of(content).wanted)
    else:
        found = read(content)
        summed = sum((line.amount for line in found.lines), Decimal(0))
        assert found.closed[0].closing == summed


@pytest.mark.parametrize(("sign", "value"), [("é", "10.00"), ("è", "-10.00")])
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_the_french_letters_of_iso_646_are_signs(
    sign: str, value: str, encoding: str
) -> None:
    minor = 1000 if sign == "é" else -1000
    content = statement(minor=minor).replace("{", "é").replace("}", "è")
    assert read(content.encode(encoding)).line.amount == Decimal(value)


def test_a_number_of_decimals_that_is_left_out_is_two() -> None:
    content = statement().replace("EUR2", "EUR ")
    assert read(content).line.amount == Decimal("10.00")


def test_a_currency_that_the_balances_leave_out_is_the_operations() -> None:
    old, operation, new = statement().split("\n")
    content = "\n".join(
        [old.replace("EUR2", "    "), operation, new.replace("EUR2", "    ")]
    )
    found = read(content)
    assert found.opened[0].currency == ""
    assert found.line.currency == "EUR"


def test_the_complements_tell_who_pays_and_for_what() -> None:
    line = read(
        statement(
            complement("NPY", "LIBRAIRIE DES ARCADES"),
            complement("IPY", "FR7630001007941234567890185".ljust(35) + "IBAN"),
            complement("RCN", "ARC-2026-0311".ljust(35) + "SUPP"),
            complement("LCC", "FACTURE 2026-0311"),
            complement("LC2", "ET 2026-0312"),
            complement("RUM", "MANDAT-1".ljust(35) + "RCUR"),
            complement("REF", "REMISE 12".ljust(35) + "OPERATION 7"),
            complement("FEE", "EUR200000000000150"),
            complement("XYZ", "INCONNU"),
        )
    ).line
    assert line.name == "LIBRAIRIE DES ARCADES"
    assert line.iban == "FR7630001007941234567890185"
    assert line.end_to_end_id == "ARC-2026-0311"
    assert line.mandate == "MANDAT-1"
    assert line.bank_reference == "REMISE 12 OPERATION 7"
    assert line.text == "VIR X FACTURE 2026-0311 ET 2026-0312 INCONNU"
    assert line.charges == Decimal("1.50")


def test_money_out_names_its_beneficiary() -> None:
    payer, beneficiary = complement("NPY", "NOUS"), complement("NBE", "EAU DE PARIS")
    assert read(statement(payer, beneficiary, minor=-500)).line.name == "EAU DE PARIS"


def test_a_return_keeps_its_reason_and_names_the_payer() -> None:
    content = "\n".join(
        [
            record("01", minor=1000),
            record("04", minor=-500, told="PRLV IMPAYE", value=DAY, reason="04"),
            complement("NPY", "EPICERIE DU CANAL"),
            record("07", minor=500),
        ]
    )
    line = read(content).line
    assert (line.return_reason, line.name) == ("04", "EPICERIE DU CANAL")


@pytest.mark.parametrize(
    ("label", "references", "text"),
    [
        ("RF18539007547034", ("RF18539007547034",), "VIR X"),
        ("090933755493", ("090933755493",), "VIR X"),
        ("RF18539007547035", (), "VIR X RF18539007547035"),
    ],
)
def test_a_structured_label_counts_when_its_check_digits_hold(
    label: str, references: tuple[str, ...], text: str
) -> None:
    line = read(statement(complement("LCS", label))).line
    assert (line.references, line.text) == (references, text)


def test_the_reference_is_the_record_s_own_or_the_number_of_the_entry() -> None:
    old, operation, new = statement().split("\n")
    numbered = operation[:81] + "0000123" + operation[88:]
    referenced = numbered[:104] + "CPT26".ljust(16)
    assert read("\n".join([old, numbered, new])).line.bank_reference == "0000123"
    assert read("\n".join([old, referenced, new])).line.bank_reference == "CPT26"
    assert read("\n".join([old, operation, new])).line.bank_reference == ""


def test_a_value_date_of_noughts_is_none() -> None:
    assert read(statement().replace(f"  {DAY}VIR", "  000000VIR")).line.value_on is None


def test_blank_lines_cut_blanks_and_a_missing_last_line_end_do_no_harm() -> None:
    content = statement(complement("NPY", "X"))
    cut = "\r\n".join(line.rstrip() for line in content.split("\n"))
    found = read("\n" + cut.replace("\r\n", "\r\n\r\n") + "\r\n\r\n\x1a")
    assert found.line.name == "X"
    assert found.line.booked_on == date(2026, 3, 26)


def test_a_file_without_lines_is_cut_into_records() -> None:
    content = statement(complement("NPY", "X"))
    assert read(content.replace("\n", "")).line == read(content).line


def test_an_account_that_makes_no_iban_stays_bank_branch_and_number() -> None:
    content = statement().replace(NUMBER, "1234-56    ")
    assert read(content).opened[0].account == f"{BANK}{BRANCH}1234-56"


@pytest.mark.parametrize(
    ("bank", "branch", "number", "iban"),
    [
        ("30001", "00794", "12345678901", "FR7630001007941234567890185"),
        ("30002", "00550", "0000157845Z", "FR7030002005500000157845Z02"),
        ("3000", "00550", "0000157845Z", ""),
        ("30002", "00550", "0000157845é", ""),
    ],
)
def test_bank_branch_and_number_make_the_iban_of_france(
    bank: str, branch: str, number: str, iban: str
) -> None:
    assert accounts.french_iban(bank, branch, number) == iban


OLD, OPERATION, NEW = statement().split("\n")
UNCHANGED = record("07", minor=1000)


@pytest.mark.parametrize(
    ("records", "saw"),
    [
        ([OLD, OPERATION], "the end of the file before the new balance"),
        ([OLD, UNCHANGED, OPERATION], "a record 04 out of its place"),
        ([OLD, OLD, NEW], "a record 01 out of its place"),
        ([OLD, complement("LIB", "x"), NEW], "a record 05 out of its place"),
        ([OLD, OPERATION, *[complement("LIB", "x")] * 600], "a record 05 out of its place"),
        ([OLD, OPERATION.replace(NUMBER, "00099999999"), NEW], "00099999999"),
        ([OLD, OPERATION.replace("EUR", "USD"), NEW], "USD"),
        ([OLD, OPERATION[:103] + "x" + OPERATION[104:], NEW], "x"),
        ([OLD, OPERATION + "more", NEW], "124 characters"),
        ([OLD, "99 something", NEW], "99 something"),
        ([OLD, OPERATION.replace(DAY + "  " + DAY, "310226  " + DAY), NEW], "310226"),
    ],
)
def test_records_that_are_not_what_they_should_be_are_refused(
    records: list[str], saw: str
) -> None:
    assert saw in str(refusal_of("\n".join(records)).saw)


def test_noughts_beyond_the_decimals_of_the_currency_do_no_harm() -> None:
    content = "\n".join([OLD, UNCHANGED]).replace("EUR2", "EUR3")
    assert read(content).opened[0].opening == Decimal("1.00")


def test_more_decimals_than_the_currency_has_are_refused() -> None:
    content = "\n".join([record("01", minor=1001).replace("EUR2", "EUR3"), NEW])
    assert str(refusal_of(content).saw) == "1.001"


def test_cfonb_240_is_refused_by_its_name() -> None:
    content = ("31" + BANK).ljust(240) + "\n" + ("34" + BANK).ljust(240)
    assert code_of(content) == "cfonb240"
    assert "CFONB 240" in str(refusal_of(content).saw)
