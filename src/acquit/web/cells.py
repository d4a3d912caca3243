"""What stands in a cell of a list: it knows how to be shown and how to be exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from acquit.core.money import Money

EMPTY = mark_safe('<span class="nothing" aria-hidden="true">&ndash;</span>')


def why_html(words: str, *, how: bool = False) -> SafeString:
    """The reason, one click away; `how`: the way in which a figure is computed."""
    return format_html(
        '<details class="why{}"><summary>{}</summary>'
        '<div class="why-words">{}</div></details>',
        " how" if how else "",
        gettext("How?") if how else gettext("Why?"),
        words,
    )


class Cell(Protocol):
    """Anything that can be shown on a page and written into a table file."""

    def html(self) -> SafeString:
        """For the page."""
        ...

    def plain(self) -> str | int | Decimal | date | None:
        """For CSV and XLSX: typed, without decoration."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with an optional second line in a quieter voice."""

    words: str
    under: str = ""

    def html(self) -> SafeString:
        if not self.words:
            return EMPTY
        if not self.under:
            return format_html("{}", self.words)
        return format_html(
            '<div>{}<span class="cell-under">{}</span></div>', self.words, self.under
        )

    def plain(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. `row`: Enter on the row, or a click in it, goes there.

    code: a number or a name of few letters, which is not broken into two lines.
    """

    words: str
    href: str
    under: str = ""
    row: bool = False
    code: bool = False

    def html(self) -> SafeString:
        under = (
            format_html('<span class="cell-under">{}</span>', self.under)
            if self.under
            else ""
        )
        return format_html(
            '<div><a href="{}" class="{}">{}</a>{}</div>',
            self.href,
            "cell-link"
            + (" row-link" if self.row else "")
            + (" cell-code" if self.code else ""),
            self.words,
            under,
        )

    def plain(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Swatch:
    """Words that lead somewhere, with the colour that stands for them in a picture.

    tone: as a part of `{% bar %}` has it.
    """

    tone: str
    words: str
    href: str

    def html(self) -> SafeString:
        return format_html(
            '<div><svg class="swatch" viewBox="0 0 9 9" aria-hidden="true">'
            '<rect class="bar-{}" width="9" height="9"/></svg>'
            '<a href="{}" class="cell-link cell-code">{}</a></div>',
            self.tone,
            self.href,
            self.words,
        )

    def plain(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Number:
    """A count."""

    value: int | None

    def html(self) -> SafeString:
        return (
            EMPTY if self.value is None else format_html("{}", reading.number(self.value))
        )

    def plain(self) -> int | None:
        return self.value


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money, one line per currency. `tone` "bad" for what is late."""

    amounts: Sequence[Money]
    tone: str = ""

    def html(self) -> SafeString:
        shown = [money for money in self.amounts if money]
        if not shown:
            return EMPTY
        lines = format_html_join(
            "", "<div>{}</div>", ((reading.money_html(money),) for money in shown)
        )
        return format_html('<div class="tone-{}">{}</div>', self.tone or "plain", lines)

    def plain(self) -> Decimal | str | None:
        """A number where there is one currency; words where there are several."""
        shown = [money for money in self.amounts if money]
        if len(shown) > 1:
            return "; ".join(str(money) for money in shown)
        return shown[0].amount if shown else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day, relative and absolute; `due` speaks of lateness, `alone`: the day itself."""

    day: date | None
    today: date
    due: bool = False
    alone: bool = False

    def html(self) -> SafeString:
        if self.day is None:
            return EMPTY
        if self.alone:
            return reading.bare_day_html(self.day, today=self.today)
        write = reading.due_html if self.due else reading.day_html
        return write(self.day, today=self.today)

    def plain(self) -> date | None:
        return self.day


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, to the minute."""

    at: datetime | None

    def html(self) -> SafeString:
        if self.at is None:
            return EMPTY
        return format_html(
            '<time class="day" datetime="{}">{}</time>',
            self.at.isoformat(),
            reading.instant(self.at),
        )

    def plain(self) -> str | None:
        return None if self.at is None else self.at.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Badge:
    """An icon and a word: colour is never alone. tone: neutral, good, info, warn, bad."""

    words: str
    icon: str
    tone: str = "neutral"
    under: str = ""

    def html(self) -> SafeString:
        if not self.words:
            return EMPTY
        badge = format_html(
            '<span class="mark mark-{}">'
            '<i class="ti ti-{}" aria-hidden="true"></i>{}</span>',
            self.tone,
            self.icon,
            self.words,
        )
        if not self.under:
            return badge
        return format_html(
            '<div>{}<span class="cell-under">{}</span></div>', badge, self.under
        )

    def plain(self) -> str:
        return f"{self.words} · {self.under}" if self.under else self.words


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next and when, or the reason why nothing does."""

    badge: Badge
    day: date | None
    today: date
    why: str = ""

    def html(self) -> SafeString:
        day = reading.day_html(self.day, today=self.today) if self.day else ""
        if not day and not self.why:
            return self.badge.html()
        return format_html(
            '<div>{}<span class="cell-under">{} {}</span></div>',
            self.badge.html(),
            day,
            why_html(self.why) if self.why else "",
        )

    def plain(self) -> str:
        when = f" {self.day.isoformat()}" if self.day else ""
        return f"{self.badge.plain()}{when}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that chooses the row for a form elsewhere on the page; `words` name the row."""

    form: str
    name: str
    value: str
    words: str

    def html(self) -> SafeString:
        return format_html(
            '<input class="form-check-input" type="checkbox" form="{}" name="{}" value="{}"'
            ' aria-label="{}" data-tick>',
            self.form,
            self.name,
            self.value,
            self.words,
        )

    def plain(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that can be done to a row; it opens in a sheet, or is a page of its own."""

    words: str
    icon: str
    href: str
    page: bool = False

    def html(self) -> SafeString:
        sheet = format_html(' hx-get="{}" hx-target="#dialog-body"', self.href)
        return format_html(
            '<a class="drop-item" href="{}"{}><i class="ti ti-{}" aria-hidden="true"></i>'
            "{}</a>",
            self.href,
            "" if self.page else sheet,
            self.icon,
            self.words,
        )


@dataclass(frozen=True, slots=True)
class Verbs:
    """What can be done to a row, in a menu; nothing of it is exported."""

    verbs: Sequence[Verb]
    name: str

    def html(self) -> SafeString:
        if not self.verbs:
            return SafeString("")
        items = format_html_join("", "{}", ((verb.html(),) for verb in self.verbs))
        return format_html(
            '<details class="drop drop-right"><summary class="plain" aria-label="{}">'
            '<i class="ti ti-dots" aria-hidden="true"></i></summary>'
            '<div class="drop-body">{}</div></details>',
            self.name,
            items,
        )

    def plain(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Stacked:
    """Several cells below each other."""

    cells: Sequence[Cell]

    def html(self) -> SafeString:
        if not self.cells:
            return EMPTY
        lines = format_html_join(
            "", '<div class="cell-line">{}</div>', ((cell.html(),) for cell in self.cells)
        )
        return format_html("<div>{}</div>", lines)

    def plain(self) -> str:
        return "; ".join(str(cell.plain()) for cell in self.cells)
