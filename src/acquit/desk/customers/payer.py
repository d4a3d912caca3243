"""What kind of payer a customer is, and how safe: its words, marks and cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acquit.core.profiles import Profile
from acquit.ledger.models import Customer
from acquit.scoring.models.payers import PROFILES
from acquit.web import reading
from acquit.web.cells import EMPTY, Badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.safestring import SafeString

# Icon and tone of each profile.
MARKS: dict[str, tuple[str, str]] = {
    Profile.INSOLVENT: ("ban", "bad"),
    Profile.PUBLIC_BODY: ("building-community", "info"),
    Profile.NEW: ("user-plus", "neutral"),
    Profile.DETERIORATING: ("trending-down", "bad"),
    Profile.PROMISE_BREAKER: ("calendar-x", "bad"),
    Profile.DISPUTE_PRONE: ("message-exclamation", "warn"),
    Profile.CHRONICALLY_LATE: ("clock-exclamation", "bad"),
    Profile.IMPROVING: ("trending-up", "good"),
    Profile.ERRATIC: ("arrows-shuffle", "warn"),
    Profile.AFTER_REMINDER: ("bell-ringing", "warn"),
    Profile.SLOW_BUT_STEADY: ("hourglass", "info"),
    Profile.PROMPT: ("circle-check", "good"),
}
CLASSES = {"A": "good", "B": "good", "C": "info", "D": "warn", "E": "bad"}


class Assessed(NamedTuple):
    """What a list shows of a customer; None where nothing was computed yet."""

    profile: str | None = None
    score: int | None = None
    score_class: str | None = None
    median_days: float | None = None


UNKNOWN = Assessed()


@dataclass(frozen=True, slots=True)
class Score:
    """0 to 100 with its class; below it a quieter line."""

    score: int | None
    score_class: str | None
    under: str = ""

    def html(self) -> SafeString:
        if self.score is None or self.score_class is None:
            return EMPTY
        return format_html(
            '<div><span class="score">{} '
            '<span class="mark mark-{}" title="{}">{}</span></span>'
            '<span class="cell-under nowrap">{}</span></div>',
            self.score,
            CLASSES[self.score_class],
            class_name(self.score_class),
            self.score_class,
            self.under,
        )

    def plain(self) -> int | None:
        return self.score


@dataclass(frozen=True, slots=True)
class Delay:
    """Days after due, negative = before it."""

    days: float | None

    def html(self) -> SafeString:
        if self.days is None:
            return EMPTY
        return format_html(
            '<span class="nowrap" title="{}">{}</span>',
            after_due(self.days),
            brief(self.days),
        )

    def plain(self) -> Decimal | None:
        return None if self.days is None else Decimal(f"{self.days:g}")


def assessed(ids: Iterable[int]) -> Mapping[int, Assessed]:
    """What is known of these customers, in one query."""
    columns = (
        *("assessment__profile", "assessment__score", "assessment__score_class"),
        "behaviour__median_days",
    )
    rows = Customer.objects.filter(pk__in=list(ids)).values_list("pk", *map(F, columns))
    return {key: Assessed(*known) for key, *known in rows}


def profile_name(code: str) -> str:
    """The name of a profile; the code itself where it is not one of ours."""
    return str(dict(PROFILES).get(code, code))  # type: ignore[call-overload]  # keys are codes


def profile_badge(code: str | None, under: str = "") -> Badge:
    """A profile as an icon and words; empty where there is none."""
    if not code:
        return Badge("", "")
    icon, tone = MARKS.get(code, ("help-circle", "neutral"))
    return Badge(profile_name(code), icon, tone, under)


def class_name(score_class: str) -> str:
    """`Class C`."""
    return _("Class %(letter)s") % {"letter": score_class}


def after_due(days: float) -> str:
    """`12 days after due`: in whole days, as people say it."""
    whole = round(days)
    if not whole:
        return _("on the due day")
    words = {"days": reading.number(abs(whole))}
    if whole > 0:
        return ngettext("%(days)s day after due", "%(days)s days after due", whole) % words
    return ngettext("%(days)s day before due", "%(days)s days before due", -whole) % words


def brief(days: float) -> str:
    """`+12 days`, where there is little room: days after due."""
    whole = round(days)
    sign = "+" if whole > 0 else "\N{MINUS SIGN}" if whole else ""
    words = {"days": f"{sign}{reading.number(abs(whole))}"}
    return ngettext("%(days)s day", "%(days)s days", abs(whole)) % words


def risk(score_class: str, probability: float) -> str:
    """What the class says: how many of such customers paid something much later."""
    named = class_name(score_class)
    share = round(100 * probability)
    if share < 1:
        return _(
            "%(named)s: fewer than 1 in 100 such customers paid something more than "
            "30 days late within six months."
        ) % {"named": named}
    return _(
        "%(named)s: %(share)d in 100 such customers paid something more than 30 days late "
        "within six months."
    ) % {"named": named, "share": share}
