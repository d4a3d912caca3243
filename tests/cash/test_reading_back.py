"""Our importers read every file of a benchmark, and nothing is lost between."""

from __future__ import annotations

from decimal import Decimal

from .conftest import LINES, Made
from .reading import letters


def test_every_table_and_statement_is_read_without_a_problem(made: Made) -> None:
    for company in made.companies.values():
        assert company.problems == []
        assert company.customers
        assert company.invoices
        assert company.contacts


def test_every_line_is_read_once_and_joined_to_its_truth(made: Made) -> None:
    lines = [line for company in made.companies.values() for line in company.lines]
    assert len(lines) == LINES == len(made.truth)
    assert {line.bank_reference for line in lines} == set(made.truth)
    for line in lines:
        truth = made.truth[line.bank_reference]
        assert line.booked_on.isoformat() == truth["booked_on"]
        assert line.amount == Decimal(truth["minor"]).scaleb(-2)
        assert line.currency == truth["currency"]


def test_each_statement_closes_on_what_its_lines_come_to(made: Made) -> None:
    for company in made.companies.values():
        before = None
        for statement in company.statements:
            opening, closed = statement.opened.opening, statement.closed
            assert closed is not None
            assert opening is not None
            assert before in {None, opening}
            assert closed.closing == opening + sum(line.amount for line in statement.lines)
            before = closed.closing


def test_each_account_has_one_statement_a_day_in_order(made: Made) -> None:
    for written in made.written.companies:
        company = made.companies[written.code]
        days = [statement.lines[0].booked_on for statement in company.statements]
        assert days == sorted(set(days))
        assert {statement.opened.account for statement in company.statements} == {
            written.iban
        }
        for statement in company.statements:
            assert {line.booked_on for line in statement.lines} == {
                statement.lines[0].booked_on
            }


def test_what_the_payer_wrote_comes_back_cut_and_in_the_letters_of_the_format(
    made: Made,
) -> None:
    for written in made.written.companies:
        for line in made.companies[written.code].lines:
            message = made.truth[line.bank_reference]["message"]
            width = {"FR": 70}.get(written.country, 140)
            words = message[: width - 8].split()[:-1]
            for word in words:
                assert letters(word) in letters(line.text), (line.text, message)


def test_the_limits_of_the_formats_bite(made: Made) -> None:
    longest = {"BE": 35, "FR": 70, "DE": 54, "NL": 70, "LU": 70, "GB": 70}
    for written in made.written.companies:
        lines = made.companies[written.code].lines
        assert max(len(line.name) for line in lines) <= longest[written.country]
        if written.country in {"BE", "FR", "DE"}:
            assert all(line.text.isascii() and line.name.isascii() for line in lines)
