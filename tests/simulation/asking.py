"""What may be asked of whom today: the rules of docs/explanation/dunning.md, read a second
time in the plainest way. Nothing here knows the product.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from simulation.following import Following, party
from simulation.left import Left
from simulation.letters import FORMAL_TO_ALL
from simulation.plans import FORMAL, LAST
from simulation.workdays import working_day, works

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from simulation.books import Books
    from simulation.events import Claim, Customer, CustomerKey
    from simulation.plans import Place

ONE_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
SILENT = {"WEBHOOK"}


@dataclass(frozen=True, slots=True)
class Due:
    """The next step of a claim. on: today, when it is due."""

    claim: Claim
    place: Place
    channel: str
    on: date

    @property
    def speaks(self) -> bool:
        """The debtor hears of it."""
        return self.place.kind != "chase" and self.channel not in SILENT

    @property
    def pressing(self) -> tuple[int, date]:
        return -self.place.rank, self.claim.due_on


@dataclass(frozen=True, slots=True)
class Together:
    """What goes into one message, the most pressing first. waits: for a person."""

    channel: str
    role: str
    waits: bool
    members: tuple[Due, ...]


class Asking:
    """Asks the books, and what has left."""

    def __init__(self, books: Books, following: Following, left: Left) -> None:
        self.books, self.following, self.left = books, following, left

    def due(self, customer: CustomerKey, day: date) -> list[Due]:
        """What is due today and not beyond how often the debtor may be spoken to."""
        if not works(day, self.books.customers[customer].country):
            return []
        some = [
            one
            for claim in self.books.claims_of(customer)
            if isinstance(one := self.next(claim, day), Due) and one.on == day
        ]
        freshness = self.following.policy(customer)["freshness_days"]
        if self.books.stale(customer[0], day, freshness):
            return some  # all of it is stopped
        if some and not self.within_budget(customer, day):
            return [one for one in some if not one.speaks]
        return some

    def leaving(self, customer: CustomerKey, day: date) -> tuple[list[Due], dict[str, str]]:
        """What may leave at this moment; and by currency what stops the rest."""
        due = self.due(customer, day)
        stops = {
            currency: stop
            for currency in {one.claim.currency for one in due}
            if (stop := self.stop(customer, currency, due, day))
        }
        some = [one for one in due if one.claim.currency not in stops]
        return [one for one in some if not self._covered(one, some)], stops

    def _covered(self, due: Due, some: Sequence[Due]) -> bool:
        """Of what goes into one message with it, credit leaves nothing."""
        claim = due.claim
        asked = sum(
            self.asked(one.claim)
            for one in some
            if one.claim.currency == claim.currency and self.apart(one) == self.apart(due)
        )
        credit = self.books.credit[claim.debtor, claim.currency]
        return bool(credit) and credit >= asked

    def apart(self, due: Due) -> tuple[str, str, bool]:
        """What tells one message from another."""
        waits = due.place.approval == "ALWAYS" and self.worded(due) != LAST
        return due.channel, due.place.whom, waits or self._legal(due)

    def _legal(self, due: Due) -> bool:
        """A step of the law towards a private person."""
        customer = self.books.customers[due.claim.debtor]
        if party(customer) in {"business", "public"}:
            return False
        formal = customer.country in FORMAL_TO_ALL and self.worded(due) == LAST
        return formal or due.place.step == "handover_notice"

    def within_budget(self, customer: CustomerKey, day: date) -> bool:
        """One message more is not too many, over all that are the same debtor."""
        policy = self.following.policy(customer)
        days = self.left.spoke_on(self.following.same(customer))
        lately = [on for on in days if on > day - A_WEEK]
        return (
            sum(on >= day for on in lately) < policy["per_day"]
            and len(lately) < policy["per_week"]
        )

    def next(self, claim: Claim, day: date) -> Due | str:
        """The next step with its day, or why there is none."""
        books, key = self.books, claim.key
        if not books.open[key]:
            return "paid in full"
        if self.left.unsure(key):
            return "uncertain"
        if books.held(key, day, self.following.same(claim.debtor)):
            return "held"
        if books.contested(key) == books.open[key]:
            return "wholly disputed"
        until = books.promised_until(key)
        if until and day <= until:
            return "promised"
        return self._by_plan(claim, day)

    def _by_plan(self, claim: Claim, day: date) -> Due | str:
        customer = self.books.customers[claim.debtor]
        plan = self.following.plan(customer.key)
        if not plan.places:
            return "not followed up"
        unreachable = False
        for place in plan.places:
            if place.rank <= self.left.highest(claim.key):
                continue
            on = self._planned(claim, place, day)
            if place.before_due and on >= claim.due_on:
                continue
            if self._passed_over(claim, place, day):
                continue
            channel = self._channel(place, customer)
            if not channel:
                unreachable = True
                if place.before_due:
                    continue
                break
            if customer.debit and not place.before_due and self._waited_for(claim, day):
                return "direct debit"
            return Due(claim, place, channel, on)
        return "no address" if unreachable else "scenario ended"

    def _planned(self, claim: Claim, place: Place, day: date) -> date:
        country = self.books.customers[claim.debtor].country
        on = claim.due_on + timedelta(days=place.day)
        last = self.left.last_on(claim.key)
        if last is not None:
            rank = self.left.highest(claim.key)
            gap = self.following.plan(claim.debtor).gap(rank, place)
            on = max(on, last + timedelta(days=gap))
        term = self.left.term(claim.key)
        if term is not None:
            on = max(on, term + ONE_DAY)
        on = working_day(max(on, day), country)
        while place.weekdays and on.weekday() not in place.weekdays:
            on = working_day(on + ONE_DAY, country)
        return on

    def _passed_over(self, claim: Claim, place: Place, day: date) -> bool:
        """Its conditions leave the debtor, or the claim, out."""
        customer = self.books.customers[claim.debtor]
        if place.kind == "call" and "PHONE" not in self._reached(customer):
            return True
        if place.kind == "chase" and not customer.spoken_for:
            return True
        if place.kind == "invoice":
            return True  # no invoice of this world has its document
        kind = "INSTALMENT" if claim.parts > 1 else "INVOICE"
        if place.kinds and kind not in place.kinds:
            return True
        owed = sum(
            self.asked(one)
            for one in self.books.claims_of(claim.debtor)
            if one.currency == claim.currency and (one.due_on < day or one.key == claim.key)
        )
        too_little = place.floor is not None and owed < place.floor
        return too_little or (place.ceiling is not None and owed > place.ceiling)

    def _waited_for(self, claim: Claim, day: date) -> bool:
        """A direct debit is on its way, unless the bank has taken one back."""
        days = self.following.policy(claim.debtor)["debit_days"]
        until = claim.due_on + timedelta(days=days)
        return claim.key not in self.books.returned and day <= until

    def asked(self, claim: Claim) -> int:
        return self.books.open[claim.key] - self.books.contested(claim.key)

    # By what means

    def _channel(self, place: Place, customer: Customer) -> str:
        if place.kind == "chase":
            return "EMAIL"
        reached = self._reached(customer)
        return next((one for one in place.channels if one in reached), "")

    def _reached(self, customer: Customer) -> set[str]:
        dead = self.left.dead[customer.key]
        reached = {"WEBHOOK"}
        if self.address(customer, ""):
            reached.add("EMAIL")
        letters_back = any(customer.street in to.split(", ") for to in dead)
        if customer.street and customer.city and not letters_back:
            reached.add("LETTER")
        if customer.phone and customer.phone not in dead:
            reached |= {"PHONE", "SMS"} if customer.mobile else {"PHONE"}
        return reached

    def address(self, customer: Customer, role: str) -> str:
        """The e-mail address for this role, "" = all of them are dead or unknown."""
        ways = {"MANAGEMENT": customer.manager, "ACCOUNTING": customer.accountant}
        first = ways.get(role or "ACCOUNTING", "")
        usual = (first, customer.accountant, customer.email, customer.manager)
        dead = self.left.dead[customer.key]
        return next((one for one in usual if one and one not in dead), "")

    def thanked_by(self, customer: Customer) -> str:
        reached = self._reached(customer)
        channels = self.following.plan(customer.key).thanks
        return next((one for one in channels if one in reached), "")

    # What is due together

    def together(self, customer: CustomerKey, due: Sequence[Due]) -> list[Together]:
        """One message for each channel and contact; apart what waits for a person."""
        always: dict[tuple[str, str, bool], list[Due]] = defaultdict(list)
        for one in due:
            always[self.apart(one)].append(one)
        joined: dict[tuple[str, str, bool], list[Due]] = defaultdict(list)
        for (channel, role, waits), members in always.items():
            wait = waits or self._agreed_by_a_person(customer, members)
            joined[channel, role, wait] += members
        found = [
            Together(channel, role, wait, tuple(sorted(members, key=lambda m: m.pressing)))
            for (channel, role, wait), members in joined.items()
        ]
        return sorted(found, key=lambda one: one.members[0].pressing)

    def _agreed_by_a_person(self, customer: CustomerKey, members: list[Due]) -> bool:
        first = min(members, key=lambda one: one.pressing).place
        if customer in self.following.strategic and first.kind not in {"call", "chase"}:
            return True
        sums: dict[str, int] = defaultdict(int)
        for one in members:
            sums[one.claim.currency] += self.asked(one.claim)
        limit = self.following.policy(customer)["approval_minor"]
        speaks = first.kind not in {"call", "chase"}
        if speaks and limit and max(sums.values()) >= limit:
            return True
        return first.approval == "ABOVE" and max(sums.values()) >= first.from_minor

    def worded(self, due: Due) -> str:
        """The step as it is told: legal wording is for a known business only."""
        business = party(self.books.customers[due.claim.debtor]) == "business"
        return LAST if due.place.step == FORMAL and not business else due.place.step

    def stop(
        self, customer: CustomerKey, currency: str, due: Sequence[Due], day: date
    ) -> str:
        """What stops all that is due of this customer in one currency, if anything."""
        books, policy = self.books, self.following.policy(customer)
        asked = sum(self.asked(one.claim) for one in due if one.claim.currency == currency)
        if books.stale(customer[0], day, policy["freshness_days"]):
            return "bank data are stale"
        if books.suspected(customer):
            return "a payment waits for a person"
        if asked < policy["minimum_minor"]:
            return "below the minimum"
        least = max(policy["minimum_minor"], 1)
        if books.loose(customer, currency) >= least:
            return "money lies unallocated"
        credit = books.credit[customer, currency]
        if credit and asked - credit < least:
            return "covered by credit"
        return ""
