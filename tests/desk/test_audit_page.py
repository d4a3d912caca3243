"""The audit page: who did what, when and why; for administrators and managers alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import factories
import pytest
from django.db.models import Model
from django.test import Client
from django.utils import translation

import acquit
from acquit.audit.actions import Actor, Fact, record
from acquit.audit.models import Entry
from acquit.core.money import Money
from acquit.cycle import actions as cycle
from acquit.desk.audit.events import EVENTS, KINDS
from acquit.desk.audit.said import said
from acquit.ledger.models import HoldReason, Receivable
from acquit.organisation import actions as organisation
from acquit.organisation.models import Company, Person, Role

AT = factories.NOW
THE_CYCLE = Actor(None, "daily cycle")
SignIn = Callable[[Person], Client]
FewQueries = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def manager(ours: Company, signed_in: SignIn) -> Client:
    chief = factories.person("Mia Manager")
    return signed_in(factories.grant(chief, Role.CREDIT_MANAGER, within=ours))


@pytest.fixture
def owed(ours: Company) -> Receivable:
    return factories.receivable(factories.customer(ours, language="en"))


def text(client: Client, url: str = "/audit/") -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(client: Client, url: str = "/audit/") -> str:
    """The list alone, without its filters."""
    page = text(client, url)
    return page[page.index('id="list"') :]


def wrote(
    event: str,
    subject: Model,
    *,
    by: Actor = THE_CYCLE,
    at: datetime = AT,
    **more: Any,
) -> None:
    record(Fact(event=event, subject=subject, **more), actor=by, at=at)


def promised(owed: Receivable, by: Actor) -> None:
    cycle.record_promise(
        receivable_id=owed.pk,
        amount=Money(50_000, "EUR"),
        promised_on=factories.TODAY + timedelta(days=5),
        made_on=factories.TODAY,
        actor=by,
        at=AT,
    )


def test_what_a_person_did_stands_with_who_when_on_what_and_how_much(
    manager: Client, owed: Receivable
) -> None:
    promised(owed, Actor.of(factories.person()))
    page = rows(manager)
    for told in ("Promise recorded", "Anna Peeters", "Boulangerie Dupont"):
        assert told in page
    assert "500.00 EUR by 27 Nov" in page
    assert AT.isoformat() in page


def test_why_it_was_done_is_told(manager: Client, owed: Receivable) -> None:
    cycle.place_hold(
        customer_id=owed.customer_id,
        receivable_id=None,
        reason=HoldReason.AGREEMENT,
        words="Pays in June",
        from_on=factories.TODAY,
        until_on=factories.TODAY + timedelta(days=9),
        actor=Actor.of(factories.person()),
        at=AT,
    )
    assert "Agreed with the customer · until 1 Dec 2026 · Pays in June" in rows(manager)


def test_setting_up_is_told_too(manager: Client, ours: Company) -> None:
    by = {"actor": Actor(None, "command line"), "at": AT}
    north = factories.unit(ours)
    organisation.grant(factories.person(), Role.COLLECTOR, company=ours, unit=north, **by)
    organisation.change_company(ours, vat=None, email="new@alfa.example", **by)
    page = rows(manager)
    assert "Anna Peeters · Collector · Alfa Trading · North" in page
    assert "E-mail: nothing, now new@alfa.example" in page
    assert "Command line" in page


def test_each_filter_leaves_what_it_names(manager: Client, ours: Company) -> None:
    anna = factories.grant(factories.person(), within=ours)
    one = factories.customer(ours, "C1", "Bakery")
    other = factories.customer(ours, "C2", "Brewery")
    known = {"company_id": ours.pk}
    wrote(
        "note_written",
        one,
        by=Actor.of(anna),
        customer_id=one.pk,
        at=AT - timedelta(days=9),
        **known,
    )
    wrote("message_sent", other, customer_id=other.pk, details={"kind": "NOTICE"}, **known)
    for query, told, left_out in (
        ("q=bakery", "Note written", "Message sent"),
        ("q=C2", "Message sent", "Note written"),
        (f"who={anna.pk}", "Note written", "Message sent"),
        ("who=none", "Message sent", "Note written"),
        ("kind=messages", "Message sent", "Note written"),
        ("what=note_written", "Note written", "Message sent"),
        ("from=2026-11-22", "Message sent", "Note written"),
        ("to=2026-11-21", "Note written", "Message sent"),
    ):
        page = rows(manager, f"/audit/?{query}")
        assert told in page, query
        assert left_out not in page, query


def test_a_day_ends_with_its_last_minute_on_the_readers_clock(
    manager: Client, ours: Company
) -> None:
    late = datetime.fromisoformat("2026-11-22T23:30:00+01:00")
    wrote("company_changed", ours, company_id=ours.pk, at=late, details={})
    assert "Company changed" in rows(manager, "/audit/?from=2026-11-22&to=2026-11-22")
    assert "Company changed" not in rows(manager, "/audit/?from=2026-11-23")


def test_another_companys_trail_and_that_of_no_company_are_not_seen(
    manager: Client, ours: Company, signed_in: SignIn
) -> None:
    beta = factories.company("BETA", "Beta Services")
    wrote("company_changed", ours, company_id=ours.pk, details={})
    wrote("unit_opened", beta, company_id=beta.pk, details={"name": "Theirs"})
    wrote("person_enrolled", factories.person("New Comer"), details={"name": "New Comer"})
    page = text(manager)
    assert "Company changed" in page
    for theirs in ("Theirs", "New Comer"):
        assert theirs not in rows(manager)
    chief = signed_in(factories.grant(factories.person("Ada Chief"), Role.ADMINISTRATOR))
    for every in ("Company changed", "Theirs", "New Comer"):
        assert every in rows(chief)


def test_only_those_who_work_within_reach_can_be_chosen(
    manager: Client, ours: Company
) -> None:
    factories.grant(factories.person("Bea Other"), within=factories.company("BETA", "B"))
    page = text(manager)
    assert "Mia Manager" in page
    assert "Bea Other" not in page


@pytest.mark.parametrize("role", ["COLLECTOR", "REPRESENTATIVE", "READ_ONLY"])
def test_nobody_else_reads_it_or_is_offered_it(
    ours: Company, signed_in: SignIn, role: str
) -> None:
    browser = signed_in(factories.grant(factories.person("No Chief"), role, within=ours))
    assert browser.get("/audit/").status_code == 403
    assert "/audit/" not in text(browser, "/customers/")


def test_a_manager_of_one_unit_does_not_read_the_trail_of_the_company(
    ours: Company, signed_in: SignIn
) -> None:
    una = factories.person("Una")
    north = factories.unit(ours)
    factories.grant(una, Role.CREDIT_MANAGER, within=ours, unit=north)
    assert signed_in(una).get("/audit/").status_code == 403


def test_exactly_what_is_shown_can_be_taken_out(manager: Client, owed: Receivable) -> None:
    promised(owed, Actor.of(factories.person()))
    wrote("company_changed", owed.company, company_id=owed.company_id, details={})
    answer = manager.get("/audit/?what=promise_recorded&export=csv")
    lines = answer.content.decode("utf-8-sig").strip().splitlines()
    assert lines[0] == "When,Who,What,About,Details"
    assert len(lines) == 2
    assert (
        "Anna Peeters,Promise recorded,Boulangerie Dupont,500.00 EUR by 27 Nov" in lines[1]
    )


def test_an_empty_trail_says_what_it_is_for(manager: Client) -> None:
    assert "Nothing was recorded yet" in text(manager)


@pytest.mark.parametrize("many", [1, 30])
def test_no_page_asks_more_questions_for_more_rows(
    manager: Client, ours: Company, few_queries: FewQueries, many: int
) -> None:
    for number in range(many):
        debtor = factories.customer(ours, f"C{number}")
        owed = factories.receivable(debtor, f"N{number}")
        known = {"company_id": ours.pk, "customer_id": debtor.pk}
        details = {"due_on": "2026-11-01"}
        wrote("invoice_corrected", owed.invoice, details=details, **known)
    with few_queries():
        assert "Due day was 1 Nov" in rows(manager)


# The functions of the rooms that make a fact for the trail.
WRITERS = {"Fact", "_fact", "_record", "_about", "_about_person", "_over"}
PAST = re.compile(r"\w+_(\w+ed|sent|made|kept|broken|chosen|written|uncertain)")


def events_of_the_code() -> set[str]:
    """Every event that a room writes to the trail."""
    found = set()
    for path in Path(acquit.__path__[0]).rglob("*.py"):
        if "actions" in {path.stem, path.parent.name}:
            found |= set(filter(PAST.fullmatch, _events(ast.parse(path.read_text()))))
    return found


def _events(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in WRITERS:
                yield from _words(node)
            case ast.Assign(targets=[ast.Name(id="event")], value=value):
                yield from _words(value)


def _words(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def test_every_event_that_is_written_has_words_and_a_kind() -> None:
    written = events_of_the_code()
    assert len(written) > 30
    assert written - set(EVENTS) == set()
    kinds = {kind for kind, _label in KINDS}
    assert {one.kind for one in EVENTS.values()} == kinds


@pytest.mark.parametrize(
    ("event", "details", "told"),
    [
        ("invoice_corrected", {"amount_minor": "120000"}, "Amount was 1,200.00 EUR"),
        ("invoice_corrected", {"terms": ""}, "Terms was nothing"),
        ("customer_corrected", {"unit_id": "7"}, "Unit changed"),
        ("customer_corrected", {"name": "Old", "search_key": "old"}, "Name was Old"),
        (
            "policy_changed",
            {"minimum_minor": {"from": 0, "to": 500}},
            "Smallest amount: 0.00 EUR, now 5.00 EUR",
        ),
        ("receipt_allocated", {"shares": [[1, 300], [2, 200]]}, "2 invoices · 5.00 EUR"),
        (
            "receipt_allocated",
            {"shares": [[1, 300]], "written_off": [[1, 20, "CHARGES"]]},
            "1 invoice · 3.00 EUR · 0.20 EUR written off: Bank charges",
        ),
        (
            "dispute_opened",
            {"reason": "PRICE", "amount": "whole"},
            "Price · the whole amount",
        ),
        ("message_settled", {"arrived": False}, "It did not arrive."),
        ("message_sent", {"kind": "REMINDER_2"}, "Second reminder"),
        (
            "role_granted",
            {
                "person": "Anna",
                "role": "COLLECTOR",
                "company": "",
                "unit": "",
                "own_customers": True,
            },
            "Anna · Collector · all companies · own customers only",
        ),
        ("missing_kept", {"missing_on": "2026-11-02"}, "not on the list of 2 Nov 2026"),
    ],
)
def test_details_are_told_in_words(event: str, details: dict[str, Any], told: str) -> None:
    with translation.override("en"):
        assert said(Entry(event=event, details=details), "EUR") == told
