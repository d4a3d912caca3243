"""The words of a debit note, in the four languages of debtors."""
# ruff: noqa: RUF001  # dashes and apostrophes as they are printed

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """title: with the {number}; intro: until which {day}; due: the last {day} to pay."""

    title: str
    intro: str
    invoice: str
    interest: str
    fee: str
    period: str
    days: str
    on: str
    rate: str
    amount: str
    less: str
    before: str
    interest_sum: str
    fee_sum: str
    total: str
    vat: str
    basis: str
    due: str
    account: str
    holder: str
    reference: str
    closing: str


WORDS = {
    "en": Words(
        title="Debit note {number}",
        intro="The invoices below were not paid by their due day. For the delay we charge "
        "the interest and the compensation set out here. Interest is computed until {day}.",
        invoice="Invoice",
        interest="interest",
        fee="fixed compensation",
        period="Period",
        days="Days",
        on="On",
        rate="Rate a year",
        amount="Amount",
        less="less what was waived or charged before",
        before="rest of earlier periods",
        interest_sum="Interest for late payment",
        fee_sum="Fixed compensation for recovery costs",
        total="To pay",
        vat="Interest and compensation for late payment are damages and outside the scope "
        "of VAT: no VAT is charged.",
        basis="Legal basis",
        due="Please pay this amount by {day}, quoting the reference below. It is due in "
        "addition to what is still open on the invoices themselves.",
        account="IBAN",
        holder="Account holder",
        reference="Reference",
        closing="Yours faithfully,",
    ),
    "fr": Words(
        title="Note de débit {number}",
        intro="Les factures ci-dessous n’ont pas été payées à l’échéance. Pour ce retard, "
        "nous vous réclamons les intérêts et l’indemnité détaillés ici. Les "
        "intérêts sont calculés jusqu’au {day}.",
        invoice="Facture",
        interest="intérêts",
        fee="indemnité forfaitaire",
        period="Période",
        days="Jours",
        on="Sur",
        rate="Taux annuel",
        amount="Montant",
        less="moins ce qui a été abandonné ou déjà réclamé",
        before="solde de périodes antérieures",
        interest_sum="Intérêts de retard",
        fee_sum="Indemnité forfaitaire pour frais de recouvrement",
        total="À payer",
        vat="Les intérêts et indemnités de retard ont le caractère de dommages-intérêts et "
        "n’entrent pas dans le champ d’application de la TVA : aucune TVA n’est due.",
        basis="Base légale",
        due="Nous vous prions de payer ce montant au plus tard le {day}, avec la "
        "communication ci-dessous. Il s’ajoute à ce qui reste ouvert sur les factures "
        "elles-mêmes.",
        account="IBAN",
        holder="Titulaire",
        reference="Communication",
        closing="Nous vous prions d’agréer nos salutations distinguées.",
    ),
    "nl": Words(
        title="Debetnota {number}",
        intro="De onderstaande facturen zijn niet op de vervaldag betaald. Voor deze "
        "vertraging brengen wij u de rente en de vergoeding in rekening die hier staan. De "
        "rente is berekend tot en met {day}.",
        invoice="Factuur",
        interest="rente",
        fee="forfaitaire vergoeding",
        period="Periode",
        days="Dagen",
        on="Over",
        rate="Rente per jaar",
        amount="Bedrag",
        less="min wat is kwijtgescholden of al eerder gevorderd",
        before="rest van eerdere perioden",
        interest_sum="Rente wegens te late betaling",
        fee_sum="Forfaitaire vergoeding van invorderingskosten",
        total="Te betalen",
        vat="Rente en vergoeding wegens te late betaling zijn schadevergoeding en vallen "
        "buiten de btw: er wordt geen btw aangerekend.",
        basis="Wettelijke grondslag",
        due="Wij verzoeken u dit bedrag uiterlijk op {day} te betalen, met de mededeling "
        "hieronder. Het komt boven op wat op de facturen zelf nog openstaat.",
        account="IBAN",
        holder="Begunstigde",
        reference="Mededeling",
        closing="Met vriendelijke groet,",
    ),
    "de": Words(
        title="Belastungsanzeige {number}",
        intro="Die unten genannten Rechnungen wurden nicht bis zum Fälligkeitstag bezahlt. "
        "Für den Verzug berechnen wir Ihnen die hier aufgeführten Zinsen und die "
        "Pauschale. Die Zinsen sind bis zum {day} berechnet.",
        invoice="Rechnung",
        interest="Zinsen",
        fee="Verzugspauschale",
        period="Zeitraum",
        days="Tage",
        on="Auf",
        rate="Zinssatz p. a.",
        amount="Betrag",
        less="abzüglich erlassener oder bereits geforderter Beträge",
        before="Rest früherer Zeiträume",
        interest_sum="Verzugszinsen",
        fee_sum="Pauschale für Beitreibungskosten",
        total="Zu zahlen",
        vat="Verzugszinsen und Verzugspauschale sind Schadensersatz und unterliegen nicht "
        "der Umsatzsteuer; es wird keine Umsatzsteuer berechnet.",
        basis="Rechtsgrundlage",
        due="Bitte zahlen Sie diesen Betrag bis zum {day} unter Angabe des "
        "Verwendungszwecks unten. Er kommt zu dem hinzu, was auf den Rechnungen selbst "
        "noch offen ist.",
        account="IBAN",
        holder="Empfänger",
        reference="Verwendungszweck",
        closing="Mit freundlichen Grüßen",
    ),
}


def words(language: str) -> Words:
    """The words in this language, else English."""
    return WORDS.get(language, WORDS["en"])
