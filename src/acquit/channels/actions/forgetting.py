"""Taking a person out of what was written to and by them; that it was sent stays."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from acquit.channels.models import (
    Arrival,
    DeliveryEvent,
    Enclosure,
    Incoming,
    IncomingFile,
    IncomingState,
    Message,
    MessageState,
    PrintBatch,
)
from acquit.core.privacy import Group, Kind
from acquit.ledger.actions.forgetting import paper_words, papers
from acquit.ledger.actions.words import SAID, Aged, Root, Way, Words

# Of a message on its way nothing is taken out.
OVER = (
    MessageState.SENT,
    MessageState.UNCERTAIN,
    MessageState.REFUSED,
    MessageState.NOT_SENT,
)
_OVER = Q(message__state__in=OVER)
_OF_A_MESSAGE: dict[Root, tuple[Way, ...]] = {
    Root.CUSTOMER: ("message__customer",),
    Root.MESSAGE: ("message",),
}
_ANSWER: dict[str, Any] = {"sender": "", "sender_name": "", "subject": "", "body": ""}
_DONE: dict[str, Any] = {"contact": None, "state": IncomingState.DONE}

HELD: tuple[Words, ...] = (
    Words(
        group=Group.MESSAGES,
        model=Message,
        whose={Root.CUSTOMER: ("customer",), Root.MESSAGE: ("pk",)},
        put={"to": "", "subject": "", "body": "", "page": None, "answer": ""},
        only=Q(state__in=OVER),
    ),
    Words(
        group=Group.MESSAGES,
        model=Enclosure,
        whose=_OF_A_MESSAGE,
        put={"name": SAID},
        only=_OVER,
    ),
    # A document of the books goes with them.
    Words(
        group=Group.MESSAGES,
        model=Enclosure,
        whose=_OF_A_MESSAGE,
        put={"content": b""},
        only=_OVER & Q(document=None),
    ),
    Words(
        group=Group.MESSAGES,
        model=DeliveryEvent,
        whose=_OF_A_MESSAGE,
        put={"detail": ""},
        only=_OVER,
    ),
    # Whoever signed for it stands on the acknowledgement.
    Words(
        group=Group.MESSAGES,
        model=Arrival,
        whose=_OF_A_MESSAGE,
        put={"tracking": "", "words": SAID},
        only=_OVER,
    ),
    paper_words(
        Group.MESSAGES,
        CUSTOMER=(papers(Arrival, "message__customer"),),
        MESSAGE=(papers(Arrival, "message"),),
    ),
    # A bundle goes with the first of its letters: each of the others can be set again from
    # its message, docs/decisions/0021.
    Words(
        group=Group.MESSAGES,
        model=PrintBatch,
        whose={Root.CUSTOMER: ("messages__customer",), Root.MESSAGE: ("messages",)},
        put={"pdf": b""},
        only=Q(messages__state__in=OVER),
    ),
    Words(
        group=Group.ANSWERS,
        model=IncomingFile,
        whose={Root.CUSTOMER: ("incoming__customer",), Root.ANSWER: ("incoming",)},
    ),
    Words(
        group=Group.ANSWERS,
        model=Incoming,
        whose={Root.CUSTOMER: ("customer",), Root.ANSWER: ("pk",)},
        put=_ANSWER,
        also=_DONE,
    ),
)
# Answers of which nobody could say whose they are, once somebody has seen to them.
AGED: tuple[Aged, ...] = (
    Aged(
        kind=Kind.FILE,
        model=IncomingFile,
        company="incoming__company",
        on="incoming__received_at__date",
        only=Q(incoming__customer=None, incoming__state=IncomingState.DONE),
    ),
    Aged(
        kind=Kind.FILE,
        model=Incoming,
        company="company",
        on="received_at__date",
        only=Q(customer=None, state=IncomingState.DONE),
        put=_ANSWER,
        also=_DONE,
    ),
    Aged(
        kind=Kind.FILE,
        model=PrintBatch,
        company="company",
        on="made_at__date",
        put={"pdf": b""},
    ),
)
