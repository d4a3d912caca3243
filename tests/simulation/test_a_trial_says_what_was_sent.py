"""The scenario that really was in force, tried on the days on which it was: the same
messages leave, and nothing that became known later changes them.

Left out are customers for whom a person had to agree: a trial takes that as done at once.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sending.sink import Sink

from acquit.channels.models import Message
from acquit.core.dunning import CustomerFile, ItemKind
from acquit.core.dunning.trial import play
from acquit.core.dunning.trial.books import Books
from acquit.cycle.models import Cycle
from acquit.dunning.queries import files
from acquit.dunning.queries.past import past
from acquit.ledger.models import Customer
from acquit.ledger.rows import Range
from acquit.organisation.models import Company
from simulation.events import Walked
from simulation.play import Product
from simulation.running import run
from simulation.world import World

DAYS = 60


class Calm(World):
    """One walk a day: of two, only the second would be known to have begun."""

    def _day(self, day):
        for event in super()._day(day):
            yield event
            if isinstance(event, Walked):
                return


class Tried(Product):
    """Tries the days so far, once, in the middle."""

    def __init__(self, url: str, middle: date) -> None:
        super().__init__(url)
        self.middle, self.then = middle, Counter()

    def hear(self, day, event):
        heard = super().hear(day, event)
        if isinstance(event, Walked) and day >= self.middle and not self.then:
            self.middle, self.then = day, tried(until=day)
        return heard


def tried(*, until: date) -> Counter[tuple[date, int, str]]:
    """The messages of all companies on the days that were walked."""
    walked = Cycle.objects.filter(day__lte=until).order_by("day")
    mornings = dict(walked.values_list("day", "started_at"))
    found: Counter[tuple[date, int, str]] = Counter()
    for company in Company.objects.all():
        played = play(past(company.pk, customers(company), mornings), None)
        found += Counter((one.day, one.customer_id, one.step.value) for one in played.sent)
    return found


def customers(company: Company) -> list[int]:
    return list(Customer.objects.filter(company=company).values_list("pk", flat=True))


def without(
    some: Counter[tuple[date, int, str]], agreed: set[int]
) -> Counter[tuple[date, int, str]]:
    return Counter({one: n for one, n in some.items() if one[1] not in agreed})


def plain(file: CustomerFile) -> CustomerFile:
    """Without what the walk asks for only where a scenario has to know it."""
    usual = {"kind": ItemKind.INVOICE, "has_document": False}
    return file._replace(items=[one._replace(**usual) for one in file.items])


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_in_force_is_tried_and_sends_what_was_sent(seed: int) -> None:
    world = Calm(seed, days=DAYS)
    with Sink() as sink:
        product = Tried(sink.url, world.days[DAYS // 2])
        run(world, product, sink)
    sent = Counter(Message.objects.values_list("business_day", "customer", "kind"))
    again = tried(until=world.days[-1])
    agreed = {who for _, who, step in {*sent, *again} if step == "FORMAL_NOTICE"}

    assert without(again, agreed) == without(sent, agreed)
    assert without(sent, agreed).total() > 60

    # Whatever was recorded since the middle changes nothing of what it sent until then.
    assert product.then.total() > 20
    assert product.then == Counter(
        {one: n for one, n in again.items() if one[0] <= product.middle}
    )

    # On the next morning the books are those that the walk would read.
    tomorrow = world.days[-1] + timedelta(days=1)
    for company in Company.objects.all():
        ids = customers(company)
        known = past(company.pk, ids, {tomorrow: datetime.now(UTC)})
        books = Books(known)
        for fact in known.told[0]:
            books.hear(fact)
        for loaded in files.load(Range(min(ids), max(ids)), as_of=tomorrow):
            mine = books.file(books.customers[loaded.file.customer_id], tomorrow)
            assert plain(mine) == loaded.file
