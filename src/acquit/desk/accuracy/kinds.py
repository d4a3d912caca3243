"""The kinds of evidence, in words; what became of each, and whether it posts by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from acquit.core.matching import BATCH, Fit, Who
from acquit.core.matching.judging import Verdict, kind_of
from acquit.desk import words
from acquit.matching.queries.accuracy import proof
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Number, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.core.matching import Record
    from acquit.desk.following_words import Words
    from acquit.matching.queries.accuracy import Accuracy

FITS: dict[str, Words] = {
    Fit.EXACT: gettext_lazy("exact amount"),
    Fit.NETTED: gettext_lazy("exact amount, less credit notes"),
    Fit.DISCOUNT: gettext_lazy("less the discount, in time"),
    Fit.LATE: gettext_lazy("less a discount whose day had passed"),
    Fit.ROUNDING: gettext_lazy("some cents away"),
    Fit.FEE: gettext_lazy("a small fee less"),
    Fit.SHORT: gettext_lazy("less than was asked"),
    Fit.OVER: gettext_lazy("more than was asked"),
}
# Of dozens of kinds the first few are nearly all payments.
MOST_SHOWN = 12
# Where nothing tells who paid, or the accounting does, a single match need not say so.
WHO: dict[str, Words] = {
    **words.WHO,
    Who.TOLD: gettext_lazy("by the customer whom the accounting names"),
    Who.NOBODY: gettext_lazy("by somebody nobody knows"),
}
# The worst first: what was stopped is what a person wants to see.
VERDICTS: dict[Verdict, tuple[Words, str, str]] = {
    Verdict.STOPPED: (
        gettext_lazy("Stopped: it was wrong too often"),
        "hand-stop",
        "bad",
    ),
    Verdict.POSTS: (gettext_lazy("Posts by itself"), "circle-check", "good"),
    Verdict.HABIT: (
        gettext_lazy("Posts for payers who always do so"),
        "repeat",
        "info",
    ),
    Verdict.ASKED: (gettext_lazy("A person is asked"), "eye", "neutral"),
}


def named(name: str) -> str:
    """A kind of evidence as people say it."""
    if name == BATCH:
        return _("Several payments in one line, each of them clear")
    kind = kind_of(name)
    if kind is None:
        return name
    said = [words.HOW[kind.found], WHO[kind.who], FITS[kind.fit]]
    told = ", ".join(str(one) for one in said)
    if kind.doubt:
        doubt = words.DOUBTS.get(kind.doubt, kind.doubt)
        told = _("%(evidence)s; but %(doubt)s") % {"evidence": told, "doubt": doubt}
    return told[:1].upper() + told[1:]


def how() -> str:
    """How the table is to be read."""
    return _(
        "Since the beginning, because that is what decides. A kind that posts by itself is "
        "stopped as soon as its record disproves, with 95 % certainty, that it is right as "
        "often as is wanted. At least: the lower end of that certainty; few payments prove "
        "little, even without a mistake."
    )


def tables(books: Accuracy) -> tuple[Lines, Lines]:
    """What became of each kind since the beginning: what was stopped, then what there was
    most of; and in a second table the rest.
    """
    rows = [
        (kind, record, _worst(books.verdicts(kind))) for kind, record in books.kinds.items()
    ]
    rows.sort(key=lambda row: row[2] is not Verdict.STOPPED)
    heads = [
        Head(_("Evidence")),
        Head(_("Posted"), numeric=True),
        Head(pgettext("matches", "Taken back"), numeric=True),
        Head(_("At least right"), numeric=True),
        Head(_("Accepted"), numeric=True),
        Head(_("Otherwise"), numeric=True),
        Head(_("What becomes of it")),
    ]
    cells = [_row(books, *row) for row in rows]
    stopped = sum(row[2] is Verdict.STOPPED for row in rows)
    shown = max(MOST_SHOWN, stopped)
    return Lines(heads, cells[:shown]), Lines(heads, cells[shown:])


def _row(books: Accuracy, kind: str, record: Record, worst: Verdict) -> list[Cell]:
    low = reading.exact_percent(proof(record).low) if record.posted else ""
    label, icon, tone = VERDICTS[worst]
    mixed = _("not in every company") if len(books.verdicts(kind)) > 1 else ""
    return [
        Text(named(kind), under=kind),
        Number(record.posted),
        Number(record.undone),
        Text(low),
        Number(record.accepted),
        Number(record.declined),
        Badge(str(label), icon, tone, mixed),
    ]


def _worst(found: Iterable[Verdict]) -> Verdict:
    order = list(VERDICTS)
    return min(found, key=order.index)
