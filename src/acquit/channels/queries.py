"""Whose message is meant, and who writes to us."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from acquit.channels.models import Arrival, Channel, Delivery, Message, MessageState
from acquit.ledger.models import Contact, Customer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# The last digits tell a telephone number however it is written; fewer tell too little.
_DIGITS = 8


def message_named(key: str, external_id: str) -> Message | None:
    """The message with this key, else the newest that a service calls so."""
    if found := _by_keys([key]):
        return found
    if not external_id:
        return None
    named = Message.objects.filter(external_id=external_id)
    return named.order_by("-pk").first()


def message_mentioned(keys: Iterable[str], external_ids: Iterable[str]) -> Message | None:
    """The message of ours that is mentioned first by any of these names."""
    if found := _by_keys(keys):
        return found
    for external_id in external_ids:
        if found := message_named("", external_id):
            return found
    return None


def _by_keys(keys: Iterable[str]) -> Message | None:
    for key in keys:
        try:
            wanted = UUID(key)
        except ValueError:
            continue
        if found := Message.objects.filter(key=wanted).first():
            return found
    return None


def people_at(channel: str, address: str) -> tuple[list[Customer], Contact | None]:
    """The customers that have this address, in any company, and the contact if the address
    is that of one alone.
    """
    here = _mail(address) if channel == Channel.EMAIL else _phone(address)
    if here is None:
        return [], None
    contacts = list(Contact.objects.filter(here).select_related("customer")[:3])
    customers = {one.pk: one for one in Customer.objects.filter(here)[:3]}
    customers |= {one.customer_id: one.customer for one in contacts}
    return list(customers.values()), contacts[0] if len(contacts) == 1 else None


def written_to(channel: str, address: str) -> list[int]:
    """The customers that we wrote to at this address, by id; two are enough to doubt."""
    sent = Message.objects.filter(channel=channel, to__iexact=address)
    return list(sent.order_by().values_list("customer", flat=True).distinct()[:2])


def _mail(address: str) -> Q | None:
    return Q(email__iexact=address) if "@" in address else None


def _phone(address: str) -> Q | None:
    digits = re.sub(r"\D", "", address)[-_DIGITS:]
    if len(digits) < _DIGITS:
        return None
    # However it is written in the books: any sign may stand between two digits.
    return Q(phone__regex=r"\D*".join(digits) + r"\D*$")


def arrival_of(message_id: int) -> Arrival | None:
    """What people know of this letter: the last that they recorded."""
    rows = Arrival.objects.filter(message=message_id).select_related("actor")
    return (
        rows.select_related("document").defer("document__content").order_by("-pk").first()
    )


def posted_on(message: Message) -> date | None:
    """The day on which a letter went to the post, None = it is no letter, or did not yet.

    Whoever posts for us reports it; in the office somebody says so of its bundle.
    """
    gone = message.delivery not in {"", Delivery.PRINTED}
    if message.channel != Channel.LETTER or message.state != MessageState.SENT or not gone:
        return None
    batch = message.batch
    return (batch.posted_on if batch else None) or message.business_day
