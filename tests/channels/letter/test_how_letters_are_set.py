"""What a letter shows, how it breaks over sheets, and what a bundle says of itself."""

from __future__ import annotations

import subprocess
import sys

import pytest

from acquit.channels.letter import payment, setting
from acquit.channels.letter.layout import Unsettable
from acquit.channels.letter.windows import Box
from channels.letter.ink import ink, outline, sheets, texts, words_of
from channels.letter.pages import HUGE, IBAN, item, page, pay


def test_the_same_page_gives_the_same_bytes() -> None:
    assert setting.set_letter(page()) == setting.set_letter(page())
    assert setting.set_letters([page(), page("FR")]) == setting.set_letters(
        [page(), page("FR")]
    )


def test_a_letter_is_kept_as_an_archive_wants_it() -> None:
    assert b"pdfaid:part" in setting.set_letter(page())


@pytest.mark.parametrize("rows", [1, 12, 60])
def test_nothing_stands_outside_the_margins(rows: int) -> None:
    letter = page("FR", rows=rows, subject=HUGE)
    letter["sender"]["name"] = HUGE + HUGE
    letter["sender"]["email"] = "accounts.receivable.department@a-very-long-company.example"
    letter["blocks"][2]["items"][0] = item("N" * 70, reference="R" * 80)
    letter["blocks"].insert(2, {"text": "x" * 300})
    for sheet in range(len(setting.picture(letter, ppi=20))):
        drawn = outline(ink(letter, sheet))
        assert drawn.left >= 25
        assert drawn.right <= 190
        assert drawn.top >= 10
        assert drawn.bottom <= 290


def test_a_long_table_goes_on_with_its_head_and_pages_are_counted() -> None:
    pdf = setting.set_letter(page(rows=60))
    assert sheets(pdf) == 3
    assert "Page" not in words_of(pdf, 0)
    for sheet in (1, 2):
        assert f"Page {sheet + 1}/3" in words_of(pdf, sheet)
    assert "Amount open" in words_of(pdf, 1)
    assert "Second reminder" in words_of(pdf, 1)
    found = [f"F2026-{number:04}" for number in range(1, 61)]
    everything = "".join(words_of(pdf, sheet) for sheet in range(3))
    assert all(number in everything for number in found)


@pytest.mark.parametrize("rows", range(6, 26))
def test_the_closing_never_stands_alone(rows: int) -> None:
    pdf = setting.set_letter(page(rows=rows))
    last = words_of(pdf, sheets(pdf) - 1)
    assert "Yours faithfully" in last
    assert "please ignore it" in last


def test_a_bundle_says_where_each_letter_begins() -> None:
    pages = [page(rows=2), page(rows=40), page("DE", rows=3)]
    bundle = setting.set_letters(pages)
    assert sheets(bundle.pdf) == bundle.pages == 4
    assert bundle.first_pages == [0, 1, 3]
    assert setting.count_sheets(pages) == [1, 2, 1]
    assert "Page 2/2" in words_of(bundle.pdf, 2)
    assert "Morgenrot" in words_of(bundle.pdf, 3)
    assert setting.set_letters([]).pages == 0


def test_what_else_is_known_of_an_item_stands_below_it() -> None:
    letter = page()
    letter["blocks"][2]["items"] = [
        item("F1", part="2/3", contested="200.00 EUR", asked="1,034.56 EUR"),
        item("DN-1", kind="Debit note for late payment"),
    ]
    words = words_of(setting.set_letter(letter))
    assert "Debit note for late payment" in words
    assert "in dispute 200.00 EUR" in words
    assert "to pay 1,034.56 EUR" in words
    assert "instalment 2/3" in words


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("en", "Amount open"),
        ("fr", "Montant ouvert"),
        ("nl", "Openstaand"),
        ("de", "Betrag"),
    ],
)
def test_the_words_of_the_layout_speak_the_language_of_the_page(
    language: str, head: str
) -> None:
    assert head in words_of(setting.set_letter(page(language=language)))


def test_a_french_letter_is_dated_as_french_letters_are() -> None:
    letter = page("FR", language="fr", place="Lyon", date_said="1er mars 2026")
    assert "Lyon, le 1er mars 2026" in words_of(setting.set_letter(letter))


def test_a_sender_of_whom_little_is_known_has_no_empty_labels() -> None:
    letter = page("DE", place="", customer_code="", reference="")
    letter["sender"] = {"name": "Alder", "country": "DE"}
    words = words_of(setting.set_letter(letter))
    for label in ("VAT", "Phone", "E-mail", "Customer", "Reference\n"):
        assert label not in words


def test_amounts_of_any_currency_have_room() -> None:
    letter = page()
    letter["blocks"][2]["items"] = [
        item("J", open="1,234,567,890 JPY"),
        item("T", open="12,345,678.901 TND"),
    ]
    words = words_of(setting.set_letter(letter))
    assert "1,234,567,890 JPY" in words
    assert "12,345,678.901 TND" in words


def test_words_are_words_whatever_signs_they_hold() -> None:
    letter = page(subject="50 % #let x = *bold* <b> $y$ \\ @z")
    assert "50 % #let x = *bold* <b> $y$ \\ @z" in words_of(setting.set_letter(letter))


def test_a_name_in_letters_that_the_fonts_lack_is_still_posted() -> None:
    letter = page(address=["東京商事株式会社", "Ginza 1-2-3", "TOKYO 104-0061", "JAPAN"])
    assert "Ginza 1-2-3" in words_of(setting.set_letter(letter))
    assert setting.set_letters([letter, page()]).pages == 2


def test_a_block_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(Unsettable, match="video"):
        setting.set_letter(page(blocks=[{"video": "…"}]))


def test_the_code_holds_the_transfer_as_the_standard_writes_it() -> None:
    assert payment.payload(pay()).split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "",
        "Alder Trading",
        IBAN,
        "EUR1234.50",
        "",
        "",
        "+++123/4567/89012+++",
    ]


def test_a_creditor_reference_stands_in_its_own_line() -> None:
    lines = payment.payload(pay(reference="RF18 5390 0754 7034")).split("\n")
    assert lines[9:] == ["RF18539007547034"]


@pytest.mark.parametrize(
    "other",
    [
        {"currency": "USD"},
        {"amount": None},
        {"amount": "0.00"},
        {"amount": "1000000000.00"},
        {"reference": ""},
        {"accounts": [{"iban": IBAN, "name": "A"}, {"iban": IBAN, "name": "B"}]},
    ],
)
def test_what_the_standard_has_no_code_for_has_none(other: dict[str, object]) -> None:
    assert payment.payload(pay(**other)) == ""
    letter = page(blocks=[{"text": "Hello"}, {"pay": pay(**other)}])
    assert "Scan to pay" not in words_of(setting.set_letter(letter))


def test_a_long_name_is_cut_and_the_code_stays_within_its_bytes() -> None:
    text = payment.payload(
        pay(accounts=[{"iban": IBAN, "name": "É" * 200}], reference="ü" * 300)
    )
    assert text == "" or len(text.encode()) <= 331
    assert len(payment.payload(pay(reference="r" * 300)).split("\n")[10]) == 140


def test_the_code_stands_on_the_letter() -> None:
    at = [
        (x, y) for text, x, y in texts(setting.set_letter(page())) if text == "Scan to pay"
    ]
    ((x, y),) = at
    drawn = ink(page())
    above = Box(x - 5, y - 32, x + 25, y - 4)
    left, top, right, bottom = (round(edge * 2) for edge in above)
    assert 0.3 < drawn[top:bottom, left:right].mean() < 0.8


def test_who_sets_no_letter_does_not_carry_the_press() -> None:
    words = (
        "import sys, acquit.channels.letter.press, acquit.channels.letter.layout;"
        "sys.exit('typst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", words], check=False)  # noqa: S603
    assert done.returncode == 0


def test_an_apostrophe_is_that_of_a_printer_and_an_address_stays_as_it_is() -> None:
    said = "L'échéance est passée : o'neil@alder.example, d'ici là."
    words = words_of(setting.set_letter(page(blocks=[{"text": said}])))
    assert said.replace("L'", "L\u2019").replace("d'", "d\u2019") in words
