"""How many messages a second are written, once their facts are gathered."""

from __future__ import annotations

from dataclasses import replace
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

from acquit.dunning.wording import samples
from acquit.dunning.wording.facts import LANGUAGES, Account, Case, Creditor
from acquit.dunning.wording.writing import write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ITEMS = 3
STEPS = ("NOTICE", "REMINDER_1", "REMINDER_2", "REMINDER_3", "FORMAL_NOTICE")


class Speed(NamedTuple):
    """messages written in seconds of one core; characters of all their bodies."""

    messages: int
    seconds: float
    characters: int

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds


def measure(messages: int, *, on: date, channel: str = "EMAIL") -> Speed:
    """Write so many different messages of ITEMS invoices each, over steps and languages."""
    cases = list(_cases(messages, on))
    for code, case in cases[: len(STEPS) * len(LANGUAGES)]:
        write(code, case, channel=channel, tone="NEUTRAL")  # compiles the texts
    began = process_time()
    characters = 0
    for code, case in cases:
        characters += len(write(code, case, channel=channel, tone="NEUTRAL").body)
    return Speed(messages, process_time() - began, characters)


def _cases(count: int, on: date) -> Iterator[tuple[str, Case]]:
    creditor = Creditor(
        code="ALFA",
        name="Alfa Trading",
        country="BE",
        street="Rue du Port 12",
        postcode="4000",
        city="Liège",
        email="invoices@alfa.example",
        phone="+32 4 223 45 67",
    )
    accounts = (Account("BE68539007547034", "Alfa Trading"),)
    for number in range(count):
        code = STEPS[number % len(STEPS)]
        language = LANGUAGES[number // len(STEPS) % len(LANGUAGES)]
        debtor = samples.debtor(language, business=True)
        items = [
            samples.item(code, on=on, number=f"F-{number}-{n}", late_days=20 + number % 40)
            for n in range(ITEMS)
        ]
        yield (
            code,
            Case(
                creditor=creditor,
                debtor=replace(debtor, code=f"C{number:06d}", contact="Anna Peeters"),
                items=items,
                on=on,
                accounts=accounts,
                answer_to=creditor.email,
            ),
        )
