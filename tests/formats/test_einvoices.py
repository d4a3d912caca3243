"""E-invoices: two syntaxes, the PDFs that carry one, and what is wrong with others."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from pdf_paper import HEAD, packed_pdf, pdf, stream

from acquit.formats import registry
from acquit.formats.facturx import MOST_BYTES
from acquit.formats.inspect import inspect
from acquit.formats.records import InvoiceRecord, Problem, Refused
from acquit.formats.source import Source

from .conftest import GOLDEN, public_samples

if TYPE_CHECKING:
    from pathlib import Path

CII = (GOLDEN / "cii" / "facturx-extended-instalments.xml").read_bytes()
UBL = (GOLDEN / "ubl" / "nlcius-instalments-less-prepaid.xml").read_bytes()
MEGABYTE = 1024 * 1024


def read(content: bytes) -> InvoiceRecord:
    source = Source.of_bytes(content)
    (invoice,) = registry.recognise(source).read(source)
    assert isinstance(invoice, InvoiceRecord)
    return invoice


def refusal(content: bytes) -> Problem:
    source = Source.of_bytes(content)
    with pytest.raises(Refused) as caught:
        list(registry.recognise(source).read(source))
    return caught.value.problem


def iso(day: str | None) -> str | None:
    """The facts give a day as it stands in the file."""
    return day and (day if "-" in day else f"{day[:4]}-{day[4:6]}-{day[6:]}")


@pytest.mark.parametrize(
    ("path", "facts"), [*public_samples("cii"), *public_samples("facturx")]
)
def test_a_public_sample_reads_to_its_facts(path: Path, facts: dict[str, Any]) -> None:
    invoice = read(path.read_bytes())
    assert (invoice.number, invoice.type_code) == (facts["no"], facts["type"])
    assert invoice.issued_on.isoformat() == iso(facts["date"])
    assert (invoice.due_on and invoice.due_on.isoformat()) == iso(facts.get("due"))
    assert (invoice.currency, str(invoice.payable)) == (facts["cur"], facts["payable"])
    assert invoice.gross == Decimal(facts["gross"])
    assert invoice.net == Decimal(facts["net"])
    assert invoice.prepaid == Decimal(facts.get("prepaid", 0))
    assert (invoice.seller.name, invoice.buyer.name) == (facts["seller"], facts["buyer"])
    assert invoice.buyer.vat == facts.get("buyer_vat", "").replace(" ", "")
    assert invoice.payment_iban == facts.get("iban", "").replace(" ", "")
    assert invoice.payment_reference == facts.get("payid", "")
    assert facts.get("orig", "") in ("", *invoice.references)
    assert invoice.notes == ()


@pytest.mark.parametrize(("path", "facts"), public_samples("facturx"))
def test_a_public_pdf_is_known_as_one(path: Path, facts: dict[str, Any]) -> None:
    assert inspect(Source.of_path(path)).report["format"] == "facturx"


@pytest.mark.parametrize(
    ("old", "new", "seen"),
    [
        (b"<ram:ID>VB-2026-013</ram:ID>", b"", "nothing"),
        (b">20260302<", b">20260230<", "20260230"),
        (b">20260302<", b">March<", "March"),
        (b"1200.00</ram:DuePayableAmount>", b"12OO</ram:DuePayableAmount>", "12OO"),
        (b">EUR<", b">EURO<", "EURO"),
        (b">2.00</ram:CalculationPercent>", b">two</ram:CalculationPercent>", "two"),
        (b">400.00</ram:PartialPayment", b">400.001</ram:PartialPayment", "400.001"),
    ],
)
def test_a_field_that_cannot_be_read_refuses_the_invoice(
    old: bytes, new: bytes, seen: str
) -> None:
    assert old in CII
    assert seen in str(refusal(CII.replace(old, new, 1)).saw)


def test_a_sum_in_another_currency_than_the_invoice_is_refused() -> None:
    pounds = b'<cbc:PayableAmount currencyID="GBP">'
    problem = refusal(UBL.replace(b'<cbc:PayableAmount currencyID="EUR">', pounds))
    assert "747.00 GBP" in str(problem.saw)
    assert "EUR" in str(problem.wanted)


def test_instalments_that_do_not_add_up_are_said_and_taken_as_one_sum() -> None:
    invoice = read(
        CII.replace(b">400.00</ram:PartialPayment", b">399.00</ram:PartialPayment")
    )
    assert invoice.instalments == ()
    assert "1197.00 EUR" in str(invoice.notes[0].saw)
    assert invoice.due_on is not None
    assert invoice.due_on.isoformat() == "2026-06-01"


def test_what_was_prepaid_counts_towards_the_first_instalments() -> None:
    parts = [(one.due_on.isoformat(), one.amount) for one in read(UBL).instalments]
    assert parts == [("2026-05-01", Decimal("263.00")), ("2026-06-01", Decimal("484.00"))]


def test_an_invoice_in_utf_16_is_read() -> None:
    text = CII.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read(text.encode("utf-16")) == read(CII)


def test_an_order_is_no_invoice() -> None:
    order = CII.replace(b"CrossIndustryInvoice", b"SCRDMCCBDACIOMessageStructure")
    assert "SCRDMCC" in str(refusal(order).saw)


class TestThePdf:
    def test_its_xml_is_the_invoice(self) -> None:
        assert read(pdf(("factur-x.xml", CII))) == read(CII)
        assert read(pdf(("factur-x.xml", CII), stored=True)) == read(CII)
        assert read(packed_pdf("FACTUR-X.XML", CII)) == read(CII)

    def test_a_file_of_another_name_is_known_by_its_content(self) -> None:
        both = pdf(("order.xml", b"<order/>"), ("invoice 12.xml", UBL))
        assert read(both) == read(UBL)

    def test_a_known_name_goes_before_others(self) -> None:
        both = pdf(("a.xml", UBL), ("xrechnung.xml", UBL), ("factur-x.xml", CII))
        assert read(both).number == "VB-2026-013"

    def test_the_same_invoice_twice_is_one(self) -> None:
        assert read(pdf(("a.xml", CII), ("b.xml", CII))) == read(CII)

    def test_two_different_invoices_are_refused(self) -> None:
        problem = refusal(pdf(("factur-x.xml", CII), ("Factur-X.xml", UBL)))
        assert "2 different invoices" in str(problem.saw)

    def test_a_plain_one_is_refused_saying_what_is_missing(self) -> None:
        for plain in (
            pdf(),
            pdf(("notes.txt", b"x")),
            pdf(("a.xml", b"<a/>")),
            b"%PDF-1.4",
        ):
            assert str(refusal(plain).saw) == "a PDF without an e-invoice in it"

    def test_a_file_under_the_name_that_is_no_invoice_is_refused(self) -> None:
        problem = refusal(pdf(("factur-x.xml", b"<order/>")))
        assert "factur-x.xml" in str(problem.where)
        assert "<order/>" in str(problem.saw)

    def test_a_broken_invoice_is_refused_naming_the_file_inside(self) -> None:
        problem = refusal(pdf(("factur-x.xml", CII[:2000])))
        assert "factur-x.xml" in str(problem.where)
        assert "line" in str(problem.where)

    def test_an_invoice_with_entities_is_refused_inside_too(self) -> None:
        attack = CII.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
        assert "DOCTYPE" in str(refusal(pdf(("factur-x.xml", attack))).saw)

    def test_a_later_version_of_an_object_counts(self) -> None:
        later = pdf(("factur-x.xml", CII), more=stream(11, UBL, b"/Type /EmbeddedFile"))
        assert read(later) == read(UBL)

    def test_what_stands_inside_a_file_inside_is_not_looked_at(self) -> None:
        other = pdf(("factur-x.xml", UBL), stored=True)
        mine = pdf(("other.pdf", other), ("factur-x.xml", CII), stored=True)
        assert read(mine) == read(CII)

    def test_a_wrong_length_of_a_stream_does_not_matter(self) -> None:
        content = pdf(("factur-x.xml", CII), stored=True)
        told = b"/Length %d" % len(CII)
        assert read(content.replace(told, b"/Length 7")) == read(CII)
        assert read(content.replace(told, b"/Length 99 0 R")) == read(CII)

    def test_a_backslash_before_a_digit_that_is_not_octal_means_nothing(self) -> None:
        assert read(pdf(("invoice\\9.xml", CII))) == read(CII)

    def test_a_name_in_hexadecimal_may_have_every_blank_of_pdf_in_it(self) -> None:
        content = pdf(("a.xml", CII)).replace(b"(a.xml)", b"<61 2e\0 78\t6d6c>")
        assert read(content) == read(CII)

    def test_an_encrypted_one_is_refused(self) -> None:
        locked = pdf(("factur-x.xml", CII), trailer=b"/Encrypt 9 0 R")
        assert "encrypted" in str(refusal(locked).saw)

    def test_a_packing_that_is_not_read_is_named(self) -> None:
        content = pdf(("factur-x.xml", CII)).replace(b"/FlateDecode", b"/LZWDecode")
        assert "LZWDecode" in str(refusal(content).saw)

    def test_a_damaged_packing_is_refused(self) -> None:
        packed = zlib.compress(CII, 9)
        content = pdf(("factur-x.xml", CII)).replace(packed[:20], b"x" * 20)
        assert "cannot be unpacked" in str(refusal(content).saw)

    def test_a_large_one_is_refused_unread(self) -> None:
        content = pdf(("factur-x.xml", CII)) + b" " * MOST_BYTES
        assert "a PDF of 20 MB" in str(refusal(content).saw)


LOOP = b"1 0 obj << /Type /Catalog /Names << /EmbeddedFiles 2 0 R >> >> endobj "
TRAILER = b"trailer << /Root 1 0 R >>"


@pytest.mark.parametrize(
    "content",
    [
        HEAD
        + b"".join(
            stream(9 + n, b"1 0 " * MEGABYTE, b"/Type /ObjStm /N 1 /First 9")
            for n in range(9)
        ),
        pdf(("factur-x.xml", b"<" * 17 * MEGABYTE)),
        HEAD + LOOP + b"2 0 obj << /Kids [2 0 R 2 0 R] >> endobj " + TRAILER,
        HEAD + LOOP + b"2 0 obj [" + b"1 0 R " * 300_000 + b"] endobj " + TRAILER,
        HEAD + LOOP + b"2 0 obj " + b"[" * 100 + b" endobj " + TRAILER,
        HEAD + LOOP + b"2 0 obj " + b"(" * 300_000 + b" endobj " + TRAILER,
        HEAD + b"1 0 obj endobj " * 300_000,
    ],
    ids=[
        *("packed objects", "packed file", "loop", "wide", "deep", "brackets"),
        "many objects",
    ],
)
def test_a_hostile_pdf_is_refused_as_too_much(content: bytes) -> None:
    assert "the PDF of an invoice" in str(refusal(content).wanted)


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"1 0 obj 1 0 R endobj " + TRAILER,
        HEAD + b"1 0 obj 2 0 R endobj 2 0 obj 1 0 R endobj " + TRAILER,
        HEAD + b"1 0 obj << /Type /Catalog",
        HEAD + stream(5, b"9 -5 99 0 77", b"/Type /ObjStm /N 1 /First -3") + TRAILER,
        HEAD + LOOP + b"2 0 obj << /Names [(a) 9 0 R 8 0 R null] >> endobj " + TRAILER,
        HEAD + b">> ] endobj " + TRAILER + b"trailer ]]",
    ],
)
def test_a_pdf_that_leads_nowhere_carries_no_invoice(content: bytes) -> None:
    assert str(refusal(content).saw) == "a PDF without an e-invoice in it"
