"""Payments of one invoice whose number is written: as it is, otherwise, cut, or wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash import spoiling
from acquit.bench.cash.scenes import in_full

if TYPE_CHECKING:
    from collections.abc import Callable

    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene

_WIDTH_OF_OLD_FORMS = 35


def number_exact(scene: Scene) -> Draft | None:
    """As on the invoice."""
    found = scene.pick("number_exact", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    return _cited(scene, account, item, scene.say(account, "invoice", item), item.number)


def number_in_end_to_end(scene: Scene) -> Draft | None:
    """Not in the text but as the payer's own reference, which formats have a field for."""
    found = scene.pick("number_in_end_to_end", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        scene.silent(account),
        end_to_end_id=item.number,
        evidence=(item.number,),
        alone=True,
        bare=account.alone(item, scene.day),
    )


def number_separated(scene: Scene) -> Draft | None:
    """With blanks or other marks between its parts, or none."""
    return _otherwise(
        scene, "number_separated", lambda n: spoiling.separated(n, scene.chance)
    )


def number_without_prefix(scene: Scene) -> Draft | None:
    """Only the last digits: 123 of 2026/00123."""
    return _wrong(scene, "number_without_prefix", spoiling.without_prefix)


def number_typo(scene: Scene) -> Draft | None:
    """One digit is another; often that is the number of somebody else's invoice."""
    return _wrong(scene, "number_typo", lambda n: spoiling.mistyped(n, scene.chance))


def number_transposed(scene: Scene) -> Draft | None:
    """Two neighbouring digits change places."""
    return _wrong(
        scene, "number_transposed", lambda n: spoiling.transposed(n, scene.chance)
    )


def number_wrong_year(scene: Scene) -> Draft | None:
    """The right count, but of last year."""
    if not scene.company.numbering.yearly:
        return None
    return _wrong(scene, "number_wrong_year", spoiling.of_another_year)


def number_cut_35(scene: Scene) -> Draft | None:
    """The bank of the payer passes 35 characters on, and the number is cut in them."""
    found = scene.pick("number_cut_35", lambda one: payable(scene, one, alone=True))
    if found is None:
        return None
    account, item = found
    text = _cut(scene, account, item)
    if not text:
        return None
    return scene.draft(account, [in_full(account, item)], text, bare=True)


def number_of_other(scene: Scene) -> Draft | None:
    """Another customer's invoice is cited; payer and amount say which was meant. That other
    cites this one's in turn, so that two numbers are swapped.
    """
    while scene.swapped:
        account, item, cited = scene.swapped.pop()
        if account.whole(item) and account.alone(item, scene.day):
            return _mistaken(scene, account, item, cited)
    found = scene.pick("number_of_other", lambda one: payable(scene, one, alone=True))
    other = scene.pick("lends_number", lambda one: payable(scene, one, alone=True))
    if found is None or other is None or other[0] is found[0]:
        return None
    (account, item), (lender, lent) = found, other
    if lender.left(lent) == account.left(item):
        return None
    scene.swapped.append((lender, lent, item))
    return _mistaken(scene, account, item, lent)


def own_order(scene: Scene) -> Draft | None:
    """Only the customer's own order number, which the books know."""
    found = scene.pick("own_order", lambda one: _ordered(scene, one))
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        scene.say(account, "order", item),
        evidence=(item.order,),
        bare=account.alone(item, scene.day),
    )


def payable(scene: Scene, account: Account, *, alone: bool = False) -> Item | None:
    """One of the older open invoices in one sum that nothing was paid on.

    alone: no other open one has its amount.
    """
    items = [
        item
        for item in account.open_items(scene.day)
        if not item.instalment and account.whole(item)
    ][:6]
    scene.chance.shuffle(items)
    for item in items:
        if not alone or account.alone(item, scene.day):
            return item
    return None


def _cut(scene: Scene, account: Account, item: Item) -> str:
    """A wordy text whose 35 characters end within the number; "" where none does."""
    text = scene.phrases(account).wordy.format(n=item.number)
    while text.index(item.number) >= _WIDTH_OF_OLD_FORMS:
        text = text.partition(" ")[2]
    for before in ("", "%d ", "%d/%m ", "%d/%m/%Y ", "%d/%m %d/%m/%Y "):
        cut = f"{item.issued_on:{before}}{text}" if before else text
        start = cut.index(item.number)
        if start < _WIDTH_OF_OLD_FORMS < start + len(item.number):
            return cut[:_WIDTH_OF_OLD_FORMS].strip()
    return ""


def _ordered(scene: Scene, account: Account) -> Item | None:
    items = account.open_items(scene.day)
    for item in items[:6]:
        once = sum(other.order == item.order for other in items) == 1
        if item.order and once and account.whole(item):
            return item
    return None


def _mistaken(scene: Scene, account: Account, item: Item, cited: Item) -> Draft:
    """Against another's number a name is not enough; the account has to be its own."""
    text = scene.say(account, "invoice", cited)
    return scene.draft(account, [in_full(account, item)], text, bare=True, core="")


def _cited(scene: Scene, account: Account, item: Item, text: str, written: str) -> Draft:
    """The number stands there and is enough, whoever pays; cut off, the amount may do."""
    return scene.draft(
        account,
        [in_full(account, item)],
        text,
        evidence=(written,),
        alone=True,
        bare=account.alone(item, scene.day),
    )


def _otherwise(scene: Scene, habit: str, spoil: Callable[[str], str]) -> Draft | None:
    """The same signs, written in another way."""
    found = scene.pick(habit, lambda one: payable(scene, one))
    if found is None or not (written := spoil(found[1].number)):
        return None
    account, item = found
    text = scene.say(account, "invoice", item, n=written)
    return _cited(scene, account, item, text, written)


def _wrong(scene: Scene, habit: str, spoil: Callable[[str], str]) -> Draft | None:
    """Not the number any more: the payer must be known, and the amount tell it apart."""
    found = scene.pick(habit, lambda one: payable(scene, one, alone=True))
    if found is None or not (written := spoil(found[1].number)):
        return None
    account, item = found
    text = scene.say(account, "invoice", item, n=written)
    return scene.draft(account, [in_full(account, item)], text, bare=True)


MAKERS = {
    "number_exact": number_exact,
    "number_in_end_to_end": number_in_end_to_end,
    "number_separated": number_separated,
    "number_without_prefix": number_without_prefix,
    "number_typo": number_typo,
    "number_transposed": number_transposed,
    "number_wrong_year": number_wrong_year,
    "number_cut_35": number_cut_35,
    "number_of_other": number_of_other,
    "own_order": own_order,
}
