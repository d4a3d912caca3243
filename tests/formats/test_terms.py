"""Terms of payment in words: what they come to, and when they stay words."""

from __future__ import annotations

from datetime import date

import pytest

from acquit.formats import terms

ISSUED = date(2026, 1, 10)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("30 jours net", 30),
        ("Payment within 30 days", 30),
        ("14 Tage", 14),
        ("Betaling binnen 14 dagen", 14),
        ("30% d'acompte, solde à 30 j", 30),
        ("Zahlbar sofort ohne Abzug.", 0),
        ("Paiement à réception", 0),
        ("Due upon receipt", 0),
        (
            "Zahlbar innerhalb 30 Tagen netto bis 04.04.2013, 3% Skonto innerhalb 10 Tagen",
            30,
        ),
        ("2% korting bij betaling binnen 8 dagen, netto 30 dagen", 30),
        ("#SKONTO#TAGE=7#PROZENT=2.00# #SKONTO#TAGE=30#PROZENT=0.00#", 30),
    ],
)
def test_the_days_to_pay_are_read(words: str, days: int) -> None:
    due_on = terms.due_day(words, ISSUED)
    assert due_on is not None
    assert (due_on - ISSUED).days == days


@pytest.mark.parametrize(
    ("words", "due_on"),
    [
        ("30 jours fin de mois", date(2026, 2, 28)),
        ("45 jours fin de mois le 10", date(2026, 3, 10)),
        ("30 dagen einde maand", date(2026, 2, 28)),
        ("30 days end of month", date(2026, 2, 28)),
    ],
)
def test_the_end_of_the_month_is_kept_to(words: str, due_on: date) -> None:
    assert terms.due_day(words, ISSUED) == due_on


@pytest.mark.parametrize(
    "words",
    [
        "",
        "50% prepaid, 50% within one month",
        "Payment within 10 days, 2% discount",
        "30 jours ou 60 jours",
        "Wir gewähren 2% Skonto, wenn innerhalb von 10 Tagen gezahlt wird",
        "Bis zum 14.08.2016 ohne Abzug",
        "601611777874",
        "30 jours " * 300,
    ],
)
def test_what_has_no_one_reading_gives_no_day(words: str) -> None:
    assert terms.due_day(words, ISSUED) is None


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (
            "#SKONTO#TAGE=14#PROZENT=1.00# #SKONTO#TAGE=7#PROZENT=2.00#",
            [(7, "2.00"), (14, "1.00")],
        ),
        ("Payment within 10 days, 2% discount", [(10, "2")]),
        ("3% Skonto innerhalb 10 Tagen bis 15.03.2013", [(10, "3")]),
        ("10 Tage 2% Skonto, 30 Tage netto", [(10, "2")]),
        ("Escompte de 2 % si paiement sous 8 jours, sinon 30 jours", [(8, "2")]),
        ("2,5% korting bij betaling binnen 8 dagen", [(8, "2.5")]),
        (
            "within 14 days 3% discount; within 30 days 1% discount; 60 days net",
            [(14, "3"), (30, "1")],
        ),
        ("Pas d'escompte pour paiement anticipé. Pénalités 12% sous 30 jours", []),
        ("Escompte pour paiement anticipé : néant", []),
        ("0% escompte 8 jours", []),
        ("10% TVA, 30 jours", []),
    ],
)
def test_discounts_for_early_payment_are_read(
    words: str, offered: list[tuple[int, str]]
) -> None:
    found = [(early.days, str(early.percent)) for early in terms.discounts(words)]
    assert found == offered
