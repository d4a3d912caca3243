"""The demo comes to life: its files go through the real importers, its days are walked.

What people did is done again by the same verbs that the pages call. A clock goes along, so
that every fact carries the day of the story; nothing is sent outside.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management import call_command

from acquit.core.days import is_working_day
from acquit.core.errors import Refusal
from acquit.cycle import actions
from acquit.cycle.actions.outstanding import sum_up_all
from acquit.cycle.actions.ringing import quietly, ring_for_learning
from acquit.demo import files, households, old_debts, personal
from acquit.demo.at_the_door import slips_come
from acquit.demo.calls import make_calls
from acquit.demo.cases import live_cases
from acquit.demo.cast import Role as CastRole
from acquit.demo.charging import charge, set_all_terms
from acquit.demo.clock import Clock
from acquit.demo.doings import Doings
from acquit.demo.exports import drop_unknown_table, import_open_items
from acquit.demo.office import THE_DEMO, open_office, sign_ins
from acquit.demo.sources import Sources
from acquit.demo.workers import hired
from acquit.formats.source import Source
from acquit.insight.actions import keep_day
from acquit.organisation.models import Company

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from acquit.demo.cast import Person
    from acquit.demo.office import Office
    from acquit.demo.plan import Delivery, Plan
    from acquit.demo.workers import Workers
    from acquit.intake.actions import Imported

SEED = 1
# Once a week they say what they expect, so that it can be held against what came.
MONDAY = 0
CODES = ("BE01", "FR01", "NL01")
# Its files come by themselves, once the story has begun.
BY_SOURCES = "BE01"


class NotTaken(Refusal):
    """A file of the demo was refused: the demo or an importer is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """One demo on its way into the books."""

    folder: Path
    plan: Plan
    clock: Clock
    office: Office
    people: Doings
    sources: Sources
    workers: Workers

    def open_books(self) -> None:
        """Everything as it stood when the story begins."""
        self.clock.to(self.plan.opening, time(5))
        for code in self.office.companies:
            given = [one for one in self.plan.opening_files if one.company == code]
            self._import(code, given, self.plan.opening)
        self._taken(households.bring(self.office, self.clock, on=self.plan.opening))
        set_all_terms(self.office, self.clock, on=self.plan.opening)

    def live(self, day: date) -> None:
        """One day: files in the morning, the walk at ten, people in the afternoon."""
        self.clock.to(day)
        by_company: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in self.plan.delivered(day):
            by_company[delivery.company].append(delivery)
        for code, deliveries in by_company.items():
            self._import(code, deliveries, day)
        self.people.record(day)
        if day == self.plan.today:
            self._taken(old_debts.bring(self.office, self.clock, on=day))
        self.clock.to(day, time(9))
        self.workers.walk(day, self.clock)
        if day.weekday() == MONDAY:
            self.workers.foretell(self.company_ids, day, self.clock)
        self.clock.to(day, time(13))
        if is_working_day(day, "BE"):
            self.people.settle_lines(day)
            self.people.approve(day)
            make_calls(self.plan, self.office, self.clock, day)
            self.people.post(day)
            slips_come(self.office, self.clock, day)
            charge(self.plan, self.office, self.clock, day)
        live_cases(self.plan, self.office, self.clock, day)

    @property
    def company_ids(self) -> list[int]:
        """The largest first."""
        return [self.office.companies[code].pk for code in CODES]

    def export_tables(self, day: date) -> None:
        """The accountings write tables of their own: one is described, one is not yet."""
        clerk = self.office.worker(CastRole.COLLECTOR, "FR01")
        done = import_open_items(
            self.office.companies["FR01"], on=day, actor=clerk, clock=self.clock
        )
        if done.problems:
            raise NotTaken(f"{done.run.file_name}: {done.problems[0]}")
        clerk = self.office.worker(CastRole.COLLECTOR, "NL01")
        company = self.office.companies["NL01"]
        drop_unknown_table(company, on=day, actor=clerk, clock=self.clock)

    def ask_for_data(self, day: date) -> None:
        """Private persons ask what is held of them."""
        self._taken(personal.bring(self.office, self.clock, on=day))

    def _import(self, code: str, deliveries: Sequence[Delivery], day: date) -> None:
        if code == BY_SOURCES and day > self.plan.opening:
            done = self.sources.take(
                deliveries, folder=self.folder, on=day, clock=self.clock
            )
        else:
            done = actions.import_files(
                [Source.of_path(self.folder / one.path) for one in deliveries],
                company=self.office.companies[code],
                partial=False,
                on=day,
                actor=THE_DEMO,
                clock=self.clock,
            )
        self._taken(done)

    @staticmethod
    def _taken(done: Sequence[Imported]) -> None:
        for one in done:
            if one.problems:
                raise NotTaken(f"{one.run.file_name}: {one.problems[0]}")


def run(
    *,
    today: date,
    password: str,
    customers: int,
    invoices: int,
    processes: int,
    progress: Callable[[str], None],
) -> list[Person]:
    """Make the demo company as of today; one sign-in per role comes back."""
    # Hired first: processes that are forked later would carry the whole plan along.
    with (
        hired(processes) as workers,
        tempfile.TemporaryDirectory(prefix="acquit-demo-") as name,
    ):
        folder = Path(name)
        progress("Writing three years of files …")
        plan = files.write(
            folder, seed=SEED, today=today, customers=customers, invoices=invoices
        )
        with quietly():
            _live(folder, plan, workers, password, progress)
        sum_up_all(today)
        # Learning anew and judging a year take minutes, for which nobody need wait.
        for company in Company.objects.order_by("pk"):
            ring_for_learning(company.pk)
    return sign_ins(plan.cast)


def _live(
    folder: Path,
    plan: Plan,
    workers: Workers,
    password: str,
    progress: Callable[[str], None],
) -> None:
    clock = Clock(datetime.combine(plan.opening, time(5), tzinfo=UTC))
    office = open_office(plan.cast, password, at=clock())
    replay = Replay(
        folder=folder,
        plan=plan,
        clock=clock,
        office=office,
        people=Doings(plan, office, clock),
        sources=Sources.open(office.companies[BY_SOURCES], actor=THE_DEMO, at=clock()),
        workers=workers,
    )
    progress(f"Importing the books of {plan.opening} …")
    replay.open_books()
    days = (plan.today - plan.opening).days
    for number in range(1, days + 1):
        day = plan.opening + timedelta(days=number)
        replay.live(day)
        if number % 5 == 0 or number == days:
            progress(f"Living day {number} of {days}: {day}")
    replay.export_tables(plan.today)
    replay.ask_for_data(plan.today)
    replay.workers.foretell(replay.company_ids, plan.today, clock)
    keep_day(plan.today, at=clock())


def present() -> bool:
    """True when the companies of the demo are here, finished or not."""
    return Company.objects.filter(code__in=CODES).exists()


def alone() -> bool:
    """True when nothing is here but the demo."""
    return not Company.objects.exclude(code__in=CODES).exists()


def forget() -> None:
    """Empty the workspace; only ever called where the demo is alone."""
    if not alone():
        raise Refusal("There are other companies beside the demo: it is left as it is.")
    call_command("flush", interactive=False, verbosity=0)
