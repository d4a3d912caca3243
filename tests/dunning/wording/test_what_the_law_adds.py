"""The paragraphs that the law asks for: which letter they make, in four languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from acquit.core.law import LetterKind
from acquit.dunning.wording.facts import LANGUAGES, Creditor, Text
from acquit.dunning.wording.words import words
from acquit.dunning.wording.writing import Key, write

from .cases import ARDENNE, PEETERS, TODAY, alone, case, item
from .test_golden_texts import compare

GOLDEN = Path(__file__).parent / "golden_law"
HOMES = {
    "NL": replace(ARDENNE, name="Vliet Bouw BV", country="NL", vat="NL001234567B01"),
    "FR": replace(ARDENNE, name="Loire Bois SAS", country="FR", vat="FR83404833048"),
    "DE": replace(ARDENNE, name="Eifel Holz GmbH", country="DE", vat="DE136695976"),
    "LU": replace(ARDENNE, name="Sûre Bois SA", country="LU", vat="LU26375245"),
    "GB": replace(ARDENNE, name="Wye Timber Ltd", country="GB", vat="GB999999973"),
    "PL": replace(ARDENNE, name="Warta Drewno", country="PL", vat="PL5261040828"),
    "BE": ARDENNE,
}
each_language = pytest.mark.parametrize("language", LANGUAGES)


def consumer(country: str = "BE"):
    return replace(PEETERS, business=False, name="Greta Maes", country=country)


def private(country: str, code: str, language: str = "en", **known):
    items = known.pop("items", None) or alone(code)
    return case(
        language,
        *items,
        creditor=known.pop("creditor", HOMES[country]),
        debtor=consumer(country),
        **known,
    )


def trade(country: str, code: str = "FORMAL_NOTICE", language: str = "en"):
    debtor = replace(PEETERS, country=country)
    return case(language, *alone(code), creditor=HOMES[country], debtor=debtor)


def letter(known, code: str, channel: str = "EMAIL"):
    return write(code, known, channel=channel, tone="NEUTRAL").letter


LETTERS = [
    ("BE", "REMINDER_1"),
    ("NL", "REMINDER_2"),
    ("DE", "REMINDER_2"),
    ("FR", "LAST_REMINDER"),
    ("GB", "LAST_REMINDER"),
]


@each_language
@pytest.mark.parametrize(("country", "code"), LETTERS)
def test_a_letter_to_a_consumer_reads_as_it_was_read_last(country, code, language):
    known = private(country, code, language)
    written = write(code, known, channel="LETTER", tone="NEUTRAL")
    compare(GOLDEN / f"{country}-consumer-{language}.txt".lower(), written.body)


@each_language
@pytest.mark.parametrize("country", list(HOMES))
def test_a_formal_notice_reads_as_it_was_read_last(country, language):
    known = trade(country, language=language)
    written = write("FORMAL_NOTICE", known, channel="LETTER", tone="FIRM")
    compare(GOLDEN / f"{country}-business-{language}.txt".lower(), written.body)


@pytest.mark.parametrize(
    ("country", "first_with_it"),
    [
        ("BE", "REMINDER_1"),
        ("NL", "REMINDER_2"),
        ("DE", "REMINDER_2"),
        ("FR", "LAST_REMINDER"),
        ("LU", None),
        ("GB", None),
        ("PL", None),
    ],
)
def test_each_country_has_its_letter_at_its_step(country, first_with_it) -> None:
    steps = ["NOTICE", "REMINDER_1", "REMINDER_2", "REMINDER_3", "LAST_REMINDER"]
    having = [one for one in steps if letter(private(country, one), one)]
    assert (having[0] if having else None) == first_with_it
    assert having == (steps[steps.index(first_with_it) :] if first_with_it else [])


def test_the_belgian_letter_says_all_that_the_law_lists() -> None:
    body = write(
        "REMINDER_1", private("BE", "REMINDER_1"), channel="EMAIL", tone="FIRM"
    ).body
    for needed in (
        "costs you nothing",
        "1,234.56 EUR",
        "Ardenne Bois SA",
        "enterprise number 0403.019.261",
        "goods or services",
        "Due on 20 February 2026",
        "fourteen calendar days to pay, from 25 March 2026 until 7 April 2026",
    ):
        assert needed in body


def test_a_clause_is_named_where_one_was_agreed_for_all_of_it() -> None:
    agreed = replace(alone("REMINDER_1")[0], clause_percent=Decimal("10.5"))
    other = replace(agreed, number="F-2026-0102", clause_percent=None)
    some = private("BE", "REMINDER_1", items=[agreed, other])
    every = private("BE", "REMINDER_1", items=[agreed])
    texts = [
        write("REMINDER_1", one, channel="EMAIL", tone="NEUTRAL").body
        for one in (some, every)
    ]
    assert "interest" not in texts[0]
    assert "interest of 10.50 % a year may be added" in texts[1]


def test_by_post_the_fourteen_days_begin_later() -> None:
    """Posted at the latest on Wednesday 25 March: the third working day is the 30th."""
    found = letter(private("BE", "REMINDER_1"), "REMINDER_1", "LETTER")
    assert (found.first, found.until) == (date(2026, 3, 30), date(2026, 4, 12))


def test_a_letter_without_the_creditors_number_is_none() -> None:
    unnamed = Creditor(code="B", name="Bare SA", country="BE")
    assert letter(private("BE", "REMINDER_1", creditor=unnamed), "REMINDER_1") is None


def test_the_dutch_letter_names_one_sum_for_all_its_invoices() -> None:
    """1,234.56 and 2,000.00 are 3,234.56: 15 % of 2,500 and 10 % of the rest, 448.46."""
    second = item(number="F-2026-0102", open_minor=200_000, amount_minor=200_000)
    known = private("NL", "REMINDER_2", items=[*alone("REMINDER_2"), second])
    body = write("REMINDER_2", known, channel="EMAIL", tone="NEUTRAL").body
    assert "pay 3,234.56 EUR within fifteen days after this letter was delivered" in body
    assert "448.46 EUR of out-of-court collection costs" in body
    assert "no VAT" in body


def test_the_dutch_sum_is_without_credit_and_without_what_is_contested() -> None:
    from acquit.dunning.wording.facts import Credit

    items = alone("REMINDER_2", contested_minor=20_000)
    known = private("NL", "REMINDER_2", items=items, credit=[Credit("EUR", 3_456)])
    found = letter(known, "REMINDER_2")
    assert [one.minor for one in found.owed] == [100_000]
    assert found.costs.amount.minor == 15_000


def claim(language: str = "en", **known):
    case_ = private("GB", "LAST_REMINDER", language, **known)
    return write("LAST_REMINDER", case_, channel="LETTER", tone="NEUTRAL")


def test_the_letter_of_claim_says_all_that_the_protocol_lists() -> None:
    """Posted at the latest on 25 March: thirty days from the 26th on."""
    written = claim()
    assert (written.letter.first, written.letter.until) == (
        date(2026, 3, 26),
        date(2026, 4, 24),
    )
    for needed in (
        "Pre-Action Protocol for Debt Claims",
        "You owe Wye Timber Ltd 1,234.56 EUR.",
        "If the agreement is in writing, you may ask us for a copy.",
        "If it was made by word of mouth",
        "No interest and no charges have been added",
        "within thirty days, by 24 April 2026",
        "send it to Wye Timber Ltd, Rue du Port 12, 4000 Liège",
        "the Information Sheet, the Reply Form and the Financial Statement",
        "free and independent advice on debt",
        "fourteen days before we begin",
        "BE68 5390 0754 7034",
    ):
        assert needed in written.body


def test_by_email_it_is_no_letter_of_claim() -> None:
    known = private("GB", "LAST_REMINDER")
    written = write("LAST_REMINDER", known, channel="EMAIL", tone="NEUTRAL")
    assert written.letter is None
    assert written.form is None
    assert "Protocol" not in written.body


@each_language
def test_its_form_goes_back_to_the_creditor_in_the_same_language(language) -> None:
    form = claim(language).form
    assert form["language"] == language
    assert form["sender"]["name"] == "Bakkerij Peeters"
    assert form["address"] == ["Wye Timber Ltd", "Rue du Port 12", "4000 Liège"]
    said = words(language)
    assert form["subject"] == said.claim["form"]
    boxes, means = (form["blocks"][place]["text"].split("\n") for place in (2, 4))
    assert (len(boxes), len(means)) == (len(said.claim_boxes), len(said.claim_means))
    assert len(boxes) == len(words("en").claim_boxes)
    assert "F-2026-0101" in form["blocks"][1]["text"]


def test_only_the_letter_of_claim_has_a_form() -> None:
    known = private("FR", "LAST_REMINDER")
    assert write("LAST_REMINDER", known, channel="LETTER", tone="NEUTRAL").form is None


def test_what_had_its_letter_gets_no_second_one() -> None:
    told = replace(alone("REMINDER_2")[0], told=True)
    assert letter(private("BE", "REMINDER_2", items=[told]), "REMINDER_2") is None
    anew = replace(told, told=False, number="F-2026-0102", step="REMINDER_1")
    known = private("BE", "REMINDER_2", items=[told, anew])
    body = write("REMINDER_2", known, channel="EMAIL", tone="NEUTRAL")
    assert body.letter.covers == (1,)
    assert "It concerns invoice F-2026-0102." in body.body
    assert "Invoice F-2026-0102 of 20 January 2026, for the goods or services" in body.body


def test_what_is_not_late_is_not_in_the_letter() -> None:
    soon = item(number="F-9", due_on=TODAY, step="REMINDER_1")
    assert letter(private("BE", "REMINDER_1", items=[soon]), "REMINDER_1") is None


def test_a_debit_note_is_in_no_letter() -> None:
    note = replace(alone("REMINDER_2")[0], debit_note=True)
    assert letter(private("NL", "REMINDER_2", items=[note]), "REMINDER_2") is None


def test_an_sms_is_no_letter() -> None:
    known = private("BE", "REMINDER_1")
    assert write("REMINDER_1", known, channel="SMS", tone="NEUTRAL").letter is None


def test_businesses_have_no_letter_but_the_formal_notice() -> None:
    assert letter(trade("BE", "REMINDER_1"), "REMINDER_1") is None
    assert letter(trade("BE", "HANDOVER_NOTICE"), "HANDOVER_NOTICE") is None
    assert letter(trade("BE"), "FORMAL_NOTICE").rule.kind is LetterKind.FORMAL


@pytest.mark.parametrize(
    ("country", "days"),
    [("BE", 8), ("FR", 8), ("LU", 8), ("DE", 8), ("NL", 14), ("GB", 14)],
)
def test_a_formal_notice_gives_the_days_of_its_country(country, days) -> None:
    found = letter(trade(country), "FORMAL_NOTICE")
    assert (found.until - TODAY).days == days


def test_a_companys_own_text_is_lawful_without_a_place_for_it() -> None:
    """The part stands after the items, else before the closing, else at the end; where the
    text names its place, there and nowhere else.
    """
    for body, before, after in (
        ("{{ the_items }}\n\nPay.", "F-2026-0101", "Pay."),
        ("Pay.\n\n{{ closing }}", "Pay.", "Kind regards"),
        ("Pay.", "Pay.", ""),
        ("{{ the_law }}\n\n{{ the_items }}", "", "Open on"),
    ):
        key = Key("REMINDER_1", "EMAIL", "en", "NEUTRAL")
        own = {key: Text("Ours", body)}
        known = private("BE", "REMINDER_1")
        written = write("REMINDER_1", known, channel="EMAIL", tone="NEUTRAL", own=own).body
        assert written.count("Code of Economic Law") == 1
        place = written.index("Code of Economic Law")
        assert before in written[:place]
        assert after in written[place:]


def test_a_text_without_the_items_still_names_what_the_letter_is_about() -> None:
    key = Key("REMINDER_1", "EMAIL", "en", "NEUTRAL")
    own = {key: Text("Ours", "Pay.")}
    written = write(
        "REMINDER_1", private("BE", "REMINDER_1"), channel="EMAIL", tone="NEUTRAL", own=own
    )
    assert "Invoice F-2026-0101 of 20 January 2026" in written.body
    assert "- Due on 20 February 2026: Invoice F-2026-0101" in written.body


@each_language
@pytest.mark.parametrize("code", ["REMINDER_1", "REMINDER_2", "LAST_REMINDER"])
def test_no_day_of_the_message_is_before_the_end_of_the_term(code, language) -> None:
    from acquit.dunning.wording import said

    known = private("BE", code, language)
    written = write(code, known, channel="EMAIL", tone="FIRM")
    early = [date(2026, 4, day) for day in range(1, 7)]
    assert not [day for day in early if said.day(day, language) in written.body]
