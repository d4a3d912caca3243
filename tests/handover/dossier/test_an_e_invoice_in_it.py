"""Invoices that came as XML alone: a person can read them in the dossier."""

from __future__ import annotations

import base64
import zipfile
from pathlib import Path

import pytest

from acquit.handover.dossier import einvoice
from acquit.handover.dossier.making import make
from dossier.world import AS_OF, World, originals, paper, words_of, world

UBL = """<?xml version="1.0"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">
  <b:ID>F-1</b:ID>%s
  <a:InvoiceLine><a:Item><b:Name>12 crates #eval("x")</b:Name></a:Item>
  <b:LineExtensionAmount currencyID="EUR">826.45</b:LineExtensionAmount></a:InvoiceLine>
</Invoice>"""
CARRIED = """<a:AdditionalDocumentReference><a:Attachment>
  <b:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="f.pdf">%s
  </b:EmbeddedDocumentBinaryObject></a:Attachment></a:AdditionalDocumentReference>"""


def ubl(*, carrying: bytes = b"") -> bytes:
    inner = CARRIED % base64.encodebytes(carrying).decode() if carrying else ""
    return (UBL % inner).encode()


@pytest.fixture
def case(db: None) -> World:
    return world()


def test_what_the_file_says_is_told_element_by_element() -> None:
    told = einvoice.shown(ubl())
    assert told is not None
    assert told.pdf == b""
    assert told.lines == (
        "Invoice",
        "  ID: F-1",
        "  InvoiceLine",
        "    Item",
        '      Name: 12 crates #eval("x")',
        "    LineExtensionAmount (currencyID EUR): 826.45",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"<Delivery/>",
        b"<Invoice>",
        b'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>',
    ],
)
def test_what_is_no_whole_e_invoice_is_not_told(content: bytes) -> None:
    assert einvoice.shown(content) is None


def test_a_file_as_deep_as_anybody_likes_is_told_to_its_end() -> None:
    deep = b"<Invoice>" + b"<a>" * 2_000 + b"</a>" * 2_000 + b"</Invoice>"
    told = einvoice.shown(deep)
    assert told is not None
    assert told.lines[-1] == "…"


def test_its_elements_stand_on_a_sheet_of_the_dossier(case: World, tmp_path: Path) -> None:
    originals(case.late, ubl(), "F-1.xml", "application/xml")
    told = make(case.customer, as_of=AS_OF, out=tmp_path, language="en")
    pages = words_of(told.pdf.read_bytes())
    sheet = next(text for text in pages if text.startswith("Exhibit 2 Invoice F-1"))
    assert "LineExtensionAmount (currencyID EUR): 826.45" in sheet
    assert 'Name: 12 crates #eval("x")' in sheet
    place = pages.index(sheet) + 1
    assert f"2 Invoice F-1 01/05/2026 {place} " in pages[0]
    assert [f"Page {at} / {len(pages)}" in text for at, text in enumerate(pages, 1)] == [
        True
    ] * len(pages)


def test_the_copy_that_it_carries_is_bound_in(case: World, tmp_path: Path) -> None:
    carried = paper("Copy for people")
    originals(case.late, ubl(carrying=carried), "F-1.xml", "application/xml")
    told = make(case.customer, as_of=AS_OF, out=tmp_path, language="en")
    pages = words_of(told.pdf.read_bytes())
    page = next(text for text in pages if "Copy for people" in text)
    assert "Exhibit 2 · 1/1" in page
    with zipfile.ZipFile(told.parcel) as files:
        assert files.read("invoices/0002-2026-05-01-f-1.xml") == ubl(carrying=carried)
        assert files.read("invoices/0002-2026-05-01-f-1.xml.pdf") == carried
