"""A transaction of OFX (STMTTRN), and how OFX writes amounts, days and accounts.

The name is cut at 32 characters and is often no name but the beginning of the bank's label,
so it is free text, too. A reference that a bank gives twice (FITID) is kept as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import accounts, references, values
from acquit.formats.records import LineRecord
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from acquit.core.sentences import Said

LONGEST_ACCOUNT = 40

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9:. [+-].{0,60})?")
# Point or comma before the decimals; the other one, or a blank, may part the thousands.
_BLANK_BETWEEN = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
_AMOUNT = re.compile(
    r"([+-]?)(?:([0-9]*)[.,]?([0-9]*)"
    r"|([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]*)|([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]*))"
)
_CURRENCY = re.compile(r"[A-Z]{3}")


def line(
    found: Mapping[str, str], *, account: str, currency: str, where: Said
) -> LineRecord:
    """The line of a transaction; raises Refused. found: its texts by their tags.

    account and currency: the statement's own.
    """
    if corrected := found.get("CORRECTFITID"):
        raise refused(
            where=where,
            saw=say("a correction of the transaction %(id)s", id=shown(corrected)),
            wanted=say("a transaction of its own"),
            remedy=say("Look at the bank what became of it, and correct it by hand."),
        )
    name = found.get("NAME") or found.get("PAYEE.NAME", "")
    memo = found.get("MEMO", "")
    text = memo if name in memo else f"{name} {memo}".strip()
    references_found = references.unique(references.found_in(text))
    own_currency = currency_of(found.get("CURRENCY.CURSYM", ""), where=where) or currency
    return LineRecord(
        where=where,
        booked_on=day(found.get("DTPOSTED", ""), where=where),
        value_on=day(found["DTAVAIL"], where=where) if "DTAVAIL" in found else None,
        amount=amount(found.get("TRNAMT", ""), currency=own_currency, where=where),
        currency=own_currency,
        name=name,
        iban=_counterparty(found) or accounts.counterparty_in(text, own=account),
        text=text,
        structured_reference=references_found[0] if references_found else "",
        references=references_found,
        bank_reference=found.get("FITID", ""),
    )


def account_of(found: Mapping[str, str], *, where: Said) -> str:
    """The IBAN, where it is one or France makes one of it, else the bank's own number.

    Raises Refused when there is none.
    """
    number = _number(found, "")
    if not number or len(number) > LONGEST_ACCOUNT:
        wanted = say("the number of an account (%(tag)s)", tag="ACCTID")
        raise refused(where=where, saw=shown(number), wanted=wanted)
    return number


def currency_of(text: str, *, where: Said) -> str:
    """An ISO 4217 code; "" where none is stated. Raises Refused."""
    if text and not _CURRENCY.fullmatch(text):
        wanted = say("a currency code such as EUR")
        raise refused(where=where, saw=shown(text), wanted=wanted)
    return text


def amount(text: str, *, currency: str, where: Said) -> Decimal:
    """An amount with decimal point or comma, sign allowed; raises Refused."""
    found = _AMOUNT.fullmatch(_BLANK_BETWEEN.sub("", text).replace("\N{MINUS SIGN}", "-"))
    if found is None or not any(found.groups()[1:]):
        raise refused(where=where, saw=shown(text), wanted=values.AN_AMOUNT)
    sign, *parts = found.groups()
    whole = next((part for part in parts[0::2] if part), "0")
    decimals = next((part for part in parts[1::2] if part), "")
    digits = whole.replace(",", "").replace(".", "")
    return values.amount(f"{sign}{digits}.{decimals}", currency=currency, where=where)


def day(text: str, *, where: Said) -> date:
    """The day of `YYYYMMDDHHMMSS.XXX[-5:EST]`, as the bank counts its days.

    Raises Refused.
    """
    found = _DAY.fullmatch(text)
    value = values.calendar_day(*map(int, found.groups())) if found else None
    if value is None:
        wanted = say("a day such as %(example)s", example="20260331")
        raise refused(where=where, saw=shown(text), wanted=wanted)
    return value


def _counterparty(found: Mapping[str, str]) -> str:
    return _number(found, "TO.")[:LONGEST_ACCOUNT]


def _number(found: Mapping[str, str], prefix: str) -> str:
    """An account by its parts: IBAN; French bank, branch and number; or a number."""
    compact = "".join(found.get(prefix + "ACCTID", "").split())
    if valid := accounts.iban(compact):
        return valid
    bank, branch = found.get(prefix + "BANKID", ""), found.get(prefix + "BRANCHID", "")
    key = found.get(prefix + "ACCTKEY", "")
    french = accounts.french_iban(bank, branch, compact)
    if french and key in {"", french[-2:]}:
        return french
    return references.belgian_iban(compact)
