"""What stays here: nothing leaves, or a person carries it to the post."""

from __future__ import annotations

from acquit.channels.carrying import Envelope, OneWay, Outcome, Sent

KEPT = "kept in the outbox"
LAID = "laid in the print tray"


class Outbox(OneWay):
    """Nothing leaves: the message is kept readable in the outbox, and that is all."""

    code = "OUTBOX"

    def carry(self, envelope: Envelope) -> Outcome:  # noqa: ARG002 - it stays here
        return Sent(KEPT)


class PrintTray(OneWay):
    """A letter waits for a person who prints it; from here on it is the office's."""

    code = "TRAY"

    def carry(self, envelope: Envelope) -> Outcome:  # noqa: ARG002 - it lies here already
        return Sent(LAID)
