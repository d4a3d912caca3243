"""CODA: the Belgian banks' statement, version 2 (Febelfin, "Coded statement of account").

Fixed records of 128 characters: 0 header, 1 old balance, 2.1 to 2.3 a movement, 3.1 and
3.2 who the counterparty is, 8 new balance, 9 trailer with count and sums. Amounts have
three decimals; characters are those of Windows 1252.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from acquit.demo import identifiers
from acquit.demo.bank.lines import Kind, Line, Statement

if TYPE_CHECKING:
    from datetime import date

    from acquit.demo.cast import Account, Company

WIDTH = 128
COMMUNICATION = (53, 53, 43)  # in records 2.1, 2.2 and 2.3
BANK_CODE = "990"

# family, operation and category, by what happened and whether money came in
CODES = {
    (Kind.TRANSFER, True): "0150000",
    (Kind.TRANSFER, False): "0101000",
    (Kind.COLLECTION, True): "0550000",
    (Kind.RETURN, False): "0503000",
    (Kind.SALARIES, False): "0105000",
    (Kind.COSTS, False): "8037000",
    (Kind.INTEREST, True): "3550000",
    (Kind.INTEREST, False): "3501000",
    (Kind.CARDS, True): "0450000",
}
SINGLE, TOTAL, DETAIL = "0", "1", "5"


def statement_file(statement: Statement, account: Account, company: Company) -> bytes:
    """One file with one statement, lines ended as on Windows."""
    movements = [
        record
        for sequence, line in enumerate(statement.lines, start=1)
        for record in _movement(line, sequence, statement, company)
    ]
    incoming = sum(line.minor for line in statement.lines if line.minor > 0)
    outgoing = -sum(line.minor for line in statement.lines if line.minor < 0)
    records = [
        _header(statement, account, company),
        _old_balance(statement, account, company),
        *movements,
        _new_balance(statement, account),
        _trailer(len(movements) + 2, incoming, outgoing),
    ]
    return "".join(f"{record}\r\n" for record in records).encode("cp1252")


def _text(text: str, width: int) -> str:
    """Cut and filled to the width; what Windows 1252 lacks becomes a question mark."""
    known = text.encode("cp1252", errors="replace").decode("cp1252")
    return f"{known[:width]:<{width}}"


def _amount(minor: int) -> str:
    """Sign (0 in, 1 out) and fifteen digits, the last three after the comma."""
    return f"{'1' if minor < 0 else '0'}{abs(minor) * 10:015}"


def _day(day: date) -> str:
    return f"{day:%d%m%y}"


def _record(text: str) -> str:
    if len(text) != WIDTH:
        raise ValueError(
            f"A CODA record holds {WIDTH} characters, this one {len(text)}: {text!r}"
        )
    return text


def _account_and_currency(account: Account) -> str:
    return f"{account.iban:<34}{account.currency}"


def _header(statement: Statement, account: Account, company: Company) -> str:
    return _record(
        f"00000{_day(statement.day)}{BANK_CODE}05 {'':7}{statement.number:010}"
        f"{_text(company.name.upper(), 26)}{account.bic:<11}{company.vat[2:]:>011} 00000"
        f"{'':16}{'':16}{'':7}2"
    )


def _old_balance(statement: Statement, account: Account, company: Company) -> str:
    number = f"{statement.number:03}"
    return _record(
        f"12{number}{_account_and_currency(account)}{_amount(statement.opening)}"
        f"{_day(statement.previous_day)}{_text(company.name.upper(), 26)}"
        f"{_text('ZICHTREKENING', 35)}{number}"
    )


def _new_balance(statement: Statement, account: Account) -> str:
    return _record(
        f"8{statement.number:03}{_account_and_currency(account)}{_amount(statement.closing)}"
        f"{_day(statement.day)}{'':64}0"
    )


def _trailer(count: int, incoming: int, outgoing: int) -> str:
    """The count is that of records 1, 2, 3 and 8."""
    return _record(f"9{'':15}{count:06}{outgoing * 10:015}{incoming * 10:015}{'':75}2")


def _movement(
    line: Line, sequence: int, statement: Statement, company: Company
) -> list[str]:
    """A single movement; or a total with its details, each of which counts on."""
    written = partial(
        _Movement, statement=statement, company=company, sequence=f"{sequence:04}"
    )
    if not line.details:
        return written(line=line, level=SINGLE).records()
    records = written(line=line, level=TOTAL, globalised=True).records()
    place = 1
    for detail in line.details:
        last = detail is line.details[-1]
        made = written(line=detail, level=DETAIL, place=place, globalised=last).records()
        place += 2 if any(record.startswith("3") for record in made) else 1
        records += made
    return records


@dataclass(slots=True, kw_only=True)
class _Movement:
    """The records of one movement: 2.1, and 2.2, 2.3, 3.1, 3.2 where they say something.

    level: single, total or detail. A level opens with the total and closes with its last
    detail; both carry globalisation code 1. Each record says what follows it: "next"
    another 2.x or 3.x of the same, "link" an information record.
    """

    line: Line
    statement: Statement
    company: Company
    sequence: str
    level: str
    place: int = 0
    globalised: bool = False

    def records(self) -> list[str]:
        line = self.line
        first, second, third = self._communication()
        has_third = bool(third.strip() or line.party.iban or line.party.name)
        has_second = has_third or bool(
            second.strip() or line.end_to_end_id or line.party.bic or line.return_reason
        )
        informed = bool(line.party.street) and has_third
        made = [self._first(first, follows=has_second)]
        if has_second:
            made.append(self._second(second, follows=has_third))
        if has_third:
            made.append(self._third(third, informed=informed))
        if informed:
            made += self._information()
        return made

    def _code(self) -> str:
        return self.level + CODES[self.line.kind, self.line.minor > 0]

    def _head(self, record: str) -> str:
        return f"{record}{self.sequence}{self.place:04}"

    def _first(self, text: str, *, follows: bool) -> str:
        line = self.line
        flag = "1" if self._is_structured() else "0"
        return _record(
            f"{self._head('21')}{_text(line.reference, 21)}{_amount(line.minor)}"
            f"{_day(line.day)}{self._code()}{flag}{text}{_day(self.statement.day)}"
            f"{self.statement.number:03}{int(self.globalised)}{int(follows)} 0"
        )

    def _second(self, text: str, *, follows: bool) -> str:
        line = self.line
        returned = "2" if line.return_reason else " "
        return _record(
            f"{self._head('22')}{text}{_text(line.end_to_end_id, 35)}{line.party.bic:<11}"
            f"{'':3}{returned}{line.return_reason:<4}{'':4}{'':4}{int(follows)} 0"
        )

    def _third(self, text: str, *, informed: bool) -> str:
        party = self.line.party
        return _record(
            f"{self._head('23')}{party.iban:<37}{_text(party.name, 35)}{text}"
            f"0 {int(informed)}"
        )

    def _information(self) -> list[str]:
        """Communication 001: name, street, locality and a code of the counterparty."""
        self.place += 1
        line, party = self.line, self.line.party
        return [
            _record(
                f"{self._head('31')}{_text(line.reference, 21)}{self._code()}1001"
                f"{_text(party.name, 70)}{'':12}1 0"
            ),
            _record(
                f"{self._head('32')}{_text(party.street, 35)}{_text(party.locality, 35)}"
                f"{'':35}{'':10}0 0"
            ),
        ]

    def _is_structured(self) -> bool:
        return bool(self.line.structured or self.line.mandate)

    def _communication(self) -> tuple[str, str, str]:
        """The 149 characters, cut to the three records."""
        line = self.line
        if line.mandate:
            text = "127" + self._direct_debit()
        elif line.structured.startswith("RF"):
            text = "100" + line.structured
        elif line.structured:
            text = "101" + line.structured
        else:
            text = line.text
        whole = _text(text, sum(COMMUNICATION))
        first, second, _ = COMMUNICATION
        return whole[:first], whole[first : first + second], whole[first + second :]

    def _direct_debit(self) -> str:
        """Type 127: day, recurrent, core scheme, paid or why not, who, mandate, text."""
        line = self.line
        returned = bool(line.return_reason)
        creditor = identifiers.creditor_identifier("BE", self.company.vat[2:])
        return (
            f"{_day(line.day)}11{'4' if returned else '0'}{creditor:<35}{line.mandate:<35}"
            f"{_text(line.text, 62)}{'2' if returned else '0'}{line.return_reason:<4}"
        )
