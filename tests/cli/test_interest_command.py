"""`acquit interest` tells what one late payment carries; its measurement runs small."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from acquit.cli import main

EXAMPLE = {
    "--country": "BE",
    "--amount": "1000.00",
    "--due": "2025-05-31",
    "--paid": "2025-07-31",
}


def run(*words: str, **changed: str) -> Result:
    options = EXAMPLE | {
        f"--{name.replace('_', '-')}": said for name, said in changed.items()
    }
    given = [word for pair in options.items() for word in pair]
    return CliRunner().invoke(main, ["interest", *given, *words])


def told(*words: str, **changed: str) -> dict:
    done = run("--json", *words, **changed)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_belgian_invoice_paid_two_months_late() -> None:
    found = told()
    assert (found["interest"], found["days"], found["fixed_fee"]) == ("18.37", 61, "40.00")
    assert (found["certainty"], found["derived"]) == ("S", False)
    assert "2 August 2002" in found["source"]
    keys = ("from", "to", "days", "rate", "amount")
    assert [tuple(one[key] for key in keys) for one in found["segments"]] == [
        ("2025-06-01", "2025-06-30", 30, "11.50", "9.45"),
        ("2025-07-01", "2025-07-31", 31, "10.50", "8.92"),
    ]


def test_for_people_it_is_a_table() -> None:
    text = run().stdout
    assert "2025-06-01  2025-06-30    30    11.50 %      1000.00         9.45" in text
    assert "Interest: 18.37 EUR, on 61 days" in text
    assert "Flat sum: 40.00 (Law of 2 August 2002 art. 6" in text
    assert "Not legal advice." in text


def test_paid_in_time_nothing_is_owed() -> None:
    found = told(paid="2025-05-31")
    assert (found["interest"], found["days"], found["segments"]) == ("0.00", 0, [])
    assert found["fixed_fee"] == "0.00"
    assert found["refused"] == "It is not overdue before 2025-06-01."


@pytest.mark.parametrize("party", ["consumer", "unknown"])
def test_a_consumer_without_a_notice_owes_nothing_and_it_says_why(party) -> None:
    found = told(party=party)
    assert (found["interest"], found["fixed_fee"]) == ("0.00", "0.00")
    assert found["refused"].startswith("A notice must be sent after the due day first")
    assert "No interest. A notice must be sent" in run(party=party).stdout


def test_a_consumer_with_a_reminder_owes_the_legal_rate_once_its_days_are_over() -> None:
    found = told(party="consumer", notice="2025-06-10", notice_by="electronic")
    (line,) = found["segments"]
    # The 11th to the 24th of June are free.
    assert (line["from"], line["rate"], found["certainty"]) == ("2025-06-25", "4.50", "M")


def test_part_payments_and_other_day_counts() -> None:
    found = told(
        *("--payment", "2025-06-15", "300"),
        country="de",
        day_count="30_360",
        party="public",
    )
    assert [one["base"] for one in found["segments"]] == ["1000.00", "704.70", "704.70"]
    assert (found["days"], found["interest"]) == (60, "14.04")


def test_what_is_derived_is_marked() -> None:
    found = told(due="2026-06-30", paid="2026-07-31")
    assert found["derived"] is True
    assert "derived" in run(due="2026-06-30", paid="2026-07-31").stdout


def test_other_currencies_and_great_britain() -> None:
    assert told(country="GB", amount="999.99")["fixed_fee"] == "40.00"
    assert told(currency="TND", amount="1000.125")["currency"] == "TND"


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        ({"paid": "2027-01-31"}, 1, "The rate ECB_MRO of 2027H1 is missing"),
        ({"country": "PL"}, 1, "The law of PL on late payment is not known here"),
        ({"country": "ES", "party": "consumer"}, 1, "No rule is known about"),
        ({"country": "FR", "rate": "5"}, 1, "it must be at least 11.13 %"),
        ({"due": "1999-01-01"}, 1, "in BE towards a business on 1999-01-0"),
        ({"amount": "10.005"}, 1, "has more decimals than EUR knows"),
        ({"amount": "ten"}, 2, "'ten' is not a number such as 1000.00."),
        ({"amount": "-5"}, 2, "'-5' is not a number of zero or above."),
        ({"amount": "nan"}, 2, "'nan' is not a number of zero or above."),
        ({"due": "31/05/2025"}, 2, "does not match the format"),
        ({"party": "dragon"}, 2, "'dragon' is not one of"),
        ({"country": "GB", "currency": "EUR"}, 1, "The scale is in GBP, the amount in EUR"),
    ],
)
def test_what_cannot_be_told_is_refused_in_a_sentence(changed, status, sentence) -> None:
    done = run(**changed)
    assert (done.exit_code, done.stdout) == (status, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_measurement_counts_alike_by_table_and_by_line() -> None:
    words = ["bench", "interest", "--receivables", "600", "--processes", "2", "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["receivables"], found["differing"]) == (600, 0)
    assert found["checked"] == 400
    assert 0 < found["part_paid"] < 100
    again = json.loads(CliRunner().invoke(main, words).stdout)
    assert again["interest_minor"] == found["interest_minor"]
