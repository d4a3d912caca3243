"""The dossier on the page of its case: asked for, being made, ready, or why not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import factories
import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from acquit.audit.models import Entry
from acquit.core.sentences import as_json, say
from acquit.cycle.dossier_jobs import make_dossier
from acquit.cycle.models import Cycle
from acquit.handover.models import Case, CaseDossier
from acquit.ledger.models import Receivable
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    """The last day that was walked is TODAY."""
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def manager(signed_in: SignIn, ours: Company) -> Client:
    """The credit manager's browser."""
    person = factories.person("Carla Chief")
    return signed_in(factories.grant(person, Role.CREDIT_MANAGER, within=ours))


@pytest.fixture
def case(ours: Company) -> Case:
    debtor = factories.customer(ours, vat="BE0999999229")
    return factories.case(debtor, factories.receivable(debtor))


def page(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{case.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def panel(client: Client, case: Case) -> str:
    """What the page fetches again and again while it is being made."""
    answer = client.get(f"/cases/{case.pk}/dossier/", headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_is_asked_for_made_by_a_worker_and_taken_away(
    manager: Client, case: Case, few_queries: FewQueries
) -> None:
    where = f"/cases/{case.pk}/dossier/"
    assert "Make the dossier" in page(manager, case)
    answer = manager.post(where)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    with few_queries():
        waiting = page(manager, case)
    assert "Asked for by Carla Chief" in waiting
    assert "every 1s" in waiting
    assert "Make the dossier" not in waiting
    (job,) = ProcrastinateJob.objects.filter(task_name="cycle.make_dossier")
    make_dossier(**job.args)
    with few_queries():
        ready = page(manager, case)
    assert "every 1s" not in ready
    assert "Made for Carla Chief" in ready
    made = CaseDossier.objects.get()
    parcel = manager.get(f"/dossiers/{made.pk}/zip/")
    assert parcel["Content-Type"] == "application/zip"
    assert 'filename="C-0001-C001.zip"' in parcel["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(parcel.content)) as packed:
        assert "claims.csv" in packed.namelist()
    pdf = manager.get(f"/dossiers/{made.pk}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["X-Content-Type-Options"] == "nosniff"
    (told,) = Entry.objects.filter(event="dossier_made")
    assert told.actor_name == "Carla Chief"


def test_a_second_click_starts_no_second_one(manager: Client, case: Case) -> None:
    where = f"/cases/{case.pk}/dossier/"
    for _ in range(2):
        shown = manager.post(where, headers=HTMX)
        assert 'id="dossier"' in shown.content.decode()
    assert CaseDossier.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="cycle.make_dossier").count() == 1


def test_the_page_asks_again_until_it_is_ready(manager: Client, case: Case) -> None:
    one = factories.dossier(case, "RUNNING")
    assert "Being made" in panel(manager, case)
    assert "every 1s" in panel(manager, case)
    CaseDossier.objects.filter(pk=one.pk).update(
        state="READY", as_of=factories.TODAY, ended_at=factories.NOW
    )
    assert "every 1s" not in panel(manager, case)
    assert f"/dossiers/{one.pk}/zip/" in panel(manager, case)


def test_that_no_worker_comes_is_told_after_a_minute(manager: Client, case: Case) -> None:
    one = factories.dossier(case, asked_at=timezone.now())
    assert "acquit worker" not in panel(manager, case)
    an_hour_ago = timezone.now() - timedelta(hours=1)
    CaseDossier.objects.filter(pk=one.pk).update(asked_at=an_hour_ago)
    assert "acquit worker" in panel(manager, case)


def test_why_there_is_none_is_told_and_an_earlier_one_stays(
    manager: Client, case: Case
) -> None:
    ready = factories.dossier(case, "READY")
    why = as_json(say("Its pages could not be set or bound."))
    factories.dossier(case, "FAILED", why=why, ended_at=factories.NOW)
    shown = page(manager, case)
    assert "No dossier was made" in shown
    assert "Its pages could not be set or bound." in shown
    assert f"/dossiers/{ready.pk}/pdf/" in shown
    assert "Make it anew" in shown


def test_once_all_is_paid_none_is_asked_for_and_the_last_one_stays(
    manager: Client, case: Case
) -> None:
    Receivable.objects.update(open_minor=0, settled_on=factories.TODAY)
    assert 'id="dossier"' not in page(manager, case)
    told = manager.post(f"/cases/{case.pk}/dossier/", follow=True).content.decode()
    assert "Nothing of C-0001 is open any more" in told
    ready = factories.dossier(case, "READY")
    shown = page(manager, case)
    assert f"/dossiers/{ready.pk}/zip/" in shown
    assert "Make it anew" not in shown


def test_one_that_was_replaced_is_not_there_any_more(manager: Client, case: Case) -> None:
    gone = factories.dossier(case, "GONE")
    assert manager.get(f"/dossiers/{gone.pk}/zip/").status_code == 404


def test_who_may_not_hand_over_neither_asks_nor_reads(desk: Client, case: Case) -> None:
    ready = factories.dossier(case, "READY")
    assert 'id="dossier"' not in page(desk, case)
    assert desk.post(f"/cases/{case.pk}/dossier/").status_code == 403
    for file in ("pdf", "zip"):
        assert desk.get(f"/dossiers/{ready.pk}/{file}/").status_code == 403


def test_of_a_stranger_s_case_nothing_is_found(
    signed_in: SignIn, manager: Client, case: Case
) -> None:
    ready = factories.dossier(case, "READY")
    other = factories.grant(
        factories.person("Bert Other"),
        Role.CREDIT_MANAGER,
        within=factories.company("BETA", "Beta Services"),
    )
    browser = signed_in(other)
    assert browser.post(f"/cases/{case.pk}/dossier/").status_code == 404
    assert browser.get(f"/dossiers/{ready.pk}/zip/").status_code == 404
    assert manager.get(f"/dossiers/{ready.pk}/zip/").content == b"PK"
