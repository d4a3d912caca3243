"""The queue's door to the daily walk: days and ranges in, one action out."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

import acquit.intake.actions as intake
from acquit.audit.actions import Actor
from acquit.channels.registry import switchboard
from acquit.channels.replies.mailbox import MailboxDown, MailboxUnclear
from acquit.channels.ways import Ways
from acquit.cycle import actions, queries
from acquit.cycle.actions import mailbox, scenarios
from acquit.cycle.actions.daily import finish_shard, hear
from acquit.cycle.actions.daily import send_waiting as send_what_waits
from acquit.cycle.actions.daily import watch as watch_days
from acquit.cycle.actions.ringing import AFTER_THE_WALK, ring_for_companies
from acquit.cycle.claiming_jobs import sum_claims
from acquit.cycle.hours import cycle_at
from acquit.cycle.models import Cycle
from acquit.formats.source import Source as File
from acquit.insight.actions import keep_day
from acquit.intake.actions import Picture
from acquit.intake.models import Source
from acquit.intake.queries import sources_due
from acquit.intake.sources.kinds import connector
from acquit.ledger.models import Document
from acquit.ledger.rows import Range
from acquit.organisation.models import Company, Person

STALLED_S = 60
# Contact hours: reminders leave neither before the working day nor after it.
LATEST = dt.time(19, 0)


@app.periodic(cron="*/5 * * * *")
@app.task(name="cycle.look", queue="cycle", queueing_lock="cycle.look")
def look(timestamp: int) -> None:
    """Start today's walk when its time has come and nobody has; a missed day is caught up
    so.
    """
    company = Company.objects.order_by("pk").first()
    if company is None:
        return
    now = dt.datetime.fromtimestamp(timestamp, ZoneInfo(company.timezone))
    walked = queries.last_day()
    due = cycle_at() <= now.time() < LATEST and (walked is None or walked < now.date())
    if due:
        walk.defer(day=now.date().isoformat())


@app.task(name="cycle.walk", queue="cycle", retry=3)
def walk(*, day: str) -> None:
    """Say what payers the customers are, then deal the shards of the day to the workers."""
    actions.assess(date.fromisoformat(day), at=timezone.now())
    with transaction.atomic():
        _, ranges = actions.start(date.fromisoformat(day), at=timezone.now())
        for shard in ranges:
            decide.defer(day=day, first=shard.first, last=shard.last)
        # After everything else of the day: no message waits for it.
        watch.configure(priority=-1).defer(day=day)
        for shard in ranges:
            later = sum_claims.configure(**AFTER_THE_WALK)
            later.defer(day=day, first=shard.first, last=shard.last)


@app.task(name="cycle.watch", queue="cycle", retry=3)
def watch(*, day: str) -> None:
    """Look at what has a day of its own beside the walk."""
    watch_days(date.fromisoformat(day), at=timezone.now())


@app.task(name="cycle.decide", queue="cycle", retry=3)
def decide(*, day: str, first: int, last: int) -> None:
    """Decide for one shard, then have it sent."""
    actions.decide_shard(Range(first, last), date.fromisoformat(day), at=timezone.now())
    dispatch.defer(day=day, first=first, last=last)


@app.task(name="cycle.dispatch", queue="messages", retry=3)
def dispatch(*, day: str, first: int, last: int) -> None:
    """Send what is ready in one shard, and thank."""
    shard, on = Range(first, last), date.fromisoformat(day)
    sender, ways = switchboard(), Ways()
    sending = actions.dispatch_shard(
        shard, on, carrier=sender, clock=timezone.now, ways=ways
    )
    sender.close()
    hear(on, ways)
    if finish_shard(shard, on, sent=sending.sent, at=timezone.now()):
        keep_day(on, at=timezone.now())
        ring_for_companies(on)


@app.periodic(cron="*/15 * * * *")
@app.task(name="cycle.send_waiting", queue="messages", queueing_lock="cycle.send_waiting")
def send_waiting(timestamp: int) -> None:
    """Look for what waits for a better hour, once the day has been walked."""
    company = Company.objects.order_by("pk").first()
    if company is None:
        return
    now = dt.datetime.fromtimestamp(timestamp, ZoneInfo(company.timezone))
    walked = Cycle.objects.filter(day=now.date(), ended_at__isnull=False)
    if walked.exists():
        sender = switchboard()
        send_what_waits(now.date(), carrier=sender, clock=timezone.now)
        sender.close()


@app.task(name="cycle.send_approved", queue="messages", retry=3)
def send_approved(*, day: str, customer_id: int) -> None:
    """Send what was approved for one customer, in contact hours or with the next walk."""
    if not Cycle.objects.filter(day=day).exists():
        return
    sender, ways, on = switchboard(), Ways(), date.fromisoformat(day)
    shard = Range(customer_id, customer_id)
    actions.dispatch_shard(shard, on, carrier=sender, clock=timezone.now, ways=ways)
    sender.close()
    hear(on, ways)


@app.task(name="cycle.follow_anew", queue="cycle", retry=3)
def follow_anew(*, company_id: int, day: str) -> None:
    """Scenarios, rules or the policy changed: assign and decide anew for all customers."""
    on = date.fromisoformat(day)
    scenarios.follow_anew(company_id, on=on, at=timezone.now())


@app.task(name="cycle.import_files", queue="cycle")
def import_files(  # what was said on the page, as plain values
    *,
    document_ids: list[int],
    person_id: int,
    day: str,
    partial: bool,
    open_on: str = "",
    surely: bool = False,
) -> None:
    """Take files in that were too many or too large for the page on which they were
    dropped; all of one company.
    """
    picture = Picture(date.fromisoformat(open_on), surely=surely) if open_on else None
    kept = Document.objects.select_related("company").in_bulk(document_ids)
    documents = [kept[key] for key in dict.fromkeys(document_ids)]
    actions.import_files(
        [File.of_bytes(bytes(one.content), name=one.name) for one in documents],
        company=documents[0].company,
        partial=partial,
        on=date.fromisoformat(day),
        actor=Actor.of(Person.objects.get(pk=person_id)),
        clock=timezone.now,
        picture=picture,
    )


@app.periodic(cron="* * * * *")
@app.task(name="cycle.look_into_sources", queue="cycle")
def look_into_sources(timestamp: int) -> None:  # noqa: ARG001  # periodic tasks are given it
    """Ring for every source that is to be looked into now; tell of those that are quiet."""
    company = Company.objects.order_by("pk").first()
    if company is None:
        return
    at = timezone.now()
    on = queries.business_day(_today(company, at))
    intake.ask_about_quiet_sources(on=on, at=at)
    for source_id in sources_due(at=at):
        ring_for_source(source_id)


@app.periodic(cron="*/2 * * * *")
@app.task(name="cycle.fetch_replies", queue="cycle", queueing_lock="cycle.fetch_replies")
def fetch_replies(timestamp: int) -> None:  # noqa: ARG001  # periodic tasks are given it
    """Look into the mailbox for answers and returned mail, where one is set."""
    company = Company.objects.order_by("pk").first()
    if company is None or not settings.IMAP_URL:
        return
    on = queries.business_day(_today(company, timezone.now()))
    # Why it is down is kept with the mailbox; the next look is in two minutes.
    with suppress(MailboxDown, MailboxUnclear):
        mailbox.fetch_replies(settings.IMAP_URL, on=on, clock=timezone.now)


def ring_for_source(source_id: int) -> None:
    """Have a source looked into, unless that has been asked for already."""
    waiting = look_into_source.configure(queueing_lock=f"source {source_id}")
    with suppress(AlreadyEnqueued), transaction.atomic():
        waiting.defer(source_id=source_id)


@app.task(name="cycle.look_into_source", queue="cycle")
def look_into_source(*, source_id: int) -> None:
    """Take what has arrived in a source; tried again later when it cannot be reached."""
    source = Source.objects.select_related("company").get(pk=source_id)
    today = _today(source.company, timezone.now())
    with suppress(actions.SourceIsPaused, actions.LookedInto):
        actions.look_into(
            source,
            connector(source, today=today),
            on=queries.business_day(today),
            clock=timezone.now,
        )


def _today(company: Company, at: dt.datetime) -> date:
    return at.astimezone(ZoneInfo(company.timezone)).date()


@app.periodic(cron="* * * * *")
@app.task(name="cycle.retry_stalled", queue="cycle", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001  # periodic tasks are given it
    """A worker that was killed leaves its job; every job may be run twice, so it is."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
        await manager.retry_job(job)
