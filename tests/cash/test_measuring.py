"""What `acquit bench matching --json` carries, and how its figures are counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from acquit.bank.models import Line
from acquit.bench.baselines.rules import RULES
from acquit.bench.matching.measuring import run
from acquit.bench.matching.scoring import Outcome, figures, short_figures
from acquit.bench.matching.taught import ALONE
from acquit.bench.matching.telling import as_text

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "benchmark-of-matching.md"


def truth(reference: str, **more: object) -> dict[str, object]:
    """A line of 100.00 that pays invoice F26-001 of C1."""
    answer = {"settles": [["F26-001", 0, 10_000]]}
    return {
        "bank_reference": reference,
        "company": "be-1",
        "class": "number_exact",
        "postable": True,
        "learnable": False,
        "nobody": False,
        "customers": ["C1"],
        "answers": [answer],
    } | more


def of_nobody(reference: str) -> dict[str, object]:
    nothing = {"nobody": True, "postable": False, "customers": [], "answers": []}
    return truth(reference, **nothing, **{"class": "rent"})


def posting(number: str = "F26-001", minor: int = 10_000, customer: str = "C1") -> Outcome:
    return Outcome(posted={(number, 1): minor}, customers={customer})


def proposing(*numbers: str) -> Outcome:
    ranked = {rank: {(number, 1): 10_000} for rank, number in enumerate(numbers, 1)}
    return Outcome(proposals=ranked)


def counted(*pairs: tuple[dict[str, object], Outcome]) -> dict[str, object]:
    told = {"be-1": {one["bank_reference"]: outcome for one, outcome in pairs}}
    return figures([one for one, _ in pairs], told)


def test_a_line_that_only_memory_could_tell_is_right_but_covers_nothing():
    learnable = truth("B", postable=False, learnable=True)
    result = counted((truth("A"), Outcome()), (learnable, posting()))
    assert (result["precision"], result["coverage_day_one"]) == (1.0, 0.0)


def test_to_be_right_where_nobody_could_tell_is_a_mistake():
    result = counted((truth("A", postable=False, **{"class": "near_name"}), posting()))
    assert result["precision"] == 0.0
    assert result["mistakes"] == {"near_name by ": 1}
    assert result["wrong_customer"] == 0.0


def test_money_of_nobody_is_right_where_nothing_is_posted_though_something_is_proposed():
    result = counted(
        (of_nobody("A"), Outcome()),
        (of_nobody("B"), proposing("F26-001")),
        (of_nobody("C"), posting()),
    )
    assert result["unmatched_right"] == pytest.approx(2 / 3, abs=1e-5)
    assert result["nobody_unknown"] == pytest.approx(1 / 3, abs=1e-5)
    assert result["wrong_customer"] == 1.0


def test_the_answer_counts_among_the_first_three_proposals_only():
    result = counted(
        (truth("A"), proposing("F26-009", "F26-008", "F26-001")),
        (truth("B"), proposing("F26-009", "F26-008", "F26-007", "F26-001")),
    )
    assert result["top3"] == 0.5


def test_acquit_and_the_baselines_are_counted_alike():
    truths = [truth("A"), truth("B"), of_nobody("C"), truth("D")]
    told = {"be-1": {"A": posting(), "B": posting(minor=9_000), "C": posting()}}
    whole, short = figures(truths, told), short_figures(truths, told)
    assert short == {
        "coverage": whole["coverage_day_one"],
        **{key: whole[key] for key in ("precision", "precision_low95")},
        **{key: whole[key] for key in ("wrong_customer", "posted")},
    }


def measured(folder: Path, **more: int) -> dict[str, Any]:
    quiet = {"progress": lambda _: None}
    return run(folder, seed=3, mix="clean_be", family="dev", **more, **quiet)


def test_a_teacher_says_what_is_open_until_april_and_is_not_there_after(
    transactional_db, tmp_path
):
    result = measured(tmp_path, lines=200, confirmations=9)
    learned = result["learned"]
    assert 0 < learned["confirmations"] <= 9 * 8
    assert learned["lines"] < result["lines"]
    assert result["coverage_learned"] >= learned["coverage_before"] - 0.05
    assert not Line.objects.filter(booked_on__gte=ALONE, state="NOT_OURS").exists()


@pytest.mark.django_db
def test_the_result_carries_the_baselines_and_the_page_says_what_each_figure_is(tmp_path):
    result = measured(tmp_path, lines=150, confirmations=0)
    assert list(result["baselines"]) == list(RULES)
    for row in result["baselines"].values():
        assert list(row) == [
            *("coverage", "precision", "precision_low95"),
            *("wrong_customer", "posted"),
        ]
    # Seven in ten carry a reference in its field: whoever reads it posts as many.
    assert result["baselines"]["exact_reference"]["posted"] > 75
    assert result["baselines"]["exact_reference"]["precision"] > 0.95
    page = PAGE.read_text("utf-8")
    assert not [key for key in (*result, *RULES) if f"`{key}`" not in page]
    assert json.loads(json.dumps(result)) == result
    told = as_text(result)
    assert all(name in told for name in ("Acquit", *RULES, "ogm_exact"))
