"""The banks' and the standards' own examples read to the facts in their manifests.

The facts were found independently of these readers; no sample is copied in here.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from stdnum.be import ogm_vcs

from acquit.formats import references, registry
from acquit.formats.inspect import inspect
from acquit.formats.records import InvoiceRecord, LineRecord, StatementClosed
from acquit.formats.source import Source

from .conftest import public_samples

if TYPE_CHECKING:
    from pathlib import Path

GARBLED = "bsp_camt053_garbled_amount.xml"


@pytest.mark.parametrize(("path", "facts"), public_samples("camt"))
def test_a_camt_sample_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    if "per_statement" not in facts:
        pytest.skip("a damaged file or an archive: see the refusals below")
    inspection = inspect(Source.of_path(path))
    report = inspection.report
    assert not inspection.refused
    named = facts["message"] if facts["message"] != "no namespace" else "camt.053"
    assert report["format"] == named
    assert len(report["statements"]) == facts["statements"]
    for ours, theirs in zip(report["statements"], facts["per_statement"], strict=True):
        # The facts look at entries whatever their status; ours leave the pending ones out.
        if not theirs["not_booked"]:
            assert ours["entries"] == theirs["entries"]
            assert Decimal(ours["credit"]) == Decimal(theirs["credit"])
            assert Decimal(ours["debit"]) == Decimal(theirs["debit"])
            assert ours["reversals"] == theirs["reversals"]
        assert ours["account"] == (theirs["account"] or ours["account"])
        assert stated(ours["opening"]) == stated(*theirs["balances"].get("OPBD", [None]))
        closing = stated(*theirs["balances"].get("CLBD", [None]))
        # A closing balance in another currency is told, and is none of the account.
        foreign = any("a balance CLBD in" in one["saw"] for one in report["problems"])
        assert stated(ours["closing"]) == (None if foreign else closing)


def stated(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


@pytest.mark.parametrize(("path", "facts"), public_samples("camt"))
def test_entries_that_are_not_booked_are_counted_and_not_yielded(
    path: Path, facts: dict[str, Any]
) -> None:
    pending = [statement["not_booked"] for statement in facts.get("per_statement", [])]
    if not any(pending):
        pytest.skip("every entry of this sample is booked")
    source = Source.of_path(path)
    records = list(registry.recognise(source).read(source))
    assert [r.pending for r in records if isinstance(r, StatementClosed)] == pending
    assert not [r for r in records if isinstance(r, LineRecord)]


@pytest.mark.parametrize(("path", "facts"), public_samples("camt"))
def test_a_damaged_or_packed_camt_sample_is_refused_with_the_reason(
    path: Path, facts: dict[str, Any]
) -> None:
    if "per_statement" in facts:
        pytest.skip("a sound sample")
    inspection = inspect(Source.of_path(path))
    saw = inspection.report["problems"][0]["saw"]
    assert inspection.refused
    assert ("12..34" in saw) if path.name == GARBLED else ("ZIP" in saw)


@pytest.mark.parametrize(("path", "facts"), public_samples("coda"))
def test_a_coda_sample_that_adds_up_reads_to_its_facts(
    path: Path, facts: dict[str, Any]
) -> None:
    if not all(adds_up(statement) for statement in facts["per_statement"]):
        pytest.skip("its sums were broken by whoever made it anonymous: see below")
    report = inspect(Source.of_path(path)).report
    for ours, theirs in zip(report["statements"], facts["per_statement"], strict=True):
        number, currency = account_and_currency(theirs["account"])
        assert (ours["account"], ours["currency"]) == (number, currency)
        assert ours["entries"] == theirs["movements"]
        assert Decimal(ours["credit"]) == Decimal(theirs["credit"])
        assert Decimal(ours["debit"]) == Decimal(theirs["debit"])
        assert Decimal(ours["opening"]) == Decimal(theirs["old_balance"])
        assert Decimal(ours["closing"]) == Decimal(theirs["new_balance"])
    valid = [ref for ref in facts["structured_communications"] if ogm_vcs.is_valid(ref)]
    found = [r for one in report["statements"] for r in one["structured_references"]]
    assert found == valid


def adds_up(statement: dict[str, Any]) -> bool:
    return bool(statement["balance_matches"] and statement["trailer_matches"])


def account_and_currency(written: str) -> tuple[str, str]:
    number, rest = written.split()
    return references.belgian_iban(number), rest[:3]


@pytest.mark.parametrize(("path", "facts"), public_samples("coda"))
def test_a_coda_sample_that_does_not_add_up_is_refused_naming_the_sum(
    path: Path, facts: dict[str, Any]
) -> None:
    broken = [one for one in facts["per_statement"] if not adds_up(one)]
    if not broken:
        pytest.skip("its sums hold")
    inspection = inspect(Source.of_path(path))
    saw = inspection.report["problems"][0]["saw"]
    assert inspection.refused
    assert "statements" not in inspection.report
    assert ("the new balance" in saw) or broken[0]["balance_matches"]
    assert ("total" in saw) or broken[0]["trailer_matches"]


@pytest.mark.parametrize(("path", "facts"), public_samples("ubl"))
def test_a_ubl_sample_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    source = Source.of_path(path)
    (invoice,) = registry.recognise(source).read(source)
    assert isinstance(invoice, InvoiceRecord)
    assert invoice.number == facts["no"]
    assert invoice.type_code == facts["type"]
    assert invoice.credit_note == (facts["kind"] == "CreditNote")
    assert invoice.issued_on.isoformat() == facts["date"]
    assert (invoice.due_on.isoformat() if invoice.due_on else None) == facts.get("due")
    assert invoice.currency == facts["cur"]
    assert str(invoice.payable) == facts["payable"]
    assert invoice.gross == Decimal(facts.get("gross", invoice.gross))
    assert invoice.prepaid == Decimal(facts.get("prepaid", 0))
    assert invoice.seller.name == facts["seller"]
    assert invoice.buyer.name == " ".join(facts["buyer"].split())
    assert invoice.buyer.vat == facts.get("buyer_vat", "")
    assert invoice.payment_iban == facts.get("iban", "")
    assert invoice.payment_reference == facts.get("payid", "")
    assert facts.get("orig", "") in ("", *invoice.references)
    assert invoice.terms.startswith(" ".join(facts.get("terms", "").split())[:40])
