"""The ends of all channels, on this machine: a mail server, a gateway for text messages, a
program that is told of steps, a post office, and the list of calls of the people at work.

They keep what arrives in the order in which it does, and misbehave: some addresses are
dead, some days a server is in a bad mood, and now and then nobody says that it was heard.
"""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Self

from channels.servers import Asked, Gateway, Mischief, Reply
from sending.sink import GONE, OK, Mail, Sink

from simulation.arrivals import Arrived, Refused, of_mail

if TYPE_CHECKING:
    from collections.abc import Sequence

DEAD_DOMAIN = "gone.example"
DEAD_NUMBER = "000"  # the last digits of numbers that take nothing
SECRET = "between us"  # noqa: S105 - of this machine
NOT_MOBILE = {"code": 21614, "message": "not a mobile number"}


class Ends:
    """A context in which messages arrive."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - a story, not a secret
        self.arrived: list[Arrived | Refused] = []
        self.calm = False  # nothing gets lost
        # Uncertain messages, and whether they really arrived.
        self.unsure: dict[str, bool] = {}
        self._sink = Sink()
        self._texts, self._program = Gateway(), Gateway()
        self._sender = ""
        self._bad_mood = False
        manners = self._sink.manners
        manners.mail, manners.rcpt = self._from, self._to
        manners.content = self._content
        self._texts.answer, self._program.answer = self._text, self._step

    @property
    def email_url(self) -> str:
        return self._sink.url

    @property
    def sms_url(self) -> str:
        return f"twilio://AC1:pass@?from=%2B32460000000&api={self._texts.url}"

    @property
    def webhook_url(self) -> str:
        return f"{self._program.url}/steps"

    def __enter__(self) -> Self:
        for end in (self._sink, self._texts, self._program):
            end.__enter__()
        return self

    def __exit__(self, *raised: object) -> None:
        for end in (self._sink, self._texts, self._program):
            end.__exit__(*raised)

    def taken(self) -> Sequence[Arrived | Refused]:
        """What arrived since the last call."""
        arrived, self.arrived = self.arrived, []
        self._bad_mood = not self.calm and self.chance.random() < 0.1
        return arrived

    def keep(self, one: Arrived) -> None:
        """What arrives by other ways: letters and calls."""
        self.arrived.append(one)

    def _lost(self) -> bool:
        return not self.calm and self.chance.random() < 0.015

    # The mail server

    def _from(self, address: str) -> str:
        self._sender = address
        return OK

    def _to(self, address: str) -> str:
        if address.endswith(DEAD_DOMAIN):
            self.arrived.append(Refused("EMAIL", self._sender, address, for_good=True))
            return "550 no such mailbox"
        if self._bad_mood and self.chance.random() < 0.3:
            self.arrived.append(Refused("EMAIL", self._sender, address, for_good=False))
            return "451 come back later"
        return OK

    def _content(self, mail: Mail) -> str:
        unsure = self._lost()
        one = of_mail(mail, unsure=unsure)
        self.arrived.append(one)
        if unsure:
            self.unsure[one.key] = self.chance.random() < 0.5
            return GONE
        return OK

    # The gateway, and the program

    def _text(self, asked: Asked) -> Reply | Mischief:
        to, text = asked.form["To"], asked.form["Body"]
        sender = text.partition(":")[0].strip()
        if to.endswith(DEAD_NUMBER):
            self.arrived.append(Refused("SMS", sender, to, for_good=True))
            return Reply(400, NOT_MOBILE)
        name = f"SM{len(self.arrived)}-{self.chance.getrandbits(48)}"
        one = Arrived(channel="SMS", key=name, sender=sender, to=to, text=text)
        self.arrived.append(one)
        return Reply(201, {"sid": name})

    def _step(self, asked: Asked) -> Reply | Mischief:
        told = json.loads(asked.body)
        unsure = self._lost()
        one = Arrived(
            channel="WEBHOOK",
            key=told["key"],
            sender=told["sender"]["email"],
            to=told["to"],
            kind=told["kind"],
            language=told["language"],
            subject=told["subject"],
            text=told["text"],
            unsure=unsure,
        )
        self.arrived.append(one)
        if unsure:
            self.unsure[one.key] = self.chance.random() < 0.5
            return Mischief.DROP
        return Reply(202)
