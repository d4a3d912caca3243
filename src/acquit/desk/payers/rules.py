"""The rules behind the profiles in words, and the form in which a company moves them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acquit.core.profiles import STANDARD, Profile, Thresholds
from acquit.scoring.actions.limits import WITHIN
from acquit.web import reading
from acquit.web.forms import KitForm

if TYPE_CHECKING:
    from acquit.desk.following_words import Words


class Threshold(NamedTuple):
    """How a threshold is asked for. share: typed and shown in percent."""

    label: Words
    share: bool = False


# Those that people move; how often chance may speak stays with the statisticians.
THRESHOLDS: dict[str, Threshold] = {
    "prompt_days": Threshold(gettext_lazy("Prompt: usual delay up to (days)")),
    "erratic_days": Threshold(
        gettext_lazy("Erratic: eight of ten payments lie apart by at least (days)")
    ),
    "after_reminder_share": Threshold(
        gettext_lazy("After a reminder: so many of its late payments (percent)"),
        share=True,
    ),
    "reminded_least": Threshold(gettext_lazy("After a reminder: at least so many of them")),
    "chronic_days": Threshold(
        gettext_lazy("Chronically late: usual delay from (days), or …")
    ),
    "chronic_share": Threshold(
        gettext_lazy("… so many payments over 30 days late (percent)"), share=True
    ),
    "changed_days": Threshold(
        gettext_lazy("Deteriorating, improving: the last quarter differs by (days)")
    ),
    "broken_promises": Threshold(
        gettext_lazy("Breaks promises: at least so many broken, and …")
    ),
    "broken_share": Threshold(
        gettext_lazy("… so many of those that ended (percent)"), share=True
    ),
    "disputes": Threshold(gettext_lazy("Disputes often: at least so many disputes, and …")),
    "dispute_share": Threshold(
        gettext_lazy("… for so many of its paid invoices (percent)"), share=True
    ),
    "known_runs": Threshold(gettext_lazy("New: fewer days with payments than")),
}


class ThresholdsForm(KitForm):
    """One number for each threshold that people move."""

    def __init__(self, held: Thresholds, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held = held
        now, standard = asdict(held), asdict(STANDARD)
        for name, one in THRESHOLDS.items():
            least, most = WITHIN[name]
            times = 100 if one.share else 1
            whole = one.share or isinstance(standard[name], int)
            kind = forms.IntegerField if whole else forms.FloatField
            self.fields[name] = kind(
                label=str(one.label),
                min_value=round(least * times),
                max_value=round(most * times),
                initial=_plain(now[name] * times),
                help_text=_("Usually %(standard)s.")
                % {"standard": _plain(standard[name] * times)},
                widget=forms.NumberInput(
                    attrs={"class": "form-control", "step": 1 if whole else "any"}
                ),
            )

    def thresholds(self) -> Thresholds:
        """What was said, once it is valid."""
        told = asdict(self._held)
        for name, one in THRESHOLDS.items():
            value = self.cleaned_data[name]
            told[name] = value / 100 if one.share else type(told[name])(value)
        return Thresholds(**told)


# The rule of each profile; the places are thresholds.
RULES: dict[Profile, Words] = {
    Profile.INSOLVENT: gettext_lazy("A hold for insolvency is in force."),
    Profile.PUBLIC_BODY: gettext_lazy("It is registered as a public body."),
    Profile.NEW: gettext_lazy("It has paid on fewer than %(known_runs)s days."),
    Profile.DETERIORATING: gettext_lazy(
        "In its last quarter it paid at least %(changed_days)s days later than before, "
        "and that is no chance."
    ),
    Profile.PROMISE_BREAKER: gettext_lazy(
        "It broke at least %(broken_promises)s promises, and %(broken_share)s of those "
        "that ended."
    ),
    Profile.DISPUTE_PRONE: gettext_lazy(
        "It disputed at least %(disputes)s invoices, and as many as %(dispute_share)s of "
        "those that it paid."
    ),
    Profile.CHRONICALLY_LATE: gettext_lazy(
        "It usually pays %(chronic_days)s days late or later, or %(chronic_share)s of its "
        "payments come more than 30 days late."
    ),
    Profile.IMPROVING: gettext_lazy(
        "In its last quarter it paid at least %(changed_days)s days sooner than before, "
        "and that is no chance."
    ),
    Profile.ERRATIC: gettext_lazy(
        "Eight of ten payments lie %(erratic_days)s days apart or more."
    ),
    Profile.AFTER_REMINDER: gettext_lazy(
        "At least %(reminded_least)s late payments, and %(after_reminder_share)s of them, "
        "came within ten days after a reminder."
    ),
    Profile.SLOW_BUT_STEADY: gettext_lazy(
        "It usually pays more than %(prompt_days)s days late, and evenly."
    ),
    Profile.PROMPT: gettext_lazy("It usually pays within %(prompt_days)s days of due."),
}


def said(profile: Profile, at: Thresholds) -> str:
    """The rule of a profile, with the thresholds of a company."""
    told = {
        name: reading.whole_percent(value)
        if name in THRESHOLDS and THRESHOLDS[name].share
        else f"{_plain(value)}"
        for name, value in asdict(at).items()
    }
    return str(RULES[profile]) % told


def _plain(value: float) -> int | float:
    return round(value) if value == round(value) else round(value, 2)
