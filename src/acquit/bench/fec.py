"""A FEC of any size: the year of a trading company, the same for the same seed.

Sales and credit notes, their payments with and without lettering, purchases and theirs,
bank fees, payroll and VAT, in the order of time, below an opening with unpaid invoices of
the year before. Two lines in ten are those of customers.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

YEAR = 2025
DAYS = 365
# Lines that a sale and a purchase come to with their payments, fees and the rest of it all.
LINES_PER_SALE = 10.4
CUSTOMERS_PER_LINE = 0.002
# Shares of the sales: paid by one who says so, credited, paid though nobody lettered it.
UNPAID, CREDITED, NOT_LETTERED = 0.06, 0.02, 0.07
TERMS = (14, 30, 30, 30, 45, 60)
_HEADER = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit"),
    *("Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
)
_JOURNALS = {"AN": "A nouveaux", "VE": "Ventes", "AC": "Achats", "BQ": "Banque", "OD": "OD"}
_ACCOUNTS = {
    "101300": "Capital social",
    "401000": "Fournisseurs",
    "411000": "Clients",
    "421000": "Personnel",
    "431000": "Securite sociale",
    "445510": "TVA a decaisser",
    "445660": "TVA deductible",
    "445710": "TVA collectee",
    "512000": "Banque",
    "607000": "Achats de marchandises",
    "627000": "Services bancaires",
    "641100": "Salaires",
    "645100": "Cotisations",
    "706000": "Prestations de services",
    "707000": "Ventes de marchandises",
}


@dataclass(slots=True)
class FecFacts:
    """What a file that was written holds; amounts in cents. open_minor: the sum of the
    customers' lines that are not lettered.
    """

    lines: int = 0
    total_minor: int = 0
    receivable_lines: int = 0
    open_minor: int = 0
    customers: set[str] = field(default_factory=set)


class _Line(NamedTuple):
    account: str
    minor: int
    aux: str = ""
    name: str = ""
    letters: str = ""
    lettered_on: date | None = None


class _Entry(NamedTuple):
    """An entry: its lines add up to nothing, debit positive."""

    journal: str
    reference: str
    text: str
    lines: tuple[_Line, ...]
    issued_on: date | None = None


def write_fec(path: Path, lines: int, seed: int) -> FecFacts:
    """Write a FEC of exactly so many lines (six at least, and the header), and say what it
    holds.
    """
    facts = FecFacts()
    counts: defaultdict[str, int] = defaultdict(int)
    year = _Year(lines, random.Random(seed))  # noqa: S311 - the same file for the same seed
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("\t".join(_HEADER) + "\r\n")
        for day, entry in _fitting(year.entries(), lines):
            counts[entry.journal] += 1
            number = f"{entry.journal}{counts[entry.journal]:07}"
            for line in entry.lines:
                _count(line, facts)
                out.write(_written(line, entry, number, day))
    return facts


def _fitting(
    entries: Iterator[tuple[date, _Entry]], lines: int
) -> Iterator[tuple[date, _Entry]]:
    """The entries as far as there is room, and bank fees for what is left of it."""
    last, left = date(YEAR, 1, 1), lines
    for day, entry in entries:
        rest = left - len(entry.lines)
        if rest == 0 or rest >= 2:  # one line alone is no entry
            last, left = day, rest
            yield day, entry
    while left >= 2:
        fee = _fee(left % 2 == 1)
        left -= len(fee.lines)
        yield last, fee


def _count(line: _Line, facts: FecFacts) -> None:
    facts.lines += 1
    facts.total_minor += max(line.minor, 0)
    if line.account == "411000":
        facts.receivable_lines += 1
        facts.open_minor += 0 if line.letters else line.minor
        facts.customers.add(line.aux)


def _written(line: _Line, entry: _Entry, number: str, day: date) -> str:
    cells = (
        *(entry.journal, _JOURNALS[entry.journal], number, f"{day:%Y%m%d}"),
        *(line.account, _ACCOUNTS[line.account], line.aux, line.name),
        *(entry.reference, f"{entry.issued_on or day:%Y%m%d}", entry.text),
        *(_amount(max(line.minor, 0)), _amount(max(-line.minor, 0)), line.letters),
        f"{line.lettered_on:%Y%m%d}" if line.lettered_on else "",
        *(f"{day + timedelta(days=3):%Y%m%d}", "", ""),
    )
    return "\t".join(cells) + "\r\n"


def _amount(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"


def _letters(number: int) -> str:
    """AAA, AAB …: how programs count letterings."""
    text = ""
    for _ in range(4):
        number, place = divmod(number, 26)
        text = chr(ord("A") + place) + text
    return text


def _fee(with_vat: bool) -> _Entry:  # noqa: FBT001  # one of two shapes
    vat = (_Line("445660", 400),) if with_vat else ()
    lines = (_Line("627000", 2000), *vat, _Line("512000", -2400 if with_vat else -2000))
    return _Entry("BQ", "FRAIS", "Frais bancaires", lines)


class _Year:
    """What happens day by day; a sale knows at once when it will be paid."""

    def __init__(self, lines: int, chance: random.Random) -> None:
        self._chance = chance
        self._sales = max(1, round(lines / LINES_PER_SALE))
        self._customers = max(1, round(lines * CUSTOMERS_PER_LINE))
        self._due: defaultdict[date, list[Callable[[], _Entry]]] = defaultdict(list)
        self._lettered = self._sold = self._bought = 0

    def entries(self) -> Iterator[tuple[date, _Entry]]:
        first = date(YEAR, 1, 1)
        yield first, self._opening(first)
        for past in range(DAYS):
            day = first + timedelta(days=past)
            for due in self._due.pop(day, ()):
                yield day, due()
            for _ in range(self._sales * (past + 1) // DAYS - self._sales * past // DAYS):
                yield day, self._sale(day)
                yield day, self._purchase(day)
                if self._chance.random() < 0.1:
                    yield day, _fee(with_vat=True)
            if (day + timedelta(days=1)).day == 1:
                yield day, self._payroll()
                yield day, self._vat()

    def _customer(self) -> tuple[str, str]:
        # A few buy often, most seldom.
        number = int(self._customers * self._chance.random() ** 2)
        return f"C{number:05}", f"CLIENT {number:05} SARL"

    def _opening(self, day: date) -> _Entry:
        owed = []
        for number in range(min(self._customers, 200) // 10 + 1):
            minor = self._chance.randint(5_000, 400_000)
            owed.append(_Line("411000", minor, f"C{number:05}", f"CLIENT {number:05} SARL"))
        total = sum(line.minor for line in owed)
        lines = (*owed, _Line("101300", -total))
        return _Entry("AN", f"AN{YEAR}", "A nouveaux", lines, day)

    def _sale(self, day: date) -> _Entry:
        self._sold += 1
        net = self._chance.randint(2_000, 600_000)
        vat = net * 20 // 100
        code, name = self._customer()
        reference = f"F{YEAR}-{self._sold:06}"
        letters, on = self._settled(day, net + vat, (code, name), reference)
        account = self._chance.choice(("706000", "707000"))
        lines = (
            _Line("411000", net + vat, code, name, letters, on),
            _Line(account, -net),
            _Line("445710", -vat),
        )
        return _Entry("VE", reference, f"Facture {reference} {name}", lines, day)

    def _settled(
        self, day: date, minor: int, customer: tuple[str, str], reference: str
    ) -> tuple[str, date | None]:
        """Plan the payment or the credit note; the letters of the group, and their day."""
        delay = self._chance.choice(TERMS) + round(self._chance.gauss(6, 12))
        on = day + timedelta(days=max(delay, 1))
        fate = self._chance.random()
        if on.year != YEAR or fate < UNPAID:
            return "", None
        lettered = fate >= UNPAID + NOT_LETTERED
        letters = _letters(self._lettered) if lettered else ""
        self._lettered += lettered
        credited = fate > 1 - CREDITED
        line = _Line("411000", -minor, *customer, letters, on if lettered else None)
        self._due[on].append(
            lambda: _credit_note(line, reference) if credited else _payment(line, reference)
        )
        return letters, on if lettered else None

    def _purchase(self, day: date) -> _Entry:
        self._bought += 1
        net = self._chance.randint(1_000, 400_000)
        vat = net * 20 // 100
        code = f"F{int(300 * self._chance.random() ** 2):04}"
        supplier = code, f"FOURNISSEUR {code}"
        reference = f"A{self._bought:06}"
        on = day + timedelta(days=self._chance.choice(TERMS))
        if on.year == YEAR:
            owed = _Line("401000", net + vat, *supplier)
            self._due[on].append(lambda: _paid(owed, reference))
        lines = (
            _Line("607000", net),
            _Line("445660", vat),
            _Line("401000", -net - vat, *supplier),
        )
        return _Entry("AC", reference, f"Facture {reference}", lines, day)

    def _payroll(self) -> _Entry:
        gross = self._chance.randint(3_000_000, 3_400_000)
        dues = gross * 42 // 100
        lines = (
            _Line("641100", gross),
            _Line("645100", dues),
            _Line("421000", -gross * 78 // 100),
            _Line("431000", -(gross + dues + (-gross * 78 // 100))),
        )
        return _Entry("OD", "PAIE", "Paie du mois", lines)

    def _vat(self) -> _Entry:
        collected, paid = self._chance.randint(50_000, 90_000), 40_000
        lines = (
            _Line("445710", collected),
            _Line("445660", -paid),
            _Line("445510", paid - collected),
        )
        return _Entry("OD", "CA3", "TVA du mois", lines)


def _payment(line: _Line, reference: str) -> _Entry:
    text = f"VIR {line.name} {reference}"
    return _Entry("BQ", "RELEVE", text, (_Line("512000", -line.minor), line))


def _credit_note(line: _Line, reference: str) -> _Entry:
    net = -line.minor * 100 // 120
    lines = (_Line("707000", net), _Line("445710", -line.minor - net), line)
    return _Entry("VE", f"AV-{reference}", f"Avoir sur {reference}", lines)


def _paid(line: _Line, reference: str) -> _Entry:
    lines = (line, _Line("512000", -line.minor))
    return _Entry("BQ", "RELEVE", f"VIR {line.name} {reference}", lines)
