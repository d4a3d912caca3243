"""What people did: on working days, by people who exist, and in step with the money."""

from __future__ import annotations

from collections import Counter

from demo_stage import Demo

from acquit.demo.days import is_working_day
from acquit.demo.events import AnyEvent, DisputeClosed, DisputeOpened, PromiseMade


def _events(demo: Demo) -> list[AnyEvent]:
    return [event for events in demo.plan.events.values() for event in events]


def test_every_kind_of_event_happens_between_the_opening_and_today(demo: Demo) -> None:
    counted = Counter(type(event).__name__ for event in _events(demo))
    assert len(counted) == 5
    assert counted["PromiseMade"] >= 30
    for event in _events(demo):
        assert demo.plan.opening < event.day <= demo.plan.today


def test_events_are_of_people_who_work_there_and_on_a_day_they_work(demo: Demo) -> None:
    people = {person.email for person in demo.plan.cast.people}
    customers = {customer.code: customer for customer in demo.plan.customers}
    for event in _events(demo):
        assert event.by in people
        assert customers[event.customer].company == event.company
        assert is_working_day(event.day, customers[event.customer].country)


def test_a_kept_promise_is_followed_by_its_money_and_a_broken_one_is_not(
    demo: Demo,
) -> None:
    invoices = {invoice.number: invoice for invoice in demo.plan.invoices}
    promises = [event for event in _events(demo) if isinstance(event, PromiseMade)]
    for promise in promises:
        invoice = invoices[promise.invoice]
        before = demo.plan.open_minor(invoice, at_end_of=promise.day)
        after = demo.plan.open_minor(invoice, at_end_of=promise.promised_on)
        assert promise.promised_on >= promise.day
        assert (before - after >= promise.minor) == promise.kept
    kept = sum(promise.kept for promise in promises) / len(promises)
    assert 0.35 < kept < 0.8


def test_disputes_concern_open_invoices_and_close_after_they_open(demo: Demo) -> None:
    invoices = {invoice.number: invoice for invoice in demo.plan.invoices}
    opened = {
        event.invoice: event for event in _events(demo) if isinstance(event, DisputeOpened)
    }
    for dispute in opened.values():
        invoice = invoices[dispute.invoice]
        assert 0 < dispute.minor <= demo.plan.open_minor(invoice, at_end_of=dispute.day)
    closed = [event for event in _events(demo) if isinstance(event, DisputeClosed)]
    assert all(event.day > opened[event.invoice].day for event in closed)
