"""From an entry (:61:) and its text (:86:) to the line of the statement.

Kinds of text, each tried by how it begins: German subfields, code words between slashes,
the labels of ABN AMRO, the lines of SNS that repeat account and name, and free text as
Belgian, French and Swiss banks write it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from acquit.formats import accounts, references, values
from acquit.formats.mt940 import german, slashes
from acquit.formats.mt940.told import Told, given, joined, squeezed
from acquit.formats.records import NO_AMOUNT, LineRecord

if TYPE_CHECKING:
    from acquit.formats.mt940.entries import Entry

RETURNED = "RTI"  # the type of a returned item

_LABELLED = re.compile(r"SEPA\s", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:^|\s)(IBAN|BIC|Naam|Omschrijving|Betalingskenm\.|Kenmerk|Machtiging|Incassant|Voor)"
    r"\s?:\s"
)
_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,34}")
_CODES_ONLY = ("/TRCD/", "/TCRD/")
_PRICE = re.compile(r"(?:^|/CHGS/)([A-Z]{3})([0-9]{1,15})(?:,([0-9]{0,3}))?(?=/|$)")


class Account(NamedTuple):
    """Ours, which is never the other side's."""

    number: str
    currency: str


def line(entry: Entry, texts: list[str], *, account: Account, name: str) -> LineRecord:
    """The line, with all that entry and text tell. name: told apart from both, or ""."""
    said = _told(entry, texts)
    said.name = said.name or name
    if said.iban and account.number.endswith(said.iban):
        said.iban = ""
    if entry.further and not said.iban:
        said.iban = accounts.iban(entry.further)
    text = _text(entry, said)
    found = references.unique([said.structured, *references.found_in(text)])
    return LineRecord(
        where=entry.where,
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        amount=entry.amount,
        currency=account.currency,
        name=said.name,
        iban=said.iban or accounts.counterparty_in(text, own=account.number),
        bic=said.bic,
        text=text,
        structured_reference=found[0] if found else "",
        references=found,
        end_to_end_id=said.end_to_end_id,
        mandate=said.mandate,
        bank_reference=entry.bank_reference,
        reversal=entry.reversal,
        return_reason=said.return_reason or (RETURNED if entry.kind == RETURNED else ""),
        charges=_charges(said.charges or entry.further, account.currency),
        batch=said.batch,
    )


def _told(entry: Entry, texts: list[str]) -> Told:
    if not texts:
        return Told()
    text = joined(texts)
    return (
        german.told(text)
        or slashes.told(text, money_in=entry.amount > 0)
        or _labelled(text)
        or _repeated(entry, text)
        or Told(text=squeezed(text))
    )


def _labelled(text: str) -> Told | None:
    """`SEPA Overboeking  IBAN: …  BIC: …  Naam: …  Omschrijving: …`, as ABN AMRO writes."""
    if not _LABELLED.match(text):
        return None
    parts = _LABEL.split(text)
    found = {
        label: squeezed(value)
        for label, value in zip(parts[1::2], parts[2::2], strict=True)
    }
    if "Naam" not in found and "IBAN" not in found:
        return None
    free = [found.get("Omschrijving", ""), found.get("Betalingskenm.", "")]
    return Told(
        text=" ".join(part for part in free if part) or squeezed(parts[0]),
        name=found.get("Naam", ""),
        iban=accounts.iban(found.get("IBAN", "")),
        bic=found.get("BIC", ""),
        end_to_end_id=given(found.get("Kenmerk", "")),
        mandate=found.get("Machtiging", ""),
    )


def _repeated(entry: Entry, text: str) -> Told | None:
    """SNS, ASN and RegioBank: account in the reference, name below, both in the text."""
    if not _NUMBER.fullmatch(entry.reference) or not text.startswith(entry.reference):
        return None
    rest = squeezed(text.removeprefix(entry.reference))
    return Told(
        text=rest.removeprefix(entry.further).strip(),
        name=entry.further,
        iban=accounts.iban(entry.reference) or entry.reference,
    )


def _text(entry: Entry, said: Told) -> str:
    """The free text, and what stands in :61: and nowhere else."""
    parts = [said.text] if said.text else []
    taken = (said.name, said.iban, said.end_to_end_id, said.mandate, said.structured)
    for other in filter(None, (entry.further, given(entry.reference))):
        elsewhere = (accounts.iban(other) or other) in taken or other in said.text
        if not elsewhere and not other.startswith(_CODES_ONLY):
            parts.append(other)
    return " ".join(parts)


def _charges(text: str, currency: str) -> Decimal:
    """What the bank kept, where it says so in this currency: EUR1,50 or …/CHGS/EUR1,50/."""
    price = _PRICE.search(text) if text else None
    if price is None or price[1] != currency:
        return NO_AMOUNT
    amount = Decimal(f"{price[2]}.{price[3] or 0}")
    return NO_AMOUNT if values.too_precise(amount, currency) else amount
