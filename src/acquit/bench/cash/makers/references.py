"""Payments with a structured reference: right, mistyped, or somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acquit.bench.cash import check_digits
from acquit.bench.cash.scenes import in_full

if TYPE_CHECKING:
    from acquit.bench.cash.accounts import Account
    from acquit.bench.cash.ledgers import Item
    from acquit.bench.cash.lines import Draft
    from acquit.bench.cash.scenes import Scene


def ogm_exact(scene: Scene) -> Draft | None:
    """In the field that is made for it."""
    return _structured(scene, "ogm_exact")


def rf_exact(scene: Scene) -> Draft | None:
    """The same with a creditor reference (RF)."""
    return _structured(scene, "rf_exact")


def ogm_in_text(scene: Scene) -> Draft | None:
    """Typed into the free text, with its crosses or as twelve digits."""
    found = scene.pick("ogm_in_text", lambda one: _referenced(scene, one))
    if found is None:
        return None
    account, item = found
    written = check_digits.ogm_written(item.reference)
    text = (written, item.reference, f"OGM {written}")[account.voice % 3]
    return scene.draft(
        account, [in_full(account, item)], text, evidence=(item.reference,), alone=True
    )


def rf_spaced(scene: Scene) -> Draft | None:
    """Typed into the free text in groups of four."""
    found = scene.pick("rf_spaced", lambda one: _referenced(scene, one))
    if found is None:
        return None
    account, item = found
    words = item.reference
    text = " ".join(words[at : at + 4] for at in range(0, len(words), 4))
    return scene.draft(
        account, [in_full(account, item)], text, evidence=(words,), alone=True
    )


def ogm_wrong_check(scene: Scene) -> Draft | None:
    """One digit is mistyped, so that the check fails; payer and amount still tell."""
    found = scene.pick("ogm_wrong_check", lambda one: _referenced(scene, one, alone=True))
    if found is None:
        return None
    account, item = found
    digits = list(item.reference)
    place = scene.chance.randrange(3, 10)
    digits[place] = str((int(digits[place]) + scene.chance.randint(1, 9)) % 10)
    text = check_digits.ogm_written("".join(digits))
    return scene.draft(account, [in_full(account, item)], text, bare=True)


def ogm_of_other(scene: Scene) -> Draft | None:
    """Valid, but another customer's; payer and amount are right and say so."""
    found = scene.pick("ogm_of_other", lambda one: _referenced(scene, one, alone=True))
    other = scene.pick("lends_reference", lambda one: _referenced(scene, one))
    if found is None or other is None or other[0] is found[0]:
        return None
    (account, item), (lender, lent) = found, other
    if lender.left(lent) == account.left(item):
        return None
    answer = in_full(account, item)
    # Against another's reference a name is not enough; the account has to be its own.
    return scene.draft(account, [answer], "", structured=lent.reference, bare=True, core="")


def _structured(scene: Scene, habit: str) -> Draft | None:
    found = scene.pick(habit, lambda one: _referenced(scene, one))
    if found is None:
        return None
    account, item = found
    return scene.draft(
        account,
        [in_full(account, item)],
        "",
        structured=item.reference,
        evidence=(item.reference,),
        alone=True,
    )


def _referenced(scene: Scene, account: Account, *, alone: bool = False) -> Item | None:
    for item in account.open_items(scene.day)[:6]:
        if (
            item.reference
            and account.whole(item)
            and (not alone or account.alone(item, scene.day))
        ):
            return item
    return None


MAKERS = {
    "ogm_exact": ogm_exact,
    "ogm_in_text": ogm_in_text,
    "ogm_wrong_check": ogm_wrong_check,
    "ogm_of_other": ogm_of_other,
    "rf_exact": rf_exact,
    "rf_spaced": rf_spaced,
}
