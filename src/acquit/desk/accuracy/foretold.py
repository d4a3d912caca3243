"""How right the predictions of payment days were, in a sentence; and what answers now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.desk.accuracy import months_judged
from acquit.desk.accuracy.proving import Figure, Proving
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from acquit.desk.accuracy.months_judged import Judged
    from acquit.desk.following_words import Words
    from acquit.organisation.models import Company
    from acquit.scoring.models import Model

PROMISED = 0.8
# Why what answers does, by the word of the verdict.
WHY: dict[str, Words] = {
    "better": gettext_lazy(
        "A model learnt from these books answers: in the last weeks it was nearer than the "
        "payers' own history."
    ),
    "no better than tier 0": gettext_lazy(
        "The payers' own history answers: a learnt model was no better in the last weeks."
    ),
    "few to judge by": gettext_lazy(
        "The payers' own history answers: too few invoices were paid lately to judge a "
        "learnt model by."
    ),
    "few payments": gettext_lazy(
        "The payers' own history answers: there are too few payments to learn from yet."
    ),
    "library missing": gettext_lazy(
        "The payers' own history answers: the learning library is missing on this machine."
    ),
}


def proving(months: Mapping[date, Judged]) -> Proving:
    """What the judged months show together, in plain words first."""
    if not months:
        words = _(
            "No month has been judged yet. The worker judges the past months within "
            "minutes of its start, and each later one once its invoices are settled or "
            "long overdue."
        )
        return Proving(sentence=words, verdict="", badge=None, figures=[])
    year = months_judged.together(list(months.values()))
    sentence = ngettext(
        "In the month that was judged the machine was off by %(ours)s days on average, "
        "guessing the customer's usual delay by %(naive)s.",
        "In the %(count)s months that were judged the machine was off by %(ours)s days on "
        "average, guessing the customer's usual delay by %(naive)s.",
        len(months),
    ) % {
        "count": reading.number(len(months)),
        "ours": days(year.mae),
        "naive": days(year.naive_mae),
    }
    return Proving(
        sentence=sentence,
        verdict=_verdict(months, year),
        badge=_badge(year),
        figures=_of(year),
    )


def _badge(year: Judged) -> Badge:
    if year.better:
        return Badge(_("Nearer than guessing"), "circle-check", "good")
    return Badge(_("No better than guessing"), "alert-triangle", "warn")


def _verdict(months: Mapping[date, Judged], year: Judged) -> str:
    counts = {
        "nearer": reading.number(sum(one.better for one in months.values())),
        "count": reading.number(len(months)),
    }
    if year.better:
        return _("It was nearer in %(nearer)s of %(count)s months.") % counts
    return (
        _(
            "That is no better than guessing; it was nearer in %(nearer)s of %(count)s "
            "months only."
        )
        % counts
    )


def _of(year: Judged) -> list[Figure]:
    return [
        Figure(
            name=_("Off by, on average"),
            value=_("%(days)s days") % {"days": days(year.mae)},
            under=_("%(days)s by guessing") % {"days": days(year.naive_mae)},
            how=_(
                "From the day that was expected on the day of issue to the day of the "
                "payment, or back. The guess: the due day and the median delay of the same "
                "payer until then. What is more than 30 days overdue counts as paid on the "
                "day of judging."
            ),
        ),
        Figure(
            name=_("Within three days"),
            value=reading.percent(year.within_3),
            under=_("%(share)s by guessing")
            % {"share": reading.percent(year.naive_within_3)},
        ),
        Figure(
            name=_("Payments within their interval"),
            value=reading.percent(year.covered),
            under=_("%(share)s is promised; %(days)s days wide on average")
            % {"share": reading.whole_percent(PROMISED), "days": days(year.width)},
        ),
        Figure(
            name=_("Late or not: error of the chance"),
            value=_figure(year.brier),
            under=_("%(figure)s by the payer's own share")
            % {"figure": _figure(year.naive_brier)},
            how=_(
                "Brier score: the mean squared distance between the chance that was said "
                "and what came, 0 is perfect, 0.25 is a coin."
            ),
        ),
    ]


def answering(
    models: Iterable[Model], companies: Mapping[int, Company]
) -> list[tuple[Company, str, str]]:
    """For each company: what answers, why, and since when."""
    return [
        (
            companies[one.company_id],
            str(WHY.get(one.verdict.get("why", ""), "")),
            _("Version %(version)s, learnt %(day)s")
            % {"version": one.version, "day": reading.long_day(one.learnt_on)},
        )
        for one in models
    ]


def days(off: float) -> str:
    """Days with one decimal."""
    return str(format_decimal(off, format="#,##0.0", locale=reading.locale()))


def _figure(figure: float) -> str:
    return reading.number(round(figure, 3))
