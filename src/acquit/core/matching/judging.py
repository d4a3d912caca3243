"""How sure a kind of evidence is, and how sure it must be to post by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from acquit.core.matching.facts import Who
from acquit.core.matching.outcomes import Fit, Found, Kind
from acquit.core.shares import interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from acquit.core.matching.outcomes import Hypothesis

    Sure = Callable[[Hypothesis], bool]

# Whose money it is, beyond doubt; and nearly so, which is enough where a number is named.
CERTAIN = frozenset({Who.TOLD, Who.IBAN, Who.CODE, Who.VAT, Who.NAME, Who.TEXT})
_LIKELY = CERTAIN | {Who.CLOSE, Who.GROUP}
_NAMED = frozenset({Found.REFERENCE, Found.NUMBER, Found.PIECES})
_IN_PART = frozenset({Found.RANGE, Found.ORDER, Found.TAIL, Found.CUT, Found.SLIP})
SLIPS = frozenset({Found.SLIP, Found.TAIL, Found.RANGE})
BY_AMOUNT = frozenset({Found.SINGLE, Found.RUN, Found.DUE, Found.ALL, Found.SET})
_EQUAL = frozenset({Fit.EXACT, Fit.NETTED})

# So often must people have confirmed what a payer does, and never have said otherwise.
A_HABIT = 3
# Of these doubts a payer's habit is the answer; what was never asked has none.
_ANSWERED_BY_HABIT = frozenset({"", "rival", "many", "group"})


class Record(NamedTuple):
    """What became of answers of one kind: posted by itself, of those undone by a person;
    proposed and accepted, proposed and another answer was given.
    """

    posted: int = 0
    undone: int = 0
    accepted: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a company lets be posted by itself. wanted: the share of what is posted that
    must be right. discounts: less the discount, in time; shorter: less by anything else,
    the rest stays open; over: more, the rest lies on the payer's account.
    """

    wanted: float = 0.999
    discounts: bool = False
    shorter: bool = False
    over: bool = False


STANDARD = Rules()


@dataclass(frozen=True, slots=True)
class Judge:
    """Says what posts by itself in one company.

    records: of each kind in its books, by the kind's name. habits: how often people have
    confirmed and contradicted a kind, by customer and kind.
    """

    rules: Rules = STANDARD
    records: Mapping[str, Record] = field(default_factory=dict)
    habits: Mapping[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def __call__(self, one: Hypothesis) -> bool:
        """Whether this answer is sure enough."""
        kind = one.kind
        if disproved(self.records.get(str(kind), Record()), self.rules.wanted):
            return False
        if kind.fit not in _EQUAL and kind.fit is not Fit.ROUNDING:
            return _is_allowed(kind, self.rules)
        return is_sure(kind) or self._is_habit(one)

    def _is_habit(self, one: Hypothesis) -> bool:
        """Whether people have confirmed that this payer pays so."""
        if one.kind.doubt not in _ANSWERED_BY_HABIT or one.kind.who in {
            Who.OTHER,
            Who.NOBODY,
        }:
            return False
        return all(
            confirmed >= A_HABIT and not contradicted
            for confirmed, contradicted in (
                self.habits.get((use.customer_id, str(one.kind)), (0, 0))
                for use in one.uses
            )
        )


def disproved(record: Record, wanted: float) -> bool:
    """Whether the books disprove that a kind is right as often as is wanted."""
    if not record.undone:
        return False
    return interval(record.posted - record.undone, record.posted)[1] < wanted


def suggested(records: Mapping[str, Record], rules: Rules) -> Rules:
    """The rules with those turned on that people have done by hand so often, and never
    otherwise, that they may want them.
    """
    done: dict[str, list[int]] = {"discounts": [0, 0], "shorter": [0, 0], "over": [0, 0]}
    for name, record in records.items():
        found, who, fit, doubt = f"{name}///".split("/")[:4]
        rule = _RULES.get(fit)
        if rule and not doubt and who in CERTAIN and found in _NAMED | {Found.SINGLE}:
            done[rule][0] += record.accepted
            done[rule][1] += record.declined + record.undone
    on = {
        rule: getattr(rules, rule) or (accepted >= ENOUGH and not otherwise)
        for rule, (accepted, otherwise) in done.items()
    }
    return replace(rules, **on)


# Which rule a difference falls under; so often done by hand, it is offered.
_RULES: dict[str, str] = {
    Fit.DISCOUNT: "discounts",
    Fit.LATE: "shorter",
    Fit.FEE: "shorter",
    Fit.SHORT: "shorter",
    Fit.OVER: "over",
}
ENOUGH = 10


def is_sure(kind: Kind) -> bool:
    """Whether a kind of evidence posts by itself where people have said nothing else."""
    if kind.doubt:
        return False
    if kind.fit is Fit.ROUNDING:
        hard = kind.found is Found.REFERENCE and kind.who is not Who.OTHER
        return hard or (kind.found in _NAMED and kind.who in CERTAIN)
    if kind.fit not in _EQUAL:
        # What is missing would be asked for: a person says first what becomes of it.
        return False
    if kind.found in _NAMED:
        third_party = kind.found is Found.PIECES or kind.fit is Fit.NETTED
        return kind.who is not Who.OTHER if third_party else True
    if kind.found in _IN_PART:
        return kind.who in _LIKELY
    if kind.found in {Found.MONTH, Found.SINGLE}:
        return kind.who in CERTAIN | {Who.CONTACT, Who.CLOSE}
    return kind.who in CERTAIN


def _is_allowed(kind: Kind, rules: Rules) -> bool:
    """Whether the company posts such a difference, of a payer who is known."""
    rule = _RULES[kind.fit]
    by_amount = rule == "discounts" and kind.found is Found.SINGLE
    known = kind.who in CERTAIN and not kind.doubt
    return getattr(rules, rule) and known and (by_amount or kind.found in _NAMED)


def rank(kind: Kind) -> tuple[int, ...]:
    """Sorts the likeliest kind first."""
    unequal = kind.fit not in _EQUAL and kind.who in {Who.OTHER, Who.NOBODY}
    return (
        bool(kind.doubt) or unequal,
        _FITS.index(kind.fit),
        _FOUNDS.index(kind.found),
        _WHOS.index(kind.who),
    )


_FITS, _FOUNDS, _WHOS = list(Fit), list(Found), list(Who)
