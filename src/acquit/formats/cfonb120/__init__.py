"""CFONB 120, the statement of the French banks: records of 120 characters.

01 old balance, 04 operation, 05 more about the operation before it, 07 new balance. Source:
CFONB, "Relevé de compte sur support informatique" (July 2004), and its changes for SEPA
(March 2010).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import accounts, places
from acquit.formats.cfonb120 import fields, sums
from acquit.formats.cfonb120.operations import Operation
from acquit.formats.records import StatementClosed, StatementOpened
from acquit.formats.values import refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.formats.records import Record
    from acquit.formats.source import Source

LABEL = "CFONB 120"

_START = re.compile(rb"01[0-9A-Z]{5}.{4}[0-9A-Z]{5}(?:[A-Z]{3}|   )[0-9 ]")
_SHORTEST = 90  # the amount ends at 104, and blanks at the end may be lost
_OF_240 = re.compile(rb"31[0-9]{5}[^\r\n]{233}")


def recognises(source: Source) -> str:
    """`cfonb120`, or `cfonb240` for the records of 240 characters that are refused."""
    head = source.head.lstrip(b"\xef\xbb\xbf\r\n")
    if _START.match(head) and len(fields.first_line(head)) >= _SHORTEST:
        return "cfonb120"
    return "cfonb240" if _OF_240.match(head) else ""


def read(source: Source) -> Iterator[Record]:
    """Yield each statement, its operations and its end; raises Refused before any of them
    when the balances do not meet, or a record is not in its place.
    """
    if recognises(source) == "cfonb240":
        raise refused(
            where=places.THE_FILE,
            saw=say("CFONB 240, the details of single operations"),
            wanted=say("CFONB 120, the statement of the account"),
            remedy=say("Ask the bank for the statement of the account (CFONB 120)."),
        )
    sums.check(source)
    currency = ""
    operation: Operation | None = None
    for number, record in fields.records(source):
        kind = record[:2]
        if kind == "05" and operation is not None:
            operation.add(record)
            continue
        if operation is not None:
            yield operation.line(currency)
            operation = None
        if kind == "01":
            currency = fields.currency(record)
            yield _opened(record, number)
        elif kind == "04":
            operation = Operation(number, record)
        elif kind == "07":
            yield _closed(record, number)


def _opened(record: str, number: int) -> StatementOpened:
    parts = fields.account(record)
    return StatementOpened(
        where=places.line(number),
        account=accounts.french_iban(*parts) or "".join("".join(parts).split()),
        currency=fields.currency(record),
        number="",
        opened_on=fields.day(record[34:40], number),
        opening=fields.amount(record, number, fields.OLD_BALANCE),
    )


def _closed(record: str, number: int) -> StatementClosed:
    return StatementClosed(
        where=places.line(number),
        closed_on=fields.day(record[34:40], number),
        closing=fields.amount(record, number, fields.NEW_BALANCE),
    )
