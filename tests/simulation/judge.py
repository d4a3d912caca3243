"""The judge: sees the events and the mails, nothing else, and says what was wrong.

It imports nothing of the product. What a mail may say follows from `books`; when a step is
due follows from the table below, which stands in docs/explanation/dunning.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from simulation import mails
from simulation.books import Books
from simulation.events import Banked, Found, Walked
from simulation.mails import FORMAL, ORDER, THANKS, Named, Read, Unreadable
from simulation.workdays import working_day, works

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sending.sink import Mail

    from simulation.events import Claim, ClaimKey, Customer, CustomerKey, Event

OFFSETS = (-5, 3, 15, 30, 45)
MINIMUM = 10_00
THANKS_DAYS = 10
A_WEEK, PER_WEEK = timedelta(days=7), 3


@dataclass(frozen=True, slots=True)
class Due:
    claim: Claim
    rank: int


class Judge:
    """Hears the events in order, sees the mails of each cycle; `faults` is its verdict."""

    def __init__(self) -> None:
        self.books = Books()
        self.faults: list[str] = []
        # Kinds of mail, currencies in them, what stopped what was due, what happened.
        self.seen: Counter[str] = Counter()
        self._steps: dict[ClaimKey, list[tuple[int, date]]] = defaultdict(list)
        self._thanked: set[ClaimKey] = set()
        self._wrote_on: dict[CustomerKey, Counter[date]] = defaultdict(Counter)
        self._keys: set[str] = set()

    def hear(self, day: date, event: Event) -> None:
        if isinstance(event, Walked):
            return
        self.seen[type(event).__name__] += 1
        if isinstance(event, Banked):
            self.seen[event.form] += 1
            self.seen["returned"] += sum(payment.back for payment in event.payments)
        if isinstance(event, Found):
            self._weigh(event)
        self.books.hear(day, event)

    def _weigh(self, found: Found) -> None:
        """Nobody's money settles what another owes, unless it names the invoice."""
        payment = self.books.money[found.tag].payment
        for key, _ in (*found.shares, *found.noted):
            claim = self.books.claims[key]
            if claim.debtor != payment.by and claim.number not in payment.names:
                self.faults.append(f"{found.tag} of {payment.by} settles {claim}")

    def watch(self, day: date, received: Sequence[Mail]) -> None:
        """Judge what one cycle sent, and what it did not send."""
        due = {key: self._due(key, day) for key in self.books.customers}
        written = {key for key in due if self._wrote_on[key][day] or self._enough(key, day)}
        named: set[ClaimKey] = set()
        thanked: set[ClaimKey] = set()
        for mail in received:
            for key, kind in self._mail(day, mail, due):
                (thanked if kind == THANKS else named).add(key)
                if kind == FORMAL:
                    # The one message of the day: what else is due waits for the next.
                    written.add(self.books.claims[key].debtor)
        for customer, some in due.items():
            if customer in written:
                continue
            for one in some:
                self._look_for(day, one, some, named)
            theirs = {key for key in thanked if self.books.claims[key].debtor == customer}
            if theirs or not (self._wrote_on[customer][day] or self._enough(customer, day)):
                self._look_for_thanks(day, customer, theirs)
        self.books.hear(day, Walked())

    def rows(self, day: date, company: str, rows: Sequence[dict[str, Any]]) -> None:
        """The list of open receivables: all of them, each with a next step or a reason."""
        listed = Counter((company, row["invoice"], row["instalment"]) for row in rows)
        opened = Counter(
            key for key, minor in self.books.open.items() if minor and key[0] == company
        )
        if listed != opened:
            self._fault(
                day, f"{company} lists {listed - opened}, and not {opened - listed}"
            )
        for row in rows:
            key = (company, row["invoice"], row["instalment"])
            if (row["next_action"] is None) == (row["reason"] is None):
                self._fault(day, f"{key} has {row['next_action']} and {row['reason']}")
            if row["next_on"] and row["next_on"] < day.isoformat():
                self._fault(
                    day, f"{key}: its next action lies in the past, {row['next_on']}"
                )
            if int(row["open"].replace(".", "")) != self.books.open.get(key):
                self._fault(day, f"{key} is listed with {row['open']}")

    def _enough(self, customer: CustomerKey, day: date) -> bool:
        """Whoever got three mails within seven days gets no further one."""
        lately = [
            count
            for on, count in self._wrote_on[customer].items()
            if day - A_WEEK < on < day
        ]
        return sum(lately) >= PER_WEEK

    # When a step is due

    def _due(self, customer: CustomerKey, day: date) -> list[Due]:
        """What is to be asked for today, as far as the receivables alone say."""
        country = self.books.customers[customer].country
        if not works(day, country):
            return []
        return [
            Due(claim, rank)
            for claim in self.books.claims_of(customer)
            if not self._stop_of(claim, day)
            and (rank := self._next_rank(claim, country, day)) < len(OFFSETS)
            and self._planned(claim, rank, country) <= day
        ]

    def _next_rank(self, claim: Claim, country: str, day: date) -> int:
        if self._steps[claim.key]:
            return self._steps[claim.key][-1][0] + 1
        first = max(self._planned(claim, 0, country), working_day(day, country))
        return 0 if first < claim.due_on else 1

    def _planned(self, claim: Claim, rank: int, country: str) -> date:
        day = claim.due_on + timedelta(days=OFFSETS[rank])
        if self._steps[claim.key]:
            gap = OFFSETS[rank] - OFFSETS[rank - 1]
            day = max(day, self._steps[claim.key][-1][1] + timedelta(days=gap))
        return working_day(day, country)

    def _stop_of(self, claim: Claim, day: date) -> str:
        """What stops this one, if anything."""
        books, key = self.books, claim.key
        if not books.open[key]:
            return "paid in full"
        if books.held(key, day):
            return "held"
        if books.contested(key) == books.open[key]:
            return "wholly disputed"
        until = books.promised_until(key)
        return "promised" if until and day <= until else ""

    def _stop(
        self, customer: CustomerKey, currency: str, due: Sequence[Due], day: date
    ) -> str:
        """What stops all of this customer's in one currency, if anything."""
        books = self.books
        asked = sum(
            books.open[one.claim.key] - books.contested(one.claim.key)
            for one in due
            if one.claim.currency == currency
        )
        if not books.customers[customer].address:
            return "no address"
        if books.stale(customer[0], day):
            return "bank data are stale"
        if books.suspected(customer):
            return "a payment waits for a person"
        if books.loose(customer, currency) >= MINIMUM:
            return "money lies unallocated"
        credit = books.credit[customer, currency]
        if credit and asked >= MINIMUM > asked - credit:
            return "covered by credit"
        return "below the minimum" if asked < MINIMUM else ""

    # What was sent

    def _mail(
        self, day: date, mail: Mail, due: dict[CustomerKey, list[Due]]
    ) -> list[tuple[ClaimKey, str]]:
        """Judge one mail; what it names, with its kind."""
        customer = self._addressee(day, mail)
        if mail.key in self._keys:
            self._fault(day, f"{mail.key} arrived twice")
        self._keys.add(mail.key)
        if customer is None:
            return []
        try:
            read = mails.read(mail)
        except Unreadable as trouble:
            self._fault(day, f"{customer.key} got a mail that cannot be read: {trouble}")
            return []
        self.seen[read.kind] += 1
        self._manner(day, mail, read, customer)
        if len({(item.number, item.part) for item in read.items}) < len(read.items):
            self._fault(day, f"{customer.key}: one receivable stands twice in a mail")
        claims = [
            claim for item in read.items if (claim := self._claim(day, customer, item))
        ]
        if read.kind == THANKS:
            self._thank(day, customer, claims)
        else:
            self._ask(day, customer, read, due[customer.key])
            for currency in {item.currency for item in read.items}:
                stop = self._stop(customer.key, currency, due[customer.key], day)
                if stop:
                    self._fault(day, f"{customer.key} got a {read.kind}: {stop}")
        return [(claim.key, read.kind) for claim in claims]

    def _addressee(self, day: date, mail: Mail) -> Customer | None:
        companies = {one.email: one.code for one in self.books.companies.values()}
        customers = [
            one
            for one in self.books.customers.values()
            if one.company == companies.get(mail.sender) and mail.to == (one.address,)
        ]
        header = str(mail.message["To"])
        if len(customers) != 1 or header != customers[0].address:
            self._fault(day, f"a mail of {mail.sender} went to {mail.to}, says {header}")
            return None
        return customers[0]

    def _manner(self, day: date, mail: Mail, read: Read, customer: Customer) -> None:
        who = f"{customer.key} got a {read.kind}"
        if mail.message["X-Acquit-Kind"] != read.kind:
            self._fault(day, f"{who} that is called {mail.message['X-Acquit-Kind']}")
        if not read.language == mail.message["Content-Language"] == customer.language:
            self._fault(day, f"{who} in {read.language}, not in {customer.language}")
        if not works(day, customer.country):
            self._fault(day, f"{who} on a day off in {customer.country}")
        self._wrote_on[customer.key][day] += 1
        if self._wrote_on[customer.key][day] > 1:
            self._fault(day, f"{who}, not the first mail of the day")
        if self._enough(customer.key, day):
            self._fault(day, f"{who}, the fourth mail within seven days")
        if read.kind != FORMAL:
            return
        if customer.key not in self.books.approved:
            self._fault(day, f"{who} that nobody approved")
        self.books.approved.discard(customer.key)
        if not customer.may_be_put_on_notice:
            self._fault(day, f"{who} and is not known to be in business")

    def _claim(self, day: date, customer: Customer, item: Named) -> Claim | None:
        claim = self.books.claims.get((customer.company, item.number, item.part))
        if claim is None or claim.debtor != customer.key:
            self._fault(day, f"{customer.key} was written to about {item}, not theirs")
            return None
        self.seen[item.currency] += 1
        if item.currency != claim.currency:
            self._fault(day, f"{claim.key} is in {claim.currency}, not {item.currency}")
        return claim

    def _ask(self, day: date, customer: Customer, read: Read, due: Sequence[Due]) -> None:
        """A reminder: nothing that is stopped, each in its order, with what is open."""
        ranks = []
        for item in read.items:
            claim = self.books.claims.get((customer.company, item.number, item.part))
            if claim is None or claim.debtor != customer.key:
                continue
            who = f"{read.kind} for {claim.key}"
            if stop := self._stop_of(claim, day):
                self._fault(day, f"{who}: {stop}")
            opened = self.books.open[claim.key]
            asked = opened - self.books.contested(claim.key)
            if (item.open_minor, item.asked_minor) != (opened, asked):
                self._fault(day, f"{who} says {item}; open {opened}, to be asked {asked}")
            rank = self._next_rank(claim, customer.country, day)
            ranks.append(rank)
            if not any(one.claim == claim for one in due):
                self._fault(day, f"{who} is not due: steps so far {self._steps[claim.key]}")
            self._steps[claim.key].append((rank, day))
        highest = max(ranks, default=0)
        last = FORMAL if customer.may_be_put_on_notice else ORDER[-1]
        wanted = (*ORDER[:-1], last)[highest] if highest < len(ORDER) else "nothing more"
        if read.kind != wanted:
            self._fault(day, f"{customer.key} got a {read.kind}; {wanted} is next in order")

    def _thank(self, day: date, customer: Customer, claims: Sequence[Claim]) -> None:
        for claim in claims:
            if self.books.open[claim.key]:
                self._fault(day, f"thanks for {claim.key}, which is open")
            if not any(rank > 0 for rank, _ in self._steps[claim.key]):
                self._fault(day, f"thanks for {claim.key}, of which nobody was reminded")
            if claim.key in self._thanked:
                self._fault(day, f"thanks for {claim.key} a second time")
            self._thanked.add(claim.key)

    # What was not sent

    def _look_for(
        self, day: date, one: Due, due: Sequence[Due], named: set[ClaimKey]
    ) -> None:
        customer = one.claim.debtor
        stop = self._stop(customer, one.claim.currency, due, day)
        waits = one.rank == 4 and self.books.customers[customer].may_be_put_on_notice
        if stop or waits:
            self.seen[f"({stop or 'waits for approval'})"] += 1
        elif one.claim.key not in named:
            self._fault(day, f"neglected: {ORDER[one.rank]} for {one.claim.key} was due")

    def _look_for_thanks(
        self, day: date, customer: CustomerKey, thanked: set[ClaimKey]
    ) -> None:
        known = self.books.customers[customer]
        if not known.address or not works(day, known.country):
            return
        for key, claim in self.books.claims.items():
            if (
                claim.debtor == customer
                and key not in self._thanked | thanked
                and not self.books.open[key]
                and any(rank > 0 for rank, _ in self._steps[key])
                and day - self.books.settled_on(key) <= timedelta(days=THANKS_DAYS)
            ):
                self._fault(day, f"nobody said thanks for {key}")

    def _fault(self, day: date, sentence: str) -> None:
        self.faults.append(f"{day:%a %d %b %Y}: {sentence}")
