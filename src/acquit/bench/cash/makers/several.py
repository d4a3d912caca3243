"""Payments of several items at once: listed, counted up, or only added up."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from acquit.bench.cash import spoiling
from acquit.bench.cash.ledgers import Role
from acquit.bench.cash.scenes import in_full

if TYPE_CHECKING:
    from collections.abc import Sequence

    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene

_SEPA = 140  # characters that a transfer carries


def numbers_listed(scene: Scene) -> Draft | None:
    """Two to fifteen numbers, all of them written out as far as they fit."""
    found = scene.pick("numbers_listed", lambda one: _some(scene, one, 2, 15))
    if found is None:
        return None
    account, items = found
    text = _list_of(scene, account, items)
    while len(text) > _SEPA:
        items = items[:-1]
        text = _list_of(scene, account, items)
    if len(items) < 2:
        return None
    return _listed(scene, account, items, text)


def numbers_cut_140(scene: Scene) -> Draft | None:
    """More numbers than 140 characters hold; what is missing follows from the amount."""
    found = scene.pick("numbers_cut_140", lambda one: _too_many(scene, one), Role.LARGE)
    if found is None:
        return None
    account, items = found
    text = _list_of(scene, account, items)[:_SEPA]
    shown = [item for item in items if item.number in text]
    lost = [item for item in items if item.number not in text]
    decided = not lost or _only(scene, account, shown, lost)
    return scene.draft(
        account,
        [in_full(account, *items)],
        text,
        evidence=tuple(item.number for item in shown),
        alone=decided,
        never=not decided,
    )


def numbers_short(scene: Scene) -> Draft | None:
    """F26/101,102,+103: the first in full, then the digits that differ."""
    found = scene.pick("numbers_short", lambda one: _some(scene, one, 2, 5))
    if found is None:
        return None
    account, items = found
    month = items[0].issued_on.replace(day=1)
    by_month = "mm" in scene.company.numbering.pattern
    items = sorted(
        (
            item
            for item in items
            if item.issued_on.year == month.year
            and (not by_month or item.issued_on.month == month.month)
        ),
        key=lambda item: item.number,
    )
    if len(items) < 2:
        return None
    written = spoiling.shortened([item.number for item in items])
    text = scene.say(account, "several", list=written)
    return scene.draft(
        account, [in_full(account, *items)], text, evidence=(written,), alone=True
    )


def numbers_range(scene: Scene) -> Draft | None:
    """1201-1204: all open items of the payer between two numbers."""
    found = scene.pick("numbers_range", lambda one: _between(scene, one))
    if found is None:
        return None
    account, items = found
    first, last = items[0].number, items[-1].number
    written = f"{first}{scene.phrases(account).to}{last}"
    text = scene.say(account, "several", list=written)
    return scene.draft(account, [in_full(account, *items)], text, evidence=(first, last))


def summed(scene: Scene) -> Draft | None:
    """Two to six invoices without a word; one set only comes to the amount."""
    found = scene.pick("summed", lambda one: _only_sum(scene, one))
    if found is None:
        return None
    account, items = found
    return scene.draft(
        account, [in_full(account, *items)], scene.silent(account), bare=True
    )


def sums_ambiguous(scene: Scene) -> Draft | None:
    """Two sets of invoices or more come to the amount, and nothing says which."""
    found = scene.pick(
        "sums_ambiguous", lambda one: _several_sums(scene, one), Role.ROUND, Role.SUBSCRIBER
    )
    if found is None:
        return None
    account, sets = found
    answers = [in_full(account, *items) for items in sets]
    return scene.draft(account, answers, scene.silent(account), never=True)


def oldest_first(scene: Scene) -> Draft | None:
    """The oldest open invoices, without a word; no other set comes to the amount."""
    found = scene.pick("oldest_first", lambda one: _oldest(scene, one))
    if found is None:
        return None
    account, items = found
    return scene.draft(
        account, [in_full(account, *items)], scene.silent(account), bare=True
    )


def all_due(scene: Scene) -> Draft | None:
    """Everything that is due on the day, and words that say so."""
    found = scene.pick("all_due", lambda one: _due(scene, one))
    if found is None:
        return None
    account, items = found
    text = scene.say(account, "everything")
    return scene.draft(account, [in_full(account, *items)], text, bare=True)


def credit_listed(scene: Scene) -> Draft | None:
    """Invoices less a credit note, all with their numbers."""
    found = scene.pick("credit_listed", lambda one: _credited(scene, one, told=True))
    if found is None:
        return None
    account, (invoices, credit) = found
    numbers = _joined(scene, account, [item.number for item in invoices])
    text = scene.say(account, "credited", list=numbers, c=credit.number)
    evidence = tuple(item.number for item in (*invoices, credit))
    answer = in_full(account, *invoices, credit)
    return scene.draft(account, [answer], text, evidence=evidence, alone=True)


def credit_silent(scene: Scene) -> Draft | None:
    """Only the difference of an invoice and a credit note; no other set comes to it."""
    found = scene.pick("credit_silent", lambda one: _credited(scene, one, told=False))
    if found is None:
        return None
    account, (invoices, credit) = found
    answer = in_full(account, *invoices, credit)
    return scene.draft(account, [answer], scene.silent(account), bare=True)


def _listed(scene: Scene, account: Account, items: Sequence[Item], text: str) -> Draft:
    return scene.draft(
        account,
        [in_full(account, *items)],
        text,
        evidence=tuple(item.number for item in items),
        alone=True,
    )


def _list_of(scene: Scene, account: Account, items: Sequence[Item]) -> str:
    numbers = _joined(scene, account, [item.number for item in items])
    return scene.say(account, "several", list=numbers)


def _joined(scene: Scene, account: Account, numbers: Sequence[str]) -> str:
    comma = (", ", ",", " ", " + ")[account.voice % 4]
    if len(numbers) == 1:
        return numbers[0]
    return comma.join(numbers[:-1]) + scene.phrases(account).joint + numbers[-1]


def _plain(scene: Scene, account: Account) -> list[Item]:
    """Whole invoices in one sum."""
    items = account.open_items(scene.day)
    return [item for item in items if not item.instalment and account.whole(item)]


def _some(scene: Scene, account: Account, least: int, most: int) -> list[Item] | None:
    """So many of the older ones, mostly few."""
    items = _plain(scene, account)
    if len(items) < least:
        return None
    count = min(len(items), most, least + int(scene.chance.expovariate(0.4)))
    chosen = scene.chance.sample(items[: count + 3], count)
    return sorted(chosen, key=lambda item: (item.issued_on, item.number))


def _too_many(scene: Scene, account: Account) -> list[Item] | None:
    items = _plain(scene, account)[:40]
    if len(items) < 20:
        return None
    width = len(items[0].number) + 2
    count = min(len(items), _SEPA // width + scene.chance.randint(0, 2))
    return sorted(items[:count], key=lambda item: (item.issued_on, item.number))


def _only(
    scene: Scene, account: Account, shown: Sequence[Item], lost: Sequence[Item]
) -> bool:
    """Whether just one set of so many of the other open items makes up what is missing."""
    if len(lost) > 2:
        return False
    missing = sum(account.left(item) for item in lost)
    others = [item for item in account.open_items(scene.day) if item not in shown]
    fitting = 0
    for count in (1, 2):
        for items in combinations(others, count):
            fitting += sum(account.left(item) for item in items) == missing
    return fitting == 1


def _between(scene: Scene, account: Account) -> list[Item] | None:
    """Three or four neighbours in the payer's list, all of them whole."""
    if account.customer.role is Role.INSTALMENTS:
        return None
    items = sorted(account.open_items(scene.day), key=lambda item: item.number)
    count = min(len(items), scene.chance.choice((3, 4)))
    if count < 3:
        return None
    start = scene.chance.randrange(len(items) - count + 1)
    chosen = items[start : start + count]
    return chosen if all(account.whole(item) for item in chosen) else None


def _only_sum(scene: Scene, account: Account) -> list[Item] | None:
    items = _some(scene, account, 2, 6)
    return items if items and _one_set(scene, account, items) else None


def _oldest(scene: Scene, account: Account) -> list[Item] | None:
    items = account.open_items(scene.day)
    count = scene.chance.randint(2, 6)
    if len(items) <= count or not all(map(account.whole, items[:count])):
        return None
    return items[:count] if _one_set(scene, account, items[:count]) else None


def _due(scene: Scene, account: Account) -> list[Item] | None:
    if account.credits(scene.day):
        return None  # whether they are set against it would be open
    items = [item for item in account.open_items(scene.day) if item.due_on <= scene.day]
    return items if len(items) > 1 and all(map(account.whole, items)) else None


def _one_set(scene: Scene, account: Account, items: Sequence[Item]) -> bool:
    total = sum(account.left(item) for item in items)
    sets = account.sets_of(total, scene.day)
    return sets is not None and len(sets) == 1


def _several_sums(scene: Scene, account: Account) -> list[tuple[Item, ...]] | None:
    """Sets of two and more that come to one sum, which no single item has."""
    items = _some(scene, account, 2, 3)
    if items is None:
        return None
    sets = account.sets_of(sum(account.left(item) for item in items), scene.day)
    if sets is None or not 2 <= len(sets) <= 12 or any(len(one) == 1 for one in sets):
        return None
    return sets


def _credited(
    scene: Scene, account: Account, *, told: bool
) -> tuple[list[Item], Item] | None:
    credits_ = account.credits(scene.day)
    for credit in credits_:
        for count in (1, 2):
            items = _some(scene, account, count, count)
            if items is None:
                continue
            net = sum(account.left(item) for item in items) - account.left(credit)
            if net <= 0:
                continue
            sets = None if told else account.sets_of(net, scene.day)
            if told or (sets is not None and len(sets) == 1):
                return items, credit
    return None


MAKERS = {
    "numbers_listed": numbers_listed,
    "numbers_cut_140": numbers_cut_140,
    "numbers_short": numbers_short,
    "numbers_range": numbers_range,
    "summed": summed,
    "sums_ambiguous": sums_ambiguous,
    "oldest_first": oldest_first,
    "all_due": all_due,
    "credit_listed": credit_listed,
    "credit_silent": credit_silent,
}
