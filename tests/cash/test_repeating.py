"""The same seed gives the same bytes; another seed, family or mix does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from acquit.bench import cash
from acquit.bench.cash.books import books
from acquit.bench.cash.numbering import NUMBERINGS
from acquit.bench.cash.wording import PHRASES
from acquit.bench.cash.writing import write


def bytes_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, seed=7, lines=200, mix="nasty")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_another_seed_and_the_held_out_family_give_other_truths(tmp_path: Path) -> None:
    write(tmp_path / "one", seed=7, lines=200, mix="nasty")
    write(tmp_path / "two", seed=8, lines=200, mix="nasty")
    write(tmp_path / "three", seed=7, lines=200, mix="nasty", family="held_out")
    told = [
        (tmp_path / name / "truth.jsonl").read_bytes() for name in ("one", "two", "three")
    ]
    assert len(set(told)) == 3


def test_no_number_format_or_phrase_of_the_held_out_family_is_tuned_on() -> None:
    for country, formats in NUMBERINGS["held_out"].items():
        tuned = {one.pattern for one in NUMBERINGS["dev"][country]} - {"{n}"}
        assert not tuned & {one.pattern for one in formats}
    for language, held_out in PHRASES["held_out"].items():
        assert not set(held_out.invoice) & set(PHRASES["dev"][language].invoice)
        assert not set(held_out.several) & set(PHRASES["dev"][language].several)


def test_books_hold_as_many_documents_as_asked_for() -> None:
    made = books(3, 5_000)
    assert sum(company.documents for company in made.companies) == 5_000
    for company in made.companies:
        documents = {
            item.number for customer in company.customers() for item in customer.items
        }
        assert len(documents) == company.documents


def test_books_too_small_to_pay_from_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 200"):
        books(3, 20)


def test_no_two_customers_of_a_company_have_one_name() -> None:
    for company in books(3, 20_000).companies:
        names = [customer.name for customer in company.customers()]
        assert len(set(names)) == len(names)


def test_near_equal_names_differ_in_the_legal_form_only() -> None:
    company = books(3, 2_000).companies[0]
    one, other = company.customer(3), company.customer(4)
    assert one.base == other.base
    assert one.name != other.name


def test_nothing_of_the_matcher_is_used() -> None:
    folder = Path(cash.__file__).parent
    for path in folder.rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            if line.lstrip().startswith(("import ", "from ")) and "acquit" in line:
                assert "acquit.bench.cash" in line, path
