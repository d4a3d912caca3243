"""Cases of one company and its customers, all invented, for the texts of four languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from acquit.dunning.wording.facts import (
    Account,
    Case,
    Credit,
    Creditor,
    Debtor,
    Item,
    Reader,
    Tried,
)

TODAY = date(2026, 3, 24)
ARDENNE = Creditor(
    code="ARD",
    name="Ardenne Bois SA",
    country="BE",
    language="fr",
    street="Rue du Port 12",
    postcode="4000",
    city="Liège",
    vat="BE0403019261",
    registration="RPM Liège",
    email="factures@ardenne-bois.example",
    phone="+32 4 223 45 67",
)
BARE = Creditor(code="B", name="Bare Ltd", country="GB")
PEETERS = Debtor(
    code="C0042",
    name="Bakkerij Peeters",
    language="en",
    business=True,
    country="BE",
    phone="+32 9 123 45 67",
    address=("Bakkerij Peeters", "Kerkstraat 1", "9000 Gent"),
)
BANK = (Account("BE68539007547034", "Ardenne Bois SA"),)
EARLIER = (
    Tried("REMINDER_1", "EMAIL", date(2026, 2, 23)),
    Tried("REMINDER_2", "LETTER", date(2026, 3, 9)),
    Tried("CALL_1", "PHONE", date(2026, 3, 16)),
)


def item(**known) -> Item:
    """One invoice of 1,234.56 EUR, 32 days late."""
    return Item(
        **{
            "number": "F-2026-0101",
            "instalment": 1,
            "instalments": 1,
            "issued_on": date(2026, 1, 20),
            "due_on": date(2026, 2, 20),
            "currency": "EUR",
            "open_minor": 123_456,
            "contested_minor": 0,
            "amount_minor": 123_456,
            "step": "REMINDER_2",
            "payment_reference": "090933755493",
        }
        | known
    )


def case(language: str = "en", *items: Item, **known) -> Case:
    """A message of today to Bakkerij Peeters, over one invoice unless others are given."""
    debtor = replace(known.pop("debtor", PEETERS), language=language)
    return Case(
        **{
            "creditor": ARDENNE,
            "debtor": debtor,
            "items": list(items) or [item()],
            "accounts": BANK,
            "on": TODAY,
            "answer_to": "factures@ardenne-bois.example",
            "reader": Reader("Luc Maes", language),
        }
        | known
    )


def due(code: str) -> date:
    """A due day that suits the step: what is announced is not late yet."""
    return date(2026, 3, 30) if code in {"INVOICE", "NOTICE"} else date(2026, 2, 20)


def alone(code: str, **known) -> list[Item]:
    return [item(**{"step": code, "due_on": due(code)} | known)]


def mixed(code: str) -> list[Item]:
    """One with a contested part, an instalment, one in dollars; where the step allows it,
    one that is not due yet.
    """
    milder = code if code in {"INVOICE", "NOTICE", "FORMAL_NOTICE"} else "NOTICE"
    later = date(2026, 2, 23) if code == "FORMAL_NOTICE" else date(2026, 4, 6)
    return [
        *alone(code, contested_minor=20_000),
        *alone(
            code,
            number="F-2026-0117",
            instalment=2,
            instalments=3,
            amount_minor=300_000,
            open_minor=300_000,
            payment_reference="RF18539007547034",
        ),
        *alone(
            code,
            number="US-7",
            currency="USD",
            open_minor=99_900,
            amount_minor=99_900,
            payment_reference="",
        ),
        item(
            number="F-2026-0140",
            step=milder,
            due_on=later,
            open_minor=70_000,
            amount_minor=70_000,
        ),
    ]


def situations(code: str, language: str) -> dict[str, Case]:
    """All that a text has to be right for."""
    one, many = alone(code), mixed(code)
    contact = replace(PEETERS, contact="Mevr. Anna Peeters")
    consumer = replace(PEETERS, business=False, name="Greta Maes")
    debit = replace(PEETERS, direct_debit=True)
    credit = (Credit("EUR", 20_000, 5_000), Credit("USD", 0, 1_000))
    return {
        "one": case(language, *one),
        "several": case(language, *many, credit=credit, tried=EARLIER),
        "one instalment": case(language, *alone(code, instalment=2, instalments=3)),
        "instalments of one invoice": case(
            language,
            *(alone(code, instalment=n, instalments=3)[0] for n in (1, 2)),
        ),
        "one day late": case(language, *alone(code, due_on=date(2026, 3, 23))),
        "credit on one": case(language, *one, credit=[Credit("EUR", 10_000)]),
        "credit over all that is late": case(
            language, *many, credit=[Credit("EUR", 430_000)]
        ),
        "credit in another currency": case(language, *one, credit=[Credit("USD", 7_000)]),
        "credit over everything": case(language, *one, credit=[Credit("EUR", 999_999)]),
        "no account": case(language, *many, accounts=()),
        "nothing known of the writer": case(
            language, *one, creditor=BARE, accounts=(), answer_to=""
        ),
        "a person": case(language, *one, debtor=contact),
        "a consumer": case(language, *one, debtor=consumer),
        "a consumer with several": case(language, *many, debtor=consumer),
        "direct debit": case(language, *one, debtor=debit),
        "yen": case(language, *alone(code, currency="JPY", open_minor=55_000)),
        "three hundred": case(
            language, *(alone(code, number=f"F-{n:04d}")[0] for n in range(300))
        ),
    }
