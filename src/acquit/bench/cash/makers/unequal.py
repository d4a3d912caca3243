"""Payments whose amount is not that of the invoice: short, over, early.

The number alone is not enough here: whoever pays another amount has to be known.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from acquit.bench.cash.companies import LAST_DAY
from acquit.bench.cash.ledgers import Item
from acquit.bench.cash.lines import Answer
from acquit.bench.cash.makers.numbers import payable
from acquit.bench.cash.scenes import paid, short

if TYPE_CHECKING:
    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene

_WITHHELD = {"BE": 15, "FR": 5, "NL": 20, "DE": 15, "LU": 10, "GB": 20}


def discount_in_time(scene: Scene) -> Draft | None:
    """Two per cent less, within the ten days, with the number."""
    return _discount(scene, "discount_in_time", in_time=True)


def discount_late(scene: Scene) -> Draft | None:
    """The same after the ten days: the rest stays open."""
    return _discount(scene, "discount_late", in_time=False)


def discount_silent(scene: Scene) -> Draft | None:
    """Within the ten days, without a word: 98 % of one open invoice, to the cent."""
    found = scene.pick("discount_silent", lambda one: _only_discounted(scene, one))
    if found is None:
        return None
    account, item = found
    answer = short(account, item, _two_percent(account.left(item)), "discount")
    return scene.draft(account, [answer], scene.silent(account), bare=True)


def short_fee(scene: Scene) -> Draft | None:
    """A bank on the way has kept its fee."""
    return _lacking(
        scene, "short_fee", scene.chance.choice((500, 750, 1_000, 1_250)), "fee"
    )


def short_rounding(scene: Scene) -> Draft | None:
    """A few cents are missing."""
    return _lacking(scene, "short_rounding", scene.chance.randint(1, 9), "rounding")


def short_dispute(scene: Scene) -> Draft | None:
    """The payer keeps back what it disputes, and says so."""
    found = scene.pick("short_dispute", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    missing = max(1, account.left(item) * scene.chance.randint(5, 40) // 100)
    return _short(scene, account, item, missing, "dispute")


def part_payment(scene: Scene) -> Draft | None:
    """A third or a half, announced as a part."""
    found = scene.pick("part_payment", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    missing = account.left(item) - account.left(item) // scene.chance.choice((2, 3))
    return _short(scene, account, item, missing, "part")


def withheld(scene: Scene) -> Draft | None:
    """The payer keeps a share back: for the tax office, or until the work is accepted."""
    found = scene.pick("withheld", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    percent = _WITHHELD[scene.company.country]
    missing = account.left(item) * percent // 100
    text = scene.say(account, "withheld", item, percent=str(percent))
    answer = short(account, item, missing, "withheld")
    return scene.draft(account, [answer], text, evidence=(item.number,))


def overpaid(scene: Scene) -> Draft | None:
    """More than the invoice: what is over belongs on the payer's account."""
    found = scene.pick("overpaid", lambda one: payable(scene, one))
    if found is None:
        return None
    account, item = found
    over = scene.chance.choice((9, 90, 900, 1_000, 5_000))
    text = scene.say(account, "invoice", item)
    answer = Answer(paid(account, [item]), on_account=over)
    return scene.draft(account, [answer], text, evidence=(item.number,))


def prepaid(scene: Scene) -> Draft | None:
    """For an order or a quotation whose invoice is issued after the last statement."""
    found = scene.pick("prepaid", lambda one: one.customer.items[0])
    if found is None:
        return None
    account, _ = found
    place = len(scene.later)
    issued_on = LAST_DAY + timedelta(days=2 + place % 20)
    minor = scene.chance.randint(20, 4_000) * 100 + scene.chance.randrange(100)
    if any(account.left(item) == minor for item in account.open_items(scene.day)):
        return None
    order = f"{scene.chance.randint(1_000, 9_999)}-{place}"
    number = scene.company.number(scene.company.documents + place, issued_on)
    item = Item(
        number=number,
        customer_code=account.customer.code,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=account.customer.terms_days),
        minor=minor,
        order=order,
    )
    scene.later.append(item)
    text = scene.say(account, "ahead", item)
    return scene.draft(account, [Answer(on_account=minor)], text, never=True)


def _discount(scene: Scene, habit: str, *, in_time: bool) -> Draft | None:
    found = scene.pick(habit, lambda one: _discounted(scene, one, in_time=in_time))
    if found is None:
        return None
    account, item = found
    why = "discount" if in_time else "discount_late"
    answer = short(account, item, _two_percent(account.left(item)), why)
    text = scene.say(account, "discount", item)
    return scene.draft(account, [answer], text, evidence=(item.number,))


def _lacking(scene: Scene, habit: str, missing: int, why: str) -> Draft | None:
    """The number is there, and so many cents are not."""
    found = scene.pick(habit, lambda one: payable(scene, one))
    if found is None or found[0].left(found[1]) < 20 * missing:
        return None
    account, item = found
    text = scene.say(account, "invoice", item)
    answer = short(account, item, missing, why)
    return scene.draft(account, [answer], text, evidence=(item.number,))


def _short(scene: Scene, account: Account, item: Item, missing: int, why: str) -> Draft:
    text = scene.say(account, why, item)
    answer = short(account, item, missing, why)
    return scene.draft(account, [answer], text, evidence=(item.number,))


def _two_percent(minor: int) -> int:
    return (minor * 2 + 50) // 100


def _discounted(scene: Scene, account: Account, *, in_time: bool) -> Item | None:
    for item in reversed(account.open_items(scene.day)):
        until = item.discount_until
        fits = until is not None and (scene.day <= until) is in_time
        if fits and account.whole(item) and account.left(item) > 2_000:
            return item
    return None


def _only_discounted(scene: Scene, account: Account) -> Item | None:
    item = _discounted(scene, account, in_time=True)
    if item is None:
        return None
    minor = account.left(item) - _two_percent(account.left(item))
    for other in account.open_items(scene.day):
        left = account.left(other)
        if other is not item and minor in {left, left - _two_percent(left)}:
            return None
    return item


MAKERS = {
    "discount_in_time": discount_in_time,
    "discount_late": discount_late,
    "discount_silent": discount_silent,
    "short_fee": short_fee,
    "short_rounding": short_rounding,
    "short_dispute": short_dispute,
    "part_payment": part_payment,
    "withheld": withheld,
    "overpaid": overpaid,
    "prepaid": prepaid,
}
