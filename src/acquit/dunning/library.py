"""Scenarios and rules that a company begins with; each is then its own, to be changed.

The days follow common practice (docs/explanation/dunning.md): who pays well is left alone
longer, who does not hears from us sooner, and large accounts are spoken to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from acquit.core.dunning import (
    STANDARD,
    Approval,
    Approver,
    Channel,
    Enclosed,
    Place,
    Role,
    Scenario,
    Step,
    Tone,
)
from acquit.core.dunning.assigning import Condition, Trait
from acquit.core.dunning.scenario import EMAIL_ELSE_LETTER, THANKS

BY_LETTER = (Channel.LETTER, Channel.EMAIL)
BY_PHONE = (Channel.PHONE,)
FRIENDLY, NEUTRAL, FIRM = Tone.FRIENDLY, Tone.NEUTRAL, Tone.FIRM
WITH_STATEMENT = frozenset({Enclosed.STATEMENT})
WITH_INVOICES = frozenset({Enclosed.INVOICES})
STANDARD_CODE = "standard"


class Ready(NamedTuple):
    """A scenario as it is first. name: in English; the pages say it in theirs until a
    person gives it another.
    """

    code: str
    name: str
    about: str
    scenario: Scenario


def _write(
    step: Step,
    days: int,
    tone: Tone,
    channels: tuple[Channel, ...] = EMAIL_ELSE_LETTER,
    *,
    enclose: frozenset[Enclosed] = frozenset(),
) -> Place:
    return Place(step=step, days=days, tone=tone, channels=channels, enclose=enclose)


def _call(step: Step, days: int, floor_minor: int | None = None) -> Place:
    return Place(step=step, days=days, channels=BY_PHONE, floor_minor=floor_minor)


def _to_their_chief(place: Place) -> Place:
    """The customer's collector, who knows them, reads it first."""
    return replace(
        place,
        role=Role.MANAGEMENT,
        approval=Approval.ALWAYS,
        approver=Approver.COLLECTOR,
    )


def _formal(days: int, role: Role = Role.ANYONE) -> Place:
    return Place(
        step=Step.FORMAL_NOTICE,
        days=days,
        tone=FIRM,
        channels=BY_LETTER,
        role=role,
        approval=Approval.ALWAYS,
        enclose=WITH_STATEMENT,
    )


_HAND_OVER = Place(
    step=Step.HANDOVER_NOTICE,
    days=15,
    follows=True,
    tone=FIRM,
    channels=BY_LETTER,
    approval=Approval.ALWAYS,
    approver=Approver.CREDIT_MANAGER,
)

GENTLE = Scenario(
    places=(
        _write(Step.REMINDER_1, 7, FRIENDLY),
        _write(Step.REMINDER_2, 20, FRIENDLY, enclose=WITH_INVOICES),
        _write(Step.REMINDER_3, 40, NEUTRAL, enclose=WITH_STATEMENT),
        _formal(60),
    ),
    thanks=THANKS,
)
KEY = Scenario(
    places=(
        _write(Step.NOTICE, -7, FRIENDLY, (Channel.EMAIL,)),
        _write(Step.REMINDER_1, 5, FRIENDLY),
        _call(Step.CALL_1, 12),
        Place(step=Step.CHASE_1, days=18, tone=NEUTRAL),
        _write(Step.REMINDER_2, 25, NEUTRAL, enclose=WITH_STATEMENT),
        _call(Step.CALL_2, 35),
        _to_their_chief(_write(Step.REMINDER_3, 45, FIRM, enclose=WITH_STATEMENT)),
        _formal(75, Role.MANAGEMENT),
    ),
    thanks=THANKS,
)
CLOSE = Scenario(
    places=(
        _write(Step.NOTICE, -5, NEUTRAL, (Channel.EMAIL, Channel.SMS)),
        _write(Step.REMINDER_1, 2, NEUTRAL),
        _call(Step.CALL_1, 7, 100_000),
        _write(Step.REMINDER_2, 10, FIRM, enclose=WITH_STATEMENT),
        _write(Step.REMINDER_3, 20, FIRM, BY_LETTER),
        Place(step=Step.CHASE_1, days=24),
        _formal(32),
        _HAND_OVER,
    ),
    thanks=THANKS,
)
CRAFTS = Scenario(
    places=(
        _write(Step.NOTICE, -3, FRIENDLY, (Channel.SMS, Channel.EMAIL)),
        _write(Step.REMINDER_1, 3, FRIENDLY, (Channel.EMAIL, Channel.SMS, Channel.LETTER)),
        _write(Step.REMINDER_2, 12, NEUTRAL, (Channel.SMS, Channel.EMAIL, Channel.LETTER)),
        _call(Step.CALL_1, 18, 50_000),
        _write(Step.REMINDER_3, 28, FIRM, BY_LETTER),
        _formal(45),
    ),
    thanks=THANKS,
)
PRIVATE = Scenario(
    places=(
        _write(Step.NOTICE, -5, FRIENDLY, (Channel.EMAIL,)),
        _write(Step.REMINDER_1, 5, FRIENDLY),
        _write(Step.REMINDER_2, 21, NEUTRAL),
        _write(Step.REMINDER_3, 37, NEUTRAL, BY_LETTER),
        replace(_formal(52), approval=Approval.NEVER),
    ),
    thanks=THANKS,
)
PUBLIC = Scenario(
    places=(
        _write(Step.REMINDER_1, 10, NEUTRAL),
        _call(Step.CALL_1, 25),
        _write(Step.REMINDER_2, 40, NEUTRAL, enclose=WITH_INVOICES),
        _write(Step.REMINDER_3, 60, NEUTRAL, BY_LETTER, enclose=WITH_STATEMENT),
        _formal(90),
    ),
    thanks=None,
)
NOTHING = Scenario(places=())

READY: tuple[Ready, ...] = (
    Ready(STANDARD_CODE, "Standard", "For every customer that no rule takes.", STANDARD),
    Ready("gentle", "Good payers", "Later, and in a friendly voice.", GENTLE),
    Ready("key", "Key accounts", "Calls, and a word to the sales representative.", KEY),
    Ready("close", "Late payers", "Sooner and firmer, up to the hand-over.", CLOSE),
    Ready("crafts", "Craftsmen", "Short messages to the phone in between.", CRAFTS),
    Ready("private", "Private persons", "No legal wording, no haste.", PRIVATE),
    Ready("public", "Public bodies", "They pay slowly and by procedure.", PUBLIC),
    Ready("nothing", "Nothing is sent", "For insolvent customers.", NOTHING),
)


class ReadyRule(NamedTuple):
    """A rule as it is first; code: of its scenario."""

    name: str
    code: str
    conditions: tuple[Condition, ...]


def _is(trait: Trait, *values: str) -> tuple[Condition, ...]:
    return (Condition(trait=trait, values=frozenset(v.casefold() for v in values)),)


RULES: tuple[ReadyRule, ...] = (
    ReadyRule("Insolvent", "nothing", _is(Trait.PROFILE, "INSOLVENT")),
    ReadyRule("Public bodies", "public", _is(Trait.PARTY, "PUBLIC")),
    ReadyRule("Private persons", "private", _is(Trait.PARTY, "CONSUMER")),
    ReadyRule("Key accounts", "key", (Condition(trait=Trait.SHARE, at_least=5.0),)),
    ReadyRule("Key segment", "key", _is(Trait.SEGMENT, "KEY")),
    ReadyRule(
        "Pays late",
        "close",
        _is(Trait.PROFILE, "CHRONICALLY_LATE", "PROMISE_BREAKER", "DETERIORATING"),
    ),
    ReadyRule("Craftsmen", "crafts", _is(Trait.SEGMENT, "CRAFT", "CRAFTS")),
    ReadyRule(
        "Pays well", "gentle", _is(Trait.PROFILE, "PROMPT", "SLOW_BUT_STEADY", "IMPROVING")
    ),
)
