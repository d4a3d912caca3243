"""What kind of payer a customer is: its profile, by rules that a company can move.

The rules stand in the order of `Profile`; the first that holds names the payer. Thresholds
are data (`Thresholds`). A payer leaves a profile later than it enters it: what it is called
today holds until its figures lie clearly on the other side, so that one invoice does not
turn it to and fro. docs/explanation/scores.md tells the rules with worked examples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from acquit.core.party import Party
from acquit.core.sentences import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acquit.core.behaviour.figures import Figures
    from acquit.core.sentences import Sentence

# A profile is left when its figure falls below so much of the threshold at which it is
# entered (or rises as far above it).
STAY = 0.8


class Profile(StrEnum):
    """Classes of payers, the most telling first: what fits several is the first of them."""

    INSOLVENT = "INSOLVENT"
    PUBLIC_BODY = "PUBLIC_BODY"
    NEW = "NEW"
    DETERIORATING = "DETERIORATING"
    PROMISE_BREAKER = "PROMISE_BREAKER"
    DISPUTE_PRONE = "DISPUTE_PRONE"
    IMPROVING = "IMPROVING"
    CHRONICALLY_LATE = "CHRONICALLY_LATE"
    AFTER_REMINDER = "AFTER_REMINDER"
    ERRATIC = "ERRATIC"
    SLOW_BUT_STEADY = "SLOW_BUT_STEADY"
    PROMPT = "PROMPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From where on a payer is called what. Shares are 0..1, days calendar days.

    known_runs: days with payments from which on a payer is no longer new. changed_days: by
    how much the median of the last quarter differs, where chance alone gives that less
    often than `chance`.
    broken_promises, broken_share; disputes, dispute_share (of its paid invoices): at
    least both. chronic_days: median delay; chronic_share: payments more than 30 days late.
    erratic_days: between the early and the late tenth. after_reminder_share: of its late
    payments, at least reminded_least of them. prompt_days: median delay up to which it is
    prompt.
    """

    known_runs: int = 3
    changed_days: float = 5.0
    chance: float = 0.01
    broken_promises: int = 2
    broken_share: float = 0.5
    disputes: int = 2
    dispute_share: float = 0.05
    chronic_days: float = 30.0
    chronic_share: float = 0.3
    erratic_days: float = 25.0
    after_reminder_share: float = 0.6
    reminded_least: int = 3
    prompt_days: float = 3.0

    def stayed(self) -> Thresholds:
        """Those by which a payer that is called so already goes on being called so."""
        return replace(
            self,
            changed_days=self.changed_days * STAY,
            chance=self.chance * 5,
            broken_share=self.broken_share * STAY,
            dispute_share=self.dispute_share * STAY,
            chronic_days=self.chronic_days * STAY,
            chronic_share=self.chronic_share * STAY,
            erratic_days=self.erratic_days * STAY,
            after_reminder_share=self.after_reminder_share * STAY,
            prompt_days=self.prompt_days * STAY,
        )


STANDARD = Thresholds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """What the rules look at."""

    figures: Figures
    party: Party = Party.BUSINESS
    insolvent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A profile, and the sentences that say why."""

    profile: Profile
    evidence: Sequence[Sentence]


def profile(
    payer: Payer, thresholds: Thresholds = STANDARD, *, before: Profile | None = None
) -> Named:
    """before: what it was called until now, None = it is looked at for the first time."""
    easier = thresholds.stayed()
    for one in Profile:
        rule = _RULES[one]
        evidence = rule(payer, easier if one is before else thresholds)
        if evidence:
            return Named(profile=one, evidence=evidence)
    raise AssertionError(payer)  # the last rule holds for whoever is left


def _insolvent(payer: Payer, _limits: Thresholds) -> list[Sentence]:
    if not payer.insolvent:
        return []
    return [say("A hold for insolvency is in force.")]


def _public_body(payer: Payer, _limits: Thresholds) -> list[Sentence]:
    if payer.party is not Party.PUBLIC:
        return []
    return [
        say(
            "It is registered as a public body: it pays by its own procedure, and is "
            "bound by law to pay within 30 days."
        ),
        *_usual(payer.figures),
    ]


def _new(payer: Payer, limits: Thresholds) -> list[Sentence]:
    runs = payer.figures.runs
    if runs >= limits.known_runs:
        return []
    if not runs:
        return [say("No payment is known yet.")]
    return [
        say(
            "It has paid on %(runs)s days so far; from %(wanted)s on a habit can be seen.",
            runs=runs,
            wanted=limits.known_runs,
        )
    ]


def _deteriorating(payer: Payer, limits: Thresholds) -> list[Sentence]:
    how = payer.figures.trend
    if how.chance >= limits.chance or how.change_days < limits.changed_days:
        return []
    return [
        say(
            "In its last quarter it paid %(days)s days later than before; by chance alone "
            "that happens %(chance)s times in 1,000.",
            days=round(how.change_days),
            chance=_of_1000(how.chance),
        ),
        *_usual(payer.figures),
    ]


def _improving(payer: Payer, limits: Thresholds) -> list[Sentence]:
    how = payer.figures.trend
    if how.chance >= limits.chance or -how.change_days < limits.changed_days:
        return []
    if how.now_days >= limits.chronic_days:
        return []
    return [
        say(
            "In its last quarter it paid %(days)s days sooner than before; by chance "
            "alone that happens %(chance)s times in 1,000.",
            days=round(-how.change_days),
            chance=_of_1000(how.chance),
        ),
        *_usual(payer.figures),
    ]


def _promise_breaker(payer: Payer, limits: Thresholds) -> list[Sentence]:
    broken = payer.figures.promises_broken
    ended = broken + payer.figures.promises_kept
    if broken < limits.broken_promises or broken < limits.broken_share * ended:
        return []
    return [
        say(
            "It broke %(broken)s of the %(ended)s promises that have ended.",
            broken=broken,
            ended=ended,
        )
    ]


def _dispute_prone(payer: Payer, limits: Thresholds) -> list[Sentence]:
    disputes, payments = payer.figures.disputes, payer.figures.payments
    if disputes < limits.disputes or disputes < limits.dispute_share * payments:
        return []
    return [
        say(
            "It disputed %(disputes)s invoices, and paid %(payments)s.",
            disputes=disputes,
            payments=payments,
        )
    ]


def _chronically_late(payer: Payer, limits: Thresholds) -> list[Sentence]:
    one = payer.figures
    slow = (one.median_days or 0) >= limits.chronic_days
    if not slow and one.late_30 < limits.chronic_share * one.payments:
        return []
    return [
        say(
            "%(late)s of %(payments)s payments came more than 30 days late.",
            late=one.late_30,
            payments=one.payments,
        ),
        *_usual(one),
    ]


def _erratic(payer: Payer, limits: Thresholds) -> list[Sentence]:
    one = payer.figures
    if one.band_days < limits.erratic_days:
        return []
    return [
        say(
            "Eight of ten payments lie between %(first)s and %(last)s days after due: no "
            "day can be counted on.",
            first=one.quantiles_days["10"],
            last=one.quantiles_days["90"],
        )
    ]


def _after_reminder(payer: Payer, limits: Thresholds) -> list[Sentence]:
    how = payer.figures.reactions
    if (
        how.after_reminder < limits.reminded_least
        or how.after_reminder < limits.after_reminder_share * how.late
    ):
        return []
    return [
        say(
            "%(after)s of its %(late)s late payments came within ten days after a "
            "reminder.",
            after=how.after_reminder,
            late=how.late,
        )
    ]


def _slow_but_steady(payer: Payer, limits: Thresholds) -> list[Sentence]:
    one = payer.figures
    if (one.median_days or 0) <= limits.prompt_days:
        return []
    return [
        *_usual(one),
        say(
            "Eight of ten payments lie within %(band)s days of each other.",
            band=one.band_days,
        ),
    ]


def _prompt(payer: Payer, _limits: Thresholds) -> list[Sentence]:
    one = payer.figures
    return [
        *_usual(one),
        say(
            "%(timely)s of %(payments)s payments came in time.",
            timely=one.payments - one.late,
            payments=one.payments,
        ),
    ]


def _usual(one: Figures) -> list[Sentence]:
    if one.median_days is None:
        return []
    if one.median_days > 0:
        return [
            say("It usually pays %(days)s days after due.", days=one.median_days),
        ]
    if one.median_days < 0:
        return [say("It usually pays %(days)s days before due.", days=-one.median_days)]
    return [say("It usually pays on the due day.")]


def _of_1000(chance: float) -> str:
    return "<1" if chance < 0.001 else f"{chance * 1000:.0f}"


_RULES: dict[Profile, Callable[[Payer, Thresholds], list[Sentence]]] = {
    Profile.INSOLVENT: _insolvent,
    Profile.PUBLIC_BODY: _public_body,
    Profile.NEW: _new,
    Profile.DETERIORATING: _deteriorating,
    Profile.PROMISE_BREAKER: _promise_breaker,
    Profile.DISPUTE_PRONE: _dispute_prone,
    Profile.CHRONICALLY_LATE: _chronically_late,
    Profile.IMPROVING: _improving,
    Profile.ERRATIC: _erratic,
    Profile.AFTER_REMINDER: _after_reminder,
    Profile.SLOW_BUT_STEADY: _slow_but_steady,
    Profile.PROMPT: _prompt,
}
