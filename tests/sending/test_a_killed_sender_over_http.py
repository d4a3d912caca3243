"""The same over HTTP: killed at every place, a program is told of each step once."""

from __future__ import annotations

import json
import signal
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from channels.servers import Gateway
from django.utils import timezone

from acquit.channels.webhook.posting import Webhook
from acquit.core.dunning import Channel, Place, Scenario, Step
from acquit.core.dunning.written import as_data
from acquit.cycle import actions
from acquit.dunning.models import Scenario as Drawn
from acquit.dunning.models import Version
from acquit.ledger.models import Receivable
from sending import trade
from sending.conftest import Sender
from sending.test_a_killed_sender import TOGETHER, uncertain_among
from sending.trade import DAY, debtor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sending.sink import Sink

SECRET = "a secret of the tests"  # noqa: S105 - nobody's
BY_PROGRAM = Scenario(
    places=(Place(step=Step.REMINDER_1, days=3, channels=(Channel.WEBHOOK,)),)
)


@pytest.fixture
def program() -> Iterator[Gateway]:
    with Gateway() as gateway:
        yield gateway


@pytest.fixture
def sender(
    transactional_db: None, sink: Sink, program: Gateway, tmp_path: Path
) -> Iterator[Sender]:
    known = {"ACQUIT_WEBHOOK_URL": program.url, "ACQUIT_WEBHOOK_SECRET": SECRET}
    with closing(Sender(sink, tmp_path / "sender", **known)) as process:
        yield process


@pytest.fixture
def told_by_program(transactional_db: None) -> None:
    """Every debtor of the company is followed up by telling a program."""
    drawn = Drawn.objects.create(
        company=trade.company(),
        code="standard",
        name="By program",
        recorded_at=timezone.now(),
    )
    Version.objects.create(
        scenario=drawn,
        number=1,
        content=as_data(BY_PROGRAM),
        published_at=timezone.now(),
    )


@pytest.mark.usefixtures("told_by_program")
def test_wherever_it_is_killed_nothing_is_told_twice_and_nothing_is_lost(
    sender: Sender, program: Gateway
):
    statements = statements_of_one_sending(sender)
    unknown: list[int] = []
    for at in range(1, len(statements) + 1):
        for when in ("before", "after"):
            place = (at, when, statements[at - 1])
            debtors = [debtor() for _ in range(TOGETHER)]
            program.asked.clear()
            assert sender.run(DAY, at=at, when=when)["status"] == -signal.SIGKILL, place
            walk(program)
            walk(program)
            unknown.append(uncertain_among(debtors, told(program), place))
    assert set(unknown) == {0, 1}
    assert not unknown[0]
    assert not unknown[-1]
    assert sum(unknown) >= 2 * TOGETHER


def walk(program: Gateway) -> None:
    counts = actions.walk(DAY, carrier=Webhook(program.url, SECRET), clock=timezone.now)
    assert counts["neglected"] == 0


def told(program: Gateway) -> Counter[str]:
    """How often each invoice was told of; a key that comes twice is a fault at once."""
    steps = [json.loads(asked.body) for asked in program.asked]
    assert len({step["key"] for step in steps}) == len(steps)
    numbers = Receivable.objects.values_list("invoice__number", flat=True)
    return Counter(n for n in numbers for step in steps if n in step["text"])


def statements_of_one_sending(sender: Sender) -> list[str]:
    for _ in range(TOGETHER):
        debtor()
    statements: list[str] = sender.run(DAY)["statements"]
    assert len(statements) > 20
    return statements
