"""A world happens to the product, and the judge looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation.arrivals import Arrived, of_mail
from simulation.events import Banked, CameBack, SaidArrived, Waited, Walked
from simulation.judge import AFTERNOON, Judge
from simulation.play import DidNotHappen, Product
from simulation.world import COMPANIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from random import Random

    from sending.sink import Sink

    from simulation.commands import Acquit
    from simulation.ends import Ends
    from simulation.events import Event
    from simulation.steering import Steered
    from simulation.wide import Wide
    from simulation.world import World


def run(world: World, product: Product | Acquit, sink: Sink) -> Judge:
    """The standard scenario by e-mail alone: what arrives is what the sink holds."""
    judge = Judge()
    for day, event in world.events():
        try:
            counts = product.hear(day, event)
        except DidNotHappen:
            continue
        judge.hear(day, event)
        if isinstance(event, Banked):
            for found in product.found(event):
                world.books.hear(day, found)
                judge.hear(day, found)
        if isinstance(event, Walked):
            received = sink.taken()
            judge.watch(day, map(of_mail, received))
            assert counts is not None
            assert counts["neglected"] == 0
            assert counts["sent"] == len(received)
            if isinstance(product, Product) or day == world.days[-1]:
                for company in COMPANIES:
                    judge.rows(day, company.code, product.rows(company.code))
    return judge


def run_wide(world: Wide, product: Steered, ends: Ends) -> Judge:
    """Scenarios of all kinds, over all channels."""
    judge = Judge()
    today = None
    for day, event in world.events():
        if day != today:
            today = day
            for later in _afterwards(judge, ends, world.chance):
                product.hear(day, later)
                judge.hear(day, later)
        try:
            counts = product.hear(day, event)
        except DidNotHappen:
            continue
        judge.hear(day, event)
        if isinstance(event, Banked):
            for found in product.found(event):
                world.books.hear(day, found)
                judge.hear(day, found)
        if isinstance(event, Walked):
            _look(judge, product, ends, day, counts or {})
        elif isinstance(event, Waited):
            judge.watch(day, [*product.calls(), *ends.taken()], at=AFTERNOON)
    return judge


def _look(
    judge: Judge, product: Steered, ends: Ends, day: date, counts: dict[str, Any]
) -> None:
    """What arrived of a walk, and what the lists say."""
    taken = ends.taken()
    judge.watch(day, [*product.calls(), *taken])
    assert counts["neglected"] == 0
    sure = [one for one in taken if isinstance(one, Arrived) and not one.unsure]
    assert counts["sent"] == len(sure)
    for company in COMPANIES:
        judge.rows(day, company.code, product.rows(company.code))


def _afterwards(judge: Judge, ends: Ends, chance: Random) -> Iterator[Event]:
    """What becomes known of messages days later: a person finds out whether one arrived,
    and some come back.
    """
    for key, arrived in list(ends.unsure.items()):
        if chance.random() < 0.3:
            del ends.unsure[key]
            yield SaidArrived(key, arrived)
    sent = [
        one
        for one in judge.left.messages.values()
        if one.channel in {"EMAIL", "SMS", "LETTER"}
        and one.counts
        and not one.unsure
        and not one.kind.startswith("chase")
    ]
    if sent and chance.random() < 0.12:
        yield CameBack(chance.choice(sent[-20:]).key, dead=chance.random() < 0.5)
