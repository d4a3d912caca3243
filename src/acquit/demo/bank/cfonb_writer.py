"""CFONB 120: the statement of the French banks, records of 120 characters.

01 old balance, 04 an operation, 05 more about it, 07 new balance. The last character of an
amount is a digit and the sign: { and A to I are +0 to +9, } and J to R are -0 to -9.
Source: CFONB, "Relevé de compte sur support informatique" (2004), with SEPA's complements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.demo.bank.letters import plain
from acquit.demo.bank.lines import Kind, Line, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.demo.cast import Account, Company

WIDTH = 120
SIGNS = {False: "{ABCDEFGHI", True: "}JKLMNOPQR"}  # by whether money goes out
# interbank code of the operation and what its label begins with, by kind and direction
OPERATIONS = {
    (Kind.TRANSFER, True): ("05", "VIR SEPA"),
    (Kind.TRANSFER, False): ("06", "VIR SEPA"),
    (Kind.COLLECTION, True): ("B2", "PRLV SEPA"),
    (Kind.RETURN, False): ("B3", "PRLV SEPA IMPAYE"),
    (Kind.SALARIES, False): ("06", ""),
    (Kind.COSTS, False): ("62", ""),
    (Kind.INTEREST, True): ("62", ""),
    (Kind.INTEREST, False): ("62", ""),
    (Kind.CARDS, True): ("05", ""),
}


def statement_file(
    statement: Statement,
    account: Account,
    company: Company,  # noqa: ARG001  # no record names the owner
) -> bytes:
    """One statement, lines ended as on Windows."""
    writer = _Writer(account)
    records = [
        writer.balance("01", statement.opening, statement.previous_day),
        *(record for line in statement.lines for record in writer.operation(line)),
        writer.balance("07", statement.closing, statement.day),
    ]
    return "".join(f"{record}\r\n" for record in records).encode("ascii")


class _Writer:
    """Writes the records of one account, which each of them names."""

    def __init__(self, account: Account) -> None:
        # FR, two digits, then bank, branch, number and key
        self.bank, self.branch = account.iban[4:9], account.iban[9:14]
        self.number, self.currency = account.iban[14:25], account.currency

    def balance(self, kind: str, minor: int, day: date) -> str:
        return f"{self._head(kind, '  ', day):<90}{_amount(minor)}{'':16}"

    def operation(self, line: Line) -> Iterator[str]:
        """The record of the operation, then one for each thing more that is known of it."""
        code, label = OPERATIONS[line.kind, line.minor > 0]
        named = line.party.name or line.text
        label = f"{label} {plain(named).upper()}".strip()
        yield (
            f"{self._head('04', code, line.day)}  {line.day:%d%m%y}{label:<31.31}  "
            f"{'':7}  {_amount(line.minor)}{line.reference:<16.16}"
        )
        for qualifier, told in _complements(line):
            head = self._head("05", code, line.day)
            yield f"{head}{'':5}{qualifier}{plain(told):<70.70}{'':2}"

    def _head(self, kind: str, code: str, day: date) -> str:
        return (
            f"{kind}{self.bank}{'':4}{self.branch}{self.currency}2 {self.number}{code}"
            f"{day:%d%m%y}"
        )


def _amount(minor: int) -> str:
    """Thirteen digits, and the last one with the sign."""
    tens, last = divmod(abs(minor), 10)
    return f"{tens:013}{SIGNS[minor < 0][last]}"


def _complements(line: Line) -> Iterator[tuple[str, str]]:
    """Qualifiers with what stands under them, two halves of 35 in some."""
    party, comes = line.party, line.minor > 0 or line.kind is Kind.RETURN
    text = line.text if party.name else ""  # without a name, the label has it
    returned = f"MOTIF {line.return_reason}" if line.return_reason else ""
    sent = ""
    if line.instructed:
        minor, currency = line.instructed
        sent = f"{currency}2{minor:014}"
    told = {
        "NPY" if comes else "NBE": party.name,
        "IPY" if comes else "IBE": f"{party.iban:<35}IBAN" if party.iban else "",
        "RCN": line.end_to_end_id,
        "RUM": line.mandate,
        "LCS": line.structured,
        "LCC": text[:70],
        "LC2": text[70:140],
        "LIB": returned,
        "MMO": sent,
    }
    return ((qualifier, value) for qualifier, value in told.items() if value)
