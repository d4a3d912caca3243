"""How sure a kind of evidence is, and how sure it must be to post by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
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
TWICE = 2
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
# What can be turned on.
SWITCHES = ("discounts", "shorter", "over")


class Verdict(StrEnum):
    """What becomes of a kind of evidence in a company.

    POSTS: it posts by itself. HABIT: of those payers alone who, as people confirmed, always
    pay so. ASKED: a person is asked. STOPPED: it would post, but the books disprove that it
    is right often enough.
    """

    POSTS = "posts"
    HABIT = "habit"
    ASKED = "asked"
    STOPPED = "stopped"


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
        return _would_post(kind, self.rules) or self._is_habit(one)

    def _is_habit(self, one: Hypothesis) -> bool:
        """Whether people have confirmed that this payer pays so."""
        if not _has_habits(one.kind):
            return False
        return all(
            confirmed >= A_HABIT and not contradicted
            for confirmed, contradicted in (
                self.habits.get((use.customer_id, str(one.kind)), (0, 0))
                for use in one.uses
            )
        )


def disproved(record: Record, wanted: float) -> bool:
    """Whether the books disprove that a kind is right as often as is wanted.

    One that was undone may be a slip of the person. What is proposed since and accepted is
    right as well, so that a kind that was stopped can come back.
    """
    if record.undone < TWICE:
        return False
    # What was posted before it was counted may be undone after: more undone than posted.
    right = max(record.posted - record.undone, 0) + record.accepted
    return interval(right, record.posted + record.accepted + record.declined)[1] < wanted


def verdict(name: str, record: Record, rules: Rules) -> Verdict:
    """What becomes of the kind with this name, as a `Judge` of these rules says."""
    kind = kind_of(name)
    if kind is None:  # A batch: each part of it has a kind of its own.
        return Verdict.POSTS
    posts = _would_post(kind, rules)
    if not posts and not _has_habits(kind):
        return Verdict.ASKED
    if disproved(record, rules.wanted):
        return Verdict.STOPPED
    return Verdict.POSTS if posts else Verdict.HABIT


def kind_of(name: str) -> Kind | None:
    """The kind with this name; None where the name is none of ours, or of a whole batch."""
    found, who, fit, doubt = f"{name}///".split("/")[:4]
    try:
        return Kind(Found(found), Who(who), Fit(fit), doubt)
    except ValueError:
        return None


def suggested(records: Mapping[str, Record], rules: Rules) -> Rules:
    """The rules with those turned on that people have done by hand so often, and never
    otherwise, that they may want them.
    """
    on = {
        rule: getattr(rules, rule) or (accepted >= ENOUGH and not otherwise)
        for rule, (accepted, otherwise) in by_hand(records).items()
    }
    return replace(rules, **on)


def by_hand(records: Mapping[str, Record]) -> dict[str, tuple[int, int]]:
    """For each rule that can be turned on: how often people posted what falls under it, and
    how often they did something else.
    """
    done = {rule: [0, 0] for rule in SWITCHES}
    for name, record in records.items():
        kind = kind_of(name)
        if kind and kind.fit in _RULES and _may_be_allowed(kind):
            counts = done[_RULES[kind.fit]]
            counts[0] += record.accepted
            counts[1] += record.declined + record.undone
    return {rule: (accepted, otherwise) for rule, (accepted, otherwise) in done.items()}


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
        # Two numbers named, and all between them comes to the amount: no payer is needed.
        anybody = kind.found is Found.RANGE and kind.who is Who.NOBODY
        return kind.who in _LIKELY or anybody
    if kind.found in {Found.MONTH, Found.SINGLE}:
        return kind.who in CERTAIN | {Who.CONTACT, Who.CLOSE}
    return kind.who in CERTAIN


def _would_post(kind: Kind, rules: Rules) -> bool:
    """Whether it posts where the books do not disprove it, whoever the payer is."""
    if kind.fit in _RULES:
        return bool(getattr(rules, _RULES[kind.fit])) and _may_be_allowed(kind)
    return is_sure(kind)


def _may_be_allowed(kind: Kind) -> bool:
    """Whether a company can let such a difference post: of a payer who is known."""
    by_amount = kind.fit is Fit.DISCOUNT and kind.found is Found.SINGLE
    known = kind.who in CERTAIN and not kind.doubt
    return known and (by_amount or kind.found in _NAMED)


def _has_habits(kind: Kind) -> bool:
    """Whether what a payer always does can answer it."""
    if kind.fit in _RULES or kind.who in {Who.OTHER, Who.NOBODY}:
        return False
    return kind.doubt in _ANSWERED_BY_HABIT


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
