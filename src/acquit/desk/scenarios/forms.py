"""What is said of a step. What is said of a whole scenario stands in `naming`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.channels.models import Channel as ChannelChoice
from acquit.core.dunning import (
    Approval,
    Approver,
    Channel,
    Enclosed,
    ItemKind,
    Kind,
    Place,
    Role,
    Step,
    Tone,
)
from acquit.core.money import Money
from acquit.desk.scenarios import said
from acquit.web.forms import AmountField, KitForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.forms.boundfield import BoundField

    from acquit.desk.following_words import Words

# A step of which there may be several begins as the first of them; they are numbered later.
FIRST: dict[str, Step] = {
    Kind.INVOICE: Step.INVOICE,
    Kind.NOTICE: Step.NOTICE,
    Kind.REMINDER: Step.REMINDER_1,
    Kind.CALL: Step.CALL_1,
    Kind.CHASE: Step.CHASE_1,
    Kind.FORMAL_NOTICE: Step.FORMAL_NOTICE,
    Kind.HANDOVER_NOTICE: Step.HANDOVER_NOTICE,
}
WRITTEN = [one for one in ChannelChoice.choices if one[0] != Channel.PHONE]
LONGEST = 730
BY_TWO = (("", gettext_lazy("Nothing else")), *WRITTEN)


def _choices(labels: Mapping[str, Words]) -> list[tuple[str, Words]]:
    return [(str(code), label) for code, label in labels.items()]


def _boxes() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


class StepForm(KitForm):
    """One step: what, when, by what means and in which tone; more on request."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Step"),
        choices=[one for one in _choices(said.KINDS) if one[0] in FIRST],
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"),
        min_value=-LONGEST,
        max_value=LONGEST,
        help_text=gettext_lazy(
            "Calendar days; before the due day with a minus, such as -5."
        ),
    )
    counted = forms.ChoiceField(
        label=gettext_lazy("Counted from"),
        choices=[
            ("due", gettext_lazy("the due day")),
            ("before", gettext_lazy("the step before it")),
        ],
    )
    first = forms.ChoiceField(
        label=gettext_lazy("By"), choices=WRITTEN, initial=Channel.EMAIL.value
    )
    second = forms.ChoiceField(
        label=gettext_lazy("When that is not known"), choices=BY_TWO, required=False
    )
    third = forms.ChoiceField(
        label=gettext_lazy("And else"), choices=BY_TWO, required=False
    )
    tone = forms.ChoiceField(
        label=gettext_lazy("Tone"),
        choices=[(code.value, said.TONES[code][0]) for code in Tone],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("To"), choices=_choices(said.ROLES), required=False
    )
    approval = forms.ChoiceField(
        label=gettext_lazy("Approval"), choices=_choices(said.APPROVALS)
    )
    approver = forms.ChoiceField(
        label=gettext_lazy("Who agrees"), choices=_choices(said.APPROVERS)
    )
    enclose = forms.MultipleChoiceField(
        label=gettext_lazy("Enclosed"),
        choices=_choices(said.ENCLOSED),
        required=False,
        widget=_boxes(),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only for"),
        choices=_choices(said.ITEM_KINDS),
        required=False,
        widget=_boxes(),
    )
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("Only on"),
        choices=[(str(number), label) for number, label in WEEKDAYS.items() if number < 5],
        required=False,
        widget=_boxes(),
    )
    from_hour = forms.IntegerField(
        label=gettext_lazy("From (hour)"), min_value=0, max_value=23, required=False
    )
    until_hour = forms.IntegerField(
        label=gettext_lazy("Until (hour)"),
        min_value=1,
        max_value=24,
        required=False,
        help_text=gettext_lazy(
            "Full hours of the debtor's day. Empty: the contact hours of the policy."
        ),
    )
    # What was shown when the form was opened; see `drawn_mark`.
    seen = forms.CharField(widget=forms.HiddenInput)

    # What is asked at first; the rest opens below.
    FIRST_ASKED = ("kind", "days", "counted", "first", "second", "third", "tone", "role")

    def __init__(self, currency: str, *args: Any, thanks: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.thanks = thanks
        self.fields["floor"] = self._amount(_("Only from"), currency)
        self.fields["ceiling"] = self._amount(_("Only up to"), currency)
        self.fields["approval_from"] = self._amount(_("From which amount"), currency)
        if thanks:
            for gone in set(self.fields) - {"first", "second", "third", "tone", "seen"}:
                del self.fields[gone]
        for many in self.fields.values():
            if isinstance(many.widget, forms.CheckboxSelectMultiple):
                many.widget.attrs["class"] = "form-check-input"

    @staticmethod
    def _amount(label: str, currency: str) -> AmountField:
        return AmountField(
            currency=currency,
            label=_("%(label)s (%(currency)s)") % {"label": label, "currency": currency},
            required=False,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )

    @property
    def asked_first(self) -> list[BoundField]:
        """The fields that always show."""
        return [self[name] for name in self.FIRST_ASKED if name in self.fields]

    @property
    def asked_more(self) -> list[BoundField]:
        """The others, in the order in which they are thought of."""
        order = (
            *("approval", "approval_from", "approver", "enclose"),
            *("floor", "ceiling", "kinds", "weekdays", "from_hour", "until_hour"),
        )
        return [self[name] for name in order if name in self.fields]

    @property
    def opens_more(self) -> bool:
        """True when something of the rest was said, or is wrong."""
        return any(
            field.errors or field.value()
            for field in self.asked_more
            if field.name not in {"approver", "approval"}
        ) or ("approval" in self.fields and self["approval"].value() != Approval.NEVER)

    def place(self) -> Place:
        """What was said; the form is valid."""
        given = self.cleaned_data
        if self.thanks:
            return Place(
                step=Step.THANK_YOU,
                days=0,
                channels=self._channels(),
                tone=Tone(given["tone"]),
            )
        from_hour, until_hour = given["from_hour"], given["until_hour"]
        hours = None if None in {from_hour, until_hour} else (from_hour, until_hour)
        from_minor = given["approval_from"]
        return Place(
            step=FIRST[given["kind"]],
            days=given["days"],
            follows=given["counted"] == "before",
            channels=self._channels(),
            tone=Tone(given["tone"]),
            role=Role(given["role"]),
            floor_minor=_minor(given["floor"]),
            ceiling_minor=_minor(given["ceiling"]),
            kinds=frozenset(ItemKind(one) for one in given["kinds"]),
            weekdays=frozenset(int(one) for one in given["weekdays"]),
            hours=hours,
            approval=Approval(given["approval"]),
            approval_minor=from_minor.minor if from_minor else 0,
            approver=Approver(given["approver"]),
            enclose=frozenset(Enclosed(one) for one in given["enclose"]),
        )

    def _channels(self) -> tuple[Channel, ...]:
        given = self.cleaned_data
        if not self.thanks and given["kind"] == Kind.CALL:
            return (Channel.PHONE,)
        named = [given["first"], given["second"], given["third"]]
        return tuple(dict.fromkeys(Channel(one) for one in named if one))

    def clean(self) -> dict[str, Any]:
        """Hours are said both or not at all."""
        given: dict[str, Any] = super().clean() or {}
        if (given.get("from_hour") is None) != (given.get("until_hour") is None):
            self.add_error("until_hour", _("Give both hours, or neither."))
        return given


def typed(place: Place, currency: str) -> dict[str, Any]:
    """A step as the form shows it."""
    channels = [one.value for one in place.channels if one is not Channel.PHONE]
    named = [*(channels or [Channel.EMAIL.value]), "", ""]
    return {
        "kind": place.kind.value,
        "days": place.days,
        "counted": "before" if place.follows else "due",
        "first": named[0],
        "second": named[1],
        "third": named[2],
        "tone": place.tone.value,
        "role": place.role.value if place.role in said.ROLES else "",
        "approval": place.approval.value,
        "approval_from": _money(place.approval_minor or None, currency),
        "approver": place.approver.value,
        "enclose": sorted(one.value for one in place.enclose),
        "floor": _money(place.floor_minor, currency),
        "ceiling": _money(place.ceiling_minor, currency),
        "kinds": sorted(one.value for one in place.kinds),
        "weekdays": [str(one) for one in sorted(place.weekdays)],
        "from_hour": place.hours[0] if place.hours else None,
        "until_hour": place.hours[1] if place.hours else None,
    }


# By e-mail, and by letter where none is known: so most companies write.
A_STEP = Place(step=Step.REMINDER_1, days=10, channels=(Channel.EMAIL, Channel.LETTER))


def moved(place: Place, days: int) -> Place:
    """The step on another day, counted from where it was counted."""
    return replace(place, days=days)


def _minor(money: Money | None) -> int | None:
    return None if money is None else money.minor


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


class DayForm(KitForm):
    """Another day for a step."""

    days = forms.IntegerField(min_value=-LONGEST, max_value=LONGEST)
    seen = forms.CharField()
