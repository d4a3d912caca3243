"""Files of any size to measure the importers with: the same at every run, written as a
stream so that the writer's memory is not the reader's.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, TextIO

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEED = 20_260_317
DAY = date(2026, 3, 17)
_CODA_STATEMENT = 9_000  # a movement is numbered by four digits
_CAMT_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>B</MsgId><CreDtTm>2026-03-17T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>B1</Id><CreDtTm>2026-03-17T06:00:00</CreDtTm>
<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy></Acct>
"""
_CAMT_BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    '<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<Dt><Dt>2026-03-17</Dt></Dt></Bal>\n"
)
_CAMT_ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-17</Dt></BookgDt>"
    "<ValDt><Dt>2026-03-17</Dt></ValDt><AcctSvcrRef>R{number:08}</AcctSvcrRef>"
    "<NtryDtls><TxDtls><Refs><EndToEndId>E{number}</EndToEndId></Refs>"
    "<RltdPties><Dbtr><Pty><Nm>Customer {payer}</Nm></Pty></Dbtr><DbtrAcct><Id>"
    "<IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>"
    "<RmtInf><Ustrd>invoice F{number:07} thank you</Ustrd></RmtInf>"
    "</TxDtls></NtryDtls></Ntry>\n"
)
_INVOICES = ("Customer number", "Name", "Invoice", "Date", "Due date", "Amount", "Open")


def write_camt(path: Path, entries: int) -> None:
    """A CAMT.053 with one statement of so many payments."""
    total = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(_CAMT_HEAD + _CAMT_BALANCE.format(code="OPBD", amount="0.00"))
        total = sum(minor for _, _, minor in _payments(entries))
        out.write(_CAMT_BALANCE.format(code="CLBD", amount=_amount(total)))
        for number, payer, minor in _payments(entries):
            out.write(_CAMT_ENTRY.format(amount=_amount(minor), number=number, payer=payer))
        out.write("</Stmt></BkToCstmrStmt></Document>\n")


def write_coda(path: Path, entries: int) -> None:
    """A CODA of so many payments, three records each, in statements of 9,000."""
    with path.open("w", encoding="cp1252", newline="") as out:
        opening = 0
        payments = _payments(entries)
        for number in range(1, 2 + (entries - 1) // _CODA_STATEMENT):
            opening = _coda_statement(
                out, number, opening, list(islice(payments, _CODA_STATEMENT))
            )


def _coda_statement(
    out: TextIO, number: int, opening: int, payments: Sequence[tuple[int, int, int]]
) -> int:
    """Write one, from its header to its trailer; the new balance in cents."""
    account = f"{'BE71096123456769':<34}EUR"
    total = sum(minor for _, _, minor in payments)

    def record(text: str) -> None:
        out.write(f"{text:<128}\r\n")

    record(
        f"0000017032699005 {'':7}{number:010}{'BENCH':<26}{'GEBABEBB':<11}{0:011} 00000"
        f"{'':39}2"
    )
    record(
        f"12{number:03}{account}0{opening * 10:015}160326{'BENCH':<26}{'':35}{number:03}"
    )
    for place, (key, payer, minor) in enumerate(payments, 1):
        head = f"{place:04}0000"
        text = f"invoice F{key:07} thank you"
        record(f"21{head}R{key:020}0{minor * 10:015}170326001500000{text:<53}17032600101 0")
        record(f"22{head}{'':88}{'ABNANL2A':<11}{'':16}1 0")
        record(f"23{head}{'NL91ABNA0417164300':<37}{f'Customer {payer}':<78}0 0")
    record(f"8{number:03}{account}0{(opening + total) * 10:015}170326{'':64}0")
    count = len(payments) * 3 + 2
    record(f"9{'':15}{count:06}{0:015}{total * 10:015}{'':75}2")
    return opening + total


def write_xlsx(path: Path, rows: int) -> None:
    """A workbook of open items with the headers of nobody in particular."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Open items")
    sheet.append(["Open items", DAY])
    sheet.append(_INVOICES)
    for number, payer, minor in _payments(rows):
        issued_on = DAY - timedelta(days=number % 90)
        amount = minor / 100
        sheet.append(
            [
                f"C{payer}",
                f"Customer {payer}",
                f"F{number:07}",
                issued_on,
                issued_on + timedelta(days=30),
                amount,
                amount,
            ]
        )
    book.save(path)


def _payments(count: int) -> Iterator[tuple[int, int, int]]:
    """Number, customer and amount in cents of each."""
    chance = random.Random(SEED)  # noqa: S311 - the same files at every run
    for number in range(count):
        yield number, chance.randrange(max(1, count // 10)), chance.randint(2_000, 900_000)


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"
