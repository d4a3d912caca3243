"""Four ways out of the house at once: a mail server, a gateway for text messages, a program
and a postal service; debtors of each; and the count of what arrived, taken outside.
"""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from channels.servers import Gateway

from acquit.channels.email.smtp import Smtp
from acquit.channels.letter.post.posting import Posting
from acquit.channels.letter.post.services import service
from acquit.channels.outbox import Outbox
from acquit.channels.registry import Switchboard
from acquit.channels.sms.gateways import account
from acquit.channels.sms.texting import Texting
from acquit.channels.webhook.posting import Webhook
from acquit.core.dunning import Channel, Place, Scenario, Step
from acquit.core.dunning.written import as_data
from acquit.dunning.models import Scenario as Drawn
from acquit.dunning.models import Version
from sending import trade
from sending.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from acquit.ledger.models import Receivable

SECRET = "a secret of the tests"  # noqa: S105 - nobody's
WAYS = ("EMAIL", "SMS", "WEBHOOK", "LETTER")
# The first by which a debtor can be reached is taken; a program is always told.
AS_IT_CAN = Scenario(
    places=(
        Place(
            step=Step.REMINDER_1,
            days=3,
            channels=(Channel.EMAIL, Channel.SMS, Channel.LETTER, Channel.WEBHOOK),
        ),
    )
)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes one invoice, by which way it is reached, and what it is known by there."""

    way: str
    owes: Receivable
    known_as: str


class FourWays:
    """A context in which all four take what they are given. `debtors`: all that were made,
    by what each is known by.
    """

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.texts, self.program, self.post = Gateway(), Gateway(), Gateway()
        self.debtors: dict[str, Debtor] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for server in (self.texts, self.program, self.post):
            self._open.enter_context(server)
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    @property
    def settings(self) -> dict[str, str]:
        """Where each of them is found, by the name of the setting."""
        return {
            "EMAIL_URL": self.sink.url,
            "SMS_URL": f"twilio://AC1:pass@?from=%2B32460000000&api={self.texts.url}",
            "WEBHOOK_URL": self.program.url,
            "WEBHOOK_SECRET": SECRET,
            "POST_URL": self.post.url,
        }

    def board(self) -> Switchboard:
        at = self.settings
        return Switchboard(
            {
                "EMAIL": Smtp(at["EMAIL_URL"]),
                "SMS": Texting(account(at["SMS_URL"], "")),
                "WEBHOOK": Webhook(at["WEBHOOK_URL"], SECRET),
                "LETTER": Posting(service(at["POST_URL"])),
            },
            Outbox(),
        )

    def debtor(self, way: str) -> Debtor:
        """A new one that is reached by this way."""
        number = len(self.debtors) + 1
        phone = f"+3247{number:07d}"
        reached = {
            "EMAIL": {"email": f"debtor{number}@post.example"},
            "SMS": {"email": "", "phone": phone},
            "WEBHOOK": {"email": ""},
            "LETTER": {
                "email": "",
                "street": f"Rue Haute {number}",
                "postcode": "1000",
                "city": "BRUXELLES",
            },
        }
        owes = trade.debtor(**reached[way])
        known_as = {
            "EMAIL": owes.customer.email,
            "SMS": phone,
            "WEBHOOK": owes.invoice.number,
            "LETTER": owes.customer.street,
        }
        debtor = Debtor(way, owes, known_as[way])
        self.debtors[debtor.known_as] = debtor
        return debtor

    def arrived(self) -> Counter[str]:
        """How often each debtor was reached so far, by what it is known by."""
        return Counter(self._reached())

    def _reached(self) -> Iterator[str]:
        for mail in self.sink.mails:
            yield from mail.to
        for asked in self.texts.asked:
            yield asked.form["To"]
        for asked in self.program.asked:
            text = asked.json["text"]
            yield from (n for n in self.debtors if n.startswith("2026-") and n in text)
        for asked in self.post.asked:
            options = asked.body.partition(b'name="options"')[2]
            form = options.partition(b"\r\n\r\n")[2].partition(b"\r\n")[0]
            yield json.loads(form)["address"][1]


def reached_as_it_can() -> None:
    """Every debtor of the company is followed up by whatever way there is."""
    drawn = Drawn.objects.create(
        company=trade.company(), code="standard", name="As it can", recorded_at=LONG_AGO
    )
    Version.objects.create(
        scenario=drawn, number=1, content=as_data(AS_IT_CAN), published_at=LONG_AGO
    )
