"""Situations that a text has to be right for, with invented amounts: what a company's own
text is tried with besides its customers, and what a preview shows where nobody owes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.dunning.wording.facts import Case, Credit, Debtor, Item, Reader, Tried

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.dunning.wording.facts import Creditor

BEFORE = ("INVOICE", "NOTICE")


def item(code: str, *, on: date, number: str = "F-2026-0101", late_days: int = 20) -> Item:
    """One invoice of 1,200.00; not due yet where the step comes before the due day."""
    due_on = on + timedelta(days=5) if code in BEFORE else on - timedelta(days=late_days)
    return Item(
        number=number,
        instalment=1,
        instalments=1,
        issued_on=due_on - timedelta(days=30),
        due_on=due_on,
        currency="EUR",
        open_minor=120_000,
        contested_minor=0,
        amount_minor=120_000,
        step=code,
        payment_reference="090933755493",
    )


def debtor(language: str, *, business: bool) -> Debtor:
    """A customer that nobody has."""
    name = "Bakkerij Peeters" if business else "Greta Maes"
    return Debtor(
        code="C0042" if business else "C0043",
        name=name,
        language=language,
        business=business,
        country="BE",
        phone="+32 9 123 45 67",
        address=(name, "Kerkstraat 1", "9000 Gent"),
    )


def case(code: str, creditor: Creditor, of: Debtor, *, on: date) -> Case:
    """The plainest: one invoice."""
    reader = Reader("Luc Maes", of.language)
    items = [item(code, on=on)]
    return Case(creditor=creditor, debtor=of, items=items, on=on, reader=reader)


def situations(known: Case, code: str) -> Iterator[Case]:
    """The same company and customer with what else may be true of them."""
    one = item(code, on=known.on)
    instalment = replace(one, number="F-2026-0117", instalment=2, instalments=3)
    abroad = replace(one, number="US-7", currency="USD", payment_reference="")
    contested = replace(one, number="F-2026-0120", contested_minor=20_000)
    soon = replace(one, number="F-2026-0140", due_on=known.on + timedelta(days=9))
    several = [one, instalment, abroad, contested, soon]
    credit = [Credit("EUR", 20_000, 5_000)]
    tried = [Tried("REMINDER_1", "EMAIL", known.on - timedelta(days=9))]
    yield replace(known, items=[one])
    yield replace(known, items=[instalment])
    yield replace(known, items=several, credit=credit, tried=tried)
    yield replace(known, items=several, accounts=(), answer_to="")
    yield replace(known, items=[one], debtor=replace(known.debtor, contact="Anna Peeters"))
    yield replace(known, items=[one], debtor=replace(known.debtor, direct_debit=True))
