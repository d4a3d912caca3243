"""Payments of one invoice without its number: the amount tells, or nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash.chance import seeded
from acquit.bench.cash.ledgers import Role
from acquit.bench.cash.lines import Answer
from acquit.bench.cash.makers.numbers import payable
from acquit.bench.cash.places import account_of
from acquit.bench.cash.scenes import in_full
from acquit.bench.cash.wording import month_of

if TYPE_CHECKING:
    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene


def name_amount(scene: Scene) -> Draft | None:
    """The payer's name, and an amount that one of its invoices has."""
    found = scene.pick("name_amount", lambda one: payable(scene, one, alone=True))
    if found is None:
        return None
    account, item = found
    return scene.draft(account, [in_full(account, item)], scene.silent(account), bare=True)


def iban_amount(scene: Scene) -> Draft | None:
    """The payer's account, known or seen before, and the amount; no name, no text."""
    found = scene.pick("iban_amount", lambda one: payable(scene, one, alone=True))
    if found is None:
        return None
    account, item = found
    return scene.draft(account, [in_full(account, item)], "", name="", core="", bare=True)


def blank(scene: Scene) -> Draft | None:
    """An account that nobody knows, no name, no text: nobody could tell."""
    found = scene.pick("blank", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        "",
        name="",
        core="",
        iban=account_of(account.customer.country, scene.chance),
        knows_iban=False,
        never=True,
    )


def contact_name(scene: Scene) -> Draft | None:
    """The name of the customer's contact, from a private account, and the amount."""
    found = scene.pick("contact_name", lambda one: _contacted(scene, one))
    if found is None:
        return None
    account, item = found
    contact = account.customer.contact
    return scene.draft(
        account,
        [in_full(account, item)],
        scene.silent(account),
        name=contact,
        core=contact,
        iban=_private_iban(scene, account),
        knows_iban=False,
        bare=True,
    )


def near_name(scene: Scene) -> Draft | None:
    """A name that two customers share but for the legal form, which is left out."""
    found = scene.pick("near_name", lambda one: payable(scene, one, alone=True), Role.TWIN)
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        scene.silent(account),
        name=account.customer.base,
        core="",
        iban=_private_iban(scene, account),
        knows_iban=False,
        never=True,
    )


def month_named(scene: Scene) -> Draft | None:
    """A subscription: the same amount each month, and the month in words."""
    found = scene.pick("month_named", lambda one: _month(scene, one), Role.SUBSCRIBER)
    if found is None:
        return None
    account, item = found
    month = month_of(item.issued_on, account.customer.language, scene.company.family)
    text = scene.say(account, "month", item, month=month)
    return scene.draft(account, [in_full(account, item)], text, evidence=(month,))


def month_unnamed(scene: Scene) -> Draft | None:
    """The same without the month, while several are open: any of them would do."""
    found = scene.pick("month_unnamed", lambda one: _equals(scene, one), Role.SUBSCRIBER)
    if found is None:
        return None
    account, items = found
    answers = [in_full(account, item) for item in items]
    return scene.draft(account, answers, scene.silent(account), never=True)


def paid_twice(scene: Scene) -> Draft | None:
    """An invoice that an earlier line paid, paid again: money for the account."""
    found = scene.pick("paid_twice", lambda one: _paid(scene, one))
    if found is None:
        return None
    account, item = found
    text = scene.say(account, "invoice", item)
    answer = Answer(on_account=item.minor)
    return scene.draft(account, [answer], text, never=True)


def instalment(scene: Scene) -> Draft | None:
    """The oldest open instalment of an invoice, with its number."""
    found = scene.pick("instalment", lambda one: _instalment(scene, one), Role.INSTALMENTS)
    if found is None:
        return None
    account, item = found
    text = scene.say(account, "invoice", item)
    return scene.draft(
        account, [in_full(account, item)], text, evidence=(item.number,), alone=True
    )


def _private_iban(scene: Scene, account: Account) -> str:
    """An account that is not in the books but comes again."""
    key = f"{scene.company.seed}/{account.customer.code}/private"
    return account_of(account.customer.country, seeded(key))


def _contacted(scene: Scene, account: Account) -> Item | None:
    if account.customer.role in {Role.CONSUMER, Role.TWIN}:
        return None
    return payable(scene, account, alone=True)


def _month(scene: Scene, account: Account) -> Item | None:
    items = account.open_items(scene.day)
    for item in items:
        month = f"{item.issued_on:%Y-%m}"
        if account.whole(item) and sum(f"{o.issued_on:%Y-%m}" == month for o in items) == 1:
            return item
    return None


def _equals(scene: Scene, account: Account) -> list[Item] | None:
    items = [item for item in account.open_items(scene.day) if account.whole(item)]
    return items if len(items) > 1 else None


def _paid(scene: Scene, account: Account) -> Item | None:
    """One paid before, while nothing open has its amount."""
    open_minors = {account.left(item) for item in account.open_items(scene.day)}
    for item in reversed(account.paid(scene.day)):
        if not item.instalment and item.minor not in open_minors:
            return item
    return None


def _instalment(scene: Scene, account: Account) -> Item | None:
    """The first open one of an invoice whose earlier ones are paid."""
    for item in account.open_items(scene.day):
        if item.instalment and account.whole(item):
            return item
    return None


MAKERS = {
    "name_amount": name_amount,
    "iban_amount": iban_amount,
    "blank": blank,
    "contact_name": contact_name,
    "near_name": near_name,
    "month_named": month_named,
    "month_unnamed": month_unnamed,
    "paid_twice": paid_twice,
    "instalment": instalment,
}
