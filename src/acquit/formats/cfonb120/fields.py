"""The records of a CFONB 120 file and their fields, at the positions of the standard.

The last character of an amount is a digit and a sign at once: { and A to I are +0 to +9,
} and J to R are -0 to -9. Banks may leave out what ends a line, and blanks at the end.
"""

from __future__ import annotations

import re
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core import money
from acquit.core.sentences import say
from acquit.formats import places, texts, values
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.records import Refused
    from acquit.formats.source import Source

LENGTH = 120

OLD_BALANCE = say("old balance")
NEW_BALANCE = say("new balance")
AMOUNT = say("amount")

_LINE_END = re.compile(rb"[\r\n]")
_AT_ONCE = 500
_KINDS = frozenset({"01", "04", "05", "07"})
_PLUS = {character: (1, digit) for digit, character in enumerate("{ABCDEFGHI")}
_MINUS = {character: (-1, digit) for digit, character in enumerate("}JKLMNOPQR")}
# The French ISO 646 has é and è where others have { and }.
_SIGNS = _PLUS | _MINUS | {"é": _PLUS["{"], "è": _MINUS["}"]}
_DIGITS = re.compile(r" *([0-9]{1,13})")
_DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")


def first_line(head: bytes) -> bytes:
    """What stands before the first end of a line."""
    return _LINE_END.split(head, maxsplit=1)[0]


def records(source: Source) -> Iterator[tuple[int, str]]:
    """The records with their line numbers, filled up with blanks; raises Refused."""
    head = source.head.lstrip(b"\r\n")
    in_lines = len(first_line(head)) <= LENGTH + 10
    for number, line in texts.lines(source) if in_lines else _blocks(source):
        record = line.rstrip()
        if len(record) > LENGTH:
            raise not_cfonb(number, say("%(count)s characters", count=len(record)))
        if record:
            if record[:2] not in _KINDS:
                raise not_cfonb(number, shown(record))
            yield number, record.ljust(LENGTH)


def _blocks(source: Source) -> Iterator[tuple[int, str]]:
    """The records of a file without lines, numbered as if each were one."""
    with closing(source.open()) as stream:
        number = 0
        while block := stream.read(LENGTH * _AT_ONCE):
            for start in range(0, len(block), LENGTH):
                number += 1
                yield number, texts.decoded(block[start : start + LENGTH])


def account(record: str) -> tuple[str, str, str]:
    """Bank, branch and number of the account."""
    return record[2:7], record[11:16], record[21:32]


def currency(record: str) -> str:
    """The currency, "" where the bank leaves it out."""
    return record[16:19].strip()


def amount(record: str, number: int, what: Said) -> Decimal:
    """The amount of the record, signed; without a number of decimals, two of them.

    Raises Refused.
    """
    text, decimals = record[90:104], record[19].strip()
    found, sign = _DIGITS.fullmatch(text[:13]), _SIGNS.get(text[13])
    if found is None or sign is None or decimals not in {*"0123456789", ""}:
        raise refused(
            where=_field(number, what),
            saw=shown(text.strip()),
            wanted=say("digits, the last of them with its sign, such as 123D or 123M"),
        )
    unsigned = Decimal(int(found[1]) * 10 + sign[1]).scaleb(-int(decimals or 2))
    if values.too_precise(unsigned, currency(record)):
        raise refused(
            where=_field(number, what),
            saw=str(unsigned),
            wanted=values.decimals_of(currency(record)),
        )
    exact = unsigned.quantize(Decimal(1).scaleb(-money.exponent(currency(record))))
    return exact if sign[0] > 0 else -exact


def day(text: str, number: int) -> date:
    """A day as DDMMYY, in this century; raises Refused."""
    found = _DAY.fullmatch(text)
    value = (
        values.calendar_day(2000 + int(found[3]), int(found[2]), int(found[1]))
        if found
        else None
    )
    if value is None:
        raise refused(
            where=places.line(number), saw=shown(text), wanted=say("a day such as 310326")
        )
    return value


def not_cfonb(number: int, saw: Said) -> Refused:
    """The refusal of a file whose records are not what they should be."""
    return refused(
        where=places.line(number),
        saw=saw,
        wanted=say(
            "CFONB records of %(length)s characters in their order, of one account and"
            " one currency at a time",
            length=LENGTH,
        ),
        remedy=say("Download the file again; do not open and save it in an editor."),
    )


def _field(number: int, what: Said) -> Said:
    return say("%(where)s, %(field)s", where=places.line(number), field=what)
