"""The words of a statement, in the four languages of debtors."""
# ruff: noqa: RUF001  # dashes and apostrophes as they are printed

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """title and intro: with the day as {day}; paid: with the period."""

    title: str
    intro: str
    nothing: str
    invoice: str
    part: str
    credit_note: str
    debit_note: str
    money: str
    document: str
    on: str
    due: str
    late: str
    days: str
    amount: str
    open: str
    balance: str
    to_pay: str
    in_favour: str
    overdue: str
    paid: str
    came_on: str
    text: str
    ages: tuple[str, str, str, str, str, str]
    account: str
    holder: str
    reference: str
    closing: str


WORDS = {
    "en": Words(
        title="Statement of account as of {day}",
        intro="According to our books, this was open on your account on {day}. "
        "Payments that came in later are not shown.",
        nothing="Nothing is open on your account.",
        invoice="Invoice",
        part="instalment",
        credit_note="Credit note",
        debit_note="Debit note",
        money="Payment, not allocated yet",
        document="Document",
        on="Date",
        due="Due",
        late="Late",
        days="{count} d",
        amount="Amount",
        open="Open",
        balance="Balance",
        to_pay="Balance in our favour",
        in_favour="Balance in your favour",
        overdue="of which overdue",
        paid="Payments received from {since} to {day}",
        came_on="Received on",
        text="Your words",
        ages=("Not due", "1–30 days", "31–60 days", "61–90 days", "Over 90 days", "Credit"),
        account="IBAN",
        holder="Account holder",
        reference="Reference",
        closing="Yours faithfully,",
    ),
    "fr": Words(
        title="Relevé de compte au {day}",
        intro="Selon nos livres, les postes suivants étaient ouverts sur votre compte au "
        "{day}. Les paiements reçus depuis n’y figurent pas.",
        nothing="Rien n’est ouvert sur votre compte.",
        invoice="Facture",
        part="échéance",
        credit_note="Note de crédit",
        debit_note="Note de débit",
        money="Paiement non encore imputé",
        document="Pièce",
        on="Date",
        due="Échéance",
        late="Retard",
        days="{count} j",
        amount="Montant",
        open="Ouvert",
        balance="Solde",
        to_pay="Solde en notre faveur",
        in_favour="Solde en votre faveur",
        overdue="dont échu",
        paid="Paiements reçus du {since} au {day}",
        came_on="Reçu le",
        text="Votre communication",
        ages=(
            "Non échu",
            "1–30 jours",
            "31–60 jours",
            "61–90 jours",
            "Plus de 90",
            "Avoirs",
        ),
        account="IBAN",
        holder="Titulaire",
        reference="Communication",
        closing="Nous vous prions d’agréer nos salutations distinguées.",
    ),
    "nl": Words(
        title="Rekeningoverzicht op {day}",
        intro="Volgens onze boekhouding stond op {day} het volgende open op uw rekening. "
        "Betalingen die later binnenkwamen, zijn niet opgenomen.",
        nothing="Er staat niets open op uw rekening.",
        invoice="Factuur",
        part="termijn",
        credit_note="Creditnota",
        debit_note="Debetnota",
        money="Betaling, nog niet toegewezen",
        document="Stuk",
        on="Datum",
        due="Vervaldag",
        late="Te laat",
        days="{count} d",
        amount="Bedrag",
        open="Openstaand",
        balance="Saldo",
        to_pay="Saldo in ons voordeel",
        in_favour="Saldo in uw voordeel",
        overdue="waarvan vervallen",
        paid="Betalingen ontvangen van {since} tot {day}",
        came_on="Ontvangen op",
        text="Uw mededeling",
        ages=(
            "Niet vervallen",
            "1–30 dagen",
            "31–60 dagen",
            "61–90 dagen",
            "Meer dan 90",
            "Tegoed",
        ),
        account="IBAN",
        holder="Begunstigde",
        reference="Mededeling",
        closing="Met vriendelijke groet,",
    ),
    "de": Words(
        title="Kontoauszug zum {day}",
        intro="Nach unseren Büchern war zum {day} auf Ihrem Kundenkonto Folgendes offen. "
        "Später eingegangene Zahlungen sind nicht enthalten.",
        nothing="Auf Ihrem Kundenkonto ist nichts offen.",
        invoice="Rechnung",
        part="Rate",
        credit_note="Gutschrift",
        debit_note="Belastungsanzeige",
        money="Zahlung, noch nicht zugeordnet",
        document="Beleg",
        on="Datum",
        due="Fällig am",
        late="Verzug",
        days="{count} T.",
        amount="Betrag",
        open="Offen",
        balance="Saldo",
        to_pay="Saldo zu unseren Gunsten",
        in_favour="Saldo zu Ihren Gunsten",
        overdue="davon überfällig",
        paid="Zahlungseingänge vom {since} bis {day}",
        came_on="Eingang am",
        text="Ihr Verwendungszweck",
        ages=(
            "Nicht fällig",
            "1–30 Tage",
            "31–60 Tage",
            "61–90 Tage",
            "Über 90 Tage",
            "Guthaben",
        ),
        account="IBAN",
        holder="Empfänger",
        reference="Verwendungszweck",
        closing="Mit freundlichen Grüßen",
    ),
}


def words(language: str) -> Words:
    """The words in this language, else English."""
    return WORDS.get(language, WORDS["en"])
