"""What people read for each code: steps, reasons, states. A test finds a missing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from acquit.agenda.models import TaskKind
from acquit.bank.models import LineState
from acquit.channels.models import Channel, Delivery, MessageState
from acquit.core import sentences
from acquit.core.dunning.endless import ENDLESS
from acquit.core.errors import Refusal
from acquit.core.figures import Bucket
from acquit.core.money import Money
from acquit.core.sentences import Said
from acquit.desk import case_words, returned
from acquit.desk.following_words import REASONS, STEPS, Words
from acquit.formats import registry
from acquit.intake.models import RunState
from acquit.privacy.models import REQUESTS
from acquit.web import reading
from acquit.web.cells import Badge

LINES: dict[str, tuple[str, str]] = {
    "OPEN": ("eye", "warn"),
    "MATCHED": ("circle-check", "good"),
    "ON_ACCOUNT": ("wallet", "info"),
    "OUTGOING": ("arrow-up-right", "neutral"),
    "NOT_OURS": ("building-off", "neutral"),
}

RUNS: dict[str, tuple[str, str]] = {
    "TAKEN": ("circle-check", "good"),
    "PARTLY": ("alert-circle", "warn"),
    "REFUSED": ("circle-x", "bad"),
}

TASKS: dict[str, tuple[str, str]] = {
    "SETTLE_MESSAGE": ("help-circle", "bad"),
    "BROKEN_PROMISE": ("calendar-off", "bad"),
    "DELIVERY_FAILED": ("mail-off", "warn"),
    "SCENARIO_ENDED": ("flag", "warn"),
    "SOURCE_FAILS": ("plug-connected-x", "bad"),
    "FILE_REFUSED": ("file-alert", "warn"),
    "ANSWER": ("message-reply", "info"),
    "CALL": ("phone", "info"),
    "CLAIM_FILING": ("file-upload", "bad"),
    "CASE_STEP": ("gavel", "warn"),
    "WRITE_OFF": ("eraser", "warn"),
    "ENDLESS_HOLDS": ("infinity", "info"),
    "LIMITATION": ("hourglass", "bad"),
    "PRIVACY_REQUEST": ("user-shield", "warn"),
    "RETENTION": ("trash-x", "info"),
}

# How money came to an invoice, and why the matching did not post it by itself.
HOW: dict[str, Words] = {
    "withdrawn": _("the debit note was withdrawn"),
    "reference": _("its payment reference stands in the text"),
    "number": _("its number stands in the text"),
    "pieces": _("its number stands in the text in pieces, or in a list"),
    "range": _("its number lies between two that are named"),
    "order": _("the customer's order stands in the text"),
    "tail": _("the end of its number stands in the text"),
    "cut": _("the beginning of its number stands at the end of the text"),
    "slip": _("its number stands in the text but for one slip"),
    "month": _("it has the amount, and is of the month that is named"),
    "single": _("it has the amount"),
    "run": _("the oldest items together have the amount"),
    "due": _("all that is due has the amount"),
    "all": _("all that is open has the amount"),
    "set": _("these items together have the amount"),
    "accounting": _("the accounting had booked it"),
    "person": _("chosen by a person"),
    "together": _("chosen by a person, together with another payment"),
    "told by a payment": _("a payment tells what the accounting had only stated"),
    "counts again": _("the accounting's word counts again: the payment was taken back"),
    "amount corrected": _("the accounting corrected the amount"),
    "returned": _("the bank gave the payment back"),
    "end to end": _("with the payer's own reference of that payment"),
    "bank reference": _("with the bank's reference of that payment"),
    "reference and amount": _("with its payment reference and amount"),
    "account and amount": _("it alone came from this account with this amount"),
}
DOUBTS: dict[str, Words] = {
    "amount": _("the amount differs"),
    "customers": _("the invoices belong to several customers"),
    "payer": _("the payer is known as another customer"),
    "not issued yet": _("the invoice is younger than the payment"),
    "batch": _("a batch of which not every part is clear"),
    "again": _("the same payer sent this amount already, and it is not used"),
    "claimed": _("another payment is proposed for it"),
    "cut off": _("the list was cut off: these come next by number, and make up the amount"),
    "group": _("its group pays from one account: it may be for another company of it"),
    "refund": _("it says that something is paid back"),
    "many": _("the payer's open items are too many, or too round, for sums to tell"),
    "names another": _("the payment names another number"),
    "paid in part": _("a part was paid already: it may be paid twice"),
    "reversal": _("money of ours came back with it"),
    "rival": _("other open items fit as well"),
    "several": _("nobody knows which of them is not paid whole"),
    "stopped": _("evidence of this kind was undone too often"),
    "unsure": _("the payer is not known well enough"),
}
# How whose money it is was found out.
WHO: dict[str, Words] = {
    "iban": _("from an account of the customer"),
    "code": _("with the customer number"),
    "vat": _("with the VAT number"),
    "name": _("under the customer's name"),
    "name in text": _("with the customer's name in the text"),
    "contact": _("by a contact of the customer"),
    "close name": _("under a name like the customer's"),
    "shared iban": _("from an account, or under a name, that several have"),
    "group": _("by a company of the same group"),
    "other": _("from somebody else"),
}

# (words, tone): the further on, the worse
BUCKETS: dict[str, tuple[Words, str]] = {
    Bucket.NOT_DUE: (_("Not due"), "good"),
    Bucket.TO_30: (_("1 to 30 days"), "info"),
    Bucket.TO_60: (_("31 to 60 days"), "warn"),
    Bucket.TO_90: (_("61 to 90 days"), "bad"),
    Bucket.OVER_90: (_("Over 90 days"), "worst"),
}
BRIEF_BUCKETS: dict[str, Words] = {
    Bucket.NOT_DUE: _("Not due"),
    Bucket.TO_30: "1-30",
    Bucket.TO_60: "31-60",
    Bucket.TO_90: "61-90",
    Bucket.OVER_90: "> 90",
}

MESSAGE_TONES = {
    "CLAIMED": ("send", "info"),
    "SENDING": ("send", "info"),
    "SENT": ("check", "good"),
    "UNCERTAIN": ("help-circle", "bad"),
    "REFUSED": ("mail-off", "bad"),
    "NOT_SENT": ("mail-x", "bad"),
}
DELIVERIES = {
    "PRINTED": ("printer", "info"),
    "POSTED": ("mailbox", "info"),
    "DELIVERED": ("circle-check", "good"),
    "OPENED": ("mail-opened", "good"),
    "ANSWERED": ("message-reply", "good"),
    "BOUNCED": ("mail-x", "bad"),
    "COMPLAINED": ("flag", "bad"),
}
CHANNELS = {
    "EMAIL": "mail",
    "SMS": "message",
    "LETTER": "mailbox",
    "PHONE": "phone",
    "WEBHOOK": "webhook",
}
NOT_DECIDED = pgettext_lazy("next action", "Not decided yet")


def step(code: str) -> str:
    """The name of a step; the code itself where it is not one of ours."""
    return str(STEPS[code][0]) if code in STEPS else code


def step_badge(code: str) -> Badge:
    """A step as an icon and words."""
    words, icon, tone = STEPS.get(code, (code, "mail", "neutral"))
    return Badge(str(words), icon, tone)


def reason(code: str) -> str:
    """The name of a reason; the code itself where it is not one of ours."""
    return str(REASONS[code][0]) if code in REASONS else code


def reason_badge(code: str) -> Badge:
    """A reason as an icon and words."""
    words, icon, tone, _why = REASONS.get(code, (code, "help-circle", "neutral", ""))
    return Badge(str(words), icon, tone)


def why(code: str) -> str:
    """The sentence behind a reason: why it is so, and what ends it."""
    return str(REASONS[code][3]) if code in REASONS else ""


def line_badge(state: str) -> Badge:
    """What became of a bank line."""
    icon, tone = LINES.get(state, ("help-circle", "neutral"))
    return Badge(str(dict(LineState.choices).get(state, state)), icon, tone)


def message_badge(state: str) -> Badge:
    """What became of a message."""
    icon, tone = MESSAGE_TONES.get(state, ("mail", "neutral"))
    return Badge(str(dict(MessageState.choices).get(state, state)), icon, tone)


def delivery_badge(delivery: str) -> Badge:
    """What became of a message after it was sent, as far as anybody told."""
    icon, tone = DELIVERIES.get(delivery, ("mail", "neutral"))
    return Badge(str(dict(Delivery.choices).get(delivery, delivery)), icon, tone)


def run_badge(state: str) -> Badge:
    """What became of an imported file."""
    icon, tone = RUNS.get(state, ("file", "neutral"))
    return Badge(str(dict(RunState.choices).get(state, state)), icon, tone)


def file_format(code: str) -> str:
    """A format as people call it: CAMT.053.001.02, CODA, the table “customers”."""
    return told(registry.named(code)) if code else gettext("Not recognised")


def task_badge(kind: str) -> Badge:
    """What a person has to do."""
    icon, tone = TASKS.get(kind, ("checkbox", "neutral"))
    return Badge(str(dict(TaskKind.choices).get(kind, kind)), icon, tone)


def task_why(kind: str, data: Mapping[str, Any]) -> str:
    """Why it is to be done, from what was written down with it."""
    day = reading.day(str(data.get("promised_on", "")))
    if kind == TaskKind.BROKEN_PROMISE and day is not None:
        amount = Money(int(data["amount_minor"]), str(data["currency"]))
        return gettext("Promised %(amount)s by %(day)s, and it did not come.") % {
            "amount": reading.amount_and_currency(amount),
            "day": reading.short_day(day),
        }
    if kind == TaskKind.CALL:
        step_name = step(str(data.get("step", "")))
        return gettext("%(step)s: say what came of it.") % {"step": step_name}
    if kind == TaskKind.LIMITATION:
        return _claims(data["items"])
    if kind == TaskKind.PRIVACY_REQUEST:
        return str(dict(REQUESTS).get(data["kind"], data["kind"]))
    if kind == TaskKind.RETENTION:
        return ngettext(
            "Of %(count)d person something is held longer than need be.",
            "Of %(count)d people something is held longer than need be.",
            data["count"],
        ) % {"count": data["count"]}
    if kind in case_words.TASKS:
        return case_words.task_why(kind, data)
    if "said" in data:
        return told(sentences.of_json(data["said"]))
    return str(data.get("answer", ""))


def _claims(items: Sequence[tuple[int, str, str]]) -> str:
    """Which claims lapse, and when the first of them does."""
    numbers = ", ".join(number for _key, number, _until in items[:3])
    day = reading.day(items[0][2])
    return ngettext(
        "%(numbers)s can be brought to court until %(day)s.",
        "%(count)d invoices lapse, the first on %(day)s: %(numbers)s.",
        len(items),
    ) % {
        "count": len(items),
        "day": reading.short_day(day) if day else items[0][2],
        "numbers": numbers + (" …" if len(items) > 3 else ""),
    }


def until(day: date) -> str:
    """How long a hold lasts."""
    if day in ENDLESS:
        return str(case_words.UNTIL[ENDLESS[day]])
    return gettext("until %(day)s") % {"day": reading.short_day(day)}


def channel(code: str) -> str:
    """The name of a channel."""
    return str(dict(Channel.choices).get(code, code))


def channel_badge(code: str) -> Badge:
    """A channel as an icon and words."""
    return Badge(channel(code), CHANNELS.get(code, "send"), "neutral")


def evidence(data: Mapping[str, Any]) -> str:
    """Why a payment was used for an invoice, and why it was only proposed, in words."""
    how, doubt = str(data.get("how", "")), str(data.get("why", ""))
    who = str(WHO.get(str(data.get("who", "")), ""))
    back = returned.why(str(data.get("reason", "")))
    said = [str(HOW.get(how, how)), back, who, str(DOUBTS.get(doubt, doubt))]
    return "; ".join(one for one in said if one)


def bucket(code: str) -> str:
    """How late that is."""
    return str(BUCKETS[code][0])


def brief_bucket(code: str) -> str:
    """The same, where there is room for a few letters only."""
    return str(BRIEF_BUCKETS[code])


def undecided_badge() -> Badge:
    """Nothing has been decided: the daily cycle has not seen it yet."""
    return Badge(str(NOT_DECIDED), "clock", "neutral")


def outlook(next_action: str, reason_code: str) -> Badge:
    """What comes next, or why nothing does."""
    if next_action:
        return step_badge(next_action)
    return reason_badge(reason_code) if reason_code else undecided_badge()


def refused(refusal: Refusal) -> str:
    """Why it cannot be done, in the reader's language."""
    return told(refusal.said)


def told(said: Said) -> str:
    """What was said, in the reader's language."""
    return sentences.told(said, gettext)
