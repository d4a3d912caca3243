"""One company on one day, as the makers of payments see it: who pays what, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from acquit.bench.cash.accounts import Account
from acquit.bench.cash.folding import holds
from acquit.bench.cash.ledgers import Role
from acquit.bench.cash.lines import Answer, Draft, Left, Settled
from acquit.bench.cash.wording import PHRASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from random import Random

    from acquit.bench.cash.companies import Company
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.wording import Phrases

Found = TypeVar("Found")
_AGAIN = 0.7  # how often a class takes a customer that has paid so before
_TRIES = 40


class Scene:
    """The state that grows from line to line. day: of the line being made.

    later: invoices that payers paid before they were issued. swapped: who was cited by
    another, with its own item and the other's, and will cite that in turn.
    """

    def __init__(
        self, company: Company, accounts: Sequence[Account], chance: Random
    ) -> None:
        self.company = company
        self.accounts = accounts
        self.chance = chance
        self.day: date
        self.later: list[Item] = []
        self.swapped: list[tuple[Account, Item, Item]] = []
        self._by_code = {account.customer.code: account for account in accounts}
        self._by_role: dict[Role, list[Account]] = {role: [] for role in Role}
        for account in accounts:
            self._by_role[account.customer.role].append(account)
        self._habits: dict[str, list[Account]] = {}

    def pick(
        self,
        habit: str,
        find: Callable[[Account], Found | None],
        *roles: Role,
    ) -> tuple[Account, Found] | None:
        """A customer in which `find` finds something: often one that has this habit.

        roles: () = any. None where nobody was found.
        """
        pool = self._habits.setdefault(habit, [])
        chance = self.chance
        if pool and chance.random() < _AGAIN:
            for account in chance.sample(pool, min(6, len(pool))):
                if found := find(account):
                    return account, found
        whom = [one for role in roles for one in self._by_role[role]] or (
            [] if roles else self.accounts
        )
        for _ in range(_TRIES if whom else 0):
            account = chance.choice(whom)
            if len(account.habits) > 1 and account.customer.role is not Role.LARGE:
                continue
            if found := find(account):
                account.habits.append(habit)
                pool.append(account)
                return account, found
        return None

    def of_code(self, code: str) -> Account | None:
        """The account of a customer, where it is one of those that pay."""
        return self._by_code.get(code)

    def of_role(self, role: Role) -> list[Account]:
        """The customers that have a role."""
        return self._by_role[role]

    def phrases(self, account: Account) -> Phrases:
        """The words of its language."""
        return PHRASES[self.company.family][account.customer.language]

    def say(
        self, account: Account, kind: str, item: Item | None = None, **more: str
    ) -> str:
        """One of the phrases of a kind, the one that this customer always takes."""
        phrases: tuple[str, ...] = getattr(self.phrases(account), kind)
        customer = account.customer
        phrase = phrases[account.voice % len(phrases)]
        if "{vat}" in phrase and not customer.vat:
            phrase = phrases[0]
        words: dict[str, Any] = {
            "n": item.number if item else "",
            "d": f"{item.issued_on:%d/%m}" if item else "",
            "order": item.order if item else "",
            "code": customer.code,
            "vat": customer.vat,
            "contact": customer.contact,
            **more,
        }
        return phrase.format(**words).strip()

    def silent(self, account: Account) -> str:
        """What stands in a line whose payer says nothing."""
        return self.say(account, "silent")

    def draft(
        self,
        account: Account,
        answers: Iterable[Answer],
        text: str,
        **more: Any,
    ) -> Draft:
        """A payment that this customer makes itself, for what the first answer comes to."""
        customer = account.customer
        told = tuple(answers)
        name = name_of(account)
        fields: dict[str, Any] = {
            "minor": told[0].minor,
            "name": name,
            "iban": customer.pays_from,
            "text": text,
            "answers": told,
            "customers": (customer.code,),
            "knows_iban": customer.pays_from in customer.ibans and not customer.shared,
            "core": core_of(account, name),
            "marks": (customer.vat, customer.code),
            **more,
        }
        return Draft(**fields)


def name_of(account: Account) -> str:
    """Its name as its bank writes it: always in the same way."""
    customer = account.customer
    match account.voice % 4:
        case 0:
            return customer.name.upper()
        case 1:
            return customer.base
        case 2:
            return f"{customer.name} {customer.town}"
        case _:
            return customer.name


def core_of(account: Account, name: str) -> str:
    """What must be left of the name to know the payer; a twin needs its legal form too."""
    customer = account.customer
    if customer.role is not Role.TWIN:
        return customer.base
    return customer.name if holds(name, customer.name) else ""


def paid(account: Account, items: Iterable[Item]) -> tuple[Settled, ...]:
    """All that is open of the items; a credit note counts against."""
    return tuple(
        Settled(
            item.number,
            item.instalment,
            -account.left(item) if item.credit else account.left(item),
        )
        for item in items
    )


def in_full(account: Account, *items: Item) -> Answer:
    """The answer that settles these items whole."""
    return Answer(paid(account, items))


def short(account: Account, item: Item, missing: int, why: str) -> Answer:
    """The answer for a payment that lacks so many cents of one item."""
    return Answer(
        (Settled(item.number, item.instalment, account.left(item) - missing),),
        left=(Left(item.number, item.instalment, missing, why),),
    )
