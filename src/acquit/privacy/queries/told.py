"""All that is held of a person, as sections of rows, to be handed to them.

Nobody else is in it: of our own people it says only that it was one of them; other contact
persons of the same customer are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, override

from acquit.agenda.models import Note, Task
from acquit.audit.models import Entry
from acquit.channels.models import Incoming, Message
from acquit.core.behaviour.reasons import Evidence, reason
from acquit.core.money import Money
from acquit.core.privacy import Group, verdicts
from acquit.core.sentences import of_json, told
from acquit.core.text import fold
from acquit.dunning.models import Action, Following, Move, Pin
from acquit.handover.models import Case, Insolvency
from acquit.ledger.models import (
    Allocation,
    Contact,
    Dispute,
    Hold,
    Invoice,
    Promise,
    Receipt,
    Receivable,
)
from acquit.limitation.models import Occurrence
from acquit.privacy.models import Request
from acquit.privacy.queries.held import letters_from, letters_to, standing
from acquit.scoring.models import Assessment, Behaviour, Change, Objection, Prediction
from acquit.scoring.models import Override as SaidOtherwise

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from acquit.ledger.models import Customer
    from acquit.privacy.queries.held import Somebody

Row = dict[str, Any]
# Who did something: one of our people, or the program by itself.
STAFF, PROGRAM = "staff", "program"
EVIDENCE = frozenset(Evidence.__dataclass_fields__)


def sections(who: Somebody, *, as_of: date) -> dict[str, list[Row]]:
    """By name, in the order of a reader; those with nothing in them too: it says so."""
    with override(who.language if who.language in {"en", "fr"} else "en"):
        if who.customer is None:
            return _of_contact(who, as_of)
        return _of_customer(who, who.customer, as_of)


def _of_contact(who: Somebody, as_of: date) -> dict[str, list[Row]]:
    return {
        "contacts": [_contact(one) for one in who.contacts],
        "messages": _messages(who),
        "answers": _answers(who),
        "requests": _requests(who),
        "kept": _kept(who, as_of),
        "sources": [{"what": "contacts", "where": "accounting"}],
    }


def _of_customer(who: Somebody, customer: Customer, as_of: date) -> dict[str, list[Row]]:
    each: dict[str, Callable[[Customer], list[Row]]] = {
        "identity": _identity,
        "contacts": _own_contacts,
        "invoices": _invoices,
        "payments": _payments,
    }
    found = {name: tell(customer) for name, tell in each.items()}
    found |= {"messages": _messages(who), "answers": _answers(who)}
    rest: dict[str, Callable[[Customer], list[Row]]] = {
        "notes": _notes,
        "calls": _calls,
        "promises": _promises,
        "disputes": _disputes,
        "holds": _holds,
        "limitation": _limitation,
        "cases": _cases,
        "tasks": _tasks,
        "profile": _profile,
        "factors": _factors,
        "changes": _changes,
        "habits": _habits,
        "predictions": _predictions,
        "decisions": _decisions,
        "sources": _sources,
        "trail": _trail,
    }
    found |= {name: tell(customer) for name, tell in rest.items()}
    return found | {"requests": _requests(who), "kept": _kept(who, as_of)}


def _identity(one: Customer) -> list[Row]:
    return [
        {
            "code": one.code,
            "name": one.name,
            "party": one.party_type.lower(),
            "street": one.street,
            "postcode": one.postcode,
            "city": one.city,
            "country": one.country,
            "language": one.language,
            "email": one.email,
            "phone": one.phone,
            "vat": one.vat,
            "registration": one.registration,
            "accounts": ", ".join(one.ibans.values_list("iban", flat=True)),
            "segment": one.segment,
            "terms_days": one.payment_terms_days,
            "credit_limit": _money(one.credit_limit_minor, one.currency),
            "other": one.custom or "",
            "recorded_at": _at(one.recorded_at),
        }
    ]


def _own_contacts(customer: Customer) -> list[Row]:
    """Only those that are the customer; others are other people."""
    return [
        _contact(one)
        for one in Contact.objects.filter(customer=customer).order_by("pk")
        if fold(one.name) == fold(customer.name)
        or (one.email and one.email.lower() == customer.email.lower())
    ]


def _contact(one: Contact) -> Row:
    return {
        "name": one.name,
        "role": one.role.lower(),
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "preferred_channel": one.preferred_channel.lower(),
        "customer": one.customer.name,
    }


def _invoices(customer: Customer) -> list[Row]:
    rows = Receivable.objects.filter(customer=customer).select_related("invoice")
    due: dict[int, list[Receivable]] = {}
    for one in rows.order_by("instalment"):
        due.setdefault(one.invoice_id, []).append(one)
    found = Invoice.objects.filter(customer=customer).order_by("issued_on", "pk")
    return [_invoice(one, due.get(one.pk, [])) for one in found]


def _invoice(one: Invoice, due: list[Receivable]) -> Row:
    return {
        "number": one.number,
        "kind": one.kind.lower(),
        "issued_on": one.issued_on.isoformat(),
        "due_on": ", ".join(row.due_on.isoformat() for row in due),
        "amount": _money(one.total_minor, one.currency),
        "open": _money(sum(row.open_minor for row in due), one.currency),
        "settled_on": ", ".join(str(row.settled_on) for row in due if row.settled_on),
        "reference": one.payment_reference,
        "order": one.order_number,
    }


def _payments(customer: Customer) -> list[Row]:
    used: dict[int, list[str]] = {}
    rows = Allocation.objects.filter(
        receipt__customer=customer, receivable__customer=customer
    )
    for receipt_id, number in rows.values_list("receipt_id", "receivable__invoice__number"):
        if receipt_id and number not in used.setdefault(receipt_id, []):
            used[receipt_id].append(number)
    return [
        {
            "received_on": one.received_on.isoformat(),
            "amount": _money(one.amount_minor, one.currency),
            "payer": one.payer_name,
            "account": one.payer_iban,
            "text": one.text,
            "used_for": ", ".join(used.get(one.pk, [])),
            "source": one.source.lower(),
        }
        for one in Receipt.objects.filter(customer=customer).order_by("received_on", "pk")
    ]


def _messages(who: Somebody) -> list[Row]:
    rows = Message.objects.filter(letters_to(who)).prefetch_related("events", "enclosures")
    return [
        {
            "sent_at": _at(one.sent_at or one.claimed_at),
            "kind": one.kind.lower(),
            "channel": one.channel.lower(),
            "to": one.to,
            "state": one.state.lower(),
            "delivery": ", ".join(
                f"{event.kind.lower()} {_at(event.at)}"
                for event in sorted(one.events.all(), key=lambda event: event.at)
            ),
            "enclosures": ", ".join(paper.name for paper in one.enclosures.all()),
            "subject": one.subject,
            "body": one.body,
        }
        for one in rows.order_by("claimed_at", "pk")
    ]


def _answers(who: Somebody) -> list[Row]:
    rows = Incoming.objects.filter(letters_from(who)).prefetch_related("files")
    return [
        {
            "received_at": _at(one.received_at),
            "channel": one.channel.lower(),
            "from": one.sender,
            "subject": one.subject,
            "body": one.body,
            "files": ", ".join(file.name for file in one.files.all()),
        }
        for one in rows.order_by("received_at", "pk")
    ]


def _notes(customer: Customer) -> list[Row]:
    rows = Note.objects.filter(customer=customer).order_by("written_at", "pk")
    return [
        {"written_at": _at(one.written_at), "text": one.text, "by": _by(one.author_id)}
        for one in rows
    ]


def _calls(customer: Customer) -> list[Row]:
    """Those that were made; the words of each stand in the trail."""
    entries = Entry.objects.filter(customer_id=customer.pk, event="call_made")
    return [
        {
            "at": _at(one.at),
            "step": str(one.details.get("step", "")).lower(),
            "outcome": str(one.details.get("outcome", "")).lower(),
            "text": one.reason,
            "by": _by(one.actor_id),
        }
        for one in entries.order_by("at", "pk")
    ]


def _promises(customer: Customer) -> list[Row]:
    rows = Promise.objects.filter(customer=customer).select_related("receivable__invoice")
    return [
        {
            "invoice": one.receivable.invoice.number,
            "amount": _money(one.amount_minor, one.receivable.currency),
            "made_on": one.made_on.isoformat(),
            "promised_on": one.promised_on.isoformat(),
            "kept": one.kept,
            "by": _by(one.actor_id),
        }
        for one in rows.order_by("made_on", "pk")
    ]


def _disputes(customer: Customer) -> list[Row]:
    rows = Dispute.objects.filter(customer=customer).select_related("receivable__invoice")
    return [
        {
            "invoice": one.receivable.invoice.number,
            "reason": one.reason.lower(),
            "text": one.words,
            "opened_on": one.opened_on.isoformat(),
            "closed_on": _day(one.closed_on),
            "by": _by(one.actor_id),
        }
        for one in rows.order_by("opened_on", "pk")
    ]


def _holds(customer: Customer) -> list[Row]:
    return [
        {
            "reason": one.reason.lower(),
            "text": one.words,
            "from": one.from_on.isoformat(),
            "until": one.until_on.isoformat(),
            "by": _by(one.actor_id),
        }
        for one in Hold.objects.filter(customer=customer).order_by("from_on", "pk")
    ]


def _limitation(customer: Customer) -> list[Row]:
    rows = Occurrence.objects.filter(customer=customer)
    return [
        {
            "invoice": one.receivable.invoice.number,
            "kind": one.kind.lower(),
            "on": one.on.isoformat(),
            "text": one.words,
            "taken_back": one.withdraws_id is not None,
            "by": _by(one.actor_id),
        }
        for one in rows.select_related("receivable__invoice").order_by("on", "pk")
    ]


def _cases(customer: Customer) -> list[Row]:
    """To whom the file was handed over, and what is known of an insolvency."""
    cases = Case.objects.filter(customer=customer).select_related("partner")
    known = Insolvency.objects.filter(customer=customer)
    return [
        {
            "what": one.procedure.lower(),
            "recipient": one.partner.name,
            "from": one.opened_on.isoformat(),
            "until": _day(one.closed_on),
            "text": one.words,
        }
        for one in cases.order_by("opened_on", "pk")
    ] + [
        {
            "what": one.kind.lower(),
            "recipient": one.court,
            "from": one.opened_on.isoformat(),
            "until": "",
            "text": one.source,
        }
        for one in known.order_by("opened_on", "pk")
    ]


def _tasks(customer: Customer) -> list[Row]:
    return [
        {
            "what": str(one.get_kind_display()),
            "due_on": one.due_on.isoformat(),
            "done_at": _at(one.done_at),
        }
        for one in Task.objects.filter(customer=customer).order_by("due_on", "pk")
    ]


def _profile(customer: Customer) -> list[Row]:
    one = Assessment.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    return [
        {
            "profile": str(one.get_profile_display()),
            "since": one.since.isoformat(),
            "why": "; ".join(_said(each) for each in one.evidence),
            "score": one.score,
            "class": one.score_class,
            "computed_score": one.computed_score,
            "as_of": one.as_of.isoformat(),
        }
    ]


def _factors(customer: Customer) -> list[Row]:
    """What each fact did to the score: the points add up to it."""
    one = Assessment.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    begin = {"why": gettext("to begin with"), "points": one.base}
    return [begin] + [
        {"why": _said(each["said"]), "points": each["points"]} for each in one.contributions
    ]


def _changes(customer: Customer) -> list[Row]:
    return [
        {
            "on": one.on.isoformat(),
            "profile": str(one.get_profile_display()),
            "score": one.score,
        }
        for one in Change.objects.filter(customer=customer).order_by("on", "pk")
    ]


def _habits(customer: Customer) -> list[Row]:
    one = Behaviour.objects.filter(pk=customer.pk).first()
    if one is None:
        return []
    return [
        {
            "payments": one.payments,
            "median_days": one.median_days,
            "late": one.late,
            "late_30": one.late_30,
            "as_of": one.as_of.isoformat(),
        }
    ]


def _predictions(customer: Customer) -> list[Row]:
    rows = Prediction.objects.filter(customer_id=customer.pk)
    return [
        {
            "invoice": one.receivable.invoice.number,
            "expected_on": one.expected_on.isoformat(),
            "low_on": one.low_on.isoformat(),
            "high_on": one.high_on.isoformat(),
            "late": f"{one.late:.0%}",
            "why": _reason(one.evidence),
            "made_on": one.made_on.isoformat(),
        }
        for one in rows.select_related("receivable__invoice").order_by("pk")
    ]


def _reason(evidence: dict[str, Any]) -> str:
    known = {name: value for name, value in evidence.items() if name in EVIDENCE}
    return told(reason(Evidence(**known)), gettext) if "payments" in known else ""


def _decisions(customer: Customer) -> list[Row]:
    """What was decided about them, why, and whether a person or a rule did."""
    return [
        *_following(customer),
        *(_otherwise(one) for one in SaidOtherwise.objects.filter(customer=customer)),
        *(_objection(one) for one in Objection.objects.filter(customer=customer)),
        *_approved(customer),
    ]


def _following(customer: Customer) -> list[Row]:
    rows: list[Row] = []
    moves = Move.objects.filter(customer=customer).select_related("version__scenario")
    rows += [
        {
            "on": one.on.isoformat(),
            "what": one.version.scenario.name,
            "why": _said(one.why),
            "by": PROGRAM,
        }
        for one in moves.order_by("on", "pk")
    ]
    pin = Pin.objects.filter(customer=customer).select_related("scenario").first()
    if pin is not None:
        rows.append(
            {
                "on": pin.pinned_on.isoformat(),
                "what": pin.scenario.name,
                "why": pin.reason,
                "by": STAFF,
            }
        )
    now = Following.objects.filter(pk=customer.pk).select_related("proposed").first()
    if now is not None and now.proposed is not None:
        rows.append(
            {
                "on": now.since_on.isoformat(),
                "what": gettext("Only proposed: %(name)s") % {"name": now.proposed.name},
                "why": _said(now.proposed_why),
                "by": PROGRAM,
            }
        )
    return rows


def _otherwise(one: SaidOtherwise) -> Row:
    return {
        "on": one.made_on.isoformat(),
        "what": " ".join(
            str(part) for part in (one.get_profile_display(), one.score) if part
        ),
        "why": one.reason,
        "by": STAFF,
    }


def _objection(one: Objection) -> Row:
    return {
        "on": one.since_on.isoformat(),
        "what": gettext("Objected to being scored"),
        "why": one.words,
        "by": _by(one.actor_id),
    }


def _approved(customer: Customer) -> list[Row]:
    rows = Action.objects.filter(customer=customer, approved_at__isnull=False)
    return [
        {
            "on": one.approved_at.date().isoformat() if one.approved_at else "",
            "what": one.step.lower(),
            "why": gettext("Approved"),
            "by": _by(one.approved_by_id),
        }
        for one in rows.order_by("approved_at", "pk")
    ]


def _sources(customer: Customer) -> list[Row]:
    """Where it comes from: the files of the accounting, the bank, our own people."""
    papers = (
        Invoice.objects.filter(customer=customer, document__isnull=False)
        .order_by("document__recorded_at")
        .values_list("number", "document__recorded_at")
    )
    rows = [{"what": number, "where": "accounting", "on": _at(at)} for number, at in papers]
    return [
        {"what": "identity", "where": "accounting", "on": _at(customer.recorded_at)},
        {"what": "payments", "where": "bank", "on": ""},
        {"what": "notes", "where": STAFF, "on": ""},
        {"what": "profile", "where": PROGRAM, "on": ""},
        *rows,
    ]


def _trail(customer: Customer) -> list[Row]:
    """Everything that was recorded about them, without who of our people it was."""
    rows = Entry.objects.filter(customer_id=customer.pk).order_by("at", "pk")
    return [
        {
            "at": _at(one.at),
            "what": one.event.replace("_", " "),
            "why": one.reason,
            "by": _by(one.actor_id),
        }
        for one in rows
    ]


def _requests(who: Somebody) -> list[Row]:
    rows = Request.objects.filter(company=who.company)
    mine = (
        rows.filter(customer=who.customer)
        if who.customer is not None
        else rows.filter(email__iexact=who.email)
    )
    return [
        {
            "received_on": one.received_on.isoformat(),
            "what": str(one.get_kind_display()),
            "text": one.words,
            "done_on": _day(one.done_on),
            "outcome": one.outcome,
        }
        for one in mine.order_by("received_on", "pk")
    ]


def _kept(who: Somebody, as_of: date) -> list[Row]:
    """How long each kind of it is kept, and why."""
    every = dict.fromkeys(Group, 1)
    wanted = set(Group) if who.customer is not None else {Group.CONTACTS, Group.MESSAGES}
    return [
        {
            "what": one.group.lower(),
            "until": _day(one.until),
            "why": told(one.why, gettext),
            "source": one.rule.basis.source if one.rule else "",
        }
        for one in verdicts(standing(who), every, as_of=as_of)
        if one.group in wanted
    ]


def _said(kept: Any) -> str:
    return told(of_json(kept), gettext)


def _by(person_id: int | None) -> str:
    return STAFF if person_id is not None else PROGRAM


def _money(minor: int | None, currency: str) -> str:
    return "" if minor is None else str(Money(minor, currency))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _at(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else ""
