"""Does to the product what happens in the world, through the `acquit` command alone."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from simulation import events, files
from simulation.play import DidNotHappen, by_company, statement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from simulation.events import Event


def minor(amount: str) -> int:
    return round(float(amount) * 100)


PROGRAM = [sys.executable, "-c", "from acquit.cli import main; main()"]


class Acquit:
    """The product as a program: every event is a command, and files lie in a folder.

    Raises DidNotHappen for what the command line has no words for.
    """

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.disputed: set[events.ClaimKey] = set()
        self._files: dict[str, list[Path]] = {}
        self._count = 0

    def hear(self, day: date, event: Event) -> dict[str, Any] | None:
        """The counts of the cycle, when the event is one."""
        match event:
            case events.Known(customers):
                for code, some in by_company(customers):
                    self._keep(code, files.customers(some))
                    if reachable := [one for one in some if one.accountant]:
                        self._keep(code, files.contacts(reachable))
            case events.Issued(claims):
                for code, some in by_company(claims):
                    self._keep(code, files.invoices(some))
            case events.Credited((code, _), _, _):
                self._keep(code, files.credit_note(event, day))
            case events.Banked(code):
                self._keep(code, statement(event))
            case _:
                self._import()
                return self._said(day, event)
        return None

    def found(self, event: events.Banked) -> Iterator[events.Found]:
        """What it made of the payments that have just come; all claims are in one part."""
        self._import()
        rows = {
            row["end_to_end"]: row
            for row in self.run("matches", "--company", event.company)
            if not row["amount"].startswith("-")
        }
        for payment in event.payments:
            if payment.back:
                continue
            row = rows[payment.tag]
            owner = row["customer"]
            yield events.Found(
                payment.tag,
                shares=tuple(
                    ((event.company, one["invoice"], 1), minor(one["amount"]))
                    for one in row["allocations"]
                ),
                suspects=frozenset((event.company, code) for code in row["suspects"]),
                owner=(event.company, owner) if owner else None,
            )

    def rows(self, company: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.run("receivables", "--company", company)
        return rows

    def run(self, *words: str) -> Any:
        """What the command says in JSON."""
        done = subprocess.run(  # noqa: S603 - our own program
            [*PROGRAM, *words, "--json"],
            env=self.environment,
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return json.loads(done.stdout)

    def _follow_all_alike(self, company: str, *as_of: str) -> None:
        """The judge knows one scenario: whatever the rules choose says the same."""
        show = [*PROGRAM, "scenario", "show", "standard", "--company", company]
        told = subprocess.run(show, env=self.environment, capture_output=True, check=True)  # noqa: S603
        standard = self.folder / f"{company}-standard.json"
        standard.write_bytes(told.stdout)
        for code in ("gentle", "key", "close", "crafts", "private", "public", "nothing"):
            words = ("--company", company, "--file", str(standard), *as_of)
            self.run("scenario", "publish", code, *words)

    def _said(self, day: date, event: Event) -> dict[str, Any] | None:
        as_of = ("--as-of", day.isoformat())
        match event:
            case events.Walked():
                counts: dict[str, Any] = self.run("cycle", *as_of)
                return counts
            case events.Founded(one):
                # An account in another currency is known by its first statement.
                numbers = [number for number, currency in one.accounts if currency == "EUR"]
                ibans = [word for number in numbers for word in ("--iban", number)]
                words = ("--country", one.country, "--language", one.language)
                mail = ("--name", one.name, "--email", one.email)
                self.run("setup", "--company", one.code, *mail, *words, *ibans)
                self._follow_all_alike(one.code, *as_of)
            case events.Promised((code, number, 1), minor, until):
                what = ("--amount", files.amount(minor), "--on", until.isoformat())
                self.run("promise", number, *what, "--company", code, *as_of)
            case events.Disputed((code, number, 1), minor_or_all):
                part = (
                    () if minor_or_all is None else ("--amount", files.amount(minor_or_all))
                )
                self.run("dispute", number, *part, "--company", code, *as_of)
                self.disputed.add(event.claim)
            case events.Cleared((code, number, 1)) if event.claim in self.disputed:
                self.run("dispute", number, "--close", "--company", code, *as_of)
                self.disputed.remove(event.claim)
            case events.Held((code, customer), claim, until, False):
                if claim is not None and claim[2] > 1:
                    raise DidNotHappen
                what = ("--until", until.isoformat(), "--reason", "internal")
                self.run(
                    "hold",
                    claim[1] if claim else customer,
                    *what,
                    "--company",
                    code,
                    *as_of,
                )
            case _:
                raise DidNotHappen
        return None

    def _keep(self, code: str, content: bytes) -> None:
        self._count += 1
        path = self.folder / f"{self._count:04d}"
        path.write_bytes(content)
        self._files.setdefault(code, []).append(path)

    def _import(self) -> None:
        """All files of a company that have gathered, in their order, with one command."""
        for code, paths in self._files.items():
            self.run("import", *map(str, paths), "--company", code)
        self._files.clear()
