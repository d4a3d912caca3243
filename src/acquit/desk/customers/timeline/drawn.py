"""How each kind of fact is shown: its words, icon and tone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from acquit.channels.models import MessageState
from acquit.core.dunning.endless import ENDLESS
from acquit.core.money import Money
from acquit.desk import returned, words
from acquit.desk.customers.timeline.told import Event, Told
from acquit.desk.outbox.arrived import ARRIVED, BADGES
from acquit.dunning.models import CallOutcome
from acquit.ledger.models import AllocationKind, DisputeReason, HoldReason, Source
from acquit.web import reading

if TYPE_CHECKING:
    from datetime import date


def _message(row: Told) -> Event:
    icon, tone = words.MESSAGE_TONES[row.code]
    who = _("%(state)s to %(to)s") % {
        "state": MessageState(row.code).label,
        "to": row.who,
    }
    if row.until is not None:
        term = _("by law it gives time until %(day)s") % {"day": _day(row.until)}
        who = f"{who} · {term}"
    return Event(
        day=row.on,
        title=words.step(row.number),
        icon=icon,
        tone=tone,
        who=who,
        at=row.at,
        subject=row.text,
        letter=row.more,
    )


def _answer(row: Told) -> Event:
    return Event(
        day=row.on,
        title=_("Answer of the customer"),
        icon="message-reply",
        tone="info",
        who=_("%(who)s, by %(channel)s")
        % {"who": row.who, "channel": words.channel(row.code)},
        at=row.at,
        subject=row.text or _("Read the answer"),
        letter=row.more,
    )


def _arrival(row: Told) -> Event:
    icon, tone = BADGES[row.code]
    number = _("number %(number)s") % {"number": row.text} if row.text else ""
    return Event(
        day=row.on,
        title=_("%(step)s by post: %(outcome)s")
        % {"step": words.step(row.number), "outcome": ARRIVED[row.code]},
        icon=icon,
        tone=tone,
        who=" · ".join(one for one in (number, row.who) if one),
    )


def _call(row: Told) -> Event:
    again = _("call again on %(day)s") % {"day": _day(row.until)} if row.until else ""
    outcome = str(CallOutcome(row.code).label)
    return Event(
        day=row.on,
        title=_("%(step)s: %(outcome)s")
        % {"step": words.step(row.number), "outcome": outcome},
        icon="phone-call",
        tone="info" if row.code != CallOutcome.NO_ANSWER else "neutral",
        who=" · ".join(one for one in (row.who, again) if one),
        at=row.at,
        words=row.text,
    )


def _note(row: Told) -> Event:
    title = _("Note")
    return Event(
        day=row.on, title=title, icon="note", who=row.who, at=row.at, words=row.text
    )


def _promise(row: Told) -> Event:
    title = _("Promised to pay by %(day)s") % {"day": _day(row.until)}
    return Event(
        day=row.on,
        title=title,
        icon="calendar-check",
        tone="info",
        who=_about(row),
        amount=_money(row),
    )


def _promise_end(row: Told) -> Event:
    title, icon, tone = {
        "KEPT": (_("Promise kept"), "circle-check", "good"),
        "BROKEN": (_("Promise not kept"), "calendar-x", "bad"),
        "": (_("Promise withdrawn"), "calendar-off", "neutral"),
    }[row.code]
    return Event(day=row.on, title=title, icon=icon, tone=tone, who=_about(row))


def _dispute(row: Told) -> Event:
    title = _("Disputed: %(reason)s") % {"reason": DisputeReason(row.code).label}
    return Event(
        day=row.on,
        title=title,
        icon="message-exclamation",
        tone="warn",
        who=_about(row),
        words=row.text,
        amount=_money(row),
    )


def _dispute_end(row: Told) -> Event:
    title = _("Dispute closed")
    return Event(
        day=row.on, title=title, icon="message-check", tone="good", who=_about(row)
    )


def _hold(row: Told) -> Event:
    title = _("On hold until %(day)s: %(reason)s") % {
        "day": _day(row.until),
        "reason": HoldReason(row.code).label,
    }
    if row.until in ENDLESS:
        title = _("Reminders stopped: %(reason)s") % {"reason": HoldReason(row.code).label}
    return Event(
        day=row.on, title=title, icon="player-pause", who=_about(row), words=row.text
    )


def _hold_end(row: Told) -> Event:
    return Event(day=row.on, title=_("Hold ended"), icon="player-play", who=_about(row))


def _receipt(row: Told) -> Event:
    return Event(
        day=row.on,
        title=_("Money received"),
        icon="building-bank",
        tone="good",
        who=row.who or str(Source(row.code).label),
        words=row.text,
        amount=_money(row),
    )


def _allocation(row: Told) -> Event:
    undone = (row.minor or 0) < 0
    title = _("Taken back from %(number)s") if undone else _("Used for %(number)s")
    return Event(
        day=row.on,
        title=title % {"number": row.number},
        icon="arrow-back-up" if undone else "link",
        tone="warn" if undone else "neutral",
        who=str(AllocationKind(row.code).label),
        amount=_money(row),
    )


def _return(row: Told) -> Event:
    amount = _money(row)
    return Event(
        day=row.on,
        title=_("Payment returned"),
        icon="arrow-back-up",
        tone="bad",
        who=returned.why(row.code),
        words=row.text,
        amount=-amount if amount else None,
    )


def _invoice(row: Told) -> Event:
    credit = row.code == "CREDIT_NOTE"
    titles = {
        "CREDIT_NOTE": _("Credit note %(number)s"),
        "DEBIT_NOTE": _("Debit note %(number)s"),
    }
    title = titles.get(row.code, _("Invoice %(number)s"))
    amount = _money(row)
    return Event(
        day=row.on,
        title=title % {"number": row.number},
        icon="receipt-refund" if credit else "file-invoice",
        amount=-amount if credit and amount else amount,
    )


def _about(row: Told) -> str:
    """Which invoice, and who wrote it down."""
    number = row.number or _("Whole account")
    return f"{number} · {row.who}" if row.who else number


def _money(row: Told) -> Money | None:
    return None if row.minor is None else Money(row.minor, row.currency)


def _day(day: date | None) -> str:
    return "" if day is None else reading.short_day(day)


DRAWN: dict[str, Callable[[Told], Event]] = {
    "message": _message,
    "arrival": _arrival,
    "answer": _answer,
    "call": _call,
    "note": _note,
    "promise": _promise,
    "promise_end": _promise_end,
    "dispute": _dispute,
    "dispute_end": _dispute_end,
    "hold": _hold,
    "hold_end": _hold_end,
    "receipt": _receipt,
    "allocation": _allocation,
    "return": _return,
    "invoice": _invoice,
}
