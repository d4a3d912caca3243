"""The judge: sees the events and what arrives, nothing else, and says what was wrong.

It imports nothing of the product. What is open, held or promised follows from `books`; by
which scenario somebody is followed up from `following`; when a step is due from `asking`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from simulation import events as happened
from simulation.approvals import Approvals
from simulation.arrivals import Arrived, Refused
from simulation.asking import Asking, Due, Together
from simulation.books import Books
from simulation.following import Following, party
from simulation.hearing import Hearing
from simulation.left import Left
from simulation.plans import REMINDED
from simulation.workdays import works

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from simulation.events import ClaimKey, CustomerKey, Event

WRONG, DOUBLE, LOSS, UNNAMED = "wrong", "double", "loss", "unnamed"
MORNING, AFTERNOON = time(8), time(12)  # UTC
# All debtors of the worlds live where it is as late as in Brussels.
DEBTORS_CLOCK = ZoneInfo("Europe/Brussels")


class Judge:
    """Hears the events in order, sees what arrives in each cycle; `faults` is its verdict,
    `counts` how many there are of each kind.
    """

    def __init__(self) -> None:
        self.books = Books()
        self.following = Following(self.books)
        self.left = Left()
        self.asking = Asking(self.books, self.following, self.left)
        self.approvals = Approvals(self.asking)
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        # Kinds of message, channels, what stopped what was due, what happened.
        self.seen: Counter[str] = Counter()
        self.messages = 0
        self.uncertain_named = 0
        # Companies of whose people one could not be reached in this cycle.
        self.not_chased: set[str] = set()
        self._hearing = Hearing(self)

    def hear(self, day: date, event: Event) -> None:
        if isinstance(event, happened.Walked | happened.Waited):
            return
        self.seen[type(event).__name__] += 1
        if isinstance(event, happened.Found):
            self._weigh(event)
        else:
            # What was found out about a payment belongs to the payment.
            self.following.assign(self.left.highest)
        self._count(event)
        match event:
            case happened.Approved(customer):
                self.approvals.give(customer, day)
            case happened.SaidArrived(key, arrived):
                self.left.said(key, arrived=arrived)
            case happened.CameBack(key, dead):
                self.left.came_back(key, dead=dead)
        self.following.hear(event)
        self.books.hear(day, event)
        self.approvals.touch(event, self.books)

    def _count(self, event: Event) -> None:
        if isinstance(event, happened.Banked):
            self.seen[event.form] += 1
            self.seen["returned"] += sum(payment.back for payment in event.payments)
        if isinstance(event, happened.Held) and event.group:
            self.seen["Held as a group"] += 1

    def _weigh(self, found: happened.Found) -> None:
        """Nobody's money settles what another owes, unless it names the invoice."""
        payment = self.books.money[found.tag].payment
        for key, _ in (*found.shares, *found.noted):
            claim = self.books.claims[key]
            if claim.debtor != payment.by and claim.number not in payment.names:
                self.faults.append(f"{found.tag} of {payment.by} settles {claim}")
                self.counts[WRONG] += 1

    def watch(
        self, day: date, arrived: Iterable[Arrived | Refused], *, at: time = MORNING
    ) -> None:
        """Judge what one cycle sent, and what it did not send."""
        if at == MORNING:
            self.following.survey()
        self.following.assign(self.left.highest)
        for customer in self.books.customers:
            self.approvals.prepare(customer, day)
        refused: set[CustomerKey] = set()
        self.not_chased.clear()
        for one in arrived:
            if isinstance(one, Refused):
                refused |= self._hearing.refused(day, one)
            else:
                self._hearing.arrived(day, one, _hour(day, at))
        self._hearing.close()
        for customer in self.books.customers:
            if customer in refused:
                continue
            self._look_for(day, customer, _hour(day, at))
            if at == MORNING:
                self._look_for_thanks(day, customer)
        if at == MORNING:
            self.approvals.rest()
            self.books.hear(day, happened.Walked())

    def rows(self, day: date, company: str, rows: Sequence[dict[str, Any]]) -> None:
        """The list of open receivables: all of them, each with a next step or a reason;
        what is uncertain is named so.
        """
        listed = Counter((company, row["invoice"], row["instalment"]) for row in rows)
        opened = Counter(
            key for key, minor in self.books.open.items() if minor and key[0] == company
        )
        if listed != opened:
            what = f"{company} lists {listed - opened}, and not {opened - listed}"
            self.fault(day, LOSS, what)
        for row in rows:
            key = (company, row["invoice"], row["instalment"])
            if (row["next_action"] is None) == (row["reason"] is None):
                what = f"{key} has {row['next_action']} and {row['reason']}"
                self.fault(day, LOSS, what)
            if row["next_on"] and row["next_on"] < day.isoformat():
                what = f"{key}: its next action lies in the past, {row['next_on']}"
                self.fault(day, LOSS, what)
            if int(row["open"].replace(".", "")) != self.books.open.get(key):
                self.fault(day, WRONG, f"{key} is listed with {row['open']}")
            self._look_at_the_uncertain(day, key, row)

    def _look_at_the_uncertain(self, day: date, key: ClaimKey, row: dict[str, Any]) -> None:
        unsure = key in self.books.open and self.left.unsure(key)
        if unsure != (row["reason"] == "uncertain"):
            self.fault(day, UNNAMED, f"{key} is shown as {row['reason']}")
        elif unsure:
            self.uncertain_named += 1

    # What was not sent

    def _look_for(self, day: date, customer: CustomerKey, hour: int) -> None:
        if not self.asking.within_budget(customer, day):
            self.seen["(enough for now)"] += 1
        leaving, stops = self.asking.leaving(customer, day)
        self.seen.update(f"({stop})" for stop in stops.values())
        for group in self.asking.together(customer, leaving):
            if not self.good_hour(group, hour):
                self.seen["(another hour)"] += 1
            elif group.role == "OURS" and customer[0] in self.not_chased:
                self.seen["(our own people not reached)"] += 1
            elif group.waits and not self.approvals.must_leave(customer, group):
                self.seen["(waits for approval)"] += 1
            else:
                for one in group.members:
                    self.fault(day, LOSS, f"neglected: {self.told(one)} was due")

    def good_hour(self, group: Together, hour: int) -> bool:
        """A letter is read when it is opened; programs and our own people do not sleep."""
        if group.channel in {"LETTER", "WEBHOOK"} or group.role == "OURS":
            return True
        policy = self.following.policy(group.members[0].claim.debtor)
        usual = policy["from_hour"], policy["until_hour"]
        first, last = group.members[0].place.hours or usual
        return first <= hour < last and self._may_ring(group, hour)

    def _may_ring(self, group: Together, hour: int) -> bool:
        """Private persons in France are called from ten to one and from two to eight; at
        the hours of this world nothing else is out of hours anywhere.
        """
        customer = self.books.customers[group.members[0].claim.debtor]
        private = party(customer) not in {"business", "public"}
        if group.channel != "PHONE" or not private or customer.country != "FR":
            return True
        return 10 <= hour < 13 or 14 <= hour < 20

    def told(self, due: Due) -> str:
        """A step with its claim and its scenario, for people."""
        scenario = self.following.named(due.claim.debtor)
        how = f"{due.channel}, {scenario}"
        return f"{self.asking.worded(due)} for {due.claim.key} ({how})"

    def spoken_to(self, customer: CustomerKey, day: date) -> bool:
        """A thank-you stands alone on its day."""
        return day in self.left.spoke_on(self.following.same(customer))

    def thankable(self, customer: CustomerKey, day: date) -> list[ClaimKey]:
        """What was asked for, paid with money not long ago, and not thanked for."""
        days = timedelta(days=self.following.policy(customer)["thanks_days"])
        return [
            key
            for key, claim in self.books.claims.items()
            if claim.debtor == customer
            and not self.books.open[key]
            and key in self.books.paid_for
            and self.left.highest(key) >= REMINDED
            and not self.left.thanked(key)
            and not self.left.unsure(key)
            and day - self.books.settled_on(key) <= days
        ]

    def _look_for_thanks(self, day: date, customer: CustomerKey) -> None:
        known = self.books.customers[customer]
        channel = self.asking.thanked_by(known)
        if not channel or not works(day, known.country):
            return
        if not self.asking.within_budget(customer, day) or self.spoken_to(customer, day):
            return
        for key in self.thankable(customer, day):
            self.fault(day, LOSS, f"nobody said thanks for {key}")

    def fault(self, day: date, kind: str, sentence: str) -> None:
        """Say what was wrong."""
        self.counts[kind] += 1
        self.faults.append(f"{day:%a %d %b %Y}: {sentence}")


def _hour(day: date, at: time) -> int:
    """What the debtors' clocks show."""
    utc = datetime.combine(day, at, ZoneInfo("UTC"))
    return utc.astimezone(DEBTORS_CLOCK).hour
