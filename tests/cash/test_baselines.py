"""The simple rules that Acquit is compared with: each in small cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from acquit.bench import baselines
from acquit.bench.baselines.books import Books, Item, Line
from acquit.bench.baselines.payers import Customer, Payers
from acquit.bench.baselines.reading import Told
from acquit.bench.baselines.rules import (
    exact_amount,
    exact_reference,
    greedy_oldest,
    payer_amount,
)
from acquit.bench.baselines.walking import walk

if TYPE_CHECKING:
    from acquit.bench.baselines.rules import Rule

PEETERS = Customer("C1", "Bakkerij Peeters BV", ("BE68539007547034",))
LAMBERT = Customer("C2", "Menuiserie Lambert SRL", ("BE71096123456769",))
TWINS = (Customer("C3", "Brasserie Simon SRL"), Customer("C4", "Brasserie Simon SPRL"))
CUSTOMERS = (PEETERS, LAMBERT, *TWINS)
OGM = "090933755493"


def owed(
    number: str, minor: int, *, by: str = "C1", on: str = "2026-01-05", **more: object
) -> Item:
    issued_on = date.fromisoformat(on)
    words = {"instalment": 1, "due_on": issued_on, "currency": "EUR"} | more
    return Item(number=number, customer=by, issued_on=issued_on, minor=minor, **words)


def paid(minor: int, text: str = "", *, on: str = "2026-03-02", **more: object) -> Line:
    words = {"bank_reference": f"{on} {text} {minor}", "currency": "EUR"} | more
    return Line(booked_on=date.fromisoformat(on), minor=minor, text=text, **words)


def posted(rule: Rule, items: list[Item], *lines: Line) -> list[dict[str, int]]:
    """What the rule settles of each line: minor units by number."""
    told = Told(lines, tuple(items), Payers(CUSTOMERS))
    by_line = dict(walk(told, rule))
    return [
        {item.number: minor for item, minor in by_line.get(line.bank_reference, ())}
        for line in lines
    ]


def test_a_reference_settles_its_item_when_the_amount_is_equal():
    items = [owed("F26-001", 10_000, reference=OGM), owed("F26-002", 10_000)]
    line = paid(10_000, references=(OGM,))
    assert posted(exact_reference, items, line) == [{"F26-001": 10_000}]


@pytest.mark.parametrize(
    ("minor", "references"),
    [(9_900, (OGM,)), (10_000, ()), (10_000, ("RF18539007547034",))],
)
def test_another_amount_or_an_unknown_reference_is_left(minor, references):
    items = [owed("F26-001", 10_000, reference=OGM)]
    assert posted(exact_reference, items, paid(minor, references=references)) == [{}]


def test_a_payment_that_carries_the_references_of_two_items_is_left():
    other = "096001234567"
    items = [
        owed("F26-001", 10_000, reference=OGM),
        owed("F26-002", 5_000, reference=other),
    ]
    assert posted(exact_reference, items, paid(10_000, references=(OGM, other))) == [{}]


def test_the_amount_alone_settles_the_one_item_that_has_it():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_050)]
    assert posted(exact_amount, items, paid(10_050)) == [{"F26-002": 10_050}]


def test_of_two_items_of_the_amount_none_is_taken():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_000, by="C2")]
    assert posted(exact_amount, items, paid(10_000)) == [{}]


def test_an_amount_in_another_currency_is_another_amount():
    assert posted(
        exact_amount, [owed("F26-001", 10_000, currency="GBP")], paid(10_000)
    ) == [{}]


def test_an_item_counts_from_its_day_of_issue():
    items = [owed("F26-001", 10_000, on="2026-03-03")]
    lines = [paid(10_000, on="2026-03-02"), paid(10_000, on="2026-03-03")]
    assert posted(exact_amount, items, *lines) == [{}, {"F26-001": 10_000}]


def test_what_a_rule_has_settled_is_open_for_it_no_more_even_if_it_was_wrong():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_000, on="2026-03-10")]
    stranger, payer = paid(10_000, "creditrente"), paid(10_000, "F26-001", on="2026-03-05")
    assert posted(exact_amount, items, stranger, payer) == [{"F26-001": 10_000}, {}]


def test_digits_in_the_text_name_an_item():
    items = [owed("F26-004711", 10_000), owed("F26-004712", 10_000)]
    line = paid(10_000, "betaling factuur F26/004712")
    assert posted(greedy_oldest, items, line) == [{"F26-004712": 10_000}]


def test_no_digits_in_the_text_and_nothing_is_posted():
    assert posted(greedy_oldest, [owed("F26-004711", 10_000)], paid(10_000, "merci")) == [
        {}
    ]


def test_fewer_than_four_digits_name_nothing():
    assert posted(greedy_oldest, [owed("471", 10_000)], paid(10_000, "fact. nr471")) == [{}]


def test_among_those_named_the_amount_wins_over_the_oldest():
    items = [owed("2600101", 4_000), owed("2600102", 10_000, on="2026-01-20")]
    line = paid(10_000, "2600101 2600102")
    assert posted(greedy_oldest, items, line) == [{"2600102": 10_000}]


def test_the_oldest_are_paid_until_the_amount_is_used_up():
    items = [
        owed("2600103", 6_000, on="2026-02-01"),
        owed("2600101", 4_000, on="2026-01-05"),
        owed("2600102", 5_000, on="2026-01-20"),
    ]
    line = paid(10_000, "2600101, 2600102, 2600103")
    assert posted(greedy_oldest, items, line) == [
        {"2600101": 4_000, "2600102": 5_000, "2600103": 1_000}
    ]


def test_what_was_paid_in_part_stays_open_for_the_rest():
    items = [owed("2600101", 10_000)]
    lines = [paid(4_000, "2600101"), paid(6_000, "saldo 2600101", on="2026-03-09")]
    assert posted(greedy_oldest, items, *lines) == [{"2600101": 4_000}, {"2600101": 6_000}]


def test_an_item_that_is_hit_more_often_comes_before_an_older_one():
    items = [
        owed("2600101", 4_000),
        owed("2600102", 9_000, on="2026-01-20", reference=OGM),
    ]
    line = paid(5_000, "2600101 2600102", references=(OGM,))
    assert posted(greedy_oldest, items, line) == [{"2600102": 5_000}]


def test_digits_name_only_the_items_of_a_payer_whose_account_is_known():
    items = [owed("2600101", 10_000, by="C2")]
    line = paid(10_000, "2600101", iban="BE68539007547034")
    assert posted(greedy_oldest, items, line) == [{}]


def test_the_item_of_the_amount_of_the_payer_is_settled_by_its_account():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_000, by="C2")]
    line = paid(10_000, iban="BE71096123456769")
    assert posted(payer_amount, items, line) == [{"F26-002": 10_000}]


def test_a_name_like_that_of_the_payer_is_enough():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_000, by="C2")]
    assert posted(payer_amount, items, paid(10_000, name="MENUISERIE LAMBERT")) == [
        {"F26-002": 10_000}
    ]


def test_a_name_that_two_customers_bear_alike_is_refused():
    items = [owed("F26-001", 10_000, by="C3")]
    assert posted(payer_amount, items, paid(10_000, name="Brasserie Simon")) == [{}]


def test_a_name_that_nobody_bears_is_refused():
    assert posted(payer_amount, [owed("F26-001", 10_000)], paid(10_000, name="Vogel")) == [
        {}
    ]


def test_of_two_equal_amounts_of_the_payer_the_one_that_is_named_is_settled():
    items = [owed("F26-001", 10_000), owed("F26-002", 10_000)]
    lines = [
        paid(10_000, name="Bakkerij Peeters"),
        paid(10_000, "fact. F26/002", name="Bakkerij Peeters"),
    ]
    assert posted(payer_amount, items, *lines) == [{}, {"F26-002": 10_000}]


def test_an_item_that_is_named_ranks_with_another_that_has_the_amount_and_neither_is_paid():
    items = [owed("F26-001", 10_000), owed("F26-002", 7_000)]
    line = paid(10_000, "F26-002", name="Bakkerij Peeters")
    assert posted(payer_amount, items, line) == [{}]


def test_more_than_is_open_cannot_be_settled():
    item = owed("F26-001", 10_000)
    books = Books([item], Payers(CUSTOMERS))
    books.come_to(date(2026, 3, 2))
    with pytest.raises(ValueError, match="F26-001: 500 more than is open"):
        books.settle(item, 10_500)


def test_nothing_of_the_matcher_is_used():
    for path in Path(baselines.__file__).parent.glob("*.py"):
        assert "matching" not in path.read_text("utf-8").replace("of-matching", ""), path
