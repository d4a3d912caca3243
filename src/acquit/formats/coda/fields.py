"""The records of a CODA file, and what stands in their fields.

A record has 128 characters in cp1252. Amounts are a sign digit and fifteen digits, three
of them decimals; days are DDMMYY.
"""

from __future__ import annotations

import re
from contextlib import closing, suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from stdnum import iban

from acquit.core import money
from acquit.core.sentences import say
from acquit.formats import places, references, values
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

LENGTH = 128

AMOUNT = say("amount")
OLD_BALANCE = say("old balance")
OLD_BALANCE_DAY = say("date of the old balance")
NEW_BALANCE = say("new balance")
NEW_BALANCE_DAY = say("date of the new balance")
ENTRY_DAY = say("entry date")
VALUE_DAY = say("value date")
DEBIT_TOTAL = say("debit total")
CREDIT_TOTAL = say("credit total")

_AMOUNT = re.compile(r"([01])([0-9]{15})")
_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")


def records(source: Source) -> Iterator[tuple[int, str]]:
    """The records with their line numbers, filled up with blanks; raises Refused."""
    with closing(source.open()) as stream:
        number = 0
        while raw := stream.readline(LENGTH * 4):
            number += 1
            raw = raw.rstrip(b"\r\n\x1a")
            if len(raw) > LENGTH:
                raise not_coda(number, say("%(count)s characters", count=len(raw)))
            record = _decoded(raw, number)
            if record.strip():
                if record[0] not in "0123489" or "\0" in record:
                    raise not_coda(number, shown(record))
                yield number, record.ljust(LENGTH)


def _decoded(raw: bytes, number: int) -> str:
    """The text in cp1252; raises Refused when it is UTF-8, where columns have shifted."""
    if raw.isascii():
        return raw.decode("ascii")
    with suppress(UnicodeDecodeError):
        raw.decode("utf-8")
        raise not_coda(number, say("text in UTF-8"))
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise not_coda(number, say("bytes that cp1252 does not have")) from error


def amount(
    text: str, currency: str, number: int, field: Said, *, exact: bool = True
) -> Decimal:
    """The amount in a field of line `number`, negative for a debit; raises Refused.

    exact: whether a fraction that the currency does not have is refused, not kept.
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise refused(
            where=_field(number, field),
            saw=shown(text),
            wanted=say("a sign digit 0 or 1 and fifteen digits"),
        )
    value = Decimal(int(found[2])).scaleb(-3)
    if not values.too_precise(value, currency):
        value = value.quantize(Decimal(1).scaleb(-money.exponent(currency)))
    elif exact:
        raise refused(
            where=_field(number, field),
            saw=str(value),
            wanted=values.decimals_of(currency),
        )
    return -value if found[1] == "1" else value


def day(text: str, number: int, field: Said) -> date:
    """A day in a field of line `number`, in this century; raises Refused."""
    found = _DAY.fullmatch(text)
    value = (
        values.calendar_day(2000 + int(found[3]), int(found[2]), int(found[1]))
        if found
        else None
    )
    if value is None:
        raise refused(
            where=_field(number, field),
            saw=shown(text),
            wanted=say("a day such as 310326"),
        )
    return value


def account(structure: str, text: str) -> tuple[str, str]:
    """Our account and its currency; structure 0 is a Belgian number, 2 and 3 are IBANs."""
    if structure == "0":
        return references.belgian_iban(text[:12].strip()), text[13:16].strip()
    return "".join(text[:34].split()), text[34:37].strip()


def counterparty(text: str) -> str:
    """The account of the other side; a currency may stand after it."""
    account = text[:34].strip()
    first, blank, _ = account.partition(" ")
    if not first.strip("0"):
        return ""
    converted = references.belgian_iban(first)
    if not blank or converted != first or iban.is_valid(first, check_country=False):
        return converted
    return account


def not_coda(number: int, saw: Said) -> Refused:
    """The refusal of a file whose records are not as they should be."""
    return refused(
        where=places.line(number),
        saw=saw,
        wanted=say(
            "CODA records of %(length)s characters in their order, in cp1252", length=LENGTH
        ),
        remedy=say("Download the file again; do not open and save it in an editor."),
    )


def _field(number: int, field: Said) -> Said:
    return say("%(where)s, %(field)s", where=places.line(number), field=field)
