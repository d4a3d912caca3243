"""How lines read that pay no invoice: name and text, one for dev, the next held out.

{n}: a number like ours; {own}: our company; {firm}, {person}: invented; {digits}: six.
"""

from __future__ import annotations

Words = dict[str, dict[str, tuple[tuple[str, str], ...]]]

IN: Words = {
    "nl": {
        "interest": (
            ("Noorderbank", "creditrente kwartaal"),
            ("Spaarbank De Eik", "rente spaarrekening {year}"),
        ),
        "tax_refund": (
            ("Ontvangkantoor BTW", "teruggaaf BTW {year} dossier {digits}"),
            ("Belastingkantoor", "teruggave aanslag {digits}"),
        ),
        "own_transfer": (
            ("{own}", "overboeking eigen rekening"),
            ("{own}", "van spaar naar zicht"),
        ),
        "supplier_refund": (
            ("{firm}", "terugbetaling creditnota {digits}"),
            ("{firm}", "restitutie order {digits}"),
        ),
        "insurance": (
            ("Verzekeringen Linde", "schadegeval {digits} waterschade"),
            ("Waarborg Assuranties", "uitkering polis {digits}"),
        ),
        "rent": (
            ("{person}", "huur appartement"),
            ("{person}", "huur bovenverdieping {day}"),
        ),
        "grant": (
            ("Agentschap Ondernemen", "steunmaatregel dossier {digits}"),
            ("Innovatiefonds", "subsidie {year} {digits}"),
        ),
        "salary_back": (
            ("{person}", "terugstorting te veel loon"),
            ("{person}", "terugbetaling voorschot loon {day}"),
        ),
        "asset_sold": (
            ("{person}", "aankoop bestelwagen"),
            ("{firm}", "overname heftruck {digits}"),
        ),
        "lookalike": (
            ("{firm}", "tel {phone} {postcode} {day}"),
            ("{person}", "{day} {postcode} lidnr {digits}"),
        ),
        "stranger_number": (
            ("{firm}", "terugbetaling waarborg contract {n}"),
            ("{firm}", "teveel betaald op ons dossier {n}"),
        ),
        "customer_refunds": (
            ("", "terugbetaling op onze factuur {digits} aan u"),
            ("", "onze creditnota {digits}"),
        ),
    },
    "fr": {
        "interest": (
            ("Banque du Nord", "intérêts créditeurs trimestre"),
            ("Caisse d'Épargne Azur", "intérêts livret {year}"),
        ),
        "tax_refund": (
            ("Trésor Public", "remboursement TVA {year} dossier {digits}"),
            ("Recette des impôts", "dégrèvement {digits}"),
        ),
        "own_transfer": (
            ("{own}", "virement interne"),
            ("{own}", "alimentation compte courant"),
        ),
        "supplier_refund": (
            ("{firm}", "remboursement avoir {digits}"),
            ("{firm}", "restitution commande {digits}"),
        ),
        "insurance": (
            ("Assurances Tilleul", "sinistre {digits} dégât des eaux"),
            ("Mutuelle Horizon", "indemnité police {digits}"),
        ),
        "rent": (("{person}", "loyer appartement"), ("{person}", "loyer étage {day}")),
        "grant": (
            ("Région Développement", "subvention dossier {digits}"),
            ("Fonds Innovation", "aide {year} {digits}"),
        ),
        "salary_back": (
            ("{person}", "remboursement trop perçu salaire"),
            ("{person}", "retour acompte salaire {day}"),
        ),
        "asset_sold": (
            ("{person}", "achat camionnette"),
            ("{firm}", "reprise chariot {digits}"),
        ),
        "lookalike": (
            ("{firm}", "tél {phone} {postcode} {day}"),
            ("{person}", "{day} {postcode} adhérent {digits}"),
        ),
        "stranger_number": (
            ("{firm}", "remboursement caution contrat {n}"),
            ("{firm}", "trop versé notre dossier {n}"),
        ),
        "customer_refunds": (
            ("", "remboursement sur notre facture {digits} à vous"),
            ("", "notre avoir {digits}"),
        ),
    },
    "de": {
        "interest": (
            ("Nordbank", "Habenzinsen Quartal"),
            ("Sparkasse Eichental", "Zinsen Tagesgeld {year}"),
        ),
        "tax_refund": (
            ("Finanzkasse", "Erstattung USt {year} StNr {digits}"),
            ("Finanzamt Süd", "Guthaben Bescheid {digits}"),
        ),
        "own_transfer": (
            ("{own}", "Umbuchung eigenes Konto"),
            ("{own}", "Übertrag vom Tagesgeld"),
        ),
        "supplier_refund": (
            ("{firm}", "Rückzahlung Gutschrift {digits}"),
            ("{firm}", "Erstattung Auftrag {digits}"),
        ),
        "insurance": (
            ("Versicherung Linde", "Schaden {digits} Wasser"),
            ("Sachschutz AG", "Leistung Police {digits}"),
        ),
        "rent": (("{person}", "Miete Wohnung"), ("{person}", "Miete Obergeschoss {day}")),
        "grant": (
            ("Förderbank Land", "Zuschuss Vorgang {digits}"),
            ("Innovationsfonds", "Förderung {year} {digits}"),
        ),
        "salary_back": (
            ("{person}", "Rückzahlung Überzahlung Lohn"),
            ("{person}", "Lohnvorschuss zurück {day}"),
        ),
        "asset_sold": (
            ("{person}", "Kauf Transporter"),
            ("{firm}", "Übernahme Stapler {digits}"),
        ),
        "lookalike": (
            ("{firm}", "Tel {phone} {postcode} {day}"),
            ("{person}", "{day} {postcode} Mitglied {digits}"),
        ),
        "stranger_number": (
            ("{firm}", "Rückzahlung Kaution Vertrag {n}"),
            ("{firm}", "Überzahlung unser Vorgang {n}"),
        ),
        "customer_refunds": (
            ("", "Erstattung auf unsere Rechnung {digits} an Sie"),
            ("", "unsere Gutschrift {digits}"),
        ),
    },
    "en": {
        "interest": (
            ("Northern Bank", "credit interest quarter"),
            ("Harbour Savings", "interest {year}"),
        ),
        "tax_refund": (
            ("Revenue Office", "VAT repayment {year} ref {digits}"),
            ("Tax Collector", "repayment case {digits}"),
        ),
        "own_transfer": (("{own}", "transfer own account"), ("{own}", "from savings")),
        "supplier_refund": (
            ("{firm}", "refund credit note {digits}"),
            ("{firm}", "order refund {digits}"),
        ),
        "insurance": (
            ("Linden Insurance", "claim {digits} water damage"),
            ("Beacon Mutual", "policy payout {digits}"),
        ),
        "rent": (("{person}", "rent flat"), ("{person}", "rent upper floor {day}")),
        "grant": (
            ("Enterprise Agency", "grant file {digits}"),
            ("Innovation Fund", "support {year} {digits}"),
        ),
        "salary_back": (
            ("{person}", "overpaid wages returned"),
            ("{person}", "wage advance back {day}"),
        ),
        "asset_sold": (
            ("{person}", "purchase of van"),
            ("{firm}", "used forklift {digits}"),
        ),
        "lookalike": (
            ("{firm}", "tel {phone} {postcode} {day}"),
            ("{person}", "{day} {postcode} member {digits}"),
        ),
        "stranger_number": (
            ("{firm}", "return of deposit contract {n}"),
            ("{firm}", "overpaid on our file {n}"),
        ),
        "customer_refunds": (
            ("", "refund on our invoice {digits} to you"),
            ("", "our credit note {digits}"),
        ),
    },
}
OUT: Words = {
    "nl": {
        "supplier_paid": (("{firm}", "factuur {digits}"), ("{firm}", "uw nota {digits}")),
        "salary_paid": (("{person}", "loon {day}"), ("{person}", "salaris")),
        "bank_costs": (
            ("Noorderbank", "beheerskosten"),
            ("Spaarbank De Eik", "kosten pakket"),
        ),
        "tax_paid": (
            ("Ontvangkantoor BTW", "BTW aangifte {digits}"),
            ("Belastingkantoor", "voorheffing {digits}"),
        ),
        "own_transfer_out": (
            ("{own}", "naar spaarrekening"),
            ("{own}", "overboeking reserve"),
        ),
        "debit_returned": (
            ("", "onbetaalde invordering factuur {n}"),
            ("", "stornering incasso {n}"),
        ),
    },
    "fr": {
        "supplier_paid": (
            ("{firm}", "facture {digits}"),
            ("{firm}", "votre note {digits}"),
        ),
        "salary_paid": (("{person}", "salaire {day}"), ("{person}", "rémunération")),
        "bank_costs": (
            ("Banque du Nord", "frais de gestion"),
            ("Caisse d'Épargne Azur", "cotisation compte"),
        ),
        "tax_paid": (
            ("Trésor Public", "TVA {digits}"),
            ("Recette des impôts", "acompte IS {digits}"),
        ),
        "own_transfer_out": (("{own}", "vers livret"), ("{own}", "mise en réserve")),
        "debit_returned": (
            ("", "prélèvement impayé facture {n}"),
            ("", "rejet prélèvement {n}"),
        ),
    },
    "de": {
        "supplier_paid": (
            ("{firm}", "Rechnung {digits}"),
            ("{firm}", "Ihr Beleg {digits}"),
        ),
        "salary_paid": (("{person}", "Lohn {day}"), ("{person}", "Gehalt")),
        "bank_costs": (
            ("Nordbank", "Kontoführung"),
            ("Sparkasse Eichental", "Entgelt Paket"),
        ),
        "tax_paid": (
            ("Finanzkasse", "USt-VA {digits}"),
            ("Finanzamt Süd", "Vorauszahlung {digits}"),
        ),
        "own_transfer_out": (("{own}", "auf Tagesgeld"), ("{own}", "Rücklage")),
        "debit_returned": (
            ("", "Rücklastschrift Rechnung {n}"),
            ("", "Lastschrift zurück {n}"),
        ),
    },
    "en": {
        "supplier_paid": (("{firm}", "invoice {digits}"), ("{firm}", "your bill {digits}")),
        "salary_paid": (("{person}", "wages {day}"), ("{person}", "salary")),
        "bank_costs": (
            ("Northern Bank", "account fee"),
            ("Harbour Savings", "package charge"),
        ),
        "tax_paid": (
            ("Revenue Office", "VAT return {digits}"),
            ("Tax Collector", "on account {digits}"),
        ),
        "own_transfer_out": (("{own}", "to savings"), ("{own}", "reserve")),
        "debit_returned": (
            ("", "unpaid direct debit invoice {n}"),
            ("", "DD returned {n}"),
        ),
    },
}
