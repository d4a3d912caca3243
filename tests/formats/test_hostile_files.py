"""Whatever a file holds, a refusal or a problem comes out, soon and in little memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquit.formats import registry, writing
from acquit.formats.inspect import inspect
from acquit.formats.records import Problem, Refused
from acquit.formats.source import HEAD_BYTES, Source

from .conftest import GOLDEN, golden_files

if TYPE_CHECKING:
    pass

CAMT = (GOLDEN / "camt" / "fortis-every-kind-of-line.xml").read_bytes()
CODA = (GOLDEN / "coda" / "kbc-two-statements.cod").read_bytes()
UBL = (GOLDEN / "ubl" / "peppol-credit-note.xml").read_bytes()
MT940 = b":20:X\n:25:1234567890\n:28C:1\n:60F:C260325EUR1,00\n"
CFONB = (GOLDEN / "cfonb120" / "credit-agricole-two-accounts.txt").read_bytes()
CFONB = CFONB.replace(b"\r\n", b"\n")
OFX = b"<OFX><STMTRS><BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>"
GOLDEN_BYTES = [path.read_bytes() for path in golden_files()]

MEGABYTE = 1024 * 1024


def refusal_of(content: bytes) -> Problem:
    """Why the whole file is refused; fails when it is not."""
    source = Source.of_bytes(content)
    with pytest.raises(Refused) as caught:
        for _ in registry.recognise(source).read(source):
            pass
    return caught.value.problem


def workbook(sheet: str = "", *, shared: str = "", styles: str = "<styleSheet/>") -> bytes:
    """A minimal XLSX around the rows of one sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<workbook xmlns:r="urn:r"><sheets><sheet r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst>{shared}</sst>")
        archive.writestr("xl/styles.xml", styles)
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet><sheetData>{sheet}</sheetData></worksheet>",
        )
    return out.getvalue()


def inline(*texts: str) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row>{cells}</row>"


HEADER = inline("receipt_reference", "received_on", "amount", "note")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_arbitrary_bytes_are_refused_and_never_crash(content: bytes) -> None:
    inspect(Source.of_bytes(content))


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"<", b"0000002032672505", b"customer_code,name\n", b"PK\x03\x04"]),
    st.binary(max_size=1000),
)
def test_bytes_that_begin_like_a_format_never_crash(start: bytes, rest: bytes) -> None:
    inspect(Source.of_bytes(start + rest))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_golden_file_gives_records_problems_or_a_refusal(
    data: st.DataObject,
) -> None:
    content = bytearray(data.draw(st.sampled_from(GOLDEN_BYTES)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 40]))
        content[at : at + length] = data.draw(
            st.binary(max_size=4)
            | st.sampled_from([b"-", b"9" * 40, b"\xff", b"\0", b"\n", b"<"])
        )
        content = content or bytearray(b"x")
    inspect(Source.of_bytes(bytes(content)))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_damaged_workbook_never_crashes(data: st.DataObject) -> None:
    content = bytearray(workbook(HEADER + inline("R1", "2026-01-02", "5", "x")))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    inspect(Source.of_bytes(bytes(content)))


@pytest.mark.parametrize("content", [CAMT, CODA, UBL], ids=["camt", "coda", "ubl"])
def test_a_truncated_file_is_refused_with_the_line(content: bytes) -> None:
    assert "line" in str(refusal_of(content[: len(content) * 3 // 4]).where)


@pytest.mark.parametrize("content", [CAMT, UBL], ids=["camt", "ubl"])
def test_xml_in_another_encoding_than_it_declares_is_refused(content: bytes) -> None:
    assert "line" in str(refusal_of(content.decode().encode("cp1252")).where)


def test_a_coda_file_saved_in_utf_8_is_refused() -> None:
    problem = refusal_of(CODA.decode("cp1252").encode("utf-8"))
    assert "129 characters" in str(problem.saw)
    assert "editor" in str(problem.remedy)


def test_a_csv_in_cp1252_is_refused_saying_how_to_save_it() -> None:
    problem = refusal_of("customer_code,name\nC1,Dupré\n".encode("cp1252"))
    assert str(problem.where) == "line 2"
    assert "CSV UTF-8" in str(problem.remedy)


def test_a_csv_in_utf_16_is_refused_saying_how_to_save_it() -> None:
    assert "CSV UTF-8" in str(refusal_of("customer_code,name\n".encode("utf-16")).remedy)


def test_nul_bytes_in_a_csv_are_refused() -> None:
    assert str(refusal_of(b"customer_code,name\nC1,a\0b\n").where) == "line 2"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a damaged Excel file"),
        (b"<html><body/></html>", "XML that begins with “html”"),
        (b"date;amount\n", "text that begins with “date;amount”"),
        (b"date;amount;name\n1;2;3\n", "a table that nobody has described yet"),
        (bytes(range(256)), "bytes that are not text"),
    ],
)
def test_an_unknown_file_is_described_in_words(content: bytes, seen: str) -> None:
    assert seen in str(refusal_of(content).saw)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE Document SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_with_a_doctype_is_refused(doctype: str, encoding: str) -> None:
    text = CAMT.decode().replace('<?xml version="1.0" encoding="UTF-8"?>', doctype)
    assert "DOCTYPE" in str(refusal_of(text.encode(encoding)).saw)


def test_entities_in_the_parts_of_a_workbook_are_refused() -> None:
    bomb = '<!DOCTYPE styleSheet [<!ENTITY a "aaaa">]><styleSheet>&a;</styleSheet>'
    content = workbook(HEADER, styles=bomb)
    assert "DOCTYPE" in str(refusal_of(content).saw)


def test_several_invoices_glued_together_are_refused() -> None:
    body = UBL.partition(b"?>")[2]
    assert "Extra content" in str(refusal_of(UBL + body).saw)


def test_an_amount_of_absurd_size_is_refused() -> None:
    damaged = CAMT.replace(b">100.00<", b">" + b"9" * 30 + b"<", 1)
    assert "9" * 30 in str(refusal_of(damaged).saw)


def test_a_day_that_no_calendar_has_is_refused() -> None:
    assert "2026-02-30" in str(refusal_of(CAMT.replace(b"2026-03-02", b"2026-02-30")).saw)


def test_a_changed_amount_makes_a_coda_file_refused_naming_the_totals() -> None:
    problem = refusal_of(CODA.replace(b"000000000050000", b"000000000050010", 1))
    assert "the credit total comes to 750.01" in str(problem.saw)
    assert "the credit total 750.00 as written" in str(problem.wanted)


def test_a_missing_coda_record_is_refused_by_their_number() -> None:
    lines = CODA.splitlines(keepends=True)
    without_name = [line for line in lines if not line.startswith(b"230003")]
    assert "the number of records" in str(refusal_of(b"".join(without_name)).saw)


@pytest.mark.parametrize(
    "sheet",
    [
        "<row>" + "<c/>" * 20 * MEGABYTE + "</row>",
        "<x/>" * 5_000_000,
    ],
    ids=["one row", "no row"],
)
def test_a_zip_bomb_is_refused_with_little_memory(sheet: str) -> None:
    content = workbook(HEADER + sheet)
    assert len(content) < MEGABYTE
    tracemalloc.start()
    assert "MB" in str(refusal_of(content).saw) + str(refusal_of(content).wanted)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * MEGABYTE


def test_a_row_beyond_the_last_of_a_sheet_is_refused() -> None:
    assert "rows" in str(refusal_of(workbook(HEADER + '<row r="1048577"/>')).wanted)


def test_one_text_repeated_in_every_cell_is_held_once() -> None:
    shared = f"<si><t>{'x' * 30_000}</t></si>"
    row = '<row><c t="inlineStr"><is><t>R1</t></is></c><c/><c/><c t="s"><v>0</v></c></row>'
    content = workbook(HEADER + row * 5_000, shared=shared)
    tracemalloc.start()
    inspect(Source.of_bytes(content))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * MEGABYTE


def test_a_cell_in_the_last_corner_of_a_sheet_takes_no_memory() -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "columns" in str(refusal_of(workbook(HEADER + corner)).wanted)


class Endless(io.RawIOBase):
    """A file of two gigabytes that is nowhere: it repeats what it is given."""

    def __init__(self, start: bytes, repeated: bytes, size: int) -> None:
        self.start, self.repeated, self.left = start, repeated, size
        self.given = 0

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # typeshed: Buffer
        chunk = self.start or self.repeated * (len(buffer) // len(self.repeated) + 1)
        chunk = chunk[: min(len(buffer), self.left)]
        self.start = self.start[len(chunk) :]
        self.left -= len(chunk)
        self.given += len(chunk)
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def readable(self) -> bool:
        return True


def endless(start: bytes, repeated: bytes) -> tuple[Source, list[Endless]]:
    size = 2 * 1024 * MEGABYTE
    opened: list[Endless] = []

    def open_it() -> BinaryIO:
        opened.append(Endless(start, repeated, size))
        return cast("BinaryIO", io.BufferedReader(opened[-1]))

    head = (start + repeated * HEAD_BYTES)[:HEAD_BYTES]
    return Source("endless", size, head, open_it), opened


@pytest.mark.parametrize(
    ("start", "repeated"),
    [
        (b"", b"rubbish "),
        (b"", b"\0"),
        (b"", b"<a>"),
        (b"customer_code,name\n", b"x"),
        (b"customer_code,name\n", b'"\n",'),
        (b"0000002032672505".ljust(127) + b"2\r\n", b"x"),
        (CAMT[: CAMT.index(b"<Ntry>")], b"<x/>"),
        (CAMT[: CAMT.index(b"<Ntry>")], b"x"),
        (UBL[: UBL.index(b"<cbc:ID>")], b"<x/>"),
        (MT940, b"x"),
        (MT940, b"x\n"),
        (MT940, b":61:x\n"),
        (MT940, b":86:x\n"),
        (MT940, b":20:\n"),
        (CFONB[:121], b"x"),
        (CFONB[:242], CFONB[242:363]),
        (OFX, b"x"),
        (OFX, b"<x>"),
        (OFX, b"<!-- "),
        (OFX, b"<STMTTRN>"),
    ],
    ids=[
        "text",
        "nul",
        "xml",
        "csv line",
        "csv row",
        "coda line",
        "camt",
        "camt text",
        "ubl",
        "mt940 line",
        "mt940 text",
        "mt940 entries",
        "mt940 remarks",
        "mt940 messages",
        "cfonb line",
        "cfonb complements",
        "ofx text",
        "ofx tags",
        "ofx comment",
        "ofx entries",
    ],
)
def test_two_gigabytes_of_rubbish_are_refused_after_a_few_megabytes(
    start: bytes, repeated: bytes
) -> None:
    source, opened = endless(start, repeated)
    tracemalloc.start()
    with pytest.raises(Refused):
        list(registry.recognise(source).read(source))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sum(stream.given for stream in opened) < 10 * MEGABYTE
    assert peak < 30 * MEGABYTE


def test_an_export_of_hostile_texts_holds_no_formula() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"]
    out = io.StringIO(newline="")
    writing.write_csv([[text] for text in hostile], ["=header"], out)
    lines = [line for line in out.getvalue().split("\r\n") if line]
    assert all(line.lstrip('"').startswith("'") for line in lines)


@pytest.mark.parametrize("path", golden_files(), ids=lambda path: path.name)
def test_a_reader_that_is_left_in_the_middle_closes_its_file(path: Path) -> None:
    source = Source.of_path(path)
    reading = registry.recognise(source).read(source)
    next(reading)
    del reading  # an open file would raise a ResourceWarning, which is an error here
