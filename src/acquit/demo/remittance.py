"""Remittances: what payers write beside their money, well and badly.

A *clue* is the class of what was written, kept in the plan so that results can be
reported class by class. A line of text holds at most 140 characters (SEPA, one Ustrd).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.demo import chance as chances
from acquit.demo import identifiers
from acquit.demo.payments import Deal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from acquit.demo.invoices import Invoice
    from acquit.demo.payments import Payment

LONGEST = 140


class Clue(StrEnum):
    STRUCTURED = "STRUCTURED"  # the reference, in the field made for it
    STRUCTURED_TYPED = "STRUCTURED_TYPED"  # the reference, typed into the free text
    NUMBER = "NUMBER"
    NUMBERS = "NUMBERS"
    NUMBERS_CUT = "NUMBERS_CUT"  # more numbers than the line holds
    NUMBER_SPACED = "NUMBER_SPACED"
    NUMBER_SHORT = "NUMBER_SHORT"
    STATEMENT = "STATEMENT"  # "your statement of September"
    ORDER = "ORDER"  # only their own order number
    NAME = "NAME"  # nothing but who they are
    WRONG_REFERENCE = "WRONG_REFERENCE"  # another customer's
    MANDATE = "MANDATE"  # our own direct debit
    NONE = "NONE"  # no customer at all


EXACT_CLUES = {
    Clue.STRUCTURED,
    Clue.STRUCTURED_TYPED,
    Clue.NUMBER,
    Clue.NUMBERS,
    Clue.MANDATE,
}

# what a customer usually writes, where invoices carry +++…+++, RF…, or nothing
USUAL: dict[str, dict[Clue, float]] = {
    "+": {
        Clue.STRUCTURED: 67,
        Clue.STRUCTURED_TYPED: 9,
        Clue.NUMBER: 14,
        Clue.NUMBER_SPACED: 3,
        Clue.NUMBER_SHORT: 2,
        Clue.ORDER: 2,
        Clue.NAME: 3,
    },
    "R": {
        Clue.STRUCTURED: 64,
        Clue.STRUCTURED_TYPED: 6,
        Clue.NUMBER: 22,
        Clue.NUMBER_SPACED: 3,
        Clue.NAME: 5,
    },
    "": {
        Clue.NUMBER: 84,
        Clue.NUMBER_SPACED: 5,
        Clue.NUMBER_SHORT: 4,
        Clue.ORDER: 3,
        Clue.NAME: 4,
    },
}
MANY = {Clue.NUMBERS: 87, Clue.STATEMENT: 9, Clue.NAME: 4}
WRONG_REFERENCES = 0.006

WORDS = {
    "nl": (
        *("factuur {n}", "FACTUUR {n}", "betaling factuur {n}", "fact. {n} van {d}", "{n}"),
        *("uw factuur {n} dd {d}", "FACT {n} KLANT {c}", "onze ref {o} uw fact {n}"),
    ),
    "fr": (
        *("facture {n}", "FACTURE {n}", "paiement facture {n}", "FACT {n} DU {d}", "{n}"),
        *(
            "règlement facture n° {n}",
            "VIREMENT FACT {n} CLIENT {c}",
            "N/REF {o} V/FACT {n}",
        ),
    ),
    "de": ("Rechnung {n}", "RE {n} vom {d}", "RECHNUNG NR {n} KD {c}", "{n}"),
    "en": ("invoice {n}", "INV {n}", "Payment inv {n} dated {d}", "{n}"),
}
NOTHING = {
    "nl": ("", "betaling", "overschrijving", "BETALING FACTUUR", "zie mail"),
    "fr": ("", "virement", "paiement facture", "REGLEMENT", "merci"),
    "de": ("", "Überweisung", "Rechnung", "Zahlung laut Vereinbarung"),
    "en": ("", "payment", "Settlement of account"),
}
OVERVIEW = {
    "nl": (
        "uw rekeningoverzicht {m}",
        "overzicht {m} klant {c}",
        "openstaande facturen t/m {m}",
    ),
    "fr": ("relevé de compte {m}", "RELEVE {m} CLIENT {c}", "solde compte au {d}"),
    "de": ("Kontoauszug {m}", "Sammelzahlung {m} KD {c}"),
    "en": ("statement {m}", "your statement of account {m} ref {c}"),
}
ORDERED = {
    "nl": ("bestelbon {o}", "order {o}", "{o}"),
    "fr": ("commande {o}", "BON DE COMMANDE {o}", "{o}"),
    "de": ("Bestellung {o}", "{o}"),
    "en": ("PO {o}", "{o}"),
}
REMARKS = {
    Deal.PART: {
        "nl": "deelbetaling",
        "fr": "acompte",
        "de": "Teilzahlung",
        "en": "part payment",
    },
    Deal.DISCOUNT: {
        "nl": "min 2% korting",
        "fr": "- 2% escompte",
        "de": "abzgl. 2% Skonto",
        "en": "less 2% discount",
    },
    Deal.NETTED: {
        "nl": "min {k}",
        "fr": "moins avoir {k}",
        "de": "abzgl. {k}",
        "en": "less {k}",
    },
}


@dataclass(frozen=True, slots=True)
class Remittance:
    """structured: 12 digits (Belgium) or RF…, else ""."""

    clue: Clue
    text: str = ""
    structured: str = ""


def remittance(
    payment: Payment, usual: Clue, others: Sequence[Invoice], chance: Random
) -> Remittance:
    """What they write; `usual` is their manner, of `others` the reference may slip in."""
    invoices = [invoice for invoice, _ in payment.allocations] or list(payment.credits)
    if not invoices:
        return _nothing(payment, chance)
    if len(invoices) > 1 or payment.credits:
        return _many(payment, invoices, chance)
    invoice = invoices[0]
    clue = (
        usual
        if chance.random() < 0.85
        else chances.pick(chance, USUAL[invoice.reference[:1]])
    )
    references = [other.reference for other in others if other.reference.startswith("+++")]
    if clue is Clue.STRUCTURED and references and chance.random() < WRONG_REFERENCES:
        return Remittance(Clue.WRONG_REFERENCE, structured=_bare(chance.choice(references)))
    return _one(payment, invoice, clue, chance)


def _bare(reference: str) -> str:
    return "".join(letter for letter in reference if letter.isalnum())


def _one(payment: Payment, invoice: Invoice, clue: Clue, chance: Random) -> Remittance:
    language, remark = payment.customer.language, _remark(payment)
    if clue in {Clue.STRUCTURED, Clue.STRUCTURED_TYPED} and not invoice.reference:
        clue = Clue.NUMBER
    if clue is Clue.STRUCTURED and remark:
        clue = Clue.STRUCTURED_TYPED  # a line is structured or free, never both
    match clue:
        case Clue.STRUCTURED:
            return Remittance(clue, structured=_bare(invoice.reference))
        case Clue.STRUCTURED_TYPED:
            return Remittance(clue, f"{_typed(invoice.reference, chance)} {remark}".strip())
        case Clue.NUMBER | Clue.NUMBER_SPACED | Clue.NUMBER_SHORT:
            written = _written(invoice.number, clue, chance)
            text = _phrase(WORDS[language], payment, invoice, written, chance)
            return Remittance(clue, f"{text} {remark}".strip()[:LONGEST])
        case Clue.ORDER if invoice.order_number:
            text = _phrase(ORDERED[language], payment, invoice, "", chance)
            return Remittance(clue, text[:LONGEST])
        case _:
            return _nothing(payment, chance)


def _many(payment: Payment, invoices: Sequence[Invoice], chance: Random) -> Remittance:
    language = payment.customer.language
    clue = chances.pick(chance, MANY) if len(invoices) > 1 else Clue.NUMBERS
    if clue is Clue.STATEMENT:
        text = _phrase(OVERVIEW[language], payment, invoices[-1], "", chance)
        return Remittance(clue, text[:LONGEST])
    if clue is Clue.NAME:
        return _nothing(payment, chance)
    separator = chance.choice((" ", ", ", " + ", " "))
    text = separator.join(invoice.number for invoice in invoices)
    if len(text) > LONGEST - 30:
        text = " ".join(invoice.number for invoice in invoices)
    if len(text) < LONGEST - 40:
        word = "RE" if language == "de" else chance.choice(("FACT", "fact", "", ""))
        text = f"{word} {text}".strip()
    text = f"{text} {_remark(payment)}".strip()
    return Remittance(
        Clue.NUMBERS if len(text) <= LONGEST else Clue.NUMBERS_CUT, text[:LONGEST]
    )


def _nothing(payment: Payment, chance: Random) -> Remittance:
    return Remittance(Clue.NAME, chance.choice(NOTHING[payment.customer.language]))


def _remark(payment: Payment) -> str:
    deducted = " ".join(credit.number for credit in payment.credits)
    return (
        REMARKS.get(payment.deal, {}).get(payment.customer.language, "").format(k=deducted)
    )


def _phrase(
    phrases: Sequence[str], payment: Payment, invoice: Invoice, number: str, chance: Random
) -> str:
    possible = [phrase for phrase in phrases if invoice.order_number or "{o}" not in phrase]
    return chance.choice(possible).format(
        n=number,
        d=_day(invoice.issued_on, chance),
        m=f"{payment.day:%m/%Y}",
        c=payment.customer.code,
        o=invoice.order_number,
    )


def _day(day: date, chance: Random) -> str:
    return day.strftime(chance.choice(("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m")))


def _written(number: str, clue: Clue, chance: Random) -> str:
    """The invoice number as a person types it."""
    if clue is Clue.NUMBER:
        return number
    if clue is Clue.NUMBER_SHORT:
        tail = number.replace("/", "-").rsplit("-", 1)[-1]
        return chance.choice((tail.removeprefix("NL"), tail.removeprefix("NL").lstrip("0")))
    if "/" in number:
        return number.replace("/", chance.choice((" ", "-", " / ", "")))
    if "-" in number:
        return number.replace("-", chance.choice((" ", " - ", "", "/")))
    return f"{number[:2]} {number[2:4]} {number[4:]}"


def _typed(reference: str, chance: Random) -> str:
    bare = _bare(reference)
    if reference.startswith("RF"):
        return chance.choice(
            (bare, " ".join(bare[at : at + 4] for at in range(0, len(bare), 4)))
        )
    slashed = identifiers.ogm_written(bare).strip("+")
    return chance.choice((reference, slashed, f"***{slashed}***", bare, reference))
