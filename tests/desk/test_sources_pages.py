"""Sources: their lights, what they brought, and who may open, try and pause them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import factories
import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

import acquit.intake.actions as intake
from acquit.audit.actions import Actor
from acquit.core.sentences import as_json, say
from acquit.cycle.models import Cycle
from acquit.desk.sources.lights import LIGHTS
from acquit.desk.sources.table import DELIVERIES
from acquit.intake.models import DeliveryState, Source, SourceToken
from acquit.intake.queries import token_of
from acquit.intake.sources import tokens
from acquit.intake.sources.light import Light
from acquit.organisation.models import Company, Person, Role

FewQueries = Callable[[], AbstractContextManager[Any]]
SignIn = Callable[[Person], Client]
ANNA = Actor(None, "Anna Peeters")
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def business_day(db: None) -> None:
    Cycle.objects.create(day=factories.TODAY, started_at=factories.NOW)


@pytest.fixture
def chief(ours: Company, signed_in: SignIn) -> Client:
    """The browser of an administrator."""
    ada = factories.person("Ada Chief")
    return signed_in(factories.grant(ada, Role.ADMINISTRATOR, within=ours))


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("light", Light)
def test_every_light_has_a_word_and_an_icon(light: Light) -> None:
    assert all(LIGHTS[light])


@pytest.mark.parametrize("state", ["", *DeliveryState])
def test_every_state_of_a_delivery_has_an_icon(state: str) -> None:
    assert state in DELIVERIES


def test_the_list_tells_how_each_source_is(desk: Client, ours: Company) -> None:
    now = timezone.now()
    factories.source(ours, "Bank", "bank", succeeded_at=now, delivered_at=now)
    trouble = as_json(say("The folder “%(folder)s” cannot be opened.", folder="erp"))
    failing = {"failures": 3, "failing_since": now, "trouble": trouble}
    later = now + timedelta(minutes=5, seconds=1)
    factories.source(ours, "The ERP", **failing | {"next_try_at": later})
    page = text(desk, "/sources/")
    assert "Works" in page
    assert "Out of reach" in page
    assert "The folder “erp” cannot be opened." in page
    assert "in 5 minutes" in page


def test_without_a_source_the_list_says_what_one_is_for(desk: Client, ours: Company):
    page = text(desk, "/sources/")
    assert "No source yet" in page
    assert "Watch a folder" not in page  # a collector opens none


def test_the_page_of_a_source_tells_what_came_and_why_it_failed(
    desk: Client, ours: Company
) -> None:
    source = factories.source(ours)
    brought = factories.delivery(source, "REFUSED")
    run = factories.run(ours, "REFUSED", delivery=brought, file_name="march.csv")
    factories.delivery(source, "FAILED", files=0, trouble=as_json(say("It is away.")))
    page = text(desk, f"/sources/{source.pk}/")
    assert f'href="/imports/{run.pk}/"' in page
    assert "It is away." in page
    assert "Pause" not in page  # a collector tries, and an administrator pauses


def test_an_administrator_opens_a_folder(chief: Client, ours: Company) -> None:
    said = {"name": "The ERP", "company": ours.pk, "folder": "erp", "keep": "partial"}
    answer = chief.post("/sources/new/folder/", said | {"quiet_days": "3"})
    source = Source.objects.get()
    assert answer["Location"] == f"/sources/{source.pk}/"
    assert (source.folder, source.partial, source.quiet_days) == ("erp", True, 3)


@pytest.mark.parametrize("folder", ["../etc", "/etc/../x", "erp/done", ".ssh"])
def test_a_folder_that_leads_elsewhere_is_refused_on_the_form(
    chief: Client, ours: Company, folder: str
) -> None:
    said = {"name": "The ERP", "company": ours.pk, "folder": folder, "keep": "whole"}
    answer = chief.post("/sources/new/folder/", said)
    assert answer.status_code == 422
    assert "form-trouble" in answer.content.decode()
    assert not Source.objects.exists()


def test_nobody_opens_a_source_for_a_company_out_of_reach(chief: Client, ours: Company):
    other = factories.company("BETA", "Beta Services")
    said = {"name": "Theirs", "company": other.pk, "folder": "x", "keep": "whole"}
    assert chief.post("/sources/new/folder/", said).status_code == 422
    assert not Source.objects.exists()


def test_a_token_is_shown_once(chief: Client, ours: Company) -> None:
    chief.post("/sources/new/upload/", {"name": "S", "company": ours.pk, "keep": "whole"})
    source = Source.objects.get()
    for headers in ({}, HTMX):
        answer = chief.post(f"/sources/{source.pk}/token/", headers=headers)
        assert answer["Cache-Control"] == "no-store"
        page = answer.content.decode()
        secret = page.partition('value="acquit_')[2].partition('"')[0]
        assert token_of(tokens.digest(f"acquit_{secret}")) is not None
        assert secret not in text(chief, f"/sources/{source.pk}/")
    assert SourceToken.objects.count() == 2


def test_a_token_for_a_watched_folder_is_refused_on_the_form(chief: Client, ours: Company):
    source = factories.source(ours)
    answer = chief.post(f"/sources/{source.pk}/token/")
    assert answer.status_code == 422
    assert "needs no token" in answer.content.decode()


def test_a_revoked_token_leaves_the_page(chief: Client, ours: Company) -> None:
    source = factories.source(ours, folder="")
    token = factories.token(source)
    assert token.hint in text(chief, f"/sources/{source.pk}/")
    assert chief.post(f"/tokens/{token.pk}/revoke/").status_code == 302
    assert f"{token.hint}…</code>" not in text(chief, f"/sources/{source.pk}/")


def test_a_source_is_paused_and_goes_on(chief: Client, ours: Company) -> None:
    source = factories.source(ours)
    chief.post(f"/sources/{source.pk}/pause/")
    page = text(chief, f"/sources/{source.pk}/")
    assert "Paused" in page
    assert "Look now" not in page
    chief.post(f"/sources/{source.pk}/resume/")
    assert "Look now" in text(chief, f"/sources/{source.pk}/")


def test_looking_now_rings_for_a_worker_and_waits_for_it(desk: Client, ours: Company):
    source = factories.source(ours, next_try_at=timezone.now() + timedelta(hours=1))
    where = desk.post(f"/sources/{source.pk}/try/")["Location"]
    assert ProcrastinateJob.objects.filter(task_name="cycle.look_into_source").count() == 1
    source.refresh_from_db()
    assert source.next_try_at <= timezone.now()
    assert 'hx-trigger="every 2s"' in text(desk, where)
    intake.note_success(source, at=timezone.now())
    assert 'hx-trigger="every 2s"' not in text(desk, where)


def test_a_look_that_no_worker_takes_up_is_said(desk: Client, ours: Company) -> None:
    source = factories.source(ours)
    page = text(desk, f"/sources/{source.pk}/?asked=2026-01-01T00:00:00%2B00:00")
    assert "Is a worker running?" in page
    assert "Is a worker running?" not in text(desk, f"/sources/{source.pk}/?asked=x")


def test_a_failing_source_is_a_task_of_the_administrator_alone(
    desk: Client, chief: Client, ours: Company
) -> None:
    source = factories.source(ours)
    for _ in range(3):
        intake.note_failure(
            source, say("It is away."), on=factories.TODAY, at=factories.NOW
        )
    page = text(chief, "/tasks/")
    assert "It is away." in page
    assert f'href="/sources/{source.pk}/"' in page
    assert "It is away." not in text(desk, "/tasks/")


def test_a_refused_file_is_a_task_of_whoever_may_import(desk: Client, ours: Company):
    source = factories.source(ours)
    delivery = factories.delivery(source, "REFUSED")
    run = factories.run(ours, "REFUSED")
    done = [intake.Imported(run)]
    intake.file_taken(delivery, "march.csv", done, on=factories.TODAY, at=factories.NOW)
    page = text(desk, "/tasks/")
    assert "march.csv could not be taken, or not all of it." in page
    assert f'href="/imports/{run.pk}/"' in page
    other = factories.company("BETA", "Beta Services")
    bert = factories.grant(factories.person("Bert Other"), within=other)
    stranger = Client()
    stranger.force_login(
        bert, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert "march.csv" not in text(stranger, "/tasks/")


@pytest.mark.parametrize("rows", [1, 12])
def test_no_page_asks_more_questions_for_more_rows(
    desk: Client, ours: Company, few_queries: FewQueries, rows: int
) -> None:
    source = factories.source(ours)
    for number in range(rows):
        factories.delivery(factories.source(ours, f"S{number}", f"f{number}"))
        brought = factories.delivery(source)
        for _ in range(3):
            factories.run(ours, delivery=brought)
    for url in ("/sources/", f"/sources/{source.pk}/"):
        with few_queries():
            text(desk, url)
