"""What it costs to speak to a debtor."""

from __future__ import annotations

from dataclasses import dataclass

from acquit.core.dunning.steps import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """In minor units of the company's currency, for one message each; a call takes
    `call_minutes` of a person, of whom an hour costs `hour_minor`.

    The usual are round figures of no particular provider: what a letter costs with postage
    and paper, an SMS in Western Europe, and an hour of a collector.
    """

    email_minor: int = 0
    sms_minor: int = 8
    letter_minor: int = 180
    call_minutes: int = 6
    hour_minor: int = 4000

    def of(self, channel: Channel) -> int:
        """One message by that channel; what another program is told costs nothing."""
        match channel:
            case Channel.EMAIL:
                return self.email_minor
            case Channel.SMS:
                return self.sms_minor
            case Channel.LETTER:
                return self.letter_minor
            case Channel.PHONE:
                return round(self.call_minutes * self.hour_minor / 60)
            case Channel.WEBHOOK:
                return 0


USUAL_PRICES = Prices()
