"""Judging one message: is it theirs, is it right, is it due, and is it one too many?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from simulation import letters, mails
from simulation.arrivals import Arrived
from simulation.asking import Due
from simulation.following import party
from simulation.left import Gone
from simulation.mails import CHASE, FORMAL, THANKS, Named, Read, Unreadable
from simulation.plans import REMINDED
from simulation.workdays import works

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from simulation.arrivals import Refused
    from simulation.asking import Together
    from simulation.events import Claim, ClaimKey, Customer, CustomerKey
    from simulation.judge import Judge

WRONG, DOUBLE, LOSS = "wrong", "double", "loss"
# How text messages take leave of who has paid.
THANKING = ("Thank you!", "Merci !", "Hartelijk dank!", "Vielen Dank!")
FIRST = 10  # so many claims one of our own people is told of by name


class Hearing:
    """Judges messages one after the other, for a judge."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._closed: dict[CustomerKey, set[str]] = defaultdict(set)

    def close(self) -> None:
        """What was refused for good in this run is known now."""
        for customer, addresses in self._closed.items():
            self.judge.left.dead[customer] |= addresses
        self._closed.clear()

    def refused(self, day: date, one: Refused) -> set[CustomerKey]:
        """An address took nothing. Whose it is: what was due there may be tried again.

        What else was leaving with it was decided before anybody knew: another channel takes
        its place from the next run on.
        """
        whose = self._at(one.channel, one.sender, one.to)
        for customer in whose:
            known = self.judge.left.dead[customer.key] | self._closed[customer.key]
            if one.to in known:
                what = f"{customer.key} was tried at {one.to}, which is dead"
                self.judge.fault(day, WRONG, what)
            if one.for_good:
                self._closed[customer.key].add(one.to)
        self.judge.seen["(refused)"] += 1
        if not whose:
            # One of our own people: about whom he was to be asked, nobody can tell.
            theirs = self.judge.books.companies.values()
            codes = {company.email: company.code for company in theirs}
            self.judge.not_chased.add(codes[one.sender])
        return {customer.key for customer in whose}

    def arrived(self, day: date, mail: Arrived, hour: int) -> None:
        judge = self.judge
        customer = self._addressee(day, mail)
        judge.messages += 1
        judge.seen[mail.channel] += 1
        judge.seen["uncertain"] += mail.unsure
        if mail.key in judge.left.messages:
            judge.fault(day, DOUBLE, f"{mail.key} arrived twice")
            mail = _again(mail)
        if customer is None:
            return
        read = self._read(day, mail, customer)
        if read is None:
            return
        judge.seen[read.kind.partition("_")[0] if CHASE in read.kind else read.kind] += 1
        self._manner(day, mail, read, customer, hour)
        if read.kind == THANKS:
            self.close()  # people are thanked when all else of the run has left
            gone = self._thank(day, mail, customer, read)
        else:
            gone = self._ask(day, mail, customer, read, hour)
        judge.left.take(gone)

    # Whom it is for

    def _addressee(self, day: date, mail: Arrived) -> Customer | None:
        found = self._at(mail.channel, mail.sender, mail.to, mail.text)
        if len(found) != 1 or (mail.channel == "EMAIL" and mail.shown_to != mail.to):
            what = f"a message of {mail.sender} went to {mail.to}, says {mail.shown_to}"
            self.judge.fault(day, WRONG, what)
            return None
        return found[0]

    def _at(self, channel: str, sender: str, to: str, text: str = "") -> list[Customer]:
        """Who of the sender's customers is reached there."""
        books = self.judge.books
        codes = {
            word: one.code
            for one in books.companies.values()
            for word in (one.email, one.name)
        }
        theirs = [
            one for one in books.customers.values() if one.company == codes.get(sender)
        ]
        match channel:
            case "EMAIL":
                found = [
                    one for one in theirs if to in {one.email, one.accountant, one.manager}
                ]
                return found or [one for one in theirs if f"({one.code})" in text]
            case "LETTER":
                return [
                    one for one in theirs if one.street and one.street in to.split(", ")
                ]
            case "WEBHOOK":
                return [one for one in theirs if one.code == to]
            case _:
                return [one for one in theirs if one.phone == to]

    def _read(self, day: date, mail: Arrived, customer: Customer) -> Read | None:
        try:
            match mail.channel:
                case "SMS":
                    return self._text_message(day, mail, customer)
                case "PHONE":
                    return self._call(mail)
                case _ if mail.kind.startswith(CHASE):
                    return Read(mail.kind, mail.language, mails.chased(mail))
                case _:
                    return mails.read(mail)
        except Unreadable as trouble:
            what = f"{customer.key} got a message that cannot be read: {trouble}"
            self.judge.fault(day, WRONG, what)
            return None

    def _text_message(self, day: date, mail: Arrived, customer: Customer) -> Read | None:
        """A text message names nothing but sums, and only to a business: what it is about
        is what may be told in this way today.
        """
        judge = self.judge
        if mail.text.rstrip().endswith(THANKING):
            keys = judge.thankable(customer.key, day)
            items = [
                Named(key[1], key[2], 0, 0, judge.books.claims[key].currency)
                for key in keys
            ]
            return Read(THANKS, customer.language, tuple(items))
        leaving, stops = judge.asking.leaving(customer.key, day)
        groups = [
            group
            for group in judge.asking.together(customer.key, leaving)
            if group.channel == "SMS"
            and (not group.waits or judge.approvals.let(customer.key, group))
        ]
        if not groups:
            what = f"{customer.key} got a text message and nothing is due; {stops}"
            judge.fault(day, WRONG, what)
            return None
        items = [self._named(one) for one in groups[0].members]
        kind = judge.asking.worded(groups[0].members[0])
        self._sums(day, mail, customer, groups[0], told=party(customer) == "business")
        return Read(kind, customer.language, tuple(items))

    def _named(self, due: Due) -> Named:
        claim = due.claim
        opened, asked = self.judge.books.open[claim.key], self.judge.asking.asked(claim)
        return Named(claim.number, claim.part, opened, asked, claim.currency)

    def _sums(
        self, day: date, mail: Arrived, customer: Customer, group: Together, *, told: bool
    ) -> None:
        """What is late after credit; when nothing is, what falls due."""
        late: dict[str, int] = {}
        soon: dict[str, int] = {}
        for one in group.members:
            side = late if one.claim.due_on < day else soon
            currency = one.claim.currency
            side[currency] = side.get(currency, 0) + self.judge.asking.asked(one.claim)
        wanted = set()
        for currency, minor in (late or soon).items():
            rest = minor - self.judge.books.credit[customer.key, currency]
            if rest > 0:
                wanted.add((rest, currency))
        said = mails.amounts(mail.text)
        if said != (wanted if told else set()):
            what = f"{customer.key} got a text message of {said}, not {wanted}"
            self.judge.fault(day, WRONG, what)

    def _call(self, mail: Arrived) -> Read:
        books = self.judge.books
        items = []
        for key, _ in mail.named:
            opened = books.open[key]
            asked = opened - books.contested(key)
            items.append(Named(key[1], key[2], opened, asked, books.claims[key].currency))
        return Read(mail.kind, mail.language, tuple(items))

    # Whether it is right

    def _manner(
        self, day: date, mail: Arrived, read: Read, customer: Customer, hour: int
    ) -> None:
        who = f"{customer.key} got a {read.kind} by {mail.channel}"
        fault = self.judge.fault
        if mail.channel in {"EMAIL", "LETTER", "WEBHOOK"} and mail.kind != read.kind:
            alike = read.kind == "notice" and mail.kind == "invoice"
            if not alike:
                fault(day, WRONG, f"{who} that is called {mail.kind}")
        for_us = mail.channel == "PHONE" or mail.kind.startswith(CHASE)
        if not for_us:
            told = mail.language or customer.language
            if not read.language == told == customer.language:
                fault(day, WRONG, f"{who} in {read.language}, not in {customer.language}")
            if len({(item.number, item.part) for item in read.items}) < len(read.items):
                fault(day, WRONG, f"{customer.key}: one receivable stands twice in a mail")
        if not works(day, customer.country):
            fault(day, WRONG, f"{who} on a day off in {customer.country}")
        speaks = mail.channel != "WEBHOOK" and not mail.kind.startswith(CHASE)
        if speaks and not self.judge.asking.within_budget(customer.key, day):
            today = [one for one in self._days(customer) if one == day]
            which = "not the first mail of the day" if today else "the fourth mail within"
            fault(day, WRONG, f"{who}, {which} seven days: {sorted(self._days(customer))}")
        if read.kind == FORMAL and party(customer) != "business":
            fault(day, WRONG, f"{who} and is not known to be in business")

    def _days(self, customer: Customer) -> list[date]:
        judge = self.judge
        return judge.left.spoke_on(judge.following.same(customer.key))

    def _claims(
        self, day: date, customer: Customer, items: Iterable[Named]
    ) -> list[tuple[Named, Claim]]:
        found = []
        for item in items:
            claim = self.judge.books.claims.get((customer.company, item.number, item.part))
            if claim is None or claim.debtor != customer.key:
                what = f"{customer.key} was written to about {item}, not theirs"
                self.judge.fault(day, WRONG, what)
                continue
            self.judge.seen[item.currency] += 1
            if item.currency != claim.currency:
                what = f"{claim.key} is in {claim.currency}, not {item.currency}"
                self.judge.fault(day, WRONG, what)
            found.append((item, claim))
        return found

    def _ask(
        self, day: date, mail: Arrived, customer: Customer, read: Read, hour: int
    ) -> Gone:
        """A reminder: nothing that is stopped, each in its order, with what is open."""
        judge, asking = self.judge, self.judge.asking
        leaving, stops = asking.leaving(customer.key, day)
        now = {one.claim.key: one for one in leaving}
        ranks = {}
        for item, claim in self._claims(day, customer, read.items):
            who = f"{read.kind} for {claim.key}"
            self._amounts(day, who, item, claim, exact=mail.kind[:5] != CHASE)
            if claim.key not in now:
                self._not_due(day, who, read.kind, claim, stops)
            due = asking.next(claim, day)
            highest = judge.left.highest(claim.key)
            ranks[claim.key] = due.place.rank if isinstance(due, Due) else highest
        group = self._group(day, mail, customer, ranks.keys() & now.keys(), leaving)
        if group is not None:
            if mail.kind.startswith(CHASE):
                # What is not named for want of room is meant as well.
                ranks |= {one.claim.key: one.place.rank for one in group.members}
            self._as_planned(day, mail, customer, read, group, hour)
        speaks = mail.channel not in {"WEBHOOK", "PHONE"} and mail.kind[:5] != CHASE
        terms = self._promised(day, mail, customer, ranks) if speaks else {}
        return Gone(
            mail.key,
            customer.key,
            day,
            mail.channel,
            mail.to,
            kind=read.kind,
            ranks=ranks,
            spoke=speaks,
            unsure=mail.unsure,
            terms=terms,
        )

    def _promised(
        self, day: date, mail: Arrived, customer: Customer, ranks: dict[ClaimKey, int]
    ) -> dict[ClaimKey, date]:
        """The term that the message gives by law, if it is a letter of that kind; whether
        it had to be one.
        """
        found = letters.promise(mail, day, customer.country)
        if found is None:
            if self._wanted(day, mail, customer, ranks):
                what = f"{customer.key} got a {mail.kind} that is not the letter of the law"
                self.judge.fault(day, WRONG, what)
            return {}
        self.judge.seen["(letter of the law)"] += 1
        return {
            key: found.until
            for key in ranks
            if found.about is None or (key[1], key[2]) in found.about
        }

    def _wanted(
        self, day: date, mail: Arrived, customer: Customer, ranks: dict[ClaimKey, int]
    ) -> bool:
        """The law asks for a letter to such a debtor at this step, and none has left."""
        judge, least = self.judge, letters.LETTERS.get(customer.country)
        private = party(customer) not in {"business", "public"}
        if least is None or not private or mail.channel not in {"EMAIL", "LETTER"}:
            return False
        sums: dict[str, int] = {}
        for key, rank in ranks.items():
            claim = judge.books.claims[key]
            late = rank >= least and claim.due_on < day
            if late and judge.left.term(key) is None:
                asked = judge.asking.asked(claim)
                sums[claim.currency] = sums.get(claim.currency, 0) + asked
        if customer.country == "NL":
            sums = {"EUR": sums.get("EUR", 0)}
        credit = judge.books.credit
        return any(
            minor > credit[customer.key, currency] for currency, minor in sums.items()
        )

    def _amounts(
        self, day: date, who: str, item: Named, claim: Claim, *, exact: bool
    ) -> None:
        opened, asked = self.judge.books.open[claim.key], self.judge.asking.asked(claim)
        said = (item.open_minor, item.asked_minor)
        if said != ((opened, asked) if exact else (asked, asked)):
            what = f"{who} says {item}; open {opened}, to be asked {asked}"
            self.judge.fault(day, WRONG, what)

    def _not_due(
        self, day: date, who: str, kind: str, claim: Claim, stops: dict[str, str]
    ) -> None:
        judge = self.judge
        due = judge.asking.next(claim, day)
        again = kind in judge.left.told(claim.key)
        if isinstance(due, str):
            judge.fault(day, DOUBLE if again else WRONG, f"{who}: {due}")
        elif due.on == day and claim.currency in stops:
            judge.fault(day, WRONG, f"{who}: {stops[claim.currency]}")
        else:
            steps = judge.left.highest(claim.key), judge.left.last_on(claim.key)
            what = f"{who} is not due: {judge.told(due)} on {due.on}, steps so far {steps}"
            judge.fault(day, DOUBLE if again else WRONG, what)

    def _group(
        self,
        day: date,
        mail: Arrived,
        customer: Customer,
        keys: Iterable[object],
        leaving: list[Due],
    ) -> Together | None:
        """All that is due by this channel for this contact, and nothing else."""
        keys = set(keys)
        groups = [
            one
            for one in self.judge.asking.together(customer.key, leaving)
            if keys & {member.claim.key for member in one.members}
        ]
        if len(groups) != 1 or groups[0].channel != mail.channel:
            if keys:
                wanted = [(one.channel, one.role, one.waits) for one in groups]
                what = f"{customer.key} got by {mail.channel} what is due by {wanted}"
                self.judge.fault(day, WRONG, what)
            return None
        group = groups[0]
        missing = {one.claim.key for one in group.members} - keys
        if missing and not (mail.kind[:5] == CHASE and len(keys) >= FIRST):
            what = f"{customer.key}: {missing} is due and not in the message"
            self.judge.fault(day, LOSS, what)
        return group

    def _as_planned(
        self,
        day: date,
        mail: Arrived,
        customer: Customer,
        read: Read,
        group: Together,
        hour: int,
    ) -> None:
        """The kind, the contact, the hour, and the word of a person where it needs one."""
        judge = self.judge
        fault, who = judge.fault, f"{customer.key} got a {read.kind}"
        wanted = judge.asking.worded(group.members[0])
        if read.kind != wanted:
            fault(day, WRONG, f"{who}; {wanted} is next in order")
        if group.waits and not judge.approvals.let(customer.key, group):
            fault(day, WRONG, f"{who} that nobody approved")
        if group.waits:
            judge.approvals.take(customer.key, group)
        if mail.channel == "EMAIL" and group.role != "OURS":
            address = judge.asking.address(customer, group.role)
            if address != mail.to:
                fault(day, WRONG, f"{who} at {mail.to}, not at {address}")
        if not judge.good_hour(group, hour):
            fault(day, WRONG, f"{who} at {hour} o'clock")

    def _thank(self, day: date, mail: Arrived, customer: Customer, read: Read) -> Gone:
        judge = self.judge
        keys = set()
        for _, claim in self._claims(day, customer, read.items):
            keys.add(claim.key)
            if judge.books.open[claim.key]:
                judge.fault(day, WRONG, f"thanks for {claim.key}, which is open")
            if judge.left.highest(claim.key) < REMINDED:
                what = f"thanks for {claim.key}, of which nobody was reminded"
                judge.fault(day, WRONG, what)
            if judge.left.thanked(claim.key):
                judge.fault(day, DOUBLE, f"thanks for {claim.key} a second time")
        if judge.spoken_to(customer.key, day):
            what = f"{customer.key} is thanked beside another message of the day"
            judge.fault(day, WRONG, what)
        channel = judge.asking.thanked_by(customer)
        if channel != mail.channel:
            what = f"{customer.key} is thanked by {mail.channel}, not by {channel}"
            judge.fault(day, WRONG, what)
        return Gone(
            mail.key,
            customer.key,
            day,
            mail.channel,
            mail.to,
            thanked=frozenset(keys),
            spoke=mail.channel != "WEBHOOK",
            unsure=mail.unsure,
        )


def _again(mail: Arrived) -> Arrived:
    """The same message a second time: remembered apart."""

    return replace(mail, key=f"{mail.key} again")
