"""What is held of somebody, in words: what of it goes, what stays, until when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.core.privacy import ACTIVITIES, Kind, Nature, What
from acquit.core.privacy.retention import table
from acquit.desk import words
from acquit.desk.data_words import GROUPS
from acquit.desk.law.views import NAMES, certainty
from acquit.web import reading
from acquit.web.cells import Badge, Cell, Number, Stacked, Text
from acquit.web.lines import Head, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from acquit.core.privacy import Verdict
    from acquit.desk.following_words import Words

NATURES: dict[Nature, Words] = {
    Nature.PERSON: gettext_lazy(
        "A natural person, or somebody who is not known to be anything else."
    ),
    Nature.CANNOT_TELL: gettext_lazy(
        "A business. Whether it is a sole trader, who is a natural person as well, the "
        "books do not tell: say so if you know."
    ),
    Nature.ORGANISATION: gettext_lazy(
        "A public body: what is held of it is nobody's personal data. Those who work there "
        "are found by their e-mail address."
    ),
}
VERDICTS: dict[What, tuple[Words, str, str]] = {
    What.GOES: (gettext_lazy("May go now"), "trash", "warn"),
    What.STAYS: (gettext_lazy("Stays"), "lock", "neutral"),
    What.NOTHING: (gettext_lazy("Nothing"), "minus", "neutral"),
}
ANYWHERE = gettext_lazy("Elsewhere")
KINDS: dict[Kind, Words] = {
    Kind.BOOKS: gettext_lazy("Books"),
    Kind.FILE: gettext_lazy("Messages, notes and contacts"),
}


def held(found: Iterable[Verdict]) -> Lines:
    """A line for each kind of data of which there is anything."""
    heads = [
        Head(_("What")),
        Head(_("How much"), numeric=True),
        Head(_("Now")),
        Head(_("Until")),
        Head(_("Why?")),
    ]
    return Lines(heads, [_verdict(one) for one in found if one.count])


def _verdict(one: Verdict) -> Sequence[Cell]:
    label, icon, tone = VERDICTS[one.what]
    why: list[Cell] = [Text(words.told(one.why), one.rule.basis.source if one.rule else "")]
    if one.rule is not None:
        why.append(certainty(one.rule.basis.certainty))
    return [
        Text(str(GROUPS[one.group])),
        Number(one.count),
        Badge(str(label), icon, tone),
        Text(reading.short_day(one.until) if one.until else ""),
        Stacked(why),
    ]


def going(found: Iterable[Verdict]) -> str:
    """What goes, in one line; "" when nothing does."""
    gone = [one for one in found if one.what is What.GOES]
    return ", ".join(f"{GROUPS[one.group]} ({one.count})" for one in gone)


def activities() -> Lines:
    """The register: what is done, whose data, why, how long."""
    heads = [
        Head(_("What is done")),
        Head(_("Whose")),
        Head(_("Why it may be done")),
        Head(_("How long")),
    ]
    return Lines(
        heads,
        [
            [Text(words.told(part)) for part in (one.what, one.whose, one.basis, one.kept)]
            for one in ACTIVITIES
        ],
    )


def times() -> Lines:
    """How long books, and all else, are kept by country."""
    heads = [
        Head(_("Country")),
        Head(_("What")),
        Head(_("How long")),
        Head(_("Where it stands")),
        Head(_("How surely")),
    ]
    return Lines(
        heads,
        [
            [
                Text(str(NAMES.get(one.country, ANYWHERE))),
                Text(str(KINDS[one.kind])),
                Text(_long(one.years, one.months)),
                Text(one.basis.source, one.basis.note),
                certainty(one.basis.certainty),
            ]
            for one in table()
        ],
    )


def _long(years: int, months: int) -> str:
    if years:
        return ngettext(
            "%(count)d year, to the end of the year",
            "%(count)d years, to the end of the year",
            years,
        ) % {"count": years}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
