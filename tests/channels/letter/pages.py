"""Pages of words as dunning writes them, for tests of how they are set."""

from __future__ import annotations

from typing import Any

IBAN = "BE68539007547034"
ADDRESSES = {
    "DE": ["Bäckerei Morgenrot GmbH", "Frau Anna Schmidt", "Hauptstraße 12", "50667 Köln"],
    "FR": ["Boulangerie Lefèvre", "Mme Claire Martin", "12 rue Haute", "69002 LYON"],
    "BE": ["Brasserie du Lac SRL", "Avenue des Tilleuls 54", "1050 BRUXELLES"],
    "LU": ["Librairie du Pont", "3, rue Basse", "L-1234 LUXEMBOURG"],
    "NL": ["Bakkerij De Aar B.V.", "T.a.v. S. de Vries", "Langestraat 3", "1015 CJ DELFT"],
    "GB": ["Northgate Bakery Ltd", "Mr John Whitfield", "14 Mill Lane", "LEEDS", "LS1 4AB"],
    "AT": ["Kaffeehaus Brandl", "Ringgasse 1", "1010 WIEN", "ÖSTERREICH"],
}
HUGE = "Vereinigung der Großhandelsgesellschaften für Bäckereibedarf Nord AG & Co. KG"


def item(number: str, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "part": "",
        "issued": "3 Sept 2026",
        "due": "3 Oct 2026",
        "days_late": 50,
        "late_said": "50 days late",
        "open": "1,234.56 EUR",
        "contested": None,
        "asked": "1,234.56 EUR",
        "reference": "",
        "currency": "EUR",
        **more,
    }


def pay(**more: Any) -> dict[str, Any]:
    return {
        "accounts": [{"iban": IBAN, "name": "Alder Trading"}],
        "reference": "+++123/4567/89012+++",
        "amount": "1234.50",
        "currency": "EUR",
        "said": {"account": "IBAN", "holder": "Holder", "reference": "Reference"},
        **more,
    }


def page(country: str = "BE", *, rows: int = 3, **more: Any) -> dict[str, Any]:
    items = [item(f"F2026-{number:04}") for number in range(1, rows + 1)]
    total = {"said": "Total to pay", "amount": "3,703.68 EUR", "strong": True}
    return {
        "language": "en",
        "country": country,
        "sender": {
            "name": "Alder Trading",
            "street": "Dock 3",
            "postcode": "2000",
            "city": "Antwerp",
            "country": country,
            "vat": "BE0123456749",
            "registration": "RPR Antwerp 0123.456.749",
            "email": "books@alder.example",
            "phone": "+32 3 123 45 67",
        },
        "address": ADDRESSES[country],
        "place": "Antwerp",
        "date": "2026-11-22",
        "date_said": "22 November 2026",
        "subject": "Second reminder",
        "customer_code": "C001",
        "reference": "R2-77",
        "blocks": [
            {"text": "Dear customer,"},
            {"text": "The invoices below are past their due day. " * 3},
            {"items": items, "totals": [total]},
            {"pay": pay()},
            {"text": "Should your payment have crossed this letter, please ignore it."},
            {"closing": ["Yours faithfully,", "Alder Trading"]},
        ],
        **more,
    }
