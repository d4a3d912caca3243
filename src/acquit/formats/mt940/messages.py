"""One SWIFT message at a time: its header, its lines, its balances or totals, its end.

MT940 closes a day with balances. MT942 tells of a part of a day, without any, and an MT940
tells it once more. One file may hold both kinds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import accounts, balances, places, references
from acquit.formats.mt940 import details, entries, remarks
from acquit.formats.mt940.remarks import NOWHERE, Counted, End
from acquit.formats.mt940.told import squeezed
from acquit.formats.records import (
    Problem,
    Refused,
    StatementClosed,
    StatementOpened,
    Telling,
)
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from acquit.core.sentences import Said
    from acquit.formats.mt940.entries import Balance, Entry
    from acquit.formats.mt940.fields import Field
    from acquit.formats.records import LineRecord, Record

LONGEST_TEXT = 20_000
LONGEST_ACCOUNT = 40
MOST_HEADERS = 200

_IN_ORDER = say("the fields of an MT940 or MT942 in their order")
_DOWNLOAD_AGAIN = say("Download the file again; do not open and save it in an editor.")

_CURRENCY = re.compile(r"[A-Z]{3}")
_CURRENCY_AFTER = re.compile(r"(.*\S)\s+([A-Z]{3})|([0-9/ -]+)([A-Z]{3})")
_NUMBERED = re.compile(r"([0-9]{2})(.*)")
_PURPOSES, _NAMES, _OWNER = range(1, 15), range(15, 17), 22


@dataclass(slots=True)
class Message:
    """The message being read. before: where the one before it ends."""

    where: Said
    before: End = NOWHERE
    _account: str = ""
    _closing: Balance | None = None
    _goes_on: bool = False
    _opening: Balance | None = None
    _currency: str = ""
    _number: str = ""
    _owner: str = ""
    _interim: bool = False
    _reported_on: date | None = None
    _floor: Decimal = Decimal(0)
    _totals: dict[str, Balance] = field(default_factory=dict)
    _counted: dict[str, Counted] = field(
        default_factory=lambda: {"90C": Counted(), "90D": Counted()}
    )
    _booked: Decimal = Decimal(0)
    _pending: int = 0
    _headers: int = 0
    _opened: bool = False
    _unread: bool = False
    _entry: Entry | None = None
    _texts: list[str] = field(default_factory=list)
    _length: int = 0
    _name: str = ""

    @property
    def end(self) -> End:
        """Where it ends, once its closing balance has been taken."""
        closing = self._closing
        return End(self._account, closing.amount if closing else None, self._goes_on)

    def take(self, part: Field) -> Iterator[Record | Problem]:
        """Take the next field; a line is complete when another one begins."""
        if part.tag == "86" and self._entry is not None:
            self._add_text(part.lines, part.number)
        elif part.tag == "NS":
            self._add_numbered(part.lines, part.number)
        else:
            where = places.line(part.number)
            if line := self._finished():
                yield line
            if part.tag == "61":
                yield from self._begin(where)
            else:
                self._check_header(part.tag, where)
            try:
                self._read(part, where)
            except Refused as unreadable:
                # One field of many: the others are read on.
                self._unread = True
                yield unreadable.problem

    def finish(self) -> Iterator[Record]:
        """The last line, and the end of the statement."""
        if line := self._finished():
            yield line
        yield from self._begin(self.where)
        closing = self._closing
        yield StatementClosed(
            where=self.where,
            closed_on=closing.on if closing else self._reported_on,
            closing=closing.amount if closing else None,
            pending=self._pending,
            notes=() if self._unread else tuple(self._remarks()),
        )

    def _read(self, part: Field, where: Said) -> None:
        match part.tag:
            case "25" | "25P":
                self._take_account(part.lines[0], where)
            case "28" | "28C":
                self._number = part.lines[0].strip()
            case "60F" | "60M":
                found = entries.balance(part.lines, currency=self._currency, where=where)
                self._opening, self._interim = found, False
                self._currency = found.currency
            case "61":
                currency = self._currency
                self._entry = entries.entry(part.lines, currency=currency, where=where)
            case "62F" | "62M":
                closing = entries.balance(part.lines, currency=self._currency, where=where)
                self._check_currency(closing.currency, where)
                self._closing, self._goes_on = closing, part.tag == "62M"
            case "34F":
                limit = entries.floor_limit(part.lines, where=where)
                self._floor = max(self._floor, limit.amount)
                self._currency = self._currency or limit.currency
                self._interim = self._opening is None
            case "13" | "13D":
                self._reported_on = entries.day_of_report(part.lines)
                self._interim = self._opening is None
            case "90C" | "90D":
                self._totals[part.tag] = entries.total(part.lines, where=where)
            case _:
                pass  # :20:, :21:, :64:, :65: and a text about the whole statement

    def _take_account(self, text: str, where: Said) -> None:
        """IBAN, BIC/IBAN, bank/number or number, with the currency behind it or not."""
        compact = "".join(text.split())
        for part in (compact, compact.rpartition("/")[2]):
            found = accounts.iban_at_start(part)
            rest = part[len(found) :]
            if found and (not rest or _CURRENCY.fullmatch(rest)):
                self._account, self._currency = found, rest
                return
        apart = _CURRENCY_AFTER.fullmatch(text.strip())
        if apart is not None:
            compact = "".join((apart[1] or apart[3]).split())
            self._currency = apart[2] or apart[4]
        if len(compact) > LONGEST_ACCOUNT or not compact:
            wanted = say("the number of an account (%(tag)s)", tag=":25:")
            raise refused(where=where, saw=shown(compact), wanted=wanted)
        belgian = references.belgian_iban(compact)
        self._account = accounts.french_iban_of_rib(compact) or belgian

    def _check_currency(self, currency: str, where: Said) -> None:
        if self._currency not in {"", currency}:
            wanted = say("the currency %(currency)s", currency=self._currency)
            raise refused(where=where, saw=shown(currency), wanted=wanted)

    def _check_header(self, tag: str, where: Said) -> None:
        """Hold what must not come twice or late to its place; raises Refused."""
        self._headers += 1
        twice = (tag[:2] == "25" and self._account) or (tag[:2] == "60" and self._opened)
        if twice or self._headers > MOST_HEADERS:
            raise refused(
                where=where,
                saw=say("the field %(tag)s once more", tag=f":{tag}:"),
                wanted=_IN_ORDER,
                remedy=_DOWNLOAD_AGAIN,
            )

    def _begin(self, where: Said) -> Iterator[StatementOpened]:
        """The statement opens with its first line, or at its end when there is none."""
        if self._opened:
            return
        if not self._account:
            raise refused(
                where=where,
                saw=say("no account (:25:) before it"),
                wanted=_IN_ORDER,
                remedy=_DOWNLOAD_AGAIN,
            )
        self._opened = True
        opening = self._opening
        yield StatementOpened(
            where=self.where,
            account=self._account,
            currency=self._currency,
            number=self._number,
            opened_on=opening.on if opening else self._reported_on,
            opening=opening.amount if opening else None,
            owner=self._owner,
            telling=Telling.REPORT if self._interim else Telling.STATEMENT,
        )

    def _finished(self) -> LineRecord | None:
        """The line of the entry that has just ended; None when it is only announced."""
        entry, texts, name = self._entry, self._texts, self._name
        self._entry, self._texts, self._length, self._name = None, [], 0, ""
        if entry is None:
            return None
        self._counted["90D" if entry.amount.is_signed() else "90C"].add(entry.amount)
        if entry.announced:
            self._pending += 1
            return None
        self._booked += entry.amount
        account = details.Account(self._account, self._currency)
        return details.line(entry, texts, account=account, name=name)

    def _add_text(self, lines: list[str], number: int) -> None:
        self._texts += lines
        self._length += sum(map(len, lines))
        if self._length > LONGEST_TEXT:
            raise refused(
                where=places.line(number),
                saw=say("a text of more than %(most)s characters", most=LONGEST_TEXT),
                wanted=_IN_ORDER,
            )

    def _add_numbered(self, lines: list[str], place: int) -> None:
        """Field :NS: of older German programs: numbered texts of a line, or the owner."""
        for found in filter(None, map(_NUMBERED.fullmatch, lines)):
            number, text = int(found[1]), squeezed(found[2])
            if self._entry is None:
                self._owner = text if number == _OWNER else self._owner
            elif number in _PURPOSES:
                self._add_text([text], place)
            elif number in _NAMES:
                self._name = squeezed(f"{self._name} {text}")

    def _remarks(self) -> Iterator[Problem]:
        """What the message says of itself against what its lines say."""
        opening, closing = self._opening, self._closing
        if opening:
            yield from remarks.on_page(
                self.where, begins=End(self._account, opening.amount), after=self.before
            )
        if opening and closing:
            yield from balances.not_meeting(
                self.where,
                opening=opening.amount,
                booked=self._booked,
                closing=closing.amount,
            )
        # Entries below a limit are in the totals, and are not told.
        if self._interim and not self._floor:
            yield from remarks.on_totals(self.where, self._counted, self._totals)
