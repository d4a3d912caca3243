"""A ZIP is the files in it: one level deep, within bounds, never half."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acquit.formats import archive, parcels, registry, writing
from acquit.formats.records import Problem, Refused
from acquit.formats.source import Source

from .conftest import GOLDEN

CUSTOMERS = b"customer_code,name\nC1,Menuiserie Faux\n"
CONTACTS = b"customer_code,name,role\nC1,Anne Martin,accounting\n"
INVOICES = b"invoice_number,customer_code,issue_date,amount\nF1,C1,2026-01-05,10.00\n"
RECEIPTS = b"receipt_reference,received_on,amount\nR1,2026-01-09,10.00\n"
STATEMENT = (GOLDEN / "coda" / "kbc-two-statements.cod").read_bytes()
MEGABYTE = 1024 * 1024


def packed(
    files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
        made.comment = comment
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    writing.write_xlsx([["C1", "Menuiserie Faux"]], ["customer_code", "name"], out)
    return out.getvalue()


def names(content: bytes) -> list[str]:
    with parcels.unpacked(Source.of_bytes(content, name="all.zip")) as files:
        return [file.name for file in files]


def refusal_of(content: bytes) -> Problem:
    with pytest.raises(Refused) as caught:
        registry.recognise(Source.of_bytes(content))
    return caught.value.problem


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_files_in_an_archive_are_read_as_they_are(method):
    content = packed({"a/customers.csv": CUSTOMERS}, method)
    with parcels.unpacked(Source.of_bytes(content)) as [file]:
        assert (file.name, file.size, file.head) == (
            "a/customers.csv",
            len(CUSTOMERS),
            CUSTOMERS,
        )
        for _ in range(2):
            with file.open() as stream:
                assert stream.read() == CUSTOMERS


def test_what_others_need_comes_first_whatever_the_files_are_called():
    files = {
        "1.cod": STATEMENT,
        "2.csv": RECEIPTS,
        "3.txt": b"minutes of a meeting",
        "4.csv": INVOICES,
        "5.csv": CONTACTS,
        "6.xlsx": workbook(),
    }
    assert names(packed(files)) == [
        *("6.xlsx", "5.csv", "4.csv", "2.csv", "1.cod", "3.txt")
    ]


def test_an_archive_comes_as_early_as_its_first_file_has_to():
    sources = [
        Source.of_bytes(INVOICES, name="invoices"),
        Source.of_bytes(packed({"1": STATEMENT, "2": CUSTOMERS}), name="archive"),
    ]
    assert parcels.order(sources) == [1, 0]


def test_equals_stay_as_they_were_given():
    files = {f"{number}.csv": INVOICES for number in (3, 1, 2)}
    assert names(packed(files)) == ["3.csv", "1.csv", "2.csv"]


@pytest.mark.parametrize("content", [workbook(), CUSTOMERS, b"", b"PK", b"PK\x03\x04"])
def test_what_is_no_archive_stays_as_it_is(content):
    assert names(content) == ["all.zip"]
    assert not archive.is_archive(Source.of_bytes(content))


def test_what_computers_add_by_themselves_is_left_out():
    litter = ("__MACOSX/._a.csv", ".DS_Store", "x/Thumbs.db", "desktop.ini", "empty/")
    files = dict.fromkeys(litter, b"") | {"a.csv": CUSTOMERS}
    assert names(packed(files)) == ["a.csv"]


def test_a_name_leads_nowhere():
    content = packed({"../../etc/cron.d/x\n.csv": CUSTOMERS, "/root/a.csv": CUSTOMERS})
    assert names(content) == ["etc/cron.d/x�.csv", "root/a.csv"]


def test_an_archive_within_an_archive_is_refused_as_one_of_its_files():
    inner = packed({"customers.csv": CUSTOMERS})
    outer = Source.of_bytes(packed({"inner.zip": inner}))
    with parcels.unpacked(outer) as [file], pytest.raises(Refused) as caught:
        registry.recognise(file)
    assert str(caught.value.problem.saw) == "a ZIP archive where a file was expected"


def test_an_archive_that_holds_itself_ends():
    content = packed({"a.csv": CUSTOMERS})
    for _ in range(6):
        content = packed({"again.zip": content})
    assert names(content) == ["again.zip"]


def with_other_size(content: bytes, size: int) -> bytes:
    """The archive of one file, said in its list of contents to unpack to so much."""
    at = content.index(b"PK\x01\x02") + 24
    return content[:at] + struct.pack("<L", size) + content[at + 4 :]


def protected(content: bytes) -> bytes:
    at = content.index(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


ONE = packed({"a.csv": CUSTOMERS * 50})
MANY = packed({f"{number}.csv": b"" for number in range(archive.MOST_FILES + 1)})
BOMB = packed({"zeros": bytes(9 * MEGABYTE)})
PARTS = packed({f"{n}": bytes(7 * MEGABYTE) for n in range(80)})
TURNED = bytearray(ONE)
TURNED[60] ^= 0xFF


@pytest.mark.parametrize(
    ("content", "saw"),
    [
        (MANY, "a ZIP of very many files"),
        (BOMB, "far more than its packed size lets expect"),
        (PARTS, "far more than its packed size lets expect"),
        (with_other_size(ONE, 40), "a damaged file"),
        (with_other_size(ONE, 2**32 - 2), "far more than its packed size"),
        (bytes(TURNED), "a damaged file"),
        (protected(ONE), "protected by a password"),
        (packed({"a.csv": CUSTOMERS}, zipfile.ZIP_LZMA), "an unusual compression"),
        (packed({"folder/": b""}), "no file in it"),
        (packed({}), "an empty ZIP archive"),
    ],
    ids=[
        *("too many", "bomb", "many parts", "states less", "states lots"),
        *("turned bits", "password", "lzma", "only a folder", "empty"),
    ],
)
def test_an_archive_that_cannot_be_trusted_is_refused_whole(content, saw):
    assert names(content) == ["all.zip"]
    assert saw in str(refusal_of(content).saw)


def test_a_file_is_as_long_as_it_is_whatever_the_archive_states():
    with parcels.unpacked(Source.of_bytes(with_other_size(ONE, 4000))) as [file]:
        assert file.size == len(CUSTOMERS * 50)


def test_a_list_of_contents_without_end_is_never_read_into_memory():
    content = packed({"a.csv": CUSTOMERS}, comment=b"")
    at = content.rindex(b"PK\x05\x06") + 12
    stated = struct.pack("<L", 300 * MEGABYTE)
    content = content[:at] + stated + content[at + 4 :]
    assert "very many files" in str(refusal_of(content).saw)


def test_a_bomb_takes_little_memory():
    tracemalloc.start()
    refusal_of(BOMB)
    refusal_of(PARTS)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * MEGABYTE


def test_a_comment_behind_an_archive_changes_nothing():
    assert names(packed({"a.csv": CUSTOMERS}, comment=b"from the ERP " * 900)) == ["a.csv"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_archive_gives_files_or_a_refusal(data):
    content = bytearray(data.draw(st.sampled_from([ONE, packed({"a": b"x", "b": b"y"})])))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(1, len(content)))]
    with parcels.unpacked(Source.of_bytes(bytes(content))) as files:
        for file in files:
            try:
                for _record in registry.recognise(file).read(file):
                    pass
            except Refused:
                continue
