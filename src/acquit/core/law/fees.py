"""Flat sums, collection costs and what a reminder may cost, by scale and cap.

docs/explanation/law.md#fees-and-costs. Each amount is what the law allows at most; whether
it may be asked for today is `charging.may_charge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from acquit.core.law.books import currency_of, pick
from acquit.core.law.errors import OtherCurrency
from acquit.core.law.shapes import CostKind, CostRule, FixedFeeRule, ReminderRule
from acquit.core.money import Money

if TYPE_CHECKING:
    from datetime import date

    from acquit.core.law.basis import Basis
    from acquit.core.party import Party


@dataclass(frozen=True, slots=True)
class Fee:
    """So much, once; 0 = nothing may be asked, and `basis` says by which law.

    postage: what it really was may be added.
    """

    amount: Money
    basis: Basis
    postage: bool = False


@dataclass(frozen=True, slots=True)
class Unscaled:
    """No scale: what was really spent, as `kind` says, with proof."""

    kind: CostKind
    basis: Basis


def fixed_fee(country: str, party: Party, principal: Money, on: date) -> Fee:
    """The flat sum for one late invoice, by its size where the law has tiers.

    Owed once for each late invoice, not for each reminder. Raises UnknownCountry, NoRule,
    OtherCurrency where tiers are in another currency than the principal.
    """
    rule = pick(FixedFeeRule, country, party, on)
    currency = currency_of(country)
    if len(rule.tiers) > 1:
        _same_currency(currency, principal)
    reached = [fee for least, fee in rule.tiers if principal.minor >= least]
    owed = reached[-1] if reached and principal.minor > 0 else 0
    return Fee(Money(owed, currency), rule.basis)


def collection_costs(
    country: str, party: Party, principal: Money, on: date
) -> Fee | Unscaled:
    """Costs of collection without a court: by the scale, or as they were spent.

    Of several claims of one letter in the Netherlands the principals are added up first.
    Raises UnknownCountry, NoRule, OtherCurrency.
    """
    rule = pick(CostRule, country, party, on)
    currency = currency_of(country)
    match rule.kind:
        case CostKind.SCALE:
            _same_currency(currency, principal)
            return Fee(Money(_scaled(rule, principal.minor), currency), rule.basis)
        case CostKind.NONE:
            return Fee(Money(0, currency), rule.basis)
        case CostKind.ACTUAL | CostKind.REASONABLE:
            return Unscaled(rule.kind, rule.basis)


def reminder_fee(
    country: str, party: Party, *, nth: int, on: date, recurring: bool = False
) -> Fee:
    """What a reminder may cost at most.

    nth: which reminder of the claim; of a regular supply which missed due day in the
    calendar year; from 1. Raises UnknownCountry, NoRule.
    """
    rule = pick(ReminderRule, country, party, on)
    free = rule.free_recurring if recurring else rule.free
    costs = nth > free and (recurring or not rule.recurring_only)
    amount = Money(rule.most_minor if costs else 0, currency_of(country))
    return Fee(amount, rule.basis, postage=costs and rule.postage)


def _scaled(rule: CostRule, principal_minor: int) -> int:
    """By the band in which the principal lies, within the bounds; half a cent goes up."""
    if principal_minor <= 0:
        return 0
    above, fee, percent = [band for band in rule.bands if band[0] < principal_minor][-1]
    part = (principal_minor - above) * percent / Decimal(100)
    costs = fee + int(part.to_integral_value(ROUND_HALF_UP))
    costs = max(costs, rule.least_minor or 0)
    return costs if rule.most_minor is None else min(costs, rule.most_minor)


def _same_currency(currency: str, amount: Money) -> None:
    if amount.currency != currency:
        raise OtherCurrency(currency, amount.currency)
