"""Whom may we claim from: the list over all customers, and debit notes made in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import factories
import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.audit.models import Entry
from acquit.claims.models import ClaimItem, ClaimRun, DebitNote, ToClaim
from acquit.cycle.actions import make_debit_notes, sum_up_company
from acquit.cycle.claiming_jobs import make_debit_notes as job
from acquit.ledger.models import Customer
from acquit.organisation.models import Company, Role

pytestmark = pytest.mark.django_db
DUE = date(2026, 5, 31)
LIST = "/to-claim/"
ISSUE = "/to-claim/issue/"


@pytest.fixture
def company() -> Company:
    made = factories.company(sells_to="BUSINESS")
    factories.claim_terms(made)
    return made


def late(of: Company, code: str, minor: int = 120_000, **more: Any) -> Customer:
    customer = factories.customer(of, code, f"Debtor {code}", **more)
    factories.receivable(customer, f"I-{code}", minor=minor, due_on=DUE)
    return customer


def summed(of: Company) -> None:
    sum_up_company(of.pk, on=date.today())  # noqa: DTZ011  # as the pages take it


def sign_in(
    client: Client, company: Company, role: str = Role.CREDIT_MANAGER, **more: Any
) -> Client:
    person = factories.person(f"Somebody {role}")
    client.force_login(factories.grant(person, role, within=company, **more))
    return client


def words(html: str) -> str:
    text = re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0])
    return " ".join(text.replace("\xa0", " ").split())


def seen(client: Client, address: str = LIST) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return words(page.content.decode())


def asking(of: Iterable[Customer]) -> str:
    return ISSUE + "?" + "&".join(f"customer={one.pk}" for one in of)


def test_those_with_the_most_left_stand_first(client, company):
    sign_in(client, company)
    for code, minor in (("C1", 50_000), ("C2", 900_000), ("C3", 200_000)):
        late(company, code, minor)
    summed(company)
    shown = seen(client)
    assert re.findall(r"Debtor (C\d)", shown)[:3] == ["C2", "C3", "C1"]
    assert "Still to claim" in shown
    assert "1 Jun" in shown


def test_the_page_says_as_of_which_day(client, company):
    sign_in(client, company)
    assert "Nothing was summed up yet" in seen(client)
    late(company, "C1")
    sum_up_company(company.pk, on=date(2026, 7, 31), exactly=True)
    assert "As of 31 Jul 2026" in seen(client)


def test_who_is_left_out_is_counted_and_found_by_the_reason(client, company):
    sign_in(client, company)
    late(company, "C1")
    private = late(company, "P1", party_type="CONSUMER")
    summed(company)
    shown = seen(client)
    assert "1 The law gives nothing yet" in shown
    assert private.name not in shown
    assert private.name in seen(client, LIST + "?why=LAW")


def test_the_list_asks_little_however_many_there_are(client, company, few_queries):
    sign_in(client, company)
    chosen = [late(company, f"C{at}") for at in range(30)]
    summed(company)
    with few_queries():
        client.get(LIST)
    client.post(asking(chosen[:3]))
    run = ClaimRun.objects.get()
    for address in (LIST, reverse("desk:claim_run", args=[run.pk]), asking(chosen)):
        with few_queries():
            assert client.get(address).status_code == 200


def test_a_few_are_made_at_once_and_the_page_says_what_came_of_each(client, company):
    sign_in(client, company)
    good, broken = late(company, "C1"), late(company, "C2")
    summed(company)
    Customer.objects.filter(pk=broken.pk).update(party_type="CONSUMER")
    assert "computed when it is made" in client.get(asking([good, broken])).content.decode()
    sent = client.post(asking([good, broken]), follow=True)
    note = DebitNote.objects.get()
    shown = words(sent.content.decode())
    assert str(note) in shown
    assert "Left out Nothing is left to claim" in shown
    assert "1 customer was claimed from, 1 left out" in shown
    assert ToClaim.objects.get(customer=broken).why == "LAW"
    assert note.actor is not None
    assert Entry.objects.filter(event="debit_notes_asked").exists()
    assert "1 customer was claimed from" in seen(client)


def test_many_are_made_by_a_worker_and_none_twice(client, company):
    sign_in(client, company)
    chosen = [late(company, f"C{at}") for at in range(5)]
    summed(company)
    shown = words(client.post(asking(chosen), follow=True).content.decode())
    assert "0 of 5 customers" in shown
    assert not DebitNote.objects.exists()
    queued = ProcrastinateJob.objects.get(task_name="cycle.make_debit_notes")
    for _twice in range(2):
        job(**queued.args)
    assert DebitNote.objects.count() == 5
    run = ClaimRun.objects.get()
    assert run.ended_at is not None
    assert "5 customers were claimed from" in seen(client, f"/to-claim/runs/{run.pk}/")


def test_the_whole_list_can_be_asked_for(client, company):
    sign_in(client, company)
    for at in range(4):
        late(company, f"C{at}")
    late(company, "X9")
    summed(company)
    client.post(ISSUE + "?all=1&q=C")
    assert ClaimItem.objects.count() == 4


def test_asked_for_twice_a_customer_gets_one_note(client, company):
    sign_in(client, company)
    one = late(company, "C1")
    summed(company)
    for _twice in range(2):
        client.post(asking([one]))
    assert DebitNote.objects.count() == 1
    assert "Left out" in seen(client, f"/to-claim/runs/{ClaimRun.objects.latest('pk').pk}/")


def test_nobody_ticked_is_said_in_the_form(client, company):
    sign_in(client, company)
    sent = client.post(ISSUE)
    assert sent.status_code == 422
    assert "Tick at least one customer" in sent.content.decode()


def test_a_collector_sees_the_list_and_makes_none(client, company):
    sign_in(client, company, Role.COLLECTOR)
    one = late(company, "C1")
    summed(company)
    assert "Debtor C1" in seen(client)
    assert "Make debit notes" not in seen(client)
    assert client.post(asking([one])).status_code == 403


def test_customers_of_others_are_neither_listed_nor_claimed_from(client, company):
    other = factories.company("BETA", "Beta Services", sells_to="BUSINESS")
    factories.claim_terms(other)
    theirs = late(other, "B1")
    summed(other)
    sign_in(client, company)
    assert "Debtor B1" not in seen(client)
    assert client.post(asking([theirs])).status_code == 422
    assert client.post(ISSUE + "?all=1").status_code == 422
    run = factories.claim_run(theirs)
    assert client.get(f"/to-claim/runs/{run.pk}/").status_code == 404
    make_debit_notes(run.pk, clock=lambda: factories.NOW)


def test_a_portfolio_is_a_list_of_its_own(client, company):
    north = factories.unit(company)
    mine, other = late(company, "C1", unit=north), late(company, "C2")
    summed(company)
    sign_in(client, company, unit=north)
    shown = seen(client)
    assert mine.name in shown
    assert other.name not in shown


def test_the_list_can_be_taken_out(client, company):
    sign_in(client, company)
    late(company, "C1")
    summed(company)
    taken = client.get(LIST + "?export=csv").content.decode("utf-8-sig")
    assert "Debtor C1" in taken
