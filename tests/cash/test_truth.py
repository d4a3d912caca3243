"""The truth holds, checked again from the files alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from stdnum import iban, iso11649
from stdnum.be import ogm_vcs
from stdnum.be import vat as belgian_vat
from stdnum.de import vat as german_vat
from stdnum.fr import tva
from stdnum.gb import vat as british_vat
from stdnum.lu import tva as luxembourg_vat
from stdnum.nl import btw

from acquit.bench.cash.mixes import MIXES

from .conftest import LINES, Made
from .reading import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import InvoiceRow, LineRecord

    from .reading import ReadCompany

VAT = {
    "BE": belgian_vat,
    "DE": german_vat,
    "FR": tva,
    "GB": british_vat,
    "LU": luxembourg_vat,
    "NL": btw,
}
WRITTEN_OFF = {"discount", "fee", "rounding"}
Key = tuple[str, int]


@dataclass
class Books:
    """What is open at each company, while its lines pass as the truth says."""

    items: dict[Key, InvoiceRow]
    left: dict[Key, int]
    of_customer: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, company: ReadCompany) -> Books:
        items = {(row.invoice_number, row.instalment or 0): row for row in company.invoices}
        assert len(items) == len(company.invoices)
        books = cls(items, {key: int(row.amount * 100) for key, row in items.items()})
        for key, row in items.items():
            books.of_customer[row.customer_code].append(key)
        return books

    def open_on(self, line: LineRecord, customer: str) -> dict[Key, int]:
        """Open items of a customer; what is open of a credit note is negative."""
        return {
            key: -self.left[key] if self.items[key].credit_note else self.left[key]
            for key in self.of_customer[customer]
            if self.left[key] and self.items[key].issued_on <= line.booked_on
        }

    def book(self, answer: dict[str, Any]) -> None:
        for number, instalment, minor in answer["settles"]:
            self.left[number, instalment] -= abs(minor)
            assert self.left[number, instalment] >= 0
        for number, instalment, _, why in answer["left"]:
            if why in WRITTEN_OFF:
                self.left[number, instalment] = 0


def walked(made: Made) -> Iterator[tuple[ReadCompany, Books, LineRecord, dict[str, Any]]]:
    """Every line with its truth and the books before it."""
    for company in made.companies.values():
        books = Books.of(company)
        for line in company.lines:
            truth = made.truth[line.bank_reference]
            yield company, books, line, truth
            if truth["answers"]:
                books.book(truth["answers"][0])


def test_every_answer_comes_to_the_amount_and_settles_what_was_open(made: Made) -> None:
    for _, books, line, truth in walked(made):
        for answer in truth["answers"]:
            settled = sum(minor for _, _, minor in answer["settles"])
            assert settled + answer["on_account"] - answer["costs"] == truth["minor"]
            for number, instalment, minor in answer["settles"]:
                item = books.items[number, instalment]
                assert item.customer_code in truth["customers"]
                assert item.issued_on <= line.booked_on
                assert 0 < abs(minor) <= books.left[number, instalment]
                assert (minor < 0) is item.credit_note


def test_what_is_left_of_an_item_is_told_to_the_cent(made: Made) -> None:
    for _, books, _, truth in walked(made):
        for answer in truth["answers"]:
            paid = {(number, part): minor for number, part, minor in answer["settles"]}
            short = {(number, part): minor for number, part, minor, _ in answer["left"]}
            for key, minor in paid.items():
                assert abs(minor) + short.get(key, 0) == books.left[key]


def test_nobody_is_nobody_and_nobody_else_is(made: Made) -> None:
    for truth in made.truth.values():
        assert truth["nobody"] is (not truth["customers"])
        if truth["nobody"]:
            assert not truth["answers"]
            assert not truth["postable"]


def test_fifteen_per_cent_of_money_in_is_nobodys(made: Made) -> None:
    money_in = [truth for truth in made.truth.values() if truth["minor"] > 0]
    assert sum(truth["nobody"] for truth in money_in) >= 0.15 * len(money_in)


def test_a_line_with_several_answers_is_never_postable(made: Made) -> None:
    for truth in made.truth.values():
        if len(truth["answers"]) > 1:
            assert not truth["postable"]
            assert not truth["learnable"]


def test_what_is_postable_without_a_number_has_one_explanation(made: Made) -> None:
    """One open item has the amount; else one set of the few that are open comes to it."""
    silent = {"name_amount", "iban_amount", "contact_name", "on_behalf", "number_typo"}
    silent |= {"number_cut_35", "number_of_other", "ogm_of_other", "ogm_wrong_check"}
    for _, books, line, truth in walked(made):
        if not (truth["postable"] or truth["learnable"]):
            continue
        if truth["class"] in silent | {"number_without_prefix", "number_transposed"}:
            (customer,) = truth["customers"]
            amounts = [m for m in books.open_on(line, customer).values() if m > 0]
            assert Counter(amounts)[truth["minor"]] == 1
        elif truth["class"] in {"summed", "oldest_first", "credit_silent"}:
            (customer,) = truth["customers"]
            minors = list(books.open_on(line, customer).values())
            sets = (s for n in range(1, len(minors) + 1) for s in combinations(minors, n))
            assert sum(sum(one) == truth["minor"] for one in sets) == 1


def test_ambiguous_sums_list_every_set_that_fits(made: Made) -> None:
    for _, books, line, truth in walked(made):
        if truth["class"] == "sums_ambiguous":
            (customer,) = truth["customers"]
            items = list(books.open_on(line, customer).items())
            fitting = {
                frozenset(key for key, _ in one)
                for count in range(1, len(items) + 1)
                for one in combinations(items, count)
                if sum(minor for _, minor in one) == truth["minor"]
            }
            told = {
                frozenset((number, part) for number, part, _ in answer["settles"])
                for answer in truth["answers"]
            }
            assert told == fitting
            assert len(told) > 1


def test_all_that_is_due_is_all_that_is_due(made: Made) -> None:
    for _, books, line, truth in walked(made):
        if truth["class"] == "all_due":
            (customer,) = truth["customers"]
            due = [
                minor
                for key, minor in books.open_on(line, customer).items()
                if (books.items[key].due_on or line.booked_on) <= line.booked_on
            ]
            assert sum(due) == truth["minor"]


def test_a_payer_who_must_be_known_is_known_from_what_was_read(made: Made) -> None:
    """By an account that one customer alone has, or by its name without the legal form."""
    by_payer = {"name_amount", "iban_amount", "summed", "oldest_first", "part_payment"}
    for company, _, line, truth in walked(made):
        if not truth["postable"] or truth["class"] not in by_payer:
            continue
        (code,) = truth["customers"]
        owners = [c for c, row in company.customers.items() if line.iban in row.ibans]
        base = company.customers[code].name.rsplit(" ", 1)[0]
        person = company.customers[code].party_type == "consumer"
        name = company.customers[code].name if person else base.removesuffix(" GmbH & Co.")
        said = letters(f"{line.name} {line.text}")
        assert owners == [code] or letters(name) in said


def test_a_prepaid_invoice_is_in_no_table_but_the_later_one(made: Made) -> None:
    last = max(line.booked_on for one in made.companies.values() for line in one.lines)
    prepaid = sum(truth["class"] == "prepaid" for truth in made.truth.values())
    later = [row for company in made.companies.values() for row in company.later]
    assert len(later) == prepaid > 0
    assert all(row.issued_on > last for row in later)
    for company in made.companies.values():
        numbers = {row.invoice_number for row in company.invoices}
        assert not numbers & {row.invoice_number for row in company.later}


def test_a_stranger_who_cites_our_number_pays_another_amount(made: Made) -> None:
    cited = 0
    for _, books, line, truth in walked(made):
        if truth["class"] == "stranger_number":
            for (number, part), row in books.items.items():
                if f" {number}" in truth["message"]:
                    cited += 1
                    assert books.left[number, part] != truth["minor"], (line, row)
    assert cited > 0


def test_identifiers_have_valid_check_digits(made: Made) -> None:
    for company in made.companies.values():
        for row in company.customers.values():
            assert all(iban.is_valid(one) for one in row.ibans)
            if row.vat:
                assert VAT[row.country].is_valid(row.vat), row.vat
        for item in company.invoices:
            reference = item.payment_reference
            assert (
                not reference or ogm_vcs.is_valid(reference) or iso11649.is_valid(reference)
            )
    for truth in made.truth.values():
        assert iban.is_valid(truth["account"])


def test_classes_come_in_the_shares_of_their_mix(made: Made) -> None:
    """Where companies use no references, or nobody fits, other classes stand in."""
    shares = MIXES[made.mix].shares
    assert sum(shares.values()) == 1000
    counts = Counter(truth["class"] for truth in made.truth.values())
    assert set(counts) <= set(shares)
    for kind, share in shares.items():
        if share >= 20 and not kind.startswith(("ogm", "rf")) and kind != "number_exact":
            assert abs(counts[kind] / LINES - share / 1000) < 0.012, kind


def test_open_items_cover_the_sizes_of_customers(made: Made) -> None:
    counts = Counter(
        (code, row.customer_code)
        for code, company in made.companies.items()
        for row in company.invoices
    )
    assert max(counts.values()) >= 200
    assert min(counts.values()) <= 2
    assert all(amount > Decimal(0) for amount in _amounts(made))


def _amounts(made: Made) -> Iterator[Decimal]:
    for company in made.companies.values():
        yield from (row.amount for row in company.invoices)


def test_a_number_that_decides_stands_in_what_was_read(made: Made) -> None:
    """Else the amount decides: it is that of one open item of the payer only."""
    cited = {"number_exact", "number_in_end_to_end", "numbers_listed", "credit_listed"}
    for _, books, line, truth in walked(made):
        if truth["class"] in cited and truth["postable"]:
            (answer,) = truth["answers"]
            said = letters(f"{line.text} {line.end_to_end_id}")
            if not all(letters(number) in said for number, _, _ in answer["settles"]):
                (customer,) = truth["customers"]
                amounts = books.open_on(line, customer).values()
                assert Counter(amounts)[truth["minor"]] == 1


def test_a_reference_that_decides_is_read_as_one(made: Made) -> None:
    for _, books, line, truth in walked(made):
        if truth["class"] in {"ogm_exact", "ogm_in_text", "rf_exact"}:
            ((number, part, _),) = truth["answers"][0]["settles"]
            reference = books.items[number, part].payment_reference
            # Twelve digits without their crosses are text to the reader.
            assert reference in line.references or line.text == reference


def test_what_is_learnable_was_paid_from_that_account_before(made: Made) -> None:
    payers: dict[str, set[str]] = defaultdict(set)
    for _, _, line, truth in walked(made):
        if truth["learnable"]:
            assert payers[line.iban] == set(truth["customers"])
        if truth["postable"] and line.iban:
            payers[line.iban] |= set(truth["customers"])


def test_seven_of_ten_payments_of_the_clean_mix_have_a_reference(made: Made) -> None:
    if made.mix == "clean_be":
        paid = [t for t in made.truth.values() if t["customers"] and t["minor"] > 0]
        share = sum(t["class"] in {"ogm_exact", "ogm_in_text"} for t in paid) / len(paid)
        assert 0.68 < share < 0.72
