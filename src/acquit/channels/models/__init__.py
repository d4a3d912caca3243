"""Every message that was ever about to leave, and what came back."""

from __future__ import annotations

from acquit.channels.models.arrivals import Arrival, ArrivalOutcome
from acquit.channels.models.deliveries import (
    DeliveryEvent,
    Incoming,
    IncomingFile,
    IncomingState,
    Mailbox,
)
from acquit.channels.models.messages import (
    Apart,
    Channel,
    Delivery,
    Enclosure,
    Message,
    MessageState,
)
from acquit.channels.models.prints import PrintBatch, PrintRun, PrintState

__all__ = [
    "Apart",
    "Arrival",
    "ArrivalOutcome",
    "Channel",
    "Delivery",
    "DeliveryEvent",
    "Enclosure",
    "Incoming",
    "IncomingFile",
    "IncomingState",
    "Mailbox",
    "Message",
    "MessageState",
    "PrintBatch",
    "PrintRun",
    "PrintState",
]
