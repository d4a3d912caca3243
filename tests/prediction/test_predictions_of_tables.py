"""`acquit predict` on tables, from the first invoice of a company on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from invented import HEADER, START, Line, company, split, write

TODAY = START + timedelta(220)
DAYS = ("expected_on", "median_on", "low_on", "high_on")
CHANCES = ("p_late", "p_late_30", "p_within_7")


@pytest.fixture
def tables(tmp_path):
    """The tables of history and of open invoices on a morning."""

    def made(lines, day=TODAY):
        paid, waiting = split(lines, day)
        return write(tmp_path / "history.csv", paid), write(tmp_path / "open.csv", waiting)

    return made


def test_every_open_invoice_has_its_row(tables, predict):
    lines = company(400)
    rows = predict(*tables(lines), TODAY)
    assert [row["invoice_number"] for row in rows] == [
        line.number for line in split(lines, TODAY)[1]
    ]
    for row in rows:
        low, high = row["low_on"], row["high_on"]
        assert str(TODAY) <= low <= row["expected_on"] <= high
        assert low <= row["median_on"] <= high
        assert all(0 <= float(row[one]) <= 1 for one in CHANCES)
        assert row["reason"].endswith(".")


def test_asked_twice_it_says_the_same(tables, predict):
    files = tables(company(2_500))
    assert predict(*files, TODAY) == predict(*files, TODAY)


def test_who_pays_nine_days_late_on_thursdays_is_expected_then(tmp_path, predict):
    due = [date(2025, 1, 7) + timedelta(7 * week) for week in range(30)]
    lines = [
        Line(f"T{week}", "THURSDAY", day - timedelta(30), day, 500, day + timedelta(9))
        for week, day in enumerate(due)
    ]
    waiting = Line("NEXT", "THURSDAY", date(2025, 8, 5), date(2025, 9, 2), 500, None)
    history, open_ = write(tmp_path / "h.csv", lines), write(tmp_path / "o.csv", [waiting])
    (row,) = predict(history, open_, "2025-08-25")
    assert row["expected_on"] == row["median_on"] == "2025-09-11"
    assert float(row["p_late"]) > 0.9
    assert row["reason"] == (
        "This customer usually pays 9 days after due, mostly on Thursdays "
        "(30 payments are known)."
    )


def test_a_company_without_any_payment_expects_the_due_day(tmp_path, predict):
    waiting = Line("FIRST", "NEW", date(2025, 3, 3), date(2025, 4, 2), 500, None)
    open_ = write(tmp_path / "o.csv", [waiting])
    (row,) = predict(write(tmp_path / "h.csv", []), open_, "2025-03-10")
    assert row["expected_on"] == "2025-04-02"
    assert row["reason"].startswith("No payment of this customer is known yet")


def test_an_invoice_that_is_years_overdue_is_still_expected_some_day(tmp_path, predict):
    waiting = Line("OLD", "GONE", date(2020, 3, 2), date(2020, 4, 1), 500, None)
    open_ = write(tmp_path / "o.csv", [waiting])
    (row,) = predict(write(tmp_path / "h.csv", company(50)), open_, TODAY)
    assert row["expected_on"] >= str(TODAY)
    assert row["p_late"] == row["p_late_30"] == "1.0000"


def test_a_due_day_that_stands_for_never_costs_no_time(tmp_path, predict):
    never = Line("NEVER", "C00", date(2024, 3, 4), date(2199, 12, 31), 500, None)
    open_ = write(tmp_path / "o.csv", [never])
    (row,) = predict(write(tmp_path / "h.csv", company(50)), open_, TODAY)
    assert row["expected_on"] > str(TODAY)
    assert float(row["p_late"]) < 0.5


def test_what_the_open_table_says_of_later_days_is_not_looked_at(tables, predict, tmp_path):
    lines = company(300)
    history, waiting = tables(lines)
    rows = predict(history, waiting, TODAY)
    whole = write(tmp_path / "whole.csv", lines)
    assert predict(whole, whole, TODAY) == rows


def test_only_the_columns_that_must_be_there(tmp_path, predict):
    history = tmp_path / "h.csv"
    history.write_text(
        "invoice_number;customer_code;issue_date;amount;settled_on\n"
        "A1;C1;2025-01-06;100;2025-02-11\n"
    )
    open_ = tmp_path / "o.csv"
    open_.write_text(
        "invoice_number;customer_code;issue_date;amount\nA2;C1;2025-03-03;100\n"
    )
    (row,) = predict(history, open_, "2025-03-04")
    # Without a due day and terms: thirty days after issue.
    assert "2025-04-02" <= row["expected_on"] <= "2025-04-10"
    reason = "This customer usually pays 6 days after due (one payment is known)."
    assert row["reason"] == reason


def test_a_credit_note_is_not_predicted(tmp_path, predict):
    open_ = tmp_path / "o.csv"
    open_.write_text(
        "invoice_number,customer_code,type,issue_date,amount\n"
        "A2,C1,invoice,2025-03-03,100\nA3,C1,credit_note,2025-03-03,100\n"
    )
    rows = predict(write(tmp_path / "h.csv", []), open_, "2025-03-04")
    assert [row["invoice_number"] for row in rows] == ["A2"]


def test_a_holiday_of_the_payer_is_no_payment_day(tmp_path, predict):
    due = date(2025, 5, 1)  # a holiday in Belgium, none in the Netherlands
    days = [date(2024, 10, 3) + timedelta(7 * week) for week in range(20)]
    lines = [
        Line(f"P{n}", "PROMPT", day - timedelta(30), day, 500, day)
        for n, day in enumerate(days)
        if day not in {date(2024, 12, 26), date(2025, 1, 1)}
    ]
    history = write(tmp_path / "h.csv", lines)
    waiting = [Line("NEXT", "PROMPT", due - timedelta(30), due, 500, None)]
    open_ = write(tmp_path / "o.csv", waiting)
    expected = {
        country: predict(history, open_, "2025-04-24", "--country", country)[0][
            "expected_on"
        ]
        for country in ("BE", "NL")
    }
    assert expected == {"BE": "2025-05-02", "NL": "2025-05-01"}


def test_where_money_is_booked_on_sundays_it_is_expected_on_sundays(tmp_path, predict):
    days = [START + timedelta(day) for day in range(120)]
    lines = [
        Line(f"D{n}", "DAILY", day - timedelta(30), day, 50, day)
        for n, day in enumerate(days)
    ]
    sunday = date(2024, 6, 2)
    waiting = [Line("NEXT", "DAILY", sunday - timedelta(30), sunday, 50, None)]
    (row,) = predict(
        write(tmp_path / "h.csv", lines), write(tmp_path / "o.csv", waiting), "2024-05-20"
    )
    assert row["expected_on"] == str(sunday)


def test_a_day_that_is_none_is_refused_with_its_place(tmp_path, run):
    history = tmp_path / "h.csv"
    history.write_text(f"{HEADER}\nA1,C1,2025-01-06,06/02/2025,EUR,100.00,2025-02-11\n")
    done = run(
        "predict",
        "--history",
        history,
        "--open",
        history,
        "--as-of",
        "2025-03-01",
        "--out",
        tmp_path / "x",
    )
    assert done.exit_code == 1
    assert "h.csv, line 2" in done.output
    assert "06/02/2025" in done.output
    assert "a day such as" in done.output
    assert not (tmp_path / "x").exists()


def test_a_table_of_customers_is_refused_as_history(tmp_path, run):
    customers = tmp_path / "customers.csv"
    customers.write_text("customer_code,name\nC1,Alpha NV\n")
    done = run(
        "predict",
        "--history",
        customers,
        "--open",
        customers,
        "--as-of",
        "2025-03-01",
        "--out",
        tmp_path / "x",
    )
    assert done.exit_code == 1
    assert "saw customers; expected the invoices table of Acquit" in done.output


def test_a_place_that_cannot_be_written_is_told(tables, run, tmp_path):
    history, open_ = tables(company(60))
    out = tmp_path / "nowhere" / "x.csv"
    done = run(
        "predict", "--history", history, "--open", open_, "--as-of", TODAY, "--out", out
    )
    assert done.exit_code == 1
    assert "Choose another place" in done.output


def test_who_pays_by_direct_debit_is_told_by_the_customers_table(tmp_path, predict):
    customers = tmp_path / "customers.csv"
    customers.write_text(
        "customer_code,name,country,payment_method\nC1,Alpha NV,NL,SEPA direct debit\n"
    )
    waiting = Line("A2", "C1", date(2025, 3, 3), date(2025, 4, 6), 500, None)
    open_ = write(tmp_path / "o.csv", [waiting])
    none = write(tmp_path / "h.csv", [])
    (row,) = predict(none, open_, "2025-03-10", "--customers", customers)
    assert row["expected_on"] == "2025-04-07"
    assert row["reason"].endswith("By direct debit on Monday 7 April.")
