"""A random world in which each company draws its own scenarios: several of them, rules and
pins, customers of all kinds, debtors that both companies know, people who change it all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from simulation import drawing
from simulation.drawing import USUAL
from simulation.ends import DEAD_DOMAIN, DEAD_NUMBER
from simulation.events import (
    Founded,
    Freed,
    Held,
    Known,
    Pinned,
    Policed,
    Published,
    Ruled,
    Unruled,
    Waited,
    Walked,
)
from simulation.world import COMPANIES, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulation.events import Customer, CustomerKey, Event

MOBILE = {"BE": "+32475{:06}", "FR": "+336{:08}", "NL": "+316{:08}", "DE": "+49151{:08}"}
LANDLINE = {"BE": "+322{:07}", "FR": "+331{:08}", "NL": "+3120{:07}", "DE": "+4930{:08}"}
NEW_YEAR = date(2025, 1, 2)


class Wide(World):
    """Like World, and everybody may follow another scenario. Books begin on any day of a
    year: all its holidays come to pass.
    """

    def __init__(self, seed: int, *, days: int = 100, customers: int | None = None) -> None:
        chance = Random(f"{seed} begins")  # noqa: S311 - a story, not a secret
        first = NEW_YEAR + timedelta(days=chance.randint(0, 300))
        many = customers or chance.choice((16, 22, 30, 48))
        super().__init__(seed, days=days, customers=many, first=first)
        self.busy = max(self.count // 10, 2)
        self._codes: dict[str, list[str]] = {}
        self._rules: dict[str, list[str]] = {one.code: [] for one in COMPANIES}
        self._pinned: set[CustomerKey] = set()

    def _begin(self) -> Iterator[Event]:
        chance = self.chance
        for company in COMPANIES:
            yield Founded(company)
            yield Policed(company.code, drawing.policy(chance))
            codes = [USUAL, *(f"plan {n}" for n in range(1, chance.randint(3, 6)))]
            self._codes[company.code] = codes
            for code in codes:
                yield Published(company.code, code, drawing.scenario(chance))
            if chance.random() < 0.3:
                codes.append("nothing")
                yield Published(company.code, "nothing", {"places": []})
            for _ in range(chance.randint(2, 4)):
                yield self._rule(company.code)
        yield Known(tuple(self._customers()))

    def _rule(self, company: str) -> Ruled:
        self._serial += 1
        name = f"Rule {self._serial}"
        self._rules[company].append(name)
        code = self.chance.choice(self._codes[company])
        return Ruled(company, name, drawing.conditions(self.chance), code)

    def _day(self, day: date) -> Iterator[Event]:
        walked = False
        for event in super()._day(day):
            walked = walked or isinstance(event, Walked)
            yield event
        if walked and self.chance.random() < 0.6:
            yield Waited()

    def _customers(self) -> Iterator[Customer]:
        """Some are the same debtor under several numbers, at one company or at both."""
        chance, vat = self.chance, ""
        for n, one in enumerate(super()._customers()):
            vat = vat if vat and chance.random() < 0.35 else f"{one.country}0998{n:06}"
            email = one.email
            if email and chance.random() < 0.07:
                email = f"klant{n}@{DEAD_DOMAIN}"
            mobile = chance.random() < 0.6
            number = (MOBILE if mobile else LANDLINE)[one.country].format(10_000 + 7 * n)
            if chance.random() < 0.07:
                number = number[:-5] + f"{n:02}{DEAD_NUMBER}"
            phone = number if chance.random() < 0.6 else ""
            at_home = chance.random() < 0.6
            yield replace(
                one,
                name=f"Klant & Zoon {n:02}",
                vat=vat if chance.random() < 0.7 else "",
                email=email,
                manager=f"chef{n}@post.example" if chance.random() < 0.3 else "",
                phone=phone,
                mobile=bool(phone) and mobile,
                street=f"Dorpsstraat {n + 1}" if at_home else "",
                city="Gent" if at_home else "",
                segment=chance.choice(("", "", "key", "craft")),
                debit=chance.random() < 0.15,
                spoken_for=chance.random() < 0.4,
            )

    def _facts(self, day: date) -> Iterator[Event]:
        yield from super()._facts(day)
        chance, books = self.chance, self.books
        customer = chance.choice(list(books.customers))
        if chance.random() < 0.06:
            until = day + timedelta(days=chance.randint(0, 15))
            yield Held(customer, None, until, group=True)
        elif chance.random() < 0.3 and books.running(customer, day):
            yield Freed(customer)

    def _steer(self, day: date) -> Iterator[Event]:
        """People draw scenarios anew, change rules, and choose for some customers."""
        chance = self.chance
        company = chance.choice(COMPANIES).code
        codes, rules = self._codes[company], self._rules[company]
        match chance.randint(0, 24):
            case 0:
                code = chance.choice([one for one in codes if one != "nothing"])
                form = drawing.scenario(chance)
                yield Published(company, code, form, moves=chance.random() < 0.5)
            case 1:
                yield self._rule(company)
            case 2 if rules:
                name = rules.pop(chance.randrange(len(rules)))
                yield Unruled(company, name)
            case 3 | 4:
                customer = chance.choice(list(self.books.customers))
                self._pinned.add(customer)
                yield Pinned(customer, chance.choice(self._codes[customer[0]]))
            case 5 if self._pinned:
                customer = min(self._pinned)
                self._pinned.remove(customer)
                yield Pinned(customer, "")
