"""Credit is subtracted and shown, and whatever is shown adds up."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquit.dunning.wording.facts import LANGUAGES, Credit
from acquit.dunning.wording.sums import sums, to_pay
from acquit.dunning.wording.words import words
from acquit.dunning.wording.writing import write

from .cases import TODAY, alone, case, item, mixed, situations

each_language = pytest.mark.parametrize("language", LANGUAGES)

amounts = st.integers(1, 1_000_000)
currencies = st.sampled_from(["EUR", "USD", "JPY"])
items = st.lists(
    st.builds(
        lambda minor, share, days, currency: item(
            open_minor=minor,
            contested_minor=minor * share // 100,
            due_on=TODAY - timedelta(days),
            currency=currency,
        ),
        amounts,
        st.integers(0, 99),
        st.integers(-30, 90),
        currencies,
    ),
    min_size=1,
    max_size=6,
)
credits_ = st.dictionaries(
    currencies, st.tuples(st.integers(0, 900_000), st.integers(0, 900_000))
).map(lambda known: [Credit(code, *given) for code, given in known.items()])


@given(items, credits_)
def test_what_is_asked_less_what_is_deducted_is_what_is_to_pay(owed, credit):
    for one in sums(owed, credit, on=TODAY):
        assert one.late + one.soon - one.notes - one.money == one.now + one.later
        assert min(one.late, one.soon, one.notes, one.money, one.now, one.later) >= 0
        given_ = [known for known in credit if known.currency == one.currency]
        had = sum(known.notes_minor + known.money_minor for known in given_)
        assert one.used + one.left == had


@given(items, credits_)
def test_nothing_that_is_contested_is_asked_for(owed, credit):
    asked = sum(one.asked for one in sums(owed, credit, on=TODAY))
    assert asked == sum(one.open_minor - one.contested_minor for one in owed)


@given(items, credits_)
def test_a_message_always_names_an_amount(owed, credit):
    assert to_pay(sums(owed, credit, on=TODAY))


@given(items, credits_)
def test_the_lines_under_the_items_add_up(owed, credit):
    told = words("en")
    known = case("en", *owed, credit=credit)
    written = write("REMINDER_1", known, channel="LETTER", tone="NEUTRAL")
    (table,) = [block for block in written.page["blocks"] if "items" in block]
    signed = {
        told.total: 1,
        told.total_late: 1,
        told.falls_soon: 1,
        told.notes: 1,  # written with its minus
        told.money: 1,
        told.after_credit: -1,
        told.now: -1,
        told.later: -1,
    }
    rest: dict[str, int] = {}
    ends = set()
    for line in table["totals"]:
        minor, currency = _read(line["amount"])
        if line["said"] in signed:
            rest[currency] = rest.get(currency, 0) + signed[line["said"]] * minor
        if signed.get(line["said"]) == -1:
            ends.add(currency)
    assert all(rest[currency] == 0 for currency in ends)


def _read(amount: str) -> tuple[int, str]:
    digits, currency = amount.replace("\N{NO-BREAK SPACE}", " ").rsplit(" ", 1)
    return int(re.sub(r"[^\d-]", "", digits)), currency


@each_language
def test_credit_notes_and_money_on_account_are_deducted_and_named(language):
    told = words(language)
    known = case(language, *alone("REMINDER_1"), credit=[Credit("EUR", 20_000, 5_000)])
    body = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL").body
    lines = [line.rpartition(" EUR")[0] for line in body.splitlines() if " EUR" in line]
    colon = " :" if language == "fr" else ":"
    places = {"en": ".", "fr": ",", "nl": ",", "de": ","}[language]
    assert f"{told.notes}{colon} -200{places}00" in lines
    assert f"{told.money}{colon} -50{places}00" in lines
    group = {"en": ",", "fr": " ", "nl": ".", "de": "."}[language]
    assert f"{told.total}{colon} 1{group}234{places}56" in lines
    assert f"{told.after_credit}{colon} 984{places}56" in lines


@each_language
def test_a_message_asks_in_its_first_words_for_what_is_left(language):
    known = case(language, *alone("REMINDER_2"), credit=[Credit("EUR", 20_000)])
    body = write("REMINDER_2", known, channel="EMAIL", tone="NEUTRAL").body
    first = " ".join(body.split("\n\n")[1].split())
    assert re.search(r"1[., ]034[.,]56", first)


def test_credit_goes_to_what_is_late_first():
    late, soon = item(open_minor=10_000), item(open_minor=5_000, due_on=date(2026, 4, 6))
    (one,) = sums([late, soon], [Credit("EUR", 12_000)], on=TODAY)
    assert (one.now, one.later, one.left) == (0, 3_000, 0)
    (one,) = sums([late, soon], [Credit("EUR", 4_000)], on=TODAY)
    assert (one.now, one.later, one.left) == (6_000, 5_000, 0)


def test_credit_in_dollars_pays_nothing_in_euros():
    one, other = sums([item()], [Credit("USD", 7_000)], on=TODAY)
    assert (one.now, one.used) == (123_456, 0)
    assert (other.currency, other.asked, other.left) == ("USD", 0, 7_000)


@each_language
def test_what_is_late_is_summed_apart_from_what_falls_due(language):
    told = words(language)
    known = case(language, *mixed("REMINDER_2"))
    written = write("REMINDER_2", known, channel="LETTER", tone="NEUTRAL")
    (table,) = [block for block in written.page["blocks"] if "items" in block]
    said = [(line["said"], _read(line["amount"])) for line in table["totals"]]
    assert said == [
        (told.total_late, (403_456, "EUR")),
        (told.falls_soon, (70_000, "EUR")),
        (told.total_late, (99_900, "USD")),
    ]


@each_language
@pytest.mark.parametrize("code", ["NOTICE", "REMINDER_2", "FORMAL_NOTICE"])
def test_where_all_is_late_or_nothing_is_there_is_one_total(code, language):
    both = [*alone(code), *alone(code, number="F-2026-0102", open_minor=1_000)]
    written = write(code, case(language, *both), channel="LETTER", tone="NEUTRAL")
    (table,) = [block for block in written.page["blocks"] if "items" in block]
    (line,) = table["totals"]
    assert line["said"] == words(language).total_to_pay
    assert line["strong"]
    assert _read(line["amount"]) == (124_456, "EUR")


def test_what_is_due_today_is_not_late():
    today = item(due_on=TODAY)
    (one,) = sums([today], [], on=TODAY)
    assert (one.late, one.soon) == (0, 123_456)


def test_a_single_invoice_needs_no_total():
    body = write("REMINDER_1", case("en"), channel="EMAIL", tone="NEUTRAL").body
    assert "Total" not in body


def test_a_letter_carries_one_amount_to_be_scanned_and_none_when_there_are_two():
    def pay(known):
        page = write("REMINDER_1", known, channel="LETTER", tone="NEUTRAL").page
        (block,) = [one["pay"] for one in page["blocks"] if "pay" in one]
        return block["amount"], block["currency"], block["reference"]

    known = situations("REMINDER_1", "en")
    assert pay(known["one"]) == ("1234.56", "EUR", "+++090/9337/55493+++")
    assert pay(known["credit on one"])[0] == "1134.56"
    assert pay(known["several"])[0] is None
    assert pay(known["credit over everything"])[0] is None
    assert len(pay(known["three hundred"])[2]) <= 140
