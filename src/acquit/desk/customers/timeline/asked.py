"""What was said, sent, invoiced and paid, each kind in the columns that all share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, NullIf, TruncDate

from acquit.audit.models import Entry
from acquit.bank.queries import standing_returns
from acquit.channels.models import Arrival, ArrivalOutcome
from acquit.desk.customers.timeline.told import told
from acquit.dunning.models import LegalNotice
from acquit.ledger import queries as ledger
from acquit.ledger.models import Allocation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from acquit.ledger.models import Customer
    from acquit.organisation.rights import Scope


def said(customer: Customer) -> Iterable[QuerySet[Any]]:
    """Notes, promises, disputes, holds. How one of them ended is a fact of its own."""
    note = {
        "on": F("written_at"),
        "at": F("written_at"),
        "text": F("text"),
        "who": F("author_name"),
    }
    yield told("note", customer.notes.all(), **note)
    who = Coalesce(F("actor__name"), Value(""))
    number = Coalesce(F("receivable__invoice__number"), Value(""))
    about = {"who": who, "number": number}
    priced = about | {"minor": F("amount_minor"), "currency": F("receivable__currency")}
    promises, disputes = customer.promises.all(), customer.disputes.all()
    holds = customer.holds.all()
    yield told("promise", promises, on=F("made_on"), until=F("promised_on"), **priced)
    ended = Case(
        When(kept=True, then=Value("KEPT")),
        When(kept=False, then=Value("BROKEN")),
        default=Value(""),
    )
    yield told(
        "promise_end",
        promises.exclude(closed_on=None),
        on=F("closed_on"),
        code=ended,
        **about,
    )
    yield told(
        "dispute", disputes, on=F("opened_on"), code=F("reason"), text=F("words"), **priced
    )
    yield told("dispute_end", disputes.exclude(closed_on=None), on=F("closed_on"), **about)
    yield told(
        "hold",
        holds,
        on=F("from_on"),
        until=F("until_on"),
        code=F("reason"),
        text=F("words"),
        **about,
    )
    yield told("hold_end", holds.exclude(ended_on=None), on=F("ended_on"), **about)


def called(customer: Customer) -> QuerySet[Any]:
    """The calls that were made. `number` is the step, `code` what came of it, `until` the
    day agreed for another.
    """
    made = Entry.objects.filter(event="call_made", customer_id=customer.pk)
    return told(
        "call",
        made,
        on=TruncDate("at"),
        at=F("at"),
        code=KT("details__outcome"),
        number=KT("details__step"),
        until=KT("details__again_on"),
        who=F("actor_name"),
        text=F("reason"),
    )


def _term() -> Subquery:
    """The last day of the term that a message gave because the law asks for it."""
    said = LegalNotice.objects.filter(action__message=OuterRef("pk"), void=False)
    return Subquery(said.order_by("-term_until").values("term_until")[:1])


def sent_and_paid(customer: Customer, scope: Scope) -> Iterable[QuerySet[Any]]:
    """Messages and answers, invoices, money and what it was used for."""
    message = {
        "at": Coalesce(F("sent_at"), F("claimed_at")),
        "code": F("state"),
        "number": F("kind"),
        "who": F("to"),
    }
    text = {"text": F("subject"), "more": F("body"), "until": _term()}
    yield told("message", customer.messages.all(), on=F("business_day"), **message, **text)
    arrivals = Arrival.objects.filter(message__customer=customer)
    last = Arrival.objects.filter(message=OuterRef("message")).order_by("-pk")
    standing = arrivals.filter(pk=Subquery(last.values("pk")[:1]))
    at_the_door = {"code": F("outcome"), "number": F("message__kind")}
    yield told(
        "arrival",
        standing.exclude(outcome=ArrivalOutcome.UNKNOWN),
        on=F("on"),
        text=F("tracking"),
        who=Coalesce(F("actor__name"), Value("")),
        **at_the_door,
    )
    answer = {"at": F("received_at"), "code": F("channel"), "text": F("subject")}
    who = {"who": Coalesce(NullIf(F("sender_name"), Value("")), F("sender"))}
    yield told(
        "answer",
        customer.incoming.all(),
        on=TruncDate("received_at"),
        more=F("body"),
        **answer,
        **who,
    )
    receipts = ledger.receipts_within(scope).filter(customer=customer)
    money = {"minor": F("amount_minor"), "currency": F("currency")}
    yield told(
        "receipt",
        receipts,
        on=F("received_on"),
        who=F("payer_name"),
        code=F("source"),
        text=F("text"),
        **money,
    )
    back = standing_returns().filter(customer=customer)
    words = {"code": F("reason"), "text": F("line__text")}
    yield told("return", back, on=F("returned_on"), **money, **words)
    used = Allocation.objects.filter(receivable__customer=customer)
    money = {"minor": F("amount_minor"), "currency": F("receivable__currency")}
    number = {"number": F("receivable__invoice__number")}
    yield told("allocation", used, on=F("booked_on"), code=F("kind"), **money, **number)
    invoices = ledger.invoices_within(scope).filter(customer=customer)
    money = {"minor": F("total_minor"), "currency": F("currency")}
    yield told(
        "invoice", invoices, on=F("issued_on"), code=F("kind"), number=F("number"), **money
    )
