"""How long the interest of very many receivables takes, over some years, in memory.

Each process makes its own share of them and counts it; most are paid at once and looked up
in tables (`core.interest.factors`), some are paid in parts and walked line by line.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from acquit.core.interest import Bulk, Debt, Payment, Terms, owed
from acquit.core.law import COUNTRIES, Rates
from acquit.core.party import Party

if TYPE_CHECKING:
    from collections.abc import Callable

AS_OF = date(2026, 9, 30)
ONE_DAY = timedelta(days=1)
# Of 20 receivables so many; consumers only where the law of the tables knows a rate.
_PARTIES = [Party.BUSINESS] * 16 + [Party.PUBLIC] * 3 + [Party.CONSUMER]
_WITH_CONSUMERS = ("BE", "DE", "FR", "LU", "NL")
CHECKED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """part_paid: percent of the receivables that are paid in two parts."""

    receivables: int
    years: int
    part_paid: int
    processes: int
    seed: int = 1


class Claim(NamedTuple):
    """A receivable; parts: payments on the way, none = paid at once or still open."""

    country: str
    party: Party
    principal_minor: int
    since: date
    until: date
    parts: tuple[Payment, ...]


class Counted(NamedTuple):
    """What one process did, and how long it counted and made its claims.

    cpu_seconds: of the processor while it counted, however busy the machine is.
    """

    receivables: int
    part_paid: int
    interest_minor: int
    checked: int
    differing: int
    seconds: float
    cpu_seconds: float
    making_seconds: float


def run(sizes: Sizes, progress: Callable[[str], None]) -> dict[str, Any]:
    """Make and count; `seconds` are all of it by the wall clock, processes started."""
    progress(f"Counting interest of {sizes.receivables} receivables …")
    shares = _shares(sizes.receivables, sizes.processes)
    began = perf_counter()
    with ProcessPoolExecutor(sizes.processes) as pool:
        done = list(pool.map(_counted, repeat(sizes), range(sizes.processes), shares))
    seconds = perf_counter() - began
    return {
        "receivables": sum(one.receivables for one in done),
        "years": sizes.years,
        "processes": sizes.processes,
        "part_paid": sum(one.part_paid for one in done),
        "interest_minor": sum(one.interest_minor for one in done),
        "checked": sum(one.checked for one in done),
        "differing": sum(one.differing for one in done),
        "making_seconds": round(max(one.making_seconds for one in done), 3),
        "counting_seconds": round(max(one.seconds for one in done), 3),
        "counting_cpu_seconds": round(sum(one.cpu_seconds for one in done), 3),
        "seconds": round(seconds, 3),
    }


def _shares(count: int, processes: int) -> list[int]:
    whole, rest = divmod(count, processes)
    return [whole + (number < rest) for number in range(processes)]


def _counted(sizes: Sizes, process: int, count: int) -> Counted:
    began = perf_counter()
    claims = _claims(sizes, process, count)
    made, cpu_made = perf_counter(), process_time()
    rates = Rates.published()
    bulk = Bulk(rates, _first(sizes), AS_OF)
    total = 0
    for claim in claims:
        if claim.parts:
            factors = bulk.factors(claim.country, claim.party, claim.since + ONE_DAY)
            total += factors.interest_of(_debt(claim), claim.until)
        else:
            total += bulk.interest_minor(*claim[:-1])
    ended, cpu_ended = perf_counter(), process_time()
    plain = [claim for claim in claims if not claim.parts][:CHECKED]
    differing = [
        one for one in plain if bulk.interest_minor(*one[:-1]) != _walked(one, rates)
    ]
    return Counted(
        receivables=count,
        part_paid=sum(1 for claim in claims if claim.parts),
        interest_minor=total,
        checked=len(plain),
        differing=len(differing),
        seconds=ended - made,
        cpu_seconds=cpu_ended - cpu_made,
        making_seconds=made - began,
    )


def _walked(claim: Claim, rates: Rates) -> int:
    terms = Terms.of_law(
        claim.country, claim.party, began_on=claim.since + ONE_DAY, rates=rates
    )
    return owed(_debt(claim), terms, until=claim.until).interest_minor


def _debt(claim: Claim) -> Debt:
    return Debt(
        principal_minor=claim.principal_minor, since=claim.since, payments=claim.parts
    )


def _first(sizes: Sizes) -> date:
    return AS_OF - timedelta(days=365 * sizes.years)


def _claims(sizes: Sizes, process: int, count: int) -> list[Claim]:
    """Due on any day of these years, paid on any day after it: always the same ones."""
    chance = random.Random(f"{sizes.seed}/{process}")  # noqa: S311 - not a secret
    first, days = _first(sizes), 365 * sizes.years
    return [_claim(chance, first, days, sizes.part_paid) for _ in range(count)]


def _claim(chance: random.Random, first: date, days: int, part_paid: int) -> Claim:
    country = COUNTRIES[chance.randrange(len(COUNTRIES))]
    party = _PARTIES[chance.randrange(len(_PARTIES))]
    if party is Party.CONSUMER and country not in _WITH_CONSUMERS:
        party = Party.BUSINESS
    due = chance.randrange(days)
    open_days = chance.randrange(1, days - due + 1)
    since = first + timedelta(days=due)
    amount = chance.randrange(1_000, 10_000_000)
    parts: tuple[Payment, ...] = ()
    if chance.randrange(100) < part_paid:
        on = since + timedelta(days=chance.randrange(open_days) + 1)
        parts = (Payment(on=on, minor=amount // 2),)
    return Claim(country, party, amount, since, since + timedelta(days=open_days), parts)
