"""`acquit evaluate prediction`: the figures, on an invented ledger and on a public one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from invented import company, write

from acquit.scoring.prediction import bootstrap


def test_each_answer_stands_beside_the_guesses_on_the_same_rows(figures, tmp_path):
    write(tmp_path / "invoices.csv", company(1_500))
    told = figures(tmp_path, "2024-07-01", "2024-08-01")
    issue, simple = told["at_issue"], told["baselines"]["at_issue"]
    assert told["cutoffs"] == ["2024-07-01", "2024-08-01"]
    assert issue["n"] == sum(month["at_issue"]["n"] for month in told["by_cutoff"])
    assert issue["n"] == sum(group["n"] for group in told["by_history"])
    assert issue["mae"] < simple["due_date"]["mae"]
    difference = told["differences"]["at_issue_mae_less_customer_median"]
    assert difference["difference"] == pytest.approx(
        issue["mae"] - simple["customer_median"]["mae"]
    )
    assert difference["low"] <= difference["difference"] <= difference["high"]


def test_what_the_table_does_not_see_paid_is_counted_and_not_judged(figures, tmp_path):
    lines = company(900)
    cut = [
        line._replace(settled=None)
        if line.settled and str(line.settled) >= "2024-08-15"
        else line
        for line in lines
    ]
    write(tmp_path / "invoices.csv", cut)
    told = figures(tmp_path, "2024-07-01")
    assert told["at_issue"]["unresolved"] > 0


def test_a_cutoff_beyond_the_table_is_refused(run, tmp_path):
    table = write(tmp_path / "invoices.csv", company(60))
    done = run("evaluate", "prediction", "--data", table, "--cutoffs", "2031-01-01")
    assert done.exit_code == 1
    assert (
        "the cutoff 2031-01-01: saw no invoice issued in the 31 days from it" in done.output
    )


def test_a_folder_without_invoices_is_refused(run, tmp_path):
    done = run("evaluate", "prediction", "--data", tmp_path, "--cutoffs", "2024-07-01")
    assert done.exit_code == 1
    assert "no table of invoices" in done.output


def test_many_rows_of_one_payer_do_not_make_a_difference_sure():
    payer = np.array([0] * 1_000 + [1, 2, 3])
    ours = np.concatenate([np.zeros(1_000), [2.0, 2.0, 2.0]])
    told = bootstrap.difference(ours, np.ones(1_003), payer)
    assert told["difference"] < -0.9
    assert told["low"] < 0 < told["high"]


def ledger() -> Path | None:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "prediction" / "invoices.csv"
        if found.is_file():
            return found
    return None


@pytest.mark.skipif(
    ledger() is None, reason="the public ledger is not beside this repository"
)
def test_a_real_ledger_is_predicted_better_than_by_each_payers_median(figures):
    told = figures(ledger(), "2019-09-01")
    issue, simple = told["at_issue"], told["baselines"]["at_issue"]
    assert issue["mae"] <= 0.87 * simple["customer_median"]["mae"]
    assert issue["brier"] <= 0.80 * simple["customer_late_ratio"]["brier"]
    waiting, guesses = told["open_book"], told["baselines"]["open_book"]
    assert waiting["mae"] <= 0.89 * guesses["customer_median"]["mae"]
    assert waiting["mae_overdue"] <= 0.82 * guesses["customer_median"]["mae_overdue"]
