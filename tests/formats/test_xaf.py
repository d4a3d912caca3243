"""An auditfile: who its customers are, which lines are theirs, what it says of itself."""

from __future__ import annotations

import tracemalloc
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from acquit.formats import registry
from acquit.formats.inspect import inspect
from acquit.formats.ledgers.records import ItemKind, LedgerItem
from acquit.formats.records import CustomerRow, Problem, Refused
from acquit.formats.source import Source

from .conftest import public_samples
from .test_hostile_files import endless

if TYPE_CHECKING:
    from pathlib import Path

THREE = "http://www.auditfiles.nl/XAF/3.2"
FOUR = (
    "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.1/structures/"
    "XmlauditfileXAF_4.0"
)
JOURNALS = {"V": "S", "ING": "B", "KAS": "C", "MEM": "M", "I": "P", "BB": "O"}


def tags(**texts: object) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in texts.items() if text != "")


def relation(code: str, **more: object) -> str:
    known = {"custSupID": code, "custSupName": f"Klant {code}", **more}
    return f"<customerSupplier>{tags(**known)}</customerSupplier>"


def sub_line(number: int, amount: str, **more: object) -> str:
    """A line of a subledger; the amount is signed, debit positive."""
    side = "C" if amount.startswith("-") else "D"
    known = {
        "nr": number,
        "jrnID": "V",
        "trNr": 1,
        "amnt": amount.lstrip("-"),
        "amntTp": side,
        "custSupID": "D1",
        "invPurSalTp": "S",
        "invDt": "2026-01-15",
        "mutTp": "I",
        **more,
    }
    return tags(**known)


def subledger(*lines: str, kind: str = "CU") -> str:
    inside = "".join(f"<sbLine>{line}</sbLine>" for line in lines)
    return f"<subledger><sbType>{kind}</sbType>{inside}</subledger>"


def transaction(number: int, *lines: tuple[str, str, str, str]) -> str:
    """Lines of account, signed amount, customer and invoice."""
    inside = "".join(
        "<trLine>"
        + tags(
            nr=place,
            accID=account,
            docRef=f"doc{number}",
            effDate="2026-01-15",
            amnt=amount.lstrip("-"),
            amntTp="C" if amount.startswith("-") else "D",
            custSupID=customer,
            invRef=invoice,
        )
        + "</trLine>"
        for place, (account, amount, customer, invoice) in enumerate(lines)
    )
    day = tags(nr=number, periodNumber=1, trDt="2026-01-16")
    return f"<transaction>{day}{inside}</transaction>"


def journal(code: str, *transactions: str) -> str:
    about = tags(jrnID=code, desc=code, jrnTp=JOURNALS[code])
    return f"<journal>{about}{''.join(transactions)}</journal>"


def auditfile(  # noqa: PLR0913 - the parts of a file, any of them
    *,
    relations: str = relation("D1"),
    journals: str = "",
    subledgers: str = "",
    opening: str = "",
    namespace: str = THREE,
    rgs: bool = False,
    debtors: str = "Debiteuren",
) -> bytes:
    code = tags(RGScode="BVorDebHad") if rgs else ""
    account = tags(accID="1300", accDesc=debtors, accTp="B") + code
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<auditfile xmlns="{namespace}"><header>'
        + tags(startDate="2026-01-01", endDate="2026-12-31", curCode="EUR")
        + "</header><company>"
        + tags(companyName="Lindenhof", taxRegIdent="004495445")
        + f"<customersSuppliers>{relations}</customersSuppliers>"
        f"<generalLedger><ledgerAccount>{account}</ledgerAccount></generalLedger>"
        f"{opening}<transactions>{journals}<subledgers>{subledgers}</subledgers>"
        "</transactions></company></auditfile>"
    ).encode()


def read(content: bytes) -> list[Any]:
    source = Source.of_bytes(content)
    return list(registry.recognise(source).read(source))


def items(content: bytes) -> list[LedgerItem]:
    return [record for record in read(content) if isinstance(record, LedgerItem)]


@pytest.mark.parametrize(("path", "facts"), public_samples("xaf"))
def test_a_public_auditfile_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    report = inspect(Source.of_path(path)).report
    assert facts["ns"].endswith(report["format"].removeprefix("xaf."))
    assert Decimal(report["debit"]) == Decimal(facts["debit"])
    assert Decimal(report["credit"]) == Decimal(facts["credit"])
    assert report["due_dates"] == facts["invDueDt"]
    for name in (
        *("lines", "accounts", "transactions", "customers_suppliers", "subledger_lines"),
        *("opening_lines", "opening_subledger_lines"),
    ):
        assert report[name] == facts[name]


@pytest.mark.parametrize(("path", "facts"), public_samples("saft"))
def test_a_saf_t_is_refused_by_its_name(path: Path, facts: dict[str, Any]) -> None:
    inspection = inspect(Source.of_path(path))
    assert inspection.refused
    assert inspection.report["format"] == "saf-t"
    assert "SAF-T" in inspection.report["problems"][0]["saw"]


@pytest.mark.parametrize(
    ("namespace", "rgs", "code"),
    [
        (THREE, False, "xaf.3.2"),
        (THREE + "/", False, "xaf.3.2"),
        ("http://www.auditfiles.nl/XAF/3.1", False, "xaf.3.1"),
        (
            "http://www.odb.belastingdienst.nl/Belastingdienst/BCPP/1.0/structures/"
            "XmlAuditfileFinancieel3.2.1",
            False,
            "xaf.3.2",
        ),
        (FOUR, True, "xaf.4.0"),
        ("http://www.auditfiles.nl/XAF/4.0", True, "xaf.4.0"),
        ("http://www.odb.belastingdienst.nl/XAF/4.0", True, "xaf.4.0"),
        ("", True, "xaf.4.0"),
        ("", False, "xaf.3.2"),
        ("urn:somebody", False, "xaf.3.2"),
    ],
)
def test_a_version_is_known_by_its_namespace_and_else_by_its_elements(
    namespace: str, rgs: bool, code: str
) -> None:
    content = auditfile(namespace=namespace, rgs=rgs)
    assert registry.recognise(Source.of_bytes(content)).code == code


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"CLAIR1.00.00 and fields of fixed width", "ADF"),
        (
            b"<auditfile><header><auditfileVersion>CLAIR2.00.00</auditfileVersion></header>"
            b"</auditfile>",
            "CLAIR2",
        ),
    ],
)
def test_the_auditfiles_before_version_three_are_refused_by_name(
    content: bytes, named: str
) -> None:
    with pytest.raises(Refused, match=named):
        read(content)


def test_a_file_that_claims_utf_8_and_is_cp1252_is_read_as_it_is() -> None:
    relations = relation("D1", custSupName="Gärtnerei „Löwe“", custSupTp="C")
    content = auditfile(relations=relations).decode()
    for encoding in ("cp1252", "utf-8"):
        (row,) = [r for r in read(content.encode(encoding)) if isinstance(r, CustomerRow)]
        assert row.name == "Gärtnerei „Löwe“"


def test_a_customer_comes_with_its_address_numbers_and_account() -> None:
    address = tags(streetname="Laan", number=7, city="Ede", postalCode="6711", country="NL")
    relations = relation(
        "D1",
        custSupTp="C",
        eMail="debiteur@example.org",
        telephone="0318 1",
        commerceNr="09012345",
        taxRegistrationCountry="NL",
        taxRegIdent="004495445B01",
        streetAddress=address,
        bankAccount=tags(bankAccNr="NL91ABNA0417164300"),
    )
    (row,) = [r for r in read(auditfile(relations=relations)) if isinstance(r, CustomerRow)]
    assert (row.street, row.postcode, row.city, row.country) == (
        "Laan 7",
        "6711",
        "Ede",
        "NL",
    )
    assert (row.vat, row.registration) == ("NL004495445B01", "09012345")
    assert (row.email, row.ibans) == ("debiteur@example.org", ("NL91ABNA0417164300",))


def test_what_is_no_address_and_no_vat_number_is_kept_as_text() -> None:
    relations = relation("D1", custSupTp="C", eMail="geen", taxRegIdent="123")
    (row,) = [r for r in read(auditfile(relations=relations)) if isinstance(r, CustomerRow)]
    assert (row.email, row.vat) == ("", "")
    assert row.custom == {"eMail": "geen", "taxRegIdent": "123"}


def test_a_supplier_is_no_customer() -> None:
    relations = relation("L1", custSupTp="S") + relation("D1", custSupTp="B")
    rows = [r for r in read(auditfile(relations=relations)) if isinstance(r, CustomerRow)]
    assert [row.customer_code for row in rows] == ["D1"]


def test_a_line_of_the_subledger_brings_its_due_day() -> None:
    content = auditfile(
        subledgers=subledger(sub_line(1, "121.00", invRef="F1", invDueDt="2026-02-14"))
    )
    (item,) = items(content)
    assert (item.number, item.due_on) == ("F1", date(2026, 2, 14))
    assert (item.issued_on, item.left) == (date(2026, 1, 15), Decimal("121.00"))


def test_a_match_key_settles_what_it_puts_together() -> None:
    lines = (
        sub_line(1, "100.00", invRef="F1", matchKeyID="M1"),
        sub_line(2, "50.00", invRef="F2", matchKeyID="M1"),
        sub_line(3, "-150.00", mutTp="P", jrnID="ING", matchKeyID="M1"),
    )
    first, second, money = items(auditfile(subledgers=subledger(*lines)))
    assert (first.left, second.left, money.left) == (0, 0, 0)
    assert money.kind is ItemKind.RECEIPT


def test_without_match_keys_a_payment_settles_the_invoice_that_it_names() -> None:
    lines = (
        sub_line(1, "100.00", invRef="F1"),
        sub_line(2, "-60.00", invRef="F1", mutTp="P", jrnID="ING"),
        sub_line(3, "-10.00", mutTp="P", jrnID="ING"),
    )
    invoice, _, loose = items(auditfile(subledgers=subledger(*lines)))
    assert (invoice.left, loose.left) == (Decimal("40.00"), Decimal("10.00"))


def test_a_rest_of_named_payments_is_no_remark_and_that_of_a_match_is() -> None:
    named = (
        sub_line(1, "100.00", invRef="F1"),
        sub_line(2, "-60.00", invRef="F1", mutTp="P"),
    )
    matched = tuple(line + tags(matchKeyID="M1") for line in named)
    told = [
        [
            str(note.where)
            for note in read(auditfile(subledgers=subledger(*lines)))[-1].notes
        ]
        for lines in (named, matched)
    ]
    assert "customer D1, lettering M1" in set(told[1]) - set(told[0])


@pytest.mark.parametrize(
    ("said", "kind", "taken"),
    [
        ({"invPurSalTp": "P"}, "CU", False),
        ({"invPurSalTp": "S"}, "SU", True),
        ({"invPurSalTp": ""}, "CU", True),
        ({"invPurSalTp": ""}, "SU", False),
        ({"invPurSalTp": "", "jrnID": "I"}, "CS", False),
        ({"invPurSalTp": "", "jrnID": "V"}, "CS", True),
        ({"invPurSalTp": "", "jrnID": "MEM"}, "CS", True),
    ],
)
def test_lines_of_suppliers_are_left_out(
    said: dict[str, str], kind: str, taken: bool
) -> None:
    journals = "".join(
        journal(code, transaction(1, ("8000", "1", "", ""), ("8000", "-1", "", "")))
        for code in ("V", "I", "MEM")
    )
    lines = subledger(sub_line(1, "5", **said), kind=kind)
    content = auditfile(journals=journals, subledgers=lines)
    assert bool(items(content)) is taken


def test_who_buys_and_sells_without_saying_which_is_left_out_and_said() -> None:
    content = auditfile(
        relations=relation("D1", custSupTp="B"),
        subledgers=subledger(sub_line(1, "5", invPurSalTp="", jrnID="X"), kind="CS"),
    )
    assert items(content) == []
    assert "1 lines of relations that buy and sell" in str(read(content)[-1].notes[0])


def test_opening_lines_of_the_subledger_are_carried_forward() -> None:
    line = sub_line(1, "121.00", jrnID="", trNr="", invDt="2025-12-10", invRef="F0")
    opening = (
        f"<openingBalance><opBalDate>2026-01-01</opBalDate><obSubledgers><obSubledger>"
        f"<sbType>CU</sbType><obSbLine>{line}</obSbLine></obSubledger></obSubledgers>"
        "</openingBalance>"
    )
    content = auditfile(opening=opening)
    (item,) = items(content)
    assert (item.opening, item.issued_on) == (True, date(2025, 12, 10))
    assert read(content)[0].opened_on == date(2026, 1, 1)


def ledger(**more: Any) -> bytes:
    sale = transaction(1, ("1300", "242.00", "D1", "F1"), ("8000", "-242.00", "", ""))
    note = transaction(2, ("1300", "-42.00", "D1", "C1"), ("8000", "42.00", "", ""))
    money = transaction(3, ("1100", "100.00", "", ""), ("1300", "-100.00", "D1", "F1"))
    return auditfile(
        journals=journal("V", sale, note) + journal("ING", money),
        relations=relation("D1", custSupTp="C", **more),
        namespace=FOUR,
        rgs=True,
        debtors="Afnemers",
    )


def test_without_a_subledger_the_accounts_of_debtors_tell() -> None:
    invoice, note, money = items(ledger())
    assert (invoice.kind, note.kind, money.kind) == tuple(ItemKind)
    assert (invoice.number, invoice.left) == ("F1", Decimal("142.00"))
    assert (invoice.due_on, invoice.booked_on) == (None, date(2026, 1, 16))


def test_a_line_of_a_debtors_account_without_a_customer_is_that_accounts() -> None:
    sale = transaction(1, ("1300", "242.00", "", "F1"), ("8000", "-242.00", "", ""))
    records = read(auditfile(journals=journal("V", sale)))
    (row,) = [r for r in records if isinstance(r, CustomerRow)]
    assert (row.customer_code, row.name) == ("1300", "Debiteuren")


def test_version_four_carries_what_was_open_by_customer() -> None:
    opening, *_ = items(ledger(opBalDesc="300.00", opBalTp="D"))
    assert (opening.opening, opening.amount) == (True, Decimal("300.00"))


def test_another_closing_balance_than_the_lines_come_to_is_remarked() -> None:
    for closing, said in (("100.00", 0), ("99.00", 1)):
        notes = read(ledger(clBalDesc=closing, clBalTp="D"))[-1].notes
        assert sum("open at the end" in str(note) for note in notes) == said


def test_no_account_of_debtors_is_said() -> None:
    content = auditfile(debtors="Tussenrekening debiteuren")
    assert "no account of debtors" in str(read(content)[-1].notes)


def test_a_bad_day_is_a_problem_of_its_line() -> None:
    lines = (sub_line(1, "5", invDt="2026-02-30"), sub_line(2, "7", invRef="F2"))
    records = read(auditfile(subledgers=subledger(*lines)))
    (problem,) = [record for record in records if isinstance(record, Problem)]
    assert "sbLine 1" in str(problem.where)
    assert [r.number for r in records if isinstance(r, LedgerItem)] == ["F2"]


def test_an_amount_of_the_ledger_that_is_none_refuses_the_file() -> None:
    sale = transaction(1, ("1300", "2,42", "D1", "F1"))
    with pytest.raises(Refused, match="2,42"):
        read(auditfile(journals=journal("V", sale)))


def test_former_names_of_a_relation_are_no_relations() -> None:
    former = f"<customerSupplierHistory>{relation('D1')}</customerSupplierHistory>"
    relations = relation("D1", custSupTp="C").replace(
        "</customerSupplier>", former + "</customerSupplier>"
    )
    assert (
        inspect(Source.of_bytes(auditfile(relations=relations))).report[
            "customers_suppliers"
        ]
        == 1
    )


@pytest.mark.parametrize("before", [b"<transactions>", b"<customersSuppliers>"])
@pytest.mark.parametrize("repeated", [b"<x/>", b"x", b"<x>", b"\xe9"])
def test_two_gigabytes_of_rubbish_are_refused_soon(before: bytes, repeated: bytes) -> None:
    start = auditfile().partition(before)[0] + before
    source, opened = endless(start, repeated)
    with pytest.raises(Refused):
        list(registry.recognise(source).read(source))
    assert sum(stream.given for stream in opened) < 20 * 1024 * 1024


def test_an_auditfile_with_a_doctype_is_refused() -> None:
    content = auditfile().replace(b"?>", b"?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>", 1)
    with pytest.raises(Refused, match="DOCTYPE"):
        read(content)


def test_a_relation_of_many_lines_is_read_in_little_memory() -> None:
    sale = ("1300", "1", "D1", "F1"), ("8000", "-1", "", "")
    content = auditfile(journals=journal("V", transaction(1, *sale * 20_000)))
    tracemalloc.start()
    report = inspect(Source.of_bytes(content)).report
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report["lines"] == 40_000
    assert peak < 20 * 1024 * 1024
