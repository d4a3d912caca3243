"""Names of customers in what banks write: which one is meant, and when nobody can tell."""

from __future__ import annotations

import pytest

from acquit.core.matching.facts import Who
from acquit.core.matching.names import likely, standing_in

PEETERS = (1, "Bakkerij Peeters BV", "Aalst")
PEETERS_OF_GENT = (2, "Bakkerij Peeters Gent BV", "Deinze")
GMBH = (3, "Malerbetrieb Sommer GmbH", "Ulm")
GMBH_CO = (4, "Malerbetrieb Sommer GmbH & Co. KG", "Ulm")


@pytest.mark.parametrize(
    ("text", "customers", "meant"),
    [
        ("VIR BAKKERIJ PEETERS GENT 26-001", (PEETERS, PEETERS_OF_GENT), {2}),
        ("VIR BAKKERIJ PEETERS 26-001", (PEETERS, PEETERS_OF_GENT), {1}),
        ("voor MALERBETRIEB SOMMER GMBH + CO KG", (GMBH, GMBH_CO), {4}),
        ("voor Malerbetrieb Sommer GmbH wg. 12", (GMBH, GMBH_CO), {3}),
        ("voor Malerbetrieb Sommer", (GMBH, GMBH_CO), {3, 4}),
        ("VIR SLAGERIJ PEETERS", (PEETERS, PEETERS_OF_GENT), set()),
    ],
)
def test_a_text_names_the_customer_of_whom_it_says_most(text, customers, meant):
    assert {key for key, _, _ in standing_in(text, customers)} == meant


def test_the_city_of_the_one_may_be_the_name_of_the_other():
    peeters = (1, "Bakkerij Peeters BV", "Gent")
    found = standing_in("VIR BAKKERIJ PEETERS GENT", [peeters, PEETERS_OF_GENT])
    assert {key for key, _, _ in found} == {1, 2}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MALERBETRIEB SOMMER GMBH & CO. KG", 4),
        ("Malerbetrieb Sommer GmbH und Co KG", 4),
        ("Malerbetrieb Sommer GmbH", 3),
    ],
)
def test_companies_of_one_name_are_told_apart_by_their_form(name, meant):
    (payer,) = likely(name, [GMBH, GMBH_CO])
    assert (payer.customer_id, payer.who) == (meant, Who.NAME)


def test_a_city_is_left_out_only_where_it_was_added():
    """`Boekhandel Mulder Aalst` of Aalst, whose bank adds the city once more."""
    customers = [
        (1, "Boekhandel Mulder Aalst NV", "Aalst"),
        (2, "Boekhandel Mulder", "Aalst"),
    ]
    (payer,) = likely("Boekhandel Mulder Aalst NV Aalst", customers)
    assert (payer.customer_id, payer.who) == (1, Who.NAME)


def test_a_bank_spells_out_the_umlauts_of_the_city_that_it_adds():
    customers = [
        (1, "Tischlerei Köhler Trier OHG", "Münster"),
        (2, "Tischlerei Köhler", "Ulm"),
    ]
    for name in (
        "TISCHLEREI KOEHLER TRIER OHG MUENSTER",
        "TISCHLEREI KOEHLER TRIER OHG MUE",
    ):
        (payer,) = likely(name, customers)
        assert (payer.customer_id, payer.who) == (1, Who.NAME)
