"""The rules of law in sentences: a line for each, with where it stands and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.core.law import Certainty, Charge, LetterKind, MissingRate, Stage, quote
from acquit.core.law.shapes import (
    AllocationRule,
    Case,
    ClauseRule,
    Clock,
    Compounding,
    CostKind,
    CostRule,
    FixedFeeRule,
    GuardKind,
    GuardRule,
    HoursRule,
    InterestRule,
    LetterRule,
    LimitationRule,
    Means,
    Part,
    ReminderRule,
    Rounding,
)
from acquit.core.money import Money
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from acquit.core.law import Basis, NoInterest, Rates
    from acquit.desk.following_words import Words

REFERENCES: dict[str, Words] = {
    "ECB_MRO": gettext_lazy("main refinancing rate of the European Central Bank"),
    "BOE_BANK_RATE": gettext_lazy("Bank Rate of the Bank of England"),
    "DE_BASISZINSSATZ": gettext_lazy("German base rate"),
    "BE_COMMERCIAL": gettext_lazy("Belgian rate between businesses, as published"),
    "BE_LEGAL": gettext_lazy("Belgian legal rate"),
    "FR_LEGAL_PROFESSIONAL": gettext_lazy("French legal rate of professionals"),
    "LU_LEGAL": gettext_lazy("Luxembourg legal rate"),
    "NL_COMMERCIAL": gettext_lazy("Dutch rate between businesses, as published"),
    "NL_LEGAL": gettext_lazy("Dutch legal rate"),
}
CERTAINTIES: dict[Certainty, tuple[Words, str, str]] = {
    Certainty.PRIMARY: (gettext_lazy("Read at the source"), "book", "good"),
    Certainty.SECONDARY: (gettext_lazy("At second hand"), "books", "neutral"),
    Certainty.MEMORY: (gettext_lazy("From memory: look it up"), "alert-triangle", "warn"),
}
PARTS: dict[Part, Words] = {
    Part.COSTS: gettext_lazy("costs"),
    Part.INTEREST: gettext_lazy("interest"),
    Part.PRINCIPAL: gettext_lazy("the invoice"),
}
CHARGES: dict[Charge, Words] = {
    Charge.INTEREST: gettext_lazy("Interest may be asked for"),
    Charge.FIXED_FEE: gettext_lazy("The flat sum may be asked for"),
    Charge.COSTS: gettext_lazy("Collection costs may be asked for"),
}
CASES: dict[Case, Words] = {
    Case.GENERAL: gettext_lazy("A claim lapses"),
    Case.SALE_OF_GOODS: gettext_lazy("A claim for goods lapses"),
    Case.PERIODIC: gettext_lazy("A claim for a regular supply lapses"),
    Case.SCOTLAND: gettext_lazy("A claim in Scotland lapses"),
}
MEANS: dict[Means, Words] = {
    Means.EMAIL: gettext_lazy("e-mail"),
    Means.SMS: gettext_lazy("SMS"),
    Means.LETTER: gettext_lazy("letter"),
    Means.PHONE: gettext_lazy("phone"),
    Means.VISIT: gettext_lazy("visit"),
}


class Told(NamedTuple):
    """One rule: what it is about, what it says, and what it rests on."""

    what: str
    says: str
    basis: Basis


def no_interest(rule: NoInterest) -> Told:
    """That there is none."""
    return Told(_("Late-payment interest"), _("None without a court."), rule.basis)


def interest(rule: InterestRule, rates: Rates, country: str, on: date) -> Told:
    """How the yearly rate is made, and what it is today."""
    said = [_today(rule, rates, country, on), _formula(rule)]
    if rule.fixed:
        said.append(_("The rate of the day on which interest begins stays."))
    if rule.compounding is Compounding.YEARLY:
        said.append(_("After each full year, its interest carries interest too."))
    return Told(_("Late-payment interest"), " ".join(said), rule.basis)


def _today(rule: InterestRule, rates: Rates, country: str, on: date) -> str:
    try:
        found = quote(rule, rates, country=country, on=on, began_on=on)
    except MissingRate:
        return _("Today's rate is missing: nothing is computed until it is entered.")
    return _("Today %(percent)s a year.") % {"percent": percent(found.percent)}


def _formula(rule: InterestRule) -> str:
    name = REFERENCES.get(rule.reference, rule.reference)
    if not rule.margin:
        return _("It is the %(reference)s.") % {"reference": name}
    made = _("It is the %(reference)s and %(margin)s points") % {
        "reference": name,
        "margin": reading.number(float(rule.margin)),
    }
    if rule.rounding is Rounding.UP_TO_HALF_POINT:
        return _("%(made)s, rounded up to the next half point.") % {"made": made}
    return f"{made}."


def fixed_fee(rule: FixedFeeRule, currency: str) -> Told:
    """The flat sum of late payment."""
    steps = [
        _("%(fee)s from %(above)s on")
        % {"fee": _money(fee, currency), "above": _money(above, currency)}
        if above
        else _money(fee, currency)
        for above, fee in rule.tiers
        if fee
    ]
    says = _("For each late invoice: %(steps)s.") % {"steps": "; ".join(steps)}
    return Told(_("Flat sum"), says if steps else _("None."), rule.basis)


def costs(rule: CostRule, currency: str) -> Told:
    """What collection may cost the debtor."""
    return Told(_("Collection costs"), _costs(rule, currency), rule.basis)


def _costs(rule: CostRule, currency: str) -> str:
    match rule.kind:
        case CostKind.NONE:
            return _("None.")
        case CostKind.ACTUAL:
            return _("Paper and postage, as spent.")
        case CostKind.REASONABLE:
            return _("What it reasonably cost above the flat sum, with proof.")
        case CostKind.SCALE:
            return _scale(rule, currency)


def _scale(rule: CostRule, currency: str) -> str:
    bands = "; ".join(_band(band, currency) for band in rule.bands)
    said = [_("By a scale: %(bands)s.") % {"bands": bands}]
    if rule.least_minor is not None:
        said.append(_("At least %(sum)s.") % {"sum": _money(rule.least_minor, currency)})
    if rule.most_minor is not None:
        said.append(_("At most %(sum)s.") % {"sum": _money(rule.most_minor, currency)})
    return " ".join(said)


def _band(band: tuple[int, int, Decimal], currency: str) -> str:
    above, fixed, share = band
    told = {
        "above": _money(above, currency),
        "fixed": _money(fixed, currency),
        "share": percent(share),
    }
    if not share:
        return _("above %(above)s: %(fixed)s") % told
    if not fixed:
        return _("above %(above)s: %(share)s of what lies above") % told
    return _("above %(above)s: %(fixed)s and %(share)s of what lies above") % told


def reminder(rule: ReminderRule, currency: str) -> Told:
    """What a reminder may cost."""
    what = _("A reminder costs the debtor")
    if not rule.most_minor:
        return Told(what, _("Nothing."), rule.basis)
    most = _money(rule.most_minor, currency)
    said = []
    if rule.free:
        free = ngettext(
            "Nothing for the first.", "Nothing for the first %(count)d.", rule.free
        )
        said.append(free % {"count": rule.free})
    if rule.recurring_only:
        said.append(
            _("Of a regular supply, after %(count)d missed due days in a year: %(most)s.")
            % {"count": rule.free_recurring, "most": most}
        )
    else:
        said.append(_("A further one: at most %(most)s.") % {"most": most})
    if rule.postage:
        said.append(_("Postage may be added."))
    return Told(what, " ".join(said), rule.basis)


def guard(charge: Charge, rule: GuardRule) -> Told:
    """What must have happened before a charge."""
    return Told(str(CHARGES[charge]), " ".join(_guard(rule)), rule.basis)


def _guard(rule: GuardRule) -> Iterator[str]:
    match rule.kind:
        case GuardKind.NEVER:
            yield _("Never.")
        case GuardKind.AT_ONCE:
            yield _("From the day after the due day, without a notice.")
        case GuardKind.AFTER_NOTICE:
            yield ngettext(
                "Once a notice was sent and its term of %(count)d day is over.",
                "Once a notice was sent and its term of %(count)d days is over.",
                rule.days,
            ) % {"count": rule.days}
        case GuardKind.AFTER_MONTHS:
            yield ngettext(
                "From %(count)d month after that of the delivery on.",
                "From %(count)d months after that of the delivery on.",
                rule.months,
            ) % {"count": rule.months}
    if rule.needs_clause:
        yield _("Only if the contract says so.")
    if rule.needs_mention:
        yield _("Only if the invoice says so.")
    if rule.warned_days:
        yield _(
            "Without a notice too, %(count)d days after due day and receipt of an invoice "
            "that says so."
        ) % {"count": rule.warned_days}


LETTERS: dict[LetterKind, Words] = {
    LetterKind.FIRST_REMINDER: gettext_lazy("First reminder of the law"),
    LetterKind.FOURTEEN_DAYS: gettext_lazy("Letter of fourteen days"),
    LetterKind.DEFAULT: gettext_lazy("Notice of default"),
    LetterKind.FORMAL: gettext_lazy("Formal notice"),
    LetterKind.CLAIM: gettext_lazy("Letter of claim"),
}
_STAGES: dict[Stage, Words] = {
    Stage.FIRST: gettext_lazy("With the first reminder."),
    Stage.SECOND: gettext_lazy("With the second reminder."),
    Stage.FORMAL: gettext_lazy("With the formal notice, or the last reminder."),
}
_CLOCKS: dict[Clock, Words] = {
    Clock.THIRD_WORKING_DAY: gettext_lazy("from the third working day after posting"),
    Clock.DAY_AFTER: gettext_lazy("from the day after it was sent"),
    Clock.AFTER_RECEIPT: gettext_lazy("from the day after it was delivered"),
}


def letter(rule: LetterRule) -> Told:
    """The letter that comes before anything is charged, or before a court."""
    said = [str(_STAGES[rule.stage]), term(rule)]
    if rule.registered:
        said.append(_("On paper it is better sent registered."))
    if rule.paper_only:
        said.append(_("By post only: by e-mail it is none."))
    return Told(str(LETTERS[rule.kind]), " ".join(said), rule.basis)


def term(rule: LetterRule) -> str:
    """How many days it gives, and from when on."""
    clocks = dict.fromkeys(str(_CLOCKS[one]) for one in (rule.post, rule.electronic))
    return ngettext(
        "It gives %(count)d day, %(clocks)s.",
        "It gives %(count)d days, %(clocks)s.",
        rule.days,
    ) % {"count": rule.days, "clocks": _(", or by e-mail ").join(clocks)}


def clause(rule: ClauseRule) -> Told:
    """How far an agreed rate may go."""
    said = []
    if rule.floor_reference and rule.floor_times is not None:
        said.append(
            _("At least %(times)s times the %(reference)s.")
            % {
                "times": reading.number(float(rule.floor_times)),
                "reference": REFERENCES.get(rule.floor_reference, rule.floor_reference),
            }
        )
    if rule.floor_share is not None:
        said.append(
            _("At least %(share)s of the rate of the law.")
            % {"share": reading.whole_percent(float(rule.floor_share))}
        )
    if rule.capped:
        said.append(_("At most what businesses owe each other."))
    says = " ".join(said) or _("No number bounds it; it may not be unfair.")
    return Told(_("An agreed rate"), says, rule.basis)


def allocation(rule: AllocationRule) -> Told:
    """What a part payment goes to first."""
    order = " → ".join(str(PARTS[one]) for one in rule.order)
    return Told(_("A part payment goes to"), order, rule.basis)


def hours(rule: HoursRule) -> Told:
    """When the debtor may be reached by these means."""
    by = ", ".join(str(MEANS[one]) for one in Means if one in rule.means)
    spans = ", ".join(f"{first:%H:%M}-{last:%H:%M}" for first, last in rule.spans)
    said = [spans or _("At any hour")]
    if len(rule.weekdays) < 7:
        said.append(_days(rule.weekdays))
    if not rule.holidays:
        said.append(_("not on public holidays"))
    if not rule.of_law:
        said.append(_("a rule of the house: the law names none"))
    what = _("Contact by %(means)s") % {"means": by}
    return Told(what, ", ".join(said) + ".", rule.basis)


def _days(weekdays: Iterable[int]) -> str:
    days = set(weekdays)
    if days == {1, 2, 3, 4, 5}:
        return _("from Monday to Friday")
    if days == {1, 2, 3, 4, 5, 6}:
        return _("from Monday to Saturday")
    return _("on %(count)d days of the week") % {"count": len(days)}


def limitation(rule: LimitationRule) -> Told:
    """Until when a claim can be brought to court."""
    says = ngettext("After %(count)d year.", "After %(count)d years.", rule.years)
    return Told(str(CASES[rule.case]), says % {"count": rule.years}, rule.basis)


def percent(value: Decimal) -> str:
    """A yearly rate as it is published: `10.50 %`."""
    return reading.yearly_rate(value)


def _money(minor: int, currency: str) -> str:
    return reading.amount_and_currency(Money(minor, currency))
