"""What a person says of a foreign table: its kind, its columns, how it writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.desk.keeping import CHOICES, WHOLE, PictureForm
from acquit.desk.layouts.names import FIELDS, KINDS
from acquit.formats import grid
from acquit.formats.layouts.layout import FIELDS as FIELDS_OF
from acquit.formats.layouts.layout import READY_FIELDS, Kind, Layout

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.http import QueryDict

    from acquit.formats.layouts.sample import Sample

EXAMPLES = 3
_WAYS = ("headed", "decimal", "days", "separator", "encoding")
FOUND = ("", gettext_lazy("As found"))
SEPARATORS = ((";", ";"), (",", ","), ("\t", gettext_lazy("Tab")), ("|", "|"))


class WaysForm(PictureForm):
    """How the table is written; everything is found out unless it is said."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What are its rows?"), choices=KINDS.items()
    )
    headed = forms.ChoiceField(
        label=gettext_lazy("Headers"),
        required=False,
        choices=[("1", gettext_lazy("One row holds them")), ("0", gettext_lazy("None"))],
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Before the cents"),
        required=False,
        choices=[FOUND, (",", "1.234,50"), (".", "1,234.50")],
    )
    days = forms.ChoiceField(
        label=gettext_lazy("Days"),
        required=False,
        choices=[
            FOUND,
            ("dmy", gettext_lazy("Day, month, year")),
            ("mdy", gettext_lazy("Month, day, year")),
            ("ymd", gettext_lazy("Year, month, day")),
        ],
    )
    separator = forms.ChoiceField(
        label=gettext_lazy("Between the columns"),
        required=False,
        choices=[FOUND, *SEPARATORS],
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Characters"),
        required=False,
        choices=[FOUND, *((one, one) for one in grid.ENCODINGS)],
    )


class ColumnsForm(WaysForm):
    """The ways, and a choice for each column of the sample. final: it is to be imported.
    base: the layout by which it was read before, which knows more than a form can ask.
    """

    name = forms.CharField(
        label=gettext_lazy("Name of this layout"),
        max_length=100,
        help_text=gettext_lazy("The next file like this one is read by it, by itself."),
    )
    account = forms.CharField(
        label=gettext_lazy("Our account, if no column says it"),
        max_length=40,
        required=False,
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency, if no column says it"), max_length=3, required=False
    )
    inverse = forms.BooleanField(
        label=gettext_lazy("Signs are the other way round"), required=False
    )
    keep = forms.ChoiceField(
        label=gettext_lazy("When a row is wrong"),
        required=False,
        choices=CHOICES,
        initial=WHOLE,
    )

    def __init__(
        self,
        sample: Sample,
        kind: Kind,
        data: QueryDict | None = None,
        *,
        final: bool = False,
        base: Layout | None = None,
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        self.sample = sample
        self.base = base
        self.fields["name"].required = final
        fields = FIELDS_OF[kind]
        choices = sorted(((one, str(FIELDS[one])) for one in fields), key=lambda c: c[1])
        for number in range(len(sample.names)):
            self.fields[_key(number)] = forms.ChoiceField(
                required=False,
                choices=[("", _("Leave it out")), *choices],
                widget=forms.Select(
                    attrs={"class": "form-select", "aria-labelledby": f"column-{number}"}
                ),
            )

    @property
    def columns(self) -> list[tuple[int, str, list[str], BoundField]]:
        """Each column: its place, its header, a few of its values, its choice."""
        return [
            (number, self._header(number), self._examples(number), self[_key(number)])
            for number in range(len(self.sample.names))
        ]

    @property
    def ways(self) -> list[BoundField]:
        """How the file is written."""
        return [self[name] for name in _WAYS]

    @property
    def changed_ways(self) -> bool:
        """Whether somebody has said something of it."""
        said = {name: self[name].value() for name in _WAYS}
        return said.pop("headed") == "0" or any(said.values())

    def layout(self) -> Layout:
        """What was said; the form is valid."""
        said = self.cleaned_data
        columns: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        for number, name in enumerate(self.sample.names):
            if field := said.get(_key(number)):
                columns[field] += (name,)
        constants = {"account": said["account"].replace(" ", "").upper()}
        constants["currency"] = said["currency"].upper()
        kind = Kind(said["kind"])
        if self.base is None or self.base.kind != kind:
            base = Layout(kind=kind, name="", columns={})
        else:
            base = self.base
            columns |= {
                name: tuple(found)
                for name, found in base.columns.items()
                if name in READY_FIELDS
            }
        return replace(
            base,
            code="",
            name=said["name"],
            columns=dict(columns),
            decimal=said["decimal"],
            days=said["days"],
            inverse=said["inverse"],
            constants={name: value for name, value in constants.items() if value},
            encoding=said["encoding"],
            delimiter=said["separator"],
            headed=bool(self.sample.headers),
            headers=tuple(self.sample.names) if self.sample.headers else (),
        )

    def _header(self, number: int) -> str:
        written = self.sample.headers[number] if self.sample.headers else ""
        return written or _("Column %(number)s") % {"number": number + 1}

    def _examples(self, number: int) -> list[str]:
        distinct = dict.fromkeys(str(cell)[:40] for cell in self.sample.column(number))
        return list(distinct)[:EXAMPLES]


def initial(layout: Layout, sample: Sample, *, name: str, currency: str) -> dict[str, Any]:
    """What the form shows of a proposed layout."""
    chosen = {
        _key(sample.names.index(column)): field
        for field, columns in layout.columns.items()
        for column in columns
        if column in sample.names and field not in READY_FIELDS
    }
    return {
        **chosen,
        "kind": str(layout.kind),
        "headed": "1" if sample.headers else "0",
        "decimal": layout.decimal,
        "days": layout.days,
        "separator": layout.delimiter,
        "encoding": layout.encoding,
        "name": layout.name or name,
        "account": layout.constants.get("account", ""),
        "currency": layout.constants.get("currency", currency),
        "inverse": layout.inverse,
    }


def _key(number: int) -> str:
    return f"column_{number}"
