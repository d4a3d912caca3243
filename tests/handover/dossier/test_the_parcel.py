"""The ZIP beside the dossier, and the tables in it."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from acquit.channels.models import IncomingFile
from acquit.handover.dossier.making import make
from acquit.ledger.models import Invoice
from dossier.world import AS_OF, SECRET, World, paper, world


@pytest.fixture
def case(db: None) -> World:
    return world()


def parcel(case: World, out: Path) -> dict[str, bytes]:
    told = make(case.customer, as_of=AS_OF, out=out, language="en")
    with zipfile.ZipFile(told.parcel) as files:
        return {name: files.read(name) for name in files.namelist()}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_file_is_named_and_its_hash_is_right(case: World, tmp_path: Path) -> None:
    files = parcel(case, tmp_path)
    manifest = files.pop("SHA256SUMS").decode()
    told = dict(reversed(line.split("  ")) for line in manifest.splitlines())
    assert told == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }


def test_the_originals_are_in_it_as_they_came(case: World, tmp_path: Path) -> None:
    files = parcel(case, tmp_path)
    assert files["invoices/0004-2026-09-15-f-3.xml"] == b"<Delivery/>"
    assert files["invoices/0002-2026-05-01-f-1.pdf"] == paper("Original of F-1", pages=2)
    assert b"Notre facture F-1" in files["messages/0006-2026-06-10-e-mail-rappel-f-1.txt"]
    assert files["messages/0007-2026-09-15-letter-mise-en-demeure.pdf"].startswith(b"%PDF")
    assert not any(SECRET.encode() in content for content in files.values())


def test_names_are_safe_on_every_system(case: World, tmp_path: Path) -> None:
    IncomingFile.objects.update(name="../../etc/pass wd:*?.exe", media_type="x/y")
    case.mail.subject = '../..\\con|<>:" é'
    case.mail.save()
    names = set(parcel(case, tmp_path))
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)
    assert not any(".." in name or name.startswith("/") for name in names)
    assert "correspondence/0010-2026-06-12-pass-wd.bin" in names


def test_the_claims_are_told_one_by_one(case: World, tmp_path: Path) -> None:
    rows = table(parcel(case, tmp_path)["claims.csv"])
    second = rows[1]
    assert {
        name: second[name] for name in ("invoice", "principal", "paid", "credited")
    } == {
        "invoice": "F-2",
        "principal": "2000.00",
        "paid": "500.00",
        "credited": "100.00",
    }
    assert second["interest_claimed"] == "37.60"
    assert second["interest_per_day"] == "0.4027"
    assert second["fee_claimed"] == "40.00"
    assert second["limitation_until"] == "2036-09-29"
    assert second["exhibit"] == "3"
    assert rows[2]["disputed"] == "300.00"


def test_the_lines_of_interest_add_up_to_what_is_claimed(
    case: World, tmp_path: Path
) -> None:
    files = parcel(case, tmp_path)
    lines = table(files["interest.csv"])
    for claim in table(files["claims.csv"]):
        exact = sum(
            Decimal(line["interest_exact"])
            for line in lines
            if line["claim"] == claim["claim"]
        )
        computed = Decimal(claim["interest_computed"])
        assert abs(exact - computed) <= Decimal("0.005001")


def test_the_index_names_every_exhibit_with_its_page_and_its_file(
    case: World, tmp_path: Path
) -> None:
    files = parcel(case, tmp_path)
    rows = table(files["index.csv"])
    assert [row["exhibit"] for row in rows] == [str(number) for number in range(1, 11)]
    for row in rows:
        if row["file"]:
            assert hashlib.sha256(files[row["file"]]).hexdigest() == row["sha256"]
        if row["text_file"]:
            assert row["text_file"] in files
    assert rows[3]["not_bound"] == "NO_PDF"
    assert rows[3]["page"] == ""


def test_a_number_that_is_a_formula_is_only_a_text(case: World, tmp_path: Path) -> None:
    Invoice.objects.filter(pk=case.late.invoice_id).update(number='=HYPERLINK("x")')
    files = parcel(case, tmp_path)
    (claim, *_) = table(files["claims.csv"])
    assert claim["invoice"] == '\'=HYPERLINK("x")'
