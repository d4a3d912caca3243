"""Payments that somebody else makes: group, accountant, spouse, factor, payment service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash.chance import seeded
from acquit.bench.cash.ledgers import Role
from acquit.bench.cash.lines import Answer
from acquit.bench.cash.makers.numbers import payable
from acquit.bench.cash.names import NAMES
from acquit.bench.cash.places import account_of
from acquit.bench.cash.scenes import in_full, paid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene

_OFFICES = {
    "nl": "Accountantskantoor {name}",
    "fr": "Fiduciaire {name}",
    "de": "Steuerkanzlei {name}",
    "en": "{name} Accountants",
}
_SERVICES = {"dev": "Zahlomat Payments", "held_out": "Quickpay Settlement"}
_FACTORS = {"dev": "Nordstern Factoring", "held_out": "Crédit Rivage Factor"}


def parent_pays(scene: Scene) -> Draft | None:
    """The parent, for an invoice of its subsidiary, with the number."""
    found = scene.pick("parent_pays", lambda one: payable(scene, one), Role.SUBSIDIARY)
    if found is None:
        return None
    account, item = found
    place = account.customer.index % 20
    return _paid_by(scene, account, item, account.customer.index - place)


def sister_pays(scene: Scene) -> Draft | None:
    """Another company of the group, with the number."""
    found = scene.pick("sister_pays", lambda one: payable(scene, one), Role.SUBSIDIARY)
    if found is None:
        return None
    account, item = found
    step = 1 if account.customer.index % 20 == 1 else -1
    other = account.customer.index + step
    if other >= scene.company.customer_count:
        return None
    return _paid_by(scene, account, item, other)


def accountant_pays(scene: Scene) -> Draft | None:
    """An accountant's office, which names customer and number."""
    found = scene.pick("accountant_pays", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    text = scene.say(account, "behalf", item, name=account.customer.name)
    return _by_stranger(scene, account, item, _office(account), text)


def spouse_pays(scene: Scene) -> Draft | None:
    """A private person, with the number only."""
    found = scene.pick("spouse_pays", lambda one: payable(scene, one), Role.CONSUMER)
    if found is None:
        return None
    account, item = found
    names = NAMES[account.customer.language]
    family = account.customer.name.split(" ", 1)[1]
    name = f"{names.firsts[account.voice % len(names.firsts)]} {family}"
    text = scene.say(account, "invoice", item)
    return _by_stranger(scene, account, item, name, text)


def on_behalf(scene: Scene) -> Draft | None:
    """An office that names the customer and no number; the amount tells."""
    found = scene.pick("on_behalf", lambda one: _alone(scene, one))
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        account.customer.name,
        name=_office(account),
        iban=_stranger_iban(scene, account, _office(account)),
        knows_iban=False,
        core=account.customer.name,
        bare=True,
    )


def group_listed(scene: Scene) -> Draft | None:
    """The treasury of a group, for invoices of several of its companies, by number."""
    found = scene.pick("group_listed", lambda one: _group(scene, one), Role.SUBSIDIARY)
    if found is None:
        return None
    _, members = found
    payer = members[0][0]
    settled = tuple(one for account, items in members for one in paid(account, items))
    numbers = [item.number for _, items in members for item in items]
    return scene.draft(
        payer,
        [Answer(settled)],
        scene.say(payer, "several", list=" ".join(numbers)),
        customers=tuple(account.customer.code for account, _ in members),
        evidence=tuple(numbers),
        alone=True,
    )


def factor_listed(scene: Scene) -> Draft | None:
    """A factor, for invoices of several of our customers, by number."""
    return _factor(scene, listed=True)


def factor_silent(scene: Scene) -> Draft | None:
    """The same without numbers: only its own statement says what it pays."""
    return _factor(scene, listed=False)


def service_payout(scene: Scene) -> Draft | None:
    """A payment service: many consumers in one sum, less its fee, without numbers."""
    members = _many(scene, Role.CONSUMER, scene.chance.randint(3, 15))
    if len(members) < 3:
        return None
    settled = tuple(one for account, item in members for one in paid(account, [item]))
    total = sum(one.minor for one in settled)
    answer = Answer(settled, costs=total * 15 // 1000 + 25 * len(settled))
    payout = f"PAYOUT PO{scene.chance.randrange(10**8):08}"
    return _of_many(scene, members, answer, payout, _SERVICES[scene.company.family])


def _factor(scene: Scene, *, listed: bool) -> Draft | None:
    members = _many(scene, Role.FACTORED, scene.chance.randint(2, 6))
    if len(members) < 2:
        return None
    answer = Answer(
        tuple(one for account, item in members for one in paid(account, [item]))
    )
    numbers = tuple(item.number for _, item in members)
    name = _FACTORS[scene.company.family]
    text = " ".join(numbers) if listed else f"{scene.day:%d%m%y} {scene.company.name}"
    evidence = numbers if listed else ()
    return _of_many(scene, members, answer, text, name, evidence)


def _of_many(
    scene: Scene,
    members: Sequence[tuple[Account, Item]],
    answer: Answer,
    text: str,
    name: str,
    evidence: tuple[str, ...] = (),
) -> Draft:
    """A line whose payer stands between us and many customers."""
    service = name in _SERVICES.values()
    iban = scene.company.service_iban if service else scene.company.factor_iban
    return scene.draft(
        members[0][0],
        [answer],
        text,
        name=name,
        iban=iban,
        knows_iban=False,
        core="",
        customers=tuple(account.customer.code for account, _ in members),
        evidence=evidence,
        alone=bool(evidence),
        never=not evidence,
    )


def _many(scene: Scene, role: Role, count: int) -> list[tuple[Account, Item]]:
    """So many customers of a role with an invoice that can be paid."""
    accounts = scene.of_role(role)
    drawn = scene.chance.sample(accounts, min(len(accounts), 3 * count))
    found = ((account, payable(scene, account)) for account in drawn)
    return [(account, item) for account, item in found if item is not None][:count]


def _group(scene: Scene, account: Account) -> list[tuple[Account, list[Item]]] | None:
    """The companies of its group that have something to pay."""
    if not account.customer.shared:
        return None
    head = account.customer.index - account.customer.index % 20
    codes = [scene.company.code_of(head + place) for place in range(3)]
    accounts = [one for code in codes if (one := scene.of_code(code)) is not None]
    found = [(one, payable(scene, one)) for one in accounts]
    members = [(one, [item]) for one, item in found if item is not None]
    return members if len(members) > 1 else None


def _paid_by(scene: Scene, account: Account, item: Item, index: int) -> Draft:
    """The number tells, whoever pays."""
    payer = scene.company.customer(index)
    text = scene.say(account, "invoice", item)
    return scene.draft(
        account,
        [in_full(account, item)],
        text,
        name=payer.name,
        iban=payer.pays_from,
        knows_iban=False,
        core="",
        evidence=(item.number,),
        alone=True,
    )


def _by_stranger(scene: Scene, account: Account, item: Item, name: str, text: str) -> Draft:
    return scene.draft(
        account,
        [in_full(account, item)],
        text,
        name=name,
        iban=_stranger_iban(scene, account, name),
        knows_iban=False,
        core="",
        evidence=(item.number,),
        alone=True,
    )


def _alone(scene: Scene, account: Account) -> Item | None:
    return payable(scene, account, alone=True)


def _office(account: Account) -> str:
    """Every payer has its accountant; some share one."""
    language = account.customer.language
    families = NAMES[language].families
    return _OFFICES[language].format(name=families[account.voice % len(families)])


def _stranger_iban(scene: Scene, account: Account, name: str) -> str:
    """The account of whoever has this name; it comes again."""
    key = (scene.company.seed, scene.company.key, name, "stranger")
    return account_of(account.customer.country, seeded(*key))


MAKERS = {
    "parent_pays": parent_pays,
    "sister_pays": sister_pays,
    "accountant_pays": accountant_pays,
    "spouse_pays": spouse_pays,
    "on_behalf": on_behalf,
    "group_listed": group_listed,
    "factor_listed": factor_listed,
    "factor_silent": factor_silent,
    "service_payout": service_payout,
}
