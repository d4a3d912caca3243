"""What people read of scenarios, steps and rules. A test finds a code without words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.channels.models import Channel
from acquit.core.dunning import (
    Approval,
    Approver,
    Enclosed,
    ItemKind,
    Kind,
    Role,
    Tone,
)
from acquit.core.dunning.assigning import Trait
from acquit.core.dunning.comparing import What
from acquit.core.money import Money
from acquit.desk import words
from acquit.web import reading
from acquit.web.cells import Badge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from acquit.core.dunning import Place
    from acquit.core.dunning.comparing import Difference
    from acquit.desk.following_words import Words

KINDS: dict[str, Words] = {
    Kind.INVOICE: gettext_lazy("The invoice itself"),
    Kind.NOTICE: gettext_lazy("Notice before the due day"),
    Kind.REMINDER: gettext_lazy("Reminder"),
    Kind.CALL: gettext_lazy("Call"),
    Kind.CHASE: gettext_lazy("Word to the sales representative"),
    Kind.FORMAL_NOTICE: gettext_lazy("Formal notice"),
    Kind.HANDOVER_NOTICE: gettext_lazy("Notice of hand-over"),
    Kind.THANK_YOU: gettext_lazy("Thank-you"),
}
CHANNEL_ICONS = {
    "EMAIL": "mail",
    "SMS": "message-2",
    "LETTER": "mailbox",
    "PHONE": "phone",
    "WEBHOOK": "webhook",
}
# Each with its words and its icon.
TONES: dict[str, tuple[Words, str]] = {
    Tone.FRIENDLY: (gettext_lazy("Friendly"), "mood-smile"),
    Tone.NEUTRAL: (gettext_lazy("Neutral"), "mood-neutral"),
    Tone.FIRM: (gettext_lazy("Firm"), "alert-circle"),
}
ROLES: dict[str, Words] = {
    Role.ANYONE: gettext_lazy("The usual address"),
    Role.ACCOUNTING: gettext_lazy("Accounting"),
    Role.MANAGEMENT: gettext_lazy("Management"),
    Role.PURCHASING: gettext_lazy("Purchasing"),
}
APPROVALS: dict[str, Words] = {
    Approval.NEVER: gettext_lazy("Leaves by itself"),
    Approval.ABOVE: gettext_lazy("Waits from an amount on"),
    Approval.ALWAYS: gettext_lazy("Always waits for a person"),
}
APPROVERS: dict[str, Words] = {
    Approver.COLLECTOR: gettext_lazy("The customer's own collector"),
    Approver.CREDIT_MANAGER: gettext_lazy("Who decides on credit"),
}
ENCLOSED: dict[str, Words] = {
    Enclosed.INVOICES: gettext_lazy("The invoices"),
    Enclosed.STATEMENT: gettext_lazy("A statement of account"),
}
ITEM_KINDS: dict[str, Words] = {
    ItemKind.INVOICE: gettext_lazy("Whole invoices"),
    ItemKind.INSTALMENT: gettext_lazy("Instalments"),
    ItemKind.DEBIT_NOTE: gettext_lazy("Debit notes"),
}
TRAITS: dict[str, Words] = {
    Trait.SEGMENT: gettext_lazy("Segment"),
    Trait.PROFILE: gettext_lazy("Profile"),
    Trait.SCORE: gettext_lazy("Score"),
    Trait.SHARE: gettext_lazy("Share of all that is owed, in percent"),
    Trait.COUNTRY: gettext_lazy("Country"),
    Trait.UNIT: gettext_lazy("Unit"),
    Trait.PAYMENT_METHOD: gettext_lazy("Pays by"),
    Trait.LANGUAGE: gettext_lazy("Language"),
    Trait.PARTY: gettext_lazy("Kind of debtor"),
}
FIELDS: dict[str, Words] = {
    "days": gettext_lazy("day"),
    "channels": gettext_lazy("by"),
    "tone": gettext_lazy("tone"),
    "role": gettext_lazy("to"),
    "floor_minor": gettext_lazy("from an amount of"),
    "ceiling_minor": gettext_lazy("up to an amount of"),
    "kinds": gettext_lazy("for"),
    "weekdays": gettext_lazy("weekdays"),
    "hours": gettext_lazy("hours"),
    "approval": gettext_lazy("approval"),
    "approval_minor": gettext_lazy("approval from"),
    "approver": gettext_lazy("who approves"),
    "enclose": gettext_lazy("enclosed"),
}
# What `dunning.library` calls its scenarios and rules, until somebody names them.
READY: dict[str, Words] = {
    one.lower(): words_
    for one, words_ in {
        "Standard": gettext_lazy("Standard"),
        "Good payers": gettext_lazy("Good payers"),
        "Key accounts": gettext_lazy("Key accounts"),
        "Late payers": gettext_lazy("Late payers"),
        "Craftsmen": gettext_lazy("Craftsmen"),
        "Private persons": gettext_lazy("Private persons"),
        "Public bodies": gettext_lazy("Public bodies"),
        "Nothing is sent": gettext_lazy("Nothing is sent"),
        "Insolvent": gettext_lazy("Insolvent customers"),
        "Key segment": gettext_lazy("Key segment"),
        "Pays late": gettext_lazy("Pays late"),
        "Pays well": gettext_lazy("Pays well"),
        "For every customer that no rule takes.": gettext_lazy(
            "For every customer that no rule takes."
        ),
        "Later, and in a friendly voice.": gettext_lazy("Later, and in a friendly voice."),
        "Calls, and a word to the sales representative.": gettext_lazy(
            "Calls, and a word to the sales representative."
        ),
        "Sooner and firmer, up to the hand-over.": gettext_lazy(
            "Sooner and firmer, up to the hand-over."
        ),
        "Short messages to the phone in between.": gettext_lazy(
            "Short messages to the phone in between."
        ),
        "No legal wording, no haste.": gettext_lazy("No legal wording, no haste."),
        "They pay slowly and by procedure.": gettext_lazy(
            "They pay slowly and by procedure."
        ),
        "For insolvent customers.": gettext_lazy("For insolvent customers."),
    }.items()
}


def name(given: str) -> str:
    """What a scenario or a rule is called; what it came with, in the reader's language."""
    return str(READY.get(given.lower(), given))


def kind_of(place: Place) -> str:
    """The kind of a step."""
    return str(KINDS[place.kind])


def channel(code: str) -> str:
    """The name of a means."""
    return str(dict(Channel.choices).get(code, code))


def channel_badge(code: str) -> Badge:
    """A means as an icon and a word."""
    return Badge(channel(code), CHANNEL_ICONS.get(code, "send"), "neutral")


def tone(code: str) -> str:
    """How it is said."""
    return str(TONES[code][0]) if code in TONES else code


def day(number: int) -> str:
    """A day counted from the due day, in words."""
    if number == 0:
        return _("on the due day")
    count = abs(number)
    if number < 0:
        told = ngettext(
            "%(count)d day before the due day", "%(count)d days before the due day", count
        )
    else:
        told = ngettext(
            "%(count)d day after the due day", "%(count)d days after the due day", count
        )
    return told % {"count": count}


def weekdays(numbers: Iterable[int]) -> str:
    """Mon, Wed: 0 is Monday."""
    chosen = sorted(numbers)
    if len(chosen) == 1:
        return str(WEEKDAYS[chosen[0]])
    return ", ".join(str(WEEKDAYS_ABBR[one]) for one in chosen)


def hours(pair: tuple[int, int]) -> str:
    """From when until when."""
    return _("%(first)s to %(last)s o'clock") % {"first": pair[0], "last": pair[1]}


def difference(one: Difference, currency: str) -> str:
    """What a version does otherwise than the one before it, in one line."""
    step = words.step(one.step)
    if one.what is What.ADDED:
        if one.after is None:
            return _("%(step)s: new") % {"step": step}
        return _("%(step)s: new, %(day)s") % {"step": step, "day": day(one.after)}
    if one.what is What.GONE:
        return _("%(step)s: gone") % {"step": step}
    return _("%(step)s, %(field)s: %(before)s, now %(after)s") % {
        "step": step,
        "field": FIELDS[one.field],
        "before": _value(one.field, one.before, currency),
        "after": _value(one.field, one.after, currency),
    }


def _value(field: str, value: Any, currency: str) -> str:
    if value is None or value in {(), frozenset()}:
        return _("any") if field in {"kinds", "weekdays", "hours"} else _("nothing")
    return _VALUES[field](value, currency)


def _several(labels: dict[str, Words]) -> Callable[[Any, str], str]:
    return lambda some, _currency: ", ".join(str(labels[one]) for one in sorted(some))


def _amount(minor: int, currency: str) -> str:
    return reading.amount_and_currency(Money(minor, currency))


_VALUES: dict[str, Callable[[Any, str], str]] = {
    "days": lambda number, _currency: day(number),
    "channels": lambda some, _currency: channels(some),
    "tone": lambda code, _currency: tone(code),
    "role": lambda code, _currency: str(ROLES.get(code, code)),
    "floor_minor": _amount,
    "ceiling_minor": _amount,
    "kinds": _several(ITEM_KINDS),
    "weekdays": lambda some, _currency: weekdays(some),
    "hours": lambda pair, _currency: hours(pair),
    "approval": lambda code, _currency: str(APPROVALS[code]),
    "approval_minor": _amount,
    "approver": lambda code, _currency: str(APPROVERS[code]),
    "enclose": _several(ENCLOSED),
}


def channels(some: Iterable[str]) -> str:
    """E-mail, else letter."""
    named = [channel(one) for one in some]
    first, *others = named or [_("no channel")]
    return ", ".join([first, *(_("else %(channel)s") % {"channel": o} for o in others)])


def conditions(place: Place, currency: str) -> list[str]:
    """What else is asked of a step, a line each."""
    lines = []
    if place.role and place.role in ROLES:
        lines.append(_("to: %(role)s") % {"role": ROLES[place.role]})
    if place.floor_minor is not None:
        amount = _amount(place.floor_minor, currency)
        lines.append(_("from %(amount)s on") % {"amount": amount})
    if place.ceiling_minor is not None:
        amount = _amount(place.ceiling_minor, currency)
        lines.append(_("up to %(amount)s") % {"amount": amount})
    if place.kinds:
        lines.append(_value("kinds", place.kinds, currency))
    if place.weekdays:
        lines.append(weekdays(place.weekdays))
    if place.hours:
        lines.append(hours(place.hours))
    if place.approval is Approval.ALWAYS:
        lines.append(_("a person agrees first"))
    if place.approval is Approval.ABOVE:
        amount = _amount(place.approval_minor, currency)
        lines.append(_("a person agrees from %(amount)s on") % {"amount": amount})
    lines += [
        _("with: %(what)s") % {"what": ENCLOSED[one]} for one in sorted(place.enclose)
    ]
    return lines
