"""Writes CODA files for the tests, record by record, with totals that add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

OURS = "BE68539007547034"


def minor(amount: str) -> str:
    """A sign digit and fifteen digits, three of them decimals."""
    value = Decimal(amount)
    return f"{'1' if value < 0 else '0'}{int(abs(value) * 1000):015d}"


@dataclass
class Paper:
    """A CODA file in the making: `statement`, then its movements, then `end`."""

    lines: list[str] = field(default_factory=list)
    duplicate: bool = False
    _old: Decimal = Decimal(0)
    _credit: Decimal = Decimal(0)
    _debit: Decimal = Decimal(0)
    _count: int = 0
    _sequence: int = 0
    _detail: int = 0

    def statement(
        self,
        old: str = "0",
        *,
        account: str = f"{OURS:<34}EUR",
        structure: str = "2",
        number: int = 41,
        on: str = "010326",
    ) -> Paper:
        copy = "D" if self.duplicate else " "
        self.record(
            f"0000002032672505{copy}       00099449  {'FABRIQUE SA':<26}KREDBEBB", "2"
        )
        self.record(
            f"1{structure}041{account:<37}{minor(old)}{on}{'FABRIQUE SA':<26}{'':<35}"
            f"{number // 10:02d}",
            str(number % 10),
        )
        self._old, self._credit, self._debit = Decimal(old), Decimal(0), Decimal(0)
        self._count, self._sequence = 1, 0
        return self

    def movement(
        self,
        amount: str,
        text: str = "",
        *,
        kind: str = "0",
        code: str = "0150000",
        structured: bool = False,
    ) -> Paper:
        """A record 21; kinds 5 to 9 are details of the movement before."""
        if kind in "0123":
            self._sequence, self._detail = self._sequence + 1, 0
            if Decimal(amount) < 0:
                self._debit -= Decimal(amount)
            else:
                self._credit += Decimal(amount)
        else:
            self._detail += 1
        bank = f"REF{self._sequence:04d}{self._detail:04d}"
        self.record(
            f"21{self._number()}{bank:<21}{minor(amount)}020326{kind}{code}"
            f"{int(structured)}{text[:53]:<53}0203260410"
        )
        if text[53:]:
            self.more(text[53:106])
        return self

    def more(
        self, text: str = "", *, customer: str = "", bic: str = "", returned: str = ""
    ) -> Paper:
        """A record 22. returned: the type and the reason of an R-transaction."""
        self.record(f"22{self._number()}{text:<53}{customer:<35}{bic:<11}   {returned}")
        return self

    def other_side(self, account: str, name: str, text: str = "") -> Paper:
        """A record 23."""
        self.record(f"23{self._number()}{account:<37}{name:<35}{text:<43}")
        return self

    def information(self, text: str, *, structured: bool = False) -> Paper:
        """Records 31, 32 and 33, as many as the text needs."""
        bank = f"REF{self._sequence:04d}{self._detail:04d}"
        self.record(f"31{self._number()}{bank:<21}00150000{int(structured)}{text[:73]:<73}")
        if text[73:]:
            self.record(f"32{self._number()}{text[73:178]:<105}")
        if text[178:]:
            self.record(f"33{self._number()}{text[178:268]:<90}")
        return self

    def message(self, text: str, number: int = 1) -> Paper:
        """A record 4."""
        self.record(f"4 {number:04d}0000{'':<22}{text:<80}")
        return self

    def balance(self, *, account: str = f"{OURS:<34}EUR", on: str = "020326") -> Paper:
        """A record 8 with the balance that the movements lead to."""
        self.record(f"8041{account:<37}{minor(str(self._new()))}{on}")
        return self

    def end(self, *, last: bool = True) -> Paper:
        """A record 9."""
        totals = f"{minor(str(self._debit))[1:]}{minor(str(self._credit))[1:]}"
        self.record(f"9{'':<15}{self._count:06d}{totals}", "2" if last else "1")
        return self

    def bytes(self) -> bytes:
        return "".join(line + "\r\n" for line in self.lines).encode("cp1252")

    def _new(self) -> Decimal:
        return self._old + self._credit - self._debit

    def _number(self) -> str:
        return f"{self._sequence:04d}{self._detail:04d}"

    def record(self, record: str, last: str = " ") -> Paper:
        """Any record, counted."""
        self.lines.append(f"{record[:127]:<127}{last}")
        self._count += record[0] in "238"
        return self
