"""Money in that pays no invoice, and money out: none of it may settle anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash.chance import seeded
from acquit.bench.cash.lines import Draft
from acquit.bench.cash.makers.numbers import payable
from acquit.bench.cash.makers.stranger_words import IN, OUT, Words
from acquit.bench.cash.names import NAMES
from acquit.bench.cash.places import account_of, phone_of, postcode_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.bench.cash.scenes import Scene

_PAYERS = 9  # a kind of stranger comes back under so many names
_RANGES = {  # in cents
    "interest": (100, 40_000),
    "rent": (60_000, 180_000),
    "salary_back": (5_000, 150_000),
    "salary_paid": (120_000, 480_000),
    "bank_costs": (150, 6_000),
}
_RECURRING = frozenset({"interest", "rent", "grant", "insurance", "own_transfer"})


def stranger(kind: str) -> Callable[[Scene], Draft]:
    """A maker of money in of this kind, which is nobody's payment."""

    def made(scene: Scene) -> Draft:
        return _line(scene, kind, _amount(scene, kind), IN)

    return made


def outgoing(kind: str) -> Callable[[Scene], Draft]:
    """A maker of money out of this kind."""

    def made(scene: Scene) -> Draft:
        return _line(scene, kind, -_amount(scene, kind), OUT)

    return made


def _amount(scene: Scene, kind: str) -> int:
    """Of a usual size; a rent is the same every time."""
    company, chance = scene.company, scene.chance
    if kind == "rent":
        chance = seeded(company.seed, company.key, "rent")
    return chance.randint(*_RANGES.get(kind, (1_000, 900_000)))


def stranger_number(scene: Scene) -> Draft:
    """A stranger whose own document has a number like ours; often one that we gave."""
    found = scene.pick("looks_like", lambda one: payable(scene, one))
    company = scene.company
    number = company.number(company.documents + 9_000, scene.day)
    taken: set[int] = set()
    if found is not None and scene.chance.random() < 0.5:
        account, item = found
        number, taken = item.number, {account.left(item)}
    minor = scene.chance.randint(1_000, 300_000)
    while minor in taken:
        minor += 1
    return _line(scene, "stranger_number", minor, IN, number=number)


def customer_refunds(scene: Scene) -> Draft | None:
    """A customer that also sells to us pays back what we bought: not our invoice."""
    found = scene.pick("customer_refunds", lambda one: payable(scene, one))
    if found is None:
        return None
    account, _ = found
    minor = scene.chance.randint(1_000, 90_000)
    if any(account.left(item) == minor for item in account.open_items(scene.day)):
        return None
    plain = _line(scene, "customer_refunds", minor, IN)
    customer = account.customer
    return Draft(minor=minor, name=customer.name, iban=customer.pays_from, text=plain.text)


def debit_returned(scene: Scene) -> Draft | None:
    """A collected invoice comes back: money out, and nothing that is open is paid."""
    found = scene.pick("debit_returned", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    plain = _line(scene, "debit_returned", -item.minor, OUT, number=item.number)
    return Draft(
        minor=-item.minor,
        name=account.customer.name,
        iban=account.customer.pays_from,
        text=plain.text,
        customers=(account.customer.code,),
    )


def _line(
    scene: Scene,
    kind: str,
    minor: int,
    words: Words,
    *,
    number: str = "",
) -> Draft:
    """One of the phrases of a kind; dev and held-out take every second one each."""
    company, chance = scene.company, scene.chance
    told = words[company.language][kind]
    name, text = told[(company.family == "held_out") % len(told)]
    payer = chance.randrange(1 if kind in _RECURRING else _PAYERS)
    whose = seeded(company.seed, company.key, kind, payer)
    names = NAMES[company.language]
    past = scene.day.replace(day=1 + scene.day.day % 28)
    filled = {
        "n": number,
        "own": company.name,
        "person": names.stranger(whose.randrange(10**6)),
        "firm": names.firm(whose.randrange(10**6)),
        "day": f"{past:%d/%m/%Y}",
        "year": str(scene.day.year),
        "digits": f"{chance.randrange(10**6):06}",
        "phone": phone_of(company.country, chance),
        "postcode": postcode_of(company.country, chance),
    }
    return Draft(
        minor=minor,
        name=name.format(**filled),
        iban=account_of(company.country, whose),
        text=text.format(**filled),
    )


IN_KINDS = (
    *("interest", "tax_refund", "own_transfer", "supplier_refund", "insurance", "rent"),
    *("grant", "salary_back", "asset_sold", "lookalike"),
)
OUT_KINDS = ("supplier_paid", "salary_paid", "bank_costs", "tax_paid", "own_transfer_out")
STRANGERS = {
    **{kind: stranger(kind) for kind in IN_KINDS},
    "stranger_number": stranger_number,
    "customer_refunds": customer_refunds,
}
OUTGOINGS = {
    **{kind: outgoing(kind) for kind in OUT_KINDS},
    "debit_returned": debit_returned,
}
