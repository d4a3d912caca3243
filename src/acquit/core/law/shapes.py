"""The shapes of rules: what a row of `data/*.toml` says once it is read.

Amounts are minor units of the country's currency, percentages are Decimals (8 = 8 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import time
    from decimal import Decimal

    from acquit.core.law.basis import Basis


class DayCount(StrEnum):
    """How many days a year has: always 365; 366 in leap years; twelve months of 30."""

    ACT_365 = "ACT_365"
    ACT_ACT = "ACT_ACT"
    THIRTY_360 = "30_360"


class Rounding(StrEnum):
    """What becomes of reference plus margin. Belgium: up to the next half point."""

    NONE = "NONE"
    UP_TO_HALF_POINT = "UP_TO_HALF_POINT"


class Compounding(StrEnum):
    """Whether interest of a full year carries interest itself."""

    NONE = "NONE"
    YEARLY = "YEARLY"


class Part(StrEnum):
    """What a payment may go to."""

    COSTS = "COSTS"
    INTEREST = "INTEREST"
    PRINCIPAL = "PRINCIPAL"


class Charge(StrEnum):
    """What may be asked for beside the principal.

    COSTS: of collection, by scale or clause. FIXED_FEE: the flat sum of late payment.
    """

    INTEREST = "INTEREST"
    FIXED_FEE = "FIXED_FEE"
    COSTS = "COSTS"


class Sent(StrEnum):
    """How a notice left."""

    POST = "POST"
    ELECTRONIC = "ELECTRONIC"


class Means(StrEnum):
    """By what a debtor is reached."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    LETTER = "LETTER"
    PHONE = "PHONE"
    VISIT = "VISIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestRule:
    """The yearly rate: `reference` + `margin`, rounded.

    published: the series in which an authority publishes the sum itself; it goes before the
    formula, and what the formula gives where nothing is published is marked as derived.
    fixed: the rate of the half-year in which interest began stays; else it follows.
    """

    basis: Basis
    reference: str
    margin: Decimal
    rounding: Rounding
    published: str
    fixed: bool
    compounding: Compounding
    day_count: DayCount


@dataclass(frozen=True, slots=True, kw_only=True)
class NoInterest:
    """The law gives no interest without a court."""

    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedFeeRule:
    """tiers: (from this principal on, this fee), rising; one of 0 = there is none."""

    basis: Basis
    tiers: tuple[tuple[int, int], ...]


class CostKind(StrEnum):
    """SCALE: a sum by the principal. ACTUAL: paper and postage, as spent. REASONABLE: what
    it reasonably cost, as spent. NONE: nothing.
    """

    SCALE = "SCALE"
    ACTUAL = "ACTUAL"
    REASONABLE = "REASONABLE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRule:
    """bands: (above this principal, this sum, and so many percent of what lies above).

    least_minor, most_minor: bounds of a scale as a whole; None = without.
    """

    basis: Basis
    kind: CostKind
    bands: tuple[tuple[int, int, Decimal], ...]
    least_minor: int | None
    most_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """free: so many reminders cost nothing; free_recurring: so many missed due days in a
    calendar year, of a regular supply. most_minor: of any further one. recurring_only:
    further ones cost something only there. postage: it may be added.
    """

    basis: Basis
    free: int
    free_recurring: int
    most_minor: int
    recurring_only: bool
    postage: bool


class GuardKind(StrEnum):
    """When a charge may be asked for.

    AT_ONCE: as soon as the due day is past. NEVER. AFTER_NOTICE: once a notice was sent and
    its term is over. AFTER_MONTHS: so many months after the month of delivery.
    """

    AT_ONCE = "AT_ONCE"
    NEVER = "NEVER"
    AFTER_NOTICE = "AFTER_NOTICE"
    AFTER_MONTHS = "AFTER_MONTHS"


class Clock(StrEnum):
    """Which is the first day of a notice's term.

    THIRD_WORKING_DAY, DAY_AFTER: after it was sent. AFTER_RECEIPT: the day after it was
    received, presumed the second day after posting on which post is delivered.
    """

    THIRD_WORKING_DAY = "THIRD_WORKING_DAY"
    DAY_AFTER = "DAY_AFTER"
    AFTER_RECEIPT = "AFTER_RECEIPT"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardRule:
    """Before a charge. days: the notice's term; months: after delivery.

    needs_clause: the contract must have agreed it. needs_mention: the invoice must say it.
    warned_days: without a notice too, so many days after due day and receipt of an invoice
    that says so; 0 = never. small_from_notice: for a small creditor interest runs from the
    notice, once its term is over.
    """

    basis: Basis
    charges: frozenset[Charge]
    kind: GuardKind
    days: int
    months: int
    post: Clock
    electronic: Clock
    needs_clause: bool
    needs_mention: bool
    warned_days: int
    small_from_notice: bool


class LetterKind(StrEnum):
    """What a letter that the law asks for is.

    FIRST_REMINDER: Belgium, to a consumer. FOURTEEN_DAYS: the Netherlands, to a consumer.
    DEFAULT: Germany, the notice that puts a consumer in default. FORMAL: a formal notice.
    CLAIM: Great Britain, the letter of claim to an individual before a court.
    """

    FIRST_REMINDER = "FIRST_REMINDER"
    FOURTEEN_DAYS = "FOURTEEN_DAYS"
    DEFAULT = "DEFAULT"
    FORMAL = "FORMAL"
    CLAIM = "CLAIM"


class Stage(StrEnum):
    """From which message on a letter is due: a reminder, or what stands in the place of a
    formal notice.
    """

    FIRST = "FIRST"
    SECOND = "SECOND"
    FORMAL = "FORMAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRule:
    """What the law wants to be said. days: the term that the letter gives, from the first
    day that the clocks tell on. registered: on paper it is better sent so. paper_only: by
    other means it is none.
    """

    basis: Basis
    kind: LetterKind
    stage: Stage
    days: int
    post: Clock
    electronic: Clock
    registered: bool
    paper_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRule:
    """Bounds of an agreed rate. floor_reference, floor_times: not below so many times that
    rate. floor_share: not below this share of the rate of the law. capped: not above what
    businesses owe. "" and None = no such bound.
    """

    basis: Basis
    floor_reference: str
    floor_times: Decimal | None
    floor_share: Decimal | None
    capped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRule:
    """order: what a part payment goes to first, where the debtor named nothing."""

    basis: Basis
    order: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRule:
    """spans: from, to (not included), of the debtor's own clock; none = any hour.

    weekdays: 1 = Monday.

    of_law: else a rule of the house, where the law names no hours.
    """

    basis: Basis
    means: frozenset[Means]
    spans: tuple[tuple[time, time], ...]
    weekdays: frozenset[int]
    holidays: bool
    of_law: bool


class Case(StrEnum):
    """What a claim is, as far as its limitation depends on it."""

    GENERAL = "GENERAL"
    SALE_OF_GOODS = "SALE_OF_GOODS"
    PERIODIC = "PERIODIC"
    SCOTLAND = "SCOTLAND"


class Begins(StrEnum):
    """From which day limitation runs."""

    DUE = "DUE"
    DAY_AFTER_DUE = "DAY_AFTER_DUE"
    YEAR_END = "YEAR_END"


class Event(StrEnum):
    """What may make limitation begin anew."""

    ACKNOWLEDGEMENT = "ACKNOWLEDGEMENT"
    PART_PAYMENT = "PART_PAYMENT"
    WRITTEN_NOTICE = "WRITTEN_NOTICE"
    COURT_CLAIM = "COURT_CLAIM"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitationRule:
    """restarts: after which events the years begin anew; nothing else moves the day.
    notice_on_receipt: a written notice counts from the day it was received, where that is
    proven; else from its sending, which is the earlier day.

    interrupted_by, not_interrupted_by: the law's own list, in words for a lawyer.
    """

    basis: Basis
    case: Case
    years: int
    begins: Begins
    restarts: frozenset[Event]
    notice_on_receipt: bool
    interrupted_by: str
    not_interrupted_by: str


Rule = (
    InterestRule
    | NoInterest
    | FixedFeeRule
    | CostRule
    | ReminderRule
    | GuardRule
    | LetterRule
    | ClauseRule
    | AllocationRule
    | HoursRule
    | LimitationRule
)
