"""The words of payers: one set of phrases for each language and family.

Placeholders: {n} number, {list} numbers, {d} day of issue, {c} credit note, {order}, {code}
customer number, {vat}, {contact}, {name} of another customer, {month}, {percent}.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MONTHS = {
    "nl": (
        "januari februari maart april mei juni juli augustus september oktober"
        " november december"
    ),
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre"
        " novembre décembre"
    ),
    "de": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    ),
    "en": (
        "January February March April May June July August September October"
        " November December"
    ),
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """Ways to say what a payment is for; a payer keeps to the one it has got used to."""

    invoice: tuple[str, ...]
    several: tuple[str, ...]
    wordy: str  # so long that 35 characters cut the number
    order: tuple[str, ...]
    month: tuple[str, ...]
    part: tuple[str, ...]
    dispute: tuple[str, ...]
    discount: tuple[str, ...]
    withheld: tuple[str, ...]
    everything: tuple[str, ...]
    credited: tuple[str, ...]
    behalf: tuple[str, ...]
    ahead: tuple[str, ...]
    silent: tuple[str, ...]
    joint: str  # between the last two of a list
    to: str  # between the ends of a range


def month_of(day: date, language: str, family: str) -> str:
    """The month in words; of the held-out family as 03/2026."""
    if family == "held_out":
        return f"{day:%m/%Y}"
    return f"{MONTHS[language].split()[day.month - 1]} {day.year}"


DEV = {
    "nl": Phrases(
        invoice=(
            "betaling factuur {n}",
            "fact {n}",
            "{n}",
            "factuur {n} van {d}, bedankt",
            "klant {code} factuurnr. {n}",
            "uw factuur {n} - onze BTW {vat}",
            "factuur {n} groeten {contact}",
        ),
        several=("facturen {list}", "betaling {list}", "{list}"),
        wordy="betaling van uw geachte factuur nr {n}",
        order=("onze bestelling {order}", "{order}", "bestelbon {order} klant {code}"),
        month=("abonnement {month}", "bijdrage {month}"),
        part=("voorschot op factuur {n}", "1e schijf factuur {n}"),
        dispute=("factuur {n} min beschadigde goederen", "{n} deels, CN volgt?"),
        discount=("factuur {n} min 2% korting", "{n} -2% contant"),
        withheld=("factuur {n} min inhouding {percent}%", "{n} inhouding RSZ {percent}%"),
        everything=("saldo rekening {code}", "alle openstaande facturen tot vandaag"),
        credited=("factuur {list} min CN {c}", "{list} - creditnota {c}"),
        behalf=("voor rekening van {name} factuur {n}", "{n} {name}"),
        ahead=("voorafbetaling bestelling {order}", "voorschot offerte {order}"),
        silent=("", "zonder mededeling", "/"),
        joint=" en ",
        to=" t/m ",
    ),
    "fr": Phrases(
        invoice=(
            "facture {n} merci",
            "règlement facture {n}",
            "{n}",
            "F° {n} du {d}",
            "votre facture n° {n} avec nos remerciements",
            "client {code} fact. {n}",
            "paiement facture {n} - {contact}",
        ),
        several=("factures {list}", "règlement {list}", "{list}"),
        wordy="règlement de votre honorée facture n° {n}",
        order=(
            "notre commande {order}",
            "{order}",
            "bon de commande {order} client {code}",
        ),
        month=("abonnement {month}", "mensualité {month}"),
        part=("acompte facture {n}", "1er versement sur {n}"),
        dispute=("facture {n} moins avarie", "{n} partiel, avoir à recevoir"),
        discount=("facture {n} escompte 2% déduit", "{n} -2% escompte"),
        withheld=("facture {n} retenue de garantie {percent}%", "{n} RG {percent}%"),
        everything=("solde de tout compte client {code}", "solde factures échues"),
        credited=("factures {list} moins avoir {c}", "{list} - NC {c}"),
        behalf=("pour compte de {name} facture {n}", "{n} pour {name}"),
        ahead=("acompte commande {order}", "acompte devis {order}"),
        silent=("", "sans communication", "virement"),
        joint=" et ",
        to=" à ",
    ),
    "de": Phrases(
        invoice=(
            "Rechnung Nr. {n}",
            "RNr. {n}",
            "{n}",
            "Rechnung {n} vom {d}",
            "Kd-Nr {code} Rg {n}",
            "Ihre Rechnung {n} Vielen Dank, {contact}",
            "RE {n} USt-ID {vat}",
        ),
        several=("Rechnungen {list}", "Rg-Nr. {list}", "{list}"),
        wordy="Begleichung Ihrer geschätzten Rechnung {n}",
        order=("unsere Bestellung {order}", "{order}", "Auftrag {order} Kunde {code}"),
        month=("Abo {month}", "Miete Gerät {month}"),
        part=("Anzahlung Rechnung {n}", "Teilzahlung {n}"),
        dispute=("Rechnung {n} abzgl. Mängel", "{n} gekürzt, Gutschrift folgt"),
        discount=("Rechnung {n} abzgl. 2% Skonto", "{n} Skonto"),
        withheld=("Rechnung {n} abzgl. {percent}% Einbehalt", "{n} Bauabzug {percent}%"),
        everything=("Kontoausgleich Kunde {code}", "alle fälligen Rechnungen"),
        credited=("Rechnungen {list} abzgl. Gutschrift {c}", "{list} - GS {c}"),
        behalf=("im Auftrag von {name} Rechnung {n}", "{n} für {name}"),
        ahead=("Vorkasse Bestellung {order}", "Anzahlung Angebot {order}"),
        silent=("", "ohne Verwendungszweck", "Überweisung"),
        joint=" und ",
        to=" bis ",
    ),
    "en": Phrases(
        invoice=(
            "invoice {n}",
            "inv {n} thank you",
            "{n}",
            "payment of invoice {n} dated {d}",
            "acct {code} inv {n}",
            "your invoice {n} regards {contact}",
        ),
        several=("invoices {list}", "inv {list}", "{list}"),
        wordy="settlement of your kind invoice number {n}",
        order=("our order {order}", "{order}", "purchase order {order} acct {code}"),
        month=("subscription {month}", "monthly fee {month}"),
        part=("deposit on invoice {n}", "part payment {n}"),
        dispute=("invoice {n} less damaged goods", "{n} short, await credit"),
        discount=("invoice {n} less 2% discount", "{n} 2pct prompt"),
        withheld=("invoice {n} less retention {percent}%", "{n} CIS {percent}%"),
        everything=("balance of account {code}", "all invoices due"),
        credited=("invoices {list} less credit {c}", "{list} - CN {c}"),
        behalf=("on behalf of {name} invoice {n}", "{n} for {name}"),
        ahead=("advance for order {order}", "deposit quote {order}"),
        silent=("", "payment", "faster payment"),
        joint=" and ",
        to=" to ",
    ),
}

HELD_OUT = {
    "nl": Phrases(
        invoice=(
            "vereffening van {n}",
            "fakt.{n}/{code}",
            "Ref: {n}",
            "nota {n} dd {d}",
            "{contact} inzake {n}",
        ),
        several=("nota's {list}", "uw ref {list}", "vereffening {list}"),
        wordy="vereffening openstaande post volgens {n}",
        order=("ons ordernr {order}", "PO: {order}"),
        month=("lidgeld {month}", "termijn {month}"),
        part=("deel van {n}", "gedeeltelijk {n}"),
        dispute=("{n} zonder de retour", "{n} min betwiste regel"),
        discount=("{n} netto na korting", "{n} - disconto"),
        withheld=("{n} na aftrek {percent}%", "{n} ingehouden {percent}%"),
        everything=("alles wat vervallen is {code}", "afrekening klant {code}"),
        credited=("{list} verrekend met {c}", "{list} minus {c}"),
        behalf=("{name}: {n}", "namens {name} / {n}"),
        ahead=("aanbetaling {order}", "vooraf {order}"),
        silent=("", "geen", "overschrijving"),
        joint=" + ",
        to="-",
    ),
    "fr": Phrases(
        invoice=(
            "VIR REF {n}",
            "paie {n} cli {code}",
            "Réf. {n}",
            "note du {d} n {n}",
            "{contact} concerne {n}",
        ),
        several=("réf. {list}", "paiement de {list}", "vos pièces {list}"),
        wordy="versement en paiement de la pièce citée {n}",
        order=("cde {order}", "réf commande {order}"),
        month=("cotisation {month}", "loyer matériel {month}"),
        part=("une partie de {n}", "versement partiel {n}"),
        dispute=("{n} hors retour marchandise", "{n} sauf ligne contestée"),
        discount=("{n} net d'escompte", "{n} paiement comptant"),
        withheld=("{n} après retenue {percent}%", "{n} déduit {percent}%"),
        everything=("apurement compte {code}", "tout l'échu"),
        credited=("{list} compensé avec {c}", "{list} déduction {c}"),
        behalf=("{name}: {n}", "au nom de {name} / {n}"),
        ahead=("provision {order}", "avance {order}"),
        silent=("", "néant", "transfert"),
        joint=" + ",
        to="-",
    ),
    "de": Phrases(
        invoice=(
            "Beleg {n}",
            "Zahlung {n} KdNr. {code}",
            "Ref. {n}",
            "Faktura {n} / {d}",
            "{contact} wg. {n}",
        ),
        several=("Belege {list}", "Ausgleich {list}", "Ref. {list}"),
        wordy="Zahlung des offenen Postens laut Beleg {n}",
        order=("Bestellnr {order}", "unser Zeichen {order}"),
        month=("Beitrag {month}", "Rate {month}"),
        part=("Abschlag {n}", "Teilbetrag {n}"),
        dispute=("{n} ohne Retoure", "{n} strittige Position offen"),
        discount=("{n} netto Kasse", "{n} ./. Skonto"),
        withheld=("{n} nach Abzug {percent}%", "{n} ./. {percent}%"),
        everything=("Saldo {code}", "sämtliche fälligen Posten"),
        credited=("{list} verrechnet mit {c}", "{list} ./. {c}"),
        behalf=("{name}: {n}", "i.A. {name} / {n}"),
        ahead=("Vorauszahlung {order}", "vorab {order}"),
        silent=("", "keine Angabe", "SEPA-Überweisung"),
        joint=" + ",
        to="-",
    ),
    "en": Phrases(
        invoice=(
            "re {n}",
            "bill {n} {code}",
            "Ref {n}",
            "stmt item {n} of {d}",
            "{contact} ref {n}",
        ),
        several=("refs {list}", "bills {list}", "covering {list}"),
        wordy="clearing of the outstanding bill quoted {n}",
        order=("order no {order}", "P/O {order}"),
        month=("membership {month}", "plan {month}"),
        part=("on account of {n}", "some of {n}"),
        dispute=("{n} excl. returns", "{n} less query"),
        discount=("{n} net of settlement", "{n} disc taken"),
        withheld=("{n} after deduction {percent}%", "{n} withheld {percent}%"),
        everything=("clear account {code}", "everything overdue"),
        credited=("{list} set against {c}", "{list} minus {c}"),
        behalf=("{name}: {n}", "for {name} / {n}"),
        ahead=("upfront {order}", "pre-pay {order}"),
        silent=("", "none", "transfer"),
        joint=" + ",
        to="-",
    ),
}
PHRASES = {"dev": DEV, "held_out": HELD_OUT}
