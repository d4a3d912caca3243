"""Does a claim have what a procedure asks for: each condition, and what was seen.

docs/explanation/hand-over.md#the-conditions. Nothing is refused here: a person decides with
the conditions before its eyes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from stdnum.be import vat as enterprise_number

from acquit.core.money import Money
from acquit.core.party import Party
from acquit.core.procedures.reading import conditions
from acquit.core.procedures.shapes import Condition, Need, State
from acquit.core.sentences import Sentence, listed, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from acquit.core.procedures.reading import Asked
    from acquit.core.procedures.shapes import CaseFacts, Claimed, Identity, Procedure


class _Found(NamedTuple):
    said: Sentence
    state: State
    seen: Sentence


def check(procedure: Procedure, facts: CaseFacts) -> tuple[Condition, ...]:
    """Every condition that the procedure has on that day, in the order of its table."""
    return tuple(_checked(one, facts) for one in conditions(procedure, facts.on))


def _checked(asked: Asked, facts: CaseFacts) -> Condition:
    found = _CHECKS[asked.need](asked, facts)
    return Condition(
        need=asked.need,
        said=found.said,
        state=found.state,
        seen=found.seen,
        basis=asked.basis,
    )


def _creditor_registered(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The creditor is in the Belgian register of enterprises.")
    return _registered(said, facts.creditor)


def _debtor_registered(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debtor is in the Belgian register of enterprises.")
    return _registered(said, facts.debtor)


def _registered(said: Sentence, party: Identity) -> _Found:
    """By the check digits of its number; the register itself is not asked."""
    numbers = [one for one in (party.registration, party.vat) if one]
    for number in numbers:
        if enterprise_number.is_valid(number):
            kept = enterprise_number.compact(number)
            told = f"{kept[:4]}.{kept[4:7]}.{kept[7:]}"
            seen = say("Enterprise number %(number)s; its check digits hold.", number=told)
            return _Found(said, State.MET, seen)
    if not numbers:
        return _Found(said, State.TO_SEE, say("No number of it is known."))
    seen = say("%(numbers)s is no Belgian enterprise number.", numbers=listed(numbers))
    return _Found(said, State.NOT_MET, seen)


def _debtor_business(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debtor is an enterprise: neither a consumer nor a public body.")
    state, seen = {
        Party.BUSINESS: (State.MET, say("It is known as a business.")),
        Party.PUBLIC: (State.NOT_MET, say("It is a public body.")),
        Party.CONSUMER: (State.NOT_MET, say("It is a consumer, or not known to be none.")),
        Party.UNKNOWN: (State.TO_SEE, say("It is not known what it is.")),
    }[facts.party]
    return _Found(said, state, seen)


def _debtor_here(asked: Asked, facts: CaseFacts) -> _Found:
    here = facts.debtor.country == asked.country
    seen = say("Its country is %(country)s.", country=facts.debtor.country or "?")
    return _Found(
        say("The debtor lives or has its seat in %(country)s.", country=asked.country),
        _state(met=here) if facts.debtor.country else State.TO_SEE,
        seen,
    )


def _undisputed(_: Asked, facts: CaseFacts) -> _Found:
    return _contested(say("The debt is not disputed."), facts, State.NOT_MET)


def _sensibly_undisputed(_: Asked, facts: CaseFacts) -> _Found:
    """The law lets a disputed claim through; the debtor would oppose the order."""
    said = say("The debt is not disputed: whoever disputes it opposes the order.")
    return _contested(said, facts, State.TO_SEE)


def _contested(said: Sentence, facts: CaseFacts, else_state: State) -> _Found:
    some = [one for one in facts.claims if one.contested_minor > 0]
    if not some:
        return _Found(said, State.MET, say("No dispute is open."))
    seen = say("Disputed: %(numbers)s.", numbers=_numbers(some))
    return _Found(said, else_state, seen)


def _due(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debt is due.")
    some = [one for one in facts.claims if one.due_on >= facts.on]
    if some:
        seen = say("Not past due: %(numbers)s.", numbers=_numbers(some))
        return _Found(said, State.NOT_MET, seen)
    newest = max((one.due_on for one in facts.claims), default=None)
    if newest is None:
        return _Found(said, State.NOT_MET, say("No invoice was chosen."))
    seen = say("The last one was due on %(day)s.", day=newest.isoformat())
    return _Found(said, State.MET, seen)


def _certain(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debt is a certain and fixed sum of money.")
    if not facts.claims:
        return _Found(said, State.NOT_MET, say("No invoice was chosen."))
    some = [one for one in facts.claims if one.missing]
    if some:
        seen = say(
            "The accounting no longer lists as open: %(numbers)s.", numbers=_numbers(some)
        )
        return _Found(said, State.TO_SEE, seen)
    sums = listed(str(one) for one in _sums(facts.claims).values())
    return _Found(said, State.MET, say("Open: %(sums)s.", sums=sums))


def _extras_bounded(asked: Asked, facts: CaseFacts) -> _Found:
    said = say(
        "Interest, penalty clause and costs are at most %(percent)s %% of the principal.",
        percent=asked.percent,
    )
    extras = _extras(facts.claims)
    if extras is None:
        return _Found(said, State.TO_SEE, say("Nobody has counted the extras yet."))
    sums = _sums(facts.claims)
    within = all(
        money.minor * 100 <= sums[currency].minor * asked.percent
        for currency, money in extras.items()
    )
    told = listed(
        say("%(extras)s on %(principal)s", extras=money, principal=sums[currency])
        for currency, money in extras.items()
    )
    return _Found(said, _state(met=within), say("Extras: %(told)s.", told=told))


def _by_activity(_: Asked, __: CaseFacts) -> _Found:
    return _Found(
        say("The debt comes from the activity of both enterprises."),
        State.TO_SEE,
        say("A person has to judge it."),
    )


def _contractual(_: Asked, __: CaseFacts) -> _Found:
    return _Found(
        say("The debt comes from a contract."),
        State.TO_SEE,
        say("Enclose the contract, the order or the accepted terms."),
    )


def _broken_down(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The sum is broken down: principal, interest and costs apart.")
    extras = _extras(facts.claims)
    if extras is None:
        return _Found(said, State.TO_SEE, say("Nobody has counted the extras yet."))
    seen = say(
        "Principal %(principal)s, extras %(extras)s.",
        principal=listed(str(one) for one in _sums(facts.claims).values()),
        extras=listed(str(one) for one in extras.values()),
    )
    return _Found(said, State.MET, seen)


def _documented(_: Asked, facts: CaseFacts) -> _Found:
    said = say("Copies of the documents are enclosed.")
    without = [one for one in facts.claims if not one.documented]
    if without:
        seen = say("Without the invoice itself: %(numbers)s.", numbers=_numbers(without))
        return _Found(said, State.TO_SEE, seen)
    return _Found(said, State.MET, say("Every invoice is at hand."))


def _demanded(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debtor was asked in writing to pay.")
    if facts.demanded_on is None:
        return _Found(said, State.TO_SEE, say("No message of ours has left."))
    day = facts.demanded_on.isoformat()
    return _Found(said, State.MET, say("Last asked on %(day)s.", day=day))


def _solvent(_: Asked, facts: CaseFacts) -> _Found:
    said = say("No insolvency proceedings are open.")
    if facts.insolvent:
        seen = say("They are open: file the claim there instead.")
        return _Found(said, State.NOT_MET, seen)
    return _Found(said, State.MET, say("None is known here."))


def _not_lapsed(_: Asked, facts: CaseFacts) -> _Found:
    said = say("The debt has not lapsed.")
    over = [one for one in facts.claims if one.lapses_on and one.lapses_on < facts.on]
    if over:
        return _Found(
            said, State.NOT_MET, say("Lapsed: %(numbers)s.", numbers=_numbers(over))
        )
    known = [one.lapses_on for one in facts.claims if one.lapses_on is not None]
    if len(known) < len(facts.claims) or not known:
        return _Found(said, State.TO_SEE, say("The day is not known for every invoice."))
    seen = say("The first one lapses on %(day)s.", day=min(known).isoformat())
    return _Found(said, State.MET, seen)


def _state(*, met: bool) -> State:
    return State.MET if met else State.NOT_MET


def _numbers(claims: Iterable[Claimed]) -> Sentence:
    return listed(one.number for one in claims)


def _sums(claims: Iterable[Claimed]) -> dict[str, Money]:
    """What is owed, per currency."""
    minor: dict[str, int] = defaultdict(int)
    for one in claims:
        minor[one.owed.currency] += one.owed.minor
    return {currency: Money(total, currency) for currency, total in minor.items()}


def _extras(claims: Iterable[Claimed]) -> dict[str, Money] | None:
    """What is claimed beside it, per currency; None while one has not been counted."""
    minor: dict[str, int] = defaultdict(int)
    for one in claims:
        if one.extras_minor is None:
            return None
        minor[one.owed.currency] += one.extras_minor
    return {currency: Money(total, currency) for currency, total in minor.items()}


_CHECKS: Mapping[Need, Callable[[Asked, CaseFacts], _Found]] = {
    Need.CREDITOR_REGISTERED: _creditor_registered,
    Need.DEBTOR_REGISTERED: _debtor_registered,
    Need.DEBTOR_BUSINESS: _debtor_business,
    Need.DEBTOR_HERE: _debtor_here,
    Need.UNDISPUTED: _undisputed,
    Need.SENSIBLY_UNDISPUTED: _sensibly_undisputed,
    Need.DUE: _due,
    Need.CERTAIN: _certain,
    Need.EXTRAS_BOUNDED: _extras_bounded,
    Need.BY_ACTIVITY: _by_activity,
    Need.CONTRACTUAL: _contractual,
    Need.BROKEN_DOWN: _broken_down,
    Need.DOCUMENTED: _documented,
    Need.DEMANDED: _demanded,
    Need.SOLVENT: _solvent,
    Need.NOT_LAPSED: _not_lapsed,
}
