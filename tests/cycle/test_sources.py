"""Sources that run by themselves: taken once, tried again, told to people, mended."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import factories
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

import acquit.intake.actions as intake
from acquit.agenda.models import Task
from acquit.audit.actions import Actor
from acquit.audit.models import Entry
from acquit.cycle import actions, jobs
from acquit.cycle.actions import Look, LookedInto, SourceIsPaused
from acquit.cycle.actions.sources import _LOOKING
from acquit.formats.source import Source as File
from acquit.intake.actions.sources import FolderIsWatched, SourceExists, TakesNoUpload
from acquit.intake.models import Delivery, Run, Source, SourceKind
from acquit.intake.queries import sources_due, token_of
from acquit.intake.sources import tokens
from acquit.intake.sources.connector import Outcome, OutOfReach
from acquit.intake.sources.folder import Folder
from acquit.intake.sources.light import Light, light
from acquit.ledger.models import Customer, Invoice
from acquit.organisation.models import Company

pytestmark = pytest.mark.django_db

NOW, TODAY = factories.NOW, factories.TODAY
ANNA = Actor(None, "Anna Peeters")
CUSTOMERS = "customer_code,name\nC1,Menuiserie Faux\n"
INVOICES = "invoice_number,customer_code,issue_date,amount\nF1,C1,2026-11-05,10.00\n"
WRONG = "invoice_number,customer_code,issue_date,amount\nF1,C1,2026-11-05,ten\n"


@pytest.fixture
def company(db: None) -> Company:
    return factories.company()


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "erp").mkdir()
    return tmp_path


@pytest.fixture
def source(company: Company) -> Source:
    return opened(company)


def opened(company: Company, name: str = "The ERP", **more) -> Source:
    known = {"kind": SourceKind.FOLDER, "folder": "erp"}
    words = intake.SourceWords(name=name, **(known | more))
    return intake.open_source(words, company=company, actor=ANNA, at=NOW)


def drop(base: Path, **files: str) -> None:
    for name, text in files.items():
        (base / "erp" / f"{name}.csv").write_text(text)


def connector(base: Path) -> Folder:
    return Folder(base, "erp", "en", TODAY, pause=lambda _s: None)


def look(source: Source, base: Path, *, at: datetime = NOW) -> Look:
    source.refresh_from_db()
    return actions.look_into(source, connector(base), on=TODAY, clock=lambda: at)


def told(found: Look) -> list[tuple[str, str, int, int]]:
    runs = [one.run for one in found.files]
    return [(run.file_name, run.state, run.created, run.unchanged) for run in runs]


def lies(base: Path) -> list[str]:
    return sorted(str(p.relative_to(base)) for p in base.rglob("*") if p.is_file())


def light_of(source: Source, *, at: datetime = NOW) -> Light:
    source.refresh_from_db()
    brought = source.deliveries.exclude(files=0).order_by("-pk").first()
    return light(source, brought.state if brought else "", at=at)


# What comes


def test_what_lies_in_the_folder_is_taken_in_order_and_put_aside(source, base):
    drop(base, a_invoices=INVOICES, b_customers=CUSTOMERS)
    found = look(source, base)
    assert told(found) == [
        ("b_customers.csv", "TAKEN", 1, 0),
        ("a_invoices.csv", "TAKEN", 1, 0),
    ]
    assert Invoice.objects.get().customer.code == "C1"
    day = "erp/done/2026-11-22"
    assert lies(base) == [f"{day}/a_invoices.csv", f"{day}/b_customers.csv"]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.files, delivery.ended_at) == ("TAKEN", 2, NOW)
    assert {run.actor_name for run in delivery.runs.all()} == {"The ERP"}
    assert light_of(source) is Light.GOOD


def test_an_archive_is_one_file_that_came_and_several_that_were_taken(source, base):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("invoices.csv", INVOICES)
        made.writestr("customers.csv", CUSTOMERS)
    (base / "erp" / "all.zip").write_bytes(out.getvalue())
    found = look(source, base)
    assert [run[:2] for run in told(found)] == [
        ("customers.csv", "TAKEN"),
        ("invoices.csv", "TAKEN"),
    ]
    assert Delivery.objects.get().files == 1
    assert lies(base) == ["erp/done/2026-11-22/all.zip"]


def test_a_look_at_an_empty_folder_leaves_no_trace_but_the_light(source, base):
    assert light_of(source) is Light.WAITING
    look(source, base)
    assert not Delivery.objects.exists()
    assert light_of(source) is Light.GOOD
    assert source.delivered_at is None


def test_a_refused_file_is_given_to_people_until_one_of_its_name_is_taken(source, base):
    drop(base, customers=CUSTOMERS, invoices=WRONG)
    look(source, base)
    assert "erp/refused/invoices.csv.problems.txt" in lies(base)
    assert light_of(source) is Light.REFUSED
    task = Task.objects.get(done_at=None)
    assert (task.kind, task.customer, task.why["name"]) == ("FILE_REFUSED", None, "The ERP")
    assert task.why["run"] == Run.objects.get(state="REFUSED").pk

    drop(base, customers=CUSTOMERS)
    look(source, base)
    assert Task.objects.get(done_at=None) == task  # another file does not mend this one

    drop(base, invoices=WRONG)
    look(source, base)
    assert Task.objects.filter(done_at=None).count() == 1

    drop(base, invoices=INVOICES)
    look(source, base)
    assert not Task.objects.filter(done_at=None).exists()
    assert light_of(source) is Light.GOOD


def test_with_the_good_ones_taken_the_file_is_done_and_its_problems_beside_it(
    company, base
):
    source = opened(company, partial=True)
    drop(base, customers=CUSTOMERS + "C2,\n")
    assert told(look(source, base)) == [("customers.csv", "PARTLY", 1, 0)]
    assert lies(base) == [
        "erp/done/2026-11-22/customers.csv",
        "erp/done/2026-11-22/customers.csv.problems.txt",
    ]


# Killed in between


class Killed(BaseException):
    """The program is gone, at this very place."""


@dataclass
class KilledBeforeSettling:
    """A look whose program is killed once a file is taken and not yet put aside."""

    look: Folder

    def fetch(self) -> Iterator[File]:
        yield from self.look.fetch()

    def settled(self, file: File, outcome: Outcome) -> None:
        raise Killed


def test_a_program_killed_between_fetching_and_settling_takes_nothing_twice(source, base):
    drop(base, a_customers=CUSTOMERS, b_invoices=INVOICES)
    with pytest.raises(Killed):
        actions.look_into(
            source, KilledBeforeSettling(connector(base)), on=TODAY, clock=lambda: NOW
        )
    assert lies(base) == ["erp/a_customers.csv", "erp/b_invoices.csv"]
    assert (Customer.objects.count(), Invoice.objects.count()) == (1, 0)

    later = NOW + timedelta(minutes=1)
    assert told(look(source, base, at=later)) == [
        ("a_customers.csv", "TAKEN", 0, 1),
        ("b_invoices.csv", "TAKEN", 1, 0),
    ]
    assert (Customer.objects.count(), Invoice.objects.count()) == (1, 1)
    assert lies(base)[0].startswith("erp/done/")
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["CUT_SHORT", "TAKEN"]


def test_two_programs_do_not_look_into_one_source_at_once(source, base):
    drop(base, customers=CUSTOMERS)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOOKING, source.pk])
        with pytest.raises(LookedInto):
            look(source, base)
    finally:
        other.close()
    assert told(look(source, base)) == [("customers.csv", "TAKEN", 1, 0)]


# Out of reach


def test_an_outage_is_tried_again_later_and_later_and_told_once(source, base):
    (base / "erp").rename(base / "away")
    waits, at = [], NOW
    for _ in range(7):
        look(source, base, at=at)
        source.refresh_from_db()
        waits.append(int((source.next_try_at - at).total_seconds() // 60))
        assert sources_due(at=source.next_try_at - timedelta(seconds=1)) == []
        at = source.next_try_at
        assert sources_due(at=at) == [source.pk]
        expected = Light.RETRYING if len(waits) < 3 else Light.FAILING
        assert light_of(source) is expected
        assert Task.objects.count() == (len(waits) >= 3)
    assert waits == [1, 2, 5, 10, 30, 60, 60]
    task = Task.objects.get()
    assert task.kind == "SOURCE_FAILS"
    assert "cannot be opened" in str(task.why["said"])

    (base / "away").rename(base / "erp")
    look(source, base, at=at)
    task.refresh_from_db()
    assert task.done_at == at
    assert light_of(source) is Light.GOOD
    assert sources_due(at=at) == [source.pk]


def test_a_second_outage_is_told_anew(source, base):
    for hour in (0, 5):
        (base / "erp").rename(base / "away")
        for minute in range(3):
            look(source, base, at=NOW + timedelta(hours=hour, minutes=minute))
        (base / "away").rename(base / "erp")
        look(source, base, at=NOW + timedelta(hours=hour, minutes=9))
    assert Task.objects.count() == 2
    assert not Task.objects.filter(done_at=None).exists()


@dataclass
class FailsAfterTheFirst:
    """It gives one file, then the line breaks."""

    file: File
    put_aside: list[str] = field(default_factory=list)

    def fetch(self) -> Iterator[File]:
        yield self.file
        raise OutOfReach("The line is down.")

    def settled(self, file: File, outcome: Outcome) -> None:
        self.put_aside.append(f"{file.name} {outcome.state}")


def test_what_came_before_a_failure_is_taken_and_the_failure_still_counts(source):
    line = FailsAfterTheFirst(File.of_bytes(CUSTOMERS.encode(), name="customers.csv"))
    for number in (1, 2):
        source.refresh_from_db()
        actions.look_into(source, line, on=TODAY, clock=lambda: NOW)
        source.refresh_from_db()
        assert source.failures == number
    assert line.put_aside == ["customers.csv TAKEN"] * 2
    assert Customer.objects.count() == 1


def test_a_fault_of_ours_leaves_the_file_and_the_others_go_on(source, base, caplog):
    drop(base, a_customers=CUSTOMERS)
    look_here = connector(base)

    @dataclass
    class WithAFault:
        """One of its files cannot even be opened."""

        def fetch(self) -> Iterator[File]:
            def broken() -> io.BytesIO:
                raise ZeroDivisionError

            yield File("broken.csv", 9, b"customer_code,name\n", broken)
            yield from look_here.fetch()

        def settled(self, file: File, outcome: Outcome) -> None:
            look_here.settled(file, outcome)

    found = actions.look_into(source, WithAFault(), on=TODAY, clock=lambda: NOW)
    assert told(found) == [("a_customers.csv", "TAKEN", 1, 0)]
    assert "a fault in Acquit" in str(found.trouble)
    assert light_of(source) is Light.RETRYING
    assert "Could not take a file of a source" in caplog.text
    assert "broken.csv" not in caplog.text.partition("Traceback")[0]


# Quiet, paused


def test_a_source_that_is_quiet_for_too_long_is_told_once_and_ends_by_itself(company, base):
    source = opened(company, quiet_days=3)
    look(source, base)
    for days in (2, 3, 4):
        at = NOW + timedelta(days=days)
        intake.ask_about_quiet_sources(on=TODAY, at=at)
        assert Task.objects.count() == (days >= 3)
    assert light_of(source, at=at) is Light.QUIET
    drop(base, customers=CUSTOMERS)
    look(source, base, at=at)
    assert not Task.objects.filter(done_at=None).exists()
    assert light_of(source, at=at) is Light.GOOD


def test_a_paused_source_is_left_alone_and_nobody_is_asked_to_mend_it(source, base):
    (base / "erp").rmdir()
    for minute in range(3):
        look(source, base, at=NOW + timedelta(minutes=minute))
    intake.pause_source(source, actor=ANNA, at=NOW)
    assert not Task.objects.filter(done_at=None).exists()
    assert sources_due(at=NOW + timedelta(days=9)) == []
    assert light_of(source) is Light.PAUSED
    with pytest.raises(SourceIsPaused):
        look(source, base)

    intake.resume_source(source, actor=ANNA, at=NOW)
    assert sources_due(at=NOW) == [source.pk]
    assert light_of(source) is Light.WAITING
    events = Entry.objects.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["source_opened", "source_paused", "source_resumed"]


# Opening, tokens


def test_neither_a_name_nor_a_folder_is_given_twice(source, company):
    with pytest.raises(SourceExists):
        opened(company, folder="other")
    other = factories.company("BETA", "Beta Services")
    with pytest.raises(FolderIsWatched):
        opened(other, "Elsewhere", folder="/erp/")


def test_a_token_is_kept_as_a_digest_and_ends_when_it_is_revoked(company):
    source = opened(company, kind=SourceKind.UPLOAD, folder="")
    token, secret = intake.make_token(source, actor=ANNA, at=NOW)
    assert secret not in str(vars(token))
    assert secret.startswith(token.hint)
    assert token_of(tokens.digest(secret)) == token
    intake.revoke_token(token, actor=ANNA, at=NOW)
    assert token_of(tokens.digest(secret)) is None
    assert secret not in str(list(Entry.objects.values()))


def test_a_watched_folder_has_no_token(source):
    with pytest.raises(TakesNoUpload):
        intake.make_token(source, actor=ANNA, at=NOW)


# The queue


def test_every_minute_the_sources_that_are_due_are_rung_for_once(source, base, settings):
    settings.WATCH = base
    intake.ask_for_try(source, at=factories.LONG_AGO)
    for _ in range(2):
        jobs.look_into_sources(timestamp=0)
    job = ProcrastinateJob.objects.get(task_name="cycle.look_into_source")
    drop(base, customers="")  # empty, and younger than a minute: it is left
    jobs.look_into_source(**job.args)
    source.refresh_from_db()
    assert source.succeeded_at is not None
