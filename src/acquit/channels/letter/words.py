"""The few words of the layout itself; every other word comes with the page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Heads of columns and labels, in one language."""

    number: str
    part: str
    issued: str
    due: str
    late: str
    open: str
    contested: str
    asked: str
    customer: str
    reference: str
    phone: str
    email: str
    page: str
    scan: str
    vat: str


WORDS = {
    "en": Words(
        number="Invoice",
        part="instalment",
        issued="Dated",
        due="Due",
        late="Late",
        open="Amount open",
        contested="in dispute",
        asked="to pay",
        customer="Customer",
        reference="Reference",
        phone="Phone",
        email="E-mail",
        page="Page",
        scan="Scan to pay",
        vat="VAT",
    ),
    "fr": Words(
        number="Facture",
        part="échéance",
        issued="Date",
        due="Échéance",
        late="Retard",
        open="Montant ouvert",
        contested="contesté",
        asked="à payer",
        customer="Client",
        reference="Référence",
        phone="Téléphone",
        email="E-mail",
        page="Page",
        scan="Scannez pour payer",
        vat="TVA",
    ),
    "nl": Words(
        number="Factuur",
        part="termijn",
        issued="Datum",
        due="Vervaldag",
        late="Te laat",
        open="Openstaand",
        contested="betwist",
        asked="te betalen",
        customer="Klant",
        reference="Kenmerk",
        phone="Telefoon",
        email="E-mail",
        page="Blad",
        scan="Scan om te betalen",
        vat="Btw",
    ),
    "de": Words(
        number="Rechnung",
        part="Rate",
        issued="Datum",
        due="Fällig am",
        late="Verzug",
        open="Offener Betrag",
        contested="strittig",
        asked="zu zahlen",
        customer="Kunde",
        reference="Zeichen",
        phone="Telefon",
        email="E-Mail",
        page="Seite",
        scan="Scannen und zahlen",
        vat="USt-IdNr.",
    ),
}

LOCALES = {"en": "en_GB", "fr": "fr_FR", "nl": "nl_NL", "de": "de_DE"}


def words(language: str) -> Words:
    """The words in this language; English for one that the layout does not speak."""
    return WORDS.get(language, WORDS["en"])
