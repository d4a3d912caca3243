"""How long it takes until payments have found their invoices, among many open ones.

A statement of many payments, and then statements of one payment each, as they come during
a day: from the bytes of the file to the books, matching included. Of the payments some name
their invoice, some a part of its number, some only the payer tells, some are nobody's.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from acquit.audit.actions import Actor
from acquit.bench.apart import apart, peak_mb
from acquit.bench.cash.check_digits import iban
from acquit.formats.source import Source
from acquit.intake.actions import import_file
from acquit.matching.models import Match, MatchState
from acquit.organisation.actions import CompanyWords, open_company
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

DAY = date(2026, 3, 17)
AT = datetime(2026, 3, 17, 9, tzinfo=UTC)
WHO = Actor(None, "benchmark")
SEED = 20_260_317
SINGLES = 40
ITEMS_OF_A_CUSTOMER = 10
KNOWN_ACCOUNTS = 0.6
_SYLLABLES = ("bel", "cor", "dan", "fer", "gra", "hol", "jan", "kem", "lor", "mar", "nel")
_ENDINGS = ("ier", "aux", "sen", "hout", "mont", "berg", "ville", "dam", "ter", "and")
_FORMS = ("NV", "BV", "SRL", "SA", "GmbH")
_CUSTOMERS = ("customer_code", "name", "party_type", "country", "ibans")
_INVOICES = ("invoice_number", "customer_code", "issue_date", "due_date", "amount")


@dataclass(frozen=True, slots=True)
class Item:
    """An open invoice, and who owes it."""

    number: str
    minor: int
    name: str
    account: str


def run(
    folder: Path, *, invoices: int, lines: int, progress: Callable[[str], None]
) -> dict[str, Any]:
    """`{invoices, lines, posted, seconds, peak_mb, single_ms}`: single_ms is the median of
    statements with one line, from the file to the books.
    """
    progress(f"Writing books of {invoices} invoices …")
    customers, books = folder / "customers.csv", folder / "invoices.csv"
    items = _write_books(customers, books, invoices)
    chosen = random.Random(SEED).sample(items, min(len(items), lines + SINGLES))  # noqa: S311 - the same payments at every run
    many, few = chosen[:lines], chosen[lines:]
    statements = [_statement(folder / "many.xml", 0, many)]
    statements += [
        _statement(folder / f"one-{number}.xml", number, [item])
        for number, item in enumerate(few, 1)
    ]
    del items, chosen
    # Each in a process of its own, as in real life: the memory of one is not the other's.
    apart(_bring_in, (customers, books), progress)
    progress(f"Matching {lines} payments …")
    taken = apart(_match, statements)
    return {"invoices": invoices, "lines": lines, **taken}


def _bring_in(files: Sequence[Path], progress: Callable[[str], None]) -> None:
    words = CompanyWords(code="BENCH", name="Bench", country="BE", currency="EUR")
    company = open_company(words, actor=WHO, at=AT)
    for file in files:
        progress(f"Importing {file.name} …")
        _take(company, file)


def _match(statements: Sequence[Path]) -> dict[str, Any]:
    company = Company.objects.get(code="BENCH")
    first, *others = statements
    seconds = _take(company, first)
    posted = Match.objects.filter(state=MatchState.POSTED).values("receipt").distinct()
    taken = {"posted": posted.count(), "seconds": round(seconds, 2), "peak_mb": peak_mb()}
    singles = [_take(company, one) for one in others]
    return taken | {"single_ms": round(1000 * median(singles), 1) if singles else None}


def _take(company: Company, path: Path) -> float:
    """Import the file; the seconds that took. Raises RuntimeError when it is refused."""
    began = perf_counter()
    done = import_file(
        Source.of_path(path),
        company=company,
        partial=False,
        on=DAY,
        actor=WHO,
        clock=lambda: AT,
    )
    if done.problems:
        raise RuntimeError(str(done.problems[0]))
    return perf_counter() - began


def _write_books(customers: Path, books: Path, count: int) -> list[Item]:
    chance = random.Random(SEED)  # noqa: S311 - the same books at every run
    owners = [_owner(key, chance) for key in range(max(1, count // ITEMS_OF_A_CUSTOMER))]
    with customers.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(_CUSTOMERS)
        for key, (name, account) in enumerate(owners):
            known = account if chance.random() < KNOWN_ACCOUNTS else ""
            writer.writerow((f"C{key:07}", name, "business", "BE", known))
    items = []
    with books.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(_INVOICES)
        for number in range(count):
            key, minor = chance.randrange(len(owners)), chance.randint(2_000, 900_000)
            due_on = DAY + timedelta(days=chance.randint(-60, 20))
            issued_on = due_on - timedelta(days=30)
            row = (f"F26{number:07}", f"C{key:07}", issued_on, due_on)
            writer.writerow((*row, f"{minor // 100}.{minor % 100:02}"))
            items.append(Item(row[0], minor, *owners[key]))
    return items


def _owner(key: int, chance: random.Random) -> tuple[str, str]:
    """A name of two words and a legal form, and an account."""
    words = (
        "".join(chance.choice(_SYLLABLES) for _ in range(2)) + chance.choice(_ENDINGS)
        for _ in range(2)
    )
    name = f"{' '.join(words).title()} {chance.choice(_FORMS)}"
    return name, iban("BE", f"{key:010}{(key % 97) or 97:02}")


def _statement(path: Path, number: int, items: Sequence[Item]) -> Path:
    """A CAMT.053 of its own day in which these items are paid, in one of the ways each."""
    chance = random.Random(f"{SEED}-{number}")  # noqa: S311 - the same payments at every run
    total, day = sum(item.minor for item in items), DAY + timedelta(days=number)
    with path.open("w", encoding="utf-8") as out:
        out.write(_HEAD.format(number=number, day=day))
        out.write(_BALANCE.format(code="OPBD", amount="0.00", day=day))
        out.write(_BALANCE.format(code="CLBD", amount=_amount(total), day=day))
        for place, item in enumerate(items):
            out.writelines(_entry(f"{number}-{place}", item, day, chance))
        out.write("</Stmt></BkToCstmrStmt></Document>\n")
    return path


def _entry(key: str, item: Item, day: date, chance: random.Random) -> Iterator[str]:
    """Half name the invoice, 15 % its last digits; for 20 % only account or name tell; the
    rest is from nobody, by an amount that happens to be one of the books.
    """
    way = chance.random()
    name, account, text = item.name, item.account, f"invoice {item.number} thank you"
    if way > 0.85:
        name, account, text = "Tax Office", "BE43068999999501", "refund of taxes"
    elif way > 0.65:
        text = "with thanks"
    elif way > 0.5:
        text = f"your bill {item.number[-6:]}"
    yield _ENTRY.format(
        amount=_amount(item.minor),
        day=day,
        key=key,
        name=name,
        account=account,
        text=text,
    )


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}"


_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>B{number}</MsgId><CreDtTm>{day}T06:00:00</CreDtTm></GrpHdr>
<Stmt><Id>B{number}</Id><CreDtTm>{day}T06:00:00</CreDtTm>
<Acct><Id><IBAN>BE68539007547034</IBAN></Id><Ccy>EUR</Ccy></Acct>
"""
_BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    '<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<Dt><Dt>{day}</Dt></Dt></Bal>\n"
)
_ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
    "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>"
    "<ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>R{key}</AcctSvcrRef>"
    "<NtryDtls><TxDtls><Refs><EndToEndId>E{key}</EndToEndId></Refs>"
    "<RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr><DbtrAcct><Id>"
    "<IBAN>{account}</IBAN></Id></DbtrAcct></RltdPties>"
    "<RmtInf><Ustrd>{text}</Ustrd></RmtInf>"
    "</TxDtls></NtryDtls></Ntry>\n"
)
