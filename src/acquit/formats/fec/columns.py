"""The columns of a FEC and the ways in which programs write them.

The law (Livre des procédures fiscales, art. A47 A-1) names eighteen columns and allows a
tab or a bar between them; programs also write semicolons, commas and XLSX, another order,
other capitals, `Montant` and `Sens` for the two amounts, and four columns more for cash
accounting.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acquit.core.sentences import say
from acquit.formats import cells, places, sheets, xlsx
from acquit.formats.texts import decoded
from acquit.formats.values import refused, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.formats.records import Refused
    from acquit.formats.source import Source

_SEPARATORS = ("\t", "|", ";", ",")
# Enough to know a FEC from any other table: no other has these names.
_TELLING = {"journalcode", "ecriturenum", "comptenum"}
_NEEDED = (
    *("JournalCode", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "PieceRef"),
    *("PieceDate", "EcritureLib"),
)
_NOT_PART = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands; a row has a further cell, always empty, at `width`: there
    stand the columns that the file does not have.

    separator: "" in a workbook. quoted: cells may stand in double quotes. debit, credit:
    both at `amount` and `side` at its place where there is one amount with a direction.
    """

    separator: str
    quoted: bool
    width: int
    least: int
    journal: int
    journal_name: int
    entry: int
    booked_on: int
    account: int
    account_name: int
    customer: int
    customer_name: int
    reference: int
    issued_on: int
    text: int
    debit: int
    credit: int
    side: int
    letters: int

    @property
    def texts(self) -> tuple[int, ...]:
        """The columns in which a separator may stand as a letter, likeliest first."""
        return self.text, self.customer_name, self.account_name, self.journal_name

    @property
    def one_amount(self) -> bool:
        return self.side < self.width


def looks_like_one(source: Source) -> bool:
    """Whether the first row is that of a FEC. Raises Refused on a damaged workbook."""
    return set(_headers(source)[2]) >= _TELLING


def columns_of(source: Source) -> Columns:
    """The columns by their headers; raises Refused when some are missing."""
    separator, quoted, names = _headers(source)
    width = len(names)

    def place(name: str) -> int:
        return names.index(name.lower()) if name.lower() in names else width

    missing = [name for name in _NEEDED if place(name) == width]
    if "debit" not in names or "credit" not in names:
        missing += [name for name in ("Montant", "Sens") if place(name) == width]
    if missing:
        raise _incomplete(missing)
    both = "debit" in names and "credit" in names
    debit = place("Debit" if both else "Montant")
    needed = [place(name) for name in _NEEDED]
    return Columns(
        separator=separator,
        quoted=quoted,
        width=width,
        least=max(debit, place("Credit" if both else "Sens"), *needed) + 1,
        journal=place("JournalCode"),
        journal_name=place("JournalLib"),
        entry=place("EcritureNum"),
        booked_on=place("EcritureDate"),
        account=place("CompteNum"),
        account_name=place("CompteLib"),
        customer=place("CompAuxNum"),
        customer_name=place("CompAuxLib"),
        reference=place("PieceRef"),
        issued_on=place("PieceDate"),
        text=place("EcritureLib"),
        debit=debit,
        credit=place("Credit") if both else width,
        side=width if both else place("Sens"),
        letters=place("EcritureLet"),
    )


def _headers(source: Source) -> tuple[str, bool, list[str]]:
    """The separator, whether cells are quoted, and the names of the columns, folded."""
    if sheets.is_zip(source.head):
        names = sheets.first_header(source) if xlsx.is_workbook(source) else []
        return "", False, _folded(names)
    line = re.split(rb"[\r\n]", source.head.removeprefix(codecs.BOM_UTF8), maxsplit=1)[0]
    if b"\0" in line:
        return "", False, []
    text = cells_apart(line)
    separator = max(_SEPARATORS, key=text.count)
    quoted = '"' in text or separator in {";", ","}
    try:
        names = next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        names = []
    return separator, quoted, _folded(names)


def cells_apart(line: bytes) -> str:
    """The text of a line, its tabs kept: they separate."""
    return "\t".join(decoded(part) for part in line.split(b"\t"))


def _folded(names: Sequence[str]) -> list[str]:
    folded = [_NOT_PART.sub("", cells.header(name).lower()) for name in names]
    while folded and not folded[-1]:
        folded.pop()  # a separator after the last column
    return folded


def _incomplete(missing: Sequence[str]) -> Refused:
    return refused(
        where=places.line(1),
        saw=say("a FEC without %(columns)s", columns=shown(", ".join(missing))),
        wanted=say("the columns of the law (art. A47 A-1 LPF)"),
        remedy=say("Export the FEC again from the accounting."),
    )
