"""What an entry of the trail keeps beside its name, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from acquit.core.money import Money
from acquit.desk import words
from acquit.desk.accuracy.rules import SWITCHES
from acquit.desk.payers.rules import THRESHOLDS
from acquit.desk.scenarios import said as scenarios
from acquit.desk.wording import names as wording
from acquit.dunning.models import CallOutcome
from acquit.ledger.models import DisputeReason, HoldReason, WriteOffReason
from acquit.organisation.models import Role
from acquit.scoring.models.payers import PROFILES
from acquit.web import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acquit.audit.models import Entry

FIELDS = {
    "due_on": gettext_lazy("Due day"),
    "issued_on": gettext_lazy("Day of issue"),
    "amount_minor": gettext_lazy("Amount"),
    "customer": gettext_lazy("Customer"),
    "payment_reference": gettext_lazy("Payment reference"),
    "order_number": gettext_lazy("Order number"),
    "terms": gettext_lazy("Terms"),
    "document": gettext_lazy("The document"),
    "discounts": gettext_lazy("Discount"),
    "name": gettext_lazy("Name"),
    "vat": gettext_lazy("VAT number"),
    "registration": gettext_lazy("Registration"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("City"),
    "country": gettext_lazy("Country"),
    "language": gettext_lazy("Language"),
    "currency": gettext_lazy("Currency"),
    "segment": gettext_lazy("Segment"),
    "party_type": gettext_lazy("Kind"),
    "payment_method": gettext_lazy("Pays by"),
    "payment_terms_days": gettext_lazy("Payment terms"),
    "credit_limit_minor": gettext_lazy("Credit limit"),
    "unit_id": gettext_lazy("Unit"),
    "collector_id": gettext_lazy("Collector"),
    "representative_id": gettext_lazy("Sales representative"),
    "minimum_minor": gettext_lazy("Smallest amount"),
    "email_minor": gettext_lazy("An e-mail"),
    "sms_minor": gettext_lazy("A text message"),
    "letter_minor": gettext_lazy("A letter, with postage"),
    "hour_minor": gettext_lazy("An hour of who calls"),
    "call_minutes": gettext_lazy("A call takes (minutes)"),
    "freshness_days": gettext_lazy("Days that bank data stay fresh"),
    "write_off_limit COLLECTOR": gettext_lazy("Most that a collector may write off"),
    "write_off_limit CREDIT_MANAGER": gettext_lazy(
        "Most that a credit manager may write off"
    ),
    "write_off_limit ADMINISTRATOR": gettext_lazy(
        "Most that an administrator may write off"
    ),
    "write_off_limit REPRESENTATIVE": gettext_lazy(
        "Most that a sales representative may write off"
    ),
    "write_off_limit READ_ONLY": gettext_lazy(
        "Most that somebody who only reads may write off"
    ),
}
POLICY = {
    "thanks_days": gettext_lazy("Days in which a thank-you makes sense"),
    "per_day": gettext_lazy("Messages to one debtor a day"),
    "per_week": gettext_lazy("Messages to one debtor in seven days"),
    "from_hour": gettext_lazy("Contact hours from"),
    "until_hour": gettext_lazy("Contact hours until"),
    "debit_days": gettext_lazy("Days for which a direct debit is waited for"),
    "strategic": gettext_lazy("Strategic debtors"),
    "approval_minor": gettext_lazy("From which sum on who decides on credit agrees"),
    "scenario": gettext_lazy("For customers that no rule takes"),
}
# The doors by which Acquit itself acts.
DOORS = {
    "daily cycle": gettext_lazy("Daily cycle"),
    "command line": gettext_lazy("Command line"),
}
# Kept for the machine alone, or told by another field.
UNTOLD = {"search_key", "custom", "needs_review"}


def who(entry: Entry) -> str:
    """Who acted: a person, or a door of Acquit's in the reader's language."""
    if entry.actor_id is not None:
        return entry.actor_name
    return str(DOORS.get(entry.actor_name, entry.actor_name))


def said(entry: Entry, currency: str = "") -> str:
    """currency: of what the entry is about, for the amounts in it."""
    tell = _TOLD.get(entry.event)
    return tell(entry, currency) if tell else entry.reason


def _corrected(entry: Entry, currency: str) -> str:
    told = [
        _was(name, str(value), currency)
        for name, value in entry.details.items()
        if name not in UNTOLD
    ]
    return "; ".join(told) or entry.reason


def _was(name: str, value: str, currency: str) -> str:
    field = FIELDS.get(name, name)
    if name.endswith("_id"):  # the key of another row says nothing to anybody
        return _("%(field)s changed") % {"field": field}
    shown = _value(name, value, currency)
    return _("%(field)s was %(value)s") % {"field": field, "value": shown}


def _value(name: str, value: str, currency: str) -> str:
    if value in {"", "None"}:
        return _("nothing")
    if name.endswith("_minor") and currency:
        return reading.amount_and_currency(Money(int(value), currency))
    if name.endswith("_on"):
        return reading.short_day(date.fromisoformat(value))
    return value


def _changed(entry: Entry, currency: str) -> str:
    return "; ".join(
        _("%(field)s: %(old)s, now %(new)s")
        % {
            "field": FIELDS.get(name, name),
            "old": _value(name, str(value["from"]), currency),
            "new": _value(name, str(value["to"]), currency),
        }
        for name, value in entry.details.items()
    )


def _policy(entry: Entry, currency: str) -> str:
    """As any other change; the scenario by its name."""
    return "; ".join(
        _("%(field)s: %(old)s, now %(new)s")
        % {
            "field": POLICY.get(name, FIELDS.get(name, name)),
            "old": _of_policy(name, value["from"], currency),
            "new": _of_policy(name, value["to"], currency),
        }
        for name, value in entry.details.items()
    )


def _of_policy(name: str, value: object, currency: str) -> str:
    if name == "scenario":
        return scenarios.name(str(value)) or _("the standard")
    return _value(name, str(value), currency)


def _scenario(entry: Entry, _currency: str) -> str:
    """Which scenario or rule, and what was said of it."""
    told = entry.details
    steps = ngettext("%(count)d step", "%(count)d steps", told.get("steps", 0))
    return _list(
        scenarios.name(told["name"]),
        _("version %(number)s") % {"number": told["version"]} if "version" in told else "",
        _("those under way stay") if told.get("moves") is False else "",
        _("was %(name)s") % {"name": told["before"]} if "before" in told else "",
        scenarios.name(told.get("scenario", "")),
        _("place %(place)s") % {"place": told["place"]} if "place" in told else "",
        steps % {"count": told["steps"]} if "steps" in told else "",
        entry.reason,
    )


def _thresholds(entry: Entry, _currency: str) -> str:
    """From where on a payer is called what."""
    return "; ".join(
        _("%(field)s: %(old)s, now %(new)s")
        % {
            "field": THRESHOLDS[name].label if name in THRESHOLDS else name,
            "old": f"{value['from']:g}",
            "new": f"{value['to']:g}",
        }
        for name, value in entry.details.items()
    )


def _rules(entry: Entry, _currency: str) -> str:
    """How right the matching must be, and what it posts."""
    return "; ".join(
        _("%(field)s: %(old)s, now %(new)s")
        % {
            "field": SWITCHES[name][0] if name in SWITCHES else _("Must be right"),
            "old": _rule(value["from"]),
            "new": _rule(value["to"]),
        }
        for name, value in entry.details.items()
    )


def _rule(value: bool | float) -> str:  # noqa: FBT001  # a switch, or the share that is wanted
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return reading.exact_percent(value)


def _promise(entry: Entry, _currency: str) -> str:
    until = reading.short_day(date.fromisoformat(entry.details["promised_on"]))
    amount = _amount(entry.details["amount"])
    return _("%(amount)s by %(day)s") % {"amount": amount, "day": until}


def _dispute(entry: Entry, _currency: str) -> str:
    reason = _label(DisputeReason.choices, entry.details["reason"])
    amount = entry.details["amount"]
    whole = _("the whole amount") if amount == "whole" else _amount(amount)
    return _list(reason, whole)


def _hold(entry: Entry, _currency: str) -> str:
    until = reading.short_day(date.fromisoformat(entry.details["until"]))
    return _list(
        _label(HoldReason.choices, entry.details["reason"]),
        _("until %(day)s") % {"day": until},
        _("the whole group") if entry.details.get("group") else "",
        entry.reason,
    )


def _overridden(entry: Entry, _currency: str) -> str:
    told = entry.details
    score = told["score"]
    return _list(
        _label(PROFILES, told["profile"]),
        "" if score is None else _("score %(score)d") % {"score": score},
        _("until %(day)s") % {"day": reading.short_day(date.fromisoformat(told["until"]))},
        entry.reason,
    )


def _parked(entry: Entry, _currency: str) -> str:
    until = reading.short_day(date.fromisoformat(entry.details["until"]))
    return _list(_("until %(day)s") % {"day": until}, entry.reason)


def _assigned(entry: Entry, _currency: str) -> str:
    return entry.details["person"] or _("to nobody in particular")


def _step(entry: Entry, _currency: str) -> str:
    code = entry.details.get("kind") or entry.details.get("step", "")
    return _list(words.step(code), entry.reason)


def _call(entry: Entry, _currency: str) -> str:
    told = entry.details
    again = told["again_on"]
    day = reading.short_day(date.fromisoformat(again)) if again else ""
    return _list(
        words.step(told["step"]),
        _label(CallOutcome.choices, told["outcome"]),
        _("again on %(day)s") % {"day": f"{day} {told.get('again_at', '')}".strip()}
        if again
        else "",
        entry.reason,
    )


def _settled(entry: Entry, _currency: str) -> str:
    return _("It arrived.") if entry.details["arrived"] else _("It did not arrive.")


def _bundle(entry: Entry, _currency: str) -> str:
    told = entry.details
    letters = ngettext("%(count)d letter", "%(count)d letters", told["letters"])
    number = _("Bundle %(number)s") % {"number": told["number"]}
    return _list(number, letters % {"count": told["letters"]})


def _shares(entry: Entry, currency: str) -> str:
    shares = entry.details["shares"]
    count = ngettext("%(count)d invoice", "%(count)d invoices", len(shares))
    minor = sum(int(amount) for _key, amount in shares)
    amount = reading.amount_and_currency(Money(minor, currency)) if currency else ""
    told = entry.details.get("written_off", [])
    gone = [_gone(minor, reason, currency) for _key, minor, reason in told]
    return _list(count % {"count": len(shares)}, amount, *gone)


def _gone(minor: int, reason: str, currency: str) -> str:
    label = _label(WriteOffReason.choices, reason)
    if not currency:
        return _("Written off: %(reason)s") % {"reason": label}
    amount = reading.amount_and_currency(Money(minor, currency))
    return _("%(amount)s written off: %(reason)s") % {"amount": amount, "reason": label}


def _returned(entry: Entry, currency: str) -> str:
    minor = int(entry.details["amount_minor"])
    return reading.amount_and_currency(Money(minor, currency)) if currency else ""


def _role(entry: Entry, _currency: str) -> str:
    told = entry.details
    return _list(
        told["person"],
        _label(Role.choices, told["role"]),
        told["company"] or _("all companies"),
        told["unit"],
        _("own customers only") if told["own_customers"] else "",
    )


def _name(entry: Entry, _currency: str) -> str:
    told = entry.details
    named = ("number", "name", "email", "folder", "hint")
    return _list(*(str(told[word]) for word in named if told.get(word)))


def _wording(entry: Entry, _currency: str) -> str:
    told = entry.details
    return _list(
        wording.step_name(told["step"]),
        str(wording.CHANNELS[told["channel"]]),
        wording.LANGUAGE_NAMES[told["language"]],
        str(wording.TONE_NAMES.get(told["tone"], "")),
    )


def _missing(entry: Entry, _currency: str) -> str:
    day = entry.details.get("missing_on", "")
    if day in {"", "None"}:
        return ""
    shown = reading.short_day(date.fromisoformat(day))
    return _("not on the list of %(day)s") % {"day": shown}


def _amount(text: str) -> str:
    return reading.amount_and_currency(Money.of(*text.split()))


def _label(choices: Sequence[tuple[str, Any]], code: str) -> str:
    return str(dict(choices).get(code, code))


def _list(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


_TOLD: dict[str, Callable[[Entry, str], str]] = {
    "invoice_corrected": _corrected,
    "customer_corrected": _corrected,
    "company_changed": _changed,
    "prices_changed": _changed,
    "policy_changed": _policy,
    "scenario_created": _scenario,
    "scenario_drawn": _scenario,
    "scenario_discarded": _scenario,
    "scenario_published": _scenario,
    "scenario_renamed": _scenario,
    "scenario_archived": _scenario,
    "scenario_restored": _scenario,
    "rule_added": _scenario,
    "rule_changed": _scenario,
    "rule_moved": _scenario,
    "rule_removed": _scenario,
    "customer_pinned": _scenario,
    "customer_unpinned": _scenario,
    "customer_moved": _scenario,
    "matching_rules_changed": _rules,
    "thresholds_changed": _thresholds,
    "score_overridden": _overridden,
    "line_parked": _parked,
    "line_assigned": _assigned,
    "promise_recorded": _promise,
    "dispute_opened": _dispute,
    "hold_placed": _hold,
    "receipt_allocated": _shares,
    "credit_note_allocated": _shares,
    "payment_returned": _returned,
    "return_undone": _returned,
    "message_settled": _settled,
    "call_made": _call,
    "role_granted": _role,
    "letters_printed": _bundle,
    "letters_posted": _bundle,
    "missing_settled": _missing,
    "missing_kept": _missing,
    **dict.fromkeys(
        ("message_sent", "message_uncertain", "message_refused", "message_not_sent"), _step
    ),
    **dict.fromkeys(("action_approved", "action_declined"), _step),
    **dict.fromkeys(("message_bounced", "message_complained"), _step),
    **dict.fromkeys(("company_opened", "unit_opened", "account_opened"), _name),
    **dict.fromkeys(("person_invited", "person_enrolled", "password_chosen"), _name),
    **dict.fromkeys(("layout_saved", "layout_retired"), _name),
    **dict.fromkeys(("wording_changed", "wording_restored"), _wording),
    **dict.fromkeys(("source_opened", "source_paused", "source_resumed"), _name),
    **dict.fromkeys(("token_made", "token_revoked"), _name),
}
