"""How right what was posted by itself was: a sentence, figures, and what they prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.core.shares import needed
from acquit.desk.cockpit.tiles import NOT_AVAILABLE
from acquit.matching.queries.accuracy import proof, proves
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from acquit.core.matching import Record
    from acquit.matching.queries.accuracy import Accuracy


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the head. under: what it is to be read beside."""

    name: str
    value: str
    under: str
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proving:
    """sentence: with figures; verdict: beside what is wanted, empty where nothing is."""

    sentence: str
    verdict: str
    badge: Badge | None
    figures: list[Figure]


def proving(books: Accuracy) -> Proving:
    """What the last twelve months show."""
    year, wanted = books.year, books.wanted
    figures = [_right(books), _posted(year), _asked(year)]
    if not year.posted:
        nothing = _("Nothing has been posted by itself in the last 12 months yet.")
        return Proving(sentence=nothing, verdict="", badge=None, figures=figures)
    badge, verdict = _judged(year, wanted)
    return Proving(sentence=_sentence(year), verdict=verdict, badge=badge, figures=figures)


def _sentence(year: Record) -> str:
    shown = proof(year)
    counts = {
        "posted": reading.number(year.posted),
        "undone": reading.number(year.undone),
        "low": reading.exact_percent(shown.low),
        "high": reading.exact_percent(shown.high, up=True),
        "share": reading.exact_percent(shown.share or 0),
    }
    if not year.undone:
        return (
            _(
                "Of %(posted)s payments posted by themselves in the last 12 months a "
                "person took none back. That proves that at least %(low)s are right."
            )
            % counts
        )
    return (
        _(
            "Of %(posted)s payments posted by themselves in the last 12 months a person "
            "took %(undone)s back: %(share)s were right, which proves between %(low)s "
            "and %(high)s."
        )
        % counts
    )


def _judged(year: Record, wanted: float) -> tuple[Badge, str]:
    counts = {
        "wanted": reading.exact_percent(wanted),
        "needed": reading.number(needed(wanted)),
    }
    match proves(year, wanted):
        case True:
            badge = Badge(_("As right as is wanted"), "circle-check", "good")
            return badge, _("Wanted: %(wanted)s. The books prove it.") % counts
        case False:
            badge = Badge(_("Less than is wanted"), "alert-triangle", "bad")
            return badge, _(
                "Wanted: %(wanted)s. The books disprove it; kinds of evidence that fall "
                "short are stopped."
            ) % counts
        case None:
            badge = Badge(_("Too few to prove it"), "hourglass", "warn")
            return badge, _(
                "Wanted: %(wanted)s. The books neither prove nor disprove it: it takes "
                "%(needed)s payments in a row without a mistake."
            ) % counts


def _right(books: Accuracy) -> Figure:
    share = proof(books.year).share
    return Figure(
        name=_("Right, of what was posted by itself"),
        value=NOT_AVAILABLE if share is None else reading.exact_percent(share),
        under=_wanted(books),
        how=_(
            "A payment counts as wrong when a person took it back, in the month in which "
            "that happened. The ends are those of 95 % certainty (Wilson): the fewer "
            "payments, the wider apart. A mistake that nobody noticed is not in it."
        ),
    )


def _wanted(books: Accuracy) -> str:
    least = min((one.rules.wanted for one in books.books), default=books.wanted)
    shown = {
        "least": reading.exact_percent(least),
        "wanted": reading.exact_percent(books.wanted),
    }
    if least == books.wanted:
        return _("%(wanted)s is wanted") % shown
    return _("%(least)s to %(wanted)s is wanted, by company") % shown


def _posted(year: Record) -> Figure:
    return Figure(
        name=_("Posted by itself"),
        value=reading.number(year.posted),
        under=_("%(count)s taken back") % {"count": reading.number(year.undone)},
    )


def _asked(year: Record) -> Figure:
    return Figure(
        name=_("Proposals accepted as they were"),
        value=reading.number(year.accepted),
        under=_("%(count)s answered otherwise") % {"count": reading.number(year.declined)},
        how=_(
            "What was proposed and a person accepted unchanged; answered otherwise is what "
            "a person changed or declined, each of several proposals by itself."
        ),
    )
